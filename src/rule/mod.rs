//! Rules: how they are written, read, judged, compiled and found.

mod allow;
pub mod carry;
mod compile;
pub mod def;
mod embedded;
mod index;
mod set;

pub use compile::{Pattern, Provenance, Rule};
pub use embedded::{embedded, embedded_text};
pub use index::Index;
pub use set::RuleSet;
