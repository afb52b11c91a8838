//! Where readers say what they found: judged here, and turned into matches.

use std::borrow::Cow;
use std::ops::Range;

use super::kind::Kind;
use super::worth::{Rating, rate};
use super::{CredentialFiles, codes};
use crate::check::env_example::role::split;
use crate::check::env_example::words::Words;
use crate::check::{Evidence, Match};
use crate::finding::{Confidence, ReportPath, Severity};
use crate::source::Blob;
use crate::text::known::known_value;

/// Above this many bytes a structure would speak for all that stands in it (see `triage`): a token with a form of its
/// own inside of a long value knows more.
const STRUCTURE: usize = 200;

/// Takes what is found in one text.
pub(super) struct Out<'o, 'r> {
    check: &'o CredentialFiles<'r>,
    path: &'o ReportPath,
    /// What is read.
    text: &'o str,
    /// Where the text that is read begins in the blob's.
    from: usize,
    /// Whether it is the file's beginning.
    pub(super) first: bool,
    matches: &'o mut Vec<Match>,
}

/// A finding that is more or less than its rule says.
#[derive(Clone, Debug, Default)]
pub(super) struct More {
    /// What is to be said of it.
    pub(super) note: Option<&'static str>,
    /// How bad it is, where that is not what the rule says.
    pub(super) severity: Option<Severity>,
    /// How sure it is at most.
    pub(super) most: Option<Confidence>,
    /// Whether it speaks for all that stands in it, however long it is.
    pub(super) whole: bool,
    /// Other parts of the same credential.
    pub(super) hidden: Vec<Range<usize>>,
}

impl More {
    /// Of which a note is said.
    pub(super) fn noted(note: &'static str) -> Self {
        Self { note: Some(note), ..Self::default() }
    }

    /// A private key inside of something larger.
    pub(super) fn private_key() -> Self {
        Self { severity: Some(Severity::Critical), whole: true, ..Self::noted("it holds a private key") }
    }
}

impl<'o, 'r> Out<'o, 'r> {
    pub(super) fn new(
        check: &'o CredentialFiles<'r>,
        blob: &Blob<'o>,
        text: &'o str,
        from: usize,
        matches: &'o mut Vec<Match>,
    ) -> Self {
        Self { check, path: &blob.origin.path, text, from, first: blob.base == 0, matches }
    }

    /// The words by which values and keys are judged.
    pub(super) fn words(&self) -> &'o Words {
        self.check.words()
    }

    /// A value that stands at `at` and says `said`; `near` are names beside it.
    pub(super) fn plain(&mut self, what: Kind, at: Range<usize>, said: &str, near: &[&str]) {
        self.plain_more(what, at, said, near, More::default());
    }

    /// Likewise, with more to say of it.
    pub(super) fn plain_more(&mut self, what: Kind, at: Range<usize>, said: &str, near: &[&str], more: More) {
        // A tag of YAML that is no type: `!vault`, `!secret`, `!Ref`.
        if self.text.get(at.clone()).is_some_and(|written| written.starts_with('!') && !said.starts_with('!')) {
            return;
        }
        if let Some(rating) = self.rate(said, near) {
            let more = match known_value(said.as_bytes()) {
                // Such values stand in documentations, and open nothing.
                Some(known) => {
                    More { note: Some(known), severity: Some(Severity::Info), most: Some(Confidence::Low), ..more }
                }
                None => more,
            };
            self.rated(what, at, rating, more);
        }
    }

    /// What a value is worth.
    pub(super) fn rate(&self, said: &str, near: &[&str]) -> Option<Rating> {
        let mut words: Vec<String> = near.iter().flat_map(|name| split(name)).collect();
        words.extend(near.iter().map(|name| name.to_lowercase()));
        rate(said, &words, self.words())
    }

    /// A value in base 64; one that is none is judged as it stands.
    pub(super) fn base64(&mut self, what: Kind, at: Range<usize>, said: &str, near: &[&str]) {
        match codes::base64_text(said) {
            Some(plain) => self.plain_more(what, at, &plain, near, More::noted("it is written in base64")),
            None => self.plain(what, at, said, near),
        }
    }

    /// `user:password` in base64; what is something else is no finding.
    pub(super) fn pair(&mut self, what: Kind, at: Range<usize>, said: &str) {
        let Some(plain) = codes::base64_text(said) else { return };
        let Some((user, password)) = plain.split_once(':') else { return };
        let more = More::noted("it is a user and a password in base64");
        self.plain_more(what, at, password.trim_end_matches(['\0', '\n']), &[user], more);
    }

    /// A value of which it is known what it is worth.
    pub(super) fn rated(&mut self, what: Kind, at: Range<usize>, rating: Rating, more: More) {
        let Some((id, rule)) = self.check.rule(what).filter(|_| !at.is_empty()) else { return };
        if !rule.looks_at(self.path) {
            return;
        }
        let (by_rating, weak) = match rating {
            Rating::Random => (Confidence::High, None),
            Rating::Made => (Confidence::Medium, None),
            Rating::Weak => (Confidence::Low, Some("it is a weak password")),
        };
        let notes = more.note.into_iter().chain(weak).map(Cow::Borrowed).collect();
        let confidence = rule.confidence.min(by_rating).min(more.most.unwrap_or(Confidence::High));
        let at = self.shifted(at);
        let evidence = if at.len() < STRUCTURE || more.whole { Evidence::Structure } else { Evidence::Context };
        let hidden = more.hidden.into_iter().map(|span| self.shifted(span)).collect();
        let severity = more.severity.unwrap_or(rule.severity);
        let found = Match::of_value(id, rule, at.clone(), at);
        // The file's own structure says more than any form: of equal evidence it speaks.
        self.matches.push(Match { severity, confidence, evidence, fit: u32::MAX, notes, hidden, ..found });
    }

    fn shifted(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.from..span.end + self.from
    }
}
