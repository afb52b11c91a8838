//! Which staged files are wanted: all, or those that were named.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use gix_index::State;
use gix_object::bstr::ByteSlice as _;

use super::index::{covering, is_promise};
use crate::finding::ReportPath;

/// What was named; paths relative to the work tree.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// Files, which are judged whole.
    pub(super) files: BTreeSet<Vec<u8>>,
    /// Folders, each with its `/`; the top is empty.
    pub(super) folders: Vec<Vec<u8>>,
}

impl Wanted {
    /// Everything that is staged.
    pub(super) fn all() -> Self {
        Self { files: BTreeSet::new(), folders: vec![Vec::new()] }
    }

    /// Whether a file lies in a folder that is wanted.
    pub(super) fn in_folder(&self, path: &[u8]) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

/// What stands in the index under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file (or a link, or a submodule).
    File,
    /// Files below it.
    Folder,
    /// Neither.
    Nothing,
}

/// Looks a name up in the index.
pub(super) fn look_up(index: &State, path: &[u8]) -> Found {
    if path.is_empty() {
        return Found::Folder;
    }
    if let Some(range) = index.entry_range(path.as_bstr()) {
        // A promise stages nothing.
        return if index.entries()[range].iter().all(is_promise) { Found::Nothing } else { Found::File };
    }
    let below = [path, b"/"].concat();
    let at = index.entries().partition_point(|entry| entry.path(index).as_bytes() < below.as_slice());
    let next = index.entries().get(at).is_some_and(|entry| entry.path(index).starts_with(&below));
    // Of a folder that is not checked out the index holds no file.
    if next || covering(index, path).is_some_and(|entry| entry.mode.is_sparse()) {
        Found::Folder
    } else {
        Found::Nothing
    }
}

/// Where a named file is in the work tree, whether or not it is there any more. `None`: outside.
pub(super) fn relative(named: &Path, from: &Path, work_tree: &Path) -> Option<Vec<u8>> {
    let whole = real(&from.join(named));
    let inside = whole.strip_prefix(work_tree).ok()?;
    Some(ReportPath::from_path(inside).as_bytes().to_vec())
}

/// The path with every link resolved but a last one: of a link it is the link that is staged.
fn real(whole: &Path) -> PathBuf {
    let (Some(folder), Some(name)) = (whole.parent(), whole.file_name()) else {
        return whole.canonicalize().unwrap_or_else(|_| whole.to_owned());
    };
    if whole.as_os_str().as_encoded_bytes().ends_with(b"/.") {
        return whole.canonicalize().unwrap_or_else(|_| whole.to_owned());
    }
    if let Ok(folder) = folder.canonicalize() {
        return folder.join(name);
    }
    // The folder is gone. What is left of it tells where it was.
    let mut parts: Vec<Component<'_>> = Vec::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    let there = (1..parts.len()).rev().find_map(|count| {
        let real = parts[..count].iter().collect::<PathBuf>().canonicalize().ok()?;
        Some(real.join(parts[count..].iter().collect::<PathBuf>()))
    });
    there.unwrap_or_else(|| whole.to_owned())
}
