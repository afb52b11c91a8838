//! A configuration that is judged: settings as far as they are said, each with its line.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::config::options::FailOn;
use crate::finding::{Confidence, RuleId, Severity};
use crate::triage::{AllowList, Overrides};

/// What a configuration file says. The default: there is none, and it says nothing.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The file's name for people, as it is reached from the current folder; `None`: there is no file.
    pub name: Option<String>,
    /// The least severity that counts.
    pub fail_on: Option<Said<FailOn>>,
    /// The least confidence that counts.
    pub min_confidence: Option<Said<Confidence>>,
    /// Only files that one of these globs matches.
    pub include: Vec<Said<String>>,
    /// No files that one of these globs matches.
    pub exclude: Vec<Said<String>>,
    /// The cap on a file's size in bytes.
    pub max_file_size: Option<Said<u64>>,
    /// Whether ignore files hold.
    pub ignore_files: Option<Said<bool>>,
    /// Whether archives are looked into.
    pub archives: Option<Said<bool>>,
    /// Whether suppressions in comments hold.
    pub inline_ignore: Option<Said<bool>>,
    /// Its rule packs.
    pub packs: Vec<Said<PathBuf>>,
    /// Rules that do not run.
    pub off: BTreeSet<RuleId>,
    /// Rules whose findings have another severity everywhere; the last that names a rule decides.
    pub graded: Vec<(BTreeSet<RuleId>, Severity)>,
    /// What holds in some paths.
    pub overrides: Overrides,
    /// What is allowed.
    pub allow: AllowList,
    /// The entries of `enable`, `disable`, `severity` and `allow` as they were written, in flow style.
    pub entries: Vec<(&'static str, Vec<Said<String>>)>,
}

/// Something that is said in a line of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// What.
    pub value: T,
    /// Where; from 1.
    pub line: usize,
}

pub(super) use Said as At;
