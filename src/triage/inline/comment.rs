//! Whether a marker stands in a comment, without reading the language: an opener of the file's kind stands directly in
//! front of it, and not in a string of that line.

use std::ops::Range;

use super::OFFER;
use super::kind::Kind;

/// How much of a line in front of a marker is looked at, in bytes: what a window surely holds.
pub(super) const BEFORE: usize = 480;

/// How much of a line behind a marker is looked at, in bytes.
pub(super) const AFTER: usize = 4096;

/// A comment with a marker in it, as offsets into the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Comment {
    /// What the marker is followed by, up to the comment's end.
    pub(super) said: Range<usize>,
    /// Where the line begins, or what is looked at of it.
    pub(super) line: usize,
    /// Whether nothing but the comment stands on its line.
    pub(super) alone: bool,
    /// What stands in front of the comment.
    pub(super) before: Range<usize>,
}

/// The comment that the marker at `marker` begins; `None`: it stands in none.
pub(super) fn comment(kind: &Kind, text: &[u8], marker: Range<usize>) -> Option<Comment> {
    let least = marker.start.saturating_sub(BEFORE);
    let newline = memchr::memrchr(b'\n', &text[least..marker.start]);
    let line = newline.map_or(least, |at| least + at + 1);
    // Of a long line only the end was looked at: something else stands in front.
    let cut = newline.is_none() && least > 0;
    let until = text.len().min(marker.end + AFTER);
    let end = memchr::memchr(b'\n', &text[marker.end..until]).map_or(until, |at| marker.end + at);
    let before = &text[line..marker.start];
    let rest = &text[marker.end..end];

    let opened = opener(kind, before)?;
    if in_string(kind.quotes, &text[line..end], opened.at) {
        return None;
    }
    let close = opened.close.and_then(|close| memchr::memmem::find(rest, close.as_bytes()).map(|at| (at, close.len())));
    let (mut said, behind) = match close {
        Some((at, length)) => (&rest[..at], &rest[at + length..]),
        None => (rest, &rest[rest.len()..]),
    };
    // Of two on one line the first ends where the second begins.
    if let Some(next) = memchr::memmem::find(said, super::MARKER)
        && let Some(next) = opener(kind, &said[..next])
    {
        said = &said[..next.at];
    }
    let said = said.trim_ascii_end();
    let front = &before[..opened.at];
    // A report that somebody kept offers comments and holds none.
    if front.trim_ascii_end().ends_with(OFFER.as_bytes()) {
        return None;
    }
    // What JSX has around a comment.
    let framed = opened.close.is_some() && front.trim_ascii() == b"{" && behind.trim_ascii() == b"}";
    let alone = !cut && (framed || (front.trim_ascii().is_empty() && behind.trim_ascii().is_empty()));
    Some(Comment { said: marker.end..marker.end + said.len(), line, alone, before: line..line + opened.at })
}

/// What opened a comment.
struct Opened {
    /// Where, as an offset into what was looked at.
    at: usize,
    /// What closes it; `None`: the line's end.
    close: Option<&'static str>,
}

/// The opener that `before`, a line up to a marker, ends with.
fn opener(kind: &Kind, before: &[u8]) -> Option<Opened> {
    let before = before.trim_ascii_end();
    let lines = kind.line.iter().map(|open| (*open, None));
    // The longest first: of `<!--` the last two characters open a comment elsewhere.
    let blocks = kind.block.iter().map(|(open, close)| (*open, Some(*close)));
    let opened =
        blocks.chain(lines).filter_map(|(open, close)| ends_with(kind, before, open).map(|at| Opened { at, close }));
    opened.min_by_key(|opened| opened.at).or_else(|| {
        let star = kind.starred && before.trim_ascii() == b"*";
        star.then(|| Opened { at: before.len() - 1, close: Some("*/") })
    })
}

