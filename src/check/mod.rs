//! Checks: each looks at one blob and says what matches. What a match means for the report comes later.

pub mod code;
pub mod cors;
pub mod credential_files;
pub mod credentials;
mod cx;
pub mod env_example;
mod place;
pub mod secrets;
mod seen;
pub mod sql;

pub use cx::{Cost, Costs, Cx, Hints, Work};
pub(crate) use place::is_aside;
pub use seen::{About, Seen, Sighting, Sightings};

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;
use std::path::Path;

use crate::finding::{Confidence, Finding, Note, RunKey, Severity, Trace};
use crate::rule::Rule;
use crate::rule::def::CheckName;
use crate::source::{Blob, Source};

/// A place in a blob that a rule matched, judged but not yet located.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The rule's position in the rule set.
    pub rule: u32,
    /// The whole match, as offsets into the blob's text; what is shown where there is no value.
    pub span: Range<usize>,
    /// The value inside it, which no output may show. `None`: the rule is about code, not about a value.
    pub secret: Option<Range<usize>>,
    /// How many of the value's first bytes are a known, public prefix.
    pub prefix: usize,
    /// What the finding's identity goes by, where it is no value: the trace of the normalised statement or setting.
    pub trace: Option<Trace>,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is after all that was looked at.
    pub confidence: Confidence,
    /// How specific the evidence is; of several rules on one value the most specific speaks.
    pub evidence: Evidence,
    /// How well it fits: of several rules with equal evidence the one with more speaks. A number without a unit.
    pub fit: u32,
    /// What is to be said of this very place, for people: parts of a sentence behind the rule's title. They hold no
    /// value, and of names in the text only such as cannot be one.
    pub notes: Vec<Cow<'static, str>>,
    /// What was weighed for it and how much each counted, in tenths of a unit of the logarithm of the odds, the heaviest
    /// first; empty where nothing was weighed.
    pub why: Vec<(&'static str, i32)>,
    /// Other places of the blob that belong to it, each with what it has to do with it.
    pub related: Vec<(Range<usize>, Cow<'static, str>)>,
    /// Other stretches that no output may show: values on the lines that are shown, of which no rule speaks.
    pub hidden: Vec<Range<usize>>,
    /// Set where one file alone does not say whether it is true: the check's whole-run step decides.
    pub claim: Option<Claim>,
}

impl Match {
    /// A match about a value, as its rule judges it before anything is looked at.
    #[must_use]
    pub fn of_value(id: u32, rule: &Rule, span: Range<usize>, secret: Range<usize>) -> Self {
        Self {
            rule: id,
            span,
            secret: Some(secret),
            prefix: 0,
            trace: None,
            severity: rule.severity,
            confidence: rule.confidence,
            evidence: Evidence::Name,
            fit: 0,
            notes: Vec::new(),
            why: Vec::new(),
            related: Vec::new(),
            hidden: Vec::new(),
            claim: None,
        }
    }

    /// A match about code: `span` is shown, and `statement`, which should not change with layout, is its identity.
    #[must_use]
    pub fn of_code(id: u32, rule: &Rule, span: Range<usize>, statement: &[u8]) -> Self {
        Self {
            secret: None,
            trace: Some(Trace::of(statement)),
            evidence: Evidence::Syntax,
            ..Self::of_value(id, rule, span, 0..0)
        }
    }
}

/// What a check's whole-run step is told of a match that it has to decide on, beside the finding it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What the check calls it: a variable's name.
    pub name: Box<str>,
}

/// A finding that its check has still to decide on.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The rule's position in the rule set.
    pub rule: u32,
    /// What it will be if it is true.
    pub finding: Finding,
    /// What the check noted.
    pub claim: Claim,
}

/// What the whole-run step sees.
#[derive(Clone, Copy)]
pub struct Whole<'w> {
    /// The folder that every path is relative to.
    pub root: Option<&'w Path>,
    /// Values hashed with it can be compared with those of claims.
    pub key: &'w RunKey,
    /// What was scanned; `None` where texts were handed over one by one.
    pub source: Option<&'w dyn Source>,
    /// What people should know of it beside the findings.
    pub notes: &'w RefCell<Vec<Note>>,
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
    /// The code around it, read as its language reads it, or what the file is for.
    Syntax,
}

/// A kind of analysis. One file or folder each, listed in [`crate::engine`].
pub trait Check: Sync {
    /// Its name in the rules it speaks for; `None` for the one that goes by the rules' patterns.
    fn name(&self) -> Option<CheckName>;
    /// Whether it has anything to say about such a blob.
    fn wants(&self, blob: &Blob<'_>) -> bool;
    /// Appends what matches, in any order; matches that begin outside `blob.own` too, so that they can be masked.
    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>);

    /// Decides, when all files were looked at, on what [`Self::run`] only claimed: gives what is true, in any order.
    /// `claimed` are this check's own, sorted by path and place.
    fn conclude(&self, whole: &Whole<'_>, claimed: Vec<Claimed>) -> Vec<Finding> {
        let (_, _) = (whole, claimed);
        Vec::new()
    }

    /// Says, when all else is decided, what it means that values stand in several places: gives all findings, with
    /// what it adds to them. `findings` are those of all checks and `sightings` the noted values, both sorted by path
    /// and place.
    fn compare(&self, whole: &Whole<'_>, findings: Vec<Finding>, sightings: &[Sighting]) -> Vec<Finding> {
        let (_, _) = (whole, sightings);
        findings
    }
}
