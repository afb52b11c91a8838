//! Whether a piece of a run looks made by chance: most runs that have a value's length and alphabet are names.
//!
//! What is counted are *changes*: neighbours of different kinds among small letters, capitals and digits. In names words
//! are set apart by `_` and `-`, and those are no kind; in values by chance more than half of all neighbours differ.

use super::token::ByteSet;

/// How values of an alphabet vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variety {
    /// Small letters, capitals and digits.
    Mixed,
    /// Digits, and letters of one case; or hexadecimal digits in either.
    Single,
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
    both: bool,
    joined: bool,
}

impl Look {
    /// Looks at a piece once.
    #[must_use]
    pub fn of(piece: &[u8]) -> Self {
        let (mut changes, mut seen, mut last) = (0, 0, OTHER);
        for &byte in piece {
            let kind = KINDS[byte as usize];
            changes += u32::from(CHANGE >> (last | kind) & 1);
            seen |= kind;
            last = kind;
        }
        Self {
            length: piece.len(),
            changes,
            both: seen & (SMALL | CAPITAL) == SMALL | CAPITAL,
            joined: seen & UNDERSCORE != 0,
        }
    }

    /// What the masks of a piece's kinds say, as [`Self::of`] says of its bytes.
    pub(super) const fn counted(length: usize, changes: u32, both: bool, joined: bool) -> Self {
        Self { length, changes, both, joined }
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
        let least = match (variety, self.both) {
            (Variety::Any, _) => 0,
            (Variety::Mixed, true) => match self.length {
                ..16 => 0,
                16..18 => 1,
                18..20 => 2,
                20..24 => 3,
                24..28 => 4,
                _ => 5,
            },
            (Variety::Mixed, false) => match self.length {
                ..16 => 0,
                _ if self.joined => return false,
                16..24 => 2,
                _ => 3,
            },
            (Variety::Single, _) => match self.length {
                ..28 => 0,
                28..32 => 1,
                _ => 2,
            },
        };
        self.changes >= least
    }
}

const OTHER: u8 = 0;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const DIGIT: u8 = 4;
const UNDERSCORE: u8 = 8;

/// Bit `n` says whether two different kinds join to `n`.
const CHANGE: u16 = 1 << (SMALL | CAPITAL) | 1 << (SMALL | DIGIT) | 1 << (CAPITAL | DIGIT);

const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'0'..=b'9' => DIGIT,
            b'_' => UNDERSCORE,
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
        let hex = set(b"0123456789abcdefABCDEF");
        assert_eq!(Variety::of(&hex), Variety::Single);
        assert_eq!(Variety::of(&set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")), Variety::Any);
    }

    #[test]
    fn values_by_chance_are_kept() {
        let mut rng = fastrand::Rng::with_seed(3);
        for alphabet in [
            &b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"[..],
            b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
            b"abcdefghijklmnopqrstuvwxyz0123456789_-",
            b"abcdefghijklmnopqrstuvwxyz234567",
            b"0123456789abcdef",
        ] {
            let variety = Variety::of(&set(alphabet));
            for length in 16..48 {
                let lost = (0..20_000)
                    .filter(|_| {
                        let value: Vec<u8> = (0..length).map(|_| alphabet[rng.usize(..alphabet.len())]).collect();
                        !Look::of(&value).fits(variety)
                    })
                    .count();
                // One in 2,000 is 10; the seed is fixed.
                assert!(lost <= 12, "{length}: {lost}");
            }
        }
    }
}
