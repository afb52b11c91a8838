//! Java's properties: `key=value`, `key: value`, `key value`, lines that go on behind a backslash, `\u00e4`.

use std::borrow::Cow;
use std::ops::Range;

use super::json::unicode;
use super::{Entry, Problem, Quote, Step, Visit};

/// Reads `text`: hands every setting to `visit` in order. There is nothing that is not a setting or a comment, so
/// there are no problems.
pub fn read<'t>(text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at + bytes[at..].iter().take_while(|&&byte| is_blank(byte)).count();
        let comment = matches!(bytes.get(start), Some(b'#' | b'!'));
        let end = logical_end(bytes, start, !comment);
        at = bytes.len().min(end.1);
        let line = start..end.0.max(start);
        if comment || line.is_empty() {
            continue;
        }
        let (key, value) = parts(bytes, line);
        let path = [Step::Key(decoded(&text[key.clone()]))];
        let said = decoded(&text[value.clone()]);
        visit(&Entry { path: &path, key, value, text: said, quote: Quote::None, commented: false });
    }
    Vec::new()
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0c)
}

/// Where the line that `start` stands in ends, and where the next one begins. With `joined`, a line goes on behind a
/// backslash at its end.
fn logical_end(bytes: &[u8], start: usize, joined: bool) -> (usize, usize) {
    let mut from = start;
    loop {
        let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[from..]) else { return (bytes.len(), bytes.len()) };
        let end = from + found;
        let next = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
        let backslashes = bytes[start..end].iter().rev().take_while(|&&byte| byte == b'\\').count();
        if !joined || backslashes % 2 == 0 {
            return (end, next);
        }
        from = next;
    }
}

/// Key and value of a line.
fn parts(bytes: &[u8], line: Range<usize>) -> (Range<usize>, Range<usize>) {
    let mut at = line.start;
    while at < line.end && !is_blank(bytes[at]) && !matches!(bytes[at], b'=' | b':') {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    let key = line.start..at.min(line.end);
    at = skip(bytes, key.end, line.end);
    if at < line.end && matches!(bytes[at], b'=' | b':') {
        at = skip(bytes, at + 1, line.end);
    }
    (key, at..line.end)
}

fn skip(bytes: &[u8], from: usize, until: usize) -> usize {
    from + bytes[from..until].iter().take_while(|&&byte| is_blank(byte)).count()
}

/// A key or value with escapes undone and its lines joined.
fn decoded(written: &str) -> Cow<'_, str> {
    if !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(next) = rest.chars().next() else { break };
        let mut behind = &rest[next.len_utf8()..];
        match next {
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'f' => text.push('\u{c}'),
            'u' => match unicode(behind) {
                Some((c, taken)) => {
                    text.push(c);
                    behind = &behind[taken..];
                }
                None => text.push('u'),
            },
            '\n' | '\r' => {
                if next == '\r' {
                    behind = behind.strip_prefix('\n').unwrap_or(behind);
                }
                behind = behind.trim_start_matches([' ', '\t', '\u{c}']);
            }
            _ => text.push(next),
        }
        rest = behind;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tests::listed;

    #[test]
    fn every_separator_comment_and_escape() {
        let text = "# c\n! c \\\na=1\n b : 2\nc 3\nd\\ e=\\u00e4\\tx\nlong = one \\\r\n   two\nempty=\nalone\nurl=http://x#y\n";
        let want =
            ["a=1", "b=2", "c=3", "d e=ä\tx", "long=one two", "empty=", "alone=", "url=http://x#y"].map(String::from);
        assert_eq!(listed(read, text), (want.to_vec(), 0));
    }
}
