//! Case files: what `README.md` says about their form, read strictly, so that a slip in one is no silent pass.

use std::fs;
use std::path::{Path, PathBuf};

/// One case.
pub(crate) struct Case {
    /// `cors/express`
    pub(crate) topic: String,
    /// Where it begins in its file.
    pub(crate) line: usize,
    pub(crate) verdict: String,
    pub(crate) rule: String,
    pub(crate) title: String,
    pub(crate) lines: Vec<u64>,
    pub(crate) severity: Option<String>,
    pub(crate) tracked: Vec<String>,
    /// Path and text, generators unexpanded.
    pub(crate) files: Vec<(String, String)>,
}

/// All cases below a folder, in the order of the paths.
pub(crate) fn read(root: &Path) -> Vec<Case> {
    let mut files = Vec::new();
    find(root, &mut files);
    files.sort();
    let read = |file: &PathBuf| {
        let topic = file.strip_prefix(root).unwrap().with_extension("").to_str().unwrap().replace('\\', "/");
        parse(&topic, &fs::read_to_string(file).unwrap().replace("\r\n", "\n"))
    };
    files.iter().flat_map(read).collect()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "cases") {
            files.push(path);
        }
    }
}

/// The cases of one text.
///
/// # Panics
/// Where the text has another form.
pub(crate) fn parse(topic: &str, text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let at = format!("{topic}.cases:{number}");
        if let Some(head) = line.strip_prefix("#### ") {
            let (verdict, rest) = head.split_once(' ').unwrap_or_else(|| panic!("{at}: no verdict"));
            let (rule, title) = rest.split_once(": ").unwrap_or_else(|| panic!("{at}: no title"));
            assert!(["bad", "low", "safe", "silent"].contains(&verdict), "{at}: the verdict `{verdict}`");
            cases.push(Case {
                topic: topic.to_owned(),
                line: number,
                verdict: verdict.to_owned(),
                rule: rule.to_owned(),
                title: title.to_owned(),
                lines: Vec::new(),
                severity: None,
                tracked: Vec::new(),
                files: Vec::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            assert!(line.trim().is_empty(), "{at}: text before the first case");
            continue;
        };
        if let Some(path) = line.strip_prefix("@@ ") {
            case.files.push((path.trim().to_owned(), String::new()));
        } else if let Some((_, text)) = case.files.last_mut() {
            text.push_str(line);
            text.push('\n');
        } else if let Some((option, value)) = line.split_once(": ") {
            let words = value.split(',').map(str::trim);
            match option {
                "lines" => case.lines = words.map(|word| word.parse().unwrap()).collect(),
                "severity" => case.severity = Some(value.trim().to_owned()),
                "tracked" => case.tracked = words.map(str::to_owned).collect(),
                _ => panic!("{at}: the option `{option}`"),
            }
        } else {
            assert!(line.trim().is_empty(), "{at}: a line that is none of a file");
        }
    }
    for case in &mut cases {
        assert!(!case.files.is_empty(), "{topic}.cases:{}: a case without files", case.line);
        for (_, text) in &mut case.files {
            text.truncate(text.trim_end().len());
            if !text.is_empty() {
                text.push('\n');
            }
        }
    }
    cases
}
