//! A note in the machine-readable formats.

use serde::Serialize;

use crate::finding::Note;

/// Something to know that is no finding. It never changes the exit code.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoteEntry<'a> {
    /// The file it is about, as in a finding; absent where it is about the scan as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Column of the first character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// What there is to know.
    pub message: &'a str,
    /// What to do about it.
    pub help: &'a str,
}

impl<'a> NoteEntry<'a> {
    /// A note.
    #[must_use]
    pub fn new(note: &'a Note) -> Self {
        Self {
            path: note.path.as_ref().map(crate::finding::ReportPath::to_text),
            line: note.region.map(|region| region.line),
            column: note.region.map(|region| region.column),
            message: &note.message,
            help: &note.help,
        }
    }
}
