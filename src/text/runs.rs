//! The run prefilter: finds maximal runs of token characters and looks up how they begin.
//!
//! One pass of bit masks over blocks of 64 bytes. What it costs depends on the text alone: a run's first bytes are
//! looked up in bit tables whose size is fixed, however many literals they hold.

use std::collections::HashMap;
use std::ops::Range;

use wide::u8x16;

use super::token::{ByteSet, RUN, behind_escape, is_separator, is_token, needs_digit, piece_end};

/// What stands at the start of a run that somebody asked for.
pub trait RunSink {
    /// One of the literals `id` stands at `at` and begins a token there, or stands before a run that does.
    fn literal(&mut self, id: u32, at: usize);
    /// A piece of a run whose length and characters fit at least one of the value formats.
    fn value(&mut self, piece: Range<usize>, fits: Fits);
}

/// Which value formats a piece fits: one bit for each distinct byte set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fits(u64);

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

/// The literals and value formats to look for, in tables.
#[derive(Debug)]
pub struct Runs {
    heads: Heads,
    behind: Literals3,
    values: Values,
}

impl Runs {
    /// `heads`: literals of 3 bytes or more that begin a run. `behind`: literals of 3 bytes or more, the last no
    /// token character, that stand directly before a run. `values`: formats without a literal; their ids are their
    /// positions.
    #[must_use]
    pub fn new(heads: &[(Vec<u8>, u32)], behind: &[(Vec<u8>, u32)], values: &[ValueFormat]) -> Self {
        Self { heads: Heads::new(heads), behind: Literals3::ending(behind), values: Values::new(values) }
    }

    /// Whether `piece` with these bits fits format `id`.
    #[must_use]
    pub fn fits(&self, id: usize, length: usize, fits: Fits) -> bool {
        let format = &self.values.formats[id];
        (format.min as usize..=format.max as usize).contains(&length) && fits.0 >> self.values.class_of[id] & 1 == 1
    }

    /// Goes through `text`. `cut` says that the text is a window whose first byte is not the file's first: a run
    /// that touches the start is then no run's beginning.
    pub fn scan(&self, text: &[u8], cut: bool, sink: &mut dyn RunSink) {
        let mut at = 0;
        let mut here = mask(text, 0, token_lane, is_token);
        // The bit of the byte before the block; at a window's cut edge it counts as a token character.
        let mut before = u64::from(cut);
        while at < text.len() {
            let next = mask(text, at + 64, token_lane, is_token);
            let runs = long_runs(here, next);
            if runs != 0 {
                let maximal = runs & !(here << 1 | before);
                self.block(text, at, (here, next), runs, maximal, sink);
            }
            before = here >> 63;
            here = next;
            at += 64;
        }
    }

    /// Looks up the starts in one block that holds some.
    fn block(&self, text: &[u8], at: usize, tokens: (u64, u64), runs: u64, maximal: u64, sink: &mut dyn RunSink) {
        let separators = mask(text, at, separator_lane, is_separator);
        let previous = u64::from(at > 0 && is_separator(text[at - 1]));
        // A separator that follows a separator begins nothing: lines of dashes cost one look-up.
        let inner = runs & (separators << 1 | previous) & !separators & !maximal;
        let mut pieces = None;
        let mut starts = maximal | inner;
        while starts != 0 {
            let bit = starts.trailing_zeros();
            starts &= starts - 1;
            let start = at + bit as usize;
            let is_maximal = maximal >> bit & 1 == 1;
            self.heads.look_up(text, start, sink);
            if !self.values.formats.is_empty() && (is_maximal || text[start - 1] == b'/') {
                let pieces = pieces.get_or_insert_with(|| Pieces::new(text, at, tokens));
                self.values.look_up(text, start, pieces.piece(bit), sink);
            }
            if is_maximal {
                self.behind.look_up(text, start, sink);
                self.behind_escape(text, start, sink);
            }
        }
    }

    /// A run begins at `start`; where an escape does so, a token may begin inside the run.
    fn behind_escape(&self, text: &[u8], start: usize, sink: &mut dyn RunSink) {
        let escape = match start.checked_sub(1).map(|before| text[before]) {
            Some(b'%') => 2,
            Some(b'\\') => match text[start] {
                b'u' => 5,
                b'x' => 3,
                _ => 1,
            },
            _ => return,
        };
        let inner = start + escape;
        if inner < text.len() && text[start..inner].iter().all(|&b| is_token(b)) && behind_escape(text, inner) {
            self.heads.look_up(text, inner, sink);
            self.values.look_up(text, inner, Piece::Unknown, sink);
        }
    }
}

/// How far a piece reaches and whether it holds a digit, as far as two blocks tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// It ends inside the two blocks.
    Known { length: usize, digit: bool },
    /// It goes on behind them, or nobody looked.
    Unknown,
}

