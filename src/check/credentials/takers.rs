//! Calls that take a credential without naming it: connections, sessions, signatures.

use std::ops::Range;

use super::literal::{Bare, literal};
use crate::text::name::Role;

/// The most arguments of a call that are stepped over.
const MOST: usize = 8;

/// How far an argument reaches, in bytes.
const REACH: usize = 400;

/// The ends of callees' names, and which argument is the credential, from the first; of so many arguments at least.
const TAKERS: [(&[u8], usize); 22] = [
    (b"pdo", 2),
    (b"credential", 1),
    (b"credentials", 1),
    (b"passwordauthentication", 1),
    (b"basicauth", 1),
    (b"basic_auth", 1),
    (b"basicauthentication", 1),
    (b"passwordauthenticationtoken", 1),
    (b"getconnection", 2),
    (b"sequelize", 2),
    (b"mysqli", 2),
    (b"mysqli_connect", 2),
    (b"mysql_connect", 2),
    (b"mysql.connect", 2),
    (b"pymysql.connect", 2),
    (b"mysqldb.connect", 2),
    (b"mysql_real_connect", 3),
    (b"jwt.sign", 1),
    (b"jwt.encode", 1),
    (b"jwt.decode", 1),
    (b"jwt.verify", 1),
    (b"securestring", 0),
];

/// The literal that the call of the name at `name` takes as a credential, and what for; `at`: its parenthesis.
pub(super) fn argument(text: &[u8], name: &Range<usize>, at: usize) -> Option<(Range<usize>, Role)> {
    let lower = text[name.clone()].to_ascii_lowercase();
    // A word of its own: `PlainCredentials`, and not `update_credentials`.
    let whole = |end: &[u8]| {
        let first = name.end - end.len();
        first == name.start || text[first].is_ascii_uppercase() || text[first - 1] == b'.'
    };
    let (end, place) = TAKERS.into_iter().find(|(end, _)| lower.ends_with(end) && whole(end))?;
    let start = nth(text, at + 1, place)?;
    let role = if end.starts_with(b"jwt.") { Role::SigningKey } else { Role::Password };
    Some((literal(text, start, Bare::Never)?, role))
}

/// The second of a user and a credential that are given as a pair: `auth=("user", "x")`. `at`: the sign.
pub(super) fn pair(text: &[u8], name: &Range<usize>, at: usize) -> Option<Range<usize>> {
    if !text[name.clone()].to_ascii_lowercase().ends_with(b"auth") || text.get(at + 1) != Some(&b'(') {
        return None;
    }
    literal(text, nth(text, at + 2, 1)?, Bare::Never)
}

/// The literal of which the method at `name` makes characters, as Java takes passwords: `"x".toCharArray()`.
pub(super) fn characters(text: &[u8], name: &Range<usize>) -> Option<Range<usize>> {
    let before = text[..name.start].strip_suffix(b"\".")?;
    if &text[name.clone()] != b"toCharArray" {
        return None;
    }
    let from = before.len().saturating_sub(200);
    let open = from + before[from..].iter().rposition(|byte| matches!(byte, b'"' | b'\n'))?;
    (text[open] == b'"' && before.len() - open > 6).then_some(open + 1..before.len())
}

/// Where the argument of a number begins in the list at `at`.
fn nth(text: &[u8], at: usize, number: usize) -> Option<usize> {
    let limit = text.len().min(at + REACH * MOST);
    let (mut place, mut seen, mut depth) = (at, 0, 0usize);
    loop {
        if seen == number {
            let gap = text[place..limit].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            return Some(place + gap);
        }
        let byte = *text[..limit].get(place)?;
        match byte {
            b'"' | b'\'' => {
                place = literal(text, place, Bare::Never)?.end + 1;
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => seen += 1,
            b';' => return None,
            _ => {}
        }
        place += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_that_is_a_credential() {
        for (text, value) in [
            ("new Credentials(\"bob\", \"x1\")", Some("x1")),
            ("HTTPBasicAuth('bob', 'x1')", Some("x1")),
            ("DriverManager.getConnection(\"jdbc:a\", \"bob\", \"x1\")", Some("x1")),
            ("pymysql.connect(\"a\", \"bob\",\n    \"x1\", \"db\")", Some("x1")),
            ("mysql_real_connect(db, \"a\", \"bob\", \"x1\", f(1, 2))", Some("x1")),
            ("jwt.sign({ sub: a, b: [1, 2] }, 'x1', {})", Some("x1")),
            ("new PasswordAuthentication(user, \"x1\".toCharArray())", Some("x1")),
            ("update_credentials(entry(), \"reason\")", None),
            ("new Credentials(user, password)", None),
            ("new Credentials(\"bob\")", None),
            ("f(\"bob\", \"x1\")", None),
        ] {
            let at = text.find('(').unwrap_or_default();
            let start = text[..at].rfind(' ').map_or(0, |blank| blank + 1);
            let found = argument(text.as_bytes(), &(start..at), at).map(|(span, _)| &text[span]);
            assert_eq!(found, value, "{text}");
        }
    }
}
