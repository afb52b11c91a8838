//! The evidence of a name: what the value given to a variable, key, column or parameter would be.
//!
//! The words are data (`rules/names.yaml`); what is here is grammar. The end of a name is its noun: `token_url` is a
//! URL, `url_token` a token. Nothing is allocated per name.

pub mod split;
pub mod table;

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

pub use split::Split;
pub use table::{Alike, Role, Strength};

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.bin"));

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
        }
    }
}

/// What a phrase means where it ends a name.
#[derive(Clone, Copy, Debug)]
enum Noun {
    Role(Role, Strength),
    Alike(Alike),
}

struct Compiled {
    nouns: HashMap<Box<str>, Noun>,
    last: HashMap<Box<str>, Alike>,
    first: HashMap<Box<str>, Alike>,
    anywhere: HashMap<Box<str>, Alike>,
    tails: HashSet<Box<str>>,
    fronts: HashSet<Box<str>>,
    never: HashSet<Box<str>>,
    /// The longest phrase, in bytes.
    longest: usize,
}

fn compiled() -> &'static Compiled {
    static COMPILED: OnceLock<Compiled> = OnceLock::new();
    COMPILED.get_or_init(|| {
        #[expect(clippy::unwrap_used, reason = "written by this build's own build script; a test reads it")]
        let table: table::Names = postcard::from_bytes(TABLE).unwrap();
        let mut nouns: HashMap<Box<str>, Noun> = HashMap::new();
        for before in &table.before {
            for word in &before.words {
                nouns.insert(squeeze(&format!("{word} {}", before.noun)), Noun::Alike(before.alike));
            }
        }
        for group in &table.roles {
            for word in &group.words {
                nouns.insert(squeeze(word), Noun::Role(group.role, group.strength));
            }
        }
        let map = |groups: &[table::Words]| {
            let pairs = groups.iter().flat_map(|group| group.words.iter().map(|word| (squeeze(word), group.alike)));
            pairs.collect::<HashMap<_, _>>()
        };
        let set = |words: &[String]| words.iter().map(|word| squeeze(word)).collect::<HashSet<_>>();
        Compiled {
            longest: nouns.keys().map(|word| word.len()).max().unwrap_or(0),
            last: map(&table.last),
            first: map(&table.first),
            anywhere: map(&table.anywhere),
            tails: set(&table.tails),
            fronts: set(&table.fronts),
            never: set(&table.never),
            nouns,
        }
    })
}

fn squeeze(phrase: &str) -> Box<str> {
    phrase.split(' ').collect::<String>().into()
}

/// Reads a name.
#[must_use]
pub fn read(name: &str) -> Name {
    let table = compiled();
    let split = Split::new(name);
    let end = table.body(&split);
    let is = |alike| Name { role: None, alike: Some(alike), strength: Strength::Weak };
    let nothing = Name { role: None, alike: None, strength: Strength::Weak };
    let noun = table.noun(&split, end);
    let secret = matches!(noun, Some((Noun::Role(role, _), _)) if role.is_secret());
    if !secret && !matches!(noun, Some((Noun::Alike(_), _))) && table.inner(&split, end).is_none() {
        // A neighbour's role, or nothing: no word of a secret stands in it.
        return match noun {
            Some((Noun::Role(role, strength), _)) => Name { role: Some(role), alike: None, strength },
            _ => nothing,
        };
    }
    if name.starts_with("--") {
        return is(Alike::Style);
    }
    let mut words = split.words();
    let first = words.next().unwrap_or_default();
    // The phrase itself may begin so: a `refresh token`, a `verify key`.
    let whole = matches!(noun, Some((_, 0)));
    if !whole {
        if let Some(&alike) = table.first.get(first) {
            return is(alike);
        }
        if let Some(&alike) = split.words().find_map(|word| table.anywhere.get(word)) {
            return is(alike);
        }
    }
    match noun {
        Some((Noun::Alike(alike), _)) => is(alike),
        Some((Noun::Role(role, strength), from)) if role.is_secret() => {
            // One word alone says less than one that is told more of: `token`, `github_token`.
            let bare = from == 0 && strength == Strength::Likely && role == Role::Token;
            Name { role: Some(role), alike: None, strength: if bare { Strength::Weak } else { strength } }
        }
        _ => match table.last(&split, end) {
            Some(alike) => is(alike),
            None => match table.inner(&split, end) {
                Some(role) => Name { role: Some(role), alike: None, strength: Strength::Weak },
                None => nothing,
            },
        },
    }
}

