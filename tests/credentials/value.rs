//! Values of credentials, made when the test runs: by chance, and as people make them.

use std::fmt;

use bartizan::text::base::base64_encode;

use super::name::{Role, capital};
use super::words::WORDS;

/// How a value is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Hex,
    Base64,
    Base64Url,
    Base62,
    Signs,
    Uuid,
    WordDigitsSign,
    Leet,
    TwoWordsDigits,
    TwoWords,
    Phrase,
    Short,
    Digits,
}

impl Kind {
    /// Whether a person made it up.
    pub(crate) fn human(self) -> bool {
        !matches!(self, Self::Hex | Self::Base64 | Self::Base64Url | Self::Base62 | Self::Signs | Self::Uuid)
    }

    fn of(role: Role) -> &'static [Self] {
        use Kind::{
            Base62, Base64, Base64Url, Digits, Hex, Leet, Phrase, Short, Signs, TwoWords, TwoWordsDigits, Uuid,
            WordDigitsSign,
        };
        match role {
            Role::Password | Role::Connection => &[
                Signs,
                Signs,
                Base62,
                Base62,
                Hex,
                WordDigitsSign,
                WordDigitsSign,
                Leet,
                TwoWordsDigits,
                TwoWords,
                Short,
                Phrase,
            ],
            Role::Passphrase => &[Phrase, Phrase, TwoWordsDigits, WordDigitsSign, Signs, Base62],
            Role::Pin => &[Digits],
            Role::SigningKey => &[Hex, Base64, Base64Url, Base62, Signs, TwoWordsDigits],
            Role::EncryptionKey => &[Hex, Base64, Base64Url, Base62, Signs],
            Role::ApiKey => &[Hex, Base62, Base62, Uuid, Base64Url, Base64, TwoWordsDigits],
            Role::Token => &[Hex, Base62, Base62, Uuid, Base64Url, Signs],
            Role::PrivateKey => &[Hex, Base64, Base64Url],
            Role::ClientSecret => &[Base62, Signs, Uuid, Base64, Hex],
            Role::Salt => &[Hex, Base64, Base62, Signs],
            Role::WebhookSecret => &[Hex, Base62, Base64, TwoWordsDigits],
            Role::Credential => &[Base62, Signs, Hex, WordDigitsSign, TwoWordsDigits],
        }
    }

    /// A kind for a role, of those that may stand where `signs` may.
    pub(crate) fn any(role: Role, signs: Signs, rng: &mut fastrand::Rng) -> Self {
        let all = Self::of(role);
        loop {
            let kind = all[rng.usize(..all.len())];
            match kind {
                Self::Base64 if matches!(signs, Signs::Url) => {}
                Self::Phrase if !signs.spaces() => return Self::TwoWordsDigits,
                kind => return kind,
            }
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Which signs may stand in a place without being written otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    /// Between quotes.
    Quoted,
    /// Between quotes that read `$` and `#`.
    Reading,
    /// Between quotes of XML and HTML.
    Xml,
    /// Without quotes, to the line's end.
    Plain,
    /// A word of the shell.
    Shell,
    /// Inside a URL.
    Url,
}

impl Signs {
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "quoted" => Self::Quoted,
            "reading" => Self::Reading,
            "xml" => Self::Xml,
            "plain" => Self::Plain,
            "shell" => Self::Shell,
            "url" => Self::Url,
            other => panic!("no signs are called `{other}`"),
        }
    }

    /// Whether a value may have spaces in it.
    pub(crate) fn spaces(self) -> bool {
        matches!(self, Self::Quoted | Self::Reading | Self::Xml)
    }

    fn all(self) -> &'static [u8] {
        match self {
            Self::Quoted => b"!@#$%^&*-_+=.,?~:;()",
            Self::Reading => b"!@%^&*-_+=.,?~:;()",
            Self::Xml => b"!@#$%^*-_+=.,?~:;()",
            Self::Plain => b"!@%^*-_+=.~?",
            Self::Shell => b"@%^-_+=.:,",
            Self::Url => b"-_.~!*",
        }
    }
}

