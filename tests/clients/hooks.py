"""The hooks in real repositories, run by pre-commit and by prek, and the plain git hook, run by git."""

import os
import random
import shutil
import subprocess
from pathlib import Path

import clients
import fixture
from clients import HOME, ROOT, Refused
from repository import Repository

# Two readers of one manifest.
CLIENTS = ("pre-commit", "prek")


class Hooked(Repository):
    """A repository whose commits one of our hooks looks at, and the values that stand in its files."""

    def __init__(self, work, client, published, hook="bartizan-system", entry=None):
        home = work / "home"
        home.mkdir(exist_ok=True)
        cache = work / f"cache of {client}"
        super().__init__(
            work / "repository",
            home,
            PRE_COMMIT_HOME=str(cache),
            PREK_HOME=str(cache),
            # pre-commit would build with what the user has; cargo and its registry are where they always are.
            CARGO_HOME=os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo"),
            RUSTUP_HOME=os.environ.get("RUSTUP_HOME") or str(Path.home() / ".rustup"),
        )
        self.client = client
        self.values = []
        self.made = random.SystemRandom()
        own = f"\n        entry: {entry}" if entry else ""
        self.stage(
            ".pre-commit-config.yaml",
            f"repos:\n  - repo: {published.folder}\n    rev: {published.git('rev-parse', 'HEAD')}\n"
            f"    hooks:\n      - id: {hook}{own}\n",
        )
        self.commit()
        code, said = self.ask(client, "install")
        if code:
            raise Refused(f"{client} install: exit {code}\n{said}")

    def leak(self):
        """A line with a value that nobody has."""
        token = fixture.github_token(self.made)
        self.values.append(token)
        return f'TOKEN = "{token}"\n'

    def judged(self, outcome, *named):
        """Refuses if a value was shown, or a name was not."""
        code, said = outcome
        if fixture.shown(self.values, said):
            raise Refused(f"a value is shown:\n{said}")
        missing = [name for name in named if name not in said]
        if missing:
            raise Refused(f"exit {code}, and {missing} not named:\n{said}")
        return code, said

    def blocked(self, *named, run=None):
        """A commit (or a run) that the hook has to refuse, naming these."""
        before = self.git("rev-parse", "HEAD")
        code, said = self.judged(run or self.ask("git", "commit", "--message", "Try"), *named)
        if code == 0 or self.git("rev-parse", "HEAD") != before:
            raise Refused(f"it was let through:\n{said}")
        return said

    def allowed(self, run=None):
        """A commit (or a run) that the hook has to let through."""
        code, said = self.judged(run or self.ask("git", "commit", "--message", "Try"))
        if code:
            raise Refused(f"exit {code}:\n{said}")
        return said

    def hook(self, *arguments):
        """The client, called by hand."""
        return self.ask(self.client, "run", *arguments)


def check(score, work, _tree, _clean):
    """All cases under both clients; then the hook that is built from source, and the plain one."""
    published = score.check("hooks: our tree as a repository", publish, work / "published")
    if published is None:
        return
    manifest = ROOT / ".pre-commit-hooks.yaml"
    broken = work / "broken.yaml"
    broken.write_text(manifest.read_text(encoding="utf-8").replace("entry:", "entrance:"), encoding="utf-8")
    for client in CLIENTS:
        validate = (clients.must, clients.pip_bin(client), "validate-manifest")
        score.check(f"{client}, the manifest is valid", *validate, manifest)
        score.refuses(f"{client}, a broken manifest is refused", "entry", *validate, broken)
        for case in CASES:
            name = case.__name__.replace("_", " ")
            here = work / client / case.__name__
            here.mkdir(parents=True)
            score.check(f"{client}, {name}", run, case, here, client, published)
    here = work / "from source"
    here.mkdir()
    score.check("pre-commit, bartizan-src: built by cargo, then blocks and allows", from_source, here, published)
    for case in (plain_hook, plain_hook_in_a_work_tree):
        here = work / case.__name__
        here.mkdir()
        score.check(f"git, {case.__name__.replace('_', ' ')}", case, here)


