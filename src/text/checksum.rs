//! Checksums that vendors put into tokens: whether one holds, and how to make it hold.
//!
//! The second is for the values that tests and rules' own examples are made of. This floor knows no rule: a checksum
//! is its way of being computed and written, and which bytes of the value it covers.

use sha2::{Digest, Sha256};

use super::algorithm::Algorithm;
use super::base::{base32_decode, base32_encode, base36, base58_decode, base58_encode, base62, base64_of_four};

/// Whether the checksum of `value` holds. `skip` bytes at its start and `cut` bytes directly before the checksum are
/// not covered; a `=` that was written `%3D` counts as `=`. A value too short or of other characters does not hold.
#[must_use]
pub fn verify(value: &[u8], sum: Algorithm, skip: usize, cut: usize) -> bool {
    let Some(body) = value.get(skip..) else { return false };
    match sum {
        Algorithm::Bech32 => bech32(body).is_some_and(|checksum| body.to_ascii_lowercase().ends_with(&checksum)),
        Algorithm::Crc16Base32 => base32_decode(body)
            .and_then(|bytes| bytes.split_last_chunk().map(|(data, last)| crc16(data).to_le_bytes() == *last))
            .unwrap_or(false),
        Algorithm::Sha256dBase58 => base58_decode(body)
            .and_then(|bytes| bytes.split_last_chunk().map(|(data, last)| sha256d(data) == *last))
            .unwrap_or(false),
        _ => {
            let Some((covered, at)) = covered(body, sum, cut) else { return false };
            let (written, right) = (&body[at..], crc_text(crc32(covered), sum));
            if matches!(sum, Algorithm::Crc32Hex | Algorithm::Crc32HexLe) {
                !mixed(written) && written.eq_ignore_ascii_case(&right)
            } else {
                written == right
            }
        }
    }
}

/// Rewrites the checksum of `value` so that it holds, with the parameters of [`verify`]. Hexadecimal digits and
/// bech32 keep the case that the value has, else are upper and lower case respectively.
///
/// `false`, and nothing changed, where the value is too short, has other characters, or would get another length.
pub fn repair(value: &mut Vec<u8>, sum: Algorithm, skip: usize, cut: usize) -> bool {
    let Some(right) = value.get(skip..).and_then(|body| repaired(body, sum, cut)) else { return false };
    if right.len() != value.len() - skip {
        return false;
    }
    value.truncate(skip);
    value.extend_from_slice(&right);
    true
}

fn repaired(body: &[u8], sum: Algorithm, cut: usize) -> Option<Vec<u8>> {
    let mut right = body.to_vec();
    match sum {
        Algorithm::Bech32 => {
            let mut checksum = bech32(body)?;
            if body.iter().any(u8::is_ascii_uppercase) {
                checksum.make_ascii_uppercase();
            }
            let at = body.len() - checksum.len();
            right[at..].copy_from_slice(&checksum);
        }
        Algorithm::Crc16Base32 => {
            let mut bytes = base32_decode(body).or_else(|| base32_decode(&zero_rest(body)?))?;
            let at = bytes.len().checked_sub(2)?;
            let crc = crc16(&bytes[..at]).to_le_bytes();
            bytes[at..].copy_from_slice(&crc);
            right = base32_encode(&bytes);
        }
        Algorithm::Sha256dBase58 => {
            let mut bytes = base58_decode(body)?;
            let at = bytes.len().checked_sub(4)?;
            let hash = sha256d(&bytes[..at]);
            bytes[at..].copy_from_slice(&hash);
            right = base58_encode(&bytes);
        }
        _ => {
            let (covered, at) = covered(body, sum, cut)?;
            let mut checksum = crc_text(crc32(covered), sum);
            if matches!(sum, Algorithm::Crc32Hex | Algorithm::Crc32HexLe)
                && body[at..].iter().any(u8::is_ascii_lowercase)
            {
                checksum.make_ascii_lowercase();
            }
            right[at..].copy_from_slice(&checksum);
        }
    }
    Some(right)
}

/// Base 32 whose last letter holds no bits but those that belong to a byte.
fn zero_rest(text: &[u8]) -> Option<Vec<u8>> {
    let mut text = text.to_vec();
    *text.last_mut()? = b'A';
    Some(text)
}

/// The covered bytes, and where the checksum's characters begin.
fn covered(body: &[u8], sum: Algorithm, cut: usize) -> Option<(&[u8], usize)> {
    let width = match sum {
        Algorithm::Crc32Base62 | Algorithm::Crc32Base64Le => 6,
        Algorithm::Crc32Base36 => 7,
        _ => 8,
    };
    let at = body.len().checked_sub(width)?;
    Some((&body[..at.checked_sub(cut)?], at))
}

fn crc_text(crc: u32, sum: Algorithm) -> Vec<u8> {
    match sum {
        Algorithm::Crc32Base62 => base62(crc, 6),
        Algorithm::Crc32Base36 => base36(crc, 7),
        Algorithm::Crc32Base64Le => base64_of_four(crc.to_le_bytes()),
        Algorithm::Crc32HexLe => format!("{:08X}", crc.swap_bytes()).into_bytes(),
        _ => format!("{crc:08X}").into_bytes(),
    }
}

