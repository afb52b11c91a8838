//! Tar archives: blocks of 512 bytes, a header and what belongs to it in turn.
//!
//! V7, ustar, pax and GNU's: names may be long, sizes may be binary. Of a sparse file the stretches that hold something
//! are looked at as they are stored.

use std::io::{self, Read};

use crate::source::window::fill;

/// All lengths are rounded up to this; bytes.
const BLOCK: usize = 512;

/// How much of a long name, or of a pax header, is read; bytes. Names are cut far below.
const MOST: u64 = 64 * 1024;

/// Whether what begins so is a tar archive: its first block has a sum that holds.
pub(super) fn begins(head: &[u8]) -> bool {
    head.first_chunk().is_some_and(|block| block[0] != 0 && sum_holds(block))
}

/// What stands in an archive.
pub(super) struct Tar<R> {
    from: R,
    /// What is left of the last entry, and its padding; bytes.
    left: u64,
    padding: u64,
}

/// What a header says.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) kind: Kind,
}

/// What kind of entry it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// A link or a device.
    Other,
}

impl<R: Read> Tar<R> {
    pub(super) fn new(from: R) -> Self {
        Self { from, left: 0, padding: 0 }
    }

    /// The next entry; `None` at the end.
    ///
    /// # Errors
    /// Where the archive breaks off, or holds something else.
    pub(super) fn next(&mut self) -> io::Result<Option<Entry>> {
        let mut long_name = None;
        let mut long_size = None;
        let mut zeros = 0;
        loop {
            self.pass()?;
            let mut block = [0; BLOCK];
            match fill(&mut self.from, &mut block)? {
                0 => return Ok(None),
                BLOCK => {}
                // Behind two blocks of zeros the archive has ended, and anything may follow.
                _ if zeros > 1 => return Ok(None),
                _ => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
            if block.iter().all(|&byte| byte == 0) {
                zeros += 1;
                continue;
            }
            if !sum_holds(&block) {
                return if zeros > 1 { Ok(None) } else { Err(io::ErrorKind::InvalidData.into()) };
            }
            let size = number(&block[124..136]).ok_or(io::ErrorKind::InvalidData)?;
            match block[156] {
                b'L' => {
                    let mut name = self.meta(size)?;
                    name.truncate(name.iter().position(|&byte| byte == 0).unwrap_or(name.len()));
                    long_name = Some(name);
                }
                b'x' | b'X' => {
                    let records = self.meta(size)?;
                    long_name = record(&records, b"path").map(<[u8]>::to_vec).or(long_name);
                    let said = record(&records, b"size").and_then(|size| std::str::from_utf8(size).ok()?.parse().ok());
                    long_size = said.or(long_size);
                }
                b'g' | b'K' | b'V' => self.owe(size),
                kind => {
                    let size = long_size.unwrap_or(size);
                    let kind = match kind {
                        b'1'..=b'4' | b'6' => Kind::Other,
                        b'5' | b'D' => Kind::Folder,
                        _ => Kind::File,
                    };
                    // A link has a size now and then, and never bytes.
                    let size = if kind == Kind::Other { 0 } else { size };
                    self.owe(size);
                    if block[156] == b'S' {
                        self.pass_sparse_maps(&block)?;
                    }
                    return Ok(Some(Entry { name: long_name.unwrap_or_else(|| name(&block)), kind }));
                }
            }
        }
    }

    /// The bytes of the entry that came last. What is not read of it is passed over.
    pub(super) fn bytes(&mut self) -> impl Read {
        Bytes { tar: self }
    }

    fn owe(&mut self, size: u64) {
        self.left = size;
        self.padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
    }

    /// Passes over what is left of the last entry.
    fn pass(&mut self) -> io::Result<()> {
        let owed = self.left.saturating_add(self.padding);
        // What is missing of the padding at the end nobody misses.
        let missing = owed - io::copy(&mut (&mut self.from).take(owed), &mut io::sink())?;
        let broken = missing > self.padding;
        (self.left, self.padding) = (0, 0);
        if broken { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// What belongs to a header that says more about the next one.
    fn meta(&mut self, size: u64) -> io::Result<Vec<u8>> {
        self.owe(size);
        let mut bytes = Vec::new();
        let read = (&mut self.from).take(size.min(MOST)).read_to_end(&mut bytes)?;
        self.left -= read as u64;
        Ok(bytes)
    }

    /// Blocks that say where the stretches of a sparse file belong stand between its header and its bytes.
    fn pass_sparse_maps(&mut self, header: &[u8; BLOCK]) -> io::Result<()> {
        let mut more = header[482] != 0;
        while more {
            let mut block = [0; BLOCK];
            if fill(&mut self.from, &mut block)? < BLOCK {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            more = block[504] != 0;
        }
        Ok(())
    }
}

/// The bytes of one entry.
struct Bytes<'t, R> {
    tar: &'t mut Tar<R>,
}

impl<R: Read> Read for Bytes<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.tar.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let read = self.tar.from.read(&mut buffer[..most])?;
        if read == 0 {
            // Said once: nothing more is missed.
            (self.tar.left, self.tar.padding) = (0, 0);
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.tar.left -= read as u64;
        Ok(read)
    }
}

/// Whether a header's sum is that of its bytes; some programs took these for signed.
fn sum_holds(block: &[u8; BLOCK]) -> bool {
    let Some(said) = number(&block[148..156]) else { return false };
    let blank = |at: usize| (148..156).contains(&at);
    let bytes = || block.iter().enumerate().map(|(at, &byte)| if blank(at) { b' ' } else { byte });
    let unsigned: u64 = bytes().map(u64::from).sum();
    let signed: i64 = bytes().map(|byte| i64::from(byte.cast_signed())).sum();
    said == unsigned || u64::try_from(signed) == Ok(said)
}

/// A number of a header: octal digits, or binary where the first bit is set.
fn number(field: &[u8]) -> Option<u64> {
    if let Some((&first, rest)) = field.split_first()
        && first & 0x80 != 0
    {
        let value = rest.iter().try_fold(u64::from(first & 0x3F), |value, &byte| {
            value.checked_mul(256).map(|value| value | u64::from(byte))
        });
        // Negative numbers are none of a size.
        return value.filter(|_| first & 0x40 == 0);
    }
    let digits = field.trim_ascii_start();
    let end = digits.iter().position(|byte| matches!(byte, 0 | b' ')).unwrap_or(digits.len());
    digits[..end].iter().try_fold(0_u64, |value, &digit| match digit {
        b'0'..=b'7' => value.checked_mul(8).map(|value| value + u64::from(digit - b'0')),
        _ => None,
    })
}

/// The name in a header, with ustar's beginning in front.
fn name(block: &[u8; BLOCK]) -> Vec<u8> {
    let text = |field: &[u8]| field[..field.iter().position(|&byte| byte == 0).unwrap_or(field.len())].to_vec();
    let (name, prefix) = (text(&block[..100]), text(&block[345..500]));
    if prefix.is_empty() || &block[257..263] != b"ustar\0" { name } else { [&prefix, b"/".as_slice(), &name].concat() }
}

/// What a pax header says of a key; the last time counts.
fn record<'r>(mut records: &'r [u8], key: &[u8]) -> Option<&'r [u8]> {
    let mut found = None;
    while let Some(space) = memchr::memchr(b' ', records) {
        let length = std::str::from_utf8(&records[..space]).ok().and_then(|length| length.parse::<usize>().ok());
        let Some(line) = length.and_then(|length| records.get(space + 1..length)) else { break };
        let line_end = space + 1 + line.len();
        if let Some(value) = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(b"=")) {
            found = Some(value.strip_suffix(b"\n").unwrap_or(value));
        }
        records = &records[line_end..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_octal_or_binary() {
        assert_eq!(number(b"00000000017\0"), Some(15));
        assert_eq!(number(b"   17 \0\0\0\0\0\0"), Some(15));
        assert_eq!(number(&[0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]), Some(258));
        assert_eq!(number(&[0xFF; 12]), None);
        assert_eq!(number(&[0x80, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(number(b"19\0"), None);
    }

    #[test]
    fn records_of_pax_headers_are_found() {
        let records = b"12 path=a/b\n20 size=12345678901\n";
        assert_eq!(record(records, b"path"), Some(&b"a/b"[..]));
        assert_eq!(record(&records[12..], b"size"), Some(&b"12345678901"[..]));
        for broken in [&b"99 path=a\n"[..], b"0 path=a\n", b"x path=a\n", b" ", b"1 "] {
            assert_eq!(record(broken, b"path"), None);
        }
    }
}
