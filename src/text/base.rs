//! Numbers written in letters: base 32 and base 58 for the checksums that are computed over decoded bytes, and
//! fixed-width digits of any base up to 62; and texts written in base 64 or with percent signs. Apart from the checksums
//! because each is a code of its own.
//!
//! Written here rather than taken from three crates: together they are shorter than the calls would be.

use std::ops::Range;

/// RFC 4648 base 32.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Bitcoin's base 58: no `0`, `O`, `I`, `l`.
const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Digits, then upper, then lower case.
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Standard base 64.
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Decoding base 58 takes time by the square of the length; no value with a checksum in it is longer.
const BASE58_MOST: usize = 128;

/// The last `width` digits of `number` in base 62, padded with `0` on the left.
pub(super) fn base62(mut number: u32, width: usize) -> Vec<u8> {
    let mut digits = vec![b'0'; width];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[number as usize % 62];
        number /= 62;
    }
    digits
}

/// The last `width` digits of `number` in base 36, lower case, padded with `0` on the left.
pub(super) fn base36(mut number: u32, width: usize) -> Vec<u8> {
    let mut digits = vec![b'0'; width];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[number as usize % 36].to_ascii_lowercase();
        number /= 36;
    }
    digits
}

/// The text that base 64 stands for; `None` where it stands for bytes that are no visible ASCII, as random ones are.
#[must_use]
pub fn base64_text(text: &[u8]) -> Option<Vec<u8>> {
    /// Of shorter random values too many come out as text.
    const LEAST: usize = 12;
    let padding = text.iter().rev().take_while(|&&byte| byte == b'=').count();
    let body = &text[..text.len() - padding];
    if text.len() < LEAST || !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    unpack(body, 6, place_in(BASE64), |byte| byte.is_ascii_graphic() || byte == b' ').map(|unpacked| unpacked.bytes)
}

/// Whether a place is cut out of a long text in the standard's base 64: its sign stands directly before or behind it, and
/// nothing but such letters for long. No token is joined to others so, and the shortest prefixes stand in any such text.
#[must_use]
pub fn amid_base64(text: &[u8], span: &Range<usize>) -> bool {
    /// How much of it must stand on one side; a path of so many characters has a dot or a dash in it.
    const LONG: usize = 96;
    let long = |side: &[u8]| {
        let count = |is: fn(&u8) -> bool| side.iter().filter(|byte| is(byte)).count();
        side.len() == LONG
            && side.iter().all(|byte| place_in(BASE64)(*byte).is_some())
            && [u8::is_ascii_uppercase, u8::is_ascii_lowercase, u8::is_ascii_digit].map(count).iter().all(|&n| n >= 4)
    };
    let sign = |byte: Option<&u8>| matches!(byte, Some(b'+' | b'/'));
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    sign(before.last()) && long(&before[before.len().saturating_sub(LONG)..])
        || sign(behind.first()) && long(&behind[..behind.len().min(LONG)])
}

/// The bytes that base 64 without padding stands for, in the standard's alphabet or the one of addresses; bits that are left
/// over count for nothing. `None` where another character stands in it.
#[must_use]
pub fn base64_bytes(text: &[u8]) -> Option<Vec<u8>> {
    let value = |letter| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    unpack(text, 6, value, |_| true).map(|unpacked| unpacked.bytes)
}

/// Bytes in base 64: the standard's with padding, or the one of addresses without.
#[must_use]
pub fn base64_encode(bytes: &[u8], standard: bool) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0u32, |sum, &byte| sum << 8 | u32::from(byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = char::from(BASE64[(number >> (18 - 6 * at) & 63) as usize]);
            match letter {
                _ if at > three.len() => {
                    if standard {
                        text.push('=');
                    }
                }
                '+' if !standard => text.push('-'),
                '/' if !standard => text.push('_'),
                letter => text.push(letter),
            }
        }
    }
    text
}

/// What percent signs with two hexadecimal digits stand for in an address; `None` where there are none.
#[must_use]
pub fn percent_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let (mut bytes, mut at) = (Vec::with_capacity(text.len()), 0);
    while let Some(&byte) = text.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    (bytes.len() < text.len()).then_some(bytes)
}

/// Four bytes in base 64 without padding: 6 characters.
pub(super) fn base64_of_four(bytes: [u8; 4]) -> Vec<u8> {
    let mut text = base64_encode(&bytes, true).into_bytes();
    text.truncate(6);
    text
}

/// The bytes that upper-case base 32 without padding stands for; `None` for other characters and for bits left over
/// that are not zero.
pub(super) fn base32_decode(text: &[u8]) -> Option<Vec<u8>> {
    let Unpacked { bytes, held, bits } = unpack(text, 5, place_in(BASE32), |_| true)?;
    (bits < 5 && held == 0).then_some(bytes)
}

/// Bytes read from letters, and the bits left over.
struct Unpacked {
    bytes: Vec<u8>,
    held: u32,
    bits: u32,
}

/// What a letter of `alphabet` stands for: its place.
fn place_in(alphabet: &[u8]) -> impl Fn(u8) -> Option<u8> {
    move |letter| alphabet.iter().position(|&own| own == letter).map(|at| at as u8)
}

