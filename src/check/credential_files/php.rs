//! `wp-config.php`: `define('DB_PASSWORD', '…')`, and the eight keys and salts.

use std::ops::Range;

use super::kind::Kind;
use super::out::{More, Out};
use super::worth::Rating;
use crate::check::env_example::role::{Key, Role};
use crate::text::placeholder::placeholder;
use crate::text::score::entropy;

const SALTS: [&str; 8] = [
    "AUTH_KEY",
    "SECURE_AUTH_KEY",
    "LOGGED_IN_KEY",
    "NONCE_KEY",
    "AUTH_SALT",
    "SECURE_AUTH_SALT",
    "LOGGED_IN_SALT",
    "NONCE_SALT",
];

pub(super) fn wordpress(text: &str, out: &mut Out<'_, '_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"define") {
        let Some((name, value)) = constant(text, at + "define".len()) else { continue };
        let (name, said) = (&text[name], &text[value.clone()]);
        if SALTS.contains(&name) {
            salt(value, said, out);
        } else if Key::new(name, out.words()).role == Role::Secret {
            let said = said.replace("\\'", "'").replace("\\\\", "\\");
            out.plain(Kind::WordpressConfigPassword, value, &said, &[name]);
        }
    }
}

/// Salts are made of all signs, blanks too: how random one is tells it from a phrase.
fn salt(at: Range<usize>, said: &str, out: &mut Out<'_, '_>) {
    if said.len() < 16 {
        return out.plain(Kind::WordpressSalt, at, said, &[]);
    }
    let random = said.len() <= 256
        && entropy(said.as_bytes()) >= 3.5
        && said.bytes().any(|byte| !byte.is_ascii_alphabetic() && byte != b' ');
    if !random {
        return out.plain(Kind::WordpressSalt, at, said, &[]);
    }
    // By chance such a value holds what marks a placeholder; its words do not lie.
    let plain: String = said.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_')).collect();
    let template = [("{{", "}}"), ("${", "}"), ("<", ">"), ("%%", "%%")];
    let is_template = |(open, close): &(&str, &str)| said.starts_with(open) && said.ends_with(close);
    if placeholder(plain.as_bytes(), 0).is_some() || template.iter().any(is_template) {
        return;
    }
    out.rated(Kind::WordpressSalt, at, Rating::Random, More::default());
}

/// Name and value of `('NAME', 'value')`, without their quotes.
fn constant(text: &str, at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let at = sign(text, at, b"(")?;
    let (name, at) = quoted(text, at, 64)?;
    let at = sign(text, at, b",")?;
    let (value, at) = quoted(text, at, 1024)?;
    sign(text, at, b",)")?;
    Some((name, value))
}

/// Where it goes on behind blanks and one of `signs`.
fn sign(text: &str, at: usize, signs: &[u8]) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let blanks = rest.iter().take(256).take_while(|byte| byte.is_ascii_whitespace()).count();
    signs.contains(rest.get(blanks)?).then_some(at + blanks + 1)
}

/// The string at `at`, of `most` bytes at most, and where it goes on behind it.
fn quoted(text: &str, at: usize, most: usize) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    let start = at + bytes[at..].iter().take(256).take_while(|byte| byte.is_ascii_whitespace()).count();
    let sign = *bytes.get(start).filter(|byte| matches!(byte, b'\'' | b'"'))?;
    let mut end = start + 1;
    while end <= start + most {
        match *bytes.get(end)? {
            b'\\' => end += 2,
            b'\n' => return None,
            byte if byte == sign => return text.get(start + 1..end).map(|_| (start + 1..end, end + 1)),
            _ => end += 1,
        }
    }
    None
}
