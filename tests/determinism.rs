//! The same input gives the same bytes: for any number of threads, at any place, in any repository.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::fs;
use std::path::Path;

use run::Tree;

const ARGS: [&str; 4] = ["--report", "json=.git/out.json", "--report", "sarif=.git/out.sarif"];

/// A tree of many files, some with several findings, some skipped.
fn tree() -> Tree {
    let mut tree = Tree::new();
    for number in 0..200 {
        let text = match number % 5 {
            0 => "t = \"{{secrets/github-pat-classic}}\"\npassword = \"{{random:24}}\"\n",
            1 => "DB=postgres://u:{{secrets/url-credentials}}@db.internal/x {{secrets/npm-access-token}}\n",
            2 => "datadog_api_key: {{secrets/datadog-api-key}}\n",
            _ => "nothing here\n",
        };
        tree.file(&format!("d{}/{number}.txt", number % 7), text);
    }
    // Equal values in one file and in several.
    let twice = tree.text("a = \"{{secrets/github-pat-classic}}\"\n").repeat(3);
    tree.raw("same/one.py", &twice);
    tree.raw("same/two.py", &twice);
    tree.raw("same/zero.bin", [0; 2000]);
    tree.raw("same/large.txt", "x".repeat(100_000));
    let mut windows = "filler\n".repeat(1_300_000);
    windows.push_str(&twice);
    tree.raw("windows.txt", windows);
    tree
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.file_name() != ".git") {
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// Scans `folder` and gives JSON and SARIF.
fn reports(tree: &Tree, folder: &Path, args: &[&str]) -> Vec<(String, Vec<u8>)> {
    let done = tree.scan(&[&ARGS[..], args].concat()).cwd(folder).go().code(1);
    assert_eq!(done.reports.len(), 2);
    done.reports
}

#[test]
fn threads_and_places_do_not_show() {
    let tree = tree();
    let cap = ["--jobs", "1", "--max-file-size", "20MB"];
    let expected = reports(&tree, tree.path(), &cap);
    let json: serde_json::Value = serde_json::from_slice(&expected[0].1).unwrap();
    // 40 files with two findings, 40 with two, 40 with one, three files with three.
    assert_eq!(json["findings"].as_array().unwrap().len(), 80 + 80 + 40 + 9);
    for jobs in ["1", "2", "8", "0"] {
        for _ in 0..3 {
            assert!(reports(&tree, tree.path(), &["--jobs", jobs]) == expected, "--jobs {jobs} gives another report");
        }
    }
    // Another checkout, deeper, with spaces, and inside another repository.
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir(elsewhere.path().join(".git")).unwrap();
    let checkout = elsewhere.path().join("a b/ü/checkout");
    copy(tree.path(), &checkout);
    fs::create_dir(checkout.join(".git")).unwrap();
    assert!(reports(&tree, &checkout, &["--jobs", "8"]) == expected, "another place gives another report");
    // Without a repository of its own, but with `.git` as a file, as worktrees and submodules have it.
    fs::remove_dir_all(checkout.join(".git")).unwrap();
    fs::write(checkout.join(".git"), format!("gitdir: {}\n", elsewhere.path().join(".git").display())).unwrap();
    let done = tree.scan(&["--format", "json", "--jobs", "2"]).cwd(&checkout).go().code(1);
    // This one leads to no repository, which is a note and changes nothing else.
    let (mut here, mut there) = (done.json(), json.clone());
    here.as_object_mut().unwrap().remove("notes");
    there.as_object_mut().unwrap().remove("notes");
    assert!(here == there, "a worktree gives another report");
    for (file, bytes) in &expected {
        let text = String::from_utf8_lossy(bytes);
        for absolute in [tree.path(), elsewhere.path()] {
            assert!(!text.contains(absolute.to_str().unwrap()), "{file} holds an absolute path");
        }
    }
}

#[test]
fn paths_are_those_of_the_repository_from_wherever_it_is_scanned() {
    let tree = tree();
    let places = |args: &[&str], folder: &Path| {
        let done = tree.scan(&[&["--format", "json"], args].concat()).cwd(folder).go().code(1);
        done.places()
    };
    let below = places(&["d0"], tree.path());
    assert!(below.iter().all(|place| place.starts_with("d0/")), "{below:?}");
    assert_eq!(places(&["."], &tree.path().join("d0")), below);
    assert_eq!(places(&["../d0"], &tree.path().join("d1")), below);
    assert_eq!(places(&[tree.path().join("d0").to_str().unwrap()], Path::new("/")), below);
}

#[test]
fn a_moved_finding_stays_itself_and_a_changed_value_does_not() {
    let mut tree = Tree::new();
    let line = tree.text("t = \"{{secrets/github-pat-classic}}\"\n");
    let other = tree.text("t = \"{{secrets/github-pat-classic}}\"\n");
    let prints = |text: String| -> Vec<String> {
        tree.raw("a.py", text);
        let json = tree.scan(&["--format", "json"]).go().json();
        let prints = json["findings"].as_array().unwrap().iter().map(|f| f["fingerprint"].as_str().unwrap().to_owned());
        prints.collect()
    };
    let first = prints(line.clone());
    assert_eq!(first.len(), 1);
    assert_eq!(prints(format!("\n\n# moved\nif x:\n    {line}")), first, "moved");
    assert_eq!(prints(format!("{other}{line}"))[1], first[0], "another one before it");
    assert_eq!(prints(line.replace("t = ", "renamed: str = ")), first, "what stands around it does not enter");
    assert_ne!(prints(other), first, "changed");
    let twice = prints(line.repeat(2));
    assert_eq!(twice[0], first[0]);
    assert_ne!(twice[0], twice[1], "two findings are two");
    tree.raw("b.py", &line);
    tree.raw("a.py", "");
    let json = tree.scan(&["--format", "json"]).go().json();
    assert_ne!(json["findings"][0]["fingerprint"], first[0], "another file");
}
