//! Variables in values: `$A`, `${A}`, `${A:-x}`, `$(command)`. They are found, and never followed.

use std::ops::Range;

/// How deep fallbacks may nest (`${A:-${B:-x}}`) and still be looked into.
const DEPTH: usize = 16;

/// A place in a value that something else is put into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The whole of it, in bytes of the value.
    pub span: Range<usize>,
    /// The variable's name; `None` for a command.
    pub name: Option<Range<usize>>,
    /// What stands in for a variable that is not set: behind `:-`, `-`, `:=`, `=`, or `:` alone as in Spring.
    pub fallback: Option<Range<usize>>,
}

/// The holes of a value, outermost only, in order.
#[must_use]
pub fn holes(value: &str) -> Vec<Hole> {
    let bytes = value.as_bytes();
    let mut holes = Vec::new();
    let mut at = 0;
    // A long row of opening signs that nothing closes is not searched to its end for each of them.
    let mut tries = 16;
    while let Some(found) = memchr::memchr(b'$', &bytes[at..]) {
        let start = at + found;
        at = start + 1;
        if start > 0 && bytes[start - 1] == b'\\' {
            continue;
        }
        match bytes.get(at) {
            // Two signs stand for one.
            Some(b'$') => at += 1,
            Some(&open @ (b'{' | b'(')) => {
                let close = if tries > 0 { closing(bytes, at) } else { None };
                let Some(close) = close else {
                    tries -= i32::from(tries > 0);
                    continue;
                };
                let (name, fallback) = if open == b'{' { braced(value, at + 1..close) } else { (None, None) };
                holes.push(Hole { span: start..close + 1, name, fallback });
                at = close + 1;
            }
            Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' => {
                let length = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
                holes.push(Hole { span: start..at + length, name: Some(at..at + length), fallback: None });
                at += length;
            }
            _ => {}
        }
    }
    holes
}

/// The sign that closes the one at `open`, those inside it counted.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let (up, down) = if bytes[open] == b'{' { (b'{', b'}') } else { (b'(', b')') };
    let mut depth = 0;
    for (at, &byte) in bytes.iter().enumerate().skip(open) {
        if byte == up {
            depth += 1;
        } else if byte == down {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Name and fallback of what stands between braces.
fn braced(value: &str, inside: Range<usize>) -> (Option<Range<usize>>, Option<Range<usize>>) {
    let body = &value.as_bytes()[inside.clone()];
    let length = body.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')).count();
    // A dash belongs to names such as `my-app.origins`, and begins a fallback in `A-x`: a shell's names are in capitals.
    let shell = body[..length]
        .iter()
        .position(|&byte| byte == b'-')
        .filter(|&dash| dash > 0 && !body[..dash].iter().any(u8::is_ascii_lowercase));
    let name = shell.unwrap_or(length);
    let behind = &body[name..];
    let skip = match behind {
        [b':', b'-' | b'=', ..] => 2,
        [b':', b'?' | b'+', ..] | [b'?' | b'+', ..] | [] => return (Some(inside.start..inside.start + name), None),
        [b':' | b'-' | b'=', ..] => 1,
        _ => return (Some(inside.start..inside.start + name), None),
    };
    (Some(inside.start..inside.start + name), Some(inside.start + name + skip..inside.end))
}

/// Every fallback that holds no hole itself, in order: the literals that a value may become without anything being set.
#[must_use]
pub fn fallbacks(value: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = vec![(0..value.len(), 0)];
    while let Some((range, depth)) = open.pop() {
        for hole in holes(&value[range.clone()]).into_iter().rev() {
            let Some(fallback) = hole.fallback else { continue };
            let fallback = range.start + fallback.start..range.start + fallback.end;
            if depth < DEPTH {
                open.push((fallback, depth + 1));
            }
        }
        if depth > 0 && holes(&value[range.clone()]).is_empty() && !range.is_empty() {
            found.push(range);
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: &str) -> Vec<(&str, Option<&str>)> {
        let name = |hole: &Hole| hole.name.clone().map_or("()", |name| &value[name]);
        holes(value).iter().map(|hole| (name(hole), hole.fallback.clone().map(|range| &value[range]))).collect()
    }

    #[test]
    fn variables_and_their_fallbacks() {
        assert_eq!(
            said("$A-${B} ${C:-x} ${D-y}${E:=z}"),
            [("A", None), ("B", None), ("C", Some("x")), ("D", Some("y")), ("E", Some("z"))]
        );
        assert_eq!(said("${A:?must be set} ${A:+x} $(date) $$A \\$B $1 $"), [("A", None), ("A", None), ("()", None)]);
        assert_eq!(said("${my-app.origins:*} ${spring.x}"), [("my-app.origins", Some("*")), ("spring.x", None)]);
    }

    #[test]
    fn the_innermost_literal_is_the_fallback() {
        let value = "${A:-${B:-x}} ${C:-} ${D:-y}";
        let texts: Vec<&str> = fallbacks(value).into_iter().map(|range| &value[range]).collect();
        assert_eq!(texts, ["x", "y"]);
    }

    #[test]
    fn circles_and_towers_end() {
        assert!(fallbacks("${A:-$A}").is_empty());
        let tower = "${A:-".repeat(50_000);
        assert!(holes(&tower).is_empty());
        let closed = tower + &"}".repeat(50_000);
        assert_eq!(holes(&closed).len(), 1);
        assert!(fallbacks(&closed).is_empty());
    }
}
