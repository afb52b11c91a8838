//! Values without a literal: found by a piece's length and alphabet.

use std::ops::Range;

use wide::u8x16;

use super::RunSink;
use crate::text::lanes::{digit_lane, letter_lane, mask, slash_lane, small_lane, underscore_lane};
use crate::text::token::{ByteSet, piece_end};
use crate::text::varied::{Look, Variety};

/// Which value formats a piece fits: one bit for each distinct byte set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fits(u128);

/// A value format: the lengths and bytes of a run's piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueFormat {
    /// Least bytes.
    pub min: u32,
    /// Most bytes.
    pub max: u32,
    /// The bytes it may hold.
    pub set: ByteSet,
}

/// How far a piece reaches and what it looks like, as far as two blocks tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// It ends inside the two blocks.
    Known(usize, Look),
    /// It goes on behind them, or nobody looked.
    Unknown,
}

/// The masks from which pieces are read; made only for blocks in which a value may begin. Of this block and the next.
pub(super) struct Pieces {
    /// Token characters but for slashes.
    tokens: u128,
    small: u128,
    capital: u128,
    underscore: u128,
    /// Characters whose neighbour before is of another kind, see [`Look`].
    changes: u128,
}

impl Pieces {
    pub(super) fn new(text: &[u8], at: usize, tokens: (u64, u64)) -> Self {
        let both = |lane: fn(u8x16) -> u32, test: fn(u8) -> bool| {
            u128::from(mask(text, at, lane, test)) | u128::from(mask(text, at + 64, lane, test)) << 64
        };
        let slashes = both(slash_lane, |byte| byte == b'/');
        let tokens = u128::from(tokens.0) | u128::from(tokens.1) << 64;
        let letter = both(letter_lane, |byte| byte.is_ascii_alphabetic());
        let small = both(small_lane, |byte| byte.is_ascii_lowercase());
        let digit = both(digit_lane, |byte| byte.is_ascii_digit());
        let underscore = both(underscore_lane, |byte| byte == b'_');
        let capital = letter & !small;
        let changes = small & (capital | digit) << 1 | capital & (small | digit) << 1 | digit & (small | capital) << 1;
        Self { tokens: tokens & !slashes, small, capital, underscore, changes }
    }

    pub(super) fn piece(&self, bit: u32) -> Piece {
        let length = (!(self.tokens >> bit)).trailing_zeros();
        if bit + length >= 128 {
            return Piece::Unknown;
        }
        let span = ((1u128 << length) - 1) << bit;
        // The first has no neighbour before it in the piece.
        let changes = (self.changes & span & !(1u128 << bit)).count_ones();
        let both = self.small & span != 0 && self.capital & span != 0;
        Piece::Known(length as usize, Look::counted(length as usize, changes, both, self.underscore & span != 0))
    }
}

/// Value formats, found by a piece's length and by which byte sets hold all of it.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) formats: Vec<ValueFormat>,
    /// For each format, the bit of its byte set.
    class_of: Vec<u8>,
    /// For each byte, the sets that hold it.
    holds: Box<[u128; 256]>,
    /// For each length, the sets that some format of this length has.
    by_length: Vec<u128>,
    /// The sets that hold `/`: their pieces go on over slashes.
    slash: u128,
    /// The sets whose values look in some way, see [`Variety`].
    mixed: u128,
    single: u128,
}

/// Byte sets that have a bit of their own. The others share two bits, one for those with `/` and one for those
/// without, as the union of what they hold: they are proposed too often then, and the regular expression decides.
const OWN_BITS: usize = 126;

