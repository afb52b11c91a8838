//! The recogniser's words, made ready to be asked for.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use crate::text::fold::folded;
use crate::text::table::Placeholders;

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/placeholders.bin"));

/// The table of `rules/placeholders.yaml`.
pub(super) struct Compiled {
    /// Whole values without separators.
    pub(super) words: HashSet<Box<str>>,
    /// What stands anywhere.
    pub(super) parts: AhoCorasick,
    pub(super) prefixes: Vec<String>,
    pub(super) suffixes: Vec<String>,
    /// Words that speak to the reader.
    pub(super) asking: HashSet<Box<str>>,
    /// Whole values that are none, without separators.
    pub(super) real: HashSet<Box<str>>,
    /// Of how many bytes the longest of these is, separators and all.
    pub(super) longest_real: usize,
}

pub(super) fn compiled() -> &'static Compiled {
    static COMPILED: OnceLock<Compiled> = OnceLock::new();
    COMPILED.get_or_init(|| {
        #[expect(clippy::unwrap_used, reason = "written by this build's own build script; a test compiles it")]
        let table: Placeholders = postcard::from_bytes(TABLE).unwrap();
        let parts: Vec<String> = table.parts.iter().flat_map(|part| spelt(part)).collect();
        #[expect(clippy::unwrap_used, reason = "some hundred short literals; a test compiles them")]
        let parts = AhoCorasick::builder().ascii_case_insensitive(true).build(parts).unwrap();
        Compiled {
            words: set(table.words.iter().map(|word| squeeze(word))),
            parts,
            prefixes: table.prefixes.iter().flat_map(|prefix| spelt(prefix)).collect(),
            suffixes: table.suffixes.iter().flat_map(|suffix| spelt(suffix)).collect(),
            asking: set(table.asking.iter().map(Into::into)),
            longest_real: table.real.iter().map(|word| word.len() + 4).max().unwrap_or(0),
            real: set(table.real.iter().map(|word| squeeze(word))),
        }
    })
}

/// The words as they are, and without the marks on their letters: few people type these in a configuration.
fn set<'t>(words: impl Iterator<Item = Cow<'t, str>>) -> HashSet<Box<str>> {
    let mut set = HashSet::new();
    for word in words {
        if let Some(plain) = folded(word.as_bytes()).and_then(|plain| String::from_utf8(plain).ok()) {
            set.insert(plain.into());
        }
        set.insert(word.into());
    }
    set
}

/// All that an entry stands for: a blank is any separator; between two words it may be missing.
fn spelt(entry: &str) -> Vec<String> {
    if !entry.contains(' ') {
        return vec![entry.to_owned()];
    }
    let inner = entry.trim().contains(' ');
    let mut all: Vec<String> = ["-", "_", ".", " "].iter().map(|sign| entry.replace(' ', sign)).collect();
    if inner && entry.trim() == entry {
        all.push(entry.replace(' ', ""));
    }
    all
}

/// A value without the separators that people put into placeholders: `CHANGE_ME` and `change-me` are one word.
pub(super) fn squeeze(value: &str) -> Cow<'_, str> {
    let separator = |c: char| matches!(c, '_' | '-' | ' ' | '.');
    if value.contains(separator) { value.chars().filter(|&c| !separator(c)).collect() } else { value.into() }
}
