//! What a real environment file holds: whether it sets a secret, or only settings.

use std::ops::Range;

use super::EnvExample;
use super::role::Key;
use super::settings::{Place, Text, parts};
use super::words::Words;
use super::worth::Worth;
use crate::check::{Claim, Cx, Match};
use crate::finding::{Confidence, Severity};
use crate::rule::Rule;
use crate::source::Blob;

/// What such a file holds, as far as it is bad to have it in a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holds {
    /// Something is set, and none of it is a secret.
    Settings,
    /// A password or key.
    Secrets,
}

impl Holds {
    /// What the finding's identity goes by, beside rule and path; the claim's name, too.
    pub(super) const fn statement(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Secrets => "secrets",
        }
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

/// The first key that shows what a file holds, with the value that no output may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shows {
    pub(super) holds: Holds,
    pub(super) key: Range<usize>,
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
        let secret = parts(text, entry, &key, words).iter().any(|part| {
            part.worth >= Worth::Made
                && match part.place {
                    Place::Unnamed => false,
                    Place::Address { near } => !near || part.worth == Worth::Random,
                    Place::Whole | Place::Fallback => true,
                }
        });
        let holds = if secret { Holds::Secrets } else { Holds::Settings };
        if secret || private && found.is_empty() {
            found.push(Shows { holds, key: entry.key.clone(), value: entry.value.clone() });
        }
    });
    found
}

/// Claims that a real file is one to be kept out of a repository; git decides.
pub(super) fn run(check: &EnvExample<'_>, blob: &Blob<'_>, private: bool, cx: &mut Cx, matches: &mut Vec<Match>) {
    let Some((id, rule)) = check.rule(check.tracked, blob) else { return };
    // A token, by whatever name, is a secret.
    let token = matches.iter().filter(|found| found.claim.is_none() && found.confidence > Confidence::Low);
    let token = token
        .filter_map(|found| found.secret.clone())
        .filter(|secret| blob.own.contains(&secret.start))
        .min_by_key(|span| span.start);
    let mut all = shows(&Text::of(blob), private, &check.words);
    all.retain(|one| blob.own.contains(&one.key.start));
    if let Some(value) = token
        && !all.iter().any(|one| one.holds == Holds::Secrets)
    {
        let line = memchr::memrchr(b'\n', &blob.text[..value.start]).map_or(0, |end| end + 1);
        let end = blob.text[line..value.start].iter().position(|byte| matches!(byte, b'=' | b':' | b' ')).unwrap_or(0);
        if end > 0 {
            all.push(Shows { holds: Holds::Secrets, key: line..line + end, value });
        }
    }
    for one in all {
        // Of a file in windows only the first of each kind.
        let rank = one.holds as u64 + 1;
        if cx.end_of(id) >= rank {
            continue;
        }
        cx.ended(id, rank);
        let (severity, confidence) = one.holds.judged(rule);
        let found = Match::of_code(id, rule, one.key, one.holds.statement().as_bytes());
        let claim = Some(Claim { name: one.holds.statement().into() });
        matches.push(Match { severity, confidence, claim, hidden: vec![one.value], ..found });
    }
}
