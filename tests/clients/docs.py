"""What README.md and docs/action.md tell people to write: commands are run, workflows go through every linter."""

import re
import shutil

import clients
from clients import ROOT, Refused
from hooks import publish
from pages import ADDRESS, COMMIT, block, blocks
from repository import Repository, quick_builds, without

# Blocks of README.md that are run elsewhere: the tests themselves, and the hook.
ELSEWHERE = ("cargo test --locked\n", block("README.md", "--git-path hooks"))


def check(score, work, _tree, clean):
    """Workflows first, which are quick."""
    for page in ("README.md", "docs/action.md"):
        found = [code for code in blocks(page, "yaml") if "jobs:" in code and "runs-on:" in code]
        score.check(f"{page}: {len(found)} workflows", some, found)
        for number, code in enumerate(found):
            file = work / page.replace("/", "-") / str(number) / ".github" / "workflows" / "bartizan.yml"
            file.parent.mkdir(parents=True)
            file.write_text(code.replace(COMMIT, "0" * 40), encoding="utf-8")
            name = f"{page}, workflow {number + 1}"
            score.check(f"{name}: check-jsonschema", clients.builtin_schema, "vendor.github-workflows", file)
            score.check(f"{name}: actionlint", clients.actionlint, file)
            score.check(f"{name}: zizmor", clients.zizmor, file)
            score.check(f"{name}: names our action and its inputs", our_action, file)
    score.check("docs/action.md: the tables have the action's inputs and outputs", tables)
    for number, code in enumerate(blocks("README.md", "sh")):
        if code not in ELSEWHERE:
            score.check(f"README.md: {code.splitlines()[0]}", command, work / f"command {number}", code, clean)


def some(found):
    if not found:
        raise Refused("there is none")


def our_action(file):
    """A linter knows no input of an action that it cannot fetch."""
    inputs = clients.read_yaml(ROOT / "action.yml")["inputs"]
    name = ADDRESS.removeprefix("https://github.com/")
    steps = [step for job in clients.read_yaml(file)["jobs"].values() for step in job["steps"]]
    used = [step for step in steps if step.get("uses", "").startswith(f"{name}@")]
    unknown = [key for step in used for key in step.get("with", {}) if key not in inputs]
    if not used or unknown:
        raise Refused(f"{len(used)} steps use {name}; unknown inputs: {unknown}")


def tables():
    action = clients.read_yaml(ROOT / "action.yml")
    text = (ROOT / "docs" / "action.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|(.*?)\|", text, re.MULTILINE)
    told = [name for name, _ in rows]
    expected = [*action["inputs"], *action["outputs"]]
    if told != expected:
        raise Refused(f"the page has {told}, the action {expected}")
    for name, default in rows[: len(action["inputs"])]:
        if default.strip("` ") != action["inputs"][name]["default"]:
            raise Refused(f"{name}: the page says {default}, the action {action['inputs'][name]['default']!r}")


def command(work, code, clean):
    """Runs a block in a clean folder, or in our tree where it needs it."""
    home = work / "home"
    home.mkdir(parents=True)
    if "--path ." in code:
        repo = publish(work / "ours")
        # A reader has none yet, and gets one.
        root = work / "installed"
        repo.environment |= quick_builds() | {"CARGO_INSTALL_ROOT": str(root)}
        repo.environment["PATH"] = f"{root / 'bin'}:{without(repo.environment, 'bartizan')}"
    else:
        repo = Repository(work / "repository", home)
        shutil.copytree(clean, repo.folder, dirs_exist_ok=True)
        # A rule of one's own is one like that of CONTRIBUTING.md.
        repo.write("my-rules.yaml", block("CONTRIBUTING.md", "example-corp-api-key", "yaml"))
    ended, said = repo.ask("sh", "-eu", "-c", code)
    if ended:
        raise Refused(f"exit {ended}\n{said}")
    for file in re.findall(r"--report \w+=(\S+)", code):
        if not (repo.folder / file).exists():
            raise Refused(f"{file} was not written\n{said}")
