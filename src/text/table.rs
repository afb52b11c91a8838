//! The tables of texts under `rules/`, as they are written.
//!
//! The build script includes this file by path: no imports from this crate.

use serde::{Deserialize, Serialize};

/// The table of `rules/placeholders.yaml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placeholders {
    /// Whole values, lower case, without quotes and separators.
    pub words: Vec<String>,
    /// Pieces that make any value a placeholder; unlikely enough to stand in a random one. A blank, here and below, is
    /// any separator, and between two words none, too.
    pub parts: Vec<String>,
    /// How placeholders begin.
    pub prefixes: Vec<String>,
    /// How placeholders end.
    pub suffixes: Vec<String>,
    /// Words that speak to the reader. One of them makes a value that is nothing but words a placeholder.
    pub asking: Vec<String>,
    /// Whole values that are none although they look so, as `words` are written: passwords that people really set.
    pub real: Vec<String>,
}

/// The table of `rules/known-values.yaml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownValues {
    /// Always `known-values`.
    pub table: String,
    /// The values.
    pub values: Vec<Known>,
}

/// A value that everybody knows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// 16 hexadecimal digits: the start of the SHA-256 of `text::known::KEY` and the value.
    pub hash: String,
    /// What it is, as a part of a sentence: `it is an example of the vendor's documentation`.
    pub is: String,
}
