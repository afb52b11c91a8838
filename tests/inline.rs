//! Suppressions in comments, through the binary: in every kind of file, with and without a reason, used and unused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use run::{Done, Tree};
use serde_json::Value;

const RULE: &str = "secrets/github-pat-classic";

/// What stands in front of every suppression; in pieces, so that none stands here.
const ALLOW: &str = "bartizan: allow";

/// A name for a file, and what opens and closes a comment in it.
const STYLES: [(&str, &str, &str); 31] = [
    ("a.py", "#", ""),
    ("a.yaml", "#", ""),
    (".env", "#", ""),
    ("Dockerfile", "#", ""),
    ("a.sh", "#", ""),
    ("a.toml", "#", ""),
    ("a.rs", "//", ""),
    ("a.ts", "//", ""),
    ("a.go", "/*", "*/"),
    ("a.java", "/**", "*/"),
    ("a.php", "#", ""),
    ("a.css", "/*", "*/"),
    ("a.jsx", "{/*", "*/}"),
    ("a.sql", "--", ""),
    ("a.lua", "--", ""),
    ("a.ini", ";", ""),
    ("a.el", ";;", ""),
    ("a.html", "<!--", "-->"),
    ("a.xml", "<!--", "-->"),
    ("a.md", "<!--", "-->"),
    ("a.tex", "%", ""),
    ("a.erl", "%%", ""),
    ("a.vb", "'", ""),
    ("a.bas", "REM", ""),
    ("a.bat", "REM", ""),
    ("a.vim", "\"", ""),
    ("a.j2", "{#", "#}"),
    ("a.html.erb", "<%#", "%>"),
    ("a.hs", "{-", "-}"),
    ("a.f90", "!", ""),
    ("unknown.zzz", "#", ""),
];

fn token(tree: &mut Tree) -> String {
    tree.secret(RULE)
}

fn json(tree: &Tree, args: &[&str]) -> Value {
    tree.scan(&[&["--format", "json"], args].concat()).go().json()
}

fn count(report: &Value, list: &str) -> usize {
    report[list].as_array().unwrap().len()
}

/// `path:line message; help` of every note.
fn notes(report: &Value) -> Vec<String> {
    let notes = report["notes"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    notes.map(|n| format!("{}:{} {}; {}", text(&n["path"]), n["line"], text(&n["message"]), text(&n["help"]))).collect()
}

#[test]
fn every_style_on_the_line_and_above_it() {
    let mut tree = Tree::new();
    for (number, (name, open, close)) in STYLES.iter().enumerate() {
        let comment = format!("{open} {ALLOW} {RULE} -- it is a test {close}");
        let (one, two, three) = (token(&mut tree), token(&mut tree), token(&mut tree));
        tree.raw(format!("same/{number}/{name}"), format!("first\nx {one} {comment}\n"));
        tree.raw(format!("above/{number}/{name}"), format!("first\n  {comment}\nx {two}\n"));
        // Nothing else is hidden: not the line behind, not the one in front.
        tree.raw(format!("not/{number}/{name}"), format!("x {three}\n{comment}\ncode\nx {three}\n"));
    }
    let report = json(&tree, &[]);
    let missing: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["path"].as_str().unwrap())
        .filter(|path| !path.starts_with("not/"))
        .collect();
    assert!(missing.is_empty(), "not suppressed: {missing:?}");
    assert_eq!(count(&report, "findings"), 2 * STYLES.len());
    assert_eq!(count(&report, "suppressed"), 2 * STYLES.len());
    assert_eq!(report["suppressed"][0]["reason"], "it is a test");
    assert_eq!(report["summary"]["suppressed"], 2 * STYLES.len());
    let unused = notes(&report);
    assert_eq!(unused.len(), STYLES.len(), "{unused:#?}");
    assert!(unused.iter().all(|note| note.starts_with("not/") && note.contains("hides nothing")), "{unused:#?}");
    // What would have been hidden is reported, and nothing is said of the comments.
    let all = json(&tree, &["--no-inline-ignore"]);
    assert_eq!((count(&all, "findings"), count(&all, "suppressed"), count(&all, "notes")), (4 * STYLES.len(), 0, 0));
    let prints = |report: &Value, list: &str| -> Vec<String> {
        report[list].as_array().unwrap().iter().map(|f| f["fingerprint"].to_string()).collect()
    };
    let mut both = [prints(&report, "findings"), prints(&report, "suppressed")].concat();
    let mut plain = prints(&all, "findings");
    both.sort();
    plain.sort();
    assert_eq!(both, plain, "what is suppressed keeps its identity");
}

