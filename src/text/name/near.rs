//! What the words near a secret's make of a name: those before it, those behind, and those that only stand beside it.

use super::lexicon::{Lexicon, Noun, either};
use super::split::Split;
use super::table::Alike;

/// What the words before a secret's, or beside it, make of a name. The secret stands at `from..to`.
pub(super) fn before(lexicon: &Lexicon, split: Split, from: usize, to: usize) -> Option<Alike> {
    let segment = split.segment(from + 1);
    // `TokenType.SECRET`.
    let holder = || precedes(lexicon, split, 0, segment).filter(|alike| from == segment && *alike == Alike::About);
    begins(lexicon, split, segment, from)
        .or_else(|| precedes(lexicon, split, segment, from))
        .or_else(holder)
        .or_else(|| beside(lexicon, split, from, to))
}

/// How many words a phrase has at most that is looked for beside a secret's.
const WORDS: usize = 3;

/// What the first words of `segment..from` make of a name.
fn begins(lexicon: &Lexicon, split: Split, segment: usize, from: usize) -> Option<Alike> {
    let text = split.text();
    let (mut at, mut found) = (segment, None);
    for _ in 0..WORDS {
        at = if at < from { split.end(at).min(from) } else { break };
        let phrase = &text[segment..at];
        if phrase.len() == 1 && !split.starts(at) {
            return None;
        }
        if lexicon.owners.contains(phrase) {
            return None;
        }
        found = found.or_else(|| lexicon.first.get(phrase).copied());
    }
    found
}

/// What the last words of `segment..from` make of it.
fn precedes(lexicon: &Lexicon, split: Split, segment: usize, from: usize) -> Option<Alike> {
    let text = split.text();
    let (mut at, mut found) = (from, None);
    for _ in 0..WORDS {
        at = if at > segment { split.begin(at) } else { break };
        let phrase = &text[at..from];
        // A letter that is glued on says nothing: `npassword`.
        if phrase.len() == 1 && !split.starts(from) {
            return None;
        }
        if lexicon.owners.contains(phrase) {
            return None;
        }
        found = found.or_else(|| lexicon.first.get(phrase).copied());
    }
    found
}

/// What the words around `from..to` make of it, wherever they stand.
fn beside(lexicon: &Lexicon, split: Split, from: usize, to: usize) -> Option<Alike> {
    let text = split.text();
    let mut begin = 0;
    while begin < text.len() {
        let mut at = if lexicon.may_stand_beside(&text[begin..]) { begin } else { text.len() };
        for _ in 0..WORDS {
            at = if at < text.len() { split.end(at) } else { break };
            if at > from && begin < to {
                break;
            }
            let phrase = &text[begin..at];
            let whole = split.parts(begin) && (split.parts(at) || at == text.len());
            let section = if whole { lexicon.sections.get(phrase) } else { None };
            if let Some(alike) = section.or_else(|| lexicon.anywhere.get(phrase)) {
                return Some(*alike);
            }
        }
        begin = split.end(begin);
    }
    None
}

/// What the last words make of a name, up to three behind a secret's; also glued to it: `passwordreset`.
pub(super) fn behind(lexicon: &Lexicon, split: Split, secret: usize, end: usize) -> Option<Alike> {
    /// Glued to shorter ones they are other words: `passage`, `keynote`.
    const LEAST: usize = 5;
    /// No last word is longer.
    const LONGEST: usize = 24;
    let text = &split.text()[..end];
    let mut at = end;
    let one = split.begin(end).max(secret);
    let mut found = None;
    for _ in 0..3 {
        at = if at > secret { split.begin(at).max(secret) } else { break };
        found = either(&lexicon.last, &text[at..]).copied().or(found);
    }
    // Behind a dot stands a part of it, or what is done with it: `tokenType.STRING`.
    let part = split.segment(end);
    if found.is_none() && part > secret {
        found = either(&lexicon.last, &text[split.begin(part).max(secret)..part]).copied();
    }
    let word = &text[one..];
    let glued = || {
        (LEAST.max(word.len().saturating_sub(LONGEST))..word.len()).filter(|&at| word.is_char_boundary(at)).find_map(
            |at| {
                let noun = lexicon.noun(split, one + at)?.noun;
                let alike = *either(&lexicon.last, &word[at..])?;
                matches!(noun, Noun::Role(role, ..) if role.is_secret()).then_some(alike)
            },
        )
    };
    found.or_else(glued)
}
