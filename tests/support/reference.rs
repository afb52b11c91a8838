//! A deliberately slow engine to hold the fast one against: every rule's regular expression at every position.
//!
//! No prefilter, no window, and of tables one: which bytes a match may begin with, read from the pattern itself. It shares with the fast one the context search, the look of a value and its judging,
//! nothing else; what may stand before and behind a match is written here a second time, in the plainest way.

use std::collections::HashSet;
use std::ops::Range;

use bartizan::check::Match;
use bartizan::check::secrets::{Imports, Secrets, judge, near, pairs};
use bartizan::finding::ReportPath;
use bartizan::rule::carry::Carrier;
use bartizan::rule::def::Boundary;
use bartizan::rule::{Rule, RuleSet};
use bartizan::text::varied::{Look, Variety};
use rayon::prelude::*;
use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::{NFA, State, WhichCaptures};
use regex_automata::util::primitives::StateID;
use regex_automata::util::syntax::Config;
use regex_automata::{Anchored, Input};

/// The slow engine over one rule set, for texts that are all the file `path`.
pub(crate) struct Reference<'r> {
    rules: &'r RuleSet,
    check: &'r Secrets<'r>,
    partners: Vec<Vec<u32>>,
    slow: Vec<Option<Slow>>,
}

/// What says no at a byte, which is most of the work here.
struct Slow {
    front: Front,
    /// The rule's pattern compiled once more, with the lazy DFA on.
    no: Regex,
}

impl<'r> Reference<'r> {
    pub(crate) fn new(rules: &'r RuleSet, check: &'r Secrets<'r>, path: &ReportPath) -> Self {
        let compile = |rule: &Rule| {
            let syntax = Config::new().unicode(rule.def.unicode).utf8(false);
            let no = Regex::builder()
                .configure(Regex::config().utf8_empty(false))
                .syntax(syntax)
                .build(&rule.def.pattern)
                .expect("the rule's own pattern compiled");
            Slow { front: Front::new(&rule.def.pattern, syntax), no }
        };
        let asked = |rule: &&Rule| rule.def.check.is_none() && rule.looks_at(path);
        let slow = rules.rules().par_iter().map(|rule| Some(rule).filter(asked).map(compile)).collect();
        Self { rules, check, partners: pairs::partners(rules), slow }
    }

    /// All matches of all rules in `text`, sorted by place and rule.
    pub(crate) fn matches(&self, text: &[u8]) -> Vec<Match> {
        let mut found = Vec::new();
        let mut imports = Imports::default();
        imports.read(self.check.index(), text);
        for ((id, rule), slow) in (0u32..).zip(self.rules.rules()).zip(&self.slow) {
            if let Some(slow) = slow {
                self.of_rule(id, rule, slow, text, &imports, &mut found);
            }
        }
        found.sort_by_key(|m| (m.span.start, m.span.end, m.rule));
        pairs::join(&self.partners, &mut found);
        found
    }

    fn of_rule(&self, id: u32, rule: &Rule, slow: &Slow, text: &[u8], imports: &Imports, found: &mut Vec<Match>) {
        let pattern = rule.pattern();
        let mut captures = pattern.regex.create_captures();
        let mut behind_last = 0;
        for at in 0..text.len() {
            if at < behind_last || !slow.front.allows(&text[at..]) {
                continue;
            }
            let Some(first) = first(rule, text, at) else { continue };
            if first < behind_last {
                continue;
            }
            let until = text.len().min(at + rule.carried.reach as usize);
            let input = Input::new(text).span(at..until).anchored(Anchored::Yes);
            if slow.no.search_half(&input.clone().earliest(true)).is_none() {
                continue;
            }
            pattern.regex.search_captures(&input, &mut captures);
            let Some(mut span) = captures.get_match().map(|m| m.range()) else { continue };
            let mut secret = captures.get_group_by_name("secret").map_or(span.clone(), |group| group.range());
            if let Some(tail) = &rule.def.tail {
                let to_the_end = secret.end == span.end;
                let limit = span.end + tail.most as usize;
                while span.end < limit && text.get(span.end).is_some_and(|&byte| rule.carried.tail.contains(byte)) {
                    span.end += 1;
                }
                if !text[span.end..].starts_with(tail.then.as_bytes()) {
                    continue;
                }
                if to_the_end {
                    secret.end = span.end;
                }
            }
            if secret.start == span.start {
                secret.start = first;
            }
            span.start = first;
            if rule.def.boundary == Boundary::Token
                && !token_end(text, &span, &rule.carried.carrier, |byte| rule.carried.end.contains(byte))
            {
                continue;
            }
            let Some(near) = near(self.check.index(), id, rule, text, &span, imports).0 else { continue };
            behind_last = span.end;
            found.extend(judge(id, rule, text, span, secret, near));
        }
    }
}

/// Which bytes may stand first, second and so on in a match, up to the shortest one's length: read from the pattern's
/// automaton, state by state, and so from nothing that the fast engine goes by.
struct Front {
    /// For each byte, a bit for each place.
    at: [u16; 256],
    /// How many places there are.
    length: usize,
}

