//! The placeholder recogniser: tells a value that somebody is meant to replace from one that somebody uses.
//!
//! Its words are data (`rules/placeholders.yaml`); what is here is grammar.

use std::collections::HashSet;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use serde::{Deserialize, Serialize};

use super::score::made_up;

/// The table of `rules/placeholders.yaml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Whole values, lower case, without quotes and separators.
    pub words: Vec<String>,
    /// Pieces that make any value a placeholder; unlikely enough to stand in a random one.
    pub parts: Vec<String>,
    /// How placeholders begin.
    pub prefixes: Vec<String>,
    /// How placeholders end.
    pub suffixes: Vec<String>,
}

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/placeholders.bin"));

struct Compiled {
    words: HashSet<Box<str>>,
    parts: AhoCorasick,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
}

fn compiled() -> &'static Compiled {
    static COMPILED: OnceLock<Compiled> = OnceLock::new();
    COMPILED.get_or_init(|| {
        #[expect(clippy::unwrap_used, reason = "written by this build's own build script; a test compiles it")]
        let table: Table = postcard::from_bytes(TABLE).unwrap();
        #[expect(clippy::unwrap_used, reason = "a few hundred short literals; a test compiles them")]
        let parts = AhoCorasick::builder().ascii_case_insensitive(true).build(&table.parts).unwrap();
        Compiled {
            words: table.words.iter().map(|word| squeeze(word).into()).collect(),
            parts,
            prefixes: table.prefixes,
            suffixes: table.suffixes,
        }
    })
}

/// Why `value` is a placeholder, if it is one. `prefix` is how many of its first bytes belong to a token's fixed
/// form (`ghp_`: 4): only what comes behind them is judged.
#[must_use]
pub fn placeholder(value: &[u8], prefix: usize) -> Option<&'static str> {
    let table = compiled();
    let body = &value[prefix.min(value.len())..];
    if let Some(why) = made_up(body) {
        return Some(why);
    }
    if table.parts.is_match(body) {
        return Some("it says that it is a placeholder");
    }
    if prefix > 0 {
        return None;
    }
    let lower = String::from_utf8_lossy(body).to_lowercase();
    let lower = lower.trim();
    if table.words.contains(squeeze(lower).as_str()) {
        return Some("it is a word that stands for a value");
    }
    let begins = table.prefixes.iter().any(|prefix| lower.starts_with(prefix.as_str()));
    let ends = table.suffixes.iter().any(|suffix| lower.ends_with(suffix.as_str()));
    (begins || ends).then_some("it is written like a placeholder")
}

/// Whether a value only repeats the name of what it is for, perhaps with a word to the reader: `API_KEY=api_key`,
/// `MY_DB_PASSWORD=the_db_password`. `name` are the words of the name, in lower case.
#[must_use]
pub fn names_itself(value: &str, name: &[String]) -> bool {
    const FILLERS: [&str; 12] = ["my", "your", "the", "a", "an", "some", "here", "value", "for", "of", "goes", "enter"];
    let lower = value.to_lowercase();
    let whole = squeeze(&lower);
    if whole.len() >= 3 && whole == name.concat() {
        return true;
    }
    let mut own = 0;
    let all = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(|word| {
        let named = name.iter().any(|part| part == word);
        own += usize::from(named);
        named || FILLERS.contains(&word)
    });
    all && own >= 2
}

/// A value without the separators that people put into placeholders: `CHANGE_ME` and `change-me` are one word.
fn squeeze(value: &str) -> String {
    value.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '.')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_made_up_and_what_is_not() {
        for value in [
            "changeme",
            "CHANGE_ME",
            "your-api-key-here",
            "xxxxxxxxxxxxxxxx",
            "<password>",
            "${DB_PASSWORD}",
            "example-token",
        ] {
            assert!(placeholder(value.as_bytes(), 0).is_some(), "{value}");
        }
        for value in ["kR8#tt1vPq", "postgres_dev_2", "Winter2019!", "0f9c3e77a1b24d58"] {
            assert!(placeholder(value.as_bytes(), 0).is_none(), "{value}: {:?}", placeholder(value.as_bytes(), 0));
        }
    }
}
