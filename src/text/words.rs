//! Context words: which of many words stand near a place.

use std::ops::Range;

use fearless_simd::dispatch;
use fearless_simd::prelude::*;

use super::keyed::Keyed;
use super::lanes::{Block, level};

/// The words that any rule asks for, searched at once: the cost does not depend on how many they are.
///
/// A word counts only where a reader sees one begin, and few of the bytes around a value are such places. So these are
/// found first, from bit masks; a bit table then says of the next four bytes that nearly always no word begins so.
#[derive(Debug)]
pub struct Words {
    words: Vec<Box<[u8]>>,
    /// By folded first bytes: which words begin so.
    keys: Keyed<u32>,
    /// What of four bytes makes a key: one mask for words of four bytes and more, one for each shorter length.
    cuts: Vec<u32>,
    /// Whether all words begin with a letter.
    letters: bool,
}

/// Sets the bit that tells small letters from capitals. It joins a few other characters too, which costs a comparison.
const FOLD: u32 = 0x2020_2020;

impl Words {
    /// Takes distinct lower-case ASCII words; their ids are their positions.
    #[must_use]
    pub fn new(words: &[String]) -> Self {
        let (mut keys, mut cuts) = (Vec::new(), Vec::new());
        for (word, id) in words.iter().zip(0..).filter(|(word, _)| !word.is_empty()) {
            let cut = u32::MAX >> (8 * (4 - word.len().min(4)));
            let key = first(word.as_bytes(), 0) & cut;
            keys.push((key, id));
            cuts.push(cut);
        }
        cuts.sort_unstable();
        cuts.dedup();
        let letters = words.iter().all(|word| word.starts_with(|first: char| first.is_ascii_alphabetic()));
        let words = words.iter().map(|word| word.as_bytes().into()).collect();
        Self { words, keys: Keyed::new(keys), cuts, letters }
    }

    /// How many words there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.words.len()
    }

    /// How many letters a word has.
    #[must_use]
    pub fn length(&self, word: usize) -> usize {
        self.words[word].len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Calls `hit` with the id and the span of every word that begins at a word's start in `region` of `text`.
    pub fn find(&self, text: &[u8], region: Range<usize>, hit: &mut dyn FnMut(usize, Range<usize>)) {
        if !self.cuts.is_empty() {
            dispatch!(level(), simd => self.blocks(simd, text, region, hit));
        }
    }

    #[inline(always)]
    fn blocks<S: Simd>(&self, simd: S, text: &[u8], region: Range<usize>, hit: &mut dyn FnMut(usize, Range<usize>)) {
        let mut at = region.start;
        let before = at.checked_sub(1).map(|before| text[before]);
        let mut letter = u64::from(before.is_some_and(|byte| byte.is_ascii_alphabetic()));
        let mut small = u64::from(before.is_some_and(|byte| byte.is_ascii_lowercase()));
        while at < region.end {
            let block = Block::at(simd, text, at);
            let (letters, smalls) = (block.letters(), block.small());
            // As `begins_word` says of one place.
            let mut starts = !(letters << 1 | letter) | (letters & !smalls & (smalls << 1 | small));
            if self.letters {
                starts &= letters;
            }
            if region.end - at < 64 {
                starts &= (1 << (region.end - at)) - 1;
            }
            while starts != 0 {
                self.at(text, at + starts.trailing_zeros() as usize, region.end, hit);
                starts &= starts - 1;
            }
            (letter, small) = (letters >> 63, smalls >> 63);
            at += 64;
        }
    }

    /// Calls `hit` with every word that begins at `at` and ends by `end`.
    #[inline(always)]
    fn at(&self, text: &[u8], at: usize, end: usize, hit: &mut dyn FnMut(usize, Range<usize>)) {
        let four = first(text, at);
        // One branch for all lengths: each by itself would be guessed wrong.
        let mut any = false;
        for cut in &self.cuts {
            any |= self.keys.may_hold(four & cut);
        }
        if any {
            self.compare(text, at, end, four, hit);
        }
    }

    /// Calls `hit` with those of the words that begin with these four bytes.
    #[inline(never)]
    fn compare(&self, text: &[u8], at: usize, end: usize, four: u32, hit: &mut dyn FnMut(usize, Range<usize>)) {
        for cut in &self.cuts {
            let key = four & cut;
            for id in self.keys.get(key) {
                let word = &self.words[*id as usize];
                let behind = at + word.len();
                // A key of three bytes and one of four may be the same number.
                if behind <= end && text[at..behind].eq_ignore_ascii_case(word) {
                    hit(*id as usize, at..behind);
                }
            }
        }
    }
}

/// Four bytes from `at` on, folded; beyond the text they are blanks.
#[inline]
fn first(text: &[u8], at: usize) -> u32 {
    if let Some(&[a, b, c, d]) = text.get(at..at + 4) {
        return u32::from_le_bytes([a, b, c, d]) | FOLD;
    }
    let mut bytes = [0; 4];
    bytes.iter_mut().zip(&text[at..]).for_each(|(to, byte)| *to = *byte);
    u32::from_le_bytes(bytes) | FOLD
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

    #[test]
    fn every_word_at_a_words_start_is_found_wherever_the_blocks_cut() {
        let list = ["a", "gh", "aws", "awsx", "aws_key", "npm", "_auth", "2cap", "token"];
        let mut rng = fastrand::Rng::with_seed(5);
        for words in [&list[..], &["aws", "token", "gh_token"]] {
            let words: Vec<String> = words.iter().map(|&word| word.into()).collect();
            let finder = Words::new(&words);
            for _ in 0..2000 {
                let mut text = String::new();
                while text.len() < 150 {
                    let word = &words[rng.usize(..words.len())];
                    match rng.u32(..4) {
                        0 => text.push_str(word),
                        1 => text.push_str(&word.to_uppercase()),
                        2 => text
                            .extend(word.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(word.chars().skip(1))),
                        _ => text.push_str([" ", "_", "a", "Z", "k", "0", "@", "`", "-", "é"][rng.usize(..10)]),
                    }
                }
                let text = text.as_bytes();
                let start = rng.usize(..text.len());
                let region = start..rng.usize(start..=text.len());
                let mut found = Vec::new();
                finder.find(text, region.clone(), &mut |id, span| found.push((id, span.start, span.end)));
                found.sort_unstable();
                let mut naive: Vec<(usize, usize, usize)> = Vec::new();
                for (id, word) in words.iter().enumerate() {
                    for at in region.clone().filter(|&at| begins_word(text, at)) {
                        let end = at + word.len();
                        if end <= region.end && text[at..end].eq_ignore_ascii_case(word.as_bytes()) {
                            naive.push((id, at, end));
                        }
                    }
                }
                assert_eq!(found, naive);
            }
        }
    }
}
