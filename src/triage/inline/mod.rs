//! Suppressions that stand in the files themselves: `bartizan: allow <rule or pack> -- <reason>` in a comment.
//!
//! One behind code speaks for its own line; one that has a line for itself speaks for the next line of code, and for
//! the comments before that; on the first line of a file it speaks for what is said of the file as a whole too. It hides what the named rules say there and nothing else, and only with a reason.
//! [`Reader`] finds them while a file is read, window by window; [`apply`] holds them against what was found when the
//! whole scan is over, because some findings are only known then, and says which of them hide nothing.

mod comment;
mod judge;
mod kind;
mod reader;
mod words;

pub use judge::{Comments, Names, apply};
pub use kind::comment;
pub use reader::{Reader, View, has_marker};
pub use words::Said;

use crate::finding::Region;

pub use crate::rule::MARKER;

/// What stands in front of a comment that a report offers.
pub const OFFER: &str = "Allow (line above):";

/// A suppression as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// Where it stands.
    pub region: Region,
    /// The first line that it speaks for, from 1.
    pub from: u64,
    /// The last one; less than `from`: there is no line that it could speak for.
    pub to: u64,
    /// Whether it stands on the line that it speaks for.
    pub own: bool,
    /// What it says.
    pub said: Said,
}
