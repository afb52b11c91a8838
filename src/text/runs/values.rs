//! Values without a literal: found by a piece's length and alphabet.

use std::ops::Range;

use super::RunSink;
use crate::text::lanes::{mask, slash_lane};
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

/// How far a piece reaches, as far as two blocks tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// It ends inside the two blocks.
    Known(usize),
    /// It goes on behind them, or nobody looked.
    Unknown,
}

/// The mask from which pieces are read; made only for blocks in which a value may begin.
pub(super) struct Pieces {
    /// Token characters but for slashes, of this block and the next.
    tokens: u128,
}

impl Pieces {
    pub(super) fn new(text: &[u8], at: usize, tokens: (u64, u64)) -> Self {
        let slashes = |at| u128::from(mask(text, at, slash_lane, |byte| byte == b'/'));
        let tokens = u128::from(tokens.0) | u128::from(tokens.1) << 64;
        Self { tokens: tokens & !(slashes(at) | slashes(at + 64) << 64) }
    }

    pub(super) fn piece(&self, bit: u32) -> Piece {
        let length = (!(self.tokens >> bit)).trailing_zeros();
        if bit + length >= 128 { Piece::Unknown } else { Piece::Known(length as usize) }
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
        let length = match piece {
            Piece::Known(length) => length,
            Piece::Unknown => piece_end(&text[..limit], start, false) - start,
        };
        let crosses = self.slash != 0 && text.get(start + length) == Some(&b'/');
        let (plain, slashed) = if crosses { (!self.slash, self.slash) } else { (!0, 0) };
        self.offer(text, start..start + length, plain, sink);
        if slashed != 0 {
            let end = piece_end(&text[..limit], start, true);
            self.offer(text, start..end, slashed, sink);
        }
    }

    fn offer(&self, text: &[u8], piece: Range<usize>, classes: u128, sink: &mut dyn RunSink) {
        let mut fits = classes & self.by_length.get(piece.len()).copied().unwrap_or(0);
        if fits == 0 {
            return;
        }
        for &byte in &text[piece.clone()] {
            fits &= self.holds[byte as usize];
            if fits == 0 {
                return;
            }
        }
        let look = Look::of(&text[piece.clone()]);
        for (sets, variety) in [(self.mixed, Variety::Mixed), (self.single, Variety::Single)] {
            if fits & sets != 0 && !look.fits(variety) {
                fits &= !sets;
            }
        }
        if fits != 0 {
            sink.value(piece, Fits(fits));
        }
    }
}
