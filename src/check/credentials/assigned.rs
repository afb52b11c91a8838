//! Values that are assigned and can be used: whether they are credentials, by the score of what speaks for it.

use super::given::{Carrier, Given, How};
use super::kind::{Kind, is_name_itself};
use super::place::{FileKind, Place, Style};
use super::score::{Feature, Score, features, is_field};
use super::verdict::Spoken;
use super::{again, around};
use crate::check::Seen;
use crate::check::env_example::role::split;
use crate::check::env_example::words::Words;
use crate::check::env_example::worth::is_random;
use crate::check::secrets::lead::{begins_with_name, is_challenge, is_salted, names_other};
use crate::finding::Confidence;
use crate::source::Blob;
use crate::text::name::{self, Role, Strength};

/// What is told of a value.
pub(super) struct Told {
    pub(super) confidence: Confidence,
    pub(super) reasons: Vec<&'static str>,
    /// All that was weighed.
    pub(super) why: Vec<(&'static str, i32)>,
}

/// How far around a name its neighbours are looked for, in bytes.
const NEAR: usize = 160;

/// From this many bytes on a line was written by a program.
const PACKED: usize = 1000;

/// Judges a value that is given to, or compared with, `name`; `None` where nothing is to be told of it here.
pub(super) fn judge(
    blob: &Blob<'_>,
    place: Place,
    style: Style,
    given: &Given,
    (name, value): (&str, &str),
    words: &Words,
    seen: &mut Vec<Seen>,
) -> Option<(Spoken, Told)> {
    let text = blob.text;
    // In a text for people names are of several words.
    let start = given.name.start;
    let in_words = style.kind == FileKind::Text || around::in_note(text, start);
    let words_too = || std::str::from_utf8(&text[around::words_before(text, start)..given.name.end]).ok();
    let whole_name = in_words.then(words_too).flatten().unwrap_or(name);
    let said = name::read(whole_name);
    let (role, strength) = match said.role {
        _ if let Some(role) = given.role => (role, Strength::Sure),
        Some(role) if role.is_secret() && said.alike.is_none() => (role, said.strength),
        // What a header of this name holds, where it is no name of a header.
        None if said.alike == Some(name::Alike::Header) => (Role::Token, Strength::Likely),
        _ => return None,
    };
    let strength = if role == Role::Token && given.schemed { Strength::Sure } else { strength };
    // A PIN has digits alone; what else is called so has to do with wires and boards.
    if role == Role::Pin && !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let own = split(name);
    // A part of a value is no name, whatever it holds; names without digits may look random, too: `SetMssqlPasswd`.
    if is_name_itself(value, name) || name.bytes().any(|byte| byte.is_ascii_digit()) && is_random(name) {
        return None;
    }
    let kind = Kind::of(value, &own, words);
    // One that people try first is told as such where something is run with it.
    if kind == Kind::Weak && place == Place::Deployment {
        return None;
    }
    let said_at = last_word(&text[given.name.clone()]) + given.name.start;
    let bytes = value.as_bytes();
    if names_other(text, said_at, bytes) {
        return None;
    }
    let whole = said_at.min(given.value.start)..given.value.end;
    let doubted = begins_with_name(text, &whole, bytes) || is_salted(text, &whole, bytes) || is_challenge(text, &whole);
    let usable = match kind {
        Kind::Random | Kind::Usable => true,
        // One that people try first is a password all the same, where somebody sets it.
        Kind::Weak => matches!(role, Role::Password | Role::Passphrase),
        Kind::Placeholder | Kind::Empty | Kind::Reference => false,
    };
    // Where its place says what it is, the name is that of a call.
    if !usable || given.role.is_none() && said.alike.is_some() && kind != Kind::Random {
        return None;
    }
    // In a sentence words follow a name as they follow any other.
    let spoken_word =
        value.trim_end_matches(|c: char| c.is_ascii_punctuation()).bytes().all(|b| b.is_ascii_alphabetic());
    if style.kind == FileKind::Text && given.carrier != Carrier::Code && spoken_word {
        return None;
    }
    let mut score = Score::new();
    score.add(match strength {
        // What is called no more than a salt says in which order things are drawn.
        _ if role == Role::Salt && own.len() == 1 && !whole_name.contains(' ') => Feature::NameWeak,
        Strength::Sure => Feature::NameSure,
        Strength::Likely => Feature::NameLikely,
        // Most that is called no more than a token is one, where its value is random.
        Strength::Weak if matches!(role, Role::Token | Role::Credential) || given.carrier == Carrier::Flag => {
            Feature::NameLikely
        }
        Strength::Weak => Feature::NameWeak,
    });
    let spoken = match role {
        Role::Password | Role::Passphrase | Role::Pin | Role::Credential | Role::Connection => Spoken::Password,
        Role::Token => Spoken::Token,
        Role::ApiKey => Spoken::ApiKey,
        _ => Spoken::Secret,
    };
    score.add_if(spoken == Spoken::Password, Feature::NamePassword);
    score.add_if(spoken == Spoken::Token && !given.schemed, Feature::NameToken);
    score.add_if(matches!(role, Role::ApiKey | Role::SigningKey | Role::EncryptionKey), Feature::NameKey);
    score.add_if(matches!(role, Role::Salt | Role::Pepper), Feature::NameSalt);
    score.extend(features(value, kind == Kind::Random, kind == Kind::Weak));
    if spoken != Spoken::Password {
        // Generators make long ones; `rollout-44` is a step of something.
        score.add_if(kind != Kind::Random && (8..12).contains(&value.chars().count()), Feature::Short);
        score.add_if(is_step(value) || is_field(value), Feature::Identifier);
    }
    score.add_if(place == Place::Deployment, Feature::Deployed);
    score.add_if(style.kind == FileKind::Settings, Feature::Setting);
    let told = style.kind == FileKind::Text
        || given.carrier == Carrier::Prose
        || given.carrier != Carrier::Flag && around::in_comment(text, given.name.start);
    score.add_if(told, Feature::Told);
    score.add_if(place.is_aside() && !told, Feature::Aside);
    // What is called no more than a secret signs, where sessions are made.
    let signs = matches!(role, Role::Secret | Role::SigningKey) && around::in_session(text, start);
    score.add_if((given.role.is_some() || signs) && value.len() >= 6, Feature::Taken);
    score.add_if(given.how == How::Compared, Feature::Compared);
    score.add_if(given.carrier == Carrier::Column, Feature::Data);
    score.add_if(given.carrier == Carrier::Flag, Feature::Flag);
    score.add_if(given.carrier == Carrier::Call, Feature::Call);
    score.add_if(is_packed(text, given.value.start), Feature::Packed);
    let near = neighbours(text, given);
    score.add_if(holds(&near, &["user", "login", "email", "account"]), Feature::NearUser);
    score.add_if(holds(&near, &["host", "server", "port", "://", "endpoint", "database"]), Feature::NearHost);
    again::note(seen, blob, given, (name, role, strength), kind, Some(&score));
    let most = if doubted || place == Place::Interface { Confidence::Low } else { Confidence::High };
    #[cfg(test)]
    super::score::fit::weighed(&given.value, &score, most);
    let confidence = score.confidence()?.min(most);
    let weighed = score.reasons();
    let telling = weighed.iter().filter(|(feature, weight)| *weight != 0 && *feature != Feature::Base);
    let reasons = telling.map(|(feature, _)| feature.said().1).take(2).collect();
    let why = weighed.iter().map(|&(feature, weight)| (feature.said().1, weight)).collect();
    Some((spoken, Told { confidence, reasons, why }))
}

/// Whether a value is a word and a small number behind a dash: a step, a version.
fn is_step(value: &str) -> bool {
    value.rsplit_once(['-', '_']).is_some_and(|(word, number)| {
        (1..=2).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && word.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'))
    })
}

/// Where in a name its last word begins that credentials are called by.
fn last_word(name: &[u8]) -> usize {
    const WORDS: [&[u8]; 9] =
        [b"password", b"passwd", b"passphrase", b"pass", b"pwd", b"secret", b"token", b"api_key", b"key"];
    let lower = name.to_ascii_lowercase();
    WORDS.iter().filter_map(|word| memchr::memmem::rfind(&lower, word)).max().unwrap_or(0)
}

/// What stands around a name, in small letters.
fn neighbours(text: &[u8], given: &Given) -> Vec<u8> {
    let from = given.name.start.min(given.value.start);
    let to = given.name.end.max(given.value.end);
    let before = &text[from.saturating_sub(NEAR)..from];
    let behind = &text[to..text.len().min(to + NEAR)];
    [before, b"\n", behind].concat().to_ascii_lowercase()
}

fn holds(near: &[u8], words: &[&str]) -> bool {
    words.iter().any(|word| memchr::memmem::find(near, word.as_bytes()).is_some())
}

/// Whether the line at `at` is longer than people write them.
fn is_packed(text: &[u8], at: usize) -> bool {
    let before = text[..at].iter().rev().take(PACKED).take_while(|byte| **byte != b'\n').count();
    before >= PACKED || before + text[at..].iter().take(PACKED).take_while(|byte| **byte != b'\n').count() >= PACKED
}
