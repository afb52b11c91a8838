//! The JSON Schema of configurations, made from the types: `docs/config.schema.json` must say what is read.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::Path;
use std::{env, fs};

use serde_json::Value;

use super::def::ConfigFile;

fn schema() -> Value {
    let mut schema = schemars::schema_for!(ConfigFile);
    schema.insert("title".into(), "A configuration of bartizan, `.bartizan.yaml`".into());
    schema.to_value()
}

#[test]
fn the_schema_in_docs_is_made_from_the_types() {
    let made = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/config.schema.json");
    if env::var_os("BARTIZAN_UPDATE").is_some_and(|value| value == "1") {
        fs::write(&file, &made).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == made, "docs/config.schema.json is not what the types say; BARTIZAN_UPDATE=1 rewrites it");
}

/// Every YAML block of the page about configurations is one.
#[test]
fn the_schema_and_the_types_hold_for_the_documentation() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).unwrap();
    let blocks: Vec<&str> = page.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() > 3, "{} blocks", blocks.len());
    for block in blocks {
        serde_yaml::from_str::<ConfigFile>(block).unwrap_or_else(|error| panic!("{error}:\n{block}"));
        let value: Value = serde_yaml::from_str(block).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}:\n{block}");
    }
}

#[test]
fn the_schema_refuses_what_the_types_refuse() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for (text, good) in [
        ("{}", true),
        ("disable:", true),
        ("disable: [a, {rule: b, paths: [c], reason: d}]", true),
        ("max_file_size: 10MB", true),
        ("max_file_size: 4096", true),
        ("colour: red", false),
        ("fail_on: hgh", false),
        ("min_confidence: critical", false),
        ("disable: [{rule: b, path: c}]", false),
        ("disable: [{paths: [c]}]", false),
        ("severity: [{rule: a}]", false),
        ("allow: [{rule: a, path: b}]", false),
        ("max_file_size: 0", false),
        ("max_file_size: ten", false),
        ("include: '*.py'", false),
    ] {
        let value: Value = serde_yaml::from_str(text).unwrap();
        assert_eq!(validator.is_valid(&value), good, "{text}");
        assert_eq!(serde_yaml::from_str::<ConfigFile>(text).is_ok(), good, "{text}");
    }
}
