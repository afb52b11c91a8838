//! One value, one finding: of overlapping matches the most specific speaks, the others are listed in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::{Claim, Evidence};
use crate::finding::{Confidence, Finding, Frame, Region, Secret, Severity, Trace};

/// A match with its place in the file. The value itself is gone by now.
#[derive(Clone, Debug)]
pub struct Located {
    /// The rule's position in the rule set.
    pub rule: u32,
    /// The value, in bytes of the whole decoded text.
    pub span: Range<u64>,
    /// What is shown of it.
    pub region: Region,
    /// The masked value, if it is about one.
    pub secret: Option<Secret>,
    /// The trace for the fingerprint, of the value or the statement.
    pub trace: Trace,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it rests on.
    pub evidence: Evidence,
    /// How well it fits, of several with equal evidence.
    pub fit: u32,
    /// Whether it stands on a line that is asked about.
    pub asked: bool,
    /// What is to be said of this very place.
    pub notes: Vec<Cow<'static, str>>,
    /// What was weighed for it.
    pub why: Vec<(&'static str, i32)>,
    /// Other places of the file that belong to it.
    pub related: Vec<(Region, Cow<'static, str>)>,
    /// Set where the whole-run step decides.
    pub claim: Option<Claim>,
    /// The masked source.
    pub frame: Option<Frame>,
}

impl Located {
    /// A structure this long, such as a key's body, speaks for everything in it: random base64 holds by chance what
    /// looks like a shorter token.
    const WHOLE_STRUCTURE: u64 = 200;

    fn weight(&self) -> (bool, Evidence, u32, Confidence, u64) {
        let length = self.span.end - self.span.start;
        let whole = self.evidence == Evidence::Structure && length >= Self::WHOLE_STRUCTURE;
        (whole, self.evidence, self.fit, self.confidence, length)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }
}

/// Joins matches of one file whose values overlap. Gives the speakers in the order of the text, each with the rules
/// (positions) that it speaks for, most specific first.
#[must_use]
pub fn dedupe(mut located: Vec<Located>) -> Vec<(Located, Vec<u32>)> {
    // Strongest first; ties by place and rule, so that the order of the input does not matter.
    located
        .sort_by(|a, b| b.weight().cmp(&a.weight()).then_with(|| (a.span.start, a.rule).cmp(&(b.span.start, b.rule))));
    // Speakers never overlap, so the one that may overlap a newcomer is the last that begins before its end.
    let mut speakers: BTreeMap<u64, (Located, Vec<u32>)> = BTreeMap::new();
    for newcomer in located {
        let before = speakers.range_mut(..newcomer.span.end.max(newcomer.span.start + 1)).next_back();
        match before {
            Some((_, (speaker, also))) if speaker.overlaps(&newcomer) || speaker.span == newcomer.span => {
                // A value on several lines is asked about for any of them.
                speaker.asked |= newcomer.asked;
                if speaker.rule != newcomer.rule && !also.contains(&newcomer.rule) {
                    also.push(newcomer.rule);
                }
            }
            _ => {
                speakers.insert(newcomer.span.start, (newcomer, Vec::new()));
            }
        }
    }
    speakers.into_values().collect()
}

/// Adds findings that a whole-run step confirmed. One on a value that another rule has spoken for takes its place and
/// names it: it knows more. Of both severities the higher one holds.
#[must_use]
pub fn absorb(findings: Vec<Finding>, confirmed: Vec<Finding>) -> Vec<Finding> {
    if confirmed.is_empty() {
        return findings;
    }
    let place = |finding: &Finding| (finding.path.clone(), finding.span.start, finding.span.end);
    let mut by_place: BTreeMap<_, Finding> = BTreeMap::new();
    let mut all = Vec::with_capacity(findings.len() + confirmed.len());
    for newcomer in confirmed {
        if newcomer.secret.is_none() {
            all.push(newcomer);
        } else if let Some(first) = by_place.get_mut(&place(&newcomer)) {
            first.also.push(newcomer.rule);
        } else {
            by_place.insert(place(&newcomer), newcomer);
        }
    }
    for mut finding in findings {
        let speaker = if by_place.is_empty() { None } else { by_place.get_mut(&place(&finding)) };
        match speaker {
            Some(speaker) if finding.secret.is_some() => {
                let also = std::iter::once(finding.rule).chain(std::mem::take(&mut finding.also));
                let new: Vec<_> = also.filter(|rule| *rule != speaker.rule && !speaker.also.contains(rule)).collect();
                speaker.also.extend(new);
                speaker.severity = speaker.severity.max(finding.severity);
            }
            _ => all.push(finding),
        }
    }
    all.extend(by_place.into_values());
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::RunKey;

    fn located(rule: u32, span: Range<u64>, evidence: Evidence) -> Located {
        Located {
            rule,
            span,
            region: Region { line: 1, column: 1, end_line: 1, end_column: 2 },
            secret: Some(Secret::new(b"value", 0, &RunKey::new())),
            trace: Trace::of(b"value"),
            severity: Severity::High,
            confidence: Confidence::High,
            evidence,
            fit: 0,
            asked: true,
            notes: Vec::new(),
            why: Vec::new(),
            related: Vec::new(),
            claim: None,
            frame: None,
        }
    }

    fn speakers(input: Vec<Located>) -> Vec<(u32, Vec<u32>)> {
        dedupe(input).into_iter().map(|(speaker, also)| (speaker.rule, also)).collect()
    }

    #[test]
    fn the_most_specific_speaks_for_all_on_the_value() {
        let input = vec![
            located(1, 0..40, Evidence::Name),
            located(2, 0..40, Evidence::Checksum),
            located(3, 0..40, Evidence::Prefix),
            located(4, 50..60, Evidence::Name),
        ];
        assert_eq!(speakers(input), [(2, vec![3, 1]), (4, vec![])]);
    }

    #[test]
    fn a_key_block_speaks_for_what_stands_in_it_by_chance() {
        let input = vec![located(1, 30..50, Evidence::Prefix), located(2, 0..1600, Evidence::Structure)];
        assert_eq!(speakers(input), [(2, vec![1])]);
    }

    #[test]
    fn what_lies_apart_stays_apart() {
        let input = vec![located(1, 0..10, Evidence::Name), located(1, 10..20, Evidence::Name)];
        assert_eq!(speakers(input), [(1, vec![]), (1, vec![])]);
    }
}
