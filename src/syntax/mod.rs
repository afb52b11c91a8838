//! Syntaxes of files, read with the place of everything in them.
//!
//! A syntax here knows nothing of rules and findings: it turns a text into a tree whose nodes say where they stand.
//! What people write for bartizan itself, packs and configurations, is read as a [`document`], so that a refusal names
//! line and column; readers of further formats belong beside [`yaml`].

pub mod document;
pub mod yaml;
