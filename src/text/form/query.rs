//! Addresses that are signed: what signs them is no password, but whoever has one may do what it says, until it runs out.

use std::ops::Range;

use super::{Reading, date};
use crate::finding::{Confidence, Severity};
use crate::text::base::{base64_bytes, percent_decoded};

/// How far the parameters before a signature are read, and those behind it.
const BEFORE: usize = 480;
const BEHIND: usize = 1200;

/// The parameters around a signature: names and values as they stand there.
struct Query<'t>(Vec<(&'t [u8], &'t [u8])>);

impl<'t> Query<'t> {
    fn around(text: &'t [u8], span: &Range<usize>) -> Self {
        let inside = |byte: &&u8| byte.is_ascii_alphanumeric() || b"%&=_.:+/,~*!$;?\\-".contains(byte);
        let start = span.start - text[..span.start].iter().rev().take(BEFORE).take_while(inside).count();
        let end = span.end + text[span.end..].iter().take(BEHIND).take_while(inside).count();
        let query = &text[start..end];
        let pairs = query.split(|byte| matches!(byte, b'&' | b'?' | b';' | b'\\'));
        let pair = |pair: &'t [u8]| {
            let equals = memchr::memchr(b'=', pair)?;
            let (name, value) = (&pair[..equals], &pair[equals + 1..]);
            // `&` as JSON and HTML write it.
            let name = name.strip_prefix(b"u0026").or_else(|| name.strip_prefix(b"amp;")).unwrap_or(name);
            // What stands before the first parameter, such as `SharedAccessSignature=` of a connection string.
            Some((name, value))
        };
        Self(pairs.filter_map(pair).collect())
    }

    fn get(&self, name: &str) -> Option<&'t [u8]> {
        let is = |pair: &&(&[u8], &[u8])| pair.0.eq_ignore_ascii_case(name.as_bytes());
        self.0.iter().find(is).map(|pair| pair.1).or_else(|| {
            // `SharedAccessSignature=sv=2020-08-04`
            let is = |pair: &&(&[u8], &[u8])| {
                pair.1.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'='))
            };
            self.0.iter().find(is).map(|pair| &pair.1[name.len() + 1..])
        })
    }
}

/// Seconds since 1970 out of digits.
fn number(text: &[u8]) -> Option<i64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// What is said of a signature that holds until then.
fn reading(until: Option<i64>) -> Reading {
    let mut reading = Reading { holds: Some(true), ..Reading::default() };
    if let Some(until) = until {
        reading.notes.push(date::note(until));
        if date::expired(until) {
            reading.severity = Some(Severity::Low);
            reading.most = Some(Confidence::Low);
        }
    }
    reading
}

/// An Azure shared access signature: `secret` is its signature. `None`: no such signature, or not among its parameters.
#[must_use]
pub(super) fn sas(text: &[u8], span: &Range<usize>, secret: &Range<usize>) -> Option<Reading> {
    let value = &text[secret.clone()];
    let decoded = percent_decoded(value);
    let plain = decoded.as_deref().unwrap_or(value);
    let letters = plain.strip_suffix(b"=").unwrap_or(plain);
    if letters.len() != 43 || base64_bytes(letters).is_none_or(|bytes| bytes.len() != 32) {
        return None;
    }
    let query = Query::around(text, span);
    let end = query.get("se");
    let storage = query.get("sv").and_then(date::day).is_some() && (end.is_some() || query.get("si").is_some());
    let bus = query.get("sr").is_some() && end.and_then(number).is_some();
    if !storage && !bus {
        return None;
    }
    let end = end.map(|end| percent_decoded(end).unwrap_or_else(|| end.to_vec()));
    Some(reading(end.and_then(|end| date::day(&end).filter(|_| end.contains(&b'-')).or_else(|| number(&end)))))
}

/// An address signed by the storage of a cloud: when it was signed, and how many seconds it holds.
#[must_use]
pub(super) fn signed(text: &[u8], span: &Range<usize>) -> Option<Reading> {
    let query = Query::around(text, span);
    let get = |name: &str| query.get(&format!("X-Amz-{name}")).or_else(|| query.get(&format!("X-Goog-{name}")));
    let from = get("Date").and_then(date::day)?;
    let until = get("Expires").and_then(number).map(|seconds| from.saturating_add(seconds));
    Some(reading(until.or(Some(from))))
}
