//! `bartizan-report/1`: the shape of both machine-readable formats, JSON and JSON lines.
//!
//! It may gain fields; none is ever lost or changes its meaning. No time, no duration and no absolute path stand in
//! it: the same input gives the same bytes. A test makes `docs/report.schema.json` of these types and fails when the
//! file differs; `BARTIZAN_UPDATE=1 cargo test --lib report::schema` writes it anew.

mod coverage;
mod finding;
mod note;

use serde::Serialize;

pub use self::coverage::{Coverage, CoverageCounts, SkippedEntry};
pub use self::finding::{FindingEntry, HelpEntry, RelatedEntry, StatusWord, SuppressedEntry};
pub use self::note::NoteEntry;
use super::Summary;

/// What the field `schema` says.
pub const SCHEMA: &str = "bartizan-report/1";

/// The JSON document. It is written piece by piece ([`super::json::Json`]); as a whole it exists for the schema.
#[cfg(test)]
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(
    title = "bartizan-report/1",
    description = "A report of bartizan. One line of the format `jsonl` is described by `#/$defs/Line`. Fields may be added; none is removed or changes its meaning."
)]
pub(super) struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    /// Everything that was found and not suppressed, sorted by path, offset and rule. Which of it counts for the
    /// exit code is a matter of `--fail-on` and `--min-confidence`.
    findings: Vec<FindingEntry<'a>>,
    /// What somebody allowed, sorted likewise. Nothing stands in both lists.
    suppressed: Vec<SuppressedEntry<'a>>,
    /// What there is to know besides, such as a suppression that hides nothing; sorted by path and place.
    notes: Vec<NoteEntry<'a>>,
    #[serde(flatten)]
    tail: Tail<'a>,
}

/// One line of JSON lines: first all findings, then what is suppressed, then what was skipped, then notes, last the summary. A
/// file without a summary at its end is not whole.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Line<'a> {
    /// Something was found.
    Finding(FindingEntry<'a>),
    /// Something was found and somebody allowed it.
    Suppressed(SuppressedEntry<'a>),
    /// A file was not looked at.
    Skipped(SkippedEntry),
    /// Something to know that is no finding.
    Note(NoteEntry<'a>),
    /// How the scan ended.
    Summary(SummaryEntry<'a>),
}

/// What a document begins with.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Head {
    /// The name and version of this shape.
    #[cfg_attr(test, schemars(extend("const" = SCHEMA)))]
    pub schema: &'static str,
    /// Who wrote the report.
    pub tool: Tool,
}

impl Head {
    /// This version of bartizan.
    #[must_use]
    pub const fn new() -> Self {
        Self { schema: SCHEMA, tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") } }
    }
}

impl Default for Head {
    fn default() -> Self {
        Self::new()
    }
}

/// Who wrote the report.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tool {
    /// `bartizan`.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// What a document ends with.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tail<'a> {
    /// What was scanned, as it was named; never absolute.
    pub target: &'a str,
    /// What was looked at and what was not.
    pub coverage: Coverage,
    /// Findings by severity; suppressed ones do not enter.
    pub summary: Counts,
    /// The exit code.
    pub exit_code: u8,
}

impl<'a> Tail<'a> {
    /// The end of this scan's document.
    #[must_use]
    pub fn new(summary: &'a Summary) -> Self {
        Self {
            target: &summary.target,
            coverage: Coverage::new(summary),
            summary: Counts::new(summary),
            exit_code: summary.exit.code(),
        }
    }
}

/// The last of the JSON lines: head and tail of the document in one, but for the list of skipped files.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SummaryEntry<'a> {
    /// The name and version of this shape, and who wrote the report.
    #[serde(flatten)]
    pub head: Head,
    /// What was scanned, as it was named; never absolute.
    pub target: &'a str,
    /// How much was looked at.
    pub coverage: CoverageCounts,
    /// Findings by severity; suppressed ones do not enter.
    pub summary: Counts,
    /// The exit code.
    pub exit_code: u8,
}

impl<'a> SummaryEntry<'a> {
    /// The end of this scan's lines.
    #[must_use]
    pub fn new(summary: &'a Summary) -> Self {
        Self {
            head: Head::new(),
            target: &summary.target,
            coverage: CoverageCounts::new(summary),
            summary: Counts::new(summary),
            exit_code: summary.exit.code(),
        }
    }
}

/// Findings by severity.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    /// Opens an account, a signing key or production data.
    pub critical: u64,
    /// Opens something of value.
    pub high: u64,
    /// A weakness that matters by itself.
    pub medium: u64,
    /// A weakness that needs other mistakes to matter.
    pub low: u64,
    /// Worth knowing.
    pub info: u64,
    /// All of them.
    pub total: u64,
    /// How many of them the baseline knows; they do not count for the exit code.
    pub baseline: u64,
    /// How many more somebody allowed.
    pub suppressed: u64,
}

impl Counts {
    fn new(summary: &Summary) -> Self {
        let [critical, high, medium, low, info] = summary.by_severity;
        Self {
            critical,
            high,
            medium,
            low,
            info,
            total: summary.total(),
            baseline: summary.known.unwrap_or(0),
            suppressed: summary.suppressed,
        }
    }
}

/// The document's schema; `$defs/Line` is the one of a JSON line.
#[cfg(test)]
pub(super) fn json_schema() -> serde_json::Value {
    let mut generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<Line<'_>>();
    generator.into_root_schema_for::<Document<'_>>().to_value()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use std::path::Path;

    use super::*;

    #[test]
    fn the_schema_in_the_docs_is_that_of_the_types() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/report.schema.json");
        let made = format!("{}\n", serde_json::to_string_pretty(&json_schema()).unwrap());
        if std::env::var_os("BARTIZAN_UPDATE").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &made).unwrap();
        }
        let stored = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(
            stored == made,
            "docs/report.schema.json differs from the types; `BARTIZAN_UPDATE=1 cargo test --lib report::schema` writes it anew"
        );
    }
}
