//! `.netrc` and its relatives (`_netrc`, `.authinfo`): words, in one line or several, that name a machine, who logs in
//! there and with which password.

use std::borrow::Cow;
use std::ops::Range;

use super::kind::Kind;
use super::out::Out;
use super::worth::Rating;

/// What stands in the password's place where the token is the login.
const NO_PASSWORDS: [&str; 4] = ["x-oauth-basic", "x-oauth-token", "oauth2", "x-token-auth"];

pub(super) fn read(text: &str, out: &mut Out<'_, '_>) {
    let (mut login, mut user): (Option<Range<usize>>, Cow<'_, str>) = (None, Cow::Borrowed(""));
    let mut at = 0;
    while let Some((word, quoted)) = next(text, &mut at) {
        let said = &text[word.clone()];
        if quoted {
            continue;
        }
        if said.starts_with('#') {
            at = memchr::memchr(b'\n', &text.as_bytes()[word.start..]).map_or(text.len(), |end| word.start + end);
            continue;
        }
        match said {
            "machine" | "default" => {
                (login, user) = (None, Cow::Borrowed(""));
                if said == "machine" {
                    next(text, &mut at);
                }
            }
            "login" | "user" => {
                let Some((span, quoted)) = next(text, &mut at) else { return };
                user = plain(&text[span.clone()], quoted);
                login = Some(span);
            }
            "account" | "port" => {
                next(text, &mut at);
            }
            "password" | "passwd" => {
                let Some((span, quoted)) = next(text, &mut at) else { return };
                let password = plain(&text[span.clone()], quoted);
                if NO_PASSWORDS.contains(&password.as_ref()) {
                    if let Some(login) = login.clone()
                        && out.rate(&user, &[]) == Some(Rating::Random)
                    {
                        out.plain(Kind::NetrcPassword, login, &user, &[]);
                    }
                } else {
                    out.plain(Kind::NetrcPassword, span, &password, &[&user, "password"]);
                }
            }
            // Commands up to an empty line.
            "macdef" => at = macro_end(text, at),
            _ => {}
        }
    }
}

/// The next word, without its quotes, and whether it had any.
fn next(text: &str, at: &mut usize) -> Option<(Range<usize>, bool)> {
    let bytes = text.as_bytes();
    let start = *at + bytes[*at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
    if bytes[start] == b'"' {
        let mut end = start + 1;
        while end < bytes.len() && !matches!(bytes[end], b'"' | b'\n') {
            end += if bytes[end] == b'\\' && bytes.get(end + 1).is_some_and(|&next| next != b'\n') { 2 } else { 1 };
        }
        let mut end = end.min(bytes.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        *at = (end + usize::from(bytes.get(end) == Some(&b'"'))).min(bytes.len());
        return Some((start + 1..end, true));
    }
    let length = bytes[start..].iter().position(u8::is_ascii_whitespace).unwrap_or(bytes.len() - start);
    *at = start + length;
    Some((start..*at, false))
}

fn plain(written: &str, quoted: bool) -> Cow<'_, str> {
    if quoted && written.contains('\\') {
        let mut escaped = false;
        let said = written.chars().filter(|&c| {
            escaped = c == '\\' && !escaped;
            !escaped
        });
        return Cow::Owned(said.collect());
    }
    Cow::Borrowed(written)
}

/// Where the macro that begins at `at` ends: at an empty line.
fn macro_end(text: &str, at: usize) -> usize {
    let mut from = at;
    while let Some(end) = memchr::memchr(b'\n', &text.as_bytes()[from..]) {
        from += end + 1;
        if matches!(text.as_bytes().get(from), Some(b'\n')) || text[from..].starts_with("\r\n") {
            return from;
        }
    }
    text.len()
}
