//! Where the rules of a run come from: the embedded packs, and those that `--rules` names.

use std::path::PathBuf;

use anyhow::Result;

use crate::rule::{Rule, embedded, pack};

/// The embedded rules and those of `packs` (files, or folders of files).
///
/// # Errors
/// Where a pack cannot be read or is wrong, or gives an id that an embedded rule has.
pub(super) fn with_embedded(packs: &[PathBuf]) -> Result<Vec<Rule>> {
    let mut rules = embedded();
    if !packs.is_empty() {
        rules.extend(from_packs(packs, &rules)?);
    }
    Ok(rules)
}

/// The rules of `packs` alone; the ids of `taken` may not be given again.
///
/// # Errors
/// Where a pack cannot be read or is wrong.
pub(super) fn from_packs(packs: &[PathBuf], taken: &[Rule]) -> Result<Vec<Rule>> {
    Ok(pack::load(packs, taken)?)
}
