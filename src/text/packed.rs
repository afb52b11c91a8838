//! Where one of a few dozen short strings may begin, in any case of its letters, many bytes at a time.
//!
//! The way is that of Teddy, as known from Hyperscan and `aho-corasick`: each half of a byte looks up which buckets of
//! patterns have a byte with this half at this place, and what all bytes of a place agree on is a hit. Letters
//! differ from their capitals in one bit of the upper half, so both cases are in the tables, and nothing is lower-cased.

use fearless_simd::prelude::*;
use fearless_simd::u8x64;

use super::fours;
use super::lanes::Block;

/// How many bytes of a string are looked at; the last may be any.
pub(super) const LENGTH: usize = 4;

/// The bytes that are looked for, in small letters. `None`: any.
pub(super) type Pattern = [Option<u8>; LENGTH];

/// Buckets of one table; there are two tables.
const BUCKETS: usize = 8;

/// Tables for the bytes of strings.
#[derive(Debug)]
pub(super) struct Packed {
    /// For each table, each byte and each of its halves (lower, upper), the buckets by the half's value.
    halves: [[[[u8; 16]; 2]; LENGTH]; 2],
    /// Whether the second table is used.
    both: bool,
}

impl Packed {
    /// Takes strings in small letters.
    pub(super) fn new(patterns: &[Pattern]) -> Self {
        let both = patterns.len() > BUCKETS;
        let buckets = shared_out(patterns, if both { 2 * BUCKETS } else { BUCKETS });
        let mut halves = [[[[0; 16]; 2]; LENGTH]; 2];
        for (number, bucket) in buckets.iter().enumerate() {
            let (table, bit) = (number / BUCKETS, 1 << (number % BUCKETS));
            for (place, sets) in bucket.0.iter().enumerate() {
                for (half, set) in sets.iter().enumerate() {
                    (0..16)
                        .filter(|value| set >> value & 1 == 1)
                        .for_each(|value| halves[table][place][half][value] |= bit);
                }
            }
        }
        Self { halves, both }
    }

    /// Calls `hit` with every place of `text` where one may begin, in the text's order, and with hardly any others.
    #[inline(always)]
    pub(super) fn scan<S: Simd>(&self, simd: S, text: &[u8], mut hit: impl FnMut(usize)) {
        let first = Tables::new(simd, &self.halves[0]);
        let second = Tables::new(simd, &self.halves[1]);
        let zero = u8x64::splat(simd, 0);
        for at in (0..text.len()).step_by(64) {
            let halves = [
                Halves::new(simd, Block::at(simd, text, at).bytes),
                Halves::new(simd, Block::at(simd, text, at + 1).bytes),
                Halves::new(simd, Block::at(simd, text, at + 2).bytes),
                Halves::new(simd, Block::at(simd, text, at + 3).bytes),
            ];
            let mut buckets = first.agree(halves);
            if self.both {
                buckets |= second.agree(halves);
            }
            let mut hits = !buckets.simd_eq(zero).to_bitmask();
            while hits != 0 {
                hit(at + hits.trailing_zeros() as usize);
                hits &= hits - 1;
            }
        }
    }
}

/// Shares patterns out to so many buckets: each into the one that then lets through the least more, those first that let
/// through the most by themselves. Then each is taken out and shared out again a few times, now that all others are there.
fn shared_out(patterns: &[Pattern], buckets: usize) -> Vec<Bucket> {
    /// Nothing moves any more after so many times.
    const TIMES: usize = 4;
    let mut heavy: Vec<(f32, Pattern)> =
        patterns.iter().map(|pattern| (Bucket::of(&[*pattern]).weight(), *pattern)).collect();
    heavy.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let mut members: Vec<Vec<Pattern>> = vec![Vec::new(); buckets];
    let mut filled: Vec<(f32, Bucket)> = vec![(0.0, Bucket::default()); buckets];
    for _ in 0..TIMES {
        for (_, pattern) in &heavy {
            for (all, filled) in members.iter_mut().zip(&mut filled) {
                if let Some(place) = all.iter().position(|it| it == pattern) {
                    all.swap_remove(place);
                    let bucket = Bucket::of(all);
                    *filled = (bucket.weight(), bucket);
                }
            }
            let more = filled.iter().map(|(weight, bucket)| bucket.with(*pattern).weight() - weight);
            let best = more.enumerate().min_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(best, _)| best);
            members[best].push(*pattern);
            let bucket = filled[best].1.with(*pattern);
            filled[best] = (bucket.weight(), bucket);
        }
    }
    filled.into_iter().map(|(_, bucket)| bucket).collect()
}

