//! The JSON Schema of packs, made from the types: `docs/rule-pack.schema.json` must say what the loader reads.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::Path;
use std::{env, fs};

use super::def::Pack;

#[test]
fn the_schema_in_docs_is_made_from_the_types() {
    let mut schema = schemars::schema_for!(Pack);
    schema.insert("title".into(), "A rule pack of bartizan".into());
    let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rule-pack.schema.json");
    if env::var_os("BARTIZAN_UPDATE").is_some_and(|value| value == "1") {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &made).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == made, "docs/rule-pack.schema.json is not what the types say; BARTIZAN_UPDATE=1 rewrites it");
}

#[test]
fn the_schema_holds_for_the_embedded_packs_and_refuses_unknown_keys() {
    let schema = schemars::schema_for!(Pack).to_value();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/secrets/github.yaml")).unwrap();
    let mut pack: serde_json::Value = serde_yaml::from_str(&text).unwrap();
    assert!(validator.is_valid(&pack));
    pack["rules"][0]["colour"] = "red".into();
    assert!(!validator.is_valid(&pack));
}
