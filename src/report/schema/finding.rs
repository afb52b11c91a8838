//! A finding in the machine-readable formats, joined with what its rule says.

use serde::Serialize;

use crate::finding::{Confidence, Finding, Related, Severity, Status, Suppressed};
use crate::rule::RuleSet;

/// Something that is wrong at one place. Lines and columns count from 1, columns in Unicode code points; the end is
/// exclusive.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FindingEntry<'a> {
    /// The rule's id, which never changes.
    pub rule: &'a str,
    /// The rule's title.
    pub title: &'a str,
    /// How bad it is if it is true.
    pub severity: Severity,
    /// How sure the rule is that it is true.
    pub confidence: Confidence,
    /// The file, relative to the root of what is scanned, with `/`; bytes that are not UTF-8 stand as `\xNN`.
    ///
    /// In an archive: the archive's path, `!/` and the entry's name, as in `lib/a.zip!/conf/b.txt`, over again in an
    /// archive in it.
    pub path: String,
    /// The archive on disk that it is in; absent elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// First line.
    pub line: u64,
    /// Column of the first character.
    pub column: u64,
    /// Last line.
    pub end_line: u64,
    /// Column behind the last character.
    pub end_column: u64,
    /// One sentence about this very place.
    pub message: &'a str,
    /// The value, masked: a known prefix, `…` and its length. Absent where the rule is not about a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<&'a str>,
    /// The identity that survives moves and edits around it: 32 hexadecimal digits in four groups.
    pub fingerprint: String,
    /// Whether the baseline knows it.
    pub status: StatusWord,
    /// What was weighed, the heaviest first; only with `--explain-score`, and only of credentials without a format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Vec<Weighed>>,
    /// Other rules that matched the same value, most specific first.
    pub also: Vec<&'a str>,
    /// Other places that belong to it.
    pub related: Vec<RelatedEntry<'a>>,
    /// The rule's tags: `CWE-798`, `OWASP-A07:2021` and the like.
    pub tags: &'a [String],
    /// What the rule tells people.
    pub help: HelpEntry<'a>,
}

impl<'a> FindingEntry<'a> {
    /// Joins a finding with what its rule says. A rule that is not in the set leaves its id as the title.
    #[must_use]
    pub fn new(finding: &'a Finding, rules: &'a RuleSet) -> Self {
        let rule = rules.get(&finding.rule);
        let help = rule.map(|rule| &rule.text().help);
        Self {
            rule: finding.rule.as_str(),
            title: rule.map_or(finding.rule.as_str(), |rule| &rule.def.title),
            severity: finding.severity,
            confidence: finding.confidence,
            path: finding.path.to_text(),
            archive: finding.path.in_archive().map(|(file, _)| file.to_text()),
            line: finding.region.line,
            column: finding.region.column,
            end_line: finding.region.end_line,
            end_column: finding.region.end_column,
            message: &finding.message,
            secret: finding.secret.as_ref().map(|secret| secret.masked()),
            fingerprint: finding.fingerprint.to_string(),
            status: finding.status.into(),
            why: (!finding.why.is_empty())
                .then(|| finding.why.iter().map(|&(reason, weight)| Weighed { reason, weight }).collect()),
            also: finding.also.iter().map(|rule| rule.as_str()).collect(),
            related: finding.related.iter().map(RelatedEntry::new).collect(),
            tags: rule.map_or(&[], |rule| &rule.def.tags),
            help: HelpEntry {
                what: help.map_or("", |help| &help.what),
                why: help.map_or("", |help| &help.why),
                fix: help.map_or("", |help| &help.fix),
            },
        }
    }
}

/// A fact that speaks for or against a value being a credential.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Weighed {
    /// The fact, as a part of a sentence.
    pub reason: &'static str,
    /// How much it counts, in tenths of a unit of the logarithm of the odds; below zero: against it.
    pub weight: i32,
}

/// Whether a finding was there before.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum StatusWord {
    /// Not in the baseline.
    New,
    /// In the baseline: reported, not counted.
    Baseline,
}

impl From<Status> for StatusWord {
    fn from(status: Status) -> Self {
        match status {
            Status::New => Self::New,
            Status::Baseline => Self::Baseline,
        }
    }
}

/// Another place that belongs to a finding.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RelatedEntry<'a> {
    /// The file, as in the finding.
    pub path: String,
    /// Its line.
    pub line: u64,
    /// Column of the first character.
    pub column: u64,
    /// What it has to do with the finding.
    pub message: &'a str,
}

impl<'a> RelatedEntry<'a> {
    fn new(related: &'a Related) -> Self {
        Self {
            path: related.path.to_text(),
            line: related.region.line,
            column: related.region.column,
            message: &related.message,
        }
    }
}

/// What a rule tells people.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HelpEntry<'a> {
    /// What was found.
    pub what: &'a str,
    /// Why it matters.
    pub why: &'a str,
    /// How to fix it.
    pub fix: &'a str,
}

/// A finding that somebody allowed.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SuppressedEntry<'a> {
    /// The finding as it would have been reported.
    #[serde(flatten)]
    pub finding: FindingEntry<'a>,
    /// Why it is allowed, in the words of whoever allowed it.
    pub reason: &'a str,
}

impl<'a> SuppressedEntry<'a> {
    /// Joins a suppressed finding with what its rule says.
    #[must_use]
    pub fn new(suppressed: &'a Suppressed, rules: &'a RuleSet) -> Self {
        Self { finding: FindingEntry::new(&suppressed.finding, rules), reason: &suppressed.reason }
    }
}
