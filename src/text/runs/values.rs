//! Values without a literal: found by a piece's length and alphabet.

use std::ops::Range;

use fearless_simd::prelude::*;

use super::RunSink;
use crate::text::lanes::Block;
use crate::text::token::{ByteSet, piece_end};
use crate::text::varied::{self, Look, Variety};

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

/// How far a piece reaches and what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// It is short, and two blocks show all of it.
    Known {
        /// Its length, up to a slash.
        length: usize,
        look: Look,
        /// Length and look of what goes on over slashes, if any stands behind it.
        slashed: Option<(usize, Look)>,
    },
    /// It is not, or nobody looked.
    Unknown,
}

/// A mask of a block and the next.
#[derive(Clone, Copy)]
struct Two {
    here: u64,
    next: u64,
}

impl Two {
    /// The 64 bits from `bit` on.
    #[inline(always)]
    const fn from(self, bit: u32) -> u64 {
        self.here >> (bit & 63) | self.next << 1 << (63 - (bit & 63))
    }
}

/// The token characters of a block and the next, from which the lengths of pieces are read.
#[derive(Clone, Copy)]
pub(super) struct Lengths {
    tokens: Two,
    /// Those but for slashes.
    plain: Two,
}

/// How long the pieces that begin at a place are; 64 stands for more, too.
#[derive(Clone, Copy)]
pub(super) struct Long {
    /// Up to a slash.
    plain: u32,
    /// Up to the run's end.
    pub(super) whole: u32,
}

impl Lengths {
    #[inline(always)]
    pub(super) fn new<S: Simd>(simd: S, text: &[u8], at: usize, tokens: (u64, u64)) -> Self {
        let (here, next) = (Block::at(simd, text, at), Block::at(simd, text, at + 64));
        let plain = Two { here: tokens.0 & !here.slashes(), next: tokens.1 & !next.slashes() };
        Self { tokens: Two { here: tokens.0, next: tokens.1 }, plain }
    }

    #[inline(always)]
    pub(super) const fn at(self, bit: u32) -> Long {
        Long { plain: (!self.plain.from(bit)).trailing_zeros(), whole: (!self.tokens.from(bit)).trailing_zeros() }
    }

    /// How far behind `bit` its run ends, as far as two blocks show.
    #[inline(always)]
    pub(super) const fn end(self, bit: u32, long: Long) -> u32 {
        if long.whole < 64 { long.whole } else { 64 + (!(self.tokens.next >> (bit & 63))).trailing_zeros() }
    }
}

/// The kinds of the characters of a block and the next; made only for blocks in which a value may begin.
#[derive(Clone, Copy)]
pub(super) struct Kinds {
    small: Two,
    capital: Two,
    digit: Two,
    underscore: Two,
}

impl Kinds {
    #[inline(always)]
    pub(super) fn new<S: Simd>(simd: S, text: &[u8], at: usize) -> Self {
        let (here, next) = (Block::at(simd, text, at), Block::at(simd, text, at + 64));
        let small = Two { here: here.small(), next: next.small() };
        Self {
            small,
            capital: Two { here: here.letters() & !small.here, next: next.letters() & !small.next },
            digit: Two { here: here.digits(), next: next.digits() },
            underscore: Two { here: here.underscores(), next: next.underscores() },
        }
    }

    /// The look of up to 64 bytes.
    #[inline(always)]
    fn look(self, bit: u32, length: u32) -> Look {
        let span = if length == 0 { 0 } else { u64::MAX >> (64 - length) };
        let small = self.small.from(bit) & span;
        let capital = self.capital.from(bit) & span;
        let digit = self.digit.from(bit) & span;
        let underscore = self.underscore.from(bit) & span;
        // Characters whose neighbour before is of another kind.
        let changes = small & (capital | digit) << 1 | capital & (small | digit) << 1 | digit & (small | capital) << 1;
        let sign = small | capital | digit | underscore != span;
        let kinds = varied::Kinds::new(small != 0, capital != 0, digit != 0, underscore != 0, sign);
        let letters = [small.count_ones(), capital.count_ones(), underscore.count_ones()];
        Look::counted(length as usize, changes.count_ones(), kinds, letters)
    }

