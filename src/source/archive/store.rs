//! Where the bytes of an archive are.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};

/// Bytes that can be read at any place.
#[derive(Clone, Copy, Debug)]
pub(in crate::source) enum Store<'p> {
    /// A file of this length.
    File(&'p File, u64),
    /// Memory.
    Bytes(&'p [u8]),
}

/// An archive: to be read at any place, or only once from front to end.
pub(in crate::source) enum Packed<'p> {
    /// At any place.
    Store(Store<'p>),
    /// Once.
    Stream(&'p mut dyn Read),
}

impl<'p> Store<'p> {
    pub(in crate::source) fn len(self) -> u64 {
        match self {
            Self::File(_, len) => len,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }

    /// The bytes from `from` to `until`, as far as there are any.
    pub(super) fn section(self, from: u64, until: u64) -> Section<'p> {
        Section { store: self, at: from, until: until.min(self.len()) }
    }

    /// So many bytes from `at`; fewer than `N` are `None`.
    pub(super) fn array<const N: usize>(self, at: u64) -> io::Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        let read = crate::source::window::fill(&mut self.section(at, at.saturating_add(N as u64)), &mut bytes)?;
        Ok((read == N).then_some(bytes))
    }
}

impl<'p> Packed<'p> {
    /// From front to end.
    pub(super) fn into_stream(self) -> Box<dyn Read + 'p> {
        match self {
            Self::Store(store @ Store::File(..)) => {
                Box::new(BufReader::with_capacity(BUFFER, store.section(0, store.len())))
            }
            Self::Store(Store::Bytes(bytes)) => Box::new(bytes),
            Self::Stream(stream) => Box::new(stream),
        }
    }
}

/// How much is asked of a file at a time; bytes.
pub(super) const BUFFER: usize = 64 * 1024;

/// A stretch of a store, as a stream.
#[derive(Debug)]
pub(super) struct Section<'p> {
    store: Store<'p>,
    at: u64,
    until: u64,
}

impl Read for Section<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_sub(self.at);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let buffer = &mut buffer[..most];
        let read = match self.store {
            Store::File(mut file, _) => {
                file.seek(SeekFrom::Start(self.at))?;
                file.read(buffer)?
            }
            Store::Bytes(bytes) => {
                let from = usize::try_from(self.at).unwrap_or(usize::MAX).min(bytes.len());
                (&bytes[from..]).read(buffer)?
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}
