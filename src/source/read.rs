//! Reading a file, or a stream, and handing its text to a worker, with as few system calls as it takes.
//!
//! Most files are small: open, one read that takes it all, one that finds the end, close. Nothing asks for a size
//! before the first 128 KiB have been read, which also says whether a file is binary; so a huge binary file costs one
//! read and is called binary, not too large.

mod packed;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::archive::{Budget, Format, Inside, may_hide_a_zip};
use super::decode::{Decoder, Verdict};
use super::globs::Globs;
use super::window::{self, WHOLE};
use super::words::{is_link, is_special, words};
use packed::Whence;

use super::{Blob, Control, Encoding, Origin, SkipReason, Worker};

/// How much the first read asks for; twice what the decoder wants to see of a large file, for UTF-16. Bytes.
const CHUNK: usize = 2 * super::decode::SNIFF;

/// A larger buffer is given back after the file it was needed for; bytes.
const KEEP: usize = 1 << 20;

/// How much text was handed on.
#[derive(Debug)]
pub(super) struct Passed {
    /// Bytes of decoded text.
    pub(super) bytes: u64,
    /// Why not all of it was looked at, if so.
    pub(super) skip: Option<SkipReason>,
    /// What was met in it, if it is an archive that was looked into.
    pub(super) inside: Option<Box<Inside>>,
}

impl Passed {
    /// Nothing was handed on.
    pub(super) fn skipped(reason: SkipReason) -> Self {
        Self { bytes: 0, skip: Some(reason), inside: None }
    }
}

/// How files are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'c> {
    /// What is larger is skipped, entries of archives as well; bytes.
    pub(super) max: u64,
    /// Whether archives are looked into.
    pub(super) archives: bool,
    /// What entries of archives are left out by.
    pub(super) globs: Option<&'c Globs>,
    pub(super) control: &'c Control,
}

/// Reads one file after the other for one thread; its buffers are kept.
#[derive(Debug)]
pub(super) struct Reader<'c> {
    decoder: Decoder,
    buffer: Vec<u8>,
    terms: Terms<'c>,
}

impl<'c> Reader<'c> {
    pub(super) fn new(terms: Terms<'c>) -> Self {
        Self { decoder: Decoder::new(), buffer: vec![0; CHUNK], terms }
    }

    /// Reads the file at `path`.
    pub(super) fn file(&mut self, path: &Path, origin: &Origin, worker: &mut dyn Worker) -> Passed {
        let file = match open(path) {
            Ok(file) => file,
            Err(error) => return Passed::skipped(refused(&error)),
        };
        self.read(&file, Whence::File(&file), origin, worker)
    }

    /// Reads what is in memory.
    pub(super) fn bytes(&mut self, bytes: &[u8], origin: &Origin, worker: &mut dyn Worker) -> Passed {
        self.read(bytes, Whence::Bytes(bytes), origin, worker)
    }

    /// Reads a stream to its end.
    pub(super) fn stream(&mut self, stream: impl Read, origin: &Origin, worker: &mut dyn Worker) -> Passed {
        self.read(stream, Whence::Stream, origin, worker)
    }