impl Values {
    pub(super) fn new(formats: &[ValueFormat]) -> Self {
        let mut own: Vec<ByteSet> = Vec::new();
        let mut sets = [ByteSet::default(); 128];
        let mut class_of = Vec::new();
        for format in formats {
            let class = own.iter().position(|set| *set == format.set).unwrap_or_else(|| {
                if own.len() < OWN_BITS {
                    own.push(format.set);
                    own.len() - 1
                } else {
                    OWN_BITS + usize::from(format.set.contains(b'/'))
                }
            });
            sets[class] = sets[class].union(format.set);
            class_of.push(class as u8);
        }
        let mut holds = Box::new([0; 256]);
        let (mut slash, mut mixed, mut single) = (0, 0, 0);
        for (class, set) in sets.iter().enumerate() {
            (0..=255u8).filter(|&b| set.contains(b)).for_each(|b| holds[b as usize] |= 1 << class);
            slash |= u128::from(set.contains(b'/')) << class;
            let variety = Variety::of(set);
            mixed |= u128::from(class < OWN_BITS && variety == Variety::Mixed) << class;
            single |= u128::from(class < OWN_BITS && variety == Variety::Single) << class;
        }
        let longest = formats.iter().map(|f| f.max as usize).max().unwrap_or(0);
        let mut by_length = vec![0; longest + 1];
        for (format, class) in formats.iter().zip(&class_of) {
            by_length[format.min as usize..=format.max as usize].iter_mut().for_each(|sets| *sets |= 1 << class);
        }
        Self { formats: formats.to_vec(), class_of, holds, by_length, slash, mixed, single }
    }

    pub(super) fn fits(&self, id: usize, length: usize, fits: Fits) -> bool {
        let format = &self.formats[id];
        (format.min as usize..=format.max as usize).contains(&length) && fits.0 >> self.class_of[id] & 1 == 1
    }

    /// Offers the piece at `start` to the formats.
    #[inline]
    pub(super) fn look_up(&self, text: &[u8], start: usize, piece: Piece, sink: &mut dyn RunSink) {
        if self.formats.is_empty() {
            return;
        }
        // No format is longer than the table; one byte more says that the piece is.
        let limit = text.len().min(start + self.by_length.len() + 1);
        let (length, look) = match piece {
            Piece::Known(length, look) => (length, look),
            Piece::Unknown => {
                let end = piece_end(&text[..limit], start, false);
                (end - start, Look::of(&text[start..end]))
            }
        };
        let crosses = self.slash != 0 && text.get(start + length) == Some(&b'/');
        let (plain, slashed) = if crosses { (!self.slash, self.slash) } else { (!0, 0) };
        self.offer(text, start..start + length, plain, look, sink);
        if slashed != 0 {
            let end = piece_end(&text[..limit], start, true);
            let look = if end == start + length { look } else { Look::of(&text[start..end]) };
            self.offer(text, start..end, slashed, look, sink);
        }
    }

    fn offer(&self, text: &[u8], piece: Range<usize>, classes: u128, look: Look, sink: &mut dyn RunSink) {
        let mut fits = classes & self.by_length.get(piece.len()).copied().unwrap_or(0);
        if fits == 0 {
            return;
        }
        // Most pieces are names, which no alphabet's values look like.
        for (sets, variety) in [(self.mixed, Variety::Mixed), (self.single, Variety::Single)] {
            if fits & sets != 0 && !look.fits(variety) {
                fits &= !sets;
            }
        }
        for &byte in &text[piece.clone()] {
            if fits == 0 {
                return;
            }
            fits &= self.holds[byte as usize];
        }
        if fits != 0 {
            sink.value(piece, Fits(fits));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lanes::token_lane;
    use crate::text::token::is_token;

    #[test]
    fn the_masks_see_what_the_bytes_show() {
        let mut rng = fastrand::Rng::with_seed(7);
        let alphabet = b"abzABZ019_-+ .";
        for _ in 0..2_000 {
            let kinds = alphabet.len() - 2 * rng.usize(..2);
            let text: Vec<u8> = (0..200).map(|_| alphabet[rng.usize(..kinds)]).collect();
            let tokens = |at| mask(&text, at, token_lane, is_token);
            let pieces = Pieces::new(&text, 64, (tokens(64), tokens(128)));
            for bit in 0..64 {
                let (start, end) = (64 + bit, piece_end(&text, 64 + bit, false));
                let expected =
                    if end < 192 { Piece::Known(end - start, Look::of(&text[start..end])) } else { Piece::Unknown };
                assert_eq!(pieces.piece(bit as u32), expected, "{:?}", String::from_utf8_lossy(&text[start..end]));
            }
        }
    }
}
