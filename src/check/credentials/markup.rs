//! Credentials in markup: an element's text, and the value beside a name in the same tag.

use std::ops::Range;

use super::literal::{Bare, literal};

/// The most bytes of a tag, and of an element's text.
const LONGEST: usize = 512;

/// The text of the element whose opening tag's name ends at `at`: `<password>x</password>`. `start`: the name's.
pub(super) fn element(text: &[u8], start: usize, at: usize) -> Option<Range<usize>> {
    let open = text[..start]
        .iter()
        .rposition(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'.' | b'-' | b'_')))?;
    if text[open] != b'<' {
        return None;
    }
    let rest = &text[at..text.len().min(at + LONGEST)];
    // Attributes may stand between.
    let close = rest.iter().position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?;
    if rest[close] != b'>' || close > 0 && (rest[close - 1] == b'/' || !rest[0].is_ascii_whitespace()) {
        return None;
    }
    let body = &rest[close + 1..];
    let end = body.iter().position(|byte| *byte == b'<')?;
    let (mut from, mut to) = (0, end);
    if let Some(inner) = body.strip_prefix(b"<![CDATA[") {
        from = body.len() - inner.len();
        to = from + memchr::memmem::find(inner, b"]]>")?;
    } else if body.get(end + 1) != Some(&b'/') {
        return None;
    }
    from += body[from..to].len() - body[from..to].trim_ascii_start().len();
    to -= body[from..to].len() - body[from..to].trim_ascii_end().len();
    let base = at + close + 1;
    (from < to).then_some(base + from..base + to)
}

/// The text of the element behind the one whose text the name is: `<key>k</key><string>x</string>`. `at`: the name's end.
pub(super) fn next(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..text.len().min(at + LONGEST))?;
    if !rest.starts_with(b"</key>") && !rest.starts_with(b"</name>") && !rest.starts_with(b"</Name>") {
        return None;
    }
    let close = rest.iter().position(|byte| *byte == b'>')? + 1;
    let open = close + rest[close..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    inner(text, at + open)
}

/// The text of the element that opens at `at`.
fn inner(text: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..text.len().min(at + LONGEST))?.strip_prefix(b"<")?;
    let close = rest.iter().position(|byte| matches!(byte, b'>' | b'<' | b'\n'))?;
    let body = &rest[close + 1..];
    let end = body.iter().position(|byte| *byte == b'<')?;
    let start = at + 1 + close + 1;
    (rest[close] == b'>' && end > 0 && body.get(end + 1) == Some(&b'/')).then_some(start..start + end)
}

/// The value beside a name in the same tag, behind or before it: `name="k" type="hidden" value="x"`.
pub(super) fn beside(text: &[u8], start: usize, at: usize) -> Option<Range<usize>> {
    let from = start.saturating_sub(LONGEST);
    let open = from + text[from..start].iter().rposition(|byte| matches!(byte, b'<' | b'>'))?;
    if text[open] != b'<' {
        return None;
    }
    let end = at + text[at..text.len().min(at + LONGEST)].iter().position(|byte| matches!(byte, b'<' | b'>'))?;
    let tag = &text[open..end];
    // What a form sends under the name; a label or a type is no name.
    let own = tag[..start - open].trim_ascii_end();
    let own = own.strip_suffix(b"\"").or_else(|| own.strip_suffix(b"'")).unwrap_or(own);
    let is_name = [&b"name="[..], b"key=", b"id=", b"property="].iter().any(|word| own.ends_with(word));
    if !is_name {
        return None;
    }
    let own = [&b" value="[..], b" default=", b" content="].iter().find_map(|word| {
        let place = memchr::memmem::find(tag, word)?;
        literal(text, open + place + word.len(), Bare::Never)
    });
    // `<entry key="k">x</entry>`, `<property name="k"><value>x</value>`.
    own.or_else(|| {
        if text[end] != b'>' || text[..end].ends_with(b"/") {
            return None;
        }
        let inside = end + 1 + text[end + 1..].iter().take(80).take_while(|byte| byte.is_ascii_whitespace()).count();
        inner(text, open).or_else(|| text.get(inside..)?.starts_with(b"<value>").then(|| inner(text, inside))?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements() {
        for (text, value) in [
            ("<password>x1</password>", Some("x1")),
            ("<ns:password a=\"b\"> x1 </ns:password>", Some("x1")),
            ("<db.password><![CDATA[x1]]></db.password>", Some("x1")),
            ("<password/>", None),
            ("<password></password>", None),
            ("<password><b>x</b></password>", None),
            ("<passwordFile>x1</passwordFile>", None),
            ("a < password > b </", None),
        ] {
            let start = text.find("password").unwrap_or_default();
            let found = element(text.as_bytes(), start, start + 8).map(|span| &text[span]);
            assert_eq!(found, value, "{text}");
        }
    }

    #[test]
    fn tags() {
        for (text, value) in [
            ("<input type=\"hidden\" name=\"password\" class=\"a\" value=\"x1\">", Some("x1")),
            ("<input value='x1' name='password'>", Some("x1")),
            ("<input type=\"password\" value=\"x1\">", None),
            ("<input name=\"password\">", None),
        ] {
            let start = text.find("password").unwrap_or_default();
            let found = beside(text.as_bytes(), start, start + 8).map(|span| &text[span]);
            assert_eq!(found, value, "{text}");
        }
    }
}
