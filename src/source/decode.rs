//! From the bytes of a file to its text: byte order marks, UTF-16, and what is binary.
//!
//! `grep-searcher` is the decoder. Its multi-line mode hands a matcher the whole decoded text in one piece, so a
//! matcher that matches everything makes its sink receive exactly that. A plain text is handed on as it lies in the
//! caller's buffer, without a copy.
//!
//! A text is binary when there is a NUL in its first 64 KiB. One that comes later leaves it a text, looked at whole
//! with the NUL in it: nothing that stands before or behind a stray NUL may go lost. UTF-16 without a byte order mark
//! is full of NULs; it is told from binary data by what its 16-bit units say, and only once a NUL was met, so that
//! other files pay nothing for it.

use std::io;

use grep_matcher::{Match, Matcher, NoCaptures, NoError};
use grep_searcher::{BinaryDetection, Searcher, SearcherBuilder, Sink, SinkMatch};

use super::Encoding;

/// A NUL in this many bytes of text from the start makes a file binary.
pub(super) const SNIFF: usize = 64 * 1024;

/// How many bytes decide whether a file with NULs is UTF-16.
const PROBE: usize = 4 * 1024;

/// What decoding found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A text, which was handed on.
    Text(Encoding),
    /// No text; nothing was handed on.
    Binary,
}

/// Decodes one text after the other; its buffers are kept.
#[derive(Debug)]
pub(super) struct Decoder {
    /// Knows UTF-8 and byte order marks.
    plain: Searcher,
    /// Takes everything for UTF-16; made when first needed.
    little: Option<Searcher>,
    big: Option<Searcher>,
}

impl Decoder {
    pub(super) fn new() -> Self {
        Self { plain: builder().build(), little: None, big: None }
    }

    /// Decodes `raw` and hands the text to `then`, once, unless it is binary.
    ///
    /// # Errors
    /// Never for the data's sake; `grep-searcher` can refuse its own configuration.
    pub(super) fn decode(&mut self, raw: &[u8], mut then: impl FnMut(&[u8], Encoding)) -> io::Result<Verdict> {
        let encoding = by_mark(raw).unwrap_or(Encoding::Ascii);
        if run(&mut self.plain, raw, encoding, &mut then)? {
            return Ok(Verdict::Text(encoding));
        }
        // A byte order mark has been believed already.
        let Some(sniffed) = (encoding == Encoding::Ascii).then(|| sniff_utf16(raw)).flatten() else {
            return Ok(Verdict::Binary);
        };
        let text = run(self.utf16(sniffed)?, raw, sniffed, &mut then)?;
        Ok(if text { Verdict::Text(sniffed) } else { Verdict::Binary })
    }

    /// What the start of a large file says. It must be [`SNIFF`] bytes or more in UTF-16, which is twice that.
    ///
    /// # Errors
    /// As for [`Self::decode`].
    pub(super) fn sniff(&mut self, head: &[u8]) -> io::Result<Verdict> {
        self.decode(head, |_, _| ())
    }

    fn utf16(&mut self, encoding: Encoding) -> io::Result<&mut Searcher> {
        let (slot, label) = match encoding {
            Encoding::Utf16Be => (&mut self.big, "utf-16be"),
            _ => (&mut self.little, "utf-16le"),
        };
        if slot.is_none() {
            let label = grep_searcher::Encoding::new(label).map_err(io::Error::other)?;
            *slot = Some(builder().encoding(Some(label)).build());
        }
        slot.as_mut().ok_or_else(|| io::Error::other("no decoder"))
    }
}

fn builder() -> SearcherBuilder {
    let mut builder = SearcherBuilder::new();
    // `convert` converts nothing in a text that comes whole; unlike `quit` it lets the sink decide what a NUL means.
    builder.multi_line(true).line_number(false).bom_sniffing(true).binary_detection(BinaryDetection::convert(0));
    builder
}

