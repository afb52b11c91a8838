//! Repositories in the middle of something, in odd places, and damaged.

use std::fs;

use bartizan::source::SourceError;
use bartizan::source::git::{Environment, StagedOptions};

use crate::recorder::*;
use crate::repo::Repo;

/// Two branches that change one file in two ways, and another one in one.
fn forked() -> Repo {
    let repo = Repo::new();
    repo.stage("both.txt", "base\n");
    repo.stage("c.txt", "c\n");
    repo.commit();
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.stage("both.txt", "side\n");
    repo.stage("from-side.txt", "side\n");
    repo.commit();
    repo.git(&["checkout", "-q", "main"]);
    repo.stage("both.txt", "main\n");
    repo.commit();
    repo
}

#[test]
fn in_a_merge_what_is_merged_is_scanned_and_what_is_not_is_said() {
    let repo = forked();
    assert!(!repo.try_git_in(repo.top(), &["merge", "-q", "side"]).status.success());
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["from-side.txt"]);
    assert_eq!(seen.skipped(), ["both.txt: its merge is not done"]);
    assert!(!seen.complete());
    let named = |name: &str| try_scan(&StagedOptions { targets: vec![name.into()], ..options(repo.top()) }).unwrap();
    assert_eq!(named("both.txt").skipped(), ["both.txt: its merge is not done"]);
    assert!(named("from-side.txt").complete(), "what is asked for is whole");
    repo.stage("both.txt", "main\nside\n");
    let merged = scan(repo.top());
    assert_eq!(merged.short(), ["both.txt:2", "from-side.txt"]);
    assert!(merged.complete());
}

#[test]
fn in_a_merge_before_the_first_commit_each_path_is_said_once() {
    let repo = forked();
    assert!(!repo.try_git_in(repo.top(), &["merge", "-q", "side"]).status.success());
    repo.git(&["symbolic-ref", "HEAD", "refs/heads/unborn"]);
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["c.txt", "from-side.txt"]);
    assert_eq!(seen.skipped(), ["both.txt: its merge is not done"]);
}

#[test]
fn in_the_middle_of_a_rebase_the_commit_that_is_made_counts() {
    let repo = forked();
    repo.git(&["checkout", "-q", "side"]);
    assert!(!repo.try_git_in(repo.top(), &["rebase", "main"]).status.success());
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["from-side.txt"], "HEAD is on no branch");
    assert_eq!(seen.skipped(), ["both.txt: its merge is not done"]);
    repo.stage("both.txt", "main\nside\n");
    assert_eq!(scan(repo.top()).short(), ["both.txt:2", "from-side.txt"]);
}

#[test]
fn submodules_are_counted_and_scanned_where_they_stand() {
    let inner = Repo::new();
    inner.stage("in.txt", "1\n");
    inner.commit();
    let repo = Repo::new();
    repo.commit();
    let from = inner.top().to_str().unwrap();
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "-q", "add", from, "sub"]);
    let seen = scan(repo.top());
    assert_eq!(seen.short(), [".gitmodules"]);
    assert_eq!(seen.skipped(), ["sub: submodule"]);
    assert!(seen.complete());
    // Its `.git` is a file that leads into the outer repository's folder.
    assert!(repo.top().join("sub/.git").is_file());
    fs::write(repo.top().join("sub/in.txt"), "1\n2\n").unwrap();
    repo.git_in(&repo.top().join("sub"), &["add", "in.txt"]);
    let inside = scan(&repo.top().join("sub"));
    assert_eq!((inside.short(), inside.root), (vec!["in.txt:2".to_owned()], repo.top().join("sub")));
    let error = try_scan(&StagedOptions { targets: vec!["sub/in.txt".into()], ..options(repo.top()) }).unwrap_err();
    assert!(matches!(error, SourceError::NothingStaged { .. }), "{error}");
}

