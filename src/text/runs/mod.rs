//! The run prefilter: finds maximal runs of token characters and looks up how they begin.
//!
//! One pass of bit masks over blocks of 64 bytes. What it costs depends on the text alone: a run's first bytes are
//! looked up in bit tables whose size is fixed, however many literals they hold.

mod tables;
mod values;

use std::ops::Range;

use fearless_simd::dispatch;
use fearless_simd::prelude::*;

use super::lanes::{Block, level, long_runs};
use tables::{Ends, Heads};
pub use values::{Fits, ValueFormat};
use values::{Kinds, Lengths, Piece, Values};

use super::decode::{Escape, LEAST as ENCODED, at_joint, may_promise, promises, telling};
use super::token::{behind_escape, is_separator, is_token};

/// What stands at the start of a run that somebody asked for.
pub trait RunSink {
    /// One of the literals `id` stands at `at` and begins a token there, or stands before a run that does.
    fn literal(&mut self, id: u32, at: usize);
    /// A piece of a run whose length and characters fit at least one of the value formats.
    fn value(&mut self, piece: Range<usize>, fits: Fits);
    /// A run begins as encoded text does, at its start or where an address or an escape lets a part of it begin.
    fn digits(&mut self, at: usize) {
        let _ = at;
    }
    /// An escape stands directly before or behind a run, or within it.
    fn escape(&mut self, kind: Escape, at: usize) {
        let _ = (kind, at);
    }
    /// The run at `at` ends or begins a literal that is joined to another.
    fn joint(&mut self, at: usize) {
        let _ = at;
    }
}

/// The literals and value formats to look for, in tables.
#[derive(Debug)]
pub struct Runs {
    heads: Heads,
    behind: Ends,
    values: Values,
    /// For each byte, what may be there where a run begins behind it, or ends before it.
    beside: [u8; 256],
}

/// An escape before the run may hold it.
const ESCAPE_BEFORE: u8 = 4;
/// An escape behind the run may begin with it.
const ESCAPE_BEHIND: u8 = 8;
/// A piece that others are joined to may begin with it.
const QUOTE_BEFORE: u8 = 16;
/// Such a piece may end with it.
const JOINT_BEHIND: u8 = 32;

impl Runs {
    /// `heads`: literals of 3 bytes or more that begin a run. `behind`: literals of 3 bytes or more, the last no
    /// token character, that stand directly before a run. `values`: formats without a literal; their ids are their
    /// positions. `noted`: formats that no rule asks for, whose values are handed on all the same.
    #[must_use]
    pub fn new(
        heads: &[(Vec<u8>, u32)],
        behind: &[(Vec<u8>, u32)],
        values: &[ValueFormat],
        noted: &[ValueFormat],
    ) -> Self {
        let mut beside = [0; 256];
        for (bytes, what) in [
            (&b"%\\;"[..], ESCAPE_BEFORE),
            (b"%\\&", ESCAPE_BEHIND),
            (b"\"'`", QUOTE_BEFORE | JOINT_BEHIND),
            (b"\\", JOINT_BEHIND),
        ] {
            bytes.iter().for_each(|&byte| beside[usize::from(byte)] |= what);
        }
        Self { heads: Heads::new(heads), behind: Ends::ending(behind), values: Values::new(values, noted), beside }
    }

    /// Whether a piece of this length with these bits may fit any format that is not only noted.
    #[must_use]
    pub fn asked(&self, length: usize, fits: Fits) -> bool {
        self.values.asked(length, fits)
    }

    /// Whether a piece of this length with these bits fits format `id`.
    #[must_use]
    pub fn fits(&self, id: usize, length: usize, fits: Fits) -> bool {
        self.values.fits(id, length, fits)
    }

    /// Goes through `text`. `cut` says that the text is a window whose first byte is not the file's first: a run
    /// that touches the start is then no run's beginning.
    pub fn scan(&self, text: &[u8], cut: bool, sink: &mut dyn RunSink) {
        dispatch!(level(), simd => self.blocks(simd, text, cut, sink));
    }

