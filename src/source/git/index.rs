//! The index, read and held against what git promises of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gix_index::entry::{Flags, Mode};
use gix_index::{Entry, File, State};
use gix_object::bstr::ByteSlice as _;

use super::place::{GitError, Place};

/// Reads the index. One that is not there is empty, unless somebody named it.
///
/// # Errors
/// Where it cannot be read or is damaged.
pub(super) fn open(place: &Place) -> Result<State, GitError> {
    if !place.index_named && !place.index.exists() {
        return Ok(State::new(place.hash));
    }
    let options = gix_index::decode::Options {
        thread_limit: Some(1),
        // A damaged one can claim any size.
        alloc_limit_bytes: Some(1 << 30),
        ..Default::default()
    };
    // The decoder is not ours, and the bytes may be anybody's.
    let read = catch_unwind(AssertUnwindSafe(|| File::at(&place.index, place.hash, false, options)));
    let state: State = match read {
        Ok(Ok(file)) => file.into(),
        Ok(Err(error)) if error.is_not_found() => {
            return Err(GitError::Damaged("git's index, or one that it builds on, is not there".into()));
        }
        Ok(Err(error)) if error.is_permission_denied() => {
            return Err(GitError::Damaged("git's index cannot be read: permission denied".into()));
        }
        Ok(Err(error)) => return Err(GitError::Damaged(why(&error.probable_cause().to_string()))),
        Err(_) => return Err(GitError::Damaged("git's index is damaged".into())),
    };
    check(&state)?;
    Ok(state)
}

/// What is wrong. The decoder's words can hold absolute paths, which no report may show.
fn why(cause: &str) -> String {
    if cause.is_empty() || cause.contains(['/', '\\']) || cause.chars().any(char::is_control) {
        "git's index is damaged".into()
    } else {
        format!("git's index is damaged: {}", cause.to_lowercase())
    }
}

/// Entries are found by halving, so their order must hold.
fn check(state: &State) -> Result<(), GitError> {
    let ordered = state.entries().is_sorted_by(|a, b| {
        let (one, other) = (a.path(state), b.path(state));
        one < other || one == other && a.stage_raw() < b.stage_raw()
    });
    if ordered { Ok(()) } else { Err(GitError::Damaged("git's index is damaged: its entries are not sorted".into())) }
}

/// Whether an entry stands for all that is below it: a submodule, or a folder that is not checked out.
pub(super) fn covers(entry: &Entry) -> bool {
    entry.mode == Mode::COMMIT || entry.mode.is_sparse()
}

/// Whether an entry only says that a file will be added (`git add -N`): nothing of it is staged yet.
pub(super) const fn is_promise(entry: &Entry) -> bool {
    entry.flags.contains(Flags::INTENT_TO_ADD)
}

/// The entry above or at `path` that covers it, if one does.
pub(super) fn covering<'s>(state: &'s State, path: &[u8]) -> Option<&'s Entry> {
    let ends = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at).chain([path.len()]);
    ends.flat_map(|end| [&path[..end], &path[..(end + 1).min(path.len())]])
        .filter_map(|above| state.entry_by_path(above.as_bstr()))
        .find(|entry| covers(entry))
}
