//! The forms in which a name is given a value, in any language.

use std::ops::Range;

use super::names::{Realm, Topic, split};
use super::text::{any_in_text, bare};
use super::value::{Code, is_asking};
use crate::syntax::tokens::Kind as Token;

/// Words of calls that tell nobody anything: they ask, or expect.
const EXPECTING: &[&str] = &[
    "get", "expect", "assert", "should", "equal", "equals", "eq", "contain", "contains", "match", "matches", "have",
    "has", "remove", "delete", "del", "unset", "test", "check", "verify", "log", "is", "string", "exists", "be",
    "refute", "require", "ensure", "validate", "warn", "error", "info", "debug", "clear", "drop", "missing", "no",
    "not",
];

/// How a name is followed by its value.
pub(super) struct Said {
    pub(super) value: Range<usize>,
    /// What it is said of: the tokens before the name, or before the call that it is an argument of.
    pub(super) owner: Range<usize>,
    /// The token whose bracket is around it all.
    pub(super) place: usize,
}

impl Said {
    pub(super) const fn plain(at: usize, value: Range<usize>) -> Self {
        Self { value, owner: at..at, place: at }
    }
}

impl Code<'_> {
    /// The value of the name or text at `at`, in any of the forms in which one is given. With `calls` also as the
    /// argument of a call.
    pub(super) fn said(&self, at: usize, calls: bool) -> Option<Said> {
        let tokens = &self.tokens;
        let start = self.path_start(at);
        let owner = start..at;
        let next = at + 1;
        let before = start.wrapping_sub(1);
        let is_text = tokens.all[at].kind == Token::Text;
        if tokens.name(before).is_some_and(|name| {
            matches!(name, b"def" | b"function" | b"func" | b"fun" | b"fn" | b"class" | b"import" | b"case")
        }) {
            return None;
        }
        // `headers["…"] = `, `[HttpHeaders.X]: `, `["…"] = ` in Lua's tables.
        if tokens.is(before, "[") && tokens.is(next, "]") {
            if !tokens.any(at + 2, &["=", ":", "=>", "||=", "??=", ":="]) {
                return None;
            }
            let of = before.wrapping_sub(1);
            let owner = if tokens.name(of).is_some() { self.path_start(of)..before } else { before..before };
            return Some(Said { value: self.value(at + 3), owner, place: before });
        }
        if tokens.any(next, &["=", ":=", "=>", "+="]) {
            // `x => …` is a function of one argument, unless a name of a text stands there.
            if tokens.is(next, "=>") && !is_text {
                return None;
            }
            return Some(Said { value: self.value(at + 2), owner, place: at });
        }
        if tokens.is(next, ":") {
            if let Some(value) = self.typed(next) {
                return Some(Said { value: self.value(value), owner, place: at });
            }
            // A statement of an indented language ends there, as `if origins:` does.
            let open = tokens.parent(at);
            let key = !self.dialect.indented || open.is_some_and(|open| tokens.is(open, "{"));
            let ternary = tokens.is(before, "?");
            let continues = open.is_some() || !tokens.first(at + 2);
            return (key && !ternary && continues).then(|| Said { value: self.value(at + 2), owner, place: at });
        }
        if tokens.name(next) == Some(b"to") && is_text {
            return Some(Said { value: self.value(at + 2), owner, place: at });
        }
        // `add_header Access-Control-Allow-Origin *;`, `Access-Control-Allow-Origin "*"`, `origins '*'`.
        let bare_header = is_text && (self.dialect.bare || tokens.all[at].open == 0);
        let command = !is_text
            && calls
            && !tokens.first(next)
            && tokens.all.get(next).is_some_and(|token| token.kind == Token::Text);
        if (bare_header || command)
            && !tokens.first(next)
            && !tokens.any(next, &[",", ")", "]", "}", ";"])
            && next < tokens.len()
        {
            return Some(Said { value: self.line(next), owner, place: at });
        }
        if !calls {
            return None;
        }
        // `set("…", "*")`, `("…", "*")`, `{"…", "*"}`
        let header = self.tables.header(bare(tokens.content(at).or_else(|| tokens.name(at))?)).is_some();
        if tokens.is(next, ",") && header {
            let open = tokens.parent(at)?;
            if tokens.is(open, "(") && self.expects(open) {
                return None;
            }
            let value = self.value(at + 2);
            let receiver = open.wrapping_sub(1);
            let called = tokens.is(open, "(") && tokens.name(receiver).is_some();
            let owner = if called { self.chain_start(receiver)..receiver } else { open..open };
            return Some(Said { value, owner, place: open });
        }
        // `setAllowedOrigins(List.of("*"))`
        if tokens.is(next, "(") && !is_text {
            let close = tokens.close(next);
            let (first, last) = (self.chain_start(at), next + 1..close);
            // A declaration: `allowedOrigins(…) {`.
            if tokens.is(close + 1, "{") && !tokens.any(before, &[".", "("]) && tokens.first(start) {
                return None;
            }
            return Some(Said { value: last, owner: first..at, place: at });
        }
        None
    }

    /// The tokens from `start` to the end of its line, or of its statement.
    pub(super) fn line(&self, start: usize) -> Range<usize> {
        let tokens = &self.tokens;
        let mut at = start;
        while at < tokens.len() && (at == start || !tokens.first(at)) && !tokens.any(at, &[";", "}"]) {
            at = tokens.after(at);
        }
        let always = at > start + 1 && tokens.name(at - 1).is_some_and(|name| matches!(name, b"always" | b"env"));
        start..if always { at - 1 } else { at }
    }

    /// Where the chain of calls begins that the name at `at` is part of.
    pub(super) fn chain_start(&self, at: usize) -> usize {
        /// No chain has more links.
        const LINKS: usize = 64;
        let tokens = &self.tokens;
        let mut at = self.path_start(at);
        for _ in 0..LINKS {
            if !tokens.any(at.wrapping_sub(1), &[".", "?.", "::", "->"]) || at < 2 {
                break;
            }
            let Some(open) = tokens.mate(at - 2).filter(|&open| open < at) else { break };
            let called = open.wrapping_sub(1);
            if tokens.name(called).is_none() {
                break;
            }
            at = self.path_start(called);
        }
        at
    }

    /// Whether the call whose bracket is `open` only asks, or expects.
    pub(super) fn expects(&self, open: usize) -> bool {
        let tokens = &self.tokens;
        let Some(name) = tokens.name(open.wrapping_sub(1)) else { return false };
        let mut words = Vec::new();
        split(name, &mut words);
        words.iter().any(|word| EXPECTING.contains(&word.as_str())) || is_asking(name)
    }

    /// `{ key: 'Access-Control-Allow-Origin', value: '*' }`: the value beside a name that is itself a value.
    pub(super) fn beside(&self, at: usize) -> Option<Said> {
        /// An object of that form has few entries.
        const ENTRIES: usize = 60;
        let tokens = &self.tokens;
        let key = at.checked_sub(2).filter(|_| tokens.any(at - 1, &[":", "=", "=>"]))?;
        let word = |at: usize| tokens.name(at).or_else(|| tokens.content(at)).map(<[u8]>::to_ascii_lowercase);
        if !matches!(word(key)?.as_slice(), b"key" | b"name" | b"header" | b"headername" | b"header_name" | b"field") {
            return None;
        }
        let open = tokens.parent(at);
        let from = open.map_or_else(|| at.saturating_sub(ENTRIES), |open| open + 1);
        let until = open.map_or(at + ENTRIES, |open| tokens.close(open)).min(from + 10 * ENTRIES).min(tokens.len());
        let value = (from..until).find(|&place| {
            tokens.parent(place) == open
                && place.abs_diff(at) < ENTRIES
                && word(place).is_some_and(|word| {
                    matches!(word.as_slice(), b"value" | b"headervalue" | b"header_value" | b"values" | b"default")
                })
                && tokens.any(place + 1, &[":", "=", "=>"])
        })?;
        let range = self.value(value + 2);
        // Markup has neither commas nor line ends: only the text itself.
        let range = if open.is_none() { range.start..range.end.min(range.start + 1) } else { range };
        // Several such objects make one list: they belong together by what is around them.
        Some(Said { place: open.unwrap_or(at), ..Said::plain(at, range) })
    }

    /// `getenv("CORS_ORIGINS", "*")`, `add_argument("--cors-origins", default="*")`: the value where nothing is set.
    pub(super) fn looked_up(&self, at: usize) -> Option<Said> {
        let tokens = &self.tokens;
        let open = tokens.parent(at).filter(|&open| tokens.is(open, "("))?;
        let mut words = Vec::new();
        split(tokens.name(open.wrapping_sub(1))?, &mut words);
        let looks = words.iter().any(|word| {
            matches!(
                word.as_str(),
                "env"
                    | "getenv"
                    | "get"
                    | "config"
                    | "conf"
                    | "default"
                    | "setting"
                    | "settings"
                    | "string"
                    | "strings"
                    | "option"
                    | "flag"
                    | "lookup"
                    | "argument"
                    | "property"
                    | "var"
                    | "slice"
                    | "list"
                    | "bool"
                    | "env_var"
                    | "fetch"
                    | "put"
                    | "set"
                    | "csv"
            )
        });
        if !looks || !tokens.is(at + 1, ",") {
            return None;
        }
        let close = tokens.close(open);
        let default = (at + 2..close).find(|&at| {
            tokens.parent(at) == Some(open) && tokens.name(at) == Some(b"default") && tokens.any(at + 1, &["=", ":"])
        });
        let value = self.value(default.map_or(at + 2, |default| default + 2));
        Some(Said { place: open, ..Said::plain(at, value) })
    }

    /// `CORS_ORIGINS || "*"`, `settings.cors_origins or "*"`.
    pub(super) fn otherwise(&self, at: usize) -> Option<Said> {
        let tokens = &self.tokens;
        let mut next = at + 1;
        if tokens.is(next, "]") {
            next += 1;
        }
        let or = tokens.any(next, &["||", "??", "?:"]) || tokens.name(next) == Some(b"or");
        (or && tokens.content(next + 1).is_some()).then(|| Said::plain(at, next + 1..next + 2))
    }

    /// A field of Go with a default in its tag: ``AllowedOrigins []string `envDefault:"*"` ``.
    pub(super) fn tagged(&self, at: usize) -> Option<Said> {
        let tokens = &self.tokens;
        if !tokens.first(at) {
            return None;
        }
        let tag = (at + 1..(at + 8).min(tokens.len()))
            .take_while(|&at| !tokens.first(at))
            .find(|&at| tokens.bytes(at).starts_with(b"`"))?;
        let content = tokens.content(tag)?;
        let from = memchr::memmem::find(content, b"efault:\"")? + 8;
        let value = content[from..].split(|byte| *byte == b'"').next()?;
        any_in_text(value, Topic::Origin, Realm::Words).map(|_| Said::plain(at, tag..tag + 1))
    }
}
