//! The body of a key between its two lines, however it is carried: in lines, in one line, indented, with `\n` or `%0A` for
//! line breaks, as pieces of source code that are joined, behind marks of comments and quotes.

use std::ops::Range;

/// The most bytes from a key's first line on that are looked at: what a window of a large file shows behind its own part.
pub(super) const REACH: usize = 16 * 1024;

/// The most bytes between two pieces of a body that code joins.
const BETWEEN: usize = 120;

/// The letters of a body, and where they stand.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The letters of base64, without anything that carries them and without padding.
    pub(super) letters: Vec<u8>,
    /// From the first letter to behind the last, padding included.
    pub(super) span: Range<usize>,
    /// The longest stretch of letters with nothing in between.
    pub(super) longest: usize,
    /// Whether the key's last line follows.
    pub(super) ended: bool,
}

/// A place in a key's text.
pub(super) struct Walk<'t> {
    text: &'t [u8],
    at: usize,
    until: usize,
    /// The quote that stands before the key, if one does: then what lies between pieces in quotes is code.
    quote: Option<u8>,
    /// Whether the place is inside of such a piece.
    inside: bool,
    /// Whether only blanks stand before the place on its line.
    fresh: bool,
    /// Whether every line of a diff begins with `+`.
    diff: bool,
}

/// What comes next.
enum Next {
    /// A letter of base64, or padding.
    Letter(u8),
    /// Something that carries a body.
    Filler,
    /// The last line.
    End,
    /// Something that no body holds.
    Foreign,
}

impl<'t> Walk<'t> {
    /// A walk that begins at `at`, behind a key's first line, which begins at `start`.
    #[must_use]
    pub(super) fn new(text: &'t [u8], start: usize, at: usize) -> Self {
        let before = start.checked_sub(1).map(|at| text[at]);
        let quote = before.filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        // In a diff the key's own line has its mark too.
        let diff = before == Some(b'+') && (start < 2 || text[start - 2] == b'\n');
        Self { text, at, until: text.len().min(start + REACH), quote, inside: true, fresh: false, diff }
    }

    /// Reads the lines `Name: value` that may stand before a body; calls `seen` with each. Up to 12 of 400 bytes.
    pub(super) fn headers(&mut self, seen: &mut dyn FnMut(&[u8], &[u8])) {
        for _ in 0..12 {
            let (at, inside, fresh) = (self.at, self.inside, self.fresh);
            let mut probe = Self { at, inside, fresh, ..*self };
            let begin = loop {
                let begin = probe.at;
                match probe.next() {
                    Next::Filler => {}
                    Next::Letter(_) => break begin,
                    Next::End | Next::Foreign => return,
                }
            };
            let rest = &self.text[begin..self.until];
            let name = rest.iter().take(30).take_while(|&&b| b.is_ascii_alphabetic() || b == b'-').count();
            if name < 3 || !rest[name..].starts_with(b": ") {
                return;
            }
            let value = &rest[name + 2..];
            let end = |&byte: &u8| matches!(byte, b'\n' | b'\r' | b'\\') || Some(byte) == self.quote;
            let Some(length) = value.iter().take(400).position(end) else { return };
            seen(&rest[..name], &value[..length]);
            (self.at, self.inside, self.fresh) = (begin + name + 2 + length, probe.inside, false);
        }
    }

    /// Reads on to the key's last line, or to what cannot be part of a body.
    #[must_use]
    pub(super) fn body(mut self) -> Body {
        let mut body = Body::default();
        let (mut run, mut padding) = (0, 0);
        loop {
            let at = self.at;
            match self.next() {
                Next::Letter(b'=') if body.letters.is_empty() => return body,
                Next::Letter(b'=') => {
                    padding += 1;
                    body.span.end = self.at;
                    // More than two: no base64.
                    if padding > 2 {
                        return body;
                    }
                }
                // Behind the padding nothing comes but the last line.
                Next::Letter(_) if padding > 0 => return body,
                Next::Letter(letter) => {
                    if body.letters.is_empty() {
                        body.span.start = at;
                    }
                    body.letters.push(letter);
                    body.span.end = self.at;
                    run = if at + 1 == self.at { run + 1 } else { 1 };
                    body.longest = body.longest.max(run);
                }
                Next::Filler => run = 0,
                Next::End => {
                    body.ended = true;
                    return body;
                }
                Next::Foreign => return body,
            }
        }
    }

