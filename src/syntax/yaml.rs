//! YAML with places: a small tree in which every key and value knows where it stands in the text.
//!
//! `serde_yaml` gives a place for errors of syntax and type only; whoever finds that a pattern does not compile or
//! that a value is a secret needs the place of that very node. Aliases stay what they are and are never followed, and
//! nesting is bounded, so no text can make the tree larger than itself times a constant.

use std::fmt;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// How deep collections may nest; `serde_yaml` stops at as much.
pub const DEPTH: usize = 128;

/// A place in a text: what people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in Unicode code points.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

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

/// A key, value or element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Its bytes in the text: a quoted scalar with its quotes, a block scalar without its header and its first
    /// indentation, a block collection from its first key to its last value. A value that is not there has an empty span where it would stand.
    pub span: Range<usize>,
    /// Where it begins.
    pub at: Place,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Keys and values in the order of the text; keys may repeat and need not be scalars.
    Mapping(Vec<(Node, Node)>),
    /// Elements in order.
    Sequence(Vec<Node>),
    /// Text without quotes, escapes and indentation.
    Scalar(String, Style),
    /// `*name`, not followed.
    Alias,
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes; its meaning (number, truth value, text) is the reader's affair.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|` or `>`
    Block,
}

/// A step on the way to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of this key.
    Key(&'a str),
    /// The element with this number, from 0.
    Index(usize),
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl Node {
    /// The text, if it is a scalar.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// Keys and values; none if it is no mapping.
    #[must_use]
    pub fn entries(&self) -> &[(Self, Self)] {
        match &self.kind {
            Kind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// Elements; none if it is no sequence.
    #[must_use]
    pub fn elements(&self) -> &[Self] {
        match &self.kind {
            Kind::Sequence(elements) => elements,
            _ => &[],
        }
    }

    /// Key and value under a scalar key, the first where it repeats.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&(Self, Self)> {
        self.entries().iter().find(|(name, _)| name.scalar() == Some(key))
    }

    /// The node at the end of a path, such as `["rules".into(), 3.into(), "pattern".into()]`.
    #[must_use]
    pub fn find(&self, path: &[Step<'_>]) -> Option<&Self> {
        path.iter().try_fold(self, |node, step| match *step {
            Step::Key(key) => node.entry(key).map(|(_, value)| value),
            Step::Index(index) => node.elements().get(index),
        })
    }

    /// The node at the end of a path, or the last one on the way that there is.
    #[must_use]
    pub fn nearest(&self, path: &[Step<'_>]) -> &Self {
        (0..=path.len()).rev().find_map(|steps| self.find(&path[..steps])).unwrap_or(self)
    }

    /// Where byte `at` of a scalar's text stands in `source`, the text that was read. `None` where the two differ by
    /// more than doubled quotes: escapes, folded lines, indentation.
    #[must_use]
    pub fn offset_of(&self, source: &str, at: usize) -> Option<usize> {
        let Kind::Scalar(text, style) = &self.kind else { return None };
        let written = source.get(self.span.clone())?;
        let before = text.get(..at)?;
        let (open, before) = match style {
            Style::Plain => (0, before.to_owned()),
            Style::Single => (1, before.replace('\'', "''")),
            Style::Double => (1, before.to_owned()),
            Style::Block => return None,
        };
        written.get(open..)?.starts_with(&before).then(|| self.span.start + open + before.len())
    }

    /// Whether an alias stands somewhere in it, and where.
    #[must_use]
    pub fn alias(&self) -> Option<&Self> {
        match &self.kind {
            Kind::Alias => Some(self),
            Kind::Scalar(..) => None,
            Kind::Sequence(elements) => elements.iter().find_map(Self::alias),
            Kind::Mapping(entries) => entries.iter().find_map(|(key, value)| key.alias().or_else(|| value.alias())),
        }
    }
}

/// Reads all documents of a text. An empty text has none; a document without content is an empty scalar.
///
/// # Errors
/// What is wrong with the first thing that is, and where.
pub fn documents(text: &str) -> Result<Vec<Node>, YamlError> {
    let index = Index::new(text);
    // The parser takes a NUL for the end of the text.
    if let Some(offset) = text.find('\0') {
        return Err(index.error(offset, "a NUL character is not allowed in YAML"));
    }
    let mut documents = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| index.error(index.offset(error.marker().index()), &reason(error.info())))?;
        let node = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let start = index.offset(span.start.index());
                if open.len() == DEPTH {
                    return Err(index.error(start, &format!("nested deeper than {DEPTH} levels")));
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
                index.node(Kind::Scalar(scalar.into_owned(), style), index.range(&span))
            }
            Event::Alias(_) => index.node(Kind::Alias, index.range(&span)),
            _ => continue,
        };
        match open.last_mut() {
            Some(parent) => parent.nodes.push(node),
            None => documents.push(node),
        }
    }
    Ok(documents)
}

/// The parser's reason, in our words where flow collections nest deeper than its own limit of 255: it reads ahead, so
/// its limit may be met before ours.
fn reason(info: &str) -> String {
    if info == "recursion limit exceeded" { format!("nested deeper than {DEPTH} levels") } else { info.to_owned() }
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
        index.node(kind, start..stop.max(start))
    }
}

