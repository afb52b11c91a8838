//! Context words: which of many words stand near a place.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

/// The words that any rule asks for, searched at once: the cost does not depend on how many they are.
#[derive(Debug)]
pub struct Words {
    automaton: Option<AhoCorasick>,
    words: usize,
}

impl Words {
    /// Takes distinct lower-case ASCII words; their ids are their positions.
    #[must_use]
    pub fn new(words: &[String]) -> Self {
        let automaton = (!words.is_empty())
            .then(|| {
                AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(words).ok()
            })
            .flatten();
        Self { automaton, words: words.len() }
    }

    /// How many words there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.words
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.words == 0
    }

    /// Calls `hit` with the id and the span of every word that begins at a word's start in `region` of `text`.
    pub fn find(&self, text: &[u8], region: Range<usize>, hit: &mut dyn FnMut(usize, Range<usize>)) {
        let Some(automaton) = &self.automaton else { return };
        for found in automaton.find_overlapping_iter(&text[region.clone()]) {
            let at = region.start + found.start();
            if begins_word(text, at) {
                hit(found.pattern().as_usize(), at..region.start + found.end());
            }
        }
    }
}

/// Whether a word begins at `at`: behind nothing, behind no letter, or where camel case sets a capital.
#[must_use]
pub fn begins_word(text: &[u8], at: usize) -> bool {
    match at.checked_sub(1).map(|before| text[before]) {
        None => true,
        Some(before) => !before.is_ascii_alphabetic() || (before.is_ascii_lowercase() && text[at].is_ascii_uppercase()),
    }
}

/// The part of the line around `span` that lies within `within` bytes of it.
#[must_use]
pub fn around(text: &[u8], span: &Range<usize>, within: usize) -> Range<usize> {
    let from = span.start.saturating_sub(within);
    let until = text.len().min(span.end.saturating_add(within));
    let start = memchr::memrchr(b'\n', &text[from..span.start]).map_or(from, |at| from + at + 1);
    let end = memchr::memchr(b'\n', &text[span.end..until]).map_or(until, |at| span.end + at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<usize> {
        let words = Words::new(&["aws".into(), "secret".into()]);
        let mut ids = Vec::new();
        words.find(text.as_bytes(), 0..text.len(), &mut |id, _| ids.push(id));
        ids
    }

    #[test]
    fn a_word_begins_where_a_reader_sees_one() {
        assert_eq!(found("AWS_SECRET"), [0, 1]);
        assert_eq!(found("myAwsKey"), [0]);
        assert_eq!(found("laws of nonsecretion"), [] as [usize; 0]);
        assert_eq!(found("db2aws"), [0]);
    }

    #[test]
    fn the_surroundings_end_with_the_line() {
        let text = b"one\ntwo KEY three\nfour";
        assert_eq!(&text[around(text, &(8..11), 80)], b"two KEY three");
        assert_eq!(&text[around(text, &(8..11), 2)], b"o KEY t");
    }
}
