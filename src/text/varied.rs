//! Whether a piece of a run looks made by chance: most runs that have a value's length and alphabet are names.
//!
//! What is counted are *changes*: neighbours of different kinds among small letters, capitals and digits. In names words
//! are set apart by `_` and `-`, and those are no kind; in values by chance more than half of all neighbours differ.

use super::score::word_bits;
use super::token::ByteSet;

/// How values of an alphabet vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variety {
    /// Small letters, capitals and digits.
    Mixed,
    /// Digits, and letters of one case; or hexadecimal digits in either.
    Single,
    /// Small letters and capitals.
    Letters,
    /// Nothing is known of it.
    Any,
}

impl Variety {
    /// That of an alphabet.
    #[must_use]
    pub fn of(set: &ByteSet) -> Self {
        let count = |bytes: std::ops::RangeInclusive<u8>| bytes.filter(|&byte| set.contains(byte)).count();
        let (small, capitals, digits) = (count(b'a'..=b'z'), count(b'A'..=b'Z'), count(b'0'..=b'9'));
        match (small.min(capitals), small.max(capitals), digits) {
            (20.., _, 8..) => Self::Mixed,
            (20.., ..) => Self::Letters,
            (_, 6.., 10) => Self::Single,
            _ => Self::Any,
        }
    }
}

/// The kinds of a piece's characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    length: usize,
    changes: u32,
    kinds: Kinds,
    /// Whether the words of a name show: its changes are not counted then.
    worded: bool,
    /// How many of its first 64 characters are letters of the case that fewer of them have.
    fewer: u32,
}

/// How many bytes of a piece show whether it is a name.
const WINDOW: usize = 64;

/// Which kinds of characters there are, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// All combinations there are.
    pub const COUNT: usize = 32;

    /// The kinds by whether there are any of each.
    #[inline(always)]
    #[must_use]
    pub const fn new(small: bool, capital: bool, digit: bool, underscore: bool, sign: bool) -> Self {
        Self(
            ((small as u8) * SMALL)
                | ((capital as u8) * CAPITAL)
                | ((digit as u8) * DIGIT)
                | ((underscore as u8) * UNDERSCORE)
                | ((sign as u8) * SIGN),
        )
    }

    /// The kinds that an alphabet has characters of.
    #[must_use]
    pub fn of(set: &ByteSet) -> Self {
        Self((0..=255).filter(|&byte| set.contains(byte)).fold(0, |kinds, byte| kinds | KINDS[byte as usize]))
    }

    /// A number below [`Self::COUNT`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// All combinations, each at its index.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::COUNT as u8).map(Self)
    }

    /// Whether all of `self` are among `other`.
    #[must_use]
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

impl Look {
    /// Looks at a piece once.
    #[must_use]
    pub fn of(piece: &[u8]) -> Self {
        let (mut changes, mut seen, mut last) = (0, 0, OTHER);
        for &byte in piece {
            let kind = KINDS[byte as usize];
            changes += CHANGE >> (last | kind) & 1;
            seen |= kind;
            last = kind;
        }
        let window = &piece[..piece.len().min(WINDOW)];
        let count = |kind: u8| window.iter().filter(|&&byte| KINDS[byte as usize] == kind).count() as u32;
        Self::counted(piece.len(), changes, Kinds(seen), [count(SMALL), count(CAPITAL), count(UNDERSCORE)])
    }

    /// What the masks of a piece's kinds say, as [`Self::of`] says of its bytes: the changes and kinds of all, and how
    /// many of the first 64 are small letters, capitals and underscores.
    #[inline(always)]
    pub(super) const fn counted(
        length: usize,
        changes: u32,
        kinds: Kinds,
        [small, capital, underscore]: [u32; 3],
    ) -> Self {
        let shown = shown(length);
        // Of `[a-z0-9_-]` one value in 5,000 has as many.
        let joined = 16 * underscore > 64 + shown;
        // In words without digits letters of one case are few: so they are in one value of `[A-Za-z0-9]` in 4,000.
        let fewer = if small < capital { small } else { capital };
        let camel = (kinds.0 & (SMALL | CAPITAL | DIGIT) == SMALL | CAPITAL)
            & (length < WINDOW)
            & (9 * fewer + 45 < 4 * (small + capital));
        let worded = joined | camel;
        Self { length, changes: changes * !worded as u32, kinds, worded, fewer }
    }

    /// The kinds of its characters.
    #[must_use]
    pub const fn kinds(self) -> Kinds {
        self.kinds
    }

    /// Whether a value by chance would vary as little: false for less than one in 2,000 values of `variety`.
    ///
    /// Exact, by adding up all sequences of kinds: of `[A-Za-z0-9_-]` most are lost at 20 characters, one in 13,000; of
    /// `[a-z0-9_-]` at 32, one in 3,500; of `[A-Za-z0-9]` and hexadecimal digits one in 75,000 and less. Below 28
    /// characters nothing can be asked of an alphabet of one case: of `[a-z0-9]{20}` one in 660 has no digit. A value of
    /// a mixed alphabet that comes out in one case (one in 2,100 at 16 characters), as UUIDs do that are written with
    /// such an alphabet, is judged by less: of UUIDs one in 23,000 is lost. One with a `_` is taken for a name: of
    /// `[A-Za-z0-9_-]{16}` one in 5,900 comes out so.
    #[must_use]
    pub const fn fits(self, variety: Variety) -> bool {
        match variety {
            Variety::Any => return true,
            // One in 2,000 at 16 characters, one in 2,500 at 20.
            Variety::Letters => return self.fewer >= (shown(self.length) / 4).saturating_sub(2),
            _ if self.worded => return false,
            _ => {}
        }
        match Self::least(self.length, self.kinds, variety) {
            Some(least) => self.changes >= least as u32,
            None => false,
        }
    }

