//! Values without a literal: found by a piece's length and alphabet.

use std::ops::Range;

use wide::u8x16;

use super::RunSink;
use super::lanes::{digit_lane, mask, slash_lane};
use crate::text::token::{ByteSet, needs_digit, piece_end};

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

/// How far a piece reaches and whether it holds a digit, as far as two blocks tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// It ends inside the two blocks.
    Known { length: usize, digit: bool },
    /// It goes on behind them, or nobody looked.
    Unknown,
}

/// The masks from which pieces are read; made only for blocks in which a value may begin.
pub(super) struct Pieces {
    /// Token characters but for slashes, of this block and the next.
    tokens: u128,
    digits: u128,
}

impl Pieces {
    pub(super) fn new(text: &[u8], at: usize, tokens: (u64, u64)) -> Self {
        let both = |lane: fn(u8x16) -> u32, test: fn(u8) -> bool| {
            u128::from(mask(text, at, lane, test)) | u128::from(mask(text, at + 64, lane, test)) << 64
        };
        let slashes = both(slash_lane, |byte| byte == b'/');
        let tokens = u128::from(tokens.0) | u128::from(tokens.1) << 64;
        Self { tokens: tokens & !slashes, digits: both(digit_lane, |byte| byte.is_ascii_digit()) }
    }

    pub(super) fn piece(&self, bit: u32) -> Piece {
        let length = (!(self.tokens >> bit)).trailing_zeros();
        if bit + length >= 128 {
            return Piece::Unknown;
        }
        let inside = (1u128 << length) - 1;
        Piece::Known { length: length as usize, digit: self.digits >> bit & inside != 0 }
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
    /// The sets whose values must hold a digit, see [`needs_digit`].
    wants_digit: u128,
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
        let (mut slash, mut wants_digit) = (0, 0);
        for (class, set) in sets.iter().enumerate() {
            (0..=255u8).filter(|&b| set.contains(b)).for_each(|b| holds[b as usize] |= 1 << class);
            slash |= u128::from(set.contains(b'/')) << class;
            wants_digit |= u128::from(class < OWN_BITS && needs_digit(set)) << class;
        }
        let longest = formats.iter().map(|f| f.max as usize).max().unwrap_or(0);
        let mut by_length = vec![0; longest + 1];
        for (format, class) in formats.iter().zip(&class_of) {
            by_length[format.min as usize..=format.max as usize].iter_mut().for_each(|sets| *sets |= 1 << class);
        }
        Self { formats: formats.to_vec(), class_of, holds, by_length, slash, wants_digit }
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
        let (length, digit) = match piece {
            Piece::Known { length, digit } => (length, digit),
            Piece::Unknown => {
                let end = piece_end(&text[..limit], start, false);
                (end - start, text[start..end].iter().any(u8::is_ascii_digit))
            }
        };
        let crosses = self.slash != 0 && text.get(start + length) == Some(&b'/');
        let (plain, slashed) = if crosses { (!self.slash, self.slash) } else { (!0, 0) };
        self.offer(text, start..start + length, plain, digit, sink);
        if slashed != 0 {
            let end = piece_end(&text[..limit], start, true);
            let digit = digit || text[start..end].iter().any(u8::is_ascii_digit);
            self.offer(text, start..end, slashed, digit, sink);
        }
    }

    fn offer(&self, text: &[u8], piece: Range<usize>, classes: u128, digit: bool, sink: &mut dyn RunSink) {
        let mut fits = classes & self.by_length.get(piece.len()).copied().unwrap_or(0);
        if !digit {
            fits &= !self.wants_digit;
        }
        if fits == 0 {
            return;
        }
        for &byte in &text[piece.clone()] {
            fits &= self.holds[byte as usize];
            if fits == 0 {
                return;
            }
        }
        sink.value(piece, Fits(fits));
    }
}
