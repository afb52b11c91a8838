//! A stream that pays for what it gives.

use std::io::{self, Read};

use super::budget::Budget;

/// Counts what is unpacked. It ends early, and says so to the budget, where a bound is reached or the stream breaks off:
/// what came until then is looked at all the same.
#[derive(Debug)]
pub(super) struct Metered<'b, R> {
    inner: R,
    budget: &'b Budget<'b>,
    /// Whether what is read was unpacked for this stream, and not for one around it.
    pays: bool,
    ended: bool,
}

impl<'b, R: Read> Metered<'b, R> {
    /// What is read is paid for.
    pub(super) fn unpacking(inner: R, budget: &'b Budget<'b>) -> Self {
        Self { inner, budget, pays: true, ended: false }
    }

    /// What is read lies in the file as it is, or was paid for already.
    pub(super) fn free(inner: R, budget: &'b Budget<'b>) -> Self {
        Self { inner, budget, pays: false, ended: false }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended || !self.budget.goes_on() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Ok(read) => {
                if self.pays {
                    self.budget.spend(read as u64);
                }
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(_) => {
                self.ended = true;
                self.budget.damage();
                Ok(0)
            }
        }
    }
}
