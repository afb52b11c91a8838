//! JSON as people write it: with comments, trailing commas, single quotes and keys without quotes, and with mistakes.
//!
//! No recursion: nesting is a list of what is open, so 10,000 brackets are no more than 10,000 entries in it.

use std::borrow::Cow;
use std::ops::Range;

use super::entry::problem;
use super::{Entry, Problem, Quote, Step, Visit};

/// How deep values may nest and still be handed out.
pub const DEPTH: usize = 128;

/// Reads `text`: hands every string, number and word that is a value to `visit` in order, and gives what could not be
/// read. Several values one behind the other (JSON lines) are read as one after the other.
pub fn read<'t>(text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
    let mut reader = Reader { text, path: Vec::new(), keys: Vec::new(), open: Vec::new(), problems: Vec::new() };
    let mut at = 0;
    while let Some(token) = next(text, &mut at, &mut reader.problems) {
        reader.take(token, &mut at, visit);
    }
    if !reader.open.is_empty() {
        reader.wrong(text.len()..text.len(), "a bracket is not closed");
    }
    reader.problems
}

/// A piece of the text.
enum Token<'t> {
    Open(bool, usize),
    Close(bool, usize),
    Colon(usize),
    Comma,
    /// A string without its quotes, or a word.
    Scalar(Range<usize>, Cow<'t, str>, Quote),
}

/// An object or list that is not closed yet.
struct Open {
    object: bool,
    /// Of an object: whether a value comes next.
    value: bool,
    /// Of a list: the next element's number.
    index: usize,
}

struct Reader<'t> {
    text: &'t str,
    /// The way to what comes next; of an object that waits for a key, to the object.
    path: Vec<Step<'t>>,
    /// The places of the keys on the way, an entry for each step of `path`.
    keys: Vec<Range<usize>>,
    open: Vec<Open>,
    problems: Vec<Problem>,
}

impl<'t> Reader<'t> {
    fn wrong(&mut self, span: Range<usize>, message: &'static str) {
        problem(&mut self.problems, span, message);
    }

    fn take(&mut self, token: Token<'t>, at: &mut usize, visit: &mut Visit<'_, 't>) {
        match token {
            Token::Open(object, place) => {
                self.begin(place);
                if self.open.len() == DEPTH {
                    self.wrong(place..place + 1, "nested too deep to be looked at");
                }
                self.open.push(Open { object, value: false, index: 0 });
            }
            Token::Close(object, place) => self.close(object, place),
            Token::Colon(place) => match self.open.last_mut() {
                Some(open) if open.object && open.value => {}
                _ => self.wrong(place..place + 1, "a colon without a key"),
            },
            Token::Comma => self.end_value(),
            Token::Scalar(span, text, quote) => self.scalar(span, text, quote, at, visit),
        }
    }

    fn scalar(
        &mut self,
        span: Range<usize>,
        text: Cow<'t, str>,
        quote: Quote,
        at: &mut usize,
        visit: &mut Visit<'_, 't>,
    ) {
        if self.open.last().is_some_and(|open| open.object) {
            // What a colon follows is a key, even where the comma before it is missing.
            let mut behind = *at;
            if matches!(next(self.text, &mut behind, &mut self.problems), Some(Token::Colon(_))) {
                *at = behind;
                self.end_value();
                if let Some(open) = self.open.last_mut() {
                    open.value = true;
                }
                self.path.push(Step::Key(text));
                self.keys.push(span);
                return;
            }
            if !self.open.last().is_some_and(|open| open.value) {
                self.wrong(span, "a key without a value");
                return;
            }
        }
        self.begin(span.start);
        if self.open.len() <= DEPTH {
            let key = self.keys.iter().rev().find(|key| !key.is_empty()).cloned().unwrap_or(span.start..span.start);
            visit(&Entry { path: &self.path, key, value: span, text, quote, commented: false });
        }
        if self.open.last().is_some_and(|open| open.object) {
            self.end_value();
        }
    }

    /// A value begins: an element of a list gets its number.
    fn begin(&mut self, place: usize) {
        match self.open.last_mut() {
            Some(open) if !open.object => {
                // The last element ends here if no comma said so.
                if open.value {
                    self.path.pop();
                    self.keys.pop();
                    open.index += 1;
                }
                open.value = true;
                self.path.push(Step::Index(open.index));
                self.keys.push(place..place);
            }
            Some(open) if !open.value => {
                open.value = true;
                self.path.push(Step::Key(Cow::Borrowed("")));
                self.keys.push(place..place);
                self.wrong(place..place + 1, "a value without a key");
            }
            _ => {}
        }
    }

    /// A value ends.
    fn end_value(&mut self) {
        if let Some(open) = self.open.last_mut()
            && std::mem::take(&mut open.value)
        {
            open.index += 1;
            self.path.pop();
            self.keys.pop();
        }
    }

    fn close(&mut self, object: bool, place: usize) {
        let Some(back) = self.open.iter().rev().position(|open| open.object == object) else {
            return self.wrong(place..place + 1, "a bracket that was not opened");
        };
        if back > 0 {
            self.wrong(place..place + 1, "another bracket stands open");
        }
        for _ in 0..=back {
            self.end_value();
            self.open.pop();
        }
        // What was closed was itself a value; of an object the key goes with it.
        if self.open.last().is_some_and(|open| open.object) {
            self.end_value();
        }
    }
}