/// CRC-32 of the bytes, `%3D` read as `=`: tokens that end in `=` and a checksum stand in URLs too.
fn crc32(bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'%', rest) {
        let escaped = rest[at..].get(..3).is_some_and(|escape| escape.eq_ignore_ascii_case(b"%3d"));
        hasher.update(&rest[..at]);
        hasher.update(if escaped { b"=" } else { b"%" });
        rest = &rest[at + if escaped { 3 } else { 1 }..];
    }
    hasher.update(rest);
    hasher.finalize()
}

fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, &byte| {
        (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| crc << 1 ^ if crc & 0x8000 == 0 { 0 } else { 0x1021 })
    })
}

fn sha256d(bytes: &[u8]) -> [u8; 4] {
    let hash = Sha256::digest(Sha256::digest(bytes));
    [hash[0], hash[1], hash[2], hash[3]]
}

/// The lower-case checksum that a bech32 text should have; `None` where it is no bech32 text at all. No limit of 90
/// characters: identities of age's plugins are longer.
fn bech32(text: &[u8]) -> Option<Vec<u8>> {
    const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let at = text.iter().rposition(|&b| b == b'1')?;
    let data = text.len().checked_sub(at + 1 + 6)?;
    let printable = text[..at].iter().all(|b| (33..=126).contains(b));
    if at == 0 || !printable || mixed(text) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let values: Vec<u8> = lower[at + 1..]
        .iter()
        .map(|letter| LETTERS.iter().position(|l| l == letter).map(|value| value as u8))
        .collect::<Option<_>>()?;
    let human = &lower[..at];
    let all = human.iter().map(|b| b >> 5).chain([0]).chain(human.iter().map(|b| b & 31));
    let polymod = all.chain(values[..data].iter().copied()).chain([0; 6]).fold(1u32, |sum, value| {
        const STEP: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        let top = sum >> 25;
        let sum = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        STEP.iter().enumerate().fold(sum, |sum, (bit, step)| if top >> bit & 1 == 1 { sum ^ step } else { sum })
    }) ^ 1;
    Some((0..6).map(|at| LETTERS[(polymod >> (5 * (5 - at)) & 31) as usize]).collect())
}

