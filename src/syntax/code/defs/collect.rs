//! Finds the places where names get values, language by language.

use std::collections::HashMap;

use super::scope::{is_function, scope_around};
use super::{Assignment, Binding, How};
use crate::syntax::code::lang::Lang;
use crate::syntax::code::tree::{Code, Id, Node};

/// Methods that add to what they are called on: to a text, a builder or a list.
const ADDING: [&[u8]; 12] = [
    b"append",
    b"extend",
    b"push",
    b"add",
    b"addAll",
    b"write",
    b"WriteString",
    b"WriteByte",
    b"WriteRune",
    b"Write",
    b"insert",
    b"unshift",
];

#[derive(Default)]
pub(super) struct Collected {
    pub(super) bindings: Vec<Binding>,
    pub(super) assignments: Vec<Assignment>,
    /// Functions by name.
    pub(super) functions: HashMap<Vec<u8>, Id>,
}

pub(super) fn collect(code: &Code<'_>) -> Collected {
    let mut out = Collected::default();
    for node in code.walk() {
        if let Some(name) = is_function(node).then(|| node.field("name")).flatten() {
            out.functions.entry(name.bytes().to_vec()).or_insert(node.id());
        }
        match code.lang() {
            Lang::Python => python(node, &mut out),
            Lang::JavaScript | Lang::TypeScript | Lang::Tsx => ecma(node, &mut out),
            Lang::Go => go(node, &mut out),
            Lang::Java => java(node, &mut out),
        }
    }
    out
}

impl Collected {
    fn bind(&mut self, target: Node<'_>, at: Node<'_>, value: Option<Node<'_>>, how: How) {
        self.bind_as(target, at, value, how, None, None);
    }

    fn bind_as(
        &mut self,
        target: Node<'_>,
        at: Node<'_>,
        value: Option<Node<'_>>,
        how: How,
        part: Option<usize>,
        of: Option<Node<'_>>,
    ) {
        let Some(name) = path(target) else { return };
        // `: string` is written with its colon.
        let of = of.map(|of| of.text().trim_start_matches(':').trim().to_owned());
        let scope = scope_around(target).map(Node::id);
        self.bindings.push(Binding { name, node: at.id(), value: value.map(Node::id), part, how, of, scope });
    }

    fn assign(&mut self, target: Node<'_>, value: Node<'_>, adds: bool) {
        self.assignments.push(Assignment { target: target.id(), value: value.id(), adds });
    }

    /// `targets = values`, one by one where both are written out, else parts of the one value.
    fn pairs(&mut self, at: Node<'_>, targets: &[Node<'_>], values: &[Node<'_>], how: How, of: Option<Node<'_>>) {
        for (index, target) in targets.iter().enumerate() {
            if targets.len() == values.len() {
                self.bind_as(*target, at, Some(values[index]), how, None, of);
                self.assign(*target, values[index], false);
            } else if let [one] = values {
                self.bind_as(*target, at, Some(*one), how, Some(index), of);
            } else {
                let part = (!values.is_empty()).then_some(index);
                self.bind_as(*target, at, None, how, part, of);
            }
        }
    }

    /// `{ a, b: c, d = 1 } = value` and `[a, b] = value`.
    fn pattern(&mut self, pattern: Node<'_>, at: Node<'_>, value: Option<Node<'_>>, how: How, of: Option<Node<'_>>) {
        let mut open = vec![(pattern, None)];
        while let Some((node, part)) = open.pop() {
            match node.kind() {
                "object_pattern" | "array_pattern" | "tuple_pattern" | "pattern_list" | "list_pattern"
                | "expression_list" | "tuple" => {
                    let parts: Vec<_> = node.children().enumerate().map(|(i, n)| (n, Some(i))).collect();
                    open.extend(parts.into_iter().rev());
                }
                "pair_pattern" => open.extend(node.field("value").map(|value| (value, part))),
                "assignment_pattern" | "object_assignment_pattern" => {
                    open.extend(node.field("left").map(|left| (left, part)));
                }
                "rest_pattern" | "list_splat_pattern" | "dictionary_splat_pattern" | "as_pattern_target" => {
                    open.extend(node.child(0).map(|child| (child, part)));
                }
                _ => self.bind_as(node, at, value, how, part, of.filter(|_| part.is_none())),
            }
        }
    }

