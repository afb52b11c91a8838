//! Plain columns and wrapped paragraphs, for text that people read.

use std::io::{self, Write};

use anstyle::Style;
use textwrap::{Options, WordSeparator, WordSplitter};

const HEAD: Style = Style::new().bold();

/// Writes rows under a head, each column as wide as its widest cell, the last one left open. Columns in `right`
/// are aligned to the right.
///
/// # Errors
/// Where `out` cannot be written.
pub(super) fn write<const N: usize>(
    out: &mut dyn Write,
    head: [&str; N],
    rows: &[[String; N]],
    right: &[usize],
) -> io::Result<()> {
    let mut widths = head.map(|cell| cell.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: [&str; N]| {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            let pad = " ".repeat(widths[at] - cell.chars().count());
            match (right.contains(&at), at + 1 == N) {
                (true, _) => line.extend([pad.as_str(), cell]),
                (false, true) => line.push_str(cell),
                (false, false) => line.extend([cell, pad.as_str()]),
            }
            if at + 1 < N {
                line.push_str("  ");
            }
        }
        line
    };
    writeln!(out, "{HEAD}{}{HEAD:#}", line(head))?;
    for row in rows {
        writeln!(out, "{}", line(row.each_ref().map(String::as_str)))?;
    }
    Ok(())
}

/// Breaks a text into lines of at most `width` characters, between words; a longer word stays whole.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let options = Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(&words.join(" "), options).into_iter().filter(|line| !line.is_empty()).map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn columns_line_up_and_the_last_is_left_open() {
        let mut out = anstream::StripStream::new(Vec::new());
        let rows = [["ä", "1", "one"].map(String::from), ["bbb", "20", "two"].map(String::from)];
        write(&mut out, ["id", "n", "title"], &rows, &[1]).unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        assert_eq!(text, "id    n  title\nä     1  one\nbbb  20  two\n");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("one two  three\nfour", 7), ["one two", "three", "four"]);
        assert_eq!(wrap("averylongword x", 5), ["averylongword", "x"]);
        assert!(wrap(" ", 5).is_empty());
    }
}