/// The next token from `at` on.
fn next<'t>(text: &'t str, at: &mut usize, problems: &mut Vec<Problem>) -> Option<Token<'t>> {
    let bytes = text.as_bytes();
    loop {
        let start = *at;
        let &byte = bytes.get(start)?;
        *at += 1;
        return Some(match byte {
            b'{' | b'[' => Token::Open(byte == b'{', start),
            b'}' | b']' => Token::Close(byte == b'}', start),
            b':' => Token::Colon(start),
            b',' => Token::Comma,
            b'"' | b'\'' => {
                let (span, closed) = string(bytes, start);
                *at = span.end + usize::from(closed);
                if !closed {
                    problem(problems, start..start + 1, "the quote is not closed");
                }
                let quote = if byte == b'"' { Quote::Double } else { Quote::Single };
                Token::Scalar(span.clone(), decoded(&text[span]), quote)
            }
            b'/' if matches!(bytes.get(*at), Some(b'/')) => {
                *at = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
                continue;
            }
            b'/' if matches!(bytes.get(*at), Some(b'*')) => {
                *at = memchr::memmem::find(&bytes[start + 2..], b"*/").map_or(bytes.len(), |end| start + end + 4);
                continue;
            }
            b'#' => {
                *at = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
                continue;
            }
            _ if byte.is_ascii_whitespace() => continue,
            _ => {
                let length = bytes[start..].iter().take_while(|&&byte| is_word(byte)).count().max(1);
                let mut end = start + length;
                while !text.is_char_boundary(end) {
                    end += 1;
                }
                *at = end;
                Token::Scalar(start..end, Cow::Borrowed(&text[start..end]), Quote::None)
            }
        });
    }
}

const fn is_word(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && !matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',' | b'"' | b'\'' | b'#')
}

/// What stands between the quote at `start` and the one that closes it, or its line's end, and whether one did.
fn string(bytes: &[u8], start: usize) -> (Range<usize>, bool) {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(|&next| next != b'\n') => at += 2,
            b'\n' => break,
            _ if byte == bytes[start] => return (start + 1..at, true),
            _ => at += 1,
        }
    }
    let end = at.min(bytes.len());
    (start + 1..end - usize::from(end > start + 1 && bytes[end - 1] == b'\r'), false)
}

/// A string with its escapes undone; those that mean nothing stay.
pub(super) fn decoded(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(next) = rest.chars().next() else {
            text.push('\\');
            break;
        };
        let behind = &rest[next.len_utf8()..];
        rest = match next {
            'n' => said(&mut text, '\n', behind),
            'r' => said(&mut text, '\r', behind),
            't' => said(&mut text, '\t', behind),
            'b' => said(&mut text, '\u{8}', behind),
            'f' => said(&mut text, '\u{c}', behind),
            'u' => match unicode(behind) {
                Some((c, taken)) => said(&mut text, c, &behind[taken..]),
                None => {
                    text.push('\\');
                    rest
                }
            },
            _ => said(&mut text, next, behind),
        };
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn said<'t>(text: &mut String, c: char, rest: &'t str) -> &'t str {
    text.push(c);
    rest
}

/// The character of four hexadecimal digits, or of two such halves, and how many bytes they take.
pub(super) fn unicode(text: &str) -> Option<(char, usize)> {
    let four = |text: &str| text.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let high = four(text)?;
    if let Some(c) = char::from_u32(high) {
        return Some((c, 4));
    }
    let low = text.get(4..).and_then(|rest| rest.strip_prefix("\\u")).and_then(four)?;
    let pair = 0x10000 + ((high & 0x3FF) << 10) + (low & 0x3FF);
    (0xD800..0xDC00).contains(&high).then(|| char::from_u32(pair)).flatten().map(|c| (c, 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tests::listed;

    #[test]
    fn values_with_the_way_to_them() {
        let text = r#"{"a": {"b": ["x", {"c": 1.5e3}], "d": true}, "e": "\u00e4\n", "f": null, "g": {}, "h": []}"#;
        let want = ["a.b.0=x", "a.b.1.c=1.5e3", "a.d=true", "e=ä\n", "f=null"];
        assert_eq!(listed(read, text), (want.map(String::from).to_vec(), 0));
    }

    #[test]
    fn comments_trailing_commas_and_bare_keys() {
        let text = "// c\n{ /* \"x\": 1 */ 'a': 'y', # z\n b: [1, 2,], \"c\": \"http://x\", }";
        let want = ["a=y", "b.0=1", "b.1=2", "c=http://x"];
        assert_eq!(listed(read, text), (want.map(String::from).to_vec(), 0));
    }

    #[test]
    fn reading_goes_on_behind_a_mistake() {
        let text = "{\"a\": \"open\n \"b\": 2 \"c\": 3, \"lost\", ] \"d\": [4 5], }} \"e\"";
        let (all, problems) = listed(read, text);
        assert_eq!(all, ["a=open", "b=2", "c=3", "d.0=4", "d.1=5", "=e"]);
        assert!(problems >= 3);
    }

    #[test]
    fn ten_thousand_brackets_are_passed_over_and_said() {
        let text = format!("{{\"a\": {}\"deep\"{}, \"b\": \"seen\"}}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(listed(read, &text), (vec!["b=seen".to_owned()], 1));
        assert_eq!(listed(read, &"{\"a\":".repeat(10_000)).1, 2);
    }

    #[test]
    fn halves_of_a_character_belong_together() {
        assert_eq!(decoded("\\ud83d\\ude00 \\ud83d \\u12"), "😀 \\ud83d \\u12");
    }
}
