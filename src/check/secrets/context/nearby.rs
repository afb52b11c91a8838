//! The words that any rule may find around a value: what the prefilter asks before a rule is tried.

use std::ops::Range;

use super::above::above;
use super::{REACH, apart};
use crate::rule::Index;
use crate::rule::index::Role;

/// How far ahead a line is searched at once: values of one line share their surroundings.
const AHEAD: usize = 4096;

/// The words around one value, kept for the next.
#[derive(Debug, Default)]
pub struct Nearby {
    /// The part of a line that was searched.
    searched: Range<usize>,
    /// The words there, with their places, in the order of the text.
    on_line: Vec<(usize, Range<usize>)>,
    /// The part that is near the value asked about.
    region: Range<usize>,
    /// The words in what holds the value.
    above: Vec<usize>,
    /// Where the line begins above which those were looked for.
    line: Option<usize>,
}

impl Nearby {
    /// Forgets a text and keeps its room for the next.
    pub(in crate::check::secrets) fn begin(&mut self) {
        self.searched = 0..0;
        self.line = None;
    }

    /// Looks around the match that begins with `piece`: up to `reach` bytes long, with words behind all of it. `named`
    /// says that its pattern brings the word for a credential along. Gives the bytes searched.
    pub(in crate::check::secrets) fn look(
        &mut self,
        index: &Index,
        text: &[u8],
        piece: &Range<usize>,
        reach: usize,
        named: bool,
    ) -> usize {
        let from = piece.start.saturating_sub(index.within);
        let until = text.len().min(piece.end.max(piece.start + reach) + index.within);
        let start = memchr::memrchr(b'\n', &text[from..piece.start]).map(|end| from + end + 1);
        let end = memchr::memchr(b'\n', &text[piece.end..until]).map_or(until, |end| piece.end + end);
        self.region = start.unwrap_or(from)..end;
        let mut searched = 0;
        if self.region.start < self.searched.start || self.searched.end < self.region.end {
            let far = text.len().min(end + AHEAD);
            let far = memchr::memchr(b'\n', &text[end..far]).map_or(far, |more| end + more);
            self.searched = self.region.start..far;
            searched += self.searched.len();
            self.on_line.clear();
            let on_line = &mut self.on_line;
            index.words.find(text, self.searched.clone(), &mut |word, span| on_line.push((word, span)));
            self.line = None;
        }
        // Whose key it is can stand above only where the line says that it is one.
        if !named && !self.credential(index) {
            self.above.clear();
            self.line = None;
        } else if self.line.is_none() || self.line != start {
            self.above.clear();
            self.line = start;
            for holder in above(text, piece.start, REACH) {
                searched += holder.len();
                index.words.find(text, holder, &mut |word, _| self.above.push(word));
            }
        }
        searched
    }

    /// Whether something on the line calls a value a credential.
    pub(in crate::check::secrets) fn credential(&self, index: &Index) -> bool {
        self.hits().any(|(word, _)| index.roles[*word] == Some(Role::Credential))
    }

    /// The words on the line near the value.
    fn hits(&self) -> impl Iterator<Item = &(usize, Range<usize>)> {
        let from = self.on_line.partition_point(|(_, span)| span.start < self.region.start);
        let near = self.on_line[from..].iter().take_while(|(_, span)| span.start < self.region.end);
        near.filter(|(_, span)| span.end <= self.region.end)
    }

    /// The words that were found, but for those inside the value.
    pub(in crate::check::secrets) fn near(&self, piece: &Range<usize>) -> impl Iterator<Item = usize> {
        let on_line = self.hits().filter(|(_, span)| apart(piece, span)).map(|(word, _)| *word);
        on_line.chain(self.above.iter().copied())
    }
}
