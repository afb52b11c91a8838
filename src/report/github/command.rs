//! One workflow command: the line by which a program tells GitHub's runner something.
//!
//! The runner takes a line that begins with `::` for a command and reads its properties up to the next `::`. So
//! whatever could end a property, a command or a line is written as `%` and two digits, which the runner turns back.

use std::fmt::{self, Display, Formatter, Write as _};

use super::super::plain::plain;
use crate::finding::Region;

/// Characters of a title; the runner's service refuses 256.
const LONGEST_TITLE: usize = 200;

/// Characters of a message.
const LONGEST_MESSAGE: usize = 2_000;

/// How loud an annotation is; the loudest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Loudness {
    Error,
    Warning,
    Notice,
}

impl Loudness {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// A remark at a line of a file, or without a place.
#[derive(Clone, Debug)]
pub(super) struct Annotation {
    pub(super) loudness: Loudness,
    /// The file, from the root of the repository.
    pub(super) file: Option<String>,
    /// Where in it.
    pub(super) region: Option<Region>,
    /// What stands above the message.
    pub(super) title: String,
    /// Each of these becomes a line.
    pub(super) message: Vec<String>,
}

/// The command in one line, without its end.
impl Display for Annotation {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "::{} ", self.loudness.as_str())?;
        if let Some(file) = &self.file {
            write!(out, "file={},", Property(&plain(file)))?;
            if let Some(Region { line, column, end_line, end_column }) = self.region {
                write!(out, "line={line},endLine={end_line},")?;
                // GitHub takes columns only within one line.
                if line == end_line {
                    write!(out, "col={column},endColumn={end_column},")?;
                }
            }
        }
        write!(out, "title={}::", Property(&cut(&plain(&self.title), LONGEST_TITLE)))?;
        let lines: Vec<String> = self.message.iter().map(|line| plain(line).trim().to_owned()).collect();
        write!(out, "{}", Data(&cut(&lines.join("\n"), LONGEST_MESSAGE)))
    }
}

/// A text of at most so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => {
            let kept = text.char_indices().nth(most - 1).map_or(text, |(at, _)| &text[..at]);
            format!("{kept}…")
        }
    }
}

/// A text as the data of a command.
struct Data<'t>(&'t str);

impl Display for Data<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        escape(self.0, &['%', '\r', '\n'], out)
    }
}

/// A text as a property of a command.
struct Property<'t>(&'t str);

impl Display for Property<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        escape(self.0, &['%', '\r', '\n', ':', ','], out)
    }
}

fn escape(text: &str, special: &[char], out: &mut Formatter<'_>) -> fmt::Result {
    for c in text.chars() {
        if special.contains(&c) {
            write!(out, "%{:02X}", u32::from(c))?;
        } else {
            out.write_char(c)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_end_a_property_or_a_line_is_escaped() {
        let annotation = Annotation {
            loudness: Loudness::Error,
            file: Some("a,b::c%0A\n::set-output name=x::y".into()),
            region: Some(Region { line: 3, column: 4, end_line: 3, end_column: 9 }),
            title: "t:t,t%\r\n".into(),
            message: vec!["m::m,m%0A".into(), "second\r\n::error::no".into()],
        };
        assert_eq!(
            annotation.to_string(),
            "::error file=a%2Cb%3A%3Ac%250A %3A%3Aset-output name=x%3A%3Ay,line=3,endLine=3,col=4,endColumn=9,\
             title=t%3At%2Ct%25 ::m::m,m%250A%0Asecond ::error::no"
        );
    }

    #[test]
    fn columns_stand_only_where_they_mean_something() {
        let region = Region { line: 3, column: 4, end_line: 5, end_column: 1 };
        let mut annotation = Annotation {
            loudness: Loudness::Notice,
            file: Some("a".into()),
            region: Some(region),
            title: "t".into(),
            message: vec!["m".into()],
        };
        assert_eq!(annotation.to_string(), "::notice file=a,line=3,endLine=5,title=t::m");
        annotation.file = None;
        assert_eq!(annotation.to_string(), "::notice title=t::m");
    }

    #[test]
    fn texts_are_cut_between_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 3), "äö…");
        assert_eq!(cut("", 3), "");
    }
}
