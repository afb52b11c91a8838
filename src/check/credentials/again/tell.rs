//! What is said of a value in several places, and where.

use super::group::Group;
use super::place::{Place, Stands};
use crate::check::Sighting;
use crate::finding::{Confidence, Finding, Occurrences, Related, Status};
use crate::rule::Rule;

/// The most other places that a finding names by itself. What is joined to it later is named all the same.
const NAMED: usize = 8;

/// The most documents that a sentence names.
const DOCUMENTS: usize = 3;

/// What is said of findings, collected until nobody looks at them any more.
pub(super) struct Told<'r> {
    rules: &'r [Rule],
    said: Vec<Said>,
    /// What no finding stood for: which note, which rule, how sure, what else.
    alone: Vec<(usize, u32, Confidence, Said)>,
}

/// What is said of one finding.
#[derive(Clone, Default)]
struct Said {
    also: Vec<u32>,
    notes: Vec<String>,
    related: Vec<Related>,
    raised: bool,
    least: Option<Confidence>,
}

impl<'r> Told<'r> {
    pub(super) fn new(rules: &'r [Rule], findings: usize) -> Self {
        Self { rules, said: vec![Said::default(); findings], alone: Vec::new() }
    }

    /// Says at each finding of a group where else the value stands; `raise`: it is surer by that.
    pub(super) fn join(&mut self, rule: u32, group: &Group<'_>, findings: &[Finding], raise: bool) {
        for (place, at) in group.places.iter().filter_map(|place| Some((place, place.finding?))) {
            if !self.rules[rule as usize].looks_at(&findings[at].path) {
                continue;
            }
            let said = &mut self.said[at];
            said.also.push(rule);
            // What was told with doubt has to add up with this in it.
            let adds_up = |about: crate::check::About| about.again >= Some(Confidence::Medium);
            let doubted = findings[at].confidence == Confidence::Low && !place.about.is_none_or(adds_up);
            said.raised = raise && place.stands == Stands::Own && !doubted;
            said.elsewhere(place, group);
        }
    }

