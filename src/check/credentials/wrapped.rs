//! Literals within what makes a value of them.

use std::ops::Range;

use super::literal::{Bare, blanks, literal};

/// How long the scheme is that a header's value begins with, with the blank behind it; 0 where there is none.
pub(super) fn scheme(text: &[u8]) -> usize {
    const SCHEMES: [&[u8]; 3] = [b"bearer", b"token", b"apikey"];
    let word = text.iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let known = SCHEMES.iter().any(|it| text[..word].eq_ignore_ascii_case(it));
    if known && text.get(word) == Some(&b' ') { word + 1 } else { 0 }
}

/// The credential behind a scheme, without quotes: `Authorization: Bearer x`.
pub(super) fn behind_scheme(text: &[u8], at: usize, bare: Bare) -> Option<Range<usize>> {
    let start = at + blanks(&text[at..]);
    let length = scheme(&text[start..]);
    (length > 0 && bare != Bare::Never).then(|| literal(text, start + length, Bare::Word))?
}

/// Behind what makes another string of the literal that ends at `at`: `"k".into()`, `"k".to_string()`.
pub(super) fn converted(text: &[u8], at: usize) -> usize {
    const CALLS: [&[u8]; 6] = [b".into()", b".to_string()", b".to_owned()", b".to_str()", b".freeze", b".encode()"];
    let rest = &text[at.min(text.len())..];
    at + CALLS.iter().find(|call| rest.starts_with(call)).map_or(0, |call| call.len())
}

/// The literal at `at`, also as all that a call takes which makes a value of it: `String::from("x")`, `[]byte("x")`,
/// `SecretStr("x")`; behind a parenthesis, or on the next line, where nothing else stands.
pub(super) fn wrapped(text: &[u8], at: usize) -> Option<Range<usize>> {
    const WRAPS: [&[u8]; 23] = [
        b"string::from",
        b"[]byte",
        b"buffer.from",
        b"secretstr",
        b"secretstring",
        b"secretstring::new",
        b"secret::new",
        b"secretstring::from",
        b"some",
        b"ok",
        b"bytes",
        b"string",
        b"str",
        b"new string",
        b"new secretkeyspec",
        b"convertto-securestring",
        b"aws.string",
        b"pulumi.string",
        b"pulumi.secret",
        b"to.stringptr",
        b"symmetricsecuritykey",
        b"text",
        b"password",
    ];
    if let Some(value) = literal(text, at, Bare::Never) {
        return Some(value);
    }
    let start = at + blanks(&text[at.min(text.len())..]);
    let rest = text.get(start..text.len().min(start + 80))?;
    let space = |at: usize| at + text[at..].iter().take(80).take_while(|byte| byte.is_ascii_whitespace()).count();
    if matches!(rest.first(), Some(b'\n' | b'\r' | b'(' | b'\\')) {
        let next = space(start + usize::from(matches!(rest[0], b'(' | b'\\')));
        let next = if text.get(next) == Some(&b'(') { space(next + 1) } else { next };
        let quoted = matches!(text.get(next), Some(b'"' | b'\'' | b'`'));
        return if quoted { literal(text, next, Bare::Never) } else { None };
    }
    let word = rest.iter().position(|byte| matches!(byte, b'(' | b'"' | b'\'' | b'\n' | b';' | b','))?;
    let callee = rest[..word].trim_ascii().to_ascii_lowercase();
    let opens = rest[word] == b'(' || callee == b"convertto-securestring";
    let inside = start + word + usize::from(rest[word] == b'(');
    (opens && WRAPS.contains(&callee.as_slice())).then(|| literal(text, inside, Bare::Never))?
}
