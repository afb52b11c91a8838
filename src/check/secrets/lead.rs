//! What stands before the word for a credential in a name: `next` in `nextToken`, `hashed` in `hashed_password`.

use std::ops::Range;

/// Words before which a name's `token`, `password` or `secret` gives nothing away: where a list goes on and which state
/// of a thing was seen, whose library it is, what was hashed, what lasts for one exchange.
const OTHER: [&str; 14] = [
    "next",
    "nextpage",
    "page",
    "continuation",
    "cursor",
    "resume",
    "sync",
    "version",
    "ratelimit",
    "publickey",
    "hashed",
    "crypted",
    "encrypted",
    "ephemeral",
];

/// How a password's hash is made: of `MD5-Password` only the hash is given. A secret may be named for what it is used in.
const HASHES: [&str; 11] =
    ["md5", "smd5", "sha", "ssha", "sha1", "sha256", "sha512", "bcrypt", "scrypt", "argon2", "pbkdf2"];

/// How much of a name is looked at before its word; bytes.
const MOST: usize = 48;

/// Whether the name of which the last word begins at `at` says that its value is no credential, whatever that word is.
pub(in crate::check) fn names_other(text: &[u8], at: usize, value: &[u8]) -> bool {
    let name = last_name(&text[..at]);
    let ends = |words: &[&str]| words.iter().any(|word| ends_with_word(name, word.as_bytes()));
    ends(&OTHER) || is_password(&text[at..]) && ends(&HASHES) || is_uuid(value) && is_of_ids(name)
}

/// Whether a value is a password's hash by what stands beside it: it is long and in base 64 or hexadecimal digits, its
/// name ends in `password`, and an entry near has the salt.
pub(in crate::check) fn is_salted(text: &[u8], span: &Range<usize>, value: &[u8]) -> bool {
    let coded = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if value.len() < 32 || !is_password(&text[span.start..]) || !value.iter().all(coded) {
        return false;
    }
    let around = &text[span.start.saturating_sub(AROUND)..text.len().min(span.end + AROUND)];
    memchr::memmem::find_iter(around, b"salt").any(|at| {
        let behind = around[at + 4..].trim_ascii_start();
        let behind = behind.strip_prefix(b"\"").or_else(|| behind.strip_prefix(b"'")).unwrap_or(behind);
        matches!(behind.trim_ascii_start(), [b':' | b'=', ..])
    })
}

/// Whether a value is the token of a challenge of ACME's, which its server publishes (RFC 8555): the kind of challenge
/// stands before it, or beside it in its entry.
pub(in crate::check) fn is_challenge(text: &[u8], span: &Range<usize>) -> bool {
    const KINDS: [&[u8]; 6] = [b"http-01", b"http01", b"dns-01", b"dns01", b"tls-alpn-01", b"tlsalpn01"];
    let is_token = text[span.start..].get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"token"));
    if !is_token || !last_name(&text[..span.start]).is_empty() {
        return false;
    }
    let around = text[span.start.saturating_sub(NEAR)..text.len().min(span.end + NEAR)].to_ascii_lowercase();
    KINDS.iter().any(|kind| memchr::memmem::find(&around, kind).is_some())
}

/// How far from its token the kind of a challenge may stand; bytes.
const NEAR: usize = 120;

/// Whether the name of a hash and its sign stand directly before a value that begins as tokens do by chance:
/// `sha256=…`, `sha512-…`.
pub(super) fn is_digest(before: &[u8]) -> bool {
    const HASHES: [&[u8]; 6] = [b"md5", b"sha1", b"sha224", b"sha256", b"sha384", b"sha512"];
    let Some(name) = before.strip_suffix(b"=").or_else(|| before.strip_suffix(b"-")) else { return false };
    HASHES.iter().any(|hash| name.len() >= hash.len() && name[name.len() - hash.len()..].eq_ignore_ascii_case(hash))
}

/// How far from a password its salt may stand; bytes.
const AROUND: usize = 200;

fn is_password(name: &[u8]) -> bool {
    name.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"pass"))
}

