//! The configuration through the binary: which file is in force, what every key does, and that nothing in it is shown
//! that should not be. Its errors are data in `tests/cmd/config-*.toml` and a snapshot beside the reader.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::fs;

use run::{Done, Tree};
use serde_json::Value;

const TOKEN: &str = "secrets/github-pat-classic";
const LINE: &str = "token = '{{secrets/github-pat-classic}}'\n";

/// Two files with a token each.
fn tree(configuration: &str) -> Tree {
    let mut tree = Tree::new();
    tree.file("src/a.py", LINE);
    tree.file("tests/b.py", LINE);
    tree.raw(".bartizan.yaml", configuration);
    tree
}

fn json(tree: &Tree, args: &[&str]) -> Done {
    tree.scan(&[&["--format", "json"], args].concat()).go()
}

fn paths(done: &Done, list: &str) -> Vec<String> {
    let entries = done.json()[list].as_array().unwrap().clone();
    entries.iter().map(|entry| entry["path"].as_str().unwrap_or_default().to_owned()).collect()
}

fn notes(done: &Done) -> Vec<Value> {
    done.json()["notes"].as_array().unwrap().clone()
}

#[test]
fn thresholds_hold_and_the_command_line_is_stronger() {
    let tree = tree("fail_on: never\nmin_confidence: high\n");
    json(&tree, &[]).code(0);
    json(&tree, &["--fail-on", "high"]).code(1);
    json(&tree, &["--no-config"]).code(1);
    let low = self::tree("min_confidence: low\nfail_on: info\n");
    json(&low, &[]).code(1);
}

#[test]
fn files_are_chosen_and_lists_add_up() {
    let tree = tree("exclude: ['tests/']\n");
    assert_eq!(paths(&json(&tree, &[]), "findings"), ["src/a.py"]);
    json(&tree, &["--exclude", "src/"]).code(0);
    let tree = self::tree("include: ['tests/']\n");
    assert_eq!(paths(&json(&tree, &[]), "findings"), ["tests/b.py"]);
    assert_eq!(paths(&json(&tree, &["--include", "src/"]), "findings").len(), 2);
    let tree = self::tree("max_file_size: 4\n");
    json(&tree, &[]).code(3);
    json(&tree, &["--max-file-size", "1MB"]).code(1);
    let tree = self::tree("ignore_files: false\n");
    tree.raw(".gitignore", "*.py\n");
    json(&tree, &[]).code(1);
    json(&tree, &["--no-config"]).code(0);
}

#[test]
fn rules_are_turned_off_everywhere_or_in_some_paths() {
    let whole = tree("disable: [secrets]\n");
    let done = json(&whole, &[]).code(0);
    assert!(paths(&done, "suppressed").is_empty(), "it does not run");
    let some = tree("disable: [{rule: secrets, paths: ['tests/'], reason: 'made up'}]\n");
    let done = json(&some, &[]).code(1);
    assert_eq!(paths(&done, "findings"), ["src/a.py"]);
    assert_eq!(paths(&done, "suppressed"), ["tests/b.py"]);
    assert_eq!(done.json()["suppressed"][0]["reason"], "made up");
    assert!(notes(&done).is_empty());
    let back = tree(&format!("disable: [secrets]\nenable: [{{rule: {TOKEN}, paths: ['src/']}}]\n"));
    let done = json(&back, &[]).code(1);
    assert_eq!(
        (paths(&done, "findings"), paths(&done, "suppressed")),
        (vec!["src/a.py".into()], vec!["tests/b.py".into()])
    );
    let all = tree(&format!("disable: [secrets]\nenable: [{TOKEN}]\n"));
    assert_eq!(paths(&json(&all, &[]), "findings").len(), 2);
}

#[test]
fn severities_are_changed_everywhere_or_in_some_paths() {
    let tree = tree(&format!(
        "severity:\n  - {{rule: secrets, level: low}}\n  - {{rule: {TOKEN}, level: high, paths: [src/], reason: a}}\n"
    ));
    let done = json(&tree, &[]).code(1);
    let of = |at: usize| done.json()["findings"][at]["severity"].as_str().unwrap().to_owned();
    assert_eq!((of(0), of(1)), ("high".to_owned(), "low".to_owned()));
    // What is said of the rule itself is what code hosts show.
    let sarif = tree.scan(&["--format", "sarif"]).go().json();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().clone();
    let rule = rules.iter().find(|rule| rule["id"] == TOKEN).unwrap();
    assert_eq!(rule["defaultConfiguration"]["level"], "note");
}

