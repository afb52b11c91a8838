//! Reports of real scans, held against what they promise: the JSON schema, and what GitHub asks of SARIF.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::collections::HashSet;

use run::Tree;
use serde_json::{Value, json};
use serde_sarif::sarif::{ResultLevel, Sarif};

/// Findings of every confidence, a skipped file, an unread one, an odd name.
fn tree() -> Tree {
    let mut tree = Tree::new();
    tree.file("src/a b#ü.py", "t = \"{{secrets/github-pat-classic}}\"\nu = \"{{secrets/github-pat-classic}}\"\n");
    tree.file("src/low.py", "t = \"{{secrets/github-pat-classic:wrong-checksum}}\"\n");
    tree.file("db.env", "DB=postgres://u:{{secrets/url-credentials}}@db.internal/x\n");
    tree.file(
        "key.pem",
        "-----BEGIN RSA PRIVATE KEY-----\n{{secrets/pem-private-key-rsa}}\n-----END RSA PRIVATE KEY-----\n",
    );
    tree.raw("zero.bin", [0; 2000]);
    tree.raw("large.txt", "x\n".repeat(50_000));
    tree
}

const CAPPED: [&str; 2] = ["--max-file-size", "50kB"];

fn schema() -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.schema.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn assert_valid(schema: &Value, instance: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(instance).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn json_is_what_the_schema_says() {
    let tree = tree();
    let report = tree.scan(&[&["--format", "json"], &CAPPED[..]].concat()).go().code(1).json();
    let schema = schema();
    assert_valid(&schema, &report);
    assert_eq!(report["findings"].as_array().unwrap().len(), 5);
    assert_eq!(report["coverage"]["complete"], false);
    assert_eq!(report["coverage"]["files_skipped"], 2);
    assert_eq!(report["exit_code"], 1);
    // The schema can refuse.
    let validator = jsonschema::validator_for(&schema).unwrap();
    for key in ["schema", "findings", "coverage", "exit_code"] {
        let mut lesser = report.clone();
        lesser.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&lesser), "without {key}");
    }
    let empty = Tree::new().scan(&["--format", "json"]).go().code(0).json();
    assert_valid(&schema, &empty);
}

#[test]
fn every_json_line_is_what_the_schema_says() {
    let tree = tree();
    let done = tree.scan(&[&["--format", "jsonl"], &CAPPED[..]].concat()).go().code(1);
    let mut of_lines = schema();
    of_lines = json!({ "$schema": of_lines["$schema"], "$defs": of_lines["$defs"], "$ref": "#/$defs/Line" });
    let lines: Vec<Value> = done.out().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.iter().for_each(|line| assert_valid(&of_lines, line));
    let kinds: Vec<&str> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, [["finding"; 5].as_slice(), &["skipped"; 2], &["summary"]].concat());
    let document = tree.scan(&[&["--format", "json"], &CAPPED[..]].concat()).go().json();
    for (line, finding) in lines.iter().zip(document["findings"].as_array().unwrap()) {
        let mut line = line.clone();
        line.as_object_mut().unwrap().remove("type");
        assert_eq!(&line, finding, "both say the same");
    }
}

#[test]
fn sarif_is_what_github_asks_for() {
    let tree = tree();
    let done = tree.scan(&[&["--format", "sarif"], &CAPPED[..]].concat()).go().code(1);
    let sarif: Sarif = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(sarif.runs.len(), 1, "one run");
    assert_eq!(done.json()["version"], "2.1.0");
    let run = &sarif.runs[0];
    let driver = &run.tool.driver;
    assert_eq!(driver.name, "bartizan");
    assert_eq!(driver.semantic_version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
    let rules = driver.rules.as_ref().unwrap();
    let ids: HashSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.len(), rules.len(), "a rule stands twice");
    for rule in rules {
        let texts = [&rule.short_description, &rule.full_description].map(|text| text.as_ref().unwrap().text.as_str());
        assert!(texts.iter().all(|text| !text.is_empty()), "{}", rule.id);
        let help = rule.help.as_ref().unwrap();
        assert!(!help.text.is_empty() && !help.markdown.as_ref().unwrap().is_empty(), "{}", rule.id);
        let properties = serde_json::to_value(rule.properties.as_ref().unwrap()).unwrap();
        let severity: f64 = properties["security-severity"].as_str().unwrap().parse().unwrap();
        assert!(severity > 0.0 && severity <= 10.0, "{}", rule.id);
        assert!(properties["tags"].as_array().unwrap().iter().any(|tag| tag == "security"), "{}", rule.id);
    }
    let results = run.results.as_ref().unwrap();
    assert_eq!(results.len(), 5);
    let mut prints = HashSet::new();
    for result in results {
        let id = result.rule_id.as_deref().unwrap();
        assert_eq!(rules[usize::try_from(result.rule_index.unwrap()).unwrap()].id, id);
        assert!(matches!(result.level, Some(ResultLevel::Error | ResultLevel::Warning | ResultLevel::Note)));
        assert!(!result.message.text.as_ref().unwrap().is_empty());
        let locations = result.locations.as_ref().unwrap();
        assert_eq!(locations.len(), 1);
        let place = locations[0].physical_location.as_ref().unwrap();
        let uri = place.artifact_location.as_ref().unwrap().uri.as_deref().unwrap();
        assert!(!uri.starts_with('/') && !uri.contains("://") && !uri.contains("..") && uri.is_ascii(), "{uri}");
        assert!(!uri.contains(|c: char| c.is_whitespace() || c == '#' || c == '\\'), "{uri}");
        let region = place.region.as_ref().unwrap();
        assert!(region.start_line.unwrap() >= 1 && region.start_column.unwrap() >= 1);
        assert!(region.end_line.unwrap() >= region.start_line.unwrap());
        assert!(region.snippet.is_none(), "a snippet would show the secret");
        let fingerprints = result.partial_fingerprints.as_ref().unwrap();
        assert!(fingerprints.contains_key("primaryLocationLineHash"));
        assert!(prints.insert(fingerprints["bartizanFingerprint/v1"].clone()), "a fingerprint stands twice");
    }
    assert!(done.out().contains("a%20b%23%C3%BC.py"));
    let invocation = &run.invocations.as_ref().unwrap()[0];
    assert_eq!(invocation.exit_code, Some(1));
    assert!(done.out().contains("large.txt"), "what was not looked at is said");
}

#[test]
fn sarif_lists_all_rules_if_asked() {
    let tree = Tree::new();
    let rules = |args: &[&str]| {
        let report = tree.scan(&[&["--format", "sarif"], args].concat()).go().code(0).json();
        report["runs"][0]["tool"]["driver"]["rules"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(rules(&[]), 0);
    assert_eq!(rules(&["--sarif-all-rules"]), run::rules().rules().len());
}
