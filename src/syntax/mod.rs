//! Syntaxes of files, read with the place of everything in them.
//!
//! A syntax here knows nothing of rules and findings: it turns a text into a tree whose nodes say where they stand.
//! Rule packs are read with it so that a refusal names line and column; readers of further formats belong beside it.

pub mod tokens;
pub mod yaml;
