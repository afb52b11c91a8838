//! What a hole in a statement means: which rule speaks, how bad it is, how sure, and what is said.

use std::borrow::Cow;
use std::ops::Range;

use super::Sql;
use super::sink::one_line;
use super::slot::{Scan, Slot};
use super::word::Verb;
use super::worth::{Worth, Worths};
use crate::check::Match;
use crate::check::code::File;
use crate::finding::{Confidence, Severity};
use crate::syntax::code::Kind;
use crate::syntax::code::built::{Hole, Piece};

/// Where a statement goes, as far as this file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes<'g> {
    /// To a call that runs it.
    Sink(&'g str),
    /// To a call that is named as if it ran it.
    Perhaps(&'g str),
    /// Nowhere that can be seen.
    Nowhere,
}

/// A statement with holes.
#[derive(Clone, Debug)]
pub(super) struct Statement<'s> {
    pub(super) pieces: &'s [Piece],
    pub(super) scan: &'s Scan,
    pub(super) goes: Goes<'s>,
    /// Where it is reported.
    pub(super) place: Range<usize>,
}

/// What is wrong with one hole.
struct Wrong<'w> {
    hole: &'w Hole,
    slot: Slot,
    worth: Worth,
    confidence: Confidence,
    severity: Option<Severity>,
}

impl Sql<'_> {
    /// Reports what is wrong with a statement: one match a rule, for its worst hole.
    pub(super) fn judge(
        &self,
        file: &File<'_>,
        worths: &Worths<'_>,
        statement: &Statement<'_>,
        matches: &mut Vec<Match>,
    ) {
        let holes = statement.pieces.iter().filter_map(Piece::hole);
        let mut value: Option<Wrong<'_>> = None;
        let mut order: Option<Wrong<'_>> = None;
        for (hole, &slot) in holes.zip(&statement.scan.slots) {
            let worst = if slot == Slot::Order { &mut order } else { &mut value };
            // What a value is worth costs a search of the function; a fragment says nothing in any case.
            if matches!(slot, Slot::Fragment | Slot::Placeholder) {
                continue;
            }
            let worth = worths.of(hole);
            let Some((confidence, severity)) = verdict(slot, worth, statement) else { continue };
            let wrong = Wrong { hole, slot, worth, confidence, severity };
            let rank = |wrong: &Wrong<'_>| (wrong.severity.is_none(), wrong.confidence);
            if worst.as_ref().is_none_or(|before| rank(&wrong) > rank(before)) {
                *worst = Some(wrong);
            }
        }
        for (rule, wrong) in [(self.value, value), (self.order, order)] {
            if let (Some((id, rule)), Some(wrong)) = (rule, wrong) {
                let mut found =
                    Match::of_code(id, rule, statement.place.clone(), normalised(statement.pieces).as_bytes());
                found.severity = wrong.severity.unwrap_or(found.severity);
                found.confidence = self.confidence(file, wrong.confidence);
                found.notes = notes(file, statement, &wrong);
                let text = statement.pieces.iter().filter_map(Piece::text).find(|(text, _)| !text.trim().is_empty());
                let text = text.map(|(_, span)| span.clone());
                let text = text.map(|span| one_line(file.code.text(), span));
                if let Some(text) = text.filter(|text| !same_line(file.code.text(), text.start, statement.place.start))
                {
                    found.related.push((text, Cow::Borrowed("the statement begins here")));
                }
                matches.push(found);
            }
        }
    }

    fn confidence(&self, file: &File<'_>, confidence: Confidence) -> Confidence {
        // A tree with errors may have taken the statement apart wrongly.
        let read = if file.code.broken().is_some() { confidence.min(Confidence::Medium) } else { confidence };
        file.stance.lowered(read)
    }
}

