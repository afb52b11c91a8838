//! What a scan of staged files gave to its worker.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bartizan::source::git::{Environment, ObjectsRead, Staged, StagedOptions};
use bartizan::source::{Blob, Control, Origin, Source as _, SourceError, Tally, Worker};

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) explicit: bool,
    /// As ranges that include their last line; `None`: all.
    pub(crate) lines: Option<Vec<Range<u64>>>,
    pub(crate) text: Vec<u8>,
}

/// What a scan saw.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) files: Vec<File>,
    pub(crate) tally: Tally,
    pub(crate) read: ObjectsRead,
    pub(crate) target: String,
    pub(crate) root: PathBuf,
}

struct Recorder {
    files: Arc<Mutex<Vec<File>>>,
    text: Vec<u8>,
}

impl Worker for Recorder {
    fn take(&mut self, blob: &Blob<'_>) {
        self.text.extend_from_slice(&blob.text[blob.own.clone()]);
        if blob.last {
            self.files.lock().unwrap().push(File {
                path: blob.origin.path.to_text(),
                explicit: blob.origin.explicit,
                lines: blob.origin.lines.as_deref().map(<[Range<u64>]>::to_vec),
                text: std::mem::take(&mut self.text),
            });
        }
    }

    fn broke_off(&mut self, _: &Origin) {}
}

pub(crate) fn options(from: &Path) -> StagedOptions {
    StagedOptions {
        from: from.to_owned(),
        max_file_size: 256 << 20,
        ignore_files: true,
        threads: 1,
        ..StagedOptions::default()
    }
}

pub(crate) fn with_index(from: &Path, index: &str) -> StagedOptions {
    let environment = Environment { index_file: Some(index.into()), ..Environment::default() };
    StagedOptions { environment, ..options(from) }
}

pub(crate) fn try_scan(options: &StagedOptions) -> Result<Seen, SourceError> {
    let staged = Staged::new(options)?;
    let files = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&files);
    let open = move || Box::new(Recorder { files: Arc::clone(&shared), text: Vec::new() }) as Box<dyn Worker + Send>;
    let tally = staged.for_each(&open, &Control::default());
    let mut files = files.lock().unwrap().clone();
    if options.threads > 1 {
        files.sort_by(|a, b| a.path.cmp(&b.path));
    }
    let root = staged.root().unwrap().to_owned();
    Ok(Seen { files, tally, read: staged.objects_read(), target: staged.target(), root })
}

pub(crate) fn scan(from: &Path) -> Seen {
    try_scan(&options(from)).unwrap()
}

impl Seen {
    /// `path` of files of which all lines count, `path:1-2,4` of others; `!path` of what was named.
    pub(crate) fn short(&self) -> Vec<String> {
        let lines = |lines: &[Range<u64>]| {
            let all: Vec<String> = lines
                .iter()
                .map(|lines| match lines.end - lines.start {
                    1 => lines.start.to_string(),
                    _ => format!("{}-{}", lines.start, lines.end - 1),
                })
                .collect();
            format!(":{}", all.join(","))
        };
        let one = |file: &File| {
            let named = if file.explicit { "!" } else { "" };
            format!("{named}{}{}", file.path, file.lines.as_deref().map_or_else(String::new, lines))
        };
        self.files.iter().map(one).collect()
    }

    /// `path: why` of everything that was not looked at.
    pub(crate) fn skipped(&self) -> Vec<String> {
        self.tally.skipped.iter().map(|skip| format!("{}: {}", skip.path.to_text(), skip.reason)).collect()
    }

    /// Whether everything that was asked for was looked at.
    pub(crate) fn complete(&self) -> bool {
        !self.tally.skipped.iter().any(|skip| skip.reason.incomplete())
    }
}
