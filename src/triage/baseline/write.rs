//! Writes a baseline: one line for each finding, sorted by identity, the same bytes for the same findings.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Known;
use crate::finding::unsafe_on_terminal;

const HEAD: &str = "\
# Findings that were known when `bartizan baseline create` wrote this file: a scan counts only others.
# Mend them one by one and take their lines out; never add a line by hand.
";

/// The text of a baseline that knows `entries`, in any order.
#[must_use]
pub fn render(entries: impl IntoIterator<Item = Known>) -> String {
    let sorted: BTreeMap<_, Known> = entries.into_iter().map(|known| (known.fingerprint, known)).collect();
    let mut text = HEAD.to_owned();
    for Known { fingerprint, rule, path } in sorted.values() {
        let _ = write!(text, "- {{fingerprint: {fingerprint}, rule: {rule}, path: ");
        push_path(&mut text, path);
        text.push_str("}\n");
    }
    text
}

/// Whether YAML takes a name for what it is, without quotes.
pub(super) fn is_plain(path: &str) -> bool {
    path.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric() || matches!(first, b'_' | b'.'))
        && path
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-' | b'+' | b'@'))
}

fn push_path(text: &mut String, path: &str) {
    if is_plain(path) {
        return text.push_str(path);
    }
    text.push('"');
    for c in path.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            // All of these lie in the first 65,536.
            c if unsafe_on_terminal(c) => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}
