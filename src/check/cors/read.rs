//! Finds the settings in the tokens of a file.

use std::collections::HashSet;
use std::ops::Range;

use super::form::Said;
use super::names::{Kind, Known, Realm, split};
use super::setting::{Group, Setting};
use super::text::{How, any_in_text, bare, parted};
use super::value::{Any, Code, Want};
use crate::syntax::tokens::Kind as Token;

/// Reads one file.
pub(super) struct Reader<'c, 't> {
    pub(super) code: &'c Code<'t>,
    pub(super) active: &'c [bool],
    /// Whether another reader takes the settings of the file that stand on lines of their own.
    by_line: bool,
    pub(super) found: Vec<Setting>,
    /// Tokens that are names of settings already.
    pub(super) seen: HashSet<usize>,
    /// Which of the settings found are calls that say nothing at all.
    pub(super) silent: Vec<usize>,
    /// For each table, whether the file gives one of its origins settings a value; worked out when it is asked for.
    pub(super) named: Option<Vec<bool>>,
}

impl<'c, 't> Reader<'c, 't> {
    pub(super) fn new(code: &'c Code<'t>, active: &'c [bool], by_line: bool) -> Self {
        Self { code, active, by_line, found: Vec::new(), seen: HashSet::new(), silent: Vec::new(), named: None }
    }

    /// All settings but those inside of calls.
    pub(super) fn settings(&mut self) {
        for at in 0..self.code.tokens.len() {
            if self.seen.contains(&at) {
                continue;
            }
            match self.code.tokens.all[at].kind {
                Token::Name => self.name(at),
                Token::Text => self.text(at),
                _ => {}
            }
        }
    }

    fn name(&mut self, at: usize) {
        let tokens = &self.code.tokens;
        let Some(name) = tokens.name(at) else { return };
        let on_line = self.by_line && tokens.parent(at).is_none();
        if let Some(known) = self.framework(name).filter(|_| !on_line) {
            if let Some(said) = self.code.said(at, true) {
                self.take(at, known, Realm::Setting, &said);
            }
            return;
        }
        if let Some(known) = self.code.tables.header(name) {
            if let Some(said) = self.code.said(at, true) {
                self.take(at, known, Realm::Header, &said);
            }
            return;
        }
        if on_line {
            return;
        }
        if let Some(known) = self.code.tables.words(name, &self.above(at, name)) {
            let said = self.code.tagged(at).or_else(|| self.code.otherwise(at)).or_else(|| self.code.said(at, false));
            if let Some(said) = said {
                self.take(at, known, Realm::Words, &said);
            }
        }
    }

    fn text(&mut self, at: usize) {
        let tokens = &self.code.tokens;
        let Some(content) = tokens.content(at) else { return };
        let name = bare(content);
        if let Some(known) = self.code.tables.header(name.rsplit(|b| *b == b'.').next().unwrap_or(name)) {
            let said = self.code.said(at, true).or_else(|| self.code.beside(at));
            if let Some(said) = said {
                self.take(at, known, Realm::Header, &said);
            }
            return;
        }
        if self.by_line && tokens.parent(at).is_none() {
            return self.whole_header(at, content);
        }
        if let Some(known) = self.framework(name)
            && let Some(said) = self.code.said(at, false).or_else(|| self.code.looked_up(at))
        {
            return self.take(at, known, Realm::Setting, &said);
        }
        self.whole_header(at, content);
        self.variable(at, content);
        if let Some(known) = self.code.tables.words(name, &self.above(at, name))
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-./:".contains(byte))
        {
            let said = self.code.said(at, false).or_else(|| self.code.beside(at)).or_else(|| self.code.looked_up(at));
            if let Some(said) = said {
                self.take(at, known, Realm::Words, &said);
            }
        }
    }

    /// What a name sets in an active framework, inside of no call.
    fn framework(&self, name: &[u8]) -> Option<Known> {
        self.code.tables.names(name).iter().find(|known| self.active[known.table] && !known.inside).copied()
    }

