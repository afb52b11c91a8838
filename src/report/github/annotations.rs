//! Findings as annotations: `::error file=src/app.py,line=2,…::what it is`.

use std::cmp::Reverse;
use std::io::{self, BufWriter, Write};

use super::command::{Annotation, Loudness};
use super::top::Top;
use super::{shown, title};
use crate::finding::{Confidence, Finding, Note, Region, ReportPath, Severity};
use crate::report::human::summary as words;
use crate::report::{Message, Policy, Report, Summary};
use crate::rule::{Rule, RuleSet};
use crate::source::Skip;

/// Annotations of a step, of all kinds together.
const MOST: usize = 10;

/// Files that were not looked at and are named.
const NAMED: usize = 3;

/// What comes first among equally loud annotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Incomplete,
    Finding(Reverse<Severity>, Reverse<Confidence>),
    Note,
}

/// Writes annotations.
pub struct Github<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    rules: &'a RuleSet,
    policy: Policy,
    annotations: Top<(Loudness, Kind), Annotation>,
    /// Whether the exit code is said, too; it is where nothing else is printed.
    alone: bool,
}

impl<'a> Github<'a> {
    /// A report to `out` about findings of `rules`; it shows what counts by `policy`.
    #[must_use]
    pub fn new(out: Box<dyn Write + 'a>, rules: &'a RuleSet, policy: Policy) -> Self {
        Self { out: BufWriter::new(out), rules, policy, annotations: Top::new(MOST), alone: true }
    }

    /// The same beside another printer, which says how the scan ended.
    pub(super) fn beside(out: Box<dyn Write + 'a>, rules: &'a RuleSet, policy: Policy) -> Self {
        Self { alone: false, ..Self::new(out, rules, policy) }
    }

    fn finding(&mut self, finding: &Finding) {
        if !shown(&self.policy, finding) {
            return;
        }
        let loudness = loudness(finding.severity);
        let key = (loudness, Kind::Finding(Reverse(finding.severity), Reverse(finding.confidence)));
        let rule = self.rules.get(&finding.rule);
        self.annotations.offer(key, || about_finding(finding, rule, loudness));
    }

    fn note(&mut self, note: &Note) {
        self.annotations.offer((Loudness::Notice, Kind::Note), || Annotation {
            loudness: Loudness::Notice,
            file: note.path.as_ref().map(|path| path.on_disk().to_terminal()),
            region: region(note.path.as_ref(), note.region),
            title: "bartizan".into(),
            message: entry(note.path.as_ref(), note.region)
                .into_iter()
                .chain([note.message.clone(), note.help.clone()])
                .collect(),
        });
    }

    fn incomplete(&mut self, skipped: &[Skip]) {
        let incomplete: Vec<&Skip> = skipped.iter().filter(|skip| skip.reason.incomplete()).collect();
        if incomplete.is_empty() {
            return;
        }
        self.annotations.offer((Loudness::Warning, Kind::Incomplete), || {
            let files = words::count(incomplete.len() as u64, "file");
            let mut message = vec![format!("{files} asked for and not looked at.")];
            let named = incomplete.iter().take(NAMED);
            message.extend(named.map(|skip| format!("{}: {}", skip.path.to_terminal(), skip.reason)));
            if incomplete.len() > NAMED {
                message.push(format!("and {} more", incomplete.len() - NAMED));
            }
            Annotation {
                loudness: Loudness::Warning,
                file: match incomplete.as_slice() {
                    [one] => Some(one.path.on_disk().to_terminal()),
                    _ => None,
                },
                region: None,
                title: "the scan is incomplete".into(),
                message,
            }
        });
    }
}

impl Report for Github<'_> {
    fn message(&mut self, message: &Message<'_>) -> io::Result<()> {
        match message {
            Message::Finding(finding) => self.finding(finding),
            Message::Note(note) => self.note(note),
            // Allowed findings are nobody's task; files that were not looked at stand in the summary.
            Message::Suppressed(_) | Message::Skipped(_) => {}
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.incomplete(&summary.tally.skipped);
        for annotation in self.annotations.kept() {
            writeln!(self.out, "{annotation}")?;
        }
        if self.annotations.more() > 0 {
            let rest = Annotation {
                loudness: Loudness::Notice,
                file: None,
                region: None,
                title: "bartizan".into(),
                message: vec![format!(
                    "{} more, not annotated: GitHub shows ten. The log, the summary of the step and the reports have them.",
                    words::thousands(self.annotations.more())
                )],
            };
            writeln!(self.out, "{rest}")?;
        }
        if self.alone {
            writeln!(self.out, "Exit code {}: {}", summary.exit.code(), words::exit(summary))?;
        }
        self.out.flush()
    }
}

/// A place in an entry of an archive is none in the archive.
fn region(path: Option<&ReportPath>, region: Option<Region>) -> Option<Region> {
    region.filter(|_| path.is_none_or(|path| path.in_archive().is_none()))
}

/// Where in an archive.
fn entry(path: Option<&ReportPath>, region: Option<Region>) -> Option<String> {
    let (_, entry) = path?.in_archive()?;
    let line = region.map_or_else(String::new, |region| format!(", line {}", region.line));
    Some(format!("In the entry {}{line}", entry.to_terminal()))
}

const fn loudness(severity: Severity) -> Loudness {
    match severity {
        Severity::Critical | Severity::High => Loudness::Error,
        Severity::Medium => Loudness::Warning,
        Severity::Low | Severity::Info => Loudness::Notice,
    }
}

fn about_finding(finding: &Finding, rule: Option<&Rule>, loudness: Loudness) -> Annotation {
    let mut message: Vec<String> = entry(Some(&finding.path), Some(finding.region)).into_iter().collect();
    message.push(finding.message.clone());
    if let Some(fix) = rule.map(|rule| rule.text().help.fix.trim()).filter(|fix| !fix.is_empty()) {
        message.push(format!("How to fix: {fix}"));
    }
    message.push(format!("Rule {}, confidence {}", finding.rule, finding.confidence));
    Annotation {
        loudness,
        file: Some(finding.path.on_disk().to_terminal()),
        region: region(Some(&finding.path), Some(finding.region)),
        title: format!("{}: {}", finding.severity, title(finding, rule)),
        message,
    }
}
