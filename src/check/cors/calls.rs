//! What sets CORS up: calls, annotations, literals and keys of a framework, and what is said inside of them.

use std::ops::Range;

use super::names::{Kind, Known, Realm, Topic};
use super::read::Reader;
use super::setting::Setting;
use super::text::How;
use super::value::{Any, Want};
use crate::rule::cors::{Call, Form};
use crate::syntax::tokens::Kind as Token;

/// The most tokens of a call that are looked at.
const MOST: usize = 4096;

/// What is known of a call after its arguments were read.
#[derive(Default)]
struct Read {
    /// Whether a setting of origins stands in it.
    origins: bool,
    /// Whether something in it cannot be known from this file.
    unknown: bool,
}

impl Reader<'_, '_> {
    /// All calls of the active frameworks, with the settings inside.
    pub(super) fn calls(&mut self) {
        let tables = self.code.tables;
        let aliases = self.aliases();
        for at in 0..self.code.tokens.len() {
            let Some(name) =
                self.code.tokens.name(at).or_else(|| self.code.tokens.content(at).filter(|text| text.len() < 24))
            else {
                continue;
            };
            for &id in tables.calls(name) {
                let named = |call: &Call| {
                    call.names
                        .iter()
                        .any(|path| super::names::last(path).as_bytes() == name && self.code.has_path(at, path))
                };
                if self.active[id.0] && named(tables.call(id)) {
                    self.call(at, id);
                }
            }
            for (alias, table) in &aliases {
                if alias == name && tables.calls(name).is_empty() {
                    self.call(at, (*table, 0));
                }
            }
        }
        self.named_by_others();
    }

    /// Names under which packages are imported, each with its table.
    fn aliases(&self) -> Vec<(Vec<u8>, usize)> {
        let tokens = &self.code.tokens;
        let mut aliases = Vec::new();
        for at in 0..tokens.len() {
            let Some(content) = tokens.content(at).filter(|text| text.len() < 40) else { continue };
            let of =
                |table: &crate::rule::cors::CorsTable| table.packages.iter().any(|name| name.as_bytes() == content);
            let Some(table) = self.code.tables.all.iter().position(|table| of(table) && !table.calls.is_empty()) else {
                continue;
            };
            // `import x from "cors"`, `import * as x from "cors"`, `x = require("cors")`.
            let name = if tokens.name(at.wrapping_sub(1)) == Some(b"from") {
                tokens.name(at.wrapping_sub(2))
            } else if tokens.is(at.wrapping_sub(1), "(") && tokens.is(at.wrapping_sub(3), "=") {
                tokens.name(at.wrapping_sub(4))
            } else {
                None
            };
            aliases.extend(name.map(|name| (name.to_vec(), table)));
        }
        aliases
    }

    fn call(&mut self, at: usize, id: (usize, usize)) {
        let tokens = &self.code.tokens;
        let tables = self.code.tables;
        let call = tables.call(id);
        let start = self.code.path_start(at);
        let before = start.wrapping_sub(1);
        let next = at + 1;
        if tokens.all[at].kind == Token::Text && call.form != Form::Key {
            return;
        }
        let declared = tokens.name(before).is_some_and(|name| {
            matches!(
                name,
                b"def" | b"class" | b"function" | b"func" | b"fun" | b"fn" | b"import" | b"interface" | b"type"
            )
        });
        if declared {
            return;
        }
        let (args, whole) = match call.form {
            Form::Call | Form::Chain if tokens.is(next, "(") => {
                let close = tokens.close(next);
                // `cors() { … }` declares a method.
                if tokens.is(close + 1, "{") && tokens.first(start) && call.form == Form::Call {
                    return;
                }
                (next + 1..close, start..(close + 1).min(tokens.len()))
            }
            Form::Mark if tokens.is(before, "@") => {
                if tokens.is(next, "(") {
                    let close = tokens.close(next);
                    (next + 1..close, before..(close + 1).min(tokens.len()))
                } else {
                    (next..next, before..next)
                }
            }
            Form::Literal if tokens.is(next, "{") => {
                let close = tokens.close(next);
                (next + 1..close, start..(close + 1).min(tokens.len()))
            }
            Form::Key if tokens.any(next, &[":", "="]) => return self.key(at, id, call),
            _ => return,
        };
        let mut read = Read::default();
        self.arguments(id, call, &args, &mut read);
        if call.form == Form::Chain {
            self.chain(at, id.0, &mut read);
        }
        // Set by name on the same object, elsewhere in the file.
        if (call.configured || call.form == Form::Literal) && !read.origins {
            read.origins = self.set_elsewhere(id.0);
        }
        if call.any_origin {
            self.opened(start, at, id, &whole, false, call.credentials);
        } else if call.open && !read.origins && !read.unknown {
            self.opened(start, at, id, &whole, true, call.credentials);
            if call.configured && args.is_empty() {
                self.silent.extend(self.found.len().checked_sub(1));
            }
        }
    }

