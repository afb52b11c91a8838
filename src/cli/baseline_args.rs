//! What can be typed behind `bartizan baseline`: beside the file everything that changes what a scan finds, and nothing
//! that changes what counts, since a baseline holds all findings.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args as Arguments, Subcommand};

use super::args::{MOST_JOBS, Progress};
use crate::config::{self, Color, KnownFrom, ScanOptions, Wanted};

/// The subcommands of `bartizan baseline`.
#[derive(Debug, Subcommand)]
pub enum BaselineCommand {
    /// Write down all that a scan finds, so that from now on only what is new counts
    ///
    /// Entries for what this scan does not look at (other folders, rules that are off) stay as they are; entries that
    /// match nothing any more go. Nothing is written where the scan is incomplete.
    Create(Box<CreateArgs>),
}

/// Arguments of `bartizan baseline create`.
#[derive(Debug, Arguments)]
pub struct CreateArgs {
    /// Files and folders to look at [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The file to write [default: `.bartizan/baseline.yaml` at the repository's root]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Look only at files that match the glob; may be repeated
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub include: Vec<String>,
    /// Leave out files that match the glob, even when they are named; may be repeated
    #[arg(long, value_name = "GLOB", help_heading = "Input")]
    pub exclude: Vec<String>,
    /// Look also at what `.gitignore`, `.ignore` and `.bartizanignore` leave out
    #[arg(long, help_heading = "Input")]
    pub no_ignore: bool,
    /// Look into archives (zip, jar, war, whl, tar, gz and the like), three levels deep
    #[arg(long, help_heading = "Input")]
    pub archives: bool,
    /// Skip larger files and say so: bytes, `10MB`, `1GiB` [default: 256MiB]
    #[arg(long, value_name = "SIZE", value_parser = config::size, help_heading = "Input")]
    pub max_file_size: Option<u64>,

    /// The configuration [default: the nearest `.bartizan.yaml` from the current folder up to the repository's root]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Configuration")]
    pub config: Option<PathBuf>,
    /// Go by no configuration
    #[arg(long, help_heading = "Configuration")]
    pub no_config: bool,

    /// A rule pack, or a folder of packs, to add to the embedded ones; may be repeated
    #[arg(long, value_name = "PATH", help_heading = "Rules")]
    pub rules: Vec<PathBuf>,
    /// Run only these rules: ids, packs or tags, separated by commas; may be repeated
    #[arg(long, value_name = "ID|PACK|TAG", value_delimiter = ',', help_heading = "Rules")]
    pub only: Vec<String>,
    /// Turn these rules off: ids, packs or tags, separated by commas; may be repeated
    #[arg(long, value_name = "ID|PACK|TAG", value_delimiter = ',', help_heading = "Rules")]
    pub skip: Vec<String>,
    /// Write down also what comments in the files allow (`bartizan: allow RULE -- REASON`)
    #[arg(long, help_heading = "Rules")]
    pub no_inline_ignore: bool,

    /// Whether to show progress on a terminal while a scan lasts [default: auto]
    #[arg(long, value_name = "WHEN", help_heading = "Running")]
    pub progress: Option<Progress>,
    /// Threads; 0: one for each core [default: 0]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=MOST_JOBS), help_heading = "Running")]
    pub jobs: Option<u16>,
    /// Give up after this time: `30s`, `5m`
    #[arg(long, value_name = "DURATION", value_parser = config::duration, help_heading = "Running")]
    pub timeout: Option<Duration>,
}

impl CreateArgs {
    /// Where the configuration comes from.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted::of(self.config.as_ref(), self.no_config)
    }

    /// The command line as a layer of settings.
    #[must_use]
    pub fn options(self, color: Option<Color>) -> ScanOptions {
        ScanOptions {
            paths: self.paths,
            known: Some(self.output.map_or(KnownFrom::Root, KnownFrom::File)),
            inline_ignore: self.no_inline_ignore.then_some(false),
            only: self.only,
            skip: self.skip,
            include: self.include,
            exclude: self.exclude,
            max_file_size: self.max_file_size,
            jobs: self.jobs.map(usize::from),
            timeout: self.timeout,
            ignore_files: self.no_ignore.then_some(false),
            archives: self.archives.then_some(true),
            color,
            progress: self.progress.map(|progress| progress == Progress::Auto),
            ..ScanOptions::default()
        }
    }
}
