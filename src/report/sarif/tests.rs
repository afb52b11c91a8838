#![allow(clippy::unwrap_used, reason = "tests may fail")]

use serde_json::Value;

use super::*;
use crate::finding::Severity;
use crate::report::sample::{self, Scan};
use crate::source::SkipReason;

fn render(scan: &Scan, rules: &RuleSet, options: SarifOptions) -> String {
    let mut out = Vec::new();
    scan.tell(Sarif::new(Box::new(&mut out), rules, options));
    String::from_utf8(out).unwrap()
}

fn parse(scan: &Scan) -> Value {
    let text = render(scan, &sample::rules(), SarifOptions::default());
    // The crate's own reader takes the file, too.
    let read: sarif::Sarif = serde_json::from_str(&text).unwrap();
    assert_eq!(read.runs.len(), 1);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_report_in_full() {
    let report = serde_json::to_string_pretty(&parse(&sample::mixed())).unwrap();
    let report = report.replace(env!("CARGO_PKG_REPOSITORY"), "[repository]");
    insta::assert_snapshot!(report.replace(env!("CARGO_PKG_VERSION"), "[version]"));
}

#[test]
fn every_result_names_its_rule_by_id_and_index() {
    let run = parse(&sample::mixed())["runs"][0].clone();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 3);
    for result in run["results"].as_array().unwrap() {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn rules_are_those_in_use_or_all() {
    let scan = Scan::new(vec![sample::finding("demo/token", "a", 1)]);
    let count = |options| {
        let log: Value = serde_json::from_str(&render(&scan, &sample::rules(), options)).unwrap();
        log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len()
    };
    assert_eq!(count(SarifOptions::default()), 1);
    assert_eq!(count(SarifOptions { all_rules: true }), 3);
}

#[test]
fn no_text_of_a_rule_is_empty() {
    let rules = sample::rules_of(
        "pack: demo\nrules:\n  - {id: token, title: T, severity: low, confidence: low, pattern: 'tok_[a-z]{20}', \
         help: {what: '', why: ' ', fix: ''}, examples: {match: []}}\n",
    );
    let scan = Scan::new(vec![sample::finding("demo/token", "a", 1), sample::finding("un/known", "a", 1)]);
    let log: Value = serde_json::from_str(&render(&scan, &rules, SarifOptions::default())).unwrap();
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap() {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[key]["text"].as_str().unwrap().trim().is_empty(), "{rule}");
        }
    }
}

#[test]
fn suppressed_findings_are_left_out() {
    let scan = Scan::new(Vec::new()).suppress(sample::finding("demo/token", "a", 1), "known");
    let run = parse(&scan)["runs"][0].clone();
    assert_eq!(run["results"], serde_json::json!([]));
    assert_eq!(run["tool"]["driver"]["rules"], serde_json::json!([]));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn an_incomplete_scan_says_what_it_did_not_see() {
    let mut scan = Scan::new(Vec::new()).skip(b"bin", SkipReason::Binary);
    for number in 0..130 {
        scan = scan.skip(format!("f {number}").as_bytes(), SkipReason::Unreadable("permission denied".into()));
    }
    let invocation = parse(&scan)["runs"][0]["invocations"][0].clone();
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["exitCode"], 3);
    let notes = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes.len(), 101);
    assert_eq!(notes[0]["message"]["text"], "Not looked at: unreadable: permission denied.");
    assert_eq!(notes[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "f%200");
    assert_eq!(notes[100]["message"]["text"], "Not looked at: 30 more files.");
}

#[test]
fn the_cap_keeps_the_worst_and_is_said() {
    let finding = sample::finding("demo/note", "a", 1);
    let mut findings = vec![finding; MOST_RESULTS + 7];
    let worst = sample::finding("demo/token", "z", 3);
    assert_eq!(worst.severity, Severity::Critical);
    findings.push(worst);
    let run = parse(&Scan::new(findings))["runs"][0].clone();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), MOST_RESULTS);
    assert_eq!(results[MOST_RESULTS - 1]["ruleId"], "demo/token");
    let note = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(note.starts_with("8 findings were left out: code hosts accept 25000 results."), "{note}");
}

#[test]
fn odd_names_are_relative_uris() {
    let (rules, scan) = sample::hostile();
    let text = render(&scan, &rules, SarifOptions::default());
    assert_eq!(text.chars().find(|&c| c != '\n' && crate::finding::unsafe_on_terminal(c)), None, "{text:?}");
    let log: Value = serde_json::from_str(&text).unwrap();
    let result = &log["runs"][0]["results"][0];
    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%0A%1B%5B31m%FF%C2%9B%3F%23%25b");
    let message = result["message"]["text"].as_str().unwrap();
    assert_eq!(message.matches("](").count(), 1, "one link, ours: {message}");
}

#[test]
fn no_value_is_given_away() {
    let text = render(&sample::mixed(), &sample::rules(), SarifOptions { all_rules: true });
    for line in [2, 40, 7, 9, 3] {
        assert!(!sample::gives_away(&text, &sample::value(line)), "{text}");
    }
    assert!(!text.contains("snippet"), "{text}");
}
