//! Findings on their way from the scan to the report: those that stand, those that somebody allowed, and the notes.

use std::path::Path;

use super::entry::Entry;
use crate::finding::{Finding, Note, Suppressed};

/// What a scan found, as far as it is judged. Each step of triage takes one and gives it back.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What stands: new, or known from before. Sorted.
    pub findings: Vec<Finding>,
    /// What somebody allowed, with the reason. Sorted by [`Self::sort`].
    pub suppressed: Vec<Suppressed>,
    /// What there is to know besides. Sorted by [`Self::sort`].
    pub notes: Vec<Note>,
}

/// What a step has to know of the scan to tell what is unused from what was not looked at.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'s> {
    /// The folder that every path is relative to.
    pub root: Option<&'s Path>,
    /// Whether all below the root was looked at with all rules: only then an entry that matched nothing is unused.
    pub whole: bool,
    /// Whether archives were looked into.
    pub archives: bool,
}

impl Seen<'_> {
    /// Whether an entry that matched nothing is unused. One that names something in an archive is not where nobody looked.
    #[must_use]
    pub fn tells(&self, entry: &Entry) -> bool {
        self.whole && (self.archives || !entry.what.contains("!/"))
    }
}

impl Judged {
    /// Takes what a scan found: nothing is allowed yet.
    #[must_use]
    pub const fn new(findings: Vec<Finding>, notes: Vec<Note>) -> Self {
        Self { findings, suppressed: Vec::new(), notes }
    }

    /// Moves each finding for which `allowed` gives a reason from the findings to the suppressed ones.
    pub fn suppress(&mut self, mut allowed: impl FnMut(&Finding) -> Option<String>) {
        for finding in std::mem::take(&mut self.findings) {
            match allowed(&finding) {
                Some(reason) => self.suppressed.push(Suppressed { finding, reason }),
                None => self.findings.push(finding),
            }
        }
    }

    /// Brings everything into the order of reports, once all steps are done.
    pub fn sort(&mut self) {
        self.findings.sort_by(Finding::order);
        self.suppressed.sort_by(|a, b| a.finding.order(&b.finding));
        self.notes.sort_by(Note::order);
    }
}
