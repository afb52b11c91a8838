//! Classes of bytes as bit masks of 64, sixteen bytes at a time.
//!
//! `wide` compiles to the vector instructions of the target and to plain loops where there are none.

use wide::u8x16;

use crate::text::token::RUN;

/// Bit `i` is set where `RUN` ones begin at bit `i` of `here`, looking on into `next`.
pub(super) fn long_runs(here: u64, next: u64) -> u64 {
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
pub(super) fn mask(text: &[u8], at: usize, lane: fn(u8x16) -> u32, test: fn(u8) -> bool) -> u64 {
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
pub(super) fn token_lane(bytes: u8x16) -> u32 {
    let letter = ((bytes | u8x16::splat(0x20)) - u8x16::splat(b'a')).simd_le(u8x16::splat(25));
    // `+ , - . /` and the digits are neighbours; comma and dot, which differ in one bit, are taken out again.
    let digit = (bytes - u8x16::splat(b'+')).simd_le(u8x16::splat(b'9' - b'+'));
    let dot = (bytes | u8x16::splat(0x02)).simd_eq(u8x16::splat(b'.'));
    let underscore = bytes.simd_eq(u8x16::splat(b'_'));
    (letter | (digit & !dot) | underscore).to_bitmask()
}

#[inline(always)]
pub(super) fn separator_lane(bytes: u8x16) -> u32 {
    let dash = bytes.simd_eq(u8x16::splat(b'-')) | bytes.simd_eq(u8x16::splat(b'+'));
    (dash | bytes.simd_eq(u8x16::splat(b'/'))).to_bitmask()
}

#[inline(always)]
pub(super) fn slash_lane(bytes: u8x16) -> u32 {
    bytes.simd_eq(u8x16::splat(b'/')).to_bitmask()
}

#[inline(always)]
pub(super) fn letter_lane(bytes: u8x16) -> u32 {
    ((bytes | u8x16::splat(0x20)) - u8x16::splat(b'a')).simd_le(u8x16::splat(25)).to_bitmask()
}

#[inline(always)]
pub(super) fn small_lane(bytes: u8x16) -> u32 {
    (bytes - u8x16::splat(b'a')).simd_le(u8x16::splat(25)).to_bitmask()
}

#[inline(always)]
pub(super) fn digit_lane(bytes: u8x16) -> u32 {
    (bytes - u8x16::splat(b'0')).simd_le(u8x16::splat(9)).to_bitmask()
}

#[inline(always)]
pub(super) fn underscore_lane(bytes: u8x16) -> u32 {
    bytes.simd_eq(u8x16::splat(b'_')).to_bitmask()
}

pub(super) fn bits(bytes: &[u8], test: fn(u8) -> bool) -> u64 {
    bytes.iter().take(64).enumerate().fold(0, |mask, (i, &byte)| mask | u64::from(test(byte)) << i)
}
