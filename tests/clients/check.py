"""Every check by a client, each with a broken document that it must refuse: a check that cannot fail proves nothing.

The last line is `N passed, N failed`; the exit code is 1 if anything failed.
"""

import copy
import json
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import clients
import fixture
from clients import ROOT, Refused

BARTIZAN = Path(os.environ["BARTIZAN_BIN"]).resolve()
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PACKS = sorted(path for path in (ROOT / "rules").rglob("*.yaml") if path.name != "placeholders.yaml")


class Score:
    """Runs checks and counts."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, step, *given):
        """Runs one check; whatever it raises is its failure."""
        try:
            result = step(*given)
        except Exception as error:
            self.failed += 1
            why = str(error) if isinstance(error, Refused) else traceback.format_exc()
            print(f"FAIL {name}\n     " + why.strip().replace("\n", "\n     "), flush=True)
            return None
        self.passed += 1
        print(f"ok   {name}", flush=True)
        return result

    def refuses(self, name, because, step, *given):
        """A check that passes if the client refuses and names what is wrong; it could refuse for a reason of its own."""

        def turned():
            try:
                said = "\n".join(step(*given) or [])
            except Refused as refused:
                said = str(refused)
            if because not in said:
                raise Refused(f"it does not name {because}; it says: {said or 'nothing'}")

        self.check(name, turned)


def scan(*arguments, stdin=None, codes=(0, 1), cwd=ROOT):
    """What a scan writes to standard output."""
    command = [str(part) for part in (BARTIZAN, "scan", *arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, timeout=120)
    if done.returncode not in codes:
        raise Refused(f"exit {done.returncode} of {command}\n{done.stderr.decode(errors='replace')}")
    return done.stdout


def main():
    score = Score()
    score.check("install from npm: " + ", ".join(clients.NPM), clients.install_npm)
    score.check("install from PyPI: " + ", ".join(clients.PIP), clients.install_pip)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "tree").mkdir()
        (work / "clean").mkdir()
        (work / "clean" / "readme.md").write_text("# Nothing\n", encoding="utf-8")
        tree = fixture.make(work / "tree")
        sarif(score, work, tree)
        reports(score, work, tree)
        packs(score, work)
        workflows(score, work)
    print(f"{score.passed} passed, {score.failed} failed")
    sys.exit(1 if score.failed else 0)


def sarif(score, work, tree):
    """SARIF of real scans, through SARIF Multitool with GitHub's rules and through sarif-tools."""
    scans = {
        "findings": ([tree.folder], None),
        "findings of one rule": (["--only", "secrets/github-pat-classic", tree.folder], None),
        "nothing found": ([work / "clean"], None),
        "all rules listed": (["--sarif-all-rules", tree.folder], None),
        "standard input": (["-", "--stdin-name", "src/a b.py"], (tree.folder / "app.py").read_bytes()),
    }
    for number, (name, (arguments, stdin)) in enumerate(scans.items()):
        path = work / f"{number}.sarif"

        def write(path=path, arguments=arguments, stdin=stdin):
            path.write_bytes(scan("--format", "sarif", *arguments, stdin=stdin))
            return json.loads(path.read_text(encoding="utf-8"))

        document = score.check(f"sarif, {name}: written", write)
        if document is None:
            continue
        score.check(f"sarif, {name}: 0 errors and 0 warnings of SARIF Multitool", no_complaint, path)
        score.check(f"sarif, {name}: sarif-tools reads as many results", same_count, document, path)
        if name == "findings":
            score.check("sarif, findings: sarif-tools sums up", clients.sarif_summary, path)
            broken_sarif(score, work, document)


def no_complaint(path):
    complaints = clients.multitool(path)
    if complaints:
        raise Refused("\n".join(complaints[:20]))


def same_count(document, path):
    written = sum(len(run.get("results", [])) for run in document["runs"])
    read = clients.results_read(path)
    if read != written:
        raise Refused(f"written {written}, read {read}")


def broken_sarif(score, work, document):
    """Three documents in which one thing is wrong each."""

    def no_help(run):
        run["tool"]["driver"]["rules"][0]["help"]["text"] = ""

    def line_zero(run):
        run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0

    def spaces_in_uri(run):
        run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b.py"

    for spoil, named in ((no_help, "GH2012"), (line_zero, "JSON1008"), (spaces_in_uri, "SARIF1002")):
        name = spoil.__name__.replace("_", " ")
        broken = copy.deepcopy(document)
        try:
            spoil(broken["runs"][0])
        except (KeyError, IndexError) as error:
            score.check(f"sarif, broken by {name}: made", refuse, f"the document has no {error}")
            continue
        path = work / f"{spoil.__name__}.sarif"
        path.write_text(json.dumps(broken), encoding="utf-8")
        score.refuses(f"sarif, broken by {name}: SARIF Multitool complains", named, clients.multitool, path)


