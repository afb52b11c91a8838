//! Turns the packs under `rules/` into bytes that a start can read in a fraction of a millisecond.
//!
//! It converts and does not judge: whether a rule does what it says is a test's work (`tests/rules.rs`).

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/rule/def.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
mod def;

#[path = "src/rule/sql.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
mod sql;

#[path = "src/rule/cors.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
mod cors;

#[path = "src/rule/carry/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
mod carry;

#[path = "src/rule/env_words.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
mod env_words;

#[path = "src/finding"]
mod finding {
    #[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
    mod severity;
    pub(crate) use severity::{Confidence, Severity};
}

#[path = "src/text"]
mod text {
    #[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
    pub(crate) mod token;

    #[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
    pub(crate) mod algorithm;

    #[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
    pub(crate) mod form {
        pub(crate) mod name;
    }

    #[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
    pub(crate) mod table;

    #[allow(dead_code, unreachable_pub, reason = "shared with the library, which uses the rest")]
    pub(crate) mod name {
        pub(crate) mod table;
    }
}

fn main() {
    println!("cargo::rerun-if-changed=src/finding/severity.rs");
    println!("cargo::rerun-if-changed=src/text/algorithm.rs");
    println!("cargo::rerun-if-changed=src/text/name/table.rs");
    println!("cargo::rerun-if-changed=src/text/table.rs");
    println!("cargo::rerun-if-changed=src/text/token.rs");
    println!("cargo::rerun-if-changed=src/text/form/name.rs");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rule/def.rs");
    println!("cargo::rerun-if-changed=src/rule/env_words.rs");
    println!("cargo::rerun-if-changed=src/rule/carry");
    println!("cargo::rerun-if-changed=src/rule/cors.rs");
    println!("cargo::rerun-if-changed=src/rule/sql.rs");
    let mut files = Vec::new();
    find(Path::new("rules"), &mut files);
    files.sort();
    let mut rules = Vec::new();
    let mut texts = Vec::new();
    let mut refused = Vec::new();
    for file in files {
        let yaml = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        if def::is_table(&yaml) {
            continue;
        }
        // The page of the rules' documentation has the file's name.
        let page = file.file_stem().and_then(|name| name.to_str()).expect("a name in UTF-8").to_owned();
        let pack: def::Pack = serde_yaml::from_str(&yaml).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        for mut rule in pack.rules {
            let carried = match carry::carry(&rule) {
                Ok(carried) => carried,
                Err(refusal) => {
                    refused.push(format!("{}: {}: {}; {}", file.display(), rule.id, refusal.what, refusal.help));
                    continue;
                }
            };
            let text = def::RuleText {
                help: std::mem::take(&mut rule.help),
                references: std::mem::take(&mut rule.references),
                examples: std::mem::take(&mut rule.examples),
            };
            texts.push((page.clone(), text));
            rules.push((pack.pack.clone(), pack.provider.clone(), rule, carried));
        }
    }
    // All at once: a format of packs that changes changes many.
    assert!(refused.is_empty(), "no prefilter can carry these rules:\n{}", refused.join("\n"));
    let cors = tables::<cors::CorsTable>("rules/cors");
    let sql = tables::<sql::SqlTable>("rules/sql");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let yaml = fs::read_to_string("rules/placeholders.yaml").expect("rules/placeholders.yaml is there");
    let table: text::table::Placeholders =
        serde_yaml::from_str(&yaml).unwrap_or_else(|e| panic!("rules/placeholders.yaml: {e}"));
    let table = postcard::to_stdvec(&table).expect("plain data");
    fs::write(out.join("placeholders.bin"), table).expect("OUT_DIR is writable");
    let yaml = fs::read_to_string("rules/known-values.yaml").expect("rules/known-values.yaml is there");
    let table: text::table::KnownValues =
        serde_yaml::from_str(&yaml).unwrap_or_else(|e| panic!("rules/known-values.yaml: {e}"));
    fs::write(out.join("known.bin"), postcard::to_stdvec(&table).expect("plain data")).expect("OUT_DIR is writable");
    let yaml = fs::read_to_string("rules/names.yaml").expect("rules/names.yaml is there");
    let table: text::name::table::Names =
        serde_yaml::from_str(&yaml).unwrap_or_else(|e| panic!("rules/names.yaml: {e}"));
    fs::write(out.join("names.bin"), postcard::to_stdvec(&table).expect("plain data")).expect("OUT_DIR is writable");
    let words: Vec<env_words::EnvWords> = tables("rules/env-example");
    let words = postcard::to_stdvec(&words[0]).expect("plain data");
    fs::write(out.join("env_words.bin"), words).expect("OUT_DIR is writable");
    fs::write(out.join("sql.bin"), postcard::to_stdvec(&sql).expect("plain data")).expect("OUT_DIR is writable");
    fs::write(out.join("cors.bin"), postcard::to_stdvec(&cors).expect("plain data")).expect("OUT_DIR is writable");
    fs::write(out.join("rules.bin"), postcard::to_stdvec(&rules).expect("plain data")).expect("OUT_DIR is writable");
    fs::write(out.join("texts.bin"), postcard::to_stdvec(&texts).expect("plain data")).expect("OUT_DIR is writable");
}

/// The tables of a check, by name of their files.
fn tables<T: serde::de::DeserializeOwned>(folder: &str) -> Vec<T> {
    let mut files = Vec::new();
    find(Path::new(folder), &mut files);
    files.sort();
    let read = |file: PathBuf| {
        let yaml = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        serde_yaml::from_str(&yaml).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
    };
    files.into_iter().map(read).collect()
}

/// All files of a folder but `placeholders.yaml`; what else is a table of its own says so itself.
fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|e| e == "yaml")
            && path.file_name().is_some_and(|n| n != "placeholders.yaml")
        {
            files.push(path);
        }
    }
}
