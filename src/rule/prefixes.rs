//! The literals with which every match of a pattern begins: what the prefilters can go by.
//!
//! The build script includes this file by path: no imports from this crate.

use regex_syntax::hir::{Class, Hir, HirKind};

/// The literals with which every match begins, as far as the pattern says.
pub(super) struct Prefixes {
    /// Exact bytes of each.
    pub(super) exact: Vec<Vec<u8>>,
    /// Whether the bytes hold in this case only; else they are lower case and stand for either.
    pub(super) exact_case: bool,
}

impl Prefixes {
    /// More alternatives than this are cut back to shorter, fewer ones.
    const MOST: usize = 64;

    /// Reads them off a pattern. `want` is how long the longest declared anchor is; a prefix is followed at least that far, and beyond where
    /// that costs no more alternatives.
    pub(super) fn of(hir: &Hir, want: usize) -> Self {
        let mut state = Growing { alternatives: vec![(Vec::new(), true)], exact_case: true, want };
        state.grow(hir);
        let mut exact: Vec<Vec<u8>> = state.alternatives.into_iter().map(|(bytes, _)| bytes).collect();
        if !state.exact_case {
            exact.iter_mut().for_each(|bytes| bytes.make_ascii_lowercase());
        }
        exact.sort();
        exact.dedup();
        Self { exact, exact_case: state.exact_case }
    }

    /// The length of the shortest.
    pub(super) fn shortest(&self) -> usize {
        self.exact.iter().map(Vec::len).min().unwrap_or(0)
    }
}

/// Prefixes while they are being read off the pattern: each with whether it can still grow.
struct Growing {
    alternatives: Vec<(Vec<u8>, bool)>,
    exact_case: bool,
    want: usize,
}

impl Growing {
    fn open(&self) -> bool {
        self.alternatives.iter().any(|(_, open)| *open)
    }

    fn close(&mut self) {
        self.alternatives.iter_mut().for_each(|(_, open)| *open = false);
    }

    fn grow(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                for (bytes, open) in &mut self.alternatives {
                    if *open {
                        bytes.extend_from_slice(&literal.0);
                    }
                }
            }
            HirKind::Class(class) => self.grow_class(class),
            HirKind::Capture(capture) => self.grow(&capture.sub),
            HirKind::Concat(parts) => {
                for part in parts {
                    if !self.open() {
                        break;
                    }
                    self.grow(part);
                }
            }
            HirKind::Repetition(repetition) => {
                if repetition.min == 0 {
                    return self.close();
                }
                for _ in 0..repetition.min.min(8) {
                    self.grow(&repetition.sub);
                }
                if repetition.max != Some(repetition.min) || repetition.min > 8 {
                    self.close();
                }
            }
            HirKind::Alternation(branches) => self.grow_alternation(branches),
        }
    }

    fn grow_alternation(&mut self, branches: &[Hir]) {
        let mut all: Vec<(Vec<u8>, bool)> = self.alternatives.iter().filter(|(_, open)| !open).cloned().collect();
        for branch in branches {
            let mut one = Self {
                alternatives: self.alternatives.iter().filter(|(_, open)| *open).cloned().collect(),
                exact_case: self.exact_case,
                want: self.want,
            };
            one.grow(branch);
            self.exact_case &= one.exact_case;
            all.append(&mut one.alternatives);
        }
        if all.len() > Prefixes::MOST {
            return self.close();
        }
        self.alternatives = all;
    }

    fn grow_class(&mut self, class: &Class) {
        let Some(bytes) = small_class(class) else { return self.close() };
        let folded: Vec<u8> = {
            let mut folded: Vec<u8> = bytes.iter().map(u8::to_ascii_lowercase).collect();
            folded.dedup();
            folded.sort_unstable();
            folded.dedup();
            folded
        };
        // `[xX]`, as `(?i)x` becomes: one letter in either case.
        if bytes.len() == 2 && folded.len() == 1 {
            self.exact_case = false;
            for (prefix, open) in &mut self.alternatives {
                if *open {
                    prefix.push(folded[0]);
                }
            }
            return;
        }
        let short = self.alternatives.iter().any(|(prefix, open)| *open && prefix.len() < self.want.max(3));
        if !short || self.alternatives.len() * bytes.len() > Prefixes::MOST {
            return self.close();
        }
        let mut all = Vec::new();
        for (prefix, open) in &self.alternatives {
            if *open {
                all.extend(bytes.iter().map(|&byte| ([prefix.as_slice(), &[byte]].concat(), true)));
            } else {
                all.push((prefix.clone(), false));
            }
        }
        self.alternatives = all;
    }
}

/// The bytes of a class of at most 64 ASCII characters.
fn small_class(class: &Class) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    match class {
        Class::Bytes(class) => {
            for range in class.iter() {
                bytes.extend(range.start()..=range.end());
            }
        }
        Class::Unicode(class) => {
            for range in class.iter() {
                if !range.end().is_ascii() || range.len() > 64 {
                    return None;
                }
                bytes.extend((range.start()..=range.end()).map(|c| c as u8));
            }
        }
    }
    (!bytes.is_empty() && bytes.len() <= 64).then_some(bytes)
}