#[test]
fn every_format_counts_or_leaves_them_out() {
    let mut tree = Tree::new();
    tree.file("a.py", &format!("t = \"{{{{{RULE}}}}}\"  # {ALLOW} secrets -- only in tests\n"));
    let human = tree.scan(&[""; 0]).go().code(0);
    assert!(human.out().contains("Suppressed: 1 finding\n"), "{}", human.out());
    let human = tree.scan(&["-v"]).go().code(0);
    assert!(human.out().contains("Reason: only in tests"), "{}", human.out());
    assert_eq!(tree.scan(&["-q"]).go().code(0).out(), "");
    let lines = tree.scan(&["--format", "jsonl"]).go().code(0);
    assert!(lines.out().lines().next().unwrap().starts_with("{\"type\":\"suppressed\""), "{}", lines.out());
    let sarif = tree.scan(&["--format", "sarif"]).go().code(0).json();
    assert_eq!(count(&sarif["runs"][0], "results"), 0);
    tree.scan(&["--no-inline-ignore"]).go().code(1);
}

#[test]
fn what_says_too_little_hides_nothing_and_says_so() {
    let mut tree = Tree::new();
    let value = token(&mut tree);
    let said = |comment: &str| -> String {
        tree.raw("a.py", format!("t = \"{value}\"  # {comment}\n"));
        let report = json(&tree, &[]);
        assert_eq!(count(&report, "findings"), 1, "{comment}");
        let notes = notes(&report);
        assert_eq!(notes.len(), 1, "{comment}: {notes:#?}");
        assert!(notes[0].starts_with("a.py:1 "), "{notes:#?}");
        notes[0].clone()
    };
    for comment in [
        format!("{ALLOW} {RULE}"),
        format!("{ALLOW} {RULE} --"),
        format!("{ALLOW} {RULE} -- <why>"),
        format!("{ALLOW} {RULE} because I say so"),
    ] {
        let note = said(&comment);
        assert!(note.contains("gives no reason"), "{note}");
        assert!(note.contains(&format!("write `{ALLOW} {RULE} -- <reason>`")), "{note}");
    }
    let note = said(&format!("{ALLOW} secrets/github-pat-clasic -- x"));
    assert!(note.contains("there is no rule or pack `secrets/github-pat-clasic`"), "{note}");
    assert!(note.contains(&format!("did you mean `{RULE}`")), "{note}");
    let note = said(&format!("{ALLOW} secret -- x"));
    assert!(note.contains("did you mean `secrets`"), "{note}");
    assert!(said(&format!("{ALLOW} -- x")).contains("names no rule"));
    assert!(said("bartizan: ignore secrets -- x").contains("looks like a suppression"));
    let note = said(&format!("{ALLOW} secrets/npm-access-token -- x"));
    assert!(note.contains("hides nothing") && note.contains(&format!("here `{RULE}` speaks")), "{note}");
    // A rule that is off may well speak there: nothing is said.
    tree.raw("a.py", format!("t = \"{value}\"  # {ALLOW} secrets/npm-access-token -- x\n"));
    assert_eq!(count(&json(&tree, &["--only", RULE]), "notes"), 0);
    assert_eq!(count(&json(&tree, &["--skip", "secrets/npm-access-token"]), "notes"), 0);
    // Words about suppressions are none.
    for text in [
        "# see bartizan: allow secrets",
        "# the form is `bartizan: allow <rule> -- <reason>`",
        "\"\"\"bartizan: allow x -- y\"\"\"",
    ] {
        tree.raw("a.py", format!("{text}\nt = \"{value}\"\n"));
        let report = json(&tree, &[]);
        assert_eq!((count(&report, "findings"), count(&report, "notes")), (1, 0), "{text}");
    }
}

