//! Java's expressions.

use super::{boxed, call, inner, lower, member, sum, ternary, text};
use crate::syntax::code::expr::{Arg, Call, CallForm, Choice, Kind};
use crate::syntax::code::tree::Node;

pub(super) fn kind(node: Node<'_>, depth: usize) -> Kind {
    match node.kind() {
        "string_literal" => Kind::Text(string(node)),
        // A character is a text to whoever adds it to one.
        "character_literal" => Kind::Text(text::unescaped(within(node, 1))),
        "identifier" | "scoped_identifier" | "type_identifier" | "scoped_type_identifier" | "this" | "super" => {
            Kind::Name(node.text().into_owned())
        }
        "generic_type" => inner(node, depth),
        "field_access" => member(node.field("object"), node.field("field"), depth),
        "decimal_integer_literal"
        | "hex_integer_literal"
        | "octal_integer_literal"
        | "binary_integer_literal"
        | "decimal_floating_point_literal"
        | "hex_floating_point_literal"
        | "unary_expression"
        | "update_expression"
        | "instanceof_expression" => Kind::Number,
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        "null_literal" => Kind::Null,
        "parenthesized_expression" | "expression_statement" => inner(node, depth),
        "assignment_expression" => node.field("right").map_or(Kind::Other, |right| lower(right, depth).kind),
        "binary_expression" => match node.field("operator").map(Node::bytes) {
            Some(b"+") => sum(node, "binary_expression", depth),
            _ => Kind::Number,
        },
        "cast_expression" => {
            let of = node.field("type").map(|of| of.text().into_owned()).unwrap_or_default();
            boxed(node.field("value"), depth).map_or(Kind::Other, |value| Kind::Cast(of, value))
        }
        "ternary_expression" => ternary(node, depth),
        "switch_expression" => Kind::Choice(Choice {
            by: node.field("condition").map(Node::id),
            fallback: false,
            options: cases(node).map(|node| lower(node, depth)).collect(),
        }),
        "array_initializer" | "element_value_array_initializer" => {
            Kind::List(node.children().map(|child| lower(child, depth)).collect())
        }
        "array_creation_expression" => node.field("value").map_or(Kind::Other, |value| lower(value, depth).kind),
        "method_invocation" => {
            let Some(name) = node.field("name") else { return Kind::Other };
            let receiver = node.field("object").map(|object| lower(object, depth));
            let args = arguments(node.field("arguments"), depth);
            Kind::Call(Box::new(Call { name: name.text().into_owned(), receiver, args, form: CallForm::Plain }))
        }
        "object_creation_expression" => {
            let Some(of) = node.field("type") else { return Kind::Other };
            call(lower(of, depth), arguments(node.field("arguments"), depth), CallForm::New)
        }
        "annotation" | "marker_annotation" => {
            let Some(name) = node.field("name") else { return Kind::Other };
            call(lower(name, depth), arguments(node.field("arguments"), depth), CallForm::Mark)
        }
        "array_access" => match (boxed(node.field("array"), depth), boxed(node.field("index"), depth)) {
            (Some(of), Some(key)) => Kind::Index(of, key),
            _ => Kind::Other,
        },
        "lambda_expression" => Kind::Function(
            node.field("body").filter(|body| body.kind() != "block").map(|body| Box::new(lower(body, depth))),
        ),
        _ => Kind::Other,
    }
}

pub(super) fn callee(node: Node<'_>) -> Option<&[u8]> {
    let named = match node.kind() {
        "method_invocation" | "annotation" | "marker_annotation" => node.field("name")?,
        "object_creation_expression" => {
            let of = node.field("type")?;
            if of.kind() == "generic_type" { of.child(0)? } else { of }
        }
        _ => return None,
    };
    let bytes = named.bytes();
    Some(bytes.rsplit(|&byte| byte == b'.').next().unwrap_or(bytes))
}

fn arguments(list: Option<Node<'_>>, depth: usize) -> Vec<Arg> {
    let values = list.into_iter().flat_map(Node::children);
    values
        .map(|node| match (node.kind(), node.field("key"), node.field("value")) {
            ("element_value_pair", Some(key), Some(value)) => {
                Arg { name: Some(key.text().into_owned()), value: lower(value, depth) }
            }
            _ => Arg { name: None, value: lower(node, depth) },
        })
        .collect()
}

/// The values of a `switch` that gives one: behind each arrow, where a single expression stands there.
fn cases(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let rules = node.field("body").into_iter().flat_map(Node::children);
    let rules = rules.filter(|rule| rule.kind() == "switch_rule");
    rules.filter_map(|rule| rule.of_kind("expression_statement").or_else(|| rule.of_kind("block")))
}

fn string(node: Node<'_>) -> String {
    let bytes = node.bytes();
    if !bytes.starts_with(b"\"\"\"") {
        return text::unescaped(within(node, 1));
    }
    // The indentation that is taken out means nothing to anybody who looks at the text.
    text::unescaped(within(node, 3))
}

/// What stands between quotes of that length.
fn within(node: Node<'_>, quotes: usize) -> &[u8] {
    let bytes = node.bytes();
    let end = bytes.len().saturating_sub(quotes).max(quotes);
    bytes.get(quotes..end).unwrap_or_default()
}
