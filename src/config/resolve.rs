//! From settings to a plan: the one place where defaults stand and where settings are held against each other and
//! against the file system. Nothing is scanned before all of it holds.

use std::fs;
use std::io::ErrorKind;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::thread;

use globset::GlobBuilder;

use super::error::PlanError;
use super::file::{Configuration, Said};
use super::options::{FailOn, ReportTo, ScanOptions};
use super::plan::{Color, Format, Output, Plan, Verbosity};
use super::select::select;
use crate::finding::{Confidence, ReportPath};
use crate::report::Policy;
use crate::rule::Rule;

/// Files larger than this are skipped and said, unless somebody asks otherwise.
const MAX_FILE_SIZE: u64 = 256 << 20;

/// The name of standard input where none is given.
const STDIN_NAME: &str = "stdin";

impl Plan {
    /// Lays the command line over the configuration, fills in every default, selects among `rules` (all there are) and
    /// refuses what cannot work. Of a single value the command line's holds; a list gets what both say.
    ///
    /// # Errors
    /// Where a path to scan or a report's folder does not exist, a name or glob is wrong, or settings contradict
    /// each other.
    pub fn resolve(
        options: ScanOptions,
        configuration: Configuration,
        mut rules: Vec<Rule>,
    ) -> Result<Self, PlanError> {
        let staged = options.staged.unwrap_or(false);
        let (targets, stdin) = input(options.paths, options.stdin_name.as_deref(), staged)?;
        globs("--include", &options.include)?;
        globs("--exclude", &options.exclude)?;
        // Annotations are for those who read a log. Who asks for a format gets it and nothing else.
        let annotate = options.actions.is_some() && options.format.is_none();
        let step_summary = match options.format {
            None | Some(Format::Github) => options.actions.and_then(|actions| actions.step_summary),
            Some(_) => None,
        };
        let outputs = outputs(options.format.unwrap_or(Format::Human), options.reports)?;
        let lists = [&options.only, &options.skip, &options.include, &options.exclude];
        let narrowed = lists.iter().any(|list| !list.is_empty());
        for (graded, severity) in &configuration.graded {
            rules.iter_mut().filter(|rule| graded.contains(&rule.id)).for_each(|rule| rule.severity = *severity);
        }
        let (rules, masking) = select(rules, &options.only, &options.skip, &configuration.off)?;
        let value = |said: Vec<Said<String>>| said.into_iter().map(|said| said.value);
        Ok(Self {
            targets,
            staged,
            stdin,
            rules,
            masking,
            narrowed,
            policy: Policy {
                fail_on: options.fail_on.or(said(configuration.fail_on)).unwrap_or(FailOn::Medium).severity(),
                min_confidence: (options.min_confidence)
                    .or(said(configuration.min_confidence))
                    .unwrap_or(Confidence::Medium),
            },
            known: options.known.unwrap_or_default(),
            baseline: None,
            inline_ignore: options.inline_ignore.or(said(configuration.inline_ignore)).unwrap_or(true),
            overrides: configuration.overrides,
            allow: configuration.allow,
            configuration: configuration.name,
            include: value(configuration.include).chain(options.include).collect(),
            exclude: value(configuration.exclude).chain(options.exclude).collect(),
            max_file_size: options.max_file_size.or(said(configuration.max_file_size)).unwrap_or(MAX_FILE_SIZE),
            jobs: match options.jobs {
                None | Some(0) => thread::available_parallelism().map_or(1, NonZero::get),
                Some(jobs) => jobs,
            },
            timeout: options.timeout,
            ignore_files: options.ignore_files.or(said(configuration.ignore_files)).unwrap_or(true),
            archives: options.archives.or(said(configuration.archives)).unwrap_or(false),
            outputs,
            annotate,
            step_summary,
            sarif_all_rules: options.sarif_all_rules.unwrap_or(false),
            color: options.color.unwrap_or(Color::Auto),
            progress: options.progress.unwrap_or(true),
            verbosity: options.verbosity.unwrap_or(Verbosity::Normal),
            explain_score: options.explain_score,
            costs: false,
        })
    }
}

