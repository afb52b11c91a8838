//! The evidence of a name: what the value given to a variable, key, column or parameter would be.
//!
//! The words are data (`rules/names.yaml`); what is here is grammar. The end of a name is its noun: `token_url` is a
//! URL, `url_token` a token. Nothing is allocated per name.

mod lexicon;
pub mod split;
pub mod table;

use lexicon::{Found, Lexicon, Noun, either};
use split::{MOST, Split};
pub use table::{Alike, Role, Strength};

/// What a name says. With neither role nor look-alike it says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// What the value would be.
    pub role: Option<Role>,
    /// What it is instead, though it has the words of a secret.
    pub alike: Option<Alike>,
    /// How sure the role is; `Weak` without one.
    pub strength: Strength,
}

impl Name {
    const NOTHING: Self = Self { role: None, alike: None, strength: Strength::Weak };

    const fn alike(alike: Alike) -> Self {
        Self { alike: Some(alike), ..Self::NOTHING }
    }

    const fn role(role: Role, strength: Strength) -> Self {
        Self { role: Some(role), alike: None, strength }
    }
}

impl Role {
    /// Whether whoever has the value can do something with it.
    #[must_use]
    pub fn is_secret(self) -> bool {
        !matches!(self, Self::User | Self::Host)
    }
}

impl Alike {
    /// Why a value of this name is no secret, as a part of a sentence.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Widget => "its name is that of a part of a form or of a key on a keyboard",
            Self::About => "its name says something about a secret",
            Self::Reference => "its name says which secret, not what it is",
            Self::Path => "its name says where a secret is kept or fetched",
            Self::Public => "its name is that of a key which everybody may see",
            Self::Lookup => "its name is that of a key by which something is found",
            Self::Text => "its name is that of a text for people",
            Self::Hash => "its name is that of a hash or a ciphertext",
            Self::Style => "its name is that of a style",
            Self::Message => "its name is that of a message or an error code",
            Self::Flag => "its name asks for yes or no",
            Self::Header => "its name is that of a header",
            Self::Variable => "its name says which variable holds a secret",
            Self::Action => "its name says what is done with a secret",
            Self::Parser => "its name is that of a piece of a text",
            Self::Page => "its name is that of a mark in a list of pages",
            Self::Other => "its name means something else by that word",
        }
    }
}

/// Reads a name. Of a long one its last 96 bytes count.
#[must_use]
pub fn read(name: &str) -> Name {
    let lexicon = Lexicon::get();
    let mut room = [0; MOST];
    let split = Split::new(name, &mut room);
    let (end, found) = body(lexicon, split);
    match found {
        Some(Found { noun: Noun::Alike(alike), .. }) => Name::alike(alike),
        Some(Found { noun: Noun::Role(role, known, bare), from, several }) if role.is_secret() => {
            if let Some(alike) = said_before(lexicon, split, from, end) {
                return Name::alike(alike);
            }
            let strength = if is_bare(lexicon, split, from) { bare } else { known };
            Name::role(role, if several { weaker(strength) } else { strength })
        }
        _ => {
            let neighbour = match found {
                Some(Found { noun: Noun::Role(role, known, _), several, .. }) => {
                    Name::role(role, if several { weaker(known) } else { known })
                }
                _ => Name::NOTHING,
            };
            inner(lexicon, split, end, neighbour)
        }
    }
}

/// Reads a name that ends with no secret's word, but may hold one.
fn inner(lexicon: &Lexicon, split: Split, end: usize, neighbour: Name) -> Name {
    let Some(inner) = Inner::find(lexicon, split, end) else { return neighbour };
    if let Some(alike) = last(lexicon, split, inner.to, end) {
        return Name::alike(alike);
    }
    // `token_github`.
    let behind = &split.text()[inner.to..end];
    let owned = lexicon.owners.contains(behind) || lexicon.tails.contains(behind);
    if inner.bare == Strength::Weak && !(owned && inner.strength > Strength::Weak) {
        return neighbour;
    }
    if let Some(alike) = said_before(lexicon, split, inner.from, inner.to) {
        return Name::alike(alike);
    }
    if neighbour.role.is_some() {
        return neighbour;
    }
    // `secrets.github`. Tokens in a row are mostly those of a text.
    let entry = inner.several && split.parts(inner.to) && inner.role != Role::Token;
    Name::role(inner.role, if entry || owned { Strength::Likely } else { Strength::Weak })
}

