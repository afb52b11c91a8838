//! The wiring: a source's threads, one worker each, collection, order, verdict.

use crate::config::Plan;
use crate::finding::{Finding, Suppressed};
use crate::report::Summary;
use crate::source::Control;

/// What a scan found out.
#[derive(Debug)]
pub struct Outcome {
    /// Sorted by path, offset, rule.
    pub findings: Vec<Finding>,
    /// Sorted likewise.
    pub suppressed: Vec<Suppressed>,
    /// Counts, coverage and the exit code.
    pub summary: Summary,
}

/// Runs a scan to its end, or until `control` says stop.
#[must_use]
pub fn scan(_plan: &Plan, _control: &Control) -> Outcome {
    unimplemented!("not built yet")
}