#[test]
fn a_linked_work_tree_has_an_index_and_a_head_of_its_own() {
    let repo = forked();
    let linked = repo.beside("linked");
    repo.git(&["worktree", "add", "-q", linked.to_str().unwrap(), "side"]);
    fs::write(linked.join("both.txt"), "side\nmore\n").unwrap();
    repo.git_in(&linked, &["add", "both.txt"]);
    let seen = scan(&linked);
    assert_eq!((seen.short(), &seen.root), (vec!["both.txt:2".to_owned()], &linked));
    assert!(scan(repo.top()).files.is_empty());
    // As git starts a hook there.
    let git_dir = repo.top().join(".git/worktrees/linked");
    let environment =
        Environment { index_file: Some(git_dir.join("index")), git_dir: Some(git_dir), ..Environment::default() };
    let hook = try_scan(&StagedOptions { environment, ..options(&linked) }).unwrap();
    assert_eq!((hook.short(), hook.root), (seen.short(), linked));
}

#[test]
fn paths_are_those_of_the_work_tree_wherever_it_is_asked() {
    let repo = Repo::new();
    repo.stage("top.txt", "1\n");
    repo.stage("a/b/c.txt", "1\n");
    repo.stage("a/d.txt", "1\n");
    let inside = repo.top().join("a/b");
    let seen = scan(&inside);
    assert_eq!((seen.short().len(), seen.root), (3, repo.top().to_owned()));
    let named = |names: &[&str]| {
        let targets = names.iter().map(Into::into).collect();
        try_scan(&StagedOptions { targets, ..options(&inside) }).unwrap()
    };
    assert_eq!(named(&["c.txt", "../d.txt"]).short(), ["!a/b/c.txt", "!a/d.txt"]);
    assert_eq!(named(&["."]).short(), ["a/b/c.txt"]);
    assert_eq!(named(&[".."]).short(), ["a/b/c.txt", "a/d.txt"]);
    assert_eq!(named(&["../.."]).short(), ["a/b/c.txt", "a/d.txt", "top.txt"]);
    assert_eq!(named(&["../d.txt", "c.txt", "./c.txt"]).target, "staged files: a/b/c.txt a/d.txt");
    // It need not be there any more, nor the folder it was in.
    fs::remove_dir_all(repo.top().join("a/b")).unwrap();
    let targets = vec!["a/b/c.txt".into()];
    let gone = try_scan(&StagedOptions { targets, ..options(repo.top()) }).unwrap();
    assert_eq!(gone.short(), ["!a/b/c.txt"]);
}

#[test]
fn named_files_are_judged_whole_staged_or_not() {
    let repo = Repo::new();
    repo.stage("a.txt", "1\n");
    repo.stage("b.txt", "1\n");
    repo.stage("gone.txt", "1\n");
    repo.commit();
    repo.stage("a.txt", "1\n2\n");
    repo.stage("c.txt", "1\n");
    repo.git(&["rm", "-q", "gone.txt"]);
    let named = |name: &str| try_scan(&StagedOptions { targets: vec![name.into()], ..options(repo.top()) });
    assert_eq!(named("a.txt").unwrap().short(), ["!a.txt"]);
    assert_eq!(named("b.txt").unwrap().short(), ["!b.txt"]);
    assert_eq!(named("b.txt").unwrap().read.trees, 0, "nothing is compared");
    assert!(named("gone.txt").unwrap().files.is_empty(), "its end is staged");
    repo.put("untracked.txt", "1\n");
    for name in ["untracked.txt", "nowhere", ".git"] {
        let error = named(name).unwrap_err();
        assert!(matches!(&error, SourceError::NothingStaged { path } if path == name), "{error}");
        assert!(error.help().is_some());
    }
    assert!(matches!(named("/etc/passwd").unwrap_err(), SourceError::OutsideRepository { .. }));
    assert!(matches!(named("../x").unwrap_err(), SourceError::OutsideRepository { .. }));
}

