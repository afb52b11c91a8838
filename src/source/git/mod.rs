//! What git has staged and what it tracks, read from its files.
//!
//! No git is run, and of a repository's configuration only the name of the hash function is read: no hook, filter,
//! monitor or helper that a hostile one may name is ever started. What is linked in could not start one.

mod changes;
mod head;
mod index;
mod lines;
mod named;
mod objects;
mod place;
mod readers;
mod rename;
mod rules;
mod staged;
mod tracked;

pub use objects::ObjectsRead;
pub use place::{Environment, GitError};
pub use staged::{Staged, StagedOptions};
pub use tracked::{Standing, Tracked};
