//! What a value is worth to somebody who reads it: nothing, little, a password that a person made, or a key.

use super::role::split;
use super::words::Words;
use crate::syntax::interpolation::holes;
use crate::text::base::percent_decoded;
use crate::text::placeholder::{names_itself, placeholder};
use crate::text::score::{entropy, made_up, reads_like_words};

/// How much a value is worth, from nothing up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Worth {
    /// It is empty, a placeholder, a reference, a setting, or what everybody sets up.
    Nothing,
    /// Somebody's password for trying things out.
    Weak,
    /// A password that a person made, or text that can be used as a key.
    Made,
    /// It came out of a generator.
    Random,
}

/// The fewest characters of a key that came out of a generator.
const RANDOM: usize = 16;

/// What `value` is worth as the value of a key with these words; `quoted`: no loader expands variables in it.
pub(super) fn worth(value: &str, key: &[String], quoted: bool, words: &Words) -> Worth {
    let value = value.trim();
    let lower = value.to_lowercase();
    if value.is_empty() || is_reference(value, &lower, quoted, words) || is_path(value) || is_setting(&lower) {
        return Worth::Nothing;
    }
    let plain = percent_decoded(value.as_bytes()).and_then(|plain| String::from_utf8(plain).ok());
    let value = plain.as_deref().unwrap_or(value);
    if placeholder(value.as_bytes(), 0).is_some() || names_itself(value, key) || is_prose(value, key) {
        return Worth::Nothing;
    }
    if words.is_default(&lower) || key.contains(&lower) {
        return Worth::Nothing;
    }
    if is_random(value) {
        return Worth::Random;
    }
    if value.chars().count() < 6 || is_weak(value, &lower, key, words) { Worth::Weak } else { Worth::Made }
}

/// Whether a value says where the real one is kept, or is encrypted.
pub(in crate::check) fn is_reference(value: &str, lower: &str, quoted: bool, words: &Words) -> bool {
    if words.table.values.references.iter().any(|front| lower.starts_with(front.as_str())) {
        return true;
    }
    if value.starts_with("-----") || value.starts_with('`') && value.ends_with('`') {
        return true;
    }
    // A password may hold a dollar sign; what begins with one, or has braces behind it, is put in by the loader.
    !quoted
        && holes(value)
            .iter()
            .any(|hole| hole.span.start == 0 || matches!(value.as_bytes().get(hole.span.start + 1), Some(b'{' | b'(')))
}

/// Whether a value is a file's name.
pub(in crate::check) fn is_path(value: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        ".pem",
        ".key",
        ".json",
        ".crt",
        ".cer",
        ".p12",
        ".pfx",
        ".jks",
        ".txt",
        ".yml",
        ".yaml",
        ".env",
        ".keystore",
        ".p8",
    ];
    let rooted = ["/", "./", "../", "~/", "\\\\"].iter().any(|front| value.starts_with(front))
        || value.as_bytes().get(1) == Some(&b':') && matches!(value.as_bytes().get(2), Some(b'\\' | b'/'));
    let lower = value.to_lowercase();
    if ENDINGS.iter().any(|end| lower.ends_with(end)) {
        return true;
    }
    // Base64 may begin with a slash, too.
    rooted && !value.contains(char::is_whitespace) && (value.len() < RANDOM || reads_like_words(value.as_bytes()))
}

/// Whether a value is a truth value, a number, a duration, an address: a setting whatever its key is called.
pub(in crate::check) fn is_setting(lower: &str) -> bool {
    const WORDS: [&str; 16] = [
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "null",
        "none",
        "nil",
        "enabled",
        "disabled",
        "auto",
        "undefined",
        "unset",
        "optional",
        "required",
    ];
    if WORDS.contains(&lower) || lower.contains('@') && is_mail(lower) {
        return true;
    }
    let number = lower.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &lower[number.len()..];
    let unitless =
        matches!(unit, "" | "s" | "m" | "h" | "d" | "w" | "y" | "ms" | "min" | "mb" | "kb" | "gb" | "days" | "hours");
    number.len() <= 5 && number.bytes().any(|byte| byte.is_ascii_digit()) && number.parse::<f64>().is_ok() && unitless
}

fn is_mail(value: &str) -> bool {
    let Some((name, host)) = value.rsplit_once('@') else { return false };
    let tail = host.rsplit('.').next().unwrap_or_default();
    !name.is_empty()
        && host.contains('.')
        && !value.contains(char::is_whitespace)
        && (2..=6).contains(&tail.len())
        && tail.bytes().all(|byte| byte.is_ascii_alphabetic())
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}

/// Whether a value is a sentence. Words of one length are an application's password (`abcd efgh ijkl mnop`), and
/// many of them may be a wallet's.
pub(in crate::check) fn is_prose(value: &str, key: &[String]) -> bool {
    let parts: Vec<&str> = value.split_whitespace().collect();
    let groups = parts.len() >= 4 && parts.iter().all(|part| part.len() == parts[0].len());
    let phrase = key.iter().any(|word| word.contains("mnemonic") || word == "phrase" || word == "passphrase");
    parts.len() >= 3 && !groups && !phrase
}

