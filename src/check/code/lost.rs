//! Parts of a file that an error swallowed: where the grammar does not recover, the function around a hit is read by
//! itself.

use std::ops::Range;

use crate::syntax::code::Code;

/// How many parts of a file are read again at most.
const MOST: usize = 4;

/// The parts of a broken file around places of which its tree knows nothing.
pub(super) fn parts(code: &Code<'_>, places: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    if code.broken().is_none() {
        return parts;
    }
    for place in places {
        if parts.len() == MOST {
            break;
        }
        if parts.iter().all(|part| !part.contains(&place)) && is_lost(code, place) {
            parts.push(around(code.text(), place));
        }
    }
    parts
}

/// Whether a place stands in an error that is larger than what it stands in.
fn is_lost(code: &Code<'_>, place: usize) -> bool {
    const FAR: usize = 200;
    let node = code.at(place);
    std::iter::once(node).chain(node.ancestors().take(FAR)).any(|node| node.kind() == "ERROR")
}

/// The lines around a place up to those that are less indented: from the head of its function to its end.
fn around(text: &[u8], place: usize) -> Range<usize> {
    const LINES: usize = 400;
    let start_of = |at: usize| memchr::memrchr(b'\n', &text[..at]).map_or(0, |end| end + 1);
    let end_of = |at: usize| memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end + 1);
    let indent = |start: usize| text[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let is_blank = |start: usize| text[start..end_of(start)].iter().all(u8::is_ascii_whitespace);
    let line = start_of(place);
    // A line in the middle of a text may be indented anyhow.
    let mut start = line;
    let mut least = indent(line);
    for _ in 0..LINES {
        if start == 0 || least == 0 {
            break;
        }
        start = start_of(start - 1);
        if !is_blank(start) {
            least = least.min(indent(start));
        }
    }
    let mut end = end_of(place);
    for _ in 0..LINES {
        if end >= text.len() || (!is_blank(end) && indent(end) <= least) {
            break;
        }
        end = end_of(end);
    }
    start..end
}

/// The text with everything else blanked out, so that places stay what they are.
pub(super) fn only(text: &[u8], part: &Range<usize>) -> Vec<u8> {
    let blank = |(at, byte): (usize, &u8)| if part.contains(&at) || *byte == b'\n' { *byte } else { b' ' };
    text.iter().enumerate().map(blank).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_goes_from_the_head_of_a_function_to_its_end() {
        let text = b"import a\n\ndef f(x):\n    if x:\n        y()\n\n    z()\n((((\n";
        let place = text.windows(3).position(|three| three == b"y()").unwrap_or_default();
        let part = around(text, place);
        assert_eq!(&text[part.clone()], b"def f(x):\n    if x:\n        y()\n\n    z()\n");
        let only = only(text, &part);
        assert_eq!(only.len(), text.len());
        assert!(only.starts_with(b"        \n\ndef f") && only.ends_with(b"z()\n    \n"));
    }
}
