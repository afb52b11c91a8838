//! From the text to the types, with every rule's own error of type and not only the file's first.

use crate::rule::def::{Pack, RuleDef};
use crate::syntax::document::{MOST, View};
use crate::syntax::yaml::Node;

/// A pack as far as it fits the types.
pub(super) struct Read {
    pub(super) pack: String,
    pub(super) provider: Option<String>,
    /// The rules that fit, each with its position in the file.
    pub(super) rules: Vec<(usize, RuleDef)>,
    /// Whether all of it fits.
    pub(super) complete: bool,
}

/// Fills the types; what does not fit is a problem.
pub(super) fn pack(view: &mut View<'_>) -> Read {
    let error = match serde_yaml::from_str::<Pack>(&view.source.text) {
        Ok(Pack { pack, provider, rules }) => {
            return Read { pack, provider, rules: rules.into_iter().enumerate().collect(), complete: true };
        }
        Err(error) => error,
    };
    // `serde_yaml` stops at the first error. Each rule is read once more by itself; those that fit are judged like any
    // other.
    let tree = view.tree;
    let nodes = tree.find(&["rules".into()]).map_or(&[][..], Node::elements);
    let before = view.problems.len();
    let first = view.offset(&error);
    let mut rules = Vec::new();
    let mut inside = false;
    for (index, node) in nodes.iter().enumerate() {
        inside |= node.span.contains(&first);
        // A file of nothing but errors is not read to its end.
        if view.problems.len() > before + MOST {
            break;
        }
        match view.alone(node.span.clone()) {
            Ok(rule) => rules.push((index, rule)),
            Err(error) => view.misfit(node, &error),
        }
    }
    if !inside || view.problems.len() == before {
        view.misfit(tree, &error);
    }
    let name = tree.find(&["pack".into()]).and_then(Node::scalar).unwrap_or_default();
    Read { pack: name.to_owned(), provider: None, rules, complete: false }
}