    /// Takes out calls that say nothing at all where another call of the framework names origins: `CORS()`, and then
    /// `cors.init_app(app, origins=…)`.
    fn named_by_others(&mut self) {
        let named: Vec<usize> = self
            .found
            .iter()
            .filter(|setting| !setting.open && setting.kind.topic() == Topic::Origin)
            .map(|setting| setting.table)
            .collect();
        let silent = std::mem::take(&mut self.silent);
        let mut at = 0;
        self.found.retain(|setting| {
            let keep = silent.binary_search(&at).is_err() || !named.contains(&setting.table);
            at += 1;
            keep
        });
    }

    /// Whether an origins setting of the table is given anywhere in the file.
    fn set_elsewhere(&mut self, table: usize) -> bool {
        let code = self.code;
        let named = self.named.get_or_insert_with(|| {
            let mut named = vec![false; code.tables.all.len()];
            for at in 0..code.tokens.len() {
                let Some(name) = code.tokens.name(at).or_else(|| code.tokens.content(at)) else { continue };
                for known in code.tables.names(name) {
                    let origin = !known.inside && known.kind.topic() == Topic::Origin;
                    named[known.table] |= origin && code.said(at, true).is_some();
                }
            }
            named
        });
        named[table]
    }

    /// `cors: true`, `cors: { origin: … }`
    fn key(&mut self, at: usize, id: (usize, usize), call: &Call) {
        let tokens = &self.code.tokens;
        let value = self.code.value(at + 2);
        // A type, or a key of no object.
        if tokens.parent(at).is_none() || self.code.typed(at + 1).is_some() {
            return;
        }
        let whole = at..value.end;
        if value.len() == 1 && tokens.name(value.start).is_some_and(|name| matches!(name, b"true" | b"True")) {
            if call.open {
                self.opened(at, at, id, &whole, true, false);
            }
            return;
        }
        let mut read = Read::default();
        let is_map = self.options(id, &value, &mut read);
        if is_map && call.open && !read.origins && !read.unknown {
            self.opened(at, at, id, &whole, true, false);
        }
    }

    /// Reads what stands between the brackets of a call.
    fn arguments(&mut self, id: (usize, usize), call: &Call, args: &Range<usize>, read: &mut Read) {
        let mut at = args.start;
        let mut position = 0;
        while at < args.end && at < args.start + MOST {
            let value = self.code.value(at);
            let value = at..value.end.min(args.end);
            let tokens = &self.code.tokens;
            let named = tokens.any(at + 1, &["=", ":"]) && tokens.name(at).is_some();
            if tokens.any(at, &["...", "**"]) || tokens.is(at, "*") && tokens.is(at + 1, "*") {
                // `**options`, as far as the file says what they are.
                let rest = if tokens.is(at, "*") { at + 2 } else { at + 1 }..value.end;
                if !self.options(id, &rest, read) {
                    read.unknown = true;
                }
            } else if named {
                self.inside(id.0, &value, read);
                let is_nested = call.nested.iter().any(|name| tokens.name(at) == Some(name.as_bytes()));
                let inner = at + 2..value.end;
                let closed = inner.len() == 1 && self.code.tokens.name(inner.start).is_some();
                if is_nested && closed && !self.options(id, &inner, read) {
                    read.unknown = true;
                } else if is_nested {
                    self.named_maps(id, &inner, read);
                }
            } else if call.options.contains(&position) {
                if !self.options(id, &value, read) {
                    read.unknown = true;
                }
            } else if call.origins {
                read.origins = true;
                self.origins(at, id.0, &value);
            } else if call.form == Form::Literal || !value.is_empty() {
                self.inside(id.0, &value, read);
            }
            position += 1;
            at = value.end + 1;
        }
    }

