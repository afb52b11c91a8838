//! The literal prefilter: names and structures, in any case.
//!
//! A literal is searched for by its rarest bytes ([`Packed`]), and compared where they stand.

use std::collections::BTreeMap;

use fearless_simd::dispatch;
use fearless_simd::prelude::*;

use super::lanes::level;
use super::packed::{Packed, Pattern};
use super::score::word_bits;

/// How much of a text is gone through before what was found in it is handed on: in the order of the text, which is not
/// that of the searched parts.
const CHUNK: usize = 32 * 1024;

/// Bytes of lower-cased text from the commonest to the rarest, counted over 30 MB each of the Linux sources and a
/// tree of Python packages. What is not listed is rarer.
const COMMON: &[u8] = b" etsrian_o\ncdlpm\tuf0,gh\"b)(.vx-=:y1*w;k2/>3'#4{}68[]q579\\z<&j+`%|!@$";

/// Words that stand everywhere in code, though their letters are rare: no part of them is searched for.
const FREQUENT: [&[u8]; 4] = [b"default", b"endpoint", b"word", b"_key"];

/// Slots of the table of searched parts.
const SLOTS: usize = 1024;

/// The literals to look for.
#[derive(Debug)]
pub struct Literals {
    packed: Packed,
    /// For each slot, the position of its literals in `groups`, from 1.
    slots: Box<[u16; SLOTS]>,
    /// Literals by the slots of their searched parts.
    groups: Vec<Vec<Whole>>,
}

/// What a search needs again and again.
#[derive(Debug, Default)]
pub struct Scratch {
    hits: Vec<(usize, u32)>,
}

/// A literal, and where in it the searched part begins.
#[derive(Debug)]
struct Whole {
    literal: Box<[u8]>,
    offset: usize,
    id: u32,
}

impl Literals {
    /// Takes lower-case literals of 3 bytes or more with their ids; several may share a literal.
    #[must_use]
    pub fn new(literals: &[(Vec<u8>, u32)]) -> Self {
        // By the rarest bytes: dashes and `pass` stand everywhere, `word` does not.
        let mut parts: BTreeMap<Pattern, Vec<Whole>> = BTreeMap::new();
        for (literal, id) in literals {
            let offset = rarest(literal);
            let part = std::array::from_fn(|at| literal.get(offset + at).copied());
            parts.entry(part).or_default().push(Whole { literal: literal.as_slice().into(), offset, id: *id });
        }
        let packed = Packed::new(&parts.keys().copied().collect::<Vec<_>>());
        let (mut slots, mut groups): (_, Vec<Vec<Whole>>) = (Box::new([0; SLOTS]), Vec::new());
        for (part, wholes) in parts {
            let [a, b, c, _] = part.map(Option::unwrap_or_default);
            let slot = &mut slots[slot([a, b, c])];
            if *slot == 0 {
                groups.push(Vec::new());
                // There are no more groups than slots.
                *slot = groups.len() as u16;
            }
            groups[usize::from(*slot) - 1].extend(wholes);
        }
        Self { packed, slots, groups }
    }

    /// Calls `hit` with the id and the place of every literal in `text`, in the order of the text.
    pub fn scan(&self, text: &[u8], scratch: &mut Scratch, hit: &mut dyn FnMut(u32, usize)) {
        if !self.groups.is_empty() {
            dispatch!(level(), simd => self.places(simd, text, &mut scratch.hits, hit));
        }
    }

    #[inline(always)]
    fn places<S: Simd>(&self, simd: S, text: &[u8], hits: &mut Vec<(usize, u32)>, hit: &mut dyn FnMut(u32, usize)) {
        let mut until = CHUNK;
        self.packed.scan(simd, text, |at| {
            if at >= until {
                hand_on(hits, hit);
                until = at + CHUNK;
            }
            self.at(text, at, hits);
        });
        hand_on(hits, hit);
    }

    /// Notes the literals whose searched part stands at `at`.
    #[inline(always)]
    fn at(&self, text: &[u8], at: usize, hits: &mut Vec<(usize, u32)>) {
        let Some(&[a, b, c]) = text.get(at..at + 3) else { return };
        let group = self.slots[slot([a, b, c])];
        if group != 0 {
            compare(text, at, &self.groups[usize::from(group) - 1], hits);
        }
    }
}

