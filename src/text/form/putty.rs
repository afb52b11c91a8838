//! Key files of PuTTY, versions 2 and 3: named lines, and after two of them the halves of the key.

use std::ops::Range;

use super::armor::REACH;
use super::key::{Kind, reading};
use super::{Reading, der};
use crate::finding::Severity;
use crate::text::base::base64_bytes;

/// Reads the file whose first line begins with `span`. `None`: no private half follows.
#[must_use]
pub(super) fn read(text: &[u8], span: Range<usize>) -> Option<Reading> {
    let until = text.len().min(span.start + REACH);
    let mut lines = Lines { text, at: span.start, until };
    let mut locked = false;
    for _ in 0..400 {
        let line = lines.next()?;
        let line = &text[line];
        if let Some(cipher) = line.strip_prefix(b"Encryption: ") {
            locked = cipher != b"none";
        } else if let Some(count) = line.strip_prefix(b"Private-Lines: ") {
            let count = std::str::from_utf8(count).ok()?.parse::<usize>().ok()?;
            return private(text, &mut lines, count, locked);
        }
    }
    None
}

/// The private half: so many lines of base64.
fn private(text: &[u8], lines: &mut Lines<'_>, count: usize, locked: bool) -> Option<Reading> {
    let (mut letters, mut span) = (Vec::new(), None::<Range<usize>>);
    for _ in 0..count.min(400) {
        let line = lines.next()?;
        let body = text[line.clone()].trim_ascii_end();
        let padding = body.iter().rev().take(2).take_while(|&&byte| byte == b'=').count();
        letters.extend_from_slice(&body[..body.len() - padding]);
        let start = span.map_or(line.start, |span| span.start);
        span = Some(start..line.start + body.len());
    }
    let base64 = letters.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    let span = span.filter(|_| letters.len() >= 40 && base64)?;
    let bytes = base64_bytes(&letters)?;
    // Numbers, each with its length before it; what is encrypted looks like nothing, and is whole blocks.
    let holds = if locked {
        bytes.len().is_multiple_of(16)
    } else {
        der::string(&bytes).is_some_and(|(first, _)| first.len() >= 16)
    };
    let kind = match (holds, locked) {
        (true, true) => Kind::Locked,
        (true, false) => Kind::Open,
        (false, _) => Kind::Broken,
    };
    let severity = locked.then_some(Severity::Medium);
    Some(Reading { severity, ..reading(kind, span) })
}

/// Lines, broken by line breaks or by `\n` as it is written in strings; blanks before and quotes around them left out.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    until: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = self.text.get(self.at..self.until).filter(|rest| !rest.is_empty())?;
        let break_at = |at: usize| matches!(rest[at], b'\n' | b'\r' | b'\\');
        let length = (0..rest.len()).find(|&at| break_at(at)).unwrap_or(rest.len());
        let mut next = length;
        while next < rest.len() {
            next += match &rest[next..] {
                [b'\\', b'n' | b'r' | b't', ..] => 2,
                [b'\\' | b'\n' | b'\r' | b' ' | b'\t' | b'"' | b'\'', ..] if next > length || break_at(next) => 1,
                _ => break,
            };
        }
        let line = self.at..self.at + rest[..length].trim_ascii_end().len();
        self.at += next.max(1);
        Some(line)
    }
}
