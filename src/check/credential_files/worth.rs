//! What a value that is a credential by its place is worth: whether it can be used, and whether it looks as if it were.

use crate::check::env_example::words::Words;
use crate::check::env_example::worth::{is_path, is_prose, is_random, is_setting, is_weak};
use crate::text::placeholder::{names_itself, placeholder};
use crate::text::score::{entropy, reads_like_words};

/// How sure it is that somebody uses a value, from the least up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rating {
    /// A password that everybody tries first.
    Weak,
    /// It can be used, and reads like words.
    Made,
    /// It came out of a generator.
    Random,
}

/// How much of a long value is looked at.
const LONGEST: usize = 4096;

/// What `value` is worth; `None` for one that is empty, a placeholder, a reference to where the real one is kept,
/// encrypted, or only a hash. `near` are words that stand beside it (its key, the user), in lower case.
pub(super) fn rate(value: &str, near: &[String], words: &Words) -> Option<Rating> {
    let value = cut(value.trim());
    let lower = value.to_lowercase();
    if value.is_empty() || is_reference(value, &lower, words) || is_hash(value) || is_path(value) {
        return None;
    }
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    if placeholder(value.as_bytes(), 0).is_some() && !digits || names_itself(value, near) || is_prose(value, near) {
        return None;
    }
    if digits && value.len() < 16 || words.is_default(&lower) || near.contains(&lower) {
        return Some(Rating::Weak);
    }
    if is_setting(&lower) {
        return None;
    }
    if is_random(value) || is_mixed(value) {
        return Some(Rating::Random);
    }
    let weak = value.chars().count() < 6 || is_weak(value, &lower, near, words);
    Some(if weak { Rating::Weak } else { Rating::Made })
}

/// The part of a value that is looked at.
pub(super) fn cut(value: &str) -> &str {
    let end = (0..=value.len().min(LONGEST)).rev().find(|&at| value.is_char_boundary(at)).unwrap_or(0);
    &value[..end]
}

/// Whether a value says where the real one is kept, is put in when the file is made, or is encrypted.
pub(super) fn is_reference(value: &str, lower: &str, words: &Words) -> bool {
    const ANYWHERE: [&str; 8] = ["{{", "}}", "{%", "<%", "#{", "${", "$(", "%("];
    const FRONTS: [&str; 12] = [
        "!vault",
        "!secret",
        "!reference",
        "$ansible_vault",
        "{cipher}",
        "{aes",
        "ageencrypted",
        "age-encryption.org",
        "-----begin pgp message",
        "-----begin age",
        "<<",
        "vault ",
    ];
    if ANYWHERE.iter().any(|sign| value.contains(sign)) || FRONTS.iter().any(|front| lower.starts_with(front)) {
        return true;
    }
    if words.table.values.references.iter().any(|front| lower.starts_with(front.as_str())) {
        return true;
    }
    // `$DB_PASSWORD` and `%DB_PASSWORD%`; a password may begin with such a sign, too.
    let name =
        |name: &str| name.len() > 1 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    value.strip_prefix('$').is_some_and(name)
        || value.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')).is_some_and(name)
        || value.strip_prefix('@').and_then(|rest| rest.strip_suffix('@')).is_some_and(|rest| !rest.contains(' '))
}

/// Whether a value is a password's hash in one of the forms that say what they are.
pub(super) fn is_hash(value: &str) -> bool {
    let crypt = value.strip_prefix('$').and_then(|rest| rest.split_once('$')).is_some_and(|(id, rest)| {
        (1..=12).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && rest.len() >= 20
    });
    let scheme = value.strip_prefix('{').and_then(|rest| rest.split_once('}')).is_some_and(|(scheme, rest)| {
        rest.len() >= 16
            && matches!(
                scheme.to_ascii_uppercase().as_str(),
                "SHA"
                    | "SSHA"
                    | "SHA256"
                    | "SSHA256"
                    | "SHA512"
                    | "SSHA512"
                    | "CRYPT"
                    | "MD5"
                    | "BCRYPT"
                    | "PBKDF2"
                    | "SCRYPT"
                    | "ARGON2"
            )
    });
    let named = ["pbkdf2_sha256$", "pbkdf2_sha1$", "bcrypt_sha256$", "argon2$", "scrypt:", "pbkdf2:", "SCRAM-SHA-256$"];
    crypt || scheme || named.iter().any(|front| value.starts_with(front))
}

/// Whether a short value is of letters in both cases and digits, and no words.
fn is_mixed(value: &str) -> bool {
    let bytes = value.as_bytes();
    let any = |is: fn(&u8) -> bool| bytes.iter().any(is);
    (10..64).contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_graphic)
        && any(u8::is_ascii_digit)
        && any(u8::is_ascii_uppercase)
        && any(u8::is_ascii_lowercase)
        && entropy(bytes) >= 2.9
        && !reads_like_words(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Option<Rating> {
        rate(value, &["password".to_owned(), "deploy".to_owned()], &Words::embedded())
    }

    #[test]
    fn what_nobody_can_use() {
        for value in [
            "",
            "changeme",
            "<password>",
            "${PW}",
            "$(pass show x)",
            "{{ vault_password }}",
            "%PASSWORD%",
            "$PASSWORD",
            "@db.password@",
            "!vault |",
            "ENC[AES256_GCM,data:abc,type:str]",
            "vault:secret/data/x#y",
            "op://a/b/c",
            "{cipher}0123abcd",
            "/run/secrets/db",
            "true",
            "password",
        ] {
            assert_eq!(of(value), None, "{value}");
        }
        let body = "Ab3".repeat(20);
        for hash in [format!("$2y$10${body}"), format!("{{SSHA}}{body}"), format!("$argon2id$v=19${body}")] {
            assert_eq!(of(&hash), None);
        }
    }

    #[test]
    fn what_can_be_used() {
        for value in ["deploy", "12345", "admin", "ab7"] {
            assert_eq!(of(value), Some(Rating::Weak), "{value}");
        }
        for value in ["quiet-orchard-summer", "pa$$ingBy7", "Winter2019!Berlin"] {
            assert_eq!(of(value), Some(Rating::Made), "{value}");
        }
        let mut rng = fastrand::Rng::with_seed(5);
        for length in [20, 24, 40] {
            let value: String = (0..length).map(|_| rng.alphanumeric()).collect();
            assert_eq!(of(&value), Some(Rating::Random));
        }
    }
}
