//! Google's key files: `"type": "service_account"` with a private key, `"type": "authorized_user"` with a refresh token.

use std::collections::HashMap;

use super::CredentialFiles;
use super::inner::private_key;
use super::kind::Kind;
use super::out::{More, Out};
use super::worth::Rating;
use crate::check::{Evidence, Match};
use crate::finding::Confidence;
use crate::source::Blob;
use crate::syntax::{Step, json};

/// How far from the key the rest of such a file may stand.
const AROUND: usize = 3000;

/// Reads JSON in which one of both words stands.
pub(super) fn read(text: &str, out: &mut Out<'_, '_>) {
    let mut objects: HashMap<Vec<Step<'_>>, bool> = HashMap::new();
    json::read(text, &mut |entry| {
        if entry.name() == "type" && matches!(entry.text.as_ref(), "service_account" | "authorized_user") {
            let object = entry.path[..entry.path.len() - 1].to_vec();
            objects.insert(object, entry.text == "service_account");
        }
    });
    if objects.is_empty() {
        return;
    }
    json::read(text, &mut |entry| {
        let Some((Step::Key(key), object)) = entry.path.split_last() else { return };
        let span = entry.value.clone();
        match (key.as_ref(), objects.get(object)) {
            ("private_key", Some(true)) if private_key(&entry.text) == Some(true) => {
                let more = More { whole: true, ..More::default() };
                out.rated(Kind::GcpServiceAccountKey, span, Rating::Random, more);
            }
            ("refresh_token", Some(false)) => {
                // They come out of a generator: what reads like words is a sample.
                let words = out.rate(&entry.text, &[key]) == Some(Rating::Made);
                let sample = More { most: Some(Confidence::Low), ..More::noted("it reads like words") };
                let more = if words { sample } else { More::default() };
                out.plain_more(Kind::GcpApplicationDefaultCredentials, span, &entry.text, &[key], more);
            }
            _ => {}
        }
    });
}

/// Where the rule of private keys found one that stands in such a file, wherever that is written (in code, in YAML, in
/// a variable), it is a Google key.
pub(super) fn beside_keys(check: &CredentialFiles<'_>, blob: &Blob<'_>, matches: &mut Vec<Match>) {
    let (Some(pem), Some((id, rule))) = (check.pem, check.rule(Kind::GcpServiceAccountKey)) else { return };
    if !rule.looks_at(&blob.origin.path) {
        return;
    }
    let mut found = Vec::new();
    for key in matches.iter().filter(|found| found.rule == pem) {
        let Some(secret) = key.secret.clone() else { continue };
        let before = &blob.text[key.span.start.saturating_sub(AROUND)..key.span.start];
        let behind = &blob.text[key.span.end..blob.text.len().min(key.span.end + AROUND)];
        let near = &before[before.len().saturating_sub(40)..];
        let has = |text: &[u8], word: &[u8]| memchr::memmem::find(text, word).is_some();
        if has(near, b"private_key") && (has(before, b"service_account") || has(behind, b"service_account")) {
            let evidence = Evidence::Structure;
            let own = Match::of_value(id, rule, key.span.clone(), secret);
            found.push(Match { evidence, fit: u32::MAX, confidence: rule.confidence.min(key.confidence), ..own });
        }
    }
    matches.append(&mut found);
}