    /// The fewest changes that a value of this length and of these kinds has; `None`: there is none.
    #[must_use]
    pub const fn least(length: usize, kinds: Kinds, variety: Variety) -> Option<u8> {
        let both = kinds.0 & (SMALL | CAPITAL) == SMALL | CAPITAL;
        let joined = kinds.0 & UNDERSCORE != 0;
        Some(match (variety, both) {
            (Variety::Any | Variety::Letters, _) => 0,
            (Variety::Mixed, true) => match length {
                ..16 => 0,
                16..18 => 1,
                18..20 => 2,
                20..24 => 3,
                24..28 => 4,
                _ => 5,
            },
            (Variety::Mixed, false) => match length {
                ..16 => 0,
                _ if joined => return None,
                16..24 => 2,
                _ => 3,
            },
            (Variety::Single, _) => match length {
                ..28 => 0,
                28..32 => 1,
                _ => 2,
            },
        })
    }

    /// How often neighbours are of different kinds; 0 where the words of a name show.
    #[inline(always)]
    #[must_use]
    pub const fn changes(self) -> u32 {
        self.changes
    }
}

/// How many of so many bytes show whether they are a name.
const fn shown(length: usize) -> u32 {
    if length < WINDOW { length as u32 } else { WINDOW as u32 }
}

/// Whether a piece is a name by its letters, or a number of a program: no value by chance, whatever its alphabet.
#[must_use]
pub fn is_written(piece: &[u8]) -> bool {
    // Of a million values by chance fewer than 60 are lost at 16 characters, and fewer than 30 at 20, whatever their
    // alphabet; of the names that have the length and the changes of a value, most are seen.
    2 * word_bits(piece) > piece.len() as i32 + 10 || is_number(piece)
}

/// Whether a piece is a number as C writes it, with its type behind it: `0x8f65ea2320ac4603ULL`.
fn is_number(piece: &[u8]) -> bool {
    let typed = |byte: &&u8| matches!(byte, b'u' | b'U' | b'l' | b'L');
    let digits = piece.len() - piece.iter().rev().take_while(typed).count();
    digits < piece.len()
        && matches!(piece, [b'0', b'x' | b'X', ..])
        && piece[2..digits].iter().all(u8::is_ascii_hexdigit)
}

const OTHER: u8 = 0;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 4;
const UNDERSCORE: u8 = 8;
/// `-`, `+` and `/`.
const SIGN: u8 = 16;

/// Bit `n` says whether two different kinds join to `n`.
const CHANGE: u32 = 1 << (SMALL | CAPITAL) | 1 << (SMALL | DIGIT) | 1 << (CAPITAL | DIGIT);

const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            b'_' => UNDERSCORE,
            b'-' | b'+' | b'/' => SIGN,
            _ => OTHER,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    fn set(bytes: &[u8]) -> ByteSet {
        let mut set = ByteSet::default();
        bytes.iter().for_each(|&byte| set.insert(byte));
        set
    }

    #[test]
    fn names_do_not_look_made_by_chance() {
        let word = set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
        assert_eq!(Variety::of(&word), Variety::Mixed);
        for name in
            ["some_function_name_v2", "SOME_REGISTER_1_0_MASK", "OMAP3X_PIN_MII1_TXD3", "mmSOME_REGISTER_1_0_MASK"]
        {
            assert!(!Look::of(name.as_bytes()).fits(Variety::Mixed), "{name}");
        }
        for name in ["BriefDescription", "LongerCamelCaseNameOfSeveralWords", "a_1B_name_2_of_Many_words_3_Xy"] {
            assert!(!Look::of(name.as_bytes()).fits(Variety::Mixed), "{name}");
        }
        assert!(is_number(b"0x8f65ea2320ac4603ULL") && is_number(b"0X00FFul"));
        assert!(!is_number(b"0x8f65ea2320ac4603") && !is_number(b"0x8f65yy2320ac4603ULL") && !is_number(b"0xLL4"));
        for name in ["dangerouslySetInnerHTML", "createAPIRequest", "elasticloadbalancing"] {
            assert!(is_written(name.as_bytes()), "{name}");
        }
        let hex = set(b"0123456789abcdefABCDEF");
        assert_eq!(Variety::of(&hex), Variety::Single);
        assert_eq!(Variety::of(&set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")), Variety::Letters);
        for name in ["lowercaselettersonly", "propertyIsEnumerable", "LONGNAMEINCAPITALSxx"] {
            assert!(!Look::of(name.as_bytes()).fits(Variety::Letters), "{name}");
        }
    }

    #[test]
    fn values_by_chance_are_kept() {
        let mut rng = fastrand::Rng::with_seed(3);
        for alphabet in [
            &b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"[..],
            b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
            b"abcdefghijklmnopqrstuvwxyz0123456789_-",
            b"abcdefghijklmnopqrstuvwxyz234567",
            b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
            b"0123456789abcdef",
        ] {
            let variety = Variety::of(&set(alphabet));
            for length in 16..48 {
                let lost = (0..60_000)
                    .filter(|_| {
                        let value: Vec<u8> = (0..length).map(|_| alphabet[rng.usize(..alphabet.len())]).collect();
                        !Look::of(&value).fits(variety) || is_written(&value)
                    })
                    .count();
                // One in 2,000 is 30; the seed is fixed.
                assert!(lost <= 40, "{length}: {lost} of {}", String::from_utf8_lossy(alphabet));
            }
        }
    }
}
