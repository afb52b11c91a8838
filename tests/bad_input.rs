//! What nobody should feed a scanner, through the binary. What a source makes of odd files by itself stands in
//! `tests/source.rs`; here stands what the reader of the output gets to see.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};

use run::Tree;

const FORMATS: [&str; 5] = ["human", "json", "jsonl", "sarif", "github"];

/// Every document in an output parses.
fn documents(format: &str, output: &str) -> Vec<serde_json::Value> {
    match format {
        "jsonl" => output.lines().map(|line| serde_json::from_str(line).unwrap()).collect(),
        _ => vec![serde_json::from_str(output).unwrap()],
    }
}

#[cfg(unix)]
#[test]
fn a_name_cannot_write_on_the_terminal_nor_break_a_report() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let mut tree = Tree::new();
    let text = tree.text("t = \"{{secrets/github-pat-classic}}\"\n");
    let odd = b"a\n\x1b[31m\x9b\xff\xe2\x80\xae'\"\\?#%41.py";
    tree.raw(OsStr::from_bytes(odd), &text);
    // Not looked at, and so named as well.
    tree.raw(OsStr::from_bytes(&[b"big", &odd[..]].concat()), "x".repeat(4096));
    for format in FORMATS {
        let done = tree.scan(&["--format", format, "-v", "--max-file-size", "2048"]).go().code(1);
        let raw = done.out().chars().find(|&c| c != '\n' && (c.is_control() || c == '\u{202e}'));
        assert_eq!(raw, None, "{format}: {}", done.out());
        if matches!(format, "human" | "github") {
            assert!(done.out().contains("a\\u{a}\\u{1b}[31m\\x9b\\xff"), "{}", done.out());
        } else {
            documents(format, done.out());
        }
        if format == "json" {
            assert_eq!(done.json()["findings"][0]["path"], "a\n\u{1b}[31m\\x9b\\xff\u{202e}'\"\\?#%41.py");
        }
        if format == "sarif" {
            let location = &done.json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
            assert_eq!(location["artifactLocation"]["uri"], "a%0A%1B%5B31m%9B%FF%E2%80%AE%27%22%5C%3F%23%2541.py");
        }
    }
    // Named on the command line, found or missing.
    let named = tree.scan(&[OsStr::from_bytes(odd)]).go().code(1);
    assert!(!named.out().contains('\u{1b}'));
    let missing = tree.scan(&[OsStr::from_bytes(b"no\n\x1b[2Jsuch")]).go().code(2);
    assert!(missing.err().contains("no\\u{a}\\u{1b}[2Jsuch"), "{}", missing.err());
}

/// 100,000 secrets, ten values in turn.
fn many(tree: &mut Tree, end: &str) -> String {
    let lines: Vec<String> = (0..10).map(|_| tree.text("password = \"{{random:24}}\"") + end).collect();
    lines.iter().map(String::as_str).cycle().take(100_000).collect()
}

#[test]
fn a_hundred_thousand_findings_in_a_file() {
    let mut tree = Tree::new();
    let text = many(&mut tree, "\n");
    tree.raw("many.py", text);
    let json = tree.scan(&["--format", "json"]).go().code(1).json();
    assert_eq!(json["findings"].as_array().unwrap().len(), 100_000);
    assert_eq!(json["findings"][99_999]["line"], 100_000);
    assert_eq!(json["summary"]["total"], 100_000);
    // Code hosts take 25,000 of a run; the rest is said to be missing.
    let sarif = tree.scan(&["--format", "sarif"]).go().code(1).json();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 25_000);
    assert!(sarif.to_string().contains("report/left-out"));
}

#[test]
fn a_hundred_thousand_findings_on_a_line() {
    let mut tree = Tree::new();
    let text = many(&mut tree, ";ä");
    let length = text.chars().count() as u64;
    tree.raw("many.js", text);
    let json = tree.scan(&["--format", "json"]).go().code(1).json();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 100_000);
    assert_eq!(findings[99_999]["line"], 1);
    let last = findings[99_999]["end_column"].as_u64().unwrap();
    assert_eq!(last, length - 2, "of {length} code points the last three are `\";ä`");
}

#[test]
fn many_findings_with_frames_that_other_rules_mask() {
    let mut tree = Tree::new();
    let text = many(&mut tree, ";\n");
    // For people, a tenth: each of them has its frame, masked with all rules.
    tree.raw("many.py", &text[..text.len() / 10]);
    let shown = tree.scan(&["--skip", "secrets/npm-access-token"]).go().code(1);
    assert!(shown.out().contains("10,000"), "{}", &shown.out()[shown.out().len() - 300..]);
}

