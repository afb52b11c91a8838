//! What stands around a setting: conditions under which it holds, and checks that a value went through.

use std::ops::Range;

use super::names::split;
use super::value::{Code, MOST, is_asking};

/// Words that say: not where it counts.
const LOCAL: &[&str] = &["debug", "dev", "development", "prod", "production", "local", "localhost", "testing", "test"];

impl Code<'_> {
    /// Whether these tokens, or what they stand under, are about development only.
    pub(super) fn local(&self, range: &Range<usize>) -> bool {
        let says = |at: usize| {
            let token = self.tokens.name(at).or_else(|| self.tokens.content(at).filter(|text| text.len() < 32));
            token.is_some_and(is_local)
        };
        // A list that holds `localhost` among others is no such thing.
        let conditional = range
            .clone()
            .any(|at| self.tokens.any(at, &["?", "==", "===", "!=", "!=="]) || self.tokens.name(at) == Some(b"if"));
        conditional && range.clone().take(MOST).any(says)
    }

    /// Whether what is around the byte `at` is for development only.
    pub(super) fn guarded(&self, at: usize) -> bool {
        self.under(at, &is_local)
    }

    /// Whether the byte `at` stands under a condition that asks whether all origins may come: what decides is elsewhere.
    pub(super) fn chosen(&self, at: usize) -> bool {
        self.under(at, &|condition| {
            if [&b"'*'"[..], b"\"*\"", b"`*`"].iter().any(|star| memchr::memmem::find(condition, star).is_some()) {
                return true;
            }
            let mut words = Vec::new();
            split(condition, &mut words);
            let any = words.iter().any(|word| matches!(word.as_str(), "any" | "all" | "wildcard" | "everyone"));
            any && words.iter().any(|word| matches!(word.as_str(), "origin" | "origins" | "cors"))
        })
    }

    /// Whether one of the conditions that the byte `at` stands under is such a one.
    fn under(&self, at: usize, is_such: &dyn Fn(&[u8]) -> bool) -> bool {
        /// A condition stands near, and is no longer.
        const LINES: usize = 60;
        const LONGEST: usize = 200;
        const WORDS: &[&[u8]] =
            &[b"if", b"elif", b"when", b"unless", b"@Profile", b"} else if", b"{{- if", b"{{ if", b"{% if"];
        let text = self.tokens.text;
        let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |at| at + 1);
        let mut indent = text[start..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let guards = |line: &[u8]| {
            let trimmed = line.trim_ascii_start();
            WORDS.iter().any(|word| trimmed.starts_with(word)) && is_such(&line[..line.len().min(LONGEST)])
        };
        if guards(&text[start..at]) {
            return true;
        }
        let mut end = start.saturating_sub(1);
        for _ in 0..LINES {
            if indent == 0 || end == 0 {
                return false;
            }
            let begin = memchr::memrchr(b'\n', &text[..end]).map_or(0, |at| at + 1);
            let line = &text[begin..end];
            let own = line.iter().take_while(|b| b.is_ascii_whitespace()).count();
            if !line.trim_ascii().is_empty() && own < indent {
                if guards(line) {
                    return true;
                }
                indent = own;
            }
            end = begin.saturating_sub(1);
        }
        false
    }

    /// Whether the origin that is given back at token `at` was looked up first: near it something asks a list of what is
    /// allowed. Which value was asked about is not followed.
    pub(super) fn looked_up_first(&self, at: usize) -> bool {
        /// Tokens before and behind.
        const NEAR: (usize, usize) = (250, 30);
        /// Words of names that lists of origins, and functions that look into them, have.
        const LISTS: &[&str] = &[
            "allowed",
            "allow",
            "allows",
            "whitelist",
            "whitelisted",
            "allowlist",
            "trusted",
            "valid",
            "validate",
            "permitted",
            "safe",
            "known",
            "match",
            "matches",
            "matched",
        ];
        let tokens = &self.tokens;
        (at.saturating_sub(NEAR.0)..(at + NEAR.1).min(tokens.len())).any(|near| {
            if tokens.any(near, &["==", "===", "=~", "!=", "!=="]) {
                // Compared with a text or a name; `if origin != ""` says nothing.
                return [near.wrapping_sub(1), near + 1]
                    .iter()
                    .any(|&side| tokens.content(side).is_some_and(|text| text.len() > 4));
            }
            let Some(name) = tokens.name(near) else { return false };
            if self.tables.header(name).is_some() {
                return false;
            }
            let called = tokens.is(near + 1, "(");
            let mut words = Vec::new();
            split(name, &mut words);
            let sets = words.iter().any(|word| {
                matches!(word.as_str(), "set" | "methods" | "method" | "headers" | "credentials" | "access")
            });
            called && is_asking(name) && !name.eq_ignore_ascii_case(b"split")
                || name == b"in"
                || !sets && words.iter().any(|word| LISTS.contains(&word.as_str()))
        })
    }
}

/// Whether a name or text is about development.
pub(super) fn is_local(name: &[u8]) -> bool {
    let mut words = Vec::new();
    split(name, &mut words);
    words
        .iter()
        .any(|word| LOCAL.contains(&word.as_str()) || matches!(word.as_str(), "isdev" | "isprod" | "isproduction"))
}
