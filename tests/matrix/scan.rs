//! Runs many texts through one scanner, each as a file of its own, so that none can influence another.

use std::collections::BTreeMap;

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::{Finding, LineIndex, ReportPath};
use bartizan::rule::RuleSet;
use bartizan::source::{Blob, Encoding, Origin};

use super::case::Case;

/// Calls `judge` with each case and what was found in it.
pub(crate) fn scan(rules: &RuleSet, cases: &[Case], mut judge: impl FnMut(&Case, &[Finding])) {
    let scanner = Scanner::new(rules, None, Needs::default());
    let mut worker = scanner.worker();
    for (number, case) in cases.iter().enumerate() {
        let name = format!("c{number}/{}", case.file);
        let origin = Origin { path: ReportPath::from_bytes(name.as_bytes()), explicit: true, lines: None };
        let text = case.text.as_bytes();
        let own = 0..text.len();
        worker.take(&Blob { origin: &origin, text, base: 0, own, encoding: Encoding::Ascii, last: true });
    }
    drop(worker);
    let mut by_case: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    for finding in scanner.finish(None).findings {
        let path = finding.path.to_text().into_owned();
        let number = path[1..].split('/').next().and_then(|number| number.parse().ok()).unwrap();
        by_case.entry(number).or_default().push(finding);
    }
    for (number, case) in cases.iter().enumerate() {
        judge(case, by_case.get(&number).map_or(&[], Vec::as_slice));
    }
}

/// Whether a finding stands where the value of its case does: in bytes, lines and columns.
pub(crate) fn stands(case: &Case, finding: &Finding) -> bool {
    let span = finding.span.start as usize..finding.span.end as usize;
    if case.block {
        // The blank and the line's end behind a key's body may count as part of it.
        let more = case.text.get(case.secret.end..span.end);
        return span.start == case.secret.start && more.is_some_and(|more| more.len() < 12 && !more.contains('-'));
    }
    let region = LineIndex::new(case.text.as_bytes()).region(case.secret.clone());
    span == case.secret && region == finding.region
}

/// Whether a finding is about the case's value at all.
pub(crate) fn touches(case: &Case, finding: &Finding) -> bool {
    (finding.span.start as usize) < case.secret.end && case.secret.start < finding.span.end as usize
}