/// Whether it was a text.
fn run(
    searcher: &mut Searcher,
    raw: &[u8],
    encoding: Encoding,
    then: &mut impl FnMut(&[u8], Encoding),
) -> io::Result<bool> {
    let mut taken = Taken { then, encoding, state: State::Empty };
    searcher.search_slice(Everything, raw, &mut taken)?;
    match taken.state {
        // A sink is not told of an empty text; whoever counts files wants to be.
        State::Empty => (taken.then)(&[], encoding),
        State::Done => {}
        State::Binary => return Ok(false),
    }
    Ok(true)
}

/// The encoding that a byte order mark declares.
pub(super) fn by_mark(raw: &[u8]) -> Option<Encoding> {
    if raw.starts_with(b"\xEF\xBB\xBF") {
        Some(Encoding::Utf8Bom)
    } else if raw.starts_with(b"\xFF\xFE") {
        Some(Encoding::Utf16Le)
    } else if raw.starts_with(b"\xFE\xFF") {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Which UTF-16 a file without a mark is in, if its first bytes read like text in it: no NUL, control or
/// non-character among its units, every surrogate in a pair, and one unit in eight or more printable ASCII. Data of
/// another kind that passes costs a look in vain; a text that did not pass would cost its findings.
fn sniff_utf16(raw: &[u8]) -> Option<Encoding> {
    let probe = &raw[..raw.len().min(PROBE)];
    let little = ascii_units(probe, u16::from_le_bytes);
    let big = ascii_units(probe, u16::from_be_bytes);
    match (little, big) {
        (None, None) => None,
        (little, big) if little >= big => Some(Encoding::Utf16Le),
        _ => Some(Encoding::Utf16Be),
    }
}

/// How many units are printable ASCII, if all of them are text.
fn ascii_units(probe: &[u8], unit: fn([u8; 2]) -> u16) -> Option<usize> {
    let (pairs, _) = probe.as_chunks::<2>();
    let mut ascii = 0;
    let mut after_high = false;
    for &pair in pairs {
        let unit = unit(pair);
        if after_high != matches!(unit, 0xDC00..=0xDFFF) {
            return None;
        }
        after_high = matches!(unit, 0xD800..=0xDBFF);
        match unit {
            0x09..=0x0D | 0x1B | 0x20..=0x7E => ascii += 1,
            0x00..=0x1F | 0x7F..=0x84 | 0x86..=0x9F | 0xFDD0..=0xFDEF | 0xFFFE..=0xFFFF => return None,
            _ => {}
        }
    }
    (ascii > 0 && ascii * 8 >= pairs.len()).then_some(ascii)
}

/// Matches the whole text.
struct Everything;

impl Matcher for Everything {
    type Captures = NoCaptures;
    type Error = NoError;

    fn find_at(&self, haystack: &[u8], at: usize) -> Result<Option<Match>, NoError> {
        Ok(Some(Match::new(at, haystack.len())))
    }

    fn new_captures(&self) -> Result<NoCaptures, NoError> {
        Ok(NoCaptures::new())
    }
}

/// Hands the text on.
struct Taken<'t, F> {
    then: &'t mut F,
    encoding: Encoding,
    state: State,
}

enum State {
    Empty,
    Done,
    Binary,
}

impl<F: FnMut(&[u8], Encoding)> Sink for &mut Taken<'_, F> {
    type Error = io::Error;

    fn matched(&mut self, _: &Searcher, whole: &SinkMatch<'_>) -> io::Result<bool> {
        (self.then)(whole.bytes(), self.encoding);
        self.state = State::Done;
        Ok(false)
    }

    fn binary_data(&mut self, _: &Searcher, offset: u64) -> io::Result<bool> {
        let late = offset >= SNIFF as u64;
        if !late {
            self.state = State::Binary;
        }
        Ok(late)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    fn decoded(raw: &[u8]) -> Option<(Vec<u8>, Encoding)> {
        let mut all = Vec::new();
        let verdict = Decoder::new().decode(raw, |text, encoding| all.push((text.to_vec(), encoding))).unwrap();
        match verdict {
            Verdict::Text(encoding) => {
                assert_eq!(all.len(), 1, "a text comes once");
                assert_eq!(all[0].1, encoding);
                all.pop()
            }
            Verdict::Binary => {
                assert!(all.is_empty());
                None
            }
        }
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn marks_are_believed_and_removed() {
        let text = "name = \"gr\u{fc}\u{df}e\u{1f600}\"\r\n";
        let with = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        let want = |encoding| Some((text.as_bytes().to_vec(), encoding));
        assert_eq!(decoded(text.as_bytes()), want(Encoding::Ascii));
        assert_eq!(decoded(&with(b"\xEF\xBB\xBF", text.as_bytes())), want(Encoding::Utf8Bom));
        assert_eq!(decoded(&with(b"\xFF\xFE", &utf16(text, u16::to_le_bytes))), want(Encoding::Utf16Le));
        assert_eq!(decoded(&with(b"\xFE\xFF", &utf16(text, u16::to_be_bytes))), want(Encoding::Utf16Be));
        assert_eq!(decoded(&utf16(text, u16::to_le_bytes)), want(Encoding::Utf16Le));
        assert_eq!(decoded(&utf16(text, u16::to_be_bytes)), want(Encoding::Utf16Be));
    }

    #[test]
    fn other_bytes_pass_as_they_are() {
        let latin = b"gr\xfc\xdfe\x80\xff\xfe\n";
        assert_eq!(decoded(latin), Some((latin.to_vec(), Encoding::Ascii)));
        let marked = b"\xEF\xBB\xBFgr\xfc\xdfe";
        assert_eq!(decoded(marked), Some((marked[3..].to_vec(), Encoding::Utf8Bom)));
        assert_eq!(decoded(b""), Some((Vec::new(), Encoding::Ascii)));
        assert_eq!(decoded(b"\xEF\xBB\xBF"), Some((Vec::new(), Encoding::Utf8Bom)));
        assert_eq!(decoded(b"\n"), Some((b"\n".to_vec(), Encoding::Ascii)));
    }

    #[test]
    fn an_early_nul_makes_a_file_binary_and_a_late_one_does_not() {
        let mut raw = vec![b'a'; 3 * SNIFF];
        raw[SNIFF] = 0;
        raw[2 * SNIFF] = 0;
        assert_eq!(decoded(&raw), Some((raw.clone(), Encoding::Ascii)), "NULs stay in the text");
        raw[SNIFF - 1] = 0;
        assert_eq!(decoded(&raw), None);
        assert_eq!(decoded(b"\0"), None);
        assert_eq!(decoded(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"), None);
        assert_eq!(decoded(b"\xFF\xFE\0\0a\0\0\0"), None, "UTF-32 is not read");
    }

    #[test]
    fn numbers_are_not_utf16() {
        let small: Vec<u8> = (0..2000u16).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&small), None);
        let large: Vec<u8> = (0..500u32).flat_map(|n| (n * 7919).to_be_bytes()).collect();
        assert_eq!(decoded(&large), None);
    }

    proptest! {
        #[test]
        fn what_is_read_from_utf16_is_what_was_written(text in "[ -~\u{e4}\u{43f}\u{4e2d}\u{1f600}\n]{0,3000}") {
            let text = format!("key: {text}");
            // Texts of almost no ASCII are taken for data when they have no mark; these have at least a key.
            prop_assume!(text.chars().filter(char::is_ascii).count() * 6 >= text.chars().count());
            prop_assume!(text.encode_utf16().take(PROBE / 2).filter(|&unit| unit < 128).count() * 8 >= PROBE / 2 || text.len() < 1000);
            for (bytes, encoding) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], Encoding::Utf16Le), (u16::to_be_bytes, Encoding::Utf16Be)] {
                prop_assert_eq!(decoded(&utf16(&text, bytes)), Some((text.clone().into_bytes(), encoding)));
            }
        }
    }
}
