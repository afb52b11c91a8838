//! The words that the check of environment templates goes by, as they stand in `rules/env-example/words.yaml`.
//!
//! Plain data. The build script includes this file by path and embeds what it reads.

use serde::{Deserialize, Serialize};

/// The table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvWords {
    /// Which table it is.
    pub table: String,
    /// Words of file names.
    pub files: FileWords,
    /// Words of keys.
    pub keys: KeyWords,
    /// Beginnings, words and whole texts of values.
    pub values: ValueWords,
    /// Hosts.
    pub hosts: Hosts,
}

/// Words of a file's name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileWords {
    /// Make it a file of environment variables.
    pub env: Vec<String>,
    /// Make that a template.
    pub template: Vec<String>,
    /// Make it neither template nor real.
    pub sealed: Vec<String>,
    /// Real, and often shared on purpose.
    pub shared: Vec<String>,
    /// Endings of other kinds of file.
    pub other: Vec<String>,
}

/// Words of a key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyWords {
    /// Parts of words that name a secret.
    pub stems: Vec<String>,
    /// Last words that name one.
    pub words: Vec<String>,
    /// Last words that change nothing.
    pub tails: Vec<String>,
    /// Last words of what is about a secret and none itself.
    pub about: Vec<String>,
    /// Before `key`: what it is a key of holds no secret.
    pub plain: Vec<String>,
    /// Words of what everybody may see.
    pub public: Vec<String>,
    /// First words of what browsers get.
    pub browser: Vec<String>,
    /// First words of questions.
    pub flags: Vec<String>,
    /// Words of what is there to be tried out.
    pub trial: Vec<String>,
    /// Words of what hurts nobody.
    pub harmless: Vec<String>,
}

/// What values say.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueWords {
    /// Beginnings of what names a place, or is encrypted.
    pub references: Vec<String>,
    /// Whole values that everybody sets up.
    pub defaults: Vec<String>,
    /// Words of weak passwords.
    pub weak: Vec<String>,
}

/// Hosts that nobody outside can reach.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hosts {
    /// Beginnings.
    pub local: Vec<String>,
    /// Endings.
    pub endings: Vec<String>,
    /// Endings of names that are kept for examples, or used as such.
    pub examples: Vec<String>,
}
