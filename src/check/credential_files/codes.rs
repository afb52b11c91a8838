//! Base 64 as files hold it: either alphabet, with padding or without, wrapped or not.

/// The longest text that is decoded; no credential is longer.
const LONGEST: usize = 1 << 20;

/// The bytes that a text stands for; `None` where it is no base 64 or says nothing.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut held, mut bits, mut letters) = (0u32, 0, 0usize);
    let body = text.trim_end().trim_end_matches('=');
    for letter in body.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        letters += 1;
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    // One letter left over stands for no byte.
    (letters % 4 != 1 && !bytes.is_empty()).then_some(bytes)
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
