"""Rule packs made for measuring, and what stands in the embedded ones."""

import random
import re
import string

from .trees import ROOT


def embedded():
    """The text of every embedded pack."""
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "rules").rglob("*.yaml"))]


def embedded_rules():
    """How many rules are embedded. Counted without a YAML reader, which the standard library lacks: one `- id:` each."""
    return sum(len(re.findall(r"(?m)^\s*- id:", text)) for text in embedded())


def embedded_anchors():
    """The anchors that the packs state, without duplicates, in order."""
    lists = [found for text in embedded() for found in re.findall(r"(?m)^\s*anchors:\s*\[([^\]]*)\]", text)]
    words = [word.strip().strip("'\"") for found in lists for word in found.split(",")]
    return list(dict.fromkeys(word for word in words if word))


RULE = """\
  - id: made-{number}
    title: Made rule {number}
    severity: high
    confidence: high
    anchors: ['{anchor}']
    pattern: '{anchor}[A-Za-z0-9]{{{length}}}'
    help: {{what: Made for measuring., why: To know what a rule costs., fix: Nothing.}}
    examples: {{match: ['value = {{{{token}}}}']}}
"""


def write_made(count, path):
    """A pack of `count` rules like those of providers: an anchor of four to six letters and `_`, then a body of 20 to 60."""
    made = random.Random(13)
    anchors = {}
    while len(anchors) < count:
        anchors["".join(made.choices(string.ascii_lowercase, k=made.randint(4, 6))) + "_"] = made.randint(20, 60)
    rules = (
        RULE.format(number=number, anchor=anchor, length=length) for number, (anchor, length) in enumerate(anchors.items())
    )
    path.write_text("pack: made\nrules:\n" + "".join(rules), encoding="utf-8")