    /// Makes one finding of a group that has none: at the first place that `may` tell it.
    pub(super) fn alone(
        &mut self,
        rule: u32,
        group: &Group<'_>,
        may: &dyn Fn(&Place<'_>) -> bool,
        confidence: Confidence,
    ) {
        let looks = |place: &&Place<'_>| may(place) && self.rules[rule as usize].looks_at(place.path);
        let Some((place, at)) = group.places.iter().find(looks).and_then(|place| Some((place, place.sighting?))) else {
            return;
        };
        let mut said = Said::default();
        said.elsewhere(place, group);
        self.alone.push((at, rule, confidence, said));
    }

    /// Says that `group` is one password for two things, at the places that `password` picks.
    pub(super) fn reused(
        &mut self,
        rule: u32,
        group: &Group<'_>,
        findings: &[Finding],
        password: &dyn Fn(&Place<'_>) -> bool,
        what: &str,
    ) {
        let note = format!("one password for two things: {what}");
        let mut any = false;
        for (place, at) in group.places.iter().filter_map(|place| Some((place, place.finding?))) {
            // What stands in tests beside it is not where it opens anything.
            if !password(place) && place.about.is_some() || !self.rules[rule as usize].looks_at(&findings[at].path) {
                continue;
            }
            let said = &mut self.said[at];
            said.also.insert(0, rule);
            said.notes.insert(0, note.clone());
            said.least = Some(Confidence::Medium);
            if said.related.is_empty() {
                said.relate(place, group);
            }
            any = true;
        }
        if any {
            return;
        }
        // What was to be told by itself is told once.
        let own = |at: &usize| group.places.iter().any(|place| place.sighting == Some(*at));
        if let Some((_, by, confidence, said)) = self.alone.iter_mut().rev().take(1).find(|(at, ..)| own(at)) {
            said.also.push(std::mem::replace(by, rule));
            said.notes.insert(0, note);
            *confidence = Confidence::Medium;
            return;
        }
        let before = self.alone.len();
        self.alone(rule, group, password, Confidence::Medium);
        if let Some((.., said)) = self.alone.get_mut(before) {
            said.notes.insert(0, note);
        }
    }

    /// Names at each finding in code or settings the documents that hold its value.
    pub(super) fn documents(&mut self, group: &Group<'_>, findings: &[Finding]) {
        if group.places.iter().all(|place| place.stands != Stands::Document) {
            return;
        }
        for (place, at) in group.places.iter().filter_map(|place| Some((place, place.finding?))) {
            if place.stands == Stands::Own && findings[at].secret.is_some() {
                let said = &mut self.said[at];
                said.notes.extend(in_documents(group));
                let documents = group.places.iter().filter(|place| place.stands == Stands::Document);
                said.related.extend(documents.take(NAMED).map(related));
            }
        }
    }

    /// All findings, in no order.
    pub(super) fn finish(self, mut findings: Vec<Finding>, sightings: &[Sighting]) -> Vec<Finding> {
        for (finding, said) in findings.iter_mut().zip(self.said) {
            said.tell(self.rules, finding);
        }
        for (at, rule, confidence, said) in self.alone {
            let mut finding = made(&self.rules[rule as usize], confidence, &sightings[at]);
            said.tell(self.rules, &mut finding);
            findings.push(finding);
        }
        findings
    }
}

impl Said {
    /// Says where else the value of `place` stands.
    fn elsewhere(&mut self, place: &Place<'_>, group: &Group<'_>) {
        let others = group.places.len() - 1;
        let other = group.places.iter().find(|other| !other.is(place));
        match other {
            Some(other) if others == 1 && other.stands != Stands::Document => {
                self.notes.push(format!("the same value stands in `{}` line {}", other.path, other.region.line));
            }
            _ => {
                let places = group.places.iter().filter(|other| !other.is(place) && other.stands != Stands::Document);
                match places.count() {
                    0 => {}
                    1 => self.notes.push("the same value stands in 1 more place".into()),
                    count => self.notes.push(format!("the same value stands in {count} more places")),
                }
            }
        }
        if place.stands == Stands::Own {
            self.notes.extend(in_documents(group));
        }
        self.relate(place, group);
    }

    /// Names other places: code and settings before tests, and tests before documents.
    fn relate(&mut self, place: &Place<'_>, group: &Group<'_>) {
        for stands in [Stands::Own, Stands::Document, Stands::Aside] {
            let others = group.places.iter().filter(|other| other.stands == stands && !other.is(place));
            let room = NAMED.saturating_sub(self.related.len());
            self.related.extend(others.take(room).map(related));
        }
    }

    fn tell(self, rules: &[Rule], finding: &mut Finding) {
        if self.raised {
            finding.confidence = match finding.confidence {
                Confidence::Low => Confidence::Medium,
                Confidence::Medium | Confidence::High => Confidence::High,
            };
        }
        finding.confidence = finding.confidence.max(self.least.unwrap_or(Confidence::Low));
        let title = rules.binary_search_by(|rule| rule.id.cmp(&finding.rule)).map_or("", |at| &rules[at].def.title);
        let mut bare = finding.message.strip_prefix(title).is_some_and(|rest| !rest.contains(": "));
        for note in self.notes {
            finding.message.push_str(if bare { ": " } else { "; " });
            finding.message.push_str(&note);
            bare = false;
        }
        for rule in self.also {
            let id = &rules[rule as usize].id;
            if *id != finding.rule && !finding.also.contains(id) {
                finding.also.push(id.clone());
            }
        }
        finding.related.extend(self.related);
    }
}

/// `the same value stands in docs/setup.md:12`.
fn in_documents(group: &Group<'_>) -> Option<String> {
    let documents: Vec<&Place<'_>> = group.places.iter().filter(|place| place.stands == Stands::Document).collect();
    let named = |place: &&Place<'_>| format!("`{}` line {}", place.path, place.region.line);
    let first: Vec<String> = documents.iter().take(DOCUMENTS).map(named).collect();
    let more = match documents.len().checked_sub(DOCUMENTS + 1) {
        None => String::new(),
        Some(0) => " and in 1 more document".into(),
        Some(more) => format!(" and in {} more documents", more + 1),
    };
    (!first.is_empty()).then(|| format!("the same value stands in {}{more}", first.join(", ")))
}

fn related(place: &Place<'_>) -> Related {
    let message = match place.stands {
        Stands::Own => "the same value",
        Stands::Aside => "the same value, in a test, an example or code from elsewhere",
        Stands::Document => "the same value, in a document",
    };
    Related { path: place.path.clone(), region: place.region, message: message.into() }
}

/// A finding where there was only a note.
fn made(rule: &Rule, confidence: Confidence, seen: &Sighting) -> Finding {
    Finding {
        rule: rule.id.clone(),
        severity: rule.severity,
        confidence,
        path: seen.path.clone(),
        span: seen.span.clone(),
        region: seen.region,
        message: format!("{} {}", rule.def.title, seen.secret),
        secret: Some(seen.secret.clone()),
        // One of a value, at its first place of the file: it is always the first of its kind there.
        fingerprint: Occurrences::default().fingerprint(&rule.id, &seen.path, seen.trace),
        status: Status::New,
        why: Vec::new(),
        also: Vec::new(),
        related: Vec::new(),
        frame: seen.frame.as_deref().cloned(),
        line_hash: None,
    }
}
