//! The words around a value that has no shape of its own: whose they are, where they stand, and what that is worth.

mod above;
mod imports;
mod named;
mod nearby;

use std::cell::Cell;
use std::ops::Range;

use above::above;
pub use imports::Imports;
use named::named;
pub use nearby::Nearby;

use crate::rule::carry::Carrier;
use crate::rule::def::Place;
use crate::rule::index::Role;
use crate::rule::{Index, Rule};
use crate::text::words::around;

/// How far before a value what holds it is looked for; bytes. Windows of large files overlap by more.
const REACH: usize = crate::rule::def::Context::MOST as usize;

/// A word of up to so many letters must also end where a reader sees its end: `box` is not in `boxing`.
const SHORT: usize = 5;

/// Where a word stands, from the farthest to the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// In a line that imports a library, where the value's name says no more than that it is a credential.
    File,
    /// On the line.
    Line,
    /// In the key or call that holds the value, or in a comment above it.
    Holder,
    /// In the name that the value is given to.
    Name,
}

/// What the words around a value say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// Where the nearest of the rule's words stands, and how many letters it has.
    pub word: Option<(Nearness, usize)>,
    /// Whether something near calls the value a credential: `key`, `token`, `password`.
    pub credential: bool,
    /// Whether its name says that it is something else: `checksum`, `commit`.
    pub other: bool,
}

impl Near {
    /// How well the surroundings fit; of several rules with one shape the best fit speaks.
    #[must_use]
    pub fn fit(&self) -> u32 {
        self.word.map_or(0, |(nearness, letters)| (nearness as u32 + 1) << 8 | letters.min(255) as u32)
    }
}

/// Looks for the rule's words around `span`. Gives the bytes searched too; `None` where no word stands near enough.
#[must_use]
pub fn near(
    index: &Index,
    id: u32,
    rule: &Rule,
    text: &[u8],
    span: &Range<usize>,
    imports: &Imports,
) -> (Option<Near>, usize) {
    let Some(context) = &rule.def.context else { return (Some(Near::default()), 0) };
    let line = around(text, span, usize::from(context.within));
    let mut searched = line.len();
    let own = &index.words_of[id as usize];
    let names = named(text, span.start);
    let long = is_long(text, span);
    let mut near = Near { other: is_identity(text, span), ..Near::default() };
    let called = Cell::new(false);
    let look = |near: &mut Near, region: Range<usize>, on_line: bool| {
        index.words.find(text, region, &mut |word, found| {
            if !apart(span, &found) || !ends(text, &found, index) {
                return;
            }
            let (named, held) = (names.is_name(&found), names.holds(&found));
            match index.roles[word] {
                Some(Role::Credential) => {
                    near.credential |= on_line;
                    called.set(called.get() || on_line && named);
                }
                Some(Role::Other) => near.other |= named,
                None => {}
            }
            if own.binary_search(&word).is_err() {
                return;
            }
            let nearness = match () {
                () if named => Nearness::Name,
                () if held || !on_line => Nearness::Holder,
                () => Nearness::Line,
            };
            if context.place == Place::Name && !joined(text, &found) && !alone(text, &found) {
                return;
            }
            if long && nearness == Nearness::Line {
                return;
            }
            near.word = near.word.max(Some((nearness, found.len())));
        });
    };
    look(&mut near, line, true);
    // Whose key it is can stand above a mere value only where the line says that it is one.
    if near.credential || !matches!(rule.carried.carrier, Carrier::Value { .. }) {
        for holder in above(text, span.start, REACH) {
            searched += holder.len();
            look(&mut near, holder, false);
        }
    }
    // What is imported counts only for a value that its own name calls a credential, and that is all it is given.
    let whole = !matches!(text[..span.start].last(), Some(b'.' | b'/'));
    if near.word.is_none() && called.get() && whole && !long && matches!(rule.carried.carrier, Carrier::Value { .. }) {
        near.word = imports.longest(index, own, context).map(|letters| (Nearness::File, letters));
    }
    (near.word.is_some().then_some(near), searched)
}

/// Whether a word does not overlap the value it stands by.
const fn apart(value: &Range<usize>, word: &Range<usize>) -> bool {
    word.end <= value.start || value.end <= word.start
}