    fn read(&mut self, mut from: impl Read, whence: Whence<'_>, origin: &Origin, worker: &mut dyn Worker) -> Passed {
        let mut filled = match window::fill(&mut from, &mut self.buffer[..CHUNK]) {
            Ok(filled) => filled,
            Err(error) => return Passed::skipped(unreadable(&error)),
        };
        let mut inside = None;
        if self.terms.archives {
            let format = Format::of(&self.buffer[..filled]);
            if let Some(format) = format.filter(|format| format.is_read()) {
                return match self.archive(format, filled, &mut from, whence, origin, worker) {
                    Ok(inside) => Passed { bytes: inside.bytes, skip: None, inside: Some(Box::new(inside)) },
                    Err(reason) => Passed::skipped(reason),
                };
            }
            // What stands in front of it is read like any other text, below.
            if may_hide_a_zip(&origin.path) && whence.hides_a_zip() {
                inside = match self.archive(Format::Zip, filled, &mut from, whence, origin, worker) {
                    Ok(inside) => Some(inside),
                    Err(reason) => return Passed::skipped(reason),
                };
                filled = match whence.begin_again(&mut self.buffer[..CHUNK]) {
                    Ok(filled) => filled,
                    Err(error) => return Passed::skipped(unreadable(&error)),
                };
            }
        }
        let mut reading = Reading { origin, worker, bytes: 0, begun: false, budget: None };
        let end = self.text(filled, from, whence.file(), &mut reading);
        let (bytes, mut skip) = (reading.bytes, reading.end(end));
        let is_binary = skip == Some(SkipReason::Binary) && inside.is_none();
        if is_binary && may_hide_a_zip(&origin.path) && whence.hides_a_zip() {
            skip = Some(SkipReason::Archive(Format::Zip));
        }
        let Some(mut inside) = inside else { return Passed { bytes, skip, inside: None } };
        match skip {
            None => inside.files += 1,
            Some(SkipReason::Binary) => {}
            Some(reason) => inside.skip(origin.path.clone(), reason),
        }
        Passed { bytes: bytes + inside.bytes, skip: None, inside: Some(Box::new(inside)) }
    }

    /// Hands on a text, whose first bytes are in the buffer, and `from` follows.
    fn text(
        &mut self,
        filled: usize,
        from: impl Read,
        file: Option<&File>,
        to: &mut Reading<'_>,
    ) -> Result<(), SkipReason> {
        let end = self.text_or_binary(filled, from, file, to).map_err(|reason| match reason {
            // What is binary begins in the buffer still.
            SkipReason::Binary => Format::of(&self.buffer[..filled]).map_or(reason, SkipReason::Archive),
            reason => reason,
        });
        if self.buffer.len() > KEEP {
            self.buffer = vec![0; CHUNK];
        }
        end
    }

    fn text_or_binary(
        &mut self,
        mut filled: usize,
        mut from: impl Read,
        file: Option<&File>,
        to: &mut Reading<'_>,
    ) -> Result<(), SkipReason> {
        if filled < CHUNK {
            return self.whole(filled, file, to);
        }
        let encoding = match self.decoder.sniff(&self.buffer[..CHUNK]).map_err(|error| internal(&error))? {
            Verdict::Text(encoding) => encoding,
            Verdict::Binary => return Err(SkipReason::Binary),
        };
        if let Some(file) = file {
            let meta = file.metadata().map_err(|error| unreadable(&error))?;
            if !meta.is_file() {
                return Err(SkipReason::Special);
            }
            self.fits(meta.len())?;
            if meta.len() > WHOLE as u64 {
                return self.windows(filled, from, encoding, to);
            }
            self.buffer.resize(usize::try_from(meta.len()).unwrap_or(WHOLE).max(CHUNK) + 1, 0);
        }
        // A size is a promise that a growing file breaks, and a stream gives none: read until nothing comes.
        loop {
            filled += window::fill(&mut from, &mut self.buffer[filled..]).map_err(|error| unreadable(&error))?;
            if filled < self.buffer.len() {
                return self.whole(filled, file, to);
            }
            if filled > WHOLE {
                return self.windows(filled, from, encoding, to);
            }
            let more = (2 * filled).min(WHOLE + 1);
            self.buffer.resize(more, 0);
        }
    }

    /// Hands on the whole text, which is in the buffer.
    fn whole(&mut self, filled: usize, file: Option<&File>, to: &mut Reading<'_>) -> Result<(), SkipReason> {
        if let Err(too_large) = self.fits(filled as u64) {
            let len = file.and_then(|file| file.metadata().ok()).map_or(0, |meta| meta.len());
            return self.fits(len).and(Err(too_large));
        }
        let verdict = self
            .decoder
            .decode(&self.buffer[..filled], |text, encoding| {
                to.take(&Blob { origin: to.origin, text, base: 0, own: 0..text.len(), encoding, last: true });
            })
            .map_err(|error| internal(&error))?;
        match verdict {
            Verdict::Text(_) => Ok(()),
            Verdict::Binary => Err(SkipReason::Binary),
        }
    }

