//! The token characters, and where a token can begin.
//!
//! The build script includes this file by path: no imports from this crate.

use serde::{Deserialize, Serialize};

/// The shortest run of token characters that the run prefilter sees.
pub const RUN: usize = 16;

/// Whether a byte is part of a token: `[A-Za-z0-9_+/-]`.
#[must_use]
pub const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'/' | b'-')
}

/// Whether a token character may also stand between two tokens: `-`, `+` and `/`.
#[must_use]
pub const fn is_separator(byte: u8) -> bool {
    matches!(byte, b'-' | b'+' | b'/')
}

/// Whether a token can begin at `at`: at the start, behind anything but `[A-Za-z0-9_]`, or behind an escape.
#[must_use]
pub fn begins_token(text: &[u8], at: usize) -> bool {
    match at.checked_sub(1).map(|before| text[before]) {
        None => true,
        Some(before) => !is_token(before) || is_separator(before) || behind_escape(text, at),
    }
}

/// Whether a value that only its context gives away can begin at `at`: as [`begins_token`], but of the separators
/// only `/` may stand before it. A piece behind `-` is most often the tail of something else.
#[must_use]
pub fn begins_value(text: &[u8], at: usize) -> bool {
    match at.checked_sub(1).map(|before| text[before]) {
        None => true,
        Some(before) => !is_token(before) || before == b'/' || behind_escape(text, at),
    }
}

/// Where the piece of a run that begins at `at` ends: at the run's end, and before a `/` unless `slash` says that
/// the value may hold one.
#[must_use]
pub fn piece_end(text: &[u8], at: usize, slash: bool) -> usize {
    let stop = |&byte: &u8| !is_token(byte) || (byte == b'/' && !slash);
    text[at..].iter().position(stop).map_or(text.len(), |length| at + length)
}

/// Whether an escape whose characters are token characters stands directly before `at`: a backslash with a letter
/// or digit (`\n`), `\x` with two or `\u` with four hexadecimal digits, or a percent sign with two.
#[must_use]
pub fn behind_escape(text: &[u8], at: usize) -> bool {
    let before = &text[..at];
    let hex = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_hexdigit);
    match before {
        [.., b'\\', b'u', a, b, c, d] if hex(&[*a, *b, *c, *d]) => true,
        [.., b'\\', b'x', a, b] if hex(&[*a, *b]) => true,
        [.., b'%', a, b] if hex(&[*a, *b]) => true,
        [.., b'\\', b'n' | b't' | b'r' | b'b' | b'f' | b'v' | b'0'] => true,
        _ => false,
    }
}

/// A set of bytes, as a bit map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ByteSet(pub [u64; 4]);

impl ByteSet {
    /// Adds a byte.
    pub const fn insert(&mut self, byte: u8) {
        self.0[(byte >> 6) as usize] |= 1 << (byte & 63);
    }

    /// Whether it holds a byte.
    #[must_use]
    pub const fn contains(&self, byte: u8) -> bool {
        self.0[(byte >> 6) as usize] >> (byte & 63) & 1 == 1
    }

    /// Everything that either holds.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] | other.0[at]))
    }

    /// Everything that both hold.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & other.0[at]))
    }

    /// Whether all of `self` is in `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).all(|(mine, theirs)| mine & !theirs == 0)
    }

    /// The token characters.
    #[must_use]
    pub fn token() -> Self {
        let mut set = Self::default();
        (0..=255).filter(|&byte| is_token(byte)).for_each(|byte| set.insert(byte));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_begins_behind_anything_that_is_not_part_of_a_name() {
        for (text, at) in
            [("abc", 0), ("=abc", 1), ("a-b", 2), ("a/b", 2), ("\\nabc", 2), ("\\u0022abc", 6), ("%3Dabc", 3)]
        {
            assert!(begins_token(text.as_bytes(), at), "{text}");
        }
        for (text, at) in [("xabc", 1), ("_abc", 1), ("\\qabc", 2), ("%3abc", 2), ("u0022abc", 5)] {
            assert!(!begins_token(text.as_bytes(), at), "{text}");
        }
    }
}
