//! The name that a value is given to on its line, and the call or key that holds both.

use std::ops::Range;

/// The stretches of a line that name a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// From the start of its own entry to the value: `api_key: ` in `{id: 1, api_key: "…"}`.
    own: Range<usize>,
    /// The name before the bracket that is open at the value: `acme.Client` in `acme.Client(key="…")`.
    holder: Range<usize>,
}

impl Named {
    /// Whether a word stands in the value's own name.
    pub(super) fn is_name(&self, word: &Range<usize>) -> bool {
        self.own.start <= word.start && word.end <= self.own.end
    }

    /// Whether a word stands in the name of what holds the value.
    pub(super) fn holds(&self, word: &Range<usize>) -> bool {
        self.holder.start <= word.start && word.end <= self.holder.end
    }
}

/// How far a name is followed back; bytes.
const MOST: usize = 160;

/// Reads back from a value at `at` on its line.
pub(super) fn named(text: &[u8], at: usize) -> Named {
    let least = at.saturating_sub(MOST);
    let from = memchr::memrchr(b'\n', &text[least..at]).map_or(least, |end| least + end + 1);
    let (mut depth, mut blank, mut letters) = (0u32, false, false);
    let mut own = None;
    for here in (from..at).rev() {
        let byte = text[here];
        match byte {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' if depth > 0 => depth -= 1,
            b'(' | b'[' | b'{' => {
                let name = before(text, from, here);
                return match own {
                    // The only argument of a call is named by it: `setAcmeKey("…")`.
                    None if !letters && byte == b'(' => Named { own: name.start..at, holder: name },
                    None => Named { own: here + 1..at, holder: name },
                    Some(own) => Named { own, holder: name },
                };
            }
            b';' if depth == 0 => return Named { own: own.unwrap_or(here + 1..at), holder: 0..0 },
            b',' if depth == 0 => own = own.or(Some(here + 1..at)),
            // In an address and in a tag, where no blank parts them from the value.
            b'&' | b'?' | b'<' if depth == 0 && !blank => own = own.or(Some(here + 1..at)),
            b' ' | b'\t' => blank = true,
            _ => letters |= byte.is_ascii_alphanumeric(),
        }
    }
    Named { own: own.unwrap_or(from..at), holder: 0..0 }
}

/// The name that ends before `end`, over quotes, blanks and what parts a key from its value.
fn before(text: &[u8], from: usize, end: usize) -> Range<usize> {
    let line = &text[from..end];
    let skip = |byte: u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b'`' | b':' | b'=' | b'>' | b'(' | b'{' | b'[');
    let until = line.iter().rposition(|&byte| !skip(byte)).map_or(0, |last| last + 1);
    let name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'$');
    let start = line[..until].iter().rposition(|&byte| !name(byte)).map_or(0, |last| last + 1);
    from + start..from + until
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name and the holder of the `V` in a line.
    fn read(line: &str) -> (&str, &str) {
        let found = named(line.as_bytes(), line.find('V').unwrap_or_default());
        (&line[found.own], &line[found.holder])
    }

    #[test]
    fn a_value_is_named_by_its_own_entry() {
        for (line, own, holder) in [
            ("ACME_KEY=V", "ACME_KEY=", ""),
            ("let acme_key: &str = \"V\"", "let acme_key: &str = \"", ""),
            ("{\"acme\": {\"id\": 1, \"token\": \"V\"}}", " \"token\": \"", "acme"),
            ("acme.Client(region=\"x\", key=\"V\")", " key=\"", "acme.Client"),
            ("client.setAcmeKey(\"V\")", "client.setAcmeKey(\"", "client.setAcmeKey"),
            ("https://api.acme.example/v1?a=b&key=V", "key=", ""),
            ("<acme_key>V</acme_key>", "acme_key>", ""),
            ("conf[\"acme\"] = \"V\"", "conf[\"acme\"] = \"", ""),
            ("a = 1; b = 'V'", " b = '", ""),
            ("key = process.env.ACME_KEY ?? \"V\"", "key = process.env.ACME_KEY ?? \"", ""),
        ] {
            assert_eq!(read(line), (own, holder), "{line}");
        }
    }
}
