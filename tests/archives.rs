//! Archives through the binary: every format, nested and hostile ones, and how reports name what is in them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/pack.rs"]
mod pack;
#[path = "support/run.rs"]
mod run;

mod archives {
    mod bounds;
    mod formats;
    mod names;
    mod noise;
    mod reports;
}

use run::{Done, Tree};
use serde_json::Value;

const TOKEN: &str = "t = \"{{secrets/github-pat-classic}}\"\n";
const RULE: &str = "secrets/github-pat-classic";

/// A scan that looks into archives, as JSON; with the exit code that is expected.
fn look(tree: &Tree, args: &[&str], code: i32) -> Done {
    tree.scan(&[&["--archives", "--format", "json"], args].concat()).go().code(code)
}

/// `path:line:column`, where all findings are tokens.
fn places(done: &Done) -> Vec<String> {
    let behind = format!(" {RULE}");
    done.places().iter().map(|place| place.strip_suffix(&behind).unwrap_or(place).to_owned()).collect()
}

/// `path: reason` of all that was not looked at.
fn skipped(done: &Done) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let report = done.json();
    let all = report["coverage"]["skipped"].as_array().unwrap();
    all.iter().map(|skip| format!("{}: {}", text(&skip["path"]), text(&skip["reason"]))).collect()
}

fn coverage(done: &Done, what: &str) -> u64 {
    done.json()["coverage"][what].as_u64().unwrap()
}