    #[inline(always)]
    fn blocks<S: Simd>(&self, simd: S, text: &[u8], cut: bool, sink: &mut dyn RunSink) {
        let mut at = 0;
        let mut here = Block::at(simd, text, 0).tokens();
        // The bit of the byte before the block; at a window's cut edge it counts as a token character.
        let mut before = u64::from(cut);
        while at < text.len() {
            let next = Block::at(simd, text, at + 64).tokens();
            let runs = long_runs(here, next);
            if runs != 0 {
                let maximal = runs & !(here << 1 | before);
                self.block(simd, text, at, (here, next), (runs, maximal), sink);
            }
            before = here >> 63;
            here = next;
            at += 64;
        }
    }

    /// Looks up the starts in one block that holds some. There is one every hundred bytes of code, and of each several
    /// things are asked, to which the answer is nearly always no. Each is asked without a branch as far as that goes: one
    /// that is guessed wrong costs as much as all that is computed here.
    #[inline(always)]
    fn block<S: Simd>(
        &self,
        simd: S,
        text: &[u8],
        at: usize,
        tokens: (u64, u64),
        (runs, maximal): (u64, u64),
        sink: &mut dyn RunSink,
    ) {
        let separators = Block::at(simd, text, at).separators();
        let previous = u64::from(at > 0 && is_separator(text[at - 1]));
        // A separator that follows a separator begins nothing: lines of dashes cost one look-up.
        let inner = runs & (separators << 1 | previous) & !separators & !maximal;
        let lengths = Lengths::new(simd, text, at, tokens);
        let kinds = Kinds::new(simd, text, at);
        let mut starts = maximal | inner;
        while starts != 0 {
            let bit = starts.trailing_zeros();
            starts &= starts - 1;
            let start = at + bit as usize;
            // A run has sixteen characters.
            let Some(&[a, b, c, d]) = text.get(start..start + 4) else { return };
            let first = u32::from_le_bytes([a, b, c, d]);
            if self.heads.may_hold(first) {
                self.heads.compare(text, start, first, sink);
            }
            let is_maximal = maximal >> bit & 1 == 1;
            let last = start.checked_sub(1).map_or(0, |before| text[before]);
            if !is_maximal && last != b'/' {
                continue;
            }
            let long = lengths.at(bit);
            if self.values.has_look(long, kinds, bit) {
                self.values.look_up(text, start, kinds.piece(bit, long), sink);
            }
            if (long.whole >= ENCODED) & may_promise(first) && promises(text, start) {
                sink.digits(start);
            }
            if is_maximal {
                if self.behind.may_end(text, start) {
                    self.behind.look_up(text, start, sink);
                }
                // What is longer than two blocks show has a token character there.
                let end = start + lengths.end(bit, long) as usize;
                let next = text.get(end).copied().unwrap_or_default();
                let (before, behind) = (self.beside[usize::from(last)], self.beside[usize::from(next)]);
                if before & (ESCAPE_BEFORE | QUOTE_BEFORE) | behind & (ESCAPE_BEHIND | JOINT_BEHIND) != 0 {
                    self.neighbours(text, start, end, sink);
                }
            }
        }
    }

    /// Looks at what stands before and behind the run that begins at `start`: escapes, quotes.
    #[inline(never)]
    fn neighbours(&self, text: &[u8], start: usize, end: usize, sink: &mut dyn RunSink) {
        self.behind_escape(text, start, sink);
        beside_escape(text, start, end, sink);
        if at_joint(text, start, end) {
            sink.joint(start);
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
            if promises(text, inner) {
                sink.digits(inner);
            }
        }
    }
}