    /// Hands on windows of what is in the buffer and what follows.
    fn windows(
        &mut self,
        filled: usize,
        rest: impl Read,
        encoding: Encoding,
        to: &mut Reading<'_>,
    ) -> Result<(), SkipReason> {
        let head = std::mem::take(&mut self.buffer);
        let seen = Cell::new(0);
        let raw = Capped { inner: (&head[..filled]).chain(rest), seen: &seen, max: self.terms.max };
        let mut halted = None;
        let ended = window::windows(raw, encoding, &mut self.buffer, |window| {
            halted = self.terms.control.halted();
            if halted.is_none() {
                let window::Window { text, base, own, last } = window;
                to.take(&Blob { origin: to.origin, text, base, own, encoding, last });
            }
            halted.is_none()
        });
        // Larger than a window, and so not worth keeping.
        self.buffer = vec![0; CHUNK];
        match (ended, halted) {
            (_, Some(reason)) => Err(reason),
            (Ok(_), None) => Ok(()),
            (Err(_), None) if seen.get() > self.terms.max => {
                Err(SkipReason::TooLarge { len: seen.get(), cap: self.terms.max })
            }
            (Err(error), None) => Err(unreadable(&error)),
        }
    }

    fn fits(&self, len: u64) -> Result<(), SkipReason> {
        if len > self.terms.max { Err(SkipReason::TooLarge { len, cap: self.terms.max }) } else { Ok(()) }
    }
}

/// A file that is being handed to a worker.
struct Reading<'r> {
    origin: &'r Origin,
    worker: &'r mut dyn Worker,
    bytes: u64,
    /// Whether the worker has a part of the file and waits for more.
    begun: bool,
    /// Of an entry of an archive: what is left to spend, and whether it broke off.
    budget: Option<&'r Budget<'r>>,
}

impl Reading<'_> {
    fn take(&mut self, blob: &Blob<'_>) {
        // What breaks off looks like its end.
        let last = blob.last && !self.budget.is_some_and(Budget::cut);
        self.begun = !last;
        self.bytes += blob.own.len() as u64;
        self.worker.take(&Blob { last, ..blob.clone() });
    }

    /// Ends: tells the worker if it waits in vain. Why not all was looked at, if so.
    fn end(self, end: Result<(), SkipReason>) -> Option<SkipReason> {
        if self.begun {
            self.worker.broke_off(self.origin);
        }
        end.err()
    }
}

/// Fails when more than `max` bytes come.
struct Capped<'c, R> {
    inner: R,
    seen: &'c Cell<u64>,
    max: u64,
}

impl<R: Read> Read for Capped<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.seen.set(self.seen.get() + read as u64);
        if self.seen.get() > self.max { Err(io::Error::other("over the cap")) } else { Ok(read) }
    }
}

/// Opens a regular file. What the folder's listing called one may have been swapped since: a link is not followed, and
/// a pipe without a writer does not block.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    options.open(path)
}

/// Why a file could not be opened.
pub(super) fn refused(error: &io::Error) -> SkipReason {
    match error.kind() {
        io::ErrorKind::NotFound => SkipReason::Vanished,
        _ if is_link(error) => SkipReason::Symlink,
        _ if is_special(error) => SkipReason::Special,
        _ => unreadable(error),
    }
}

pub(super) fn unreadable(error: &io::Error) -> SkipReason {
    SkipReason::Unreadable(words(error))
}

fn internal(error: &io::Error) -> SkipReason {
    SkipReason::Internal(format!("the decoder refused its settings: {error}"))
}
