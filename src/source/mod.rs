//! Where text comes from: a tree, named files, standard input; later the index, a range, the history.
//!
//! A source yields blobs of decoded text to workers and counts what it did not look at. It knows no rule.

mod archive;
mod crew;
mod decode;
pub mod git;
mod globs;
mod peek;
mod read;
mod root;
mod stdin;
mod target;
mod tree;
mod walk;
mod window;
mod words;

pub use archive::{Bound, DEPTH, ENTRIES, Format as ArchiveFormat, HELD, RATIO, SLACK, UNPACKED};
pub use globs::{GlobError, PathGlobs};
pub use peek::peek;
pub use root::repository;
pub use stdin::Stdin;
pub use tree::{SourceError, Tree, TreeOptions};
pub use window::{AHEAD, BEHIND, WHOLE, WINDOW};

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use crate::finding::ReportPath;

/// Where a blob comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The name in reports; rules' path globs match it too.
    pub path: ReportPath,
    /// Whether a person named this very file (excludes still hold).
    pub explicit: bool,
    /// The lines that are asked about, as ranges that count from 1, sorted and apart; a finding on none of them is
    /// not reported. `None`: all.
    pub lines: Option<Arc<[Range<u64>]>>,
}

impl Origin {
    /// Whether any of the lines from `first` to `last`, that one included, is asked about.
    #[must_use]
    pub fn asks_for(&self, first: u64, last: u64) -> bool {
        let Some(lines) = &self.lines else { return true };
        let next = lines.partition_point(|range| range.end <= first);
        lines.get(next).is_some_and(|range| range.start <= last)
    }
}

/// How the bytes of a file were written. The text of a [`Blob`] is always decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 or any other superset of ASCII, such as Latin-1: taken as it is.
    Ascii,
    /// UTF-8 with a byte order mark, which is not part of the text.
    Utf8Bom,
    /// UTF-16, little-endian, with or without a byte order mark.
    Utf16Le,
    /// UTF-16, big-endian, with or without a byte order mark.
    Utf16Be,
}

/// A text, or one window of a large one.
#[derive(Clone, Debug)]
pub struct Blob<'a> {
    /// Where it comes from.
    pub origin: &'a Origin,
    /// The decoded bytes: ASCII is ASCII in them, anything else may be any bytes.
    pub text: &'a [u8],
    /// Offset of `text[0]` in the whole decoded text.
    pub base: u64,
    /// The part of `text` in which matches may begin. What stands before and behind it is there to look around in;
    /// it belongs to the neighbouring windows. `0..text.len()` for a text that came whole.
    pub own: Range<usize>,
    /// How the file was written.
    pub encoding: Encoding,
    /// Whether this is the file's last window.
    pub last: bool,
}

/// Takes the blobs of one thread, one file after the other; the windows of a file come in order.
pub trait Worker {
    /// Looks at one blob. When `blob.last` is set the file is complete.
    fn take(&mut self, blob: &Blob<'_>);
    /// The file whose windows were coming broke off before its last one: what was found in it is kept.
    fn broke_off(&mut self, origin: &Origin);
}

/// Makes a worker for one more thread.
pub type Open<'w> = dyn Fn() -> Box<dyn Worker + Send + 'w> + Sync + 'w;

/// A kind of input.
pub trait Source: Sync {
    /// What is scanned, for reports: paths relative to the root, never absolute.
    fn target(&self) -> String;

    /// The folder that every reported path is relative to; absolute, never to be printed into a report. `None` where
    /// there is no folder.
    fn root(&self) -> Option<&Path>;

    /// Whether everything below the root is looked at, but for what ignore files and globs leave out.
    fn whole(&self) -> bool {
        false
    }

    /// What one of its texts is called in a summary, in the singular.
    fn noun(&self) -> &'static str {
        "file"
    }

    /// Whether it reads files where they stand, so that there may be others beside them.
    fn walks(&self) -> bool {
        false
    }

    /// Whether a file below the root is part of what was asked for, ignore files aside: named, or in a folder that was,
    /// and not left out.
    fn covers(&self, file: &ReportPath) -> bool {
        let _ = file;
        false
    }

    /// Hands every blob to some worker; `open` makes one for each thread.
    fn for_each<'w>(&self, open: &Open<'w>, control: &Control) -> Tally;
}

/// What a running scan can be told, and what it tells while it runs.
#[derive(Debug, Default)]
pub struct Control {
    stop: AtomicBool,
    deadline: Option<Instant>,
    files: AtomicU64,
    bytes: AtomicU64,
}

impl Control {
    /// A scan that ends at `deadline` at the latest.
    #[must_use]
    pub fn new(deadline: Option<Instant>) -> Self {
        Self { deadline, ..Self::default() }
    }

