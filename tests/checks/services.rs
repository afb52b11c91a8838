//! Six small services with planted problems of all four packs and safe twins beside them: the exact list of what is found.
//!
//! A line of a service may end in `⟦rule severity⟧`, several divided by commas, with `low` behind where the confidence
//! is low: what stands there is taken off before the file is written, and is the list that the scan has to give.

use std::fs;
use std::path::Path;
use std::process::Command;

use bartizan::finding::Confidence;

use crate::folder;

/// Path and text of the files, and `path:line rule severity` of what is planted.
fn read(name: &str) -> (Vec<(String, String)>, Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/checks/services/{name}.service"));
    let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let (mut files, mut planted): (Vec<(String, String)>, Vec<String>) = (Vec::new(), Vec::new());
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("@@ ") {
            files.push((path.to_owned(), String::new()));
            continue;
        }
        let (path, text) = files.last_mut().unwrap();
        let (kept, marks) = match line.split_once('⟦') {
            Some((kept, marks)) => (kept.trim_end(), marks.trim_end().strip_suffix('⟧').unwrap()),
            None => (line, ""),
        };
        text.push_str(kept);
        text.push('\n');
        let number = text.lines().count();
        let marks = marks.split(',').map(str::trim).filter(|mark| !mark.is_empty());
        planted.extend(marks.map(|mark| format!("{path}:{number} {mark}")));
    }
    planted.sort();
    (files, planted)
}

fn check(name: &str) {
    let (files, planted) = read(name);
    let scan = folder::scan(name, &files, &[], &[]);
    let mut found: Vec<String> = scan
        .findings
        .iter()
        .map(|f| {
            let low = if f.confidence == Confidence::Low { " low" } else { "" };
            format!("{}:{} {} {}{low}", f.path, f.region.line, f.rule, f.severity)
        })
        .collect();
    found.sort();
    let missing: Vec<&String> = planted.iter().filter(|line| !found.contains(line)).collect();
    let more: Vec<&String> = found.iter().filter(|line| !planted.contains(line)).collect();
    assert!(missing.is_empty() && more.is_empty(), "{name}: not found: {missing:#?}\nfound besides: {more:#?}");
    assert_eq!(found.len(), planted.len(), "{name}: something was found twice");
    says_no_value(&scan);
}

/// No format gives eight characters of any value away.
fn says_no_value(scan: &folder::Scan) {
    for format in ["human", "json", "jsonl", "sarif", "github"] {
        let output = Command::new(env!("CARGO_BIN_EXE_bartizan"))
            .args(["scan", "-v", "--no-config", "--format", format, "."])
            .current_dir(scan.folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        let said = [output.stdout, output.stderr].concat();
        assert!(!scan.values.is_empty());
        for value in &scan.values {
            // What every value of a kind begins with is public.
            let body = value.strip_prefix("-----BEGIN PRIVATE KEY-----").unwrap_or(value).as_bytes();
            let body = if value.contains('_') || value.contains('.') { &body[body.len() / 3..] } else { body };
            for piece in body.windows(8) {
                assert!(memchr::memmem::find(&said, piece).is_none(), "{format} gives a value away");
            }
        }
    }
}

#[test]
fn fastapi() {
    check("fastapi");
}

#[test]
fn flask() {
    check("flask");
}

#[test]
fn express() {
    check("express");
}

#[test]
fn nest() {
    check("nest");
}

#[test]
fn go() {
    check("go");
}

#[test]
fn spring() {
    check("spring");
}
