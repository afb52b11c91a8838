//! What a text means where origins, methods or headers are expected.

use std::ops::Range;

use super::names::{Realm, Topic};

/// How a value lets any origin (method, header) in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// `*`
    Star,
    /// `true`, or a call that says so.
    Said,
    /// A pattern that every origin fits.
    Pattern,
    /// A function that says yes whatever it is asked.
    Function,
    /// The request's own origin is given back.
    Echo,
    /// `null`, which every sandboxed frame sends.
    Null,
    /// `*.example.com`, which no browser understands.
    Subdomain,
}

impl How {
    /// Whether the answer names the very origin that asks, whatever the framework does with `*`.
    pub(super) const fn reflects(self) -> bool {
        matches!(self, Self::Pattern | Self::Function | Self::Echo)
    }
}

/// The longest text that is read as a list of origins.
const MOST: usize = 8 << 10;

/// What a text lets in, if any; with whether it does so only where a variable is not set.
pub(super) fn any_in_text(content: &[u8], topic: Topic, realm: Realm) -> Option<(How, bool)> {
    if content.len() > MOST {
        return None;
    }
    let text = bare(content);
    if let Some(how) = element(text, topic, realm) {
        return Some((how, false));
    }
    if let Some(fallback) = fallback(text) {
        return any_in_text(fallback, topic, realm).map(|(how, _)| (how, true));
    }
    // Words between others are prose, unless all of them are origins.
    let words = topic == Topic::Origin && addresses(text);
    let elements = text.split(|byte| b",;|[]\n".contains(byte) || words && byte.is_ascii_whitespace()).map(bare);
    elements.filter(|text| !text.is_empty()).find_map(|text| match element(text, topic, realm)? {
        how @ How::Star => Some((how, false)),
        _ => None,
    })
}

/// Whether all words of a text look like origins.
fn addresses(text: &[u8]) -> bool {
    text.split(u8::is_ascii_whitespace)
        .filter(|word| !word.is_empty())
        .all(|word| word == b"*" || memchr::memmem::find(word, b"://").is_some())
}

/// A value without quotes and blanks around it.
pub(super) fn bare(text: &[u8]) -> &[u8] {
    &text[bare_range(text, 0..text.len())]
}

/// A range without the quotes and blanks around it.
pub(super) fn bare_range(text: &[u8], mut range: Range<usize>) -> Range<usize> {
    loop {
        while range.start < range.end && text[range.start].is_ascii_whitespace() {
            range.start += 1;
        }
        while range.start < range.end && text[range.end - 1].is_ascii_whitespace() {
            range.end -= 1;
        }
        let quotes = match &text[range.clone()] {
            [b'\\', b'"', .., b'\\', b'"'] if range.len() >= 4 => 2,
            [b'"', .., b'"'] | [b'\'', .., b'\''] | [b'`', .., b'`'] => 1,
            _ => return range,
        };
        range = range.start + quotes..range.end - quotes;
    }
}

fn element(text: &[u8], topic: Topic, realm: Realm) -> Option<How> {
    if text == b"*" {
        return Some(How::Star);
    }
    if topic != Topic::Origin {
        return None;
    }
    if matches!(text, b"*://*" | b"http://*" | b"https://*" | b"*:*" | b"https://*:*" | b"http://*:*" | b"*://*:*") {
        return Some(How::Pattern);
    }
    if is_any_pattern(text) {
        return Some(How::Pattern);
    }
    if realm != Realm::Header {
        return None;
    }
    if text == b"null" {
        return Some(How::Null);
    }
    let host = memchr::memmem::find(text, b"://").map_or(text, |at| &text[at + 3..]);
    (host.len() > 3 && host.starts_with(b"*.")).then_some(How::Subdomain)
}

