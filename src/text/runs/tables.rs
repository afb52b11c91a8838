//! Literals by the first bytes of a run, or by the last three before it. What a look-up costs does not depend on how many
//! literals there are.

use super::RunSink;
use crate::text::keyed::Keyed;

/// A literal and whose it is.
#[derive(Clone, Debug)]
struct Literal {
    bytes: Box<[u8]>,
    id: u32,
}

impl Literal {
    /// With its key.
    fn new(key: [u8; 4], (bytes, id): &(Vec<u8>, u32)) -> (u32, Self) {
        (u32::from_le_bytes(key), Self { bytes: bytes.as_slice().into(), id: *id })
    }
}

/// Literals at a run's start, found by their first four bytes, or by three where they have no more. Each in a table of
/// its own: classes of characters make hundreds of literals of three bytes, and all their continuations would fill one.
#[derive(Debug)]
pub(super) struct Heads {
    four: Keyed<Literal>,
    three: Keyed<Literal>,
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
pub(super) struct Ends(Keyed<Literal>);

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