/// The masks from which pieces are read; made only for blocks in which a value may begin.
struct Pieces {
    /// Token characters but for slashes, of this block and the next.
    tokens: u128,
    digits: u128,
}

impl Pieces {
    fn new(text: &[u8], at: usize, tokens: (u64, u64)) -> Self {
        let both = |lane: fn(u8x16) -> u32, test: fn(u8) -> bool| {
            u128::from(mask(text, at, lane, test)) | u128::from(mask(text, at + 64, lane, test)) << 64
        };
        let slashes = both(slash_lane, |byte| byte == b'/');
        let tokens = u128::from(tokens.0) | u128::from(tokens.1) << 64;
        Self { tokens: tokens & !slashes, digits: both(digit_lane, |byte| byte.is_ascii_digit()) }
    }

    fn piece(&self, bit: u32) -> Piece {
        let length = (!(self.tokens >> bit)).trailing_zeros();
        if bit + length >= 128 {
            return Piece::Unknown;
        }
        let inside = (1u128 << length) - 1;
        Piece::Known { length: length as usize, digit: self.digits >> bit & inside != 0 }
    }
}

/// Bit `i` is set where `RUN` ones begin at bit `i` of `here`, looking on into `next`.
fn long_runs(here: u64, next: u64) -> u64 {
    const { assert!(RUN == 16, "four doublings make sixteen") };
    let mut runs = u128::from(here) | u128::from(next) << 64;
    runs &= runs >> 1;
    runs &= runs >> 2;
    runs &= runs >> 4;
    runs &= runs >> 8;
    runs as u64
}

/// The bytes among the 64 at `at` that pass, one bit each; beyond the text none does. `lane` and `test` say the same.
#[inline(always)]
fn mask(text: &[u8], at: usize, lane: fn(u8x16) -> u32, test: fn(u8) -> bool) -> u64 {
    match text.get(at..at + 64) {
        Some(block) => {
            let part = |i: usize| -> u64 {
                let mut bytes = [0; 16];
                bytes.copy_from_slice(&block[i * 16..i * 16 + 16]);
                u64::from(lane(u8x16::new(bytes)))
            };
            part(0) | part(1) << 16 | part(2) << 32 | part(3) << 48
        }
        None => bits(text.get(at..).unwrap_or_default(), test),
    }
}

/// The token characters of sixteen bytes.
#[inline(always)]
fn token_lane(bytes: u8x16) -> u32 {
    let letter = ((bytes | u8x16::splat(0x20)) - u8x16::splat(b'a')).simd_le(u8x16::splat(25));
    // `-`, `.`, `/` and the digits are neighbours; the dot is taken out again.
    let digit = (bytes - u8x16::splat(b'-')).simd_le(u8x16::splat(b'9' - b'-'));
    let dot = bytes.simd_eq(u8x16::splat(b'.'));
    let rest = bytes.simd_eq(u8x16::splat(b'_')) | bytes.simd_eq(u8x16::splat(b'+'));
    (letter | (digit & !dot) | rest).to_bitmask()
}

#[inline(always)]
fn separator_lane(bytes: u8x16) -> u32 {
    let dash = bytes.simd_eq(u8x16::splat(b'-')) | bytes.simd_eq(u8x16::splat(b'+'));
    (dash | bytes.simd_eq(u8x16::splat(b'/'))).to_bitmask()
}

#[inline(always)]
fn slash_lane(bytes: u8x16) -> u32 {
    bytes.simd_eq(u8x16::splat(b'/')).to_bitmask()
}

#[inline(always)]
fn digit_lane(bytes: u8x16) -> u32 {
    (bytes - u8x16::splat(b'0')).simd_le(u8x16::splat(9)).to_bitmask()
}

fn bits(bytes: &[u8], test: fn(u8) -> bool) -> u64 {
    bytes.iter().take(64).enumerate().fold(0, |mask, (i, &byte)| mask | u64::from(test(byte)) << i)
}

/// A bit table over hashed keys: 8 KiB, which stays in the first cache.
#[derive(Debug)]
struct BitTable(Box<[u64; 1024]>);

impl BitTable {
    fn new() -> Self {
        Self(Box::new([0; 1024]))
    }

    const fn slot(key: u32) -> usize {
        (key.wrapping_mul(0x9E37_79B1) >> 16) as usize
    }

    const fn insert(&mut self, key: u32) {
        let slot = Self::slot(key);
        self.0[slot >> 6] |= 1 << (slot & 63);
    }

    #[inline(always)]
    const fn contains(&self, key: u32) -> bool {
        let slot = Self::slot(key);
        self.0[slot >> 6] >> (slot & 63) & 1 == 1
    }
}

/// Literals at a run's start, found by their first four bytes; those of three bytes by all four-byte keys they begin.
#[derive(Debug)]
struct Heads {
    table: BitTable,
    by_key: HashMap<u32, Vec<(Box<[u8]>, u32)>>,
}

