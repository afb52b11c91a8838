//! Values by their hash: the places of each, in the order of paths.

use std::collections::HashMap;

use super::place::Place;
use crate::check::Sighting;
use crate::finding::{Finding, ReportPath, Secret, ValueKey};
use crate::rule::Rule;
use crate::rule::def::CheckName;

/// The places of one value, sorted by path and offset; at least two.
pub(super) struct Group<'p> {
    pub(super) places: Vec<Place<'p>>,
    /// Whether a rule knows the value by the format that somebody gave it.
    pub(super) format: bool,
    /// Whether everybody tries it first.
    pub(super) weak: bool,
}

/// Rules without a check that go by names and structures, whatever the value looks like.
const WITHOUT_FORMAT: [&str; 4] = ["url-credentials", "go-dsn", "jdbc-url", "http-basic-header"];

/// Groups the values of `findings` and `sightings`, both sorted, that stand in more than one place. The groups are in
/// the order of their first places, which the run's key does not change.
pub(super) fn groups<'p>(rules: &[Rule], findings: &'p [Finding], sightings: &'p [Sighting]) -> Vec<Group<'p>> {
    let secret = |finding: &'p Finding| finding.secret.as_ref().filter(|_| finding.rule.pack() == "secrets");
    let mut counts: HashMap<ValueKey, u32> = HashMap::new();
    let keys = findings.iter().filter_map(secret).chain(sightings.iter().map(|seen| &seen.secret)).map(Secret::same);
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    if counts.is_empty() {
        return Vec::new();
    }
    let mut lengths: HashMap<&ReportPath, u64> = HashMap::new();
    let mut places: Vec<(ValueKey, Place<'p>)> = Vec::new();
    for (at, seen) in sightings.iter().enumerate() {
        if counts.contains_key(&seen.secret.same()) {
            lengths.insert(&seen.path, seen.length);
            places.push((seen.secret.same(), Place::of_sighting(at, seen)));
        }
    }
    for (at, finding) in findings.iter().enumerate() {
        if let Some(key) = secret(finding).map(Secret::same).filter(|key| counts.contains_key(key)) {
            places.push((key, Place::of_finding(at, finding)));
        }
    }
    // A finding and the note of the same place stand side by side then, the finding first.
    places.sort_by(|(_, a), (_, b)| {
        (a.path, a.span.start, a.span.end, a.finding.is_none(), a.finding).cmp(&(
            b.path,
            b.span.start,
            b.span.end,
            b.finding.is_none(),
            b.finding,
        ))
    });
    let mut numbers: HashMap<ValueKey, usize> = HashMap::new();
    let mut groups: Vec<Group<'p>> = Vec::new();
    for (key, mut place) in places {
        place.length = place.length.or_else(|| lengths.get(place.path).copied());
        let number = *numbers.entry(key).or_insert_with(|| {
            groups.push(Group { places: Vec::new(), format: false, weak: false });
            groups.len() - 1
        });
        let group = &mut groups[number];
        if let Some(at) = place.finding {
            let name = findings[at].rule.as_str();
            let rule = rules.binary_search_by(|rule| rule.id.as_str().cmp(name)).ok().map(|at| &rules[at]);
            group.format |= rule.is_none_or(has_format);
            group.weak |= matches!(findings[at].rule.name(), "weak-default-password" | "known-signing-key");
        }
        group.weak |= place.about.is_some_and(|about| about.weak);
        match group.places.last_mut() {
            // What several rules tell of one place stays several findings: they have settled that among themselves.
            Some(last) if last.path == place.path && last.span == place.span && place.finding.is_none() => {
                last.sighting = last.sighting.or(place.sighting);
                last.about = last.about.or(place.about);
            }
            _ => group.places.push(place),
        }
    }
    groups.retain(|group| group.places.len() > 1);
    groups
}

/// Whether a rule goes by the format of a value.
fn has_format(rule: &Rule) -> bool {
    let by_check = matches!(rule.def.check, Some(CheckName::Credentials | CheckName::CredentialFiles));
    !by_check && !WITHOUT_FORMAT.contains(&rule.id.name())
}
