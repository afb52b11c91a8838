"""Our hooks in real repositories, run by pre-commit and by prek."""

import random
import shutil
import subprocess

import clients
import fixture
from clients import ROOT, Refused
from hook_cases import CASES
from pages import block, blocks, ours
from repository import Repository, quick_builds, without

# Two readers of one manifest.
CLIENTS = ("pre-commit", "prek")


class Hooked(Repository):
    """A repository whose commits one of our hooks looks at, and the values that stand in its files."""

    def __init__(self, work, client, published, entry=None, page="docs/hooks.md", hook="bartizan-system"):
        home = work / "home"
        home.mkdir(exist_ok=True)
        cache = work / f"cache of {client}"
        super().__init__(
            work / "repository",
            home,
            PRE_COMMIT_HOME=str(cache),
            PREK_HOME=str(cache),
        )
        self.client = client
        self.values = []
        self.made = random.SystemRandom()
        config = ours(block(page, f"id: {hook}\n", "yaml"), published.folder, published.git("rev-parse", "HEAD"))
        if entry:
            config += f"        entry: {entry}\n"
        self.stage(".pre-commit-config.yaml", config)
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
    """All cases under both clients; then the hook that is built from source."""
    published = score.check("hooks: our tree as a repository", publish, work / "published")
    if published is None:
        return
    manifest = ROOT / ".pre-commit-hooks.yaml"
    broken = work / "broken.yaml"
    broken.write_text(manifest.read_text(encoding="utf-8").replace("entry:", "entrance:"), encoding="utf-8")
    configs = [code for page in ("README.md", "docs/hooks.md") for code in blocks(page, "yaml") if "rev: " in code]
    for number, config in enumerate(configs):
        file = work / f"{number}.yaml"
        file.write_text(config, encoding="utf-8")
        for client in CLIENTS:
            validate = (clients.must, clients.pip_bin(client), "validate-config")
            score.check(f"{client}, documented configuration {number + 1} of {len(configs)} is valid", *validate, file)
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


def from_source(work, published):
    """What pre-commit does with `language: rust`; with less optimisation, because nothing here is about speed."""
    repo = Hooked(work, "pre-commit", published, page="README.md", hook="bartizan-src")
    repo.environment |= quick_builds() | {"PATH": without(repo.environment, "bartizan")}
    repo.stage("app.py", repo.leak())
    repo.blocked("app.py:1", "secrets/github-pat-classic")
    repo.stage("app.py", "first = 1\n")
    repo.allowed()
