//! The rules that share a literal: which of them go on where it stands is asked of all at once.

use std::sync::OnceLock;

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::PatternID;
use regex_automata::{Anchored, Input, MatchKind, PatternSet};
use regex_syntax::hir::{Hir, HirKind, Repetition};

use super::Rule;
use super::carry::parse;
use super::compile::{CACHE_SIZE, REGEX_SIZE};

/// Up to how many times a repetition is counted; what may be repeated more often is taken for unbounded.
const COUNTED: u32 = 24;

/// The rules that share a literal. Twenty begin with `token` and ten with `://`, and at nearly all places where such a
/// word stands none of them goes on: their patterns are joined into one automaton, which says so in a few bytes.
#[derive(Debug)]
pub struct Shared {
    /// Positions in the rule set, ascending.
    rules: Vec<u32>,
    /// The most bytes that a match of any can have.
    reach: usize,
    joined: OnceLock<Option<DFA>>,
}

/// What one thread needs to ask one [`Shared`].
#[derive(Debug)]
pub struct Asked {
    cache: Cache,
    set: PatternSet,
}

impl Shared {
    /// None share it yet.
    pub(super) const fn new() -> Self {
        Self { rules: Vec::new(), reach: 0, joined: OnceLock::new() }
    }

    /// Adds a rule; called in ascending order, and more than once for one with several spellings.
    pub(super) fn add(&mut self, id: u32, rule: &Rule) {
        if self.rules.last() != Some(&id) {
            self.rules.push(id);
            self.reach = self.reach.max(rule.carried.reach as usize);
        }
    }

    /// Adds to `going_on` those rules whose patterns match at `at`, and perhaps others; ascending. `rules` is the set
    /// that they are from, `asked` belongs to this literal and thread. Says whether the automaton was run.
    pub fn matching(
        &self,
        rules: &[Rule],
        asked: &mut Option<Asked>,
        text: &[u8],
        at: usize,
        going_on: &mut Vec<u32>,
    ) -> bool {
        // One rule is as fast by itself.
        let dfa = if self.rules.len() > 1 { self.joined.get_or_init(|| self.join(rules)).as_ref() } else { None };
        let Some(dfa) = dfa else {
            going_on.extend_from_slice(&self.rules);
            return false;
        };
        let Asked { cache, set } =
            asked.get_or_insert_with(|| Asked { cache: dfa.create_cache(), set: PatternSet::new(self.rules.len()) });
        set.clear();
        let until = text.len().min(at + self.reach);
        let input = Input::new(text).span(at..until).anchored(Anchored::Yes);
        match dfa.try_which_overlapping_matches(cache, &input, set) {
            Ok(()) => going_on.extend(set.iter().map(|pattern: PatternID| self.rules[pattern.as_usize()])),
            // It met a byte that it cannot judge.
            Err(_) => going_on.extend_from_slice(&self.rules),
        }
        true
    }

    /// `None`: the patterns cannot be joined, or it would take too much memory.
    fn join(&self, rules: &[Rule]) -> Option<DFA> {
        let patterns: Option<Vec<_>> =
            self.rules.iter().map(|&id| parse(&rules[id as usize].def).ok().map(|hir| loosened(&hir))).collect();
        let nfa = thompson::Compiler::new()
            .configure(
                thompson::Config::new()
                    .utf8(false)
                    .which_captures(thompson::WhichCaptures::None)
                    .nfa_size_limit(Some(REGEX_SIZE)),
            )
            .build_many_from_hir(&patterns?)
            .ok()?;
        let config =
            DFA::config().match_kind(MatchKind::All).cache_capacity(CACHE_SIZE).skip_cache_capacity_check(true);
        DFA::builder().configure(config).build_from_nfa(nfa).ok()
    }
}

/// A pattern that matches wherever this one does, and needs fewer states: what is counted to two hundred has two hundred.
fn loosened(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Repetition(it) => Hir::repetition(Repetition {
            min: it.min.min(COUNTED),
            max: it.max.filter(|&max| max <= COUNTED),
            greedy: it.greedy,
            sub: Box::new(loosened(&it.sub)),
        }),
        HirKind::Capture(it) => loosened(&it.sub),
        HirKind::Concat(all) => Hir::concat(all.iter().map(loosened).collect()),
        HirKind::Alternation(all) => Hir::alternation(all.iter().map(loosened).collect()),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use regex_automata::meta::Regex;

    use super::*;

    #[test]
    fn a_loosened_pattern_matches_what_it_was_made_of_matches() {
        let patterns = [
            r#"token[\w.-]{0,32}["']?\s{0,4}[:=]\s{0,4}["']?([0-9a-f]{32})"#,
            r"(?:ab|a{2,9}b){3,7}(?-u:\b)c?",
            r"x{5}(?i:yz){0,6}$",
        ];
        let mut rng = fastrand::Rng::with_seed(5);
        for pattern in patterns {
            let loose = loosened(&regex_syntax::parse(pattern).unwrap());
            let (strict, loose) = (Regex::new(pattern).unwrap(), Regex::builder().build_from_hir(&loose).unwrap());
            let mut matches = 0;
            for _ in 0..20_000 {
                let text: String = match rng.u8(..3) {
                    0 => format!("token{}={}", &"_id-"[..rng.usize(..4)], "0a9f".repeat(rng.usize(6..9))),
                    1 => (0..rng.usize(..30)).map(|_| ["ab", "aab", "aaab", "c", " "][rng.usize(..5)]).collect(),
                    _ => format!("{}{}", "x".repeat(rng.usize(4..6)), "yZ".repeat(rng.usize(..8))),
                };
                let input = Input::new(&text).anchored(Anchored::Yes);
                if strict.is_match(input.clone()) {
                    matches += 1;
                    assert!(loose.is_match(input), "{pattern}: {text}");
                }
            }
            assert!(matches > 100, "{pattern}: {matches}");
        }
    }
}