/// The halves (lower, upper) that the bytes of a bucket's patterns have at each place, one bit for each value.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket([[u16; 2]; LENGTH]);

/// How often each half has each value in code, of 1,000 bytes: counted over the Linux sources and a tree of Python
/// packages.
const FREQUENCY: [[f32; 16]; 2] = [
    [211.0, 48.0, 65.0, 75.0, 80.0, 89.0, 33.0, 23.0, 32.0, 83.0, 45.0, 18.0, 40.0, 38.0, 48.0, 73.0],
    [56.0, 1.0, 241.0, 88.0, 67.0, 82.0, 298.0, 168.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
];

impl Bucket {
    fn of(patterns: &[Pattern]) -> Self {
        patterns.iter().fold(Self::default(), |bucket, pattern| bucket.with(*pattern))
    }

    fn with(mut self, pattern: Pattern) -> Self {
        for (sets, byte) in self.0.iter_mut().zip(pattern) {
            let Some(byte) = byte else {
                *sets = [u16::MAX; 2];
                continue;
            };
            for byte in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
                sets[0] |= 1 << (byte & 0xF);
                sets[1] |= 1 << (byte >> 4);
            }
        }
        self
    }

    /// How many of a million places it lets through, about: the commonest by their count, of the others as many as there
    /// would be if bytes stood beside each other by chance.
    fn weight(&self) -> f32 {
        let of = |set: u16, half: usize| -> f32 {
            (0..16).filter(|value| set >> value & 1 == 1).map(|value| FREQUENCY[half][value]).sum()
        };
        let others: f32 = self.0.iter().map(|sets| of(sets[0], 0) * of(sets[1], 1) / 1000.0).product();
        others / 1e6 + fours::weight(&self.0)
    }
}

/// The halves of 64 bytes.
#[derive(Clone, Copy)]
struct Halves<S: Simd>([u8x64<S>; 2]);

impl<S: Simd> Halves<S> {
    #[inline(always)]
    fn new(simd: S, bytes: u8x64<S>) -> Self {
        let low = u8x64::splat(simd, 0xF);
        Self([bytes & low, (bytes >> 4) & low])
    }
}

/// One table in registers. Without closures: what a library's function calls is compiled for any processor.
#[derive(Clone, Copy)]
struct Tables<S: Simd>([[u8x64<S>; 2]; LENGTH]);

impl<S: Simd> Tables<S> {
    #[inline(always)]
    fn new(simd: S, halves: &[[[u8; 16]; 2]; LENGTH]) -> Self {
        let [a, b, c, d] = halves;
        Self([
            [repeated(simd, &a[0]), repeated(simd, &a[1])],
            [repeated(simd, &b[0]), repeated(simd, &b[1])],
            [repeated(simd, &c[0]), repeated(simd, &c[1])],
            [repeated(simd, &d[0]), repeated(simd, &d[1])],
        ])
    }

    /// The buckets that all halves of each place agree on.
    #[inline(always)]
    fn agree(self, halves: [Halves<S>; LENGTH]) -> u8x64<S> {
        self.look(halves, 0) & self.look(halves, 1) & self.look(halves, 2) & self.look(halves, 3)
    }

    #[inline(always)]
    fn look(self, halves: [Halves<S>; LENGTH], place: usize) -> u8x64<S> {
        let ([low, high], Halves([of_low, of_high])) = (self.0[place], halves[place]);
        low.swizzle_dyn_within_blocks(of_low) & high.swizzle_dyn_within_blocks(of_high)
    }
}

/// A table of sixteen for each sixteen bytes of a block.
#[inline(always)]
fn repeated<S: Simd>(simd: S, table: &[u8; 16]) -> u8x64<S> {
    let mut four = [0; 64];
    for at in 0..64 {
        four[at] = table[at % 16];
    }
    u8x64::from_slice(simd, &four)
}
