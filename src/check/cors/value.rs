//! What the value of a setting lets in, as far as its file says: literals, lists, fallbacks, names of the file.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use super::bind::Bindings;
use super::names::{Kind, Realm, Tables, Topic, last, split};
use super::text::{How, any_in_text, bare};
use crate::syntax::tokens::{Dialect, Tokens};

/// How many names are followed, one leading to the next.
const HOPS: usize = 4;

/// Tokens that are looked at for what names stand for: at least, and for each token of the file.
pub(super) const BUDGET: (usize, usize) = (20_000, 16);

/// The most tokens of a value that are looked at.
pub(super) const MOST: usize = 4096;

/// Functions that ask about a `*`, or do something with it, and let nobody in.
const ASKING: &[&str] = &[
    "includes",
    "include",
    "contains",
    "indexof",
    "has",
    "some",
    "every",
    "find",
    "filter",
    "replace",
    "replaceall",
    "split",
    "join",
    "startswith",
    "endswith",
    "equals",
    "equal",
    "equalfold",
    "match",
    "matches",
    "test",
    "log",
    "error",
    "warn",
    "warning",
    "info",
    "debug",
    "exception",
    "strip",
    "trim",
    "in_array",
    "hasprefix",
    "hassuffix",
    "containsstring",
    "count",
    "index",
    "sub",
    "gsub",
    "panic",
    "fatal",
    "raise",
    "assert",
    "expect",
    "valueerror",
    "remove",
    "discard",
    "delete",
    "delete_if",
    "reject",
    "print",
    "println",
    "format",
    "sprintf",
    "printf",
    "errorf",
    "improperlyconfigured",
    "is_none",
    "isempty",
    "compile_fail",
];

/// How deep a value is looked into for what is asked about it.
const LEVELS: usize = 64;

/// What ends a value.
const SEPARATORS: &[&str] = &[",", ";", ")", "]", "}"];

/// What lets any origin in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Any {
    /// The token that says so.
    pub(super) at: usize,
    pub(super) how: How,
    /// Only where something is not set.
    pub(super) fallback: bool,
    /// Only while somebody develops.
    pub(super) local: bool,
    /// Through a name of the file.
    pub(super) via: bool,
}

/// What is expected of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Want {
    pub(super) kind: Kind,
    pub(super) realm: Realm,
    pub(super) table: usize,
}

/// A file's tokens, and what its names stand for.
pub(super) struct Code<'t> {
    pub(super) tokens: Tokens<'t>,
    pub(super) dialect: Dialect,
    pub(super) tables: &'static Tables,
    /// Tokens that may still be looked at for what names stand for: with it the work on a file is bounded, however its
    /// names refer to each other.
    pub(super) budget: Cell<usize>,
    /// For each token, how many functions that no brackets end, and blocks of servers, began before it.
    sections: Vec<u32>,
    /// For each token, where the value ends that it goes on.
    ends: Vec<u32>,
    pub(super) bindings: OnceCell<Bindings<'t>>,
}

impl<'t> Code<'t> {
    pub(super) fn new(text: &'t [u8], dialect: Dialect, tables: &'static Tables) -> Self {
        let tokens = Tokens::new(text, &dialect);
        let budget = Cell::new(BUDGET.0 + BUDGET.1 * tokens.len());
        let mut count = 0;
        let begins = |at: usize| {
            let name = tokens.name(at).filter(|_| tokens.first(at));
            matches!(name, Some(b"def" | b"class" | b"async" | b"sub" | b"function" | b"server" | b"location"))
        };
        let sections = (0..tokens.len())
            .map(|at| {
                count += u32::from(begins(at));
                count
            })
            .collect();
        let ends = ends(&tokens, &dialect);
        Self { tokens, dialect, tables, budget, sections, ends, bindings: OnceCell::new() }
    }

    /// Which of the functions and blocks without brackets token `at` stands in.
    pub(super) fn section(&self, at: usize) -> usize {
        self.sections.get(at).copied().unwrap_or(0) as usize
    }

    /// The tokens of the value that begins at `start`: to the comma, the bracket or the end of the statement.
    pub(super) fn value(&self, start: usize) -> Range<usize> {
        let len = self.tokens.len();
        if start >= len || self.tokens.any(start, SEPARATORS) {
            return start..start.min(len);
        }
        let after = self.tokens.after(start);
        start..self.ends.get(after).map_or(len, |end| *end as usize)
    }

    /// What in these tokens lets any origin (method, header) in.
    pub(super) fn any(&self, range: &Range<usize>, want: Want) -> Option<Any> {
        let any = self.any_within(range, want, HOPS)?;
        (any.how != How::Echo || !self.looked_up_first(range.start)).then_some(any)
    }

    /// Takes so many tokens off the budget; whether they were there.
    pub(super) fn spend(&self, tokens: usize) -> bool {
        let left = self.budget.get().checked_sub(tokens);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }

