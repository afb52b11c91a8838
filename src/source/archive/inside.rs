//! What was met in one file on disk that is an archive.

use crate::finding::ReportPath;
use crate::source::{Skip, SkipReason};

/// How many entries that could not be looked at are listed by name; more are counted. A broken directory could name
/// hundreds of thousands.
const LISTED: usize = 100;

/// Counts, and what was not looked at.
#[derive(Debug, Default)]
pub(in crate::source) struct Inside {
    /// Entries whose text was looked at.
    pub(in crate::source) files: u64,
    /// Bytes of decoded text.
    pub(in crate::source) bytes: u64,
    /// Archives that were looked into.
    pub(in crate::source) archives: u64,
    /// Entries without text.
    pub(in crate::source) without_text: u64,
    /// Entries that excludes left out.
    pub(in crate::source) ignored: u64,
    /// What was not looked at.
    pub(in crate::source) skipped: Vec<Skip>,
    /// What was not looked at and not listed either.
    more: u64,
}

impl Inside {
    /// Counts something that was not looked at.
    pub(in crate::source) fn skip(&mut self, path: ReportPath, reason: SkipReason) {
        if self.skipped.len() < LISTED {
            self.skipped.push(Skip { path, reason });
        } else if reason.incomplete() {
            self.more += 1;
        } else {
            self.without_text += 1;
        }
    }

    /// Ends with the file on disk at `path`, of which not all was looked at if there is a `stop`.
    pub(in crate::source) fn finish(&mut self, path: &ReportPath, stop: Option<SkipReason>) {
        let more = (self.more > 0).then_some(SkipReason::More(self.more));
        self.skipped.extend([more, stop].into_iter().flatten().map(|reason| Skip { path: path.clone(), reason }));
        self.more = 0;
    }
}
