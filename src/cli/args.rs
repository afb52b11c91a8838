//! What was typed, and nothing more: no default, no check that needs the file system or the rules. Help, man page
//! and completions are all made from these types, so they cannot drift.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser as _};
use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};

use super::baseline_args::BaselineCommand;
use crate::config::{self, Color, FailOn, Format, KnownFrom, ReportTo, ScanOptions, Verbosity, Wanted};
use crate::exit::Exit;
use crate::finding::{Confidence, Level as _};

/// More threads than this are a typing error.
pub(super) const MOST_JOBS: i64 = 1024;

/// A gate in front of production: finds hardcoded secrets and sets the exit code.
#[derive(Debug, Parser)]
#[command(name = "bartizan", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = exit_codes())]
pub struct Args {
    /// Whether to colour what people read; `NO_COLOR` and `CLICOLOR` are honoured [default: auto]
    #[arg(long, global = true, value_name = "WHEN", help_heading = "Output")]
    pub color: Option<Color>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look for secrets in files, folders or standard input
    #[command(after_help = exit_codes())]
    Scan(Box<ScanArgs>),
    /// List the rules, check their examples, or measure what they cost
    #[command(args_conflicts_with_subcommands = true)]
    Rules(Box<RulesArgs>),
    /// Write down what was found before, so that only what is new counts
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// Say what a scan goes by, and who said it
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Say what a rule finds, why it matters, how to fix it and how it is found
    Explain(ExplainArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// Arguments of `bartizan scan`.
#[derive(Debug, Arguments)]
pub struct ScanArgs {
    /// Files and folders to look at, or `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Look at what is staged in git's index, not at what is on disk, and report only what stands on added lines; a file
    /// that is named is judged whole
    #[arg(long, help_heading = "Input")]
    pub staged: bool,
    /// The name of standard input in reports; rules that hold for some paths only go by it
    #[arg(long, value_name = "NAME", help_heading = "Input")]
    pub stdin_name: Option<PathBuf>,
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

    /// A rule pack, or a folder of packs, to add to the embedded ones; may be repeated
    #[arg(long, value_name = "PATH", help_heading = "Rules")]
    pub rules: Vec<PathBuf>,
    /// Run only these rules: ids, packs or tags, separated by commas; may be repeated
    #[arg(long, value_name = "ID|PACK|TAG", value_delimiter = ',', help_heading = "Rules")]
    pub only: Vec<String>,
    /// Turn these rules off: ids, packs or tags, separated by commas; may be repeated
    #[arg(long, value_name = "ID|PACK|TAG", value_delimiter = ',', help_heading = "Rules")]
    pub skip: Vec<String>,

    /// The configuration [default: the nearest `.bartizan.yaml` from the current folder up to the repository's root]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = "Configuration")]
    pub config: Option<PathBuf>,
    /// Go by no configuration, such as one of a repository that is not to judge itself
    #[arg(long, help_heading = "Configuration")]
    pub no_config: bool,

    /// The least severity that makes the exit code 1 [default: medium]
    #[arg(long, value_name = "SEVERITY", help_heading = "Verdict")]
    pub fail_on: Option<FailOn>,
    /// The least confidence that makes the exit code 1 [default: medium]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence(), help_heading = "Verdict")]
    pub min_confidence: Option<Confidence>,

    /// Report also what comments in the files allow (`bartizan: allow RULE -- REASON`)
    #[arg(long, help_heading = "Verdict")]
    pub no_inline_ignore: bool,
    /// Known findings, which do not count [default: `.bartizan/baseline.yaml` at the root, if there is one]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline", help_heading = "Verdict")]
    pub baseline: Option<PathBuf>,
    /// Count known findings too
    #[arg(long, help_heading = "Verdict")]
    pub no_baseline: bool,

    /// The format on standard output [default: human]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<Format>,
    /// Write a report to a file as well, complete or not at all; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = str::parse::<ReportTo>, help_heading = "Output")]
    pub report: Vec<ReportTo>,
    /// List all rules in SARIF, not only those with findings
    #[arg(long, help_heading = "Output")]
    pub sarif_all_rules: bool,
    /// Whether to show progress on a terminal while a scan lasts [default: auto]
    #[arg(long, value_name = "WHEN", help_heading = "Output")]
    pub progress: Option<Progress>,
    /// Say only what counts for the exit code, one line each
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Say everything: findings that do not count, and what was not looked at
    #[arg(short, long, help_heading = "Output")]
    pub verbose: bool,

    /// Say of each credential without a format what spoke for and against it, and how much each counted
    #[arg(long, help_heading = "Output")]
    pub explain_score: bool,

    /// Threads; 0: one for each core [default: 0]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(0..=MOST_JOBS), help_heading = "Running")]
    pub jobs: Option<u16>,
    /// Give up after this time and say what was not looked at: `30s`, `5m`
    #[arg(long, value_name = "DURATION", value_parser = config::duration, help_heading = "Running")]
    pub timeout: Option<Duration>,
}

/// The subcommands of `bartizan config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings that a scan with the same arguments would go by, each with its origin
    Show(Box<ScanArgs>),
}

/// Arguments of `bartizan rules`; without a subcommand it lists.
#[derive(Debug, Arguments)]
pub struct RulesArgs {
    /// What to do with the rules.
    #[command(subcommand)]
    pub command: Option<RulesCommand>,
    /// The arguments of `list`, which may be left out.
    #[command(flatten)]
    pub list: ListArgs,
}

/// The subcommands of `bartizan rules`.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List the rules with severity, confidence and title (what `bartizan rules` alone does)
    List(ListArgs),
    /// Run the examples that rules bring: all must match, no near-miss may
    Check(CheckArgs),
    /// Measure what each rule and each prefilter costs on files of yours
    Profile(ProfileArgs),
}