    /// `x.append(a).append(b)`: what is added, in order, to what the chain begins with.
    fn adding(&mut self, call: Node<'_>) {
        let Some((mut object, name, args)) = method(call) else { return };
        if !ADDING.contains(&name) {
            return;
        }
        // Only the whole chain, from its end.
        let above = call
            .parent()
            .and_then(|parent| if parent.kind() == "method_invocation" { Some(parent) } else { parent.parent() });
        if above.and_then(method).is_some_and(|(inner, name, _)| inner == call && ADDING.contains(&name)) {
            return;
        }
        let mut added = vec![args];
        while let Some((inner, name, args)) = method(object) {
            if !ADDING.contains(&name) {
                break;
            }
            added.push(args);
            object = inner;
        }
        for args in added.into_iter().rev() {
            // `list.insert(0, x)` and `list.add(0, x)` have the value last.
            if let Some(value) = args.children().last() {
                self.bind(object, value, Some(value), How::Add);
            }
        }
    }
}

/// Object, name and arguments of a method's call.
fn method(call: Node<'_>) -> Option<(Node<'_>, &[u8], Node<'_>)> {
    let args = call.field("arguments")?;
    if call.kind() == "method_invocation" {
        return Some((call.field("object")?, call.field("name")?.bytes(), args));
    }
    let function = call.field("function")?;
    let object = function.field("object").or_else(|| function.field("operand"))?;
    let name =
        function.field("attribute").or_else(|| function.field("property")).or_else(|| function.field("field"))?;
    Some((object, name.bytes(), args))
}

/// A name or a path of names; `None` for elements and anything computed.
fn path(node: Node<'_>) -> Option<String> {
    match node.kind() {
        "identifier"
        | "shorthand_property_identifier_pattern"
        | "property_identifier"
        | "field_identifier"
        | "private_property_identifier"
        | "this" => Some(node.text().into_owned()),
        "attribute" | "member_expression" | "selector_expression" | "field_access" => {
            let mut names = Vec::new();
            let mut next = Some(node);
            while let Some(node) = next {
                let name = node.field("attribute").or_else(|| node.field("property")).or_else(|| node.field("field"));
                match name {
                    Some(name) => {
                        names.push(name.text());
                        next = node.field("object").or_else(|| node.field("operand"));
                    }
                    None if matches!(node.kind(), "identifier" | "this") => {
                        names.push(node.text());
                        next = None;
                    }
                    None => return None,
                }
            }
            names.reverse();
            Some(names.join("."))
        }
        // `*x = …`, `&x`, `(x)`.
        "unary_expression" => node.field("operand").and_then(path),
        _ => None,
    }
}

