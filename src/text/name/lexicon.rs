//! The table of names as it is looked up: phrases without their blanks, by hash.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use super::split::{MOST, Split};
use super::table::{Alike, Names, Role, Strength, Words, phrases};

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.bin"));

type Map<T> = HashMap<Box<str>, T, BuildHasherDefault<Fnv>>;
type Set = HashSet<Box<str>, BuildHasherDefault<Fnv>>;

/// What a phrase means where it ends a name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Noun {
    /// With how sure it is where the name tells more, and where it does not.
    Role(Role, Strength, Strength),
    Alike(Alike),
}

/// A phrase that was found in a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) noun: Noun,
    /// Where it begins.
    pub(super) from: usize,
    /// Whether it stands for several: `tokens`.
    pub(super) several: bool,
}

/// The table.
pub(super) struct Lexicon {
    pub(super) last: Map<Alike>,
    pub(super) first: Map<Alike>,
    pub(super) sections: Map<Alike>,
    pub(super) anywhere: Map<Alike>,
    pub(super) tails: Set,
    pub(super) empty: Set,
    pub(super) owners: Set,
    fronts: Set,
    never: Set,
    nouns: Map<Noun>,
    /// The longest noun, in bytes.
    longest: usize,
    /// What nouns end with: nearly all words that are none end otherwise.
    ends: Pairs,
    /// The same of what `sections` and `anywhere` begin with.
    begins: Pairs,
}

impl Lexicon {
    /// The table that is built in.
    pub(super) fn get() -> &'static Self {
        static COMPILED: OnceLock<Lexicon> = OnceLock::new();
        #[expect(clippy::unwrap_used, reason = "written by this build's own build script; a test reads it")]
        COMPILED.get_or_init(|| Self::new(&postcard::from_bytes(TABLE).unwrap()))
    }

    fn new(table: &Names) -> Self {
        let mut nouns = Map::default();
        for group in &table.otherwise {
            nouns.extend(phrases(&group.words, &group.behind).map(|it| (squeeze(&it), Noun::Alike(group.alike))));
        }
        for group in &table.roles {
            let noun = Noun::Role(group.role, group.strength, group.bare.unwrap_or(group.strength));
            nouns.extend(phrases(&group.words, &group.behind).map(|it| (squeeze(&it), noun)));
        }
        let map = |groups: &[Words]| {
            let pairs = groups.iter().flat_map(|group| group.words.iter().map(|word| (squeeze(word), group.alike)));
            pairs.collect::<Map<_>>()
        };
        let set = |words: &[String]| words.iter().map(|word| squeeze(word)).collect::<Set>();
        let (mut ends, mut begins) = (Pairs::default(), Pairs::default());
        nouns.keys().for_each(|noun| ends.insert(ending(noun)));
        let (sections, anywhere) = (map(&table.sections), map(&table.anywhere));
        sections.keys().chain(anywhere.keys()).for_each(|phrase| begins.insert(phrase.as_bytes()));
        Self {
            last: map(&table.last),
            first: map(&table.first),
            sections,
            anywhere,
            tails: set(&table.tails),
            empty: set(&table.empty),
            owners: set(&table.owners),
            fronts: set(&table.fronts),
            never: set(&table.never),
            longest: nouns.keys().map(|noun| noun.len()).max().unwrap_or(0),
            nouns,
            ends,
            begins,
        }
    }

    /// The longest phrase that ends at `end`, however many words it has.
    pub(super) fn noun(&self, split: Split, end: usize) -> Option<Found> {
        let text = &split.text()[..end];
        let one = text.strip_suffix('s').filter(|one| self.ends_as_nouns(one));
        let text = Some(text).filter(|text| self.ends_as_nouns(text));
        if one.is_none() && text.is_none() {
            return None;
        }
        let found = |from: usize| {
            let get = |text: Option<&str>| self.nouns.get(text?.get(from..)?).copied();
            let whole = get(text).map(|noun| Found { noun, from, several: false });
            whole.or_else(|| get(one).map(|noun| Found { noun, from, several: true }))
        };
        let low = end.saturating_sub(self.longest + 1);
        // `request.token` is no `request token`.
        let segment = split.segment(end);
        let holds = |from: usize| from < segment && self.empty.contains(&split.text()[from..split.end(from)]);
        if let Some(found) = (low..end).filter(|&from| split.starts(from) && !holds(from)).find_map(found) {
            return Some(found);
        }
        // Glued: `dbpassword`. A short word needs a front that is known.
        let begin = split.begin(end);
        let word = &split.text()[begin..end];
        if self.never.contains(word) || self.never.contains(word.strip_suffix('s').unwrap_or(word)) {
            return None;
        }
        let least = one.or(text)?.len().saturating_sub(6);
        (begin + 1..end).filter(|&from| word.is_char_boundary(from - begin)).find_map(|from| {
            let found = found(from)?;
            let role = matches!(found.noun, Noun::Role(..));
            (from <= least || role && self.is_front(&word[..from - begin])).then_some(found)
        })
    }

    /// The longest noun that begins at `from`, glued to what stands behind: `passwordreset`; and where it ends.
    pub(super) fn prefix(&self, text: &str, from: usize, end: usize) -> Option<(Noun, usize)> {
        /// Shorter ones begin other words: `passage`, `keynote`.
        const LEAST: usize = 5;
        (from + LEAST..=end.min(from + self.longest)).rev().find_map(|to| {
            let noun = text.get(from..to).filter(|text| self.ends_as_nouns(text))?;
            Some((*self.nouns.get(noun)?, to))
        })
    }

    /// Whether a text is one known front, or two.
    fn is_front(&self, text: &str) -> bool {
        let known = |text: &str| {
            self.fronts.contains(text) || self.owners.contains(text) || text.len() > 1 && self.empty.contains(text)
        };
        known(text) || text.char_indices().skip(1).any(|(at, _)| known(&text[..at]) && known(&text[at..]))
    }

    fn ends_as_nouns(&self, text: &str) -> bool {
        self.ends.holds(ending(text))
    }

    /// Whether a text begins with what may stand beside a secret's word.
    pub(super) fn may_stand_beside(&self, text: &str) -> bool {
        self.begins.holds(text.as_bytes())
    }
}

