//! The literal prefilter: names and structures, in any case, through the packed searcher of `aho-corasick`.
//!
//! The text is lower-cased in chunks that stay in the cache, and searched there. Where the packed searcher cannot be
//! built (more than 64 literals, another target) an automaton takes its place, at about four times the cost.

use aho_corasick::{AhoCorasick, Span, packed};

/// How much is lower-cased at a time: small enough for the second cache, large enough that the searcher's start-up
/// does not show.
const CHUNK: usize = 32 * 1024;

/// The literals to look for.
#[derive(Debug)]
pub struct Literals {
    searcher: Option<Searcher>,
    /// For each pattern of the searcher, the literals that begin with it.
    groups: Vec<Vec<(Box<[u8]>, u32)>>,
    longest: usize,
}

#[derive(Debug)]
enum Searcher {
    Packed(packed::Searcher),
    Automaton(AhoCorasick),
}

impl Literals {
    /// Takes lower-case literals with their ids; several may share a literal.
    #[must_use]
    pub fn new(literals: &[(Vec<u8>, u32)]) -> Self {
        let mut sorted: Vec<&(Vec<u8>, u32)> = literals.iter().collect();
        sorted.sort();
        // The searcher gives one pattern a place, so of two that begin alike only the shorter goes in.
        let mut patterns: Vec<&[u8]> = Vec::new();
        let mut groups: Vec<Vec<(Box<[u8]>, u32)>> = Vec::new();
        for (literal, id) in sorted {
            if patterns.last().is_none_or(|last| !literal.starts_with(last)) {
                patterns.push(literal);
                groups.push(Vec::new());
            }
            if let Some(group) = groups.last_mut() {
                group.push((literal.as_slice().into(), *id));
            }
        }
        let packed = || {
            // The default limits refuse more than 64 patterns, for which the packed searcher loses.
            packed::Config::new().builder().extend(patterns.iter()).build().map(Searcher::Packed)
        };
        let searcher = (!patterns.is_empty())
            .then(|| packed().or_else(|| AhoCorasick::new(&patterns).ok().map(Searcher::Automaton)))
            .flatten();
        let longest = literals.iter().map(|(literal, _)| literal.len()).max().unwrap_or(0);
        Self { searcher, groups, longest }
    }

    /// Calls `hit` with the id and the place of every literal in `text`, in the order of the text. `lower` is
    /// scratch.
    pub fn scan(&self, text: &[u8], lower: &mut Vec<u8>, hit: &mut dyn FnMut(u32, usize)) {
        let Some(searcher) = &self.searcher else { return };
        let mut from = 0;
        while from < text.len() {
            let until = text.len().min(from + CHUNK + self.longest - 1);
            lower.clear();
            lower.extend(text[from..until].iter().map(u8::to_ascii_lowercase));
            let mut at = 0;
            while let Some((pattern, start)) = searcher.find(lower, at) {
                if start >= CHUNK {
                    break;
                }
                for (literal, id) in &self.groups[pattern] {
                    if lower[start..].starts_with(literal) {
                        hit(*id, from + start);
                    }
                }
                // Not behind the match: another literal may begin inside this one.
                at = start + 1;
            }
            from += CHUNK;
        }
    }
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
