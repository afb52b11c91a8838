//! From matches to findings: what is merged, dropped and allowed before anything is printed.
//!
//! Several rules may match one value: the most specific speaks, the others are named in it ([`dedupe`]). When the scan
//! is over, [`Judged`] goes through the steps that tell what somebody allowed, each time with a reason, from what
//! stands; an entry that allows nothing is a note. What
//! stands of one value in several places is joined at the very end ([`fold`]).

pub mod allow;
pub mod baseline;
mod dedupe;
mod entry;
mod fold;
pub mod inline;
mod judged;
pub mod overrides;

pub use allow::AllowList;
pub use dedupe::{Located, absorb, dedupe};
pub use entry::{Entry, EntryFile, Scope};
pub use fold::fold;
pub use judged::{Judged, Seen};
pub use overrides::Overrides;
