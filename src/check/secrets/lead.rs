//! What stands before the word for a credential in a name: `next` in `nextToken`, `hashed` in `hashed_password`.

use std::ops::Range;

/// Words before which a name's `token`, `password` or `secret` gives nothing away: where a list goes on and which state
/// of a thing was seen, whose library it is, what was hashed, what lasts for one exchange.
const OTHER: [&str; 13] = [
    "next",
    "nextpage",
    "page",
    "continuation",
    "cursor",
    "resume",
    "sync",
    "version",
    "publickey",
    "hashed",
    "crypted",
    "encrypted",
    "ephemeral",
];

/// How much of a name is looked at before its word; bytes.
const MOST: usize = 48;

/// Whether the name that ends with `before` says that its value is no credential, whatever its last word is.
pub(super) fn names_other(before: &[u8]) -> bool {
    let name = last_name(before);
    OTHER.iter().any(|word| ends_with_word(name, word.as_bytes()))
}

/// Whether a value goes on from the whole name that it is given to, of two words at least: an id that says what it is
/// of, or a sample (`term_token = "term-token-1"`). `span` begins with the name's last word.
pub(super) fn begins_with_name(text: &[u8], span: &Range<usize>, value: &[u8]) -> bool {
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
            assert!(names_other(before.as_bytes()), "{before}");
        }
        for before in ["", "access_", "async_", "context_", "conversion_", "user", "rehashed_", "legacyEncryptedClient"]
        {
            assert!(!names_other(before.as_bytes()), "{before}");
        }
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
