//! No value comes out: in no format, at no verbosity, from no kind of text. The wrapper looks; here stand the texts,
//! and that each secret in them was found at all.
//!
//! A file's name is shown as it is, even where it is a secret: a finding that does not say where it is helps nobody,
//! and whoever can read the report can list the folder. (Nor is a name scanned.)

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use bartizan::source::{BEHIND, WHOLE, WINDOW};
use run::Tree;

const FORMATS: [&str; 5] = ["human", "json", "jsonl", "sarif", "github"];
const LOUDNESS: [&[&str]; 4] = [&[], &["-q"], &["-v"], &["--color", "always", "-v"]];

/// Scans in every format, loudly and quietly, to standard output and to a file.
fn every_way(tree: &Tree, more: &[&str], code: i32) {
    for format in FORMATS {
        for loudness in LOUDNESS {
            let args = [&["--format", format], loudness, more].concat();
            tree.scan(&args).go().code(code);
        }
    }
    let reports: Vec<String> = FORMATS.iter().map(|format| format!("{format}=report.{format}")).collect();
    let mut args: Vec<&str> = reports.iter().flat_map(|report| ["--report", report]).collect();
    args.extend(["--sarif-all-rules", "--min-confidence", "low", "--exclude", "report.*"]);
    args.extend(more);
    let done = tree.scan(&args).go().code(code);
    assert_eq!(done.reports.len(), FORMATS.len());
    assert!(done.reports.iter().all(|(_, bytes)| !bytes.is_empty()));
    FORMATS.iter().for_each(|format| std::fs::remove_file(tree.path().join(format!("report.{format}"))).unwrap());
}

/// What a scan finds, as `path:line:column rule`.
fn places(tree: &Tree) -> Vec<String> {
    tree.scan(&["--format", "json"]).go().places()
}

#[test]
fn each_class_of_rule() {
    let mut tree = Tree::new();
    tree.file("checksum.py", "TOKEN = \"{{secrets/github-pat-classic}}\"\n");
    tree.file("context.yml", "datadog_api_key: {{secrets/datadog-api-key}}\n");
    tree.file("url.env", "DATABASE_URL=postgres://app:{{secrets/url-credentials}}@db.internal:5432/app\n");
    tree.file("generic.rb", "config.password = '{{random:24}}'\n");
    tree.file("structure.txt", "AccountKey={{secrets/azure-storage-account-key-identifiable}};x\n");
    tree.file("hook.js", "post('https://hooks.slack.com/services/{{secrets/slack-bot-token}}')\n");
    let found = places(&tree);
    for place in [
        "checksum.py:1:10 secrets/github-pat-classic",
        "context.yml:1:18 secrets/datadog-api-key",
        "url.env:1:29 secrets/url-credentials",
        "generic.rb:1:20 secrets/generic-password-assignment",
        "structure.txt:1:12 secrets/azure-storage-account-key-identifiable",
        "hook.js:1:40 secrets/slack-bot-token",
    ] {
        assert!(found.iter().any(|at| at == place), "{place} is missing in {found:#?}");
    }
    every_way(&tree, &[], 1);
    // Held back, and nothing to say at all.
    every_way(&tree, &["--fail-on", "never"], 0);
}

#[test]
fn keys_over_many_lines_and_in_one() {
    const IDS: [&str; 3] = ["secrets/pem-private-key-rsa", "secrets/pem-private-key-ec", "secrets/openssh-private-key"];
    const NAMES: [&str; 3] = ["RSA", "EC", "OPENSSH"];
    let mut tree = Tree::new();
    for (id, name) in IDS.iter().zip(NAMES) {
        let body = tree.secret(id).replace('\n', "");
        let lines: Vec<&str> = (0..body.len()).step_by(64).map(|at| &body[at..body.len().min(at + 64)]).collect();
        for (file, end) in [("lf.pem", "\n"), ("crlf.pem", "\r\n"), ("one.json", "\\n"), ("twice.json", "\\\\n")] {
            let text = lines.join(end);
            let quote = if file.ends_with("json") { "\"" } else { "" };
            tree.raw(
                format!("{name}-{file}"),
                format!(
                    "{quote}-----BEGIN {name} PRIVATE KEY-----{end}{text}{end}-----END {name} PRIVATE KEY-----{quote}"
                ),
            );
        }
        let indented = lines.join("\n    ");
        tree.raw(
            format!("{name}.yaml"),
            format!(
                "key: |\n    -----BEGIN {name} PRIVATE KEY-----\n    {indented}\n    -----END {name} PRIVATE KEY-----\n"
            ),
        );
    }
    let found = places(&tree);
    for (id, name) in IDS.iter().zip(NAMES) {
        let of = found.iter().filter(|at| at.starts_with(&format!("{name}-")) || at.starts_with(&format!("{name}.")));
        let of: Vec<_> = of.filter(|at| at.ends_with(id)).collect();
        assert_eq!(of.len(), 5, "{id}: {found:#?}");
    }
    every_way(&tree, &[], 1);
}

