//! A document being judged: its text, its tree, and what is wrong so far.

use std::ops::Range;
use std::sync::Arc;

use super::{Genre, Problem, Source};
use crate::syntax::yaml::{Node, Step};

/// What a judge looks at, and where problems are put down.
#[derive(Debug)]
pub struct View<'a> {
    /// What kind of document it is.
    pub genre: &'static Genre,
    /// The text.
    pub source: &'a Arc<Source>,
    /// The same as a tree.
    pub tree: &'a Node,
    /// What is wrong so far.
    pub problems: &'a mut Vec<Problem>,
}

impl View<'_> {
    /// A problem of some bytes of the text.
    pub fn problem(&mut self, span: Range<usize>, message: &str, help: &str) {
        self.problems.push(Problem::new(self.source, Some(span), message, help));
    }

    /// What to underline for a path: the value, or the key where the value is long or not there, or what comes
    /// nearest on the way.
    #[must_use]
    pub fn span(&self, path: &[Step<'_>]) -> Range<usize> {
        let key = match path.split_last() {
            Some((Step::Key(key), rest)) => self.tree.find(rest).and_then(|node| node.entry(key)).map(|(key, _)| key),
            _ => None,
        };
        let value = self.tree.nearest(path);
        match key {
            Some(key) if value.span.is_empty() || self.source.text[value.span.clone()].contains('\n') => {
                key.span.clone()
            }
            _ => value.span.clone(),
        }
    }

    /// A problem at a path.
    pub fn at(&mut self, path: &[Step<'_>], message: &str, help: &str) {
        self.problem(self.span(path), message, help);
    }
}
