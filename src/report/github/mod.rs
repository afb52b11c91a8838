//! What GitHub Actions shows: annotations at the lines of a change ([`Github`]), the same beside what people read in the
//! log ([`Alongside`]), and a page about the step ([`StepSummary`]).
//!
//! GitHub shows ten annotations of a kind for a step and drops the others without a word, so the most severe come first,
//! ten in all, and one more line says what is left. Nothing here prints a value.

mod alongside;
mod annotations;
mod command;
mod step_summary;
mod top;

pub use alongside::Alongside;
pub use annotations::Github;
pub use step_summary::{MOST_BYTES, StepSummary};

use crate::finding::{Finding, Status};
use crate::report::Policy;
use crate::rule::Rule;

/// Whether a finding is shown: whatever counts for the exit code, and where no severity counts, what is sure enough.
fn shown(policy: &Policy, finding: &Finding) -> bool {
    finding.status == Status::New
        && finding.confidence >= policy.min_confidence
        && policy.fail_on.is_none_or(|least| finding.severity >= least)
}

/// What a finding is called.
fn title<'f>(finding: &'f Finding, rule: Option<&'f Rule>) -> &'f str {
    rule.map_or(finding.rule.as_str(), |rule| &rule.def.title)
}

#[cfg(test)]
mod tests;