def refuse(why):
    raise Refused(why)


def reports(score, work, tree):
    """JSON against its schema, JSON lines, and that no format shows a value."""
    schema = ROOT / "docs" / "report.schema.json"
    for name, folder, codes in (("findings", tree.folder, (1,)), ("nothing found", work / "clean", (0,))):
        path = work / f"{name}.json"

        def write(path=path, folder=folder, codes=codes):
            path.write_bytes(scan("--format", "json", folder, codes=codes))

        score.check(f"json, {name}: written", write)
        score.check(f"json, {name}: check-jsonschema, report.schema.json", clients.schema, schema, path)
    score.check("json, findings: every file with a value is named", all_named, work / "findings.json", tree)

    def broken():
        document = json.loads((work / "findings.json").read_text(encoding="utf-8"))
        document["findings"][0]["severity"] = "dreadful"
        (work / "broken.json").write_text(json.dumps(document), encoding="utf-8")

    score.check("json, a broken report: made", broken)
    score.refuses("json, a broken report: check-jsonschema refuses", "dreadful", clients.schema, schema, work / "broken.json")
    for shown in ("human", "json", "jsonl", "sarif"):
        score.check(f"{shown}: shows no value", shows_nothing, shown, tree)


def all_named(path, tree):
    found = {finding["path"] for finding in json.loads(path.read_text(encoding="utf-8"))["findings"]}
    there = {str(file.relative_to(tree.folder).as_posix()) for file in tree.folder.rglob("*") if file.is_file()}
    missing = there - found - {"clean.md"}
    if missing:
        raise Refused(f"nothing found in {sorted(missing)}; found in {sorted(found)}")


def shows_nothing(shown, tree):
    written = scan("--format", shown, "-v", "--color", "always", tree.folder, codes=(1,)).decode("utf-8")
    if shown == "jsonl":
        for line in written.splitlines():
            json.loads(line)
    for number, value in enumerate(tree.values):
        # The first characters may be a prefix that anybody knows; of the rest no eight may stand there.
        pieces = {value[at : at + 8] for at in range(6, len(value) - 7)}
        if any(piece in written for piece in pieces):
            raise Refused(f"eight characters of value {number} stand in the output")


def packs(score, work):
    """Embedded packs against the schema that editors use."""
    schema = ROOT / "docs" / "rule-pack.schema.json"
    score.check(f"packs: {len(PACKS)} files, check-jsonschema, rule-pack.schema.json", clients.schema, schema, *PACKS)
    broken = work / "broken.yaml"
    broken.write_text(PACKS[0].read_text(encoding="utf-8").replace("severity:", "gravity:", 1), encoding="utf-8")
    score.refuses("packs, an unknown key: check-jsonschema refuses", "gravity", clients.schema, schema, broken)


BROKEN_WORKFLOW = """\
on: pull_request_target
jobs:
  a:
    runs_on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.pull_request.title }}"
"""


def workflows(score, work):
    """Workflows through everything that looks at workflows."""
    score.check("workflows: check-jsonschema", clients.builtin_schema, "vendor.github-workflows", *WORKFLOWS)
    score.check("workflows: actionlint", clients.actionlint, *WORKFLOWS)
    score.check("workflows and dependabot: zizmor", clients.zizmor, ROOT / ".github")
    dependabot = ROOT / ".github" / "dependabot.yml"
    score.check("dependabot: check-jsonschema", clients.builtin_schema, "vendor.dependabot", dependabot)
    broken = work / ".github" / "workflows" / "broken.yml"
    broken.parent.mkdir(parents=True)
    broken.write_text(BROKEN_WORKFLOW, encoding="utf-8")
    schema = "vendor.github-workflows"
    score.refuses("workflows, broken: check-jsonschema refuses", "runs_on", clients.builtin_schema, schema, broken)
    score.refuses("workflows, broken: actionlint refuses", "runs_on", clients.actionlint, broken)
    broken.write_text(BROKEN_WORKFLOW.replace("runs_on", "runs-on"), encoding="utf-8")
    score.refuses("workflows, an injection: zizmor refuses", "template-injection", clients.zizmor, broken)


if __name__ == "__main__":
    main()
