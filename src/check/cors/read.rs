//! Finds the settings in the tokens of a file.

use std::collections::HashSet;
use std::ops::Range;

use super::names::{Kind, Known, Realm, Topic, split};
use super::setting::{Group, Setting};
use super::text::{How, any_in_text, bare, parted};
use super::value::{Any, Code, Want, is_asking, is_local};
use crate::syntax::tokens::Kind as Token;

/// Words of calls that tell nobody anything: they ask, or expect.
const EXPECTING: &[&str] = &[
    "get", "expect", "assert", "should", "equal", "equals", "eq", "contain", "contains", "match", "matches", "have",
    "has", "remove", "delete", "del", "unset", "test", "check", "verify", "log", "is", "string", "exists", "be",
    "refute", "require", "ensure", "validate", "warn", "error", "info", "debug", "clear", "drop", "missing", "no",
    "not",
];

/// Reads one file.
pub(super) struct Reader<'c, 't> {
    pub(super) code: &'c Code<'t>,
    pub(super) active: &'c [bool],
    /// Whether another reader takes the settings of the file that stand on lines of their own.
    by_line: bool,
    pub(super) found: Vec<Setting>,
    /// Tokens that are names of settings already.
    pub(super) seen: HashSet<usize>,
    /// For each token, how many functions without brackets began before it.
    sections: Vec<u32>,
}

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

