//! The secrets check: proposes by prefilter, verifies anchored at the hit, judges the value.

pub mod context;
mod decoded;
mod judge;
pub(super) mod lead;
pub mod pairs;
mod place;

use std::ops::Range;
use std::time::{Duration, Instant};

use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};

pub use context::{Imports, Nearby, near};
pub use decoded::Decoding;
use decoded::escape_behind;
pub use judge::judge;
use place::{ends, first, grown, led};

use super::{Check, Cost, Costs, Cx, Hints, Match, Sighting, Whole};
use crate::finding::Finding;
use crate::rule::carry::Carrier;
use crate::rule::def::CheckName;
use crate::rule::{CORS, ENCODED, Index, NAME, Rule, RuleSet, SUPPRESSION};
use crate::source::Blob;
use crate::text::decode::{DEPTH, Escape, Stretch};
use crate::text::runs::{Fits, RunSink};

/// The check over one rule set.
pub struct Secrets<'r> {
    rules: &'r [Rule],
    /// Who reads names in every text that is looked through, also in what is decoded.
    reader: Option<Box<dyn Check + Send + 'r>>,
    /// Whether any rule has a pattern.
    patterned: bool,
    /// How many layers of encoding are taken off.
    depth: usize,
    index: Index,
    /// For each rule, the rules of its other halves.
    partners: Vec<Vec<u32>>,
}

impl<'r> Secrets<'r> {
    /// Builds the prefilters' tables.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        let partners = pairs::partners(rules);
        let rules = rules.rules();
        let patterned = rules.iter().any(|rule| rule.def.check.is_none());
        Self { rules, reader: None, patterned, depth: DEPTH, index: Index::new(rules), partners }
    }

    /// With a check that looks at the names and values the prefilters pass, in every text that is looked through: what
    /// stands encoded is read by it, too.
    #[must_use]
    pub fn with_reader(self, reader: impl Check + Send + 'r) -> Self {
        Self { reader: Some(Box::new(reader)), ..self }
    }

    /// The check as it is without its decoders: what stands in the text as it is.
    #[must_use]
    pub fn without_decoders(self) -> Self {
        Self { depth: 0, ..self }
    }

    /// The prefilters' tables.
    #[must_use]
    pub const fn index(&self) -> &Index {
        &self.index
    }
}

impl Check for Secrets<'_> {
    fn name(&self) -> Option<CheckName> {
        None
    }

    fn wants(&self, blob: &Blob<'_>) -> bool {
        self.patterned || self.reader.as_ref().is_some_and(|reader| reader.wants(blob))
    }

    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>) {
        cx.work.bytes += blob.own.len() as u64;
        cx.decoding.begin(blob.text.len());
        cx.imports.begin(&self.index, blob);
        cx.hints = self.index.has_literals.then(Hints::default);
        self.layer(blob, 0, cx, matches);
        cx.decoding.end(&mut cx.notes);
    }

    fn compare(&self, whole: &Whole<'_>, findings: Vec<Finding>, sightings: &[Sighting]) -> Vec<Finding> {
        match &self.reader {
            Some(reader) => reader.compare(whole, findings, sightings),
            None => findings,
        }
    }
}

impl Secrets<'_> {
    /// Looks at a text from which `depth` layers of encoding were taken, and at what is encoded in it.
    fn layer(&self, blob: &Blob<'_>, depth: usize, cx: &mut Cx, matches: &mut Vec<Match>) {
        let mut scratch = std::mem::take(&mut cx.literals);
        let (mut words, formats) = (std::mem::take(&mut cx.nearby), std::mem::take(&mut cx.ids));
        words.begin();
        cx.names.clear();
        cx.values.clear();
        let first = matches.len();
        let mut pass = Pass {
            check: self,
            blob,
            outermost: depth == 0,
            cx,
            matches,
            local: Vec::new(),
            formats,
            words,
            looks: Vec::new(),
            stretches: (depth < self.depth).then(Vec::new),
            candidates: 0,
            spent: Duration::ZERO,
        };
        pass.timed(|costs| &mut costs.runs, |pass| self.index.runs.scan(blob.text, blob.base > 0, pass));
        pass.timed(
            |costs| &mut costs.literals,
            |pass| self.index.literals.scan(blob.text, &mut scratch, &mut |id, at| pass.named(id, at)),
        );
        let Pass { stretches, words, formats, .. } = pass;
        (cx.literals, cx.nearby, cx.ids) = (scratch, words, formats);
        pairs::join(&self.partners, &mut matches[first..]);
        if let Some(reader) = &self.reader {
            reader.run(blob, cx, matches);
        }
        if let Some(stretches) = stretches {
            self.encoded(blob, stretches, depth, cx, matches);
        }
    }
}

