//! Literals by the first four bytes of a run, or by the last three before it. What a look-up costs does not depend on
//! how many literals there are.

use std::collections::HashMap;

use super::RunSink;
use crate::text::token::is_token;

/// A bit table over hashed keys: 8 KiB, which stays in the first cache.
#[derive(Debug)]
struct BitTable(Box<[u64; 1024]>);

impl BitTable {
    fn new() -> Self {
        Self(Box::new([0; 1024]))
    }

    const fn slot(key: u32) -> usize {
        (key.wrapping_mul(0x9E37_79B1) >> 16) as usize
    }

    const fn insert(&mut self, key: u32) {
        let slot = Self::slot(key);
        self.0[slot >> 6] |= 1 << (slot & 63);
    }

    #[inline(always)]
    const fn contains(&self, key: u32) -> bool {
        let slot = Self::slot(key);
        self.0[slot >> 6] >> (slot & 63) & 1 == 1
    }
}

/// Literals under keys of four bytes.
#[derive(Debug)]
struct Keyed {
    table: BitTable,
    literals: HashMap<u32, Vec<Literal>>,
}

#[derive(Clone, Debug)]
struct Literal {
    bytes: Box<[u8]>,
    id: u32,
}

impl Keyed {
    fn new() -> Self {
        Self { table: BitTable::new(), literals: HashMap::new() }
    }

    fn insert(&mut self, key: u32, bytes: &[u8], id: u32) {
        self.table.insert(key);
        self.literals.entry(key).or_default().push(Literal { bytes: bytes.into(), id });
    }

    /// Most keys are nobody's, and the bit table says so at the price of one load.
    #[inline(always)]
    fn get(&self, key: u32) -> &[Literal] {
        if self.table.contains(key) { self.literals.get(&key).map_or(&[], Vec::as_slice) } else { &[] }
    }
}

/// Literals at a run's start, found by their first four bytes; those of three bytes by all four-byte keys they begin.
#[derive(Debug)]
pub(super) struct Heads(Keyed);

impl Heads {
    pub(super) fn new(literals: &[(Vec<u8>, u32)]) -> Self {
        let mut keyed = Keyed::new();
        for (literal, id) in literals {
            match *literal.as_slice() {
                [a, b, c] => (0..=255)
                    .filter(|&d| is_token(d))
                    .for_each(|d| keyed.insert(u32::from_le_bytes([a, b, c, d]), literal, *id)),
                [a, b, c, d, ..] => keyed.insert(u32::from_le_bytes([a, b, c, d]), literal, *id),
                _ => {}
            }
        }
        Self(keyed)
    }

    #[inline]
    pub(super) fn look_up(&self, text: &[u8], start: usize, sink: &mut dyn RunSink) {
        let Some(&[a, b, c, d]) = text.get(start..start + 4) else { return };
        for literal in self.0.get(u32::from_le_bytes([a, b, c, d])) {
            if text[start..].starts_with(&literal.bytes) {
                sink.literal(literal.id, start);
            }
        }
    }
}

/// Literals that stand before a run, found by their last three bytes.
#[derive(Debug)]
pub(super) struct Ends(Keyed);

impl Ends {
    pub(super) fn ending(literals: &[(Vec<u8>, u32)]) -> Self {
        let mut keyed = Keyed::new();
        for (literal, id) in literals {
            if let [.., a, b, c] = *literal.as_slice() {
                keyed.insert(u32::from_le_bytes([a, b, c, 0]), literal, *id);
            }
        }
        Self(keyed)
    }

    #[inline]
    pub(super) fn look_up(&self, text: &[u8], run: usize, sink: &mut dyn RunSink) {
        let Some(&[a, b, c]) = run.checked_sub(3).and_then(|from| text.get(from..run)) else { return };
        for literal in self.0.get(u32::from_le_bytes([a, b, c, 0])) {
            if text[..run].ends_with(&literal.bytes) {
                sink.literal(literal.id, run - literal.bytes.len());
            }
        }
    }
}