    fn any_within(&self, range: &Range<usize>, want: Want, hops: usize) -> Option<Any> {
        let topic = want.kind.topic();
        if let Some(body) = self.function(range) {
            let at = range.start;
            let any = topic == Topic::Origin && self.says_yes(&body, want.realm);
            return any.then(|| Any { at, how: How::Function, fallback: false, local: self.local(range), via: false });
        }
        let mut at = range.start;
        let end = range.end.min(range.start + MOST);
        if !self.spend(end.saturating_sub(at)) {
            return None;
        }
        while at < end {
            if let Some((how, fallback)) = self.says(at, range, want)
                && !self.asked(at, range)
            {
                let fallback = fallback || self.falls_back(at, range);
                return Some(Any { at, how, fallback, local: self.local(range), via: false });
            }
            at += 1;
        }
        if topic == Topic::Origin
            && want.realm == Realm::Header
            && self.echoes(range)
            && !self.looked_up_first(range.start)
        {
            return Some(Any {
                at: range.start,
                how: How::Echo,
                fallback: false,
                local: self.local(range),
                via: false,
            });
        }
        if hops == 0 {
            return None;
        }
        (range.start..end).find_map(|at| {
            let name = self.resolvable(at, range)?;
            let any = self.bound(name, at, want, hops - 1)?;
            let fallback = any.fallback || self.falls_back(at, range);
            Some(Any { via: true, fallback, local: any.local || self.local(range), ..any })
        })
    }

    /// What token `at` says by itself.
    fn says(&self, at: usize, range: &Range<usize>, want: Want) -> Option<(How, bool)> {
        let tokens = &self.tokens;
        let topic = want.kind.topic();
        if let Some(content) = tokens.content(at) {
            return if want.kind.is_switch() {
                (range.len() == 1 && matches!(bare(content), b"true" | b"True")).then_some((How::Said, false))
            } else {
                any_in_text(content, topic, want.realm)
            };
        }
        if tokens.is(at, "*") && self.dialect.bare {
            // Bare, and alone: not the `*` of a path or of a product.
            let alone = range.len() == 1 || tokens.any(at + 1, &[";", ",", "]", "}"]) || at + 1 == range.end;
            return (alone && !want.kind.is_switch() && !tokens.is(at.wrapping_sub(1), "."))
                .then_some((How::Star, false));
        }
        let name = tokens.name(at)?;
        if matches!(name, b"true" | b"True" | b"TRUE") {
            let switch = want.kind.is_switch() || topic == Topic::Origin && want.realm == Realm::Setting;
            let whole = range.len() == 1 || want.kind.is_switch() && self.is_default(at, range);
            return (switch && whole).then_some((How::Said, false));
        }
        let table = &self.tables.all[want.table];
        let known = table.any.iter().find(|any| last(any).as_bytes() == name && self.has_path(at, any))?;
        // `Any` is a word; of a path it is enough that the whole stands there.
        (known.contains(['.', ':']) || !tokens.any(at + 1, &["(", "::", ".", "<"]))
            .then(|| (if known.contains("mirror") { How::Echo } else { How::Star }, false))
    }

    /// Whether the value falls back to token `at`: the second argument of a call, or what stands behind `or`.
    fn is_default(&self, at: usize, range: &Range<usize>) -> bool {
        let tokens = &self.tokens;
        let before = at.wrapping_sub(1);
        let named = tokens.is(before, "=") || tokens.is(before, ",");
        let call = tokens.parent(at).is_some_and(|open| open > range.start && tokens.is(open, "("));
        named && call || self.falls_back(at, range) && !call
    }

    fn falls_back(&self, at: usize, range: &Range<usize>) -> bool {
        let tokens = &self.tokens;
        let alternative = at > range.start
            && (tokens.any(at - 1, &["||", "??", "?:"]) || tokens.name(at - 1).is_some_and(|name| name == b"or"));
        // An argument behind another one: `getenv("CORS_ORIGINS", "*")`.
        let open = tokens.parent(at).filter(|&open| open > range.start && tokens.is(open, "("));
        let second = open.is_some_and(|open| {
            let asks = tokens.name(open - 1).is_some_and(|name| {
                let mut words = Vec::new();
                split(name, &mut words);
                words.iter().any(|w| {
                    matches!(w.as_str(), "env" | "getenv" | "get" | "config" | "default" | "string" | "lookup")
                })
            });
            asks && (open + 1..at).any(|at| tokens.is(at, ",") || tokens.is(at, "="))
        });
        alternative
            || second
            || tokens.is(at.wrapping_sub(1), "=") && tokens.name(at.wrapping_sub(2)) == Some(b"default")
    }

