//! The secrets check: proposes by prefilter, verifies anchored at the hit, judges the value.

use std::ops::Range;
use std::time::{Duration, Instant};

use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input};

use super::{Check, Cost, Costs, Cx, Evidence, Match};
use crate::finding::Confidence;
use crate::rule::carry::Carrier;
use crate::rule::def::{Boundary, PlaceholderPolicy};
use crate::rule::{Index, Rule, RuleSet};
use crate::source::Blob;
use crate::text::base::{base64_text, percent_decoded};
use crate::text::placeholder::placeholder;
use crate::text::runs::{Fits, RunSink};
use crate::text::score::{entropy, reads_like_words};
use crate::text::token::{begins_token, begins_value, needs_digit, piece_end};
use crate::text::words::around;

/// The check over one rule set.
#[derive(Debug)]
pub struct Secrets<'r> {
    rules: &'r [Rule],
    index: Index,
}

impl<'r> Secrets<'r> {
    /// Builds the prefilters' tables.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        Self { rules: rules.rules(), index: Index::new(rules.rules()) }
    }

    /// The prefilters' tables.
    #[must_use]
    pub const fn index(&self) -> &Index {
        &self.index
    }
}

impl Check for Secrets<'_> {
    fn id(&self) -> &'static str {
        "secrets"
    }

    fn wants(&self, _: &Blob<'_>) -> bool {
        !self.rules.is_empty()
    }

    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>) {
        cx.work.bytes += blob.own.len() as u64;
        let mut scratch = std::mem::take(&mut cx.literals);
        let mut pass = Pass {
            check: self,
            blob,
            cx,
            matches,
            local: Vec::new(),
            formats: Vec::new(),
            looks: Vec::new(),
            candidates: 0,
            spent: Duration::ZERO,
        };
        pass.timed(|costs| &mut costs.runs, |pass| self.index.runs.scan(blob.text, blob.base > 0, pass));
        pass.timed(
            |costs| &mut costs.literals,
            |pass| self.index.literals.scan(blob.text, &mut scratch, &mut |rule, at| pass.candidate(rule, at)),
        );
        cx.literals = scratch;
    }
}

/// One blob on its way through the check.
struct Pass<'p, 'r, 'b> {
    check: &'p Secrets<'r>,
    blob: &'p Blob<'b>,
    cx: &'p mut Cx,
    matches: &'p mut Vec<Match>,
    /// Ends of matches that begin outside the window's own part, as offsets into the text.
    local: Vec<(u32, usize)>,
    /// Scratch: the value formats whose words stand near.
    formats: Vec<u32>,
    /// Whether the rules that look at certain files only look at this one; asked once for each that has a candidate.
    looks: Vec<(u32, bool)>,
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
        self.formats.clear();
        let alone = index.values_alone.iter().copied();
        self.formats.extend(alone.filter(|&format| index.runs.fits(format as usize, piece.len(), fits)));
        let formats = &mut self.formats;
        // The match may go on behind the piece, as a token of three parts does, and its words stand behind that.
        let end = self.blob.text.len().min(piece.end.max(piece.start + index.value_reach));
        let region = around(self.blob.text, &(piece.start..end), index.within);
        self.cx.work.context_bytes += region.len() as u64;
        index.words.find(self.blob.text, region, &mut |word, span| {
            if !apart(&piece, &span) {
                return;
            }
            for &format in &index.values_by_word[word] {
                if index.runs.fits(format as usize, piece.len(), fits) {
                    formats.push(format);
                }
            }
        });
        self.formats.sort_unstable();
        self.formats.dedup();
        for at in 0..self.formats.len() {
            self.candidate(index.values[self.formats[at] as usize], piece.start);
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
        self.cx.work.verifications += 1;
        let matched = verify(id, rule, self.cx, text, at).and_then(|(span, secret)| grown(rule, text, span, secret));
        let Some((span, secret)) = matched.map(|(span, secret)| led(first, span, secret)) else {
            return (true, false);
        };
        if !ends(rule, text, at, span.end) {
            return (true, false);
        }
        let (near, searched) = has_context(&self.check.index, id, rule, text, &span);
        self.cx.work.context_bytes += searched as u64;
        if !near {
            return (true, false);
        }
        self.cx.work.matches += 1;
        if owned {
            self.cx.ended(id, self.blob.base + span.end as u64);
        } else {
            self.local.retain(|(rule, _)| *rule != id);
            self.local.push((id, span.end));
        }
        if let Some(found) = judge(id, rule, text, span, secret) {
            self.matches.push(found);
        }
        (true, true)
    }
}

