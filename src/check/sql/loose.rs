//! Statements that are put together and not seen to be run: all that is left when the sinks have been asked.

use super::judge::{Goes, Statement};
use super::slot::{Slot, Start, scan};
use super::table::{Table, listed};
use super::worth::Worths;
use super::{Sql, sink};
use crate::check::Match;
use crate::check::code::File;
use crate::syntax::code::built::{Builder, Piece};
use crate::syntax::code::{Code, Node};

impl Sql<'_> {
    /// Looks at the text at a place, unless a sink has taken it.
    pub(super) fn loose(
        &self,
        file: &File<'_>,
        table: &Table,
        builder: &Builder<'_>,
        at: usize,
        matches: &mut Vec<Match>,
    ) -> Option<()> {
        let code = file.code;
        let literal = literal(code, at)?;
        let whole = whole(literal);
        let pieces = builder.pieces(&code.expr(whole));
        let scan = scan(&pieces, Start::Statement);
        let value = scan.slots.iter().any(|slot| matches!(slot, Slot::Quoted | Slot::Bare | Slot::Order | Slot::Limit));
        if scan.verb.is_none() || !scan.clause || !value {
            return None;
        }
        match given_to(whole) {
            Given::Speaks => return None,
            Given::Call(call) if code.call(call).is_none_or(|call| listed(&table.written.speaking, &call.name)) => {
                return None;
            }
            Given::Call(_) | Given::Nobody => {}
        }
        let (_, first) = pieces.iter().find_map(Piece::text)?;
        let place = sink::one_line(code.text(), first.start.min(whole.span().start)..whole.span().end.max(first.end));
        let worths = Worths { table, defs: file.defs };
        let statement = Statement { pieces: &pieces, scan: &scan, goes: Goes::Nowhere, place };
        self.judge(file, &worths, &statement, matches);
        Some(())
    }
}

/// The literal text at a place.
fn literal<'c>(code: &'c Code<'c>, at: usize) -> Option<Node<'c>> {
    let node = code.at(at);
    std::iter::once(node).chain(node.ancestors().take(4)).find(|node| {
        matches!(
            node.kind(),
            "string" | "template_string" | "interpreted_string_literal" | "raw_string_literal" | "string_literal"
        )
    })
}

/// The whole of what a literal is put together with.
fn whole(literal: Node<'_>) -> Node<'_> {
    const FAR: usize = 200;
    let mut top = literal;
    for _ in 0..FAR {
        let Some(parent) = top.parent() else { break };
        let joins = match parent.kind() {
            "concatenated_string" | "parenthesized_expression" => true,
            "binary_operator" | "binary_expression" => {
                parent.field("operator").is_some_and(|operator| matches!(operator.bytes(), b"+" | b"%"))
            }
            // `"…".format(x)`: the method, then its call.
            "attribute" | "member_expression" => {
                let name = parent.field("attribute").or_else(|| parent.field("property"));
                name.is_some_and(|name| matches!(name.bytes(), b"format" | b"concat" | b"strip" | b"trim" | b"replace"))
            }
            "call" | "call_expression" => parent.field("function") == Some(top),
            "method_invocation" => {
                parent.field("object") == Some(top)
                    && parent
                        .field("name")
                        .is_some_and(|name| matches!(name.bytes(), b"formatted" | b"concat" | b"trim"))
            }
            "argument_list" | "arguments" => parent.parent().is_some_and(formats),
            _ => false,
        };
        if !joins {
            break;
        }
        top = if matches!(parent.kind(), "argument_list" | "arguments") {
            parent.parent().unwrap_or(parent)
        } else {
            parent
        };
    }
    top
}

/// Calls that put a text together.
fn formats(call: Node<'_>) -> bool {
    let function = call.field("function").unwrap_or(call);
    let name =
        ["name", "attribute", "property", "field"].iter().find_map(|role| function.field(role)).unwrap_or(function);
    matches!(name.bytes(), b"Sprintf" | b"format" | b"sprintf" | b"dedent" | b"Sprint")
}

/// What a text is given to.
enum Given<'g> {
    /// To people: an error that is raised, a comparison, a statement by itself such as a comment.
    Speaks,
    /// To a call.
    Call(Node<'g>),
    /// To a name, or back to whoever asked.
    Nobody,
}

fn given_to(text: Node<'_>) -> Given<'_> {
    let mut below = text;
    for above in text.ancestors().take(12) {
        match above.kind() {
            "call" | "call_expression" | "method_invocation" | "new_expression" | "object_creation_expression" => {
                return Given::Call(above);
            }
            "raise_statement"
            | "throw_statement"
            | "assert_statement"
            | "comparison_operator"
            | "jsx_expression"
            | "jsx_attribute"
            | "subscript"
            | "except_clause" => return Given::Speaks,
            // A text that stands by itself is a comment.
            "expression_statement" if below == text => return Given::Speaks,
            "assignment"
            | "variable_declarator"
            | "assignment_expression"
            | "short_var_declaration"
            | "assignment_statement"
            | "return_statement"
            | "var_spec"
            | "const_spec"
            | "augmented_assignment"
            | "augmented_assignment_expression"
            | "yield"
            | "default_parameter" => return Given::Nobody,
            "block" | "module" | "program" | "statement_block" | "source_file" => return Given::Nobody,
            _ => {}
        }
        below = above;
    }
    Given::Nobody
}
