//! Comparisons with a list: `if sort not in COLUMNS: raise …`, `allowed.includes(sort) ? sort : "id"`.

use crate::syntax::code::{Defs, Node};

/// Whether a name is compared with a list, on the way to where it is used, in a way that stops or changes what is not
/// on it. Which way around the branches lie is not looked at: whoever asks knows of the list.
pub(super) fn guarded(defs: &Defs<'_>, name: &str, at: Node<'_>) -> bool {
    let code = defs.code();
    let scope = defs.function(at).map_or_else(|| code.root(), |function| code.node(function.node));
    // Nobody's function is longer; what is made of one by a program would be searched once for each of its values.
    const FAR: usize = 20_000;
    scope
        .inside()
        .take(FAR)
        .take_while(|node| node.span().start <= at.span().start)
        .filter(|node| decides(*node))
        .any(|node| judges(node, name, at))
}

/// Statements that decide by a condition.
fn decides(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "if_statement"
            | "elif_clause"
            | "assert_statement"
            | "while_statement"
            | "ternary_expression"
            | "conditional_expression"
            | "switch_statement"
            | "expression_switch_statement"
            | "switch_expression"
            | "match_statement"
    )
}

fn judges(node: Node<'_>, name: &str, at: Node<'_>) -> bool {
    match node.kind() {
        "assert_statement" => node.child(0).is_some_and(|condition| is_membership(condition, name)),
        "conditional_expression" => node.child(1).is_some_and(|condition| is_membership(condition, name)),
        // `switch (sort) { case "name": …}`, with the use inside, or everything else refused.
        "switch_statement" | "expression_switch_statement" | "switch_expression" | "match_statement" => {
            let subject = node.field("value").or_else(|| node.field("condition")).or_else(|| node.field("subject"));
            subject.is_some_and(|subject| mentions(subject, name)) && (node.holds(at) || node.inside().any(leaves))
        }
        _ => {
            let condition = node.field("condition");
            let before = node.field("initializer");
            if condition.into_iter().chain(before).any(|condition| is_membership(condition, name)) {
                return true;
            }
            // `if (dir != "asc" && dir != "desc") …`, whose body leaves or sets it anew.
            let Some(condition) = condition else { return false };
            let body = node.field("consequence");
            let replaces =
                body.is_some_and(|body| body.inside().chain([body]).any(|inner| leaves(inner) || sets(inner, name)));
            let inside = body.is_some_and(|body| body.holds(at));
            (replaces && differs(condition, name)) || (inside && equals(condition, name))
        }
    }
}

/// Whether an expression asks if a name is one of several: `x in Y`, `Y.includes(x)`, `Y[x]`, `isY(x)`, `P.match(x)`.
pub(super) fn is_membership(condition: Node<'_>, name: &str) -> bool {
    condition.inside().chain([condition]).any(|node| match node.kind() {
        "comparison_operator" => {
            let asks = node.tokens().any(|token| matches!(token.kind(), "in" | "not in"));
            asks && node.child(0).is_some_and(|left| mentions(left, name))
        }
        "binary_expression" if node.field("operator").is_some_and(|operator| operator.kind() == "in") => {
            node.field("left").is_some_and(|left| mentions(left, name))
        }
        "call" | "call_expression" | "method_invocation" => asks_for(node, name),
        "subscript" | "subscript_expression" | "index_expression" => {
            let key = node.field("subscript").or_else(|| node.field("index"));
            key.is_some_and(|key| mentions(key, name))
        }
        _ => false,
    })
}

