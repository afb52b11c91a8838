//! The threads that read: each takes a handful of files from the one walk, reads them and goes back for more.
//!
//! The walk is shared instead of finished first: nobody waits for it, and no list of all files is kept. One thread
//! needs no pool. What a thread met, it counts for itself; the counts are added up at the end.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::read::{Passed, Reader, Terms};
use super::walk::{Entry, Met, Places, Walk};
use super::{Control, Open, Origin, Skip, SkipReason, Tally, Worker};
use crate::finding::ReportPath;

/// How many files a thread takes at a time: enough to make the lock cheap, few enough to share the last ones.
///
/// Measured with two threads on 80,000 files: 128 are 4 to 10 % faster than 32. It begins with few, so that a small
/// tree of large files is shared too.
const HANDFUL: std::ops::RangeInclusive<usize> = 8..=128;

/// After how many steps of the walk a thread lets another one walk on, even if it met no file.
const STEPS: usize = 1024;

/// How many files are listed by name when a scan is halted before them.
const NAMED: usize = 1000;

/// What all threads of a scan share.
pub(super) struct Crew<'s, 'w> {
    pub(super) places: &'s Places,
    pub(super) terms: Terms<'s>,
    pub(super) open: &'s Open<'w>,
}

impl Crew<'_, '_> {
    /// Reads all that the walk yields.
    pub(super) fn read_all(&self, walk: Walk, threads: usize) -> Tally {
        let walk = Mutex::new(walk);
        let alone = || vec![Member::new(self).work(&walk)];
        let tallies = if threads > 1 {
            // Without threads to be had the work is done by this one.
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .thread_name(|number| format!("scan-{number}"))
                .build()
                .map_or_else(|_| alone(), |pool| pool.broadcast(|_| Member::new(self).work(&walk)))
        } else {
            alone()
        };
        let mut sum = Tally::default();
        let mut inside_ignored = 0;
        for mut tally in tallies {
            sum.files += tally.files;
            sum.bytes += tally.bytes;
            sum.archives += tally.archives;
            sum.without_text += tally.without_text;
            inside_ignored += tally.ignored;
            sum.skipped.append(&mut tally.skipped);
        }
        let mut walk = walk.into_inner().unwrap_or_else(PoisonError::into_inner);
        let sieve = walk.sieve();
        sum.ignored = match self.terms.control.halted() {
            Some(reason) if self.name_rest(&mut walk, &reason, &mut sum.skipped) => sieve.left_out(),
            _ => sieve.ignored(),
        } + inside_ignored;
        sum
    }

    /// Lists what the walk of a halted scan did not reach: the next files by name, and then the root for all that is
    /// left. To walk on for the sake of a number would keep somebody waiting who asked for an end. `false` if nothing
    /// was left.
    fn name_rest(&self, walk: &mut Walk, reason: &SkipReason, skipped: &mut Vec<Skip>) -> bool {
        let mut skip = |path| skipped.push(Skip { path, reason: reason.clone() });
        let mut files = 0;
        for step in 0.. {
            match walk.next() {
                None => return step > 0,
                Some(Met::File(entry)) if files < NAMED => {
                    files += 1;
                    skip(self.places.report_path(&entry.path));
                }
                Some(Met::Folder(_) | Met::Nothing | Met::Skip(_)) if step < STEPS => {}
                Some(_) => break,
            }
        }
        skip(ReportPath::from_bytes(b"."));
        true
    }
}

/// What a thread takes from the walk at a time.
struct Handful {
    files: Vec<Entry>,
    folders: Vec<PathBuf>,
    /// How many files it holds.
    most: usize,
}

/// One thread.
struct Member<'s, 'w> {
    crew: &'s Crew<'s, 'w>,
    reader: Reader<'s>,
    /// Opened for the first file, so that a thread that gets none needs none.
    worker: Option<Box<dyn Worker + Send + 'w>>,
    tally: Tally,
}

