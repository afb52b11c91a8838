//! What a value says of itself: letters, digits and signs, and how they follow each other.

use super::Feature;
use crate::check::secrets::lead::is_uuid;
use crate::text::score::{reads_like_words, word_bits};

/// From this many characters on a value is long.
const LONG: usize = 24;

/// Below this many it is short.
const SHORT: usize = 8;

/// The facts about a value. `random`: it came out of a generator, as far as its letters tell; `common`: it stands in
/// every list of passwords.
pub(in crate::check::credentials) fn features(value: &str, random: bool, common: bool) -> Vec<Feature> {
    let bytes = value.as_bytes();
    let any = |test: fn(&u8) -> bool| bytes.iter().any(test);
    let (lower, upper, digit) = (any(u8::is_ascii_lowercase), any(u8::is_ascii_uppercase), any(u8::is_ascii_digit));
    let sign =
        bytes.iter().any(|byte| byte.is_ascii_punctuation() && !matches!(byte, b'_' | b'-' | b'.' | b'/' | b':'));
    let letters = lower || upper;
    let hex = bytes.len() >= 16 && bytes.iter().all(u8::is_ascii_hexdigit);
    let uuid = is_uuid(bytes);
    let mut all = Vec::with_capacity(8);
    let mut add = |holds: bool, feature| {
        if holds {
            all.push(feature);
        }
    };
    add(random && !uuid, Feature::Random);
    add(hex, Feature::Hex);
    add(uuid, Feature::Uuid);
    add(hex && matches!(bytes.len(), 32 | 40 | 64 | 96 | 128), Feature::HashLength);
    add(bytes.len() >= LONG, Feature::Long);
    add(value.chars().count() < SHORT, Feature::Short);
    add(sign && (letters || digit), Feature::Signs);
    add(letters && digit && !uuid, Feature::DigitsAndLetters);
    add(digit && !letters && !uuid, Feature::DigitsOnly);
    add(letters && !digit && bytes.iter().all(u8::is_ascii_alphabetic), Feature::LettersOnly);
    add(!random && !uuid && letters && (reads_like_words(bytes) || word_bits(bytes) > 0), Feature::Words);
    add(!random && !uuid && is_identifier(value), Feature::Identifier);
    add(!random && !uuid && is_dotted(value), Feature::Dotted);
    add(!random && is_label(value), Feature::Label);
    add(common, Feature::Common);
    add(!value.is_ascii(), Feature::Foreign);
    all
}

/// Whether a value is a name as code writes them: words of letters (a digit or two behind them) in snake, kebab,
/// camel or constant case, of which there are at least two.
fn is_identifier(value: &str) -> bool {
    let Some(first) = value.bytes().next() else { return false };
    // Steps of something, with their numbers before them: `0001_initial`.
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=6).contains(&digits) && value[digits..].starts_with(['_', '-']) {
        return value[digits + 1..]
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    }
    if !(first.is_ascii_alphabetic() || first == b'_') {
        return false;
    }
    if is_type(value) {
        return true;
    }
    let parts: Vec<&str> = value.split(['_', '-']).filter(|part| !part.is_empty()).collect();
    let word = |part: &&str| {
        let body = part.trim_end_matches(|c: char| c.is_ascii_digit());
        // `base64`, `sha256`.
        let most = if parts.len() >= 3 { 3 } else { 1 };
        part.len() - body.len() <= most
            && (!body.is_empty() || part.len() == 1)
            && body.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    if !parts.iter().all(word) {
        return false;
    }
    let snake = parts.len() >= 2 && parts.iter().all(|part| is_one_case(part));
    // `fooBar`, `FooBarBaz`: each hump has some small letters.
    let camel = parts.len() == 1 && {
        let humps = value.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
        let small = value.bytes().filter(u8::is_ascii_lowercase).count();
        humps >= 1 && small >= 2 * (humps + 1)
    };
    snake || camel
}

/// Whether a value is a field's name with a number in it: `bdc1DischargePower`.
pub(in crate::check::credentials) fn is_field(value: &str) -> bool {
    let hump = |part: &[u8]| part[0].is_ascii_uppercase() && part[1..].iter().all(u8::is_ascii_lowercase);
    let humps = value.as_bytes().windows(4).filter(|part| hump(part)).count();
    value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && value.bytes().filter(u8::is_ascii_digit).count() <= 2
        && humps >= 1
        && humps == value.bytes().filter(u8::is_ascii_uppercase).count()
        && reads_like_words(value.trim_start_matches(|c: char| !c.is_ascii_digit()).as_bytes())
}

/// Whether a value is a type's name, with the number of its version: `V1SecretProjection`.
fn is_type(value: &str) -> bool {
    let humps = value
        .bytes()
        .zip(value.bytes().skip(1))
        .filter(|(a, b)| a.is_ascii_uppercase() && b.is_ascii_lowercase())
        .count();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    value.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && value.starts_with(|c: char| c.is_ascii_uppercase())
        && humps >= 2
        && digits <= 2
        && (humps >= 3 || value.ends_with(|c: char| c.is_ascii_lowercase()))
        && reads_like_words(value.trim_start_matches(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()).as_bytes())
}

/// Whether a word has one case, but for a capital at its front.
fn is_one_case(word: &str) -> bool {
    let rest = &word.as_bytes()[1.min(word.len())..];
    !rest.iter().any(u8::is_ascii_uppercase) || !word.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether a value is names with dots, colons or slashes between them.
fn is_dotted(value: &str) -> bool {
    let mut parts = value.split(['.', ':', '/']).filter(|part| !part.is_empty());
    let name = |part: &str| {
        part.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            && part.bytes().filter(u8::is_ascii_digit).count() <= 2
    };
    value.contains(['.', ':', '/']) && parts.all(name)
}

/// Whether a value is a word or more as an interface shows them: `Password`, `API-Key:`.
fn is_label(value: &str) -> bool {
    let body = value.trim_end_matches([':', '*', '?', '.', '!']);
    let rest = body.get(1..).unwrap_or_default();
    body.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
        && rest.len() >= 3
        && rest.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for value in ["user_password", "userPassword", "USER_PASSWORD", "api-key", "GetPasswordHandler", "step_2"] {
            assert!(is_identifier(value), "{value}");
        }
        for value in ["password", "aB3dE9", "x7_k2_9q", "Winter2019", "PaSsWoRd", "qWeRtYuIoP"] {
            assert!(!is_identifier(value), "{value}");
        }
        for value in ["app.user.password", "acme::Token", "kv/data/app"] {
            assert!(is_dotted(value), "{value}");
        }
        assert!(!is_dotted("a1b2c3.d4e5f6"));
        assert!(is_label("Password") && is_label("Kennwort:") && !is_label("Xk4") && !is_label("PassWord"));
        assert!(is_uuid(b"01234567-89ab-cdef-0123-456789abcdef") && !is_uuid(b"01234567-89ab-cdef-0123-456789abcdeg"));
    }
}
