//! Values that are words: those that name the thing, and those that speak to the reader.

use super::table::{Compiled, squeeze};

/// Whether a value, in lower case, is one word that stands for a value, a stop or an exclamation mark aside.
pub(super) fn is_word(table: &Compiled, lower: &str) -> bool {
    table.words.contains(squeeze(lower.trim_end_matches(['!', '?'])).as_ref())
}

/// Whether digits and signs that look like letters stand in such a word: `s3cr3t`, `t0k3n`.
pub(super) fn is_spelt(table: &Compiled, lower: &str) -> bool {
    /// No such word has more.
    const MOST: usize = 32;
    let counts = |byte: u8| matches!(byte, b'0' | b'1' | b'3' | b'4' | b'5' | b'7' | b'@' | b'$' | b'!');
    let letters = lower.bytes().filter(u8::is_ascii_alphabetic).count();
    let other = lower.bytes().filter(|&byte| counts(byte)).count();
    // Half of it is letters, or it is no word that anybody reads.
    if lower.len() > MOST || !lower.is_ascii() || other == 0 || letters < 2 || letters < other {
        return false;
    }
    ['i', 'l'].into_iter().any(|one| {
        let read = |c: char| match c {
            '0' => 'o',
            '1' | '!' => one,
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        };
        let plain: String = lower.chars().map(read).collect();
        table.words.contains(squeeze(&plain).as_ref())
    })
}

/// Whether a value is a login of words that stand for values: `user:pass@localhost`, `postgres://user:password@host/db`.
pub(super) fn is_login(table: &Compiled, lower: &str) -> bool {
    let scheme = |name: &str| {
        (2..=24).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    };
    let rest = match lower.split_once("://") {
        Some((name, rest)) if scheme(name) => rest,
        Some(_) => return false,
        None => lower,
    };
    let (login, place) = rest.rsplit_once('@').unwrap_or((rest, ""));
    let Some((user, password)) = login.split_once(':') else { return false };
    let port = |part: &str| part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_digit());
    is_word(table, user)
        && password.split([':', '/']).all(|part| is_word(table, part))
        && place.split([':', '/', '?']).all(|part| port(part) || part == "127.0.0.1" || is_word(table, part))
}

/// Whether a value is made of words alone (and small numbers) and one of them speaks to the reader.
pub(super) fn asks(table: &Compiled, text: &str) -> bool {
    /// Below this many letters a word counts only where signs cut it off: chance writes `Tu` into a token.
    const SHORT: usize = 4;
    // What stands in sentences and names; a password of all signs is none.
    let tidy = |c: char| {
        c.is_alphanumeric()
            || !c.is_ascii()
            || matches!(c, ' ' | '-' | '_' | '.' | ',' | ':' | '/' | '!' | '?')
            || matches!(c, '\'' | '"' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '#' | '*')
    };
    if !text.chars().all(tidy) {
        return false;
    }
    let cut = text.contains([' ', '-', '_', '.', '/', ':']);
    let (mut count, mut asking) = (0, false);
    let only_words = each_word(text, |word| {
        count += 1;
        asking |= table.asking.contains(word) && (cut || !word.is_ascii() || word.len() >= SHORT);
        word.chars().all(char::is_alphabetic) || is_size(word)
    });
    only_words && count >= 2 && asking
}

/// Whether a word is a small number, perhaps with its unit behind it: `32`, `256bit`, `64hex`.
fn is_size(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = word.len() - unit.len();
    (1..=4).contains(&digits) && matches!(unit, "" | "bit" | "bits" | "byte" | "bytes" | "char" | "chars" | "hex" | "x")
}

/// Calls `take` with the words of a value in lower case, cut at signs and where camel case sets a capital, until it
/// says no: `false` then.
pub(super) fn each_word(text: &str, mut take: impl FnMut(&str) -> bool) -> bool {
    let mut word = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let cut = !c.is_alphanumeric() || c.is_uppercase() && before.is_lowercase();
        if cut && !word.is_empty() {
            if !take(&word) {
                return false;
            }
            word.clear();
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    word.is_empty() || take(&word)
}