#[test]
fn several_secrets_on_a_line() {
    let mut tree = Tree::new();
    tree.file(
        "a.js",
        "f(\"{{secrets/github-pat-classic}}\", \"{{secrets/npm-access-token}}\", \"{{secrets/github-pat-classic}}\")\n",
    );
    assert_eq!(places(&tree).len(), 3);
    every_way(&tree, &[], 1);
    // A rule that is off must not show what it would have hidden.
    every_way(&tree, &["--skip", "secrets/npm-access-token"], 1);
    every_way(&tree, &["--only", "secrets/npm-access-token"], 1);
}

#[test]
fn a_line_too_long_to_show() {
    let mut tree = Tree::new();
    let filler = "var a=1;".repeat(20_000);
    tree.file(
        "min.js",
        &format!("{filler}k=\"{{{{secrets/github-pat-classic}}}}\";{filler}p=\"{{{{secrets/npm-access-token}}}}\";"),
    );
    assert_eq!(places(&tree).len(), 2);
    let shown = tree.scan(&["-v"]).go().code(1);
    assert!(shown.out().len() < 10_000, "{} bytes for two findings", shown.out().len());
    every_way(&tree, &[], 1);
}

#[test]
fn other_encodings_and_line_ends() {
    let mut tree = Tree::new();
    let text = tree.text("größe = 1\r\nTOKEN = \"{{secrets/github-pat-classic}}\"\r\nend\r\n");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    tree.raw("crlf.txt", &text);
    tree.raw("bom8.txt", format!("\u{feff}{text}"));
    tree.raw("latin1.txt", text.chars().map(|c| u32::from(c) as u8).collect::<Vec<_>>());
    tree.raw("le.txt", &little);
    tree.raw("be.txt", &big);
    tree.raw("le-bom.txt", [b"\xFF\xFE", &little[..]].concat());
    tree.raw("be-bom.txt", [b"\xFE\xFF", &big[..]].concat());
    let found = places(&tree);
    assert_eq!(found.len(), 7, "{found:#?}");
    assert!(found.iter().all(|at| at.ends_with(":2:10 secrets/github-pat-classic")), "{found:#?}");
    every_way(&tree, &[], 1);
}

#[test]
fn at_the_very_ends_of_a_text() {
    let mut tree = Tree::new();
    tree.file("alone", "{{secrets/github-pat-classic}}");
    tree.file("both", "{{secrets/github-pat-classic}}\n\n{{secrets/github-pat-classic}}");
    let found = places(&tree);
    assert_eq!(
        found,
        ["alone:1:1", "both:1:1", "both:3:1"].map(|at| format!("{at} secrets/github-pat-classic")),
        "{found:#?}"
    );
    every_way(&tree, &[], 1);
}

#[test]
fn a_name_is_shown_as_it_is() {
    let mut tree = Tree::new();
    let name = tree.name("secrets/github-pat-classic");
    tree.file(&format!("{name}.txt"), "t = \"{{secrets/github-pat-classic}}\"\n");
    let shown = tree.scan(&["-v"]).go().code(1);
    assert!(shown.out().contains(&name));
    every_way(&tree, &[], 1);
}

#[test]
fn across_the_edges_of_windows() {
    let mut tree = Tree::new();
    // Filler of short lines; every secret begins before an edge and ends behind it.
    let line = b"nothing to see on this line of filler text, and it goes on to eighty char..\n";
    let mut text: Vec<u8> = line.iter().copied().cycle().take(WHOLE + 2 * WINDOW).collect();
    let mut edges = Vec::new();
    for (number, back) in [1, 2, 3, 20, 39, 40, 41].into_iter().enumerate() {
        let start = BEHIND + WINDOW * (number + 1) - back;
        let token = tree.secret("secrets/github-pat-classic");
        text[start - 1] = b' ';
        text[start..start + token.len()].copy_from_slice(token.as_bytes());
        text[start + token.len()] = b' ';
        edges.push(start);
    }
    let key = tree.secret("secrets/pem-private-key-rsa");
    let body: Vec<&str> = (0..key.len()).step_by(64).map(|at| &key[at..key.len().min(at + 64)]).collect();
    let key = format!("\n-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n", body.join("\n"));
    let start = BEHIND + WINDOW * 8 - 100;
    text[start..start + key.len()].copy_from_slice(key.as_bytes());
    edges.push(start + 1);
    let expected: Vec<String> = edges
        .iter()
        .map(|&at| {
            let before = &text[..at];
            let lines = before.iter().filter(|&&byte| byte == b'\n').count();
            let column = at - before.iter().rposition(|&byte| byte == b'\n').unwrap();
            format!("big.txt:{}:{column}", lines + 1)
        })
        .collect();
    tree.raw("big.txt", &text);
    let found: Vec<String> = places(&tree).iter().map(|place| place.split_once(' ').unwrap().0.to_owned()).collect();
    assert_eq!(found, expected);
    for format in FORMATS {
        tree.scan(&["--format", format, "-v"]).go().code(1);
    }
}
