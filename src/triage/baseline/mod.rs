//! The baseline: findings that were there when a repository began to use the gate. They are told apart from new ones,
//! by their identity, and do not count.
//!
//! A file with a line for each finding, sorted by identity, so that lines of two branches rarely meet. It holds no
//! place, no date and no value. An entry that matches nothing any more is a note, but only where the scan looked: one of
//! a folder or of staged files says nothing of the rest.

mod read;
mod write;

use std::collections::hash_map::Entry as Slot;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

pub use read::BaselineError;
pub use write::render;

use crate::finding::{Finding, Fingerprint, Note, Region, ReportPath, Status};
use crate::triage::Judged;

/// Where it lies, below the root.
pub const PLACE: &str = ".bartizan/baseline.yaml";

/// A known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// Its identity.
    pub fingerprint: Fingerprint,
    /// Its rule, for people.
    pub rule: Box<str>,
    /// Its file, as reports for machines name it.
    pub path: Box<str>,
}

impl Known {
    /// The entry for a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self {
            fingerprint: finding.fingerprint,
            rule: finding.rule.as_str().into(),
            path: finding.path.to_text().into(),
        }
    }
}

/// A baseline that was read.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// As people call it.
    name: String,
    /// As reports call it; `None`: it lies outside of what is scanned.
    path: Option<ReportPath>,
    /// The entries, each once, in the order of the file, and the line of each.
    entries: Vec<(Known, u64)>,
    /// Where each is among them.
    places: HashMap<Fingerprint, usize>,
    /// Lines that say again what another says.
    repeated: Vec<u64>,
}

/// What a scan looked at, as far as entries are judged by it.
pub struct Looked<'l> {
    /// Files that were looked at from end to end.
    pub files: &'l [ReportPath],
    /// The folder that every path is relative to.
    pub root: Option<&'l Path>,
    /// Whether all below it was looked at, so that what is not there is gone.
    pub whole: bool,
    /// Whether archives were looked into, each to its end, so that entries that were not met are gone too.
    pub archives: bool,
    /// Whether a rule there is was off.
    pub off: &'l dyn Fn(&str) -> bool,
}

/// What a scan made of the entries.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// How many findings are known.
    pub known: u64,
    /// Entries of what was not looked at.
    pub unseen: Vec<Known>,
}

impl Baseline {
    /// Reads the file at `path`, which lies where `reported` says and is called `name` in errors. `None`: there is none.
    ///
    /// # Errors
    /// Where it cannot be read or is no baseline: the first thing that is wrong, with line and column.
    pub fn load(path: &Path, name: &str, reported: Option<ReportPath>) -> Result<Option<Self>, BaselineError> {
        let Some(text) = read::text(path, name)? else { return Ok(None) };
        Self::parse(&text, name, reported).map(Some)
    }

    /// Reads a baseline's text.
    ///
    /// # Errors
    /// As for [`Self::load`].
    pub fn parse(text: &str, name: &str, path: Option<ReportPath>) -> Result<Self, BaselineError> {
        let all = read::entries(text, name)?;
        let mut entries = Vec::with_capacity(all.len());
        let mut places = HashMap::with_capacity(all.len());
        let mut repeated = Vec::new();
        for (known, line) in all {
            match places.entry(known.fingerprint) {
                Slot::Occupied(_) => repeated.push(line),
                Slot::Vacant(slot) => {
                    slot.insert(entries.len());
                    entries.push((known, line));
                }
            }
        }
        Ok(Self { name: name.to_owned(), path, entries, places, repeated })
    }

    /// How many findings it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Tells known findings from new ones, and says which entries match nothing any more.
    pub fn apply(&self, judged: &mut Judged, looked: &Looked<'_>) -> Standing {
        let own: HashSet<u64> =
            self.entries.iter().map(|(_, line)| *line).chain(self.repeated.iter().copied()).collect();
        // An entry names a file, and a file may be called like a token; names are shown wherever they stand.
        judged.findings.retain(|found| self.path.as_ref() != Some(&found.path) || !own.contains(&found.region.line));
        let mut standing = Standing::default();
        let mut met = vec![false; self.entries.len()];
        for finding in &mut judged.findings {
            if let Some(&at) = self.places.get(&finding.fingerprint) {
                finding.status = Status::Baseline;
                standing.known += 1;
                met[at] = true;
            }
        }
        // What is suppressed as well is not gone.
        for at in judged.suppressed.iter().filter_map(|one| self.places.get(&one.finding.fingerprint)) {
            met[*at] = true;
        }
        let paths: BTreeSet<&str> = self.entries.iter().map(|(known, _)| &*known.path).collect();
        let seen: BTreeSet<String> =
            looked.files.iter().map(ReportPath::to_text).filter(|path| paths.contains(path.as_str())).collect();
        // An entry of an archive that is there still is gone only if somebody looked.
        let there = |root: &Path, path: &str| {
            let archives = path.match_indices("!/").map(|(at, _)| &path[..at]).filter(|_| !looked.archives);
            archives.chain([path]).any(|path| root.join(path).symlink_metadata().is_ok())
        };
        let gone =
            |path: &str| looked.whole && !path.contains('\\') && looked.root.is_some_and(|root| !there(root, path));
        for ((known, line), _) in self.entries.iter().zip(met).filter(|(_, met)| !met) {
            if (looked.off)(&known.rule) || !(seen.contains(&*known.path) || gone(&known.path)) {
                standing.unseen.push(known.clone());
                continue;
            }
            let what = format!("this entry matches nothing any more: {} in {}", known.rule, known.path);
            judged.notes.push(self.note(*line, &what, "take the line out, or run `bartizan baseline create`"));
        }
        if let Some(&line) = self.repeated.first() {
            let what = match self.repeated.len() {
                1 => "this line says again what another says".to_owned(),
                more => format!("this line and {} more say again what others say", more - 1),
            };
            judged.notes.push(self.note(line, &what, "`bartizan baseline create` leaves one of each"));
        }
        standing
    }

    fn note(&self, line: u64, message: &str, help: &str) -> Note {
        let region = Region { line, column: 1, end_line: line, end_column: 1 };
        match &self.path {
            Some(path) => Note {
                path: Some(path.clone()),
                region: Some(region),
                message: message.to_owned(),
                help: help.to_owned(),
            },
            None => Note {
                path: None,
                region: None,
                message: format!("the baseline {}, line {line}: {message}", self.name),
                help: help.to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests;
