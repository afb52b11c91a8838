//! What git knows of the files of a tree: which its index tracks, and which the ignore files leave out.
//!
//! A read-only view for checks. It is opened when the first question is asked, reads the index once, and ignore files
//! as they are needed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use gix_index::State;
use gix_object::bstr::ByteSlice as _;
use ignore::Match;
use ignore::gitignore::Gitignore;

use super::index;
use super::place::{Environment, GitError, Place, path};
use crate::finding::ReportPath;

/// How git sees a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is in the index: it is, or will be, part of the history.
    Tracked,
    /// A rule in a `.gitignore` of the tree leaves it out.
    Ignored,
    /// Neither: the next `git add .` takes it in.
    Open,
    /// Another repository has it: a submodule, or one that was cloned into the tree.
    Elsewhere,
}

/// The index and the ignore files of a work tree.
pub struct Tracked {
    index: State,
    work_tree: PathBuf,
    /// What stands before the paths that are asked for to make them relative to the work tree; empty or with `/`.
    prefix: Vec<u8>,
    /// Folders, relative to the work tree, with the rules in them.
    rules: Mutex<HashMap<Vec<u8>, Option<Arc<Gitignore>>>>,
}

impl Tracked {
    /// The repository that `root`, the folder to which paths are relative, is in. `None` where there is none.
    ///
    /// # Errors
    /// Where there is one and it cannot be read; whoever asks must not take that for "nothing is tracked".
    pub fn open(root: &Path) -> Result<Option<Self>, GitError> {
        Self::open_with(root, &Environment::of_process())
    }

    /// Like [`Self::open`], in an environment of its own. An index that is named there counts if it is one of this
    /// repository: a hook of one can scan another.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn open_with(root: &Path, environment: &Environment) -> Result<Option<Self>, GitError> {
        let root = root.canonicalize().map_err(|error| GitError::unreadable("the root", &error))?;
        let mut place = match Place::find(&root, &Environment::default()) {
            Ok(place) => place,
            Err(GitError::NoRepository | GitError::Bare) => return Ok(None),
            Err(error) => return Err(error),
        };
        if let Some(named) = &environment.index_file {
            let named = place.work_tree.join(named);
            let folder = named.parent().and_then(|folder| folder.canonicalize().ok());
            if folder.is_some() && folder == place.git_dir.canonicalize().ok() {
                (place.index, place.index_named) = (named, true);
            }
        }
        let index = index::open(&place)?;
        let inside = root.strip_prefix(&place.work_tree).unwrap_or(Path::new(""));
        let mut prefix = ReportPath::from_path(inside).as_bytes().to_vec();
        if !prefix.is_empty() {
            prefix.push(b'/');
        }
        Ok(Some(Self { index, work_tree: place.work_tree, prefix, rules: Mutex::default() }))
    }

    /// How git sees a file that is there.
    #[must_use]
    pub fn standing(&self, file: &ReportPath) -> Standing {
        if self.contains(file) {
            return Standing::Tracked;
        }
        let whole = self.whole(file);
        if self.is_elsewhere(&whole) {
            Standing::Elsewhere
        } else if self.is_ignored(&whole) {
            Standing::Ignored
        } else {
            Standing::Open
        }
    }

    /// Whether the index tracks this very file, in any stage of a merge.
    #[must_use]
    pub fn contains(&self, file: &ReportPath) -> bool {
        self.index.entry_range(self.whole(file).as_bstr()).is_some()
    }

    /// Every file of the index below the root, relative to it, in the order of their bytes.
    pub fn paths(&self) -> impl Iterator<Item = ReportPath> + '_ {
        let below = |entry: &gix_index::Entry| {
            let name = entry.path(&self.index).strip_prefix(self.prefix.as_slice())?;
            (!index::covers(entry)).then(|| ReportPath::from_bytes(name))
        };
        let mut last = None;
        self.index.entries().iter().filter_map(below).filter(move |path| {
            // A file in a merge has an entry for each stage.
            let new = last.as_ref() != Some(path);
            last = Some(path.clone());
            new
        })
    }

    fn whole(&self, file: &ReportPath) -> Vec<u8> {
        [&self.prefix, file.as_bytes()].concat()
    }

    /// Whether another repository begins at or above a path.
    fn is_elsewhere(&self, whole: &[u8]) -> bool {
        index::covering(&self.index, whole).is_some()
            || folders(whole).skip(1).any(|folder| self.work_tree.join(path(folder)).join(".git").exists())
    }

    /// Whether an ignore file of the tree leaves a path out. What only holds on this machine (`.git/info/exclude`,
    /// the user's own list) does not count: it protects nobody else.
    fn is_ignored(&self, whole: &[u8]) -> bool {
        let above: Vec<&[u8]> = folders(whole).collect();
        let parts = above.iter().skip(1).map(|folder| (*folder, true)).chain([(whole, false)]);
        for (at, (part, folder)) in parts.enumerate() {
            // The rule of the innermost file decides; below a folder that is left out nothing is taken back.
            let decided = above[..=at].iter().rev().find_map(|holder| {
                let rules = self.rules_in(holder)?;
                match rules.matched(path(part), folder) {
                    Match::None => None,
                    Match::Ignore(_) => Some(true),
                    Match::Whitelist(_) => Some(false),
                }
            });
            if decided == Some(true) {
                return true;
            }
        }
        false
    }

    fn rules_in(&self, folder: &[u8]) -> Option<Arc<Gitignore>> {
        let mut known = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(folder.to_vec()).or_insert_with(|| self.read_rules(folder)).clone()
    }

    fn read_rules(&self, folder: &[u8]) -> Option<Arc<Gitignore>> {
        let folder = path(folder);
        let file = self.work_tree.join(&folder).join(".gitignore");
        // Git follows no link here.
        file.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        let text = std::fs::read(file).ok()?;
        // Paths are asked for relative to the work tree.
        let mut builder = ignore::gitignore::GitignoreBuilder::new(&folder);
        for line in String::from_utf8_lossy(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text)).lines() {
            // A line that is no rule holds for nothing, as in git.
            let _ = builder.add_line(None, line);
        }
        builder.build().ok().map(Arc::new)
    }
}

/// The folders above a path, from the top (which is empty) down.
fn folders(whole: &[u8]) -> impl Iterator<Item = &[u8]> {
    let inner = whole.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| &whole[..at]);
    std::iter::once(&whole[..0]).chain(inner)
}
