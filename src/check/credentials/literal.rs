//! A value as it is written where one is given: a literal of some language, or bare text.

use std::ops::Range;

/// The most bytes of a value that is looked at.
const LONGEST: usize = 512;

/// How a value ends that has no quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// None is read without quotes.
    Never,
    /// At the end of the line, or where a comment begins.
    Line,
    /// At a blank or a sign that a shell knows.
    Word,
    /// At a blank, or the end of the line: an entry of a file of variables.
    Entry,
    /// At the brace that closes the expansion it stands in.
    Brace,
}

/// The literal that begins at `at`, behind blanks, opening parentheses and a string's prefix: the bytes between its
/// quotes, or of bare text. Empty ones too.
pub(super) fn literal(text: &[u8], at: usize, bare: Bare) -> Option<Range<usize>> {
    let at = at + blanks(&text[at.min(text.len())..]);
    quoted(text, at).or_else(|| unquoted(text, at, bare))
}

/// How many blanks a text begins with.
pub(super) fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn quoted(text: &[u8], at: usize) -> Option<Range<usize>> {
    // `b"`, `r#"`, `f'`, `@"`, `L"`, `$"`; in a literal that holds others, `\"`.
    let prefix =
        text[at..].iter().take(3).take_while(|byte| matches!(byte, b'a'..=b'z' | b'L' | b'R' | b'@' | b'$' | b'#'));
    let mut open = at + prefix.count();
    let escaped = text.get(open) == Some(&b'\\');
    open += usize::from(escaped);
    let quote = *text.get(open).filter(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
    if open > at + usize::from(escaped)
        && text[at..open].iter().any(|byte| matches!(byte, b'c'..=b'e' | b'g'..=b'q' | b's' | b't' | b'v'..=b'z'))
    {
        return None;
    }
    let triple = text[open..].starts_with(&[quote; 3]);
    let start = open + if triple { 3 } else { 1 };
    let limit = text.len().min(start + LONGEST);
    let mut end = start;
    while end < limit {
        match text[end] {
            b'\\' if escaped && text.get(end + 1) == Some(&quote) => return Some(start..end),
            b'\\' if !escaped => end += 2,
            b'\n' if !triple && quote != b'`' => return None,
            byte if byte == quote && (!triple || text[end..].starts_with(&[quote; 3])) => return Some(start..end),
            _ => end += 1,
        }
    }
    None
}

fn unquoted(text: &[u8], at: usize, bare: Bare) -> Option<Range<usize>> {
    let rest = &text[at..text.len().min(at + LONGEST)];
    let comment = |place: usize| rest[place] == b'#' && place > 0 && rest[place - 1].is_ascii_whitespace();
    let end = match bare {
        Bare::Never => return None,
        Bare::Line => (0..rest.len()).find(|&place| matches!(rest[place], b'\n' | b'\r') || comment(place)),
        Bare::Word => rest.iter().position(|byte| {
            byte.is_ascii_whitespace() || matches!(byte, b';' | b'&' | b'|' | b')' | b'<' | b'>' | b'"' | b'\'' | b'`')
        }),
        Bare::Entry => rest.iter().position(u8::is_ascii_whitespace),
        Bare::Brace => Some(closing(rest)?),
    };
    let end = end.or((rest.len() < LONGEST).then_some(rest.len()))?;
    let trimmed = rest[..end].trim_ascii_end().len();
    let value = &rest[..trimmed];
    // Quotes of the line's own.
    if bare == Bare::Line
        && value
            .first()
            .is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'[' | b'{' | b'|' | b'>' | b'&' | b'*' | b'!' | b'`'))
    {
        return None;
    }
    Some(at..at + trimmed)
}

/// Where the brace stands that closes an expansion; those inside it have braces of their own.
fn closing(text: &[u8]) -> Option<usize> {
    let mut depth = 0;
    let end = text.iter().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        depth < 0 || matches!(byte, b'\n' | b'"')
    })?;
    (text[end] == b'}').then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, bare: Bare) -> Option<&str> {
        literal(text.as_bytes(), 0, bare).map(|span| &text[span])
    }

    #[test]
    fn literals_of_languages() {
        for (text, value) in [
            (r#" "abc" "#, Some("abc")),
            ("'abc'", Some("abc")),
            ("`abc`", Some("abc")),
            (r#"b"abc""#, Some("abc")),
            (r##"r#"abc"#"##, Some("abc")),
            (r#"@"abc""#, Some("abc")),
            (r#""a\"c""#, Some(r#"a\"c"#)),
            (r#"\"abc\""#, Some("abc")),
            ("\"\"\"abc\"\"\"", Some("abc")),
            ("\"\"", Some("")),
            ("\"abc\n\"", None),
            ("\"abc", None),
            ("abc", None),
            ("get('abc')", None),
        ] {
            assert_eq!(read(text, Bare::Never), value, "{text}");
        }
    }

    #[test]
    fn bare_text_ends_where_its_language_says() {
        for (text, bare, value) in [
            ("abc def # x\n", Bare::Line, Some("abc def")),
            ("abc#def\n", Bare::Line, Some("abc#def")),
            ("abc def", Bare::Word, Some("abc")),
            ("abc}", Bare::Brace, Some("abc")),
            ("${B:-abc}}", Bare::Brace, Some("${B:-abc}")),
            ("abc\n}", Bare::Brace, None),
            ("", Bare::Line, Some("")),
            ("| \n", Bare::Line, None),
        ] {
            assert_eq!(read(text, bare), value, "{text}");
        }
    }
}
