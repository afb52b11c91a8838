//! The run prefilter: finds maximal runs of token characters and looks up how they begin.
//!
//! One pass of bit masks over blocks of 64 bytes. What it costs depends on the text alone: a run's first bytes are
//! looked up in bit tables whose size is fixed, however many literals they hold.

use std::collections::HashMap;
use std::ops::Range;

use wide::u8x16;

use super::token::{ByteSet, RUN, behind_escape, is_token, piece_end};

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
        let mut here = mask(text, 0);
        // The bit of the byte before the block; at a window's cut edge it counts as a token character.
        let mut before = u64::from(cut);
        while at < text.len() {
            let next = mask(text, at + 64);
            let runs = long_runs(here, next);
            if runs != 0 {
                let maximal = runs & !(here << 1 | before);
                let separators = separator_mask(text, at, here);
                let previous = u64::from(at > 0 && super::token::is_separator(text[at - 1]));
                // A separator that follows a separator begins nothing: lines of dashes cost one look-up.
                let inner = runs & (separators << 1 | previous) & !separators & !maximal;
                let mut starts = maximal | inner;
                while starts != 0 {
                    let bit = starts.trailing_zeros();
                    starts &= starts - 1;
                    let start = at + bit as usize;
                    if maximal >> bit & 1 == 1 {
                        self.maximal(text, start, sink);
                    } else {
                        self.begin(text, start, text[start - 1] == b'/', sink);
                    }
                }
            }
            before = here >> 63;
            here = next;
            at += 64;
        }
    }

    /// A run begins at `start`, and no token character stands before it.
    fn maximal(&self, text: &[u8], start: usize, sink: &mut dyn RunSink) {
        self.behind.look_up(text, start, sink);
        self.begin(text, start, true, sink);
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
            self.begin(text, inner, true, sink);
        }
    }

    /// A token, and if `value` says so a value, can begin at `start`.
    fn begin(&self, text: &[u8], start: usize, value: bool, sink: &mut dyn RunSink) {
        self.heads.look_up(text, start, sink);
        if value {
            self.values.look_up(text, start, sink);
        }
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

/// The token characters among the 64 bytes at `at`, one bit each; beyond the text there are none.
fn mask(text: &[u8], at: usize) -> u64 {
    match text.get(at..at + 64) {
        Some(block) => {
            let lane = |i: usize| -> u64 {
                let mut bytes = [0; 16];
                bytes.copy_from_slice(&block[i * 16..i * 16 + 16]);
                u64::from(token_lane(u8x16::new(bytes)))
            };
            lane(0) | lane(1) << 16 | lane(2) << 32 | lane(3) << 48
        }
        None => bits(text.get(at..).unwrap_or_default(), is_token),
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

/// The separators among the 64 bytes at `at`; asked only where a long run begins.
fn separator_mask(text: &[u8], at: usize, tokens: u64) -> u64 {
    if tokens == 0 {
        return 0;
    }
    match text.get(at..at + 64) {
        Some(block) => {
            let lane = |i: usize| -> u64 {
                let mut bytes = [0; 16];
                bytes.copy_from_slice(&block[i * 16..i * 16 + 16]);
                let bytes = u8x16::new(bytes);
                let hit = bytes.simd_eq(u8x16::splat(b'-'))
                    | bytes.simd_eq(u8x16::splat(b'/'))
                    | bytes.simd_eq(u8x16::splat(b'+'));
                u64::from(hit.to_bitmask())
            };
            lane(0) | lane(1) << 16 | lane(2) << 32 | lane(3) << 48
        }
        None => bits(text.get(at..).unwrap_or_default(), super::token::is_separator),
    }
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
        let mut slash = 0;
        for (class, set) in sets.iter().enumerate() {
            (0..=255u8).filter(|&b| set.contains(b)).for_each(|b| holds[b as usize] |= 1 << class);
            slash |= u64::from(set.contains(b'/')) << class;
        }
        let longest = formats.iter().map(|f| f.max as usize).max().unwrap_or(0);
        let mut by_length = vec![0; longest + 1];
        for (format, class) in formats.iter().zip(&class_of) {
            by_length[format.min as usize..=format.max as usize].iter_mut().for_each(|sets| *sets |= 1 << class);
        }
        Self { formats: formats.to_vec(), class_of, holds, by_length, slash }
    }

    #[inline]
    fn look_up(&self, text: &[u8], start: usize, sink: &mut dyn RunSink) {
        if self.formats.is_empty() {
            return;
        }
        let end = self.look_up_piece(text, start, !self.slash, false, sink);
        if self.slash != 0 && text.get(end) == Some(&b'/') {
            self.look_up_piece(text, start, self.slash, true, sink);
        } else if self.slash != 0 {
            self.offer(text, start..end, self.slash, sink);
        }
    }

    /// Offers the piece at `start` to `classes`; says where it ends.
    fn look_up_piece(&self, text: &[u8], start: usize, classes: u64, slash: bool, sink: &mut dyn RunSink) -> usize {
        // No format is longer than the table; one more byte says that the piece is.
        let limit = text.len().min(start + self.by_length.len() + 1);
        let end = piece_end(&text[..limit], start, slash);
        self.offer(text, start..end, classes, sink);
        end
    }

    fn offer(&self, text: &[u8], piece: Range<usize>, classes: u64, sink: &mut dyn RunSink) {
        let mut fits = classes & self.by_length.get(piece.len()).copied().unwrap_or(0);
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
