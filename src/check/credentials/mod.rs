//! The credentials check: what is given to a name of a credential, read at the name and judged by what the credential
//! is for ([`purpose`]) and what kind of value it gets ([`kind`]); the table of both is [`verdict`].
//!
//! The literal prefilter finds parts of names. At each, [`given`] reads a few bytes: the name to its ends, what closes
//! behind it, and whether a literal follows in one of the ways in which languages give values to names. Nearly all names
//! are left behind there.

mod again;
mod around;
mod assigned;
mod below;
mod callee;
mod columns;
mod command;
mod compared;
mod given;
mod guard;
mod instead;
mod joined;
mod kind;
mod literal;
mod markup;
mod place;
mod purpose;
mod score;
mod shape;
mod takers;
mod verdict;
mod wrapped;

use std::sync::OnceLock;

use super::env_example::role::Key;
use super::env_example::words::Words;
use super::{Check, Cx, Evidence, Match, Seen, Sighting, Whole};
use crate::finding::{Confidence, Finding, Severity};
use crate::rule::def::CheckName;
use crate::rule::{Rule, RuleSet};
use crate::source::Blob;
use crate::text::name::{self, Role};
use again::Again;
use given::{Carrier, Given, How, given};
use kind::Kind;
use place::{FileKind, Place, Style};
use purpose::Purpose;
use verdict::{Spoken, verdict};

pub(crate) use again::{REPEATED, REUSED};

/// The check over one rule set.
#[derive(Debug)]
pub struct Credentials<'r> {
    rules: &'r [Rule],
    /// The rules' positions by [`Spoken`]; none for those that are off.
    ids: [Option<u32>; Spoken::ALL.len()],
    /// What compares values at the end of the run.
    again: Option<Again>,
    /// Made when the first value is judged.
    words: OnceLock<Words>,
}

