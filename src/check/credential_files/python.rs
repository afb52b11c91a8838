//! Django's settings: what `SECRET_KEY` is set to, or falls back to.

use std::ops::Range;

use super::kind::Kind;
use super::out::{More, Out};
use super::worth::Rating;
use crate::finding::Confidence;
use crate::text::score::{entropy, made_up};

/// How far behind the name a value is looked for.
const AHEAD: usize = 400;

pub(super) fn django(text: &str, out: &mut Out<'_, '_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"SECRET_KEY") {
        let end = at + "SECRET_KEY".len();
        // Only what begins its line is set here.
        let before = text.as_bytes()[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        if before.is_some_and(|byte| !matches!(byte, b'\n' | b'\r' | b';')) {
            continue;
        }
        let Some(value) = assigned(text, end) else { continue };
        let said = &text[value.clone()];
        if said.starts_with("django-insecure-") {
            let note = Some("it was made by `startproject`, and is marked as one for development");
            let more = More { note, most: Some(Confidence::Low), ..More::default() };
            out.rated(Kind::DjangoSecretKey, value, Rating::Random, more);
        } else if said.len() >= 40
            && entropy(said.as_bytes()) >= 4.0
            && made_up(said.as_bytes()).is_none()
            && !said.contains(' ')
            && !said.contains("EXAMPLE")
        {
            // Made of 50 signs of all kinds, which now and then look like something else.
            out.rated(Kind::DjangoSecretKey, value, Rating::Random, More::default());
        } else {
            out.plain(Kind::DjangoSecretKey, value, said, &["secret_key"]);
        }
    }
}

/// The literal behind the sign, or the last one in the call there.
fn assigned(text: &str, at: usize) -> Option<Range<usize>> {
    let until = (at..=text.len().min(at + AHEAD)).rev().find(|&end| text.is_char_boundary(end))?;
    let rest = &text[at..until];
    let sign = rest.find('=')?;
    let kind = rest[..sign].trim();
    let typed = kind.is_empty() || kind.starts_with(':') && !kind.contains(['\n', '"', '\'']);
    if !typed || rest[sign + 1..].starts_with('=') {
        return None;
    }
    let body = at + sign + 1;
    let rest = &text[body..until];
    let shown = rest.trim_start_matches([' ', '\t', '(', '\\', '\r', '\n']);
    let start = body + (rest.len() - shown.len());
    if let Some(value) = literal(text, start, until) {
        return Some(value);
    }
    // `os.environ.get("SECRET_KEY", "…")`: what is there if nothing is set.
    let name = shown.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')).count();
    if shown.as_bytes().get(name) != Some(&b'(') || !is_getter(&shown[..name]) {
        return None;
    }
    let call = start + name + 1;
    let first = literal(text, call + blanks(&text[call..until]), until)?;
    let behind = &text[first.end + 1..until];
    let comma = behind.trim_start().strip_prefix(',')?;
    let from = until - comma.len();
    let from = from + blanks(&text[from..until]);
    let named = ["default", "fallback"].iter().find_map(|name| {
        let rest = text[from..until].strip_prefix(name)?.trim_start().strip_prefix('=')?;
        Some(until - rest.len() + blanks(rest))
    });
    literal(text, named.unwrap_or(from), until)
}

fn is_getter(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    ["get", "getenv", "env", "str", "config", "getstr", "get_secret", "get_env", "Env"].contains(&last)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The string that begins at `at`, without prefix and quotes.
fn literal(text: &str, at: usize, until: usize) -> Option<Range<usize>> {
    let rest = text.get(at..until)?;
    // A text with holes is none.
    let prefix =
        rest.bytes().take(2).take_while(|byte| matches!(byte, b'r' | b'R' | b'b' | b'B' | b'u' | b'U')).count();
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let quote = quotes.iter().find(|quote| rest[prefix..].starts_with(**quote))?;
    let start = at + prefix + quote.len();
    let inside = &text[start..until];
    let end = inside.find(quote)?;
    let value = &inside[..end];
    (!value.contains('\n')).then_some(start..start + end)
}