    /// Whether token `at` is only compared, searched for, or a key.
    pub(super) fn asked(&self, at: usize, range: &Range<usize>) -> bool {
        const COMPARING: &[&str] = &["==", "===", "!=", "!==", "=~", "!~", "<", ">", "<=", ">="];
        let tokens = &self.tokens;
        let before = at.wrapping_sub(1);
        // What follows in the next line or argument says nothing about it.
        let inside = at + 1 < range.end;
        if tokens.any(before, COMPARING) || inside && tokens.any(at + 1, COMPARING) {
            return true;
        }
        if inside && tokens.name(at + 1).is_some_and(|name| matches!(name, b"in" | b"not" | b"is" | b"eq"))
            || tokens.name(before).is_some_and(|name| matches!(name, b"case" | b"is" | b"not" | b"eq" | b"ne"))
            || tokens.is(before, "!")
            // A union of types.
            || !self.dialect.bare && (tokens.is(before, "|") || tokens.is(at + 1, "|"))
        {
            return true;
        }
        if tokens.any(at + 1, &[":", "=>"])
            && (before == tokens.parent(at).unwrap_or(usize::MAX) || tokens.is(before, ","))
        {
            return true;
        }
        let mut inner = at;
        for _ in 0..LEVELS {
            let Some(open) = tokens.parent(inner).filter(|&open| open >= range.start) else { break };
            if tokens.is(open, "(") && open > 0 && tokens.name(open - 1).is_some_and(is_asking) {
                return true;
            }
            let subscript = tokens.is(open, "[") && open > range.start;
            let of = open.wrapping_sub(1);
            if subscript
                && !self.closes_type(open)
                && (tokens.name(of).is_some_and(|n| n != b"return") || tokens.any(of, &["]", ")"]))
            {
                return true;
            }
            inner = open;
        }
        false
    }

    /// Whether a `[` belongs to a type, as in `new String[] {…}`, or to a list: `List["*"]` is none.
    fn closes_type(&self, open: usize) -> bool {
        self.tokens.name(open - 1).is_some_and(|name| matches!(name, b"of" | b"in" | b"w" | b"vec"))
    }

    /// Whether the path that ends with token `at` is the written one, as far as that goes: `cors.Default`.
    pub(super) fn has_path(&self, at: usize, path: &str) -> bool {
        let mut parts = path.rsplit(['.', ':']).filter(|part| !part.is_empty());
        parts.next();
        let mut at = at;
        for part in parts {
            if !self.tokens.any(at.wrapping_sub(1), &[".", "::", "->"]) {
                return false;
            }
            at = at.wrapping_sub(2);
            if self.tokens.name(at).is_none_or(|name| !name.eq_ignore_ascii_case(part.as_bytes())) {
                return false;
            }
        }
        true
    }

    /// The first token of the path that ends with token `at`: `settings` of `settings.cors.origins`.
    pub(super) fn path_start(&self, at: usize) -> usize {
        /// No path is longer.
        const PARTS: usize = 16;
        let mut at = at;
        for _ in 0..PARTS {
            let joined = self.tokens.any(at.wrapping_sub(1), &[".", "::", "->", "?."]);
            if !joined || at < 2 || self.tokens.name(at - 2).is_none() {
                break;
            }
            at -= 2;
        }
        at
    }

    /// What a name that is used at `at` lets in.
    fn bound(&self, name: &[u8], at: usize, want: Want, hops: usize) -> Option<Any> {
        self.values_of(name, at).into_iter().find_map(|range| self.any_within(&range, want, hops))
    }
}

/// Whether a function of that name only asks.
pub(super) fn is_asking(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    ASKING.iter().any(|asking| asking.as_bytes() == lower)
}

/// For each token, where a value ends that goes on with it: at the next separator of its level, or where a statement
/// ends with its line.
fn ends(tokens: &Tokens<'_>, dialect: &Dialect) -> Vec<u32> {
    let mut ends = vec![tokens.len() as u32; tokens.len()];
    for at in (0..tokens.len()).rev() {
        let statement = tokens.parent(at).is_none_or(|open| tokens.is(open, "{"));
        let stops = tokens.any(at, SEPARATORS) || statement && tokens.first(at) && !goes_on(tokens, dialect, at);
        ends[at] = if stops { at as u32 } else { ends.get(tokens.after(at)).copied().unwrap_or(tokens.len() as u32) };
    }
    ends
}

/// Whether the expression of the line before goes on in the line that token `at` begins.
fn goes_on(tokens: &Tokens<'_>, dialect: &Dialect, at: usize) -> bool {
    const JOINING: &[&str] = &[".", "?.", "||", "&&", "??", "?", ":", "+", "|", "?:", "=>", "->", "::"];
    const OPEN: &[&str] =
        &["=", ":=", "||", "&&", "??", "?", ":", "+", "|", "?:", "=>", "->", "(", "[", "{", ".", "=="];
    !dialect.indented && (tokens.any(at, JOINING) || tokens.any(at.wrapping_sub(1), OPEN))
}
