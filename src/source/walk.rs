//! Which files there are: the named ones, then everything in the named folders that no rule leaves out.
//!
//! `ignore` walks. Hidden files are in, `.git` (a folder or a file) never is, links are not followed. `.gitignore`,
//! `.ignore` and `.bartizanignore` hold, whether or not there is a repository. What a scan sees is a property of the
//! tree: neither the user's global ignore file, nor `.git/info/exclude`, nor ignore files above the repository hold.
//!
//! To have the ignore files between the repository's root and a named folder hold, the walk begins at that root and
//! takes only the way to the folder. A folder that those rules leave out was named all the same: it is walked by
//! itself then, and only the ignore files in it hold.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::globs::Globs;
use super::words::words;
use super::{Skip, SkipReason};
use crate::finding::ReportPath;

/// The ignore files; the first is bartizan's own, the others `ignore` knows.
const IGNORE_FILES: [&str; 3] = [".bartizanignore", ".gitignore", ".ignore"];

/// What to walk; every path absolute.
#[derive(Debug)]
pub(super) struct Places {
    /// The root of the reports.
    pub(super) root: PathBuf,
    /// Named files.
    pub(super) files: Vec<PathBuf>,
    /// Named folders, each under the folder whose ignore files are the first to hold for it.
    pub(super) folders: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// What the command line leaves out.
    pub(super) globs: Globs,
    /// Whether ignore files hold.
    pub(super) ignore_files: bool,
}

impl Places {
    /// A path as reports show it.
    pub(super) fn report_path(&self, path: &Path) -> ReportPath {
        match path.strip_prefix(&self.root) {
            Ok(relative) if relative.as_os_str().is_empty() => ReportPath::from_bytes(b"."),
            Ok(relative) => ReportPath::from_path(relative),
            // Nothing is met outside of the root; a name is safer than a panic or an absolute path.
            Err(_) => ReportPath::from_path(Path::new(path.file_name().unwrap_or(OsStr::new(".")))),
        }
    }
}

/// A file to read.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its absolute path.
    pub(super) path: PathBuf,
    /// Whether it was named.
    pub(super) explicit: bool,
}

/// What the walk met.
#[derive(Debug)]
pub(super) enum Met {
    /// A file to read.
    File(Entry),
    /// Something that is not read.
    Skip(Skip),
    /// A folder, of which [`Sieve::list`] says what ignore files may have left out.
    Folder(PathBuf),
    /// Something that asks for nothing.
    Nothing,
}

/// The walk; yields what it meets.
pub(super) struct Walk {
    files: std::vec::IntoIter<PathBuf>,
    /// The walks still to be made, the next one last: where each begins, and the folders it leads to.
    planned: Vec<(PathBuf, Vec<PathBuf>)>,
    current: Option<(ignore::Walk, Arc<Lead>)>,
    sieve: Arc<Sieve>,
}

impl Walk {
    pub(super) fn new(places: Arc<Places>) -> Self {
        let sieve = Sieve {
            named_files: places.files.iter().cloned().collect(),
            named_folders: places.folders.values().flatten().cloned().collect(),
            seen: Mutex::default(),
            in_force_from: AtomicUsize::new(usize::MAX),
            listed: AtomicU64::new(0),
            met: AtomicU64::new(0),
            left_out: AtomicU64::new(0),
            places,
        };
        Self {
            files: sieve.places.files.clone().into_iter(),
            // Outer folders come first: what a walk has met on its way is not walked again.
            planned: sieve.places.folders.iter().rev().map(|(base, to)| (base.clone(), to.clone())).collect(),
            current: None,
            sieve: Arc::new(sieve),
        }
    }

    /// What decides on the entries, and counts them.
    pub(super) fn sieve(&self) -> Arc<Sieve> {
        Arc::clone(&self.sieve)
    }

