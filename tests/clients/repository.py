"""Git repositories that a check makes: real git, and nothing of the configuration of whoever runs the check."""

import os
import subprocess
from pathlib import Path

from clients import HOME, Refused
from score import BARTIZAN


def environment(home):
    """The surroundings of git and of its hooks, with bartizan first on `PATH`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT"))}
    return kept | {
        "HOME": str(home),
        "PATH": os.pathsep.join([str(BARTIZAN.parent), str(HOME / "venv" / "bin"), os.environ["PATH"]]),
        "GIT_CONFIG_NOSYSTEM": "1",
        # Submodules of these checks are folders beside the repository.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "protocol.file.allow",
        "GIT_CONFIG_VALUE_0": "always",
        "GIT_AUTHOR_NAME": "Somebody",
        "GIT_AUTHOR_EMAIL": "somebody@example.org",
        "GIT_COMMITTER_NAME": "Somebody",
        "GIT_COMMITTER_EMAIL": "somebody@example.org",
        "LC_ALL": "C.UTF-8",
        # Cargo and its registry are where they always are, wherever home is.
        "CARGO_HOME": os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo"),
        "RUSTUP_HOME": os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup"),
    }


def quick_builds():
    """Builds of a release that keep what they can for the next run, and optimise little: nothing here is about speed."""
    return {
        "CARGO_TARGET_DIR": str(HOME / "cargo"),
        "CARGO_PROFILE_RELEASE_LTO": "off",
        "CARGO_PROFILE_RELEASE_OPT_LEVEL": "1",
        "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    }


def without(environment, *programs):
    """The `PATH` of an environment, less the folders with one of these programs."""
    folders = environment["PATH"].split(os.pathsep)
    return os.pathsep.join(
        folder for folder in folders if not any(os.access(os.path.join(folder, program), os.X_OK) for program in programs)
    )


class Repository:
    """A repository in a folder of its own."""

    def __init__(self, folder, home, **more):
        self.folder = folder
        self.environment = environment(home) | more
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch", "main")

    def ask(self, *command, stdin=None):
        """Runs a program here; its exit code, and all that it said."""
        command = [str(part) for part in command]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=1800,
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def git(self, *arguments):
        """A git command that has to succeed."""
        code, said = self.ask("git", *arguments)
        if code:
            raise Refused(f"git {' '.join(map(str, arguments))}: exit {code}\n{said}")
        return said.strip()

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def stage(self, name, content):
        self.write(name, content)
        self.git("add", "--force", "--", name)

    def commit(self, *options):
        """Commits what is staged without any hook, and gives the commit."""
        self.git("commit", "--quiet", "--no-verify", "--message", "A commit", *options)
        return self.git("rev-parse", "HEAD")
