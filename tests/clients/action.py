"""The action on every kind of event, with every input, and with whatever a hostile repository may put in its way."""

import hashlib
import json
import os
import random
import shutil
import tarfile

import clients
import fixture
from clients import ROOT, Refused
from runner import Job, without
from score import BARTIZAN

SOURCE = "somebody/something"


def pull_request(head):
    repository = head and {"full_name": head}
    return {"number": 7, "pull_request": {"number": 7, "head": {"ref": "topic", "repo": repository}}}


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

HOSTILE = "$(touch pwned)`touch pwned`\n::set-output name=exit-code::0\n::add-mask::e\n##[stop-commands]x\n%0A::error::no"

# What the event's file holds where it holds no event.
FILES = [
    ("is missing", "push", None),
    ("is empty", "push", b""),
    ("is no JSON", "pull_request", b"\xff\xfe{"),
    ("is no object", "merge_group", b"[[[[7]]]]"),
    ("is hostile", "push", json.dumps({"ref": HOSTILE, "before": HOSTILE, "commits": [{"id": HOSTILE}]}).encode()),
]


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


def a_hostile_repository_is_only_read(work):
    job = Job(work, "pull_request", pull_request(HOSTILE))
    names = ["$(touch pwned).py", "`touch pwned`.py", "::set-output name=exit-code::0", "##[add-mask]e.py", "a%0Ab,c=d.py", "-x", "b c.py"]
    values = [leak(job, name) for name in names]
    values.append(leak(job, "line\n::add-mask::feed.py"))
    token = fixture.github_token(random.SystemRandom())
    values.append(token)
    job.workspace.write("text.py", f'::add-mask::e\n##[stop-commands]x\nTOKEN = "{token}"  # ##[add-mask]e\n::set-output name=a::b\n')
    for options in ({}, {"args": "-v"}, {"args": "-q"}):
        judged(job, job.run(**options), 1, len(values), values)


def paths_may_have_any_name(work):
    job = Job(work)
    for folder in ("a folder", "-v", "--fail-on=never", "$(touch pwned)", "other"):
        leak(job, f"{folder}/app.py")
    done = job.run(paths="a folder\r\n\n  \n-v\n--fail-on=never\n$(touch pwned)\n")
    judged(job, done, 1, 4)
    judged(job, job.run(paths="other/app.py", working_directory="."), 1, 1)
    judged(job, job.run(paths="app.py", working_directory="a folder"), 1, 1)


def the_exit_code_is_bartizans(work):
    job = Job(work)
    job.workspace.write("app.py", "first = 1\n" * 100)
    done = job.run(args="--max-file-size 10B")
    judged(job, done, 3, 0)
    # Nothing was scanned: there is nothing to upload, not even what the repository keeps in that place.
    job.workspace.write("old.sarif", "{}")
    for inputs in ({"paths": "no/such"}, {"fail_on": "dreadful"}, {"args": "--no-such-option"}):
        done = job.run(sarif_file="old.sarif", upload_sarif="true", **inputs)
        expect("the exit code", done.code, 2, done.log)
        expect("the outputs", done.outputs, {"exit-code": "2", "findings": "", "sarif": ""}, done.log)
        expect("what was uploaded", done.uploaded, None, done.log)


def the_policy_is_an_input(work):
    job = Job(work)
    leak(job)
    judged(job, job.run(fail_on="never"), 0, 1)
    judged(job, job.run(fail_on="high", min_confidence="high"), 1, 1)
    done = job.run(args="--skip secrets/github-pat-classic\n  --skip=secrets/generic-token-assignment", sarif_file="a b.sarif")
    judged(job, done, 0, 0)
    expect("the output sarif", done.outputs["sarif"], str(job.workspace.folder / "a b.sarif"), done.log)


def wrong_inputs_are_refused(work):
    job = Job(work)
    leak(job)
    wrong = [
        {"sarif_file": "a.sarif\nexit-code=0"},
        {"working_directory": "no/such"},
        {"upload_sarif": "yes"},
        {"args": "--exclude 'a b'"},
        {"paths": " \n"},
        {"version": "1.2"},
        {"version": "1.2.3; touch pwned"},
        {"version": "$(touch pwned)"},
        {"version": "1.2.3\n::set-output name=a::b"},
    ]
    for inputs in wrong:
        done = job.run(**inputs)
        expect(f"the exit code of {inputs}", done.code, 2, done.log)
        expect("the outputs", set(done.outputs.values()), {""}, done.log)
        expect("the errors", [name for name, _, _ in done.commands], ["error"], done.log)
    for pwned in work.rglob("pwned"):
        raise Refused(f"something was run: {pwned}")


def inputs_arrive_as_arguments(work):
    """What bartizan is called with, told by one that only tells."""
    job = Job(work)
    told = program(work / "bin" / "bartizan", 'printf "%s\\n" "$@" >"$TOLD"; [ "$1" = scan ] || echo "bartizan 0.0.0"')
    job.environment |= {"PATH": f"{told.parent}{os.pathsep}{job.environment['PATH']}", "TOLD": str(work / "told")}
    job.run(config="-a b*.yaml", fail_on="-x", min_confidence="$(y)", sarif_file="-s t", args="--only a,b *", paths="p q\n*")
    words = (work / "told").read_text().splitlines()
    jsonl = f"--report=jsonl={job.temp}/bartizan.jsonl"
    expected = ["scan", "--report=sarif=-s t", jsonl, "--fail-on=-x", "--min-confidence=$(y)", "--config=-a b*.yaml"]
    expect("the arguments", words, [*expected, "--only", "a,b", "*", "--", "p q", "*"], "")


