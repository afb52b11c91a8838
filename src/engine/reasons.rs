//! What a suppression says, as it may be shown: reports print reasons, and a reason may quote the very value it is about.

use std::ops::Range;

use crate::check::Match;
use crate::finding::{FrameLine, Mark};

/// As much of a comment as is read; bytes.
const READ: usize = 2000;

/// So many characters of a value in a row give it away.
const ENOUGH: usize = 8;

/// Shorter values are words.
const SHORTEST: usize = 4;

/// Where a line holds more values than this the reason is not shown at all.
const VALUES: usize = 100;

/// The part of a text that rules which are off look through for values, because of a comment that speaks for `covered`.
pub(super) fn looked_through(text: &[u8], covered: &Range<usize>) -> Range<usize> {
    /// What stands around a value counts.
    const AROUND: usize = 1024;
    let start = covered.start.saturating_sub(AROUND);
    start..text.len().min(covered.end.min(covered.start + 4 * AROUND) + AROUND)
}

/// The comment `said` with everything masked that could be a secret: `marks` (sorted, apart), and what it
/// repeats of the values of `matches` (sorted by place) that begin in `covered`, the lines that it speaks for.
pub(super) fn masked(
    text: &[u8],
    said: Range<usize>,
    covered: &Range<usize>,
    marks: &[Mark],
    matches: &[Match],
) -> String {
    let first = matches.partition_point(|found| found.span.start < covered.start);
    let behind = matches.partition_point(|found| found.span.start < covered.end).max(first);
    if behind - first > VALUES {
        let shown = &text[said.clone()];
        let end = shown.windows(2).position(|pair| pair == b"--" || pair[0] == b':').unwrap_or(shown.len());
        return format!("{} -- (not shown)", String::from_utf8_lossy(&shown[..end]));
    }
    let from = marks.partition_point(|mark| mark.span.end <= said.start);
    let near = marks[from..].iter().take_while(|mark| mark.span.start < said.end);
    let mut hidden: Vec<Mark> = near.cloned().collect();
    let read = &text[said.start..said.end.min(said.start + READ + ENOUGH)];
    let mut pieces: Vec<(&[u8], usize)> = read.windows(ENOUGH).zip(said.start..).collect();
    pieces.sort_unstable();
    for value in matches[first..behind].iter().filter_map(|found| found.secret.clone()) {
        let value = &text[value];
        let mut hide = |at: usize, length: usize| hidden.push(Mark { span: at..at + length, prefix: 0 });
        if (SHORTEST..ENOUGH).contains(&value.len()) {
            memchr::memmem::find_iter(read, value).for_each(|at| hide(said.start + at, value.len()));
        }
        for piece in value.windows(ENOUGH) {
            let from = pieces.partition_point(|(other, _)| *other < piece);
            pieces[from..].iter().take_while(|(other, _)| *other == piece).for_each(|(_, at)| hide(*at, ENOUGH));
        }
    }
    let shown = said.start..said.end.min(said.start + READ);
    FrameLine::new(text, said, 1, &Mark::merged(hidden), &shown).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Confidence, Severity};

    fn of_value(secret: Range<usize>) -> Match {
        Match {
            rule: 0,
            span: secret.clone(),
            secret: Some(secret),
            hidden: Vec::new(),
            prefix: 0,
            trace: None,
            severity: Severity::High,
            confidence: Confidence::High,
            evidence: crate::check::Evidence::Name,
            fit: 0,
            why: Vec::new(),
            notes: Vec::new(),
            related: Vec::new(),
            claim: None,
        }
    }

    fn said(text: &str, value: &str) -> String {
        let at = text.find(value).unwrap_or_default();
        let marker = text.find('#').map_or(0, |at| at + 1);
        masked(text.as_bytes(), marker..text.len(), &(0..text.len()), &[], &[of_value(at..at + value.len())])
    }

    #[test]
    fn a_reason_does_not_repeat_the_value() {
        assert_eq!(
            said("k = 'hunter-two-1' # allow p -- hunter-two-1 is old", "hunter-two-1"),
            " allow p -- …(12) is old"
        );
        assert_eq!(said("k = 'hunter-two-1' # allow p -- was unter-two", "hunter-two-1"), " allow p -- was …(9)");
        assert_eq!(said("k = 'hunter' # allow p -- hunter2", "hunter"), " allow p -- …(6)2");
        assert_eq!(said("k = 'abc' # allow p -- abc", "abc"), " allow p -- abc");
    }

    #[test]
    fn a_line_full_of_values_shows_no_reason() {
        let text = format!("{}# allow p -- why", "ab".repeat(200));
        let matches: Vec<Match> = (0..200).map(|at| of_value(2 * at..2 * at + 2)).collect();
        let shown = masked(text.as_bytes(), 401..text.len(), &(0..text.len()), &[], &matches);
        assert_eq!(shown, " allow p  -- (not shown)");
    }
}
