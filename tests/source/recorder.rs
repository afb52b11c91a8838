//! A worker that remembers what it was given, and small trees to give it.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use bartizan::source::{Blob, Control, Encoding, Open, Origin, SkipReason, Source, Tally, Tree, TreeOptions, Worker};
use tempfile::TempDir;

pub(crate) const CAP: u64 = 256 << 20;

/// What the workers of a scan were given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) files: Vec<File>,
    pub(crate) broken: Vec<String>,
    pub(crate) opened: usize,
    pub(crate) largest: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) explicit: bool,
    pub(crate) encoding: Encoding,
    /// The own parts of its windows, one after the other.
    pub(crate) text: Vec<u8>,
    pub(crate) windows: usize,
}

/// Puts together what it is given, and does what a test wants done in between.
struct Recorder<'a> {
    seen: Arc<Mutex<Seen>>,
    current: Option<File>,
    then: &'a (dyn Fn(&Blob<'_>) + Sync),
}

impl Worker for Recorder<'_> {
    fn take(&mut self, blob: &Blob<'_>) {
        let path = blob.origin.path.to_text();
        let file = self.current.get_or_insert_with(|| File {
            path: path.clone(),
            explicit: blob.origin.explicit,
            encoding: blob.encoding,
            text: Vec::new(),
            windows: 0,
        });
        assert_eq!(file.path, path, "the windows of a file come together");
        assert_eq!(file.text.len() as u64, blob.base + blob.own.start as u64, "own parts tile");
        assert!(blob.own.end <= blob.text.len());
        file.text.extend_from_slice(&blob.text[blob.own.clone()]);
        file.windows += 1;
        {
            let mut seen = self.seen.lock().unwrap();
            seen.largest = seen.largest.max(blob.text.len());
            if blob.last {
                seen.files.extend(self.current.take());
            }
        }
        (self.then)(blob);
    }

    fn broke_off(&mut self, origin: &Origin) {
        let file = self.current.take();
        assert!(file.is_some_and(|file| file.path == origin.path.to_text()));
        self.seen.lock().unwrap().broken.push(origin.path.to_text());
    }
}

impl Seen {
    pub(crate) fn paths(&self) -> Vec<&str> {
        self.files.iter().map(|file| file.path.as_str()).collect()
    }
}

/// Leaks the closure: a test's process does not live long.
pub(crate) fn record(
    run: impl FnOnce(&Open<'static>) -> Tally,
    then: impl Fn(&Blob<'_>) + Sync + Send + 'static,
) -> (Seen, Tally) {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let then: &'static (dyn Fn(&Blob<'_>) + Sync + Send) = Box::leak(Box::new(then));
    let shared = Arc::clone(&seen);
    let tally = run(&move || {
        shared.lock().unwrap().opened += 1;
        Box::new(Recorder { seen: Arc::clone(&shared), current: None, then })
    });
    let mut seen = seen.lock().unwrap().clone();
    seen.files.sort_by(|a, b| a.path.cmp(&b.path));
    (seen, tally)
}

pub(crate) fn options(targets: &[PathBuf]) -> TreeOptions {
    TreeOptions { targets: targets.to_vec(), max_file_size: CAP, ignore_files: true, threads: 1, ..Default::default() }
}

pub(crate) fn scan_with(
    options: &TreeOptions,
    control: &Control,
    then: impl Fn(&Blob<'_>) + Sync + Send + 'static,
) -> (Seen, Tally) {
    let tree = Tree::new(options).unwrap();
    record(|open| tree.for_each(open, control), then)
}

pub(crate) fn scan(options: &TreeOptions) -> (Seen, Tally) {
    scan_with(options, &Control::default(), |_| ())
}

/// A folder for a test, with `.git` in it.
pub(crate) fn repository() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    fs::write(dir.path().join(".git/config"), "never looked at\n").unwrap();
    dir
}

pub(crate) fn put(dir: &TempDir, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

pub(crate) fn at(dir: &TempDir) -> TreeOptions {
    options(&[dir.path().to_owned()])
}

pub(crate) fn skips(tally: &Tally) -> Vec<(String, SkipReason)> {
    tally.skipped.iter().map(|skip| (skip.path.to_text(), skip.reason.clone())).collect()
}

/// Text of random printable characters and lines, the same for the same length.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(length as u64);
    (0..length).map(|_| if random.u8(..) < 4 { b'\n' } else { random.u8(b' '..=b'~') }).collect()
}
