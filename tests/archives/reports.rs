//! How reports name what stands in an archive, and what follows from it.

use std::ffi::OsString;
use std::fs;
use std::process::Command;

use crate::pack::{entry, zip};
use crate::run::{Done, Tree};
use crate::{RULE, TOKEN, look, places};

fn bartizan(tree: &Tree, args: &[&str]) -> Done {
    tree.run(snapbox::cmd::cargo_bin!("bartizan").as_os_str(), args.iter().map(OsString::from).collect()).go()
}

#[test]
fn sarif_points_at_the_archive_and_the_message_into_it() {
    let mut tree = Tree::new();
    let text = tree.text(&format!("\n{TOKEN}"));
    tree.raw("d r/x.zip", zip(&[entry("in/a.py", &text), entry("in/b.py", &text)]));
    let sarif = tree.scan(&["--archives", "--format", "sarif"]).go().code(1).json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for (result, name) in results.iter().zip(["in/a.py", "in/b.py"]) {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "d%20r/x.zip");
        assert_eq!(place["region"], serde_json::json!({"startLine": 1}));
        let message = result["message"]["text"].as_str().unwrap();
        assert!(message.contains(&format!("In the entry {name}, line 2, column 6.")), "{message}");
        assert_eq!(result["properties"]["entry"], serde_json::json!({"path": name, "line": 2, "column": 6}));
    }
    let hash = |at: usize| results[at]["partialFingerprints"]["primaryLocationLineHash"].clone();
    assert_ne!(hash(0), hash(1), "GitHub would take them for one");
}

#[test]
fn annotations_are_on_the_archive() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    tree.raw("x.zip", zip(&[entry("in/a.py", &text)]));
    let done = tree.scan(&["--archives", "--format", "github"]).go().code(1);
    let line = done.out().lines().next().unwrap();
    assert!(line.starts_with("::error file=x.zip,title="), "{line}");
    assert!(line.contains("::In the entry in/a.py, line 1%0A"), "{line}");
}

#[test]
fn json_names_the_archive_apart_and_human_the_line() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    tree.raw("x.zip", zip(&[entry("in/a.py", &text)]));
    tree.raw("plain.py", &text);
    let report = look(&tree, &[], 1).json();
    assert_eq!(report["findings"][0].get("archive"), None);
    assert_eq!(report["findings"][1]["archive"], "x.zip");
    let human = tree.scan(&["--archives"]).go().code(1);
    assert!(human.out().contains("x.zip!/in/a.py:1:6"), "{}", human.out());
    assert!(human.out().contains("Archives: 1 looked into\n"), "{}", human.out());
}

#[test]
fn the_configuration_can_ask_for_it() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    tree.raw("x.zip", zip(&[entry("a.py", &text)]));
    tree.raw(".bartizan.yaml", "archives: true\n");
    assert_eq!(places(&tree.scan(&["--format", "json"]).go().code(1)), ["x.zip!/a.py:1:6"]);
    let show = bartizan(&tree, &["config", "show"]).code(0);
    assert!(show.out().contains("archives: true"), "{}", show.out());
}

#[test]
fn the_same_findings_in_the_same_order_whatever_the_threads() {
    let mut tree = Tree::new();
    for number in 0..40 {
        let (text, more) = (tree.text(TOKEN), tree.text(TOKEN));
        tree.raw(format!("{number}.zip"), zip(&[entry("b.py", &text), entry("a.py", &more), entry("c", [0; 9])]));
    }
    let run = |jobs: &str| look(&tree, &["--jobs", jobs], 1).stdout;
    let one = run("1");
    for jobs in ["2", "7"] {
        assert!(run(jobs) == one, "{jobs} threads");
    }
}

