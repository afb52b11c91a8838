//! The lines above a value that say whose it is: the keys and calls that hold it, the comment on it, the name that
//! stands beside it in its entry.

use std::ops::Range;

/// The most lines that are gone up.
const LINES: usize = 10;

/// The lines above the value at `at` that hold or describe it, within `reach` bytes before it; nearest first.
pub(super) fn above(text: &[u8], at: usize, reach: usize) -> impl Iterator<Item = Range<usize>> {
    let least = at.saturating_sub(reach);
    let mut end = memchr::memrchr(b'\n', &text[least..at]).map(|last| least + last);
    let mut indent = end.map_or(0, |end| depth(&text[end + 1..at]));
    let (mut next, mut lines) = (true, 0);
    std::iter::from_fn(move || {
        while let Some(stop) = end.filter(|_| lines < LINES) {
            lines += 1;
            let start = memchr::memrchr(b'\n', &text[least..stop]).map(|last| least + last);
            // Of a line whose beginning lies further off nobody can say how deep it is set in. And what a value finds
            // above it, those before it on its line find too, so that it is looked for once.
            if start.is_none() && least > 0 {
                break;
            }
            let line = start.map_or(least, |start| start + 1)..stop;
            end = start;
            let written = text[line.clone()].trim_ascii();
            if written.is_empty() {
                next = false;
                continue;
            }
            let (directly, own) = (next, depth(&text[line.clone()]));
            let comment = is_comment(written);
            // Comments follow one another; behind anything else there is no more of them.
            next &= comment;
            if own < indent && opens(written) {
                indent = own;
                return Some(line);
            }
            if directly && (comment || own <= indent && names(written)) {
                return Some(line);
            }
        }
        end = None;
        None
    })
}

/// How far a line is set in; the dash of a list counts as a blank.
fn depth(line: &[u8]) -> usize {
    line.iter().take_while(|&&byte| matches!(byte, b' ' | b'\t' | b'-')).count()
}

/// Whether a line opens what stands below it, deeper.
fn opens(line: &[u8]) -> bool {
    line.last().is_some_and(|byte| matches!(byte, b'{' | b'(' | b'[' | b':' | b'=' | b'>' | b'\\'))
}

/// Whether a line is a comment, in most languages.
fn is_comment(line: &[u8]) -> bool {
    ["#", "//", "/*", "*", "--", "<!--", ";", "%"].iter().any(|mark| line.starts_with(mark.as_bytes()))
}

/// Whether a line gives the name of an entry whose value stands on the next: `- name: ACME_TOKEN`, or a header.
fn names(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let line = line.strip_prefix(b"- ").unwrap_or(line).trim_ascii_start();
    let line = line.strip_prefix(b"\"").or_else(|| line.strip_prefix(b"'")).unwrap_or(line);
    let word = line.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let named = ["name", "key", "service", "provider", "url", "host", "endpoint", "header"];
    named.iter().any(|name| line[..word].eq_ignore_ascii_case(name.as_bytes()))
        || line.starts_with(b"[")
        || line.ends_with(b"=") && word > 0
        || line.ends_with(b"(")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines above the `V` of a text.
    fn read(text: &str) -> Vec<&str> {
        let at = text.find('V').unwrap_or_default();
        above(text.as_bytes(), at, 256).map(|line| text[line].trim()).collect()
    }

    #[test]
    fn what_holds_a_value_stands_above_it_and_less_deep() {
        assert_eq!(read("acme:\n  region: eu\n  token: V"), ["acme:"]);
        assert_eq!(read("{\n  \"acme\": {\n    \"id\": 1,\n    \"token\": \"V\""), ["\"acme\": {", "{"]);
        assert_eq!(read("c = acme.Client(\n    token=\"V\""), ["c = acme.Client("]);
        assert_eq!(read("[acme]\ntoken = V"), ["[acme]"]);
        assert_eq!(read("- name: ACME_TOKEN\n  value: V"), ["- name: ACME_TOKEN"]);
    }

    #[test]
    fn a_comment_directly_above_is_about_the_value() {
        assert_eq!(read("# acme\n# account\ntoken = V"), ["# account", "# acme"]);
        assert_eq!(read("# acme\nid = 1\ntoken = V"), [] as [&str; 0]);
    }

    #[test]
    fn neighbours_are_not_holders() {
        assert_eq!(read("ACME_ID=1\nTOKEN=V"), [] as [&str; 0]);
    }
}
