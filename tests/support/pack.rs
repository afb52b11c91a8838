//! Archives for tests, written by hand so that each may be wrong in its own way.

#![allow(dead_code, reason = "every test file takes of this what it needs")]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

/// An entry of a zip archive.
#[derive(Clone, Default)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
    /// Whether it is stored as it is.
    pub(crate) stored: bool,
    pub(crate) encrypted: bool,
    /// Said instead of the method it is packed by.
    pub(crate) method: Option<u16>,
    /// Whether its sizes and place stand in the 64-bit field.
    pub(crate) large: bool,
}

/// A deflated entry.
pub(crate) fn entry(name: impl AsRef<[u8]>, bytes: impl AsRef<[u8]>) -> Entry {
    Entry { name: name.as_ref().to_vec(), bytes: bytes.as_ref().to_vec(), ..Entry::default() }
}

/// A stored entry.
pub(crate) fn stored(name: impl AsRef<[u8]>, bytes: impl AsRef<[u8]>) -> Entry {
    Entry { stored: true, ..entry(name, bytes) }
}

/// A zip archive.
pub(crate) fn zip(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let at = out.len() as u64;
        let mut packed = if entry.stored { entry.bytes.clone() } else { deflate(&entry.bytes) };
        if entry.encrypted {
            // As good as encrypted.
            packed.iter_mut().for_each(|byte| *byte = byte.wrapping_mul(167) ^ 0x5A);
        }
        let method = entry.method.unwrap_or(if entry.stored { 0 } else { 8 });
        let (length, size) = (packed.len() as u64, entry.bytes.len() as u64);
        let short = |value: u64| if entry.large { u32::MAX } else { u32::try_from(value).unwrap() };
        let mut extra = Vec::new();
        if entry.large {
            extra.extend([1_u16.to_le_bytes(), 24_u16.to_le_bytes()].concat());
            for value in [size, length, at] {
                extra.extend(value.to_le_bytes());
            }
        }
        // Version needed, flags, method, time and date, sum, sizes, lengths of name and extra.
        let mut common = Vec::new();
        for value in [20, u16::from(entry.encrypted), method, 0, 0] {
            common.extend(value.to_le_bytes());
        }
        common.extend(crc32fast::hash(&entry.bytes).to_le_bytes());
        common.extend([short(length).to_le_bytes(), short(size).to_le_bytes()].concat());
        common.extend(u16::try_from(entry.name.len()).unwrap().to_le_bytes());
        common.extend(u16::try_from(extra.len()).unwrap().to_le_bytes());
        out.extend([b"PK\x03\x04", &common[..], &entry.name, &extra, &packed].concat());
        directory.extend([b"PK\x01\x02\x14\x03", &common[..]].concat());
        // Comment, disk, attributes.
        directory.extend([0; 10]);
        directory.extend(short(at).to_le_bytes());
        directory.extend([&entry.name[..], &extra].concat());
    }
    let at = out.len();
    out.extend(&directory);
    out.extend(end(entries.len(), directory.len(), at));
    out
}

/// The record at the end.
pub(crate) fn end(entries: usize, directory: usize, at: usize) -> Vec<u8> {
    let count = u16::try_from(entries).unwrap_or(u16::MAX).to_le_bytes();
    let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    [b"PK\x05\x06\0\0\0\0", &count[..], &count, &number(directory), &number(at), b"\0\0"].concat()
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// A tar archive of files, with its two blocks of zeros.
pub(crate) fn tar<N: AsRef<[u8]>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in files {
        let (name, bytes) = (name.as_ref(), bytes.as_ref());
        if name.len() > 100 {
            out.extend(member(b"././@LongLink", b'L', &[name, b"\0"].concat()));
        }
        out.extend(member(name, b'0', bytes));
    }
    out.extend([0; 1024]);
    out
}

/// A header and what belongs to it.
pub(crate) fn member(name: &[u8], kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut block = [0; 512];
    let name = &name[..name.len().min(100)];
    block[..name.len()].copy_from_slice(name);
    block[100..108].copy_from_slice(b"0000644\0");
    block[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
    block[148..156].fill(b' ');
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut out = block.to_vec();
    out.extend(bytes);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}
