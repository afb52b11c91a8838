"""What our pages tell people to write, as blocks: what is documented is what is run."""

import re

from clients import ROOT, Refused

# Our address stands in the manifest; the blocks that people copy repeat it.
ADDRESS = re.search(r'^repository = "(.*)"$', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE)[1]

# What a reader puts a commit for.
COMMIT = "COMMIT"


def blocks(page, language):
    """The code blocks of a page in one language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [part.split("\n```", 1)[0] + "\n" for part in text.split(f"```{language}\n")[1:]]


def block(page, holding, language="sh"):
    """The one block of a page that holds some words."""
    found = [code for code in blocks(page, language) if holding in code]
    if len(found) != 1:
        raise Refused(f"{page} has {len(found)} blocks of {language} with {holding!r}, not one")
    return found[0]


def ours(code, place, commit):
    """A block with a place and a commit that are there."""
    if ADDRESS not in code or COMMIT not in code:
        raise Refused(f"neither {ADDRESS} nor {COMMIT} may be missing in\n{code}")
    return code.replace(ADDRESS, str(place)).replace(COMMIT, commit)