    fn rest(&self) -> &'t [u8] {
        &self.text[self.at.min(self.until)..self.until]
    }

    fn skip(&mut self, count: usize) -> Next {
        self.at += count;
        Next::Filler
    }

    fn next(&mut self) -> Next {
        let rest = self.rest();
        let Some(&byte) = rest.first() else { return Next::Foreign };
        if !self.inside {
            return self.between();
        }
        let fresh = self.fresh;
        self.fresh = matches!(byte, b'\n' | b'\r') || fresh && matches!(byte, b' ' | b'\t');
        match byte {
            // A comment's mark, which base64 has no blank behind.
            b'/' if fresh && rest.starts_with(b"// ") => self.skip(3),
            b'+' if fresh && self.diff || is_operator(self.text, self.at) => self.skip(1),
            b'=' if fresh => self.armour_checksum(),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => {
                self.at += 1;
                Next::Letter(byte)
            }
            b'-' if rest.starts_with(b"-----END") || rest.starts_with(b"---- END") => Next::End,
            b'-' | b'#' | b'>' | b'|' | b'*' | b';' if fresh && matches!(rest.get(1), Some(b' ' | b'\t')) => {
                self.fresh = true;
                self.skip(1)
            }
            b'\\' => {
                self.fresh = true;
                let length = escape(rest);
                self.skip(length)
            }
            _ if Some(byte) == self.quote => {
                self.inside = false;
                self.skip(1)
            }
            b' ' | b'\n' | b'\r' | b'\t' | b'"' | b'\'' | b'`' | b',' | b';' => self.skip(1),
            b'.' if is_operator(self.text, self.at) => self.skip(1),
            b'%' => self.percent(),
            b'&' => match rest.iter().take(8).position(|&byte| byte == b';') {
                Some(length) if rest[1] == b'#' || rest.starts_with(b"&quot;") => {
                    self.fresh = true;
                    self.skip(length + 1)
                }
                _ => Next::Foreign,
            },
            b'<' if rest.len() > 3 && rest[1..3].eq_ignore_ascii_case(b"br") => {
                match rest.iter().take(8).position(|&byte| byte == b'>') {
                    Some(length) => self.skip(length + 1),
                    None => Next::Foreign,
                }
            }
            _ => Next::Foreign,
        }
    }

    /// What lies between two pieces in quotes: an operator, a function's name, a new line's number.
    fn between(&mut self) -> Next {
        let rest = self.rest();
        let most = rest.len().min(BETWEEN);
        let quote = rest[..most].iter().position(|&byte| Some(byte) == self.quote || byte == b'{' || byte == b'}');
        match quote {
            Some(length) if Some(rest[length]) == self.quote => {
                self.inside = true;
                // A piece begins a line.
                self.fresh = true;
                self.skip(length + 1)
            }
            _ => Next::Foreign,
        }
    }

    /// `%0A`, `%2B` and the like, as addresses carry a body.
    fn percent(&mut self) -> Next {
        let digit = |at: usize| self.rest().get(at).and_then(|&byte| char::from(byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(1), digit(2)) else { return Next::Foreign };
        self.at += 3;
        match (high * 16 + low) as u8 {
            letter @ (b'+' | b'/' | b'=') => Next::Letter(letter),
            b'\n' | b'\r' | b' ' | b'"' => Next::Filler,
            _ => Next::Foreign,
        }
    }

    /// The checksum in the last line of an OpenPGP body: `=` and four letters.
    fn armour_checksum(&mut self) -> Next {
        let rest = self.rest();
        let letters = rest[1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
        match letters.take(5).count() {
            // Padding that was broken into a line of its own.
            0 => {
                self.at += 1;
                Next::Letter(b'=')
            }
            // Where `\n` is written out, its letter comes behind a backslash, so four they are.
            4 => self.skip(5),
            _ => Next::Foreign,
        }
    }
}

/// How long an escape is that carries a body: backslashes, and what belongs to them.
fn escape(rest: &[u8]) -> usize {
    let slashes = rest.iter().take_while(|&&byte| byte == b'\\').count();
    let behind = &rest[slashes..];
    let more = match behind {
        [b'n' | b'r' | b't', ..] => 1,
        [b'u', b'0', b'0', b'0', b'a' | b'A' | b'd' | b'D', ..] => 5,
        [b'x', b'0', b'a' | b'A' | b'd' | b'D', ..] => 3,
        _ => 0,
    };
    slashes + more
}

/// Whether a `+` or `.` joins two pieces of code: on neither side of it stands a letter.
fn is_operator(text: &[u8], at: usize) -> bool {
    let apart =
        |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b'`'));
    apart(at.checked_sub(1).and_then(|before| text.get(before))) && apart(text.get(at + 1))
}