/// Arguments of `bartizan rules list`.
#[derive(Debug, Arguments)]
pub struct ListArgs {
    /// A rule pack, or a folder of packs, to add to the embedded ones; may be repeated
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
    /// Only rules of this pack, such as `secrets`; may be repeated
    #[arg(long, value_name = "PACK")]
    pub pack: Vec<String>,
    /// Only rules for credentials of this provider, such as `GitHub`; may be repeated
    #[arg(long, value_name = "NAME")]
    pub provider: Vec<String>,
    /// Only rules with this tag, such as `CWE-798` or `payment`; may be repeated
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only rules of this severity; may be repeated
    #[arg(long, value_name = "SEVERITY")]
    pub severity: Vec<String>,
    /// The format [default: human]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ListFormat>,
}

/// Arguments of `bartizan rules check`.
#[derive(Debug, Arguments)]
pub struct CheckArgs {
    /// Rule packs, or folders of packs, to check [default: the embedded ones]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Arguments of `bartizan rules profile`.
#[derive(Debug, Arguments)]
pub struct ProfileArgs {
    /// The file or folder to measure on
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// A rule pack, or a folder of packs, to add to the embedded ones; may be repeated
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
}

/// Arguments of `bartizan explain`.
#[derive(Debug, Arguments)]
pub struct ExplainArgs {
    /// The rule's id, such as `secrets/github-pat-classic`
    #[arg(value_name = "RULE")]
    pub rule: String,
    /// A rule pack, or a folder of packs, to add to the embedded ones; may be repeated
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,
}

/// Arguments of `bartizan completions`.
#[derive(Debug, Arguments)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// When to show progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Progress {
    /// On a terminal, when a scan lasts.
    Auto,
    /// Never.
    Never,
}

/// How to list rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table for people.
    Human,
    /// A JSON array.
    Json,
}

impl ScanArgs {
    /// Where the configuration comes from.
    #[must_use]
    pub fn wanted(&self) -> Wanted {
        Wanted::of(self.config.as_ref(), self.no_config)
    }

    /// The command line as a layer of settings. A switch that is absent says nothing.
    #[must_use]
    pub fn options(self, color: Option<Color>) -> ScanOptions {
        ScanOptions {
            paths: self.paths,
            stdin_name: self.stdin_name,
            staged: self.staged.then_some(true),
            format: self.format,
            reports: self.report,
            fail_on: self.fail_on,
            min_confidence: self.min_confidence,
            known: match self.baseline {
                _ if self.no_baseline => Some(KnownFrom::Nothing),
                file => file.map(KnownFrom::File),
            },
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
            sarif_all_rules: self.sarif_all_rules.then_some(true),
            color,
            progress: self.progress.map(|progress| progress == Progress::Auto),
            explain_score: self.explain_score,
            verbosity: match (self.quiet, self.verbose) {
                (true, _) => Some(Verbosity::Quiet),
                (_, true) => Some(Verbosity::Verbose),
                _ => None,
            },
            actions: None,
        }
    }
}

