//! What decoded bytes are: a text, a text of two bytes a character, or a text that is packed.

use std::io::Read;
use std::str;

use flate2::bufread::GzDecoder;

use super::map::Map;

/// What the first bytes say of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payload {
    Text,
    Utf16Le,
    Utf16Be,
    Gzip,
}

/// How many decoded bytes are looked at before the rest is decoded: of random ones one in 100,000 passes for text.
pub(super) const HEAD: usize = 12;

/// The most bytes that one packed text may become.
pub(super) const UNPACKED: usize = 1 << 20;

/// Whether a byte may stand in a text: no control character but those that lay it out.
pub(super) const fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | b' '..=b'~' | 0x80..)
}

/// Whether decoded bytes may begin so: two are enough to refuse most of what is no encoded text.
#[inline(always)]
pub(super) const fn begins(first: u8, second: u8) -> bool {
    const fn plain(byte: u8) -> bool {
        matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')
    }
    match (first, second) {
        (0x1F, 0x8B) | (0xFF, 0xFE) | (0xFE, 0xFF) | (0xEF, 0xBB) => true,
        (0, other) => plain(other),
        (one, other) => plain(one) && (plain(other) || other == 0 || other >= 0x80),
    }
}

impl Payload {
    /// What bytes are that begin with `head`; `None`: nothing that holds text.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        let units = |low: usize, high: usize| {
            head.len() >= 8
                && head.chunks_exact(2).all(|unit| unit[high] == 0 && is_text(unit[low]) && unit[low].is_ascii())
        };
        match head {
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            [0xFF, 0xFE, ..] => Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Self::Utf16Be),
            _ if units(0, 1) => Some(Self::Utf16Le),
            _ if units(1, 0) => Some(Self::Utf16Be),
            _ => whole(head).then_some(Self::Text),
        }
    }
}

/// Whether bytes are text from end to end; a character may be cut off at the end.
pub(super) fn whole(bytes: &[u8]) -> bool {
    bytes.iter().all(|&byte| is_text(byte)) && str::from_utf8(bytes).map_or_else(|e| e.error_len().is_none(), |_| true)
}

/// Unpacks what is packed, up to `most` bytes, and appends it. Gives whether more would have come; `None` where it
/// does not unpack. What is cut off or damaged gives what stands before.
pub(super) fn unpack(packed: &[u8], most: usize, text: &mut Vec<u8>) -> Option<bool> {
    let from = text.len();
    let mut reader = GzDecoder::new(packed).take(most as u64 + 1);
    // An error is an end: what was read until then is a text all the same.
    let _ = reader.read_to_end(text);
    let more = text.len() - from > most;
    text.truncate(from + most);
    (text.len() > from).then_some(more)
}

/// Reads units of two bytes as text, and says where each character stood. `None` where they are no text.
pub(super) fn utf16(bytes: &[u8], little: bool, text: &mut Vec<u8>, map: &mut Map) -> Option<()> {
    let unit = |pair: &[u8]| {
        if little { u16::from_le_bytes([pair[0], pair[1]]) } else { u16::from_be_bytes([pair[0], pair[1]]) }
    };
    let mut at = 0;
    for read in char::decode_utf16(bytes.chunks_exact(2).map(unit)) {
        // Half a character stands at the end where the text was cut.
        let Ok(char) = read else { break };
        let end = at + 2 * char.len_utf16();
        if char != '\u{feff}' {
            if char.is_ascii() && !is_text(char as u8) {
                return None;
            }
            let mut buffer = [0; 4];
            let utf8 = char.encode_utf8(&mut buffer);
            map.push(text.len(), at..end, utf8.len() as u8, (end - at) as u8);
            text.extend_from_slice(utf8.as_bytes());
        }
        at = end;
    }
    (at + 2 >= bytes.len() / 2 * 2 && !map.is_empty()).then_some(())
}
