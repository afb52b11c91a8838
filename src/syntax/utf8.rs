//! Bytes of any encoding as text, so that every character keeps its place.

use std::borrow::Cow;

/// `text` as UTF-8. Bytes that are none become `?`, one for one, so that offsets in both are the same.
#[must_use]
pub fn utf8(text: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_stay_the_same() {
        assert_eq!(utf8(b"a\xffb\xe2\x82c"), "a?b??c");
        assert_eq!(utf8("ä€".as_bytes()), "ä€");
    }
}
