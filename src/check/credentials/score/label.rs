//! Labels of `tests/judgement/`: what somebody judged by eye, and values made like those that stood there.

#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use std::fs;

use serde::Deserialize;

use crate::text::base::base64_encode;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judgement");

/// What passwords that people think up are made of.
const WORDS: [&str; 24] = [
    "amber", "bridge", "canyon", "dolphin", "ember", "falcon", "garden", "harvest", "island", "jungle", "kitchen",
    "lantern", "meadow", "nickel", "orange", "parrot", "quartz", "river", "saddle", "thunder", "umbra", "velvet",
    "willow", "zephyr",
];

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verdict {
    /// Somebody could log in with it, or it is shaped so and stands where programs run with it.
    Credential,
    /// It was made for show: in a test, an example, a document.
    Sample,
    /// It is none.
    LookAlike,
}

impl Verdict {
    pub(super) const ALL: [Self; 3] = [Self::Credential, Self::Sample, Self::LookAlike];
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Value {
    /// Harmless as it stands.
    Literal(String),
    /// A class, with its length or shape.
    Made { made: String },
}

/// A place in a package.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    pub(super) package: String,
    /// Inside the package.
    pub(super) path: String,
    /// The line, with `{{value}}` where the value stands.
    text: String,
    value: Value,
    /// Whether it was told when the label was made.
    pub(super) told: bool,
    pub(super) verdict: Verdict,
    pub(super) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    corpus: String,
    labels: Vec<Label>,
}

/// A label's text with a value in it.
pub(super) struct Made {
    pub(super) text: String,
    pub(super) value: std::ops::Range<usize>,
}

impl Label {
    /// All labels, by the names of their files.
    pub(super) fn all() -> Vec<Self> {
        let mut files: Vec<_> = fs::read_dir(FOLDER).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        let read = |path: std::path::PathBuf| {
            let corpus: Corpus = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            assert_eq!(path.file_stem().and_then(|stem| stem.to_str()), Some(&*corpus.corpus));
            corpus.labels
        };
        files.into_iter().flat_map(read).collect()
    }

    /// Whether its package is one of those that nothing is fitted on.
    pub(super) fn held_out(&self) -> bool {
        // FNV-1a; its low bits are good enough for a coin.
        let hash = self
            .package
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        (hash ^ (hash >> 32)) & 1 == 1
    }

    /// How often a value of its class is made: one that stands as it is, once.
    pub(super) fn times(&self) -> usize {
        if matches!(self.value, Value::Literal(_)) { 1 } else { 8 }
    }

    pub(super) fn make(&self, rng: &mut fastrand::Rng) -> Made {
        let value = match &self.value {
            Value::Literal(value) => value.clone(),
            Value::Made { made } => make(made, rng),
        };
        let (before, behind) = self.text.split_once("{{value}}").unwrap();
        let at = before.len();
        Made { text: format!("{before}{value}{behind}\n"), value: at..at + value.len() }
    }
}

/// A value of a class.
fn make(class: &str, rng: &mut fastrand::Rng) -> String {
    let (kind, rest) = class.split_once(' ').unwrap_or((class, ""));
    let length = rest.parse().unwrap_or(0);
    let many = |from: &str, count: usize, rng: &mut fastrand::Rng| -> String {
        let letters: Vec<char> = from.chars().collect();
        (0..count).map(|_| letters[rng.usize(..letters.len())]).collect()
    };
    let word = |rng: &mut fastrand::Rng| WORDS[rng.usize(..WORDS.len())];
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    match kind {
        "hex" => many("0123456789abcdef", length, rng),
        "base62" => (0..length).map(|_| rng.alphanumeric()).collect(),
        "base64" => {
            let bytes: Vec<u8> = (0..length / 4 * 3 - 1).map(|_| rng.u8(..)).collect();
            base64_encode(&bytes, true)
        }
        "uuid" => [8, 4, 4, 4, 12].map(|count| many("0123456789abcdef", count, rng)).join("-"),
        "person" => capital(word(rng)) + &rng.u32(10..3000).to_string() + &many("!*.-_?", 1, rng),
        "leet" => {
            capital(word(rng)).replace('a', "4").replace('e', "3").replace('i', "1") + &rng.u32(10..3000).to_string()
        }
        "two" if rest == "words" => format!("{}-{}", word(rng), word(rng)),
        "two" => format!("{}{}{}", word(rng), word(rng), rng.u32(10..3000)),
        "shape" => rest
            .chars()
            .map(|c| match c {
                'a'..='z' => rng.lowercase(),
                'A'..='Z' => rng.uppercase(),
                '0'..='9' => rng.digit(10),
                sign => sign,
            })
            .collect(),
        _ => panic!("no value is made as `{class}`"),
    }
}