impl Heads {
    fn new(literals: &[(Vec<u8>, u32)]) -> Self {
        let mut heads = Self { table: BitTable::new(), by_key: HashMap::new() };
        for (literal, id) in literals {
            let keys: Vec<u32> = match *literal.as_slice() {
                [a, b, c] => (0..=255).filter(|&d| is_token(d)).map(|d| u32::from_le_bytes([a, b, c, d])).collect(),
                [a, b, c, d, ..] => vec![u32::from_le_bytes([a, b, c, d])],
                _ => continue,
            };
            for key in keys {
                heads.table.insert(key);
                heads.by_key.entry(key).or_default().push((literal.as_slice().into(), *id));
            }
        }
        heads
    }

    #[inline]
    fn look_up(&self, text: &[u8], start: usize, sink: &mut dyn RunSink) {
        let Some(&[a, b, c, d]) = text.get(start..start + 4) else { return };
        let key = u32::from_le_bytes([a, b, c, d]);
        if self.table.contains(key) {
            for (literal, id) in self.by_key.get(&key).into_iter().flatten() {
                if text[start..].starts_with(literal) {
                    sink.literal(*id, start);
                }
            }
        }
    }
}

/// Literals that stand before a run, found by their last three bytes.
#[derive(Debug)]
struct Literals3 {
    table: BitTable,
    by_key: HashMap<u32, Vec<(Box<[u8]>, u32)>>,
}

impl Literals3 {
    fn ending(literals: &[(Vec<u8>, u32)]) -> Self {
        let mut ends = Self { table: BitTable::new(), by_key: HashMap::new() };
        for (literal, id) in literals {
            if let [.., a, b, c] = *literal.as_slice() {
                let key = u32::from_le_bytes([a, b, c, 0]);
                ends.table.insert(key);
                ends.by_key.entry(key).or_default().push((literal.as_slice().into(), *id));
            }
        }
        ends
    }

    #[inline]
    fn look_up(&self, text: &[u8], run: usize, sink: &mut dyn RunSink) {
        let Some(&[a, b, c]) = run.checked_sub(3).and_then(|from| text.get(from..run)) else { return };
        let key = u32::from_le_bytes([a, b, c, 0]);
        if self.table.contains(key) {
            for (literal, id) in self.by_key.get(&key).into_iter().flatten() {
                if text[..run].ends_with(literal) {
                    sink.literal(*id, run - literal.len());
                }
            }
        }
    }
}

/// Value formats, found by a piece's length and by which byte sets hold all of it.
#[derive(Debug)]
struct Values {
    formats: Vec<ValueFormat>,
    /// For each format, the bit of its byte set. Beyond 63 distinct sets the rest share the last bit, whose set is
    /// the union of theirs: the regular expression decides.
    class_of: Vec<u8>,
    /// For each byte, the sets that hold it.
    holds: Box<[u64; 256]>,
    /// For each length, the sets that some format of this length has.
    by_length: Vec<u64>,
    /// The sets that hold `/`: their pieces go on over slashes.
    slash: u64,
    /// The sets whose values must hold a digit, see [`needs_digit`].
    wants_digit: u64,
}

impl Values {
    fn new(formats: &[ValueFormat]) -> Self {
        let mut sets: Vec<ByteSet> = Vec::new();
        let mut class_of = Vec::new();
        for format in formats {
            let class = sets.iter().position(|set| *set == format.set).unwrap_or_else(|| {
                if sets.len() < 64 {
                    sets.push(format.set);
                } else {
                    sets[63] = sets[63].union(format.set);
                }
                sets.len() - 1
            });
            class_of.push(class as u8);
        }
        let mut holds = Box::new([0; 256]);
        let (mut slash, mut wants_digit) = (0, 0);
        for (class, set) in sets.iter().enumerate() {
            (0..=255u8).filter(|&b| set.contains(b)).for_each(|b| holds[b as usize] |= 1 << class);
            slash |= u64::from(set.contains(b'/')) << class;
            wants_digit |= u64::from(needs_digit(set)) << class;
        }
        let longest = formats.iter().map(|f| f.max as usize).max().unwrap_or(0);
        let mut by_length = vec![0; longest + 1];
        for (format, class) in formats.iter().zip(&class_of) {
            by_length[format.min as usize..=format.max as usize].iter_mut().for_each(|sets| *sets |= 1 << class);
        }
        Self { formats: formats.to_vec(), class_of, holds, by_length, slash, wants_digit }
    }

    /// Offers the piece at `start` to the formats.
    #[inline]
    fn look_up(&self, text: &[u8], start: usize, piece: Piece, sink: &mut dyn RunSink) {
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

    fn offer(&self, text: &[u8], piece: Range<usize>, classes: u64, digit: bool, sink: &mut dyn RunSink) {
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