/// Where `open` begins, if `before` ends with it: alone, repeated (`##`, `////`), or with what documentation
/// comments add (`//!`, `/**`).
fn ends_with(kind: &Kind, before: &[u8], open: &str) -> Option<usize> {
    let open = open.as_bytes();
    let last = *open.last()?;
    let before = if last == b'!' { before } else { before.strip_suffix(b"!").unwrap_or(before) };
    let repeated = |text: &[u8]| text.iter().rev().take_while(|byte| **byte == last).count();
    let (run, own) = (repeated(before), repeated(open));
    let at = if last.is_ascii_alphabetic() {
        let at = before.len().checked_sub(open.len())?;
        before[at..].eq_ignore_ascii_case(open).then_some(at)?
    } else {
        let stem = before[..before.len() - run].strip_suffix(&open[..open.len() - own])?;
        (run >= own).then_some(stem.len())?
    };
    let Some(&previous) = before[..at].last() else { return Some(at) };
    let free = previous.is_ascii_whitespace();
    let opens = match open {
        // `https://` is no comment, `\%` no percent sign.
        b"//" | b"::" => previous != b':' && previous != b'\\',
        b"rem" => free || matches!(previous, b':' | b'&' | b'@'),
        _ if own != open.len() => true,
        _ if kind.blank_before => free,
        _ => free || matches!(previous, b')' | b']' | b'}' | b';' | b',' | b'"' | b'\'' | b'`'),
    };
    opens.then_some(at)
}

/// Whether `at` lies between two quotes of the line. A quote without a second one is an apostrophe.
fn in_string(quotes: &[u8], line: &[u8], at: usize) -> bool {
    let mut from = 0;
    while from < at {
        let byte = line[from];
        if byte == b'\\' {
            from += 2;
            continue;
        }
        if quotes.contains(&byte)
            && let Some(end) = closing(line, from)
        {
            if end > at {
                return true;
            }
            from = end;
        }
        from += 1;
    }
    false
}

