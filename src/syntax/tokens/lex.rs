//! From bytes to tokens.

use super::{Dialect, Kind, Single, Token};

/// Signs of more than one character, the longer ones first.
const MARKS: &[&[u8]] = &[
    b"===", b"!==", b"...", b"<=>", b"??=", b"||=", b"&&=", b"**=", b"==", b"!=", b"=>", b"->", b":=", b"::", b"+=",
    b"-=", b"*=", b"/=", b"|=", b"&=", b"||", b"&&", b"??", b"?.", b"?:", b"=~", b"!~", b"<=", b">=", b"<<", b"**",
    b"..", b"++", b"--",
];

/// A header's name stands bare in configuration; the sign `-` is part of it.
const BARE: &[u8] = b"access-control-allow-";

pub(super) fn lex(text: &[u8], dialect: &Dialect) -> Vec<Token> {
    let mut lexer = Lexer { text, dialect, at: 0, first: true, out: Vec::new() };
    while lexer.at < text.len() {
        lexer.step();
    }
    lexer.out
}

struct Lexer<'t> {
    text: &'t [u8],
    dialect: &'t Dialect,
    at: usize,
    /// Whether the next token is the first of its line.
    first: bool,
    out: Vec<Token>,
}

impl Lexer<'_> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let byte = rest[0];
        if byte == b'\n' {
            self.first = true;
            self.at += 1;
        } else if byte.is_ascii_whitespace() || byte == b'\\' || byte < b' ' {
            self.at += 1;
        } else if let Some(length) = self.comment(rest) {
            self.at += length;
        } else if let Some((open, length, close)) = self.quoted(rest) {
            self.push(Kind::Text, length, open, close);
        } else if is_name(byte) || byte == b'$' {
            self.word(rest);
        } else if byte.is_ascii_digit() {
            let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
            self.push(Kind::Number, length, 0, 0);
        } else {
            let length = MARKS.iter().find(|mark| rest.starts_with(mark)).map_or(1, |mark| mark.len());
            self.push(Kind::Mark, length, 0, 0);
        }
    }

    fn push(&mut self, kind: Kind, length: usize, open: usize, close: usize) {
        let (start, end) = (self.at as u32, (self.at + length) as u32);
        self.out.push(Token { kind, first: self.first, open: open as u8, close: close as u8, start, end });
        self.at += length;
        self.first = false;
    }

    fn word(&mut self, rest: &[u8]) {
        if self.dialect.bare && rest.len() >= BARE.len() && rest[..BARE.len()].eq_ignore_ascii_case(BARE) {
            let length = rest.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'-').count();
            return self.push(Kind::Text, length, 0, 0);
        }
        let length = 1 + rest[1..].iter().take_while(|b| is_name(**b) || b.is_ascii_digit() || **b == b'$').count();
        self.push(Kind::Name, length, 0, 0);
    }

    /// The length of the comment with which `rest` begins, line end excluded.
    fn comment(&self, rest: &[u8]) -> Option<usize> {
        let line = |rest: &[u8]| memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        if let Some((open, close)) = self.dialect.block
            && rest.starts_with(open.as_bytes())
        {
            let body = &rest[open.len()..];
            let end = memchr::memmem::find(body, close.as_bytes()).map_or(body.len(), |at| at + close.len());
            return Some(open.len() + end);
        }
        for mark in self.dialect.line {
            if !rest.starts_with(mark.as_bytes()) {
                continue;
            }
            let before = self.at.checked_sub(1).map_or(b'\n', |at| self.text[at]);
            let starts = match *mark {
                // `${#list}`, `a#b` in a shell and in addresses; elsewhere a `#` begins a comment wherever it stands.
                "#" if !self.dialect.indented => before.is_ascii_whitespace() || b";}(),".contains(&before),
                // `https://…` without quotes.
                "//" => before != b':',
                _ => true,
            };
            if starts {
                return Some(line(rest));
            }
        }
        None
    }

    /// Of the text with which `rest` begins: bytes before its content, its whole length, bytes behind its content.
    fn quoted(&self, rest: &[u8]) -> Option<(usize, usize, usize)> {
        let quotes = &self.dialect.quotes;
        // `r"…"`, `b'…'`, `f"""…"""`, `@"…"`, `$"…"`.
        let prefix = match rest.iter().take(3).position(|b| b"\"'`".contains(b)) {
            Some(at @ 1..=2) if rest[..at].iter().all(|b| b"rRbBuUfFsL@$".contains(b)) && !self.joined() => at,
            _ => 0,
        };
        if quotes.hashes && rest[0] == b'r' && rest.get(1) == Some(&b'#') {
            return hashed(rest);
        }
        let body = &rest[prefix..];
        let quote = *body.first()?;
        match quote {
            b'"' => {}
            // The apostrophe of `don't` begins nothing.
            b'\'' if quotes.single == Single::Text => {
                if prefix == 0 && self.joined() {
                    return None;
                }
            }
            b'\'' if quotes.single == Single::Character => return character(rest, prefix),
            b'`' if quotes.backtick => {}
            b'/' if quotes.regex && prefix == 0 && self.regex_may_stand() => {
                let length = regex(body)?;
                return Some((1, length, 1));
            }
            _ => return None,
        }
        if quotes.triple && body.starts_with(&[quote; 3]) {
            let inner = &body[3..];
            let end = memchr::memmem::find(inner, &[quote; 3]);
            let (length, close) = end.map_or((inner.len(), 0), |end| (end + 3, 3));
            return Some((prefix + 3, prefix + 3 + length, close));
        }
        let lines = quotes.lines || quote == b'`';
        let mut at = 1;
        while at < body.len() {
            match body[at] {
                b'\\' => at += 2,
                b'\n' if !lines => break,
                byte if byte == quote => return Some((prefix + 1, prefix + at + 1, 1)),
                _ => at += 1,
            }
        }
        Some((prefix + 1, (prefix + at).min(rest.len()), 0))
    }

    /// Whether a name goes on here: the `s` of `words"` is no prefix.
    fn joined(&self) -> bool {
        self.at > 0 && (is_name(self.text[self.at - 1]) || self.text[self.at - 1].is_ascii_digit())
    }

    /// Whether a value may begin here, so that `/` is no division.
    fn regex_may_stand(&self) -> bool {
        let Some(last) = self.out.last() else { return true };
        let bytes = &self.text[last.span()];
        match last.kind {
            Kind::Mark => !matches!(bytes, b")" | b"]" | b"}" | b"++" | b"--" | b"<"),
            Kind::Name => matches!(bytes, b"return" | b"typeof" | b"case" | b"in" | b"of" | b"await"),
            Kind::Text | Kind::Number => false,
        }
    }
}