/// How sure it is that a hole is wrong, and how bad if not as bad as the rule says; `None` where it is not.
fn verdict(slot: Slot, worth: Worth, statement: &Statement<'_>) -> Option<(Confidence, Option<Severity>)> {
    let confidence = match slot {
        Slot::Quoted => match worth {
            Worth::Request | Worth::Typed | Worth::Parameter | Worth::Field | Worth::Unknown => Confidence::High,
            Worth::Escaped | Worth::Cleaned => Confidence::Low,
            _ => return None,
        },
        Slot::Bare => match worth {
            Worth::Request | Worth::Typed => Confidence::High,
            Worth::Parameter | Worth::Field | Worth::Unknown => Confidence::Medium,
            Worth::Escaped => Confidence::Low,
            _ => return None,
        },
        Slot::Limit => match worth {
            Worth::Request => Confidence::Medium,
            Worth::Typed | Worth::Parameter => Confidence::Low,
            _ => return None,
        },
        Slot::Order => match worth {
            Worth::Request => Confidence::High,
            Worth::Typed | Worth::Parameter | Worth::Field => Confidence::Medium,
            Worth::Cleaned | Worth::Escaped => Confidence::Low,
            _ => return None,
        },
        // What names a table is low where it is run, and nothing where it may be.
        Slot::Name if matches!(statement.goes, Goes::Sink(_)) => match worth {
            Worth::Request | Worth::Typed | Worth::Parameter | Worth::Field => {
                return Some((Confidence::Low, Some(Severity::Low)));
            }
            _ => return None,
        },
        Slot::Name | Slot::Placeholder | Slot::Fragment => return None,
    };
    // Statements without parameters leave no choice; settings of one's own are what row-level security goes by.
    let fixed = match statement.scan.verb {
        Some(Verb::Fixed) => true,
        Some(Verb::Set) => !statement.scan.own_setting || slot != Slot::Quoted,
        _ => false,
    };
    let most = match statement.goes {
        _ if fixed => Confidence::Low,
        Goes::Sink(_) => Confidence::High,
        Goes::Perhaps(_) => Confidence::Medium,
        Goes::Nowhere => Confidence::Low,
    };
    Some((confidence.min(most), None))
}

fn notes(file: &File<'_>, statement: &Statement<'_>, wrong: &Wrong<'_>) -> Vec<Cow<'static, str>> {
    let mut notes: Vec<Cow<'static, str>> = Vec::new();
    let what = called(wrong.hole);
    let stands = match wrong.slot {
        Slot::Quoted => "stands between quotes, as a value",
        Slot::Bare => "stands where a value belongs",
        Slot::Limit => "says how many rows there are",
        Slot::Order => "says what the rows are ordered by",
        _ => "names a table or a column",
    };
    notes.push(format!("{what} {stands}").into());
    match wrong.worth {
        Worth::Request => notes.push("it comes with a request".into()),
        Worth::Typed | Worth::Parameter => notes.push("it comes from outside of the function".into()),
        Worth::Escaped => notes.push("it is escaped, which is less than a parameter".into()),
        Worth::Cleaned => notes.push("it may have been checked elsewhere".into()),
        _ => {}
    }
    match statement.goes {
        Goes::Sink(path) => notes.push(format!("the statement reaches `{path}`").into()),
        Goes::Perhaps(path) => notes.push(format!("the statement is given to `{path}`").into()),
        Goes::Nowhere => notes.push("nothing here is seen to run the statement".into()),
    }
    notes.extend(file.stance.reason().map(Cow::from));
    notes
}

/// What a hole is called, for people: a name from the code, never a text.
fn called(hole: &Hole) -> String {
    const LONGEST: usize = 60;
    let path = hole.expr.path();
    let list = if hole.joined { "each of " } else { "" };
    match &hole.expr.kind {
        _ if path.is_empty() || path.len() > LONGEST => "an expression".to_owned(),
        Kind::Call(_) => format!("{list}the result of `{path}`"),
        _ => format!("{list}`{path}`"),
    }
}

/// The statement as its identity goes by: layout and literal spelling aside.
fn normalised(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text, _) => out.extend(text.split_whitespace().flat_map(|word| [word, " "])),
            Piece::Hole(hole) => {
                out.push('{');
                out.push_str(&hole.expr.path());
                out.push('}');
            }
        }
    }
    out
}

fn same_line(text: &[u8], a: usize, b: usize) -> bool {
    memchr::memchr(b'\n', text.get(a.min(b)..a.max(b)).unwrap_or_default()).is_none()
}