#[test]
fn several_rules_and_several_comments() {
    let mut tree = Tree::new();
    let (one, two) = (token(&mut tree), tree.secret("secrets/npm-access-token"));
    let counts = |report: &Value| (count(report, "findings"), count(report, "suppressed"), count(report, "notes"));
    let line = format!("a = \"{one}\"; b = \"{two}\"");
    tree.raw("a.py", format!("{line} # {ALLOW} {RULE} -- only this\n"));
    assert_eq!(counts(&json(&tree, &[])), (1, 1, 0), "another rule on the line is not hidden");
    tree.raw("a.py", format!("{line} # {ALLOW} {RULE}, secrets/npm-access-token -- both\n"));
    assert_eq!(counts(&json(&tree, &[])), (0, 2, 0));
    tree.raw("a.py", format!("{line} # {ALLOW} {RULE} -- one # {ALLOW} secrets/npm-access-token -- two\n"));
    let report = json(&tree, &[]);
    assert_eq!(counts(&report), (0, 2, 0));
    assert_eq!(
        (&report["suppressed"][0]["reason"], &report["suppressed"][1]["reason"]),
        (&"one".into(), &"two".into())
    );
    tree.raw("a.py", format!("# {ALLOW} {RULE} -- one\n# a word\n# {ALLOW} secrets/npm-access-token -- two\n{line}\n"));
    assert_eq!(counts(&json(&tree, &[])), (0, 2, 0), "comments that follow each other");
    tree.raw("a.py", format!("# {ALLOW} secrets -- one\n\n{line}\n"));
    assert_eq!(counts(&json(&tree, &[])), (2, 0, 1), "an empty line between");
    tree.raw("a.py", format!("# {ALLOW} secrets -- revoked\n# {one}\ncode\n"));
    assert_eq!(counts(&json(&tree, &[])), (0, 1, 0), "a comment between");
    tree.raw("a.py", format!("# {ALLOW} secrets -- one\n# {ALLOW} secrets -- two\n{line}\n"));
    assert_eq!(counts(&json(&tree, &[])), (0, 2, 1), "the second does nothing");
    tree.raw("a.ts", format!("/* {ALLOW} secrets -- here */ f(\"{one}\");\nf(\"{one}\");\n"));
    tree.raw("a.py", "");
    assert_eq!(counts(&json(&tree, &[])), (1, 1, 0), "code behind the comment");
}

#[test]
fn values_of_many_lines() {
    let mut tree = Tree::new();
    let key = tree.secret("secrets/pem-private-key-rsa");
    let lines: Vec<&str> = (0..key.len()).step_by(64).map(|at| &key[at..key.len().min(at + 64)]).collect();
    let block = |indent: &str| {
        let body: String = lines.iter().map(|line| format!("{indent}{line}\n")).collect();
        format!("{indent}-----BEGIN RSA PRIVATE KEY-----\n{body}{indent}-----END RSA PRIVATE KEY-----\n")
    };
    let comment = format!("# {ALLOW} secrets -- of a test");
    tree.raw("above.txt", format!("{comment}\n{}", block("")));
    tree.raw("header.yaml", format!("key: |  {comment}\n{}", block("  ")));
    tree.raw("above.yaml", format!("{comment}\nkey: |-\n{}", block("  ")));
    tree.raw("behind.yaml", format!("key: x  {comment}\nother: |\n{}", block("  ")));
    let report = json(&tree, &[]);
    let found: Vec<&str> = report["findings"].as_array().unwrap().iter().map(|f| f["path"].as_str().unwrap()).collect();
    assert_eq!(found, ["behind.yaml"]);
    assert_eq!(count(&report, "suppressed"), 3);
}

