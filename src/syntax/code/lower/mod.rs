//! From a grammar's nodes to [`Expr`]: one file a language, and here what they share.

mod ecma;
mod go;
mod java;
mod python;
mod text;

use super::expr::{Arg, Call, CallForm, Choice, Expr, Kind, Part};
use super::lang::Lang;
use super::tree::{Code, Node};

/// How deep an expression is followed. Deeper ones are [`Kind::Other`]: no recursion goes further.
pub(super) const DEPTH: usize = 64;

impl<'t> Code<'t> {
    /// A node as an expression.
    #[must_use]
    pub fn expr(&self, node: Node<'_>) -> Expr {
        lower(node, DEPTH)
    }

    /// Every call, `new`, annotation and decorator, in the order of the text, with the last part of its name: cheap, so
    /// that [`Self::call`] need only be asked of those whose name means something.
    pub fn calls(&self) -> impl Iterator<Item = (Node<'_>, &[u8])> {
        self.walk().filter_map(|node| Some((node, callee(node)?)))
    }

    /// A node of [`Self::calls`] as a call.
    #[must_use]
    pub fn call(&self, node: Node<'_>) -> Option<Call> {
        match self.expr(node).kind {
            Kind::Call(call) => Some(*call),
            _ => None,
        }
    }
}

/// A node as an expression, with `depth` levels to go.
fn lower(node: Node<'_>, depth: usize) -> Expr {
    let kind = match depth.checked_sub(1) {
        Some(depth) if node.code().spend() => match node.code().lang() {
            Lang::Python => python::kind(node, depth),
            Lang::JavaScript | Lang::TypeScript | Lang::Tsx => ecma::kind(node, depth),
            Lang::Go => go::kind(node, depth),
            Lang::Java => java::kind(node, depth),
        },
        _ => Kind::Other,
    };
    Expr { node: node.id(), span: node.span(), kind }
}

/// The last part of the name of what a node calls; `None` where it is no call.
fn callee(node: Node<'_>) -> Option<&[u8]> {
    match node.code().lang() {
        Lang::Python => python::callee(node),
        Lang::JavaScript | Lang::TypeScript | Lang::Tsx => ecma::callee(node),
        Lang::Go => go::callee(node),
        Lang::Java => java::callee(node),
    }
}

/// What is inside brackets or a wrapper that changes nothing.
fn inner(node: Node<'_>, depth: usize) -> Kind {
    node.child(0).map_or(Kind::Other, |child| lower(child, depth).kind)
}

fn boxed(node: Option<Node<'_>>, depth: usize) -> Option<Box<Expr>> {
    node.map(|node| Box::new(lower(node, depth)))
}

/// `object.name`, joined to a path of names where the object is one.
fn member(object: Option<Node<'_>>, name: Option<Node<'_>>, depth: usize) -> Kind {
    let (Some(object), Some(name)) = (object, name) else { return Kind::Other };
    let name = name.text().into_owned();
    let of = lower(object, depth);
    match of.kind {
        Kind::Name(path) => Kind::Name(format!("{path}.{name}")),
        _ => Kind::Member(Box::new(of), name),
    }
}

/// A call of what `function` names.
fn call(function: Expr, args: Vec<Arg>, form: CallForm) -> Kind {
    let Expr { node, span, kind } = function;
    let (name, receiver) = match kind {
        Kind::Name(path) => match path.rsplit_once('.') {
            Some((before, last)) => {
                let receiver = Expr { node, span, kind: Kind::Name(before.to_owned()) };
                (last.to_owned(), Some(receiver))
            }
            None => (path, None),
        },
        Kind::Member(of, name) => (name, Some(*of)),
        // What is called has no name: a function that was just made, or given by another.
        _ => (String::new(), Some(Expr { node, span, kind })),
    };
    Kind::Call(Box::new(Call { name, receiver, args, form }))
}

