//! What git knows of the files of a tree: which its index tracks, and which the ignore files leave out.
//!
//! A read-only view for checks. It is opened when the first question is asked, reads the index once, and ignore files
//! as they are needed.

use std::path::{Path, PathBuf};

use gix_index::State;
use gix_object::bstr::ByteSlice as _;

use super::index;
use super::place::{Environment, GitError, Place, path};
use super::rules::{Rules, folders};
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
    rules: Rules,
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
        // What only holds on this machine (`.git/info/exclude`, the user's own list) does not count: it protects nobody
        // else.
        let rules = Rules::new(place.work_tree.clone(), ".gitignore");
        Ok(Some(Self { index, work_tree: place.work_tree, prefix, rules }))
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
        } else if self.rules.leave_out(&whole) {
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
}
