//! Settings in files of lines: dotenv, YAML and its templates, TOML, properties, INI, and the shell's assignments.
//!
//! Such files are read line by line, by indentation and by dashes, because many of them are templates that no reader
//! of the whole would take. What stands above a key is what it is a part of.

use std::ops::Range;

use super::names::{Kind, Realm, Tables, split};
use super::setting::{Group, Setting};
use super::text::{How, any_in_text, bare, bare_range};
use super::value::Any;

/// The longest line that is read.
const LONGEST: usize = 8 << 10;

/// Sections of this reader are told from those of tokens.
const SECTIONS: usize = 1 << 32;

/// Whether a file is one of lines.
pub(super) fn reads(path: &[u8]) -> bool {
    let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path).to_ascii_lowercase();
    const ENDINGS: &[&str] = &[
        ".yaml",
        ".yml",
        ".toml",
        ".properties",
        ".ini",
        ".cfg",
        ".conf",
        ".env",
        ".sh",
        ".bash",
        ".tpl",
        ".tmpl",
        ".template",
        ".j2",
    ];
    const NAMES: &[&str] = &["dockerfile", "containerfile", "procfile"];
    ENDINGS.iter().any(|ending| name.ends_with(ending.as_bytes()))
        || NAMES.iter().any(|known| name.starts_with(known.as_bytes()))
        || name.starts_with(b".env")
        || name.starts_with(b"env.")
}

/// A key that is open: what stands deeper belongs to it.
struct Open {
    indent: usize,
    key: Range<usize>,
    /// Where it stands, and which of the elements of a list it belongs to.
    id: usize,
}

struct Lines<'l> {
    text: &'l [u8],
    tables: &'static Tables,
    stack: Vec<Open>,
    /// Names given as values: `name: CORS_ORIGINS`, each with its depth.
    named: Option<(usize, usize, Range<usize>)>,
    section: usize,
    found: &'l mut Vec<Setting>,
    /// A service whose ingress answers browsers: its line, and whether origins were named for it.
    enabled: Option<(Range<usize>, Group)>,
}

/// Appends the settings of a text.
pub(super) fn read(text: &[u8], tables: &'static Tables, found: &mut Vec<Setting>) {
    let mut lines = Lines { text, tables, stack: Vec::new(), named: None, section: SECTIONS, found, enabled: None };
    let mut at = 0;
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end);
        if end - at <= LONGEST {
            lines.line(at..end);
        }
        at = end + 1;
    }
    lines.close();
}

