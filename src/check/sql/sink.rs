//! Where statements go: calls that run them, or that take parts of them.

use super::table::{Table, has_word, words};
use crate::rule::sql::{Sink, Takes};
use crate::syntax::code::{Call, Code, Expr, Kind, Node};

/// A call that takes a statement or a part of one.
#[derive(Debug)]
pub(super) struct Sunk {
    /// What it is called by, for people: `cursor.execute`.
    pub(super) path: String,
    /// What may be its text, in the order in which they are asked.
    pub(super) texts: Vec<Text>,
    /// Whether the tables know it; else it is only named as if it ran what it is given.
    pub(super) known: bool,
}

/// What may be the text of a sink.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) expr: Expr,
    pub(super) takes: Takes,
}

/// A call as a sink, if it is one.
pub(super) fn sink(table: &Table, code: &Code<'_>, node: Node<'_>, name: &[u8]) -> Option<Sunk> {
    let known = table.knows(name);
    let named = runs(std::str::from_utf8(name).unwrap_or_default());
    if !known && !named {
        return None;
    }
    let call = code.call(node)?;
    let receiver = call.receiver.as_ref().map(Expr::path).unwrap_or_default();
    let of_database = call.receiver.as_ref().is_some_and(|_| table.is_database(&receiver));
    let mut texts = Vec::new();
    for sink in table.sinks(&call.name).filter(|sink| of_database || !sink.common) {
        for expr in given(sink, &call) {
            open(table, sink, expr, &mut texts);
        }
    }
    let known = !texts.is_empty();
    if !known && named {
        // A wrapper of somebody's own: `run_query(connection, text)`.
        let first = call
            .args
            .iter()
            .take(3)
            .filter(|arg| arg.name.as_deref().is_none_or(|name| name.contains("sql") || name.contains("query")));
        texts.extend(first.map(|arg| Text { expr: arg.value.clone(), takes: Takes::Statement }));
    }
    (!texts.is_empty()).then(|| Sunk { path: shown(&call), texts, known })
}

/// Whether a call is named as if it ran a statement: `query`, `run_query`, `executeSelect`, `fetch_sql_rows`.
pub(super) fn runs(name: &str) -> bool {
    const OTHERS: [&str; 22] = [
        "log", "print", "build", "builder", "format", "parse", "make", "create", "to", "is", "assert", "expect",
        "quote", "escape", "wrap", "add", "render", "set", "compile", "generate", "validate", "explain",
    ];
    let has = |words: &[&str]| words.iter().any(|word| has_word(name, word));
    if matches!(name, "query" | "execute" | "fetch" | "Query" | "Execute") {
        return true;
    }
    let text = has(&["query", "queries", "sql", "statement", "stmt"]);
    let verb = has(&[
        "run", "fetch", "perform", "submit", "send", "raw", "get", "load", "read", "db", "df", "select", "one", "all",
    ]);
    let single = words(name).count() == 1;
    !single && !has(&OTHERS) && (has(&["execute", "exec"]) || (text && verb))
}

/// The arguments that may be the text.
fn given<'c>(sink: &'c Sink, call: &'c Call) -> impl Iterator<Item = &'c Expr> {
    let named = sink.names.iter().filter_map(|name| call.named(name));
    let placed = sink.arguments.iter().filter_map(|&at| call.arg(at.into()));
    named.chain(placed)
}

/// What stands in an argument: in a wrapper, in the field of an object, in a list of conditions.
fn open(table: &Table, sink: &Sink, expr: &Expr, texts: &mut Vec<Text>) {
    let inner = match &expr.kind {
        Kind::Call(call) if sink.inside.contains(&call.name) => call.arg(0),
        _ if !sink.inside.is_empty() => return,
        // `execute(text("…"))`
        Kind::Call(call) if table.sinks(&call.name).any(|inner| !inner.common && inner.takes == Takes::Statement) => {
            call.arg(0)
        }
        Kind::Map(map) => {
            let fields = sink.names.iter().find_map(|name| map.get(name));
            if sink.takes == Takes::Condition && fields.is_none() {
                map.entries.iter().for_each(|entry| texts.push(Text { expr: entry.value.clone(), takes: sink.takes }));
            }
            fields
        }
        Kind::List(list) if sink.takes == Takes::Condition => {
            list.iter().for_each(|item| texts.push(Text { expr: item.clone(), takes: sink.takes }));
            None
        }
        _ => Some(expr),
    };
    texts.extend(inner.map(|expr| Text { expr: expr.clone(), takes: sink.takes }));
}

/// What a call is called by, shortened to its last two parts.
pub(super) fn shown(call: &Call) -> String {
    let path = call.path();
    let mut parts: Vec<&str> = path.rsplit('.').take(2).collect();
    parts.reverse();
    parts.join(".")
}

/// The place of the name that a call calls, up to the end of the call or of the line.
pub(super) fn place(node: Node<'_>) -> std::ops::Range<usize> {
    let function = node.field("function").or_else(|| node.field("constructor")).unwrap_or(node);
    let name = ["name", "attribute", "property", "field", "type"]
        .iter()
        .find_map(|role| function.field(role))
        .unwrap_or(function);
    let span = name.span().start..node.span().end.max(name.span().end);
    one_line(node.code().text(), span)
}

/// A span up to the end of its first line.
pub(super) fn one_line(text: &[u8], span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let inside = text.get(span.clone()).unwrap_or_default();
    let len = memchr::memchr(b'\n', inside).unwrap_or(inside.len());
    let len = if len > 0 && inside[len - 1] == b'\r' { len - 1 } else { len };
    span.start..span.start + len
}
