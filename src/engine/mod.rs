//! The wiring: a source's threads, one worker each, collection, order, verdict.

pub mod examples;
mod file;
mod mask;
mod reasons;
mod scanner;
mod sighting;

pub use mask::{secrets_in, without_secrets};
pub use scanner::{Collected, Needs, Scanner};

use std::path::Path;
use std::time::Instant;

use crate::check::{Costs, Work};
use crate::config::{Format, KnownFrom, Plan, did_you_mean, nearest};
use crate::exit::Exit;
use crate::finding::{Finding, Level, Note, ReportPath, Severity, Suppressed};
use crate::report::Summary;
use crate::rule::RuleSet;
use crate::rule::carry::REACH;
use crate::rule::def::Context;
use crate::source::git::{Environment, Staged, StagedOptions};
use crate::source::{AHEAD, BEHIND, Control, SkipReason, Source, SourceError, Stdin, Tally, Tree, TreeOptions};
use crate::triage::baseline::{self, Baseline, BaselineError, Known, Looked, Standing};
use crate::triage::inline::{self, Comments, Names};
use crate::triage::{Judged, Seen, fold};

// Windows of large files must let every rule look as far as it may: a match, and the words around it.
const _: () = assert!(AHEAD >= REACH + Context::MOST as usize && BEHIND >= Context::MOST as usize);

/// What a scan found out.
#[derive(Debug)]
pub struct Outcome {
    /// Sorted by path, offset, rule.
    pub findings: Vec<Finding>,
    /// Sorted likewise.
    pub suppressed: Vec<Suppressed>,
    /// Sorted by path and place.
    pub notes: Vec<Note>,
    /// Counts, coverage and the exit code.
    pub summary: Summary,
    /// How much was done.
    pub work: Work,
    /// What each rule and prefilter cost; empty unless the plan asked.
    pub costs: Costs,
    /// Findings that another speaks for: the same value in another place. Sorted likewise.
    pub folded: Vec<Finding>,
    /// Entries of the baseline for what this scan did not look at.
    pub unseen: Vec<Known>,
}

/// What a plan's text comes from.
///
/// # Errors
/// Where a target does not exist, a glob is none, or what is staged is asked for and there is no repository.
pub fn source(plan: &Plan) -> Result<Box<dyn Source>, SourceError> {
    if let Some(name) = &plan.stdin {
        return Ok(Box::new(Stdin::new(Path::new(name), plan.max_file_size).with_archives(plan.archives)));
    }
    if plan.staged {
        return Ok(Box::new(Staged::new(&StagedOptions {
            from: std::env::current_dir().unwrap_or_default(),
            environment: Environment::of_process(),
            targets: plan.targets.clone(),
            include: plan.include.clone(),
            exclude: plan.exclude.clone(),
            max_file_size: plan.max_file_size,
            ignore_files: plan.ignore_files,
            archives: plan.archives,
            threads: plan.jobs,
        })?));
    }
    let tree = Tree::new(&TreeOptions {
        targets: plan.targets.clone(),
        include: plan.include.clone(),
        exclude: plan.exclude.clone(),
        max_file_size: plan.max_file_size,
        ignore_files: plan.ignore_files,
        archives: plan.archives,
        threads: plan.jobs,
    })?;
    Ok(Box::new(tree))
}

/// Runs a scan of `source` to its end, or until `control` says stop.
#[must_use]
pub fn scan(plan: &Plan, source: &dyn Source, control: &Control) -> Outcome {
    let started = Instant::now();
    let needs = Needs {
        frames: plan.outputs.iter().any(|output| output.format == Format::Human),
        line_hash: plan.outputs.iter().any(|output| output.format == Format::Sarif),
        comments: plan.inline_ignore,
        files: plan.baseline.is_some(),
        why: plan.explain_score,
        costs: plan.costs,
    };
    let scanner = Scanner::new(&plan.rules, plan.masking.as_ref(), needs);
    let tally = source.for_each(&|| scanner.worker(), control);
    let Collected { findings, notes, comments, looked, work, costs, .. } = scanner.finish_source(source);
    let seen = Seen {
        root: source.root(),
        whole: source.whole() && !plan.narrowed && tally.complete(),
        archives: plan.archives,
    };
    let archives = plan.archives && tally.complete();
    let (mut judged, standing) =
        judge(plan, seen, source.whole(), archives, Judged::new(findings, notes), &comments, &looked);
    let folded = fold(&mut judged);
    let summary = summarise(plan, source, &judged, &standing, tally, control, started);
    let Judged { findings, suppressed, notes } = judged;
    Outcome { findings, suppressed, notes, summary, work, costs, folded, unseen: standing.unseen }
}

