//! Any bytes can be looked into: nothing panics, and what is unpacked stays within the bounds.
#![no_main]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bartizan::source::{Blob, Control, Origin, RATIO, SLACK, SkipReason, Stdin, WHOLE, Worker};
use libfuzzer_sys::fuzz_target;

const CAP: u64 = 1 << 24;

#[derive(Clone, Default)]
struct Counter(Arc<AtomicU64>);

impl Worker for Counter {
    fn take(&mut self, blob: &Blob<'_>) {
        self.0.fetch_add(blob.own.len() as u64, Ordering::Relaxed);
    }

    fn broke_off(&mut self, _: &Origin) {}
}

fuzz_target!(|bytes: &[u8]| {
    let counter = Counter::default();
    let stdin = Stdin::new(Path::new("fuzz.zip"), CAP).with_archives(true);
    let tally = stdin.read_from(bytes, &|| Box::new(counter.clone()), &Control::new(None));
    assert!(!tally.skipped.iter().any(|skip| matches!(skip.reason, SkipReason::Internal(_))));
    let most = SLACK.max(RATIO * bytes.len() as u64) + WHOLE as u64;
    assert!(counter.0.load(Ordering::Relaxed) <= most);
});
