//! A setting as it was found, before anything is judged.

use std::ops::Range;

use super::names::{Kind, Realm};
use super::value::Any;

/// What a setting belongs to. Settings of one group hold together: what stands between the same brackets, or is said of
/// the same object.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The bracket around it.
    pub(super) scope: Option<usize>,
    /// What it is said of: the bytes of `config` in `config.setAllowedOrigins(…)`, empty where it is said of nothing.
    pub(super) owner: Vec<u8>,
    /// Where the chain of calls begins that it is part of.
    pub(super) chain: usize,
    /// Which function of several without brackets, or which part of a file.
    pub(super) section: usize,
}

impl Group {
    /// Whether what is said in both is said of one thing.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.scope == other.scope
            && self.section == other.section
            && (self.chain == other.chain || self.owner == other.owner)
    }
}

/// A setting, its place and what it lets in.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) kind: Kind,
    pub(super) realm: Realm,
    pub(super) table: usize,
    /// Where it is said, in bytes: name and value.
    pub(super) span: Range<usize>,
    pub(super) group: Group,
    /// What it lets in; `None` for one that is closed, or not known.
    pub(super) any: Option<Any>,
    /// Where the wildcard itself stands, in bytes.
    pub(super) star: usize,
    /// Of credentials: whether they are let in.
    pub(super) on: bool,
    /// Whether it stands where only development comes.
    pub(super) local: bool,
    /// Whether it is a call that is open as long as nothing is said.
    pub(super) open: bool,
    /// Whether the same call lets credentials in by itself.
    pub(super) with_credentials: bool,
}