/// Calls that ask whether something is one of several, or has a form.
fn asks_for(call: Node<'_>, name: &str) -> bool {
    const ASKING: [&str; 20] = [
        "includes",
        "contains",
        "has",
        "containsKey",
        "indexOf",
        "match",
        "fullmatch",
        "matches",
        "test",
        "Contains",
        "ContainsKey",
        "MatchString",
        "Match",
        "some",
        "find",
        "hasOwnProperty",
        "isalnum",
        "isidentifier",
        "isdigit",
        "isalpha",
    ];
    const NOT_ASKING: [&str; 14] = [
        "isinstance",
        "isEmpty",
        "isBlank",
        "isNotBlank",
        "isNotEmpty",
        "isNull",
        "isArray",
        "isUndefined",
        "isNil",
        "isNullOrEmpty",
        "is_none",
        "isString",
        "isPresent",
        "is_authenticated",
    ];
    let function = call.field("function").unwrap_or(call);
    let called =
        ["name", "attribute", "property", "field"].iter().find_map(|role| function.field(role)).unwrap_or(function);
    let word = called.text();
    let bare = word.trim_start_matches('_').to_ascii_lowercase();
    let predicate =
        (["is", "valid", "allowed", "check", "ensure", "has_", "assert"].iter().any(|start| bare.starts_with(start))
            || bare.contains("allowed")
            || bare.contains("valid"))
            && !NOT_ASKING.contains(&word.as_ref());
    let asking = ASKING.contains(&word.as_ref());
    if !asking && !predicate {
        return false;
    }
    let given = call.field("arguments").is_some_and(|args| mentions(args, name));
    // `sort.matches("[a-z]+")`
    let on = matches!(word.as_ref(), "match" | "matches" | "isalnum" | "isidentifier" | "isdigit" | "isalpha")
        && function.field("object").is_some_and(|object| mentions(object, name));
    given || on
}

/// Whether a comparison with a text that is not empty says that the name differs from it.
fn differs(condition: Node<'_>, name: &str) -> bool {
    compares(condition, name, &["!=", "!=="]) || negated_equals(condition, name)
}

fn equals(condition: Node<'_>, name: &str) -> bool {
    compares(condition, name, &["==", "==="]) || called_equals(condition, name)
}

fn compares(condition: Node<'_>, name: &str, signs: &[&str]) -> bool {
    condition.inside().chain([condition]).any(|node| {
        matches!(node.kind(), "comparison_operator" | "binary_expression")
            && node.tokens().any(|token| signs.contains(&token.kind()))
            && node.children().any(|side| mentions(side, name))
            && node.children().any(says_something)
    })
}

fn called_equals(condition: Node<'_>, name: &str) -> bool {
    condition.inside().chain([condition]).any(|node| {
        node.kind() == "method_invocation"
            && node.field("name").is_some_and(|called| called.bytes().starts_with(b"equals"))
            && mentions(node, name)
            && node.inside().any(says_something)
    })
}

fn negated_equals(condition: Node<'_>, name: &str) -> bool {
    let not = condition.inside().chain([condition]).any(|node| node.kind() == "unary_expression");
    not && called_equals(condition, name)
}

/// A literal text that is not empty.
fn says_something(node: Node<'_>) -> bool {
    matches!(node.kind(), "string" | "string_literal" | "interpreted_string_literal") && node.span().len() > 2
}

/// Whether a name stands in an expression, as itself.
fn mentions(node: Node<'_>, name: &str) -> bool {
    node.inside().chain([node]).any(|inner| inner.bytes() == name.as_bytes())
}

/// Statements that end the way.
fn leaves(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "return_statement" | "raise_statement" | "throw_statement" | "continue_statement" | "break_statement"
    ) || (matches!(node.kind(), "call" | "call_expression")
        && node
            .field("function")
            .is_some_and(|function| matches!(function.bytes(), b"abort" | b"panic" | b"exit" | b"fail")))
}

/// Whether a statement gives the name a literal text.
fn sets(node: Node<'_>, name: &str) -> bool {
    let assigns = matches!(
        node.kind(),
        "assignment" | "assignment_expression" | "assignment_statement" | "short_var_declaration"
    );
    let (left, right) = (node.field("left"), node.field("right"));
    assigns
        && left.is_some_and(|left| left.bytes() == name.as_bytes())
        && right.is_some_and(|right| says_something(right) || right.children().any(says_something))
}