/// From the parser's places, which count characters, to bytes, lines and columns.
struct Index<'a> {
    text: &'a str,
    /// Byte offset of every 64th character.
    characters: Vec<usize>,
    /// For every line: its first byte and its first character's number.
    lines: Vec<(usize, usize)>,
}

impl<'a> Index<'a> {
    const EVERY: usize = 64;

    fn new(text: &'a str) -> Self {
        let mut characters = Vec::with_capacity(text.len() / Self::EVERY + 1);
        let mut lines = vec![(0, 0)];
        for (number, (offset, character)) in text.char_indices().enumerate() {
            if number % Self::EVERY == 0 {
                characters.push(offset);
            }
            if character == '\n' || (character == '\r' && text.as_bytes().get(offset + 1) != Some(&b'\n')) {
                lines.push((offset + 1, number + 1));
            }
        }
        Self { text, characters, lines }
    }

    /// The byte at which a character begins; the text's end for all that lie behind it.
    fn offset(&self, character: usize) -> usize {
        let Some(&from) = self.characters.get(character / Self::EVERY) else { return self.text.len() };
        self.text[from..]
            .char_indices()
            .nth(character % Self::EVERY)
            .map_or(self.text.len(), |(offset, _)| from + offset)
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let start = self.offset(span.start.index());
        start..self.offset(span.end.index()).max(start)
    }

    /// Finding the character's number takes one look at no more than 64 characters, however long the line is.
    fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|(first, _)| *first <= offset).saturating_sub(1);
        let block = self.characters.partition_point(|first| *first <= offset).saturating_sub(1);
        let from = self.characters.get(block).copied().unwrap_or(0);
        let number = block * Self::EVERY + self.text[from..offset].chars().count();
        Place { line: line + 1, column: number - self.lines[line].1 + 1 }
    }

    fn node(&self, kind: Kind, span: Range<usize>) -> Node {
        Node { kind, at: self.place(span.start), span }
    }

    fn error(&self, offset: usize, message: &str) -> YamlError {
        YamlError { message: message.to_owned(), offset, at: self.place(offset) }
    }
}

