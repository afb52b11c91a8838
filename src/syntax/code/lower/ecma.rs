//! The expressions of JavaScript and TypeScript.

use super::{boxed, call, decorator, inner, lower, member, pieces, sum, template, ternary, text};
use crate::syntax::code::expr::{Arg, CallForm, Choice, Entry, Expr, Form, Kind, Map, Part};
use crate::syntax::code::tree::Node;

pub(super) fn kind(node: Node<'_>, depth: usize) -> Kind {
    match node.kind() {
        "string" => Kind::Text(text::unescaped(unquoted(node))),
        "template_string" => template(parts(node, depth)),
        "identifier"
        | "property_identifier"
        | "shorthand_property_identifier"
        | "this"
        | "super"
        | "nested_identifier"
        | "private_property_identifier" => Kind::Name(node.text().into_owned()),
        "member_expression" => member(node.field("object"), node.field("property"), depth),
        "number" | "update_expression" => Kind::Number,
        "unary_expression" => match node.field("operator").map(Node::bytes) {
            Some(b"void") => Kind::Null,
            _ => Kind::Number,
        },
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        "null" | "undefined" => Kind::Null,
        "parenthesized_expression"
        | "await_expression"
        | "non_null_expression"
        | "as_expression"
        | "satisfies_expression"
        | "expression_statement" => inner(node, depth),
        "type_assertion" => node.child(1).map_or(Kind::Other, |child| lower(child, depth).kind),
        "sequence_expression" => node.children().last().map_or(Kind::Other, |last| lower(last, depth).kind),
        "assignment_expression" => node.field("right").map_or(Kind::Other, |right| lower(right, depth).kind),
        "array" => Kind::List(node.children().map(|child| lower(child, depth)).collect()),
        "object" => Kind::Map(Map { of: None, entries: node.children().map(|child| entry(child, depth)).collect() }),
        "spread_element" => boxed(node.child(0), depth).map_or(Kind::Other, Kind::Spread),
        "binary_expression" => binary(node, depth),
        "ternary_expression" => ternary(node, depth),
        "call_expression" => called(node, depth),
        "new_expression" => {
            let Some(constructor) = node.field("constructor") else { return Kind::Other };
            call(lower(constructor, depth), arguments(node.field("arguments"), depth), CallForm::New)
        }
        "decorator" => decorator(node, depth),
        "subscript_expression" => match (boxed(node.field("object"), depth), boxed(node.field("index"), depth)) {
            (Some(of), Some(key)) => Kind::Index(of, key),
            _ => Kind::Other,
        },
        "arrow_function" => Kind::Function(
            node.field("body").filter(|body| body.kind() != "statement_block").map(|body| Box::new(lower(body, depth))),
        ),
        "function_expression" | "generator_function" => Kind::Function(None),
        _ => Kind::Other,
    }
}

pub(super) fn callee(node: Node<'_>) -> Option<&[u8]> {
    let named = match node.kind() {
        // A decorator's own call is the decorator.
        "call_expression" if node.parent().is_none_or(|parent| parent.kind() != "decorator") => {
            node.field("function")?
        }
        "new_expression" => node.field("constructor")?,
        "decorator" => node.child(0).map(|child| child.field("function").unwrap_or(child))?,
        _ => return None,
    };
    // The grammar reads `await x.query<T>(…)` as a call of what was awaited.
    let named = if named.kind() == "await_expression" { named.child(0)? } else { named };
    Some(named.field("property").unwrap_or(named).bytes())
}

fn called(node: Node<'_>, depth: usize) -> Kind {
    let (Some(function), Some(list)) = (node.field("function"), node.field("arguments")) else { return Kind::Other };
    let function = lower(function, depth);
    if list.kind() == "template_string" {
        return Kind::Tagged(function.path(), parts(list, depth));
    }
    call(function, arguments(Some(list), depth), CallForm::Plain)
}

fn arguments(list: Option<Node<'_>>, depth: usize) -> Vec<Arg> {
    let values = list.into_iter().flat_map(Node::children);
    values.map(|value| Arg { name: None, value: lower(value, depth) }).collect()
}

fn entry(node: Node<'_>, depth: usize) -> Entry {
    let plain = |value| Entry { key: None, span: node.span(), name: None, value };
    match node.kind() {
        "pair" => {
            let (Some(key), Some(value)) = (node.field("key"), node.field("value")) else {
                return plain(lower(node, depth));
            };
            let name = match key.kind() {
                "computed_property_name" => key.child(0).map(|inner| lower(inner, depth)),
                _ => Some(lower(key, depth)),
            };
            let written = name.as_ref().and_then(|name| match &name.kind {
                Kind::Text(text) => Some(text.clone()),
                // What is computed from a name is not that name.
                Kind::Name(name) if key.kind() != "computed_property_name" => Some(name.clone()),
                _ => None,
            });
            Entry { key: written, span: key.span(), name, value: lower(value, depth) }
        }
        "shorthand_property_identifier" => {
            let value = lower(node, depth);
            Entry { key: Some(node.text().into_owned()), span: node.span(), name: Some(value.clone()), value }
        }
        "method_definition" => {
            let value = Expr { node: node.id(), span: node.span(), kind: Kind::Function(None) };
            Entry { key: node.field("name").map(|name| name.text().into_owned()), ..plain(value) }
        }
        _ => plain(lower(node, depth)),
    }
}

fn binary(node: Node<'_>, depth: usize) -> Kind {
    match node.field("operator").map(Node::bytes).unwrap_or_default() {
        b"+" => sum(node, "binary_expression", depth),
        operator @ (b"||" | b"??" | b"&&") => {
            let both = [node.field("left"), node.field("right")].into_iter().flatten();
            let mut options = Vec::new();
            for side in both.map(|side| lower(side, depth)) {
                match side.kind {
                    Kind::Choice(inner) if inner.by.is_none() && inner.fallback == (operator != b"&&") => {
                        options.extend(inner.options);
                    }
                    _ => options.push(side),
                }
            }
            Kind::Choice(Choice { by: None, fallback: operator != b"&&", options })
        }
        _ => Kind::Number,
    }
}

/// The parts of a template literal.
fn parts(node: Node<'_>, depth: usize) -> Vec<Part> {
    let span = node.span();
    let inside = span.start + 1..span.end.saturating_sub(1).max(span.start + 1);
    let hole = |hole: Node<'_>| {
        hole.child(0).map_or_else(Vec::new, |value| vec![Part::Hole(lower(value, depth), Form::Plain)])
    };
    pieces(node, inside, |child| child.kind() == "template_substitution", text::unescaped, hole)
}

fn unquoted(node: Node<'_>) -> &[u8] {
    let bytes = node.bytes();
    let end = bytes.len().saturating_sub(1).max(1);
    bytes.get(1..end).unwrap_or_default()
}
