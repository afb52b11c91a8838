//! A stream whose bytes have a sum: damage that still unpacks to something shows in it.

use std::io::{self, Read};

use crc32fast::Hasher;

/// Fails at its end where the bytes that came have another sum than was said.
#[derive(Debug)]
pub(super) struct Summed<R> {
    inner: R,
    /// `None`: the end was reached.
    sum: Option<Hasher>,
    said: u32,
}

impl<R> Summed<R> {
    pub(super) fn new(inner: R, said: u32) -> Self {
        Self { inner, sum: Some(Hasher::new()), said }
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            if let Some(sum) = &mut self.sum {
                sum.update(&buffer[..read]);
            }
            return Ok(read);
        }
        match self.sum.take().map(Hasher::finalize) {
            Some(sum) if sum != self.said => Err(io::ErrorKind::InvalidData.into()),
            _ => Ok(0),
        }
    }
}