/// The phrase of several or of one: `providers`, `retries`.
pub(super) fn either<'a>(map: &'a Map<Alike>, text: &str) -> Option<&'a Alike> {
    map.get(text).or_else(|| text.strip_suffix('s').and_then(|text| map.get(text)))
}

/// A phrase as [`Split`] writes it.
pub(super) fn squeeze(phrase: &str) -> Box<str> {
    Split::new(phrase, &mut [0; MOST]).text().into()
}

fn ending(text: &str) -> &[u8] {
    text.as_bytes().last_chunk::<2>().map_or(text.as_bytes(), |pair| &pair[..])
}

/// Pairs of bytes, by their last four and last eight bits.
struct Pairs([u64; 64]);

impl Default for Pairs {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Pairs {
    /// The bit of the pair that a text begins with.
    fn bit(text: &[u8]) -> usize {
        match text {
            [a, b, ..] => usize::from(*a & 15) << 8 | usize::from(*b),
            [a] => usize::from(*a),
            [] => 0,
        }
    }

    fn insert(&mut self, text: &[u8]) {
        let bit = Self::bit(text);
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    fn holds(&self, text: &[u8]) -> bool {
        let bit = Self::bit(text);
        self.0[bit / 64] >> (bit % 64) & 1 == 1
    }
}

/// FNV-1a, 64 bits, eight bytes at once: fast for texts of a few bytes. Nobody gains by names that collide: the table
/// is fixed.
#[derive(Clone, Copy)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        const PRIME: u64 = 0x100_0000_01b3;
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.0 = (self.0 ^ u64::from_le_bytes(*eight)).wrapping_mul(PRIME);
            self.0 ^= self.0 >> 32;
        }
        for byte in rest {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