    #[inline(always)]
    pub(super) fn piece(self, bit: u32, Long { plain, whole }: Long) -> Piece {
        if whole == 64 {
            return Piece::Unknown;
        }
        let slashed = (whole != plain).then(|| (whole as usize, self.look(bit, whole)));
        Piece::Known { length: plain as usize, look: self.look(bit, plain), slashed }
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
    /// The same without what is only noted.
    asked: Vec<u128>,
    /// For each combination of kinds of characters, the sets that hold some of each.
    by_kinds: [u128; varied::Kinds::COUNT],
    /// For each combination of kinds and each length below 64, and for all others, the fewest changes that some format's
    /// values have.
    least: Box<[[u8; 65]; varied::Kinds::COUNT]>,
    /// The sets that hold `/`: their pieces go on over slashes.
    slash: u128,
    /// The sets whose values look in some way, see [`Variety`].
    looks: [(u128, Variety); 3],
}

/// Byte sets that have a bit of their own. The others share two bits, one for those with `/` and one for those
/// without, as the union of what they hold: they are proposed too often then, and the regular expression decides.
const OWN_BITS: usize = 126;

impl Values {
    pub(super) fn new(formats: &[ValueFormat], noted: &[ValueFormat]) -> Self {
        let asked_for = formats.len();
        let formats = &[formats, noted].concat();
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
        let mut slash = 0;
        let mut looks = [(0, Variety::Mixed), (0, Variety::Single), (0, Variety::Letters)];
        for (class, set) in sets.iter().enumerate() {
            (0..=255u8).filter(|&b| set.contains(b)).for_each(|b| holds[b as usize] |= 1 << class);
            slash |= u128::from(set.contains(b'/')) << class;
            let variety = Variety::of(set);
            if class < OWN_BITS {
                looks.iter_mut().filter(|(_, its)| *its == variety).for_each(|(sets, _)| *sets |= 1 << class);
            }
        }
        let longest = formats.iter().map(|f| f.max as usize).max().unwrap_or(0);
        let mut by_length = vec![0; longest + 1];
        let mut asked = by_length.clone();
        for (at, (format, class)) in formats.iter().zip(&class_of).enumerate() {
            let lengths = format.min as usize..=format.max as usize;
            by_length[lengths.clone()].iter_mut().for_each(|sets| *sets |= 1 << class);
            if at < asked_for {
                asked[lengths].iter_mut().for_each(|sets| *sets |= 1 << class);
            }
        }
        let mut by_kinds = [0; varied::Kinds::COUNT];
        for kinds in varied::Kinds::all() {
            for (class, set) in sets.iter().enumerate() {
                by_kinds[kinds.index()] |= u128::from(kinds.is_subset(varied::Kinds::of(set))) << class;
            }
        }
        let mut least = Box::new([[u8::MAX; 65]; varied::Kinds::COUNT]);
        for kinds in varied::Kinds::all() {
            for (length, sets) in by_length.iter().enumerate() {
                let sets = sets & by_kinds[kinds.index()];
                let any = looks.iter().fold(u128::MAX, |any, (those, _)| any & !those);
                let varieties = looks.into_iter().chain([(any, Variety::Any)]);
                for (_, variety) in varieties.filter(|(those, _)| sets & those != 0) {
                    let fewest = Look::least(length, kinds, variety).unwrap_or(u8::MAX);
                    // Of what is longer some kinds may not be seen yet. Among 64 by chance there is one change at least.
                    let fewest = if length < 64 { fewest } else { fewest.min(1) };
                    let it = &mut least[kinds.index()][length.min(64)];
                    *it = fewest.min(*it);
                }
            }
        }
        Self { formats: formats.to_vec(), class_of, holds, by_length, asked, by_kinds, least, slash, looks }
    }

    /// Whether the piece at `bit` varies as much as the values of some format of its length do: hardly half of all pieces
    /// have the length of any.
    #[inline(always)]
    pub(super) fn has_look(&self, Long { plain, whole }: Long, kinds: Kinds, bit: u32) -> bool {
        self.varies(kinds.look(bit, plain), plain) || (whole != plain && self.varies(kinds.look(bit, whole), whole))
    }

    #[inline(always)]
    fn varies(&self, look: Look, length: u32) -> bool {
        look.changes() >= u32::from(self.least[look.kinds().index()][length as usize])
    }