/// Whether a short word ends where it is found to: no small letter goes on, but for a credential's (`awskey`).
fn ends(text: &[u8], word: &Range<usize>, index: &Index) -> bool {
    if word.len() > SHORT {
        return true;
    }
    let rest = &text[word.end..text.len().min(word.end + 16)];
    let upper = text[word.clone()].iter().all(|byte| !byte.is_ascii_lowercase());
    let goes_on = |byte: &u8| byte.is_ascii_lowercase() || (upper && byte.is_ascii_uppercase());
    let plural = rest.first().is_some_and(|byte| byte.eq_ignore_ascii_case(&b's')) && !rest.get(1).is_some_and(goes_on);
    plural || !rest.first().is_some_and(goes_on) || index.begins_credential(rest)
}

/// On a line this long, as of generated code and source maps, neighbours have nothing to do with each other; bytes to
/// either side.
const LONG: usize = 200;

/// Whether a value stands on a line of which more than [`LONG`] bytes stand before it and behind it.
fn is_long(text: &[u8], value: &Range<usize>) -> bool {
    let (before, behind) = (text[..value.start].iter().rev(), text[value.end..].iter());
    let same = |byte: &&u8| **byte != b'\n';
    before.take(LONG).take_while(same).count() == LONG && behind.take(LONG).take_while(same).count() == LONG
}

/// Whether what stands directly around a value says that it is an object's identity or a hash: the braces of a class
/// id, the `@` of a pinned version, the `h1:` of a module's sum, the `r` and `s` of a signature.
fn is_identity(text: &[u8], value: &Range<usize>) -> bool {
    let (before, behind) = (&text[..value.start], text.get(value.end));
    let hex = || text[value.clone()].iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    before.ends_with(b"{") && behind == Some(&b'}') && hex()
        || before.ends_with(b"@") && hex()
        || before.ends_with(b"h1:")
        || is_half_of_signature(before)
}

/// Whether the value behind `before` is given to `r` or `s`, as the two numbers of a signature are.
fn is_half_of_signature(before: &[u8]) -> bool {
    let parts = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b':' | b'=' | b'`');
    let between = before.iter().rev().take(8).take_while(parts).count();
    let given = before[before.len() - between..].iter().any(|byte| matches!(byte, b':' | b'='));
    let mut name = before[..before.len() - between].iter().rev();
    given
        && matches!(name.next(), Some(b'r' | b's'))
        && !name.next().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'\\'))
}

/// Whether a word is a whole key, quotes and punctuation aside: `box:`, `"box": {`, `[box]`.
fn alone(text: &[u8], word: &Range<usize>) -> bool {
    let written = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'[' | b'-' | b'#' | b'/');
    let start = word.start - text[..word.start].iter().rev().take_while(written).count();
    let first = start == 0 || matches!(text[start - 1], b'\n' | b'{' | b',' | b'(');
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'');
    let rest = &text[word.end..text.len().min(word.end + 16)];
    let rest = &rest[rest.iter().take_while(|byte| blank(byte)).count()..];
    let opened = match rest.first() {
        Some(b']') => true,
        Some(b':' | b'=') => {
            let behind = rest[1..].iter().find(|byte| !blank(byte));
            matches!(behind, None | Some(b'\n' | b'\r' | b'{' | b'[' | b'('))
        }
        _ => false,
    };
    first && opened
}

/// Whether a word is part of a longer name: another part is joined to it.
fn joined(text: &[u8], word: &Range<usize>) -> bool {
    // `gs_secret` is one by itself.
    if text[word.clone()].iter().any(|byte| !byte.is_ascii_alphanumeric()) {
        return true;
    }
    let byte = |at: Option<usize>| at.and_then(|at| text.get(at)).copied().unwrap_or(b' ');
    let joins = |byte: u8| matches!(byte, b'_' | b'-' | b'.');
    let (before, behind) = (byte(word.start.checked_sub(1)), byte(Some(word.end)));
    behind.is_ascii_alphanumeric()
        || before.is_ascii_alphanumeric()
        || joins(before) && byte(word.start.checked_sub(2)).is_ascii_alphanumeric()
        || joins(behind) && byte(Some(word.end + 1)).is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests;