/// The place of a byte offset that lies on a character of `text`, for those who hold an offset and no node.
#[must_use]
pub fn place(text: &str, offset: usize) -> Place {
    let before = &text[..offset];
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    Place { line, column: before[start..].chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use proptest::prelude::*;

    use super::*;

    fn one(text: &str) -> Node {
        let mut all = documents(text).unwrap();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    /// Every node with the text under it and its place, depth first.
    fn walk(node: &Node, text: &str, out: &mut Vec<String>) {
        let what = match &node.kind {
            Kind::Mapping(_) => "mapping".to_owned(),
            Kind::Sequence(_) => "sequence".to_owned(),
            Kind::Scalar(scalar, style) => format!("{style:?} {scalar:?}"),
            Kind::Alias => "alias".to_owned(),
        };
        out.push(format!("{} {what} {:?}", node.at, &text[node.span.clone()]));
        for (key, value) in node.entries() {
            walk(key, text, out);
            walk(value, text, out);
        }
        node.elements().iter().for_each(|element| walk(element, text, out));
    }

    fn lines(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        documents(text).unwrap().iter().for_each(|node| walk(node, text, &mut out));
        out
    }

    #[test]
    fn every_node_knows_its_place() {
        assert_eq!(
            lines("# Größe 日本\nname: Zoë\nlist:\n  - 'it''s'\n  - [a, {b: \"c\\n\"}]\nempty:\n"),
            [
                r#"2:1 mapping "name: Zoë\nlist:\n  - 'it''s'\n  - [a, {b: \"c\\n\"}]\nempty""#,
                r#"2:1 Plain "name" "name""#,
                r#"2:7 Plain "Zoë" "Zoë""#,
                r#"3:1 Plain "list" "list""#,
                r#"4:3 sequence "- 'it''s'\n  - [a, {b: \"c\\n\"}]""#,
                r#"4:5 Single "it's" "'it''s'""#,
                r#"5:5 sequence "[a, {b: \"c\\n\"}]""#,
                r#"5:6 Plain "a" "a""#,
                r#"5:9 mapping "{b: \"c\\n\"}""#,
                r#"5:10 Plain "b" "b""#,
                r#"5:13 Double "c\n" "\"c\\n\"""#,
                r#"6:1 Plain "empty" "empty""#,
                r#"6:6 Plain "" """#,
            ]
        );
    }

    #[test]
    fn places_hold_with_crlf_and_wide_characters_before_them() {
        let text = "é: 'ö'\r\n# 🦀🦀\r\n日本: [ß, x]\r\n";
        assert_eq!(
            lines(text)[1..],
            [
                r#"1:1 Plain "é" "é""#,
                r#"1:4 Single "ö" "'ö'""#,
                r#"3:1 Plain "日本" "日本""#,
                r#"3:5 sequence "[ß, x]""#,
                r#"3:6 Plain "ß" "ß""#,
                r#"3:9 Plain "x" "x""#,
            ]
        );
    }

    #[test]
    fn documents_of_one_stream_are_kept_apart() {
        let text = "ä: 1\n---\nb: 2\n...\n--- |\n  three\n";
        let all = documents(text).unwrap();
        assert_eq!(all.iter().map(|d| d.at.line).collect::<Vec<_>>(), [1, 3, 6]);
        assert_eq!(all[1].find(&["b".into()]).unwrap().at, Place { line: 3, column: 4 });
        assert_eq!(all[2].scalar(), Some("three\n"));
        assert_eq!(&text[all[2].span.clone()], "three\n", "a block scalar begins where its text does");
        assert_eq!(documents("").unwrap(), []);
        assert_eq!(documents("# nothing\n").unwrap(), []);
    }

    #[test]
    fn paths_lead_to_values_and_as_near_as_they_can() {
        let text = "rules:\n  - id: a\n  - id: b\n    pattern: x\n";
        let node = one(text);
        let path = ["rules".into(), 1.into(), "pattern".into()];
        assert_eq!(node.find(&path).unwrap().scalar(), Some("x"));
        assert_eq!(node.find(&["rules".into(), 2.into()]), None);
        assert_eq!(node.nearest(&["rules".into(), 1.into(), "help".into()]).at, Place { line: 3, column: 5 });
        let (key, _) = node.find(&path[..2]).unwrap().entry("pattern").unwrap();
        assert_eq!(key.at, Place { line: 4, column: 5 });
    }

    #[test]
    fn aliases_are_not_followed() {
        let mut bomb = "a0: &a0 [x, x]\n".to_owned();
        for level in 1..60 {
            bomb.push_str(&format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}]\n", level - 1));
        }
        let node = one(&bomb);
        assert_eq!(node.find(&["a59".into()]).unwrap().elements().len(), 3);
        assert_eq!(node.alias().unwrap().at, Place { line: 2, column: 10 });
        assert_eq!(one("a: 1").alias(), None);
    }

    #[test]
    fn nesting_bombs_are_refused_and_what_is_just_below_is_read() {
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")] {
            let deep = |levels: usize| format!("{}{}", open.repeat(levels), close.repeat(levels));
            assert!(documents(&deep(100)).is_ok(), "{open}");
            assert!(documents(&deep(DEPTH + 1)).is_err(), "{open}");
            assert!(documents(&deep(100_000)).is_err(), "{open}");
        }
        let error = documents(&"[".repeat(1000)).unwrap_err();
        assert_eq!(error.message, "nested deeper than 128 levels");
    }

    #[test]
    fn errors_have_a_place() {
        let error = documents("ä: ö\nb: [1, 2\nc: 3\n").unwrap_err();
        assert_eq!(error.at.line, 3, "{error}");
        assert_eq!(documents("a\0b").unwrap_err().at, Place { line: 1, column: 2 });
    }

    #[test]
    fn a_byte_of_a_scalar_is_found_in_the_text() {
        let text = "a: 'x''yz'\nb: \"xyz\"\nc: xyz\nd: \"\\x41z\"\ne: |\n  xyz\n";
        let node = one(text);
        let at = |key: &str, at| node.find(&[key.into()]).unwrap().offset_of(text, at).map(|o| &text[o..o + 1]);
        assert_eq!([at("a", 2), at("a", 3)], [Some("y"), Some("z")]);
        assert_eq!([at("b", 2), at("c", 2)], [Some("z"), Some("z")]);
        assert_eq!([at("d", 1), at("e", 1), at("c", 9)], [None, None, None]);
    }

    proptest! {
        /// No text crashes the reader, spans lie on characters, and children lie in their parents.
        #[test]
        fn any_text_is_read_or_refused(text in "(?s)[-a: \\n\\r\\t\\[\\]{}'\"|>&*#?!,ä🦀%\u{feff}]{0,60}") {
            fn inside(node: &Node, text: &str) {
                assert!(text.get(node.span.clone()).is_some(), "{node:?}");
                assert_eq!(place(&text.replace("\r\n", " \n").replace('\r', "\n"), node.span.start), node.at);
                let parts = node.entries().iter().flat_map(|(k, v)| [k, v]).chain(node.elements());
                for part in parts {
                    assert!(node.span.start <= part.span.start && part.span.end <= node.span.end, "{node:?}");
                    inside(part, text);
                }
            }
            if let Ok(all) = documents(&text) {
                all.iter().for_each(|node| inside(node, &text));
            }
        }
    }
}
