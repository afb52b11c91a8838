"""SARIF of real scans, through the programs that read SARIF."""

import copy
import json

import clients
from clients import Refused
from score import scan


def check(score, work, tree, clean):
    """SARIF of real scans, through SARIF Multitool with GitHub's rules and through sarif-tools."""
    scans = {
        "findings": ([tree.folder], None),
        "findings of one rule": (["--only", "secrets/github-pat-classic", tree.folder], None),
        "nothing found": ([clean], None),
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