/// Whether one of the rule's words stands near enough, if it asks for any. Gives the bytes searched too.
#[must_use]
pub fn has_context(index: &Index, id: u32, rule: &Rule, text: &[u8], span: &Range<usize>) -> (bool, usize) {
    let Some(context) = &rule.def.context else { return (true, 0) };
    let region = around(text, span, usize::from(context.within));
    let searched = region.len();
    let own = &index.words_of[id as usize];
    let mut near = false;
    index.words.find(text, region, &mut |word, found| {
        near |= own.binary_search(&word).is_ok() && apart(span, &found);
    });
    (near, searched)
}

/// Whether a word does not overlap the value it stands by.
const fn apart(value: &Range<usize>, word: &Range<usize>) -> bool {
    word.end <= value.start || value.end <= word.start
}

/// Where a match of `rule` whose pattern begins at `at` begins itself; `None` where it may not.
fn first(rule: &Rule, text: &[u8], at: usize) -> Option<usize> {
    let Some(before) = &rule.def.before else { return begins(rule, text, at).then_some(at) };
    let set = &rule.carried.before;
    let run = text[..at].iter().rev().take(before.most.into()).take_while(|&&byte| set.contains(byte)).count();
    let whole = |at: usize| at == 0 || !set.contains(text[at - 1]);
    (usize::from(before.least)..=run).rev().map(|back| at - back).find(|&start| match rule.def.boundary {
        Boundary::None => whole(start),
        Boundary::Token => begins(rule, text, start),
    })
}

/// A match with what stands before its anchor.
fn led(first: usize, span: Range<usize>, secret: Range<usize>) -> (Range<usize>, Range<usize>) {
    let secret_start = if secret.start == span.start { first } else { secret.start };
    (first..span.end, secret_start..secret.end)
}

/// Whether what stands before `at` lets a match of `rule` begin there.
fn begins(rule: &Rule, text: &[u8], at: usize) -> bool {
    match (&rule.carried.carrier, rule.def.boundary) {
        (_, Boundary::None) => true,
        (Carrier::Value { .. }, Boundary::Token) => begins_value(text, at),
        (_, Boundary::Token) => begins_token(text, at),
    }
}

