//! Stretches of digits, of base 64 or of base 16, over as many lines as they were broken into.
//!
//! Base 64 is read by a table of our own and not by a crate: the first digits of every run of a text are looked at,
//! which costs a few nanoseconds only where nothing is set up, either alphabet and lines of any length are taken, and
//! where each group stood is noted on the way.

use std::ops::Range;

use super::Coding;
use super::map::Map;
use super::payload::{HEAD, Payload, begins, is_text, whole};

/// The fewest digits of base 64: of shorter ones too many are text by chance, and no token fits in.
const LEAST_64: usize = 24;

/// The fewest characters that a run with digits of either base has.
pub const LEAST: u32 = LEAST_64 as u32;

/// The fewest digits of base 16.
const LEAST_16: usize = 32;

/// The shortest line that others may follow: what breaks lines breaks them at 60 to 80.
const LEAST_LINE: usize = 40;

/// The most bytes between two lines, which are indentation.
const INDENT: usize = 200;

/// What is no digit.
const NONE: u8 = 0xFF;

/// The values of the digits of base 64, of the standard alphabet and of the one for addresses.
const DIGITS_64: [u8; 256] = {
    let mut table = [NONE; 256];
    let mut at = 0;
    while at < 26 {
        table[b'A' as usize + at] = at as u8;
        table[b'a' as usize + at] = 26 + at as u8;
        at += 1;
    }
    at = 0;
    while at < 10 {
        table[b'0' as usize + at] = 52 + at as u8;
        at += 1;
    }
    table[b'+' as usize] = 62;
    table[b'-' as usize] = 62;
    table[b'/' as usize] = 63;
    table[b'_' as usize] = 63;
    table
};

/// The values of the digits of base 16, in either case.
const DIGITS_16: [u8; 256] = {
    let mut table = [NONE; 256];
    let mut at = 0;
    while at < 10 {
        table[b'0' as usize + at] = at as u8;
        at += 1;
    }
    at = 0;
    while at < 6 {
        table[b'A' as usize + at] = 10 + at as u8;
        table[b'a' as usize + at] = 10 + at as u8;
        at += 1;
    }
    table
};

/// What may stand at the first, second and third place of encoded text, of base 64 or of base 16.
const FIRSTS: [[u8; 256]; 3] = {
    let mut firsts = [[0; 256]; 3];
    let mut byte = 0;
    while byte < 256 {
        let (w, hex) = (DIGITS_64[byte], DIGITS_16[byte]);
        if w < 64 {
            // The first byte: printable, a mark, or zero.
            let first = matches!(w, 0 | 2 | 3 | 7..=31 | 59 | 63);
            firsts[0][byte] |= (first as u8) * 0b1111;
            // The second and the third: which upper bits of the third go with the second, one bit for each.
            firsts[1][byte] |= match w & 15 {
                // Nothing, or what lays a text out.
                0 | 1 => 0b1111,
                // A letter, and behind it another or the first byte of a longer character.
                2..=7 => 0b1011,
                // That first byte, and the next of it.
                12..=15 => 0b0100,
                _ => 0,
            };
            // Marks of gzip and of two and three bytes a character.
            firsts[1][byte] |= (matches!(w, 47 | 56 | 59 | 63) as u8) * 0b1111;
            firsts[2][byte] |= 1 << (w & 3);
        }
        // The upper half of a printable byte of base 16, or of one of the marks.
        if hex < 16 {
            firsts[0][byte] |= (matches!(hex, 0..=7 | 14 | 15) as u8) << 4;
        }
        firsts[1][byte] |= ((hex < 16 || byte as u8 | 0x20 == b'x') as u8) << 4;
        firsts[2][byte] |= ((hex < 16) as u8) << 4;
        byte += 1;
    }
    firsts
};

/// Whether a run with these first four characters may begin as encoded text does: what [`promises`] says yes to, and a
/// little more, without a branch.
#[inline(always)]
#[must_use]
pub const fn may_promise(first: u32) -> bool {
    let [a, b, c, _] = first.to_le_bytes();
    FIRSTS[0][a as usize] & FIRSTS[1][b as usize] & FIRSTS[2][c as usize] != 0
}