impl Front {
    const MOST: usize = 16;

    fn new(pattern: &str, syntax: Config) -> Self {
        let nfa = NFA::compiler()
            .syntax(syntax)
            .configure(NFA::config().utf8(false).which_captures(WhichCaptures::None))
            .build(pattern)
            .expect("the rule's own pattern compiled");
        let mut front = Self { at: [0; 256], length: 0 };
        let mut states = vec![nfa.start_anchored()];
        while front.length < Self::MOST {
            let (mut seen, mut next) = (HashSet::new(), HashSet::new());
            let mut bytes = |range: std::ops::RangeInclusive<u8>, to: StateID| {
                range.for_each(|byte| front.at[usize::from(byte)] |= 1 << front.length);
                next.insert(to);
            };
            let mut ends = false;
            while let Some(id) = states.pop() {
                if !seen.insert(id) {
                    continue;
                }
                match nfa.state(id) {
                    State::ByteRange { trans } => bytes(trans.start..=trans.end, trans.next),
                    State::Sparse(all) => {
                        all.transitions.iter().for_each(|trans| bytes(trans.start..=trans.end, trans.next));
                    }
                    State::Dense(all) => {
                        let to = |byte: u8| (byte, all.transitions[usize::from(byte)]);
                        let some = (0..=255).map(to).filter(|(_, to)| *to != StateID::ZERO);
                        some.for_each(|(byte, to)| bytes(byte..=byte, to));
                    }
                    State::Look { next, .. } | State::Capture { next, .. } => states.push(*next),
                    State::Union { alternates } => states.extend(alternates.iter()),
                    State::BinaryUnion { alt1, alt2 } => states.extend([*alt1, *alt2]),
                    State::Match { .. } => ends = true,
                    State::Fail => {}
                }
            }
            if ends {
                break;
            }
            front.length += 1;
            states.extend(next);
        }
        front
    }

    fn allows(&self, rest: &[u8]) -> bool {
        rest.len() >= self.length && (0..self.length).all(|place| self.at[usize::from(rest[place])] >> place & 1 == 1)
    }
}

/// Where a match whose pattern is tried at `at` begins: there, or at the furthest place before it from which only
/// bytes of the rule's class lead there, as many as it says, and which the boundary allows.
fn first(rule: &Rule, text: &[u8], at: usize) -> Option<usize> {
    let allowed = |start: usize| rule.def.boundary == Boundary::None || token_start(text, start, &rule.carried.carrier);
    let Some(before) = &rule.def.before else { return allowed(at).then_some(at) };
    let class = |byte: u8| rule.carried.before.contains(byte);
    for start in at.saturating_sub(before.most as usize)..at {
        let length = at - start;
        if length < before.least as usize {
            continue;
        }
        let goes_on = rule.def.boundary == Boundary::None && start > 0 && class(text[start - 1]);
        if text[start..at].iter().all(|&byte| class(byte)) && !goes_on && allowed(start) {
            return Some(start);
        }
    }
    None
}

fn word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn in_run(byte: u8) -> bool {
    word(byte) || b"+/-".contains(&byte)
}

/// An anchored token begins where no word character stands before it, or an escape does. A value without an anchor
/// begins where no run goes on: at a run's start, behind a slash, behind an escape.
fn token_start(text: &[u8], at: usize, carrier: &Carrier) -> bool {
    if at == 0 || after_escape(text, at) {
        return true;
    }
    let before = text[at - 1];
    match carrier {
        Carrier::Value { .. } if before == b'/' => !b"+/-".contains(&text[at]),
        Carrier::Value { .. } => !in_run(before),
        _ => !word(before),
    }
}

fn after_escape(text: &[u8], at: usize) -> bool {
    let hex = |from: usize| text[from..at].iter().all(u8::is_ascii_hexdigit);
    let is = |back: usize, what: &[u8]| at >= back && text[at - back..].starts_with(what);
    (at >= 2 && text[at - 2] == b'\\' && b"ntrbfv0".contains(&text[at - 1]))
        || (is(6, b"\\u") && hex(at - 4))
        || (is(4, b"\\x") && hex(at - 2))
        || (is(3, b"%") && hex(at - 2))
}

fn token_end(text: &[u8], span: &Range<usize>, carrier: &Carrier, goes_on: impl Fn(u8) -> bool) -> bool {
    let Carrier::Value { min, max, set } = carrier else {
        return text.get(span.end).is_none_or(|&byte| !goes_on(byte));
    };
    // The whole piece of the run is the value: of an allowed length and alphabet, that does not look like a name, and the
    // match reaches its end.
    let slash = set.contains(b'/');
    let mut end = span.start;
    while end < text.len() && in_run(text[end]) && (slash || text[end] != b'/') {
        end += 1;
    }
    let piece = &text[span.start..end];
    piece.len() >= *min as usize
        && piece.len() <= *max as usize
        && piece.iter().all(|&byte| set.contains(byte))
        && Look::of(piece).fits(Variety::of(set))
        && span.end >= end
        && text.get(span.end).is_none_or(|&byte| !goes_on(byte) || (byte == b'/' && !slash))
}
