//! A few lines of source with every secret masked: the only form in which source text reaches a printer.

use std::ops::Range;

use super::path::unsafe_on_terminal;
use super::secret::mask;

/// The most characters of a line that a frame keeps on each side of the mark. A minified bundle is one line of
/// megabytes; nobody reads more than this.
const SIDE: usize = 120;

/// Masked lines of source around a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The lines from top to bottom.
    pub lines: Vec<FrameLine>,
}

/// One masked line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameLine {
    /// Its number in the file, from 1.
    pub number: u64,
    /// Its text: valid UTF-8, no control characters, secrets masked, cut with `…` where it is long.
    pub text: String,
    /// What to underline, as byte offsets into `text`.
    pub mark: Option<Range<usize>>,
}

/// A stretch of a line that must not be seen: where it is, and how many of its first bytes are public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Byte offsets in the text that the line is cut from.
    pub span: Range<usize>,
    /// Bytes of a known prefix, which may be shown.
    pub prefix: usize,
}

impl Mark {
    /// Sorts marks and joins those that overlap; the joined one shows the longest prefix known at its start.
    #[must_use]
    pub fn merged(mut marks: Vec<Self>) -> Vec<Self> {
        marks.sort_by_key(|mark| (mark.span.start, mark.span.end, mark.prefix));
        let mut out: Vec<Self> = Vec::with_capacity(marks.len());
        for mark in marks {
            match out.last_mut() {
                Some(last) if mark.span.start < last.span.end => {
                    last.prefix =
                        if mark.span.start == last.span.start { last.prefix.max(mark.prefix) } else { last.prefix };
                    last.span.end = last.span.end.max(mark.span.end);
                }
                _ => out.push(mark),
            }
        }
        out
    }
}

impl FrameLine {
    /// Masks and cuts the line `line` of `text`. `secrets` are all values known in the file, sorted by start, not
    /// overlapping; `shown` is what to underline (a secret or any other span that touches the line).
    #[must_use]
    pub fn new(text: &[u8], line: Range<usize>, number: u64, secrets: &[Mark], shown: &Range<usize>) -> Self {
        let from = line.start.max(shown.start.min(line.end).saturating_sub(SIDE));
        let until = line.end.min(shown.end.clamp(line.start, line.end).max(from).saturating_add(SIDE)).min(line.end);
        // A cut never falls into a secret: half a secret would be shown unmasked. The secrets are searched, not
        // walked: a file may hold 100,000 of them, each with a frame of its own.
        let first = secrets.partition_point(|s| s.span.end <= from);
        let from = secrets.get(first).map_or(from, |s| from.min(s.span.start.max(line.start)));
        let behind = secrets.partition_point(|s| s.span.start < until);
        let until = behind.checked_sub(1).map_or(until, |last| until.max(secrets[last].span.end.min(line.end)));
        let secrets = &secrets[first..behind.max(first)];
        let mut out = String::new();
        if from > line.start {
            out.push('…');
        }
        let mut mark: Option<Range<usize>> = None;
        let mut at = from;
        let note =
            |out: &mut String, piece: Range<usize>, mark: &mut Option<Range<usize>>, write: &dyn Fn(&mut String)| {
                let before = out.len();
                write(out);
                if piece.start < shown.end && shown.start < piece.end {
                    let begin = mark.as_ref().map_or(before, |m| m.start);
                    *mark = Some(begin..out.len());
                }
            };
        for secret in secrets {
            let start = secret.span.start.max(at);
            push_plain(&mut out, text, at..start, shown, &mut mark);
            let piece = start..secret.span.end.min(line.end);
            note(&mut out, piece, &mut mark, &|out| out.push_str(&mask(&text[secret.span.clone()], secret.prefix)));
            at = secret.span.end.max(at).min(line.end);
        }
        if at < until {
            push_plain(&mut out, text, at..until, shown, &mut mark);
        }
        if until < line.end {
            out.push('…');
        }
        Self { number, text: out, mark }
    }
}

/// Appends a stretch without secrets, character by character, and keeps track of what is underlined.
fn push_plain(
    out: &mut String,
    text: &[u8],
    span: Range<usize>,
    shown: &Range<usize>,
    mark: &mut Option<Range<usize>>,
) {
    let mut at = span.start;
    let mut push = |at: usize, c: char| {
        let before = out.len();
        out.push(match c {
            '\t' => ' ',
            c if unsafe_on_terminal(c) => '\u{fffd}',
            c => c,
        });
        if shown.contains(&at) {
            let begin = mark.as_ref().map_or(before, |m| m.start);
            *mark = Some(begin..out.len());
        }
    };
    for chunk in text[span].utf8_chunks() {
        for c in chunk.valid().chars() {
            push(at, c);
            at += c.len_utf8();
        }
        for &byte in chunk.invalid() {
            // Latin-1 is the commonest text that is not UTF-8, and its bytes are the first 256 code points.
            push(at, char::from(byte));
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_all_secrets_of_the_line_and_marks_the_one_shown() {
        let text = b"a = 'abc_12345'; b = 'hidden'";
        let secrets = [Mark { span: 5..14, prefix: 4 }, Mark { span: 22..28, prefix: 0 }];
        let line = FrameLine::new(text, 0..text.len(), 1, &secrets, &(5..14));
        assert_eq!(line.text, "a = 'abc_…(9)'; b = '…(6)'");
        assert_eq!(line.mark.map(|m| line.text[m].to_owned()).as_deref(), Some("abc_…(9)"));
    }

    #[test]
    fn a_cut_does_not_uncover_half_a_secret() {
        let text = format!("{}SECRETSECRETSECRET = 'value'", "x".repeat(300)).into_bytes();
        let (start, end) = (300, 318);
        let shown = text.len() - 6..text.len() - 1;
        for pad in 0..130 {
            let mut text = text.clone();
            text.splice(end..end, std::iter::repeat_n(b' ', pad));
            let shown = shown.start + pad..shown.end + pad;
            let line = FrameLine::new(&text, 0..text.len(), 1, &[Mark { span: start..end, prefix: 0 }], &shown);
            assert!(!line.text.contains("SECRET"), "{}", line.text);
            assert!(!line.text.contains("ECRET"), "{}", line.text);
        }
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let text = b"k\x1b[31m = \xe9\tx";
        let line = FrameLine::new(text, 0..text.len(), 1, &[], &(0..1));
        assert_eq!(line.text, "k\u{fffd}[31m = é x");
    }
}
