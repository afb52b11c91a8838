//! What kind of value a literal is.

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
            || is_hash(value)
            || is_algorithm(value)
            || value.contains(":\\")
            || is_escaped(value)
            || is_elsewhere(value)
            || names_another(value)
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

/// Whether a value is the path of something, from the root on.
fn is_rooted(value: &str) -> bool {
    value.starts_with('/') && value.matches('/').count() >= 3
}

/// Whether a value says of itself that it is none for a credential, whatever it is given to.
pub(super) fn is_nobodys(value: &str) -> bool {
    is_elsewhere(value) || is_hash(value) || is_escaped(value) || names_another(value)
}

/// Whether a value is a pattern, a mark that a build replaces, the name of a cloud's resource, a key's file, or sealed for
/// a cluster.
fn is_elsewhere(value: &str) -> bool {
    let framed = |front: char, back: char| value.len() > 3 && value.starts_with(front) && value.ends_with(back);
    let file = ["_rsa", "_ed25519", "_ecdsa", "_dsa"].iter().any(|end| value.ends_with(end));
    let sealed = value.len() > 200
        && value.starts_with("Ag")
        && !value.contains(|c: char| c.is_ascii_punctuation() && !matches!(c, '+' | '/' | '='));
    let words = |part: &str| {
        part.len() >= 2
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && part.starts_with(|c: char| c.is_ascii_uppercase())
    };
    let namespace = value.matches('\\').count() >= 2 && value.split('\\').filter(|part| !part.is_empty()).all(words);
    let pieces = |signs: &[char]| value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || signs.contains(&c));
    let path = value.contains("::") && pieces(&[':', ',', '.'])
        || value.contains("].")
        || value.starts_with('@') && value.contains('/');
    let address =
        value.len() == 42 && value.starts_with("0x") && value[2..].bytes().all(|byte| byte.is_ascii_hexdigit());
    let half = value.starts_with("eyJ") && value.matches('.').count() < 2 && value.len() < 64;
    // Base 64 begins with any of its characters.
    let encoded = value.len() >= 16
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
        && value.bytes().any(|byte| byte.is_ascii_digit());
    // The public half of a key of SSH, as lists of hosts have it; a place in a document.
    let public = ["AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh"].iter().any(|front| value.starts_with(front));
    let pointer = value.starts_with("#/");
    let joined = value.starts_with('+') && !encoded
        || value.starts_with('.') && value.contains('$')
        // A part of what was found takes its place: `comment.keyword.$2`.
        || value.split('.').all(|part| part.strip_prefix('$').is_some_and(is_number) || is_letters(part))
            && value.contains(".$")
        || value.starts_with("AWS4-");
    let rules = value.contains('|')
        && value.split('|').all(|part| part.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase()));
    let id = value.starts_with("UUID=") || value.starts_with("LABEL=") || value.starts_with("PARTUUID=");
    rules
        || id
        || path
        || public
        || pointer
        || address
        || half
        || joined
        || framed('^', '$')
        || framed('@', '@')
        || value.starts_with("arn:")
        || value.starts_with("~/")
        || file
        || sealed
        || namespace
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_letters(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a value names an algorithm, as the registries of JOSE and TLS do: `A128CBC-HS256`, `aes-256-gcm`.
fn is_algorithm(value: &str) -> bool {
    const PARTS: [&str; 36] = [
        "A", "AES", "ACBC", "AGCM", "AGCMKW", "AKW", "CBC", "CTR", "CFB", "ECB", "GCM", "CCM", "KW", "HS", "RS", "ES",
        "PS", "SHA", "HMAC", "MD", "RSA", "OAEP", "EC", "ECDH", "ECDSA", "ED", "DSA", "DES", "EDE", "DH", "PBES",
        "PKCS", "CHACHA", "POLY", "SSA", "PADDING",
    ];
    let upper = value.to_ascii_uppercase();
    let known = |part: &str| {
        let letters: String = part.chars().filter(|c| !c.is_ascii_digit()).collect();
        part.len() <= 9 && (letters.is_empty() || PARTS.contains(&letters.as_str()))
    };
    value.len() >= 5
        && upper.contains(char::is_alphabetic)
        && upper.split(['-', '_', '+', '/']).all(known)
        && upper.contains(['-', '_', '+', '/'])
}

/// Whether a value is bytes that nobody types, written with escapes, or the path of something in a registry.
fn is_escaped(value: &str) -> bool {
    let bytes = ["\\x", "\\0", "\\u"].iter().any(|escape| value.contains(escape));
    let path = |part: &str| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
    bytes || value.contains("\\\\") && value.split("\\\\").all(path)
}

/// Whether a value is what became of a password: the hash of a data store or of a system's list of users.
fn is_hash(value: &str) -> bool {
    const FRONTS: [&str; 25] = [
        "$1$",
        "$2a$",
        "$2b$",
        "$2y$",
        "$5$",
        "$6$",
        "$y$",
        "$apr1$",
        "$argon2",
        "$pbkdf2",
        "$scrypt",
        "$ml=",
        "pbkdf2_",
        "pbkdf2:",
        "scrypt:",
        "argon2",
        "bcrypt",
        "md5$",
        "sha1$",
        "sha256$",
        "{SSHA",
        "{SHA",
        "{CRYPT}",
        "{bcrypt}",
        "SCRAM-SHA",
    ];
    let upper =
        value.strip_prefix('*').is_some_and(|rest| rest.len() == 40 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    let postgres =
        value.strip_prefix("md5").is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    upper || postgres || FRONTS.iter().any(|front| value.starts_with(front)) || value.matches('$').count() >= 3
}

/// Whether a value says what type another has, as schemas do.
fn is_type(lower: &str) -> bool {
    const TYPES: [&str; 15] = [
        // What browsers are told to send.
        "same-origin",
        "string",
        "str",
        "bool",
        "boolean",
        "int",
        "integer",
        "number",
        "object",
        "array",
        "any",
        "text",
        "bytes",
        "uuid",
        "date",
    ];
    TYPES.contains(&lower)
}

/// Whether a value is the name of a variable or a header that holds a credential: `ACME_API_KEY`, `X-Auth-Token`.
fn names_another(value: &str) -> bool {
    const WORDS: [&str; 9] =
        ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "APIKEY", "PASS", "CREDENTIALS"];
    // In lists a comma follows.
    let value = value.trim_end_matches(',');
    let variable = value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let header = value.starts_with("X-") && value.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    header || variable && value.contains('_') && value.split('_').any(|word| WORDS.contains(&word))
}

/// Whether a value only says the name it is given to, as enumerations and tables of names do.
pub(super) fn is_name_itself(value: &str, name: &str) -> bool {
    let squeezed =
        |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or(name);
    let (value, name) = (squeezed(value), squeezed(last));
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

/// Whether a value is put together when the program runs: templates of all engines, format strings, names of code.
fn is_template(value: &str) -> bool {
    const MARKS: [&str; 9] = ["${", "{{", "<%", "#{", "%(", "%s", "$(", "@@", "}}"];
    // `f"…{x}…"`, `List[Reference]`: names in brackets.
    let braces = value.find('{').is_some_and(|open| value[open..].contains('}'));
    let generic = value.ends_with(']') && value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.contains('[');
    let opened = value.strip_suffix(['(', '[']).is_some_and(|name| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':'))
    });
    let call = value.ends_with(')') && value.contains('(') || braces || generic || opened;
    // Cut off before its end: `json.loads(credentials`.
    let begun = value.split_once('(').is_some_and(|(callee, rest)| {
        let named =
            |part: &str, more: char| part.chars().all(|c| c.is_ascii_alphabetic() || c == '_' || c == '.' || c == more);
        callee.len() >= 3 && named(callee, '.') && (callee.contains('.') || named(rest, '='))
    });
    // The last argument of a call that opened before it: `settings.try_users)`.
    let closed = value.strip_suffix(')').is_some_and(|name| {
        name.contains('.') && name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '.'))
    });
    let percent = value.len() > 2 && value.starts_with('%') && value.ends_with('%');
    let held = value.starts_with('{') && value.ends_with('}');
    MARKS.iter().any(|mark| value.contains(mark))
        || call
        || begun
        || closed
        || percent
        || held
        || value.starts_with('$')
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
