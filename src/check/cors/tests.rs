//! What the annotated cases cannot show: identity, work, and texts that nobody should write.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::sync::LazyLock;

use super::*;
use crate::finding::ReportPath;
use crate::rule::{RuleSet, cors_tables, embedded};
use crate::source::{Encoding, Origin};

/// What is found in a text: rules, and the text shown of each.
fn found(name: &str, text: &[u8]) -> (Vec<(String, String)>, u64) {
    static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::new(embedded()));
    let rules = &*RULES;
    let check = Cors::new(rules);
    let origin = Origin { path: ReportPath::from_bytes(name.as_bytes()), explicit: true, lines: None };
    let blob = Blob { origin: &origin, text, base: 0, own: 0..text.len(), encoding: Encoding::Ascii, last: true };
    let (mut cx, mut matches) = (Cx::default(), Vec::new());
    if check.wants(&blob) {
        check.run(&blob, &mut cx, &mut matches);
    }
    let shown = |found: &Match| String::from_utf8_lossy(&text[found.span.clone()]).into_owned();
    let rule = |found: &Match| rules.rules()[found.rule as usize].id.to_string();
    (matches.iter().map(|found| (rule(found), shown(found))).collect(), cx.work.context_bytes)
}

fn rules_of(name: &str, text: &str) -> Vec<String> {
    found(name, text.as_bytes()).0.into_iter().map(|(rule, _)| rule).collect()
}

#[test]
fn every_table_is_read_and_names_something() {
    let tables = cors_tables();
    assert!(tables.len() >= 15);
    for table in &tables {
        let names = [&table.settings, &table.inside, &table.headers, &table.words];
        assert!(names.iter().any(|names| !names.origins.is_empty()), "{}", table.framework);
        assert!(!table.framework.is_empty() && table.calls.iter().all(|call| !call.names.is_empty()));
    }
}

#[test]
fn the_gate_lets_all_through_that_tables_can_find() {
    // A name that no word of the gate stands in would never be looked at, whatever the table says of it.
    let rules = RuleSet::new(embedded());
    let check = Cors::new(&rules);
    for table in cors_tables() {
        if table.markers.is_empty() && table.packages.is_empty() {
            let names = table.settings.origins.iter().chain(&table.settings.any_origin).chain(&table.headers.origins);
            for name in names {
                assert!(check.may_hold(name.as_bytes(), &mut Scratch::default()), "{name}");
            }
        } else {
            let quoted = table.packages.iter().map(|name| format!("'{name}'"));
            let calls = table.calls.iter().flat_map(|call| call.names.iter().cloned());
            let named = table.settings.origins.iter().chain(&table.settings.any_origin).cloned();
            for marker in table.markers.iter().cloned().chain(quoted) {
                let held =
                    |name: String| check.may_hold(format!("{marker} {name}").as_bytes(), &mut Scratch::default());
                assert!(calls.clone().chain(named.clone()).any(held), "{marker}");
            }
        }
        for words in table.words.origins {
            for joined in [words.replace(' ', "_"), words.replace(' ', "_").to_uppercase(), words.replace(' ', "-")] {
                assert!(check.may_hold(joined.as_bytes(), &mut Scratch::default()), "{joined}");
            }
        }
    }
}

#[test]
fn what_does_not_parse_is_read_around_the_error() {
    let text = "from fastapi.middleware.cors import CORSMiddleware\ndef broken(:\n    x = [1, (2\n\n\
                app.add_middleware(CORSMiddleware, allow_origins=[\"*\"])\n";
    assert_eq!(rules_of("app.py", text), ["cors/wildcard-origin"]);
    let text = b"\xff\xfe{{ if x }}\ncors:\n  allowedOrigins: \"*\"\n\x80: [\n";
    assert_eq!(found("values.yaml", text).0.len(), 1);
}

#[test]
fn a_finding_shows_name_and_value() {
    let (found, _) = found("app.py", b"import CORSMiddleware\nadd(CORSMiddleware, allow_origins = [\n  '*'])\n");
    assert_eq!(found, [("cors/wildcard-origin".to_owned(), "allow_origins = [\n  '*']".to_owned())]);
}

/// Tokens looked at for what names stand for, for each token of the text.
fn spent(name: &str, text: &[u8]) -> usize {
    let code = Code::new(text, Dialect::of_path(name.as_bytes()).unwrap(), names::tables());
    let active = vec![true; names::tables().all.len()];
    let mut reader = Reader::new(&code, &active, false);
    reader.calls();
    reader.settings();
    let left = code.budget.get();
    (value::BUDGET.0 + value::BUDGET.1 * code.tokens.len() - left) / code.tokens.len().max(1)
}

#[test]
fn names_that_lead_to_each_other_and_deep_nesting_end() {
    let circle = "aa = bb\nbb = cc + aa\ncc = aa or bb\n".repeat(300) + "allow_origins = aa\n";
    let many = "allow_origins = value\nvalue = allow_origins or other\n".repeat(2000);
    let deep = ["cors(".repeat(10_000), "{".repeat(10_000), "allow_origins=[".repeat(10_000)].concat();
    let chain = "allow_origins=".repeat(20_000);
    let calls = "cors() ".repeat(10_000);
    for text in [&circle, &many, &deep, &chain, &calls] {
        assert!(spent("app.py", text.as_bytes()) <= value::BUDGET.0);
        assert!(spent("app.js", text.as_bytes()) <= value::BUDGET.0);
        let _ = found("app.js", format!("import cors from 'cors'\n{text}").as_bytes());
    }
}

#[test]
fn any_bytes_end_in_some_findings() {
    let parts: [&[u8]; 24] = [
        b"cors",
        b"(",
        b")",
        b"{",
        b"}",
        b"[",
        b"]",
        b"'*'",
        b"\"*\"",
        b"*",
        b"=",
        b":",
        b",",
        b"\n",
        b"  ",
        b"origin",
        b"allow_origins",
        b"Access-Control-Allow-Origin",
        b"true",
        b"=>",
        b"|",
        b"- ",
        b"${CORS_ORIGINS:-*}",
        b"\xff",
    ];
    let names = ["a.py", "a.js", "a.go", "a.java", "a.yaml", ".env", "a.conf", "a.json", "a.php", "a.rs", "a.toml"];
    let mut rng = fastrand::Rng::with_seed(5);
    for round in 0..600 {
        let text: Vec<u8> = (0..rng.usize(..80)).flat_map(|_| parts[rng.usize(..parts.len())].to_vec()).collect();
        let text = [b"import cors from 'cors' CORSMiddleware CrossOrigin\n", text.as_slice()].concat();
        let _ = found(names[round % names.len()], &text);
    }
}
