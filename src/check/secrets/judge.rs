//! What a match is worth: whether it is a finding, and how sure.

use std::ops::Range;

use super::context::{Near, Nearness};
use super::lead::{begins_with_name, is_challenge, is_digest, is_salted, names_other};
use super::pairs::UNSAID;
use crate::check::credentials::is_nobodys;
use crate::check::{Evidence, Match};
use crate::finding::{Confidence, Severity};
use crate::rule::Rule;
use crate::rule::carry::Carrier;
use crate::rule::def::{Boundary, PlaceholderPolicy};
use crate::text::base::{amid_base64, base64_text, percent_decoded};
use crate::text::fold::folded;
use crate::text::form::{self, Form, Reading};
use crate::text::known::known_value;
use crate::text::placeholder::placeholder;
use crate::text::score::{entropy, made_up, reads_like_words};

/// A password of fewer bytes, decoded, is none.
const SHORTEST: usize = 4;

/// What a match is worth: `None` where it is no finding.
#[must_use]
pub fn judge(id: u32, rule: &Rule, text: &[u8], span: Range<usize>, secret: Range<usize>, near: Near) -> Option<Match> {
    let def = &rule.def;
    let read = match def.form {
        Some(form) => form::read(form, text, &span, &secret)?,
        None => Reading::default(),
    };
    let secret = read.secret.unwrap_or(secret);
    let span = span.start..span.end.max(secret.end);
    let value = &text[secret.clone()];
    if def.min_entropy.is_some_and(|least| entropy(value) < least) || rule.allows(value) {
        return None;
    }
    // Only a rule that drops placeholders, because it has no form of its own, looks at what is written otherwise.
    let bare = def.placeholder == PlaceholderPolicy::Drop;
    let plain = if bare { meant(value, read.plain) } else { read.plain };
    let plain = plain.as_deref();
    if bare && plain.is_some_and(|plain| plain.len() < SHORTEST) {
        return None;
    }
    if plain.is_some_and(|plain| rule.allows(plain)) {
        return None;
    }
    let prefix = if secret.start == span.start && def.before.is_none() { known_prefix(rule, value) } else { 0 };
    let mut confidence = rule.confidence;
    let mut notes = Vec::new();
    let mut evidence = match &rule.carried.carrier {
        // A form is a structure, but for tokens, of which some are of a form that others have too.
        _ if def.form.is_some_and(|form| form != Form::Jwt) => Evidence::Structure,
        Carrier::Value { .. } if def.context.is_some() => Evidence::Context,
        Carrier::Value { .. } => Evidence::Prefix,
        // What stands before any value is no part of a token's form.
        Carrier::Run(_) | Carrier::Behind(_) if bare => Evidence::Name,
        Carrier::Run(_) | Carrier::Behind(_) => Evidence::Prefix,
        Carrier::Literal(_) if def.boundary == Boundary::Token => Evidence::Prefix,
        Carrier::Literal(all) if all.iter().all(|literal| literal[0].is_ascii_alphabetic() && is_name(literal)) => {
            if bare {
                Evidence::Name
            } else {
                Evidence::Context
            }
        }
        Carrier::Literal(_) => Evidence::Structure,
        // No prefilter proposes such a rule.
        Carrier::Check => return None,
    };
    if evidence == Evidence::Name && (names_other(text, span.start, value) || is_nobodys(text, span.start, value)) {
        return None;
    }
    let by_context = evidence == Evidence::Context && matches!(rule.carried.carrier, Carrier::Value { .. });
    // Its name says that it is a hash or the like: such values have the same shapes, and a prefix such as `0x` too.
    if near.other && (by_context || prefix < 4 && evidence == Evidence::Prefix) {
        return None;
    }
    if by_context && !near.credential {
        confidence = Confidence::Low;
        notes.push(UNSAID.into());
    }
    let holds = rule.checksum_holds(value);
    match holds {
        Some(true) => {
            confidence = Confidence::High;
            evidence = Evidence::Checksum;
            notes.push("its checksum holds".into());
        }
        Some(false) => {
            confidence = Confidence::Low;
            notes.push("its checksum does not hold".into());
        }
        None => {}
    }
    // A file may use several libraries: whose key it is can be said, but is not sure.
    if near.word.is_some_and(|(nearness, _)| nearness == Nearness::File) {
        confidence = confidence.min(Confidence::Medium);
        notes.push("its provider's library is imported here".into());
    }
    match read.holds {
        Some(true) => confidence = Confidence::High,
        Some(false) => confidence = Confidence::Low,
        None => {}
    }
    notes.extend(read.notes);
    let holds = holds.or(read.holds);
    if holds != Some(true) && def.placeholder != PlaceholderPolicy::Keep {
        if let Some(why) = placeholder(value, prefix).or_else(|| placeholder(plain?, 0)) {
            if def.placeholder == PlaceholderPolicy::Drop {
                return None;
            }
            confidence = Confidence::Low;
            notes.push(why.into());
        } else if !is_address(value) && reads_like_words(plain.unwrap_or(&value[prefix..])) {
            // An identifier that has a token's length by chance, and that nothing calls a credential.
            if by_context && (!near.credential || near.word.is_some_and(|(nearness, _)| nearness == Nearness::File)) {
                return None;
            }
            // People's passwords stand in addresses and connection strings.
            let made = evidence == Evidence::Structure && is_made(plain.unwrap_or(value));
            confidence = confidence.min(if made { Confidence::Medium } else { Confidence::Low });
            notes.push("it reads like words".into());
        }
    }
    let doubt = match evidence {
        Evidence::Name if begins_with_name(text, &span, value) => Some("it begins with the name of what it is for"),
        Evidence::Name if is_salted(text, &span, value) => Some("a salt stands beside it: it is a hash"),
        Evidence::Name if is_challenge(text, &span) => Some("a challenge's token is published"),
        Evidence::Prefix if read.holds.is_none() && is_digest(&text[..span.start]) => Some("it is a hash by its name"),
        Evidence::Prefix if read.holds.is_none() && amid_base64(text, &span) => {
            Some("it is cut out of a text in base 64")
        }
        _ => None,
    };
    if let Some(doubt) = doubt {
        confidence = Confidence::Low;
        notes.push(doubt.into());
    }
    if read.holds == Some(true) && confidence == Confidence::High && typed(value) {
        confidence = Confidence::Medium;
        notes.push("somebody typed a part of it".into());
    }
    confidence = read.most.map_or(confidence, |most| confidence.min(most));
    let fit = near.fit().max(prefix as u32);
    let mut severity = read.severity.unwrap_or(rule.severity);
    if let Some(known) = known_value(value) {
        severity = Severity::Info;
        confidence = Confidence::Low;
        notes = vec![known.into()];
    }
    Some(Match { severity, confidence, evidence, notes, prefix, fit, ..Match::of_value(id, rule, span, secret) })
}

