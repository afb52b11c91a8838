//! Text that a program puts together of pieces: literals that are joined over lines or by a sign, and what goes on
//! behind a backslash at the end of a line.
//!
//! Nothing is looked for: the run prefilter asks of the runs that it finds anyway whether a quote stands beside them
//! ([`at_joint`]), and hardly any has one with another literal behind it. So of the pieces one must show a run of its
//! own at a joint, 16 characters; a token cut into shorter ones is not found.
//!
//! YAML folds a line break to a blank, in a plain scalar, between quotes and behind `>`, and keeps it behind `|`. So no
//! token that is broken there is one for who reads the file; only a backslash at the end of a line between double quotes
//! joins what stands before it and behind the next line's indentation.

use super::map::Map;
use crate::text::token::is_token;

/// The most pieces that are joined.
const PIECES: usize = 64;

/// The most bytes of a piece, and of what parts two: blanks and signs.
const PIECE: usize = 4096;
const JOINT: usize = 200;

/// The most bytes of all of them.
const MOST: usize = 16 << 10;

/// How much before the first piece is looked at along with it: who the value belongs to stands there.
const BEFORE: usize = 512;

/// How much of the line behind the last one is.
const BEHIND: usize = 64;

/// Whether a run of token characters is the end or the beginning of a piece that is joined to another. Says no to
/// nearly all runs by the two bytes around them.
#[inline]
#[must_use]
pub fn at_joint(text: &[u8], start: usize, end: usize) -> bool {
    let goes_on = match text.get(end) {
        Some(&byte) if is_quote(byte) => next(text, end).is_some(),
        Some(b'\\') => newline(text, end + 1).is_some(),
        _ => false,
    };
    goes_on || (start > 0 && is_quote(text[start - 1]) && previous(text, start - 1).is_some())
}

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Where the line behind `at` begins, where a line break stands there.
fn newline(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..)? {
        [b'\r', b'\n', ..] => Some(at + 2),
        [b'\n', ..] => Some(at + 1),
        _ => None,
    }
}

/// Whether what stands between two literals joins them: a line break, as in C and Python, or one of the signs of other
/// languages, with or without one. A sign may have a line break on either side, the last sign before it be the one that
/// says that the line goes on.
fn joins(between: &[u8]) -> bool {
    let mut lines = between.splitn(3, |&byte| byte == b'\n').map(<[u8]>::trim_ascii);
    let (Some(before), behind, None) = (lines.next(), lines.next(), lines.next()) else { return false };
    let sign = |part: &[u8]| matches!(part, b"+" | b"++" | b"." | b".." | b"&" | b"<>");
    let Some(behind) = behind else { return sign(before) };
    let goes_on = before.strip_suffix(b"\\").or_else(|| before.strip_suffix(b"_")).unwrap_or(before).trim_ascii_end();
    match (goes_on.is_empty(), behind.is_empty()) {
        (_, true) => goes_on.is_empty() || sign(goes_on),
        (true, false) => sign(behind),
        (false, false) => false,
    }
}

/// What may stand between two literals that are joined.
const fn parts(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'+' | b'.' | b'&' | b'<' | b'>' | b'\\' | b'_')
}

/// The opening quote of the piece that is joined to the one whose closing quote is at `close`.
fn next(text: &[u8], close: usize) -> Option<usize> {
    let rest = &text[close + 1..text.len().min(close + 1 + JOINT)];
    let length = rest.iter().position(|&byte| !parts(byte))?;
    (is_quote(rest[length]) && joins(&rest[..length])).then_some(close + 1 + length)
}

/// The closing quote of the piece to which the one whose opening quote is at `open` is joined.
fn previous(text: &[u8], open: usize) -> Option<usize> {
    let least = open.saturating_sub(JOINT);
    let close = least + text[least..open].iter().rposition(|&byte| !parts(byte))?;
    (is_quote(text[close]) && joins(&text[close + 1..open])).then_some(close)
}

/// The quote that opens the literal in which `at` lies, on its line and not before `floor`.
fn opening(text: &[u8], at: usize, floor: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    let least = floor.max(at.saturating_sub(PIECE));
    let open = least + text[least..at].iter().rposition(|&byte| byte == b'\n' || is(byte))?;
    (text[open] != b'\n').then_some(open)
}

/// Where the first piece of the text begins that holds the run at `at`, and its quote, if it has one.
fn first(text: &[u8], at: usize, floor: usize) -> (usize, Option<u8>) {
    let end = text[at..].iter().take(PIECE).position(|&byte| !is_token(byte)).map_or(text.len(), |length| at + length);
    let beside = [at.checked_sub(1), Some(end)].map(|at| at.and_then(|at| text.get(at)).copied());
    let own = beside.into_iter().flatten().find(|&byte| is_quote(byte));
    let is_open = |byte: u8| own.map_or_else(|| is_quote(byte), |own| byte == own);
    let Some(mut open) = opening(text, at, floor, is_open) else { return (at, None) };
    for _ in 0..PIECES {
        let Some(close) = previous(text, open).filter(|&close| close > floor) else { break };
        let Some(before) = opening(text, close, floor, |byte| byte == text[close]) else { break };
        open = before;
    }
    (open + 1, Some(text[open]))
}

