//! What stands in for a credential: the default behind a look-up, in an expansion or a tag.

use std::ops::Range;

use super::literal::{Bare, blanks, literal};
use super::{around, callee};
use crate::rule::NAMES;

/// `${NAME:-x}`, `${NAME:=x}`, `${NAME-x}`, `${NAME:x}`; behind the name.
pub(super) fn expanded(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = &text[at..];
    let sign = match rest {
        [b':', b'-' | b'=', ..] => 2,
        [b':', b'?' | b'+', ..] => return None,
        [b':' | b'-' | b'=', ..] => 1,
        _ => return None,
    };
    let start = at + sign;
    // What is in it may be quoted, or an expansion once more, whose own name is looked at then.
    let value = literal(text, start, Bare::Brace)?;
    (!text[value.clone()].starts_with(b"${")).then_some(value)
}

/// A literal that stands in for what was looked up: `|| "x"`, `?? 'x'`, `?: "x"`, `or "x"`, `| default "x"`,
/// `.unwrap_or("x")`, `{ "x" }` behind a call. `at`: behind the look-up.
pub(super) fn instead(text: &[u8], at: usize, closed: around::Closed) -> Option<Range<usize>> {
    let rest = text.get(at..text.len().min(at + 120))?;
    const SIGNS: [&[u8]; 8] = [b"||=", b"||", b"??=", b"??", b"?:", b"or ", b"//=", b"//"];
    // A literal beside a literal chooses between two names: `"x" or "y"`.
    let named = matches!(text[..closed.end], [.., b'"' | b'\'' | b'`']) && closed.quoted;
    for sign in SIGNS {
        // Two strokes are a comment but in Perl, where a literal follows.
        if rest.starts_with(sign) {
            // An optional field of a type has no blank before its sign.
            let optional =
                *sign == *b"?:" && !text[..at].ends_with(b" ") && !closed.called && !text[..at].ends_with(b"]");
            if optional || named {
                return None;
            }
            let behind = at + sign.len();
            let open = blanks(&text[behind..]);
            let paren = usize::from(text.get(behind + open) == Some(&b'('));
            let value = literal(text, behind + open + paren, Bare::Never)?;
            return is_whole(text, &value).then_some(value);
        }
    }
    if rest.starts_with(b"|") {
        let word = at + 1 + blanks(&text[at + 1..]);
        let behind = text[word..].strip_prefix(b"default").map(|_| word + 7)?;
        let paren = usize::from(text.get(behind) == Some(&b'('));
        return literal(text, behind + paren, Bare::Never);
    }
    if rest.starts_with(b"{") && callee::is_fetched(text, at) {
        return literal(text, at + 1, Bare::Never);
    }
    if rest.starts_with(b".") {
        let word = rest[1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let method = rest[1..=word].to_ascii_lowercase();
        const METHODS: [&[u8]; 14] = [
            b"unwrap_or",
            b"unwrap_or_else",
            b"orelse",
            b"orelseget",
            b"getorelse",
            b"or_else",
            b"or",
            b"default",
            b"withdefault",
            b"getordefault",
            b"ifempty",
            b"valueor",
            b"value_or",
            b"defaultvalue",
        ];
        if METHODS.contains(&method.as_slice()) && rest.get(1 + word) == Some(&b'(') {
            let mut inside = at + word + 2;
            inside += blanks(&text[inside..]);
            for closure in [&b"|_|"[..], b"||", b"() ->", b"() =>", b"()=>", b"()->"] {
                if text[inside..].starts_with(closure) {
                    inside += closure.len();
                    break;
                }
            }
            return literal(text, inside, Bare::Never);
        }
        // `getenv("K").filter(…)` and the like are not followed.
        return None;
    }
    None
}

/// Whether a literal is all of what stands in its place: nothing is joined to it, compared with it (`a || "x" == b`), looked
/// for in something (`or "x" in b`), and it is none of a type's values (`"a" | "b"`).
pub(super) fn is_whole(text: &[u8], value: &Range<usize>) -> bool {
    let next = &text[(value.end + 1).min(text.len())..];
    let next = &next[blanks(next)..];
    let joined = matches!(
        next,
        [b'+' | b'%', ..]
            | [b'=' | b'!', b'=', ..]
            | [b'=', b'>', ..]
            | [b'i', b'n', b' ', ..]
            | [b'n', b'o', b't', b' ', ..]
    );
    !joined && !matches!(next, [b'|', b' ' | b'"' | b'\'', ..])
}

/// A default in the expression at `at`, to the end of its line: a look-up of the environment with a literal that stands
/// in for it, or a default that is called so.
pub(super) fn default_in(text: &[u8], at: usize) -> Option<Range<usize>> {
    let line = around::rest_of_line(text, at);
    let lower = line.to_ascii_lowercase();
    if !lower.contains(&b'(') && !lower.contains(&b'|') && !lower.contains(&b'?') {
        return None;
    }
    let own = expression(&lower);
    for word in memchr::memmem::find_iter(&lower[..own], b"default") {
        let behind = at + word + 7;
        let more = text[behind..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let sign = behind + more + blanks(&text[behind + more..]);
        // `get_default(` looks something up under a name.
        let joined =
            text.get(sign) == Some(&b'(') && matches!(lower.get(word.wrapping_sub(1)), Some(b'_' | b'a'..=b'z'));
        if !joined
            && matches!(text.get(sign), Some(b'(' | b'=' | b':'))
            && let Some(value) = literal(text, sign + 1, Bare::Never)
        {
            return Some(value);
        }
    }
    let env = memchr::memmem::find(&lower, b"env")?;
    let name = around::name(text, at + env);
    if !callee::is_environment(&text[name.clone()]) || holds_name(&text[name.clone()]) {
        return None;
    }
    let mut closed = around::closed(text, name.end);
    // The variable's own name, in brackets or as an argument.
    if matches!(text.get(closed.end), Some(b'(' | b'[')) {
        let inner = literal(text, closed.end + 1, Bare::Never)?;
        if holds_name(&text[inner.clone()]) {
            return None;
        }
        closed = around::closed(text, inner.end);
    }
    let behind = closed.end + blanks(&text[closed.end..]);
    if text.get(behind) == Some(&b',') {
        // Behind a look-up that is closed another entry may follow; in a call around it this is the last argument.
        return argument(text, behind + 1).filter(|value| !closed.called || text.get(value.end + 1) == Some(&b')'));
    }
    instead(text, behind, closed)
}

/// How long the expression is that a line begins with: up to a comma or semicolon, or what closes around it.
fn expression(line: &[u8]) -> usize {
    let mut depth = 0i32;
    let end = line.iter().position(|byte| {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        depth < 0 || depth == 0 && matches!(byte, b',' | b';')
    });
    end.unwrap_or(line.len())
}

/// Whether a variable is looked at by its own name, which says more than the name that its value is given to.
fn holds_name(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    NAMES.iter().any(|part| memchr::memmem::find(&lower, part.as_bytes()).is_some())
}

/// The argument behind a comma, perhaps with a name: `default="x"`, `fallback: 'x'`; on the next line, too.
pub(super) fn argument(text: &[u8], at: usize) -> Option<Range<usize>> {
    let space = text[at.min(text.len())..].iter().take(80).take_while(|byte| byte.is_ascii_whitespace()).count();
    let at = at + space;
    if let Some(value) = literal(text, at, Bare::Never) {
        return is_whole(text, &value).then_some(value);
    }
    let word = text[at..].iter().take(24).take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'_').count();
    let named = text[at..at + word].to_ascii_lowercase();
    let sign = at + word + blanks(&text[at + word..]);
    let takes = named.windows(7).any(|part| part == b"default") || named.starts_with(b"fallback");
    (takes && matches!(text.get(sign), Some(b'=' | b':'))).then(|| literal(text, sign + 1, Bare::Never))?
}

/// A default in the tag of a field or in the same tag: `envDefault:"x"`, `default:"x"`, `env:"K,default=x"`.
pub(super) fn tagged(text: &[u8], at: usize) -> Option<Range<usize>> {
    let line = around::rest_of_line(text, at);
    let lower = line.to_ascii_lowercase();
    let word = memchr::memmem::find(&lower, b"default")?;
    let sign = word + 7;
    match lower.get(sign)? {
        b':' => literal(text, at + sign + 1, Bare::Never),
        b'=' if line[..word].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b',') => {
            let start = sign + 1;
            let end = line[start..].iter().position(|byte| matches!(byte, b'"' | b'\'' | b',' | b'`'))?;
            Some(at + start..at + start + end)
        }
        _ => None,
    }
}

/// `value="x"` or `default="x"` behind a quoted name, as in XML.
pub(super) fn attribute(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let word = [&b"value="[..], b"default="].into_iter().find(|word| rest.starts_with(word))?;
    literal(text, at + word.len(), Bare::Never)
}