    /// Whether a piece of this length with these bits may fit a format that is not only noted.
    pub(super) fn asked(&self, length: usize, fits: Fits) -> bool {
        self.asked.get(length).is_some_and(|sets| sets & fits.0 != 0)
    }

    pub(super) fn fits(&self, id: usize, length: usize, fits: Fits) -> bool {
        let format = &self.formats[id];
        (format.min as usize..=format.max as usize).contains(&length) && fits.0 >> self.class_of[id] & 1 == 1
    }

    /// Offers the piece at `start` to the formats.
    #[inline(always)]
    pub(super) fn look_up(&self, text: &[u8], start: usize, piece: Piece, sink: &mut dyn RunSink) {
        if self.formats.is_empty() {
            return;
        }
        // No format is longer than the table; one byte more says that the piece is.
        let limit = text.len().min(start + self.by_length.len() + 1);
        let (length, look, slashed) = match piece {
            Piece::Known { length, look, slashed } => (length, look, slashed),
            Piece::Unknown => walked(&text[..limit], start),
        };
        // Those that hold a slash go on over it.
        let plain = if slashed.is_some() { !self.slash } else { !0 };
        self.offer(text, start..start + length, plain, look, sink);
        if let Some((length, look)) = slashed {
            self.offer(text, start..start + length, self.slash, look, sink);
        }
    }

    #[inline(always)]
    fn offer(&self, text: &[u8], piece: Range<usize>, classes: u128, look: Look, sink: &mut dyn RunSink) {
        let mut fits = classes & self.by_length.get(piece.len()).copied().unwrap_or(0);
        // By letters and digits alone most sets are out: a name with `_` is nearly all there is in code.
        fits &= self.by_kinds[look.kinds().index()];
        // Most pieces are names, which no alphabet's values look like.
        for (sets, variety) in self.looks {
            if fits & sets != 0 && !look.fits(variety) {
                fits &= !sets;
            }
        }
        if fits != 0 {
            self.hold(text, piece, fits, sink);
        }
    }

    /// Which of the sets hold all of a piece.
    #[inline(never)]
    fn hold(&self, text: &[u8], piece: Range<usize>, mut fits: u128, sink: &mut dyn RunSink) {
        for &byte in &text[piece.clone()] {
            fits &= self.holds[byte as usize];
            if fits == 0 {
                return;
            }
        }
        if varied::is_written(&text[piece.clone()]) {
            return;
        }
        sink.value(piece, Fits(fits));
    }
}

/// Length and look of the piece at `start`, up to a slash and over slashes, byte by byte.
#[inline(never)]
fn walked(text: &[u8], start: usize) -> (usize, Look, Option<(usize, Look)>) {
    let end = piece_end(text, start, false);
    let whole = if text.get(end) == Some(&b'/') { piece_end(text, start, true) } else { end };
    let slashed = (whole != end).then(|| (whole - start, Look::of(&text[start..whole])));
    (end - start, Look::of(&text[start..end]), slashed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fearless_simd::dispatch;

    use crate::text::lanes::level;

    #[test]
    fn the_masks_see_what_the_bytes_show() {
        let mut rng = fastrand::Rng::with_seed(7);
        let alphabet = b"abzABZ019_-/+ .";
        for _ in 0..2_000 {
            let kinds = alphabet.len() - 2 * rng.usize(..2);
            let text: Vec<u8> = (0..200).map(|_| alphabet[rng.usize(..kinds)]).collect();
            let (lengths, kinds) = dispatch!(level(), simd => {
                let tokens = |at| Block::at(simd, &text, at).tokens();
                (Lengths::new(simd, &text, 64, (tokens(64), tokens(128))), Kinds::new(simd, &text, 64))
            });
            for bit in 0..64 {
                let start = 64 + bit;
                let [end, whole] = [false, true].map(|slash| piece_end(&text, start, slash));
                let slashed = (whole != end).then(|| (whole - start, Look::of(&text[start..whole])));
                let look = Look::of(&text[start..end]);
                let expected = if whole < 192 && whole - start < 64 {
                    Piece::Known { length: end - start, look, slashed }
                } else {
                    Piece::Unknown
                };
                let piece = kinds.piece(bit as u32, lengths.at(bit as u32));
                assert_eq!(piece, expected, "{:?}", String::from_utf8_lossy(&text[start..]));
            }
        }
    }
}
