//! INI files: `[section]`, `key = value`, comments behind `#` and `;`.

use std::borrow::Cow;

use super::{Entry, Problem, Quote, Step, Visit, lines};

/// Reads `text`: hands every setting to `visit` in order, its section before its key. What is neither is passed over.
pub fn read<'t>(text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
    let mut path: Vec<Step<'t>> = Vec::new();
    for (at, line) in lines(text) {
        let body = line.trim();
        let start = at + line.len() - line.trim_start().len();
        if body.starts_with(['#', ';']) {
            continue;
        }
        if let Some(section) = body.strip_prefix('[') {
            path.clear();
            path.push(Step::Key(Cow::Borrowed(section.split(']').next().unwrap_or(section).trim())));
            continue;
        }
        let Some(sign) = body.find(['=', ':']) else { continue };
        let name = body[..sign].trim_end();
        if name.is_empty() {
            continue;
        }
        let raw = &body[sign + 1..];
        let shown = raw.trim_start();
        let from = start + sign + 1 + (raw.len() - shown.len());
        let (skip, value, quote) = value(shown);
        path.push(Step::Key(Cow::Borrowed(name)));
        visit(&Entry {
            path: &path,
            key: start..start + name.len(),
            value: from + skip..from + skip + value.len(),
            text: Cow::Borrowed(value),
            quote,
            commented: false,
        });
        path.pop();
    }
    Vec::new()
}

/// How many bytes stand before a value, the value, and its quotes.
fn value(written: &str) -> (usize, &str, Quote) {
    for (sign, quote) in [('"', Quote::Double), ('\'', Quote::Single)] {
        if let Some(inside) = written.strip_prefix(sign)
            && let Some(close) = inside.find(sign)
        {
            let behind = inside[close + 1..].trim_start();
            if behind.is_empty() || behind.starts_with([';', '#']) {
                return (1, &inside[..close], quote);
            }
        }
    }
    // A comment stands behind a blank; without one the sign belongs to the value.
    let comment = written
        .char_indices()
        .find(|(at, c)| matches!(c, ';' | '#') && (*at == 0 || written[..*at].ends_with([' ', '\t'])));
    (0, written[..comment.map_or(written.len(), |(at, _)| at)].trim_end(), Quote::None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tests::listed;

    #[test]
    fn sections_keys_and_comments() {
        let text = "top=1\n[a b]\n; c\nx = \"y\" ; z\n k: v # w\n[c]\r\nurl = http://h#i\r\nempty=\nalone\n";
        let want = ["top=1", "a b.x=y", "a b.k=v", "c.url=http://h#i", "c.empty="].map(String::from);
        assert_eq!(listed(read, text), (want.to_vec(), 0));
    }
}
