//! Values of a YAML text with the keys that lead to them; of a text that is no YAML, as good as its lines tell.

use std::borrow::Cow;
use std::ops::Range;

use super::{Kind, Node, Style, documents, lines};
use crate::syntax::entry::problem;
use crate::syntax::{Entry, Problem, Quote, Step, Visit};

/// Reads `text`: hands every scalar that is a value to `visit` in order, and gives what could not be read. Aliases are
/// passed over. Of several documents those that are no YAML are read line by line.
pub fn read<'t>(text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Ok(all) = documents(text) {
        all.iter().for_each(|node| Walk::new(text, 0, visit).node(node));
        return problems;
    }
    for part in parts(text) {
        let own = &text[part.clone()];
        match documents(own) {
            Ok(all) => all.iter().for_each(|node| Walk::new(text, part.start, visit).node(node)),
            Err(error) => {
                let at = part.start + error.offset.min(own.len());
                problem(&mut problems, at..at, error.message);
                lines::read(text, part, visit);
            }
        }
    }
    problems
}

/// The documents of a text, each with the line that begins it.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    starts.extend(memchr::memmem::find_iter(text.as_bytes(), b"\n---").map(|at| at + 1));
    starts.push(text.len());
    starts.dedup();
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// A walk over a tree; it nests no deeper than trees do.
struct Walk<'w, 'v, 't> {
    text: &'t str,
    /// Where the tree's text begins in the whole.
    base: usize,
    visit: &'w mut Visit<'v, 't>,
    path: Vec<Step<'t>>,
    keys: Vec<Range<usize>>,
}

impl<'w, 'v, 't> Walk<'w, 'v, 't> {
    fn new(text: &'t str, base: usize, visit: &'w mut Visit<'v, 't>) -> Self {
        Self { text, base, visit, path: Vec::new(), keys: Vec::new() }
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            Kind::Mapping(entries) => {
                for (key, value) in entries {
                    self.path.push(Step::Key(Cow::Owned(key.scalar().unwrap_or_default().to_owned())));
                    self.keys.push(self.inside(key));
                    self.node(value);
                    self.path.pop();
                    self.keys.pop();
                }
            }
            Kind::Sequence(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.path.push(Step::Index(index));
                    self.node(element);
                    self.path.pop();
                }
            }
            Kind::Alias => {}
            Kind::Scalar(said, style) => {
                let value = self.inside(node);
                let key = self.keys.last().cloned().unwrap_or(value.start..value.start);
                let written = &self.text[value.clone()];
                let text = if written == said { Cow::Borrowed(written) } else { Cow::Owned(said.clone()) };
                let quote = match style {
                    Style::Plain => Quote::None,
                    Style::Single => Quote::Single,
                    Style::Double => Quote::Double,
                    Style::Block => Quote::Block,
                };
                (self.visit)(&Entry { path: &self.path, key, value, text, quote, commented: false });
            }
        }
    }

    /// The bytes of a scalar without its quotes, anchor and tag; of a plain one a tag that is no type stays, since it
    /// says what the value stands for.
    fn inside(&self, node: &Node) -> Range<usize> {
        let mut span = self.base + node.span.start..self.base + node.span.end;
        let Kind::Scalar(_, style) = &node.kind else { return span };
        if *style == Style::Block {
            return span;
        }
        while let written @ [b'!' | b'&', ..] = &self.text.as_bytes()[span.clone()] {
            let Some(blank) = written.iter().position(u8::is_ascii_whitespace) else { break };
            let typed = written[0] == b'&' || written.starts_with(b"!!") || &written[..blank] == b"!unsafe";
            if *style == Style::Plain && !typed {
                break;
            }
            let blanks = written[blank..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            span.start += blank + blanks;
        }
        let quoted = matches!(&node.kind, Kind::Scalar(_, Style::Single | Style::Double)) && span.len() >= 2;
        if quoted { span.start + 1..span.end - 1 } else { span }
    }
}
