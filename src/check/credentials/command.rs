//! Credentials on command lines: as a flag's value, behind a user's name, or behind the flag of one command.

use std::ops::Range;

use super::literal::{Bare, blanks, literal};

/// How far behind a command's name its flags are looked for; bytes.
const LINE: usize = 400;

/// The value of the long flag whose name ends at `at`: `--password=x`, `--password x`, `'--password', 'x'`.
/// `start`: where the name begins.
pub(super) fn flag(text: &[u8], start: usize, at: usize) -> Option<Range<usize>> {
    let before = &text[..start];
    let dashes = before.iter().rev().take(3).take_while(|byte| **byte == b'-').count();
    if !(1..=2).contains(&dashes) || before[..start - dashes].last().is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    // `-DdbPassword=x` and `-Ppassword=x` are properties; a single dash and a long name is a flag of some commands.
    let quote = before[..start - dashes].last().copied().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    found_flag(text, at, quote).map(|value| {
        // OpenSSL is told where a password comes from: `-pass pass:x`.
        let source = text[value.clone()].starts_with(b"pass:");
        value.start + if source { 5 } else { 0 }..value.end
    })
}

fn found_flag(text: &[u8], at: usize, quote: Option<u8>) -> Option<Range<usize>> {
    match (text.get(at)?, quote) {
        (b'=', _) => word(text, at + 1),
        // The whole of a literal: the next one is its value.
        (byte, Some(quote)) if *byte == quote => {
            let comma = at + 1 + blanks(&text[at + 1..]);
            (text.get(comma) == Some(&b',')).then(|| literal(text, comma + 1, Bare::Never))?
        }
        (b' ', _) => {
            let value = word(text, at + 1 + blanks(&text[at + 1..]))?;
            // Another flag, or a line that goes on.
            (!matches!(text.get(value.start), Some(b'-' | b'\\' | b'['))).then_some(value)
        }
        _ => None,
    }
}

/// What stands at `at` as a shell takes it: a literal, or all to a blank or a quote.
fn word(text: &[u8], at: usize) -> Option<Range<usize>> {
    if let Some(value) = literal(text, at, Bare::Never) {
        return Some(value);
    }
    let value = literal(text, at, Bare::Word)?;
    (!value.is_empty()).then_some(value)
}

/// The credential behind a command whose name begins at `at`: `curl -u user:x`, `sshpass -p x`, `mysql -px`,
/// `redis-cli -a x`, `docker login -p x`.
pub(super) fn command(text: &[u8], at: usize) -> Option<Range<usize>> {
    /// A command, its flags, and whether a user's name stands before the credential.
    type Command = (&'static [u8], &'static [&'static [u8]], bool);
    const COMMANDS: [Command; 8] = [
        (b"docker login", &[b"-p", b"--password"], false),
        (b"curl ", &[b"-u", b"--user"], true),
        (b"wget ", &[b"--user"], true),
        (b"sshpass ", &[b"-p"], false),
        (b"mysqldump ", &[b"-p"], false),
        (b"mysqladmin ", &[b"-p"], false),
        (b"mysql ", &[b"-p"], false),
        (b"redis-cli ", &[b"-a"], false),
    ];
    let rest = &text[at..text.len().min(at + LINE)];
    let (name, flags, pair) = COMMANDS.into_iter().find(|(name, ..)| rest.starts_with(name))?;
    if text[..at].last().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        return None;
    }
    // To the end of the line; a backslash goes on with the next.
    let end = (0..rest.len()).find(|&place| rest[place] == b'\n' && rest[place - 1] != b'\\').unwrap_or(rest.len());
    let line = &rest[..end];
    let mut place = name.len();
    while place < line.len() {
        let before = line[place - 1];
        let flag = flags.iter().find(|flag| line[place..].starts_with(flag));
        if let Some(flag) = flag
            && before.is_ascii_whitespace()
        {
            let behind = place + flag.len();
            let long = flag.len() > 2;
            let gap = line[behind..].iter().take_while(|byte| matches!(byte, b' ' | b'=')).count();
            // `mysql -p db` asks for the password, and `db` is none.
            let glued = gap == 0 && !long;
            let takes = if name.starts_with(b"mysql") { glued } else { gap > 0 || glued };
            if takes && let Some(value) = word(text, at + behind + gap) {
                return if pair { behind_user(text, value) } else { Some(value) };
            }
        }
        place += 1;
    }
    None
}

/// What stands behind the colon of `user:x`.
fn behind_user(text: &[u8], value: Range<usize>) -> Option<Range<usize>> {
    let colon = text[value.clone()].iter().position(|byte| *byte == b':')?;
    let start = value.start + colon + 1;
    (start < value.end && colon > 0).then_some(start..value.end)
}

/// What is written into a command that asks for a password: `echo x | docker login --password-stdin`,
/// `echo "user:x" | chpasswd`. `start..end`: the command's or the flag's name.
pub(super) fn piped(text: &[u8], name: &Range<usize>) -> Option<Range<usize>> {
    let own = &text[name.clone()];
    let pair = own.eq_ignore_ascii_case(b"chpasswd");
    let sudo = own == b"sudo" && text[name.end..].starts_with(b" -S");
    if !pair && !sudo && !own.eq_ignore_ascii_case(b"password-stdin") {
        return None;
    }
    let from = name.start.saturating_sub(LINE);
    let line = text[from..name.start].iter().rposition(|byte| *byte == b'\n').map_or(from, |end| from + end + 1);
    let before = &text[line..name.start];
    let pipe = before.iter().rposition(|byte| *byte == b'|')?;
    let echo = memchr::memmem::rfind(&before[..pipe], b"echo ")
        .map(|at| at + 5)
        .or_else(|| memchr::memmem::rfind(&before[..pipe], b"printf ").map(|at| at + 7))?;
    let mut start = line + echo;
    while let Some(flag) = text[start..].strip_prefix(b"-n ").or_else(|| text[start..].strip_prefix(b"-e ")) {
        start = text.len() - flag.len();
    }
    let value = word(text, start)?;
    if pair { behind_user(text, value) } else { Some(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands() {
        for (text, value) in [
            ("curl -u bob:x1y2 https://a", Some("x1y2")),
            ("curl -s --user 'bob:x1y2' https://a", Some("x1y2")),
            ("curl -s https://a -u bob", None),
            ("sshpass -p x1y2 ssh a", Some("x1y2")),
            ("sshpass -p 'x1y2' ssh a", Some("x1y2")),
            ("mysql -u root -px1y2 db", Some("x1y2")),
            ("mysql -u root -p db", None),
            ("redis-cli -h a -a x1y2", Some("x1y2")),
            ("curl https://a", None),
            ("mysql ", None),
        ] {
            let found = command(text.as_bytes(), 0).map(|span| &text[span]);
            assert_eq!(found, value, "{text}");
        }
    }

    #[test]
    fn flags() {
        for (text, value) in [
            ("--password=x1 run", Some("x1")),
            ("--password x1 run", Some("x1")),
            ("--password 'x1' run", Some("x1")),
            ("\"--password\", \"x1\"", Some("x1")),
            ("\"--password=x1\"", Some("x1")),
            ("--password --force", None),
            ("a-password=x1", None),
            ("--password\n", None),
        ] {
            let start = text.find("password").unwrap_or_default();
            let found = flag(text.as_bytes(), start, start + 8).map(|span| &text[span]);
            assert_eq!(found, value, "{text}");
        }
    }
}