#[test]
fn the_first_line_speaks_for_the_file_too() {
    let mut tree = Tree::new();
    let value = token(&mut tree);
    tree.raw("a.py", format!("# {ALLOW} secrets -- all of it {value}\ncode\n"));
    tree.raw("b.py", format!("\n# {ALLOW} secrets -- all of it {value}\ncode\n"));
    let report = json(&tree, &[]);
    assert_eq!((count(&report, "suppressed"), count(&report, "findings")), (1, 1));
    assert_eq!(report["suppressed"][0]["path"], "a.py");
}

#[test]
fn a_reason_shows_no_value() {
    let mut tree = Tree::new();
    let (one, password) = (token(&mut tree), tree.secret("random:24"));
    let other = tree.secret("secrets/npm-access-token");
    tree.raw("a.py", format!("t = \"{one}\"  # {ALLOW} secrets -- it was {one} before\n"));
    tree.raw("b.py", format!("password = \"{password}\"  # {ALLOW} secrets -- {password} is old\n"));
    tree.raw("c.py", format!("# {ALLOW} secrets -- like {} is old\npassword = \"{password}\"\n", &password[1..]));
    tree.raw("d.py", format!("t = \"{one}\"  # {ALLOW} secrets/{other} -- and {other}\n"));
    tree.raw("e.py", format!("t = \"{one}\"  # {ALLOW} {other}\n"));
    tree.raw("f.py", format!("t = \"{one}\"  # {ALLOW} secrets/npm-access-token -- {other} is mine\n"));
    for more in
        [&[][..], &["--only", RULE], &["--skip", "secrets/npm-access-token,secrets/generic-password-assignment"]]
    {
        for format in ["human", "json", "jsonl", "sarif"] {
            tree.scan(&[&["-v", "--format", format], more].concat()).go().code(1);
        }
    }
    let report = json(&tree, &[]);
    assert_eq!(report["suppressed"][0]["reason"], "it was ghp_…(40) before");
    assert!(report["suppressed"].as_array().unwrap().len() >= 3);
}

#[test]
fn other_encodings_and_line_ends() {
    let mut tree = Tree::new();
    let text = tree.text(&format!("größe = 1\r\n# {ALLOW} secrets -- für Tests\r\nt = \"{{{{{RULE}}}}}\"\r\n"));
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    tree.raw("crlf.py", &text);
    tree.raw("bom.py", format!("\u{feff}{text}"));
    tree.raw("le.py", [b"\xFF\xFE", &little[..]].concat());
    tree.raw("be.py", [b"\xFE\xFF", &big[..]].concat());
    let report = json(&tree, &[]);
    assert_eq!((count(&report, "findings"), count(&report, "suppressed"), count(&report, "notes")), (0, 4, 0));
    assert_eq!(report["suppressed"][0]["reason"], "für Tests");
}

#[test]
fn comments_and_findings_in_different_windows() {
    let mut tree = Tree::new();
    let (one, two) = (token(&mut tree), token(&mut tree));
    let filler = "nothing to see on this line of filler text, and it goes on to eighty char..\n";
    let first = bartizan::source::BEHIND + bartizan::source::WINDOW;
    // Comments end directly before a window does; so many follow each other that the code is in the next window.
    for (name, comments) in [("near.py", 1), ("far.py", 500)] {
        let comment = format!("# {ALLOW} {RULE} -- far away\n");
        let others = "# another comment that says nothing, over and over again, and on and on and\n".repeat(comments);
        let start = first - comment.len() - 1;
        let mut text = filler.repeat(start / filler.len());
        text.push_str(&"x".repeat(start - text.len() - 1));
        text.push('\n');
        text.push_str(&comment);
        text.push_str(&others);
        text.push_str(&format!("t = \"{one}\"\nt = \"{two}\"\n"));
        while text.len() < bartizan::source::WHOLE + 10 {
            text.push_str(filler);
        }
        tree.raw(name, text);
    }
    let report = json(&tree, &[]);
    assert_eq!((count(&report, "findings"), count(&report, "suppressed")), (2, 2), "{:#?}", notes(&report));
    assert_eq!(count(&report, "notes"), 0);
}