    /// Begins the next walk, if one is left.
    fn begin(&mut self) -> Option<()> {
        loop {
            let (base, mut to) = self.planned.pop()?;
            to.retain(|folder| !self.sieve.has_seen(folder));
            if to.is_empty() {
                continue;
            }
            // A rule can bar the way to a folder: then it is walked by itself, after this walk.
            to.sort_unstable_by(|a, b| b.cmp(a));
            let alone = to.iter().filter(|folder| **folder != base);
            self.planned.extend(alone.map(|folder| (folder.clone(), vec![folder.clone()])));
            if to.contains(&base) {
                self.sieve.see(&base);
                to.clear();
            }
            self.start(&base, Lead { to });
            return Some(());
        }
    }

    fn start(&mut self, base: &Path, lead: Lead) {
        let lead = Arc::new(lead);
        let (sieve, filter_lead) = (Arc::clone(&self.sieve), Arc::clone(&lead));
        let on = sieve.places.ignore_files;
        let mut builder = WalkBuilder::new(base);
        builder.hidden(false).follow_links(false);
        builder.ignore(on).git_ignore(on).require_git(false);
        builder.parents(false).git_global(false).git_exclude(false);
        if on {
            builder.add_custom_ignore_filename(IGNORE_FILES[0]);
        }
        self.sieve.in_force_from.store(usize::MAX, Ordering::Relaxed);
        builder.filter_entry(move |entry| sieve.admits(entry, &filter_lead));
        self.current = Some((builder.build(), lead));
    }

    fn entry(&mut self, entry: DirEntry, lead: &Lead) -> Met {
        let kind = entry.file_type();
        if kind.is_none_or(|kind| kind.is_dir()) {
            return if self.ignores(&entry) && lead.walks(entry.path()) {
                Met::Folder(entry.into_path())
            } else {
                Met::Nothing
            };
        }
        match kind {
            Some(kind) if kind.is_file() => Met::File(Entry { path: entry.into_path(), explicit: false }),
            Some(kind) if kind.is_symlink() => self.left(entry.path(), SkipReason::Symlink),
            _ => self.left(entry.path(), SkipReason::Special),
        }
    }

    /// Whether an ignore file can leave out entries of a folder.
    fn ignores(&self, folder: &DirEntry) -> bool {
        let depth = folder.depth();
        let above = self.sieve.in_force_from.load(Ordering::Relaxed);
        let ignores = above < depth
            || self.sieve.places.ignore_files
                && IGNORE_FILES.iter().any(|name| folder.path().join(name).symlink_metadata().is_ok());
        if above >= depth {
            // The walk has left the folder that this was about.
            self.sieve.in_force_from.store(if ignores { depth } else { usize::MAX }, Ordering::Relaxed);
        }
        ignores
    }

    fn failure(&self, error: &ignore::Error, lead: &Lead) -> Met {
        let (path, cause) = unpack(error, None);
        match (path, cause) {
            // Faulty lines of ignore files hold for nothing, as in git.
            (_, None) => Met::Nothing,
            // What bars the way to a folder does not count: the folder is walked by itself.
            (Some(path), Some(_)) if !lead.walks(path) => Met::Nothing,
            (path, Some(cause)) => {
                let reason = match cause.kind() {
                    io::ErrorKind::NotFound => SkipReason::Vanished,
                    _ => SkipReason::Unreadable(words(cause)),
                };
                self.left(path.unwrap_or(&self.sieve.places.root), reason)
            }
        }
    }

    fn left(&self, path: &Path, reason: SkipReason) -> Met {
        Met::Skip(Skip { path: self.sieve.places.report_path(path), reason })
    }
}

impl Iterator for Walk {
    type Item = Met;

    fn next(&mut self) -> Option<Met> {
        if let Some(path) = self.files.next() {
            return Some(Met::File(Entry { path, explicit: true }));
        }
        loop {
            let Some((walk, lead)) = &mut self.current else {
                self.begin()?;
                continue;
            };
            let lead = Arc::clone(lead);
            match walk.next() {
                Some(Ok(entry)) => return Some(self.entry(entry, &lead)),
                Some(Err(error)) => return Some(self.failure(&error, &lead)),
                None => self.current = None,
            }
        }
    }
}

/// Where one walk leads.
struct Lead {
    /// The folders to walk; empty: all from where it begins.
    to: Vec<PathBuf>,
}

