//! Python's expressions.

use super::{boxed, call, chain, decorator, inner, lower, member, operands, parts, pieces, sum, template, text};
use crate::syntax::code::expr::{Arg, CallForm, Choice, Entry, Expr, Form, Kind, Map, Part};
use crate::syntax::code::tree::Node;

pub(super) fn kind(node: Node<'_>, depth: usize) -> Kind {
    match node.kind() {
        "string" => template(string(node, depth)),
        "concatenated_string" => template(node.children().flat_map(|child| string(child, depth)).collect()),
        "identifier" | "dotted_name" => Kind::Name(node.text().into_owned()),
        "attribute" => member(node.field("object"), node.field("attribute"), depth),
        "integer" | "float" | "unary_operator" | "comparison_operator" | "not_operator" => Kind::Number,
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        "none" => Kind::Null,
        "parenthesized_expression" | "await" | "expression_statement" | "type" => inner(node, depth),
        "list" | "tuple" | "set" | "expression_list" => {
            Kind::List(node.children().map(|child| lower(child, depth)).collect())
        }
        "dictionary" => {
            Kind::Map(Map { of: None, entries: node.children().map(|child| entry(child, depth)).collect() })
        }
        "list_comprehension" | "generator_expression" | "set_comprehension" => {
            boxed(node.field("body"), depth).map_or(Kind::Other, Kind::Each)
        }
        "binary_operator" => binary(node, depth),
        "boolean_operator" => Kind::Choice(Choice {
            by: None,
            fallback: node.field("operator").is_some_and(|operator| operator.kind() == "or"),
            options: either(node).into_iter().map(|node| lower(node, depth)).collect(),
        }),
        "conditional_expression" => Kind::Choice(Choice {
            by: node.child(1).map(Node::id),
            fallback: false,
            options: [node.child(0), node.child(2)].into_iter().flatten().map(|node| lower(node, depth)).collect(),
        }),
        "named_expression" => node.field("value").map_or(Kind::Other, |value| lower(value, depth).kind),
        "call" => {
            let Some(function) = node.field("function") else { return Kind::Other };
            let args = node.field("arguments").map(|list| arguments(list, depth)).unwrap_or_default();
            call(lower(function, depth), args, CallForm::Plain)
        }
        "decorator" => decorator(node, depth),
        "subscript" => match (boxed(node.field("value"), depth), boxed(node.field("subscript"), depth)) {
            (Some(of), Some(key)) => Kind::Index(of, key),
            _ => Kind::Other,
        },
        "list_splat" | "dictionary_splat" => boxed(node.child(0), depth).map_or(Kind::Other, Kind::Spread),
        "lambda" => Kind::Function(boxed(node.field("body"), depth)),
        _ => Kind::Other,
    }
}

pub(super) fn callee(node: Node<'_>) -> Option<&[u8]> {
    let named = match node.kind() {
        // A decorator's own call is the decorator.
        "call" if node.parent().is_none_or(|parent| parent.kind() != "decorator") => node.field("function")?,
        "decorator" => node.child(0).map(|child| child.field("function").unwrap_or(child))?,
        _ => return None,
    };
    Some(named.field("attribute").unwrap_or(named).bytes())
}

fn arguments(list: Node<'_>, depth: usize) -> Vec<Arg> {
    if list.kind() == "generator_expression" {
        return vec![Arg { name: None, value: lower(list, depth) }];
    }
    list.children()
        .map(|child| match (child.kind(), child.field("name"), child.field("value")) {
            ("keyword_argument", Some(name), Some(value)) => {
                Arg { name: Some(name.text().into_owned()), value: lower(value, depth) }
            }
            _ => Arg { name: None, value: lower(child, depth) },
        })
        .collect()
}

fn entry(node: Node<'_>, depth: usize) -> Entry {
    let (key, value) = (node.field("key"), node.field("value"));
    let (Some(key), Some(value)) = (key, value) else {
        return Entry { key: None, span: node.span(), name: None, value: lower(node, depth) };
    };
    let name = lower(key, depth);
    Entry { key: name.text().map(str::to_owned), span: key.span(), value: lower(value, depth), name: Some(name) }
}

/// The operands of a chain of one word, `a or b or c`.
fn either(node: Node<'_>) -> Vec<Node<'_>> {
    let word = node.field("operator").map(Node::kind);
    chain(node, |node| node.kind() == "boolean_operator" && node.field("operator").map(Node::kind) == word)
}

fn binary(node: Node<'_>, depth: usize) -> Kind {
    let operator = node.field("operator").map(Node::bytes).unwrap_or_default();
    let (left, right) = (node.field("left"), node.field("right"));
    match operator {
        b"+" => {
            // Lists are joined by `+` as well.
            let all = operands(node, "binary_operator");
            if all.iter().any(|node| matches!(node.kind(), "list" | "tuple")) {
                let all = all.into_iter().map(|node| lower(node, depth));
                return Kind::List(
                    all.flat_map(|expr| match expr.kind {
                        Kind::List(list) => list,
                        _ => vec![Expr { kind: Kind::Spread(Box::new(expr.clone())), ..expr }],
                    })
                    .collect(),
                );
            }
            sum(node, "binary_operator", depth)
        }
        b"%" => match (left, right) {
            (Some(left), Some(right)) => {
                let text = lower(left, depth);
                if matches!(text.kind, Kind::Number) {
                    return Kind::Number;
                }
                Kind::Percent(Box::new(text), Box::new(lower(right, depth)))
            }
            _ => Kind::Other,
        },
        // `["?"] * n`, `"?," * n`: what is repeated.
        b"*" => match left.map(|left| lower(left, depth).kind) {
            Some(kind @ (Kind::Text(_) | Kind::List(_))) => kind,
            _ => match right.map(|right| lower(right, depth).kind) {
                Some(kind @ (Kind::Text(_) | Kind::List(_))) => kind,
                _ => Kind::Number,
            },
        },
        b"|" => Kind::Other,
        _ => Kind::Number,
    }
}

/// The parts of one literal.
fn string(node: Node<'_>, depth: usize) -> Vec<Part> {
    if node.kind() != "string" {
        return parts(lower(node, depth));
    }
    let (Some(start), end) = (node.of_kind("string_start"), node.of_kind("string_end")) else { return Vec::new() };
    let prefix = start.bytes().to_ascii_lowercase();
    let (raw, formatted) = (prefix.contains(&b'r'), prefix.contains(&b'f'));
    let inside = start.span().end..end.map_or(node.span().end, |end| end.span().start);
    let decode = |bytes: &[u8]| {
        let text = if raw { String::from_utf8_lossy(bytes).into_owned() } else { text::unescaped(bytes) };
        if formatted { text.replace("{{", "{").replace("}}", "}") } else { text }
    };
    let hole = |hole: Node<'_>| {
        let value = hole.field("expression").map(|value| lower(value, depth));
        value.map_or_else(Vec::new, |value| vec![Part::Hole(value, form(hole))])
    };
    pieces(node, inside, |child| child.kind() == "interpolation", decode, hole)
}

/// How a hole of an f-string writes its value out.
fn form(hole: Node<'_>) -> Form {
    let conversion = hole.field("type_conversion").map(Node::bytes).unwrap_or_default();
    let specifier = hole.field("format_specifier").map(Node::bytes).unwrap_or_default();
    match (conversion, specifier.last()) {
        (b"!r", _) => Form::Quoted,
        (_, Some(b'd' | b'f' | b'x' | b'g' | b'e' | b'n' | b'b' | b'F' | b'X')) => Form::Number,
        _ => Form::Plain,
    }
}