/// Where the name ends that is given the pieces of which the first is opened at `open`: their bracket and the line
/// breaks before them are there for their sake.
fn assigned(text: &[u8], open: usize, floor: usize) -> Option<usize> {
    let least = floor.max(open.saturating_sub(JOINT));
    let before = text[least..open].trim_ascii_end();
    let before = before.strip_suffix(b"(").unwrap_or(before).trim_ascii_end();
    matches!(before.last(), Some(b'=' | b':')).then_some(least + before.len())
}

/// How a piece ends.
enum End {
    /// Another goes on at this place, with this quote.
    Joined(usize, Option<u8>),
    /// It is the last.
    Last,
}

/// Where the piece that begins at `from` ends, and how.
fn piece(text: &[u8], from: usize, quote: Option<u8>) -> (usize, End) {
    let until = text.len().min(from + PIECE);
    let mut at = from;
    while at < until {
        match text[at] {
            b'\n' => break,
            b'\\' => {
                if let Some(line) = newline(text, at + 1) {
                    let indent = text[line..].iter().take(JOINT).take_while(|&&byte| is_blank(byte)).count();
                    return (at, End::Joined(line + indent, quote));
                }
                at += 1;
            }
            byte if Some(byte) == quote => {
                let next = next(text, at);
                return (at, next.map_or(End::Last, |open| End::Joined(open + 1, Some(text[open]))));
            }
            _ => {}
        }
        at += 1;
    }
    (at.min(until), End::Last)
}

/// Joins the pieces around the run at `at`, with what stands before and behind them. Gives where the last one ends, and
/// whether there is more than one.
pub(super) fn read(
    text: &[u8],
    at: usize,
    floor: usize,
    most: usize,
    out: &mut Vec<u8>,
    map: &mut Map,
) -> (usize, bool) {
    let (first, mut quote) = first(text, at, floor);
    let before = floor.max(first.saturating_sub(BEFORE));
    let mut push = |from: usize, until: usize| {
        let until = until.min(from.saturating_add(most.saturating_sub(out.len())));
        if until > from {
            map.push(out.len(), from..until, 1, 1);
            out.extend_from_slice(&text[from..until]);
        }
    };
    match quote.and_then(|_| assigned(text, first - 1, before)) {
        Some(name) => {
            push(before, name);
            push(first - 1, first);
        }
        None => push(before, first),
    }
    let (mut from, mut pieces) = (first, 0);
    loop {
        let (until, end) = piece(text, from, quote);
        push(from, until);
        pieces += 1;
        match end {
            End::Joined(next, opened) if pieces < PIECES && next < first + MOST => (from, quote) = (next, opened),
            _ => {
                let line = &text[until..text.len().min(until + BEHIND)];
                let rest = line.iter().position(|&byte| byte == b'\n').unwrap_or(line.len());
                push(until, until + rest);
                return (until, pieces > 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made of a text, from the run at `at` on, and where every byte of it stood.
    fn joined(text: &str) -> Option<String> {
        let at = text.find("0123456789abcdef")?;
        let end = at + text[at..].bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if !at_joint(text.as_bytes(), at, end) {
            return None;
        }
        let (mut out, mut map) = (Vec::new(), Map::default());
        let (_, found) = read(text.as_bytes(), at, 0, usize::MAX, &mut out, &mut map);
        for (here, byte) in out.iter().enumerate() {
            assert_eq!(text.as_bytes()[map.original(&(here..here + 1))], [*byte], "{text} at {here}");
        }
        found.then(|| String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn pieces_are_joined_as_programs_join_them() {
        for text in [
            "k = \"0123456789abcdef\" +\n    \"gh\";",
            "k = \"0123456789abcdef\"\n    + \"gh\";",
            "k = (\n    \"0123456789abcdef\"\n    \"gh\";",
            "k =\n    \"0123456789abcdef\" +\n    \"gh\";",
            "k = \"0123456789abcdef\"\n    \"gh\";",
            "k = \"0123456789abcdef\" \\\r\n    \"gh\";",
            "k = \"0123456789abcdef\" + \"gh\";",
            "k = \"0123456789abcdef\" + \\\n\"gh\";",
            "k = \"0123456789abcdef\" & _\n  \"gh\";",
            "k = \"0123456789abcdef\" .\n  'g' . \"h\";",
            "k = \"0123456789abcdef\\\n   gh\";",
            "k = \"\" + '' +\n \"0123456789abcdef\" + \"gh\";",
        ] {
            let joined = joined(text).map(|joined| joined.replace("= ", "="));
            assert_eq!(joined.as_deref(), Some("k =\"0123456789abcdefgh\";"), "{text}");
        }
    }

    #[test]
    fn neighbours_are_no_pieces() {
        for text in [
            "[\"0123456789abcdef\",\n \"gh\"]",
            "- \"0123456789abcdef\"\n- \"gh\"",
            "k = \"0123456789abcdef\"\n\n\"gh\"",
            "f(\"0123456789abcdef\") + \"gh\"",
            "k = \"0123456789abcdef\" \"gh\"",
            "k = \"0123456789abcdef\" + x + \"gh\"",
            "k = \"0123456789abcdef\"\nl = \"gh\"",
            "k = 0123456789abcdef\\\\\ngh",
        ] {
            assert_eq!(joined(text), None, "{text}");
        }
    }
}