/// Tells what stands from what somebody allowed: the one place where the steps of triage follow each other.
///
/// What the configuration switches off in some path is off there: a comment about it hides nothing. The baseline comes
/// last: what is allowed is no debt.
fn judge(
    plan: &Plan,
    seen: Seen<'_>,
    everything: bool,
    archives: bool,
    judged: Judged,
    comments: &[Comments],
    looked: &[ReportPath],
) -> (Judged, Standing) {
    let mut judged = plan.overrides.apply(judged, seen);
    let offer = |word: &str, names: &mut dyn Iterator<Item = &str>| did_you_mean(&nearest(word, names));
    inline::apply(&mut judged, comments, &Names::new(&plan.rules, plan.masking.as_ref(), &offer));
    let mut judged = plan.allow.apply(judged, seen);
    let off = |rule: &str| {
        let is = |set: &RuleSet| set.find(rule).is_some();
        plan.masking.as_ref().is_some_and(is) && !is(&plan.rules)
    };
    let looked = Looked { files: looked, root: seen.root, whole: everything, archives, off: &off };
    let standing = plan.baseline.as_ref().map(|baseline| baseline.apply(&mut judged, &looked)).unwrap_or_default();
    mask::reasons(&mut judged.suppressed);
    judged.sort();
    (judged, standing)
}

/// The baseline that the plan asks for, of what `source` reads.
///
/// # Errors
/// Where it is named and not there, cannot be read, or is none.
pub fn baseline(plan: &Plan, source: &dyn Source) -> Result<Option<Baseline>, BaselineError> {
    let (file, named) = match (&plan.known, source.root()) {
        (KnownFrom::Nothing, _) | (KnownFrom::Root, None) => return Ok(None),
        (KnownFrom::Root, Some(root)) => (root.join(baseline::PLACE), false),
        (KnownFrom::File(file), _) => (file.clone(), true),
    };
    let name = if named { ReportPath::from_path(&file).to_terminal() } else { baseline::PLACE.to_owned() };
    match baseline_at(&file, &name, source.root())? {
        None if named => Err(BaselineError::missing(&name)),
        baseline => Ok(baseline),
    }
}

/// The baseline in a file that people call `name`; `None`: there is no such file.
///
/// # Errors
/// Where it cannot be read, or is none.
pub fn baseline_at(file: &Path, name: &str, root: Option<&Path>) -> Result<Option<Baseline>, BaselineError> {
    let real = file.canonicalize().ok();
    let inside = root.zip(real.as_deref()).and_then(|(root, real)| real.strip_prefix(root).ok());
    Baseline::load(file, name, inside.map(ReportPath::from_path))
}

fn summarise(
    plan: &Plan,
    source: &dyn Source,
    judged: &Judged,
    standing: &Standing,
    tally: Tally,
    control: &Control,
    started: Instant,
) -> Summary {
    let findings = &judged.findings;
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count() as u64;
    let by_severity = std::array::from_fn(|at| count(Severity::ALL[at]));
    let counting = findings.iter().filter(|finding| plan.policy.counts(finding)).count() as u64;
    let mut summary = Summary {
        target: source.target(),
        noun: source.noun(),
        by_severity,
        counting,
        suppressed: judged.suppressed.len() as u64,
        known: plan.baseline.is_some().then_some(standing.known),
        tally,
        elapsed: started.elapsed(),
        policy: plan.policy,
        configuration: plan.configuration.clone(),
        rules: plan.rules.rules().len(),
        exit: Exit::Clean,
    };
    let internal = |reason: &SkipReason| matches!(reason, SkipReason::Internal(_));
    summary.exit = if control.interrupted() {
        Exit::Interrupted
    } else if summary.tally.skipped.iter().any(|skip| internal(&skip.reason)) {
        Exit::Internal
    } else if counting > 0 {
        Exit::Findings
    } else if !summary.complete() {
        Exit::Incomplete
    } else {
        Exit::Clean
    };
    summary
}
