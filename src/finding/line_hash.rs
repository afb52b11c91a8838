//! GitHub's hash of a line: `primaryLocationLineHash`, by which code scanning knows an alert again after an edit.
//!
//! It has to agree bit for bit with what the upload action computes itself, or the action warns once a result. The
//! engine feeds it, the SARIF printer only copies it, so it stands below both.

use std::collections::HashMap;

use encoding_rs::{CoderResult, Decoder, UTF_8};

/// UTF-16 code units that enter the hash of a line: it reads on into the next lines until it has as many.
const WINDOW: usize = 100;

/// The multiplier of the polynomial.
const FACTOR: u64 = 37;

/// What leaves the window has been multiplied by this.
const LEAVING: u64 = FACTOR.wrapping_pow(WINDOW as u32);

/// Stands for the end of the file.
const END: u16 = u16::MAX;

/// Lines behind this one get no hash (the action then computes it), so that a file of empty lines costs no more
/// than 16 MiB.
const MOST_LINES: usize = 1 << 21;

/// Reads a file in pieces and remembers one hash a line (8 bytes).
///
/// It wants the bytes of the file as GitHub's action decodes them: UTF-8, a byte order mark included. What is not
/// UTF-8 becomes U+FFFD, so a Latin-1 file may be pushed as it is.
pub struct LineHasher {
    decoder: Decoder,
    window: [u16; WINDOW],
    /// Where the next code unit goes; what stands there is the oldest.
    at: usize,
    /// Whether `window[i]` begins a line whose hash is not known yet.
    begins: [bool; WINDOW],
    hash: u64,
    line_start: bool,
    after_cr: bool,
    hashes: Vec<u64>,
    /// How many lines may still begin.
    left: usize,
}

impl Default for LineHasher {
    fn default() -> Self {
        Self::new()
    }
}

impl LineHasher {
    /// An empty file so far.
    #[must_use]
    pub fn new() -> Self {
        Self::with_most(MOST_LINES)
    }

    fn with_most(most: usize) -> Self {
        Self {
            decoder: UTF_8.new_decoder_without_bom_handling(),
            window: [0; WINDOW],
            at: 0,
            begins: [false; WINDOW],
            hash: 0,
            line_start: true,
            after_cr: false,
            hashes: Vec::new(),
            left: most,
        }
    }

    /// Takes the next bytes of the file; a character may be cut between two calls.
    pub fn push(&mut self, bytes: &[u8]) {
        self.decode(bytes, false);
    }

    /// Ends the file and keeps the hashes of the lines that somebody asks for (from 1, in any order).
    #[must_use]
    pub fn finish(mut self, wanted: impl IntoIterator<Item = u64>) -> LineHashes {
        self.decode(&[], true);
        self.take(END);
        for _ in 0..WINDOW {
            self.leave();
            self.enter(0);
        }
        LineHashes::number(&self.hashes, wanted)
    }

