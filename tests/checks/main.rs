//! The packs sql, cors and env-example held against annotated code: small cases with one verdict each, and six small
//! services with everything that is to be found in them.
//!
//! `README.md` says how cases are written. `dev` has to be right to the last case; `held`, which nobody developed
//! against, is scored with `BARTIZAN_HELD=1 cargo test --test checks -- --nocapture`.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]
#![allow(clippy::print_stdout, reason = "the score is what it is for")]

mod cases;
mod folder;
mod judge;
mod services;
mod values;

use std::collections::BTreeMap;
use std::path::Path;

use cases::Case;

/// Cases right and all cases, by pack and topic, verdict and rule.
type Score = BTreeMap<(String, String), (usize, usize)>;

/// Judges every case of a set: what is wrong, and the score.
fn run(set: &str) -> (Vec<String>, Score) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks").join(set);
    let (mut wrong, mut score) = (Vec::new(), Score::new());
    for case in cases::read(&root) {
        let scan = folder::scan(&case.title, &case.files, &case.tracked, &[]);
        let verdict = judge::judge(&case, &scan.findings);
        let count = score.entry((case.topic.clone(), format!("{} {}", case.verdict, case.rule))).or_default();
        count.1 += 1;
        match verdict {
            Ok(()) => count.0 += 1,
            Err(why) => wrong
                .push(format!("{}:{}: {} {}: {}: {why}", case.topic, case.line, case.verdict, case.rule, case.title)),
        }
    }
    (wrong, score)
}

fn table(score: &Score) -> String {
    let rows = score.iter().map(|((topic, kind), (right, all))| format!("{right:>3} of {all:<3} {topic:<28} {kind}"));
    let (right, all) = score.values().fold((0, 0), |(right, all), count| (right + count.0, all + count.1));
    format!("{}\n{right} of {all} cases are right", rows.collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_case_of_the_set_for_development_is_right() {
    // `BARTIZAN_CASES=cors/express` judges those only.
    let wanted = std::env::var("BARTIZAN_CASES").unwrap_or_default();
    let (mut wrong, mut score) = run("dev");
    wrong.retain(|line| line.starts_with(&wanted));
    score.retain(|(topic, _), _| topic.starts_with(&wanted));
    println!("{}", table(&score));
    assert!(!score.is_empty(), "no case is of `{wanted}`");
    assert!(wrong.is_empty(), "{} cases are wrong:\n{}\n{}", wrong.len(), wrong.join("\n"), table(&score));
}

/// The score of the held set is a figure, not a test: it says how the checks do on what nobody developed against.
#[test]
fn the_held_set_is_scored_when_asked_for() {
    if std::env::var_os("BARTIZAN_HELD").is_none() {
        return;
    }
    let (wrong, score) = run("held");
    println!("{}\n{}", wrong.join("\n"), table(&score));
    assert!(!score.is_empty(), "there is no case");
}

#[test]
fn a_case_file_is_read_as_the_readme_says() {
    let text = "#### bad sql/x: a title: with a colon\nlines: 3, 4\nseverity: high\ntracked: .env, b/.env\n@@ a.py\none\n\nthree\n\n@@ b/.env\n\n#### safe cors/y: empty\n@@ c.js\n";
    let cases = cases::parse("sql/python", text);
    let Case { verdict, rule, title, lines, severity, tracked, files, line, .. } = &cases[0];
    assert_eq!((verdict.as_str(), rule.as_str(), title.as_str(), *line), ("bad", "sql/x", "a title: with a colon", 1));
    assert_eq!((lines.as_slice(), severity.as_deref(), tracked.len()), ([3, 4].as_slice(), Some("high"), 2));
    assert_eq!(files, &[("a.py".to_owned(), "one\n\nthree\n".to_owned()), ("b/.env".to_owned(), String::new())]);
    assert_eq!((cases.len(), cases[1].files[0].1.as_str()), (2, ""));
}