#[test]
fn the_index_of_a_commit_that_is_being_made_is_the_one_that_counts() {
    let repo = Repo::new();
    repo.stage("a.txt", "1\n");
    repo.stage("b.txt", "1\n");
    repo.commit();
    repo.stage("a.txt", "1\n2\n");
    repo.put("b.txt", "1\n2\n");
    // Hooks tell which index they were given, and how git started them.
    let hook = repo.top().join(".git/hooks/pre-commit");
    let report = repo.beside("report");
    let text = format!(
        "#!/bin/sh\ncp \"$GIT_INDEX_FILE\" '{0}.index'\nprintf '%s\\n%s\\n' \"$GIT_INDEX_FILE\" \"$GIT_DIR\" > '{0}'\nexit 1\n",
        report.display()
    );
    fs::write(&hook, text).unwrap();
    fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for (args, expected) in [
        (&["commit", "-q", "-m", "x"][..], &["a.txt:2"][..]),
        (&["commit", "-q", "-a", "-m", "x"], &["a.txt:2", "b.txt:2"]),
        (&["commit", "-q", "-m", "x", "b.txt"], &["b.txt:2"]),
    ] {
        assert!(!repo.try_git_in(repo.top(), args).status.success());
        let told = fs::read_to_string(&report).unwrap();
        let index = told.lines().next().unwrap();
        // What git calls it, with what it held by then.
        let kept = repo.top().join(".git/kept");
        fs::copy(report.with_extension("index"), &kept).unwrap();
        assert!(index.contains(".git/"), "{index}");
        assert_eq!(try_scan(&with_index(repo.top(), ".git/kept")).unwrap().short(), expected, "{args:?}");
    }
    // Relative to the top, as git takes it, wherever it is asked.
    fs::create_dir(repo.top().join("sub")).unwrap();
    assert_eq!(try_scan(&with_index(&repo.top().join("sub"), ".git/kept")).unwrap().short(), ["b.txt:2"]);
    let missing = try_scan(&with_index(repo.top(), ".git/nowhere")).unwrap();
    assert!(!missing.complete());
    assert_eq!(missing.skipped(), [".: unreadable: git's index, or one that it builds on, is not there"]);
}

#[test]
fn a_repository_elsewhere_can_be_named() {
    let repo = Repo::new();
    repo.stage("a.txt", "1\n");
    let apart = repo.beside("apart");
    fs::create_dir(&apart).unwrap();
    let environment = |work_tree: bool| Environment {
        git_dir: Some(repo.top().join(".git")),
        work_tree: work_tree.then(|| apart.clone()),
        index_file: None,
    };
    for work_tree in [false, true] {
        let asked = StagedOptions { environment: environment(work_tree), ..options(&apart) };
        let seen = try_scan(&asked).unwrap();
        assert_eq!((seen.short(), &seen.root), (vec!["a.txt".to_owned()], &apart));
    }
    let nothing = Environment { git_dir: Some(apart.clone()), ..Environment::default() };
    let asked = StagedOptions { environment: nothing, ..options(repo.top()) };
    assert_eq!(try_scan(&asked).unwrap_err(), SourceError::NoRepository);
}

#[test]
fn without_a_repository_or_in_a_bare_one_nothing_can_be_staged() {
    let plain = tempfile::tempdir().unwrap();
    let error = try_scan(&options(plain.path())).unwrap_err();
    assert_eq!(error, SourceError::NoRepository);
    assert!(error.help().unwrap().contains("--staged"));
    fs::create_dir(plain.path().join(".git")).unwrap();
    assert_eq!(try_scan(&options(plain.path())).unwrap_err(), SourceError::NoRepository, "an empty `.git` is none");
    let bare = Repo::init(&["--bare"]);
    assert_eq!(try_scan(&options(bare.top())).unwrap_err(), SourceError::BareRepository);
    assert_eq!(try_scan(&options(&bare.top().join("refs/heads"))).unwrap_err(), SourceError::BareRepository);
    fs::write(plain.path().join("file"), "").unwrap();
    fs::remove_dir(plain.path().join(".git")).unwrap();
    fs::write(plain.path().join(".git"), "gitdir: nowhere\n").unwrap();
    assert_eq!(scan(plain.path()).skipped(), [".: unreadable: `.git` is a file that leads to no git repository"]);
    fs::write(plain.path().join(".git"), "nonsense").unwrap();
    assert!(!scan(plain.path()).complete());
}