#[test]
fn findings_are_allowed_by_fingerprint_or_by_rule_and_path() {
    let tree = tree("");
    let found = json(&tree, &[]).code(1);
    let print = found.json()["findings"][0]["fingerprint"].as_str().unwrap().to_owned();
    tree.raw(
        ".bartizan.yaml",
        format!(
            "allow:\n  - {{fingerprint: {print}, reason: revoked}}\n  - {{rule: {TOKEN}, path: /tests/b.py, reason: old}}\n"
        ),
    );
    let done = json(&tree, &[]).code(0);
    assert_eq!(paths(&done, "suppressed").len(), 2);
    let reasons = (done.json()["suppressed"][0]["reason"].clone(), done.json()["suppressed"][1]["reason"].clone());
    assert_eq!(reasons, ("revoked".into(), "old".into()));
    for args in [&["-v"][..], &["--format", "sarif"], &["--format", "jsonl"], &[]] {
        tree.scan(args).go().code(0);
    }
}

#[test]
fn entries_that_match_nothing_are_notes_with_their_line() {
    let tree = tree(&format!(
        "disable: [{{rule: {TOKEN}, paths: ['*.rb'], reason: a}}]\n\
         severity: [{{rule: {TOKEN}, level: low, paths: ['*.rb'], reason: a}}]\n\
         allow:\n  - {{rule: {TOKEN}, path: '*.rb', reason: a}}\n  \
         - {{fingerprint: 00000000.00000000.00000000.00000000, reason: a}}\n"
    ));
    let done = json(&tree, &[]).code(1);
    let place = |note: &Value| (note["path"].as_str().unwrap().to_owned(), note["line"].as_u64().unwrap());
    let places: Vec<_> = notes(&done).iter().map(place).collect();
    let file = ".bartizan.yaml".to_owned();
    assert_eq!(places, [(file.clone(), 1), (file.clone(), 2), (file.clone(), 4), (file, 5)]);
    assert!(notes(&done)[0]["message"].as_str().unwrap().contains("matched no finding"));
    // Of what was not looked at nobody can tell.
    for args in [&["src"][..], &["src/a.py"], &["--only", TOKEN], &["--exclude", "x"]] {
        assert!(notes(&json(&tree, args)).is_empty(), "{args:?}");
    }
}

#[test]
fn own_rules_come_from_the_repository() {
    let mut tree = tree("rules: ['packs']\ndisable: [secrets]\nseverity: [{rule: acme/key, level: critical}]\n");
    tree.raw(
        "packs/acme.yaml",
        "pack: acme\nrules:\n  - {id: key, title: Acme key, severity: low, confidence: high, pattern: 'acme_[a-z]{24}', \
         help: {what: w, why: w, fix: f}, examples: {match: ['{{token}}']}}\n",
    );
    let mut random = fastrand::Rng::with_seed(7);
    let body: String = std::iter::repeat_with(|| random.lowercase()).take(24).collect();
    let value = ["acme", "_", &body].concat();
    tree.raw("src/c.py", format!("k = '{value}'\n"));
    tree.file("src/d.py", "x = 1\n");
    let done = json(&tree, &[]).code(1);
    assert_eq!(done.places(), ["src/c.py:1:6 acme/key"]);
    // From a folder below too, and whoever names the pack once more reads it once.
    let below = tree.scan(&["--format", "json", "--rules", "../packs", ".."]).cwd(&tree.path().join("src")).go();
    assert_eq!(below.places(), ["src/c.py:1:6 acme/key"]);
    let explain = |args: &[&str]| {
        let args = args.iter().map(|arg| (*arg).into()).collect();
        tree.run(snapbox::cmd::cargo_bin!("bartizan").as_os_str(), args).go().code(0)
    };
    assert!(explain(&["explain", "acme/key"]).out().contains("Acme key"));
    assert!(explain(&["rules"]).out().contains("acme/key"));
}

