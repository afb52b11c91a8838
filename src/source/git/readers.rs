//! The threads that read staged versions: each takes the next one in the order of paths, decodes it as any file is
//! decoded, and works out which of its lines are new.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gix_hash::ObjectId;

use super::lines;
use super::objects::{Lost, Objects, Reads};
use super::place::Place;
use crate::finding::ReportPath;
use crate::source::crew::{count, guarded};
use crate::source::decode::{Decoder, Verdict};
use crate::source::globs::Globs;
use crate::source::read::{Passed, Reader, Terms};
use crate::source::{Control, Open, Origin, Skip, SkipReason, Tally, WHOLE, Worker};

/// For so many files one more thread is worth its own look at the object database.
const A_THREAD: usize = 8;

/// A version to read.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) path: ReportPath,
    pub(super) id: gix_hash::ObjectId,
    /// What its lines are compared with; `None`: all of them count.
    pub(super) before: Option<gix_hash::ObjectId>,
    pub(super) explicit: bool,
}

/// What all threads share.
pub(super) struct Readers<'s, 'w> {
    pub(super) place: &'s Place,
    /// The most memory that an object may need; bytes.
    pub(super) largest: u64,
    pub(super) max_file_size: u64,
    pub(super) archives: bool,
    pub(super) globs: &'s Globs,
    pub(super) reads: &'s Reads,
    pub(super) open: &'s Open<'w>,
    pub(super) control: &'s Control,
}

impl Readers<'_, '_> {
    /// Reads all versions.
    pub(super) fn read_all(&self, jobs: &[Job], threads: usize, tally: &mut Tally) {
        let next = AtomicUsize::new(0);
        let alone = || vec![self.work(jobs, &next)];
        let threads = threads.min(jobs.len().div_ceil(A_THREAD));
        let tallies = if threads > 1 {
            // Without threads to be had the work is done by this one.
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .thread_name(|number| format!("scan-{number}"))
                .build()
                .map_or_else(|_| alone(), |pool| pool.broadcast(|_| self.work(jobs, &next)))
        } else {
            alone()
        };
        for mut one in tallies {
            tally.files += one.files;
            tally.bytes += one.bytes;
            tally.archives += one.archives;
            tally.without_text += one.without_text;
            tally.ignored += one.ignored;
            tally.skipped.append(&mut one.skipped);
        }
    }

    /// One thread's part.
    fn work(&self, jobs: &[Job], next: &AtomicUsize) -> Tally {
        let mut tally = Tally::default();
        let mut worker = None;
        let mut member = None;
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if member.is_none() {
                match Member::new(self) {
                    Ok(new) => member = Some(new),
                    Err(reason) => {
                        tally.skipped.push(Skip { path: job.path.clone(), reason });
                        continue;
                    }
                }
            }
            let passed = match (self.control.halted(), &mut member) {
                (Some(reason), _) => Passed::skipped(reason),
                (None, Some(reader)) => {
                    guarded(self.open, &mut worker, |worker| reader.read(job, worker)).unwrap_or_else(|reason| {
                        // Its buffers may be in any state.
                        member = None;
                        Passed::skipped(reason)
                    })
                }
                (None, None) => continue,
            };
            count(&mut tally, passed, job.path.clone(), self.control);
        }
        tally
    }
}

/// What one thread reads with.
struct Member<'s> {
    objects: Objects<'s>,
    decoder: Decoder,
    reader: Reader<'s>,
    max_file_size: u64,
    after: Vec<u8>,
    before: Vec<u8>,
}

impl<'s> Member<'s> {
    fn new(readers: &Readers<'s, '_>) -> Result<Self, SkipReason> {
        let objects = Objects::open(readers.place, readers.largest, readers.reads)
            .map_err(|error| SkipReason::Unreadable(error.to_string()))?;
        Ok(Self {
            objects,
            decoder: Decoder::new(),
            reader: Reader::new(Terms {
                max: readers.max_file_size,
                archives: readers.archives,
                globs: Some(readers.globs),
                control: readers.control,
            }),
            max_file_size: readers.max_file_size,
            after: Vec::new(),
            before: Vec::new(),
        })
    }

    fn read(&mut self, job: &Job, worker: &mut dyn Worker) -> Passed {
        let Self { objects, decoder, reader, max_file_size, after, before } = self;
        let text = match objects.text(&job.id, *max_file_size, after) {
            Ok(text) => text,
            Err(lost) => {
                let reason = match lost {
                    Lost::TooLarge(len) => SkipReason::TooLarge { len, cap: *max_file_size },
                    other => SkipReason::Unreadable(other.words()),
                };
                return Passed::skipped(reason);
            }
        };
        let old = job.before.and_then(|id| old_text(&id, text.len(), objects, decoder, before));
        let lines = old.and_then(|old| new_lines(&old, text, decoder));
        let origin = Origin { path: job.path.clone(), explicit: job.explicit, lines };
        reader.bytes(text, &origin, worker)
    }
}

/// The last commit's version, decoded. `None` where there is nothing to compare with: it is binary, not to be had, or
/// one of the two is too large to be compared. All lines count then.
fn old_text(
    id: &ObjectId,
    length: usize,
    objects: &Objects<'_>,
    decoder: &mut Decoder,
    buffer: &mut Vec<u8>,
) -> Option<Vec<u8>> {
    if length > WHOLE {
        return None;
    }
    let raw = objects.text(id, WHOLE as u64, buffer).ok()?;
    let mut text = None;
    decoder.decode(raw, |decoded, _| text = Some(decoded.to_vec())).ok()?;
    text
}

/// The lines that are new; of a binary file none are asked for.
fn new_lines(old: &[u8], raw: &[u8], decoder: &mut Decoder) -> Option<Arc<[Range<u64>]>> {
    let mut new = None;
    let verdict = decoder.decode(raw, |decoded, _| new = Some(lines::added(old, decoded))).ok()?;
    if verdict == Verdict::Binary { None } else { new }
}