impl Compiled {
    /// Where a name ends, its tails taken off.
    fn body(&self, split: &Split) -> usize {
        let text = split.text();
        let mut end = text.len();
        while end > 0 {
            let from = split.begin(end);
            let word = &text[from..end];
            let number = word.bytes().all(|byte| byte.is_ascii_digit());
            if from == 0 || !number && !self.tails.contains(word) || self.nouns.contains_key(&text[..end]) {
                break;
            }
            end = from;
        }
        end
    }

    /// The longest phrase that ends at `end`, and where it begins.
    fn noun(&self, split: &Split, end: usize) -> Option<(Noun, usize)> {
        let text = &split.text()[..end];
        let begin = split.begin(end);
        let low = end.saturating_sub(self.longest);
        let found = |from: usize, len: usize| self.nouns.get(&text[from..len]).map(|noun| (*noun, from));
        // Several are as good as one: `tokens`.
        let singular = text.strip_suffix('s').map_or(end, str::len);
        for from in (low..end).filter(|&from| split.starts(from)) {
            if let Some(noun) = found(from, end) {
                return Some(noun);
            }
            if singular > from
                && singular - from > 2
                && let Some(noun) = found(from, singular)
            {
                return Some(noun);
            }
        }
        if self.never.contains(&text[begin..]) {
            return None;
        }
        // Glued: `dbpassword`. A short word needs a front that is known.
        for from in (begin + 1..end).filter(|&from| text.is_char_boundary(from)) {
            let long = singular.saturating_sub(from) >= 6;
            if (long || self.is_front(&text[begin..from]))
                && let Some(noun) =
                    found(from, end).or_else(|| if singular > from { found(from, singular) } else { None })
                && matches!(noun.0, Noun::Role(role, _) if role.is_secret())
            {
                return Some(noun);
            }
        }
        None
    }

    /// Whether a text is one known front, or two.
    fn is_front(&self, text: &str) -> bool {
        self.fronts.contains(text)
            || text
                .char_indices()
                .skip(1)
                .any(|(at, _)| self.fronts.contains(&text[..at]) && self.fronts.contains(&text[at..]))
    }

    /// What the last word makes of a name, alone or with the one before it; glued too (`passwordreset-email`).
    fn last(&self, split: &Split, end: usize) -> Option<Alike> {
        let text = &split.text()[..end];
        let one = split.begin(end);
        let two = split.begin(one);
        self.last.get(&text[two..]).or_else(|| self.last.get(&text[one..])).copied().or_else(|| {
            let word = &text[one..];
            (1..word.len()).filter(|&at| word.is_char_boundary(at)).find_map(|at| {
                let (front, back) = word.split_at(at);
                matches!(self.nouns.get(front), Some(Noun::Role(..))).then(|| self.last.get(back).copied()).flatten()
            })
        })
    }

    /// A secret that is named somewhere before the end.
    fn inner(&self, split: &Split, end: usize) -> Option<Role> {
        let text = split.text();
        let mut at = end;
        while at > 0 {
            if let Some((Noun::Role(role, _), _)) = self.noun(split, at)
                && role.is_secret()
            {
                return Some(role);
            }
            at = split.begin(at);
        }
        // At the front of the first word: `passwordreset`.
        let first = (1..text.len()).find(|&at| split.starts(at)).unwrap_or(text.len());
        (6..=first.min(self.longest)).rev().filter(|&at| text.is_char_boundary(at)).find_map(|at| {
            match self.nouns.get(&text[..at]) {
                Some(Noun::Role(role, _)) if role.is_secret() => Some(*role),
                _ => None,
            }
        })
    }
}
