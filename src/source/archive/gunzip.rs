//! Gzip files: members one behind the other. What stands behind the last, as padding does on tapes, is no member.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::store::BUFFER;

/// What is in a gzip file.
pub(super) struct Gunzip<R> {
    /// `None` where it has ended.
    member: Option<GzDecoder<BufReader<R>>>,
}

impl<R: Read> Gunzip<R> {
    pub(super) fn new(packed: R) -> Self {
        Self { member: Some(GzDecoder::new(BufReader::with_capacity(BUFFER, packed))) }
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(member) = &mut self.member {
            let read = member.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            let Some(member) = self.member.take() else { break };
            let mut packed = member.into_inner();
            // A member of nothing may stand before others; each takes eighteen bytes, so the loop ends.
            if packed.fill_buf()?.starts_with(b"\x1F\x8B") || packed.buffer() == b"\x1F" {
                self.member = Some(GzDecoder::new(packed));
            }
        }
        Ok(0)
    }
}