/// Whether a value came out of a generator: long, of the letters that such use, and no words.
pub(in crate::check) fn is_random(value: &str) -> bool {
    let body = value.strip_prefix("base64:").unwrap_or(value);
    if body.len() < RANDOM || !body.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    let bytes = body.as_bytes();
    let hex = bytes.iter().filter(|byte| **byte != b'-').all(u8::is_ascii_hexdigit);
    let least = if hex { 2.6 } else { 3.0 };
    let digit = bytes.iter().any(u8::is_ascii_digit);
    let mixed = bytes.iter().any(u8::is_ascii_uppercase) && bytes.iter().any(u8::is_ascii_lowercase);
    (digit || mixed) && made_up(bytes).is_none() && entropy(bytes) >= least && !reads_like_words(bytes) && !wordy(body)
}

/// Whether a value is cut by signs into pieces most of which are words: `acme-staging-jwt-2024`.
fn wordy(value: &str) -> bool {
    let pieces: Vec<&str> =
        value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty()).collect();
    if pieces.len() < 3 {
        return false;
    }
    let words = pieces.iter().filter(|piece| {
        piece.bytes().all(|byte| byte.is_ascii_digit()) && piece.len() <= 4
            || piece.len() >= 3
                && piece.bytes().all(|byte| byte.is_ascii_alphabetic())
                && (piece.len() < 5 || reads_like_words(piece.as_bytes()))
    });
    words.count() * 3 >= pieces.len() * 2
}

/// Whether a value is put together from words that passwords for trying things out are made of.
pub(in crate::check) fn is_weak(value: &str, lower: &str, key: &[String], words: &Words) -> bool {
    if value.bytes().all(|byte| byte.is_ascii_digit()) || made_up(value.as_bytes()).is_some() {
        return true;
    }
    // `acme123456`, `acme12345`: the digits are there to be typed.
    if ["12345", "54321"].iter().any(|run| lower.contains(run)) && value.len() < RANDOM {
        return true;
    }
    let bare = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    if words.is_weak(bare) || glued(bare, words) {
        return true;
    }
    let parts = split(value);
    let weak = |part: &String| {
        let part = part.trim_matches(|c: char| c.is_ascii_digit());
        part.is_empty() || words.is_weak(part) || part.len() < 3
    };
    // The key's own words add nothing, unless they are all there is beside `dev` and the like.
    !parts.is_empty() && parts.iter().all(|part| weak(part) || key.contains(part))
}

/// Whether two such words stand side by side: `devpassword`.
fn glued(value: &str, words: &Words) -> bool {
    let cuts = value.char_indices().map(|(at, _)| at).filter(|&at| at >= 3 && value.len() - at >= 3);
    value.len() <= 24 && cuts.into_iter().any(|at| words.is_weak(&value[..at]) && words.is_weak(&value[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: &str, value: &str) -> Worth {
        worth(value, &split(key), false, &Words::embedded())
    }

    #[test]
    fn what_nobody_can_use() {
        for value in [
            "",
            "changeme",
            "your-api-key-here",
            "<token>",
            "${DB_PASSWORD}",
            "$DB_PASSWORD",
            "$(openssl rand -hex 32)",
            "op://vault/item/field",
            "vault:secret/data/app#key",
            "/run/secrets/db",
            "./certs/server.key",
            "C:\\keys\\a.pem",
            "true",
            "3600",
            "15m",
            "admin@acme.io",
            "https://acme.io/token",
            "postgres",
            "password",
            "admin",
            "minio123",
            "secret",
            "Ask the platform team for it",
            "api_key",
            "xxxxxxxxxxxxxxxx",
            "ENC[AES256_GCM,data:abc]",
        ] {
            assert_eq!(of("API_KEY", value), Worth::Nothing, "{value}");
        }
        assert_eq!(of("ACME_PASSWORD", "acme"), Worth::Nothing);
    }

    #[test]
    fn passwords_for_trying_things_out() {
        for value in [
            "dev-secret",
            "test_password_1",
            "admin2",
            "local_db_pw",
            "abcde",
            "acmecorp123456",
            "devpassword",
            "dev_secret_key",
            "secret42!",
        ] {
            assert!(of("API_KEY", value) <= Worth::Weak, "{value}");
        }
    }

    #[test]
    fn what_people_make_and_what_generators_make() {
        for value in ["internal-api-key", "Winter2019!Berlin", "kR8#tt1vPq", "acme-staging-jwt-2024", "pa$$w0rdOfAcme"]
        {
            assert_eq!(of("API_KEY", value), Worth::Made, "{value}");
        }
        let mut rng = fastrand::Rng::with_seed(3);
        let hex: String = (0..32).map(|_| char::from(b"0123456789abcdef"[rng.usize(..16)])).collect();
        let mixed: String = (0..24).map(|_| rng.alphanumeric()).collect();
        for value in [&hex, &mixed, &format!("base64:{mixed}="), &format!("{}-{}", &hex[..12], &mixed)] {
            assert_eq!(of("API_KEY", value), Worth::Random);
        }
    }
}