    /// The words of what a name stands in: keys of objects around it, and the path before it.
    fn above(&self, at: usize, name: &[u8]) -> Vec<String> {
        /// Objects are nested no deeper than that.
        const LEVELS: usize = 4;
        let tokens = &self.code.tokens;
        let mut words = Vec::new();
        let short = name.len() <= 24
            && (name.ends_with(b"s")
                || name.to_ascii_lowercase().starts_with(b"allow")
                || name.to_ascii_lowercase().ends_with(b"origin"));
        if !short || !tokens.any(at + 1, &[":", "=", "=>"]) {
            return words;
        }
        let mut inner = at;
        for _ in 0..LEVELS {
            let Some(open) = tokens.parent(inner) else { break };
            if tokens.is(open, "{") || tokens.is(open, "[") {
                // `cors: {`, and `cors_rule {` where blocks are written so.
                let signed = tokens.any(open.wrapping_sub(1), &[":", "=", "=>"]);
                if !signed && !self.code.dialect.bare {
                    inner = open;
                    continue;
                }
                let key = open.wrapping_sub(if signed { 2 } else { 1 });
                let key = tokens.name(key).or_else(|| tokens.content(key)).unwrap_or(b"");
                if key.len() < 64 && key.to_ascii_lowercase().windows(4).any(|word| word == b"cors") {
                    split(key, &mut words);
                    break;
                }
            }
            inner = open;
        }
        words
    }

    /// A header in one text: `header("Access-Control-Allow-Origin: *")`.
    fn whole_header(&mut self, at: usize, content: &[u8]) {
        /// No header is longer, and what holds many lines is prose.
        const MOST: usize = 400;
        const NAME: &[u8] = b"access-control-allow-";
        let tokens = &self.code.tokens;
        if content.len() > MOST || self.dangling(at) {
            return;
        }
        let open = tokens.parent(at).filter(|&open| tokens.is(open, "("));
        if open.is_some_and(|open| self.code.expects(open)) {
            return;
        }
        // Requests say nothing about who may read.
        if tokens.name(at.wrapping_sub(1)).is_some_and(|name| {
            matches!(name, b"H" | b"header") && tokens.is(at.wrapping_sub(2), "-") | tokens.is(at.wrapping_sub(2), "--")
        }) {
            return;
        }
        let span = tokens.all[at].inner();
        let mut from = 0;
        while let Some(found) = find_lower(&content[from..], NAME) {
            let start = from + found;
            from = start + NAME.len();
            let begins = content[..start].trim_ascii_end().is_empty()
                || content[..start].ends_with(b"\\n")
                || content[..start].ends_with(b"\n");
            let Some(colon) = content[start..].iter().position(|byte| *byte == b':') else { continue };
            let Some(known) = self.code.tables.header(&content[start..start + colon]).filter(|_| begins) else {
                continue;
            };
            let rest = &content[start + colon + 1..];
            let end = [&b"\\r"[..], b"\\n", b"\n", b"\""]
                .iter()
                .filter_map(|end| memchr::memmem::find(rest, end))
                .min()
                .unwrap_or(rest.len());
            let value = rest[..end].trim_ascii();
            let hole = value.is_empty() && tokens.any(at + 1, &[".", "+", ".."]);
            let topic = known.kind.topic();
            let mut any = any_in_text(value, topic, Realm::Header).map(|(how, fallback)| Any {
                at,
                how,
                fallback,
                local: false,
                via: false,
            });
            if value == b"$http_origin" || value.windows(11).any(|part| part == b"HTTP_ORIGIN") {
                any = Some(Any { at, how: How::Echo, fallback: false, local: false, via: false });
            }
            if hole {
                let want = Want { kind: known.kind, realm: Realm::Header, table: known.table };
                any = self.code.any(&self.code.value(at + 2), want);
            }
            let bytes = span.start + start..span.start + start + colon + 1 + end;
            // A whole header is an argument: what it is said by is around the call.
            let group = self.group(open.unwrap_or(at), &(at..at));
            let on = value.eq_ignore_ascii_case(b"true");
            self.push(known, Realm::Header, bytes.clone(), group, any, bytes.start, on);
        }
    }

