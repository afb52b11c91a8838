//! `bartizan scan`: plan, scan, report, verdict.

use std::io::{self, BufWriter, Write};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;

use super::args::ScanArgs;
use super::interrupt::Interrupts;
use super::settings::{Settings, settings};
use super::{failure, outputs, progress, step_summary};
use crate::config::{Actions, Color, Format, Plan, Verbosity};
use crate::engine;
use crate::exit::Exit;
use crate::source::Control;

/// Scans and reports.
///
/// # Errors
/// Where something that was typed is wrong; nothing was scanned then. Reports that cannot be written are told here
/// and are part of the exit code.
pub(super) fn run(args: ScanArgs, color: Option<Color>) -> Result<Exit> {
    let Settings { configuration, rules } = settings(&args.wanted(), &args.rules)?;
    let mut options = args.options(color);
    options.actions = Actions::read(|name| std::env::var_os(name));
    let mut plan = Plan::resolve(options, configuration, rules)?;
    let source = engine::source(&plan)?;
    plan.baseline = engine::baseline(&plan, source.as_ref())?;
    // A time-out beyond what the clock can count is none.
    let deadline = plan.timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let control = Arc::new(Control::new(deadline));
    let interrupts = Interrupts::install(&control, plan.stdin.is_some())?;

    let shows = plan.progress && plan.verbosity != Verbosity::Quiet;
    let outcome = progress::during(shows, &control, || engine::scan(&plan, source.as_ref(), &control));
    interrupts.reading_ended();

    let mut errors = anstream::stderr().lock();
    if control.interrupted() {
        // Nobody to tell is no reason for another exit code.
        let _ = writeln!(errors, "interrupted: nothing is reported");
        return Ok(Exit::Interrupted);
    }
    let view = outputs::view(source.root());
    let open = |format, out, page| Ok(outputs::open(format, out, page, &plan, &view));
    let written = outputs::write(&outcome, &plan, &control, stdout(&plan), &open);
    if let Some(page) = &plan.step_summary
        && !control.interrupted()
        && let Err(error) = step_summary::append(page, &outcome, written.exit, &plan, &control)
    {
        let _ = failure::warn(&error, &mut errors);
    }
    for error in &written.failures {
        let _ = failure::write(error, &mut errors);
    }
    Ok(written.exit)
}

/// Standard output in large pieces. Only what people read has styles to be translated or taken out.
fn stdout(plan: &Plan) -> Box<dyn Write> {
    let raw = io::stdout().lock();
    let human = plan.outputs.iter().any(|output| output.file.is_none() && output.format == Format::Human);
    if human { Box::new(BufWriter::new(anstream::AutoStream::auto(raw))) } else { Box::new(BufWriter::new(raw)) }
}
