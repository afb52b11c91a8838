//! The literal prefilter: names and structures, in any case, through the packed searcher of `aho-corasick`.
//!
//! The text is lower-cased in chunks that stay in the cache, and searched there. Where the packed searcher cannot be
//! built (more than 64 literals, another target) an automaton takes its place, at about four times the cost.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, Span, packed};

/// How much is lower-cased at a time: small enough for the second cache, large enough that the searcher's start-up
/// does not show.
const CHUNK: usize = 32 * 1024;

/// Bytes of lower-cased text from the commonest to the rarest, counted over 30 MB each of the Linux sources and a
/// tree of Python packages. What is not listed is rarer.
const COMMON: &[u8] = b" etsrian_o\ncdlpm\tuf0,gh\"b)(.vx-=:y1*w;k2/>3'#4{}68[]q579\\z<&j+`%|!@$";

/// From so many patterns on it pays to fill up their number.
const SPARSE: usize = 24;

/// So many go into 8 buckets at most.
const SLIM: usize = 32;

/// Patterns of which a text has none, but for what passes for text by mistake.
const FILLERS: [&[u8]; SLIM - SPARSE + 1] = [
    b"\0\x01\0",
    b"\0\x02\0",
    b"\0\x03\0",
    b"\0\x04\0",
    b"\0\x05\0",
    b"\0\x06\0",
    b"\0\x0e\0",
    b"\0\x0f\0",
    b"\0\x10\0",
];

/// The literals to look for.
#[derive(Debug)]
pub struct Literals {
    searcher: Option<Searcher>,
    /// For each pattern of the searcher, the literals that hold it.
    groups: Vec<Vec<Whole>>,
    /// The most bytes that a literal has.
    longest: usize,
}

/// What a search needs again and again.
#[derive(Debug, Default)]
pub struct Scratch {
    lower: Vec<u8>,
    hits: Vec<(usize, u32)>,
}

/// A literal, and where in it the searched part begins.
#[derive(Debug)]
struct Whole {
    literal: Box<[u8]>,
    offset: usize,
    id: u32,
}

#[derive(Debug)]
enum Searcher {
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl Literals {
    /// Takes lower-case literals of 3 bytes or more with their ids; several may share a literal.
    #[must_use]
    pub fn new(literals: &[(Vec<u8>, u32)]) -> Self {
        // The searcher goes by the first three bytes of a pattern, so a pattern is a literal's rarest three: dashes and
        // `pas` stand everywhere, `ssw` does not. Literals that share them share a pattern.
        let mut parts: BTreeMap<&[u8], Vec<Whole>> = BTreeMap::new();
        for (literal, id) in literals {
            let offset = rarest(literal);
            let whole = Whole { literal: literal.as_slice().into(), offset, id: *id };
            parts.entry(&literal[offset..offset + 3]).or_default().push(whole);
        }
        let (mut patterns, mut groups): (Vec<&[u8]>, Vec<Vec<Whole>>) = parts.into_iter().unzip();
        // Up to 32 patterns go into 8 buckets, more into 16, which cost half on C: fewer places look like a pattern.
        if (SPARSE..=SLIM).contains(&patterns.len()) {
            patterns.extend(&FILLERS[..=SLIM - patterns.len()]);
            groups.resize_with(patterns.len(), Vec::new);
        }
        let packed = || packed::Config::new().builder().extend(patterns.iter()).build().map(Searcher::Packed);
        let searcher = (!patterns.is_empty())
            .then(|| packed().or_else(|| AhoCorasick::new(&patterns).ok().map(Searcher::Automaton)))
            .flatten();
        let longest = literals.iter().map(|(literal, _)| literal.len()).max().unwrap_or(0);
        Self { searcher, groups, longest }
    }

    /// Calls `hit` with the id and the place of every literal in `text`, in the order of the text.
    pub fn scan(&self, text: &[u8], scratch: &mut Scratch, hit: &mut dyn FnMut(u32, usize)) {
        let Scratch { lower, hits } = scratch;
        let Some(searcher) = &self.searcher else { return };
        let mut from = 0;
        while from < text.len() {
            // A literal belongs to the chunk in which its searched part begins; it may reach out on both sides.
            let before = from.min(self.longest);
            let until = text.len().min(from + CHUNK + self.longest);
            lower.clear();
            lower.extend(text[from - before..until].iter().map(u8::to_ascii_lowercase));
            let mut at = before;
            while let Some((pattern, start)) = searcher.find(lower, at) {
                if start >= before + CHUNK {
                    break;
                }
                for whole in &self.groups[pattern] {
                    let Some(begin) = start.checked_sub(whole.offset) else { continue };
                    if lower[begin..].starts_with(&whole.literal) {
                        hits.push((from - before + begin, whole.id));
                    }
                }
                // Not behind the match: another literal may begin inside this one.
                at = start + 1;
            }
            // Found in the order of their searched parts; a literal may begin before one that was found earlier.
            hits.sort_unstable();
            hits.drain(..).for_each(|(at, id)| hit(id, at));
            from += CHUNK;
        }
    }
}

/// Where the rarest three bytes of a literal begin.
fn rarest(literal: &[u8]) -> usize {
    let rarity = |byte: u8| COMMON.iter().position(|&common| common == byte).unwrap_or(COMMON.len());
    let score = |three: &[u8]| -> usize {
        // Lines of one character make a repeated byte common whatever it is.
        let repeated = three[0] == three[1] || three[1] == three[2];
        if repeated && !three.iter().all(u8::is_ascii_alphabetic) { 0 } else { three.iter().map(|&b| rarity(b)).sum() }
    };
    let best = literal.windows(3).map(score).enumerate().max_by_key(|&(at, score)| (score, usize::MAX - at));
    best.map_or(0, |(at, _)| at)
}

impl Searcher {
    fn find(&self, text: &[u8], at: usize) -> Option<(usize, usize)> {
        let found = match self {
            Self::Packed(packed) => packed.find_in(text, Span { start: at, end: text.len() }),
            Self::Automaton(automaton) => automaton.find(aho_corasick::Input::new(text).range(at..)),
        }?;
        Some((found.pattern().as_usize(), found.start()))
    }
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
        // With more than 64 the automaton takes over.
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
        assert_eq!(&b"-----begin private key-----"[rarest(b"-----begin private key-----")..], b"key-----".as_slice());
        assert_eq!(&b"password"[rarest(b"password")..], b"word");
    }
}
