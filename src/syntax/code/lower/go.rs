//! Go's expressions.

use super::{boxed, call, inner, lower, member, sum, text};
use crate::syntax::code::expr::{Arg, CallForm, Entry, Expr, Kind, Map};
use crate::syntax::code::tree::Node;

pub(super) fn kind(node: Node<'_>, depth: usize) -> Kind {
    match node.kind() {
        "interpreted_string_literal" => Kind::Text(text::unescaped(within(node))),
        "raw_string_literal" => Kind::Text(String::from_utf8_lossy(within(node)).into_owned()),
        // A character is a text to whoever adds it to one.
        "rune_literal" => Kind::Text(text::unescaped(within(node))),
        "identifier" | "field_identifier" | "type_identifier" | "package_identifier" | "qualified_type" => {
            Kind::Name(node.text().into_owned())
        }
        "selector_expression" => member(node.field("operand"), node.field("field"), depth),
        "int_literal" | "float_literal" | "imaginary_literal" | "iota" => Kind::Number,
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        "nil" => Kind::Null,
        "parenthesized_expression" | "expression_statement" | "literal_element" | "variadic_argument" => {
            inner(node, depth)
        }
        "unary_expression" => match node.field("operator").map(Node::bytes) {
            Some(b"&" | b"*" | b"<-") => {
                node.field("operand").map_or(Kind::Other, |operand| lower(operand, depth).kind)
            }
            _ => Kind::Number,
        },
        "expression_list" => {
            let mut all: Vec<Expr> = node.children().map(|child| lower(child, depth)).collect();
            if all.len() == 1 { all.remove(0).kind } else { Kind::List(all) }
        }
        "binary_expression" => match node.field("operator").map(Node::bytes) {
            Some(b"+") => sum(node, "binary_expression", depth),
            _ => Kind::Number,
        },
        "composite_literal" => composite(node, depth),
        "literal_value" => elements(node, None, depth),
        "call_expression" => {
            let Some(function) = node.field("function") else { return Kind::Other };
            let list = node.field("arguments").into_iter().flat_map(Node::children);
            let args = list.map(|value| Arg { name: None, value: argument(value, depth) }).collect();
            let function = match function.kind() {
                "func_literal" => Expr { node: function.id(), span: function.span(), kind: Kind::Function(None) },
                _ => lower(function, depth),
            };
            call(function, args, CallForm::Plain)
        }
        "type_conversion_expression" | "type_assertion_expression" => {
            let of = node.field("type").map(|of| of.text().into_owned()).unwrap_or_default();
            boxed(node.field("operand"), depth).map_or(Kind::Other, |value| Kind::Cast(of, value))
        }
        "index_expression" => match (boxed(node.field("operand"), depth), boxed(node.field("index"), depth)) {
            (Some(of), Some(key)) => Kind::Index(of, key),
            _ => Kind::Other,
        },
        "slice_expression" => node.field("operand").map_or(Kind::Other, |operand| lower(operand, depth).kind),
        "func_literal" => Kind::Function(None),
        _ => Kind::Other,
    }
}

pub(super) fn callee(node: Node<'_>) -> Option<&[u8]> {
    let named = (node.kind() == "call_expression").then(|| node.field("function")).flatten()?;
    Some(named.field("field").unwrap_or(named).bytes())
}

/// `args...` is a spread.
fn argument(node: Node<'_>, depth: usize) -> Expr {
    let value = lower(node, depth);
    match node.kind() {
        "variadic_argument" => Expr { kind: Kind::Spread(Box::new(value.clone())), ..value },
        _ => value,
    }
}

fn composite(node: Node<'_>, depth: usize) -> Kind {
    let Some(body) = node.field("body") else { return Kind::Other };
    let of = node.field("type");
    let named = of.filter(|of| !matches!(of.kind(), "slice_type" | "array_type" | "implicit_length_array_type"));
    elements(body, named.map(|of| of.text().into_owned()), depth)
}

/// What stands between the braces: a map where something has a name, or where the type is one's own.
fn elements(body: Node<'_>, of: Option<String>, depth: usize) -> Kind {
    let keyed = body.children().any(|child| child.kind() == "keyed_element");
    if !keyed && of.is_none() {
        return Kind::List(body.children().map(|child| lower(child, depth)).collect());
    }
    let entries = body.children().map(|child| {
        let (key, value) = match (child.field("key"), child.field("value")) {
            (Some(key), Some(value)) => (key, value),
            _ => return Entry { key: None, span: child.span(), name: None, value: lower(child, depth) },
        };
        let name = lower(key, depth);
        let written = name.text().or_else(|| name.name()).map(str::to_owned);
        Entry { key: written, span: key.span(), name: Some(name), value: lower(value, depth) }
    });
    Kind::Map(Map { of, entries: entries.collect() })
}

/// What stands between the quotes.
fn within(node: Node<'_>) -> &[u8] {
    let bytes = node.bytes();
    let end = bytes.len().saturating_sub(1).max(1);
    bytes.get(1..end).unwrap_or_default()
}