    /// Whether a text is a statement of its own: documentation.
    fn dangling(&self, at: usize) -> bool {
        let tokens = &self.code.tokens;
        self.code.dialect.indented && tokens.first(at) && tokens.first(at + 1) && tokens.parent(at).is_none()
    }

    /// `${CORS_ORIGINS:*}` in a text.
    fn variable(&mut self, at: usize, content: &[u8]) {
        /// A name with its fallback is shorter.
        const MOST: usize = 300;
        let text = bare(content);
        let inner = text.strip_prefix(b"${").and_then(|text| text.strip_suffix(b"}")).filter(|_| text.len() <= MOST);
        let Some((name, value)) = inner.and_then(parted) else { return };
        let Some(known) = self.code.tables.words(name, &[]) else { return };
        let any = any_in_text(value, known.kind.topic(), Realm::Words).map(|(how, _)| Any {
            at,
            how,
            fallback: true,
            local: false,
            via: false,
        });
        let span = self.code.tokens.all[at].span();
        let group = self.group(at, &(at..at));
        self.push(known, Realm::Words, span.clone(), group, any, span.start, false);
    }

    /// Notes a setting whose value is known to stand in `said`.
    pub(super) fn take(&mut self, at: usize, known: Known, realm: Realm, said: &Said) {
        let tokens = &self.code.tokens;
        self.seen.insert(at);
        let want = Want { kind: known.kind, realm, table: known.table };
        let mut any = self.code.any(&said.value, want);
        let value = &said.value;
        if known.kind.is_switch() && value.is_empty() && tokens.is(at + 1, "(") {
            // `AllowAnyOrigin()`
            any = Some(Any { at, how: How::Said, fallback: false, local: false, via: false });
        }
        // `callback` style methods of objects: `origin(origin, callback) { … }`.
        let on = known.kind == Kind::Credentials
            && (any.is_some()
                || value.len() <= 2
                    && value.clone().any(|at| says_true(tokens.name(at).or_else(|| tokens.content(at)))));
        let any = if known.kind == Kind::Credentials { None } else { any };
        let end = value.end.max(at + 1).min(at + 200);
        let span = tokens.span(&(at..end));
        let star = any.map_or(span.start, |any| tokens.all[any.at].span().start);
        let group = self.group(said.place, &said.owner);
        self.push(known, realm, span, group, any, star, on);
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one setting")]
    fn push(
        &mut self,
        known: Known,
        realm: Realm,
        span: Range<usize>,
        group: Group,
        any: Option<Any>,
        star: usize,
        on: bool,
    ) {
        let local = any.is_some_and(|any| any.local) || any.is_some() && self.code.guarded(span.start);
        self.found.push(Setting {
            kind: known.kind,
            realm,
            table: known.table,
            span,
            group,
            any,
            star,
            on,
            local,
            open: false,
            with_credentials: false,
        });
    }

    /// What is said at token `place` of `owner` belongs to.
    pub(super) fn group(&self, place: usize, owner: &Range<usize>) -> Group {
        /// What is longer is told apart by where it begins.
        const OWNER: usize = 200;
        let text = self.code.tokens.text;
        let text = if owner.is_empty() { b"" } else { text[self.code.tokens.span(owner)].trim_ascii_end() };
        let text = text.strip_suffix(b".").or_else(|| text.strip_suffix(b"->")).unwrap_or(text);
        Group {
            scope: self.code.tokens.parent(place),
            owner: text[..text.len().min(OWNER)].to_vec(),
            chain: if owner.is_empty() { usize::MAX - place } else { owner.start },
            section: self.code.section(place),
        }
    }
}

fn says_true(text: Option<&[u8]>) -> bool {
    text.is_some_and(|text| bare(text).eq_ignore_ascii_case(b"true"))
}

fn find_lower(text: &[u8], lower: &[u8]) -> Option<usize> {
    text.windows(lower.len()).position(|part| part.eq_ignore_ascii_case(lower))
}
