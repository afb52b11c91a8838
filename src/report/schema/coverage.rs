//! What was looked at and what was not, in the machine-readable formats.

use serde::Serialize;

use crate::report::Summary;
use crate::source::{Skip, Tally};

/// What was looked at and what was not.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Coverage {
    /// How much.
    #[serde(flatten)]
    pub counts: CoverageCounts,
    /// Everything that was met and not looked at, sorted by path.
    pub skipped: Vec<SkippedEntry>,
}

impl Coverage {
    /// What of this scan's target was looked at.
    #[must_use]
    pub fn new(summary: &Summary) -> Self {
        Self {
            counts: CoverageCounts::new(summary),
            skipped: summary.tally.skipped.iter().map(SkippedEntry::new).collect(),
        }
    }
}

/// How much was looked at and how much was not.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CoverageCounts {
    /// Files whose text was looked at, entries of archives among them.
    pub files_scanned: u64,
    /// Bytes of decoded text looked at.
    pub bytes_scanned: u64,
    /// Files that were met and not looked at.
    pub files_skipped: u64,
    /// Entries that ignore files or excludes left out; a folder counts as one.
    pub files_ignored: u64,
    /// Archives that were looked into, those in archives among them.
    pub archives_scanned: u64,
    /// Entries of archives that hold no text: counted, not listed.
    pub entries_without_text: u64,
    /// Whether everything that was asked for was looked at. Binary, special, linked and excluded files are not
    /// asked for, nor archives unless `--archives` says so.
    pub complete: bool,
}

impl CoverageCounts {
    /// How much of this scan's target was looked at.
    #[must_use]
    pub fn new(summary: &Summary) -> Self {
        let Tally { files, bytes, ignored, archives, without_text, skipped } = &summary.tally;
        Self {
            files_scanned: *files,
            bytes_scanned: *bytes,
            files_skipped: skipped.len() as u64,
            files_ignored: *ignored,
            archives_scanned: *archives,
            entries_without_text: *without_text,
            complete: summary.complete(),
        }
    }
}

/// A file that was not looked at.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SkippedEntry {
    /// The file, as in a finding.
    pub path: String,
    /// Why, in words.
    pub reason: String,
}

impl SkippedEntry {
    /// A skipped file.
    #[must_use]
    pub fn new(skip: &Skip) -> Self {
        Self { path: skip.path.to_text(), reason: skip.reason.to_string() }
    }
}
