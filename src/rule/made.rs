//! Values that no rule's pattern describes, for examples of checks: random letters, and what files write them as.

use fastrand::Rng;

use crate::text::base::base64_encode;
use crate::text::score::{made_up, reads_like_words};

/// The alphabet of base 64.
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What is made, and of how many random characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// How it is written.
    pub kind: Kind,
    /// Random characters in it.
    pub length: u16,
}

/// How a made value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters and digits.
    Random,
    /// Hexadecimal digits.
    Hex,
    /// Characters of base 64, which stand for random bytes.
    Bytes,
    /// Letters and digits in base 64.
    Base64,
    /// `deploy:` and letters and digits, in base 64.
    Pair,
    /// A private key in PEM form with characters of base 64 as its body, in base 64.
    Key,
}

impl Made {
    /// The most random characters.
    const MOST: u16 = 4096;

    /// What `name` and the number behind its colon stand for.
    #[must_use]
    pub fn parse(name: &str, length: &str) -> Option<Self> {
        let kind = match name {
            "random" => Kind::Random,
            "hex" => Kind::Hex,
            "bytes" => Kind::Bytes,
            "base64" => Kind::Base64,
            "base64-pair" => Kind::Pair,
            "base64-key" => Kind::Key,
            _ => return None,
        };
        let length = length.parse().ok().filter(|length| (8..=Self::MOST).contains(length))?;
        Some(Self { kind, length })
    }

    /// A value that neither reads like words nor looks made up.
    #[must_use]
    pub fn make(self, rng: &mut Rng) -> String {
        loop {
            let body: String = (0..self.length).map(|_| self.kind.character(rng)).collect();
            let bytes = body.as_bytes();
            let plain = matches!(self.kind, Kind::Random | Kind::Base64 | Kind::Pair);
            let mixed = [u8::is_ascii_digit, u8::is_ascii_lowercase, u8::is_ascii_uppercase]
                .iter()
                .all(|is: &fn(&u8) -> bool| bytes.iter().any(is));
            if made_up(bytes).is_some() || reads_like_words(bytes) || plain && !mixed {
                continue;
            }
            return match self.kind {
                Kind::Random | Kind::Hex | Kind::Bytes => body,
                Kind::Base64 => base64(bytes),
                Kind::Pair => base64(format!("deploy:{body}").as_bytes()),
                Kind::Key => {
                    let lines: Vec<&str> =
                        body.as_bytes().chunks(64).filter_map(|line| str::from_utf8(line).ok()).collect();
                    let label = "PRIVATE KEY";
                    base64(format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n")).as_bytes())
                }
            };
        }
    }
}

impl Kind {
    fn character(self, rng: &mut Rng) -> char {
        match self {
            Self::Random | Self::Base64 | Self::Pair => rng.alphanumeric(),
            Self::Hex => char::from(b"0123456789abcdef"[rng.usize(..16)]),
            Self::Bytes | Self::Key => char::from(BASE64[rng.usize(..64)]),
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    base64_encode(bytes, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_written_as_its_name_says() {
        let mut rng = Rng::with_seed(4);
        let mut make = |name: &str, length: &str| Made::parse(name, length).map(|made| made.make(&mut rng));
        assert_eq!(make("random", "24").map(|text| text.len()), Some(24));
        assert!(make("hex", "32").is_some_and(|text| text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())));
        assert_eq!(make("base64", "10").map(|text| (text.len(), text.ends_with("=="))), Some((16, true)));
        assert!(make("base64-pair", "20").is_some_and(|text| text.starts_with(&base64(b"deploy:")[..9])));
        assert!(make("base64-key", "128").is_some_and(|text| text.starts_with("LS0tLS1CRUdJTiB")));
        assert_eq!((make("random", "0"), make("random", "x"), make("other", "24")), (None, None, None));
        assert_eq!((base64(b"a"), base64(b"ab"), base64(b"abc")), ("YQ==".into(), "YWI=".into(), "YWJj".into()));
    }
}
