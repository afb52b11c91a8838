//! Text that cannot act on a terminal, for people and for JSON.
//!
//! Rule packs, file names and the operating system's words reach the printers from outside. Printers that write for
//! people pass all of it through [`plain`]; those that write JSON use [`PlainFormatter`], because a JSON file is
//! often printed to a terminal too.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::finding::unsafe_on_terminal;

/// The text with everything escaped (`\u{1b}`) that moves the cursor, changes colours or turns the reading direction.
/// Line feeds and tabs become blanks: what people are told is wrapped anew anyway.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(unsafe_on_terminal) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => safe.push(' '),
            '\r' => {}
            c if unsafe_on_terminal(c) => {
                let _ = write!(safe, "{}", c.escape_unicode());
            }
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// Compact JSON whose strings hold no character that a terminal would obey: such a character stands as `\u009b`,
/// which every reader turns back into the very same text.
pub(super) struct PlainFormatter;

impl Formatter for PlainFormatter {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(unsafe_on_terminal) {
            writer.write_all(&rest.as_bytes()[..at])?;
            let mut chars = rest[at..].chars();
            // All of these characters are in the basic plane: one code unit each.
            let c = chars.next().unwrap_or_default();
            write!(writer, "\\u{:04x}", u32::from(c))?;
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Writes one value as compact JSON that is safe on a terminal.
///
/// # Errors
/// Where the output cannot be written.
pub(super) fn write_json(out: &mut dyn io::Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, PlainFormatter)).map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn escapes_what_a_terminal_would_obey() {
        assert_eq!(plain("a\u{1b}[31m\u{202e}b\nc\r\n\td"), "a\\u{1b}[31m\\u{202e}b c  d");
        assert!(matches!(plain("größer 密钥"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_strings_keep_their_value() {
        let text = "a\u{1b}\u{9b}31m\u{7f}\u{feff}\"\\é\u{2028}";
        let mut out = Vec::new();
        write_json(&mut out, &text).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert_eq!(written, r#""a\u001b\u009b31m\u007f\ufeff\"\\é\u2028""#);
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
