//! An entry of the configuration as triage has to know it: for which rules and paths, and where it stands.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::finding::{Finding, Note, Region, ReportPath, RuleId};
use crate::source::PathGlobs;

/// Which findings an entry is about.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Those of these rules.
    pub rules: BTreeSet<RuleId>,
    /// Those in files for which these globs hold; `None`: in all.
    pub paths: Option<PathGlobs>,
}

impl Scope {
    /// Whether a finding is one of them. A value that several rules match is one finding: that of the rule that
    /// speaks.
    #[must_use]
    pub fn covers(&self, finding: &Finding) -> bool {
        self.rules.contains(&finding.rule) && self.paths.as_ref().is_none_or(|globs| globs.hold_for(&finding.path))
    }
}

/// An entry, for notes about it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it does, as the beginning of a sentence: ``the entry that allows `sql` in `migrations/` ``.
    pub what: String,
    /// Where it stands in the configuration.
    pub region: Region,
}

/// The file that entries stand in.
#[derive(Clone, Debug)]
pub struct EntryFile {
    /// Its absolute real path; never shown.
    pub real: PathBuf,
    /// Its name.
    pub name: String,
}

impl EntryFile {
    /// A note that an entry matched nothing. Of a file outside of the root only the name is told: reports hold no
    /// absolute paths.
    #[must_use]
    pub fn unused(&self, entry: &Entry, root: Option<&Path>, help: &str) -> Note {
        let inside = root.and_then(|root| self.real.strip_prefix(root).ok());
        let message = format!("{} matched no finding", entry.what);
        match inside {
            Some(path) => Note {
                path: Some(ReportPath::from_path(path)),
                region: Some(entry.region),
                message,
                help: help.to_owned(),
            },
            None => {
                let message = format!("{}:{}:{}: {message}", self.name, entry.region.line, entry.region.column);
                Note { path: None, region: None, message, help: help.to_owned() }
            }
        }
    }
}