def publish(folder):
    """Our tree as it is now, committed or not: what a tag of it would be to a client."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    published = Repository(folder, folder)
    for name in filter(None, listed.stdout.decode().split("\0")):
        source = ROOT / name
        if source.is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    published.git("add", "--all")
    published.commit()
    return published


def run(case, work, client, published):
    """A case with options for bartizan has them in its `entry`."""
    case(Hooked(work, client, published, entry=getattr(case, "entry", None)))


def with_entry(entry):
    def marked(case):
        case.entry = entry
        return case

    return marked


def a_clean_file_is_allowed(repo):
    repo.stage("app.py", "print('hello')\n")
    repo.allowed()


def a_value_is_blocked(repo):
    repo.stage("src/app.py", "import os\n" + repo.leak())
    repo.blocked("src/app.py:2", "secrets/github-pat-classic")


def a_partly_staged_file_counts_as_staged(repo):
    repo.stage("app.py", "first = 1\n")
    kept = repo.write("app.py", "first = 1\n" + repo.leak()).read_bytes()
    repo.allowed()
    if (repo.folder / "app.py").read_bytes() != kept:
        raise Refused("what was not staged is gone")
    repo.stage("app.py", "first = 1\n" + repo.leak())
    repo.write("app.py", "first = 1\n")
    repo.blocked("app.py:2")


def a_deleted_file_is_no_matter(repo):
    repo.stage("old.py", repo.leak())
    repo.commit()
    repo.git("rm", "--quiet", "old.py")
    repo.allowed()


def a_renamed_file_is_looked_at(repo):
    repo.stage("old.py", repo.leak())
    repo.stage("harmless.py", "first = 1\n")
    repo.commit()
    repo.git("mv", "harmless.py", "renamed.py")
    repo.allowed()
    repo.git("mv", "old.py", "new.py")
    repo.blocked("new.py:1")


def names_may_be_hostile(repo):
    names = ["a folder/a b.py", "größe/ключ.py", "-v", "--fail-on=never", "$(touch pwned).py", "`touch pwned`.py", "a'b\"c.py"]
    for name in names:
        repo.stage(name, repo.leak())
    repo.stage("line\nfeed.py", repo.leak())
    repo.blocked(*names, "line\\u{a}feed.py")
    if (repo.folder / "pwned").exists():
        raise Refused("a file's name was run")


def utf_16_is_read(repo):
    repo.stage("windows.txt", ("\ufeff" + "first\r\n" + repo.leak()).encode("utf-16-le"))
    repo.blocked("windows.txt:2")


def an_ignored_file_that_is_staged_is_looked_at(repo):
    repo.stage(".gitignore", ".env\n")
    repo.stage(".env", repo.leak())
    repo.blocked(".env:1")


def links_and_submodules_break_nothing(repo):
    other = Repository(repo.folder.parent / "other", repo.folder.parent / "home")
    other.stage("inside.py", repo.leak())
    other.commit()
    repo.git("submodule", "--quiet", "add", str(other.folder), "module")
    (repo.folder.parent / "outside.py").write_text(repo.leak())
    for name, target in (("out", "../outside.py"), ("nowhere", "no/such/file"), ("folder", "module")):
        (repo.folder / name).symlink_to(target)
        repo.git("add", name)
    repo.allowed()


def a_file_that_vanished_breaks_nothing(repo):
    repo.stage("kept.py", "first = 1\n")
    repo.stage("gone.py", "first = 1\n")
    repo.commit()
    (repo.folder / "gone.py").unlink()
    repo.allowed(run=repo.hook("--all-files"))
    repo.allowed(run=repo.hook("--files", "gone.py", "kept.py"))
    # Staged, then gone from the work tree: what will be committed counts.
    repo.stage("leak.py", repo.leak())
    (repo.folder / "leak.py").unlink()
    repo.blocked("leak.py:1")


def all_files(repo):
    repo.stage("app.py", "first = 1\n")
    repo.commit()
    repo.allowed(run=repo.hook("--all-files"))
    repo.stage("old.py", repo.leak())
    repo.commit()
    # Nothing is staged, so a commit would find nothing.
    repo.blocked("old.py:1", run=repo.hook("--all-files"))


def a_range_of_commits(repo):
    repo.stage("old.py", repo.leak())
    first = repo.commit()
    repo.stage("app.py", "first = 1\n")
    second = repo.commit()
    repo.stage("new.py", repo.leak())
    third = repo.commit()
    repo.allowed(run=repo.hook("--from-ref", first, "--to-ref", second))
    said = repo.blocked("new.py:1", run=repo.hook("--from-ref", second, "--to-ref", third))
    if "old.py" in said:
        raise Refused(f"a file outside of the range was looked at:\n{said}")


def several_thousand_files(repo):
    for number in range(3000):
        repo.write(f"files/{'long ' * 20}{number}.py", "first = 1\n")
    repo.write("files/zuletzt.py", repo.leak())
    repo.git("add", "--all")
    repo.blocked("files/zuletzt.py:1")


@with_entry("bartizan scan --fail-on never --")
def options_stand_in_an_entry(repo):
    repo.stage("app.py", repo.leak())
    repo.allowed()


@with_entry("bartizan scan --max-file-size 1kB --")
def what_cannot_be_looked_at_is_blocked(repo):
    repo.stage("large.py", "first = 1\n" * 1000)
    repo.blocked("large.py", "Exit code 3")


@with_entry("bartizan scan --no-such-option --")
def a_wrong_option_is_blocked(repo):
    repo.stage("app.py", "first = 1\n")
    repo.blocked("--no-such-option")


CASES = [
    a_clean_file_is_allowed,
    a_value_is_blocked,
    a_partly_staged_file_counts_as_staged,
    a_deleted_file_is_no_matter,
    a_renamed_file_is_looked_at,
    names_may_be_hostile,
    utf_16_is_read,
    an_ignored_file_that_is_staged_is_looked_at,
    links_and_submodules_break_nothing,
    a_file_that_vanished_breaks_nothing,
    all_files,
    a_range_of_commits,
    several_thousand_files,
    options_stand_in_an_entry,
    what_cannot_be_looked_at_is_blocked,
    a_wrong_option_is_blocked,
]


def from_source(work, published):
    """What pre-commit does with `language: rust`; with less optimisation, because nothing here is about speed."""
    repo = Hooked(work, "pre-commit", published, hook="bartizan-src")
    repo.environment |= {
        # Compiled dependencies are kept from one run of the checks to the next.
        "CARGO_TARGET_DIR": str(HOME / "cargo"),
        "CARGO_PROFILE_RELEASE_LTO": "off",
        "CARGO_PROFILE_RELEASE_OPT_LEVEL": "1",
        "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
        # The one that is built has to be the one that runs.
        "PATH": os.pathsep.join(repo.environment["PATH"].split(os.pathsep)[1:]),
    }
    repo.stage("app.py", repo.leak())
    repo.blocked("app.py:1", "secrets/github-pat-classic")
    repo.stage("app.py", "first = 1\n")
    repo.allowed()


def block(page, holding, language="sh"):
    """The one code block of a page that holds some words: what is documented is what is run."""
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = [part.split("\n```", 1)[0] for part in text.split(f"```{language}\n")[1:]]
    found = [code for code in blocks if holding in code]
    if len(found) != 1:
        raise Refused(f"{page} has {len(found)} blocks of {language} with {holding!r}, not one")
    return found[0] + "\n"


def plain(work):
    """A repository whose hook was written by the lines of docs/hooks.md."""
    home = work / "home"
    home.mkdir()
    repo = Repository(work / "repository", home)
    repo.stage("readme.md", "# Nothing\n")
    repo.commit()
    install(repo)
    return repo


def install(repo):
    code, said = repo.ask("sh", "-eu", "-c", block("docs/hooks.md", "--git-path hooks"))
    if code:
        raise Refused(f"the lines of docs/hooks.md: exit {code}\n{said}")


def commits(repo, expected, *named):
    """Whether git commits what is staged."""
    before = repo.git("rev-parse", "HEAD")
    code, said = repo.ask("git", "commit", "--message", "Try")
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
