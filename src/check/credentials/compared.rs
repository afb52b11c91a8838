//! Comparisons that are calls: `k.equals("x")`, `"x".equals(k)`, `strcmp(k, "x")`.

use std::ops::Range;

use super::literal::{Bare, literal};

/// How far before a name the literal ends that it is compared with.
const CALL: usize = 48;

/// Methods and functions that compare, in small letters.
const COMPARES: [&[u8]; 16] = [
    b"equals",
    b"equalsignorecase",
    b"eq",
    b"eql?",
    b"equal",
    b"isequal",
    b"strcmp",
    b"strncmp",
    b"strcasecmp",
    b"compare_digest",
    b"constanttimecompare",
    b"timingsafeequal",
    b"hash_equals",
    b"secure_compare",
    b"compare",
    b"assertequals",
];

/// The literal that the name at `name` is compared with, and the name without the method that compares; `at`: behind
/// what closes after it.
pub(super) fn compared(text: &[u8], name: &Range<usize>, at: usize) -> Option<(Range<usize>, Range<usize>)> {
    let called_last = text[name.clone()].iter().rposition(|byte| *byte == b'.').map(|dot| name.start + dot);
    let value = match text.get(at) {
        // `k.equals("x")`: the method is a part of the name as names are read.
        Some(b'(') if let Some(dot) = called_last.filter(|dot| compares(&text[dot + 1..name.end])) => {
            return Some((name.start..dot, literal(text, at + 1, Bare::Never)?));
        }
        Some(b'.') => {
            let word = text[at + 1..].iter().take(24).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
            let open = at + 1 + word.count();
            let compares = compares(&text[at + 1..open]) && text.get(open) == Some(&b'(');
            compares.then(|| literal(text, open + 1, Bare::Never))?
        }
        Some(b',') => called(text, name.start)?.then(|| literal(text, at + 1, Bare::Never))?,
        _ => before(text, name.start),
    };
    Some((name.clone(), value?))
}

fn compares(word: &[u8]) -> bool {
    COMPARES.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether the call whose first argument begins at `at` compares; `None`: it is no call.
fn called(text: &[u8], at: usize) -> Option<bool> {
    let before = text[at.saturating_sub(CALL)..at].strip_suffix(b"(")?;
    let word =
        before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'?')).count();
    Some(compares(&before[before.len() - word..]))
}

/// The literal before the name at `at` that it is compared with: `"x".equals(k)`, `"x" == k`.
fn before(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at.saturating_sub(CALL);
    // `"x".equals(request.getPassword())`.
    let own = text[from..at]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
        .count();
    let head = text[from..at - own].trim_ascii_end();
    let end = if let Some(head) = head.strip_suffix(b"==").or_else(|| head.strip_suffix(b"!=")) {
        head.trim_ascii_end().len()
    } else {
        let head = head.strip_suffix(b"(")?;
        let word = head.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let dot = head.len() - word;
        if !compares(&head[dot..]) || !head[..dot].ends_with(b".") {
            return None;
        }
        dot - 1
    };
    let end = from + end;
    let quote = *text[..end].last().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let start = end.saturating_sub(200);
    let open = text[start..end - 1].iter().rposition(|byte| *byte == quote || *byte == b'\n')?;
    (text[start + open] == quote).then_some(start + open + 1..end - 1)
}

/// Whether a text begins with the sign of a comparison.
pub(super) fn is_comparison(rest: &[u8]) -> bool {
    rest.starts_with(b"==") || rest.starts_with(b"!=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_that_compare() {
        for (text, value) in [
            ("password.equals(\"x1\")", Some("x1")),
            ("\"x1\".equals(password)", Some("x1")),
            ("\"x1\".equals(request.getPassword())", Some("x1")),
            ("if (\"x1\" == password) {", Some("x1")),
            ("strcmp(password, \"x1\") == 0", Some("x1")),
            ("hmac.compare_digest(password, 'x1')", Some("x1")),
            ("print(password, \"x1\")", None),
            ("password.matches(\"x1\")", None),
            ("f(\"x1\")(password)", None),
        ] {
            let at = text.to_ascii_lowercase().find("password").unwrap_or_default();
            let name = super::super::around::name(text.as_bytes(), at);
            let end = if text.as_bytes().get(name.end) == Some(&b'(') {
                name.end
            } else {
                super::super::around::closed(text.as_bytes(), name.end).end
            };
            assert_eq!(compared(text.as_bytes(), &name, end).map(|(_, span)| &text[span]), value, "{text}");
        }
    }
}
