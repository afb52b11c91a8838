//! What a pattern says about the bytes of its matches: the run of token characters they begin with, and their last part.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::REACH;
use super::prefix::Prefixes;
use crate::text::token::{ByteSet, RUN, is_token};

/// Whether every match holds a literal of 3 bytes or more somewhere inside, as `-us` in a key that names its data
/// centre: with a stated length that is rare enough to go without context words.
pub(super) fn marked(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.len() >= 3,
        HirKind::Capture(capture) => marked(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && marked(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().any(marked),
        HirKind::Alternation(branches) => branches.iter().all(marked),
        _ => false,
    }
}

/// How many token characters every match begins with, and the most it can.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) set: ByteSet,
    /// Whether the whole part is made of token characters, so that what follows continues the run.
    pub(super) whole: bool,
}

pub(super) fn token_run(hir: &Hir) -> Run {
    const NOTHING: Run = Run { least: 0, most: 0, set: ByteSet([0; 4]), whole: true };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => NOTHING,
        HirKind::Literal(literal) => {
            let length = literal.0.iter().take_while(|&&b| is_token(b)).count();
            let mut set = ByteSet::default();
            literal.0[..length].iter().for_each(|&b| set.insert(b));
            Run { least: length, most: length, set, whole: length == literal.0.len() }
        }
        HirKind::Class(class) => {
            let set = class_set(class);
            if set.is_subset(&ByteSet::token()) {
                Run { least: 1, most: 1, set, whole: true }
            } else {
                Run { least: 0, most: 1, set: set.intersection(ByteSet::token()), whole: false }
            }
        }
        HirKind::Capture(capture) => token_run(&capture.sub),
        HirKind::Repetition(repetition) => {
            let one = token_run(&repetition.sub);
            let max = repetition.max.map_or(REACH, |max| max as usize);
            if one.whole {
                Run {
                    least: one.least * repetition.min as usize,
                    most: (one.most * max).min(REACH),
                    set: one.set,
                    whole: true,
                }
            } else {
                Run { least: if repetition.min == 0 { 0 } else { one.least }, most: (one.most * max).min(REACH), ..one }
            }
        }
        HirKind::Concat(parts) => {
            let mut run = NOTHING;
            for part in parts {
                let next = token_run(part);
                run.least += if run.whole { next.least } else { 0 };
                run.most += next.most;
                run.set = run.set.union(next.set);
                run.whole &= next.whole;
                if !run.whole {
                    break;
                }
            }
            run
        }
        HirKind::Alternation(branches) => branches
            .iter()
            .map(token_run)
            .reduce(|a, b| Run {
                least: a.least.min(b.least),
                most: a.most.max(b.most),
                set: a.set.union(b.set),
                whole: a.whole && b.whole,
            })
            .unwrap_or(NOTHING),
    }
}

pub(super) fn class_set(class: &Class) -> ByteSet {
    let mut set = ByteSet::default();
    match class {
        Class::Bytes(class) => class.iter().for_each(|r| (r.start()..=r.end()).for_each(|b| set.insert(b))),
        Class::Unicode(class) => {
            for range in class.iter() {
                if range.end() as u32 > 127 {
                    // Any byte of a longer character; never a subset of the token characters.
                    (128..=255).for_each(|b| set.insert(b));
                }
                (range.start() as u32..=(range.end() as u32).min(127)).for_each(|b| set.insert(b as u8));
            }
        }
    }
    set
}

/// For a pattern that is a literal whose last byte is no token character, then a run: the literals up to the run.
pub(super) fn behind(hir: &Hir, prefixes: &Prefixes) -> Option<Vec<Vec<u8>>> {
    let cut = |p: &Vec<u8>| p.iter().rposition(|&b| !is_token(b)).map(|at| at + 1);
    let length = cut(prefixes.exact.first()?)?;
    if length < 3 || prefixes.exact.iter().any(|p| cut(p) != Some(length)) {
        return None;
    }
    let rest = drop_literal(hir, length)?;
    (token_run(&rest).least >= RUN).then(|| {
        let mut literals: Vec<Vec<u8>> = prefixes.exact.iter().map(|p| p[..length].to_vec()).collect();
        literals.dedup();
        literals
    })
}

/// The pattern without its first `length` bytes, where those are literal on the way down.
fn drop_literal(hir: &Hir, length: usize) -> Option<Hir> {
    if length == 0 {
        return Some(hir.clone());
    }
    match hir.kind() {
        HirKind::Literal(literal) => (literal.0.len() >= length).then(|| Hir::literal(literal.0[length..].to_vec())),
        HirKind::Capture(capture) => drop_literal(&capture.sub, length),
        HirKind::Class(_) => (length == 1).then(Hir::empty),
        HirKind::Concat(parts) => {
            let mut left = length;
            for (at, part) in parts.iter().enumerate() {
                let size = part.properties().minimum_len()?;
                if part.properties().maximum_len()? != size || size > left {
                    let first = drop_literal(part, left)?;
                    return Some(Hir::concat(std::iter::once(first).chain(parts[at + 1..].iter().cloned()).collect()));
                }
                left -= size;
                if left == 0 {
                    return Some(Hir::concat(parts[at + 1..].to_vec()));
                }
            }
            None
        }
        HirKind::Alternation(branches) => {
            Some(Hir::alternation(branches.iter().map(|b| drop_literal(b, length)).collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// The bytes with which a match can end, where its last part could take more of them.
pub(super) fn last_set(hir: &Hir) -> ByteSet {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => ByteSet::default(),
        HirKind::Class(class) => class_set(class),
        HirKind::Capture(capture) => last_set(&capture.sub),
        HirKind::Repetition(repetition) => last_set(&repetition.sub),
        HirKind::Concat(parts) => {
            let mut set = ByteSet::default();
            for part in parts.iter().rev() {
                set = set.union(last_set(part));
                if part.properties().minimum_len() != Some(0) {
                    break;
                }
            }
            set
        }
        HirKind::Alternation(branches) => {
            branches.iter().fold(ByteSet::default(), |set, branch| set.union(last_set(branch)))
        }
    }
}