/// A secret that is named before the end of a name.
struct Inner {
    role: Role,
    /// As sure as the words are.
    strength: Strength,
    /// As sure as they are with what stands before them.
    bare: Strength,
    several: bool,
    from: usize,
    to: usize,
}

impl Inner {
    /// The last one.
    fn find(lexicon: &Lexicon, split: Split, end: usize) -> Option<Self> {
        let mut to = end;
        while to > 0 {
            if let Some(Found { noun: Noun::Role(role, known, bare), from, several }) = lexicon.noun(split, to)
                && role.is_secret()
            {
                let bare = if is_bare(lexicon, split, from) { bare } else { known };
                return Some(Self { role, strength: known, bare, several, from, to });
            }
            to = split.begin(to);
        }
        let text = split.text();
        (0..end).filter(|&from| split.starts(from)).find_map(|from| match lexicon.prefix(text, from, split.end(from)) {
            Some((Noun::Role(role, strength, _), to)) if role.is_secret() => {
                // What is glued on mostly makes it another word: `secretary`.
                let behind = &text[to..end];
                let known = lexicon.owners.contains(behind) || lexicon.tails.contains(behind);
                let strength = if known { strength } else { Strength::Weak };
                Some(Self { role, strength, bare: strength, several: false, from, to })
            }
            _ => None,
        })
    }
}

/// Where a name ends, its tails and numbers taken off, and the noun there.
fn body(lexicon: &Lexicon, split: Split) -> (usize, Option<Found>) {
    let text = split.text();
    let mut end = text.len();
    while end > 0 {
        let found = lexicon.noun(split, end);
        let from = split.begin(end);
        let word = &text[from..end];
        if found.is_some() || either(&lexicon.last, word).is_some() {
            return (end, found);
        }
        let behind = if lexicon.tails.contains(word) {
            from
        } else {
            from + word.trim_end_matches(|c: char| c.is_ascii_digit()).len()
        };
        if behind == end || behind == 0 {
            break;
        }
        end = behind;
    }
    (end, None)
}

/// Whether nothing that is told stands before `from`: `token`, `self.token`, `my_token`.
fn is_bare(lexicon: &Lexicon, split: Split, from: usize) -> bool {
    let text = &split.text()[..from];
    let mut at = from;
    while at > 0 {
        let begin = split.begin(at);
        let word = &text[begin..at];
        if !lexicon.empty.contains(word) && !lexicon.tails.contains(word) {
            return false;
        }
        at = begin;
    }
    true
}

/// What the words before a secret's, or beside it, make of a name. The secret stands at `from..to`.
fn said_before(lexicon: &Lexicon, split: Split, from: usize, to: usize) -> Option<Alike> {
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
fn last(lexicon: &Lexicon, split: Split, secret: usize, end: usize) -> Option<Alike> {
    /// Glued to shorter ones they are other words: `passage`, `keynote`.
    const LEAST: usize = 5;
    /// No last word is longer.
    const MOST: usize = 24;
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
        (LEAST.max(word.len().saturating_sub(MOST))..word.len()).filter(|&at| word.is_char_boundary(at)).find_map(
            |at| {
                let noun = lexicon.noun(split, one + at)?.noun;
                let alike = *either(&lexicon.last, &word[at..])?;
                matches!(noun, Noun::Role(role, ..) if role.is_secret()).then_some(alike)
            },
        )
    };
    found.or_else(glued)
}

/// One step less sure.
const fn weaker(strength: Strength) -> Strength {
    match strength {
        Strength::Sure => Strength::Likely,
        Strength::Likely | Strength::Weak => Strength::Weak,
    }
}
