//! Letters of the Latin script without their marks: a word stays one when somebody tries umlauts on it.

/// A base letter, and the small letters that people read as it. Capitals are made small first.
const MARKED: [(u8, &str); 23] = [
    (b'a', "àáâãäåāăąǎạả"),
    (b'b', "ḃƀ"),
    (b'c', "çćĉċč"),
    (b'd', "ďđð"),
    (b'e', "èéêëēĕėęěəẹẽ"),
    (b'g', "ĝğġģǧ"),
    (b'h', "ĥħ"),
    (b'i', "ìíîïĩīĭįıǐị"),
    (b'j', "ĵ"),
    (b'k', "ķĸǩ"),
    (b'l', "ĺļľŀł"),
    (b'm', "ṁ"),
    (b'n', "ñńņňŉŋ"),
    (b'o', "òóôõöøōŏőǒọơ"),
    (b'p', "ṗƥ"),
    (b'r', "ŕŗř"),
    (b's', "śŝşšșſß"),
    (b't', "ţťŧț"),
    (b'u', "ùúûüũūŭůűųǔụư"),
    (b'w', "ŵẁẃẅ"),
    (b'x', "ẋẍ"),
    (b'y', "ýÿŷỳ"),
    (b'z', "źżž"),
];

/// A text in ASCII, marked letters replaced by their base, in small; `None` where it holds no marked letter, or
/// another character that is not ASCII.
#[must_use]
pub fn folded(text: &[u8]) -> Option<Vec<u8>> {
    if text.is_ascii() {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let mut out = Vec::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            out.push(letter as u8);
            continue;
        }
        out.push(base(letter)?);
    }
    Some(out)
}

/// The small letter without a mark that people read a marked one as.
#[must_use]
pub fn base(letter: char) -> Option<u8> {
    let small = letter.to_lowercase().next()?;
    MARKED.iter().find(|(_, marked)| marked.contains(small)).map(|(base, _)| *base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off() {
        assert_eq!(folded("pässwÖrd".as_bytes()).as_deref(), Some(&b"password"[..]));
        assert_eq!(folded("Café1".as_bytes()).as_deref(), Some(&b"Cafe1"[..]));
    }

    #[test]
    fn nothing_to_take_off() {
        for text in ["password".as_bytes(), "пароль".as_bytes(), "密码".as_bytes(), b"a\xff"] {
            assert_eq!(folded(text), None);
        }
    }
}
