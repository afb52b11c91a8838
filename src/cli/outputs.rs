//! Where the reports of a scan go: files first, standard output last.
//!
//! In this order, because what is said to people names the exit code, and a report that could not be written
//! changes it.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::failure::is_broken_pipe;
use super::report_file::ReportFile;
use crate::config::{Format, Plan, Verbosity};
use crate::engine::Outcome;
use crate::exit::Exit;
use crate::finding::ReportPath;
use crate::report::github::{Alongside, Github};
use crate::report::human::{Detail, Human, HumanOptions, PathView};
use crate::report::json::Json;
use crate::report::jsonl::Jsonl;
use crate::report::sarif::{Sarif, SarifOptions};
use crate::report::{Message, Report, Summary};
use crate::source::Control;

/// What a printer for people writes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Whether styles are wanted. What does not show them strips them behind the printer as well.
    pub(super) styled: bool,
    /// Columns.
    pub(super) width: usize,
    /// Whether annotations for GitHub follow.
    pub(super) annotated: bool,
}

impl Page {
    /// Columns where nobody says otherwise.
    const WIDTH: usize = 80;

    /// A file: no styles.
    const FILE: Self = Self { styled: false, width: Self::WIDTH, annotated: false };

    /// Standard output as it is: `--color`, `NO_COLOR`, `CLICOLOR` and the terminal decide.
    pub(super) fn stdout() -> Self {
        Self {
            styled: anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
            width: terminal_size::terminal_size_of(io::stdout()).map_or(Self::WIDTH, |(width, _)| width.0.into()),
            annotated: false,
        }
    }
}

/// Opens the printer of one format.
pub(super) type Open<'p> = dyn Fn(Format, Box<dyn Write + 'p>, Page) -> Result<Box<dyn Report + 'p>> + 'p;

/// The printers there are: the one place where a format gets its printer.
pub(super) fn open<'p>(
    format: Format,
    out: Box<dyn Write + 'p>,
    page: Page,
    plan: &'p Plan,
    view: &PathView,
) -> Box<dyn Report + 'p> {
    match format {
        Format::Human => {
            let detail = match plan.verbosity {
                Verbosity::Quiet => Detail::Brief,
                Verbosity::Normal => Detail::Normal,
                Verbosity::Verbose => Detail::Full,
            };
            let options = HumanOptions {
                detail,
                width: page.width,
                styled: page.styled,
                policy: plan.policy,
                view: view.clone(),
                comments: plan.inline_ignore,
            };
            if page.annotated {
                return Box::new(Alongside::new(out, &plan.rules, options));
            }
            Box::new(Human::new(out, &plan.rules, options))
        }
        Format::Json => Box::new(Json::new(out, &plan.rules)),
        Format::Jsonl => Box::new(Jsonl::new(out, &plan.rules)),
        Format::Sarif => Box::new(Sarif::new(out, &plan.rules, SarifOptions { all_rules: plan.sarif_all_rules })),
        Format::Github => Box::new(Github::new(out, &plan.rules, plan.policy)),
    }
}

/// From where the reader sees the root.
pub(super) fn view(root: Option<&Path>) -> PathView {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let (Some(root), Ok(here)) = (root, here) else { return PathView::root() };
    if let Ok(inside) = here.strip_prefix(root) {
        return PathView::from_inside(ReportPath::from_path(inside).as_bytes());
    }
    let shared = here.components().zip(root.components()).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Path::new(".."), here.components().count() - shared);
    let way: PathBuf = up.chain(root.components().skip(shared).map(|part| Path::new(part.as_os_str()))).collect();
    PathView::from_outside(ReportPath::from_path(&way).as_bytes())
}

/// What became of the reports.
#[derive(Debug)]
pub(super) struct Written {
    /// The scan's verdict, or worse where a report could not be written.
    pub(super) exit: Exit,
    /// Reports that could not be written, each with its file and the cause.
    pub(super) failures: Vec<anyhow::Error>,
}

