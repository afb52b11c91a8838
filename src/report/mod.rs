//! One message type, several small printers over it. Nothing else writes to standard output.

pub mod github;
pub mod human;
pub mod json;
pub mod jsonl;
mod plain;
#[cfg(test)]
mod sample;
pub mod sarif;
pub mod schema;

use std::io;
use std::time::Duration;

use crate::exit::Exit;
use crate::finding::{Confidence, Finding, Note, Severity, Suppressed};
use crate::source::{Skip, Tally};

/// What a printer is told, in this order: all findings sorted, all suppressed ones sorted, all skips sorted, all notes
/// sorted.
#[derive(Debug)]
pub enum Message<'a> {
    /// Something is wrong somewhere.
    Finding(&'a Finding),
    /// Something is wrong and somebody allowed it.
    Suppressed(&'a Suppressed),
    /// A file was not looked at.
    Skipped(&'a Skip),
    /// Something to know that is no finding.
    Note(&'a Note),
}

/// A report format.
pub trait Report {
    /// Takes one message.
    ///
    /// # Errors
    /// Where the output cannot be written.
    fn message(&mut self, message: &Message<'_>) -> io::Result<()>;

    /// Writes what comes at the end and flushes.
    ///
    /// # Errors
    /// Where the output cannot be written.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;
}

/// Which findings count for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The least severity that counts; `None`: none ever does.
    pub fail_on: Option<Severity>,
    /// The least confidence that counts.
    pub min_confidence: Confidence,
}

impl Policy {
    /// Whether a finding counts.
    #[must_use]
    pub fn counts(&self, finding: &Finding) -> bool {
        finding.status == crate::finding::Status::New
            && finding.confidence >= self.min_confidence
            && self.fail_on.is_some_and(|least| finding.severity >= least)
    }
}

/// How a scan ended.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What was scanned, as it was named: `.`, or several paths joined with spaces. Relative, never absolute.
    pub target: String,
    /// What one of the texts is called, in the singular: `file`.
    pub noun: &'static str,
    /// All findings by severity, in the order of `Severity::ALL` (critical first).
    pub by_severity: [u64; 5],
    /// Findings that count for the exit code.
    pub counting: u64,
    /// Suppressed findings.
    pub suppressed: u64,
    /// Findings that the baseline knows; `None`: there is no baseline.
    pub known: Option<u64>,
    /// What was read, and what was not.
    pub tally: Tally,
    /// Wall-clock time; shown to people, never written into a machine-readable report.
    pub elapsed: Duration,
    /// The policy in force.
    pub policy: Policy,
    /// The configuration's name for people, as it is reached from the current folder; `None`: there is none. It is not
    /// for machines: where somebody stands is no property of what was scanned.
    pub configuration: Option<String>,
    /// How many rules were on.
    pub rules: usize,
    /// The exit code.
    pub exit: Exit,
}

impl Summary {
    /// All findings.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.by_severity.iter().sum()
    }

    /// Whether everything that was asked for was looked at.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.tally.complete()
    }
}