/// Says whether an escape that somebody wrote to encode text stands beside a run: some of a token's own characters are
/// encoded then.
fn beside_escape(text: &[u8], start: usize, end: usize, sink: &mut dyn RunSink) {
    if matches!(text.get(end), Some(b'%' | b'\\' | b'&'))
        && let Some(kind) = telling(text, end)
    {
        sink.escape(kind, end);
    }
    let before = match start.checked_sub(1).map(|before| text[before]) {
        Some(b'%' | b'\\') => start - 1,
        // The longest is `&#x10ffff;`.
        Some(b';') => match memchr::memrchr(b'&', &text[start.saturating_sub(10)..start]) {
            Some(sign) => start.saturating_sub(10) + sign,
            None => return,
        },
        _ => return,
    };
    if let Some(kind) = telling(text, before) {
        sink.escape(kind, before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::token::ByteSet;

    /// Collects what a scan proposes.
    #[derive(Default)]
    struct Seen(Vec<(u32, usize)>, Vec<Range<usize>>);

    impl RunSink for Seen {
        fn literal(&mut self, id: u32, at: usize) {
            self.0.push((id, at));
        }

        fn value(&mut self, piece: Range<usize>, _: Fits) {
            self.1.push(piece);
        }
    }

    #[test]
    fn a_literal_is_found_wherever_a_block_cuts_its_run() {
        let runs = Runs::new(&[(b"abc_".to_vec(), 1), (b"xyz".to_vec(), 2)], &[(b"SG.".to_vec(), 3)], &[], &[]);
        let tokens = [("abc_0123456789abcdef", 1, 0), ("xyz0123456789abcdef", 2, 0), ("SG.0123456789abcdef", 3, 0)];
        for pad in 0..140 {
            for (token, id, _) in tokens {
                for glue in [" ", "\\n", "%3D", "\\u0022", "prefix0/", "prefix0-"] {
                    let text = format!("{}{glue}{token} ", " .".repeat(pad / 2) + &" "[..pad % 2]);
                    let mut seen = Seen::default();
                    runs.scan(text.as_bytes(), false, &mut seen);
                    // What stands before a run counts only where the run begins with it.
                    let expected = text.find(token).map(|at| (id, at));
                    assert_eq!(seen.0.first().copied(), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_piece_has_the_length_and_alphabet_of_a_format() {
        let mut hex = ByteSet::default();
        b"0123456789abcdef".iter().for_each(|&byte| hex.insert(byte));
        let runs = Runs::new(&[], &[], &[ValueFormat { min: 32, max: 32, set: hex }], &[]);
        let value = "0a".repeat(16);
        for (text, found) in [
            (format!("k={value}"), true),
            (format!("/long/path/{value}/more"), true),
            (format!("k={value}0"), false),
            (format!("k={}g", &value[1..]), false),
            (format!("sha-{value}"), false),
            (format!("{}{value}", " ".repeat(50)), true),
        ] {
            let mut seen = Seen::default();
            runs.scan(text.as_bytes(), false, &mut seen);
            assert_eq!(!seen.1.is_empty(), found, "{text}");
        }
    }

    #[test]
    fn more_alphabets_than_bits_lose_nothing() {
        let formats: Vec<ValueFormat> = (0..140u32)
            .map(|number| {
                let mut set = ByteSet::default();
                b"0123456789abcdef".iter().for_each(|&byte| set.insert(byte));
                // Different sets: two capitals each, and a slash in every third.
                set.insert(b'A' + (number % 26) as u8);
                set.insert(b'A' + (number / 26) as u8);
                if number % 3 == 0 {
                    set.insert(b'/');
                }
                ValueFormat { min: 20, max: 20, set }
            })
            .collect();
        let runs = Runs::new(&[], &[], &formats, &[]);
        for (id, format) in formats.iter().enumerate() {
            let slash = if format.set.contains(b'/') { "/" } else { "f" };
            let last = char::from(b'A' + (id as u32 / 26) as u8);
            let text = format!(" 9057183624{slash}dbfacebd{last} ");
            let mut fitting = Fitting(&runs, id, false);
            runs.scan(text.as_bytes(), false, &mut fitting);
            assert!(fitting.2, "{id}: {text}");
        }
    }

    /// Whether one format is among those that a piece fits.
    struct Fitting<'r>(&'r Runs, usize, bool);

    impl RunSink for Fitting<'_> {
        fn literal(&mut self, _: u32, _: usize) {}

        fn value(&mut self, piece: Range<usize>, fits: Fits) {
            self.2 |= self.0.fits(self.1, piece.len(), fits);
        }
    }

    #[test]
    fn a_run_cut_by_a_window_does_not_begin_there() {
        let runs = Runs::new(&[(b"abc_".to_vec(), 1)], &[], &[], &[]);
        for (cut, expected) in [(false, vec![(1, 0)]), (true, vec![])] {
            let mut seen = Seen::default();
            runs.scan(b"abc_0123456789abcdef", cut, &mut seen);
            assert_eq!(seen.0, expected);
        }
    }
}
