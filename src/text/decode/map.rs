//! Where a stretch of decoded text stood before it was decoded.

use std::ops::Range;

/// Pieces of decoded text in order, each with the place it comes from. Cleared and filled anew for every stretch, so
/// that its memory is used again.
#[derive(Debug, Default)]
pub(super) struct Map(Vec<Piece>);

/// A piece in which every `unit` decoded bytes stand for `size` original ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the decoded text.
    at: usize,
    /// Where it begins in the original.
    from: usize,
    /// Where it ends there.
    until: usize,
    unit: u8,
    size: u8,
}

impl Map {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is decoded from `at` on stands in `original`, `size` bytes of it for every `unit` decoded ones. Goes on
    /// with the last piece where that says the same, so that a row of a thousand escapes is one piece.
    pub(super) fn push(&mut self, at: usize, original: Range<usize>, unit: u8, size: u8) {
        if let Some(last) = self.0.last_mut()
            && (last.unit, last.size, last.until) == (unit, size, original.start)
            && (at - last.at).is_multiple_of(usize::from(unit))
            && last.from + (at - last.at) / usize::from(unit) * usize::from(size) == original.start
        {
            last.until = original.end;
            return;
        }
        self.0.push(Piece { at, from: original.start, until: original.end, unit, size });
    }

    /// The original bytes that stand for a stretch of decoded ones; of units that it cuts all of their bytes.
    pub(super) fn original(&self, decoded: &Range<usize>) -> Range<usize> {
        let Some(first) = self.piece(decoded.start) else { return 0..0 };
        let start = first.from + (decoded.start - first.at) / usize::from(first.unit) * usize::from(first.size);
        let start = start.min(first.until);
        let Some(last) = decoded.end.checked_sub(1).filter(|&last| last >= decoded.start) else { return start..start };
        let Some(piece) = self.piece(last) else { return start..start };
        let units = (last - piece.at) / usize::from(piece.unit) + 1;
        start..(piece.from + units * usize::from(piece.size)).min(piece.until).max(start)
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        self.0[..self.0.partition_point(|piece| piece.at <= at)].last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_mapped_to_the_units_that_cover_it() {
        let mut map = Map::default();
        // Two lines of base64 with a line break between them, the second cut short.
        map.push(0, 10..18, 3, 4);
        map.push(6, 19..22, 3, 4);
        assert_eq!(map.original(&(0..1)), 10..14);
        assert_eq!(map.original(&(2..4)), 10..18);
        assert_eq!(map.original(&(3..8)), 14..22);
        assert_eq!(map.original(&(7..7)), 19..19);
    }

    #[test]
    fn escapes_of_one_form_are_one_piece() {
        let mut map = Map::default();
        (0..100).for_each(|at| map.push(at, 3 * at..3 * at + 3, 1, 3));
        assert_eq!(map.0.len(), 1);
        map.push(100, 300..304, 1, 1);
        map.push(104, 304..310, 1, 6);
        assert_eq!(map.original(&(99..105)), 297..310);
        assert_eq!(map.original(&(101..102)), 301..302);
    }
}
