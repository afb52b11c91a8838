"""What a hook has to block and to let through. Each case gets a repository whose commits the hook looks at."""

from clients import Refused
from repository import Repository


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
