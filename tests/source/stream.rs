//! Standard input, and streams like it.

use std::io::{self, Read};
use std::path::Path;

use bartizan::source::{Control, SkipReason, Stdin, Tally, WHOLE, WINDOW};

use crate::recorder::*;

fn stream(name: &str, cap: u64, from: impl Read) -> (Seen, Tally) {
    let stdin = Stdin::new(Path::new(name), cap);
    record(|open| stdin.read_from(from, open, &Control::default()), |_| ())
}

/// Gives a few bytes at a time, and then an end or an error.
struct Pipe {
    text: Vec<u8>,
    at: usize,
    broken: bool,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.broken && self.at == self.text.len() {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe));
        }
        let most = buffer.len().min(65_536).min(self.text.len() - self.at);
        buffer[..most].copy_from_slice(&self.text[self.at..][..most]);
        self.at += most;
        Ok(most)
    }
}

#[test]
fn a_stream_is_read_like_a_file() {
    for length in [0, 1, 70_000, 131_071, 131_072, 131_073, WHOLE - 1, WHOLE, WHOLE + 1, WHOLE + 3 * WINDOW] {
        let text = noise(length);
        let (seen, tally) = stream("a/b.txt", CAP, Pipe { text: text.clone(), at: 0, broken: false });
        assert_eq!(seen.paths(), ["a/b.txt"]);
        assert!(seen.files[0].explicit && seen.files[0].text == text, "{length}");
        assert_eq!(seen.files[0].windows > 1, length > WHOLE, "{length}");
        assert_eq!((tally.files, tally.bytes), (1, length as u64));
    }
    let (_, tally) = stream("/etc/x", CAP, &b"\x01\0b"[..]);
    assert_eq!(skips(&tally), [("etc/x".into(), SkipReason::Binary)]);
    let wide: Vec<u8> = "k = 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(stream("w", CAP, &wide[..]).0.files[0].text, b"k = 1\n");
}

#[test]
fn a_stream_over_the_cap_or_broken_is_said() {
    let (seen, tally) = stream("s", 100, &noise(101)[..]);
    assert!(seen.files.is_empty());
    assert_eq!(skips(&tally), [("s".into(), SkipReason::TooLarge { len: 101, cap: 100 })]);
    let cap = (WHOLE + 2 * WINDOW) as u64;
    let (seen, tally) = stream("s", cap, io::repeat(b'x'));
    assert_eq!(seen.broken, ["s"]);
    assert!(matches!(tally.skipped[0].reason, SkipReason::TooLarge { .. }));
    for length in [10, WHOLE + 3 * WINDOW] {
        let (seen, tally) = stream("s", CAP, Pipe { text: noise(length), at: 0, broken: true });
        assert!(seen.files.is_empty());
        assert_eq!(seen.broken.len(), usize::from(length > WHOLE));
        assert_eq!(skips(&tally), [("s".into(), SkipReason::Unreadable("broken pipe".into()))]);
        assert_eq!(tally.files, 0);
    }
}
