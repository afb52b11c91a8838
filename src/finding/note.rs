//! What people should know of a scan and that is no finding: a suppression that hides nothing, a file that does not read.

use super::{Region, ReportPath};

/// A note. It never changes the exit code, and holds no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The file it is about; `None`: the scan as a whole.
    pub path: Option<ReportPath>,
    /// Where in it.
    pub region: Option<Region>,
    /// What there is to know.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Note {
    /// The order of every report: by path, place, then words; notes without a file come first.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |note: &Self| note.region.map(|region| (region.line, region.column));
        (&self.path, key(self), &self.message).cmp(&(&other.path, key(other), &other.message))
    }
}