fn list(node: Node<'_>) -> Vec<Node<'_>> {
    match node.kind() {
        "expression_list" | "pattern_list" | "tuple_pattern" | "tuple" | "list_pattern" => node.children().collect(),
        _ => vec![node],
    }
}

fn python(node: Node<'_>, out: &mut Collected) {
    match node.kind() {
        "assignment" => {
            let Some(left) = node.field("left") else { return };
            let targets = list(left);
            let Some(mut right) = node.field("right") else {
                return out.bind_as(left, node, None, How::Set, None, node.field("type"));
            };
            // `a = b = value` has the inner assignment for its value.
            while let Some(inner) = right.field("right").filter(|_| right.kind() == "assignment") {
                right = inner;
            }
            let values = if targets.len() == 1 { vec![right] } else { list(right) };
            out.pairs(node, &targets, &values, How::Set, node.field("type"));
        }
        "augmented_assignment" => {
            if let (Some(left), Some(right)) = (node.field("left"), node.field("right"))
                && node.field("operator").is_some_and(|operator| operator.kind() == "+=")
            {
                out.bind(left, node, Some(right), How::Add);
                out.assign(left, right, true);
            }
        }
        "named_expression" => {
            if let Some(name) = node.field("name") {
                out.bind(name, node, node.field("value"), How::Set);
            }
        }
        "for_statement" | "for_in_clause" => {
            if let Some(left) = node.field("left") {
                out.pattern(left, node, node.field("right"), How::Loop, None);
            }
        }
        "as_pattern" => {
            if let Some(alias) = node.field("alias") {
                out.pattern(alias, node, node.child(0), How::Set, None);
            }
        }
        "parameters" | "lambda_parameters" => {
            for parameter in node.children() {
                let named = match parameter.kind() {
                    "typed_parameter" => parameter.child(0),
                    "default_parameter" | "typed_default_parameter" => parameter.field("name"),
                    "list_splat_pattern" | "dictionary_splat_pattern" => parameter.child(0),
                    _ => Some(parameter),
                };
                if let Some(name) = named {
                    let (value, of) = (parameter.field("value"), parameter.field("type"));
                    out.bind_as(name, parameter, value, How::Parameter, None, of);
                }
            }
        }
        "call" => out.adding(node),
        _ => {}
    }
}

fn ecma(node: Node<'_>, out: &mut Collected) {
    match node.kind() {
        "variable_declarator" => {
            if let Some(name) = node.field("name") {
                out.pattern(name, node, node.field("value"), How::Set, node.field("type"));
                if let Some(value) = node.field("value") {
                    out.assign(name, value, false);
                }
            }
        }
        "assignment_expression" => {
            if let (Some(left), Some(right)) = (node.field("left"), node.field("right")) {
                out.pattern(left, node, Some(right), How::Set, None);
                out.assign(left, right, false);
            }
        }
        "augmented_assignment_expression" => {
            if let (Some(left), Some(right)) = (node.field("left"), node.field("right"))
                && node.field("operator").is_some_and(|operator| operator.kind() == "+=")
            {
                out.bind(left, node, Some(right), How::Add);
                out.assign(left, right, true);
            }
        }
        "public_field_definition" | "field_definition" => {
            if let Some(name) = node.field("name").or_else(|| node.field("property")) {
                out.bind_as(name, node, node.field("value"), How::Set, None, node.field("type"));
            }
        }
        "enum_assignment" => {
            if let Some(name) = node.field("name") {
                out.bind(name, node, node.field("value"), How::Member);
            }
        }
        "for_in_statement" => {
            if let Some(left) = node.field("left") {
                out.pattern(left, node, node.field("right"), How::Loop, None);
            }
        }
        "formal_parameters" => {
            for parameter in node.children() {
                let name = parameter.field("pattern").or_else(|| parameter.field("left")).unwrap_or(parameter);
                let value = parameter.field("value").or_else(|| parameter.field("right"));
                out.pattern(name, parameter, value, How::Parameter, parameter.field("type"));
            }
        }
        "arrow_function" => {
            if let Some(parameter) = node.field("parameter") {
                out.bind(parameter, parameter, None, How::Parameter);
            }
        }
        "call_expression" => out.adding(node),
        _ => {}
    }
}

fn go(node: Node<'_>, out: &mut Collected) {
    match node.kind() {
        "short_var_declaration" | "assignment_statement" => {
            let (Some(left), Some(right)) = (node.field("left"), node.field("right")) else { return };
            let (targets, values) = (list(left), list(right));
            match node.field("operator").map(Node::kind) {
                Some("+=") => {
                    if let ([target], [value]) = (targets.as_slice(), values.as_slice()) {
                        out.bind(*target, node, Some(*value), How::Add);
                        out.assign(*target, *value, true);
                    }
                }
                None | Some("=" | ":=") => match (targets.as_slice(), values.as_slice()) {
                    // `x = append(x, …)`
                    ([target], [value]) if appends(*value, *target) => {
                        for added in value.field("arguments").into_iter().flat_map(Node::children).skip(1) {
                            out.bind(*target, added, Some(added), How::Add);
                        }
                    }
                    _ => out.pairs(node, &targets, &values, How::Set, None),
                },
                _ => {}
            }
        }
        "var_spec" | "const_spec" => {
            let targets: Vec<_> = node.fields("name").filter(|name| name.kind() == "identifier").collect();
            let values = node.field("value").map(list).unwrap_or_default();
            out.pairs(node, &targets, &values, How::Set, node.field("type"));
        }
        "range_clause" => {
            if let Some(left) = node.field("left") {
                out.pattern(left, node, node.field("right"), How::Loop, None);
            }
        }
        "parameter_declaration" | "variadic_parameter_declaration" => {
            for name in node.fields("name").filter(|name| name.kind() == "identifier") {
                out.bind_as(name, node, None, How::Parameter, None, node.field("type"));
            }
        }
        "call_expression" => {
            out.adding(node);
            // `fmt.Fprintf(&builder, …)`: the call itself is what is added.
            let named = node.field("function").and_then(|function| function.field("field")).map(Node::bytes);
            if matches!(named, Some(b"Fprintf" | b"Fprint" | b"Fprintln"))
                && let Some(builder) = node.field("arguments").and_then(|args| args.child(0))
            {
                out.bind(builder, node, Some(node), How::Add);
            }
        }
        _ => {}
    }
}

fn appends(value: Node<'_>, target: Node<'_>) -> bool {
    value.field("function").is_some_and(|function| function.bytes() == b"append")
        && value.field("arguments").and_then(|args| args.child(0)).is_some_and(|first| first.bytes() == target.bytes())
}

fn java(node: Node<'_>, out: &mut Collected) {
    match node.kind() {
        "variable_declarator" => {
            if let Some(name) = node.field("name") {
                let of = node.parent().and_then(|parent| parent.field("type"));
                out.bind_as(name, node, node.field("value"), How::Set, None, of);
                if let Some(value) = node.field("value") {
                    out.assign(name, value, false);
                }
            }
        }
        "assignment_expression" => {
            if let (Some(left), Some(right)) = (node.field("left"), node.field("right")) {
                let how = match node.field("operator").map(Node::kind) {
                    Some("+=") => How::Add,
                    Some("=") => How::Set,
                    _ => return,
                };
                out.bind(left, node, Some(right), how);
                out.assign(left, right, how == How::Add);
            }
        }
        "enhanced_for_statement" => {
            if let Some(name) = node.field("name") {
                out.bind_as(name, node, node.field("value"), How::Loop, None, node.field("type"));
            }
        }
        "resource" => {
            if let Some(name) = node.field("name") {
                out.bind_as(name, node, node.field("value"), How::Set, None, node.field("type"));
            }
        }
        "formal_parameter" => {
            if let Some(name) = node.field("name") {
                out.bind_as(name, node, None, How::Parameter, None, node.field("type"));
            }
        }
        "spread_parameter" => {
            if let Some(name) = node.of_kind("variable_declarator").and_then(|declarator| declarator.field("name")) {
                out.bind_as(name, node, None, How::Parameter, None, node.child(0));
            }
        }
        "inferred_parameters" => node.children().for_each(|name| out.bind(name, name, None, How::Parameter)),
        "lambda_expression" => {
            if let Some(name) = node.field("parameters").filter(|parameters| parameters.kind() == "identifier") {
                out.bind(name, name, None, How::Parameter);
            }
        }
        "enum_constant" => {
            if let Some(name) = node.field("name") {
                out.bind(name, node, None, How::Member);
            }
        }
        "method_invocation" => out.adding(node),
        _ => {}
    }
}
