//! The SQL check: statements that are put together from values.
//!
//! It finds the calls that run statements (tables in `rules/sql/`), puts the text together that reaches them, reads it as
//! SQL and asks for each hole what stands there (a value, a name, an order) and what the value can be. What it reports
//! is SQL without parameters, not a proven injection. Names of tables are low, fragments are nothing, and a text that is
//! not seen to reach a database has low confidence.

mod guard;
mod judge;
mod loose;
mod shape;
mod sink;
mod slot;
mod table;
mod telling;
#[cfg(test)]
mod tests;
mod word;
mod worth;

use std::ops::Range;
use std::sync::OnceLock;

use super::Match;
use super::code::{File, Hit, Lens};
use crate::rule::def::CheckName;
use crate::rule::sql::Takes;
use crate::rule::{Rule, RuleSet};
use crate::syntax::code::Lang;
use crate::syntax::code::built::{Builder, Piece};
use judge::{Goes, Statement};
use slot::{Scan, Start, scan};
use table::Tables;
use worth::{Worth, Worths};

/// The check over one rule set.
#[derive(Debug)]
pub struct Sql<'r> {
    /// `sql/value-in-statement`, if it is on, with its position.
    value: Option<(u32, &'r Rule)>,
    /// `sql/order-by-from-input`, if it is on.
    order: Option<(u32, &'r Rule)>,
    /// Read when the first file is: most scans of a few files hold no SQL.
    tables: OnceLock<Tables>,
}

impl<'r> Sql<'r> {
    /// Looks up its rules; `None` where both are off.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Option<Self> {
        let (value, order) = (rules.find("sql/value-in-statement"), rules.find("sql/order-by-from-input"));
        (value.is_some() || order.is_some()).then(|| Self { value, order, tables: OnceLock::new() })
    }
}

impl Lens for Sql<'_> {
    fn check(&self) -> CheckName {
        CheckName::Sql
    }

    fn about(&self) -> &'static str {
        "SQL"
    }

    fn literals(&self, lang: Lang) -> Vec<&'static str> {
        shape::literals(lang)
    }

    fn shape(&self, lang: Lang, text: &[u8], hits: &[Hit]) -> bool {
        shape::promises(lang, text, hits)
    }

    fn look(&self, file: &File<'_>, matches: &mut Vec<Match>) {
        let Some(table) = self.tables.get_or_init(Tables::new).of(file.code.lang()) else { return };
        let builder = Builder::new(file.defs);
        let worths = Worths { table, defs: file.defs };
        // Texts that sinks have taken, and holes that were reported.
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut reported: Vec<Range<usize>> = Vec::new();
        for (node, name) in file.code.calls() {
            let Some(sunk) = sink::sink(table, file.code, node, name) else { continue };
            for text in &sunk.texts {
                let pieces = builder.pieces(&text.expr);
                let scan = scan(&pieces, start(text.takes));
                if !is_statement(&pieces, &scan, text.takes, sunk.known, &worths) {
                    continue;
                }
                taken.extend(pieces.iter().filter_map(Piece::text).map(|(_, span)| span.clone()));
                // A statement that is run in two places is one.
                let holes: Vec<_> = pieces.iter().filter_map(Piece::hole).map(|hole| hole.expr.span.clone()).collect();
                if !holes.is_empty() && holes.iter().all(|hole| reported.contains(hole)) {
                    break;
                }
                reported.extend(holes);
                let goes = if sunk.known { Goes::Sink(&sunk.path) } else { Goes::Perhaps(&sunk.path) };
                let statement = Statement { pieces: &pieces, scan: &scan, goes, place: sink::place(node) };
                self.judge(file, &worths, &statement, matches);
                break;
            }
        }
        for hit in file.hits.iter().filter(|hit| shape::begins(file.code.lang(), hit.literal)) {
            if !taken.iter().any(|span| span.contains(&hit.at)) {
                self.loose(file, table, &builder, hit.at, matches);
            }
        }
    }
}

/// What comes before a text that a sink takes.
const fn start(takes: Takes) -> Start {
    match takes {
        Takes::Statement => Start::Statement,
        Takes::Condition => Start::Condition,
        Takes::Order => Start::Order,
        Takes::Columns => Start::Columns,
    }
}

/// Whether what a sink is given is what it takes, and is put together.
fn is_statement(pieces: &[Piece], scan: &Scan, takes: Takes, known: bool, worths: &Worths<'_>) -> bool {
    let words = pieces.iter().filter_map(Piece::text).any(|(text, _)| !text.trim().is_empty());
    match (pieces, takes) {
        // A bare name at a sink says nothing, but for an order that comes straight from a request.
        ([Piece::Hole(hole)], Takes::Order) => worths.of(hole) == Worth::Request,
        ([Piece::Hole(_)] | [], _) => false,
        (_, Takes::Statement) => {
            let part = scan.open && (scan.part || (scan.joint && known));
            words && ((scan.verb.is_some() && scan.clause) || part)
        }
        _ => true,
    }
}
