//! A value that cannot be printed whole.
//!
//! The raw bytes never enter the type: a mask is made of them when it is built, and a keyed hash, with which two
//! values can be told to be equal within one run. So no printer, no debug line and no panic message can show more.

use std::fmt;
use std::hash::{BuildHasher, RandomState};

/// The most characters of a known prefix that a mask shows.
const PREFIX_SHOWN: usize = 12;

/// The key of one run, made anew at every start and never written down.
#[derive(Clone)]
pub struct RunKey(RandomState, RandomState);

impl RunKey {
    /// A fresh key from the operating system's randomness.
    #[must_use]
    pub fn new() -> Self {
        Self(RandomState::new(), RandomState::new())
    }
}

impl Default for RunKey {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RunKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RunKey(…)")
    }
}

/// Equality of values inside one run: 128 bits under the run's key. Meaningless in any other run.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ValueKey(u64, u64);

impl fmt::Debug for ValueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ValueKey(…)")
    }
}

/// A secret as far as bartizan ever keeps it: the characters of a known, public prefix, the length, and a keyed hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    masked: Box<str>,
    same: ValueKey,
}

impl Secret {
    /// Masks `value`. `prefix` is how many of its first bytes the rule's anchor makes public (`ghp_`: 4).
    #[must_use]
    pub fn new(value: &[u8], prefix: usize, key: &RunKey) -> Self {
        Self { masked: mask(value, prefix).into(), same: ValueKey(key.0.hash_one(value), key.1.hash_one(value)) }
    }

    /// The mask, such as `ghp_…(40)`.
    #[must_use]
    pub fn masked(&self) -> &str {
        &self.masked
    }

    /// For comparing two values of the same run.
    #[must_use]
    pub const fn same(&self) -> ValueKey {
        self.same
    }
}

/// What stands for a value in every output: the known prefix, an ellipsis and the length in characters.
#[must_use]
pub(crate) fn mask(value: &[u8], prefix: usize) -> String {
    let text = String::from_utf8_lossy(value);
    let length = text.chars().count();
    let shown: String = text
        .char_indices()
        .take(PREFIX_SHOWN)
        .take_while(|(at, c)| *at < prefix && c.is_ascii_graphic())
        .map(|(_, c)| c)
        .collect();
    format!("{shown}…({length})")
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_the_known_prefix_and_the_length_only() {
        let secret = Secret::new(b"abc_0123456789", 4, &RunKey::new());
        assert_eq!(secret.to_string(), "abc_…(14)");
        assert_eq!(format!("{secret:?}"), "abc_…(14)");
    }

    #[test]
    fn shows_nothing_without_a_prefix_and_counts_characters() {
        assert_eq!(Secret::new("größe".as_bytes(), 0, &RunKey::new()).masked(), "…(5)");
    }

    #[test]
    fn equal_values_are_equal_within_a_run_only() {
        let (one, two) = (RunKey::new(), RunKey::new());
        assert_eq!(Secret::new(b"value", 0, &one).same(), Secret::new(b"value", 2, &one).same());
        assert_ne!(Secret::new(b"value", 0, &one).same(), Secret::new(b"value", 0, &two).same());
    }
}
