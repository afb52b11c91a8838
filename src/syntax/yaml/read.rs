//! From the parser's events to the tree, with a bound on what a text may nest.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::place::Index;
use super::{Kind, Node, Place, Style};

/// How deep collections may nest; `serde_yaml` stops at as much.
pub const DEPTH: usize = 128;

/// A text that is no YAML, or nests too deep.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {message}")]
pub struct YamlError {
    /// What is wrong.
    pub message: String,
    /// Byte offset in the text.
    pub offset: usize,
    /// The same for people.
    pub at: Place,
}

/// Reads all documents of a text. An empty text has none; a document without content is an empty scalar.
///
/// # Errors
/// What is wrong with the first thing that is, and where.
pub fn documents(text: &str) -> Result<Vec<Node>, YamlError> {
    let index = Index::new(text);
    // The parser takes a NUL for the end of the text.
    if let Some(offset) = text.find('\0') {
        return Err(error(&index, offset, "a NUL character is not allowed in YAML"));
    }
    let mut documents = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|why| error(&index, index.offset(why.marker().index()), &reason(why.info())))?;
        let made = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let start = index.offset(span.start.index());
                if open.len() == DEPTH {
                    return Err(error(&index, start, &format!("nested deeper than {DEPTH} levels")));
                }
                open.push(Open { start, mapping: matches!(event, Event::MappingStart(..)), nodes: Vec::new() });
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let Some(collection) = open.pop() else { continue };
                collection.close(&index, &span)
            }
            Event::Scalar(scalar, style, ..) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted => Style::Single,
                    ScalarStyle::DoubleQuoted => Style::Double,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                node(&index, Kind::Scalar(scalar.into_owned(), style), index.range(&span))
            }
            Event::Alias(_) => node(&index, Kind::Alias, index.range(&span)),
            _ => continue,
        };
        match open.last_mut() {
            Some(parent) => parent.nodes.push(made),
            None => documents.push(made),
        }
    }
    Ok(documents)
}

/// The parser's reason, in our words where flow collections nest deeper than its own limit of 255: it reads ahead, so
/// its limit may be met before ours.
fn reason(info: &str) -> String {
    if info == "recursion limit exceeded" { format!("nested deeper than {DEPTH} levels") } else { info.to_owned() }
}

fn node(index: &Index<'_>, kind: Kind, span: Range<usize>) -> Node {
    Node { kind, at: index.place(span.start), span }
}

fn error(index: &Index<'_>, offset: usize, message: &str) -> YamlError {
    YamlError { message: message.to_owned(), offset, at: index.place(offset) }
}

/// A collection whose end has not come yet; a mapping's keys and values alternate.
struct Open {
    start: usize,
    mapping: bool,
    nodes: Vec<Node>,
}

impl Open {
    fn close(self, index: &Index<'_>, end: &Span) -> Node {
        let end = index.range(end);
        let start = self.nodes.first().map_or(self.start, |first| first.span.start.min(self.start));
        // The end of a block collection has no characters: it is noticed where the next thing begins.
        let stop = match self.nodes.last() {
            Some(last) if end.is_empty() => last.span.end,
            _ => end.end,
        };
        let kind = if self.mapping {
            let mut entries = Vec::with_capacity(self.nodes.len() / 2);
            let mut nodes = self.nodes.into_iter();
            while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
                entries.push((key, value));
            }
            Kind::Mapping(entries)
        } else {
            Kind::Sequence(self.nodes)
        };
        node(index, kind, start..stop.max(start))
    }
}
