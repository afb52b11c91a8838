//! What one thread needs to run checks: scratch that is reused, caches, and counters of the work done.

use std::ops::Range;
use std::time::Duration;

use regex_automata::meta::Cache;

use super::Seen;
use super::secrets::{Decoding, Imports, Nearby};
use crate::rule::{Asked, Rule};
use crate::syntax::code::Parsers;
use crate::text::literals::Scratch;

/// The scratch of one thread. Nothing in it outlives a file but capacity and counters.
#[derive(Debug, Default)]
pub struct Cx {
    /// For the literal prefilter.
    pub literals: Scratch,
    /// The words around a value.
    pub nearby: Nearby,
    /// Rules or value formats that a place is a candidate for.
    pub ids: Vec<u32>,
    /// Where each rule's last match of the running file ended, as an offset in the whole text; only rules that have
    /// one, so that a new file costs nothing.
    pub ends: Vec<(u32, u64)>,
    /// What people should know of the running file, each with its place in the blob's text and what to do about it;
    /// taken and located by whoever runs the checks.
    pub notes: Vec<(Range<usize>, String, String)>,
    /// Values of the running blob that the end of the run compares; taken and located likewise.
    pub seen: Vec<Seen>,
    /// The parsers of code, each made when its language is first met.
    pub parsers: Parsers,
    /// What was seen in passing of the running blob, for those who would have to go through it for that alone. `None`:
    /// nobody looked.
    pub hints: Option<Hints>,
    /// Where the running blob holds a part of a credential's name, in order; valid where `hints` are.
    pub names: Vec<usize>,
    /// Where values begin in it that are as long as some format's, in its text itself; set as `names` is.
    pub values: Vec<usize>,
    /// For what stands encoded.
    pub decoding: Decoding,
    /// What the running file imports.
    pub imports: Imports,
    /// What was done so far.
    pub work: Work,
    /// What each rule and each prefilter cost, if somebody asked.
    pub costs: Option<Costs>,
    caches: Vec<Option<Cache>>,
    asked: Vec<Option<Asked>>,
}

/// What a blob may hold. False: it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// A name that the CORS check knows.
    pub cors: bool,
    /// A suppression.
    pub suppression: bool,
}

/// Counters of the work done: they bound it in tests, where seconds cannot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Bytes that the prefilters went through.
    pub bytes: u64,
    /// Places that the prefilters proposed to some rule.
    pub candidates: u64,
    /// Regular expressions tried.
    pub verifications: u64,
    /// Bytes searched for context words.
    pub context_bytes: u64,
    /// Matches before judging.
    pub matches: u64,
    /// Bytes that were decoded.
    pub decoded_bytes: u64,
    /// Files of code that were parsed.
    pub parsed_files: u64,
    /// Their bytes.
    pub parsed_bytes: u64,
}

impl Work {
    /// Adds another thread's work.
    pub const fn add(&mut self, other: &Self) {
        self.bytes += other.bytes;
        self.candidates += other.candidates;
        self.verifications += other.verifications;
        self.context_bytes += other.context_bytes;
        self.matches += other.matches;
        self.decoded_bytes += other.decoded_bytes;
        self.parsed_files += other.parsed_files;
        self.parsed_bytes += other.parsed_bytes;
    }
}

/// What the rules and the prefilters cost.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// By the rule's position in the rule set.
    pub rules: Vec<Cost>,
    /// The run prefilter by itself: what its candidates cost is the rules'.
    pub runs: Cost,
    /// The literal prefilter by itself.
    pub literals: Cost,
}

impl Costs {
    /// Adds another thread's costs.
    pub fn add(&mut self, other: &Self) {
        self.rules.resize(self.rules.len().max(other.rules.len()), Cost::default());
        self.rules.iter_mut().zip(&other.rules).for_each(|(sum, cost)| sum.add(cost));
        self.runs.add(&other.runs);
        self.literals.add(&other.literals);
    }
}

/// What one rule or prefilter cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Places proposed to it.
    pub candidates: u64,
    /// Tries of its regular expression.
    pub verifications: u64,
    /// Matches before judging.
    pub matches: u64,
    /// Time in its regular expression and its judging.
    pub time: Duration,
}

impl Cost {
    /// Adds another thread's cost.
    pub fn add(&mut self, other: &Self) {
        self.candidates += other.candidates;
        self.verifications += other.verifications;
        self.matches += other.matches;
        self.time += other.time;
    }
}

impl Cx {
    /// Scratch for a thread; with `costs` it keeps accounts of `rules` rules.
    #[must_use]
    pub fn new(rules: usize, costs: bool) -> Self {
        let costs = costs.then(|| Costs { rules: vec![Cost::default(); rules], ..Costs::default() });
        Self { costs, ..Self::default() }
    }

    /// The regex cache of rule `id`.
    pub(crate) fn cache(&mut self, id: u32, rule: &Rule) -> &mut Cache {
        own(&mut self.caches, id).get_or_insert_with(|| rule.pattern().regex.create_cache())
    }

    /// What is needed to ask the rules that share literal `id`.
    pub(crate) fn asked(&mut self, id: u32) -> &mut Option<Asked> {
        own(&mut self.asked, id)
    }

    /// Where the last match of rule `id` in this file ended; 0 where there is none.
    #[must_use]
    pub fn end_of(&self, id: u32) -> u64 {
        self.ends.iter().find(|(rule, _)| *rule == id).map_or(0, |(_, end)| *end)
    }

    /// Notes where a match of rule `id` ended.
    pub fn ended(&mut self, id: u32, end: u64) {
        match self.ends.iter_mut().find(|(rule, _)| *rule == id) {
            Some((_, last)) => *last = end,
            None => self.ends.push((id, end)),
        }
    }
}

/// The room that `id` has in a list that grows as far as it is used.
fn own<T>(all: &mut Vec<Option<T>>, id: u32) -> &mut Option<T> {
    let at = id as usize;
    if all.len() <= at {
        all.resize_with(at + 1, || None);
    }
    &mut all[at]
}