/// One blob on its way through the check.
struct Pass<'p, 'r, 'b> {
    check: &'p Secrets<'r>,
    blob: &'p Blob<'b>,
    /// Whether it is the file's own text: what is decoded imports nothing.
    outermost: bool,
    cx: &'p mut Cx,
    matches: &'p mut Vec<Match>,
    /// Ends of matches that begin outside the window's own part, as offsets into the text.
    local: Vec<(u32, usize)>,
    /// Scratch: the value formats whose words stand near, or the rules of a literal that go on.
    formats: Vec<u32>,
    /// The words around the last value.
    words: Nearby,
    /// Whether the rules that look at certain files only look at this one; asked once for each that has a candidate.
    looks: Vec<(u32, bool)>,
    /// Where something may stand encoded, if anybody decodes it.
    stretches: Option<Vec<(usize, Stretch)>>,
    /// Candidates so far, and the time spent on them where accounts are kept.
    candidates: u64,
    spent: Duration,
}

impl RunSink for Pass<'_, '_, '_> {
    fn literal(&mut self, rule: u32, at: usize) {
        self.candidate(rule, at);
    }

    fn value(&mut self, piece: Range<usize>, fits: Fits) {
        let index = &self.check.index;
        if is_given(self.blob.text, piece.start) {
            self.cx.values.push(piece.start);
        }
        if !index.runs.asked(piece.len(), fits) {
            return;
        }
        let fits = |format: &u32| index.runs.fits(*format as usize, piece.len(), fits);
        self.formats.clear();
        self.formats.extend(index.values_alone.iter().copied().filter(fits));
        self.cx.work.context_bytes += self.words.look(index, self.blob.text, &piece, index.value_reach, false) as u64;
        for word in self.words.near(&piece) {
            self.formats.extend(index.values_by_word[word].iter().copied().filter(fits));
        }
        // Whose it is may stand above, where the library is imported.
        if self.outermost && self.words.credential(index) {
            self.cx.work.context_bytes += self.cx.imports.read(index, self.blob.text) as u64;
            for word in self.cx.imports.words() {
                self.formats.extend(index.values_by_word[word].iter().copied().filter(fits));
            }
        }
        self.formats.sort_unstable();
        self.formats.dedup();
        for at in 0..self.formats.len() {
            self.candidate(index.values[self.formats[at] as usize], piece.start);
        }
    }

    fn digits(&mut self, at: usize) {
        if let Some(stretches) = &mut self.stretches {
            stretches.push((at, Stretch::Digits));
        }
    }

    fn escape(&mut self, kind: Escape, at: usize) {
        if let Some(stretches) = &mut self.stretches {
            stretches.push((at, Stretch::Escapes(kind)));
        }
    }

    fn joint(&mut self, at: usize) {
        if let Some(stretches) = &mut self.stretches {
            stretches.push((at, Stretch::Pieces));
        }
    }
}