#[test]
fn the_nearest_file_holds_whatever_is_scanned() {
    let tree = tree("fail_on: never\n");
    let human = |args: &[&str], folder: &str| tree.scan(args).cwd(&tree.path().join(folder)).go();
    assert!(human(&[], "").code(0).out().contains("Configuration: .bartizan.yaml\n"));
    assert!(human(&["."], "src").code(0).out().contains("Configuration: ../.bartizan.yaml\n"));
    assert!(human(&["../tests"], "src").code(0).out().contains("Configuration: ../.bartizan.yaml\n"));
    tree.raw("src/.bartizan.yaml", "");
    assert!(human(&["../tests"], "src").code(1).out().contains("Configuration: .bartizan.yaml\n"));
    assert!(human(&["src"], "").code(0).out().contains("Configuration: .bartizan.yaml\n"));
    assert!(
        human(&["--config", "src/.bartizan.yaml"], "").code(1).out().contains("Configuration: src/.bartizan.yaml\n")
    );
    assert!(!human(&["--no-config"], "").code(1).out().contains("Configuration:"));
    // A work tree and a submodule have a `.git` that is a file, and are repositories of their own.
    tree.raw("src/.git", "gitdir: elsewhere\n");
    fs::remove_file(tree.path().join("src/.bartizan.yaml")).unwrap();
    assert!(!human(&["."], "src").code(1).out().contains("Configuration:"));
    // Without a repository only the current folder counts.
    fs::remove_dir(tree.path().join(".git")).unwrap();
    assert!(human(&["."], "").code(0).out().contains("Configuration: .bartizan.yaml\n"));
    assert!(!human(&["."], "tests").code(1).out().contains("Configuration:"));
}

#[test]
fn reports_for_machines_do_not_depend_on_where_somebody_stands() {
    let tree = tree("disable: [{rule: secrets, paths: ['*.rb'], reason: a}]\n");
    let top = tree.scan(&["--format", "json", "."]).go();
    let below = tree.scan(&["--format", "json", ".."]).cwd(&tree.path().join("src")).go();
    assert_eq!(top.out(), below.out());
    assert_eq!(notes(&top).len(), 1);
    // A configuration outside of what is scanned has a name there, and no path.
    let other = tempfile::tempdir().unwrap();
    let file = other.path().join("gate.yaml");
    fs::write(&file, "disable: [{rule: secrets, paths: ['*.rb'], reason: a}]\n").unwrap();
    let outside = tree.scan(&["--format", "json", "--config", file.to_str().unwrap()]).go();
    assert!(notes(&outside)[0].get("path").is_none());
}

#[test]
fn what_is_put_into_it_by_mistake_is_not_shown() {
    let mut tree = Tree::new();
    let value = tree.secret(TOKEN);
    tree.raw("a.py", format!("token = '{value}'\n"));
    for text in [
        format!("{value}: high\n"),
        format!("fail_on: {value}\n"),
        format!("disable: [{value}]\n"),
        format!("disable: [{{rule: secrets, {value}: a}}]\n"),
        format!("allow: [{{fingerprint: {value}, reason: a}}]\n"),
        format!("allow: [{{fingerprint: a, reason: '{value}', why: b}}]\n"),
        format!("allow: ['{value}'\nfail_on: high\n"),
        format!("token: '{value}'\n"),
        format!("rules: ['{value}']\n"),
        format!("exclude: ['../{value}']\n"),
        format!("disable: '{value}'\n"),
    ] {
        tree.raw(".bartizan.yaml", &text);
        let done = tree.scan::<&str>(&[]).go().code(2);
        assert!(done.err().contains(".bartizan.yaml:"), "{}", done.err());
    }
    // A reason that quotes the value is right, and shown without it.
    tree.raw(".bartizan.yaml", format!("allow: [{{rule: {TOKEN}, path: a.py, reason: 'was {value}'}}]\n"));
    for args in [&["-v"][..], &["--format", "json"], &["--format", "sarif"], &["--format", "jsonl"]] {
        let args = [args, &["a.py"]].concat();
        let done = tree.scan(&args).go().code(0);
        // SARIF has no place for what is suppressed.
        assert!(args[1] == "sarif" || done.out().contains("was …"), "{}", done.out());
    }
    let show = tree.run(snapbox::cmd::cargo_bin!("bartizan").as_os_str(), vec!["config".into(), "show".into()]);
    assert!(show.go().code(0).out().contains("was …"));
}

#[test]
fn a_pack_that_is_refused_shows_no_value_either() {
    let mut tree = Tree::new();
    let value = tree.secret(TOKEN);
    tree.raw("pack.yaml", format!("pack: acme\nrules: [{{id: '{value}', colour: '{value}'}}]\n"));
    tree.raw("a.py", "");
    tree.scan(&["--rules", "pack.yaml"]).go().code(2);
}
