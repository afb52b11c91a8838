//! Places: from the characters that the parser counts to bytes, and from bytes to the lines and columns that people
//! count.

use std::fmt;
use std::ops::Range;

use saphyr_parser::Span;

/// A place in a text: what people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode code points.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The place of a byte offset that lies on a character of `text`, for those who hold an offset and no node.
#[must_use]
pub fn place(text: &str, offset: usize) -> Place {
    let before = &text[..offset];
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    Place { line, column: before[start..].chars().count() + 1 }
}

/// From the parser's places, which count characters, to bytes, lines and columns.
pub(super) struct Index<'a> {
    text: &'a str,
    /// Byte offset of every 64th character.
    characters: Vec<usize>,
    /// For every line: its first byte and its first character's number.
    lines: Vec<(usize, usize)>,
}

impl<'a> Index<'a> {
    const EVERY: usize = 64;

    pub(super) fn new(text: &'a str) -> Self {
        let mut characters = Vec::with_capacity(text.len() / Self::EVERY + 1);
        let mut lines = vec![(0, 0)];
        for (number, (offset, character)) in text.char_indices().enumerate() {
            if number % Self::EVERY == 0 {
                characters.push(offset);
            }
            if character == '\n' || (character == '\r' && text.as_bytes().get(offset + 1) != Some(&b'\n')) {
                lines.push((offset + 1, number + 1));
            }
        }
        Self { text, characters, lines }
    }

    /// The byte at which a character begins; the text's end for all that lie behind it.
    pub(super) fn offset(&self, character: usize) -> usize {
        let Some(&from) = self.characters.get(character / Self::EVERY) else { return self.text.len() };
        self.text[from..]
            .char_indices()
            .nth(character % Self::EVERY)
            .map_or(self.text.len(), |(offset, _)| from + offset)
    }

    pub(super) fn range(&self, span: &Span) -> Range<usize> {
        let start = self.offset(span.start.index());
        start..self.offset(span.end.index()).max(start)
    }

    /// Finding the character's number takes one look at no more than 64 characters, however long the line is.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|(first, _)| *first <= offset).saturating_sub(1);
        let block = self.characters.partition_point(|first| *first <= offset).saturating_sub(1);
        let from = self.characters.get(block).copied().unwrap_or(0);
        let number = block * Self::EVERY + self.text[from..offset].chars().count();
        Place { line: line + 1, column: number - self.lines[line].1 + 1 }
    }
}
