//! `.htpasswd` and `.htdigest`: a user and the hash of a password, a line each; or, by mistake, the password itself.

use super::kind::Kind;
use super::out::{More, Out};
use super::worth::{Rating, is_hash};
use crate::finding::Severity;
use crate::syntax::lines;

pub(super) fn read(text: &str, out: &mut Out<'_, '_>) {
    for (at, line) in lines(text) {
        let start = at + (line.len() - line.trim_start().len());
        let body = line.trim();
        if body.starts_with('#') {
            continue;
        }
        let Some((user, rest)) = body.split_once(':') else { continue };
        // `user:realm:hash` of digests; a remark may stand behind a hash.
        let fields: Vec<&str> = rest.splitn(3, ':').collect();
        let digest = fields.get(1).is_some_and(|hash| is_hex(hash, 32));
        let (skip, value) = if digest { (fields[0].len() + 1, fields[1]) } else { (0, fields[0]) };
        let from = start + user.len() + 1 + skip;
        let whole = if digest || hash(value).is_some() { value } else { rest };
        let span = from..from + whole.len();
        match hash(value).or(digest.then_some(MD5)) {
            Some((note, severity)) if !user.contains(char::is_whitespace) => {
                // What is there to show the form has no hash that is one.
                let more = More { note: Some(note), severity: Some(severity), ..More::default() };
                if crate::text::score::made_up(value.as_bytes()).is_none() && !value.contains("...") {
                    out.rated(Kind::HtpasswdEntry, span, Rating::Random, more);
                }
            }
            _ if user.contains(char::is_whitespace) || whole.contains(char::is_whitespace) => {}
            _ => {
                let note = Some("the password stands there as it is, without a hash");
                let more = More { note, severity: Some(Severity::High), ..More::default() };
                out.plain_more(Kind::HtpasswdEntry, span, whole, &[user, "password"], more);
            }
        }
    }
}

type Hash = (&'static str, Severity);

const MD5: Hash = ("it is an MD5 hash, which is guessed fast", Severity::Medium);

/// What kind of hash a value is.
fn hash(value: &str) -> Option<Hash> {
    let slow = ["$2y$", "$2a$", "$2b$", "$2x$", "$argon2", "$y$", "$7$", "$scrypt"];
    if slow.iter().any(|front| value.starts_with(front)) && value.len() > 30 {
        return Some(("it is a slow hash of the password", Severity::Low));
    }
    if ["$5$", "$6$"].iter().any(|front| value.starts_with(front)) && value.len() > 40 {
        return Some(("it is a salted hash of the password", Severity::Low));
    }
    if ["$apr1$", "$1$"].iter().any(|front| value.starts_with(front)) && value.len() >= 26 {
        return Some(MD5);
    }
    if value.starts_with("{SHA}") && value.len() >= 30 {
        return Some(("it is a hash without a salt, which is looked up rather than guessed", Severity::Medium));
    }
    if is_hash(value) {
        return Some(("it is a hash of the password", Severity::Medium));
    }
    let crypt = value.len() == 13 && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'/'));
    let mixed = value.bytes().any(|b| b.is_ascii_uppercase()) && value.bytes().any(|b| b.is_ascii_lowercase());
    (crypt && mixed && !crate::text::score::reads_like_words(value.as_bytes()))
        .then_some(("it is a hash by `crypt`, of eight characters at most", Severity::Medium))
}

fn is_hex(value: &str, length: usize) -> bool {
    value.len() == length && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}