/// Whether letters of both cases stand in it.
fn mixed(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Algorithm; 8] = [
        Algorithm::Crc32Base62,
        Algorithm::Crc32Base36,
        Algorithm::Crc32Hex,
        Algorithm::Crc32HexLe,
        Algorithm::Crc32Base64Le,
        Algorithm::Bech32,
        Algorithm::Crc16Base32,
        Algorithm::Sha256dBase58,
    ];

    /// The check value that every catalogue of CRCs gives for these nine digits.
    const NINE: &[u8] = b"123456789";

    #[test]
    fn crcs_have_the_catalogues_check_values() {
        assert_eq!(crc32(NINE), 0xCBF4_3926);
        assert_eq!(crc16(NINE), 0x31C3);
    }

    #[test]
    fn each_crc_is_written_as_its_vendor_does() {
        for (sum, right) in [
            (Algorithm::Crc32Hex, "CBF43926"),
            (Algorithm::Crc32Hex, "cbf43926"),
            (Algorithm::Crc32HexLe, "2639F4CB"),
            (Algorithm::Crc32HexLe, "2639f4cb"),
            // 0xCBF43926 is 3,421,780,262.
            (Algorithm::Crc32Base62, &by_hand(3_421_780_262, 62, 6)),
            (Algorithm::Crc32Base36, &by_hand(3_421_780_262, 36, 7)),
            (Algorithm::Crc32Base64Le, "Jjn0yw"),
        ] {
            let value = [NINE, right.as_bytes()].concat();
            assert!(verify(&value, sum, 0, 0), "{sum:?} {right}");
            let more = [b"pre_".as_slice(), NINE, b"-", right.as_bytes()].concat();
            assert!(verify(&more, sum, 4, 1), "{sum:?} with skip and cut");
            assert!(!verify(&more, sum, 0, 1) && !verify(&more, sum, 4, 0));
        }
        assert!(!verify(&[NINE, b"CBf43926"].concat(), Algorithm::Crc32Hex, 0, 0), "mixed case");
    }

    /// Long division on paper: digits by repeated subtraction of powers.
    fn by_hand(mut number: u64, base: u64, width: u32) -> String {
        let digits: Vec<char> = if base == 62 {
            ('0'..='9').chain('A'..='Z').chain('a'..='z').collect()
        } else {
            ('0'..='9').chain('a'..='z').collect()
        };
        let mut text = String::new();
        for place in (0..width).rev() {
            let mut digit = 0;
            while number >= base.pow(place) {
                number -= base.pow(place);
                digit += 1;
            }
            text.push(digits[digit]);
        }
        text
    }

    #[test]
    fn an_escaped_equals_sign_counts_as_one() {
        let mut plain = [NINE, b"=00000000"].concat();
        assert!(repair(&mut plain, Algorithm::Crc32Hex, 0, 0));
        for escape in [b"%3D", b"%3d"] {
            let escaped = [NINE, escape, &plain[10..]].concat();
            assert!(verify(&escaped, Algorithm::Crc32Hex, 0, 0));
        }
        assert!(!verify(&[NINE, b"%3E", &plain[10..]].concat(), Algorithm::Crc32Hex, 0, 0));
    }

    #[test]
    fn bech32_holds_bip_173s_vectors() {
        let letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        for valid in [
            ["A", "1", "", "2UEL5L"].concat(),
            ["a", "1", "", "2uel5l"].concat(),
            ["an83characterlonghumanreadablepartthatcontainsthenumber1", "andtheexcludedcharactersbio", "1", "tt5tgs"]
                .concat(),
            ["abcdef", "1", letters, "mqqqxw"].concat(),
            ["1", "1", &"q".repeat(82), "c8247j"].concat(),
            ["split", "1", "checkupstagehandshakeupstreamerranterredcaperred", "2y9e3w"].concat(),
            ["?", "1", "", "ezyfcl"].concat(),
        ] {
            assert!(verify(valid.as_bytes(), Algorithm::Bech32, 0, 0), "{valid}");
        }
        for invalid in ["\u{20}1nwldj5", "\u{7f}1axkwrx", "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3"]
            .into_iter()
            .chain(["de1lg7wt\u{ff}", "A1G7SGD8", "10a06t8", "1qzzfhee", "a12UEL5L", "A12uEL5L", ""])
        {
            assert!(!verify(invalid.as_bytes(), Algorithm::Bech32, 0, 0), "{invalid}");
        }
    }

    #[test]
    fn wallet_keys_hold_by_the_definition() {
        let mut key = vec![0x80];
        key.extend((0..32).map(|at| at * 7));
        key.extend(sha256d(&key.clone()));
        let text = base58_encode(&key);
        assert!(text.starts_with(b"5") && text.len() == 51);
        assert!(verify(&text, Algorithm::Sha256dBase58, 0, 0));
    }

    /// Characters that a body of each kind is made of.
    fn letters(sum: Algorithm) -> &'static [u8] {
        match sum {
            Algorithm::Bech32 => b"qpzry9x8gf2tvdw0s3jn54khce6mua7l",
            Algorithm::Crc16Base32 => b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            Algorithm::Sha256dBase58 => b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
            _ => b"0123456789abcdef",
        }
    }

    #[test]
    fn what_is_repaired_holds_and_one_other_character_breaks_it() {
        let mut rng = fastrand::Rng::with_seed(7);
        for sum in ALL {
            let letters = letters(sum);
            let mut held = 0;
            for _ in 0..200 {
                let prefix: &[u8] = if sum == Algorithm::Bech32 { b"pre1" } else { b"pre_" };
                let skip = if sum == Algorithm::Bech32 { 0 } else { 4 };
                let mut value = prefix.to_vec();
                let length = if sum == Algorithm::Crc16Base32 { 58 } else { rng.usize(30..60) };
                value.extend((0..length).map(|_| letters[rng.usize(..letters.len())]));
                if !repair(&mut value, sum, skip, 0) {
                    continue;
                }
                held += 1;
                assert!(verify(&value, sum, skip, 0), "{sum:?}");
                assert_eq!(value.len(), 4 + length);
                let at = rng.usize(4..value.len());
                let other = letters[rng.usize(..letters.len())];
                if value[at] != other {
                    value[at] = other;
                    assert!(!verify(&value, sum, skip, 0), "{sum:?} with another character at {at}");
                }
            }
            assert!(held > 190, "{sum:?}: only {held} of 200 could be repaired");
        }
    }

    #[test]
    fn hexadecimal_digits_keep_their_case() {
        let mut value = [NINE, b"0000000a"].concat();
        assert!(repair(&mut value, Algorithm::Crc32Hex, 0, 0));
        assert!(value.ends_with(b"cbf43926"));
        let mut value = [NINE, b"0000000A"].concat();
        assert!(repair(&mut value, Algorithm::Crc32Hex, 0, 0));
        assert!(value.ends_with(b"CBF43926"));
    }

    #[test]
    fn what_is_too_short_never_holds_and_is_left_alone() {
        for sum in ALL {
            for length in 0..6 {
                let mut value = vec![b'2'; length];
                if sum != Algorithm::Sha256dBase58 && sum != Algorithm::Crc16Base32 {
                    assert!(!repair(&mut value, sum, 0, 0));
                    assert_eq!(value, vec![b'2'; length]);
                }
                assert!(!verify(&value, sum, 0, 0), "{sum:?} {length}");
                assert!(!verify(&value, sum, 50, 3) && !verify(&value, sum, 0, 50));
            }
        }
    }
}
