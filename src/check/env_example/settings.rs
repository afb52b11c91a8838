//! The settings of a text or a window of one, with what each value is worth.

use std::borrow::Cow;
use std::ops::Range;

use super::credentials::{Host, credentials};
use super::role::{Key, Role};
use super::words::Words;
use super::worth::{Worth, worth};
use crate::source::Blob;
use crate::syntax::interpolation::fallbacks;
use crate::syntax::{Entry, Problem, Quote, dotenv, utf8};

/// A text's settings can be asked for again and again; it is made into characters once.
pub(super) struct Text<'t> {
    text: Cow<'t, str>,
    /// Where the first line begins that may be read: a window may begin within one.
    from: usize,
}

impl<'t> Text<'t> {
    /// A whole text.
    pub(super) fn whole(text: &'t [u8]) -> Self {
        Self { text: utf8(text), from: 0 }
    }

    /// What a blob shows, from the line on in which its own part begins.
    pub(super) fn of(blob: &Blob<'t>) -> Self {
        let line = |at: usize| memchr::memrchr(b'\n', &blob.text[..at]).map(|end| end + 1);
        let from = if blob.base == 0 { 0 } else { line(blob.own.start).unwrap_or(blob.own.start) };
        Self { text: utf8(blob.text), from }
    }

    /// Hands out the settings in order; gives what could not be read.
    pub(super) fn read(&self, visit: &mut dyn FnMut(&str, &Entry<'_, '_>)) -> Vec<Problem> {
        let (text, from) = (self.text.as_ref(), self.from);
        // Bytes that are no characters are one each by now, but a character may be cut where a window begins.
        let from = (from..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
        let shift = |range: &Range<usize>| range.start + from..range.end + from;
        let mut problems = dotenv::read(&text[from..], &mut |entry| {
            let entry = Entry { key: shift(&entry.key), value: shift(&entry.value), ..entry.clone() };
            visit(text, &entry);
        });
        problems.iter_mut().for_each(|problem| problem.span = shift(&problem.span));
        problems
    }
}

/// A part of a value that would be a secret, and what it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its bytes in the text.
    pub(super) span: Range<usize>,
    pub(super) worth: Worth,
    pub(super) place: Place,
}

/// Where in a value a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the whole value of a key that names a secret.
    Whole,
    /// It is the whole value of a key that names none.
    Unnamed,
    /// It is the password in an address.
    Address {
        /// What it opens.
        host: Host,
    },
    /// It stands in for a variable that is not set.
    Fallback,
}

/// The parts of a setting's value that are worth something, or would be.
pub(super) fn parts(text: &str, entry: &Entry<'_, '_>, key: &Key, words: &Words) -> Vec<Part> {
    let value = &text[entry.value.clone()];
    let base = entry.value.start;
    let quoted = matches!(entry.quote, Quote::Single | Quote::Backtick);
    let mut found = Vec::new();
    if !quoted {
        for range in fallbacks(value) {
            let inner = &value[range.clone()];
            inside(inner, base + range.start, key, Place::Fallback, quoted, words, &mut found);
        }
        if !found.is_empty() {
            return found;
        }
    }
    inside(value, base, key, Place::Whole, quoted, words, &mut found);
    found
}

fn inside(value: &str, base: usize, key: &Key, place: Place, quoted: bool, words: &Words, found: &mut Vec<Part>) {
    let addresses = credentials(value, words);
    for one in &addresses {
        let password = &value[one.password.clone()];
        let mut near = key.words.clone();
        near.extend(super::role::split(&one.user));
        near.push(one.user.to_lowercase());
        found.push(Part {
            span: base + one.password.start..base + one.password.end,
            worth: worth(password, &near, quoted, words),
            place: Place::Address { host: one.host },
        });
    }
    if addresses.is_empty() {
        let place = match key.role {
            Role::Secret | Role::Browser => place,
            Role::Other => Place::Unnamed,
            Role::Harmless => return,
        };
        found.push(Part { span: base..base + value.len(), worth: worth(value, &key.words, quoted, words), place });
    }
}
