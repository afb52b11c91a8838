//! Rules: how they are written, read, judged, compiled and found.

pub mod carry;
mod compile;
pub mod def;
mod embedded;
mod set;

pub use compile::{Provenance, Rule};
pub use embedded::{embedded, embedded_text};
pub use set::RuleSet;