impl Lead {
    /// Whether a folder is walked, and not only passed on the way.
    fn walks(&self, folder: &Path) -> bool {
        self.to.is_empty() || self.to.iter().any(|to| folder.starts_with(to))
    }

    /// Whether a folder is, or is on the way to, one to walk.
    fn passes(&self, folder: &Path) -> bool {
        self.to.iter().any(|to| to.starts_with(folder))
    }
}

/// Decides on what the ignore files let through, and counts what was left out.
///
/// `ignore` does not tell what it leaves out. It is the difference between what plain listings of the walked folders
/// hold and what got through; folders that no ignore file can touch need no listing (it costs 40 to 60 ms for 80,000
/// files, and a look for ignore files a third of that).
pub(super) struct Sieve {
    places: Arc<Places>,
    named_files: HashSet<PathBuf>,
    named_folders: HashSet<PathBuf>,
    /// Named folders that a walk has reached.
    seen: Mutex<HashSet<PathBuf>>,
    /// How deep the outermost folder with an ignore file lies, of those that the walk is in.
    in_force_from: AtomicUsize,
    /// Entries in the listings of folders that ignore files can touch. What was named does not count.
    listed: AtomicU64,
    /// Entries of these folders that were met, likewise.
    met: AtomicU64,
    /// Entries that the globs left out.
    left_out: AtomicU64,
}

impl Sieve {
    fn admits(&self, entry: &DirEntry, lead: &Lead) -> bool {
        let path = entry.path();
        let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        if self.is_named(path, folder) {
            // A named file was read first. A named folder belongs to the first walk that gets to it.
            return folder && (lead.walks(path) || lead.passes(path)) && self.see(path);
        }
        if !lead.walks(path) {
            return folder && lead.passes(path);
        }
        if self.in_force_from.load(Ordering::Relaxed) < entry.depth() {
            self.met.fetch_add(1, Ordering::Relaxed);
        }
        if entry.file_name() == ".git" {
            return false;
        }
        let left_out = !self.places.globs.is_empty()
            && path.strip_prefix(&self.places.root).is_ok_and(|relative| self.places.globs.leave_out(relative, folder));
        if left_out {
            self.left_out.fetch_add(1, Ordering::Relaxed);
        }
        !left_out
    }

    fn is_named(&self, path: &Path, folder: bool) -> bool {
        let named = if folder { &self.named_folders } else { &self.named_files };
        // One named folder, the most common case, is where the walk begins and is met nowhere else.
        !named.is_empty() && named.contains(path)
    }

    /// Counts the entries of a folder that ignore files can touch.
    pub(super) fn list(&self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let listed = if self.named_files.is_empty() && self.named_folders.len() < 2 {
            entries.count()
        } else {
            let named = |path: &Path| self.named_files.contains(path) || self.named_folders.contains(path);
            entries.flatten().filter(|entry| !named(&entry.path())).count()
        };
        self.listed.fetch_add(listed as u64, Ordering::Relaxed);
    }

    /// Entries left out by ignore files or globs, once the walk is over; a folder counts as one.
    pub(super) fn ignored(&self) -> u64 {
        let let_through = self.met.load(Ordering::Relaxed);
        self.listed.load(Ordering::Relaxed).saturating_sub(let_through) + self.left_out()
    }

    /// Those left out by globs alone. Of a walk that was broken off no more is known.
    pub(super) fn left_out(&self) -> u64 {
        self.left_out.load(Ordering::Relaxed)
    }

    /// Notes that a walk has reached a folder; `false` if one had before.
    fn see(&self, folder: &Path) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned())
    }

    fn has_seen(&self, folder: &Path) -> bool {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(folder)
    }
}

/// The path and the cause in an error of the walk.
fn unpack<'e>(error: &'e ignore::Error, path: Option<&'e Path>) -> (Option<&'e Path>, Option<&'e io::Error>) {
    match error {
        ignore::Error::WithPath { path, err } => unpack(err, Some(path)),
        ignore::Error::WithDepth { err, .. } => unpack(err, path),
        ignore::Error::Io(cause) => (path, Some(cause)),
        _ => (path, None),
    }
}
