"""The hooks that call `scan --staged`: the plain one, run by git, and those of other managers."""

import os
import random

import clients
import fixture
from clients import Refused
from pages import block
from repository import Repository


def check(score, work, _tree, _clean):
    """Each as docs/hooks.md says that it is made."""
    for case in (plain_hook, plain_hook_in_a_work_tree, husky, lefthook, lint_staged):
        here = work / case.__name__
        here.mkdir()
        score.check(f"git, {case.__name__.replace('_', ' ')}", case, here)


def fresh(work):
    """A repository with one commit and no hook."""
    home = work / "home"
    home.mkdir()
    repo = Repository(work / "repository", home)
    repo.stage("readme.md", "# Nothing\n")
    repo.commit()
    return repo


def plain(work):
    """A repository whose hook was written by the lines of README.md, which are those of docs/hooks.md."""
    repo = fresh(work)
    lines = block("README.md", "--git-path hooks")
    if lines != block("docs/hooks.md", "--git-path hooks"):
        raise Refused("README.md and docs/hooks.md tell different things")
    code, said = repo.ask("sh", "-eu", "-c", lines)
    if code:
        raise Refused(f"{lines}: exit {code}\n{said}")
    return repo


def commits(repo, expected, *named, options=()):
    """Whether git commits what is staged, or what the options say."""
    before = repo.git("rev-parse", "HEAD")
    code, said = repo.ask("git", "commit", "--message", "Try", *options)
    went_through = code == 0 and repo.git("rev-parse", "HEAD") != before
    if went_through != expected or any(name not in said for name in named):
        raise Refused(f"exit {code}; expected {'a commit' if expected else 'none'}, naming {named}:\n{said}")


def plain_hook(work):
    repo, made = plain(work), random.SystemRandom()
    repo.stage("app.py", "first = 1\n")
    commits(repo, True)
    leak = f'TOKEN = "{fixture.github_token(made)}"\n'
    repo.stage("a b.py", leak)
    commits(repo, False, "a b.py:1")
    # Only what is staged counts: here the staged part is clean, then the other one.
    repo.stage("a b.py", "first = 1\n")
    repo.write("a b.py", leak)
    commits(repo, True)
    repo.stage("a b.py", leak)
    repo.write("a b.py", "first = 1\n")
    commits(repo, False, "a b.py:1")
    # `-a` and names on the command line stage into an index of their own, which git names to the hook.
    repo.git("reset", "--quiet", "--hard")
    repo.write("app.py", leak)
    commits(repo, False, "app.py:1", options=["--all"])
    commits(repo, False, "app.py:1", options=["app.py"])
    repo.write("readme.md", "# Something\n")
    commits(repo, True, options=["readme.md"])


def plain_hook_in_a_work_tree(work):
    """`.git` is a file there, and the hooks are those of the repository."""
    repo = plain(work)
    repo.git("worktree", "add", "--quiet", "../beside")
    beside = Repository.__new__(Repository)
    beside.folder, beside.environment = work / "beside", repo.environment
    beside.stage("app.py", f'TOKEN = "{fixture.github_token(random.SystemRandom())}"\n')
    commits(beside, False, "app.py:1")
    beside.stage("app.py", "first = 1\n")
    commits(beside, True)


def managed(repo, *install):
    """A repository with a hook of another manager blocks what is staged, and only that."""
    repo.environment["PATH"] = os.pathsep.join([str(clients.npm_bin("")), repo.environment["PATH"]])
    if install:
        code, said = repo.ask(*install)
        if code:
            raise Refused(f"{install}: exit {code}\n{said}")
    leak = f'TOKEN = "{fixture.github_token(random.SystemRandom())}"\n'
    repo.stage("a b.py", leak)
    commits(repo, False, "a b.py:1")
    repo.stage("a b.py", "first = 1\n")
    repo.write("other.py", leak)
    commits(repo, True)


def husky(work):
    repo = fresh(work)
    repo.write(".husky/pre-commit", block("docs/hooks.md", "bartizan scan --staged\n"))
    managed(repo, "husky")


def lefthook(work):
    repo = fresh(work)
    repo.write("lefthook.yml", block("docs/hooks.md", "jobs:", "yaml"))
    managed(repo, "lefthook", "install")


def lint_staged(work):
    """Which somebody else has to call: here a hook of git."""
    repo = fresh(work)
    repo.write("lint-staged.config.mjs", block("docs/hooks.md", "export default", "js"))
    hook = repo.write(".git/hooks/pre-commit", "#!/bin/sh\nexec lint-staged\n")
    hook.chmod(0o755)
    managed(repo)
