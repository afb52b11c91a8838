//! One secret, one finding: what stands of a value in several places is joined, when it is settled place by place what
//! may stay.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Judged;
use crate::check::credentials::{REPEATED, REUSED};
use crate::check::is_aside;
use crate::finding::{Finding, Related, Status, ValueKey};

/// Joins the findings that stand of values that the rules for several places have spoken of. One of each value stays,
/// with the others as its places: a new one rather than a known one, code and settings rather than tests, the surest,
/// the worst. The others are taken out and given back, for those who keep an account of all.
#[must_use]
pub fn fold(judged: &mut Judged) -> Vec<Finding> {
    let mut groups: HashMap<ValueKey, Vec<usize>> = HashMap::new();
    for (at, finding) in judged.findings.iter().enumerate() {
        if let Some(secret) = finding.secret.as_ref().filter(|_| is_spoken_of(finding)) {
            groups.entry(secret.same()).or_default().push(at);
        }
    }
    groups.retain(|_, group| group.len() > 1);
    if groups.is_empty() {
        return Vec::new();
    }
    let mut slots: Vec<Option<Finding>> = std::mem::take(&mut judged.findings).into_iter().map(Some).collect();
    let mut folded = Vec::new();
    // Groups share no finding, so their order does not matter.
    for group in groups.into_values() {
        let mut members: Vec<(usize, Finding)> =
            group.into_iter().filter_map(|at| Some((at, slots[at].take()?))).collect();
        members.sort_by(|(_, a), (_, b)| rank(a).cmp(&rank(b)).then_with(|| a.order(b)));
        let mut members = members.into_iter();
        let Some((at, mut first)) = members.next() else { continue };
        for (_, other) in members {
            take(&mut first, &other);
            folded.push(other);
        }
        first.related.sort_by(|a, b| {
            let place = |related: &Related| (related.region.line, related.region.column);
            (is_aside(a.path.as_bytes()), &a.path, place(a)).cmp(&(is_aside(b.path.as_bytes()), &b.path, place(b)))
        });
        slots[at] = Some(first);
    }
    judged.findings = slots.into_iter().flatten().collect();
    folded.sort_by(Finding::order);
    folded
}

fn is_spoken_of(finding: &Finding) -> bool {
    std::iter::once(&finding.rule).chain(&finding.also).any(|rule| matches!(rule.as_str(), REPEATED | REUSED))
}

/// The less, the rather it stays.
fn rank(finding: &Finding) -> impl Ord + use<> {
    let known = finding.status == Status::Baseline;
    (known, is_aside(finding.path.as_bytes()), Reverse(finding.confidence), Reverse(finding.severity))
}

/// Lets `first` speak for `other` too.
fn take(first: &mut Finding, other: &Finding) {
    first.severity = first.severity.max(other.severity);
    for rule in std::iter::once(&other.rule).chain(&other.also) {
        if *rule != first.rule && !first.also.contains(rule) {
            first.also.push(rule.clone());
        }
    }
    let named = |related: &Related| related.path == other.path && related.region == other.region;
    let itself = other.path == first.path && other.region == first.region;
    if !itself && !first.related.iter().any(named) {
        first.related.push(Related {
            path: other.path.clone(),
            region: other.region,
            message: "the same value".into(),
        });
    }
}
