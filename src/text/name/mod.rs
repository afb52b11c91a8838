//! The evidence of a name: what the value given to a variable, key, column or parameter would be.
//!
//! The words are data (`rules/names.yaml`); what is here is grammar. The end of a name is its noun: `token_url` is a
//! URL, `url_token` a token. Nothing is allocated per name.

mod lexicon;
mod near;
pub mod split;
pub mod table;

use lexicon::{Found, Lexicon, Noun, either};
use near::{before, behind};
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
            if let Some(alike) = before(lexicon, split, from, end) {
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
    if let Some(alike) = behind(lexicon, split, inner.to, end) {
        return Name::alike(alike);
    }
    // `token_github`.
    let rest = &split.text()[inner.to..end];
    let owned = lexicon.owners.contains(rest) || lexicon.tails.contains(rest);
    if inner.bare == Strength::Weak && !(owned && inner.strength > Strength::Weak) {
        return neighbour;
    }
    if let Some(alike) = before(lexicon, split, inner.from, inner.to) {
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
                let rest = &text[to..end];
                let known = lexicon.owners.contains(rest) || lexicon.tails.contains(rest);
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
        let shorter = if lexicon.tails.contains(word) {
            from
        } else {
            from + word.trim_end_matches(|c: char| c.is_ascii_digit()).len()
        };
        if shorter == end || shorter == 0 {
            break;
        }
        end = shorter;
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

/// One step less sure.
const fn weaker(strength: Strength) -> Strength {
    match strength {
        Strength::Sure => Strength::Likely,
        Strength::Likely | Strength::Weak => Strength::Weak,
    }
}