/// Whether the run that begins at `at` begins as encoded text does. Says no to most runs by four characters, and to
/// nearly all names by eight.
#[inline(never)]
#[must_use]
pub fn promises(text: &[u8], at: usize) -> bool {
    let Some(&[a, b, c, d]) = text.get(at..at + 4) else { return false };
    let [w, x, y] = [a, b, c].map(|byte| DIGITS_64[usize::from(byte)]);
    if w | x | y < 64 && begins(w << 2 | x >> 4, x << 4 | y >> 2) && goes_on(text, at) {
        return true;
    }
    let [w, x, y, z] = [a, b, c, d].map(|byte| DIGITS_16[usize::from(byte)]);
    (w | x | y | z < 16 && begins(w << 4 | x, y << 4 | z)) || (a, b) == (b'0', b'x') || (a, b) == (b'0', b'X')
}

/// Whether the six bytes that eight digits of base 64 stand for may begin a text.
fn goes_on(text: &[u8], at: usize) -> bool {
    let Some(digits) = text.get(at..at + 8) else { return true };
    let ([a, b, c], [d, e, f]) = (group(&digits[..4]), group(&digits[4..]));
    match [a, b] {
        // What is no text of one byte a character is rare, and read on.
        [0x1F | 0xFE.., _] | [0, _] | [_, 0] => true,
        _ => {
            let bytes = [a, b, c, d, e, f];
            let plain = |byte: u8| is_text(byte) && byte < 0x80;
            bytes.iter().all(|&byte| plain(byte)) || (bytes.iter().all(|&byte| is_text(byte)) && whole(&bytes))
        }
    }
}

/// A stretch that was read.
pub(super) struct Read {
    /// Where the next one may begin.
    pub(super) until: usize,
    /// How it was written and what it holds; `None`: no text.
    pub(super) what: Option<(Coding, Payload)>,
    /// Whether it goes on behind the bound.
    pub(super) capped: bool,
}

impl Read {
    const fn nothing(until: usize) -> Self {
        Self { until, what: None, capped: false }
    }
}

/// Reads the stretch that begins at `at`, up to `most` bytes.
pub(super) fn read(text: &[u8], at: usize, most: usize, bytes: &mut Vec<u8>, map: &mut Map) -> Read {
    let prefixed = matches!(text.get(at..at + 2), Some(b"0x" | b"0X"));
    let from = if prefixed { at + 2 } else { at };
    let end = |table: &[u8; 256], from: usize| {
        text[from..]
            .iter()
            .position(|&byte| table[usize::from(byte)] == NONE)
            .map_or(text.len(), |length| from + length)
    };
    let run = end(&DIGITS_64, from);
    let hex = end(&DIGITS_16, from);
    let by_16 = hex == run && hex - from >= LEAST_16;
    if by_16 && let Some(payload) = head(&text[from..run], 16) {
        let mut lines = Lines { text, table: &DIGITS_16, base: 16, payload, most, bytes, map };
        let read = lines.read(from..run);
        if read.what.is_some() {
            return read;
        }
        bytes.clear();
        map.clear();
    }
    if prefixed || run - from < LEAST_64 || is_token_of_parts(text, &(from..run)) {
        return Read::nothing(run);
    }
    let Some(payload) = head(&text[from..run], 64) else { return Read::nothing(run) };
    Lines { text, table: &DIGITS_64, base: 64, payload, most, bytes, map }.read(from..run)
}

/// What the first digits say.
fn head(digits: &[u8], base: u8) -> Option<Payload> {
    let mut bytes = [0; HEAD];
    if base == 64 {
        for (four, three) in digits.chunks_exact(4).zip(bytes.chunks_exact_mut(3)) {
            three.copy_from_slice(&group(four));
        }
    } else {
        for (two, one) in digits.chunks_exact(2).zip(&mut bytes) {
            *one = DIGITS_16[usize::from(two[0])] << 4 | DIGITS_16[usize::from(two[1])];
        }
    }
    Payload::of(&bytes)
}

