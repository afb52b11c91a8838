//! Whether a template's value is in use: compared, as a keyed hash, with what the real files beside it and in the
//! folders above set.
//!
//! Real files are read even where git ignores them, since that is where they belong. Nothing of them is kept but the
//! hashes, and the lines where the values stand. A link is followed within the root alone.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::credentials::credentials;
use super::names::{Kind, kind};
use super::real::LARGEST;
use super::settings::Text;
use super::words::Words;
use crate::check::{Claimed, Whole};
use crate::finding::{Finding, LineIndex, Note, Region, Related, ReportPath, Secret, ValueKey};
use crate::source::{SkipReason, peek};

/// The most real files of a folder that are read.
const MOST: usize = 64;

/// Values shorter than this are equal by chance.
const SHORTEST: usize = 5;

/// A folder's real values: where each was first seen.
type Values = HashMap<ValueKey, (ReportPath, Region)>;

/// The findings among `claimed`: those whose value a real file sets.
pub(super) fn confirm(whole: &Whole<'_>, words: &Words, claimed: Vec<Claimed>) -> Vec<Finding> {
    let Some(root) = whole.root else { return Vec::new() };
    let mut folders: BTreeMap<PathBuf, Values> = BTreeMap::new();
    let mut findings = Vec::new();
    for Claimed { mut finding, .. } in claimed {
        let Some(same) = finding.secret.as_ref().map(Secret::same) else { continue };
        // What is beside a template in an archive is not on disk.
        if finding.path.in_archive().is_some() {
            continue;
        }
        let template = finding.path.to_path();
        let found = template.ancestors().skip(1).find_map(|folder| {
            if !folders.contains_key(folder) {
                let values = read(whole, root, folder, words);
                folders.insert(folder.to_owned(), values);
            }
            folders.get(folder)?.get(&same).cloned()
        });
        if let Some((path, region)) = found {
            finding.message.push_str(&format!(": `{path}` sets it in line {}", region.line));
            finding.related.push(Related { path, region, message: "the same value, in use".into() });
            findings.push(finding);
        }
    }
    findings
}

/// The values of the real files in `folder`, which is relative to the root.
fn read(whole: &Whole<'_>, root: &Path, folder: &Path, words: &Words) -> Values {
    let mut values = Values::new();
    let mut names: Vec<OsString> = fs::read_dir(root.join(folder))
        .map(|entries| entries.flatten().map(|entry| entry.file_name()).collect())
        .unwrap_or_default();
    names.retain(|name| matches!(kind(name.as_encoded_bytes(), words), Some(Kind::Real { .. })));
    names.sort_unstable();
    for name in names.into_iter().take(MOST) {
        let relative = folder.join(&name);
        let path = ReportPath::from_path(&relative);
        match text(root, &relative, words) {
            Ok(Some(bytes)) => collect(whole, words, &bytes, &path, &mut values),
            Ok(None) => {}
            Err(why) => whole.notes.borrow_mut().push(Note {
                path: Some(path),
                region: None,
                message: format!("not compared with the template beside it or below: {why}"),
                help: "make it a readable text inside the tree, or rename it if it holds no environment variables"
                    .into(),
            }),
        }
    }
    values
}

/// The text of a real file; `None` where there is none to compare with: a folder, or a link to a template.
fn text(root: &Path, relative: &Path, words: &Words) -> Result<Option<Vec<u8>>, String> {
    let path = root.join(relative);
    let Ok(meta) = path.symlink_metadata() else { return Ok(None) };
    if meta.is_dir() {
        return Ok(None);
    }
    let said = |reason: SkipReason| reason.to_string();
    if !meta.is_symlink() {
        return peek(&path, LARGEST).map(Some).map_err(said);
    }
    let (Ok(real), Ok(root)) = (path.canonicalize(), root.canonicalize()) else {
        return Err("a link that leads nowhere".into());
    };
    if !real.starts_with(&root) {
        return Err("a link that leads out of the tree".into());
    }
    // Whatever a link in a repository is called, only an environment file is read for it.
    match kind(real.file_name().unwrap_or_default().as_encoded_bytes(), words) {
        Some(Kind::Real { .. }) if real.is_file() => peek(&real, LARGEST).map(Some).map_err(said),
        _ => Ok(None),
    }
}

/// Notes every value of a text, and every password in one.
fn collect(whole: &Whole<'_>, words: &Words, bytes: &[u8], path: &ReportPath, values: &mut Values) {
    let index = LineIndex::new(bytes);
    Text::whole(bytes).read(&mut |text, entry| {
        if entry.commented || entry.value.len() < SHORTEST {
            return;
        }
        let value = &text[entry.value.clone()];
        let mut add = |span: std::ops::Range<usize>| {
            let same = Secret::new(&bytes[span.clone()], 0, whole.key).same();
            values.entry(same).or_insert_with(|| (path.clone(), index.region(span)));
        };
        add(entry.value.clone());
        for one in credentials(value, words) {
            add(entry.value.start + one.password.start..entry.value.start + one.password.end);
        }
    });
}
