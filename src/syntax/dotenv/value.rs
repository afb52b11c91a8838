//! The value of a setting: where it begins and ends, and what it says.

use std::borrow::Cow;
use std::ops::Range;

use super::{assignment, is_blank, line, next_line, skip_blanks};
use crate::syntax::Quote;

/// How far behind an opening quote the closing one may stand; bytes. A key of 16,384 bits has 13,000.
const LONGEST: usize = 64 << 10;

/// A value that was read.
pub(super) struct Value<'t> {
    pub(super) span: Range<usize>,
    pub(super) text: Cow<'t, str>,
    pub(super) quote: Quote,
    /// The opening quote that nothing closes.
    pub(super) unclosed: Option<Range<usize>>,
}

impl Value<'_> {
    /// What a key alone has.
    pub(super) const fn none(at: usize) -> Self {
        Self { span: at..at, text: Cow::Borrowed(""), quote: Quote::None, unclosed: None }
    }
}

/// Up to where the search for each kind of closing quote was in vain: no text is searched over and over.
#[derive(Default)]
pub(super) struct Barren([usize; 3]);

/// Reads the value that begins somewhere in `rest`, which ends with its line; over several lines if `lines`.
pub(super) fn value<'t>(text: &'t str, rest: Range<usize>, lines: bool, barren: &mut Barren) -> Value<'t> {
    let bytes = text.as_bytes();
    let start = skip_blanks(bytes, rest.start, rest.end);
    let Some(&first) = bytes[start..rest.end].first() else { return Value::none(rest.start) };
    let quote = match first {
        b'\'' => Quote::Single,
        b'"' => Quote::Double,
        b'`' => Quote::Backtick,
        _ => return bare(text, start..rest.end, start > rest.start),
    };
    let inside = start + 1;
    let close = on_line(bytes, first, inside..rest.end).or_else(|| {
        let seen = &mut barren.0[quote as usize - 1];
        let vain = *seen > inside || !lines || on_line_at_all(bytes, first, inside..rest.end);
        if vain { None } else { on_lines(text, first, inside, rest.end, seen) }
    });
    match close {
        Some(close) => Value { span: inside..close, text: decoded(&text[inside..close], quote), quote, unclosed: None },
        // Pieces put together (`"a"b`), or text with a quote in front.
        None if on_line_at_all(bytes, first, inside..rest.end) => bare(text, start..rest.end, false),
        None => Value { unclosed: Some(start..inside), ..bare(text, inside..rest.end, false) },
    }
}

/// A value without quotes: to the line's end, or to a comment.
fn bare(text: &str, rest: Range<usize>, behind_blank: bool) -> Value<'_> {
    let bytes = &text.as_bytes()[rest.clone()];
    let comment = |at: &usize| {
        let next = bytes.get(at + 1).copied();
        bytes[*at] == b'#'
            && match at.checked_sub(1) {
                Some(before) => is_blank(bytes[before]),
                // Directly behind the sign it begins a comment if words follow, and a value (a colour) if not.
                None => behind_blank || next.is_none_or(is_blank),
            }
    };
    let mut end = (0..bytes.len()).find(comment).unwrap_or(bytes.len());
    while end > 0 && is_blank(bytes[end - 1]) {
        end -= 1;
    }
    let span = rest.start..rest.start + end;
    Value { text: Cow::Borrowed(&text[span.clone()]), span, quote: Quote::None, unclosed: None }
}

/// The closing quote on the first line, if a value can end there.
fn on_line(text: &[u8], quote: u8, rest: Range<usize>) -> Option<usize> {
    let mut escaped = None;
    let mut at = rest.start;
    while at < rest.end {
        let byte = text[at];
        if byte == b'\\' && quote == b'"' {
            at += 2;
            continue;
        }
        if byte == quote && ends(text, at + 1, rest.end) {
            // The shell knows no escapes here, others do: an escaped one closes if no other does.
            if quote != b'"' && at > rest.start && text[at - 1] == b'\\' {
                escaped = escaped.or(Some(at));
            } else {
                return Some(at);
            }
        }
        at += 1;
    }
    escaped
}

/// Whether the first line holds a quote that could close, whatever follows it.
fn on_line_at_all(text: &[u8], quote: u8, rest: Range<usize>) -> bool {
    memchr::memchr(quote, &text[rest.clone()]).is_some_and(|at| at == 0 || text[rest.start + at - 1] != b'\\')
}

/// The closing quote on a later line. Nothing that looks like the next setting may stand between: then somebody
/// forgot the quote.
fn on_lines(text: &str, quote: u8, inside: usize, first_end: usize, barren: &mut usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let until = bytes.len().min(inside + LONGEST);
    let mut at = next_line(text, first_end);
    while at < until {
        let line = line(text, at);
        if sets(bytes, line.clone()) {
            break;
        }
        let mut from = line.start;
        while let Some(found) = memchr::memchr(quote, &bytes[from..line.end]) {
            let close = from + found;
            let back = bytes[line.start..close].iter().rev().take_while(|&&byte| byte == b'\\').count();
            if quote != b'"' || back % 2 == 0 {
                return ends(bytes, close + 1, line.end).then_some(close);
            }
            from = close + 1;
        }
        at = next_line(text, line.end);
    }
    *barren = at;
    None
}

/// Whether a line sets something in capitals, as lines inside a value do not; base64 that ends in `=` does not either.
fn sets(text: &[u8], line: Range<usize>) -> bool {
    assignment(text, line.clone()).is_some_and(|found| {
        let key = &text[found.key.clone()];
        let more = found.value.is_some_and(|at| text[at..line.end].first().is_some_and(|&byte| byte != b'='));
        !found.commented && more && super::shouts(key) && text[found.value.unwrap_or(1) - 1] == b'='
    })
}

/// Whether a line may end a value at `at`: nothing follows, or a comment, or another command.
fn ends(text: &[u8], at: usize, end: usize) -> bool {
    let rest = skip_blanks(text, at, end);
    rest == end || matches!(text[rest], b'#' | b';') || rest > at && text[rest..end].starts_with(b"&&")
}

/// A quoted value with its escapes undone.
fn decoded(written: &str, quote: Quote) -> Cow<'_, str> {
    if quote == Quote::Backtick || !written.contains('\\') {
        return Cow::Borrowed(written);
    }
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let Some(next) = behind.chars().next() else {
            rest = &rest[at..];
            break;
        };
        let mut taken = next.len_utf8();
        match (quote, next) {
            (Quote::Single, '\'') => text.push('\''),
            (Quote::Single, _) => text.extend(['\\', next]),
            (_, 'n') => text.push('\n'),
            (_, 'r') => text.push('\r'),
            (_, 't') => text.push('\t'),
            (_, '"' | '\\' | '$' | '`' | '\'') => text.push(next),
            // A line that goes on.
            (_, '\n') => {}
            (_, 'u') => {
                match behind.get(1..5).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
                    Some(c) => {
                        text.push(c);
                        taken = 5;
                    }
                    None => text.push_str("\\u"),
                }
            }
            _ => text.extend(['\\', next]),
        }
        rest = &behind[taken..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}
