"""A runner as far as a composite action sees one: reads `action.yml`, fills in expressions, runs the steps, and obeys
the workflow commands in the log.
"""

import json
import re
import subprocess

import clients
from clients import ROOT
from repository import Repository, environment

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


class Job:
    """One job on one workspace, and what comes out of an action in it."""

    def __init__(self, work, event="push", payload=None, action=ROOT):
        self.work = work
        self.action = action
        home = work / "home"
        home.mkdir(parents=True)
        self.workspace = Repository(work / "a workspace", home)
        self.temp = work / "_temp"
        self.temp.mkdir()
        self.event_file = work / "event.json"
        self.payload = payload or {}
        self.event_file.write_text(json.dumps(self.payload), encoding="utf-8")
        self.environment = environment(home) | {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(self.event_file),
            "GITHUB_WORKSPACE": str(self.workspace.folder),
            "GITHUB_REPOSITORY": "somebody/something",
            "GITHUB_ACTION_PATH": str(action),
            "RUNNER_OS": "Linux",
            "RUNNER_ARCH": "X64",
            "RUNNER_TEMP": str(self.temp),
        }

    def run(self, **inputs):
        """Runs the action. Names of inputs have `_` for `-`."""
        definition = clients.read_yaml(self.action / "action.yml")
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        unknown = set(given) - set(definition["inputs"])
        if unknown:
            raise ValueError(f"no such inputs: {unknown}")
        context = {"inputs": {name: given.get(name, spec["default"]) for name, spec in definition["inputs"].items()}}
        context |= {"steps": {}, "github": {"event": self.payload}}
        done = Done()
        for number, step in enumerate(definition["runs"]["steps"]):
            condition = step.get("if", "success()")
            if not holds(EXPRESSION.sub(r"\1", condition), context, done.code == 0):
                continue
            done.ran.append(step["name"])
            if "uses" in step:
                done.uploaded = {key: fill(value, context) for key, value in step["with"].items()}
                continue
            code, outputs = self.step(number, step, context, done)
            context["steps"][step.get("id", str(number))] = {"outputs": outputs}
            done.code = done.code or code
        done.outputs = {name: fill(spec["value"], context) for name, spec in definition["outputs"].items()}
        return done

    def step(self, number, step, context, done):
        """One step in a shell; its exit code and its outputs."""
        files = {name: self.work / f"{name}.{number}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_bytes(b"")
        own = {name: fill(value, context) for name, value in step.get("env", {}).items()}
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        ended = subprocess.run(
            command,
            cwd=self.workspace.folder,
            env=self.environment | own | {name: str(file) for name, file in files.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
        )
        done.logs.append(ended.stdout.decode("utf-8", "replace"))
        done.summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        return ended.returncode, dict(line.split("=", 1) for line in lines)


class Done:
    """How an action ended."""

    def __init__(self):
        self.code = 0
        self.ran = []
        self.logs = []
        self.summary = ""
        self.outputs = {}
        # What the upload got; `None`: it did not run.
        self.uploaded = None

    @property
    def log(self):
        return "".join(self.logs)

    @property
    def commands(self):
        """All workflow commands that a runner would obey, step by step."""
        return [command for log in self.logs for command in obeyed(log)]


def look_up(path, context):
    for name in path.split("."):
        context = context.get(name) if isinstance(context, dict) else None
    return "" if context is None else str(context)


def fill(text, context):
    """Puts values in the places of expressions; only plain look-ups are written there."""
    return EXPRESSION.sub(lambda match: look_up(match[1], context), str(text))


def holds(condition, context, succeeded):
    """An `if:`, of the forms that the action uses."""
    for part in condition.split("&&"):
        part = part.strip()
        if part == "success()":
            true = succeeded
        elif part == "!cancelled()":
            true = True
        else:
            path, sign, literal = re.fullmatch(r"(\S+) ([=!]=) '(.*)'", part).groups()
            true = (look_up(path, context) == literal) == (sign == "==")
        if not true:
            return False
    return succeeded or "cancelled()" in condition


# What a runner knows besides annotations; the last two only where the workflow allows them.
REGISTERED = set(
    "add-mask add-matcher debug echo endgroup error group notice remove-matcher save-state set-output stop-commands warning "
    "internal-set-repo-path add-path set-env".split()
)


def obeyed(log):
    """The commands in one step's log, as `actions/runner` reads them: `::` first in a line, or `##[` anywhere in it."""
    commands, token = [], None
    for line in re.split(r"\r?\n|\r", log):
        text = line.lstrip()
        if token is not None:
            if text == f"::{token}::":
                token = None
            continue
        new = re.match(r"::([^ ]*?)(?: (.*?))?::(.*)", text) if text.startswith("::") else None
        old = re.search(r"##\[([^ \]]*)(?: ([^\]]*))?\](.*)", line)
        found = next((match for match in (new, old) if match and match[1].lower() in REGISTERED), None)
        if not found:
            continue
        name, properties, data = found[1].lower(), found[2] or "", found[3]
        if name == "stop-commands":
            token = data
            continue
        pairs = (pair.split("=", 1) for pair in properties.split(",") if "=" in pair)
        read = {key.strip(): unescape(value, PROPERTY) for key, value in pairs}
        commands.append((name, read, unescape(data, DATA)))
    if token is not None:
        commands.append(("stop-commands", {}, "never ended"))
    return commands


DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def unescape(text, escapes):
    for written, meant in escapes:
        text = text.replace(written, meant)
    return text
