//! Ignore files of one name, asked about single paths: read when a path below them is asked about, and kept.
//!
//! For a whole tree there is [`crate::source::walk`]; here a handful of paths is known and the tree is not walked.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::place::path;

/// The ignore files of a work tree that have one name.
#[derive(Debug)]
pub(super) struct Rules {
    top: PathBuf,
    name: &'static str,
    /// By folder, relative to the top.
    known: Mutex<HashMap<Vec<u8>, Option<Arc<Gitignore>>>>,
}

impl Rules {
    pub(super) fn new(top: PathBuf, name: &'static str) -> Self {
        Self { top, name, known: Mutex::default() }
    }

    /// Whether they leave out a file, by its path relative to the top.
    pub(super) fn leave_out(&self, file: &[u8]) -> bool {
        let above: Vec<&[u8]> = folders(file).collect();
        let parts = above.iter().skip(1).map(|folder| (*folder, true)).chain([(file, false)]);
        for (at, (part, folder)) in parts.enumerate() {
            // The rule of the innermost file decides; below a folder that is left out nothing is taken back.
            let decided =
                above[..=at].iter().rev().find_map(|holder| match self.of(holder)?.matched(path(part), folder) {
                    Match::None => None,
                    Match::Ignore(_) => Some(true),
                    Match::Whitelist(_) => Some(false),
                });
            if decided == Some(true) {
                return true;
            }
        }
        false
    }

    /// The rules that stand in a folder.
    fn of(&self, folder: &[u8]) -> Option<Arc<Gitignore>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = known.get(folder) {
            return rules.clone();
        }
        known.entry(folder.to_vec()).or_insert_with(|| self.read(folder)).clone()
    }

    fn read(&self, folder: &[u8]) -> Option<Arc<Gitignore>> {
        let folder = path(folder);
        let file = self.top.join(&folder).join(self.name);
        // Git follows no link here.
        file.symlink_metadata().ok().filter(Metadata::is_file)?;
        let text = fs::read(file).ok()?;
        // Paths are asked for relative to the top.
        let mut builder = GitignoreBuilder::new(&folder);
        for line in String::from_utf8_lossy(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text)).lines() {
            // A line that is no rule holds for nothing, as in git.
            let _ = builder.add_line(None, line);
        }
        builder.build().ok().map(Arc::new)
    }
}

/// The folders above a path, from the top (which is empty) down.
pub(super) fn folders(whole: &[u8]) -> impl Iterator<Item = &[u8]> {
    let inner = whole.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &whole[..at]);
    std::iter::once(&whole[..0]).chain(inner)
}