/// `yes if condition else no`, where the grammar has a role for each.
fn ternary(node: Node<'_>, depth: usize) -> Kind {
    let options = ["consequence", "alternative"].into_iter().filter_map(|role| node.field(role));
    Kind::Choice(Choice {
        by: node.field("condition").map(Node::id),
        fallback: false,
        options: options.map(|node| lower(node, depth)).collect(),
    })
}

/// A decorator: a call, whether it has brackets or not.
fn decorator(node: Node<'_>, depth: usize) -> Kind {
    match node.child(0).map(|child| lower(child, depth)) {
        Some(Expr { kind: Kind::Call(mut called), .. }) => {
            called.form = CallForm::Mark;
            Kind::Call(called)
        }
        Some(named) => call(named, Vec::new(), CallForm::Mark),
        None => Kind::Other,
    }
}

/// The operands of a chain of `+`, however long, in the order of the text.
fn operands<'c>(node: Node<'c>, kind: &str) -> Vec<Node<'c>> {
    chain(node, |node| node.kind() == kind && node.field("operator").is_some_and(|operator| operator.bytes() == b"+"))
}

/// The operands of a chain of `links`, however long, in the order of the text.
fn chain<'c>(node: Node<'c>, links: impl Fn(Node<'c>) -> bool) -> Vec<Node<'c>> {
    let mut last_first = Vec::new();
    let mut next = Some(node);
    while let Some(node) = next {
        if links(node) {
            last_first.extend(node.field("right"));
            next = node.field("left");
        } else {
            last_first.push(node);
            next = None;
        }
    }
    last_first.reverse();
    last_first
}

/// A `+` of several: a template where one of them is a text, and a number where one is.
fn sum(node: Node<'_>, kind: &str, depth: usize) -> Kind {
    let operands: Vec<Expr> = operands(node, kind).into_iter().map(|node| lower(node, depth)).collect();
    let textual = |expr: &Expr| matches!(expr.kind, Kind::Text(_) | Kind::Template(_));
    if operands.iter().any(textual) {
        return Kind::Template(operands.into_iter().flat_map(parts).collect());
    }
    let number = |expr: &Expr| matches!(expr.kind, Kind::Number);
    if operands.iter().any(number) { Kind::Number } else { Kind::Sum(operands) }
}

/// What an expression is as a part of a text.
fn parts(expr: Expr) -> Vec<Part> {
    match expr.kind {
        Kind::Text(text) => vec![Part::Text(text, expr.span)],
        Kind::Template(parts) => parts,
        _ => vec![Part::Hole(expr, super::expr::Form::Plain)],
    }
}

/// Parts without a hole are one text.
fn template(parts: Vec<Part>) -> Kind {
    if parts.iter().any(|part| matches!(part, Part::Hole(..))) {
        return Kind::Template(parts);
    }
    let texts = parts.iter().map(|part| if let Part::Text(text, _) = part { text.as_str() } else { "" });
    Kind::Text(texts.collect())
}

/// Parts of a text in which values stand between `pieces` of literal text.
fn pieces<'c>(
    node: Node<'c>,
    inside: std::ops::Range<usize>,
    is_hole: impl Fn(Node<'c>) -> bool,
    decode: impl Fn(&[u8]) -> String,
    hole: impl Fn(Node<'c>) -> Vec<Part>,
) -> Vec<Part> {
    let text = node.code().text();
    let mut parts = Vec::new();
    let mut from = inside.start;
    let literal = |from: usize, until: usize, parts: &mut Vec<Part>| {
        if from < until {
            parts.push(Part::Text(decode(text.get(from..until).unwrap_or_default()), from..until));
        }
    };
    for child in node.children().filter(|child| is_hole(*child)) {
        let span = child.span();
        literal(from, span.start, &mut parts);
        parts.extend(hole(child));
        from = span.end;
    }
    literal(from, inside.end, &mut parts);
    parts
}
