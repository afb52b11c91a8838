//! Findings that the configuration allows one by one, each with a reason: for where no comment can stand.

use super::entry::{Entry, EntryFile, Scope};
use super::{Judged, Seen};
use crate::finding::{Finding, Fingerprint};
use crate::source::PathGlobs;

/// The entries of `allow`, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct AllowList {
    /// The file they stand in; `None`: there are none.
    pub file: Option<EntryFile>,
    /// The entries.
    pub allowed: Vec<Allowed>,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// Which findings.
    pub what: What,
    /// Why.
    pub reason: String,
    /// The entry.
    pub entry: Entry,
}

/// What an entry allows.
#[derive(Clone, Debug)]
pub enum What {
    /// One finding, whatever line it moves to.
    One {
        /// Its identity.
        fingerprint: Fingerprint,
        /// Where it must be, if that is said.
        paths: Option<PathGlobs>,
    },
    /// All findings of some rules in some files.
    All(Scope),
}

impl What {
    fn covers(&self, finding: &Finding) -> bool {
        match self {
            Self::One { fingerprint, paths } => {
                *fingerprint == finding.fingerprint && paths.as_ref().is_none_or(|globs| globs.hold_for(&finding.path))
            }
            Self::All(scope) => scope.covers(finding),
        }
    }
}

impl AllowList {
    /// Suppresses what is allowed. Of an entry that allows nothing in a whole scan there is a note.
    #[must_use]
    pub fn apply(&self, mut judged: Judged, seen: Seen<'_>) -> Judged {
        let Some(file) = &self.file else { return judged };
        let mut used = vec![false; self.allowed.len()];
        judged.suppress(|finding| {
            let mut reason = None;
            for (allowed, used) in self.allowed.iter().zip(&mut used) {
                if allowed.what.covers(finding) {
                    *used = true;
                    reason = reason.or(Some(&allowed.reason));
                }
            }
            reason.cloned()
        });
        let unused = self.allowed.iter().zip(used).filter(|(allowed, used)| !used && seen.tells(&allowed.entry));
        let help = "what it allowed is gone: take the entry out";
        judged.notes.extend(unused.map(|(allowed, _)| file.unused(&allowed.entry, seen.root, help)));
        judged
    }
}