impl<'r> Credentials<'r> {
    /// Looks up the check's rules; those that are off are not spoken for.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        let ids = Spoken::ALL.map(|spoken| rules.find(spoken.id()).map(|(at, _)| at));
        Self { rules: rules.rules(), ids, again: Again::new(rules), words: OnceLock::new() }
    }

    /// What is given at the names and to the values that the prefilters found, both in order.
    fn all_given(&self, blob: &Blob<'_>, names: &[usize], values: &[usize], style: Style) -> Vec<Given> {
        let text = blob.text;
        let (mut all, mut last) = (Vec::new(), 0);
        for &at in names {
            // Several parts of one name.
            if at < last {
                continue;
            }
            let name = around::name(text, at);
            last = name.end;
            all.extend(self.given(blob, at, name, style));
        }
        // A random value is looked at whatever its name holds.
        let mut seen: Vec<usize> = all.iter().map(|given| given.value.start).collect();
        seen.sort_unstable();
        for &at in values {
            let taken = seen.partition_point(|start| *start <= at).checked_sub(1).is_some_and(|last| seen[last] == at);
            let Some(name) = around::name_before(text, at).filter(|_| !taken) else { continue };
            let told = |given: &Given| matches!(given.how, How::Assigned | How::Compared) && given.value.start == at;
            all.extend(given(text, name, style).filter(told));
        }
        all
    }

    /// What is given to the name at `name`, of which a part stands at `at`: one value, or those of a column.
    fn given(&self, blob: &Blob<'_>, at: usize, name: std::ops::Range<usize>, style: Style) -> Vec<Given> {
        let text = blob.text;
        let given_by_command = command::command(text, at)
            .or_else(|| (name.start != at).then(|| command::command(text, name.start)).flatten())
            .or_else(|| command::piped(text, &name))
            .or_else(|| takers::characters(text, &name));
        if let Some(value) = given_by_command {
            return vec![Given::new(name, value, How::Assigned, Carrier::Flag).of(Role::Password)];
        }
        if let Some(given) = given(text, name.clone(), style) {
            return vec![given];
        }
        let mut values = Vec::new();
        match style.kind {
            FileKind::Table if blob.base == 0 => columns::separated(text, &name, &mut values),
            FileKind::Text | FileKind::Record => columns::piped(text, &name, &mut values),
            _ => columns::inserted(text, &name, &mut values),
        }
        let column = |value| Given::new(name.clone(), value, How::Assigned, Carrier::Column);
        values.into_iter().map(column).collect()
    }

    fn judge(&self, blob: &Blob<'_>, place: Place, style: Style, given: &Given, seen: &mut Vec<Seen>) -> Option<Match> {
        let text = blob.text;
        let words = self.words.get_or_init(Words::embedded);
        let name = std::str::from_utf8(&text[given.name.clone()]).ok()?;
        let value = match &given.whole {
            Some(whole) => whole.into(),
            None => String::from_utf8_lossy(&text[given.value.clone()]),
        };
        if given.how == How::Assigned
            && let Some((spoken, told)) = assigned::judge(blob, place, style, given, (name, &value), words, seen)
        {
            let id = self.ids[spoken as usize]?;
            let rule = &self.rules[id as usize];
            if !rule.looks_at(&blob.origin.path) {
                return None;
            }
            let span = given.name.start.min(given.value.start)..given.value.end.max(given.name.end);
            let found = Match::of_value(id, rule, span, given.value.clone());
            let notes = told.reasons.into_iter().map(Into::into).collect();
            return Some(Match {
                confidence: told.confidence,
                notes,
                why: told.why,
                // Any rule that knows a format speaks before it.
                evidence: Evidence::Name,
                ..found
            });
        }
        // What a getter gives is what it is named after: `request.getPassword()`.
        let name = match name.rsplit('.').next().and_then(|last| last.strip_prefix("get")) {
            Some(got) if given.how == How::Compared && got.len() > 2 => got.trim_start_matches('_'),
            _ => name,
        };
        let said = name::read(name);
        // A key may be that of anything.
        let vague = said.role == Some(Role::ApiKey) && said.strength == name::Strength::Weak;
        if said.alike.is_some() {
            return None;
        }
        let (purpose, key) = Purpose::read(name, words).or_else(|| {
            let role = said.role.filter(|role| role.is_secret() && said.strength != name::Strength::Weak)?;
            Some((Purpose::of_role(role), Key::new(name, words)))
        })?;
        let kind = Kind::of(&value, &key.words, words);
        if vague && kind != Kind::Random {
            return None;
        }
        if given.how == How::Fallback
            && let Some(role) = said.role
        {
            again::note(seen, blob, given, (name, role, said.strength), kind, None);
        }
        let told = match given.how {
            How::Assigned => !kind::is_name_itself(&value, name),
            How::Compared => {
                (kind::is_more_than_words(&value) || kind::names_a_key(&value))
                    && !around::asks_type(text, given.name.start)
            }
            How::Fallback => true,
        };
        if !told || around::in_comment(text, given.name.start) {
            return None;
        }
        let by_table = verdict(purpose, kind, given.how, place == Place::Deployment);
        let key_of = matches!(said.role, Some(Role::ApiKey | Role::ClientSecret)) && !vague;
        let (spoken, mut severity, mut confidence) = by_table.or_else(|| {
            if given.how == How::Compared && key_of && kind::names_a_key(&value) {
                return Some((Spoken::Check, Severity::Medium, Confidence::Medium));
            }
            // What nobody looks up in the table: a key or token that is compared with something usable.
            let (_, told) = (given.how == How::Compared && said.strength != name::Strength::Weak)
                .then(|| assigned::judge(blob, place, style, given, (name, &value), words, seen))??;
            (told.confidence >= Confidence::Medium).then_some((Spoken::Check, Severity::Medium, Confidence::Medium))
        })?;
        let id = self.ids[spoken as usize]?;
        let rule = &self.rules[id as usize];
        if !rule.looks_at(&blob.origin.path) {
            return None;
        }
        if matches!(spoken, Spoken::Known | Spoken::Fallback) && guard::guarded(text, &given.value) {
            return None;
        }
        let mut notes = vec![note(kind, spoken).into()];
        // A short word that is in no list is the name of something: `'core'`.
        let lower = value.to_ascii_lowercase();
        let word = lower.trim_end_matches(',');
        let word = word.len() < 5 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if spoken == Spoken::Known && given.how == How::Assigned && word && !words.is_default(&lower) {
            confidence = Confidence::Low;
        }
        // What is called no more than a secret may be anything.
        if spoken == Spoken::Known
            && given.how == How::Assigned
            && key.words.len() == 1
            && place == Place::Code
            && !around::in_session(text, given.name.start)
        {
            confidence = Confidence::Low;
        }
        // A key of its own that a test or an example signs with opens nothing; a random one may be in use.
        if place.is_aside() || key.trial {
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

/// Whether nobody can log in with a value that is given to the name at `at`: it is empty, a placeholder, or says where the
/// real one is kept; or the name only looks like that of a credential.
pub(super) fn is_nobodys(text: &[u8], at: usize, value: &[u8]) -> bool {
    let name = around::name(text, at);
    if matches!(text.get(name.end), Some(b':' | b'=')) && around::ends_literal(text, &name, name.end + 1) {
        return true;
    }
    let name = &text[name];
    if std::str::from_utf8(name).is_ok_and(|name| name::read(name).alike.is_some()) {
        return true;
    }
    shape::is_nobodys(&String::from_utf8_lossy(value))
}

/// Where the tests of a Rust file begin, which stand behind everything else; its end where it has none.
fn tests_of(text: &[u8], path: &[u8]) -> usize {
    let tests = || memchr::memmem::find(text, b"#[cfg(test)]");
    path.ends_with(b".rs").then(tests).flatten().unwrap_or(text.len())
}

/// Whether a colon alone stands between a name without quotes and the value.
fn is_annotated(text: &[u8], given: &Given) -> bool {
    let between = text.get(given.name.end..given.value.start).unwrap_or_default();
    // An entry of a map has a brace before it.
    let entry = text[..given.name.start].trim_ascii_end().ends_with(b"{");
    // A type is called by a name; settings of documentation stand in literals of several lines.
    let type_like =
        text[given.value.clone()].iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.[], |".contains(byte));
    between.starts_with(b":") && !between.contains(&b'=') && !entry && type_like
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
        self.again.is_some() || self.ids.iter().any(Option::is_some)
    }

    /// Goes by the names and values that the prefilters noted in `cx` for this very text.
    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>) {
        let (names, values) = (std::mem::take(&mut cx.names), std::mem::take(&mut cx.values));
        let path = blob.origin.path.as_bytes();
        // Most files hold none, and few of the others are templates.
        let place = if names.is_empty() && values.is_empty() { Place::Template } else { Place::of(path) };
        if place != Place::Template {
            let style = Style::of(path, blob.text);
            let tests = tests_of(blob.text, path);
            for given in self.all_given(blob, &names, &values, style) {
                // `name: "X"` of Python is a type.
                if given.how == How::Assigned && path.ends_with(b".py") && is_annotated(blob.text, &given) {
                    continue;
                }
                if given.how == How::Compared && place.is_aside() {
                    continue;
                }
                let place = if given.name.start >= tests { Place::Aside } else { place };
                matches.extend(self.judge(blob, place, style, &given, &mut cx.seen));
            }
        }
        if self.again.is_none() {
            cx.seen.clear();
        }
        cx.names = names;
        cx.values = values;
    }

    fn compare(&self, _: &Whole<'_>, findings: Vec<Finding>, sightings: &[Sighting]) -> Vec<Finding> {
        match &self.again {
            Some(again) => again.compare(self.rules, findings, sightings),
            None => findings,
        }
    }
}
