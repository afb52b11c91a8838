//! Text that stands encoded in text: found by how it begins, decoded into buffers that are used again, with a map back
//! to where each character stood.
//!
//! Nearly everything that could be encoded is not: names of a program are base 64 by their letters. So the first
//! characters are looked at before anything is decoded ([`promises`]), then the first twelve bytes, then all: only what
//! is text from end to end counts, and random bytes never are.

mod escape;
mod join;
mod map;
mod payload;
mod stretch;

use std::fmt;
use std::ops::Range;

pub use escape::{Escape, dense, telling};
pub use join::at_joint;
use map::Map;
use payload::{Payload, UNPACKED, unpack, utf16};
pub use stretch::{LEAST, may_promise, promises};

/// The most layers that are taken off; packed texts and those of two bytes a character are no layer of their own.
pub const DEPTH: usize = 3;

/// What is decoded of a text in all, in bytes: this much for each of its own, …
pub const FOR_EACH_BYTE: usize = 8;

/// … and this much in any case.
pub const IN_ANY_CASE: usize = 64 << 10;

/// A way in which text was written as other text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Base 64, of either alphabet.
    Base64,
    /// Two hexadecimal digits a byte.
    Hex,
    /// Escapes of one kind.
    Escapes(Escape),
    /// Two bytes a character.
    Utf16,
    /// Packed by gzip.
    Gzip,
    /// Literals that are joined, and lines that go on.
    Pieces,
}

impl fmt::Display for Coding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base64 => "base64",
            Self::Hex => "hex",
            Self::Escapes(Escape::Percent) => "percent encoding",
            Self::Escapes(Escape::Backslash) => "backslash escapes",
            Self::Escapes(Escape::Entity) => "HTML entities",
            Self::Utf16 => "UTF-16",
            Self::Gzip => "gzip",
            Self::Pieces => "joined pieces",
        })
    }
}

/// What may begin at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stretch {
    /// Digits of base 64 or 16.
    Digits,
    /// Digits of base 64 whose beginning a window cut off: how many of the first ones are not a group of their own.
    Rest(u8),
    /// Escapes.
    Escapes(Escape),
    /// Literals that are joined.
    Pieces,
}

impl Stretch {
    /// Kinds whose stretches are decoded side by side.
    pub const KINDS: usize = 5;

    /// Which kind it is.
    #[must_use]
    pub const fn kind(self) -> usize {
        match self {
            Self::Digits | Self::Rest(_) => 0,
            Self::Escapes(Escape::Percent) => 1,
            Self::Escapes(Escape::Backslash) => 2,
            Self::Escapes(Escape::Entity) => 3,
            Self::Pieces => 4,
        }
    }
}

/// A decoded stretch.
#[derive(Debug, Default)]
pub struct Decoded {
    /// What stands there.
    pub text: Vec<u8>,
    /// The encodings that were undone, the outermost first.
    pub chain: Vec<Coding>,
    /// Whether more stands there than the bounds let through.
    pub capped: bool,
    /// The bytes that digits stand for, where these are no text yet.
    bytes: Vec<u8>,
    /// How many bytes were decoded first.
    first: usize,
    /// From what was decoded first to the original.
    outer: Map,
    /// From `text` to what was decoded first.
    inner: Inner,
    /// Scratch for `inner`.
    units: Map,
}

/// How the text was made of the bytes that were decoded first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inner {
    /// It is these bytes.
    #[default]
    Same,
    /// Piece by piece.
    Units,
    /// Any of it by all of them.
    Whole,
}

impl Decoded {
    /// Decodes what begins at `at`, up to `most` bytes. Gives where the next stretch of its kind may begin, and
    /// whether there is anything to look at. `floor` is where the last stretch of its kind ended.
    pub fn read(&mut self, text: &[u8], at: usize, what: Stretch, floor: usize, most: usize) -> (usize, bool) {
        self.text.clear();
        self.chain.clear();
        self.bytes.clear();
        self.outer.clear();
        self.units.clear();
        self.inner = Inner::Same;
        self.capped = false;
        match what {
            Stretch::Digits => self.digits(text, at, most),
            Stretch::Rest(skip) => self.digits(text, text.len().min(at + usize::from(skip)), most),
            Stretch::Escapes(kind) => {
                self.chain.push(Coding::Escapes(kind));
                let until = escape::read(text, at, kind, floor, most, &mut self.text, &mut self.outer);
                (until, !self.text.is_empty())
            }
            Stretch::Pieces => {
                self.chain.push(Coding::Pieces);
                join::read(text, at, floor, most, &mut self.text, &mut self.outer)
            }
        }
    }

    fn digits(&mut self, text: &[u8], at: usize, most: usize) -> (usize, bool) {
        let read = stretch::read(text, at, most, &mut self.bytes, &mut self.outer);
        let Some((coding, payload)) = read.what else { return (read.until, false) };
        self.capped = read.capped;
        self.chain.push(coding);
        self.first = self.bytes.len();
        let left = most - self.bytes.len().min(most);
        let found = match payload {
            Payload::Text => {
                std::mem::swap(&mut self.text, &mut self.bytes);
                true
            }
            Payload::Utf16Le | Payload::Utf16Be => self.two_bytes(payload == Payload::Utf16Le, false).is_some(),
            Payload::Gzip => self.packed(left.min(UNPACKED)).is_some(),
        };
        (read.until, found)
    }

    /// Makes the text of units of two bytes: of `bytes`, or of the text itself where it was packed.
    fn two_bytes(&mut self, little: bool, packed: bool) -> Option<()> {
        if packed {
            std::mem::swap(&mut self.text, &mut self.bytes);
            self.text.clear();
        }
        self.chain.push(Coding::Utf16);
        self.inner = if packed { Inner::Whole } else { Inner::Units };
        utf16(&self.bytes, little, &mut self.text, &mut self.units)
    }

    fn packed(&mut self, most: usize) -> Option<()> {
        self.chain.push(Coding::Gzip);
        self.inner = Inner::Whole;
        self.capped |= unpack(&self.bytes, most, &mut self.text)?;
        match Payload::of(&self.text[..self.text.len().min(payload::HEAD)]) {
            Some(Payload::Utf16Le) => self.two_bytes(true, true),
            Some(Payload::Utf16Be) => self.two_bytes(false, true),
            // As of a file: what holds a zero byte is binary.
            _ => memchr::memchr(0, &self.text).is_none().then_some(()),
        }
    }

    /// How many bytes were made in all.
    #[must_use]
    pub fn made(&self) -> usize {
        self.text.len() + self.bytes.len()
    }

    /// The stretch of the original that stands for a stretch of the text, as tight as the encoding lets it be: the
    /// groups of four of base 64, escapes exactly, of a packed text all of it.
    #[must_use]
    pub fn original(&self, decoded: &Range<usize>) -> Range<usize> {
        match self.inner {
            Inner::Same => self.outer.original(decoded),
            Inner::Units => self.outer.original(&self.units.original(decoded)),
            Inner::Whole => self.outer.original(&(0..self.first)),
        }
    }

    /// Whether it is made of escapes or pieces, of which most characters stand for themselves.
    #[must_use]
    pub fn partly(&self) -> bool {
        matches!(self.chain[..], [Coding::Escapes(_) | Coding::Pieces])
    }
}
