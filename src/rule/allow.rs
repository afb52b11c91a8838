//! Allow patterns: values that one of them matches anywhere are no findings.
//!
//! People write these, in packs and in the configuration, in the syntax they know from `rg`; so they go through
//! `grep-regex` and not through the dialect of rules: nothing needs to be bounded.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use grep_matcher::Matcher;
use grep_regex::{RegexMatcher, RegexMatcherBuilder};

/// The most bytes a compiled pattern may take.
const SIZE: usize = 4 << 20;

/// The most bytes a pattern may have.
const LENGTH: usize = 8 << 10;

/// Allow patterns, compiled.
#[derive(Clone, Debug, Default)]
pub struct Allow {
    matchers: Vec<RegexMatcher>,
}

/// An allow pattern that does not compile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the allow pattern does not compile: {message}")]
pub struct AllowError {
    /// Which one, from 0.
    pub index: usize,
    /// Why.
    pub message: String,
}

impl Allow {
    /// Compiles all of them. Without `unicode`, classes and `(?i)` mean ASCII, as in the rules themselves; with it a
    /// pattern takes about ten times as long to compile.
    ///
    /// # Errors
    /// The first that does not compile, or that would take too much memory.
    pub fn new<S: AsRef<str>>(patterns: &[S], unicode: bool) -> Result<Self, AllowError> {
        let matchers = patterns
            .iter()
            .enumerate()
            .map(|(index, pattern)| {
                Self::shared(pattern.as_ref(), unicode).map_err(|message| AllowError { index, message })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { matchers })
    }

    /// Compiles a pattern once: rules about names share most of theirs, and the dearest takes 17 ms.
    fn shared(pattern: &str, unicode: bool) -> Result<RegexMatcher, String> {
        static COMPILED: Mutex<BTreeMap<(String, bool), RegexMatcher>> = Mutex::new(BTreeMap::new());
        let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(matcher) = compiled.get(&(pattern.to_owned(), unicode)) {
            return Ok(matcher.clone());
        }
        let matcher = Self::compile(pattern, unicode)?;
        compiled.insert((pattern.to_owned(), unicode), matcher.clone());
        Ok(matcher)
    }

    fn compile(pattern: &str, unicode: bool) -> Result<RegexMatcher, String> {
        if pattern.len() > LENGTH {
            return Err(format!("it has {} bytes; the most is {LENGTH}", pattern.len()));
        }
        RegexMatcherBuilder::new()
            .unicode(unicode)
            .size_limit(SIZE)
            .dfa_size_limit(SIZE)
            .nest_limit(50)
            .build(pattern)
            .map_err(|error| super::carry::last_line(&error.to_string()).to_owned())
    }

    /// Whether one of them matches anywhere in `value`. Without patterns: never.
    #[must_use]
    pub fn matches(&self, value: &[u8]) -> bool {
        // The error type of this matcher has no values.
        self.matchers.iter().any(|matcher| matcher.is_match(value).unwrap_or(false))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    #[test]
    fn matches_anywhere_and_only_what_a_pattern_matches() {
        let allow = Allow::new(&["^test_", "(?i)dummy", r"\p{Greek}{2}"], true).unwrap();
        for (value, allowed) in
            [("test_abc", true), ("a_test_abc", false), ("aDUMMYb", true), ("xαβx", true), ("xαx", false), ("", false)]
        {
            assert_eq!(allow.matches(value.as_bytes()), allowed, "{value}");
        }
        assert!(!allow.matches(b"\xff\xfe"));
        assert!(!Allow::default().matches(b"anything"));
    }

    #[test]
    fn refuses_what_does_not_compile_and_says_which() {
        let error = Allow::new(&["fine", "a(b"], true).unwrap_err();
        assert_eq!(error.index, 1);
        assert_eq!(error.to_string(), "the allow pattern does not compile: unclosed group");
        for huge in [
            &"(".repeat(5000),
            r"(?:\pL{999}){999}",
            &"a".repeat(LENGTH + 1),
            &format!("{}a{}", "(".repeat(99), ")".repeat(99)),
        ] {
            assert!(Allow::new(&[huge], true).is_err());
        }
    }
}
