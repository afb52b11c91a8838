//! Rules: how they are written, read, judged, compiled and found.
//!
//! [`def`] is a rule as it stands in YAML, [`carry`] works out which prefilter carries it, [`pack`] reads and judges
//! files of rules, [`Rule`] is one that runs, [`RuleSet`] holds those that are on, and [`Index`] joins their literals
//! for the prefilters. [`generate`] and [`expand`] make the values of examples; [`describe`] says it all in words.

pub mod allow;
pub mod carry;
mod compile;
pub mod cors;
pub mod def;
pub mod describe;
mod draft;
mod embedded;
mod env_words;
pub mod expand;
pub mod generate;
pub mod index;
pub mod made;
pub mod pack;
mod role;
#[cfg(test)]
mod schema;
mod set;
mod shared;
pub mod sql;

pub use compile::{Pattern, Provenance, Rule};
pub use embedded::{cors_tables, embedded, embedded_page, embedded_text, env_words, sql_tables};
pub use env_words::{EnvWords, FileWords, Hosts, KeyWords, ValueWords};
pub use index::{CORS, CORS_PARTS, ENCODED, Index, MARKER, NAME, NAMES, SUPPRESSION};
pub use set::RuleSet;
pub use shared::{Asked, Shared};
