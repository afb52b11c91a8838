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

/// Literals at a run's start, found by their first four bytes; those of three bytes by all four-byte keys they begin.
#[derive(Debug)]
pub(super) struct Heads {
    table: BitTable,
    by_key: HashMap<u32, Vec<(Box<[u8]>, u32)>>,
}

impl Heads {
    pub(super) fn new(literals: &[(Vec<u8>, u32)]) -> Self {
        let mut heads = Self { table: BitTable::new(), by_key: HashMap::new() };
        for (literal, id) in literals {
            let keys: Vec<u32> = match *literal.as_slice() {
                [a, b, c] => (0..=255).filter(|&d| is_token(d)).map(|d| u32::from_le_bytes([a, b, c, d])).collect(),
                [a, b, c, d, ..] => vec![u32::from_le_bytes([a, b, c, d])],
                _ => continue,
            };
            for key in keys {
                heads.table.insert(key);
                heads.by_key.entry(key).or_default().push((literal.as_slice().into(), *id));
            }
        }
        heads
    }

    #[inline]
    pub(super) fn look_up(&self, text: &[u8], start: usize, sink: &mut dyn RunSink) {
        let Some(&[a, b, c, d]) = text.get(start..start + 4) else { return };
        let key = u32::from_le_bytes([a, b, c, d]);
        if self.table.contains(key) {
            for (literal, id) in self.by_key.get(&key).into_iter().flatten() {
                if text[start..].starts_with(literal) {
                    sink.literal(*id, start);
                }
            }
        }
    }
}

/// Literals that stand before a run, found by their last three bytes.
#[derive(Debug)]
pub(super) struct Ends {
    table: BitTable,
    by_key: HashMap<u32, Vec<(Box<[u8]>, u32)>>,
}

impl Ends {
    pub(super) fn ending(literals: &[(Vec<u8>, u32)]) -> Self {
        let mut ends = Self { table: BitTable::new(), by_key: HashMap::new() };
        for (literal, id) in literals {
            if let [.., a, b, c] = *literal.as_slice() {
                let key = u32::from_le_bytes([a, b, c, 0]);
                ends.table.insert(key);
                ends.by_key.entry(key).or_default().push((literal.as_slice().into(), *id));
            }
        }
        ends
    }

    #[inline]
    pub(super) fn look_up(&self, text: &[u8], run: usize, sink: &mut dyn RunSink) {
        let Some(&[a, b, c]) = run.checked_sub(3).and_then(|from| text.get(from..run)) else { return };
        let key = u32::from_le_bytes([a, b, c, 0]);
        if self.table.contains(key) {
            for (literal, id) in self.by_key.get(&key).into_iter().flatten() {
                if text[..run].ends_with(literal) {
                    sink.literal(*id, run - literal.len());
                }
            }
        }
    }
}
