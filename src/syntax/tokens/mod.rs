//! Code as tokens: names, texts, brackets and marks, in any language, without a grammar.
//!
//! What a setting looks like is alike in all languages: a name, a sign, and a value between brackets. Tokens with
//! their brackets matched are enough to read it, and they can be had of the twenty languages for which there is no
//! grammar here, of templates, and of files that do not parse. Whoever has to follow what a program does with a value
//! needs a tree instead.

mod dialect;
mod lex;

pub use dialect::{Dialect, Quotes, Single};

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or a keyword; also `$name`.
    Name,
    /// A text with its quotes.
    Text,
    /// A number.
    Number,
    /// A sign of one or more characters: `(`, `=>`, `:=`.
    Mark,
}

/// A token. Comments and blanks are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Whether it is the first of its line.
    pub first: bool,
    /// Bytes before a text's content: prefix and quotes.
    pub open: u8,
    /// Bytes behind a text's content; 0 where its end is missing.
    pub close: u8,
    start: u32,
    end: u32,
}

impl Token {
    /// Where it stands.
    #[must_use]
    pub const fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Where the content of a text stands; the whole of anything else.
    #[must_use]
    pub const fn inner(&self) -> Range<usize> {
        self.start as usize + self.open as usize..self.end as usize - self.close as usize
    }
}

/// No bracket, or none that matches.
pub const NONE: u32 = u32::MAX;

/// The tokens of a text, with their brackets.
#[derive(Debug)]
pub struct Tokens<'t> {
    /// The text.
    pub text: &'t [u8],
    /// What it is made of.
    pub all: Vec<Token>,
    /// For a bracket the one that belongs to it.
    mates: Vec<u32>,
    /// The innermost open bracket around each token.
    parents: Vec<u32>,
}

impl<'t> Tokens<'t> {
    /// Takes a text apart, in time and memory that grow with its length and nothing else. Texts of 4 GiB or more have
    /// no tokens.
    #[must_use]
    pub fn new(text: &'t [u8], dialect: &Dialect) -> Self {
        let all = if u32::try_from(text.len()).is_ok() { lex::lex(text, dialect) } else { Vec::new() };
        let mut tokens = Self { text, mates: vec![NONE; all.len()], parents: vec![NONE; all.len()], all };
        tokens.pair();
        tokens
    }

    /// Matches brackets. One without a mate ends nothing: what is broken stays local.
    fn pair(&mut self) {
        let mut open: Vec<u32> = Vec::new();
        // How many of each kind are open: a closing one that nothing opened is passed over without a search.
        let mut counts = [0usize; 3];
        for at in 0..self.all.len() {
            let mark = (self.all[at].kind == Kind::Mark).then(|| self.bytes(at));
            let closes = mark.and_then(|mark| b")]}".iter().position(|close| mark == [*close]));
            if let Some(kind) = closes
                && counts[kind] > 0
            {
                while let Some(last) = open.pop() {
                    let of = self.opens(last as usize);
                    counts[of] -= 1;
                    if of == kind {
                        self.mates[last as usize] = at as u32;
                        self.mates[at] = last;
                        break;
                    }
                }
            }
            self.parents[at] = open.last().copied().unwrap_or(NONE);
            if let Some(kind) = mark.and_then(|mark| b"([{".iter().position(|open| mark == [*open])) {
                counts[kind] += 1;
                open.push(at as u32);
            }
        }
    }

    fn opens(&self, at: usize) -> usize {
        match self.bytes(at) {
            b"(" => 0,
            b"[" => 1,
            _ => 2,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Token `at` as it is written.
    #[must_use]
    pub fn bytes(&self, at: usize) -> &'t [u8] {
        self.all.get(at).map_or(b"", |token| &self.text[token.span()])
    }

    /// What a text holds, escapes as they are written; `None` for anything else.
    #[must_use]
    pub fn content(&self, at: usize) -> Option<&'t [u8]> {
        let token = self.all.get(at)?;
        (token.kind == Kind::Text).then(|| &self.text[token.inner()])
    }

    /// A name.
    #[must_use]
    pub fn name(&self, at: usize) -> Option<&'t [u8]> {
        let token = self.all.get(at)?;
        (token.kind == Kind::Name).then(|| &self.text[token.span()])
    }

    /// Whether token `at` is this sign.
    #[must_use]
    pub fn is(&self, at: usize, mark: &str) -> bool {
        self.all.get(at).is_some_and(|token| token.kind == Kind::Mark) && self.bytes(at) == mark.as_bytes()
    }

    /// Whether token `at` is one of these signs.
    #[must_use]
    pub fn any(&self, at: usize, marks: &[&str]) -> bool {
        marks.iter().any(|mark| self.is(at, mark))
    }

    /// Whether token `at` is the first of its line; the end of the text begins a line, too.
    #[must_use]
    pub fn first(&self, at: usize) -> bool {
        self.all.get(at).is_none_or(|token| token.first)
    }

    /// The bracket that belongs to bracket `at`.
    #[must_use]
    pub fn mate(&self, at: usize) -> Option<usize> {
        self.mates.get(at).filter(|&&mate| mate != NONE).map(|&mate| mate as usize)
    }

    /// The innermost open bracket around token `at`.
    #[must_use]
    pub fn parent(&self, at: usize) -> Option<usize> {
        self.parents.get(at).filter(|&&parent| parent != NONE).map(|&parent| parent as usize)
    }

    /// The token behind token `at`, or behind what it opens.
    #[must_use]
    pub fn after(&self, at: usize) -> usize {
        match self.mate(at) {
            Some(mate) if mate > at => mate + 1,
            _ => at + 1,
        }
    }

    /// Where the bracket `open` ends: its mate, or for one without a mate the end of the text.
    #[must_use]
    pub fn close(&self, open: usize) -> usize {
        self.mate(open).unwrap_or(self.len())
    }

    /// The bytes from the first to the last of some tokens.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.all.get(range.start).map_or(self.text.len(), |token| token.span().start);
        let end = range.end.checked_sub(1).and_then(|last| self.all.get(last)).map_or(start, |token| token.span().end);
        start..end.max(start)
    }

    /// How many blanks stand before the first token of the line of byte `offset`; a tabulator is one.
    #[must_use]
    pub fn indent(&self, offset: usize) -> usize {
        let start = memchr::memrchr(b'\n', &self.text[..offset]).map_or(0, |at| at + 1);
        self.text[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }
}

#[cfg(test)]
mod tests;