impl Pass<'_, '_, '_> {
    /// Runs a prefilter; where accounts are kept, books its own time, which is all that its candidates did not take.
    fn timed(&mut self, account: fn(&mut Costs) -> &mut Cost, run: impl FnOnce(&mut Self)) {
        if self.cx.costs.is_none() {
            return run(self);
        }
        let (before, spent, candidates) = (Instant::now(), self.spent, self.candidates);
        run(self);
        let own = before.elapsed().saturating_sub(self.spent - spent);
        let more = self.candidates - candidates;
        if let Some(costs) = &mut self.cx.costs {
            let cost = account(costs);
            cost.time += own;
            cost.candidates += more;
        }
    }

    fn looks_at(&mut self, id: u32, rule: &Rule) -> bool {
        if rule.looks_everywhere() {
            return true;
        }
        if let Some((_, looks)) = self.looks.iter().find(|(rule, _)| *rule == id) {
            return *looks;
        }
        let looks = rule.looks_at(&self.blob.origin.path);
        self.looks.push((id, looks));
        looks
    }

    /// Whether a word stands near that a rule asks for whose pattern begins with a name: twenty rules share `token`, and
    /// hardly ever one of their providers is near.
    fn has_word(&mut self, id: u32, rule: &Rule, at: usize) -> bool {
        if rule.def.context.is_none() || !matches!(rule.carried.carrier, Carrier::Literal(_)) {
            return true;
        }
        let index = &self.check.index;
        let reach = index.literal_reach;
        self.cx.work.context_bytes += self.words.look(index, self.blob.text, &(at..at), reach, true) as u64;
        let own = &index.words_of[id as usize];
        self.words.near(&(at..at)).any(|word| own.binary_search(&word).is_ok())
    }

    /// The literal prefilter found a name or a structure: a rule's, or one that is encoded.
    fn named(&mut self, id: u32, at: usize) {
        match id {
            CORS => return self.cx.hints.get_or_insert_default().cors = true,
            SUPPRESSION => return self.cx.hints.get_or_insert_default().suppression = true,
            NAME => return self.cx.names.push(at),
            ENCODED => {}
            literal => self.shared(literal, at),
        }
        if let Some(stretches) = &mut self.stretches {
            stretches.extend(escape_behind(self.blob.text, at).map(|(at, kind)| (at, Stretch::Escapes(kind))));
        }
    }

    /// A literal stands at `at`: a candidate for those of its rules whose patterns go on.
    fn shared(&mut self, literal: u32, at: usize) {
        let mut going_on = std::mem::take(&mut self.formats);
        going_on.clear();
        if self.check.index.named[literal as usize] {
            self.cx.names.push(at);
        }
        let shared = &self.check.index.shared[literal as usize];
        let asked = self.cx.asked(literal);
        self.cx.work.verifications +=
            u64::from(shared.matching(self.check.rules, asked, self.blob.text, at, &mut going_on));
        going_on.iter().for_each(|&id| self.candidate(id, at));
        self.formats = going_on;
    }

    /// A prefilter proposes that rule `id` matches at `at`.
    fn candidate(&mut self, id: u32, at: usize) {
        let rule = &self.check.rules[id as usize];
        self.cx.work.candidates += 1;
        self.candidates += 1;
        let before = self.cx.costs.is_some().then(Instant::now);
        let (tried, matched) = self.consider(id, rule, at);
        if let (Some(before), Some(costs)) = (before, &mut self.cx.costs) {
            let cost = &mut costs.rules[id as usize];
            cost.candidates += 1;
            cost.verifications += u64::from(tried);
            cost.matches += u64::from(matched);
            let taken = before.elapsed();
            cost.time += taken;
            self.spent += taken;
        }
    }

    /// Whether the regular expression was tried, and whether it matched within its boundaries and context.
    fn consider(&mut self, id: u32, rule: &Rule, at: usize) -> (bool, bool) {
        let text = self.blob.text;
        let Some(first) = first(rule, text, at) else { return (false, false) };
        if !self.looks_at(id, rule) {
            return (false, false);
        }
        let start = self.blob.base + first as u64;
        let owned = self.blob.own.contains(&first);
        if start < self.cx.end_of(id) || self.local.iter().any(|(rule, end)| *rule == id && first < *end) {
            return (false, false);
        }
        if !self.has_word(id, rule, at) {
            return (false, false);
        }
        self.cx.work.verifications += 1;
        let matched = verify(id, rule, self.cx, text, at).and_then(|(span, secret)| grown(rule, text, span, secret));
        let Some((span, secret)) = matched.map(|(span, secret)| led(first, span, secret)) else {
            return (true, false);
        };
        if !ends(rule, text, at, span.end) {
            return (true, false);
        }
        let none = Imports::default();
        let imports = if self.outermost { &self.cx.imports } else { &none };
        let (near, searched) = near(&self.check.index, id, rule, text, &span, imports);
        self.cx.work.context_bytes += searched as u64;
        let Some(near) = near else { return (true, false) };
        self.cx.work.matches += 1;
        if owned {
            self.cx.ended(id, self.blob.base + span.end as u64);
        } else {
            self.local.retain(|(rule, _)| *rule != id);
            self.local.push((id, span.end));
        }
        if let Some(found) = judge(id, rule, text, span, secret, near) {
            self.matches.push(found);
        }
        (true, true)
    }
}

/// Whether something may be given the value at `at`, by the byte before it.
fn is_given(text: &[u8], at: usize) -> bool {
    matches!(text[..at].last(), Some(b'"' | b'\'' | b'`' | b'=' | b' ' | b':'))
}

/// Tries the rule's regular expression at `at` and nowhere else.
fn verify(id: u32, rule: &Rule, cx: &mut Cx, text: &[u8], at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let pattern = rule.pattern();
    let until = text.len().min(at + rule.carried.reach as usize);
    let input = Input::new(text).span(at..until).anchored(Anchored::Yes);
    let cache = cx.cache(id, rule);
    match pattern.secret {
        None => {
            let span = pattern.regex.search_with(cache, &input)?.range();
            Some((span.clone(), span))
        }
        Some(group) => {
            // Rules have at most a handful of groups; a pattern with more falls back to the last slots being unset.
            let mut slots: [Option<NonMaxUsize>; 16] = [None; 16];
            pattern.regex.search_slots_with(cache, &input, &mut slots)?;
            let range =
                |group: usize| Some(slots.get(group * 2)?.as_ref()?.get()..slots.get(group * 2 + 1)?.as_ref()?.get());
            let span = range(0)?;
            Some((span.clone(), range(group).unwrap_or(span)))
        }
    }
}
