//! Escapes: percent signs in addresses, backslashes in source code and JSON, entities in HTML.

use std::ops::Range;

use fearless_simd::dispatch;
use fearless_simd::prelude::*;

use super::map::Map;
use super::payload::is_text;
use crate::text::lanes::{Block, level};

/// A kind of escape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Escape {
    /// `%41`.
    Percent,
    /// `\u0041`, `\x41`, and the short ones beside them: `\/`, `\"`, `\n`.
    Backslash,
    /// `&#65;`, `&#x41;`, `&quot;`.
    Entity,
}

/// How much of a line before the first escape is decoded along with it, in bytes.
const BEFORE: usize = 1024;

/// How far the next escape may be from the last one. What stands further on is not decoded along with them.
const GAP: usize = 1024;

/// The most bytes that are decoded as one stretch.
const MOST: usize = 128 << 10;

/// The entities with names that stand for what a token or an assignment holds.
const NAMED: [(&[u8], u8); 12] = [
    (b"quot;", b'"'),
    (b"apos;", b'\''),
    (b"amp;", b'&'),
    (b"lt;", b'<'),
    (b"gt;", b'>'),
    (b"equals;", b'='),
    (b"colon;", b':'),
    (b"sol;", b'/'),
    (b"plus;", b'+'),
    (b"lowbar;", b'_'),
    (b"commat;", b'@'),
    (b"nbsp;", b' '),
];

/// What an escape stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    Byte(u8),
    Char(char),
}

impl Escape {
    /// The kind that a character may begin.
    #[must_use]
    pub const fn of(byte: u8) -> Option<Self> {
        match byte {
            b'%' => Some(Self::Percent),
            b'\\' => Some(Self::Backslash),
            b'&' => Some(Self::Entity),
            _ => None,
        }
    }

    const fn sign(self) -> u8 {
        match self {
            Self::Percent => b'%',
            Self::Backslash => b'\\',
            Self::Entity => b'&',
        }
    }

    /// The escape at `at`, where its sign stands: what it means, and its length.
    fn at(self, text: &[u8], at: usize) -> Option<(Meant, usize)> {
        let rest = &text[at + 1..text.len().min(at + 12)];
        match self {
            Self::Percent => Some((Meant::Byte(number(rest.get(..2)?, 16)? as u8), 3)),
            Self::Backslash => backslash(rest, text, at),
            Self::Entity => entity(rest),
        }
    }
}

/// The number that digits stand for.
fn number(digits: &[u8], base: u32) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u32, |sum, &digit| sum.checked_mul(base)?.checked_add(char::from(digit).to_digit(base)?))
}

fn backslash(rest: &[u8], text: &[u8], at: usize) -> Option<(Meant, usize)> {
    let byte = |byte: u8| Some((Meant::Byte(byte), 2));
    match *rest.first()? {
        b'x' => Some((Meant::Byte(number(rest.get(1..3)?, 16)? as u8), 4)),
        b'u' if rest.get(1) == Some(&b'{') => {
            let length = rest.iter().position(|&byte| byte == b'}')?;
            Some((Meant::Char(char::from_u32(number(&rest[2..length], 16)?)?), length + 2))
        }
        b'u' => {
            let unit = number(rest.get(1..5)?, 16)?;
            if let Some(char) = char::from_u32(unit) {
                return Some((Meant::Char(char), 6));
            }
            // The first half of a character; the second is an escape of its own.
            let low = text.get(at + 6..at + 12).filter(|low| low.starts_with(b"\\u"))?;
            let char = char::decode_utf16([unit as u16, number(&low[2..], 16)? as u16]).next()?.ok()?;
            Some((Meant::Char(char), 12))
        }
        b'U' => Some((Meant::Char(char::from_u32(number(rest.get(1..9)?, 16)?)?), 10)),
        b'n' => byte(b'\n'),
        b'r' => byte(b'\r'),
        b't' => byte(b'\t'),
        same @ (b'/' | b'"' | b'\'' | b'\\') => byte(same),
        _ => None,
    }
}

fn entity(rest: &[u8]) -> Option<(Meant, usize)> {
    if rest.first() != Some(&b'#') {
        let (name, byte) = NAMED.iter().find(|(name, _)| rest.starts_with(name))?;
        return Some((Meant::Byte(*byte), name.len() + 1));
    }
    let length = rest.iter().position(|&byte| byte == b';')?;
    let char = match rest.get(1)? {
        b'x' | b'X' => number(rest.get(2..length)?, 16),
        _ => number(rest.get(1..length)?, 10),
    };
    Some((Meant::Char(char::from_u32(char?)?), length + 2))
}

