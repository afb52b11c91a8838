"""What the action does with its inputs, with whatever a hostile repository puts in its way, and where it finds a bartizan."""

import hashlib
import os
import random
import shutil
import tarfile

import clients
import fixture
from clients import ROOT, Refused
from jobs import HOSTILE, expect, judged, leak, pull_request
from repository import without
from runner import Job
from score import BARTIZAN


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


def a_configuration_is_an_input(work):
    """The one that the gate names holds, and not the one that the repository under judgement brings."""
    job = Job(work)
    leak(job)
    job.workspace.write(".bartizan.yaml", "fail_on: never\n")
    judged(job, job.run(), 0, 1)
    (work / "the gate's.yaml").write_text("fail_on: high\n", encoding="utf-8")
    judged(job, job.run(config=str(work / "the gate's.yaml")), 1, 1)
    judged(job, job.run(args="--no-config"), 1, 1)
    done = job.run(config="no/such.yaml")
    expect("the exit code", done.code, 2, done.log)


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
    a_configuration_is_an_input,
    wrong_inputs_are_refused,
    inputs_arrive_as_arguments,
    a_release_is_taken_if_its_checksum_is_right,
    a_release_with_a_wrong_checksum_is_refused,
    without_a_release_cargo_builds_in_the_folder_of_the_action,
    with_nothing_to_install_it_says_so,
    a_version_is_that_one_or_none,
    a_folder_on_path_without_its_full_name_is_not_trusted,
]
