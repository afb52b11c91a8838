//! The credentials check: what is given to a name of a credential, read at the name and judged by what the credential
//! is for ([`purpose`]) and what kind of value it gets ([`kind`]); the table of both is [`verdict`].
//!
//! The literal prefilter finds parts of names. At each, [`given`] reads a few bytes: the name to its ends, what closes
//! behind it, and whether a literal follows in one of the ways in which languages give values to names. Nearly all names
//! are left behind there.

mod around;
mod given;
mod guard;
mod instead;
mod kind;
mod literal;
mod place;
mod purpose;
mod verdict;

use std::sync::OnceLock;

use super::env_example::words::Words;
use super::{Check, Cx, Evidence, Match};
use crate::finding::{Confidence, Severity};
use crate::rule::def::CheckName;
use crate::rule::{NAMES, Rule, RuleSet};
use crate::source::Blob;
use crate::text::literals::Literals;
use given::{Given, How, given};
use kind::Kind;
use place::Place;
use purpose::Purpose;
use verdict::{Spoken, verdict};

/// The check over one rule set.
#[derive(Debug)]
pub struct Credentials<'r> {
    rules: &'r [Rule],
    /// The rules' positions by [`Spoken`]; none for those that are off.
    ids: [Option<u32>; Spoken::ALL.len()],
    /// Made when the first value is judged.
    words: OnceLock<Words>,
    /// For texts that the secrets check does not go through.
    names: OnceLock<Literals>,
}

impl<'r> Credentials<'r> {
    /// Looks up the check's rules; those that are off are not spoken for.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        let ids = Spoken::ALL.map(|spoken| {
            let (at, rule) = rules.find(spoken.id())?;
            (rule.def.check == Some(CheckName::Credentials)).then_some(at)
        });
        Self { rules: rules.rules(), ids, words: OnceLock::new(), names: OnceLock::new() }
    }

    fn judge(&self, blob: &Blob<'_>, place: Place, given: &Given) -> Option<Match> {
        let text = blob.text;
        let name = std::str::from_utf8(&text[given.name.clone()]).ok()?;
        let value = String::from_utf8_lossy(&text[given.value.clone()]);
        let words = self.words.get_or_init(Words::embedded);
        let (purpose, key) = Purpose::read(name, words)?;
        let kind = Kind::of(&value, &key.words, words);
        let told = match given.how {
            How::Assigned => !kind::is_name_itself(&value, name),
            How::Compared => kind::is_more_than_words(&value) && !around::asks_type(text, given.name.start),
            How::Fallback => true,
        };
        if !told || around::in_comment(text, given.name.start) {
            return None;
        }
        let (spoken, mut severity, mut confidence) = verdict(purpose, kind, given.how, place == Place::Deployment)?;
        let id = self.ids[spoken as usize]?;
        let rule = &self.rules[id as usize];
        if !rule.looks_at(&blob.origin.path) {
            return None;
        }
        if matches!(spoken, Spoken::Known | Spoken::Fallback) && guard::guarded(text, &given.value) {
            return None;
        }
        let mut notes = vec![note(kind, spoken).into()];
        // What is called no more than a secret may be anything.
        if spoken == Spoken::Known && given.how == How::Assigned && key.words.len() == 1 && place == Place::Code {
            confidence = Confidence::Low;
        }
        // A key of its own that a test or an example signs with opens nothing; a random one may be in use.
        if place == Place::Aside || key.trial {
            if kind != Kind::Random {
                return None;
            }
            confidence = Confidence::Low;
            severity = severity.min(Severity::Medium);
            notes.push("it stands in a test or an example".into());
        }
        let span = given.name.start.min(given.value.start)..given.value.end.max(given.name.end);
        let found = Match::of_value(id, rule, span, given.value.clone());
        Some(Match { severity, confidence, notes, evidence: Evidence::Context, ..found })
    }
}

/// Where the tests of a Rust file begin, which stand behind everything else; its end where it has none.
fn tests_of(text: &[u8], path: &[u8]) -> usize {
    let tests = || memchr::memmem::find(text, b"#[cfg(test)]");
    path.ends_with(b".rs").then(tests).flatten().unwrap_or(text.len())
}

/// Whether a colon alone stands between a name without quotes and the value.
fn is_annotated(text: &[u8], given: &Given) -> bool {
    let between = text.get(given.name.end..given.value.start).unwrap_or_default();
    between.starts_with(b":") && !between.contains(&b'=')
}

/// What a rule says of a value of this kind.
const fn note(kind: Kind, spoken: Spoken) -> &'static str {
    match kind {
        Kind::Random => "the value looks random",
        Kind::Usable => "the value is no placeholder",
        Kind::Weak => "the value is one that people try first",
        Kind::Placeholder if matches!(spoken, Spoken::Known) => {
            "the value is a placeholder, and works as a key all the same"
        }
        Kind::Placeholder | Kind::Empty | Kind::Reference => "the value is a placeholder",
    }
}

impl Check for Credentials<'_> {
    fn name(&self) -> Option<CheckName> {
        Some(CheckName::Credentials)
    }

    fn wants(&self, _: &Blob<'_>) -> bool {
        self.ids.iter().any(Option::is_some)
    }

    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>) {
        let mut names = std::mem::take(&mut cx.names);
        if cx.hints.is_none() {
            names.clear();
            let made = || Literals::new(&NAMES.map(|name| (name.as_bytes().to_vec(), 0)));
            self.names.get_or_init(made).scan(blob.text, &mut cx.literals, &mut |_, at| names.push(at));
        }
        let path = blob.origin.path.as_bytes();
        // Most files hold none, and few of the others are templates.
        let place = if names.is_empty() { Place::Template } else { Place::of(path) };
        if place != Place::Template {
            let bare = place::bare(path);
            let tests = tests_of(blob.text, path);
            let mut last = 0;
            for &at in &names {
                // Several parts of one name.
                if at < last {
                    continue;
                }
                let name = around::name(blob.text, at);
                last = name.end;
                let Some(given) = given(blob.text, name, bare) else { continue };
                // `name: "x"` of Python is a type, and text of another language in its strings.
                if given.how == How::Assigned && path.ends_with(b".py") && is_annotated(blob.text, &given) {
                    continue;
                }
                if given.how == How::Compared && place == Place::Aside {
                    continue;
                }
                let place = if given.name.start >= tests { Place::Aside } else { place };
                matches.extend(self.judge(blob, place, &given));
            }
        }
        cx.names = names;
    }
}