impl<'s, 'w> Member<'s, 'w> {
    fn new(crew: &'s Crew<'s, 'w>) -> Self {
        let reader = Reader::new(crew.terms);
        Self { crew, reader, worker: None, tally: Tally::default() }
    }

    /// Reads until nothing is left or the scan is halted.
    fn work(mut self, walk: &Mutex<Walk>) -> Tally {
        let mut handful = Handful { files: Vec::new(), folders: Vec::new(), most: *HANDFUL.start() };
        let sieve = walk.lock().unwrap_or_else(PoisonError::into_inner).sieve();
        while self.crew.terms.control.halted().is_none() && self.take(walk, &mut handful) {
            for folder in handful.folders.drain(..) {
                sieve.list(&folder);
            }
            for entry in handful.files.drain(..) {
                self.read(&entry);
            }
            handful.most = (2 * handful.most).min(*HANDFUL.end());
        }
        self.tally
    }

    /// Fills the hand; `false` when the walk is over and the hand empty.
    fn take(&mut self, walk: &Mutex<Walk>, handful: &mut Handful) -> bool {
        let mut walk = walk.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..STEPS {
            match walk.next() {
                None => return !(handful.files.is_empty() && handful.folders.is_empty()),
                Some(Met::File(entry)) => handful.files.push(entry),
                Some(Met::Folder(folder)) => handful.folders.push(folder),
                Some(Met::Skip(skip)) => self.tally.skipped.push(skip),
                Some(Met::Nothing) => {}
            }
            if handful.files.len() == handful.most {
                break;
            }
        }
        true
    }

    fn read(&mut self, entry: &Entry) {
        let path = self.crew.places.report_path(&entry.path);
        let origin = Origin { path, explicit: entry.explicit, lines: None };
        let passed = match self.crew.terms.control.halted() {
            Some(reason) => Passed::skipped(reason),
            None => guarded(self.crew.open, &mut self.worker, |worker| self.reader.file(&entry.path, &origin, worker))
                .unwrap_or_else(|reason| {
                    // Its buffers may be in any state.
                    self.reader = Reader::new(self.crew.terms);
                    Passed::skipped(reason)
                }),
        };
        count(&mut self.tally, passed, origin.path, self.crew.terms.control);
    }
}

/// Adds one file to the counts.
pub(super) fn count(tally: &mut Tally, passed: Passed, path: ReportPath, control: &Control) {
    tally.bytes += passed.bytes;
    match (passed.skip, passed.inside) {
        (Some(reason), _) => tally.skipped.push(Skip { path, reason }),
        (None, None) => tally.files += 1,
        (None, Some(mut inside)) => {
            tally.files += inside.files;
            tally.archives += inside.archives;
            tally.without_text += inside.without_text;
            tally.ignored += inside.ignored;
            tally.skipped.append(&mut inside.skipped);
        }
    }
    control.progressed(1, passed.bytes);
}

/// Runs a worker on one file, so that a defect that this file brings out is reported with its name and the scan goes
/// on. The worker is given up; the next file gets a new one.
///
/// # Errors
/// The defect.
pub(super) fn guarded<'w>(
    open: &Open<'w>,
    worker: &mut Option<Box<dyn Worker + Send + 'w>>,
    run: impl FnOnce(&mut dyn Worker) -> Passed,
) -> Result<Passed, SkipReason> {
    let guarded = catch_unwind(AssertUnwindSafe(|| run(worker.get_or_insert_with(open).as_mut())));
    guarded.map_err(|panic| {
        let gave_up = catch_unwind(AssertUnwindSafe(|| drop(worker.take())));
        SkipReason::Internal(defect(panic.as_ref(), gave_up.is_err()))
    })
}

/// What is known of a panic. Only messages that were constant are repeated: one that was put together can quote the
/// file, and with it a secret.
fn defect(panic: &(dyn Any + Send), twice: bool) -> String {
    let again = if twice { ", and once more when the worker was given up" } else { "" };
    match panic.downcast_ref::<&'static str>() {
        Some(message) => format!("panicked: {message}{again}"),
        None => format!("panicked{again}"),
    }
}
