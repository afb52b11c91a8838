//! JSON web keys with their private part: `kty` with `d`, or with `k` where the key is a shared one.

use std::collections::HashMap;
use std::ops::Range;

use super::codes;
use super::kind::Kind;
use super::out::{More, Out};
use super::worth::Rating;
use crate::syntax::{Step, json};
use crate::text::score::made_up;

/// The fewest characters of a private part: 16 bytes.
const LEAST: usize = 22;

/// A key that is being collected.
#[derive(Default)]
struct Jwk {
    shared: bool,
    private: Option<Range<usize>>,
    /// What else of it gives the key away: primes and what is computed of them.
    more: Vec<Range<usize>>,
}

pub(super) fn read(text: &str, out: &mut Out<'_, '_>) {
    let mut keys: HashMap<Vec<Step<'_>>, usize> = HashMap::new();
    let mut found: Vec<Jwk> = Vec::new();
    json::read(text, &mut |entry| {
        if entry.name() == "kty" && matches!(entry.text.as_ref(), "RSA" | "EC" | "OKP" | "oct") {
            keys.insert(entry.path[..entry.path.len() - 1].to_vec(), found.len());
            found.push(Jwk { shared: entry.text == "oct", ..Jwk::default() });
        }
    });
    if keys.is_empty() {
        return;
    }
    json::read(text, &mut |entry| {
        let Some((Step::Key(key), object)) = entry.path.split_last() else { return };
        let Some(own) = keys.get(object).map(|&at| &mut found[at]) else { return };
        let value = &entry.text;
        let is_part = value.len() >= LEAST && codes::base64(value).is_some() && made_up(value.as_bytes()).is_none();
        match key.as_ref() {
            "d" if !own.shared && is_part => own.private = Some(entry.value.clone()),
            "k" if own.shared && is_part => own.private = Some(entry.value.clone()),
            "p" | "q" | "dp" | "dq" | "qi" if !own.shared => own.more.push(entry.value.clone()),
            _ => {}
        }
    });
    for Jwk { private, more, .. } in found {
        if let Some(private) = private {
            let more = More { whole: true, hidden: more, ..More::default() };
            out.rated(Kind::JwkPrivateKey, private, Rating::Random, more);
        }
    }
}
