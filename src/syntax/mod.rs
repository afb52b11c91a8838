//! Syntaxes of files, read with the place of everything in them.
//!
//! A syntax here knows nothing of rules and findings. The readers of settings ([`dotenv`], [`json`], [`toml`],
//! [`properties`], [`ini`], [`hcl`] and [`yaml::read`]) hand out every value as an [`Entry`]: the keys that lead to it, what it
//! says, how it is quoted, and the bytes where key and value stand. They never refuse a text: what cannot be read is
//! passed over and said in a [`Problem`], and what stands before and behind it is read. Nothing is expanded: neither
//! variables nor aliases are followed, so no text can make more of itself than it is.
//!
//! [`xml`] has elements with attributes, and so a shape of its own.
//!
//! Programs are read by [`code`]: parsed, and lowered to one form for all languages.
//!
//! What people write for bartizan itself, packs and configurations, is read as a [`document`] over the tree of
//! [`yaml`], so that a refusal names line and column.

pub mod code;
pub mod document;
pub mod dotenv;
mod entry;
mod format;
pub mod hcl;
pub mod ini;
pub mod interpolation;
pub mod json;
mod lines;
pub mod properties;
pub mod tokens;
pub mod toml;
mod utf8;
pub mod xml;
pub mod yaml;

pub use entry::{Entry, Problem, Quote, Step, Visit};
pub use format::Format;
pub use lines::lines;
pub use utf8::utf8;

#[cfg(test)]
mod tests;
