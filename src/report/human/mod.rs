//! What people read: findings, each with its place, its source, its meaning and its repair; then one summary.
//!
//! `Human::new(out, &rules, HumanOptions { detail, width, styled, policy, view })`. Words come first and carry all
//! meaning; colour only repeats them, so the text is the same without it, in a log and in a screen reader.

mod finding;
mod page;
pub(super) mod summary;
mod view;

use std::collections::BTreeSet;
use std::io::{self, Write};

pub use view::PathView;

use self::page::Page;
use super::{Message, Policy, Report, Summary};
use crate::finding::{Finding, Note, RuleId, Status, Suppressed};
use crate::rule::RuleSet;

/// Notes are help, not the matter: more of them would bury the summary.
const NOTES_SHOWN: u64 = 5;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Only what counts for the exit code, one line each, and no summary.
    Brief,
    /// What counts for the exit code, one line about the rest, and the summary.
    Normal,
    /// Everything, with suppressed findings and skipped files.
    Full,
}

/// What the caller knows about the reader's terminal and wishes.
#[derive(Clone, Debug)]
pub struct HumanOptions {
    /// How much is said.
    pub detail: Detail,
    /// Columns of the terminal; 80 where there is none.
    pub width: usize,
    /// Whether to write ANSI styles. The caller decides (terminal, `NO_COLOR`, `--color`).
    pub styled: bool,
    /// Which findings count for the exit code.
    pub policy: Policy,
    /// From where paths are shown.
    pub view: PathView,
    /// Whether suppressions in comments hold, so that they can be offered.
    pub comments: bool,
}

impl HumanOptions {
    /// 80 columns, no styles, paths from the root.
    #[must_use]
    pub const fn new(policy: Policy) -> Self {
        Self { detail: Detail::Normal, width: 80, styled: false, policy, view: PathView::root(), comments: true }
    }
}

/// Writes for people.
pub struct Human<'a> {
    page: Page<'a>,
    rules: &'a RuleSet,
    options: HumanOptions,
    /// What the finding printed last said about its rule: the next one need not say it again.
    said: Option<(RuleId, String)>,
    /// The rules whose long texts were printed: a hundred findings of one rule explain it once.
    explained: BTreeSet<RuleId>,
    /// Findings that were not printed because they do not count.
    held_back: u64,
    listing_suppressed: bool,
    /// Notes so far; the first few are printed, verbose output has all.
    notes: u64,
}

impl<'a> Human<'a> {
    /// A report to `out` about findings of `rules`.
    #[must_use]
    pub fn new(out: Box<dyn Write + 'a>, rules: &'a RuleSet, options: HumanOptions) -> Self {
        Self {
            page: Page::new(out, options.width, options.styled),
            rules,
            options,
            said: None,
            explained: BTreeSet::new(),
            held_back: 0,
            listing_suppressed: false,
            notes: 0,
        }
    }

    fn finding(&mut self, finding: &Finding) -> io::Result<()> {
        let counts = self.options.policy.counts(finding);
        if !counts && self.options.detail != Detail::Full {
            // Those that the baseline knows have a line of their own.
            self.held_back += u64::from(finding.status != Status::Baseline);
            return Ok(());
        }
        let rule = self.rules.get(&finding.rule);
        if self.options.detail == Detail::Brief {
            return finding::in_one_line(&mut self.page, finding, rule, &self.options.view);
        }
        let explain = self.explained.insert(finding.rule.clone());
        let evidence = finding::evidence(finding, rule);
        let known = self.said.replace((finding.rule.clone(), evidence.clone()));
        let evidence = if known == self.said { None } else { Some(evidence) };
        finding::in_full(&mut self.page, finding, rule, &self.options, explain, evidence.as_deref())
    }

    fn suppressed(&mut self, suppressed: &Suppressed) -> io::Result<()> {
        if self.options.detail != Detail::Full {
            return Ok(());
        }
        if !std::mem::replace(&mut self.listing_suppressed, true) {
            self.page.heading("Suppressed findings")?;
        }
        let rule = self.rules.get(&suppressed.finding.rule);
        finding::suppressed(&mut self.page, suppressed, rule, &self.options.view)
    }
}

impl Human<'_> {
    fn note(&mut self, note: &Note) -> io::Result<()> {
        if self.options.detail == Detail::Brief {
            return Ok(());
        }
        if self.notes == 0 {
            self.page.heading("Notes")?;
        }
        self.notes += 1;
        if self.notes > NOTES_SHOWN && self.options.detail != Detail::Full {
            return Ok(());
        }
        let place = match (&note.path, note.region) {
            (Some(path), Some(region)) => {
                format!("{}:{}:{}: ", self.options.view.show(path), region.line, region.column)
            }
            (Some(path), None) => format!("{}: ", self.options.view.show(path)),
            (None, _) => String::new(),
        };
        self.page.paragraph(&format!("{place}{}; {}", note.message, note.help))
    }

    fn rest_of_notes(&mut self) -> io::Result<()> {
        match self.notes.saturating_sub(NOTES_SHOWN) {
            more if more > 0 && self.options.detail == Detail::Normal => {
                self.page.paragraph(&format!("and {more} more (-v shows all)"))
            }
            _ => Ok(()),
        }
    }
}

impl Report for Human<'_> {
    fn message(&mut self, message: &Message<'_>) -> io::Result<()> {
        match message {
            Message::Finding(finding) => self.finding(finding),
            Message::Suppressed(suppressed) => self.suppressed(suppressed),
            // The summary has them all, and has to say first how many there are.
            Message::Skipped(_) => Ok(()),
            Message::Note(note) => self.note(note),
        }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.rest_of_notes()?;
        match self.options.detail {
            Detail::Brief => summary::incomplete_in_lines(&mut self.page, summary, &self.options.view)?,
            Detail::Normal | Detail::Full => {
                summary::write(&mut self.page, summary, &self.options, self.held_back)?;
            }
        }
        self.page.flush()
    }
}

#[cfg(test)]
mod tests;
