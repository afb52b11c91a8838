//! Literals by the first bytes of a run, or by the last three before it. What a look-up costs does not depend on how many
//! literals there are.

use super::RunSink;

/// A bit table over hashed keys. Of other keys at most one in 16 has the bit of one.
#[derive(Debug)]
struct BitTable {
    bits: Box<[u64]>,
    /// How far a hash is shifted to be a position.
    shift: u32,
}

/// The fewest bits of a table, as a power of two: 4 KiB, which stay in the first cache.
const LEAST: u32 = 15;

/// The most: 256 KiB.
const MOST: u32 = 21;

impl BitTable {
    fn new(keys: usize) -> Self {
        let power = (16 * keys).next_power_of_two().trailing_zeros().clamp(LEAST, MOST);
        Self { bits: vec![0; 1 << (power - 6)].into(), shift: u32::BITS - power }
    }

    #[inline(always)]
    const fn slot(&self, key: u32) -> usize {
        (key.wrapping_mul(0x9E37_79B1) >> self.shift) as usize
    }

    const fn insert(&mut self, key: u32) {
        let slot = self.slot(key);
        self.bits[slot >> 6] |= 1 << (slot & 63);
    }

    #[inline(always)]
    const fn contains(&self, key: u32) -> bool {
        let slot = self.slot(key);
        self.bits[slot >> 6] >> (slot & 63) & 1 == 1
    }
}

/// Literals under keys of four bytes.
#[derive(Debug)]
struct Keyed {
    table: BitTable,
    /// By the slots of their keys.
    literals: Vec<Literal>,
    /// For each slot, where its literals begin among them, and at the end how many there are.
    begins: Box<[u32]>,
}

#[derive(Clone, Debug)]
struct Literal {
    key: u32,
    bytes: Box<[u8]>,
    id: u32,
}

/// Slots of the literals: with two or three in a slot a place whose bit is set is soon seen to hold none of them.
const SLOTS: usize = 1024;

impl Keyed {
    fn new(mut literals: Vec<Literal>) -> Self {
        let mut table = BitTable::new(literals.len());
        literals.iter().for_each(|literal| table.insert(literal.key));
        literals.sort_by_key(|literal| slot_of(literal.key));
        let begins = (0..=SLOTS).map(|slot| literals.partition_point(|literal| slot_of(literal.key) < slot) as u32);
        Self { table, begins: begins.collect(), literals }
    }

    /// Whether a key may be somebody's. Most are not, and the bit table says so at the price of one load.
    #[inline(always)]
    const fn may_hold(&self, key: u32) -> bool {
        self.table.contains(key)
    }

    fn get(&self, key: u32) -> impl Iterator<Item = &Literal> {
        let slot = slot_of(key);
        let range = self.begins[slot] as usize..self.begins[slot + 1] as usize;
        self.literals[range].iter().filter(move |literal| literal.key == key)
    }
}

const fn slot_of(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> 22) as usize
}

impl Literal {
    fn new(key: [u8; 4], (bytes, id): &(Vec<u8>, u32)) -> Self {
        Self { key: u32::from_le_bytes(key), bytes: bytes.as_slice().into(), id: *id }
    }
}

/// Literals at a run's start, found by their first four bytes, or by three where they have no more. Each in a table of
/// its own: classes of characters make hundreds of literals of three bytes, and all their continuations would fill one.
#[derive(Debug)]
pub(super) struct Heads {
    four: Keyed,
    three: Keyed,
}

impl Heads {
    pub(super) fn new(literals: &[(Vec<u8>, u32)]) -> Self {
        let (mut four, mut three) = (Vec::new(), Vec::new());
        for literal in literals {
            match *literal.0.as_slice() {
                [a, b, c] => three.push(Literal::new([a, b, c, 0], literal)),
                [a, b, c, d, ..] => four.push(Literal::new([a, b, c, d], literal)),
                _ => {}
            }
        }
        Self { four: Keyed::new(four), three: Keyed::new(three) }
    }

    /// Whether a literal may begin with these four bytes.
    #[inline(always)]
    pub(super) const fn may_hold(&self, first: u32) -> bool {
        self.four.may_hold(first) | self.three.may_hold(first & 0xFF_FFFF)
    }

    pub(super) fn look_up(&self, text: &[u8], start: usize, sink: &mut dyn RunSink) {
        if let Some(&[a, b, c, d]) = text.get(start..start + 4) {
            self.compare(text, start, u32::from_le_bytes([a, b, c, d]), sink);
        }
    }

    /// Tells of the literals at `start`, where these four bytes stand.
    #[inline(never)]
    pub(super) fn compare(&self, text: &[u8], start: usize, key: u32, sink: &mut dyn RunSink) {
        for literal in self.four.get(key).chain(self.three.get(key & 0xFF_FFFF)) {
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
        let ending = |literal: &(Vec<u8>, u32)| match *literal.0.as_slice() {
            [.., a, b, c] => Some(Literal::new([a, b, c, 0], literal)),
            _ => None,
        };
        Self(Keyed::new(literals.iter().filter_map(ending).collect()))
    }

    /// Whether a literal may end before `run`.
    #[inline(always)]
    pub(super) fn may_end(&self, text: &[u8], run: usize) -> bool {
        let before = run.checked_sub(3).and_then(|from| text.get(from..run));
        matches!(before, Some(&[a, b, c]) if self.0.may_hold(u32::from_le_bytes([a, b, c, 0])))
    }

    #[inline(never)]
    pub(super) fn look_up(&self, text: &[u8], run: usize, sink: &mut dyn RunSink) {
        let Some(&[a, b, c]) = run.checked_sub(3).and_then(|from| text.get(from..run)) else { return };
        for literal in self.0.get(u32::from_le_bytes([a, b, c, 0])) {
            if text[..run].ends_with(&literal.bytes) {
                sink.literal(literal.id, run - literal.bytes.len());
            }
        }
    }
}