    /// Asks all threads to stop at the next file or window (Ctrl-C).
    pub fn interrupt(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether [`Self::interrupt`] was called.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Why nothing more should be read, if so.
    #[must_use]
    pub fn halted(&self) -> Option<SkipReason> {
        if self.interrupted() {
            Some(SkipReason::Interrupted)
        } else if self.deadline.is_some_and(|at| Instant::now() >= at) {
            Some(SkipReason::TimedOut)
        } else {
            None
        }
    }

    /// Notes progress.
    pub fn progressed(&self, files: u64, bytes: u64) {
        self.files.fetch_add(files, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Files and bytes read so far.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.files.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }
}

/// What a source read and what it did not.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Files whose text was looked at, entries of archives among them.
    pub files: u64,
    /// Bytes of decoded text looked at.
    pub bytes: u64,
    /// Entries that ignore files or excludes left out, counted but not listed; a folder counts as one.
    pub ignored: u64,
    /// Archives that were looked into, those in archives among them.
    pub archives: u64,
    /// Entries of them that hold no text, such as links and binary files; counted, not listed.
    pub without_text: u64,
    /// Everything that was met and not looked at, sorted by path.
    pub skipped: Vec<Skip>,
}

impl Tally {
    /// Whether everything that was asked for was looked at.
    #[must_use]
    pub fn complete(&self) -> bool {
        !self.skipped.iter().any(|skip| skip.reason.incomplete())
    }
}

/// A file that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skip {
    /// Its name.
    pub path: ReportPath,
    /// Why.
    pub reason: SkipReason,
}

/// Why a file was not looked at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// It holds bytes that no text holds.
    Binary,
    /// A pipe, socket or device.
    Special,
    /// A symbolic link; what it points to is looked at where it stands.
    Symlink,
    /// An exclude holds for it although it was named.
    Excluded,
    /// A submodule: a repository of its own, of which git keeps only a commit's name here.
    Submodule,
    /// Its merge is not done, so git holds several versions of it and none that could be committed.
    Unmerged,
    /// Larger than `--max-file-size`.
    TooLarge {
        /// Its size in bytes.
        len: u64,
        /// The cap in bytes.
        cap: u64,
    },
    /// It could not be opened, listed or read; the operating system's reason.
    Unreadable(String),
    /// An archive that nobody asked to look into, or in a format that is not read.
    Archive(ArchiveFormat),
    /// An entry of an archive that is packed by a method that is not read; its number in the format's own table.
    Method(u16),
    /// An archive with so many encrypted entries.
    Encrypted(u64),
    /// An archive that was left at a bound.
    Bound(Bound),
    /// An archive with so many more entries that could not be looked at, beyond those that are listed.
    More(u64),
    /// It was there when the folder was listed and gone when it was opened.
    Vanished,
    /// `--timeout` ran out first.
    TimedOut,
    /// Somebody pressed Ctrl-C first.
    Interrupted,
    /// A defect of bartizan; the file is named so that it can be reported.
    Internal(String),
}

impl SkipReason {
    /// Whether the scan is incomplete for it. Binary, special, linked and excluded files and submodules are not asked
    /// for, nor is what nobody can read here: what is encrypted, or packed in a form that is not read.
    #[must_use]
    pub const fn incomplete(&self) -> bool {
        !matches!(
            self,
            Self::Binary
                | Self::Special
                | Self::Symlink
                | Self::Excluded
                | Self::Submodule
                | Self::Archive(_)
                | Self::Method(_)
                | Self::Encrypted(_)
        )
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary => f.write_str("binary"),
            Self::Special => f.write_str("not a regular file"),
            Self::Symlink => f.write_str("symbolic link"),
            Self::Excluded => f.write_str("excluded"),
            Self::Submodule => f.write_str("submodule"),
            Self::Unmerged => f.write_str("its merge is not done"),
            Self::TooLarge { len, cap } => write!(f, "larger than the cap ({len} of {cap} bytes)"),
            Self::Unreadable(why) => write!(f, "unreadable: {why}"),
            Self::Archive(format) if format.is_read() => write!(f, "{format} archive (--archives looks into it)"),
            Self::Archive(format) => write!(f, "{format} archive, a format that is not looked into"),
            Self::Method(method) => write!(f, "packed by a method that is not read ({})", archive::method(*method)),
            Self::Encrypted(1) => f.write_str("holds an encrypted entry"),
            Self::Encrypted(entries) => write!(f, "holds {entries} encrypted entries"),
            Self::Bound(bound) => bound.fmt(f),
            Self::More(1) => f.write_str("one more of its entries could not be looked at"),
            Self::More(entries) => write!(f, "{entries} more of its entries could not be looked at"),
            Self::Vanished => f.write_str("vanished during the scan"),
            Self::TimedOut => f.write_str("not reached before the time-out"),
            Self::Interrupted => f.write_str("not reached before the interruption"),
            Self::Internal(what) => write!(f, "internal error: {what}"),
        }
    }
}