fn said<T>(said: Option<Said<T>>) -> Option<T> {
    said.map(|said| said.value)
}

/// A path as an error shows it.
fn shown(path: &Path) -> String {
    ReportPath::from_path(path).to_terminal()
}

/// What to scan: paths that exist, or standard input by its name. Whether what is staged exists is for git to say: it
/// may be gone from the disk.
fn input(
    paths: Vec<PathBuf>,
    stdin_name: Option<&Path>,
    staged: bool,
) -> Result<(Vec<PathBuf>, Option<String>), PlanError> {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return match paths.as_slice() {
            _ if staged => Err(PlanError::StdinStaged),
            [_] => Ok((Vec::new(), Some(name_of_stdin(stdin_name)?))),
            _ => Err(PlanError::StdinWithPaths),
        };
    }
    if stdin_name.is_some() {
        return Err(PlanError::StdinNameAlone);
    }
    if staged {
        return Ok((paths, None));
    }
    if paths.is_empty() {
        return Ok((vec![PathBuf::from(".")], None));
    }
    for path in &paths {
        exists(path)?;
    }
    Ok((paths, None))
}

/// Refuses a path that is not there. One that is there and cannot be read is the scan's to report (exit 3).
fn exists(path: &Path) -> Result<(), PlanError> {
    match fs::metadata(path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            let path_shown = shown(path);
            if fs::symlink_metadata(path).is_ok() {
                Err(PlanError::DanglingLink { path: path_shown })
            } else {
                Err(PlanError::NoSuchPath { path: path_shown })
            }
        }
        _ => Ok(()),
    }
}

/// Reports hold no absolute path. Editors hand over absolute names: one below the current folder is cut to it.
fn name_of_stdin(name: Option<&Path>) -> Result<String, PlanError> {
    let Some(name) = name else { return Ok(STDIN_NAME.into()) };
    let refused = || PlanError::StdinName { name: shown(name) };
    let relative = if name.has_root() {
        let here = std::env::current_dir().map_err(|_| refused())?;
        name.strip_prefix(here).map_err(|_| refused())?.to_owned()
    } else {
        name.to_owned()
    };
    if relative.as_os_str().is_empty() {
        return Err(refused());
    }
    Ok(ReportPath::from_path(&relative).to_text())
}

/// Globs are compiled where they are used; here they are only read, so that a wrong one stops everything.
fn globs(option: &'static str, globs: &[String]) -> Result<(), PlanError> {
    for glob in globs {
        if glob.starts_with('!') {
            return Err(PlanError::NegatedGlob { option, glob: glob.clone() });
        }
        let read = GlobBuilder::new(glob).literal_separator(true).build();
        if let Err(error) = read {
            return Err(PlanError::Glob { option, glob: glob.clone(), why: error.kind().to_string() });
        }
        if glob.is_empty() {
            return Err(PlanError::Glob { option, glob: "''".into(), why: "an empty glob matches nothing".into() });
        }
    }
    Ok(())
}

/// Standard output first, then the files, each with a folder to go to and none twice.
fn outputs(format: Format, reports: Vec<ReportTo>) -> Result<Vec<Output>, PlanError> {
    let mut outputs = vec![Output { format, file: None }];
    let mut places: Vec<PathBuf> = Vec::new();
    for ReportTo { format, file } in reports {
        let place = place(&file)?;
        if places.contains(&place) {
            return Err(PlanError::SameReport { file: shown(&file) });
        }
        places.push(place);
        outputs.push(Output { format, file: Some(file) });
    }
    Ok(outputs)
}

