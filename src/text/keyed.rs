//! Few things under keys of four bytes, asked for many keys that nobody has. What it costs does not depend on how many
//! they are.

/// A bit table over hashed keys. Of other keys at most one in 32 has the bit of one.
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
        let power = (32 * keys).next_power_of_two().trailing_zeros().clamp(LEAST, MOST);
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

/// Values by their keys; several may have the same.
#[derive(Debug)]
pub(super) struct Keyed<T> {
    table: BitTable,
    /// By the slots of their keys.
    values: Vec<(u32, T)>,
    /// For each slot, where its values begin among them, and at the end how many there are.
    begins: Box<[u32]>,
}

/// With two or three values in a slot a place whose bit is set is soon seen to have none of them.
const SLOTS: usize = 1024;

impl<T> Keyed<T> {
    pub(super) fn new(mut values: Vec<(u32, T)>) -> Self {
        let mut table = BitTable::new(values.len());
        values.iter().for_each(|(key, _)| table.insert(*key));
        values.sort_by_key(|(key, _)| slot_of(*key));
        let begins = (0..=SLOTS).map(|slot| values.partition_point(|(key, _)| slot_of(*key) < slot) as u32);
        Self { table, begins: begins.collect(), values }
    }

    /// Whether it may hold a key. Most it does not, and the bit table says so at the price of one load.
    #[inline(always)]
    pub(super) const fn may_hold(&self, key: u32) -> bool {
        self.table.contains(key)
    }

    /// The values of a key.
    pub(super) fn get(&self, key: u32) -> impl Iterator<Item = &T> {
        let slot = slot_of(key);
        let range = self.begins[slot] as usize..self.begins[slot + 1] as usize;
        self.values[range].iter().filter(move |(its, _)| *its == key).map(|(_, value)| value)
    }
}

const fn slot_of(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> 22) as usize
}