/// Whether a regular expression fits every origin.
fn is_any_pattern(text: &[u8]) -> bool {
    /// Longer ones say more than "any".
    const MOST: usize = 40;
    if text.len() > MOST {
        return false;
    }
    let plain: Vec<u8> = text.iter().copied().filter(|byte| !b"\\()".contains(byte)).collect();
    let plain = plain.strip_prefix(b"/").and_then(|rest| rest.strip_suffix(b"/")).unwrap_or(&plain);
    let plain = plain.strip_prefix(b"^").unwrap_or(plain);
    let plain = plain.strip_suffix(b"$").unwrap_or(plain);
    let schemes: [&[u8]; 6] = [b"https?://", b"http://", b"https://", b"http?://", b"https*://", b"?:https?://"];
    let host = schemes.iter().find_map(|scheme| plain.strip_prefix(*scheme));
    let any = |text: &[u8]| matches!(text, b".*" | b".+" | b".*?" | b".+?" | b"[^/]+" | b"[^/]*" | b"[\\s\\S]*");
    any(plain) || host.is_some_and(|host| any(host) || matches!(host, b".*:.*" | b".+:.+"))
}

/// What stands for a variable that is not set: `*` of `${X:-*}`, `${X-*}`, `${X:*}`, `{{ x | default "*" }}`.
pub(super) fn fallback(text: &[u8]) -> Option<&[u8]> {
    if let Some(inner) = text.strip_prefix(b"{{").and_then(|text| text.strip_suffix(b"}}")) {
        let at = memchr::memmem::find(inner, b"default")? + b"default".len();
        let open = inner[at..].iter().position(|byte| matches!(byte, b'"' | b'\'' | b'`'))? + at;
        let value = &inner[open + 1..];
        return value.split(|byte| *byte == inner[open]).next();
    }
    // A tag of Go: `env:"CORS_ORIGINS" envDefault:"*"`.
    if let Some(at) = memchr::memmem::find(text, b"efault:\"") {
        return text[at + 8..].split(|byte| *byte == b'"').next();
    }
    let inner = text.strip_prefix(b"${")?.strip_suffix(b"}")?;
    let (_, fallback) = parted(inner)?;
    Some(fallback)
}

/// A variable and what stands where it is not set.
pub(super) fn parted(inner: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = inner.iter().position(|byte| {
        !(byte.is_ascii_alphanumeric() || b"_.-".contains(byte)) || *byte == b'-' && inner.ends_with(b"-*")
    })?;
    let (name, rest) = inner.split_at(at);
    let value = rest.strip_prefix(b":-").or_else(|| rest.strip_prefix(b":=")).or_else(|| rest.strip_prefix(b":"));
    let value = value.or_else(|| rest.strip_prefix(b"-"))?;
    (!name.is_empty()).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Option<(How, bool)> {
        any_in_text(text.as_bytes(), Topic::Origin, Realm::Setting)
    }

    #[test]
    fn texts_that_let_any_origin_in() {
        for text in ["*", " * ", "'*'", "http://a,http://b,*", "http://a *", "[\"*\"]"] {
            assert_eq!(origin(text), Some((How::Star, false)), "{text}");
        }
        for text in ["${CORS_ORIGINS:-*}", "${CORS_ORIGINS:*}", "${CORS_ORIGINS-*}", "${a.b-c:*}", "${A:-http://a,*}"] {
            assert_eq!(origin(text), Some((How::Star, true)), "{text}");
        }
        for text in [".*", "^.*$", "^https?://.*$", "^https?:\\/\\/.+", "https://*", "/.*/", "^https?:\\/\\/.*(:\\d+)?"]
        {
            let want = (text != "^https?:\\/\\/.*(:\\d+)?").then_some((How::Pattern, false));
            assert_eq!(origin(text), want, "{text}");
        }
    }

    #[test]
    fn texts_that_let_only_some_in_or_are_prose() {
        for text in [
            "https://a.example",
            "https://*.example.com",
            "",
            "null",
            "multiply a * b",
            "**",
            "/*",
            "${X}",
            "${X:-}",
            "a*b,c",
            "use * here",
        ] {
            assert_eq!(origin(text), None, "{text}");
        }
        assert_eq!(any_in_text(b"null", Topic::Origin, Realm::Header), Some((How::Null, false)));
        assert_eq!(any_in_text(b"https://*.a.com", Topic::Origin, Realm::Header), Some((How::Subdomain, false)));
        assert_eq!(any_in_text(b".*", Topic::Method, Realm::Header), None);
    }
}
