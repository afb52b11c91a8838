//! Checks: each looks at one blob and says what matches. What a match means for the report comes later.

mod cx;
pub mod secrets;

pub use cx::{Cost, Costs, Cx, Work};

use std::ops::Range;

use crate::finding::{Confidence, Severity};
use crate::source::Blob;

/// A place in a blob that a rule matched, judged but not yet located.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The rule's position in the rule set.
    pub rule: u32,
    /// The whole match, as offsets into the blob's text.
    pub span: Range<usize>,
    /// The value inside it.
    pub secret: Range<usize>,
    /// How many of the value's first bytes are a known, public prefix.
    pub prefix: usize,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is after all that was looked at.
    pub confidence: Confidence,
    /// How specific the evidence is; of several rules on one value the most specific speaks.
    pub evidence: Evidence,
    /// What changed the confidence, for people.
    pub notes: Vec<&'static str>,
}

/// What a match rests on, from the weakest to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A name beside any value.
    Name,
    /// A shape with a context word.
    Context,
    /// A structure such as a key block or an address with credentials.
    Structure,
    /// A prefix that only this kind of token has.
    Prefix,
    /// A checksum that holds.
    Checksum,
}

/// A kind of analysis. One file or folder each, listed in [`crate::engine`].
pub trait Check: Sync {
    /// Its name, as the rule packs it serves call it.
    fn id(&self) -> &'static str;
    /// Whether it has anything to say about such a blob.
    fn wants(&self, blob: &Blob<'_>) -> bool;
    /// Appends what matches, in any order; matches that begin outside `blob.own` too, so that they can be masked.
    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>);
}
