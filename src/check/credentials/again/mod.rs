//! The same value in several places: what that says is known only when all files were looked at.
//!
//! While files are scanned, each value that is judged leaves a note: its hash under the run's key, its place, and what
//! its name says ([`note`]). At the end, the values of findings and notes are grouped by that hash ([`group`]). A group
//! that stands in several files is surer ([`Again::repeated`]), one that opens two things is a fault of its own
//! ([`reuse`]), and places in documents are named where the value is told.
//!
//! Each place keeps a finding of its own, with its own identity: whether it may stay is decided place by place. What
//! stands then is joined by [`crate::triage`].

mod copies;
mod group;
mod opens;
mod place;
mod reuse;
mod service;
mod tell;

use super::given::Given;
use super::kind::Kind;
use super::score::{Feature, Score};
use crate::check::env_example::role::split;
use crate::check::{About, Seen, Sighting};
use crate::finding::{Confidence, Finding};
use crate::rule::{Rule, RuleSet};
use crate::source::Blob;
use crate::text::name::{Role, Strength};
use copies::{Alike, originals};
use group::{Group, groups};
use place::{Place, Stands};
use tell::Told;

/// The rules that speak for a value in several places.
pub(crate) const REPEATED: &str = "secrets/repeated-value";
/// Likewise.
pub(crate) const REUSED: &str = "secrets/reused-credential";

/// Notes a value that `given` gives to a name, unless nobody could use it. `score`: what speaks for it by itself, where
/// that was summed up.
pub(super) fn note(
    seen: &mut Vec<Seen>,
    blob: &Blob<'_>,
    given: &Given,
    (name, role, strength): (&str, Role, Strength),
    kind: Kind,
    score: Option<&Score>,
) {
    if !matches!(kind, Kind::Random | Kind::Usable | Kind::Weak) {
        return;
    }
    let password = matches!(role, Role::Password | Role::Passphrase);
    let opens = password.then(|| opens::opens(&split(name))).flatten();
    let about = About {
        sure: strength == Strength::Sure,
        password,
        weak: kind == Kind::Weak,
        told: score.is_some_and(|score| score.holds(Feature::Told)),
        opens,
        service: opens.and_then(|opens| service::service(blob, given.name.start, opens)),
        again: score.and_then(Score::confidence_again),
    };
    seen.push(Seen { value: given.value.clone(), start: given.name.start.min(given.value.start), about });
}

/// The whole-run step over one rule set.
#[derive(Debug)]
pub(super) struct Again {
    repeated: Option<u32>,
    reused: Option<u32>,
}

impl Again {
    /// `None`: both rules are off, and nothing needs to be noted.
    pub(super) fn new(rules: &RuleSet) -> Option<Self> {
        let position = |id: &str| rules.find(id).map(|(at, _)| at);
        let own = Self { repeated: position(REPEATED), reused: position(REUSED) };
        (own.repeated.is_some() || own.reused.is_some()).then_some(own)
    }

    /// Says of `findings` what the same values in other places mean, and adds what only that tells.
    pub(super) fn compare(&self, rules: &[Rule], findings: Vec<Finding>, sightings: &[Sighting]) -> Vec<Finding> {
        let mut told = Told::new(rules, findings.len());
        for group in groups(rules, &findings, sightings) {
            // What everybody tries first is the same everywhere.
            if group.weak {
                continue;
            }
            let repeated = self.repeated.is_some_and(|rule| Self::repeated(rule, &group, &findings, &mut told));
            if let Some(rule) = self.reused {
                reuse::reused(rule, &group, &findings, &mut told);
            }
            if self.repeated.is_some() && !repeated {
                told.documents(&group, &findings);
            }
        }
        told.finish(findings, sightings)
    }

    /// Tells a value that has no format and stands in several files; `false` where it does not.
    fn repeated(rule: u32, group: &Group<'_>, findings: &[Finding], told: &mut Told<'_>) -> bool {
        if group.format {
            return false;
        }
        let numbers = originals(&group.places, Alike::ByName);
        let distinct = |wanted: &dyn Fn(&Place<'_>) -> bool| {
            let mut of: Vec<usize> = group
                .places
                .iter()
                .zip(&numbers)
                .filter(|(place, _)| wanted(place))
                .map(|(_, number)| *number)
                .collect();
            of.sort_unstable();
            of.dedup();
            of.len()
        };
        let of_its_own = |place: &Place<'_>| place.stands == Stands::Own && place.about.is_none_or(|about| !about.told);
        let own = distinct(&of_its_own);
        if own == 0 || distinct(&|_| true) < 2 {
            return false;
        }
        let any_told = group.places.iter().any(|place| place.finding.is_some());
        if any_told {
            told.join(rule, group, findings, own >= 2);
            return true;
        }
        // What says too little by itself has to be called a secret without doubt in two files of the tree's own.
        let may = |place: &Place<'_>| {
            of_its_own(place) && place.about.is_some_and(|about| about.sure && about.again.is_some())
        };
        if distinct(&may) < 2 {
            return false;
        }
        told.alone(rule, group, &may, Confidence::Low);
        true
    }
}