/// The table of exit codes as `--help` shows it.
fn exit_codes() -> String {
    let rows = Exit::ALL.iter().map(|(exit, sentence)| format!("\n  {:>3}  {sentence}", exit.code()));
    format!("Exit codes:{}", rows.collect::<String>())
}

/// Reads a confidence; `finding` stands below clap and does not know it.
fn confidence() -> impl clap::builder::TypedValueParser<Value = Confidence> {
    let named = Confidence::ALL.iter().map(|&level| {
        PossibleValue::new(level.as_str()).help(match level {
            Confidence::High => "Only what is as good as certain",
            Confidence::Medium => "What is more likely right than wrong",
            Confidence::Low => "Hints as well",
        })
    });
    PossibleValuesParser::new(named).try_map(|word| Confidence::parse(&word).ok_or("no such confidence"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use clap::CommandFactory as _;

    use super::*;

    fn scan(words: &[&str]) -> Result<ScanOptions, clap::Error> {
        let words = ["bartizan", "scan"].iter().chain(words);
        match Args::try_parse_from(words)? {
            Args { color, command: Command::Scan(scan) } => Ok(scan.options(color)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_definitions_are_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn what_is_not_typed_is_not_said() {
        let options = scan(&[]).unwrap();
        assert_eq!(format!("{options:?}"), format!("{:?}", ScanOptions::default()));
    }

    #[test]
    fn everything_that_is_typed_arrives() {
        let options = scan(&[
            "a",
            "b",
            "--staged",
            "--format",
            "sarif",
            "--report",
            "json=x",
            "--report",
            "jsonl=y",
            "--fail-on",
            "never",
            "--min-confidence",
            "low",
            "--only",
            "p/a,q",
            "--only",
            "T",
            "--skip",
            "r",
            "--include",
            "*.py",
            "--exclude",
            "t/**",
            "--max-file-size",
            "1MiB",
            "--jobs",
            "0",
            "--timeout",
            "5m",
            "--no-ignore",
            "--no-inline-ignore",
            "--baseline",
            "known.yaml",
            "--sarif-all-rules",
            "--color",
            "never",
            "--progress",
            "never",
            "-v",
        ])
        .unwrap();
        assert_eq!(options.paths.len(), 2);
        assert_eq!(options.staged, Some(true));
        assert_eq!(options.format, Some(Format::Sarif));
        assert_eq!(options.reports[1], ReportTo { format: Format::Jsonl, file: "y".into() });
        assert_eq!(options.fail_on, Some(FailOn::Never));
        assert_eq!(options.min_confidence, Some(Confidence::Low));
        assert_eq!(options.only, ["p/a", "q", "T"]);
        assert_eq!(options.skip, ["r"]);
        assert_eq!(
            (options.include.as_slice(), options.exclude.as_slice()),
            (&["*.py".into()][..], &["t/**".into()][..])
        );
        assert_eq!(options.max_file_size, Some(1 << 20));
        assert_eq!(options.jobs, Some(0));
        assert_eq!(options.timeout, Some(Duration::from_secs(300)));
        assert_eq!(options.ignore_files, Some(false));
        assert_eq!(options.inline_ignore, Some(false));
        assert_eq!(options.known, Some(KnownFrom::File("known.yaml".into())));
        assert_eq!(options.sarif_all_rules, Some(true));
        assert_eq!(options.color, Some(Color::Never));
        assert_eq!(options.progress, Some(false));
        assert_eq!(options.verbosity, Some(Verbosity::Verbose));
    }

    #[test]
    fn a_baseline_and_none_exclude_each_other() {
        assert!(scan(&["--baseline", "a", "--no-baseline"]).is_err());
        assert_eq!(scan(&["--no-baseline"]).unwrap().known, Some(KnownFrom::Nothing));
    }

    #[test]
    fn a_single_dash_is_a_path() {
        assert_eq!(scan(&["-", "--stdin-name", "a.py"]).unwrap().paths, [PathBuf::from("-")]);
    }

    #[test]
    fn quiet_and_verbose_exclude_each_other() {
        assert!(scan(&["-q", "-v"]).is_err());
    }

    #[test]
    fn rules_alone_lists_and_takes_the_arguments_of_list() {
        let args = Args::try_parse_from(["bartizan", "rules", "--format", "json"]).unwrap();
        let Command::Rules(rules) = args.command else { panic!("{args:?}") };
        assert!(rules.command.is_none());
        assert_eq!(rules.list.format, Some(ListFormat::Json));
    }
}
