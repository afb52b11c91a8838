//! The first few of many: what matters most is kept, and the rest only counted.

/// Keeps the items with the least keys, in their order; of equal keys those that came first.
#[derive(Debug)]
pub(super) struct Top<K, T> {
    most: usize,
    kept: Vec<(K, T)>,
    offered: u64,
}

impl<K: Ord, T> Top<K, T> {
    /// Keeps `most` items.
    pub(super) fn new(most: usize) -> Self {
        Self { most, kept: Vec::new(), offered: 0 }
    }

    /// Takes an item, which is made only if it is kept for now.
    pub(super) fn offer(&mut self, key: K, make: impl FnOnce() -> T) {
        self.offered += 1;
        let at = self.kept.partition_point(|(known, _)| *known <= key);
        if at < self.most {
            self.kept.insert(at, (key, make()));
            self.kept.truncate(self.most);
        }
    }

    /// What was kept.
    pub(super) fn kept(&self) -> impl Iterator<Item = &T> {
        self.kept.iter().map(|(_, item)| item)
    }

    /// How many were not.
    pub(super) fn more(&self) -> u64 {
        self.offered - self.kept.len() as u64
    }

    /// How many there were.
    pub(super) const fn offered(&self) -> u64 {
        self.offered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_are_kept_and_the_rest_is_counted() {
        let mut top = Top::new(3);
        for (key, item) in [(2, "a"), (9, "b"), (1, "c"), (2, "d"), (2, "e"), (1, "f")] {
            top.offer(key, || item);
        }
        assert_eq!(top.kept().copied().collect::<Vec<_>>(), ["c", "f", "a"]);
        assert_eq!((top.more(), top.offered()), (3, 6));
    }
}