/// The kind of escape that stands at `at`, if it is one that somebody writes to encode text, and means a character that
/// needs no encoding elsewhere.
#[must_use]
pub fn telling(text: &[u8], at: usize) -> Option<Escape> {
    let kind = Escape::of(*text.get(at)?)?;
    if kind == Escape::Backslash && !matches!(text.get(at + 1), Some(b'u' | b'x' | b'U' | b'/')) {
        return None;
    }
    let plain = |char: char| char.is_ascii() && is_text(char as u8);
    match kind.at(text, at)?.0 {
        Meant::Byte(byte) => plain(char::from(byte)),
        Meant::Char(char) => plain(char),
    }
    .then_some(kind)
}

/// Calls `hit` where rows of escapes stand that encode every character. Only a quarter of the text is looked at: of any
/// row of twenty escapes some lie in it, whatever their kind.
pub fn dense(text: &[u8], hit: &mut dyn FnMut(Escape, usize)) {
    dispatch!(level(), simd => looks(simd, text, hit));
}

#[inline(always)]
fn looks<S: Simd>(simd: S, text: &[u8], hit: &mut dyn FnMut(Escape, usize)) {
    /// A row of twenty of the shortest escapes, `%41`, reaches over more than what lies between two looks.
    const STRIDE: usize = 64;
    const LOOK: u64 = 0xFFFF;
    let whole = text.len() / STRIDE * STRIDE;
    for base in (0..whole).step_by(STRIDE) {
        let signs = Block::at(simd, text, base).signs() & LOOK;
        // Two signs as far apart as an escape is long.
        if signs & (signs >> 3 | signs >> 4 | signs >> 5 | signs >> 6) != 0 {
            row(text, base, signs, hit);
        }
    }
    // Shorter texts, and what is left of longer ones.
    row(text, whole, Block::at(simd, text, whole).signs(), hit);
}

#[cold]
fn row(text: &[u8], base: usize, mut signs: u64, hit: &mut dyn FnMut(Escape, usize)) {
    while signs != 0 {
        let at = base + signs.trailing_zeros() as usize;
        signs &= signs - 1;
        let Some(kind) = telling(text, at) else { continue };
        let Some((_, length)) = kind.at(text, at) else { continue };
        if telling(text, at + length) == Some(kind) {
            return hit(kind, at);
        }
    }
}

/// Decodes the stretch around the escape at `at`: the word of an address, the line of anything else, as far as escapes
/// reach. Gives where it ends.
pub(super) fn read(
    text: &[u8],
    at: usize,
    kind: Escape,
    floor: usize,
    most: usize,
    out: &mut Vec<u8>,
    map: &mut Map,
) -> usize {
    let region = region(text, at, kind, floor);
    let (mut at, mut last) = (region.start, at);
    let until = region.end.min(region.start + MOST);
    while at < until && out.len() < most {
        let next = memchr::memchr(kind.sign(), &text[at..until]).map_or(until, |length| at + length);
        // What lies far from any escape is no part of what they encode.
        let literal = next.min(last.max(at) + GAP).min(at + most - out.len());
        if literal > at {
            map.push(out.len(), at..literal, 1, 1);
            out.extend_from_slice(&text[at..literal]);
        }
        if literal < next || next == until {
            return literal;
        }
        at = match kind.at(&text[..until], next) {
            Some((meant, length)) => {
                let from = out.len();
                match meant {
                    Meant::Byte(byte) => out.push(byte),
                    Meant::Char(char) => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
                }
                map.push(from, next..next + length, (out.len() - from) as u8, length as u8);
                last = next;
                next + length
            }
            None => {
                map.push(out.len(), next..next + 1, 1, 1);
                out.push(kind.sign());
                next + 1
            }
        };
    }
    at
}

fn region(text: &[u8], at: usize, kind: Escape, floor: usize) -> Range<usize> {
    let stops = |byte: u8| match kind {
        Escape::Percent => byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`'),
        Escape::Backslash | Escape::Entity => byte == b'\n',
    };
    let from = at.saturating_sub(BEFORE).max(floor).min(at);
    let start = text[from..at].iter().rposition(|&byte| stops(byte)).map_or(from, |before| from + before + 1);
    let limit = text.len().min(at + MOST);
    let end = text[at..limit].iter().position(|&byte| stops(byte)).map_or(limit, |length| at + length);
    start..end
}