impl<'c, 't> Reader<'c, 't> {
    pub(super) fn new(code: &'c Code<'t>, active: &'c [bool], by_line: bool) -> Self {
        let tokens = &code.tokens;
        let mut count = 0;
        let sections = (0..tokens.len())
            .map(|at| {
                let begins = tokens.first(at)
                    && matches!(
                        tokens.name(at),
                        Some(b"def" | b"class" | b"async" | b"sub" | b"function" | b"server" | b"location")
                    );
                count += u32::from(begins);
                count
            })
            .collect();
        Self { code, active, by_line, found: Vec::new(), seen: HashSet::new(), sections }
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
            if let Some(said) = self.said(at, true) {
                self.take(at, known, Realm::Setting, &said);
            }
            return;
        }
        if let Some(known) = self.code.tables.header(name) {
            if let Some(said) = self.said(at, true) {
                self.take(at, known, Realm::Header, &said);
            }
            return;
        }
        if on_line {
            return;
        }
        if let Some(known) = self.code.tables.words(name, &self.above(at, name)) {
            let said = self.tagged(at).or_else(|| self.otherwise(at)).or_else(|| self.said(at, false));
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
            let said = self.said(at, true).or_else(|| self.beside(at));
            if let Some(said) = said {
                self.take(at, known, Realm::Header, &said);
            }
            return;
        }
        if self.by_line && tokens.parent(at).is_none() {
            return self.whole_header(at, content);
        }
        if let Some(known) = self.framework(name)
            && let Some(said) = self.said(at, false)
        {
            return self.take(at, known, Realm::Setting, &said);
        }
        self.whole_header(at, content);
        self.variable(at, content);
        if let Some(known) = self.code.tables.words(name, &self.above(at, name))
            && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-./:".contains(byte))
        {
            let said = self.said(at, false).or_else(|| self.beside(at)).or_else(|| self.looked_up(at));
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
                let mut key = open.wrapping_sub(1);
                if tokens.any(key, &[":", "=", "=>"]) {
                    key = key.wrapping_sub(1);
                }
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

    /// The value of the name or text at `at`, in any of the forms in which one is given. With `calls` also as the
    /// argument of a call.
    pub(super) fn said(&self, at: usize, calls: bool) -> Option<Said> {
        let tokens = &self.code.tokens;
        let start = self.code.path_start(at);
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
            let owner = if tokens.name(of).is_some() { self.code.path_start(of)..before } else { before..before };
            return Some(Said { value: self.code.value(at + 3), owner, place: before });
        }
        if tokens.any(next, &["=", ":=", "=>", "+="]) {
            // `x => …` is a function of one argument, unless a name of a text stands there.
            if tokens.is(next, "=>") && !is_text {
                return None;
            }
            return Some(Said { value: self.code.value(at + 2), owner, place: at });
        }
        if tokens.is(next, ":") {
            if let Some(value) = self.code.typed(next) {
                return Some(Said { value: self.code.value(value), owner, place: at });
            }
            // A statement of an indented language ends there, as `if origins:` does.
            let open = tokens.parent(at);
            let key = !self.code.dialect.indented || open.is_some_and(|open| tokens.is(open, "{"));
            let ternary = tokens.is(before, "?");
            return (key && !ternary && !tokens.first(at + 2) || key && open.is_some() && !ternary).then(|| Said {
                value: self.code.value(at + 2),
                owner,
                place: at,
            });
        }
        if tokens.name(next) == Some(b"to") && is_text {
            return Some(Said { value: self.code.value(at + 2), owner, place: at });
        }
        // `add_header Access-Control-Allow-Origin *;`, `Access-Control-Allow-Origin "*"`, `origins '*'`.
        let bare_header = is_text && (self.code.dialect.bare || tokens.all[at].open == 0);
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
        let header = self.code.tables.header(bare(tokens.content(at).or_else(|| tokens.name(at))?)).is_some();
        if tokens.is(next, ",") && header {
            let open = tokens.parent(at)?;
            if tokens.is(open, "(") && self.expects(open) {
                return None;
            }
            let value = self.code.value(at + 2);
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
    fn line(&self, start: usize) -> Range<usize> {
        let tokens = &self.code.tokens;
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
        let tokens = &self.code.tokens;
        let mut at = self.code.path_start(at);
        for _ in 0..LINKS {
            if !tokens.any(at.wrapping_sub(1), &[".", "?.", "::", "->"]) || at < 2 {
                break;
            }
            let Some(open) = tokens.mate(at - 2).filter(|&open| open < at) else { break };
            let called = open.wrapping_sub(1);
            if tokens.name(called).is_none() {
                break;
            }
            at = self.code.path_start(called);
        }
        at
    }

    /// Whether the call whose bracket is `open` only asks, or expects.
    fn expects(&self, open: usize) -> bool {
        let tokens = &self.code.tokens;
        let Some(name) = tokens.name(open.wrapping_sub(1)) else { return false };
        let mut words = Vec::new();
        split(name, &mut words);
        words.iter().any(|word| EXPECTING.contains(&word.as_str())) || is_asking(name)
    }

    /// `{ key: 'Access-Control-Allow-Origin', value: '*' }`: the value beside a name that is itself a value.
    fn beside(&self, at: usize) -> Option<Said> {
        /// An object of that form has few entries.
        const ENTRIES: usize = 60;
        let tokens = &self.code.tokens;
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
        let range = self.code.value(value + 2);
        // Markup has neither commas nor line ends: only the text itself.
        let range = if open.is_none() { range.start..range.end.min(range.start + 1) } else { range };
        // Several such objects make one list: they belong together by what is around them.
        Some(Said { place: open.unwrap_or(at), ..Said::plain(at, range) })
    }

    /// `getenv("CORS_ORIGINS", "*")`, `add_argument("--cors-origins", default="*")`: the value where nothing is set.
    fn looked_up(&self, at: usize) -> Option<Said> {
        let tokens = &self.code.tokens;
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
        let value = self.code.value(default.map_or(at + 2, |default| default + 2));
        Some(Said { place: open, ..Said::plain(at, value) })
    }

    /// `CORS_ORIGINS || "*"`, `settings.cors_origins or "*"`.
    fn otherwise(&self, at: usize) -> Option<Said> {
        let tokens = &self.code.tokens;
        let mut next = at + 1;
        if tokens.is(next, "]") {
            next += 1;
        }
        let or = tokens.any(next, &["||", "??", "?:"]) || tokens.name(next) == Some(b"or");
        (or && tokens.content(next + 1).is_some()).then(|| Said::plain(at, next + 1..next + 2))
    }

    /// A field of Go with a default in its tag: ``AllowedOrigins []string `envDefault:"*"` ``.
    fn tagged(&self, at: usize) -> Option<Said> {
        let tokens = &self.code.tokens;
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
        if open.is_some_and(|open| self.expects(open)) {
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
        let local = any.is_some_and(|any| any.local) || any.is_some() && self.guarded(span.start);
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
        let text = self.code.tokens.text;
        let text = if owner.is_empty() { b"" } else { text[self.code.tokens.span(owner)].trim_ascii_end() };
        let text = text.strip_suffix(b".").or_else(|| text.strip_suffix(b"->")).unwrap_or(text);
        Group {
            scope: self.code.tokens.parent(place),
            owner: text.to_vec(),
            chain: if owner.is_empty() { usize::MAX - place } else { owner.start },
            section: self.sections.get(place).copied().unwrap_or(0) as usize,
        }
    }

    /// Whether what is around the byte `at` is for development only.
    pub(super) fn guarded(&self, at: usize) -> bool {
        /// A guard stands near.
        const LINES: usize = 60;
        let text = self.code.tokens.text;
        let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |at| at + 1);
        let mut indent = text[start..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let guards = |line: &[u8]| {
            let trimmed = line.trim_ascii_start();
            let conditional =
                [&b"if"[..], b"elif", b"when", b"unless", b"@Profile", b"} else if", b"{{- if", b"{{ if", b"{% if"]
                    .iter()
                    .any(|word| trimmed.starts_with(word));
            conditional && is_local(&line[..line.len().min(200)])
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
}

fn says_true(text: Option<&[u8]>) -> bool {
    text.is_some_and(|text| bare(text).eq_ignore_ascii_case(b"true"))
}

fn find_lower(text: &[u8], lower: &[u8]) -> Option<usize> {
    text.windows(lower.len()).position(|part| part.eq_ignore_ascii_case(lower))
}
