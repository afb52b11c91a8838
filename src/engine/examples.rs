//! Runs the rules' own examples: every text that must match does, every near miss stays quiet.

use std::path::{Component, Path, PathBuf};
use std::{fmt, fs, io};

use super::{Needs, Scanner};
use crate::finding::{Confidence, Finding, RuleId};
use crate::rule::expand::{self, Expanded, expand};
use crate::rule::{Rule, RuleSet};

/// Seeds that each example is made with: one lucky value proves little.
const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];

/// An example that does not do what it says.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The rule.
    pub rule: RuleId,
    /// The example as it stands in the pack, generators unexpanded.
    pub example: String,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong with an example.
#[derive(Clone, Debug)]
pub enum Wrong {
    /// It must match and does not, or only below medium confidence.
    Quiet {
        /// What other rules said of it.
        others: Vec<RuleId>,
        /// Whether the rule spoke with low confidence.
        low: bool,
    },
    /// It must not match and does.
    Loud,
    /// A generator in it cannot be expanded.
    Unexpandable(String),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quiet { low: true, .. } => f.write_str("it must match, and does so with low confidence only"),
            Self::Quiet { others, .. } if others.is_empty() => f.write_str("it must match and does not"),
            Self::Quiet { others, .. } => {
                let others: Vec<&str> = others.iter().map(RuleId::as_str).collect();
                write!(f, "it must match and does not; instead {} spoke", others.join(", "))
            }
            Self::Loud => f.write_str("it must not match and does"),
            Self::Unexpandable(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.rule, self.what, self.example)
    }
}

/// Runs all examples of the rules that `wanted` picks; `rules` are all rules that may be named in them. Gives the
/// number of examples run and what failed.
#[must_use]
pub fn check_examples(rules: &RuleSet, wanted: &dyn Fn(&Rule) -> bool) -> (usize, Vec<Failure>) {
    let (mut run, mut failures) = (0, Vec::new());
    // One for all: making the tables of 1,000 rules takes longer than an example.
    let scanner = Scanner::new(rules, None, Needs::default());
    for rule in rules.rules().iter().filter(|rule| wanted(rule)) {
        let examples = &rule.text().examples;
        let all = examples.matching.iter().map(|text| (text, true));
        for (example, must) in all.chain(examples.near_miss.iter().map(|text| (text, false))) {
            run += 1;
            if let Some(what) = SEEDS.iter().find_map(|&seed| try_one(rules, &scanner, rule, example, must, seed)) {
                failures.push(Failure { rule: rule.id.clone(), example: example.clone(), what });
            }
        }
    }
    (run, failures)
}

fn try_one(rules: &RuleSet, scanner: &Scanner<'_>, rule: &Rule, example: &str, must: bool, seed: u64) -> Option<Wrong> {
    let lookup = |id: &str| rules.rules().iter().find(|rule| rule.id.as_str() == id);
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut files = Vec::new();
    for (name, text) in expand::files(example) {
        match expand(text, rule, &lookup, &mut rng) {
            // Rules that look at certain files only are shown one of those.
            Ok(Expanded { text, .. }) => files.push((name.map_or_else(|| name_for(rule), str::to_owned), text)),
            Err(error) => return Some(Wrong::Unexpandable(error.to_string())),
        }
    }
    let findings = match found(scanner, &files) {
        Ok(findings) => findings,
        Err(error) => return Some(Wrong::Unexpandable(format!("its files cannot be written: {error}"))),
    };
    let own = |f: &&crate::finding::Finding| f.rule == rule.id || f.also.contains(&rule.id);
    let strong = findings.iter().filter(own).any(|f| f.confidence >= Confidence::Medium);
    match (must, strong) {
        (true, false) => Some(Wrong::Quiet {
            others: findings.iter().filter(|f| !own(f)).map(|f| f.rule.clone()).collect(),
            low: findings.iter().any(|f| own(&f)),
        }),
        (false, true) => Some(Wrong::Loud),
        _ => None,
    }
}

/// What is found in these files: one by itself as it stands, several as a folder, since checks may look beside a file.
fn found(scanner: &Scanner<'_>, files: &[(String, String)]) -> io::Result<Vec<Finding>> {
    let folder = if files.len() > 1 { Some(tempfile::tempdir()?) } else { None };
    for (name, text) in files {
        if let Some(folder) = &folder {
            // A name is no way out of the folder.
            let inside = Path::new(name).components().filter(|part| matches!(part, Component::Normal(_)));
            let path = folder.path().join(inside.collect::<PathBuf>());
            fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
            fs::write(path, text)?;
        }
        // What makes the folder a repository is written, and never scanned.
        if !name.starts_with(".git/") {
            scanner.scan_text(name, text.as_bytes());
        }
    }
    Ok(scanner.finish(folder.as_ref().map(tempfile::TempDir::path)).findings)
}

/// A file name that the rule looks at.
fn name_for(rule: &Rule) -> String {
    rule.def
        .paths
        .include
        .first()
        .map_or_else(|| "example.txt".into(), |glob| glob.replace("**/", "").replace('*', "a"))
}