/// Makes a value.
pub(crate) fn make(kind: Kind, signs: Signs, rng: &mut fastrand::Rng) -> String {
    let sign = |rng: &mut fastrand::Rng| char::from(signs.all()[rng.usize(..signs.all().len())]);
    let end = |rng: &mut fastrand::Rng| {
        let likely: &[u8] = if signs == Signs::Shell { b"@%+_-" } else { b"!!!*.-_?" };
        let likely: &[u8] = if signs == Signs::Url { b"!!*.-_" } else { likely };
        char::from(likely[rng.usize(..likely.len())])
    };
    let word = |rng: &mut fastrand::Rng| WORDS[rng.usize(..WORDS.len())].to_owned();
    match kind {
        Kind::Hex => {
            let length = [32, 32, 40, 64, 64][rng.usize(..5)];
            hex(length, rng)
        }
        Kind::Base64 => base64(rng.usize(18..=48), rng),
        Kind::Base64Url => {
            base64(rng.usize(16..=32) * 3, rng)[..rng.usize(22..=43)].replace('+', "-").replace('/', "_")
        }
        Kind::Base62 => base62(rng.usize(16..=48), rng),
        Kind::Signs => {
            let length = rng.usize(12..=32);
            let mut value: Vec<char> = (0..length).map(|_| rng.alphanumeric()).collect();
            let most = length / 4;
            for _ in 0..rng.usize(2..=most) {
                let at = rng.usize(1..length);
                value[at] = sign(rng);
            }
            value.into_iter().collect()
        }
        Kind::Uuid => uuid(rng),
        Kind::WordDigitsSign => {
            let digits = [rng.u32(1970..2030), rng.u32(100..999), rng.u32(10..99)][rng.usize(..3)];
            format!("{}{digits}{}", capital(&word(rng)), end(rng))
        }
        Kind::Leet => {
            let mut leet = false;
            let mut swap = |letter: char| {
                let other = match letter {
                    'a' if signs != Signs::Url => '@',
                    'a' => '4',
                    'e' => '3',
                    'i' => '1',
                    'o' => '0',
                    _ => return letter,
                };
                leet = true;
                other
            };
            let word: String =
                capital(&word(rng)).chars().enumerate().map(|(at, c)| if at == 0 { c } else { swap(c) }).collect();
            let digits = rng.u32(10..10_000);
            if leet { format!("{word}{digits}") } else { format!("{word}{digits}{}", end(rng)) }
        }
        Kind::TwoWordsDigits => {
            let (first, second, number) = (word(rng), word(rng), rng.u32(10..10_000));
            match rng.u8(..3) {
                0 => format!("{}{}{number}", capital(&first), capital(&second)),
                1 => format!("{first}-{second}-{number}"),
                _ => format!("{first}{second}{number}"),
            }
        }
        Kind::TwoWords => {
            let (first, second) = (word(rng), word(rng));
            if rng.bool() { format!("{}{}", capital(&first), capital(&second)) } else { format!("{first}-{second}") }
        }
        Kind::Phrase => {
            let (a, b, c) = (word(rng), word(rng), word(rng));
            format!(
                "{} {b} {}{} {c}{}",
                capital(&a),
                rng.u32(2..99),
                [",", ";", ""][rng.usize(..3)].replace(';', "."),
                end(rng)
            )
        }
        Kind::Short => {
            let short: Vec<&&str> = WORDS.iter().filter(|word| word.len() <= 5).collect();
            let word = short[rng.usize(..short.len())];
            let mut value = format!("{word}{}{}", end(rng), rng.u32(10..100));
            while value.len() < 8 {
                value.push(rng.alphanumeric());
            }
            value
        }
        Kind::Digits => {
            let length = rng.usize(6..=8);
            (0..length).map(|_| rng.digit(10)).collect()
        }
    }
}

pub(crate) fn hex(length: usize, rng: &mut fastrand::Rng) -> String {
    (0..length).map(|_| rng.digit(16)).collect()
}

/// Of so many bytes.
pub(crate) fn base64(bytes: usize, rng: &mut fastrand::Rng) -> String {
    let bytes: Vec<u8> = (0..bytes).map(|_| rng.u8(..)).collect();
    base64_encode(&bytes, true)
}

pub(crate) fn base62(length: usize, rng: &mut fastrand::Rng) -> String {
    (0..length).map(|_| rng.alphanumeric()).collect()
}

pub(crate) fn uuid(rng: &mut fastrand::Rng) -> String {
    let variant = ['8', '9', 'a', 'b'][rng.usize(..4)];
    let (a, b, c, d, e) = (hex(8, rng), hex(4, rng), hex(3, rng), hex(3, rng), hex(12, rng));
    format!("{a}-{b}-4{c}-{variant}{d}-{e}")
}
