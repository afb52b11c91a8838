//! The placeholder recogniser: tells a value that somebody is meant to replace from one that somebody uses.
//!
//! Its words are data (`rules/placeholders.yaml`); what is here is grammar.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::score::made_up;
use super::table::Placeholders;
use aho_corasick::AhoCorasick;

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/placeholders.bin"));

struct Compiled {
    words: HashSet<Box<str>>,
    parts: AhoCorasick,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    asking: HashSet<Box<str>>,
}

fn compiled() -> &'static Compiled {
    static COMPILED: OnceLock<Compiled> = OnceLock::new();
    COMPILED.get_or_init(|| {
        #[expect(clippy::unwrap_used, reason = "written by this build's own build script; a test compiles it")]
        let table: Placeholders = postcard::from_bytes(TABLE).unwrap();
        #[expect(clippy::unwrap_used, reason = "a few hundred short literals; a test compiles them")]
        let parts = AhoCorasick::builder().ascii_case_insensitive(true).build(&table.parts).unwrap();
        Compiled {
            words: table.words.iter().map(|word| squeeze(word).into()).collect(),
            parts,
            prefixes: table.prefixes,
            suffixes: table.suffixes,
            asking: table.asking.into_iter().map(String::into_boxed_str).collect(),
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
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let lower = text.to_lowercase();
    let lower = lower.as_str();
    if is_row(lower) {
        return Some("it is a row of signs");
    }
    if is_word(table, lower) || lower.contains(':') && lower.split([':', '@', '/']).all(|part| is_word(table, part)) {
        return Some("it is a word that stands for a value");
    }
    if is_bracketed(text) {
        return Some("it is a name in brackets");
    }
    if asks(table, text) {
        return Some("it asks to be replaced");
    }
    let begins = table.prefixes.iter().any(|prefix| lower.starts_with(prefix.as_str()));
    let ends = table.suffixes.iter().any(|suffix| lower.ends_with(suffix.as_str()));
    (begins || ends).then_some("it is written like a placeholder")
}

fn is_word(table: &Compiled, lower: &str) -> bool {
    table.words.contains(squeeze(lower).as_str())
}

/// Whether a value is made of `x`, stars, dots and the like alone, perhaps behind the front of a token: `sk-xxx`.
fn is_row(lower: &str) -> bool {
    let front = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut row = lower;
    for _ in 0..3 {
        match row.split_once(['-', '_']) {
            Some((part, rest)) if front(part) && !part.bytes().all(|byte| byte == b'x') => row = rest,
            _ => break,
        }
    }
    row.chars().count() >= 3
        && row.chars().all(|c| matches!(c, 'x' | '*' | '.' | '-' | '_' | '#' | '?' | '•' | '…' | '=' | '+' | ' '))
}

/// Whether a value is a name between signs that templates and people set around names: `<token>`, `[your key]`,
/// `{key}`, `%TOKEN%`, `__TOKEN__`, `【密钥】`.
fn is_bracketed(text: &str) -> bool {
    const PAIRS: [(&str, &str); 11] = [
        ("<", ">"),
        ("[", "]"),
        ("{", "}"),
        ("(", ")"),
        ("%", "%"),
        ("__", "__"),
        ("##", "##"),
        ("#", "#"),
        ("«", "»"),
        ("【", "】"),
        ("（", "）"),
    ];
    PAIRS.iter().any(|(open, close)| {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).unwrap_or_default();
        // A password may begin and end with such a sign; it is no name then.
        !inside.is_empty()
            && inside.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '_' | '-' | '.' | ':' | '/' | ','))
    })
}

/// Whether a value is made of words alone (and small numbers) and one of them speaks to the reader.
fn asks(table: &Compiled, text: &str) -> bool {
    let words = words(text);
    let counts = |word: &String| {
        word.chars().all(char::is_alphabetic) || word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())
    };
    words.len() >= 2 && words.iter().all(counts) && words.iter().any(|word| table.asking.contains(word.as_str()))
}

/// The words of a value in lower case, cut at signs and where camel case sets a capital.
fn words(text: &str) -> Vec<String> {
    /// No placeholder has more.
    const MOST: usize = 40;
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        let cut = !before.is_alphanumeric() || c.is_uppercase() && before.is_lowercase();
        if c.is_alphanumeric() {
            if cut {
                if words.len() == MOST {
                    return Vec::new();
                }
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    words
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
