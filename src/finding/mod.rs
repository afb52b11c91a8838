//! What bartizan says about a place in a file: the finding and the small types it is made of.
//!
//! The ground floor. Ids, severities, confidences and the value that cannot be printed live here, below every
//! check and every printer, so that nothing above has to import something beside it.

mod fingerprint;
mod frame;
mod line_hash;
mod location;
mod note;
mod path;
mod rule_id;
mod secret;
mod severity;

pub use fingerprint::{Fingerprint, Occurrences, Trace};
pub use frame::{Frame, FrameLine, Mark};
pub use line_hash::{LineHasher, LineHashes};
pub(crate) use location::code_points;
pub use location::{LineIndex, Region};
pub use note::Note;
pub use path::ReportPath;
pub(crate) use path::unsafe_on_terminal;
pub use rule_id::RuleId;
pub use secret::{RunKey, Secret, ValueKey};
pub use severity::{Confidence, Level, Severity};

use std::ops::Range;

/// One thing that is wrong at one place, ready to be judged and printed. It holds no secret: what could be one is
/// masked in [`Secret`] and in [`Frame`] before the finding is built.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that speaks; its title, help, tags and references are looked up in the rule set by printers.
    pub rule: RuleId,
    /// How bad it is if it is true.
    pub severity: Severity,
    /// How sure the rule is that it is true.
    pub confidence: Confidence,
    /// The file, relative to the root of what is scanned.
    pub path: ReportPath,
    /// Byte offsets of the value in the decoded text, counted from the file's start (a byte order mark not counted).
    pub span: Range<u64>,
    /// The same place in lines and columns. A value of several lines is shown by its first line alone: code hosts
    /// attach a finding to a change only if every line of the region is part of it.
    pub region: Region,
    /// One sentence about this very place, without the secret.
    pub message: String,
    /// The value, masked; absent where the rule is not about a value.
    pub secret: Option<Secret>,
    /// The identity that survives moves and edits around it.
    pub fingerprint: Fingerprint,
    /// New, or known from the baseline.
    pub status: Status,
    /// What was weighed for it and how much each counted, in tenths of a unit of the logarithm of the odds, the heaviest
    /// first; built only where somebody asks, and empty where nothing is weighed.
    pub why: Vec<(&'static str, i32)>,
    /// Other rules that matched the same value, most specific first.
    pub also: Vec<RuleId>,
    /// Other places that belong to this finding.
    pub related: Vec<Related>,
    /// The source around it with every secret masked; built only when a printer shows sources.
    pub frame: Option<Frame>,
    /// GitHub's `primaryLocationLineHash` of the region's first line; built only when a printer asks for it.
    pub line_hash: Option<String>,
}

impl Finding {
    /// The order of every report: by path, offset, then rule. A property of the data, never of the threads.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.path, self.span.start, self.span.end, &self.rule).cmp(&(
            &other.path,
            other.span.start,
            other.span.end,
            &other.rule,
        ))
    }
}

/// Whether a finding was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Not in the baseline: it counts.
    New,
    /// In the baseline: reported, not counted.
    Baseline,
}

impl Status {
    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Baseline => "baseline",
        }
    }
}

/// A second place that belongs to a finding, such as the other half of a pair.
#[derive(Clone, Debug)]
pub struct Related {
    /// The file of the second place.
    pub path: ReportPath,
    /// Its lines and columns.
    pub region: Region,
    /// What it has to do with the finding.
    pub message: String,
}

/// A finding that somebody allowed, with the reason given.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// The finding as it would have been reported.
    pub finding: Finding,
    /// Why it is allowed, in the words of whoever allowed it.
    pub reason: String,
}
