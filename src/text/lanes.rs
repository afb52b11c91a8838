//! Classes of bytes as bit masks of 64.
//!
//! `fearless_simd` compiles what is generic over [`Simd`] once for each set of vector instructions, and the processor
//! says which is run. Whatever is to be compiled so has to be inlined into the call of `dispatch!`: a closure that a
//! library's function calls is not, and takes ten times as long.

use std::sync::LazyLock;

use fearless_simd::prelude::*;
use fearless_simd::{Level, u8x64};

use crate::text::token::RUN;

/// The vector instructions of this processor.
pub(super) fn level() -> Level {
    static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);
    *LEVEL
}

/// Bit `i` is set where `RUN` ones begin at bit `i` of `here`, looking on into `next`.
#[inline(always)]
pub(super) fn long_runs(here: u64, next: u64) -> u64 {
    const { assert!(RUN == 16, "four doublings make sixteen") };
    let mut runs = u128::from(here) | u128::from(next) << 64;
    runs &= runs >> 1;
    runs &= runs >> 2;
    runs &= runs >> 4;
    runs &= runs >> 8;
    runs as u64
}

/// 64 bytes of a text; beyond the text they are zero, which is in no class.
#[derive(Clone, Copy)]
pub(super) struct Block<S: Simd> {
    simd: S,
    pub(super) bytes: u8x64<S>,
}

impl<S: Simd> Block<S> {
    #[inline(always)]
    pub(super) fn at(simd: S, text: &[u8], at: usize) -> Self {
        let bytes = match text.get(at..at + 64) {
            Some(block) => u8x64::from_slice(simd, block),
            None => Self::last(simd, text.get(at..).unwrap_or_default()),
        };
        Self { simd, bytes }
    }

    #[inline(always)]
    fn last(simd: S, rest: &[u8]) -> u8x64<S> {
        let mut padded = [0; 64];
        padded[..rest.len()].copy_from_slice(rest);
        u8x64::from_slice(simd, &padded)
    }

    #[inline(always)]
    fn splat(self, byte: u8) -> u8x64<S> {
        u8x64::splat(self.simd, byte)
    }

    #[inline(always)]
    fn is(self, byte: u8) -> u64 {
        self.bytes.simd_eq(self.splat(byte)).to_bitmask()
    }

    /// The bytes from `first` on, `count` of them.
    #[inline(always)]
    fn within(self, bytes: u8x64<S>, first: u8, count: u8) -> u64 {
        (bytes - self.splat(first)).simd_le(self.splat(count - 1)).to_bitmask()
    }

    /// The token characters.
    #[inline(always)]
    pub(super) fn tokens(self) -> u64 {
        // `+ , - . /` and the digits are neighbours; comma and dot, which differ in one bit, are taken out again.
        let digits = self.within(self.bytes, b'+', b'9' - b'+' + 1);
        let dots = (self.bytes | self.splat(0x02)).simd_eq(self.splat(b'.')).to_bitmask();
        self.letters() | (digits & !dots) | self.underscores()
    }

    /// The token characters that may also stand between two tokens.
    #[inline(always)]
    pub(super) fn separators(self) -> u64 {
        self.is(b'-') | self.is(b'+') | self.slashes()
    }

    #[inline(always)]
    pub(super) fn slashes(self) -> u64 {
        self.is(b'/')
    }

    #[inline(always)]
    pub(super) fn underscores(self) -> u64 {
        self.is(b'_')
    }

    #[inline(always)]
    pub(super) fn letters(self) -> u64 {
        self.within(self.bytes | self.splat(0x20), b'a', 26)
    }

    /// The small letters.
    #[inline(always)]
    pub(super) fn small(self) -> u64 {
        self.within(self.bytes, b'a', 26)
    }

    #[inline(always)]
    pub(super) fn digits(self) -> u64 {
        self.within(self.bytes, b'0', 10)
    }

    /// The signs that begin an escape, and two others: `%` and `&` are neighbours, which differ from these in one bit.
    #[inline(always)]
    pub(super) fn signs(self) -> u64 {
        (self.bytes & self.splat(0xFC)).simd_eq(self.splat(0x24)).to_bitmask() | self.is(b'\\')
    }
}

#[cfg(test)]
mod tests {
    use fearless_simd::dispatch;

    use super::*;
    use crate::text::token::{is_separator, is_token};

    #[test]
    fn the_vectors_say_of_every_byte_what_the_plain_tests_say() {
        for byte in 0..=255u8 {
            let one = [byte; 80];
            for length in [64, 70, 80] {
                let text = &one[..length];
                dispatch!(level(), simd => {
                    for at in [0, 16, 64, 90] {
                        let block = Block::at(simd, text, at);
                        let there = u64::MAX.checked_shr(64u32.saturating_sub(length.saturating_sub(at) as u32)).unwrap_or(0);
                        let all = |yes: bool| if yes { there } else { 0 };
                        assert_eq!(block.tokens(), all(is_token(byte)), "{byte:#x}");
                        assert_eq!(block.separators(), all(is_separator(byte)), "{byte:#x}");
                        assert_eq!(block.slashes(), all(byte == b'/'), "{byte:#x}");
                        assert_eq!(block.underscores(), all(byte == b'_'), "{byte:#x}");
                        assert_eq!(block.letters(), all(byte.is_ascii_alphabetic()), "{byte:#x}");
                        assert_eq!(block.small(), all(byte.is_ascii_lowercase()), "{byte:#x}");
                        assert_eq!(block.digits(), all(byte.is_ascii_digit()), "{byte:#x}");
                        assert_eq!(block.signs(), all(matches!(byte, b'$'..=b'\'' | b'\\')), "{byte:#x}");
                    }
                });
            }
        }
    }
}