#[test]
fn a_damaged_repository_never_passes_for_one_with_nothing_staged() {
    type Damage = fn(&Repo);
    let damage: [(&str, Damage); 8] = [
        ("index is damaged", |repo| fs::write(repo.top().join(".git/index"), "DIRC").unwrap()),
        ("index is damaged", |repo| fs::write(repo.top().join(".git/index"), "").unwrap()),
        ("index is damaged", |repo| {
            let index = repo.top().join(".git/index");
            let mut bytes = fs::read(&index).unwrap();
            bytes[20] ^= 0x40;
            fs::write(index, bytes).unwrap();
        }),
        ("HEAD cannot be read", |repo| fs::write(repo.top().join(".git/HEAD"), "garbage\n").unwrap()),
        ("HEAD cannot be read", |repo| fs::write(repo.top().join(".git/refs/heads/main"), "").unwrap()),
        ("the last commit cannot be found", |repo| {
            fs::write(repo.top().join(".git/refs/heads/main"), "1".repeat(40) + "\n").unwrap();
        }),
        ("configuration cannot be read", |repo| fs::write(repo.top().join(".git/config"), "[core\n").unwrap()),
        ("objects in a way that is not known", |repo| {
            repo.git(&["config", "extensions.objectFormat", "md5"]);
        }),
    ];
    for (expected, damage) in damage {
        let repo = Repo::new();
        repo.stage("a.txt", "1\n");
        repo.commit();
        repo.stage("a.txt", "1\n2\n");
        damage(&repo);
        let seen = scan(repo.top());
        assert!(!seen.complete() && seen.files.is_empty(), "{expected}");
        let said = seen.skipped().join("\n");
        assert!(said.starts_with(".: unreadable: ") && said.contains(expected), "{expected}: {said}");
        assert!(!said.contains(repo.top().to_str().unwrap()), "{said}");
    }
}

#[test]
fn missing_objects_are_said_and_the_rest_is_looked_at() {
    let lose = |repo: &Repo, what: &str| {
        let id = repo.git(&["rev-parse", what]);
        let (folder, file) = id.trim().split_at(2);
        fs::remove_file(repo.top().join(".git/objects").join(folder).join(file)).unwrap();
    };
    let made = || {
        let repo = Repo::new();
        repo.stage("a.txt", "1\n");
        repo.stage("deep/b.txt", "b\n");
        repo.commit();
        repo.stage("a.txt", "1\n2\n");
        repo.stage("deep/b.txt", "b\n3\n");
        repo
    };
    let repo = made();
    lose(&repo, ":a.txt");
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["deep/b.txt:2"]);
    assert_eq!(seen.skipped(), ["a.txt: unreadable: it is missing from git's object database"]);
    let repo = made();
    lose(&repo, "HEAD:deep");
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["a.txt:2"]);
    assert_eq!(
        seen.skipped(),
        ["deep: unreadable: the last commit's folder: it is missing from git's object database"]
    );
    let repo = made();
    lose(&repo, "HEAD:a.txt");
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["a.txt", "deep/b.txt:2"], "with nothing to compare with, all lines count");
    assert!(seen.complete());
    let repo = made();
    lose(&repo, "HEAD^{tree}");
    assert!(!scan(repo.top()).complete());
    // There, and rubbish.
    let repo = made();
    let id = repo.git(&["rev-parse", ":a.txt"]);
    let (folder, file) = id.trim().split_at(2);
    let object = repo.top().join(".git/objects").join(folder).join(file);
    fs::remove_file(&object).unwrap();
    fs::write(&object, "no zlib at all").unwrap();
    let seen = scan(repo.top());
    assert_eq!(seen.skipped(), ["a.txt: unreadable: it is damaged in git's object database"]);
}

#[test]
fn refs_in_a_form_that_is_not_read_are_said() {
    let repo = Repo::init(&["--ref-format=reftable"]);
    repo.stage("a.txt", "1\n");
    let seen = scan(repo.top());
    assert!(!seen.complete() && seen.files.is_empty());
    assert!(seen.skipped()[0].contains("reftable"), "{:?}", seen.skipped());
}

#[test]
fn packed_refs_and_a_head_on_no_branch_are_found() {
    let repo = forked();
    repo.git(&["pack-refs", "--all"]);
    repo.stage("both.txt", "main\nmore\n");
    assert_eq!(scan(repo.top()).short(), ["both.txt:2"]);
    repo.git(&["checkout", "-q", "--detach"]);
    assert_eq!(scan(repo.top()).short(), ["both.txt:2"]);
}
