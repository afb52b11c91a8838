//! Encodings, binary files, large files and caps.

use std::fs;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use bartizan::source::{
    AHEAD, BEHIND, Blob, Control, Encoding, Origin, SkipReason, Source, Tree, TreeOptions, WHOLE, WINDOW, Worker,
};

use crate::recorder::*;

#[test]
fn encodings_are_decoded_in_small_and_large_files() {
    for length in [5, 300, 100_000, WHOLE / 2 + 1, WHOLE + WINDOW + 77] {
        let text = noise(length);
        let units =
            |bytes: fn(u16) -> [u8; 2]| text.iter().flat_map(|&byte| bytes(u16::from(byte))).collect::<Vec<u8>>();
        let dir = repository();
        put(&dir, "ascii", &text);
        put(&dir, "utf8-bom", [b"\xEF\xBB\xBF", &text[..]].concat());
        put(&dir, "utf16be", units(u16::to_be_bytes));
        put(&dir, "utf16be-bom", [b"\xFE\xFF", &units(u16::to_be_bytes)[..]].concat());
        put(&dir, "utf16le", units(u16::to_le_bytes));
        put(&dir, "utf16le-bom", [b"\xFF\xFE", &units(u16::to_le_bytes)[..]].concat());
        let (seen, tally) = scan(&TreeOptions { threads: 2, ..at(&dir) });
        let encodings: Vec<Encoding> = seen.files.iter().map(|file| file.encoding).collect();
        use Encoding::{Ascii, Utf8Bom, Utf16Be, Utf16Le};
        assert_eq!(encodings, [Ascii, Utf16Be, Utf16Be, Utf16Le, Utf16Le, Utf8Bom], "{length}");
        assert!(seen.files.iter().all(|file| file.text == text), "{length}");
        assert_eq!(tally.bytes, 6 * length as u64);
        assert!(
            seen.files.iter().all(|file| (file.windows > 1)
                == (length > WHOLE / 2 && file.encoding != Ascii && file.encoding != Utf8Bom || length > WHOLE)),
            "{length}"
        );
    }
}

#[test]
fn other_bytes_pass_as_they_are() {
    let dir = repository();
    let latin: Vec<u8> = (1..=255u8).cycle().take(70_000).collect();
    put(&dir, "latin", &latin);
    put(&dir, "large", latin.repeat(130));
    put(&dir, "crlf", "a\r\nb\r\n");
    put(&dir, "empty", "");
    let (seen, tally) = scan(&at(&dir));
    assert_eq!(seen.paths(), ["crlf", "empty", "large", "latin"]);
    assert_eq!(seen.files[0].text, b"a\r\nb\r\n");
    assert_eq!((seen.files[1].text.len(), seen.files[1].windows), (0, 1));
    assert_eq!(seen.files[2].text, latin.repeat(130));
    assert_eq!(seen.files[3].text, latin);
    assert_eq!(tally.files, 4);
}

#[test]
fn an_early_nul_is_binary_and_a_late_one_hides_nothing() {
    let dir = repository();
    for (name, length, nul) in [
        ("early", 1000, 999),
        ("edge", 200_000, 65_535),
        ("early-large", WHOLE + 100, 65_535),
        ("late", 200_000, 65_536),
        ("late-large", WHOLE + 100, 65_536),
        ("last", 70_000, 69_999),
    ] {
        let mut text = noise(length);
        text[nul] = 0;
        put(&dir, name, text);
    }
    put(&dir, "elf", b"\x7fELF\x02\x01\x01\0\0\0");
    let (seen, tally) = scan(&at(&dir));
    assert_eq!(seen.paths(), ["last", "late", "late-large"]);
    assert_eq!(seen.files[1].text.len(), 200_000);
    let names: Vec<String> = skips(&tally).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["early", "early-large", "edge", "elf"]);
    assert!(tally.skipped.iter().all(|skip| skip.reason == SkipReason::Binary && !skip.reason.incomplete()));
}

#[test]
fn a_line_of_200_megabytes_takes_the_memory_of_a_window() {
    let dir = repository();
    let file = fs::File::create(dir.path().join("line")).unwrap();
    let mut file = io::BufWriter::new(file);
    for _ in 0..200 {
        file.write_all(&[b'x'; 1 << 20]).unwrap();
    }
    file.flush().unwrap();
    let bytes = Arc::new(Mutex::new((0, 0)));
    let tree = Tree::new(&at(&dir)).unwrap();
    let tally = tree.for_each(&|| Box::new(Largest(Arc::clone(&bytes))), &Control::default());
    assert_eq!((tally.files, tally.bytes), (1, 200 << 20));
    let (windows, largest) = *bytes.lock().unwrap();
    assert_eq!(windows, 200);
    assert!(largest <= BEHIND + WINDOW + AHEAD);
}

/// Notes how many blobs there were and how large the largest was.
struct Largest(Arc<Mutex<(usize, usize)>>);

impl Worker for Largest {
    fn take(&mut self, blob: &Blob<'_>) {
        let mut noted = self.0.lock().unwrap();
        *noted = (noted.0 + 1, noted.1.max(blob.text.len()));
    }

    fn broke_off(&mut self, _: &Origin) {}
}

#[test]
fn what_is_over_the_cap_is_said_with_its_size() {
    let dir = repository();
    put(&dir, "exact", noise(1000));
    put(&dir, "over", noise(1001));
    put(&dir, "large", noise(300_000));
    let (seen, tally) = scan(&TreeOptions { max_file_size: 1000, ..at(&dir) });
    assert_eq!(seen.paths(), ["exact"]);
    let over = |len| SkipReason::TooLarge { len, cap: 1000 };
    assert_eq!(skips(&tally), [("large".into(), over(300_000)), ("over".into(), over(1001))]);
    assert!(over(1001).incomplete());
}
