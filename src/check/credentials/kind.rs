//! What kind of value a literal is.

use super::shape::{is_nobodys, is_rooted, is_template, is_type};
use crate::check::env_example::words::Words;
use crate::check::env_example::worth::{is_path, is_prose, is_random, is_reference, is_setting, is_weak};
use crate::text::base::percent_decoded;
use crate::text::known::known_value;
use crate::text::placeholder::{names_itself, placeholder};

/// What a value is, whatever it is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It came out of a generator.
    Random,
    /// Somebody thought it up, and it can be used: a password, or words that serve as a key.
    Usable,
    /// It stands in every list of passwords, or is made of words for trying things out.
    Weak,
    /// It asks to be replaced, or only names what should be there; and it is a text that works as a key all the same.
    Placeholder,
    /// Nothing.
    Empty,
    /// It says where the real one is kept, or is no value for a credential: a template, a path, a number, a sentence.
    Reference,
}

/// The fewest characters that somebody thinks up for a credential.
const SHORTEST: usize = 6;

impl Kind {
    #[cfg(test)]
    pub(super) const ALL: [Self; 6] =
        [Self::Random, Self::Usable, Self::Weak, Self::Placeholder, Self::Empty, Self::Reference];

    /// As the table in the documents calls it.
    #[cfg(test)]
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Usable => "usable",
            Self::Weak => "weak",
            Self::Placeholder => "placeholder",
            Self::Empty => "empty",
            Self::Reference => "reference",
        }
    }

    /// By a value as its program sees it, and the words of the name it is given to.
    pub(super) fn of(value: &str, name: &[String], words: &Words) -> Self {
        let value = value.trim();
        let lower = value.to_lowercase();
        if value.is_empty() {
            return Self::Empty;
        }
        if value.matches(' ').count() == 1 && placeholder(value.as_bytes(), 0).is_some() {
            return Self::Placeholder;
        }
        if is_phrase(value) && placeholder(value.as_bytes(), 0).is_none() {
            return Self::Usable;
        }
        if is_template(value)
            || is_reference(value, &lower, false, words)
            || is_path(value)
            || is_setting(&lower)
            || is_prose(value, name)
        {
            return Self::Reference;
        }
        if known_value(value.as_bytes()).is_some()
            || value.contains("EXAMPLE")
            || !value.is_ascii()
            || is_rooted(value)
            || is_type(&lower)
            || value.contains(":\\")
            || is_nobodys(value)
        {
            return Self::Reference;
        }
        // Addresses and connection strings are looked at by rules of their own.
        if value.contains("://") || value.contains(char::is_whitespace) {
            return Self::Reference;
        }
        let plain = percent_decoded(value.as_bytes()).and_then(|plain| String::from_utf8(plain).ok());
        let value = plain.as_deref().unwrap_or(value);
        if !value.is_ascii() {
            return Self::Reference;
        }
        // Signs around a name, and rows of signs, are cut out before anything runs; what goes on with dots
        // is cut short, and what begins with a dash is an option.
        let row = value.chars().all(|c| matches!(c, 'x' | 'X' | '*' | '.' | '-' | '_'));
        let identifier = value.starts_with('_') && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if row || identifier || value.ends_with("...") || value.starts_with('-') && !is_random(value) {
            return Self::Reference;
        }
        if value.starts_with(['<', '[', '{', '(']) || !value.chars().any(char::is_alphanumeric) {
            return Self::Reference;
        }
        if words.is_default(&lower) || name.contains(&lower) && lower.len() >= 4 && !is_thing(&lower) {
            return Self::Weak;
        }
        if placeholder(value.as_bytes(), 0).is_some() || names_itself(value, name) {
            return Self::Placeholder;
        }
        if is_random(value) {
            return Self::Random;
        }
        if value.chars().count() < SHORTEST || is_weak(value, &lower, name, words) { Self::Weak } else { Self::Usable }
    }
}

/// Whether a word names a credential and is none: `password=password` gives nothing away and opens nothing.
fn is_thing(lower: &str) -> bool {
    matches!(lower, "password" | "passwd" | "secret" | "token" | "key" | "jwt" | "apikey" | "session")
}