    /// Maps of settings that are named as values inside of a map: `resources={"/api/*": everywhere}`.
    fn named_maps(&mut self, id: (usize, usize), range: &Range<usize>, read: &mut Read) {
        for at in range.start..range.end.min(range.start + MOST) {
            let tokens = &self.code.tokens;
            let value = tokens.is(at.wrapping_sub(1), ":") && tokens.any(at + 1, &[",", "}"]);
            if value && tokens.name(at).is_some() && !self.options(id, &(at..at + 1), read) {
                read.unknown = true;
            }
        }
    }

    /// An argument without a name that is an origin, or a list of some.
    fn origins(&mut self, at: usize, table: usize, value: &Range<usize>) {
        let want = Want { kind: Kind::Origins, realm: Realm::Setting, table };
        let any = self.code.any(value, want);
        let span = self.code.tokens.span(value);
        let star = any.map_or(span.start, |any| self.code.tokens.all[any.at].span().start);
        let group = self.group(at, &(at..at));
        let local = any.is_some_and(|any| any.local);
        self.found.push(Setting {
            kind: Kind::Origins,
            realm: Realm::Setting,
            table,
            span,
            group,
            any,
            star,
            on: false,
            local,
            open: false,
            with_credentials: false,
        });
    }

    /// Reads a value that is a map of settings, or names one. Whether it is.
    fn options(&mut self, id: (usize, usize), value: &Range<usize>, read: &mut Read) -> bool {
        let tokens = &self.code.tokens;
        let map = |range: &Range<usize>| {
            tokens.is(range.start, "{")
                || matches!(tokens.name(range.start), Some(b"dict" | b"Map"))
                || tokens.is(range.start, "&")
        };
        if map(value) {
            self.inside(id.0, value, read);
            // A comprehension makes keys that are not to be seen here.
            return !value.clone().take(MOST).any(|at| self.code.tokens.name(at) == Some(b"for"));
        }
        // `{…} as CorsOptions`, `Object.assign({}, …)` and a call of the file's own stay unknown.
        let Some(name) = tokens.name(value.start) else { return false };
        let path_end = (value.start..value.end)
            .take_while(|&at| at == value.start || tokens.any(at, &[".", "?."]) || tokens.any(at - 1, &[".", "?."]))
            .last();
        let last = path_end.unwrap_or(value.start);
        if last + 1 != value.end && tokens.name(last + 1) != Some(b"as") {
            self.inside(id.0, value, read);
            return false;
        }
        let name = tokens.name(last).unwrap_or(name);
        let values = self.code.values_of(name, value.start);
        let maps: Vec<Range<usize>> = values.into_iter().filter(|range| map(range)).collect();
        for range in &maps {
            self.inside(id.0, range, read);
        }
        // `options.origin = '*'` further down.
        !maps.is_empty()
    }