/// Whether a byte may stand at a name's start: letters of other scripts, too.
const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

/// `'c'`, `'\n'`; `'a` in Rust is none.
fn character(rest: &[u8], prefix: usize) -> Option<(usize, usize, usize)> {
    /// `'\u{10ffff}'` is the longest.
    const MOST: usize = 12;
    let body = &rest[prefix + 1..];
    let escaped = usize::from(body.first() == Some(&b'\\'));
    let end = body.iter().take(MOST).skip(1 + escaped).position(|&b| b == b'\'')? + 1 + escaped;
    let plain = escaped == 1 || end <= 4 && body[..end].iter().filter(|b| **b & 0xC0 != 0x80).count() == 1;
    plain.then_some((prefix + 1, prefix + end + 2, 1))
}

/// `r#"…"#` with any number of `#`.
fn hashed(rest: &[u8]) -> Option<(usize, usize, usize)> {
    let hashes = rest[1..].iter().take_while(|&&b| b == b'#').count();
    if hashes > 16 || rest.get(1 + hashes) != Some(&b'"') {
        return None;
    }
    let open = hashes + 2;
    let mut close = vec![b'"'];
    close.resize(1 + hashes, b'#');
    let end = memchr::memmem::find(&rest[open..], &close);
    Some(end.map_or((open, rest.len(), 0), |end| (open, open + end + close.len(), close.len())))
}

/// The length of a regular expression without its flags; it ends in its line.
fn regex(body: &[u8]) -> Option<usize> {
    /// Longer ones are none: in code of one line each division would be read to the end.
    const MOST: usize = 2000;
    let body = &body[..body.len().min(MOST)];
    let mut class = false;
    let mut at = 1;
    while at < body.len() {
        match body[at] {
            b'\n' => return None,
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}