/// Whether a value is words that somebody strung together to remember, with a number among them, and no sentence.
fn is_phrase(value: &str) -> bool {
    const SAID: [&str; 40] = [
        "a",
        "an",
        "the",
        "is",
        "are",
        "be",
        "must",
        "should",
        "can",
        "may",
        "not",
        "no",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "and",
        "or",
        "your",
        "you",
        "my",
        "this",
        "that",
        "please",
        "enter",
        "from",
        "by",
        "least",
        "characters",
        "use",
        "set",
        "will",
        "has",
        "have",
        "password",
        "secret",
        "token",
    ];
    let words: Vec<&str> = value.split(' ').collect();
    let plain = |word: &&str| {
        let body = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
        word.len() - body.len() <= 2
            && !body.is_empty()
            && (body.bytes().all(|byte| byte.is_ascii_alphabetic()) || body.bytes().all(|byte| byte.is_ascii_digit()))
    };
    (3..=7).contains(&words.len())
        && value.len() <= 64
        && words.iter().all(plain)
        && words.iter().any(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
        && words.iter().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())).count() >= 2
        && !words.iter().any(|word| SAID.contains(&word.to_ascii_lowercase().as_str()))
}

/// Whether a value only says the name it is given to, as enumerations and tables of names do.
pub(super) fn is_name_itself(value: &str, name: &str) -> bool {
    let squeezed =
        |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or(name);
    let (value, name) = (squeezed(value), squeezed(last));
    // A constant that holds a name: `CONF_ENCRYPTION_KEY = "encryption_key"`.
    const HOLDS: [&str; 16] = [
        "conf", "config", "cfg", "attr", "param", "field", "arg", "opt", "option", "env", "header", "prop", "setting",
        "column", "data", "key",
    ];
    if value.len() >= 4 && HOLDS.iter().any(|front| name.strip_prefix(front) == Some(value.as_str())) {
        return true;
    }
    // One of several words says what it is whatever stands before it: `m2m-client-credentials`.
    value == name || name.len() >= 12 && value.ends_with(&name)
}

/// Whether a value could be somebody's credential: words alone are settings and states (`always`, `on_create`).
pub(super) fn is_more_than_words(value: &str) -> bool {
    value.chars().any(|c| c.is_ascii_digit()) && value.len() >= 6
        || value.chars().any(|c| matches!(c, '!' | '#' | '$' | '%' | '^' | '&' | '*' | '@'))
}

/// Whether a value is words that say what it is: `internal-api-key`.
pub(super) fn names_a_key(value: &str) -> bool {
    let words: Vec<&str> = value.split(['-', '_']).collect();
    const NONE: [&str; 10] = ["fake", "invalid", "dummy", "missing", "no", "none", "mock", "bad", "wrong", "unknown"];
    words.len() >= 3
        && !words.iter().any(|word| NONE.contains(word))
        && words.iter().any(|word| matches!(*word, "key" | "secret" | "token" | "password"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::env_example::role::split;

    #[test]
    fn kinds() {
        let words = Words::embedded();
        let of = |value: &str| Kind::of(value, &split("APP_JWT_SECRET"), &words);
        for (kind, values) in [
            (Kind::Empty, &["", "  "][..]),
            (
                Kind::Reference,
                &[
                    "${X}",
                    "{{ .Values.x }}",
                    "<token>",
                    "%TOKEN%",
                    "true",
                    "3600",
                    "/run/secrets/x",
                    "vault:kv/app#x",
                    "enter your secret here please",
                    "$X",
                    "#/components/schemas/Key",
                    "json.loads(credentials",
                    "ClientCredential(credential=other_one",
                    "same-origin",
                    "NAPALM_PASSWORD,",
                    "client_info[",
                    "str(OTHER_ENV),",
                    "private.try_users)",
                    "A128CBC-HS256",
                    "aes-256-gcm",
                    "RSA-OAEP-256",
                    "ECDH-ES+A128KW",
                    "comment.keyword.$2",
                ],
            ),
            (
                Kind::Placeholder,
                &[
                    "your-secret-key",
                    "change-me-in-production",
                    "changeme",
                    "REPLACE_ME",
                    "app_jwt_secret",
                    "my-jwt-secret",
                ],
            ),
            (Kind::Weak, &["postgres", "admin", "dev-secret", "test1234"]),
            (Kind::Usable, &["harbour-lantern-58", "Winter2019!Berlin", "ky(M1ct3K-Lm"]),
        ] {
            for value in values {
                assert_eq!(of(value), kind, "{value}");
            }
        }
        let mut rng = fastrand::Rng::with_seed(5);
        for _ in 0..200 {
            let value: String = (0..32).map(|_| rng.alphanumeric()).collect();
            assert_eq!(of(&value), Kind::Random, "{value}");
        }
    }
}
