//! A node of the tree: what it is, where it stands, and the ways to others.

use std::ops::Range;

use super::Place;

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
    /// A mapping that holds nothing.
    #[must_use]
    pub const fn empty() -> Self {
        Self { kind: Kind::Mapping(Vec::new()), span: 0..0, at: Place { line: 1, column: 1 } }
    }

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
