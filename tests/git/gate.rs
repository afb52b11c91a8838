//! `bartizan scan --staged` through the binary, by hand and as a hook that git runs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Output;

use crate::repo::command;
use crate::run::Tree;

const TOKEN: &str = "token = \"{{secrets/github-pat-classic}}\"\n";

fn git(tree: &Tree, args: &[&str]) -> Output {
    command(tree.path(), args).output().unwrap()
}

fn must(tree: &Tree, args: &[&str]) {
    let output = git(tree, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with a commit that a token has got into.
fn repository() -> Tree {
    let mut tree = Tree::new();
    must(&tree, &["init", "-q", "-b", "main"]);
    tree.file("app.py", &format!("import os\n{TOKEN}last = 1\n"));
    tree.raw("clean.py", "x = 1\n");
    must(&tree, &["add", "."]);
    must(&tree, &["commit", "-q", "-m", "x"]);
    tree
}

fn append(tree: &mut Tree, path: &str, template: &str) {
    let more = tree.text(template);
    let text = fs::read_to_string(tree.path().join(path)).unwrap();
    tree.raw(path, text + &more);
}

/// Has git run `bartizan scan --staged` before a commit.
fn hook(tree: &Tree) {
    let hook = tree.path().join(".git/hooks/pre-commit");
    let binary = snapbox::cmd::cargo_bin!("bartizan");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, format!("#!/bin/sh\nexec '{}' scan --staged\n", binary.display())).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn only_what_is_new_counts_and_it_keeps_its_identity() {
    let mut tree = repository();
    let staged = &["--staged", "--format", "json"];
    assert!(tree.scan(staged).go().code(0).places().is_empty());
    append(&mut tree, "app.py", TOKEN);
    tree.scan(staged).go().code(0);
    must(&tree, &["add", "app.py"]);
    let new = tree.scan(staged).go().code(1);
    let new = new.json();
    assert_eq!(new["target"], "staged files");
    let whole = tree.scan(&["--format", "json"]).go().code(1);
    let whole = whole.json();
    let findings = |report: &serde_json::Value| report["findings"].as_array().unwrap().clone();
    assert_eq!((findings(&new).len(), findings(&whole).len()), (1, 2));
    assert!(findings(&whole).contains(&findings(&new)[0]), "the same finding in every word");
    let named = tree.scan(&["--staged", "app.py", "--format", "json"]).go().code(1);
    assert_eq!(named.json()["findings"], whole["findings"], "a named file is judged whole");
    assert!(tree.scan(&["--staged", "clean.py", "--format", "json"]).go().code(0).places().is_empty());
}

#[test]
fn what_is_known_stays_known_and_what_is_not_looked_at_is_not_stale() {
    let mut tree = repository();
    let binary = snapbox::cmd::cargo_bin!("bartizan");
    tree.run(binary.as_os_str(), vec!["baseline".into(), "create".into()]).go().code(0);
    append(&mut tree, "clean.py", "y = 2\n");
    must(&tree, &["add", "clean.py"]);
    let done = tree.scan(&["--staged", "--format", "json"]).go().code(0);
    assert_eq!(done.json()["notes"].as_array().map_or(0, Vec::len), 0, "{}", done.out());
    tree.scan(&["--staged", "app.py"]).go().code(0);
    append(&mut tree, "app.py", TOKEN);
    must(&tree, &["add", "app.py"]);
    assert_eq!(tree.scan(&["--staged", "--format", "json"]).go().code(1).places().len(), 1);
}

#[test]
fn a_comment_on_an_added_line_allows_and_one_on_an_old_line_is_not_unused() {
    let mut tree = Tree::new();
    must(&tree, &["init", "-q", "-b", "main"]);
    let allowed = format!("{}  # bartizan: allow secrets -- made for a test\n", TOKEN.trim_end());
    tree.file("a.py", &allowed);
    must(&tree, &["add", "."]);
    must(&tree, &["commit", "-q", "-m", "x"]);
    append(&mut tree, "a.py", &allowed);
    must(&tree, &["add", "."]);
    let done = tree.scan(&["--staged", "--format", "json"]).go().code(0);
    assert_eq!(done.json()["suppressed"].as_array().unwrap().len(), 1, "{}", done.out());
    assert_eq!(done.json()["notes"].as_array().map_or(0, Vec::len), 0, "{}", done.out());
}

#[test]
fn equal_values_keep_their_numbers() {
    let mut tree = Tree::new();
    must(&tree, &["init", "-q", "-b", "main"]);
    let line = tree.text(TOKEN);
    tree.raw("a.py", format!("{line}x = 1\n"));
    must(&tree, &["add", "."]);
    must(&tree, &["commit", "-q", "-m", "x"]);
    tree.raw("a.py", format!("{line}x = 1\n{line}"));
    must(&tree, &["add", "."]);
    let fingerprints = |args: &[&str]| -> Vec<String> {
        let done = tree.scan(&[args, &["--format", "json"]].concat()).go().code(1);
        let all = done.json()["findings"].as_array().unwrap().clone();
        all.iter().map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let whole = fingerprints(&["."]);
    assert_eq!(fingerprints(&["--staged"]), whole[1..], "the second of two");
}

#[test]
fn a_value_on_several_lines_is_new_if_one_of_them_is() {
    let mut tree = Tree::new();
    must(&tree, &["init", "-q", "-b", "main"]);
    // As it stands in a file: 64 characters a line.
    let value = tree.secret("secrets/pem-private-key-rsa");
    let body: Vec<&str> = value.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let (begin, end) = ["BEGIN", "END"].map(|word| format!("-----{word} RSA PRIVATE KEY-----")).into();
    let key = format!("{begin}\n{}\n{end}\n", body.join("\n"));
    let mut lines: Vec<&str> = key.lines().collect();
    let middle = lines.len() / 2;
    let old = lines[middle].to_ascii_lowercase();
    lines[middle] = &old;
    tree.raw("key.txt", lines.join("\n") + "\n");
    must(&tree, &["add", "."]);
    must(&tree, &["commit", "-q", "-m", "x"]);
    tree.raw("key.txt", &key);
    must(&tree, &["add", "."]);
    let done = tree.scan(&["--staged", "--format", "json"]).go().code(1);
    assert_eq!(done.json()["findings"][0]["line"], 1, "shown where it begins");
}

#[test]
fn people_are_told_that_it_was_about_what_is_staged() {
    let mut tree = repository();
    let clean = tree.scan(&["--staged"]).go().code(0);
    assert!(clean.out().contains("0 staged files"), "{}", clean.out());
    fs::create_dir(tree.path().join("sub")).unwrap();
    tree.file("sub/new.py", TOKEN);
    must(&tree, &["add", "."]);
    let sub = tree.path().join("sub");
    let found = tree.scan(&["--staged"]).cwd(&sub).go().code(1);
    assert!(found.out().contains("new.py:1:10"), "{}", found.out());
    assert!(found.out().contains("1 staged file "), "{}", found.out());
}

#[test]
fn as_a_hook_it_looks_at_the_commit_that_is_being_made() {
    let mut tree = repository();
    hook(&tree);
    let blocked = |tree: &Tree, args: &[&str]| {
        let output = git(tree, args);
        tree.look_through("a hook's output", &output.stderr);
        assert!(!output.status.success(), "{args:?} went through");
        assert!(String::from_utf8_lossy(&output.stderr).contains("Exit code 1"), "{args:?}");
    };
    // An old token in the file is no reason to refuse a clean change.
    append(&mut tree, "app.py", "y = 2\n");
    must(&tree, &["commit", "-q", "-a", "-m", "clean"]);
    append(&mut tree, "clean.py", TOKEN);
    tree.raw("other.py", "z = 3\n");
    must(&tree, &["add", "other.py"]);
    // Of `commit -a` and `commit FILE` git keeps the index in a file of its own.
    blocked(&tree, &["commit", "-q", "-a", "-m", "x"]);
    blocked(&tree, &["commit", "-q", "-m", "x", "clean.py"]);
    must(&tree, &["commit", "-q", "-m", "only what is clean"]);
    must(&tree, &["add", "clean.py"]);
    blocked(&tree, &["commit", "-q", "-m", "x"]);
    must(&tree, &["commit", "-q", "--allow-empty", "-m", "x", "--only"]);
    must(&tree, &["commit", "-q", "-m", "x", "--no-verify"]);
    // In a linked work tree git names the repository, too.
    let linked = tempfile::tempdir().unwrap();
    let place = linked.path().join("tree");
    must(&tree, &["worktree", "add", "-q", place.to_str().unwrap(), "-b", "side"]);
    let text = tree.text(TOKEN);
    fs::write(place.join("linked.py"), text).unwrap();
    let in_linked = |args: &[&str]| command(&place, args).output().unwrap();
    assert!(in_linked(&["add", "."]).status.success());
    let refused = in_linked(&["commit", "-q", "-m", "x"]);
    tree.look_through("a hook's output", &refused.stderr);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("linked.py:1:10"));
}

#[test]
fn a_renamed_file_with_an_old_token_goes_through() {
    let tree = repository();
    must(&tree, &["mv", "app.py", "service.py"]);
    tree.scan(&["--staged"]).go().code(0);
    tree.scan(&["--staged", "service.py"]).go().code(1);
}

#[test]
fn what_cannot_work_is_2_and_says_what_to_do() {
    let plain = Tree::new();
    let done = plain.scan(&["--staged"]).go().code(2);
    assert!(done.err().contains("no git repository") && done.err().contains("help: "), "{}", done.err());
    let tree = repository();
    tree.raw("untracked.py", "x\n");
    for (args, expected) in [
        (&["--staged", "-"][..], "standard input"),
        (&["--staged", "--stdin-name", "a.py"], "--stdin-name"),
        (&["--staged", "untracked.py"], "git add"),
        (&["--staged", "gone"], "nothing staged as `gone`"),
        (&["--staged", "/"], "outside"),
        (&["--staged", "--exclude", "["], "--exclude"),
    ] {
        let done = tree.scan(args).go().code(2);
        assert!(done.err().contains(expected), "{args:?}: {}", done.err());
        assert!(done.out().is_empty());
    }
    must(&tree, &["clone", "-q", "--bare", ".", "bare.git"]);
    let bare = tree.path().join("bare.git");
    assert!(tree.scan(&["--staged"]).cwd(&bare).go().code(2).err().contains("bare"));
}

#[test]
fn what_cannot_be_read_is_3_and_never_0() {
    let tree = repository();
    fs::write(tree.path().join(".git/index"), "DIRC and nothing more").unwrap();
    for format in ["human", "json", "sarif"] {
        let done = tree.scan(&["--staged", "--format", format]).go().code(3);
        assert!(done.out().contains("index is damaged"), "{}", done.out());
    }
    assert!(tree.scan(&["--staged", "--fail-on", "never"]).go().code(3).out().contains("index"));
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let mut tree = repository();
    let marker = tree.path().join("marker");
    let script = tree.raw(".git/evil", format!("#!/bin/sh\necho ran >> '{}'\ncat\n", marker.display()));
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let evil = script.display();
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tfsmonitor = {evil}\n\tsshCommand = {evil}\n\
         \thooksPath = {0}\n\tpager = {evil}\n\teditor = {evil}\n\tattributesFile = {0}/attributes\n\
         \tuntrackedCache = true\n\tgitProxy = {evil}\n\talternateRefsCommand = {evil}\n\
         [diff]\n\texternal = {evil}\n[diff \"evil\"]\n\tcommand = {evil}\n\ttextconv = {evil}\n\
         [filter \"evil\"]\n\tclean = {evil}\n\tsmudge = {evil}\n\tprocess = {evil}\n\trequired = true\n\
         [include]\n\tpath = {0}/more\n[includeIf \"gitdir:**\"]\n\tpath = {0}/more\n\
         [credential]\n\thelper = !{evil}\n[gpg]\n\tprogram = {evil}\n[alias]\n\tstatus = !{evil}\n\
         [remote \"origin\"]\n\turl = ext::{evil}\n\tpromisor = true\n\tuploadpack = {evil}\n\tvcs = evil\n\
         [extensions]\n\tpartialClone = origin\n",
        tree.path().join(".git").display()
    );
    tree.raw(".git/more", format!("[core]\n\tfsmonitor = {evil}\n[extensions]\n\tobjectFormat = sha256\n"));
    tree.raw(".git/attributes", "* filter=evil diff=evil\n");
    tree.raw(".gitattributes", "* filter=evil diff=evil\n");
    append(&mut tree, "clean.py", TOKEN);
    must(&tree, &["add", "clean.py", ".gitattributes"]);
    for name in ["post-index-change", "fsmonitor-watchman", "pre-commit", "post-checkout"] {
        fs::create_dir_all(tree.path().join(".git/hooks")).unwrap();
        fs::copy(&script, tree.path().join(".git/hooks").join(name)).unwrap();
    }
    tree.raw(".git/config", &config);
    let done = tree.scan(&["--staged"]).go().code(1);
    assert!(done.out().contains("clean.py:2:10"), "{}", done.out());
    // An object that is not there could be fetched from a promisor; it is not.
    let id = git(&tree, &["-c", "core.fsmonitor=false", "rev-parse", "HEAD:clean.py"]).stdout;
    let id = String::from_utf8(id).unwrap();
    let (folder, file) = id.trim().split_at(2);
    fs::remove_file(tree.path().join(".git/objects").join(folder).join(file)).unwrap();
    let _ = fs::remove_file(&marker);
    tree.scan(&["--staged"]).go().code(1);
    assert!(!marker.exists(), "something was run");
    // The markers are no sham: git itself runs them.
    let _ = git(&tree, &["status"]);
    assert!(marker.exists(), "git would have run nothing either");
}

#[test]
fn it_does_not_matter_who_owns_the_repository() {
    let mut tree = repository();
    append(&mut tree, "clean.py", TOKEN);
    must(&tree, &["add", "clean.py"]);
    if std::process::Command::new("chown").args(["-R", "65534"]).arg(tree.path()).status().unwrap().success() {
        assert!(!git(&tree, &["status"]).status.success(), "git refuses what is somebody else's");
    }
    tree.scan(&["--staged"]).go().code(1);
}

#[test]
fn a_folder_called_like_a_file_of_git_does_no_harm() {
    let tree = repository();
    fs::remove_file(tree.path().join(".git/index")).unwrap();
    fs::create_dir(tree.path().join(".git/index")).unwrap();
    tree.scan(&["--staged"]).go().code(3);
    assert!(Path::new(tree.path()).exists());
}
