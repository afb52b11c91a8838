//! Credentials that are used together: an id and its secret, found near each other.

use std::ops::Range;

use crate::check::Match;
use crate::finding::{Confidence, RuleId};
use crate::rule::{Rule, RuleSet};

/// How far apart two halves may stand, in bytes: keys of one object, lines of one paragraph. Windows of large files
/// overlap by more.
const APART: usize = 448;

/// What a finding says whose value nothing calls a credential; its other half is as good a sign.
pub(super) const UNSAID: &str = "nothing near says that it is a credential";

/// For each rule, the rules of its other halves, by position.
#[must_use]
pub fn partners(rules: &RuleSet) -> Vec<Vec<u32>> {
    let find = |rule: &Rule, name: &String| rules.find(RuleId::new(rule.id.pack(), name).as_str()).map(|(at, _)| at);
    rules.rules().iter().map(|rule| rule.def.pair.iter().filter_map(|name| find(rule, name)).collect()).collect()
}

/// Joins the halves that stand near each other: each is surer, and names the other's place.
pub fn join(partners: &[Vec<u32>], matches: &mut [Match]) {
    let of = |found: &Match| &partners[found.rule as usize];
    if matches.iter().all(|found| of(found).is_empty()) {
        return;
    }
    matches.sort_by_key(|found| (found.span.start, found.span.end, found.rule));
    let spans: Vec<(Range<usize>, u32)> = matches.iter().map(|found| (found.span.clone(), found.rule)).collect();
    for found in matches.iter_mut() {
        let own = found.span.clone();
        let from = spans.partition_point(|(span, _)| span.start + APART < own.start);
        let near = spans[from..].iter().take_while(|(span, _)| span.start <= own.end + APART);
        let others =
            near.filter(|(span, rule)| of(found).contains(rule) && (span.end <= own.start || own.end <= span.start));
        let distance = |span: &Range<usize>| span.start.saturating_sub(own.end).max(own.start.saturating_sub(span.end));
        let Some((other, _)) = others.min_by_key(|(span, _)| (distance(span), span.start)) else { continue };
        if let Some(unsaid) = found.notes.iter().position(|note| note == UNSAID) {
            found.notes.remove(unsaid);
            found.confidence = Confidence::Medium;
        } else if found.confidence == Confidence::Medium {
            found.confidence = Confidence::High;
        }
        found.notes.push("its other half stands beside it".into());
        found.related.push((other.clone(), "the other half".into()));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::rule::embedded;

    fn found(rule: u32, span: Range<usize>, rules: &[Rule]) -> Match {
        Match { confidence: Confidence::Medium, ..Match::of_value(rule, &rules[rule as usize], span.clone(), span) }
    }

    #[test]
    fn halves_that_stand_near_are_surer_together() {
        let set = RuleSet::new(embedded());
        let rules = set.rules();
        let at = |id: &str| rules.iter().position(|rule| rule.id.as_str() == id).unwrap() as u32;
        let (id, secret) = (at("secrets/aws-access-key-id"), at("secrets/aws-secret-access-key"));
        let partners = partners(&set);
        for (far, expected) in [(40, Confidence::High), (APART + 100, Confidence::Medium)] {
            let mut matches = [found(id, 0..20, rules), found(secret, far..far + 40, rules)];
            join(&partners, &mut matches);
            assert_eq!(matches.each_ref().map(|found| found.confidence), [expected; 2], "{far}");
            assert_eq!(matches[0].related.len(), usize::from(expected == Confidence::High));
        }
    }
}
