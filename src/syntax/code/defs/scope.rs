//! Functions and classes: what a name belongs to.

use super::{Binding, How};
use crate::syntax::code::lang::Lang;
use crate::syntax::code::tree::{Id, Node};

/// A function or method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its node.
    pub node: Id,
    /// Its name; empty where it has none.
    pub name: String,
    /// Its parameters, in order.
    pub parameters: Vec<Binding>,
}

pub(super) fn is_function(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_definition"
            | "lambda"
            | "function_declaration"
            | "function_expression"
            | "generator_function"
            | "generator_function_declaration"
            | "arrow_function"
            | "method_definition"
            | "method_declaration"
            | "constructor_declaration"
            | "compact_constructor_declaration"
            | "lambda_expression"
            | "func_literal"
    )
}

pub(super) fn is_class(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "class_definition"
            | "class_declaration"
            | "abstract_class_declaration"
            | "class"
            | "enum_declaration"
            | "record_declaration"
            | "interface_declaration"
            | "annotation_type_declaration"
    ) && !matches!(node.code().lang(), Lang::Go)
        // The word `class` is a token of the same name.
        && node.child(0).is_some()
}

/// How far up functions and classes are looked for: nobody nests deeper, and looking further from each of 10,000 nested
/// brackets would take the square of their number.
pub(super) const FAR: usize = 500;

/// The innermost function or class around a node; parameters and body of a function stand inside it.
pub(super) fn scope_around(node: Node<'_>) -> Option<Node<'_>> {
    node.ancestors().take(FAR).find(|&above| is_function(above) || is_class(above))
}

pub(super) fn function_around(node: Node<'_>) -> Option<Node<'_>> {
    std::iter::once(node).chain(node.ancestors()).take(FAR).find(|&above| is_function(above))
}

pub(super) fn class_around(node: Node<'_>) -> Option<Node<'_>> {
    node.ancestors().take(FAR).find(|&above| is_class(above))
}

pub(super) fn describe(node: Node<'_>, bindings: &[Binding]) -> Function {
    let own = |binding: &&Binding| binding.how == How::Parameter && binding.scope == Some(node.id());
    let name = node.field("name").map(|name| name.text().into_owned());
    // `const f = (…) => …`
    let given = || {
        let declared = node.parent().filter(|parent| matches!(parent.kind(), "variable_declarator" | "pair"))?;
        declared.field("name").or_else(|| declared.field("key")).map(|name| name.text().into_owned())
    };
    Function {
        node: node.id(),
        name: name.or_else(given).unwrap_or_default(),
        parameters: bindings.iter().filter(own).cloned().collect(),
    }
}
