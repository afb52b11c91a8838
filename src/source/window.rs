//! A text too large to hold, as windows that overlap.
//!
//! Every window owns a part of the text; the parts tile it exactly, so whatever begins somewhere begins in one window's
//! own part. Around it stands what is needed to judge what begins there: [`BEHIND`] bytes before and [`AHEAD`] bytes
//! after, less only at the text's ends. The buffer never holds more than one window, however long a line is.

use std::io::{self, Read};
use std::ops::Range;

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::Encoding;

/// Files up to this size are read whole; bytes.
pub const WHOLE: usize = 8 << 20;

/// How much of the text a window owns, in bytes. The first one owns [`BEHIND`] more, the last one what is left.
pub const WINDOW: usize = 1 << 20;

/// How much of the text stands before a window's own part; bytes.
pub const BEHIND: usize = 512;

/// How much of the text stands behind a window's own part: the longest match that a rule may ask for and what is looked
/// at around it. This floor knows no rule; the engine asserts that it is enough. Bytes.
pub const AHEAD: usize = 16 * 1024 + BEHIND;

/// One window.
#[derive(Debug)]
pub(super) struct Window<'w> {
    /// The text.
    pub(super) text: &'w [u8],
    /// Offset of `text[0]` in the whole text.
    pub(super) base: u64,
    /// The part that is this window's own.
    pub(super) own: Range<usize>,
    /// Whether the text ends with it.
    pub(super) last: bool,
}

/// Reads `raw`, decodes it and hands its windows to `take` in order, until that returns `false` or the text ends.
/// Returns whether it came to the end.
///
/// # Errors
/// Where reading fails; the windows before were handed on.
pub(super) fn windows(
    raw: impl Read,
    encoding: Encoding,
    buffer: &mut Vec<u8>,
    mut take: impl FnMut(Window<'_>) -> bool,
) -> io::Result<bool> {
    let mut decoded = DecodeReaderBytesBuilder::new()
        .encoding(match encoding {
            Encoding::Ascii | Encoding::Utf8Bom => None,
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE),
            Encoding::Utf16Be => Some(encoding_rs::UTF_16BE),
        })
        .bom_sniffing(false)
        .strip_bom(true)
        .build_with_buffer(raw, vec![0; 64 * 1024])?;
    buffer.resize(BEHIND + WINDOW + AHEAD, 0);
    let (mut base, mut own_start, mut filled) = (0, 0, 0);
    loop {
        let read = fill(&mut decoded, &mut buffer[filled..])?;
        filled += read;
        let last = filled < buffer.len();
        let own_end = if last { filled } else { filled - AHEAD };
        if !take(Window { text: &buffer[..filled], base, own: own_start..own_end, last }) {
            return Ok(false);
        }
        if last {
            return Ok(true);
        }
        let kept = own_end - BEHIND;
        buffer.copy_within(kept..filled, 0);
        base += kept as u64;
        own_start = BEHIND;
        filled -= kept;
    }
}

/// Reads until the buffer is full or nothing more comes.
pub(super) fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    /// Gives at most `step` bytes at once, as pipes do.
    struct Dribble<'a>(&'a [u8], usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(self.1);
            (&mut self.0).take(most as u64).read(buffer)
        }
    }

    fn noise(length: usize, seed: u64) -> Vec<u8> {
        let mut random = fastrand::Rng::with_seed(seed);
        (0..length).map(|_| random.u8(b' '..=b'~')).collect()
    }

    /// Checks every window against the whole text and returns how many there were.
    fn check(raw: impl Read, encoding: Encoding, whole: &[u8]) -> usize {
        let mut owned = 0;
        let mut count = 0;
        let mut ended = false;
        let full = windows(raw, encoding, &mut Vec::new(), |window| {
            assert!(!ended, "no window after the last");
            let base = window.base as usize;
            assert_eq!(window.text, &whole[base..base + window.text.len()], "the text is the whole text's");
            assert_eq!(base + window.own.start, owned, "own parts tile");
            assert_eq!(window.own.start, owned.min(BEHIND), "all that may stand before it does");
            owned = base + window.own.end;
            let behind = window.text.len() - window.own.end;
            assert_eq!(behind, if window.last { 0 } else { AHEAD });
            assert!(window.text.len() <= BEHIND + WINDOW + AHEAD);
            ended = window.last;
            count += 1;
            true
        });
        assert!(full.unwrap() && ended);
        assert_eq!(owned, whole.len());
        count
    }

    #[test]
    fn own_parts_tile_the_text_at_every_border() {
        let first = BEHIND + WINDOW + AHEAD;
        let next = first - BEHIND - AHEAD;
        let whole = noise(first + 2 * next + 2, 7);
        for border in [0, 1, BEHIND, WINDOW, first, first + next, first + 2 * next] {
            for length in border.saturating_sub(1)..=border + 1 {
                check(&whole[..length], Encoding::Ascii, &whole[..length]);
            }
        }
        assert_eq!(check(&whole[..first - 1], Encoding::Ascii, &whole[..first - 1]), 1);
        assert_eq!(check(&whole[..first], Encoding::Ascii, &whole[..first]), 2);
    }

    #[test]
    fn marks_are_removed_and_utf16_is_decoded() {
        let text: String = std::iter::repeat_n("k = \"\u{e4}\u{4e2d}\u{1f600}\"\n", 200_000).collect();
        let whole = text.as_bytes();
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        check(&[b"\xEF\xBB\xBF", whole].concat()[..], Encoding::Utf8Bom, whole);
        check(&[b"\xFF\xFE", &little[..]].concat()[..], Encoding::Utf16Le, whole);
        check(Dribble(&little, 4097), Encoding::Utf16Le, whole);
        check(&[b"\xFE\xFF", &big[..]].concat()[..], Encoding::Utf16Be, whole);
        check(Dribble(&big, 1001), Encoding::Utf16Be, whole);
    }

    #[test]
    fn bytes_that_are_no_utf8_pass_as_they_are() {
        let whole: Vec<u8> = (0..2_000_000u32).map(|n| (n % 251) as u8).collect();
        check(&whole[..], Encoding::Ascii, &whole);
        let marked = [b"\xEF\xBB\xBF", &whole[..]].concat();
        check(&marked[..], Encoding::Utf8Bom, &whole);
    }

    #[test]
    fn whoever_takes_windows_can_stop() {
        let whole = noise(3 * WINDOW, 1);
        let mut count = 0;
        let full = windows(&whole[..], Encoding::Ascii, &mut Vec::new(), |_| {
            count += 1;
            count < 2
        });
        assert!(!full.unwrap());
        assert_eq!(count, 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn own_parts_tile_any_text(length in 0usize..4 * WINDOW, step in 1000usize..300_000, seed: u64) {
            let whole = noise(length, seed);
            check(Dribble(&whole, step), Encoding::Ascii, &whole);
        }
    }
}