/// Reads letters that stand for `width` bits each; `None` at a letter without a `value` or a byte that `accept` refuses.
fn unpack(text: &[u8], width: u32, value: impl Fn(u8) -> Option<u8>, accept: impl Fn(u8) -> bool) -> Option<Unpacked> {
    let mut bytes = Vec::with_capacity(text.len() * width as usize / 8);
    let (mut held, mut bits) = (0u32, 0u32);
    for &letter in text {
        held = held << width | u32::from(value(letter)?);
        bits += width;
        if bits >= 8 {
            bits -= 8;
            let byte = (held >> bits) as u8;
            held &= (1 << bits) - 1;
            if !accept(byte) {
                return None;
            }
            bytes.push(byte);
        }
    }
    Some(Unpacked { bytes, held, bits })
}

/// Upper-case base 32 without padding.
pub(super) fn base32_encode(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0u32, 0u32);
    for &byte in bytes {
        held = held << 8 | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(BASE32[(held >> bits & 31) as usize]);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(BASE32[(held << (5 - bits) & 31) as usize]);
    }
    text
}

/// The bytes that base 58 stands for; `None` for other characters and for texts longer than any that we check.
pub(super) fn base58_decode(text: &[u8]) -> Option<Vec<u8>> {
    if text.len() > BASE58_MOST {
        return None;
    }
    // Little-endian while it grows.
    let mut bytes: Vec<u8> = Vec::with_capacity(text.len());
    for &letter in text {
        let mut carry = BASE58.iter().position(|&b| b == letter)? as u32;
        for byte in &mut bytes {
            carry += u32::from(*byte) * 58;
            *byte = carry as u8;
            carry >>= 8;
        }
        if carry > 0 {
            bytes.push(carry as u8);
        }
    }
    bytes.extend(text.iter().take_while(|&&letter| letter == BASE58[0]).map(|_| 0));
    bytes.reverse();
    Some(bytes)
}

/// Base 58.
pub(super) fn base58_encode(bytes: &[u8]) -> Vec<u8> {
    let mut digits: Vec<u8> = Vec::with_capacity(bytes.len() * 7 / 5 + 1);
    for &byte in bytes {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry += u32::from(*digit) << 8;
            *digit = (carry % 58) as u8;
            carry /= 58;
        }
        while carry > 0 {
            digits.push((carry % 58) as u8);
            carry /= 58;
        }
    }
    digits.extend(bytes.iter().take_while(|&&byte| byte == 0).map(|_| 0));
    digits.iter().rev().map(|&digit| BASE58[digit as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_where_it_stands_for_text() {
        assert_eq!(base64_text(b"aGVsbG8sIHdvcmxk").as_deref(), Some(&b"hello, world"[..]));
        assert_eq!(base64_text(b"aGVsbG8sIHdvcmxkIQ==").as_deref(), Some(&b"hello, world!"[..]));
        for other in ["aGVsbG8=", "aGVsbG8sIHdvcmx", "aGVsbG8sIHdvcm===", "AAAAAAAAAAAAAAAA", "aGVs-G8sIHdvcmxk"] {
            assert_eq!(base64_text(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_piece_of_base64_is_told_from_a_token() {
        let side = "aB3dE9fG".repeat(12);
        let at = |before: &str, behind: &str| {
            amid_base64(format!("{before}TOKEN{behind}").as_bytes(), &(before.len()..before.len() + 5))
        };
        assert!(at(&format!("{side}+"), "\""));
        assert!(at("=", &format!("/{side}")));
        for (before, behind) in [("", ""), ("https://acme.example/v1/", "/me"), (&*side, ""), ("a+", "+b")] {
            assert!(!at(before, behind), "{before} {behind}");
        }
        assert!(!at(&format!("https://acme.example/{}/", "items".repeat(30)), ""));
    }

    #[test]
    fn percent_signs_are_read() {
        assert_eq!(percent_decoded(b"a%20b%2F").as_deref(), Some(&b"a b/"[..]));
        assert_eq!(percent_decoded(b"100%"), None);
        assert_eq!(percent_decoded(b"%zz"), None);
    }

    #[test]
    fn base32_holds_rfc_4648s_vectors() {
        for (plain, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB")]
        {
            assert_eq!(base32_encode(plain.as_bytes()), text.as_bytes());
            assert_eq!(base32_decode(text.as_bytes()).as_deref(), Some(plain.as_bytes()));
        }
        assert_eq!(base32_decode(b"MZ"), None, "bits left over that are not zero");
        assert_eq!(base32_decode(b"mzxq"), None, "lower case");
    }

    #[test]
    fn base58_holds_the_published_vectors() {
        // draft-msporny-base58, section 5.
        for (plain, text) in [
            (b"Hello World!".as_slice(), b"2NEpo7TZRRrLZSi2U".as_slice()),
            (&[0, 0, 0x28, 0x7f, 0xb4, 0xcd], b"11233QC4"),
            (b"", b""),
        ] {
            assert_eq!(base58_encode(plain), text);
            assert_eq!(base58_decode(text).as_deref(), Some(plain));
        }
        assert_eq!(base58_decode(b"0OIl"), None);
        assert_eq!(base58_decode(&[b'z'; BASE58_MOST + 1]), None);
    }

    #[test]
    fn digits_are_padded() {
        assert_eq!(base62(61, 6), b"00000z");
        assert_eq!(base62(u32::MAX, 6), b"4gfFC3");
        assert_eq!(base36(35, 7), b"000000z");
        assert_eq!(base36(u32::MAX, 7), b"1z141z3");
        assert_eq!(base64_of_four([0xff, 0, 0, 0]), b"/wAAAA");
    }
}
