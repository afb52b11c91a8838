//! Base 64 as files hold it: either alphabet, with padding or without, wrapped or not.

use crate::text::base::base64_bytes;

/// The longest text that is decoded; no credential is longer.
const LONGEST: usize = 1 << 20;

/// The bytes that a text stands for; `None` where it is no base 64 or says nothing.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    let body = text.trim_end().trim_end_matches('=');
    let letters: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    // One letter left over stands for no byte.
    base64_bytes(&letters).filter(|bytes| letters.len() % 4 != 1 && !bytes.is_empty())
}

/// The text that a text stands for; `None` where it is no base 64, or stands for other bytes.
pub(super) fn base64_text(text: &str) -> Option<String> {
    base64(text).and_then(|bytes| String::from_utf8(bytes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_alphabet_padded_wrapped_or_not() {
        for (text, said) in [("YTpi", "a:b"), ("YWI=", "ab"), ("YWI", "ab"), ("YW\n  Jj\n", "abc"), ("YQ==", "a")] {
            assert_eq!(base64(text).as_deref(), Some(said.as_bytes()), "{text}");
        }
        assert_eq!(base64("_-8"), base64("/+8="));
        for text in ["", "=", "A", "YWJ$", "ABCDE", "a b:c"] {
            assert_eq!(base64(text), None, "{text}");
        }
    }
}
