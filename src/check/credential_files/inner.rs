//! Texts inside of values: a whole file, or a JSON object, as one value of a Secret or of a Terraform state.

use super::out::Out;
use super::worth::{Rating, cut};
use crate::check::env_example::role::{Key, Role};
use crate::syntax::{Format, dotenv, json};
use crate::text::score::entropy;

/// What a value that is a text of its own holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// A private key.
    PrivateKey,
    /// A setting that is a credential.
    Setting(Rating),
    /// A text in which nothing is one.
    Nothing,
}

/// The shortest body of a private key.
const KEY: usize = 60;

/// What `said` holds, as the content of a file `name`; `None` where it is no text of its own.
pub(super) fn held(name: &str, said: &str, out: &Out<'_, '_>) -> Option<Held> {
    let body = said.trim();
    if let Some(key) = private_key(body) {
        return Some(if key { Held::PrivateKey } else { Held::Nothing });
    }
    if body.starts_with("-----BEGIN ") {
        return Some(Held::Nothing);
    }
    let object = body.starts_with(['{', '[']) && body.ends_with(['}', ']']);
    let format = Format::of(name);
    if !object && format.is_none() && !body.contains('\n') {
        return None;
    }
    let mut best = None;
    let mut visit = |entry: &crate::syntax::Entry<'_, '_>| {
        if !entry.commented && Key::new(entry.name(), out.words()).role == Role::Secret {
            best = best.max(out.rate(&entry.text, &[entry.name()]));
        }
    };
    match format {
        _ if object => json::read(body, &mut visit),
        Some(format) => format.read(body, &mut visit),
        None => dotenv::read(body, &mut visit),
    };
    Some(best.map_or(Held::Nothing, Held::Setting))
}

/// Whether a text in PEM form is a private key with a body, and not encrypted; `None` where it names none.
pub(super) fn private_key(text: &str) -> Option<bool> {
    let begin = text.find("-----BEGIN ")?;
    let label = text[begin + "-----BEGIN ".len()..].get(..40).unwrap_or(&text[begin + "-----BEGIN ".len()..]);
    let label = label.split("-----").next()?;
    if !label.ends_with("PRIVATE KEY") && !label.ends_with("PRIVATE KEY BLOCK") {
        return None;
    }
    let body = &text[begin + "-----BEGIN ".len() + label.len()..].trim_start_matches('-');
    let body = cut(body.split("-----END").next().unwrap_or(body));
    let letters: Vec<u8> = body.bytes().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')).collect();
    Some(letters.len() >= KEY && entropy(&letters) >= 4.0)
}