/// Notes those of the literals of which a part stands at `at`.
#[inline(never)]
fn compare(text: &[u8], at: usize, group: &[Whole], hits: &mut Vec<(usize, u32)>) {
    for whole in group {
        let Some(begin) = at.checked_sub(whole.offset) else { continue };
        if text.get(begin..begin + whole.literal.len()).is_some_and(|it| it.eq_ignore_ascii_case(&whole.literal)) {
            hits.push((begin, whole.id));
        }
    }
}

/// The slot of three bytes, whatever the case of letters.
#[inline(always)]
fn slot([a, b, c]: [u8; 3]) -> usize {
    let key = u32::from_le_bytes([a, b, c, 0]) | 0x0020_2020;
    (key.wrapping_mul(0x9E37_79B1) >> 22) as usize
}

/// Hands on what was found: a literal may begin before one whose searched part stands earlier.
#[inline(never)]
fn hand_on(hits: &mut Vec<(usize, u32)>, hit: &mut dyn FnMut(u32, usize)) {
    hits.sort_unstable();
    hits.drain(..).for_each(|(at, id)| hit(id, at));
}

/// Where the rarest four bytes of a literal begin, or three of one that has no more.
fn rarest(literal: &[u8]) -> usize {
    let rarity = |byte: u8| COMMON.iter().position(|&common| common == byte).unwrap_or(COMMON.len());
    // How rare its bytes are, in bits (the share of a byte halves every seven places of the list), and how seldom they
    // stand side by side in words: `cont` is common, `tras` is not.
    let bits =
        |part: &[u8]| 147 * part.iter().map(|&byte| 20 + rarity(byte) as i32).sum::<i32>() - 1000 * word_bits(part);
    let score = |part: &[u8]| -> i32 {
        // Lines of one character make a repeated byte common whatever it is.
        let repeated = part.windows(2).any(|two| two[0] == two[1]);
        let dull = repeated && !part.iter().all(u8::is_ascii_alphabetic);
        let frequent = |word: &&[u8]| word.windows(part.len()).any(|it| it == part);
        if dull || FREQUENT.iter().any(frequent) { i32::MIN } else { bits(part) }
    };
    let best = literal.windows(literal.len().min(4)).map(score).enumerate();
    best.max_by_key(|&(at, score)| (score, usize::MAX - at)).map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(literals: &[(Vec<u8>, u32)], text: &[u8]) -> Vec<(u32, usize)> {
        let lower = text.to_ascii_lowercase();
        let mut hits: Vec<(u32, usize)> = literals
            .iter()
            .flat_map(|(l, id)| (0..lower.len()).filter(|&at| lower[at..].starts_with(l)).map(|at| (*id, at)))
            .collect();
        hits.sort_unstable();
        hits
    }

    #[test]
    fn finds_every_literal_that_stands_in_the_text_once() {
        let words =
            ["password", "passwd", "pwd", "token", "tokens", "-----begin", "://", "aaa", "secret", "api_key", "sswor"];
        let mut literals: Vec<(Vec<u8>, u32)> =
            words.iter().zip(0..).map(|(w, id)| (w.as_bytes().to_vec(), id)).collect();
        let mut rng = fastrand::Rng::with_seed(11);
        for extra in [0u32, 80] {
            literals.extend((0..extra).map(|id| (format!("zz{id:03}q").into_bytes(), 100 + id)));
            let finder = Literals::new(&literals);
            let mut text = Vec::new();
            while text.len() < 3 * CHUNK {
                match rng.u32(..3) {
                    0 => text.extend(words[rng.usize(..words.len())].bytes()),
                    1 => text.extend(words[rng.usize(..words.len())].to_uppercase().bytes()),
                    _ => text.extend((0..rng.usize(..20)).map(|_| b"a-sw \nokn:/"[rng.usize(..11)])),
                }
            }
            let mut hits = Vec::new();
            finder.scan(&text, &mut Scratch::default(), &mut |id, at| hits.push((id, at)));
            hits.sort_unstable();
            assert!(hits.len() > 1000);
            assert_eq!(hits, naive(&literals, &text));
        }
    }

    #[test]
    fn a_searched_part_is_no_line_of_dashes() {
        let key = b"-----begin private key-----";
        assert_eq!(&key[rarest(key)..rarest(key) + 4], b"key-");
        assert_eq!(&b"password"[rarest(b"password")..], b"ssword");
        // Nothing else is left of it.
        assert_eq!(rarest(b"word"), 0);
    }
}
