//! One layer of settings: what somebody said about a scan, and nothing that nobody said.
//!
//! The command line fills one; below it lies a `Configuration`. A layer knows no default: those stand in one function,
//! `Plan::resolve`.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::actions::Actions;
use super::plan::{Color, Format, KnownFrom, Verbosity};
use crate::finding::{Confidence, Severity};

/// The settings of a scan as far as they were given.
#[derive(Clone, Debug, Default)]
pub struct ScanOptions {
    /// Files and folders; a single `-` is standard input. Empty: the current folder.
    pub paths: Vec<PathBuf>,
    /// The name under which standard input is reported.
    pub stdin_name: Option<PathBuf>,
    /// Whether what is staged in git's index is scanned, not what is on disk.
    pub staged: Option<bool>,
    /// The format on standard output.
    pub format: Option<Format>,
    /// Reports that go to files.
    pub reports: Vec<ReportTo>,
    /// The least severity that counts.
    pub fail_on: Option<FailOn>,
    /// The least confidence that counts.
    pub min_confidence: Option<Confidence>,
    /// Whether suppressions in comments hold.
    pub inline_ignore: Option<bool>,
    /// Where the baseline is.
    pub known: Option<KnownFrom>,
    /// Only these rules: ids, packs or tags. Empty: all.
    pub only: Vec<String>,
    /// Not these rules: ids, packs or tags.
    pub skip: Vec<String>,
    /// Only files that one of these globs matches. Empty: all.
    pub include: Vec<String>,
    /// No files that one of these globs matches.
    pub exclude: Vec<String>,
    /// The cap on a file's size in bytes.
    pub max_file_size: Option<u64>,
    /// Threads; 0: one for each core.
    pub jobs: Option<usize>,
    /// When to give up.
    pub timeout: Option<Duration>,
    /// Whether ignore files hold.
    pub ignore_files: Option<bool>,
    /// Whether archives are looked into.
    pub archives: Option<bool>,
    /// Whether SARIF lists all rules.
    pub sarif_all_rules: Option<bool>,
    /// Whether to colour.
    pub color: Option<Color>,
    /// Whether a progress bar may be shown.
    pub progress: Option<bool>,
    /// Whether reports say what was weighed for each finding.
    pub explain_score: bool,
    /// How much is said to people.
    pub verbosity: Option<Verbosity>,
    /// The runner of GitHub Actions, where there is one.
    pub actions: Option<Actions>,
}

/// A report that goes to a file, written `FORMAT=FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTo {
    /// Its format.
    pub format: Format,
    /// The file.
    pub file: PathBuf,
}

/// The least severity that fails the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Only what opens an account, a signing key or production data.
    Critical,
    /// From high upwards.
    High,
    /// From medium upwards.
    Medium,
    /// From low upwards.
    Low,
    /// Every finding.
    Info,
    /// No finding: report only.
    Never,
}

impl FailOn {
    /// The severity as a policy holds it; `None`: no finding ever counts.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Critical => Some(Severity::Critical),
            Self::High => Some(Severity::High),
            Self::Medium => Some(Severity::Medium),
            Self::Low => Some(Severity::Low),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}