/// The bytes of four digits of base 64.
#[inline]
fn group(four: &[u8]) -> [u8; 3] {
    let [a, b, c, d] = [four[0], four[1], four[2], four[3]].map(|byte| DIGITS_64[usize::from(byte)]);
    [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
}

/// Whether digits are a part of a web token (JSON in base 64, parts joined by dots), for which other rules speak.
fn is_token_of_parts(text: &[u8], run: &Range<usize>) -> bool {
    text[run.clone()].starts_with(b"ey")
        && (text.get(run.end) == Some(&b'.') || (run.start > 0 && text[run.start - 1] == b'.'))
}

/// Lines of digits on their way into bytes.
struct Lines<'l> {
    text: &'l [u8],
    table: &'static [u8; 256],
    base: u8,
    payload: Payload,
    most: usize,
    bytes: &'l mut Vec<u8>,
    map: &'l mut Map,
}

impl Lines<'_> {
    fn read(&mut self, first: Range<usize>) -> Read {
        let width = first.len();
        let mut line = first;
        // Digits of a group that a line break cuts, and where they begin.
        let mut cut: Vec<u8> = Vec::new();
        let mut cut_at = 0;
        let (mut lines, mut until, mut longest) = (0, line.end, width);
        let mut capped = false;
        loop {
            let before = self.bytes.len();
            self.line(line.clone(), &mut cut, &mut cut_at);
            // Of text every line has to be text. A single line may end with what does not belong to it.
            if self.payload == Payload::Text && !self.bytes[before..].iter().all(|&byte| is_text(byte)) {
                if lines > 0 {
                    self.bytes.truncate(before);
                    cut.clear();
                    break;
                }
                let bad = self.bytes.iter().position(|&byte| !is_text(byte)).unwrap_or(0);
                if bad + 3 < self.bytes.len() {
                    return Read::nothing(line.end);
                }
                self.bytes.truncate(bad);
                cut.clear();
                break;
            }
            lines += 1;
            until = line.end;
            if self.bytes.len() > self.most {
                self.bytes.truncate(self.most);
                cut.clear();
                capped = true;
                break;
            }
            let shorter = lines > 1 && line.len() < longest;
            longest = longest.max(line.len());
            let Some(next) = self.next(line.end).filter(|_| width >= LEAST_LINE.min(LEAST_16) && !shorter) else {
                break;
            };
            // All lines but the last have one length; the first may stand behind a key.
            let fits = next.len() <= longest || lines == 1;
            if longest < LEAST_LINE && next.len() < LEAST_LINE || !fits {
                break;
            }
            line = next;
        }
        if cut.len() >= 2 && self.base == 64 {
            let missing = 4 - cut.len();
            let length = cut.len();
            cut.resize(4, b'A');
            self.map.push(self.bytes.len(), cut_at..cut_at + length, 3, 4);
            self.bytes.extend_from_slice(&group(&cut)[..3 - missing]);
        }
        if self.payload == Payload::Text && !whole(self.bytes) {
            return Read::nothing(until);
        }
        let coding = if self.base == 64 { Coding::Base64 } else { Coding::Hex };
        let least = if self.base == 64 { LEAST_64 / 4 * 3 } else { LEAST_16 / 2 };
        let enough = self.bytes.len() + 3 >= least;
        Read { until, what: enough.then_some((coding, self.payload)), capped }
    }

    /// Decodes one line, and keeps what is left of it in `cut`.
    fn line(&mut self, line: Range<usize>, cut: &mut Vec<u8>, cut_at: &mut usize) {
        let (digits, bytes) = if self.base == 64 { (4, 3) } else { (2, 1) };
        let mut at = line.start;
        if !cut.is_empty() {
            let take = (digits - cut.len()).min(line.len());
            cut.extend_from_slice(&self.text[at..at + take]);
            at += take;
            if cut.len() < digits {
                return;
            }
            // One group over two lines: its place is all that lies between.
            let size = u8::try_from(at - *cut_at).unwrap_or(u8::MAX);
            self.map.push(self.bytes.len(), *cut_at..at, bytes, size);
            let group = std::mem::take(cut);
            self.groups(&group);
        }
        let whole = (line.end - at) / digits * digits;
        if whole > 0 {
            self.map.push(self.bytes.len(), at..at + whole, bytes, digits as u8);
            let text = self.text;
            self.groups(&text[at..at + whole]);
        }
        cut.extend_from_slice(&self.text[at + whole..line.end]);
        *cut_at = at + whole;
    }

    fn groups(&mut self, digits: &[u8]) {
        if self.base == 64 {
            self.bytes.extend(digits.chunks_exact(4).flat_map(group));
        } else {
            let byte = |two: &[u8]| DIGITS_16[usize::from(two[0])] << 4 | DIGITS_16[usize::from(two[1])];
            self.bytes.extend(digits.chunks_exact(2).map(byte));
        }
    }

    /// The next line, if one follows what ends at `end`.
    fn next(&self, end: usize) -> Option<Range<usize>> {
        let from = joint(self.text, end)?;
        let length = self.text[from..].iter().position(|&byte| self.table[usize::from(byte)] == NONE);
        let until = length.map_or(self.text.len(), |length| from + length);
        (until > from).then_some(from..until)
    }
}

