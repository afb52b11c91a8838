//! A value while it is being drawn from a pattern: its bytes, where the secret is, and which repeated classes made it.
//!
//! Apart from the generator, which decides whether a draw will do and where to spoil it.

use std::ops::Range;

use fastrand::Rng;
use regex_syntax::hir::{Class, Hir, HirKind};

/// A repetition without much of an upper bound is drawn no longer than this beyond its least.
const MORE: u32 = 48;

/// Short bodies are placeholders or of low entropy by accident: where the pattern lets it, a body has this many
/// characters at least.
const BODY: u32 = 24;

/// How often repetitions repeat.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Least,
    Some,
    Most,
}

/// What classes give.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Body {
    Random,
    Placeholder,
}

/// A value while it is being written.
pub(super) struct Draft<'h> {
    pub(super) text: Vec<u8>,
    secret: Option<Range<usize>>,
    runs: Vec<Run<'h>>,
}

/// A repeated class, where it was written.
pub(super) struct Run<'h> {
    pub(super) span: Range<usize>,
    pub(super) class: &'h Class,
    least: u32,
}

impl<'h> Draft<'h> {
    /// Draws a value from a pattern.
    pub(super) fn new(hir: &'h Hir, rng: &mut Rng, length: Length, body: Body) -> Self {
        let mut draft = Self { text: Vec::new(), secret: None, runs: Vec::new() };
        draft.write(hir, rng, length, body);
        draft
    }

    fn write(&mut self, hir: &'h Hir, rng: &mut Rng, length: Length, body: Body) {
        match hir.kind() {
            // Whether an assertion holds is seen when the pattern is tried on the whole.
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.extend_from_slice(&literal.0),
            HirKind::Class(class) => self.write_class(class, 1, rng, body),
            HirKind::Capture(capture) => {
                let start = self.text.len();
                self.write(&capture.sub, rng, length, body);
                if capture.name.as_deref() == Some("secret") {
                    self.secret = Some(start..self.text.len());
                }
            }
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.write(part, rng, length, body)),
            HirKind::Alternation(branches) => self.write(&branches[rng.usize(..branches.len())], rng, length, body),
            HirKind::Repetition(repetition) => {
                let least = repetition.min;
                let most = repetition.max.unwrap_or(least + MORE);
                let count = match length {
                    Length::Least => least,
                    Length::Most => most,
                    Length::Some => {
                        let from = least.max(BODY.min(most));
                        // Something optional is as often there as not.
                        if most <= 2 { rng.u32(least..=most) } else { rng.u32(from..=most.min(from + MORE)) }
                    }
                };
                match uncaptured(&repetition.sub).kind() {
                    HirKind::Class(class) => {
                        let start = self.text.len();
                        self.write_class(class, count, rng, body);
                        self.runs.push(Run { span: start..self.text.len(), class, least });
                    }
                    _ => (0..count).for_each(|_| self.write(&repetition.sub, rng, length, body)),
                }
            }
        }
    }

    fn write_class(&mut self, class: &Class, count: u32, rng: &mut Rng, body: Body) {
        let members = members(class);
        // Small classes are alternatives of a literal, such as `[sr]k_`.
        let filler = (body == Body::Placeholder && members.len() > 4).then(|| {
            let known = [b"x", b"X", b"0"].into_iter().find(|c| members.iter().any(|m| m == *c));
            known.map_or_else(|| members[0].clone(), |c| c.to_vec())
        });
        for _ in 0..count {
            if let Some(member) = filler.as_ref().or_else(|| pick(&members, rng)) {
                self.text.extend_from_slice(member);
            }
        }
    }

    /// Puts bytes before all that was written; they belong to the secret where that began the draft.
    pub(super) fn lead(&mut self, bytes: &[u8]) {
        self.text.splice(0..0, bytes.iter().copied());
        let moved = |span: &Range<usize>| span.start + bytes.len()..span.end + bytes.len();
        self.runs.iter_mut().for_each(|run| run.span = moved(&run.span));
        if let Some(secret) = &mut self.secret {
            *secret = if secret.start == 0 { 0..secret.end + bytes.len() } else { moved(secret) };
        }
    }

    pub(super) fn secret(&self) -> Range<usize> {
        self.secret.clone().unwrap_or(0..self.text.len())
    }

    /// The runs of the secret, in the order of the text.
    fn inside(&self) -> impl Iterator<Item = &Run<'h>> {
        let secret = self.secret();
        self.runs.iter().filter(move |run| run.span.start >= secret.start && run.span.end <= secret.end)
    }

    /// The run that is most of the value: the one with the largest least length, the last of several.
    pub(super) fn body(&self) -> Option<&Run<'h>> {
        self.inside().max_by_key(|run| run.least)
    }

    /// The last run of the value.
    pub(super) fn last(&self) -> Option<&Run<'h>> {
        self.inside().last()
    }

    /// Replaces bytes; an insertion at the secret's end belongs to it.
    pub(super) fn replace(&mut self, span: Range<usize>, with: &[u8]) {
        let (start, gone) = (span.start, span.len());
        self.text.splice(span, with.iter().copied());
        if let Some(secret) = &mut self.secret {
            let moved = |at: usize, inclusive: bool| {
                if at > start || (inclusive && at == start) { at + with.len() - gone } else { at }
            };
            *secret = moved(secret.start, false)..moved(secret.end, true);
        }
    }
}

fn uncaptured(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() != Some("secret") => uncaptured(&capture.sub),
        _ => hir,
    }
}

pub(super) fn pick<'m>(members: &'m [Vec<u8>], rng: &mut Rng) -> Option<&'m Vec<u8>> {
    (!members.is_empty()).then(|| &members[rng.usize(..members.len())])
}

/// The characters to draw from: the visible ASCII ones of the class, without punctuation where the class is wide (it
/// then only says what must not stand there); else blanks; else the first character that it has.
pub(super) fn members(class: &Class) -> Vec<Vec<u8>> {
    let graphic: Vec<u8> = (b'!'..=b'~').filter(|&byte| contains(class, byte)).collect();
    let chosen: Vec<u8> = if graphic.len() > 80 {
        graphic.into_iter().filter(u8::is_ascii_alphanumeric).collect()
    } else if graphic.is_empty() {
        [b' ', b'\n', b'\t', b'\r'].into_iter().filter(|&byte| contains(class, byte)).collect()
    } else {
        graphic
    };
    if !chosen.is_empty() {
        return chosen.into_iter().map(|byte| vec![byte]).collect();
    }
    match class {
        Class::Bytes(class) => class.iter().take(1).map(|range| vec![range.start()]).collect(),
        Class::Unicode(class) => class.iter().take(1).map(|range| range.start().to_string().into_bytes()).collect(),
    }
}

/// A character that the class does not hold, and that is no letter, digit or common part of tokens if possible.
pub(super) fn foreign(class: &Class) -> Option<u8> {
    b"*!~^,;#%@.:=+/-_?&$()[]{}<>|'\"`\\ \n".iter().chain(b"0189OIlbiozZ").copied().find(|&byte| !contains(class, byte))
}

fn contains(class: &Class, byte: u8) -> bool {
    match class {
        Class::Bytes(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&byte)),
        Class::Unicode(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&char::from(byte))),
    }
}