def program(path, script):
    """A program that stands in for another one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def copied(work):
    """The action as a tag of it would be, to be changed."""
    action = work / "action of ours"
    (action / "action").mkdir(parents=True)
    for name in ("action.yml", "action/run.sh", "action/sha256sums", "Cargo.toml"):
        shutil.copy(ROOT / name, action / name)
    return action


def released(work, action, target="x86_64-unknown-linux-musl"):
    """A release in a folder, with its checksum in the action; gives the archive."""
    version = clients.must(BARTIZAN, "--version").split()[1]
    name = f"bartizan-v{version}-{target}"
    archive = work / "releases" / f"v{version}" / f"{name}.tar.gz"
    archive.parent.mkdir(parents=True)
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(BARTIZAN, f"{name}/bartizan")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    with open(action / "action" / "sha256sums", "a", encoding="utf-8") as sums:
        sums.write(f"{digest}  {archive.name}\n")
    return archive


def bare(work, action):
    """A job without a bartizan on `PATH`, and with a cargo that tells where it was asked to build, and does."""
    job = Job(work / "job", action=action)
    cargo = program(
        work / "bin" / "cargo",
        'printf "%s\\n" "$PWD" "$@" >"$TOLD"; while [ "$1" != --target-dir ]; do shift; done\n'
        f"mkdir -p \"$2/release\" && cp '{BARTIZAN}' \"$2/release/bartizan\"",
    )
    job.environment |= {
        "PATH": f"{cargo.parent}{os.pathsep}{without(job.environment, 'bartizan', 'cargo')}",
        "TOLD": str(work / "told"),
        "BARTIZAN_RELEASES": f"file://{work}/releases",
    }
    leak(job)
    return job


def a_release_is_taken_if_its_checksum_is_right(work):
    action = copied(work)
    released(work, action)
    job = bare(work, action)
    judged(job, job.run(), 1, 1)
    if (work / "told").exists():
        raise Refused("cargo was asked all the same")


def a_release_with_a_wrong_checksum_is_refused(work):
    action = copied(work)
    archive = released(work, action)
    archive.write_bytes(archive.read_bytes() + b"\0")
    job = bare(work, action)
    done = job.run()
    expect("the exit code", done.code, 2, done.log)
    expect("the steps", done.ran, ["Find or build bartizan"], done.log)
    expect("what was said", "was not unpacked" in done.log, True, done.log)
    left = [path.name for path in (job.temp / "bartizan").iterdir()]
    expect("what is left of it", left, [], done.log)


def without_a_release_cargo_builds_in_the_folder_of_the_action(work):
    action = copied(work)
    # A release for which there is a checksum and no archive, and one of another system.
    released(work, action).unlink()
    for system in (None, {"RUNNER_OS": "macOS", "RUNNER_ARCH": "ARM64"}, {"RUNNER_ARCH": "RISC-V"}):
        (work / "told").unlink(missing_ok=True)
        shutil.rmtree(work / "job", ignore_errors=True)
        job = bare(work, action)
        job.environment |= system or {}
        # What cargo would obey if it were run in the repository under judgement.
        job.workspace.write(".cargo/config.toml", '[build]\nrustc-wrapper = "touch pwned"\n')
        judged(job, job.run(), 1, 1)
        words = (work / "told").read_text().splitlines()
        expect("where cargo was run", words[0], str(action), "")
        expect("whether it keeps to Cargo.lock", "--locked" in words, True, words)


def with_nothing_to_install_it_says_so(work):
    job = bare(work, copied(work))
    (work / "bin" / "cargo").unlink()
    done = job.run()
    expect("the exit code", done.code, 2, done.log)
    expect("what was said", "install one of them first" in done.log, True, done.log)


def a_version_is_that_one_or_none(work):
    action = copied(work)
    released(work, action)
    job = bare(work, action)
    version = clients.must(BARTIZAN, "--version").split()[1]
    judged(job, job.run(version=version), 1, 1)
    done = job.run(version="98.76.54")
    expect("the exit code", done.code, 2, done.log)
    expect("what was said", "name the action's tag v98.76.54" in done.log, True, done.log)
    # One on PATH of another version is not taken, and one that does not run is not either.
    for script in ("echo bartizan 98.76.54", "exit 1"):
        other = program(work / "other" / "bartizan", script)
        job.environment["PATH"] = f"{other.parent}{os.pathsep}{job.environment['PATH']}"
        judged(job, job.run(version=version), 1, 1)


def a_folder_on_path_without_its_full_name_is_not_trusted(work):
    action = copied(work)
    released(work, action)
    job = bare(work, action)
    program(job.workspace.folder / "bartizan", "touch pwned")
    program(job.workspace.folder / "bin" / "bartizan", "touch pwned")
    job.environment["PATH"] = f".:bin:{job.environment['PATH']}"
    judged(job, job.run(), 1, 1)


CASES = [
    a_hostile_repository_is_only_read,
    paths_may_have_any_name,
    the_exit_code_is_bartizans,
    the_policy_is_an_input,
    wrong_inputs_are_refused,
    inputs_arrive_as_arguments,
    a_release_is_taken_if_its_checksum_is_right,
    a_release_with_a_wrong_checksum_is_refused,
    without_a_release_cargo_builds_in_the_folder_of_the_action,
    with_nothing_to_install_it_says_so,
    a_version_is_that_one_or_none,
    a_folder_on_path_without_its_full_name_is_not_trusted,
]
