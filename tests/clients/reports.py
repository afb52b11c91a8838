"""JSON against its schema, JSON lines, and that no format shows a value."""

import json

import clients
import fixture
from clients import ROOT, Refused
from score import scan


def check(score, work, tree, clean):
    """JSON against its schema, JSON lines, and that no format shows a value."""
    schema = ROOT / "docs" / "report.schema.json"
    for name, folder, codes in (("findings", tree.folder, (1,)), ("nothing found", clean, (0,))):
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
    seen = fixture.shown(tree.values, written)
    if seen:
        raise Refused(f"eight characters of values {seen} stand in the output")
