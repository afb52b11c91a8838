//! The words of a name, however it is written, in a buffer on the stack.

use crate::text::fold;

/// How many bytes of a name are kept; of a longer one, its last.
pub const MOST: usize = 96;

/// A name in small letters without marks and separators, and where words and segments begin in it.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    text: [u8; MOST],
    len: usize,
    /// Bit `i`: a word begins at byte `i`.
    starts: u128,
    /// Bit `i`: a segment begins at byte `i`: `b` of `a.b`, `a[b]`, `a:b`, `a__b`.
    segments: u128,
}

/// What stands between two letters of a name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// One `_`, `-` or blank.
    Word,
    Segment,
}

impl Split {
    /// Cuts at what is no letter or digit, before a capital (`dbPassword`, `s3Key`) and before the last of several
    /// capitals (`HTTPPassword`). Digits belong to the word before them, and invisible signs and marks to nothing.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let name = last_part(name);
        let mut split = Self { text: [0; MOST], len: 0, starts: 0, segments: 0 };
        let mut before = ' ';
        let mut gap = Gap::Segment;
        let mut chars = name.chars().map(narrow).peekable();
        while let Some(c) = chars.next() {
            if !c.is_alphanumeric() {
                gap = gap.max(match c {
                    '_' if before == '_' => Gap::Segment,
                    '_' | '-' | ' ' => Gap::Word,
                    c if cuts(c) => Gap::Segment,
                    _ => continue,
                });
                before = c;
                continue;
            }
            let next_small = chars.peek().is_some_and(|next| next.is_lowercase());
            let humps = c.is_uppercase()
                && (before.is_lowercase() || before.is_ascii_digit() || before.is_uppercase() && next_small);
            if gap != Gap::None || humps {
                split.starts |= 1 << split.len;
            }
            if gap == Gap::Segment {
                split.segments |= 1 << split.len;
            }
            if !split.push(c) {
                break;
            }
            (before, gap) = (c, Gap::None);
        }
        split.starts &= (1 << split.len) - 1;
        split.segments &= split.starts;
        split
    }

    /// Adds a letter; `false`: there is no room left.
    fn push(&mut self, c: char) -> bool {
        let base = if c.is_ascii() { None } else { fold::base(c) };
        base.map_or(c, char::from).to_lowercase().filter(|small| small.is_alphanumeric()).all(|small| {
            let mut bytes = [0; 4];
            let bytes = small.encode_utf8(&mut bytes).as_bytes();
            let Some(place) = self.text.get_mut(self.len..self.len + bytes.len()) else { return false };
            place.copy_from_slice(bytes);
            self.len += bytes.len();
            true
        })
    }

    /// The whole of it, without separators.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.text[..self.len]).unwrap_or_default()
    }

    /// Whether a word begins at a byte.
    #[must_use]
    pub fn starts(&self, at: usize) -> bool {
        at < self.len && self.starts >> at & 1 == 1
    }

    /// Whether a segment begins at a byte.
    #[must_use]
    pub fn parts(&self, at: usize) -> bool {
        at < self.len && self.segments >> at & 1 == 1
    }

    /// Where the word begins that ends at `end`, or that `end` stands in.
    #[must_use]
    pub fn begin(&self, end: usize) -> usize {
        last_bit(self.starts, end)
    }

    /// Where the segment begins that holds the byte before `end`.
    #[must_use]
    pub fn segment(&self, end: usize) -> usize {
        last_bit(self.segments, end)
    }

    /// Where the word ends that holds byte `at`.
    #[must_use]
    pub fn end(&self, at: usize) -> usize {
        let behind = self.starts & !((2 << at) - 1);
        self.len.min(behind.trailing_zeros() as usize)
    }

    /// The words, from the first.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let text = self.text();
        let mut at = 0;
        std::iter::from_fn(move || {
            let from = at;
            at = if from < self.len { self.end(from) } else { self.len };
            text.get(from..at).filter(|word| !word.is_empty())
        })
    }
}

/// The highest bit below bit `end`, 0 for none.
fn last_bit(bits: u128, end: usize) -> usize {
    let below = bits & ((1 << end) - 1);
    127_usize.saturating_sub(below.leading_zeros() as usize)
}

/// What of a name is looked at: all, or its last bytes from a separator on.
fn last_part(name: &str) -> &str {
    if name.len() <= MOST {
        return name;
    }
    let mut from = name.len() - MOST;
    while !name.is_char_boundary(from) {
        from += 1;
    }
    let part = &name[from..];
    part.find(|c: char| c.is_ascii_punctuation()).map_or(part, |at| &part[at..])
}

/// The letter of ASCII for a wide one: `Ａ`, `＿`.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// Whether a sign cuts a name. Others that are no letters are marks of one, or cannot be seen.
fn cuts(c: char) -> bool {
    c.is_ascii()
        || c.is_whitespace()
        || matches!(c, '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{bf}' | '\u{d7}' | '\u{f7}')
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2190}'..='\u{2bff}')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' | '\u{30fb}' | '\u{fe10}'..='\u{fe1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> String {
        Split::new(name).words().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_of_all_spellings() {
        for (name, expected) in [
            ("dbPasswd2", "db passwd2"),
            ("HTTPPassword", "http password"),
            ("a[\"b-c\"]:d.e", "a b c d e"),
            ("oauth2Token_s3Key", "oauth2 token s3 key"),
            ("P12PASSWORD", "p12 password"),
            ("", ""),
            ("-_.", ""),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
        assert_eq!(words(&format!("{}.api_key", "x".repeat(500))), "api key");
    }

    #[test]
    fn letters_without_marks() {
        for (name, expected) in [
            ("CONTRASEÑA_Şifre", "contrasena sifre"),
            ("contrasen\u{303}a", "contrasena"),
            ("pa\u{200b}ss\u{ad}wo\u{2060}rd", "password"),
            ("ＤＢ＿ＫＥＹ", "db key"),
            ("數據庫・密碼", "數據庫 密碼"),
            ("İSTEK", "istek"),
        ] {
            assert_eq!(words(name), expected, "{name}");
        }
    }

    #[test]
    fn segments_are_cut_by_all_but_the_signs_within_a_name() {
        let split = Split::new("a_b.c-d[e]f__g");
        let text = split.text();
        let begins: String = (0..text.len()).filter(|at| split.parts(*at)).map(|at| &text[at..=at]).collect();
        assert_eq!(begins, "acefg");
        assert_eq!((split.begin(7), split.segment(2), split.end(0)), (6, 0, 1));
    }
}
