//! The words of a name, however it is written, in a buffer on the stack.

/// How many bytes of a name are kept; of a longer one, its last.
const MOST: usize = 96;

/// A name in lower case without its separators, and where words begin in it.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    text: [u8; MOST],
    len: usize,
    /// Bit `i`: a word begins at byte `i`.
    starts: u128,
}

impl Split {
    /// Cuts at what is no letter or digit, before a capital (`dbPassword`), before the last of several capitals
    /// (`HTTPPassword`) and before digits that end a word (`passwd2`).
    #[must_use]
    pub fn new(name: &str) -> Self {
        let name = last_part(name);
        let mut split = Self { text: [0; MOST], len: 0, starts: 0 };
        let mut before = ' ';
        let mut chars = name.chars().peekable();
        while let Some(c) = chars.next() {
            if !c.is_alphanumeric() {
                // Marks that compose (the cedilla of a decomposed name) and invisible signs cut no word.
                before = if c.is_ascii() { c } else { before };
                continue;
            }
            let next_small = chars.peek().is_some_and(|next| next.is_lowercase());
            let humps = c.is_uppercase()
                && (before.is_lowercase() || before.is_ascii_digit() || before.is_uppercase() && next_small);
            let starts = !before.is_alphanumeric() || humps || c.is_ascii_digit() && !before.is_ascii_digit();
            if starts {
                split.starts |= 1 << split.len;
            }
            for small in c.to_lowercase().filter(|small| small.is_alphanumeric()) {
                let mut bytes = [0; 4];
                let bytes = small.encode_utf8(&mut bytes).as_bytes();
                let Some(place) = split.text.get_mut(split.len..split.len + bytes.len()) else { return split };
                place.copy_from_slice(bytes);
                split.len += bytes.len();
            }
            before = c;
        }
        split.starts &= (1 << split.len) - 1;
        split
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

    /// Where the word begins that ends at `end`.
    #[must_use]
    pub fn begin(&self, end: usize) -> usize {
        let below = self.starts & ((1 << end) - 1);
        127_usize.saturating_sub(below.leading_zeros() as usize)
    }

    /// The words, from the first.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let from = at;
            at = (from + 1..self.len).find(|&at| self.starts(at)).unwrap_or(self.len);
            self.text().get(from..at).filter(|word| !word.is_empty())
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_spellings() {
        let words = |name: &str| Split::new(name).words().collect::<Vec<_>>().join(" ");
        assert_eq!(words("dbPasswd2"), "db passwd 2");
        assert_eq!(words("HTTPPassword"), "http password");
        assert_eq!(words("a[\"b-c\"]:d.e"), "a b c d e");
        assert_eq!(words("CONTRASEÑA_Şifre"), "contraseña şifre");
        assert_eq!(words(""), "");
        assert_eq!(words(&format!("{}.api_key", "x".repeat(500))), "api key");
    }
}