/// Where a report really goes, whatever links and dots lead there.
fn place(file: &Path) -> Result<PathBuf, PlanError> {
    if let Ok(place) = fs::canonicalize(file) {
        return if place.is_dir() { Err(PlanError::ReportIsFolder { file: shown(file) }) } else { Ok(place) };
    }
    let Some(name) = file.file_name() else { return Err(PlanError::ReportIsFolder { file: shown(file) }) };
    let folder = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    match fs::canonicalize(folder) {
        Ok(folder) if folder.is_dir() => Ok(folder.join(name)),
        _ => Err(PlanError::ReportFolder { file: shown(file), folder: shown(folder) }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::time::Duration;

    use super::*;
    use crate::config::Actions;
    use crate::finding::Severity;
    use crate::rule::embedded;

    fn resolve(options: ScanOptions) -> Result<Plan, PlanError> {
        Plan::resolve(options, Configuration::default(), embedded())
    }

    fn paths(paths: &[&str]) -> ScanOptions {
        ScanOptions { paths: paths.iter().map(PathBuf::from).collect(), ..ScanOptions::default() }
    }

    fn report(format: Format, file: impl Into<PathBuf>) -> ReportTo {
        ReportTo { format, file: file.into() }
    }

    #[test]
    fn the_defaults_are_those_of_the_documentation() {
        let plan = resolve(ScanOptions::default()).unwrap();
        assert_eq!(plan.targets, [PathBuf::from(".")]);
        assert_eq!(plan.stdin, None);
        assert_eq!(plan.policy.fail_on, Some(Severity::Medium));
        assert_eq!(plan.policy.min_confidence, Confidence::Medium);
        assert_eq!(plan.max_file_size, 268_435_456);
        assert!(plan.jobs >= 1);
        assert!(plan.ignore_files && !plan.archives);
        assert!(plan.masking.is_none());
        assert_eq!(plan.outputs, [Output { format: Format::Human, file: None }]);
        assert_eq!(plan.verbosity, Verbosity::Normal);
    }

    #[test]
    fn what_was_said_holds() {
        let plan = resolve(ScanOptions {
            fail_on: Some(FailOn::Never),
            min_confidence: Some(Confidence::High),
            max_file_size: Some(7),
            jobs: Some(3),
            timeout: Some(Duration::from_secs(1)),
            ignore_files: Some(false),
            ..ScanOptions::default()
        })
        .unwrap();
        assert_eq!(plan.policy.fail_on, None);
        assert_eq!(plan.policy.min_confidence, Confidence::High);
        assert_eq!((plan.max_file_size, plan.jobs), (7, 3));
        assert_eq!(plan.timeout, Some(Duration::from_secs(1)));
        assert!(!plan.ignore_files);
    }

    #[test]
    fn no_jobs_means_all_cores() {
        let plan = resolve(ScanOptions { jobs: Some(0), ..ScanOptions::default() }).unwrap();
        assert_eq!(plan.jobs, thread::available_parallelism().map_or(1, NonZero::get));
    }

    #[test]
    fn a_missing_path_is_refused_even_beside_one_that_exists() {
        let error = resolve(paths(&["src", "no/such\nplace"])).unwrap_err();
        assert_eq!(error, PlanError::NoSuchPath { path: "no/such\\u{a}place".into() });
        // A file that is used as a folder is as missing as any other.
        let error = resolve(paths(&["Cargo.toml/src"])).unwrap_err();
        assert_eq!(error, PlanError::NoSuchPath { path: "Cargo.toml/src".into() });
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        let error = resolve(ScanOptions { paths: vec![link], ..ScanOptions::default() }).unwrap_err();
        assert!(matches!(error, PlanError::DanglingLink { .. }), "{error}");
    }

    #[test]
    fn standard_input_stands_alone_and_has_a_relative_name() {
        let plan = resolve(paths(&["-"])).unwrap();
        assert_eq!((plan.targets.len(), plan.stdin.as_deref()), (0, Some("stdin")));
        let named = |name: PathBuf| ScanOptions { stdin_name: Some(name), ..paths(&["-"]) };
        let here = std::env::current_dir().unwrap();
        assert_eq!(resolve(named("a/b.py".into())).unwrap().stdin.as_deref(), Some("a/b.py"));
        assert_eq!(resolve(named(here.join("a/b.py"))).unwrap().stdin.as_deref(), Some("a/b.py"));
        assert!(matches!(resolve(named("".into())).unwrap_err(), PlanError::StdinName { .. }));
        assert!(matches!(resolve(named(here)).unwrap_err(), PlanError::StdinName { .. }));
        assert!(matches!(resolve(named("/elsewhere/b.py".into())).unwrap_err(), PlanError::StdinName { .. }));
        assert_eq!(resolve(paths(&["-", "src"])).unwrap_err(), PlanError::StdinWithPaths);
        let alone = ScanOptions { stdin_name: Some("a".into()), ..paths(&["src"]) };
        assert_eq!(resolve(alone).unwrap_err(), PlanError::StdinNameAlone);
    }

    #[test]
    fn what_is_staged_need_not_be_on_disk_and_is_never_standard_input() {
        let staged = |names: &[&str]| resolve(ScanOptions { staged: Some(true), ..paths(names) });
        let plan = staged(&["gone.py"]).unwrap();
        assert!(plan.staged && plan.targets == [PathBuf::from("gone.py")]);
        assert!(staged(&[]).unwrap().targets.is_empty());
        assert_eq!(staged(&["-"]).unwrap_err(), PlanError::StdinStaged);
        assert_eq!(staged(&["a", "-"]).unwrap_err(), PlanError::StdinStaged);
    }

    #[test]
    fn a_wrong_glob_is_refused_with_its_option() {
        let exclude = |glob: &str| ScanOptions { exclude: vec![glob.into()], ..ScanOptions::default() };
        let error = resolve(exclude("a[b")).unwrap_err();
        assert!(error.to_string().starts_with("`--exclude a[b`: "), "{error}");
        assert!(matches!(resolve(exclude("!a")).unwrap_err(), PlanError::NegatedGlob { .. }));
        assert!(matches!(resolve(exclude("")).unwrap_err(), PlanError::Glob { .. }));
        assert!(resolve(exclude("**/{a,b}/*.js")).is_ok());
    }

    #[test]
    fn reports_go_to_files_of_their_own_in_folders_that_exist() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let to = |reports: Vec<ReportTo>| resolve(ScanOptions { reports, ..ScanOptions::default() });
        let plan = to(vec![report(Format::Json, at("a")), report(Format::Sarif, at("b"))]).unwrap();
        assert_eq!(plan.outputs.len(), 3);
        let error = to(vec![report(Format::Json, at("a")), report(Format::Sarif, at("./a"))]).unwrap_err();
        assert!(matches!(error, PlanError::SameReport { .. }), "{error}");
        let error = to(vec![report(Format::Json, at("no/a"))]).unwrap_err();
        assert!(matches!(error, PlanError::ReportFolder { .. }), "{error}");
        let error = to(vec![report(Format::Json, folder.path())]).unwrap_err();
        assert!(matches!(error, PlanError::ReportIsFolder { .. }), "{error}");
    }

    #[test]
    fn a_runner_gets_annotations_unless_a_format_was_asked_for() {
        let actions = || Some(Actions { step_summary: Some("page.md".into()) });
        let with = |format| resolve(ScanOptions { actions: actions(), format, ..ScanOptions::default() }).unwrap();
        let said = |format| (with(format).annotate, with(format).step_summary.is_some());
        assert_eq!(said(None), (true, true));
        assert_eq!(said(Some(Format::Github)), (false, true));
        assert_eq!(said(Some(Format::Human)), (false, false));
        assert_eq!(said(Some(Format::Json)), (false, false));
        let plan = resolve(ScanOptions::default()).unwrap();
        assert_eq!((plan.annotate, plan.step_summary), (false, None));
    }

    #[test]
    fn selecting_rules_keeps_all_for_masking() {
        let error = resolve(ScanOptions { only: vec!["no-such".into()], ..ScanOptions::default() }).unwrap_err();
        assert!(matches!(error, PlanError::UnknownRule { option: "--only", .. }), "{error}");
        let mut packs: Vec<String> =
            embedded().iter().filter_map(|rule| Some(rule.id.as_str().split_once('/')?.0.to_owned())).collect();
        packs.dedup();
        let error = resolve(ScanOptions { skip: packs, ..ScanOptions::default() }).unwrap_err();
        assert_eq!(error, PlanError::NoRules);
    }
}
