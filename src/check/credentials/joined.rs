//! A value that is written as several literals, one behind the other.

use std::ops::Range;

use super::literal::{Bare, literal};

/// The most pieces of one value.
const PIECES: usize = 32;

/// The whole of what begins with the literal at `first`, if more literals are joined to it and nothing else is: from the
/// first byte of the first to the last of the last, and what they say together.
pub(super) fn joined(text: &[u8], first: &Range<usize>) -> Option<(Range<usize>, String)> {
    let mut whole = String::from_utf8_lossy(&text[first.clone()]).into_owned();
    let mut last = first.clone();
    for _ in 0..PIECES {
        let Some(next) = piece(text, last.end + 1) else {
            return (last != *first && ends(text, last.end + 1)).then_some((first.start..last.end, whole));
        };
        whole.push_str(&String::from_utf8_lossy(&text[next.clone()]));
        last = next;
    }
    None
}

/// The literal behind a sign that joins, or directly behind another on the next line.
fn piece(text: &[u8], at: usize) -> Option<Range<usize>> {
    let space = |at: usize| {
        at + text[at.min(text.len())..]
            .iter()
            .take(120)
            .take_while(|byte| byte.is_ascii_whitespace() || **byte == b'\\')
            .count()
    };
    let sign = space(at);
    let rest = text.get(sign..)?;
    let behind = match rest {
        [b'+' | b'.' | b'&' | b'~', ..] if !rest.starts_with(b"..") => sign + 1,
        [b'.', b'.', b'"' | b'\'' | b' ' | b'\n' | b'\r', ..] => sign + 2,
        // Python, C and Ruby join literals that stand side by side; a comma or nothing else ends them.
        [b'"' | b'\'', ..] if sign > at => sign,
        _ => return None,
    };
    let start = space(behind);
    // Basic goes on with a line of its own behind an underscore: `"ab" & _`.
    let goes_on = matches!(text.get(start..), Some([b'_', b'\n' | b'\r', ..]));
    let start = if goes_on { space(start + 1) } else { start };
    text.get(start).filter(|byte| matches!(byte, b'"' | b'\'' | b'`' | b'f' | b'b' | b'r' | b'u'))?;
    literal(text, start, Bare::Never)
}

/// Whether nothing goes on behind the last piece.
fn ends(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default().trim_ascii_start();
    !matches!(rest, [b'+' | b'%' | b'&', ..] | [b'=', b'=', ..] | [b'.', b'.', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_one_value() {
        for (text, whole) in [
            ("\"ab\" + \"cd\";", Some("abcd")),
            ("\"ab\" +\n    \"cd\" + 'ef'\n", Some("abcdef")),
            ("'ab' . 'cd';", Some("abcd")),
            ("\"ab\"\n  \"cd\"\n)", Some("abcd")),
            ("\"ab\" \\\n  \"cd\"\n", Some("abcd")),
            ("\"ab\" & _\n  \"cd\"\n", Some("abcd")),
            ("\"ab\" + \"cd\" + name", None),
            ("\"ab\";", None),
            ("\"ab\", \"cd\"", None),
        ] {
            let first = literal(text.as_bytes(), 0, Bare::Never).unwrap_or_default();
            assert_eq!(joined(text.as_bytes(), &first).map(|(_, whole)| whole).as_deref(), whole, "{text}");
        }
    }
}
