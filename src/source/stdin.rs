//! Standard input as a source: one text, whole or in windows, under a name that somebody gave it.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::crew::{count, guarded};
use super::read::{Passed, Reader, Terms};
use super::{Control, Open, Origin, Source, Tally};
use crate::finding::ReportPath;

/// Standard input.
#[derive(Clone, Debug)]
pub struct Stdin {
    name: ReportPath,
    max_size: u64,
    archives: bool,
}

impl Stdin {
    /// Standard input under a name, by which rules' path globs judge it; more than `max_size` bytes are too many.
    #[must_use]
    pub fn new(name: &Path, max_size: u64) -> Self {
        // Reports hold no absolute path, not even one that was made up.
        let relative: PathBuf = name.components().filter(|part| matches!(part, Component::Normal(_))).collect();
        Self { name: ReportPath::from_path(&relative), max_size, archives: false }
    }

    /// The same, looked into where it is an archive.
    #[must_use]
    pub fn with_archives(self, archives: bool) -> Self {
        Self { archives, ..self }
    }

    /// Like [`Source::for_each`], from any stream.
    pub fn read_from<'w>(&self, stream: impl io::Read, open: &Open<'w>, control: &Control) -> Tally {
        let mut tally = Tally::default();
        let origin = Origin { path: self.name.clone(), explicit: true, lines: None };
        let terms = Terms { max: self.max_size, archives: self.archives, globs: None, control };
        let passed = match control.halted() {
            Some(reason) => Passed::skipped(reason),
            None => guarded(open, &mut None, |worker| Reader::new(terms).stream(stream, &origin, worker))
                .unwrap_or_else(Passed::skipped),
        };
        count(&mut tally, passed, origin.path, control);
        tally
    }
}

impl Source for Stdin {
    fn target(&self) -> String {
        self.name.to_text()
    }

    fn root(&self) -> Option<&Path> {
        None
    }

    fn for_each<'w>(&self, open: &Open<'w>, control: &Control) -> Tally {
        self.read_from(io::stdin().lock(), open, control)
    }
}
