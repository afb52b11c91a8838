//! The page that GitHub shows for a step: findings, the most severe first, what was looked at and what was not.
//!
//! Markdown and HTML both hold in it, and names of files and words of rules come from outside: of those only letters,
//! digits and what means nothing anywhere stand as they are. A page that is too long is dropped whole, so all of it is
//! bounded.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use bytesize::ByteSize;

use super::command::cut;
use super::top::Top;
use super::{shown, title};
use crate::finding::{Confidence, Finding, ReportPath, Severity};
use crate::report::human::summary as words;
use crate::report::plain::plain;
use crate::report::{Message, Policy, Report, Summary};
use crate::rule::RuleSet;

/// No page is longer than this; GitHub drops the pages of a step that have more than 1 MiB together.
pub const MOST_BYTES: u64 = 400 << 10;

/// Rows of the table.
const ROWS: usize = 40;

/// Files that were not looked at, and notes: so many of each are named.
const NAMED: usize = 20;

/// Characters of a path, and of the title of a rule.
const LONGEST_NAME: usize = 200;

/// Characters of any other text.
const LONGEST: usize = 300;

/// Writes the page.
pub struct StepSummary<'a> {
    out: Box<dyn Write + 'a>,
    rules: &'a RuleSet,
    policy: Policy,
    rows: Top<(Reverse<Severity>, Reverse<Confidence>), String>,
    not_shown: u64,
    notes: Top<(), String>,
}

impl<'a> StepSummary<'a> {
    /// A page to `out` about findings of `rules`; it lists what counts by `policy`.
    #[must_use]
    pub fn new(out: Box<dyn Write + 'a>, rules: &'a RuleSet, policy: Policy) -> Self {
        Self { out, rules, policy, rows: Top::new(ROWS), not_shown: 0, notes: Top::new(NAMED) }
    }

    fn finding(&mut self, finding: &Finding) {
        if !shown(&self.policy, finding) {
            self.not_shown += 1;
            return;
        }
        let title = title(finding, self.rules.get(&finding.rule));
        self.rows.offer((Reverse(finding.severity), Reverse(finding.confidence)), || {
            format!(
                "| {} | {} | {} | {} |\n",
                finding.severity,
                place(&finding.path, Some((finding.region.line, finding.region.column))),
                text(&cut(title, LONGEST_NAME)),
                code(finding.rule.as_str()),
            )
        });
    }

    fn page(&self, summary: &Summary) -> String {
        let mut page = format!("## bartizan: {}\n", text(&words::exit(summary)));
        if self.rows.offered() > 0 {
            page.push_str("\n| Severity | Where | What | Rule |\n|---|---|---|---|\n");
            self.rows.kept().for_each(|row| page.push_str(row));
            rest(&mut page, self.rows.more(), "finding");
        }
        let tally = &summary.tally;
        let mut facts = vec![
            (
                "Scanned",
                format!(
                    "{} ({}) with {}",
                    words::count(tally.files, "file"),
                    ByteSize::b(tally.bytes).display().si(),
                    words::count(summary.rules as u64, "rule")
                ),
            ),
            ("Findings", words::findings(summary)),
        ];
        if self.not_shown > 0 {
            let verb = if self.not_shown == 1 { "does" } else { "do" };
            facts.push(("Not listed", format!("{}, which {verb} not count", words::count(self.not_shown, "finding"))));
        }
        if let Some(known) = summary.known.filter(|known| *known > 0) {
            facts.push(("Baseline", format!("{}, which the baseline knows", words::count(known, "finding"))));
        }
        if summary.suppressed > 0 {
            facts.push(("Suppressed", words::count(summary.suppressed, "finding")));
        }
        if !tally.skipped.is_empty() {
            facts.push(("Not looked at", words::not_looked_at(summary)));
        }
        if tally.archives > 0 {
            facts.push(("Archives", words::archives(summary)));
        }
        if tally.ignored > 0 {
            facts.push((
                "Ignored",
                format!("{} files or folders, by ignore files and excludes", words::thousands(tally.ignored)),
            ));
        }
        facts.push(("Exit code", summary.exit.code().to_string()));
        page.push('\n');
        for (label, fact) in facts {
            let _ = writeln!(page, "- **{label}:** {}", text(&fact));
        }
        let incomplete = words::incomplete(summary);
        if !incomplete.is_empty() {
            page.push_str("\n### Asked for and not looked at\n\n");
            for skip in incomplete.iter().take(NAMED) {
                let _ = writeln!(page, "- {}: {}", place(&skip.path, None), text(&skip.reason.to_string()));
            }
            rest(&mut page, incomplete.len().saturating_sub(NAMED) as u64, "file");
        }
        if self.notes.offered() > 0 {
            page.push_str("\n### Notes\n\n");
            self.notes.kept().for_each(|note| page.push_str(note));
            rest(&mut page, self.notes.more(), "note");
        }
        page.push('\n');
        page
    }
}

impl Report for StepSummary<'_> {
    fn message(&mut self, message: &Message<'_>) -> io::Result<()> {
        match message {
            Message::Finding(finding) => self.finding(finding),
            Message::Note(note) => self.notes.offer((), || {
                let place = note
                    .path
                    .as_ref()
                    .map(|path| format!("{}: ", place(path, note.region.map(|region| (region.line, region.column)))));
                let place = place.unwrap_or_default();
                format!("- {place}{}; {}\n", text(&note.message), text(&note.help))
            }),
            // Counted in the summary.
            Message::Suppressed(_) | Message::Skipped(_) => {}
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let page = self.page(summary);
        self.out.write_all(page.as_bytes())?;
        self.out.flush()
    }
}

fn rest(page: &mut String, more: u64, noun: &str) {
    if more > 0 {
        let _ = writeln!(page, "\nand {} more; the log and the reports have all.", words::count(more, noun));
    }
}

fn place(path: &ReportPath, at: Option<(u64, u64)>) -> String {
    let path = cut(&path.to_terminal(), LONGEST_NAME);
    code(&at.map_or_else(|| path.clone(), |(line, column)| format!("{path}:{line}:{column}")))
}

fn code(name: &str) -> String {
    format!("<code>{}</code>", text(name))
}

/// A text in which neither Markdown nor HTML finds anything: no tag, no table, no link.
fn text(text: &str) -> String {
    let text = cut(&plain(text), LONGEST);
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        let kept = match c {
            // `www.` and `://` become links by themselves.
            '.' => !before.eq_ignore_ascii_case(&'w'),
            '/' => before != ':',
            ' ' | ',' | '-' | ':' | ';' | '(' | ')' => true,
            _ => c.is_ascii_alphanumeric() || !c.is_ascii(),
        };
        if kept {
            safe.push(c);
        } else {
            let _ = write!(safe, "&#{};", u32::from(c));
        }
        before = c;
    }
    safe
}
