//! Ten small services of different make, with secrets of all roles planted in them and what only looks like one beside
//! them: every planted place is found, and nothing else with medium confidence or more.
//!
//! A line of a service that ends in `⟦what is planted⟧` holds a secret; the mark is taken off before the file is
//! written. Values come from generators, as in the cases of `checks`.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]
#![allow(dead_code, reason = "of what lays folders out, other tests need more")]

#[path = "checks/folder.rs"]
mod folder;
#[path = "checks/values.rs"]
mod values;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use bartizan::finding::Confidence;

/// Files, and what is planted at which path and line.
struct Service {
    files: Vec<(String, String)>,
    planted: BTreeMap<(String, u64), String>,
}

fn read(name: &str) -> Service {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/services/{name}.service"));
    let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let mut service = Service { files: Vec::new(), planted: BTreeMap::new() };
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("@@ ") {
            service.files.push((path.to_owned(), String::new()));
            continue;
        }
        let (path, text) = service.files.last_mut().unwrap();
        let (kept, mark) = line.split_once('⟦').map_or((line, None), |(kept, mark)| (kept.trim_end(), Some(mark)));
        text.push_str(kept);
        text.push('\n');
        if let Some(mark) = mark {
            let what = mark.trim_end().strip_suffix('⟧').unwrap().to_owned();
            service.planted.insert((path.clone(), text.lines().count() as u64), what);
        }
    }
    service
}

/// What is wrong with the findings of one service.
fn wrong(name: &str) -> Vec<String> {
    let service = read(name);
    assert!(service.planted.len() >= 5, "{name} plants too little");
    let paths: Vec<String> = service.files.iter().map(|(path, _)| path.clone()).collect();
    let scan = folder::scan(name, &service.files, &paths, &["secrets"]);
    let line = |path: &str, number: u64| {
        let text = fs::read_to_string(scan.folder.path().join(path)).unwrap();
        text.lines().nth(number as usize - 1).unwrap_or_default().trim().to_owned()
    };
    let mut left = service.planted.clone();
    let mut wrong = Vec::new();
    for found in scan.findings.iter().filter(|found| found.confidence >= Confidence::Medium) {
        // One finding may speak for several places.
        let own = (found.path.to_text(), found.region.line);
        let related = found.related.iter().map(|other| (other.path.to_text(), other.region.line));
        for place in related {
            left.remove(&place);
        }
        if !service.planted.contains_key(&own) {
            let at = format!("{name} {}:{}", own.0, own.1);
            wrong.push(format!("nothing is planted at {at}: {} says `{}`", found.rule, line(&own.0, own.1)));
        }
        left.remove(&own);
    }
    let missed = left
        .iter()
        .map(|((path, number), what)| format!("not found: {name} {path}:{number}, {what}: `{}`", line(path, *number)));
    wrong.extend(missed);
    wrong
}

macro_rules! services {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let wrong = wrong(stringify!($name));
            assert!(wrong.is_empty(), "{} places are wrong:\n{}", wrong.len(), wrong.join("\n"));
        }
    )*};
}

services! { django express go spring rails laravel aspnet fastapi axum flask }
