//! The words of a name, however it is written, in room on the stack.

use crate::text::fold;

/// How many bytes of a name are kept; of a longer one, its last.
pub const MOST: usize = 96;

/// Where the letters of a name are put.
pub type Room = [u8; MOST];

/// A name in small letters without marks and separators, and where words and segments begin in it.
#[derive(Clone, Copy, Debug)]
pub struct Split<'r> {
    text: &'r str,
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

impl<'r> Split<'r> {
    /// Cuts at what is no letter or digit, before a capital (`dbPassword`, `s3Key`) and before the last of several
    /// capitals (`HTTPPassword`). Digits belong to the word before them, and invisible signs and marks to nothing.
    #[must_use]
    pub fn new(name: &str, room: &'r mut Room) -> Self {
        let name = last_part(name);
        let (mut len, mut starts, mut segments) = (0, 0, 0);
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
            // `N8N` is one word, `S3Key` two.
            let humps = c.is_uppercase()
                && (before.is_lowercase() || (before.is_ascii_digit() || before.is_uppercase()) && next_small);
            if gap != Gap::None || humps {
                starts |= 1 << len;
            }
            if gap == Gap::Segment {
                segments |= 1 << len;
            }
            let Some(behind) = push(c, room, len) else { break };
            len = behind;
            (before, gap) = (c, Gap::None);
        }
        let text = std::str::from_utf8(&room[..len]).unwrap_or_default();
        let below = (1 << text.len()) - 1;
        Self { text, starts: starts & below, segments: segments & below }
    }

    /// The whole of it, without separators.
    #[must_use]
    pub fn text(&self) -> &'r str {
        self.text
    }

    /// Whether a word begins at a byte.
    #[must_use]
    pub fn starts(&self, at: usize) -> bool {
        at < self.text.len() && self.starts >> at & 1 == 1
    }

    /// Whether a segment begins at a byte.
    #[must_use]
    pub fn parts(&self, at: usize) -> bool {
        at < self.text.len() && self.segments >> at & 1 == 1
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
        self.text.len().min(behind.trailing_zeros() as usize)
    }

    /// The words, from the first.
    pub fn words(self) -> impl Iterator<Item = &'r str> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let from = at;
            at = if from < self.text.len() { self.end(from) } else { from };
            self.text.get(from..at).filter(|word| !word.is_empty())
        })
    }
}

/// Puts a letter at `len`, and says where it ends; `None`: there is no room left.
fn push(c: char, room: &mut Room, mut len: usize) -> Option<usize> {
    if c.is_ascii() {
        *room.get_mut(len)? = c.to_ascii_lowercase() as u8;
        return Some(len + 1);
    }
    // Only letters of the Latin script have a base.
    let base = if matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') { fold::base(c) } else { None };
    for small in base.map_or(c, char::from).to_lowercase().filter(|small| small.is_alphanumeric()) {
        let behind = len + small.len_utf8();
        small.encode_utf8(room.get_mut(len..behind)?);
        len = behind;
    }
    Some(len)
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
        Split::new(name, &mut [0; MOST]).words().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_of_all_spellings() {
        for (name, expected) in [
            ("dbPasswd2", "db passwd2"),
            ("HTTPPassword", "http password"),
            ("a[\"b-c\"]:d.e", "a b c d e"),
            ("oauth2Token_s3Key", "oauth2 token s3 key"),
            ("P12Password_N8N", "p12 password n8n"),
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
        let mut room = [0; MOST];
        let split = Split::new("a_b.c-d[e]f__g", &mut room);
        let text = split.text();
        let begins: String = (0..text.len()).filter(|at| split.parts(*at)).map(|at| &text[at..=at]).collect();
        assert_eq!(begins, "acefg");
        assert_eq!((split.begin(7), split.segment(2), split.end(0)), (6, 0, 1));
    }
}
