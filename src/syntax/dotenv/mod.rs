//! Environment files: `.env`, `.envrc` and their templates.
//!
//! There is no standard, and the loaders (of Node, Python, Ruby, Docker, the shell) differ in details. This reads what
//! any of them takes for a setting: `KEY=value` with blanks around the sign, `export KEY=value`, `KEY: value`, a key
//! alone; values without quotes, in `'`, `"` or `` ` ``, over several lines where they are quoted; comments behind a
//! blank and `#`. A setting in a comment (`# KEY=value`) is handed out too, and marked.

mod value;

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

use super::entry::problem;
use super::{Entry, Problem, Step, Visit};
use value::{Barren, Value, value};

/// Reads `text`: hands every setting to `visit` in order, and gives what could not be read.
pub fn read<'t>(text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut barren = Barren::default();
    let mut at = 0;
    while at < text.len() {
        let line = line(text, at);
        let next = next_line(text, line.end);
        at = match assignment(text.as_bytes(), line.clone()) {
            None => next,
            Some(assignment) => {
                let Assignment { key, value: from, commented } = assignment;
                let found = match from {
                    Some(from) => value(text, from..line.end, !commented, &mut barren),
                    None => Value::none(key.end),
                };
                if let Some(span) = found.unclosed {
                    problem(&mut problems, span, "the quote is not closed");
                }
                let name = Step::Key(Cow::Borrowed(&text[key.clone()]));
                let end = found.span.end;
                visit(&Entry {
                    path: &[name],
                    key,
                    value: found.span,
                    text: found.text,
                    quote: found.quote,
                    commented,
                });
                if end > line.end { next_line(text, end) } else { next }
            }
        };
    }
    problems
}

/// The line that begins at `at`, without its end.
fn line(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let mut end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |found| at + found);
    if end > at && bytes[end - 1] == b'\r' {
        end -= 1;
    }
    at..end
}

/// Where the line behind the one that `at` stands in begins.
fn next_line(text: &str, at: usize) -> usize {
    memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found + 1)
}

/// A line that sets something.
#[derive(Debug, PartialEq, Eq)]
struct Assignment {
    key: Range<usize>,
    /// Where the value may begin; `None`: a key alone.
    value: Option<usize>,
    commented: bool,
}

/// What a line sets, if anything.
fn assignment(text: &[u8], line: Range<usize>) -> Option<Assignment> {
    let mut at = skip_blanks(text, line.start, line.end);
    let commented = text[at..line.end].starts_with(b"#");
    while commented && at < line.end && (text[at] == b'#' || is_blank(text[at])) {
        at += 1;
    }
    for word in [&b"export"[..], b"set", b"setx"] {
        let behind = at + word.len();
        if text[at..line.end].starts_with(word) && text.get(behind).copied().is_some_and(is_blank) {
            at = skip_blanks(text, behind, line.end);
            break;
        }
    }
    let length = text[at..line.end].iter().take_while(|&&byte| is_key(byte)).count();
    let key = at..at + length;
    if key.is_empty() || commented && !shouts(&text[key.clone()]) {
        return None;
    }
    let sign = skip_blanks(text, key.end, line.end);
    match text[sign..line.end].first() {
        Some(b'=') => Some(Assignment { key, value: Some(sign + 1), commented }),
        Some(b'+') if text[sign..line.end].starts_with(b"+=") => {
            Some(Assignment { key, value: Some(sign + 2), commented })
        }
        // In prose a colon stands behind many a word.
        Some(b':') if !commented => {
            let behind = sign + 1;
            let blank = behind == line.end || is_blank(text[behind]);
            blank.then_some(Assignment { key, value: Some(behind), commented })
        }
        None | Some(b'#') if !commented => Some(Assignment { key, value: None, commented }),
        _ => None,
    }
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

const fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// Whether a word in a comment is the name of a setting and no word of a sentence.
fn shouts(key: &[u8]) -> bool {
    key.len() > 1 && key[0].is_ascii_uppercase() && !key.iter().any(u8::is_ascii_lowercase)
}

fn skip_blanks(text: &[u8], from: usize, until: usize) -> usize {
    from + text[from..until].iter().take_while(|&&byte| is_blank(byte)).count()
}

#[cfg(test)]
mod tests;