#[test]
fn nesting_bombs() {
    let mut tree = Tree::new();
    let secret = tree.text("{\"password\": \"{{random:24}}\"}");
    let (open, close) = ("[".repeat(200_000), "]".repeat(200_000));
    tree.raw("deep.json", format!("{open}{secret}{close}"));
    assert_eq!(
        tree.scan(&["--format", "json"]).go().code(1).places(),
        ["deep.json:1:200015 secrets/generic-password-assignment"]
    );
    for (name, bomb) in [
        ("flow.yaml", format!("pack: {open}{close}\n")),
        ("maps.yaml", format!("pack: {}\n", "{a: ".repeat(100_000))),
        ("block.yaml", (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect()),
        ("sequences.yaml", format!("pack:\n{}x\n", "- ".repeat(100_000))),
        (
            "aliases.yaml",
            "a0: &a0 [x, x]\n".to_owned()
                + &(1..60).map(|n| format!("a{n}: &a{n} [*a{m}, *a{m}]\n", m = n - 1)).collect::<String>(),
        ),
    ] {
        tree.raw(format!("packs/{name}"), bomb);
        let done = tree.scan(&["--rules", &format!("packs/{name}")]).go().code(2);
        assert!(done.err().starts_with("error"), "{name}: {}", done.err());
        assert!(done.err().contains(name) && done.err().len() < 5000, "{name}: {}", done.err());
    }
}

#[test]
fn broken_rule_packs() {
    let tree = Tree::new();
    let rule = |more: &str| {
        format!(
            "pack: made\nrules:\n  - id: up\n    title: T\n    severity: low\n    confidence: low\n{more}    help: {{what: \
             w, why: w, fix: f}}\n    examples: {{match: ['{{{{token}}}}']}}\n"
        )
    };
    for (name, pack, place) in [
        ("syntax.yaml", "pack: [\n".to_owned(), "syntax.yaml:"),
        ("key.yaml", rule("    pattern: 'abc_[a-z]{20}'\n    surprise: 1\n"), "key.yaml:8:5"),
        ("regex.yaml", rule("    pattern: 'abc_[a-z{20}'\n"), "regex.yaml:7:"),
        ("carrier.yaml", rule("    pattern: '[a-z]+'\n"), "carrier.yaml:7:"),
        ("empty.yaml", String::new(), "empty.yaml"),
        ("binary.yaml", "\0\0\u{1}".to_owned(), "binary.yaml"),
    ] {
        tree.raw(name, pack);
        for command in [&["--rules", name][..], &["--format", "json", "--report", "sarif=x.sarif", "--rules", name]] {
            let done = tree.scan(command).go().code(2);
            assert!(done.err().contains(place), "{place}: {}", done.err());
            assert!(done.err().contains("help:"), "{}", done.err());
            assert_eq!(done.out(), "");
            assert!(done.reports.is_empty());
        }
    }
    let missing = tree.scan(&["--rules", "gone.yaml"]).go().code(2);
    assert!(missing.err().contains("gone.yaml"), "{}", missing.err());
}

#[test]
fn the_same_path_twice_and_all_cores() {
    let mut tree = Tree::new();
    tree.file("src/a.py", "t = \"{{secrets/github-pat-classic}}\"\n");
    for args in [&["src", "src"][..], &["src/a.py", "src/a.py", "src"], &["--jobs", "0"], &[".", "./src/../src"]] {
        let done = tree.scan(&[&["--format", "json"], args].concat()).go().code(1);
        assert_eq!(done.places(), ["src/a.py:1:6 secrets/github-pat-classic"], "{args:?}");
        assert_eq!(done.json()["coverage"]["files_scanned"], 1, "{args:?}");
    }
}

#[test]
fn a_line_of_200_megabytes_with_a_secret_in_the_middle() {
    const SIZE: u64 = 200_000_000;
    const AT: u64 = 123_456_789;
    let mut tree = Tree::new();
    let token = tree.secret("secrets/github-pat-classic");
    let filler = vec![b'.'; 1_000_000];
    let mut file = File::create(tree.path().join("line.txt")).unwrap();
    (0..SIZE / 1_000_000).for_each(|_| file.write_all(&filler).unwrap());
    file.seek(SeekFrom::Start(AT)).unwrap();
    file.write_all(token.as_bytes()).unwrap();
    drop(file);
    let done = tree.scan(&["--format", "json", "--report", "human=.git/human"]).go().code(1);
    assert_eq!(done.places(), [format!("line.txt:1:{} secrets/github-pat-classic", AT + 1)]);
    assert_eq!(done.json()["coverage"]["bytes_scanned"], SIZE);
    assert!(done.reports[0].1.len() < 5000, "people are shown a part of the line");
}

#[test]
fn sparse_empty_and_zero() {
    let mut tree = Tree::new();
    tree.raw("empty", "");
    tree.raw("zeros", [0; 100]);
    File::create(tree.path().join("sparse")).unwrap().set_len(3 << 30).unwrap();
    let done = tree.scan(&["-v", "--report", "json=.git/report"]).go().code(0);
    for name in ["zeros: binary", "sparse: binary"] {
        assert!(done.out().contains(name), "{name}: {}", done.out());
    }
    let json: serde_json::Value = serde_json::from_slice(&done.reports[0].1).unwrap();
    assert_eq!((&json["coverage"]["files_scanned"], &json["coverage"]["complete"]), (&1.into(), &true.into()));
    // Text that only looks binary.
    let text = tree.text("t = \"{{secrets/github-pat-classic}}\"\n");
    tree.raw("utf16.txt", text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    assert_eq!(tree.scan(&["--format", "json"]).go().code(1).places(), ["utf16.txt:1:6 secrets/github-pat-classic"]);
}

#[test]
fn standard_input_that_is_odd() {
    let mut tree = Tree::new();
    let text = tree.text("\u{feff}t = \"{{secrets/github-pat-classic}}\"");
    let done = tree.scan(&["-", "--format", "json", "--stdin-name", "a.py"]).stdin(&text).go().code(1);
    assert_eq!(done.places(), ["a.py:1:6 secrets/github-pat-classic"]);
    tree.scan(&["-"]).stdin("").go().code(0);
    assert!(tree.scan(&["-", "-v"]).stdin([0; 3000]).go().code(0).out().contains("binary"));
    tree.scan(&["-", "--max-file-size", "10"]).stdin(&text).go().code(3);
}
