//! What git knows of a file: the view that checks ask.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use bartizan::finding::ReportPath;
use bartizan::source::git::{Environment, GitError, Standing, Tracked};

use crate::repo::Repo;

fn open(root: &std::path::Path) -> Tracked {
    Tracked::open_with(root, &Environment::default()).unwrap().unwrap()
}

fn path(path: &str) -> ReportPath {
    ReportPath::from_bytes(path.as_bytes())
}

#[test]
fn a_file_is_tracked_ignored_open_or_elsewhere() {
    let repo = Repo::new();
    repo.stage(".gitignore", "*.env\n!keep.env\nbuild/\n/only-top\n");
    repo.stage("app/.gitignore", "secret.*\n!prod.env\n");
    repo.stage("app/tracked.env", "A=1\n");
    repo.commit();
    repo.stage("staged.env", "A=1\n");
    repo.git(&["init", "-q", "vendored"]);
    let tracked = open(repo.top());
    let expected = [
        ("app/tracked.env", Standing::Tracked),
        ("staged.env", Standing::Tracked),
        (".gitignore", Standing::Tracked),
        ("x.env", Standing::Ignored),
        ("app/deep/x.env", Standing::Ignored),
        ("app/secret.txt", Standing::Ignored),
        ("app/prod.env", Standing::Open),
        ("keep.env", Standing::Open),
        ("build/keep.env", Standing::Ignored),
        ("app/build/deep/any", Standing::Ignored),
        ("only-top", Standing::Ignored),
        ("app/only-top", Standing::Open),
        ("vendored/x.env", Standing::Elsewhere),
        ("app", Standing::Open),
    ];
    for (name, standing) in expected {
        assert_eq!(tracked.standing(&path(name)), standing, "{name}");
        if standing == Standing::Ignored || standing == Standing::Open && name != "app" {
            repo.put(name, "");
            let says = repo.try_git_in(repo.top(), &["check-ignore", "-q", name]).status.success();
            assert_eq!(says, standing == Standing::Ignored, "git says otherwise of {name}");
        }
    }
    let all: Vec<String> = tracked.paths().map(|path| path.to_text()).collect();
    assert_eq!(all, [".gitignore", "app/.gitignore", "app/tracked.env", "staged.env"]);
}

#[test]
fn paths_are_relative_to_the_root_that_is_asked_about() {
    let repo = Repo::new();
    repo.stage("a/b/c.env", "A=1\n");
    repo.stage("a/.gitignore", "*.local\n");
    let tracked = open(&repo.top().join("a/b"));
    assert_eq!(tracked.standing(&path("c.env")), Standing::Tracked);
    assert_eq!(tracked.standing(&path("d.local")), Standing::Ignored, "ignore files above the root hold");
    assert_eq!(tracked.paths().map(|path| path.to_text()).collect::<Vec<_>>(), ["c.env"]);
}

#[test]
fn names_may_be_any_bytes() {
    let repo = Repo::new();
    let name = OsStr::from_bytes(b"b\xffd.env");
    repo.put(name, "A=1\n");
    repo.git(&["add", "."]);
    let tracked = open(repo.top());
    assert!(tracked.contains(&ReportPath::from_bytes(b"b\xffd.env")));
    assert!(!tracked.contains(&ReportPath::from_bytes(b"b\xfed.env")));
}

#[test]
fn a_file_in_a_merge_and_one_that_is_only_promised_are_tracked() {
    let repo = Repo::new();
    repo.stage("a.env", "A=0\n");
    repo.commit();
    repo.git(&["checkout", "-q", "-b", "other"]);
    repo.stage("a.env", "A=1\n");
    repo.commit();
    repo.git(&["checkout", "-q", "main"]);
    repo.stage("a.env", "A=2\n");
    repo.commit();
    assert!(!repo.try_git_in(repo.top(), &["merge", "-q", "other"]).status.success());
    repo.put("promised.env", "A=1\n");
    repo.git(&["add", "-N", "promised.env"]);
    let tracked = open(repo.top());
    assert_eq!(tracked.standing(&path("a.env")), Standing::Tracked);
    assert_eq!(tracked.standing(&path("promised.env")), Standing::Tracked);
    assert_eq!(tracked.paths().count(), 2, "each file once");
}

#[test]
fn submodules_and_linked_work_trees_are_repositories_of_their_own() {
    let inner = Repo::new();
    inner.stage("in.env", "A=1\n");
    inner.commit();
    let repo = Repo::new();
    repo.stage("out.env", "A=1\n");
    let from = inner.top().to_str().unwrap();
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "-q", "add", from, "sub"]);
    repo.commit();
    let tracked = open(repo.top());
    assert_eq!(tracked.standing(&path("sub/in.env")), Standing::Elsewhere);
    assert_eq!(open(&repo.top().join("sub")).standing(&path("in.env")), Standing::Tracked);
    let linked = repo.beside("linked");
    repo.git(&["worktree", "add", "-q", linked.to_str().unwrap(), "-b", "side"]);
    fs::write(linked.join("new.env"), "A=1\n").unwrap();
    repo.git_in(&linked, &["add", "new.env"]);
    assert_eq!(open(&linked).standing(&path("new.env")), Standing::Tracked);
    assert_eq!(open(&linked).standing(&path("out.env")), Standing::Tracked);
    assert_eq!(open(repo.top()).standing(&path("new.env")), Standing::Open);
}

#[test]
fn the_index_that_a_hook_is_given_counts_if_it_is_of_this_repository() {
    let (repo, other) = (Repo::new(), Repo::new());
    repo.stage("a.env", "A=1\n");
    fs::copy(repo.top().join(".git/index"), repo.top().join(".git/next-index-1.lock")).unwrap();
    repo.git(&["rm", "-q", "--cached", "a.env"]);
    other.stage("b.env", "A=1\n");
    let standing = |index: &str, name| {
        let environment = Environment { index_file: Some(index.into()), ..Environment::default() };
        let tracked = Tracked::open_with(repo.top(), &environment).unwrap().unwrap();
        tracked.standing(&path(name))
    };
    assert_eq!(standing(".git/index", "a.env"), Standing::Open);
    assert_eq!(standing(".git/next-index-1.lock", "a.env"), Standing::Tracked);
    let others = other.top().join(".git/index");
    assert_eq!(standing(others.to_str().unwrap(), "b.env"), Standing::Open);
}

#[test]
fn without_a_repository_nothing_is_known_and_a_damaged_one_is_an_error() {
    let plain = tempfile::tempdir().unwrap();
    assert!(Tracked::open_with(plain.path(), &Environment::default()).unwrap().is_none());
    let repo = Repo::new();
    assert_eq!(open(repo.top()).standing(&path("a")), Standing::Open, "no index yet");
    repo.stage("a", "x");
    let index = repo.top().join(".git/index");
    let mut bytes = fs::read(&index).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&index, bytes).unwrap();
    let error = Tracked::open_with(repo.top(), &Environment::default()).err().unwrap();
    assert!(matches!(&error, GitError::Damaged(why) if why.contains("index is damaged")), "{error}");
    assert!(!error.to_string().contains(repo.top().to_str().unwrap()), "{error}");
}
