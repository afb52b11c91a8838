//! Any bytes can be read: the pieces that a worker gets lie one behind the other, and what was written as UTF-16 is read
//! as it was.
#![no_main]

use std::path::Path;
use std::sync::{Arc, Mutex};

use bartizan::source::{Blob, Control, Origin, Stdin, Worker};
use libfuzzer_sys::fuzz_target;

const CAP: u64 = 1 << 24;

#[derive(Clone, Default)]
struct Keeper(Arc<Mutex<(Vec<u8>, usize)>>);

impl Worker for Keeper {
    fn take(&mut self, blob: &Blob<'_>) {
        let mut kept = self.0.lock().expect("one thread");
        let own = &blob.text[blob.own.clone()];
        assert_eq!(blob.base + blob.own.start as u64, kept.0.len() as u64, "pieces lie one behind the other");
        kept.0.extend_from_slice(own);
        kept.1 += usize::from(blob.last);
    }

    fn broke_off(&mut self, _: &Origin) {}
}

fn read(bytes: &[u8]) -> (Vec<u8>, usize, bool) {
    let keeper = Keeper::default();
    let tally =
        Stdin::new(Path::new("fuzz.txt"), CAP).read_from(bytes, &|| Box::new(keeper.clone()), &Control::new(None));
    let kept = keeper.0.lock().expect("one thread");
    (kept.0.clone(), kept.1, tally.skipped.is_empty())
}

fuzz_target!(|bytes: &[u8]| {
    let (_, ends, whole) = read(bytes);
    assert!(ends <= 1, "a file ends once");
    assert!(!whole || ends == 1, "a file that was not skipped ends");

    if let Ok(text) = std::str::from_utf8(bytes) {
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            let written: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(order).collect();
            let (decoded, _, whole) = read(&written);
            if whole {
                assert_eq!(String::from_utf8_lossy(&decoded), text);
            }
        }
    }
});