#[test]
fn prose_about_suppressions_is_none() {
    let mut tree = Tree::new();
    let value = token(&mut tree);
    let form = format!("{ALLOW} secrets -- reason");
    tree.raw(
        "README.md",
        format!(
            "# {form}\n\n`# {form}` and `<!-- {form} -->` and {form}\n\n```sh\n# {form}\n<!-- {form} -->\nx {value}\n```\n\n\
             <!-- {form} -->\nx {value}\n"
        ),
    );
    let report = json(&tree, &[]);
    assert_eq!((count(&report, "findings"), count(&report, "suppressed"), count(&report, "notes")), (1, 1, 0));
    assert_eq!(report["findings"][0]["line"], 8);
}

/// The line that a report offers, without its label.
fn offered(done: &Done, label: &str) -> String {
    let line = done.out().lines().find_map(|line| line.trim().strip_prefix(label)).map(str::to_owned);
    line.unwrap_or_else(|| panic!("{}", done.out()))
}

#[test]
fn the_comment_that_is_offered_works() {
    for (name, ..) in STYLES {
        let mut tree = Tree::new();
        let value = token(&mut tree);
        let line = format!("x {value}\n");
        tree.raw(name, &line);
        let done = tree.scan(&[""; 0]).go().code(1);
        if name == "a.md" || name == "unknown.zzz" {
            assert!(offered(&done, "Allow (.bartizan.yaml): ").starts_with("- {fingerprint: "));
            continue;
        }
        let comment = offered(&done, "Allow (line above): ");
        tree.raw(name, format!("{comment}\n{line}"));
        let done = tree.scan(&[""; 0]).go().code(1);
        assert!(done.out().contains("gives no reason"), "{name}: {}", done.out());
        tree.raw(name, format!("{}\n{line}", comment.replace("<why>", "a reason")));
        let done = tree.scan(&[""; 0]).go().code(0);
        assert!(done.out().contains("Suppressed: 1 finding"), "{name}: {}", done.out());
    }
    let mut tree = Tree::new();
    tree.file("a.py", &format!("t = \"{{{{{RULE}}}}}\"\n"));
    assert!(!tree.scan(&["-q"]).go().code(1).out().contains("Allow"));
    // Where comments do not hold none is offered.
    offered(&tree.scan(&["--no-inline-ignore"]).go().code(1), "Allow (.bartizan.yaml): - {fingerprint: ");
}

#[test]
fn a_hundred_thousand_of_them() {
    let mut tree = Tree::new();
    let value = token(&mut tree);
    // One above the other, all for the one line of code; then one behind each line.
    let mut text = format!("# {ALLOW} secrets -- again\n").repeat(50_000);
    text.push_str(&format!("t = \"{value}\"\n"));
    text.push_str(&format!("t = 1  # {ALLOW} secrets, sql-injection -- again and again\n").repeat(50_000));
    tree.raw("a.py", text);
    tree.raw("b.py", format!("/* {ALLOW} secrets -- x */ ").repeat(100_000));
    tree.raw("c.ts", format!("/* {ALLOW} secrets -- x */ ").repeat(100_000));
    let report = json(&tree, &[]);
    assert_eq!((count(&report, "findings"), count(&report, "suppressed")), (0, 1));
    assert_eq!(count(&report, "notes"), 49_999 + 100_000 + 100_000);
}
