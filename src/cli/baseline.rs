//! `bartizan baseline create`: a scan whose findings become known.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};

use super::baseline_args::CreateArgs;
use super::interrupt::Interrupts;
use super::report_file::ReportFile;
use super::settings::{Settings, settings};
use super::{outputs, progress};
use crate::config::{Color, KnownFrom, Plan};
use crate::engine::{self, Outcome};
use crate::exit::Exit;
use crate::finding::{ReportPath, Status};
use crate::report::human::PathView;
use crate::source::{Control, Source};
use crate::triage::baseline::{self, Known};

/// Scans and writes the baseline.
///
/// # Errors
/// Where something that was typed is wrong, the old baseline is broken, or the new one cannot be written.
pub(super) fn run(args: CreateArgs, color: Option<Color>) -> Result<Exit> {
    let Settings { configuration, rules } = settings(&args.wanted(), &args.rules)?;
    let mut plan = Plan::resolve(args.options(color), configuration, rules)?;
    let source = engine::source(&plan)?;
    let (file, shown) = target(&plan, source.as_ref())?;
    plan.baseline = engine::baseline_at(&file, &shown, source.root())?;
    let deadline = plan.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let control = Arc::new(Control::new(deadline));
    let interrupts = Interrupts::install(&control, false)?;
    let outcome = progress::during(plan.progress, &control, || engine::scan(&plan, source.as_ref(), &control));
    interrupts.reading_ended();

    let mut errors = anstream::stderr().lock();
    if control.interrupted() {
        // Nobody to tell is no reason for another exit code.
        let _ = writeln!(errors, "interrupted: nothing is written");
        return Ok(Exit::Interrupted);
    }
    if !outcome.summary.complete() {
        let _ = tell_incomplete(&outcome, &shown, &outputs::view(source.root()), &mut errors);
        let internal = outcome.summary.exit == Exit::Internal;
        return Ok(if internal { Exit::Internal } else { Exit::Incomplete });
    }
    let before = plan.baseline.as_ref().map(baseline::Baseline::len);
    write(&file, &outcome).with_context(|| format!("the baseline `{shown}` cannot be written"))?;
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    tell(&outcome, before, &shown, &mut out)?;
    Ok(Exit::Clean)
}

/// The file to write, and what people call it.
fn target(plan: &Plan, source: &dyn Source) -> Result<(PathBuf, String)> {
    match (&plan.known, source.root()) {
        (KnownFrom::File(file), _) => Ok((file.clone(), ReportPath::from_path(file).to_terminal())),
        (_, Some(root)) => {
            let shown = outputs::view(Some(root)).show(&ReportPath::from_bytes(baseline::PLACE.as_bytes()));
            Ok((root.join(baseline::PLACE), shown))
        }
        (_, None) => anyhow::bail!("standard input has no place for a baseline: name files or folders"),
    }
}

/// Writes all findings, and what the old baseline knew of what was not looked at.
fn write(file: &Path, outcome: &Outcome) -> Result<()> {
    // Each place is known by itself: a new one of the same value counts.
    let found = outcome.findings.iter().chain(&outcome.folded).map(Known::of);
    let text = baseline::render(found.chain(outcome.unseen.iter().cloned()));
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let target = ReportFile::create(file)?;
    target.writer()?.write_all(text.as_bytes())?;
    target.complete()?;
    Ok(())
}

/// `.bartizan/baseline.yaml: 12 known findings (3 more than before, 2 gone, 4 of what was not looked at)`.
fn tell(outcome: &Outcome, before: Option<usize>, shown: &str, out: &mut dyn Write) -> io::Result<()> {
    let all = || outcome.findings.iter().chain(&outcome.folded);
    let count = |status| all().filter(|finding| finding.status == status).count();
    let (new, old, unseen) = (count(Status::New), count(Status::Baseline), outcome.unseen.len());
    let total = new + old + unseen;
    let noun = if total == 1 { "finding" } else { "findings" };
    write!(out, "{shown}: {total} known {noun}")?;
    if let Some(before) = before {
        write!(out, " ({new} new, {} gone", before.saturating_sub(old + unseen))?;
        if unseen > 0 {
            write!(out, ", {unseen} of what was not looked at")?;
        }
        write!(out, ")")?;
    }
    writeln!(out, "\nCommit it: from now on a scan counts only what is new.")?;
    out.flush()
}

fn tell_incomplete(outcome: &Outcome, shown: &str, view: &PathView, out: &mut dyn Write) -> io::Result<()> {
    /// As many as the summary of a scan names.
    const NAMED: usize = 10;
    writeln!(out, "error: the scan is incomplete, so `{shown}` is not written")?;
    let missed: Vec<_> = outcome.summary.tally.skipped.iter().filter(|skip| skip.reason.incomplete()).collect();
    for skip in missed.iter().take(NAMED) {
        writeln!(out, "  {}: not looked at: {}", view.show(&skip.path), skip.reason)?;
    }
    if missed.len() > NAMED {
        writeln!(out, "  and {} more", missed.len() - NAMED)?;
    }
    writeln!(out, "help: make them readable, raise the limit, or leave them out with `--exclude`")
}
