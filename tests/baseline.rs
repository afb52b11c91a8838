//! The baseline through the binary: written, read, merged, outgrown.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::ffi::OsString;
use std::fs;

use run::{Done, Run, Tree};
use serde_json::Value;

const TOKEN: &str = "t = \"{{secrets/github-pat-classic}}\"\n";
const PLACE: &str = ".bartizan/baseline.yaml";

fn bartizan<'t>(tree: &'t Tree, args: &[&str]) -> Run<'t> {
    tree.run(snapbox::cmd::cargo_bin!("bartizan").as_os_str(), args.iter().map(OsString::from).collect())
}

/// Writes the baseline, and looks through it for values.
fn create(tree: &Tree, args: &[&str]) -> Done {
    let done = bartizan(tree, &[&["baseline", "create"], args].concat()).go();
    if tree.path().join(PLACE).exists() {
        tree.look_through(PLACE, &fs::read(tree.path().join(PLACE)).unwrap());
    }
    done
}

fn read(tree: &Tree) -> String {
    fs::read_to_string(tree.path().join(PLACE)).unwrap()
}

fn lines(tree: &Tree) -> Vec<String> {
    read(tree).lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

fn json(tree: &Tree, args: &[&str]) -> Value {
    tree.scan(&[&["--format", "json"], args].concat()).go().json()
}

fn notes(report: &Value) -> Vec<String> {
    let notes = report["notes"].as_array().unwrap().iter();
    notes
        .map(|n| format!("{}:{} {}", n["path"].as_str().unwrap_or("-"), n["line"], n["message"].as_str().unwrap()))
        .collect()
}

/// Ten files with a finding each.
fn ten() -> Tree {
    let mut tree = Tree::new();
    for number in 0..10 {
        tree.file(&format!("d{}/{number}.py", number % 3), TOKEN);
    }
    tree
}

#[test]
fn what_is_known_does_not_count_and_what_is_new_does() {
    let mut tree = ten();
    tree.scan(&[""; 0]).go().code(1);
    let done = create(&tree, &[]).code(0);
    assert_eq!(
        done.out(),
        ".bartizan/baseline.yaml: 10 known findings\nCommit it: from now on a scan counts only what is new.\n"
    );
    let known = lines(&tree);
    assert_eq!(known.len(), 10);
    assert!(known.is_sorted(), "{known:#?}");
    let shape = known[0].split(", ").map(|part| part.split(": ").next().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(shape, ["- {fingerprint", "rule", "path"]);

    let human = tree.scan(&[""; 0]).go().code(0);
    assert!(
        human.out().contains("Findings: 10 (10 critical)\nBaseline: 10 known findings, which do not count\n"),
        "{}",
        human.out()
    );
    assert!(!human.out().contains("Not shown") && !human.out().contains("d0/0.py"), "{}", human.out());
    assert!(tree.scan(&["-v"]).go().code(0).out().contains("Does not count: the baseline knows it"));
    assert_eq!(tree.scan(&["-q"]).go().code(0).out(), "");
    let report = json(&tree, &[]);
    assert!(report["findings"].as_array().unwrap().iter().all(|finding| finding["status"] == "baseline"));
    assert_eq!(report["summary"]["baseline"], 10);
    let sarif = tree.scan(&["--format", "sarif"]).go().code(0).json();
    assert_eq!(sarif["runs"][0]["results"][0]["baselineState"], "unchanged");

    tree.file("new.py", TOKEN);
    let done = tree.scan(&[""; 0]).go().code(1);
    assert!(done.out().contains("1 finding counts") && done.out().contains("new.py"), "{}", done.out());
    let sarif = tree.scan(&["--format", "sarif", "new.py"]).go().code(1).json();
    assert_eq!(sarif["runs"][0]["results"][0]["baselineState"], "new");
    tree.scan(&["--no-baseline", "d0"]).go().code(1);
    let sarif = tree.scan(&["--format", "sarif", "--no-baseline"]).go().code(1).json();
    assert!(sarif["runs"][0]["results"][0].get("baselineState").is_none());
    let done = create(&tree, &[]).code(0);
    assert!(done.out().starts_with(".bartizan/baseline.yaml: 11 known findings (1 new, 0 gone)\n"), "{}", done.out());
}

#[test]
fn moves_are_known_changes_are_not() {
    let mut tree = Tree::new();
    let text = tree.file("a.py", TOKEN);
    let other = tree.text(TOKEN);
    create(&tree, &[]).code(0);
    tree.raw("a.py", format!("import os\n\n\nif True:\n    {text}"));
    tree.scan(&[""; 0]).go().code(0);
    tree.raw("a.py", format!("{other}{text}"));
    assert_eq!(json(&tree, &[])["summary"]["baseline"], 1, "beside a new one");
    tree.raw("a.py", text.repeat(2));
    assert_eq!(json(&tree, &[])["summary"]["baseline"], 1, "a second of the same value is new");
    tree.scan(&[""; 0]).go().code(1);
    tree.raw("a.py", &other);
    tree.scan(&[""; 0]).go().code(1);
    fs::remove_file(tree.path().join("a.py")).unwrap();
    tree.raw("b.py", &text);
    tree.scan(&[""; 0]).go().code(1);
}

#[test]
fn entries_are_outgrown_only_where_the_scan_looked() {
    let tree = ten();
    create(&tree, &[]).code(0);
    tree.raw("d0/0.py", "clean = 1\n");
    fs::remove_file(tree.path().join("d1/1.py")).unwrap();
    let said = notes(&json(&tree, &[]));
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(said.iter().all(|note| note.starts_with(".bartizan/baseline.yaml:")), "{said:#?}");
    assert!(
        said.iter().all(|note| note.contains("matches nothing any more: secrets/github-pat-classic in d")),
        "{said:#?}"
    );
    assert_eq!(notes(&json(&tree, &["d2"])), [""; 0], "another folder");
    assert_eq!(notes(&json(&tree, &["d0/3.py"])), [""; 0], "another file");
    assert_eq!(notes(&json(&tree, &["d0/0.py"])).len(), 1, "the very file");
    assert_eq!(notes(&json(&tree, &["--skip", "secrets/github-pat-classic"])), [""; 0], "the rule is off");
    assert_eq!(notes(&json(&tree, &["--exclude", "d0"])).len(), 1, "what is left out is not gone");
    tree.scan(&[""; 0]).go().code(0);

    // Written anew for one folder it keeps what it knows of the others.
    let done = create(&tree, &["d0"]).code(0);
    assert!(done.out().contains(": 9 known findings (0 new, 1 gone, 6 of what was not looked at)\n"), "{}", done.out());
    let done = create(&tree, &[]).code(0);
    assert!(done.out().contains(": 8 known findings (0 new, 1 gone)\n"), "{}", done.out());
    assert_eq!(notes(&json(&tree, &[])), [""; 0]);
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    let tree = ten();
    create(&tree, &["--jobs", "1"]).code(0);
    let first = read(&tree);
    for jobs in ["1", "2", "8"] {
        create(&tree, &["--jobs", jobs]).code(0);
        assert_eq!(read(&tree), first);
    }
    fs::remove_file(tree.path().join(PLACE)).unwrap();
    bartizan(&tree, &["baseline", "create"]).cwd(&tree.path().join("d1")).go().code(0);
    assert_ne!(read(&tree), first, "the current folder alone");
    let done = bartizan(&tree, &["baseline", "create", ".."]).cwd(&tree.path().join("d1")).go().code(0);
    assert_eq!(read(&tree), first);
    assert!(done.out().starts_with("../.bartizan/baseline.yaml: "), "{}", done.out());
}

#[test]
fn other_files() {
    let tree = ten();
    create(&tree, &["--output", "known.yaml"]).code(0);
    assert!(!tree.path().join(PLACE).exists());
    tree.scan(&[""; 0]).go().code(1);
    tree.scan(&["--baseline", "known.yaml"]).go().code(0);
    let missing = tree.scan(&["--baseline", "no.yaml"]).go().code(2);
    assert!(
        missing.err().contains("the baseline `no.yaml` cannot be used: there is no such file"),
        "{}",
        missing.err()
    );
    // One that lies outside is called by its name.
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("known.yaml");
    fs::copy(tree.path().join("known.yaml"), &file).unwrap();
    tree.raw("d0/0.py", "");
    let report = json(&tree, &["--baseline", file.to_str().unwrap()]);
    assert_eq!(report["summary"]["baseline"], 9);
}

#[test]
fn broken_ones_stop_everything() {
    let tree = ten();
    create(&tree, &[]).code(0);
    let good = read(&tree);
    for (text, said) in [
        (good.replacen("fingerprint", "print", 1), "3:4: an entry has no such key"),
        (format!("{good}<<<<<<< ours\n"), "13:1: a merge left a conflict here"),
        (good.replacen("secrets/", "", 1), "this is no rule's id"),
        ("known: []\n".to_owned(), "1:1: a baseline is a list"),
    ] {
        tree.raw(PLACE, text);
        let done = tree.scan(&[""; 0]).go().code(2);
        assert!(done.err().contains(said) && done.err().contains("help: "), "{said}: {}", done.err());
        assert_eq!(done.out(), "");
        create(&tree, &[]).code(2);
        tree.scan(&["--no-baseline"]).go().code(1);
    }
    let utf16: Vec<u8> =
        format!("\u{feff}{good}").replace('\n', "\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect();
    tree.raw(PLACE, utf16);
    tree.scan(&[""; 0]).go().code(0);
}

#[test]
fn an_incomplete_scan_writes_nothing() {
    let mut tree = ten();
    tree.raw("large.py", "x = 1\n".repeat(1000));
    let done = create(&tree, &["--max-file-size", "1KB"]).code(3);
    assert!(done.err().contains("is incomplete, so `.bartizan/baseline.yaml` is not written"), "{}", done.err());
    assert!(done.err().contains("large.py: not looked at"), "{}", done.err());
    assert!(!tree.path().join(".bartizan").exists());
    create(&tree, &["--max-file-size", "1KB", "--exclude", "large.py"]).code(0);
    let text = read(&tree);
    tree.file("more.py", TOKEN);
    create(&tree, &["--max-file-size", "1KB"]).code(3);
    assert_eq!(read(&tree), text);
    let done = bartizan(&tree, &["baseline", "create", "-"]).stdin("x").go().code(2);
    assert!(done.err().contains("standard input has no place for a baseline"), "{}", done.err());
}

#[test]
fn suppressed_findings_are_not_in_it() {
    let mut tree = Tree::new();
    let text = tree.text("t = \"{{secrets/github-pat-classic}}\"");
    tree.raw("a.py", format!("{text}\n"));
    create(&tree, &[]).code(0);
    tree.raw("a.py", format!("{text}  # {} secrets -- only in tests\n", "bartizan: allow"));
    let report = json(&tree, &[]);
    assert_eq!((&report["summary"]["suppressed"], notes(&report)), (&1.into(), vec![]), "suppressed is not gone");
    create(&tree, &[]).code(0);
    assert_eq!(lines(&tree).len(), 0);
    create(&tree, &["--no-inline-ignore"]).code(0);
    assert_eq!(lines(&tree).len(), 1);
}

#[test]
fn merged_by_union_it_stays_one() {
    let Some(git) = git() else { return };
    let mut tree = ten();
    fs::remove_dir(tree.path().join(".git")).unwrap();
    let run = |tree: &Tree, args: &[&str]| {
        let args = ["-c", "user.name=x", "-c", "user.email=x@y", "-c", "commit.gpgsign=false"].iter().chain(args);
        let done = tree.run(&git, args.map(OsString::from).collect()).env("GIT_CONFIG_GLOBAL", "/dev/null").go();
        assert_eq!(done.code, Some(0), "{}{}", done.out(), done.err());
    };
    run(&tree, &["init", "-q", "-b", "main"]);
    create(&tree, &[]).code(0);
    tree.raw(".gitattributes", format!("{PLACE} merge=union\n"));
    run(&tree, &["add", "-A"]);
    run(&tree, &["commit", "-qm", "one"]);
    run(&tree, &["checkout", "-qb", "side"]);
    for (branch, name) in [("side", "left"), ("main", "right")] {
        run(&tree, &["checkout", "-q", branch]);
        for number in 0..20 {
            tree.file(&format!("{name}{number}.py"), TOKEN);
        }
        create(&tree, &[]).code(0);
        run(&tree, &["add", "-A"]);
        run(&tree, &["commit", "-qm", name]);
    }
    run(&tree, &["merge", "-q", "--no-edit", "side"]);
    // Git keeps both sides of what it cannot join, and so some lines twice.
    let merged: std::collections::BTreeSet<String> = lines(&tree).into_iter().collect();
    assert_eq!(merged.len(), 50);
    tree.scan(&[""; 0]).go().code(0);
    create(&tree, &[]).code(0);
    assert_eq!(lines(&tree).len(), 50);
    // Lines that stand twice are one finding, and said.
    let text = read(&tree);
    tree.raw(PLACE, format!("{text}{text}"));
    let report = json(&tree, &[]);
    assert_eq!(report["summary"]["baseline"], 50);
    let said = notes(&report);
    assert!(said.len() == 1 && said[0].contains("this line and 49 more say again"), "{said:#?}");
}

/// Git, where there is one.
fn git() -> Option<OsString> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file()).map(Into::into)
}

#[test]
fn nothing_is_found_in_a_baseline() {
    let mut tree = Tree::new();
    // Names that look like values beside the rules that look for such.
    let name = tree.name("secrets/github-pat-classic");
    let hex = "0123456789abcdef0123456789abcdef";
    for (path, text) in [
        (format!("datadog/{hex}.yml"), "datadog_api_key: {{secrets/datadog-api-key}}\n"),
        (format!("{name}.py"), TOKEN),
        ("p.py".to_owned(), "password = '{{random:24}}'\n"),
    ] {
        tree.file(&path, text);
    }
    for number in 0..300 {
        tree.file(&format!("many/{number}.py"), TOKEN);
    }
    create(&tree, &[]).code(0);
    let strict = ["--fail-on", "info", "--min-confidence", "low"];
    tree.scan(&strict).go().code(0);
    let args = [&["--format", "json"], &strict[..]].concat();
    let report = tree.scan(&args).go().json();
    let own = report["findings"].as_array().unwrap().iter().filter(|finding| finding["path"] == PLACE);
    assert_eq!(own.count(), 0);
    // What stands in it beside its entries is looked at like anything else.
    let text = tree.text("# {{secrets/github-pat-classic}}\n");
    tree.raw(PLACE, format!("{}{text}", read(&tree)));
    tree.scan(&[""; 0]).go().code(1);
}

#[test]
fn a_hundred_thousand_entries() {
    let tree = ten();
    create(&tree, &[]).code(0);
    let line = lines(&tree)[0].clone();
    let (head, tail) = line.split_once(": ").map(|(head, rest)| (format!("{head}: "), rest[35..].to_owned())).unwrap();
    let mut text = read(&tree);
    for number in 0..100_000_u32 {
        text.push_str(&format!("{head}00000000.00000000.00000000.{number:08x}{tail}\n"));
    }
    tree.raw(PLACE, text);
    let report = json(&tree, &["d0", "d1", "d2"]);
    assert_eq!(report["summary"]["baseline"], 10);
    assert_eq!(notes(&report).len(), 100_000);
}