/// What a value without a form of its own is in plain letters, if it is written otherwise: with percent signs (twice,
/// where an address stands in an address), in base 64, or with marks on its letters. `read` is what its form decoded.
fn meant(value: &[u8], read: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let percent = |value: &[u8]| percent_decoded(value).map(|once| percent_decoded(&once).unwrap_or(once));
    let plain = read.or_else(|| percent(value).or_else(|| base64_text(value)));
    folded(plain.as_deref().unwrap_or(value)).or(plain)
}

/// Whether a value that reads like words is a password that somebody thought up for use: with digits, and long enough.
fn is_made(value: &[u8]) -> bool {
    value.len() >= 8 && value.iter().filter(|byte| byte.is_ascii_digit()).count() >= 2 && made_up(value).is_none()
}

/// Whether somebody typed over a part of a value whose form holds all the same. Zeros, which are many an `A` in base
/// 64, say nothing.
fn typed(value: &[u8]) -> bool {
    let written: Vec<u8> = value.iter().copied().filter(|&byte| byte != b'A').collect();
    made_up(&written).is_some() || value.windows(7).any(|part| part == b"EXAMPLE")
}

/// How many bytes at the start of a value its rule makes public.
fn known_prefix(rule: &Rule, value: &[u8]) -> usize {
    match &rule.carried.carrier {
        Carrier::Run(all) | Carrier::Behind(all) => {
            all.iter().filter(|literal| value.starts_with(literal)).map(Vec::len).max().unwrap_or(0)
        }
        Carrier::Literal(all) => all
            .iter()
            .filter(|literal| value.len() >= literal.len() && value[..literal.len()].eq_ignore_ascii_case(literal))
            .map(Vec::len)
            .max()
            .unwrap_or(0),
        Carrier::Value { .. } | Carrier::Check => 0,
    }
}

/// Whether a value is an address, which holds words whatever its secret part is.
fn is_address(value: &[u8]) -> bool {
    value.starts_with(b"http://") || value.starts_with(b"https://")
}

/// Whether a literal is a name, such as `password` or `api_key`, and no structure.
fn is_name(literal: &[u8]) -> bool {
    literal.iter().all(|&byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
