"""What the checks of the action share: what a job is given, and what has to come out of it."""

import json
import random

import fixture
from clients import Refused

SOURCE = "somebody/something"


def pull_request(head):
    repository = head and {"full_name": head}
    return {"number": 7, "pull_request": {"number": 7, "head": {"ref": "topic", "repo": repository}}}


HOSTILE = "$(touch pwned)`touch pwned`\n::set-output name=exit-code::0\n::add-mask::e\n##[stop-commands]x\n%0A::error::no"


def expect(what, got, wanted, log):
    if got != wanted:
        raise Refused(f"{what} is {got!r} and not {wanted!r}\n{log}")


def leak(job, name="src/app.py"):
    """Writes a file with a value that nobody has; gives the value."""
    token = fixture.github_token(random.SystemRandom())
    job.workspace.write(name, f'import os\nTOKEN = "{token}"\n')
    return token


def judged(job, done, code, findings, values=()):
    """Holds what came out against what has to."""
    log = done.log
    expect("the exit code", done.code, code, log)
    expect("the output exit-code", done.outputs["exit-code"], str(code), log)
    expect("the output findings", done.outputs["findings"], str(findings), log)
    expect("the last step", done.ran[-1], "Verdict", log)
    if fixture.shown(values, log + done.summary):
        raise Refused(f"a value is shown:\n{log}\n{done.summary}")
    with open(job.workspace.folder / done.outputs["sarif"], encoding="utf-8") as file:
        expect("the number of results in SARIF", len(json.load(file)["runs"][0]["results"]), findings, log)
    for pwned in job.work.rglob("pwned"):
        raise Refused(f"something was run: {pwned} is there\n{log}")
    expect("the number of pages", done.summary.count("## bartizan: "), 1, log)
    obedient(done)


def obedient(done):
    """A runner obeys nothing in the log but annotations, of which it shows ten of a kind."""
    strange = [command for command in done.commands if command[0] not in ("error", "warning", "notice")]
    if strange:
        raise Refused(f"the runner would obey {strange}:\n{done.log}")
    ours = [command for command in done.commands if "file" in command[1]]
    if len(ours) > 10:
        raise Refused(f"{len(ours)} annotations, and GitHub shows ten:\n{done.log}")
