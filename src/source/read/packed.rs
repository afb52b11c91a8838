//! The reader's part in looking into archives: it opens those that are files, and reads what is in them.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};

use super::{CHUNK, Reader, Reading, unreadable};
use crate::source::archive::{
    Bound, Budget, DEPTH, Directory, Format, HELD, Inside, Packed, Place, Store, Unpacking, unpack,
};
use crate::source::{Origin, SkipReason, Worker, window};

/// Where bytes are, for those that have to be read in another order.
#[derive(Clone, Copy)]
pub(super) enum Whence<'f> {
    File(&'f File),
    Bytes(&'f [u8]),
    Stream,
}

impl<'f> Whence<'f> {
    pub(super) const fn file(self) -> Option<&'f File> {
        match self {
            Self::File(file) => Some(file),
            Self::Bytes(_) | Self::Stream => None,
        }
    }

    /// The bytes at any place; `None`: they come only once.
    fn store(self) -> Result<Option<Store<'f>>, SkipReason> {
        match self {
            Self::File(file) => {
                let meta = file.metadata().map_err(|error| unreadable(&error))?;
                if meta.is_file() { Ok(Some(Store::File(file, meta.len()))) } else { Err(SkipReason::Special) }
            }
            Self::Bytes(bytes) => Ok(Some(Store::Bytes(bytes))),
            Self::Stream => Ok(None),
        }
    }

    /// Whether a zip archive ends what begins with something else.
    pub(super) fn hides_a_zip(self) -> bool {
        let store = self.store().ok().flatten();
        store.is_some_and(|store| Directory::find(store).is_ok_and(|found| found.is_some()))
    }

    /// The beginning once more, after something else was read; a stream cannot give it.
    pub(super) fn begin_again(self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(mut file) => {
                file.seek(SeekFrom::Start(0))?;
                window::fill(&mut file, buffer)
            }
            Self::Bytes(mut bytes) => bytes.read(buffer),
            Self::Stream => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

impl Reader<'_> {
    /// Looks into an archive on disk, or from standard input. Its first bytes are in the buffer, and `rest` follows.
    ///
    /// # Errors
    /// Why it is not looked into at all.
    pub(super) fn archive(
        &mut self,
        format: Format,
        filled: usize,
        rest: &mut dyn Read,
        whence: Whence<'_>,
        origin: &Origin,
        worker: &mut dyn Worker,
    ) -> Result<Inside, SkipReason> {
        let held;
        let store = match whence.store()? {
            Some(store) => store,
            None => {
                let most = HELD.min(self.terms.max);
                let mut bytes = self.buffer[..filled].to_vec();
                rest.take((most + 1).saturating_sub(filled as u64))
                    .read_to_end(&mut bytes)
                    .map_err(|error| unreadable(&error))?;
                self.fits(bytes.len() as u64)?;
                if bytes.len() as u64 > HELD {
                    return Err(SkipReason::Bound(Bound::Held));
                }
                held = bytes;
                Store::Bytes(&held)
            }
        };
        self.fits(store.len())?;
        let budget = Budget::new(store.len(), self.terms.control);
        let globs = self.terms.globs;
        let mut to = Unpacking { worker, budget: &budget, globs, explicit: origin.explicit, inside: Inside::default() };
        unpack(self, format, Packed::Store(store), Place { path: &origin.path, depth: 1 }, &mut to);
        let mut inside = to.inside;
        inside.finish(&origin.path, budget.take_stop());
        Ok(inside)
    }

    /// Reads an entry of an archive that is `depth` deep.
    pub(in crate::source) fn entry(
        &mut self,
        mut from: &mut dyn Read,
        origin: &Origin,
        depth: u8,
        to: &mut Unpacking<'_>,
    ) {
        // Whatever breaks off tells the budget, and ends.
        let filled = window::fill(&mut from, &mut self.buffer[..CHUNK]).unwrap_or(0);
        if let Some(format) = Format::of(&self.buffer[..filled]).filter(|format| format.is_read()) {
            if depth == DEPTH {
                return to.inside.skip(origin.path.clone(), SkipReason::Bound(Bound::Depth));
            }
            let head = self.buffer[..filled].to_vec();
            let mut all = head.as_slice().chain(from);
            let place = Place { path: &origin.path, depth: depth + 1 };
            return unpack(self, format, Packed::Stream(&mut all), place, to);
        }
        let mut reading = Reading { origin, worker: &mut *to.worker, bytes: 0, begun: false, budget: Some(to.budget) };
        let end = self.text(filled, from, None, &mut reading);
        let bytes = reading.bytes;
        let skip = reading.end(end);
        to.inside.bytes += bytes;
        let damaged = to.budget.take_damage();
        match skip {
            // Where it stopped is said once, for the file on disk.
            _ if to.budget.stopped() => to.inside.files += u64::from(bytes > 0),
            Some(SkipReason::Binary) => {
                to.inside.without_text += 1;
                // Nobody misses the rest of it, but there may be entries behind it.
                if damaged {
                    to.budget.damage();
                }
            }
            Some(reason) => to.inside.skip(origin.path.clone(), reason),
            None if damaged => {
                let reason = SkipReason::Unreadable("damaged archive: this entry breaks off".into());
                to.inside.skip(origin.path.clone(), reason);
            }
            None => to.inside.files += 1,
        }
    }
}