/// Writes all reports. One that cannot be written keeps no other from being written. A reader who closes standard
/// output (`| head -1`) has seen enough: that is no failure, and the scan's verdict stays the exit code.
pub(super) fn write<'p>(
    outcome: &Outcome,
    plan: &Plan,
    control: &Control,
    stdout: Box<dyn Write + 'p>,
    open: &Open<'p>,
) -> Written {
    let mut failures = Vec::new();
    for output in &plan.outputs {
        if let Some(file) = &output.file
            && let Err(error) = to_file(file, output.format, outcome, control, open)
        {
            let shown = ReportPath::from_path(file);
            failures.push(error.context(format!("the report `{shown}` cannot be written")));
        }
    }
    let mut summary = outcome.summary.clone();
    if !failures.is_empty() {
        summary.exit = summary.exit.max(Exit::Usage);
    }
    if let Some(output) = plan.outputs.iter().find(|output| output.file.is_none()) {
        let page = Page { annotated: plan.annotate, ..Page::stdout() };
        let told = open(output.format, stdout, page)
            .and_then(|mut report| Ok(tell(report.as_mut(), outcome, &summary, control)?));
        match told {
            Err(error) if !is_broken_pipe(&error) => {
                failures.push(error.context("the report cannot be written to standard output"));
                summary.exit = summary.exit.max(Exit::Usage);
            }
            _ => {}
        }
    }
    if control.interrupted() {
        return Written { exit: Exit::Interrupted, failures: Vec::new() };
    }
    Written { exit: summary.exit, failures }
}

fn to_file<'p>(file: &Path, format: Format, outcome: &Outcome, control: &Control, open: &Open<'p>) -> Result<()> {
    let target = ReportFile::create(file)?;
    let mut report = open(format, Box::new(BufWriter::new(target.writer()?)), Page::FILE)?;
    let told = tell(report.as_mut(), outcome, &outcome.summary, control)?;
    drop(report);
    if told == Told::Everything {
        target.complete().context("it could not be completed")?;
    }
    Ok(())
}

/// How far a printer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Everything,
    /// Somebody pressed Ctrl-C meanwhile.
    Interrupted,
}