    fn decode(&mut self, mut bytes: &[u8], last: bool) {
        let mut units = [0; 1024];
        // Behind the last line that may begin only the window has to be filled up.
        while self.left > 0 || self.begins.contains(&true) {
            let (result, read, written, _) = self.decoder.decode_to_utf16(bytes, &mut units, last);
            units[..written].iter().for_each(|&unit| self.take(unit));
            bytes = &bytes[read..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
    }

    /// One code unit of the text: blanks do not count, and every kind of line end is one line feed.
    #[inline]
    fn take(&mut self, unit: u16) {
        let follows_cr = std::mem::replace(&mut self.after_cr, unit == u16::from(b'\r'));
        let unit = match unit {
            0x20 | 0x09 => return,
            0x0a if follows_cr => return,
            0x0d => 0x0a,
            unit => unit,
        };
        self.leave();
        if self.line_start && self.left > 0 {
            self.left -= 1;
            self.begins[self.at] = true;
        }
        self.line_start = unit == 0x0a;
        self.enter(unit);
    }

    /// The window begins with a line: what it holds now is the line's hash.
    #[inline]
    fn leave(&mut self) {
        if std::mem::take(&mut self.begins[self.at]) {
            self.hashes.push(self.hash);
        }
    }

    #[inline]
    fn enter(&mut self, unit: u16) {
        let oldest = std::mem::replace(&mut self.window[self.at], unit);
        self.hash = self
            .hash
            .wrapping_mul(FACTOR)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(LEAVING.wrapping_mul(u64::from(oldest)));
        self.at = if self.at + 1 == WINDOW { 0 } else { self.at + 1 };
    }
}

impl std::fmt::Debug for LineHasher {
    /// Without the window: it is source text.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LineHasher").field("lines", &self.hashes.len()).finish_non_exhaustive()
    }
}

/// The hashes of some lines of one file.
#[derive(Clone, Debug, Default)]
pub struct LineHashes {
    /// Line, hash, and which of the lines with this hash it is (from 1); sorted by line.
    lines: Vec<(u64, u64, u32)>,
}

impl LineHashes {
    /// One pass over all lines that counts only the hashes of those that are wanted.
    fn number(all: &[u64], wanted: impl IntoIterator<Item = u64>) -> Self {
        // A result without a line is about line 1.
        let mut wanted: Vec<u64> = wanted.into_iter().map(|line| line.max(1)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let hash_of = |line: u64| usize::try_from(line - 1).ok().and_then(|index| all.get(index)).copied();
        let mut seen: HashMap<u64, u32> = wanted.iter().filter_map(|&line| hash_of(line)).map(|h| (h, 0)).collect();
        let mut lines = Vec::with_capacity(wanted.len());
        let mut read = 0;
        for line in wanted {
            let Some(hash) = hash_of(line) else { break };
            for earlier in &all[read..line as usize] {
                if let Some(count) = seen.get_mut(earlier) {
                    *count += 1;
                }
            }
            read = line as usize;
            lines.push((line, hash, seen.get(&hash).copied().unwrap_or(1)));
        }
        Self { lines }
    }

    /// The hash of a line (from 1), such as `c129715d7a2bc9a3:1`; `None` where the file has no such line, or the
    /// line was not asked for, or stands behind the first two million.
    #[must_use]
    pub fn get(&self, line: u64) -> Option<String> {
        let at = self.lines.binary_search_by_key(&line.max(1), |(number, ..)| *number).ok()?;
        let (_, hash, count) = self.lines[at];
        Some(format!("{hash:x}:{count}"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &[u8]) -> Vec<String> {
        let mut hasher = LineHasher::new();
        hasher.push(text);
        let lines = text.len() as u64 + 1;
        let hashes = hasher.finish(1..=lines);
        (1..=lines).map_while(|line| hashes.get(line)).collect()
    }

    /// The definition, word by word: a polynomial over the 100 code units from the line's start.
    fn by_definition(text: &[u8]) -> Vec<String> {
        let text = String::from_utf8_lossy(text);
        let mut units = Vec::new();
        let mut previous = '\0';
        for c in text.chars() {
            match c {
                ' ' | '\t' => {}
                '\n' if previous == '\r' => {}
                '\r' => units.push(10),
                c => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
            }
            previous = c;
        }
        units.push(0xffff);
        let starts = (0..units.len()).filter(|&at| at == 0 || units[at - 1] == 10);
        let hashes: Vec<u64> = starts
            .map(|start| {
                let window = units[start..].iter().copied().chain(std::iter::repeat(0)).take(100);
                window.fold(0_u64, |hash, unit| hash.wrapping_mul(37).wrapping_add(u64::from(unit)))
            })
            .collect();
        let count = |at: usize| hashes[..=at].iter().filter(|&&hash| hash == hashes[at]).count();
        (0..hashes.len()).map(|at| format!("{:x}:{}", hashes[at], count(at))).collect()
    }

    #[test]
    fn agrees_with_the_vectors_of_the_upload_action() {
        assert_eq!(all(b""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            all(b" a\nb\n  \t\tc\n d"),
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]
        );
    }

    #[test]
    fn line_ends_and_blanks_make_no_difference() {
        let unix = all(b"let a = 1;\nlet b = 2;\n");
        assert_eq!(unix.len(), 3, "a final line feed begins one more line");
        assert_eq!(all(b"let a = 1;\r\nlet b = 2;\r\n"), unix);
        assert_eq!(all(b"let a = 1;\rlet b = 2;\r"), unix);
        assert_eq!(all(b"\tlet a=1;  \r\nletb = 2;\n"), unix);
        assert_ne!(all(b"let a = 1;\r \nlet b = 2;\n"), unix, "a blank between CR and LF makes two line ends of them");
    }

    #[test]
    fn numbers_equal_lines() {
        let text = "x\n".repeat(300);
        let hashes = all(text.as_bytes());
        assert_eq!(hashes, by_definition(text.as_bytes()));
        assert!(hashes[200].ends_with(":201"), "{}", hashes[200]);
    }

    #[test]
    fn knows_only_the_lines_that_were_asked_for() {
        let mut hasher = LineHasher::new();
        hasher.push(b"a\na\na\n");
        let hashes = hasher.finish([3, 1, 99]);
        let full = all(b"a\na\na\n");
        assert_eq!(hashes.get(3).as_ref(), full.get(2));
        assert_eq!(hashes.get(0).as_ref(), full.first(), "no line means line 1");
        assert_eq!(hashes.get(2), None);
        assert_eq!(hashes.get(99), None);
    }

    #[test]
    fn stops_remembering_at_the_cap_and_is_right_up_to_it() {
        let text = "ab\ncd\n".repeat(500);
        let mut hasher = LineHasher::with_most(7);
        text.as_bytes().chunks(11).for_each(|piece| hasher.push(piece));
        let hashes = hasher.finish([7, 8]);
        assert_eq!(hashes.get(7).as_ref(), all(text.as_bytes()).get(6));
        assert_eq!(hashes.get(8), None);
    }

    fn texts() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            4 => "[a-z \\t]{0,40}".prop_map(String::into_bytes),
            3 => prop_oneof![Just(b"\n".to_vec()), Just(b"\r\n".to_vec()), Just(b"\r".to_vec())],
            2 => "\\PC{0,8}".prop_map(String::into_bytes),
            1 => proptest::collection::vec(any::<u8>(), 0..6),
            1 => Just(b"\xf0\x9f\x94\x91\xf0\x9f\x94".to_vec()),
            1 => Just(b"same line\n".repeat(20)),
        ];
        proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(text in texts()) {
            prop_assert_eq!(all(&text), by_definition(&text));
        }

        #[test]
        fn pieces_make_no_difference(text in texts(), size in 1_usize..50) {
            let mut hasher = LineHasher::new();
            text.chunks(size).for_each(|piece| hasher.push(piece));
            let hashes = hasher.finish(1..=text.len() as u64 + 1);
            let pieces: Vec<String> = (1..).map_while(|line| hashes.get(line)).collect();
            prop_assert_eq!(pieces, all(&text));
        }
    }
}
