//! The plan: everything resolved, shared by reference, never changed once the scan runs.

use std::path::PathBuf;
use std::time::Duration;

use crate::report::Policy;
use crate::rule::RuleSet;
use crate::triage::baseline::Baseline;
use crate::triage::{AllowList, Overrides};

/// What a scan will do.
#[derive(Debug)]
pub struct Plan {
    /// Files and folders as they were named; empty when standard input is scanned, or everything that is staged.
    pub targets: Vec<PathBuf>,
    /// Whether what is staged in git's index is scanned, not what is on disk.
    pub staged: bool,
    /// The name under which standard input is scanned, if it is.
    pub stdin: Option<String>,
    /// The rules that are on.
    pub rules: RuleSet,
    /// Every rule there is, where some are off: frames are masked with these, so that a rule that is off does not
    /// show what it would have hidden. `None`: all are on.
    pub masking: Option<RuleSet>,
    /// Whether the command line turned rules or files off for this run: what matched nothing in it may do so in another.
    pub narrowed: bool,
    /// Which findings count.
    pub policy: Policy,
    /// What the configuration says of rules in some paths.
    pub overrides: Overrides,
    /// What the configuration allows.
    pub allow: AllowList,
    /// The configuration's name for people, as it is reached from the current folder; `None`: there is none.
    pub configuration: Option<String>,
    /// Whether suppressions in comments hold.
    pub inline_ignore: bool,
    /// Where the baseline is.
    pub known: KnownFrom,
    /// The baseline, once it is known where the source's root is.
    pub baseline: Option<Baseline>,
    /// Only files that one of these globs matches; empty: all.
    pub include: Vec<String>,
    /// No files that one of these globs matches.
    pub exclude: Vec<String>,
    /// Larger files are skipped and said; bytes.
    pub max_file_size: u64,
    /// Threads; never 0.
    pub jobs: usize,
    /// When to give up.
    pub timeout: Option<Duration>,
    /// Whether `.gitignore`, `.ignore` and `.bartizanignore` hold.
    pub ignore_files: bool,
    /// Whether archives are looked into.
    pub archives: bool,
    /// Where reports go.
    pub outputs: Vec<Output>,
    /// Whether annotations for GitHub follow what people read on standard output.
    pub annotate: bool,
    /// The file that a page in Markdown about this scan is added to.
    pub step_summary: Option<PathBuf>,
    /// Whether SARIF lists all rules or those in use.
    pub sarif_all_rules: bool,
    /// Whether to colour.
    pub color: Color,
    /// Whether a progress bar may be shown (only on a terminal, only when a scan lasts).
    pub progress: bool,
    /// How much is said to people.
    pub verbosity: Verbosity,
    /// Whether reports say what was weighed for each finding.
    pub explain_score: bool,
    /// Whether to keep accounts of what each rule costs.
    pub costs: bool,
}

/// Where the baseline is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KnownFrom {
    /// In its place below the root, if there is one.
    #[default]
    Root,
    /// In a file that was named.
    File(PathBuf),
    /// There is none to be read.
    Nothing,
}

/// One report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its format.
    pub format: Format,
    /// The file it goes to; `None`: standard output.
    pub file: Option<PathBuf>,
}

/// The report formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// One JSON document, `bartizan-report/1`.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// SARIF 2.1.0, as GitHub code scanning reads it.
    Sarif,
    /// Annotations, as GitHub Actions reads them from a log.
    Github,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal that can, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How much is said to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Only what counts for the exit code, one line each.
    Quiet,
    /// What counts for the exit code, and one line for the rest.
    Normal,
    /// Everything.
    Verbose,
}
