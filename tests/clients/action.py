"""The action on every kind of event, whatever the event's file holds; its other cases stand in `action_cases`."""

import json

import clients
from action_cases import CASES
from clients import ROOT, Refused
from jobs import HOSTILE, SOURCE, expect, judged, leak, pull_request
from runner import Job

# Name, event, payload, and whether SARIF may be uploaded.
EVENTS = [
    ("push", "push", {"before": "0" * 40, "after": "1" * 40}, True),
    ("pull request", "pull_request", pull_request(SOURCE), True),
    ("pull request from a fork", "pull_request", pull_request("nobody/something"), False),
    ("pull request from a deleted fork", "pull_request", pull_request(None), False),
    ("pull request target from a fork", "pull_request_target", pull_request("nobody/something"), False),
    ("merge group", "merge_group", {"merge_group": {"base_sha": "1" * 40, "head_sha": "2" * 40}}, True),
    ("schedule", "schedule", {"schedule": "0 3 * * *"}, True),
    ("by hand", "workflow_dispatch", {"inputs": None}, True),
]

# What the event's file holds where it holds no event.
FILES = [
    ("is missing", "push", None),
    ("is empty", "push", b""),
    ("is no JSON", "pull_request", b"\xff\xfe{"),
    ("is no object", "merge_group", b"[[[[7]]]]"),
    ("is hostile", "push", json.dumps({"ref": HOSTILE, "before": HOSTILE, "commits": [{"id": HOSTILE}]}).encode()),
]


def check(score, work, _tree, _clean):
    """Every case in a job of its own."""
    script = ROOT / "action" / "run.sh"
    score.check("action: bash reads the script", clients.must, "bash", "-n", script)
    score.check("action: shellcheck", clients.shellcheck, script)
    cases = {}
    for name, event, payload, permitted in EVENTS:
        cases[f"on {name}"] = lambda work, given=(event, payload, permitted): on_event(work, *given)
    for name, event, content in FILES:
        cases[f"the event's file {name}"] = lambda work, given=(event, content): with_event_file(work, *given)
    for case in CASES:
        cases[case.__name__.replace("_", " ")] = case
    for number, (name, case) in enumerate(cases.items()):
        score.check(f"action, {name}", case, work / str(number))


def on_event(work, event, payload, permitted):
    """Findings fail the job after SARIF went where it may; without findings it passes."""
    job = Job(work / "with", event, payload)
    value = leak(job)
    done = job.run(upload_sarif="true")
    judged(job, done, 1, 1, [value])
    expect("whether SARIF was uploaded", done.uploaded is not None, permitted, done.log)
    if permitted:
        expect("what was uploaded", done.uploaded, {"sarif_file": done.outputs["sarif"], "category": "bartizan"}, done.log)
    elif "SARIF is not uploaded" not in done.log:
        raise Refused(f"nobody is told that SARIF is not uploaded:\n{done.log}")
    job = Job(work / "without", event, payload)
    job.workspace.write("readme.md", "# Nothing\n")
    done = job.run()
    judged(job, done, 0, 0)
    expect("whether SARIF was uploaded, unasked", done.uploaded, None, done.log)


def with_event_file(work, event, content):
    """The file is the runner's to read; whatever is in it, the tree is looked at whole."""
    job = Job(work, event)
    job.event_file.unlink()
    if content is not None:
        job.event_file.write_bytes(content)
    for name in ("GITHUB_REF", "GITHUB_HEAD_REF", "GITHUB_REF_NAME", "GITHUB_ACTOR"):
        job.environment[name] = HOSTILE
    value = leak(job)
    done = job.run(upload_sarif="true")
    judged(job, done, 1, 1, [value])
    if event == "pull_request":
        expect("what was uploaded", done.uploaded, None, done.log)