    /// Takes the settings that stand in some tokens of a call, at any depth.
    fn inside(&mut self, table: usize, range: &Range<usize>, read: &mut Read) {
        let end = range.end.min(range.start + MOST);
        // Calls in calls in calls are read as long as there is a budget.
        if !self.code.spend(end.saturating_sub(range.start)) {
            read.unknown = true;
            return;
        }
        for at in range.start..end {
            let tokens = &self.code.tokens;
            if tokens.any(at, &["...", "**"]) {
                read.unknown = true;
            }
            let Some(name) = tokens.name(at).or_else(|| tokens.content(at)) else { continue };
            let known = self.code.tables.names(name).iter().find(|known| known.table == table).copied();
            let Some(known) = known else { continue };
            if known.kind.topic() == Topic::Origin && self.shorthand(at) {
                read.origins = true;
                self.short(at, known);
                continue;
            }
            let said = self.code.said(at, !known.inside).or_else(|| self.method(at));
            let Some(said) = said else { continue };
            read.origins |= known.kind.topic() == Topic::Origin;
            if !self.seen.contains(&at) {
                self.take(at, known, Realm::Setting, &said);
            }
        }
    }

    /// `{ origin, credentials: true }`
    fn shorthand(&self, at: usize) -> bool {
        let tokens = &self.code.tokens;
        tokens.parent(at).is_some_and(|open| tokens.is(open, "{"))
            && tokens.any(at.wrapping_sub(1), &["{", ","])
            && tokens.any(at + 1, &[",", "}"])
    }

    fn short(&mut self, at: usize, known: Known) {
        let said = super::form::Said::plain(at, at..at + 1);
        if self.seen.insert(at) {
            self.take(at, known, Realm::Setting, &said);
        }
    }

    /// `origin(origin, callback) { … }` as a method of an object.
    fn method(&self, at: usize) -> Option<super::form::Said> {
        let tokens = &self.code.tokens;
        let open = at + 1;
        let block = tokens.is(open, "(").then(|| tokens.after(open)).filter(|&block| tokens.is(block, "{"))?;
        Some(super::form::Said::plain(at, open..tokens.close(block)))
    }

    /// Settings that are called behind a call, in the same chain.
    fn chain(&mut self, at: usize, table: usize, read: &mut Read) {
        /// No chain has more links.
        const LINKS: usize = 64;
        let tokens = &self.code.tokens;
        let mut end = tokens.after(at + 1);
        for _ in 0..LINKS {
            if !tokens.any(end, &[".", "?."]) {
                break;
            }
            let Some(name) = tokens.name(end + 1) else { break };
            let names = self.code.tables.names(name);
            read.origins |= names.iter().any(|known| known.table == table && known.kind.topic() == Topic::Origin);
            // Kotlin's `apply { … }` and the like say more than can be seen here.
            read.unknown |= tokens.is(end + 2, "{") || !tokens.is(end + 2, "(");
            end = if tokens.is(end + 2, "(") { tokens.after(end + 2) } else { end + 2 };
        }
        let start = self.code.chain_start(at);
        let held =
            tokens.any(start.wrapping_sub(1), &["=", ":="]) || tokens.name(start.wrapping_sub(1)) == Some(b"return");
        read.unknown |= held || tokens.is(end, "{");
    }

    /// Notes that a call lets any origin in: by saying so, or (`open`) by saying nothing.
    fn opened(
        &mut self,
        start: usize,
        at: usize,
        id: (usize, usize),
        whole: &Range<usize>,
        open: bool,
        credentials: bool,
    ) {
        let tokens = &self.code.tokens;
        let span = tokens.span(whole);
        // Of a call over several lines the first.
        let line = memchr::memchr(b'\n', &tokens.text[span.clone()]).map_or(span.end, |at| span.start + at);
        let inner = if tokens.any(at + 1, &["(", "{"]) { Some(at + 1) } else { tokens.parent(at) };
        let mut group = self.group(at, &(at..at));
        group.scope = inner;
        let star = span.start;
        let local = self.code.guarded(span.start);
        self.found.push(Setting {
            kind: Kind::AnyOrigin,
            realm: Realm::Setting,
            table: id.0,
            span: span.start..line,
            group,
            any: Some(Any { at: start, how: How::Said, fallback: false, local: false, via: false }),
            star,
            on: false,
            local,
            open,
            with_credentials: credentials,
        });
    }
}
