//! What a real environment file holds: whether it sets a secret, or only settings.

use std::ops::Range;

use super::EnvExample;
use super::credentials::Host;
use super::role::Key;
use super::settings::{Part, Place, Text, parts};
use super::words::Words;
use super::worth::Worth;
use crate::check::{Claim, Cx, Evidence, Match};
use crate::finding::{Confidence, Severity};
use crate::rule::Rule;
use crate::source::Blob;

/// The largest real file that is read where the scan did not look at it; bytes.
pub(super) const LARGEST: u64 = 8 << 20;

/// What such a file holds, as far as it is bad to have it in a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    /// Something is set, and none of it is a secret.
    Settings,
    /// A password or key.
    Secrets,
}

impl Holds {
    /// The claim's name, and the identity of a finding that is about no value.
    pub(super) const fn statement(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Secrets => "secrets",
        }
    }

    /// What a claim of this name is about.
    pub(super) fn of(claim: &Claim) -> Self {
        if *claim.name == *Self::Secrets.statement() { Self::Secrets } else { Self::Settings }
    }

    /// What is said of it.
    pub(super) const fn note(self) -> &'static str {
        match self {
            Self::Settings => "it sets no secret today",
            Self::Secrets => "it sets a secret",
        }
    }

    /// How bad and how sure.
    pub(super) const fn judged(self, rule: &Rule) -> (Severity, Confidence) {
        match self {
            Self::Settings => (Severity::Low, Confidence::Low),
            Self::Secrets => (rule.severity, rule.confidence),
        }
    }
}

/// The first setting that shows what a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shows {
    pub(super) holds: Holds,
    pub(super) key: Range<usize>,
    /// The secret; of a mere setting its value, which no output shows either.
    pub(super) value: Range<usize>,
}

/// What a text holds: the first secret, and before it the first setting. `private`: a file of settings is worth a word.
pub(super) fn shows(text: &Text<'_>, private: bool, words: &Words) -> Vec<Shows> {
    let mut found: Vec<Shows> = Vec::new();
    text.read(&mut |text, entry| {
        let done = found.last().is_some_and(|last| last.holds == Holds::Secrets);
        if done || entry.commented || entry.value.is_empty() {
            return;
        }
        let key = Key::new(entry.name(), words);
        let usable = |part: &Part| {
            part.worth >= Worth::Made
                && match part.place {
                    Place::Unnamed => false,
                    Place::Address { host } => host == Host::Other || part.worth == Worth::Random,
                    Place::Whole | Place::Fallback => true,
                }
        };
        let key_span = entry.key.clone();
        if let Some(part) = parts(text, entry, &key, words).into_iter().find(usable) {
            found.push(Shows { holds: Holds::Secrets, key: key_span, value: part.span });
        } else if private && found.is_empty() {
            found.push(Shows { holds: Holds::Settings, key: key_span, value: entry.value.clone() });
        }
    });
    found
}

/// Claims that a real file is one to be kept out of a repository; git decides. `matches` holds what the secrets check
/// found in it: a token, by whatever name, is a secret.
pub(super) fn run(check: &EnvExample<'_>, blob: &Blob<'_>, private: bool, cx: &mut Cx, matches: &mut Vec<Match>) {
    let Some((id, rule)) = check.rule(check.tracked, blob) else { return };
    let token = matches
        .iter()
        .filter(|found| {
            found.claim.is_none() && found.confidence > Confidence::Low && blob.own.contains(&found.span.start)
        })
        .filter_map(|found| Some((found.secret.clone()?, found.prefix)))
        .min_by_key(|(secret, _)| (secret.start, secret.end));
    let mut all = shows(&Text::of(blob), private, &check.words);
    all.retain(|one| blob.own.contains(&one.key.start));
    let mut prefix = 0;
    if let Some((value, own)) = token
        && !all.iter().any(|one| one.holds == Holds::Secrets && one.value.start < value.start)
    {
        all.retain(|one| one.holds == Holds::Settings);
        all.push(Shows { holds: Holds::Secrets, key: value.clone(), value });
        prefix = own;
    }
    for one in all {
        // Of a file in windows only the first of each kind.
        let rank = one.holds as u64 + 1;
        if cx.end_of(id) >= rank {
            continue;
        }
        cx.ended(id, rank);
        let (severity, confidence) = one.holds.judged(rule);
        let claim = Some(Claim { name: one.holds.statement().into() });
        let found = match one.holds {
            Holds::Secrets => Match { prefix, ..Match::of_value(id, rule, one.value.clone(), one.value) },
            Holds::Settings => {
                let statement = one.holds.statement().as_bytes();
                Match { hidden: vec![one.value], ..Match::of_code(id, rule, one.key, statement) }
            }
        };
        matches.push(Match { severity, confidence, claim, evidence: Evidence::Syntax, ..found });
    }
}