/// Where the string ends that the quote at `open` begins.
fn closing(line: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    while at < line.len() {
        match line[at] {
            b'\\' => at += 2,
            byte if byte == line[open] => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// What a line is to somebody who looks for the next line of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It holds nothing.
    Blank,
    /// It begins with a comment.
    Comment,
    /// Anything else.
    Code,
}

/// What a line is, by how it begins.
pub(super) fn class(kind: &Kind, line: &[u8]) -> Line {
    let line = line.trim_ascii_start();
    if line.is_empty() {
        return Line::Blank;
    }
    let begins = |open: &str| {
        let word = open.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        let head = line.get(..open.len()).is_some_and(|head| head.eq_ignore_ascii_case(open.as_bytes()));
        head && !(word && line.get(open.len()).is_some_and(u8::is_ascii_alphanumeric))
    };
    let inside = kind.starred
        && line[0] == b'*'
        && line.get(1).is_none_or(|next| matches!(next, b' ' | b'\t' | b'/' | b'*' | b'\r'));
    let jsx = line[0] == b'{' && kind.starred && line[1..].trim_ascii_start().starts_with(b"/*");
    let opened = kind.line.iter().any(|open| begins(open)) || kind.block.iter().any(|(open, _)| begins(open));
    if opened || inside || jsx { Line::Comment } else { Line::Code }
}

/// Whether a line, up to its comment, ends as the header of a block scalar does: `key: |`, `- >-`, `key: !!str |2`.
pub(super) fn opens_block_scalar(kind: &Kind, line: &[u8]) -> bool {
    if !kind.block_scalars {
        return false;
    }
    let line = line.trim_ascii_end();
    let line = line.strip_suffix(b"+").or_else(|| line.strip_suffix(b"-")).unwrap_or(line);
    let digit = line.last().is_some_and(u8::is_ascii_digit);
    let line = if digit { &line[..line.len() - 1] } else { line };
    let Some(front) = line.strip_suffix(b"|").or_else(|| line.strip_suffix(b">")) else { return false };
    front.last().is_none_or(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::finding::ReportPath;

    /// What the comment of a line says, and whether it stands alone there.
    fn said(path: &str, line: &str) -> Option<(String, bool)> {
        let kind = Kind::of(&ReportPath::from_bytes(path.as_bytes()));
        let text = format!("before\n{line}\nafter");
        let at = text.find("bartizan:").unwrap();
        let comment = comment(kind, text.as_bytes(), at..at + "bartizan:".len())?;
        Some((text[comment.said].trim().to_owned(), comment.alone))
    }

    #[test]
    fn a_marker_counts_behind_an_opener_of_the_file() {
        for (path, line, alone) in [
            ("a.py", "# bartizan: x", true),
            ("a.py", "k = 'v'  # bartizan: x", false),
            ("a.py", "k = 'v'  # noqa # bartizan: x", false),
            ("a.py", "k = \"it's\"  #bartizan: x", false),
            ("a.py", "## bartizan: x", true),
            ("a.rs", "    /// bartizan: x", true),
            ("a.rs", "//! bartizan: x", true),
            ("a.rs", "fn f<'a>(x: &'a str) {} // bartizan: x", false),
            ("a.ts", "/* bartizan: x */", true),
            ("a.ts", "/** bartizan: x */ let k = 1;", false),
            ("a.ts", "let k = '//'; /* bartizan: x */ f();", false),
            ("a.ts", " * bartizan: x", true),
            ("a.tsx", "  {/* bartizan: x */}", true),
            ("a.sql", "select 1 -- bartizan: x", false),
            ("a.ini", "; bartizan: x", true),
            ("a.html", "<p>it's</p> <!-- bartizan: x -->", false),
            ("a.md", "<!-- bartizan: x -->", true),
            ("a.tex", "%% bartizan: x", true),
            ("a.vb", "k = \"it's\" ' bartizan: x", false),
            ("a.vb", "REM bartizan: x", true),
            ("a.bat", "@rem bartizan: x", false),
            ("a.vim", "\" bartizan: x", true),
            ("a.j2", "{# bartizan: x #}", true),
            ("a.erb", "<%# bartizan: x %>", true),
            ("a.hs", "{- bartizan: x -}", true),
            ("a.ps1", "<# bartizan: x #>", true),
            ("a.jsonc", "\"k\": 1, // bartizan: x", false),
            ("unknown", "# bartizan: x", true),
            ("unknown.xyz", "k=v // bartizan: x", false),
        ] {
            assert_eq!(said(path, line), Some(("x".to_owned(), alone)), "{path}: {line}");
        }
    }

    #[test]
    fn elsewhere_it_is_text() {
        for (path, line) in [
            ("a.py", "bartizan: x"),
            ("a.py", "k = '# bartizan: x'"),
            ("a.py", "\"\"\"# bartizan: x\"\"\""),
            ("a.py", "// bartizan: x"),
            ("a.py", "# see bartizan: x"),
            ("a.rs", "let k = \"// bartizan: x\";"),
            ("a.rs", "# bartizan: x"),
            ("a.ts", "f(`// bartizan: x`)"),
            ("a.ts", "'http://bartizan: x"),
            ("a.sh", "echo k#bartizan: x"),
            ("a.yaml", "k: v#bartizan: x"),
            ("a.md", "# bartizan: x"),
            ("a.md", "`<!-- bartizan: x -->`"),
            ("a.json", "\"k\": \"# bartizan: x\""),
            ("a.json", "\"k\": \"// bartizan: x\""),
            ("a.tex", "50\\% bartizan: x"),
            ("a.pem", "# bartizan: x"),
            ("report.txt", "  Allow (line above): # bartizan: x"),
            ("a.bat", "parem bartizan: x"),
        ] {
            assert_eq!(said(path, line), None, "{path}: {line}");
        }
    }

    #[test]
    fn two_on_a_line_are_two() {
        let line = "k # bartizan: x # bartizan: y";
        assert_eq!(said("a.py", line).unwrap().0, "x");
        let kind = Kind::of(&ReportPath::from_bytes(b"a.py"));
        let second = line.rfind("bartizan:").unwrap();
        let comment = comment(kind, line.as_bytes(), second..second + 9).unwrap();
        assert_eq!(&line[comment.said], " y");
    }

    #[test]
    fn lines_are_told_apart_by_how_they_begin() {
        let class = |path: &str, line: &str| class(Kind::of(&ReportPath::from_bytes(path.as_bytes())), line.as_bytes());
        assert_eq!(class("a.py", " \t\r"), Line::Blank);
        assert_eq!(class("a.py", "  # x"), Line::Comment);
        assert_eq!(class("a.py", "// x"), Line::Code);
        assert_eq!(class("a.c", " * x"), Line::Comment);
        assert_eq!(class("a.c", " */"), Line::Comment);
        assert_eq!(class("a.c", "*p = x;"), Line::Code);
        assert_eq!(class("a.tsx", "{ /* x */ }"), Line::Comment);
        assert_eq!(class("a.bat", "rem x"), Line::Comment);
        assert_eq!(class("a.bat", "remove x"), Line::Code);
    }

    #[test]
    fn headers_of_block_scalars_are_known() {
        let yaml = Kind::of(&ReportPath::from_bytes(b"a.yaml"));
        for line in ["key: |", "key: >-  ", "- |2+", "key: !!str |", "|"] {
            assert!(opens_block_scalar(yaml, line.as_bytes()), "{line}");
        }
        for line in ["key: a|", "key: x", "", "a||"] {
            assert!(!opens_block_scalar(yaml, line.as_bytes()), "{line}");
        }
        assert!(!opens_block_scalar(Kind::of(&ReportPath::from_bytes(b"a.py")), b"a |"));
    }
}