/// Tells a printer everything in the order that it may rely on.
pub(super) fn tell(
    report: &mut dyn Report,
    outcome: &Outcome,
    summary: &Summary,
    control: &Control,
) -> io::Result<Told> {
    let messages = (outcome.findings.iter().map(Message::Finding))
        .chain(outcome.suppressed.iter().map(Message::Suppressed))
        .chain(summary.tally.skipped.iter().map(Message::Skipped))
        .chain(outcome.notes.iter().map(Message::Note));
    for message in messages {
        if control.interrupted() {
            return Ok(Told::Interrupted);
        }
        report.message(&message)?;
    }
    report.finish(summary)?;
    Ok(if control.interrupted() { Told::Interrupted } else { Told::Everything })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::fs;
    use std::time::Duration;

    use super::*;
    use crate::check::{Costs, Work};
    use crate::config::{Configuration, ReportTo, ScanOptions};
    use crate::rule::embedded;
    use crate::source::{Skip, SkipReason, Tally};

    /// Prints one line a message.
    struct Lines<'p>(Box<dyn Write + 'p>);

    impl Report for Lines<'_> {
        fn message(&mut self, message: &Message<'_>) -> io::Result<()> {
            match message {
                Message::Skipped(skip) => writeln!(self.0, "skipped {}", skip.path),
                _ => writeln!(self.0, "other"),
            }
        }

        fn finish(&mut self, summary: &Summary) -> io::Result<()> {
            writeln!(self.0, "exit {}", summary.exit.code())?;
            self.0.flush()
        }
    }

    fn open_lines<'p>(_: Format, out: Box<dyn Write + 'p>, _: Page) -> Result<Box<dyn Report + 'p>> {
        Ok(Box::new(Lines(out)))
    }

    /// An output that fails in one way.
    struct Broken(io::ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    fn plan(reports: &[&Path]) -> Plan {
        let reports = reports.iter().map(|&file| ReportTo { format: Format::Json, file: file.into() }).collect();
        Plan::resolve(ScanOptions { reports, ..ScanOptions::default() }, Configuration::default(), embedded()).unwrap()
    }

    fn outcome(exit: Exit, plan: &Plan) -> Outcome {
        let skip = Skip { path: ReportPath::from_bytes(b"a.bin"), reason: SkipReason::Binary };
        let summary = Summary {
            target: ".".into(),
            noun: "file",
            by_severity: [0; 5],
            counting: 0,
            suppressed: 0,
            known: None,
            tally: Tally { skipped: vec![skip], ..Tally::default() },
            elapsed: Duration::ZERO,
            policy: plan.policy,
            configuration: None,
            rules: plan.rules.rules().len(),
            exit,
        };
        Outcome {
            findings: Vec::new(),
            suppressed: Vec::new(),
            notes: Vec::new(),
            summary,
            work: Work::default(),
            costs: Costs::default(),
            folded: Vec::new(),
            unseen: Vec::new(),
        }
    }

    #[test]
    fn all_reports_are_written_and_the_verdict_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        let plan = plan(&[&one, &two]);
        let mut stdout = Vec::new();
        let outcome = outcome(Exit::Findings, &plan);
        let written = write(&outcome, &plan, &Control::default(), Box::new(&mut stdout), &open_lines);
        assert_eq!(written.exit, Exit::Findings);
        assert!(written.failures.is_empty());
        for text in
            [String::from_utf8(stdout).unwrap(), fs::read_to_string(one).unwrap(), fs::read_to_string(two).unwrap()]
        {
            assert_eq!(text, "skipped a.bin\nexit 1\n");
        }
    }

    #[test]
    fn a_report_that_fails_is_named_and_keeps_no_other_from_being_written() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        fs::create_dir(&gone).unwrap();
        let (lost, kept) = (gone.join("lost"), folder.path().join("kept"));
        let plan = plan(&[&lost, &kept]);
        // It was there when the scan began.
        fs::remove_dir(&gone).unwrap();
        let mut stdout = Vec::new();
        let outcome = outcome(Exit::Findings, &plan);
        let written = write(&outcome, &plan, &Control::default(), Box::new(&mut stdout), &open_lines);
        assert_eq!(written.exit, Exit::Usage);
        assert_eq!(written.failures.len(), 1);
        assert!(written.failures[0].to_string().contains("gone/lost"), "{}", written.failures[0]);
        assert!(fs::read_to_string(kept).unwrap().ends_with("exit 1\n"));
        // What is said last names the code that the process ends with.
        assert!(String::from_utf8(stdout).unwrap().ends_with("exit 2\n"));
    }

    #[test]
    fn a_printer_that_fails_leaves_the_old_report_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report");
        fs::write(&file, "old").unwrap();
        let plan = plan(&[&file]);
        let full = |_: Format, _, _| -> Result<Box<dyn Report>> {
            Ok(Box::new(Lines(Box::new(Broken(io::ErrorKind::StorageFull)))))
        };
        let outcome = outcome(Exit::Clean, &plan);
        let written = write(&outcome, &plan, &Control::default(), Box::new(io::sink()), &full);
        assert_eq!(written.exit, Exit::Usage);
        // The file and standard output, for this printer fails everywhere.
        assert_eq!(written.failures.len(), 2);
        assert_eq!(fs::read_to_string(&file).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_loses_no_verdict() {
        let plan = plan(&[]);
        for exit in [Exit::Clean, Exit::Findings, Exit::Incomplete] {
            let stdout = Box::new(Broken(io::ErrorKind::BrokenPipe));
            let written = write(&outcome(exit, &plan), &plan, &Control::default(), stdout, &open_lines);
            assert_eq!(written.exit, exit);
            assert!(written.failures.is_empty());
        }
        let stdout = Box::new(Broken(io::ErrorKind::StorageFull));
        let written = write(&outcome(Exit::Clean, &plan), &plan, &Control::default(), stdout, &open_lines);
        assert_eq!((written.exit, written.failures.len()), (Exit::Usage, 1));
    }

    #[test]
    fn an_interruption_leaves_no_report() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report");
        let plan = plan(&[&file]);
        let control = Control::default();
        control.interrupt();
        let mut stdout = Vec::new();
        let written = write(&outcome(Exit::Clean, &plan), &plan, &control, Box::new(&mut stdout), &open_lines);
        assert_eq!(written.exit, Exit::Interrupted);
        assert!(stdout.is_empty());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