/// Whether a value is 32 hexadecimal digits, cut as identities are.
pub(in crate::check) fn is_uuid(value: &[u8]) -> bool {
    let cut = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| if cut(at) { *byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// Whether a name has a word for identities in it: `GUID_CHANGE_`.
fn is_of_ids(name: &[u8]) -> bool {
    name.split(|byte| !byte.is_ascii_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case(b"guid") || word.eq_ignore_ascii_case(b"uuid"))
}

/// Whether a value goes on from the whole name that it is given to, of two words at least: an id that says what it is
/// of, or a sample (`term_token = "term-token-1"`). `span` begins with the name's last word.
pub(in crate::check) fn begins_with_name(text: &[u8], span: &Range<usize>, value: &[u8]) -> bool {
    let lead = last_name(&text[..span.start]);
    let word = text[span.clone()].iter().take_while(|byte| is_name(byte)).count();
    let squeezed = |part: &[u8]| {
        part.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect::<Vec<_>>()
    };
    let (lead, last) = (squeezed(lead), squeezed(&text[span.start..span.start + word]));
    let value = squeezed(value);
    lead.len() >= 3
        && value.len() > lead.len() + last.len()
        && value.strip_prefix(&lead[..]).is_some_and(|rest| rest.starts_with(&last))
}

/// The part of a name that ends with `before`.
fn last_name(before: &[u8]) -> &[u8] {
    let length = before.iter().rev().take(MOST).take_while(|byte| is_name(byte)).count();
    &before[before.len() - length..]
}

const fn is_name(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Whether a name ends with a whole word, signs aside: `hashed` in `user_hashed_` and `userHashed`, not in `rehashed`.
fn ends_with_word(name: &[u8], word: &[u8]) -> bool {
    let mut rest = name;
    let mut first = b'_';
    for &letter in word.iter().rev() {
        while let [more @ .., b'_' | b'-'] = rest {
            rest = more;
        }
        match rest {
            [more @ .., last] if last.eq_ignore_ascii_case(&letter) => (rest, first) = (more, *last),
            _ => return false,
        }
    }
    match rest.last() {
        Some(before) if before.is_ascii_alphabetic() => first.is_ascii_uppercase() && before.is_ascii_lowercase(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_that_it_is_no_credential() {
        for before in [
            "next",
            "nextPage",
            "NEXT_PAGE_",
            "list.continuation_",
            "assembly publicKey",
            "user.hashed_",
            "userHashed",
            "x_version_",
        ] {
            let name = format!("{before}token");
            assert!(names_other(name.as_bytes(), before.len(), b""), "{before}");
        }
        for before in ["", "access_", "async_", "context_", "conversion_", "user", "rehashed_", "legacyEncryptedClient"]
        {
            let name = format!("{before}token");
            assert!(!names_other(name.as_bytes(), before.len(), b""), "{before}");
        }
    }

    #[test]
    fn a_hash_is_named_where_it_is_a_password() {
        for (lead, word, other) in
            [("PBKDF2-", "Password", true), ("user_md5_", "password", true), ("hmacSha256", "Secret", false)]
        {
            assert_eq!(names_other(format!("{lead}{word}").as_bytes(), lead.len(), b""), other, "{lead}{word}");
        }
        let id = b"0f5c83a1-77de-4b2a-9c51-3be80d64a7f2";
        assert!(names_other(b"GUID_CHANGE_PASSWORD", 12, id));
        assert!(!names_other(b"ADMIN_CHANGE_PASSWORD", 13, id));
    }

    #[test]
    fn a_salt_beside_a_password_says_that_it_is_a_hash() {
        let value = "0aZ9".repeat(11);
        for (rest, salted) in
            [("\"salt\": \"x\"", true), ("salt = x", true), ("\"salted\": 1", false), ("see the salt", false)]
        {
            let text = format!("\"password\": \"{value}\", {rest}");
            assert_eq!(is_salted(text.as_bytes(), &(1..13 + value.len()), value.as_bytes()), salted, "{rest}");
        }
    }

    #[test]
    fn a_token_of_a_challenge_is_published() {
        for (text, public) in [
            ("challenges.HTTP01(token=b'V')", true),
            ("{\"type\": \"dns-01\", \"token\": \"V\"}", true),
            ("{\"type\": \"bearer\", \"token\": \"V\"}", false),
            ("http01(access_token='V')", false),
        ] {
            let at = text.find("token").unwrap_or_default();
            assert_eq!(is_challenge(text.as_bytes(), &(at..text.len())), public, "{text}");
        }
    }

    #[test]
    fn a_digest_follows_its_name() {
        assert!(is_digest(b"acme/a.py,sha256="));
        assert!(is_digest(b"integrity SHA512-"));
        assert!(!is_digest(b"acme_key="));
        assert!(!is_digest(b"sha256: "));
    }

    #[test]
    fn a_value_that_repeats_its_name_is_seen() {
        let says = |text: &str| {
            let at = text.to_ascii_lowercase().find("token").unwrap_or_default();
            let value = text.split('"').nth(1).unwrap_or_default();
            begins_with_name(text.as_bytes(), &(at..text.len()), value.as_bytes())
        };
        for text in ["termToken = \"term-token-8\"", "TERM_TOKEN=\"termtoken8\"", "a.term_token: \"term_token.8\""] {
            assert!(says(text), "{text}");
        }
        for text in [
            "token = \"token-8\"",
            "termToken = \"token-8\"",
            "term_token = \"term-token\"",
            "term_token = \"9term-token-8\"",
        ] {
            assert!(!says(text), "{text}");
        }
    }
}
