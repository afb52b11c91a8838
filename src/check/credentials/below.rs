//! Values on the lines below a name, or in a block that it opens.

use std::ops::Range;

use super::around;
use super::literal::{Bare, blanks, literal};

/// How far behind a name its block is searched for a default.
const BLOCK: usize = 400;

/// The default of a block that a quoted name opens: Terraform's `variable "k" {`.
pub(super) fn in_block(text: &[u8], at: usize) -> Option<Range<usize>> {
    let block = &text[at..text.len().min(at + BLOCK)];
    let block = &block[..block.iter().position(|byte| *byte == b'}').unwrap_or(block.len())];
    let mut place = at;
    for line in block.split_inclusive(|byte| *byte == b'\n') {
        let start = place + line.len() - line.trim_ascii_start().len();
        if let Some(rest) = text[start..].strip_prefix(b"default") {
            let sign = blanks(rest);
            if rest.get(sign) == Some(&b'=') {
                return literal(text, start + 7 + sign + 1, Bare::Never);
            }
        }
        place += line.len();
    }
    None
}

/// The value on the line below a name that is itself a value: Kubernetes' `- name: K` and `value: x`.
pub(super) fn below(text: &[u8], at: usize) -> Option<Range<usize>> {
    let next = at + text[at..].iter().position(|byte| *byte == b'\n')? + 1;
    let start = next + blanks(&text[next..]);
    let rest = text.get(start..)?;
    let word = [&b"value:"[..], b"\"value\":"].into_iter().find(|word| rest.starts_with(word))?;
    let value = literal(text, start + word.len(), Bare::Line)?;
    (!value.is_empty()).then_some(value)
}

/// The default in the keys below a key without a value: `K:`, then `default: x` or `value: x`.
pub(super) fn below_key(text: &[u8], at: usize) -> Option<Range<usize>> {
    /// Inputs have a description, a type and a few more.
    const LINES: usize = 6;
    let end = at + text[at..].iter().position(|byte| *byte == b'\n')?;
    let own = text[..at].iter().rev().position(|byte| *byte == b'\n').map_or(0, |back| at - back);
    let indent = blanks(&text[own..]);
    let mut place = end + 1;
    for line in text.get(place..)?.split_inclusive(|byte| *byte == b'\n').take(LINES) {
        let deep = blanks(line);
        if deep <= indent && !line.trim_ascii().is_empty() {
            return None;
        }
        let word = [&b"default:"[..], b"value:"].into_iter().find(|word| line[deep..].starts_with(word));
        if let Some(word) = word {
            return literal(text, place + deep + word.len(), Bare::Line).filter(|value| !value.is_empty());
        }
        place += line.len();
    }
    None
}

/// What YAML's `|`, `>`, anchors and tags at `at` are followed by: the one line of a block, or the value behind.
pub(super) fn block(text: &[u8], at: usize) -> Option<Range<usize>> {
    match text.get(at)? {
        b'|' | b'>' => {
            let line = around::rest_of_line(text, at);
            let head = line.trim_ascii();
            if head.len() > 3 {
                return None;
            }
            let own = text[..at].iter().rev().position(|byte| *byte == b'\n').map_or(0, |back| at - back);
            let indent = blanks(&text[own..]);
            let next = at + line.len() + 1;
            let body = text.get(next..)?;
            let deep = blanks(body);
            let value = literal(text, next, Bare::Line).filter(|value| deep > indent && !value.is_empty())?;
            // A second line is a text.
            let after = text.get(value.end + 1..).unwrap_or_default();
            (after.trim_ascii_start().is_empty() || blanks(after) <= indent || after.starts_with(b"\n"))
                .then_some(value)
        }
        b'&' | b'!' => {
            let line = around::rest_of_line(text, at);
            let word = line.iter().position(u8::is_ascii_whitespace)?;
            literal(text, at + word, Bare::Line).filter(|value| !value.is_empty())
        }
        _ => None,
    }
}

/// The value behind a name that is itself a value, in the same map: `"name": "k", "value": "x"`. `at`: the comma.
pub(super) fn same_line(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = text.get(at + 1..text.len().min(at + 80))?;
    let start = at + 1 + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let rest = text.get(start..)?;
    let word = [&b"\"value\":"[..], b"value:", b"'value':", b"\\\"value\\\":", b"Value:", b"\"Value\":", b"value ="]
        .into_iter()
        .find(|word| rest.starts_with(word))?;
    literal(text, start + word.len(), Bare::Never)
}

/// The value on the line above a name that is itself a value: `- value: x` and `name: K`. `at`: the name.
pub(super) fn above(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at.saturating_sub(BLOCK);
    let own = from + text[from..at].iter().rposition(|byte| *byte == b'\n')?;
    let start = text[from..own].iter().rposition(|byte| *byte == b'\n').map_or(from, |end| from + end + 1);
    let line = text[start..own].trim_ascii_start();
    let value = line.strip_prefix(b"- value:")?;
    literal(text, own - value.len(), Bare::Line).filter(|value| !value.is_empty() && value.end <= own)
}
