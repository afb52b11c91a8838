//! The names of the checksums that vendors put into tokens; `checksum.rs` computes them.
//!
//! The build script includes this file by path: no imports from this crate.

use serde::{Deserialize, Serialize};

/// The ways in which vendors write checksums into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// CRC-32 (IEEE) in base 62, digits then upper then lower case, the last 6 characters, padded with `0`.
    Crc32Base62,
    /// CRC-32 (IEEE) in base 36, lower case, the last 7 characters, padded with `0`.
    Crc32Base36,
    /// CRC-32 (IEEE) as 8 hexadecimal digits of either case.
    Crc32Hex,
    /// CRC-32 (IEEE), its bytes little-endian, as 8 hexadecimal digits.
    Crc32HexLe,
    /// CRC-32 (IEEE), its bytes little-endian, in base64 without padding, the last 6 characters.
    Crc32Base64Le,
    /// The bech32 checksum of BIP 173 over the whole value.
    Bech32,
    /// CRC-16 (XMODEM), little-endian, in the last 2 of the bytes that the value is base32 of.
    Crc16Base32,
    /// The first 4 bytes of SHA-256 of SHA-256, in the last 4 of the bytes that the value is base58 of.
    Sha256dBase58,
}
