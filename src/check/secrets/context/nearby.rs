//! The words that any rule may find around a value: what the prefilter asks before a rule is tried.

use std::ops::Range;

use super::above::above;
use super::{REACH, apart};
use crate::rule::Index;
use crate::rule::index::Role;

/// The words around one value, kept for the next: most values of a line share their surroundings.
#[derive(Debug, Default)]
pub(in crate::check::secrets) struct Nearby {
    /// The part of the line that was searched.
    region: Range<usize>,
    /// The words there, with their places.
    on_line: Vec<(usize, Range<usize>)>,
    /// Whether one of them says that something is a credential.
    credential: bool,
    /// The words in what holds the value.
    above: Vec<usize>,
    /// Up to where the value's line begins; what stands above it is looked for once a line.
    line: Option<usize>,
}

impl Nearby {
    /// Looks around the value that begins with `piece`. Gives the bytes searched.
    pub(in crate::check::secrets) fn look(&mut self, index: &Index, text: &[u8], piece: &Range<usize>) -> usize {
        // A match may go on behind its first piece, as a token of three parts does, and its words stand behind that.
        let from = piece.start.saturating_sub(index.within);
        let until = text.len().min(piece.end.max(piece.start + index.value_reach) + index.within);
        let start = memchr::memrchr(b'\n', &text[from..piece.start]).map(|end| from + end + 1);
        let end = memchr::memchr(b'\n', &text[piece.end..until]).map_or(until, |end| piece.end + end);
        let region = start.unwrap_or(from)..end;
        let mut searched = 0;
        if region != self.region {
            searched += region.len();
            self.on_line.clear();
            self.credential = false;
            let (on_line, credential) = (&mut self.on_line, &mut self.credential);
            index.words.find(text, region.clone(), &mut |word, span| {
                *credential |= index.roles[word] == Some(Role::Credential);
                on_line.push((word, span));
            });
            self.region = region;
            self.line = None;
        }
        // Whose key it is can stand above only where the line says that it is one.
        if self.credential && (self.line.is_none() || self.line != start) {
            self.above.clear();
            self.line = start;
            for holder in above(text, piece.start, REACH) {
                searched += holder.len();
                index.words.find(text, holder, &mut |word, _| self.above.push(word));
            }
        } else if !self.credential {
            self.above.clear();
        }
        searched
    }

    /// The words that were found, but for those inside the value.
    pub(in crate::check::secrets) fn near(&self, piece: &Range<usize>) -> impl Iterator<Item = usize> {
        let on_line = self.on_line.iter().filter(|(_, span)| apart(piece, span)).map(|(word, _)| *word);
        on_line.chain(self.above.iter().copied())
    }
}