/// Whether what stands behind a match lets it end there.
fn ends(rule: &Rule, text: &[u8], start: usize, end: usize) -> bool {
    let next = text.get(end).copied();
    match (&rule.carried.carrier, rule.def.boundary) {
        (_, Boundary::None) => true,
        (Carrier::Value { set, min, max }, Boundary::Token) => {
            let slash = set.contains(b'/');
            let piece = piece_end(text, start, slash);
            (*min as usize..=*max as usize).contains(&(piece - start))
                && text[start..piece].iter().all(|&byte| set.contains(byte))
                && (!needs_digit(set) || text[start..piece].iter().any(u8::is_ascii_digit))
                && end >= piece
                && next.is_none_or(|byte| !rule.carried.end.contains(byte) || (byte == b'/' && !slash))
        }
        (_, Boundary::Token) => next.is_none_or(|byte| !rule.carried.end.contains(byte)),
    }
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

/// A match with its tail, if its rule has one; `None` where what must follow the tail does not.
fn grown(rule: &Rule, text: &[u8], span: Range<usize>, secret: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let Some(tail) = &rule.def.tail else { return Some((span, secret)) };
    let rest = &text[span.end..text.len().min(span.end + tail.most as usize)];
    let more = rest.iter().position(|&byte| !rule.carried.tail.contains(byte)).unwrap_or(rest.len());
    let end = span.end + more;
    text[end..].starts_with(tail.then.as_bytes()).then(|| {
        let secret_end = if secret.end == span.end { end } else { secret.end };
        (span.start..end, secret.start..secret_end)
    })
}

/// What a match is worth: `None` where it is no finding.
#[must_use]
pub fn judge(id: u32, rule: &Rule, text: &[u8], span: Range<usize>, secret: Range<usize>) -> Option<Match> {
    let value = &text[secret.clone()];
    let def = &rule.def;
    if def.min_entropy.is_some_and(|least| entropy(value) < least) || rule.allows(value) {
        return None;
    }
    // Only a rule that drops placeholders, because it has no form of its own, looks at what is written otherwise.
    let bare = def.placeholder == PlaceholderPolicy::Drop;
    let plain = if bare { percent_decoded(value).or_else(|| base64_text(value)) } else { None };
    let plain = plain.as_deref();
    if plain.is_some_and(|plain| rule.allows(plain)) {
        return None;
    }
    let prefix = if secret.start == span.start && def.before.is_none() { known_prefix(rule, value) } else { 0 };
    let mut confidence = rule.confidence;
    let mut notes = Vec::new();
    let mut evidence = match &rule.carried.carrier {
        Carrier::Value { .. } if def.context.is_some() => Evidence::Context,
        Carrier::Value { .. } => Evidence::Prefix,
        Carrier::Run(_) | Carrier::Behind(_) => Evidence::Prefix,
        Carrier::Literal(_) if def.boundary == Boundary::Token => Evidence::Prefix,
        Carrier::Literal(all) if all.iter().all(|literal| literal[0].is_ascii_alphabetic() && is_name(literal)) => {
            Evidence::Name
        }
        Carrier::Literal(_) => Evidence::Structure,
    };
    let holds = rule.checksum_holds(value);
    match holds {
        Some(true) => {
            confidence = Confidence::High;
            evidence = Evidence::Checksum;
            notes.push("its checksum holds");
        }
        Some(false) => {
            confidence = Confidence::Low;
            notes.push("its checksum does not hold");
        }
        None => {}
    }
    if holds != Some(true) && def.placeholder != PlaceholderPolicy::Keep {
        if let Some(why) = placeholder(value, prefix).or_else(|| placeholder(plain?, 0)) {
            if def.placeholder == PlaceholderPolicy::Drop {
                return None;
            }
            confidence = Confidence::Low;
            notes.push(why);
        } else if bare && reads_like_words(plain.unwrap_or(value)) {
            confidence = Confidence::Low;
            notes.push("it reads like words");
        }
    }
    Some(Match { rule: id, span, secret, prefix, severity: rule.severity, confidence, evidence, notes })
}

/// How many bytes at the start of a value its rule makes public.
fn known_prefix(rule: &Rule, value: &[u8]) -> usize {
    match &rule.carried.carrier {
        Carrier::Run(all) | Carrier::Behind(all) => {
            all.iter().filter(|literal| value.starts_with(literal)).map(Vec::len).max().unwrap_or(0)
        }
        Carrier::Literal(all) => all
            .iter()
            .filter(|literal| value.len() >= literal.len() && value[..literal.len()].eq_ignore_ascii_case(literal))
            .map(Vec::len)
            .max()
            .unwrap_or(0),
        Carrier::Value { .. } => 0,
    }
}

/// Whether a literal is a name, such as `password` or `api_key`, and no structure.
fn is_name(literal: &[u8]) -> bool {
    literal.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
