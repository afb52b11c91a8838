//! JSON web tokens (RFC 7519): who signed one with what, for whom, and until when.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::{Map, Value};

use super::{Reading, date, issuer};
use crate::finding::{Confidence, Severity};
use crate::text::base::base64_bytes;

/// The algorithms of signatures, and how many bytes each gives; none where the key says it.
const ALGORITHMS: [(&str, &[usize]); 14] = [
    ("HS256", &[32]),
    ("HS384", &[48]),
    ("HS512", &[64]),
    ("RS256", RSA),
    ("RS384", RSA),
    ("RS512", RSA),
    ("PS256", RSA),
    ("PS384", RSA),
    ("PS512", RSA),
    ("ES256", &[64]),
    ("ES256K", &[64]),
    ("ES384", &[96]),
    ("ES512", &[132]),
    ("EdDSA", &[64, 114]),
];

/// What RSA keys of the usual lengths give.
const RSA: &[usize] = &[128, 256, 384, 512, 1024];

/// Reads the token that begins at `span.start`. `None`: it is encrypted, or no such token.
#[must_use]
pub(super) fn read(text: &[u8], span: Range<usize>) -> Option<Reading> {
    let parts: Vec<&[u8]> = text[span.clone()].split(|&byte| byte == b'.').take(6).collect();
    let [head, body, signature, ..] = parts.as_slice() else { return None };
    let secret = span.start..span.start + head.len() + body.len() + signature.len() + 2;
    let header = object(head);
    // Five parts: the fourth is ciphertext, and nobody but its receiver reads it.
    if header.as_ref().is_some_and(|header| header.contains_key("enc")) {
        return None;
    }
    let algorithm = header.as_ref().and_then(|header| header.get("alg")).and_then(Value::as_str);
    let unsigned = algorithm.is_some_and(|name| name.eq_ignore_ascii_case("none"));
    if signature.is_empty() && !unsigned {
        return None;
    }
    let mut reading = Reading { secret: Some(secret), ..Reading::default() };
    let (Some(algorithm), Some(claims)) = (algorithm, object(body)) else {
        // What begins like one by chance has no second part that does.
        let likely = body.starts_with(b"ey") || header.is_some_and(|header| header.contains_key("alg"));
        reading.holds = Some(false);
        reading.notes.push("its parts do not decode".into());
        return likely.then_some(reading);
    };
    if unsigned {
        reading.holds = Some(true);
        reading.severity = Some(Severity::Info);
        reading.notes.push("it is not signed (`alg` is `none`)".into());
        return Some(reading);
    }
    judge(&mut reading, algorithm, signature, &claims);
    Some(reading)
}

/// Says what a signed token is worth.
fn judge(reading: &mut Reading, algorithm: &str, signature: &[u8], claims: &Map<String, Value>) {
    let known = ALGORITHMS.iter().find(|(name, _)| *name == algorithm);
    let length = base64_bytes(signature).map(|bytes| bytes.len());
    let holds = known.is_none_or(|(_, lengths)| length.is_some_and(|length| lengths.contains(&length)));
    reading.holds = Some(holds);
    reading.notes.push(match known {
        Some((name, _)) if holds => format!("it is signed with {name}").into(),
        Some((name, _)) => format!("its signature is not as long as {name} makes one").into(),
        None => Cow::Borrowed("its structure holds"),
    });
    let issued = issuer::of(claims);
    if let Some(issued) = &issued {
        reading.notes.push(issued.note.into());
        reading.severity = issued.severity;
    }
    let public = issued.is_some_and(|issued| issued.severity == Some(Severity::Info));
    if is_documented(claims) {
        reading.severity = Some(Severity::Info);
        reading.most = Some(Confidence::Low);
        reading.notes.push("its claims are those of a documented sample".into());
    } else if is_sample(claims) {
        reading.most = Some(Confidence::Low);
        reading.notes.push("its claims are those of a sample".into());
    } else if names_nobody(claims) {
        reading.most = Some(Confidence::Low);
        reading.notes.push("it names neither issuer nor user".into());
    }
    match claims.get("exp").and_then(time) {
        Some(until) => {
            reading.notes.push(date::note(until));
            if date::expired(until) && !public {
                reading.severity = Some(reading.severity.unwrap_or(Severity::Low).min(Severity::Low));
                reading.most = Some(Confidence::Low);
            }
        }
        None => reading.notes.push("it does not expire".into()),
    }
}

/// A number of seconds since 1970, whole or not, as a number or in digits.
fn time(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64)).or_else(|| value.as_str()?.parse().ok())
}

/// The claims that every page about such tokens shows.
fn is_documented(claims: &Map<String, Value>) -> bool {
    let is = |key: &str, what: &str| claims.get(key).and_then(Value::as_str).is_some_and(|value| value == what);
    let named =
        is("name", "John Doe") || is("name", "Jane Doe") || claims.get("iat") == Some(&Value::from(1_516_239_022));
    is("sub", "1234567890") && named || is("iss", "joe") && claims.get("exp") == Some(&Value::from(1_300_819_380))
}

/// Whether a claim names one of those whom people make up when they write about tokens.
fn is_sample(claims: &Map<String, Value>) -> bool {
    const MADE_UP: [&str; 7] = ["example.com", "example.org", "example.net", "acme", "john doe", "jane doe", "foobar"];
    claims.values().filter_map(Value::as_str).any(|text| {
        let lower = text.to_lowercase();
        MADE_UP.iter().any(|part| lower.contains(part))
    })
}

/// Whether there is nothing in the claims that could be somebody: none of those that the standard names, and words alone, as
/// in samples (`{"some": "payload"}`).
fn names_nobody(claims: &Map<String, Value>) -> bool {
    const NAMES: [&str; 8] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "scope"];
    claims.iter().all(|(key, value)| {
        let lower = key.to_ascii_lowercase();
        let somebody =
            ["user", "role", "mail", "id", "client", "tenant", "perm"].iter().any(|part| lower.contains(part));
        let words =
            value.as_str().is_some_and(|text| text.len() <= 24 && !text.bytes().any(|byte| byte.is_ascii_digit()));
        !NAMES.contains(&key.as_str()) && !somebody && (words || value.is_boolean())
    })
}

/// The JSON object that a part stands for.
fn object(part: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(&base64_bytes(part)?).ok()
}
