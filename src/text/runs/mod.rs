//! The run prefilter: finds maximal runs of token characters and looks up how they begin.
//!
//! One pass of bit masks over blocks of 64 bytes. What it costs depends on the text alone: a run's first bytes are
//! looked up in bit tables whose size is fixed, however many literals they hold.

mod tables;
mod values;

use std::ops::Range;

use super::lanes::{long_runs, mask, separator_lane, token_lane};
use tables::{Ends, Heads};
pub use values::{Fits, ValueFormat};
use values::{Piece, Pieces, Values};

use super::decode::{Escape, at_joint, promises, telling};
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
}

impl Runs {
    /// `heads`: literals of 3 bytes or more that begin a run. `behind`: literals of 3 bytes or more, the last no
    /// token character, that stand directly before a run. `values`: formats without a literal; their ids are their
    /// positions.
    #[must_use]
    pub fn new(heads: &[(Vec<u8>, u32)], behind: &[(Vec<u8>, u32)], values: &[ValueFormat]) -> Self {
        Self { heads: Heads::new(heads), behind: Ends::ending(behind), values: Values::new(values) }
    }

    /// Whether a piece of this length with these bits fits format `id`.
    #[must_use]
    pub fn fits(&self, id: usize, length: usize, fits: Fits) -> bool {
        self.values.fits(id, length, fits)
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
            if (is_maximal || text[start - 1] == b'/') && promises(text, start) {
                sink.digits(start);
            }
            if is_maximal {
                self.behind.look_up(text, start, sink);
                self.behind_escape(text, start, sink);
                beside_escape(text, at, bit, tokens, sink);
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
            if promises(text, inner) {
                sink.digits(inner);
            }
        }
    }
}

/// Says whether an escape that somebody wrote to encode text stands beside the run at `bit` of the block at `at`: some
/// of a token's own characters are encoded then.
#[inline]
fn beside_escape(text: &[u8], at: usize, bit: u32, tokens: (u64, u64), sink: &mut dyn RunSink) {
    let start = at + bit as usize;
    let length = (!((u128::from(tokens.0) | u128::from(tokens.1) << 64) >> bit)).trailing_zeros();
    let end = start + length as usize;
    if at_joint(text, start, end) {
        sink.joint(start);
    }
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
    use crate::text::lanes::slash_lane;
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
    fn the_vectors_say_of_every_byte_what_the_plain_tests_say() {
        for byte in 0..=255u8 {
            let one = [byte; 64];
            let all = |yes: bool| if yes { u64::MAX } else { 0 };
            assert_eq!(mask(&one, 0, token_lane, is_token), all(is_token(byte)), "{byte:#x}");
            assert_eq!(mask(&one, 0, separator_lane, is_separator), all(is_separator(byte)), "{byte:#x}");
            assert_eq!(mask(&one, 0, slash_lane, |b| b == b'/'), all(byte == b'/'), "{byte:#x}");
        }
    }

    #[test]
    fn a_literal_is_found_wherever_a_block_cuts_its_run() {
        let runs = Runs::new(&[(b"abc_".to_vec(), 1), (b"xyz".to_vec(), 2)], &[(b"SG.".to_vec(), 3)], &[]);
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
        let runs = Runs::new(&[], &[], &[ValueFormat { min: 32, max: 32, set: hex }]);
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
        let runs = Runs::new(&[], &[], &formats);
        for (id, format) in formats.iter().enumerate() {
            let slash = if format.set.contains(b'/') { "/" } else { "f" };
            let last = char::from(b'A' + (id as u32 / 26) as u8);
            let text = format!(" 0123456789{slash}bcdefabc{last} ");
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
        let runs = Runs::new(&[(b"abc_".to_vec(), 1)], &[], &[]);
        for (cut, expected) in [(false, vec![(1, 0)]), (true, vec![])] {
            let mut seen = Seen::default();
            runs.scan(b"abc_0123456789abcdef", cut, &mut seen);
            assert_eq!(seen.0, expected);
        }
    }
}
