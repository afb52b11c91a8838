//! What the cases gave: right or wrong, by rule, carrier and placement, and which rules spoke in another's place.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bartizan::finding::{Confidence, Finding};
use bartizan::rule::{Rule, RuleSet};

use super::carrier::{Carrier, Placement};
use super::case::Case;
use super::scan::{stands, touches};

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Right,
    /// Nothing was found.
    Missed,
    /// It was found, and not exactly where it stands.
    Misplaced,
    /// Another rule spoke, and named this one.
    Outranked(String),
    /// Another rule spoke alone.
    Taken(String),
}

/// Cases, and right ones.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) all: usize,
    pub(crate) right: usize,
    pub(crate) low: usize,
}

impl Tally {
    fn share(&self) -> f64 {
        self.right as f64 * 100.0 / self.all.max(1) as f64
    }

    /// Whether at least `percent` are right, or no more than `unlucky` are wrong.
    pub(crate) fn reaches(&self, percent: f64, unlucky: usize) -> bool {
        self.share() >= percent || self.all - self.right <= unlucky
    }

    /// The cases of one of so many values.
    pub(crate) fn of_one(&self, values: usize) -> usize {
        self.all.div_ceil(values.max(1))
    }
}

/// What went wrong where, how often, and with which word first.
type Wrong = BTreeMap<(Outcome, Carrier, Placement), (usize, String)>;

/// All that was counted.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) total: Tally,
    pub(crate) rules: BTreeMap<String, Tally>,
    pub(crate) carriers: BTreeMap<Carrier, Tally>,
    placements: BTreeMap<(bool, Placement), Tally>,
    wrong: BTreeMap<String, Wrong>,
    pairs: BTreeMap<(String, String), (usize, String)>,
}

impl Score {
    pub(crate) fn add(&mut self, rules: &RuleSet, case: &Case, findings: &[Finding]) {
        let rule = &rules.rules()[case.rule];
        let (outcome, low) = outcome(rules, rule, case, findings);
        let right = outcome == Outcome::Right;
        let id = rule.id.to_string();
        let tallies = [
            &mut self.total,
            self.rules.entry(id.clone()).or_default(),
            self.carriers.entry(case.carrier).or_default(),
            self.placements.entry((rule.def.context.is_some(), case.placement)).or_default(),
        ];
        for tally in tallies {
            tally.all += 1;
            tally.right += usize::from(right);
            tally.low += usize::from(low);
        }
        if right {
            return;
        }
        let word = case.word.clone().unwrap_or_default();
        if let Outcome::Outranked(other) | Outcome::Taken(other) = &outcome {
            let (count, words) = self.pairs.entry((id.clone(), other.clone())).or_default();
            *count += 1;
            if !words.split(' ').any(|seen| seen == word) && words.len() < 40 {
                let _ = write!(words, " {word}");
            }
        }
        let kind = (outcome, case.carrier, case.placement);
        let seen = self.wrong.entry(id).or_default().entry(kind).or_default();
        *seen = (seen.0 + 1, word);
    }

    /// Takes in what another thread counted.
    pub(crate) fn join(&mut self, other: Self) {
        fn sum<K: Ord>(into: &mut BTreeMap<K, Tally>, from: BTreeMap<K, Tally>) {
            for (key, tally) in from {
                add(into.entry(key).or_default(), tally);
            }
        }
        fn add(into: &mut Tally, tally: Tally) {
            into.all += tally.all;
            into.right += tally.right;
            into.low += tally.low;
        }
        add(&mut self.total, other.total);
        sum(&mut self.rules, other.rules);
        sum(&mut self.carriers, other.carriers);
        sum(&mut self.placements, other.placements);
        self.wrong.extend(other.wrong);
        self.pairs.extend(other.pairs);
    }

    /// The tables: carriers, placements, the worst rules, and the pairs of which one speaks for the other.
    pub(crate) fn table(&self, rules: &RuleSet, worst: usize) -> String {
        let mut out = String::new();
        let line = |out: &mut String, name: &str, tally: &Tally| {
            let _ = writeln!(out, "{name:<44} {:>8} {:>7.2} %  low {}", tally.all, tally.share(), tally.low);
        };
        line(&mut out, "all", &self.total);
        self.carriers.iter().for_each(|(carrier, tally)| line(&mut out, &format!("  {carrier:?}"), tally));
        for ((context, placement), tally) in &self.placements {
            line(&mut out, &format!("  word {placement:?}, context {context}"), tally);
        }
        let mut poor: Vec<_> = self.rules.iter().filter(|(_, tally)| tally.share() < 99.5).collect();
        poor.sort_by(|a, b| a.1.share().total_cmp(&b.1.share()));
        let _ = writeln!(out, "{} rules below 99.5 %", poor.len());
        for (id, tally) in poor.into_iter().take(worst) {
            line(&mut out, id, tally);
            let mut why: Vec<_> = self.wrong[id].iter().collect();
            why.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
            for ((outcome, carrier, placement), (count, word)) in why.into_iter().take(4) {
                let _ = writeln!(out, "    {count:>5} {outcome:?} in {carrier:?} {placement:?}, word `{word}`");
            }
        }
        let _ = writeln!(out, "{} pairs (a rule, who spoke in its place, how often, by which words)", self.pairs.len());
        let mut pairs: Vec<_> = self.pairs.iter().collect();
        pairs.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for ((a, b), (count, words)) in pairs.into_iter().take(worst) {
            let _ = writeln!(out, "  {a} <- {b}: {count}{}:{words}", twins(rules, a, b));
        }
        out
    }
}

/// Whether two rules are of one provider.
fn twins(rules: &RuleSet, a: &str, b: &str) -> &'static str {
    let provider = |id: &str| rules.rules().iter().find(|rule| rule.id.as_str() == id).and_then(|r| r.provider.clone());
    if provider(a).is_some() && provider(a) == provider(b) { " (one provider)" } else { "" }
}

fn outcome(rules: &RuleSet, rule: &Rule, case: &Case, findings: &[Finding]) -> (Outcome, bool) {
    let here: Vec<&Finding> = findings.iter().filter(|finding| touches(case, finding)).collect();
    let low = here.iter().any(|finding| finding.confidence == Confidence::Low);
    let own = |finding: &&&Finding| finding.rule == rule.id;
    if let Some(finding) = here.iter().find(own) {
        return (if stands(case, finding) { Outcome::Right } else { Outcome::Misplaced }, low);
    }
    if let Some(finding) = here.iter().find(|finding| finding.also.contains(&rule.id)) {
        let other = rules.rules().iter().find(|other| other.id == finding.rule);
        let same = other.is_some_and(|other| {
            other.provider.is_some()
                && other.provider == rule.provider
                && match (&other.def.context, &case.word) {
                    (Some(context), Some(word)) => context.words.contains(word),
                    _ => false,
                }
        });
        let what =
            if same && stands(case, finding) { Outcome::Right } else { Outcome::Outranked(finding.rule.to_string()) };
        return (what, low);
    }
    (here.first().map_or(Outcome::Missed, |finding| Outcome::Taken(finding.rule.to_string())), low)
}
