//! The CORS check: which origins may read what a service answers, where all may.
//!
//! What allows that is a setting with a name and a value: an argument, a key, a header, a line of a configuration. So
//! the file is read as tokens ([`crate::syntax::tokens`]), in whatever language, and the names are data: the tables of
//! `rules/cors/`, one a framework. A file is read only if it holds one of a handful of words.

mod bind;
mod calls;
mod form;
mod function;
mod guard;
mod judge;
mod lines;
mod names;
mod read;
mod setting;
mod text;
mod value;

#[cfg(test)]
mod tests;

use aho_corasick::packed;

use super::{Check, Cx, Match};
use crate::rule::def::CheckName;
use crate::rule::{CORS_PARTS, RuleSet};
use crate::source::Blob;
use crate::syntax::tokens::Dialect;
use crate::text::literals::{Literals, Scratch};
use judge::{Judge, Rules};
use read::Reader;
use value::Code;

/// Words of which a file must hold one, in exactly this case. `cors` in all its cases, and what settings of origins are
/// called where it does not stand beside them.
const WORDS: &[&str] = &[
    "cors",
    "CORS",
    "Cors",
    "rossOrigin",
    "ross_origin",
    "low-origin",
    "low-Origin",
    "LOW-ORIGIN",
    "low_origin",
    "LOW_ORIGIN",
    "lowOrigin",
    "lowed_origin",
    "LOWED_ORIGIN",
    "lowedOrigin",
    "lowed-origin",
    "alloworigin",
    "AllowAnyOrigin",
    "AllowAllOrigins",
    "gin_whitelist",
    "GIN_WHITELIST",
    "gin-whitelist",
    "ginWhitelist",
    "gin_allowlist",
    "GIN_ALLOWLIST",
    "gin-allowlist",
    "ginAllowlist",
    "gins_whitelist",
    "GINS_WHITELIST",
    "gins-whitelist",
    "ginsWhitelist",
    "gins_allowlist",
    "GINS_ALLOWLIST",
    "gins-allowlist",
    "ginsAllowlist",
    "tted_origins",
    "TTED_ORIGINS",
    "tted-origins",
    "ttedOrigins",
    "sted_origins",
    "STED_ORIGINS",
    "sted-origins",
    "stedOrigins",
];

/// More than a word has on either side of its part.
const SIDE: usize = 24;

/// The check over one rule set.
#[derive(Debug)]
pub struct Cors<'r> {
    rules: Rules<'r>,
    words: Option<packed::Searcher>,
    parts: Literals,
}

impl<'r> Cors<'r> {
    /// Looks up its rules.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        let words = packed::Config::new().builder().extend(WORDS).build();
        let parts = CORS_PARTS.map(|part| (part.as_bytes().to_vec(), 0));
        Self { rules: Rules::new(rules), words, parts: Literals::new(&parts) }
    }

    /// Whether a text holds one of the words.
    fn may_hold(&self, text: &[u8], scratch: &mut Scratch) -> bool {
        let mut held = false;
        self.parts.scan(text, scratch, &mut |_, at| {
            let around = &text[at.saturating_sub(SIDE)..text.len().min(at + SIDE)];
            held = held
                || match &self.words {
                    Some(words) => words.find(around).is_some(),
                    // No vector instructions here: slower, and the same.
                    None => WORDS.iter().any(|word| memchr::memmem::find(around, word.as_bytes()).is_some()),
                };
        });
        held
    }
}

impl Check for Cors<'_> {
    fn name(&self) -> Option<CheckName> {
        Some(CheckName::Cors)
    }

    fn wants(&self, blob: &Blob<'_>) -> bool {
        self.rules.any() && Dialect::of_path(blob.origin.path.as_bytes()).is_some()
    }

    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>) {
        let path = blob.origin.path.as_bytes();
        cx.work.bytes += blob.own.len() as u64;
        let Some(dialect) = Dialect::of_path(path) else { return };
        if cx.hints.is_some_and(|hints| !hints.cors) || !self.may_hold(blob.text, &mut cx.literals) {
            return;
        }
        cx.work.context_bytes += blob.text.len() as u64;
        let tables = names::tables();
        let mut active = tables.active(path, blob.text);
        if dialect.bare {
            // Frameworks are set up in code; what looks like it in configuration is quoted there.
            active.fill(false);
        }
        let code = Code::new(blob.text, dialect, tables);
        let by_line = lines::reads(path);
        let mut reader = Reader::new(&code, &active, by_line);
        reader.calls();
        reader.settings();
        let mut found = reader.found;
        if by_line {
            lines::read(blob.text, tables, &mut found);
        }
        if found.is_empty() {
            return;
        }
        let before = matches.len();
        let in_rust = path.ends_with(b".rs");
        let tests = in_rust.then(|| memchr::memmem::rfind(blob.text, b"#[cfg(test)]\nmod ")).flatten();
        let judge = Judge {
            rules: self.rules,
            tables,
            code: Some(&code),
            text: blob.text,
            aside: super::place::is_aside(path),
            tests,
        };
        judge.all(found, matches);
        cx.work.matches += (matches.len() - before) as u64;
    }
}
