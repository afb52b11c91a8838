//! Lines and columns, and the index that finds them.

use std::cell::Cell;
use std::ops::Range;

/// A place in a text. Lines and columns count from 1, columns in Unicode code points; the end is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First line.
    pub line: u64,
    /// Column of the first character.
    pub column: u64,
    /// Last line.
    pub end_line: u64,
    /// Column behind the last character.
    pub end_column: u64,
}

/// Finds lines and columns in one text (or one window of a text). Built only for texts with findings; it stores one
/// number a line. A line ends with LF; a CR before it belongs to the line's end, a lone CR does not end a line.
pub struct LineIndex<'t> {
    text: &'t [u8],
    starts: Vec<usize>,
    /// Lines before this window.
    lines_before: u64,
    /// Code points of the window's first line that stand before the window.
    columns_before: u64,
    /// Where the last region began, and the code points of its line before it. The next one is counted from there:
    /// a line of megabytes may hold 100,000 findings.
    last: Cell<(usize, u64)>,
}

impl<'t> LineIndex<'t> {
    /// Indexes a whole text.
    #[must_use]
    pub fn new(text: &'t [u8]) -> Self {
        Self::within(text, 0, 0)
    }

    /// Indexes a window that begins after `lines_before` whole lines and `columns_before` code points of one more.
    #[must_use]
    pub fn within(text: &'t [u8], lines_before: u64, columns_before: u64) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text).map(|at| at + 1));
        Self { text, starts, lines_before, columns_before, last: Cell::new((0, columns_before)) }
    }

    /// The region of a span of bytes of this text; quickest in the order of the text.
    #[must_use]
    pub fn region(&self, span: Range<usize>) -> Region {
        let (line, column) = self.place(span.start);
        // Only where no character goes on: the parts of a text have as many code points as the whole then.
        if self.text.get(span.start).is_some_and(|byte| byte & 0xC0 != 0x80) {
            self.last.set((span.start, column - 1));
        }
        let (end_line, end_column) = self.place(span.end.max(span.start));
        Region { line, column, end_line, end_column }
    }

    /// The bytes of the line that holds `at`, without its line end.
    #[must_use]
    pub fn line_span(&self, at: usize) -> Range<usize> {
        self.span_of(self.line_of(at))
    }

    /// Index (from 0, in this text) of the line that holds `at`.
    #[must_use]
    pub fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at) - 1
    }

    /// How many lines this text has.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of line `index` (from 0), without its line end.
    #[must_use]
    pub fn span_of(&self, index: usize) -> Range<usize> {
        let start = self.starts[index];
        let mut end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        if end > start && self.text[end - 1] == b'\r' {
            end -= 1;
        }
        start..end
    }

    fn place(&self, at: usize) -> (u64, u64) {
        let index = self.line_of(at);
        let start = self.starts[index];
        let (last, columns) = self.last.get();
        let (from, before) = match index {
            _ if (start..=at).contains(&last) => (last, columns),
            0 => (start, self.columns_before),
            _ => (start, 0),
        };
        let column = before + code_points(&self.text[from..at]) + 1;
        (self.lines_before + index as u64 + 1, column)
    }
}

/// Code points of a text; each byte that is not part of valid UTF-8 counts as one, as it would in Latin-1.
#[must_use]
pub(crate) fn code_points(text: &[u8]) -> u64 {
    text.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum::<usize>() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points_and_leaves_the_carriage_return_out() {
        let text = "ä = 1\r\nб = ключ\r\n".as_bytes();
        let index = LineIndex::new(text);
        let at = text.windows(2).position(|w| w == "к".as_bytes()).unwrap_or_default();
        assert_eq!(index.region(at..at + 8), Region { line: 2, column: 5, end_line: 2, end_column: 9 });
        assert_eq!(&text[index.line_span(at)], "б = ключ".as_bytes());
    }

    #[test]
    fn counts_bytes_that_are_not_utf8_one_by_one() {
        assert_eq!(LineIndex::new(b"\xe9\xe8 x").region(3..4).column, 4);
    }

    #[test]
    fn the_order_of_questions_does_not_matter() {
        let text = "äöü ключ\n\u{e4}x б".repeat(3) + "end";
        let text = [text.as_bytes(), b"\xe9\xe8\xd0", text.as_bytes()].concat();
        let mut rng = fastrand::Rng::with_seed(9);
        let index = LineIndex::within(&text, 2, 5);
        for _ in 0..2000 {
            let start = rng.usize(..text.len());
            let span = start..rng.usize(start..=text.len());
            assert_eq!(index.region(span.clone()), LineIndex::within(&text, 2, 5).region(span));
        }
    }

    #[test]
    fn a_window_counts_on_from_what_stands_before_it() {
        let index = LineIndex::within(b"tail\nnext", 7, 3);
        assert_eq!(index.region(0..4), Region { line: 8, column: 4, end_line: 8, end_column: 8 });
        assert_eq!(index.region(5..9).line, 9);
        assert_eq!(index.region(5..9).column, 1);
    }
}
