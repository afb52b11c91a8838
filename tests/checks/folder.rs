//! A case as a folder: a fresh repository with its files, some of them tracked, and what a scan of it finds.

use std::fs;
use std::path::Path;
use std::process::Command;

use bartizan::config::{Configuration, Plan, ScanOptions};
use bartizan::engine;
use bartizan::finding::Finding;
use bartizan::rule::embedded;
use bartizan::source::Control;
use tempfile::TempDir;

use crate::values::Values;

/// A scanned folder.
pub(crate) struct Scan {
    pub(crate) folder: TempDir,
    pub(crate) findings: Vec<Finding>,
    /// The values that stand in it.
    pub(crate) values: Vec<String>,
}

/// Lays out the files, adds `tracked` to the index, and scans with the packs `only` (all, when it names none).
pub(crate) fn scan(title: &str, files: &[(String, String)], tracked: &[String], only: &[&str]) -> Scan {
    let folder = tempfile::tempdir().unwrap();
    let mut values = Values::new(title);
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, values.expand(text)).unwrap();
    }
    git(folder.path(), &["init", "-q"]);
    if !tracked.is_empty() {
        let names: Vec<&str> = tracked.iter().map(String::as_str).collect();
        git(folder.path(), &[&["add", "-f", "--"][..], &names].concat());
    }
    let options = ScanOptions {
        paths: vec![folder.path().to_owned()],
        only: only.iter().map(|&pack| pack.to_owned()).collect(),
        jobs: Some(1),
        ..ScanOptions::default()
    };
    let plan = Plan::resolve(options, Configuration::default(), embedded()).unwrap();
    let source = engine::source(&plan).unwrap();
    let outcome = engine::scan(&plan, source.as_ref(), &Control::default());
    assert!(outcome.summary.complete(), "{title}: {:?}", outcome.summary.tally.skipped);
    Scan { folder, findings: outcome.findings, values: values.made }
}

/// Runs git in a folder, deaf to the settings of whoever runs the test.
pub(crate) fn git(folder: &Path, args: &[&str]) {
    let done = Command::new("git")
        .args(["-c", "core.autocrlf=false", "-c", "init.defaultBranch=main"])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" })
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}
