//! Where a new file comes from, if it is one of the last commit under another name: then only what is new in it counts.
//!
//! A file of the last commit that is gone and has the same bytes is the source; else the one that shares most lines,
//! half of the bytes at least. A copy, whose source is still there, is a new file.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use gix_hash::ObjectId;

use super::changes::{Changes, Gone, Staged};
use super::objects::{Objects, What};

/// Larger files are only compared whole; bytes.
const LARGEST: u64 = 1 << 20;

/// Files of this many bytes in all are read to look for sources, on either side.
const BUDGET: u64 = 32 << 20;

/// More pairs of new and gone files are not compared line by line.
const MOST_PAIRS: usize = 10_000;

/// Gone files are looked for in gone folders up to this many.
const MOST_GONE: usize = 10_000;

/// Gives new files the version that they come from.
pub(super) fn find_sources(changes: &mut Changes, objects: &Objects<'_>) {
    let is_new = |staged: &&mut Staged| staged.what == What::File && staged.before.is_none();
    if !changes.staged.iter_mut().any(|staged| is_new(&staged)) {
        return;
    }
    expand(changes, objects);
    if changes.gone.is_empty() {
        return;
    }
    changes.gone.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let by_id: HashMap<ObjectId, usize> =
        changes.gone.iter().enumerate().rev().map(|(at, gone)| (gone.id, at)).collect();
    let mut left: Vec<&mut Staged> = Vec::new();
    for staged in changes.staged.iter_mut().filter(is_new) {
        match by_id.get(&staged.id) {
            Some(&at) => staged.before = Some(changes.gone[at].id),
            None => left.push(staged),
        }
    }
    if !left.is_empty() && left.len().saturating_mul(changes.gone.len()) <= MOST_PAIRS {
        by_lines(&mut left, &changes.gone, objects);
    }
}

/// Lists the files of folders that are gone.
fn expand(changes: &mut Changes, objects: &Objects<'_>) {
    let mut folders = std::mem::take(&mut changes.gone_folders);
    let mut buffer = Vec::new();
    while let Some((path, tree)) = folders.pop() {
        if changes.gone.len() >= MOST_GONE {
            return;
        }
        // Without its source a file is looked at whole: nothing is missed.
        for node in objects.tree(&tree, &mut buffer).unwrap_or_default() {
            let path = [&path[..], b"/", &node.name].concat();
            match node.what {
                What::File => changes.gone.push(Gone { path, id: node.id }),
                What::Folder => folders.push((path, node.id)),
                What::Link | What::Submodule => {}
            }
        }
    }
}

/// A file's lines as hashes, sorted, each with its bytes.
struct Lines {
    size: u64,
    hashes: Vec<(u64, u64)>,
}

fn by_lines(left: &mut [&mut Staged], gone: &[Gone], objects: &Objects<'_>) {
    // One key for both sides; nothing hostile can be made to collide with it.
    let key = RandomState::new();
    let mut budget = BUDGET;
    let mut buffer = Vec::new();
    let mut read = |id: &ObjectId| -> Option<Lines> {
        let size = objects.size(id).ok().filter(|size| *size > 0 && *size <= LARGEST.min(budget))?;
        budget -= size;
        let text = objects.text(id, LARGEST, &mut buffer).ok()?;
        let mut hashes: Vec<(u64, u64)> =
            text.split_inclusive(|byte| *byte == b'\n').map(|line| (key.hash_one(line), line.len() as u64)).collect();
        hashes.sort_unstable();
        Some(Lines { size, hashes })
    };
    let sources: Vec<(&Gone, Lines)> = gone.iter().filter_map(|gone| Some((gone, read(&gone.id)?))).collect();
    for staged in left {
        let Some(lines) = read(&staged.id) else { continue };
        let name = file_name(&staged.path);
        let scored = sources.iter().filter_map(|(gone, other)| {
            let score = score(&lines, other)?;
            Some((score, file_name(&gone.path) == name, gone))
        });
        // Of equals the one that keeps the name, then the first.
        let best = scored.rev().max_by_key(|(score, same_name, _)| (*score, *same_name));
        staged.before = best.map(|(.., gone)| gone.id);
    }
}

/// How much two files share, in thousandths of the larger one's bytes, where that is half at least.
fn score(one: &Lines, other: &Lines) -> Option<u64> {
    let (small, large) = (one.size.min(other.size), one.size.max(other.size));
    if small * 2 < large {
        return None;
    }
    let (mut a, mut b) = (one.hashes.iter().peekable(), other.hashes.iter().peekable());
    let mut shared = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => {
                shared += x.1;
                a.next();
                b.next();
            }
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
        }
    }
    (shared * 2 >= large).then(|| shared * 1000 / large)
}

fn file_name(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| *byte == b'/').next().unwrap_or(path)
}
