//! The tree of the last commit, which the index is compared with.

use gix_hash::ObjectId;
use gix_object::{CommitRefIter, Find as _, Kind};
use gix_ref::Target;
use gix_ref::file::{ReferenceExt as _, Store};

use super::objects::Objects;
use super::place::{GitError, Place};

/// HEAD can name a branch that names another; git follows no more than this.
const MOST_NAMES: usize = 5;

/// The tree of HEAD's commit. `None` where there is no commit yet.
///
/// # Errors
/// Where HEAD or its commit cannot be read.
pub(super) fn tree(place: &Place, objects: &Objects<'_>) -> Result<Option<ObjectId>, GitError> {
    let damaged = |what: &str| GitError::Damaged(format!("the last commit cannot be found: {what}"));
    let Some(commit) = commit(place)? else { return Ok(None) };
    let mut buffer = Vec::new();
    let data = match objects.database().try_find(&commit, &mut buffer) {
        Ok(Some(data)) if data.kind == Kind::Commit => data,
        Ok(None) => return Err(damaged("it is missing from git's object database")),
        Ok(Some(_)) | Err(_) => return Err(damaged("it is damaged in git's object database")),
    };
    CommitRefIter::from_bytes(data.data, place.hash).tree_id().map(Some).map_err(|_| damaged("it names no tree"))
}

fn commit(place: &Place) -> Result<Option<ObjectId>, GitError> {
    let store = if place.common_dir == place.git_dir {
        Store::at(place.git_dir.clone(), place.hash)
    } else {
        Store::for_linked_worktree(place.git_dir.clone(), place.common_dir.clone(), place.hash)
    };
    let unreadable = |foreign: bool| {
        let why = if foreign { "it is kept in a form (reftable) that is not read" } else { "it is damaged" };
        GitError::Damaged(format!("HEAD cannot be read: {why}"))
    };
    let mut reference = store.find("HEAD").map_err(|error| unreadable(error.is_unsupported()))?;
    for _ in 0..MOST_NAMES {
        let name = match &reference.target {
            Target::Object(id) => return Ok(Some(*id)),
            Target::Symbolic(name) => name.clone(),
        };
        reference = match reference.follow(&store) {
            Some(Ok(next)) => next,
            Some(Err(error)) if error.is_not_found() && name.category().is_some() => return Ok(None),
            Some(Err(error)) => return Err(unreadable(error.is_unsupported())),
            None => return Ok(None),
        };
    }
    Err(GitError::Damaged("HEAD cannot be read: it goes in a circle".into()))
}