impl Lines<'_> {
    fn line(&mut self, range: Range<usize>) {
        let line = &self.text[range.clone()];
        let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let mut at = range.start + indent;
        let rest = self.text[at..range.end].trim_ascii_end();
        if rest.is_empty() || rest[0] == b'#' || rest[0] == b';' || rest.starts_with(b"{{") || rest.starts_with(b"//") {
            return;
        }
        if rest.starts_with(b"---") {
            self.close();
            self.stack.clear();
            self.section += 1;
            return;
        }
        // `[section]` of TOML and INI.
        if indent == 0 && rest[0] == b'[' && rest.ends_with(b"]") {
            self.stack.clear();
            self.stack.push(Open { indent: 0, key: at..at + rest.len(), id: at });
            self.section += 1;
            return;
        }
        let mut depth = indent;
        let mut dashes = 0;
        while self.text[at..range.end].starts_with(b"- ") {
            let blanks = self.text[at + 1..range.end].iter().take_while(|byte| **byte == b' ').count();
            at += 1 + blanks;
            depth = at - range.start;
            dashes += 1;
        }
        for word in [&b"export "[..], b"ENV ", b"ARG ", b"Environment=", b"declare -x "] {
            if self.text[at..range.end].starts_with(word) {
                at += word.len();
            }
        }
        let end = range.start + line.trim_ascii_end().len();
        let at = at.min(end);
        let ini = self.stack.first().is_some_and(|open| self.text.get(open.key.start) == Some(&b'['));
        let floor = usize::from(ini && indent == 0);
        // A list may stand no deeper than its key.
        let limit = if dashes > 0 { indent + 1 } else { indent };
        while self.stack.len() > floor
            && self.stack.last().is_some_and(|open| open.indent >= limit.max(1) || open.indent >= limit && dashes == 0)
        {
            self.stack.pop();
        }
        match key(self.text, at..end) {
            Some((key, value)) => self.pair(depth, dashes > 0, key, value),
            None => self.element(at..end),
        }
    }

    fn pair(&mut self, depth: usize, first: bool, key: Range<usize>, value: Range<usize>) {
        let value = comment_off(self.text, value);
        if first {
            // A new element of a list: what was named belongs to another.
            self.named = None;
            let id = key.start;
            self.stack.push(Open { indent: depth - 1, key: key.start..key.start, id });
        }
        let word = self.text[key.clone()].to_ascii_lowercase();
        if word == b"name" || word == b"key" {
            self.named = Some((self.stack.len(), depth, value.clone()));
        }
        let named = self
            .named
            .clone()
            .filter(|(level, _, _)| *level == self.stack.len() && matches!(word.as_slice(), b"value" | b"default"));
        let said = named.map_or_else(|| key.clone(), |(_, _, name)| bare_range(self.text, name));
        self.setting(&said, key.start, value.clone());
        if value.is_empty() || matches!(&self.text[value], b"|" | b">" | b"|-" | b">-") {
            self.stack.push(Open { indent: depth, key, id: said.start });
        }
    }

    /// An element of a list: `- "*"` below a key, or `- CORS_ORIGINS=*`.
    fn element(&mut self, range: Range<usize>) {
        let value = bare_range(self.text, comment_off(self.text, range));
        let text = &self.text[value.clone()];
        if let Some(equals) = memchr::memchr(b'=', text)
            && text[..equals].iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(byte))
        {
            let key = value.start..value.start + equals;
            return self.setting(&key, value.start, value.start + equals + 1..value.end);
        }
        let Some(open) = self.stack.pop() else { return };
        let (key, id) = (open.key.clone(), open.id);
        let start = key.start;
        if !key.is_empty() {
            self.setting(&key, value.start.max(start), value);
        }
        self.stack.push(Open { id, ..open });
    }

    /// A key with its value, if it is a setting.
    fn setting(&mut self, key: &Range<usize>, start: usize, value: Range<usize>) {
        let name = bare(&self.text[key.clone()]);
        let mut above = Vec::new();
        for open in self.nearest() {
            split(&self.text[open.key.clone()], &mut above);
        }
        let known = self.tables.words(name, &above);
        let group = self.group(name, start);
        if name.ends_with(b"/enable-cors") && bare(&self.text[value.clone()]) == b"true" {
            self.enabled = Some((start..value.end, group.clone()));
        }
        let Some(known) = known else { return };
        let text = &self.text[value.clone()];
        if known.kind.topic() == super::names::Topic::Origin {
            self.enabled = self.enabled.take().filter(|(_, other)| !other.is(&group));
        }
        if text.is_empty() {
            return;
        }
        let yes = matches!(bare(text).to_ascii_lowercase().as_slice(), b"true" | b"yes" | b"1" | b"on");
        let any = if known.kind.is_switch() {
            yes.then_some((How::Said, false))
        } else {
            any_in_text(bare(bare(text)), known.kind.topic(), Realm::Words)
        };
        let any = any.filter(|_| known.kind != Kind::Credentials);
        let any = any.map(|(how, fallback)| Any { at: 0, how, fallback, local: false, via: false });
        let inner = bare_range(self.text, value.clone());
        let quoted = inner.start.saturating_sub(usize::from(inner.start > value.start));
        self.found.push(Setting {
            kind: known.kind,
            realm: Realm::Words,
            table: known.table,
            span: if start < value.start { start..value.end } else { value.clone() },
            group,
            any,
            star: quoted,
            on: known.kind == Kind::Credentials && yes,
            local: false,
            open: false,
            with_credentials: false,
        });
    }

    /// The keys above that count: nothing is nested deeper but by intent.
    fn nearest(&self) -> &[Open] {
        const LEVELS: usize = 16;
        &self.stack[self.stack.len().saturating_sub(LEVELS)..]
    }

    /// What a key belongs to: the keys above it, and its own path but for the last part.
    fn group(&self, name: &[u8], start: usize) -> Group {
        let mut owner = Vec::new();
        for open in self.nearest() {
            owner.extend_from_slice(&open.id.to_le_bytes());
        }
        // Of `a.cors.allowed-origins` the path, of `nginx.ingress.kubernetes.io/cors-allow-origin` what is before the slash.
        let dot = name.iter().rposition(|byte| matches!(byte, b'.' | b'/')).unwrap_or(0);
        owner.extend_from_slice(&name[..dot]);
        Group { scope: None, owner, chain: usize::MAX - start, section: self.section }
    }

    /// Ends a document.
    fn close(&mut self) {
        let Some((span, group)) = self.enabled.take() else { return };
        let Some(known) = self.tables.words(b"cors-allow-origin", &[]) else { return };
        self.found.push(Setting {
            kind: Kind::AnyOrigin,
            realm: Realm::Words,
            table: known.table,
            star: span.start,
            span,
            group,
            any: Some(Any { at: 0, how: How::Said, fallback: false, local: false, via: false }),
            on: false,
            local: false,
            open: true,
            with_credentials: false,
        });
    }
}

/// The key of a line and its value: `key: value`, `key = value`, `key=value`, `"key": value`.
fn key(text: &[u8], range: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let line = &text[range.clone()];
    let (start, length, behind) = match line.first()? {
        quote @ (b'"' | b'\'') => {
            let length = line[1..].iter().position(|byte| byte == quote)?;
            (1, length, length + 2)
        }
        _ => {
            let length =
                line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.-/[]*+${}".contains(byte)).count();
            (0, length, length)
        }
    };
    let rest = &line[behind..];
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let sign = rest.get(blanks)?;
    let value = match sign {
        b':' if rest.get(blanks + 1) == Some(&b'=') => blanks + 2,
        b':' | b'=' => blanks + 1,
        _ => return None,
    };
    let from = range.start + behind + value;
    let trimmed = text[from..range.end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let key = range.start + start..range.start + start + length;
    (length > 0).then_some((key, (from + trimmed).min(range.end)..range.end))
}

/// A value without the comment behind it and the comma of a list.
fn comment_off(text: &[u8], range: Range<usize>) -> Range<usize> {
    let value = &text[range.clone()];
    let quote = value.first().copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let from = quote.and_then(|quote| value[1..].iter().position(|byte| *byte == quote)).map_or(0, |at| at + 2);
    let comment = (from..value.len()).find(|&at| value[at] == b'#' && (at == 0 || value[at - 1].is_ascii_whitespace()));
    let end = comment.unwrap_or(value.len());
    let value = value[..end].trim_ascii_end();
    let value = value.strip_suffix(b",").unwrap_or(value);
    range.start..range.start + value.len()
}
