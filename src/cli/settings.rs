//! What a run goes by beside its own arguments: the configuration that is in force, and the rules there are.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::config::{Configuration, Draft, Wanted};
use crate::rule::pack::{self, Place};
use crate::rule::{Rule, embedded};

/// The configuration and the rules.
pub(super) struct Settings {
    pub(super) configuration: Configuration,
    /// The embedded ones, those of the configuration's packs and those of `--rules`.
    pub(super) rules: Vec<Rule>,
}

/// Finds and reads both.
///
/// # Errors
/// Where the configuration or a pack is wrong, or nobody can tell where we are.
pub(super) fn settings(wanted: &Wanted, packs: &[PathBuf]) -> Result<Settings> {
    let draft = draft(wanted)?;
    let rules = all_rules(draft.as_ref(), packs)?;
    let configuration = match draft {
        Some(draft) => draft.judge(&rules)?,
        None => Configuration::default(),
    };
    Ok(Settings { configuration, rules })
}

/// The rules alone, with those of the nearest configuration's packs.
///
/// # Errors
/// Where the configuration does not read, a pack is wrong, or nobody can tell where we are.
pub(super) fn rules(packs: &[PathBuf]) -> Result<Vec<Rule>> {
    all_rules(draft(&Wanted::Nearest)?.as_ref(), packs)
}

fn draft(wanted: &Wanted) -> Result<Option<Draft>> {
    if *wanted == Wanted::Nothing {
        return Ok(None);
    }
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let here = here.context("the current folder cannot be found, and a configuration is looked for in it")?;
    Ok(Draft::load(wanted, &here)?)
}

fn all_rules(draft: Option<&Draft>, packs: &[PathBuf]) -> Result<Vec<Rule>> {
    let mut places: Vec<Place<'_>> = Vec::new();
    if let Some(draft) = draft {
        let (own, within) = draft.packs();
        places.extend(own.map(|path| Place { path, within: Some(within) }));
    }
    places.extend(packs.iter().map(|path| Place { path, within: None }));
    let mut rules = embedded();
    if !places.is_empty() {
        rules.extend(pack::load_from(&places, &rules)?);
    }
    Ok(rules)
}