#[test]
fn the_baseline_and_comments_hold_in_archives() {
    let mut tree = Tree::new();
    let (text, other) = (tree.text(TOKEN), tree.text(TOKEN));
    let allowed = format!("{}  # bartizan: allow {RULE} -- made up for the test\n", other.trim_end());
    tree.raw("x.zip", zip(&[entry("a.py", &text), entry("b.py", &allowed)]));
    assert_eq!(places(&look(&tree, &[], 1)), ["x.zip!/a.py:1:6"]);
    bartizan(&tree, &["baseline", "create", "--archives"]).code(0);
    let known = fs::read_to_string(tree.path().join(".bartizan/baseline.yaml")).unwrap();
    assert!(known.contains("x.zip!/a.py"), "{known}");
    look(&tree, &[], 0);
    // Who does not look into archives does not know that anything is gone.
    let notes = |done: &Done| done.json()["notes"].as_array().unwrap().len();
    assert_eq!(notes(&tree.scan(&["--format", "json"]).go().code(0)), 0);
    // Elsewhere in the file, and beside other entries, it is the same finding.
    tree.raw("x.zip", zip(&[entry("z.py", "x = 1\n"), entry("a.py", format!("\n\n{text}"))]));
    let done = look(&tree, &[], 0);
    assert_eq!((places(&done), notes(&done)), (vec!["x.zip!/a.py:3:6".to_owned()], 0));
    // Gone with its entry, and gone with the archive.
    tree.raw("x.zip", zip(&[entry("z.py", "x = 1\n")]));
    assert_eq!(notes(&look(&tree, &[], 0)), 1);
    assert_eq!(notes(&tree.scan(&["--format", "json"]).go().code(0)), 0);
    fs::remove_file(tree.path().join("x.zip")).unwrap();
    assert_eq!(notes(&tree.scan(&["--format", "json"]).go().code(0)), 1);
}

#[test]
fn an_entry_about_something_in_an_archive_is_unused_only_where_somebody_looked() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    tree.raw("x.zip", zip(&[entry("a.py", &text)]));
    let notes = |args: &[&str]| {
        let done = tree.scan(&[&["--format", "json"], args].concat()).go().code(0);
        done.json()["notes"].as_array().unwrap().len()
    };
    for (name, unused) in [("a.py", 0), ("b.py", 1)] {
        tree.raw("x.zip", zip(&[entry(name, if unused == 0 { &text } else { "x = 1\n" })]));
        let path = "x.zip!/a.py";
        tree.raw(".bartizan.yaml", format!("allow:\n  - {{rule: {RULE}, path: '{path}', reason: \"made up\"}}\n"));
        assert_eq!((notes(&[]), notes(&["--archives"])), (0, unused), "{name}");
    }
}

#[test]
fn what_is_staged_is_looked_into() {
    let mut tree = Tree::new();
    let (text, other) = (tree.text(TOKEN), tree.text(TOKEN));
    fs::remove_dir(tree.path().join(".git")).unwrap();
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.hooksPath="];
        let done = Command::new("git").args(identity).args(args).current_dir(tree.path()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q"]);
    tree.raw("old.zip", zip(&[entry("a.py", &text)]));
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    let scan = |code| tree.scan(&["--staged", "--archives", "--format", "json"]).go().code(code);
    assert!(places(&scan(0)).is_empty());
    tree.raw("new.zip", zip(&[entry("in/b.py", &other)]));
    git(&["add", "."]);
    // What is on disk does not count.
    fs::write(tree.path().join("new.zip"), "").unwrap();
    assert_eq!(places(&scan(1)), ["new.zip!/in/b.py:1:6"]);
    assert_eq!(tree.scan(&["--staged", "--format", "json"]).go().code(0).places().len(), 0);
}

#[test]
fn an_environment_file_in_an_archive_is_as_tracked_as_the_archive() {
    let mut tree = Tree::new();
    let text = tree.text("DB_PASSWORD={{random:24}}\n");
    tree.raw(".gitignore", "*.zip\n");
    tree.raw("kept.jar", zip(&[entry(".env", &text)]));
    tree.raw("out.zip", zip(&[entry(".env", &text)]));
    fs::remove_dir(tree.path().join(".git")).unwrap();
    let done = Command::new("git").args(["init", "-q"]).current_dir(tree.path()).output().unwrap();
    assert!(done.status.success());
    let found = tree.scan(&["--archives", "--no-ignore", "--only", "env-example", "--format", "json"]).go().places();
    assert_eq!(found, ["kept.jar!/.env:1:13 env-example/tracked-env-file"]);
}
