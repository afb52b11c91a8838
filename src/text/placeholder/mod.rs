//! The placeholder recogniser: tells a value that somebody is meant to replace from one that somebody uses.
//!
//! Its words are data (`rules/placeholders.yaml`); what is here is grammar. A weak password (`letmein`) is none: it
//! opens the door all the same.

mod itself;
mod reference;
mod sign;
mod table;
mod word;

pub use itself::names_itself;

use super::score::{made_up, reads_like_words};
use table::Compiled;

/// How much of a value is looked at, in bytes.
const LONGEST: usize = 4096;

/// Why `value` is a placeholder, if it is one. `prefix` is how many of its first bytes belong to a token's fixed
/// form (`ghp_`: 4): only what comes behind them is judged. A reference to where the value is kept (`${X}`) is one,
/// with a reason of its own.
#[must_use]
pub fn placeholder(value: &[u8], prefix: usize) -> Option<&'static str> {
    let table = table::compiled();
    let body = &value[prefix.min(value.len())..];
    let body = &body[..body.len().min(LONGEST)];
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let lower = text.to_lowercase();
    let lower = lower.as_str();
    if prefix == 0 && is_real(table, lower) {
        return None;
    }
    if let Some(why) = made_up(body) {
        return Some(why);
    }
    if reference::is_reference(table, text) {
        return Some("it is a reference: its value is put in later");
    }
    if table.parts.is_match(body) {
        return Some("it says that it is a placeholder");
    }
    if prefix > 0 {
        return None;
    }
    if sign::is_row(lower) {
        return Some("it is a row of signs");
    }
    if word::is_word(table, lower) || word::is_spelt(table, lower) || word::is_login(table, lower) {
        return Some("it is a word that stands for a value");
    }
    if sign::is_bracketed(text) {
        return Some("it is a name in brackets");
    }
    if word::asks(table, text) {
        return Some("it asks to be replaced");
    }
    is_framed(table, lower).then_some("it is written like a placeholder")
}

/// Whether a value is a password that people really set, however much it looks like a word of a documentation.
fn is_real(table: &Compiled, lower: &str) -> bool {
    lower.len() <= table.longest_real && table.real.contains(table::squeeze(lower).as_ref())
}

/// Whether a value begins or ends as placeholders do, and nothing that was drawn stands behind or before that.
fn is_framed(table: &Compiled, lower: &str) -> bool {
    let begins = table.prefixes.iter().any(|prefix| lower.starts_with(prefix.as_str()));
    let ends = table.suffixes.iter().any(|suffix| lower.ends_with(suffix.as_str()));
    (begins || ends) && !holds_drawn(lower)
}

/// Whether a piece of a value came out of a generator, as far as its letters tell.
fn holds_drawn(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|piece| {
        let least = if piece.bytes().any(|byte| byte.is_ascii_digit()) { 8 } else { 12 };
        piece.is_ascii() && piece.len() >= least && !reads_like_words(piece.as_bytes())
    })
}
