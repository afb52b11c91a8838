//! Values that only repeat the name of what they are for.

use super::table::squeeze;
use super::word::each_word;

/// What people set around such a name.
const FILLERS: [&str; 24] = [
    "my", "your", "the", "a", "an", "some", "this", "is", "any", "here", "value", "for", "of", "goes", "enter", "mein",
    "dein", "mon", "votre", "mi", "tu", "meu", "seu", "mio",
];

/// What is set before or behind without a separator.
const FRONTS: [&str; 5] = ["my", "your", "the", "some", "mein"];
const TAILS: [&str; 3] = ["here", "value", "goeshere"];

/// Whether a value only repeats the name of what it is for, perhaps with a word to the reader: `API_KEY=api_key`,
/// `MY_DB_PASSWORD=the_db_password`. `name` are the words of the name, in lower case.
#[must_use]
pub fn names_itself(value: &str, name: &[String]) -> bool {
    /// No name has more bytes, whatever is set around it.
    const LONGEST: usize = 256;
    if value.len() > LONGEST || name.is_empty() {
        return false;
    }
    let lower = value.to_lowercase();
    let whole = squeeze(&lower);
    if whole.len() >= 3 && is_name(&whole, name) {
        return true;
    }
    let bare = FRONTS.iter().find_map(|front| whole.strip_prefix(front)).unwrap_or(&whole);
    let bare = TAILS.iter().find_map(|tail| bare.strip_suffix(tail)).unwrap_or(bare);
    if bare.len() < whole.len() && bare.len() >= 3 && is_name(bare, name) {
        return true;
    }
    let (mut own, mut fillers, mut thing) = (0, 0, false);
    let all = each_word(value, |word| {
        let named = name.iter().any(|part| part == word);
        own += usize::from(named);
        thing |= name.last().is_some_and(|last| last == word);
        fillers += usize::from(!named);
        named || FILLERS.contains(&word)
    });
    // One word of a name says nothing (`ACME_PASSWORD=acme`), unless it is the thing and somebody calls it his.
    all && (own >= 2 || own == 1 && thing && fillers > 0)
}

/// Whether a text is a name's words, put together, or its last two or more.
fn is_name(text: &str, name: &[String]) -> bool {
    let mut rest = text;
    for (at, word) in name.iter().rev().enumerate() {
        match rest.strip_suffix(word.as_str()) {
            Some("") => return at >= 1 || name.len() == 1,
            Some(before) => rest = before,
            None => return false,
        }
    }
    false
}
