//! Values that nobody should be sure of: broken, or visibly made up.

use bartizan::rule::generate::Spoiler;

use super::value::{Maker, Value};

/// Bodies that people type where a value belongs.
const MADE_UP: [&str; 4] = ["abcdefghijklmnopqrstuvwxyz", "1234567890", "EXAMPLE", "xxxx"];

/// All ways in which a value can be spoiled, each with its name.
pub(crate) fn spoiled(maker: &Maker<'_>, rng: &mut fastrand::Rng) -> Vec<(&'static str, Value)> {
    // A length that is not fixed has no one too long: what is left over begins something else.
    let fixed = !has_range(&maker.rule.def.pattern);
    let ways = Spoiler::ALL.into_iter().filter(|how| fixed || *how != Spoiler::Long);
    let mut all: Vec<_> = ways.filter_map(|how| Some((how.as_str(), maker.spoiled(how, rng)?))).collect();
    if maker.rule.def.tail.is_none() {
        all.extend(MADE_UP.iter().filter_map(|body| Some((*body, made_up(maker.value(rng)?, body)?))));
    }
    all
}

/// Whether a pattern repeats something a number of times that is not fixed.
fn has_range(pattern: &str) -> bool {
    let counts = pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(count, _)| count));
    counts.into_iter().any(|count| count.split_once(',').is_some_and(|(least, most)| least != most))
}

/// A value in whose body the characters run, or the word stands: its longest row of letters and digits, but for what
/// may be a prefix at its front.
fn made_up(value: Value, body: &str) -> Option<Value> {
    let mut bytes = value.text.into_bytes();
    let secret = &mut bytes[value.secret.clone()];
    let mut rows: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, byte) in secret.iter().enumerate() {
        match rows.last_mut() {
            Some(row) if row.end == at && byte.is_ascii_alphanumeric() => row.end += 1,
            _ if byte.is_ascii_alphanumeric() => rows.push(at..at + 1),
            _ => {}
        }
    }
    let row = rows.into_iter().max_by_key(std::ops::Range::len)?;
    let from = if row.start == 0 && row.len() >= 24 { 8 } else { row.start };
    let filled = secret.get_mut(from..row.end)?;
    if filled.len() < 10 {
        return None;
    }
    // One word in the middle of a body, or a row of it from end to end.
    let (from, until) = if body == "EXAMPLE" { (filled.len() - 7, filled.len()) } else { (0, filled.len()) };
    filled[from..until].iter_mut().zip(body.bytes().cycle()).for_each(|(byte, made)| *byte = made);
    Some(Value { text: String::from_utf8(bytes).ok()?, secret: value.secret })
}
