//! Whatever begins like an archive ends, without a panic and within the bounds.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bartizan::source::{Blob, Control, Origin, SLACK, SkipReason, Stdin, Tally, Worker};
use proptest::prelude::*;

use crate::pack::{entry, gzip, stored, tar, zip};

/// Counts the bytes that it is given.
struct Counter(Arc<AtomicU64>);

impl Worker for Counter {
    fn take(&mut self, blob: &Blob<'_>) {
        self.0.fetch_add(blob.own.len() as u64, Ordering::Relaxed);
    }

    fn broke_off(&mut self, _: &Origin) {}
}

fn scan(bytes: &[u8]) -> (Tally, u64) {
    let taken = Arc::new(AtomicU64::new(0));
    let shared = Arc::clone(&taken);
    let stdin = Stdin::new(Path::new("x.zip"), 1 << 30).with_archives(true);
    let tally = stdin.read_from(bytes, &move || Box::new(Counter(Arc::clone(&shared))), &Control::new(None));
    (tally, taken.load(Ordering::Relaxed))
}

fn holds(bytes: &[u8]) -> Result<(), TestCaseError> {
    let (tally, taken) = scan(bytes);
    let internal = tally.skipped.iter().find(|skip| matches!(skip.reason, SkipReason::Internal(_)));
    prop_assert!(internal.is_none(), "{internal:?}");
    prop_assert!(tally.skipped.len() <= 102, "{}", tally.skipped.len());
    prop_assert_eq!(tally.bytes, taken);
    // A window more may have been read than was asked for.
    prop_assert!(taken <= SLACK.max(200 * bytes.len() as u64) + (2 << 20));
    Ok(())
}

/// An archive of each format, with others in it.
fn good() -> Vec<Vec<u8>> {
    let text = "x = 1\n".repeat(200);
    let inner = zip(&[entry("a.py", &text), stored("b/c.py", &text), entry("d/", "")]);
    let tar = tar(&[("a.py", text.as_bytes()), ("i.zip", &inner[..]), (&"n/".repeat(90), b"x")]);
    let nested = zip(&[entry("t.tar", &tar), entry("i.zip", &inner), stored("g.gz", gzip(&text))]);
    vec![inner, gzip(&tar), tar, nested]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn noise_with_a_beginning(
        magic in prop::sample::select(vec![
            &b"PK\x03\x04"[..], b"PK\x05\x06", b"\x1F\x8B\x08", b"\x1F\x8B\x08\0\0\0\0\0\0\x03", b"BZh9", b"\xFD7zXZ\0", b"",
        ]),
        noise in prop::collection::vec(any::<u8>(), 0..3000),
        ending in prop::sample::select(vec![&b""[..], b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x40\0\0\0\0\0\0\0\0\0"]),
    ) {
        holds(&[magic, &noise, ending].concat())?;
    }

    #[test]
    fn archives_with_damage(
        which in 0_usize..4,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let mut bytes = good().swap_remove(which);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        holds(&bytes)?;
    }

    /// Damage where it hurts: the directory and the end.
    #[test]
    fn directories_with_damage(
        damage in prop::collection::vec((0_usize..220, prop::sample::select(vec![0_u8, 1, 0x50, 0x7F, 0x80, 0xFF])), 1..8),
    ) {
        let mut bytes = good().swap_remove(0);
        let length = bytes.len();
        for (back, byte) in damage {
            bytes[length - 1 - back] = byte;
        }
        holds(&bytes)?;
    }
}

#[test]
fn the_good_ones_are_read() {
    for bytes in good() {
        let (tally, _) = scan(&bytes);
        assert!(tally.skipped.is_empty() && tally.files > 1, "{tally:?}");
    }
}