/// Where digits go on behind a line break at `at`: a real one with indentation, an escaped one, or one between two
/// literals that are joined.
fn joint(text: &[u8], at: usize) -> Option<usize> {
    let rest = &text[at..text.len().min(at + 2 * INDENT)];
    let blank = |rest: &[u8]| rest.iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
    let newline = |rest: &[u8]| {
        let skip = usize::from(rest.first() == Some(&b'\r'));
        (rest.get(skip) == Some(&b'\n')).then_some(skip + 1)
    };
    if let Some(length) = newline(rest) {
        let indent = blank(&rest[length..]);
        return (indent <= INDENT).then_some(at + length + indent);
    }
    for escaped in [&b"\\r\\n"[..], b"\\n"] {
        if rest.starts_with(escaped) {
            return Some(at + escaped.len());
        }
    }
    let (&quote, mut left) = rest.split_first()?;
    if !matches!(quote, b'"' | b'\'' | b'\\') {
        return None;
    }
    let mut sign = quote == b'\\';
    let mut broken = false;
    loop {
        left = &left[blank(left)..];
        if !broken && let Some(length) = newline(left) {
            left = &left[length..];
            broken = true;
        } else if !sign && matches!(left.first(), Some(b'+' | b'.' | b'&' | b'\\')) {
            left = &left[1..];
            sign = true;
        } else {
            break;
        }
    }
    let consumed = |left: &[u8]| at + rest.len() - left.len();
    match left.first() {
        _ if !broken => None,
        _ if quote == b'\\' => Some(consumed(left)),
        Some(&first) if first == quote => Some(consumed(&left[1..])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_promises_may_promise() {
        let digits: Vec<u8> = (0..=255).filter(|&byte| DIGITS_64[usize::from(byte)] != NONE).collect();
        let mut promised = 0;
        for (&a, &b) in digits.iter().flat_map(|a| digits.iter().map(move |b| (a, b))) {
            for (&c, &d) in digits.iter().flat_map(|c| digits.iter().map(move |d| (c, d))) {
                let text = [a, b, c, d];
                if promises(&text, 0) {
                    promised += 1;
                    let [w, x, y, z] = text.map(|byte| DIGITS_64[usize::from(byte)]);
                    let bytes = [w << 2 | x >> 4, x << 4 | y >> 2, y << 6 | z];
                    let by_16 = text.map(|byte| DIGITS_16[usize::from(byte)]);
                    let of_16 = match by_16 {
                        [0, NONE, y, _] => b | 0x20 == b'x' && y != NONE,
                        [w, x, y, z] => w | x | y | z < 16 && begins(w << 4 | x, y << 4 | z),
                    };
                    // Three bytes say more than two: what is no text by the third is left out.
                    if Payload::of(&bytes).is_some() || bytes[1] == 0 || (bytes[0] == 0 && bytes[2] == 0) || of_16 {
                        assert!(may_promise(u32::from_le_bytes(text)), "{:?}", String::from_utf8_lossy(&text));
                    }
                }
            }
        }
        assert!(promised > 100_000);
    }
}
