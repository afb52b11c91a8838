//! Rules: how they are written, read, judged, compiled and found.

pub mod allow;
pub mod carry;
mod compile;
pub mod def;
mod draft;
mod embedded;
pub mod expand;
pub mod generate;
mod index;
pub mod pack;
mod prefixes;
#[cfg(test)]
mod schema;
mod set;

pub use compile::{Pattern, Provenance, Rule};
pub use embedded::{embedded, embedded_text};
pub use index::Index;
pub use set::RuleSet;
