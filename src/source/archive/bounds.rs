//! How far an archive is looked into.
//!
//! The bounds hold for a file on disk with all that is nested in it, so that a bomb made of nested archives is no larger
//! than any other. They are no settings: each lies well beyond what people pack, and who has more can unpack it.

use std::fmt;

use bytesize::ByteSize;

/// How deep archives may be nested: an archive on disk is the first level. A jar in a war in a zip is the third; nobody
/// was seen to pack deeper, but files that contain themselves go on for ever. A tar in a gzip file is one level.
pub const DEPTH: u8 = 3;

/// How many entries are met, folders among them. The sources of Linux have some 90,000; a zip of the largest size that
/// is read could have four million empty ones.
pub const ENTRIES: u64 = 1 << 18;

/// How many bytes are unpacked in all. A file of 256 MiB, the largest that is read unless somebody asks otherwise,
/// holds about that much source text.
pub const UNPACKED: u64 = 2 << 30;

/// How many bytes are unpacked for each byte of the file. Source text has a ratio of 4 to 10, logs of 20 to 100, and
/// deflate cannot exceed 1,032 a level.
pub const RATIO: u64 = 200;

/// So many bytes may be unpacked whatever the ratio is: an empty disk image or a table of zeros is no attack. Bytes.
pub const SLACK: u64 = 16 << 20;

/// How much of nested zip archives, and of an archive from standard input, is held in memory at a time, by each thread:
/// the directory of a zip stands at its end, so that it cannot be read as a stream. Bytes.
pub const HELD: u64 = 64 << 20;

/// The bound at which an archive was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// [`DEPTH`].
    Depth,
    /// [`ENTRIES`].
    Entries,
    /// [`UNPACKED`].
    Unpacked,
    /// [`RATIO`], beyond [`SLACK`].
    Ratio,
    /// [`HELD`].
    Held,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = |bytes| ByteSize::b(bytes).display().iec();
        match self {
            Self::Depth => write!(f, "an archive nested deeper than {DEPTH} levels, which is the bound"),
            Self::Entries => write!(f, "not looked at beyond {ENTRIES} entries, the bound of an archive"),
            Self::Unpacked => write!(f, "not looked at beyond {} unpacked, the bound of an archive", size(UNPACKED)),
            Self::Ratio => write!(f, "not looked at beyond {RATIO} bytes unpacked for each packed, the bound"),
            Self::Held => write!(f, "larger than {}, the bound of what is held in memory", size(HELD)),
        }
    }
}
