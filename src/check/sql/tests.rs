//! The parts of the check by themselves; what it finds in files is told by the annotated cases.

#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use super::slot::{Slot, Start, scan};
use crate::syntax::code::built::{Builder, Piece};
use crate::syntax::code::{Defs, Lang, Parsers};

/// The slots of the holes of a Python f-string.
fn slots(text: &str, start: Start) -> Vec<Slot> {
    let source = format!("run(f\"\"\"{text}\"\"\")");
    let code = Parsers::default().parse(Lang::Python, source.as_bytes()).unwrap();
    let defs = Defs::new(&code);
    let (node, _) = code.calls().next().unwrap();
    let call = code.call(node).unwrap();
    let pieces: Vec<Piece> = Builder::new(&defs).pieces(&call.args[0].value);
    scan(&pieces, start).slots
}

#[test]
fn holes_stand_where_sql_says() {
    use Slot::{Bare, Fragment, Limit, Name, Order, Placeholder, Quoted};
    let cases: &[(&str, &[Slot])] = &[
        ("SELECT * FROM t WHERE a = '{x}' AND b = {y}", &[Quoted, Bare]),
        ("SELECT {a}, {b} FROM {t} AS u WHERE {c} = 1", &[Name, Name, Name, Name]),
        ("SELECT a FROM t_{x} WHERE b LIKE '%{y}%'", &[Name, Quoted]),
        ("SELECT a FROM t WHERE b IN ({x}) AND c BETWEEN {y} AND {z}", &[Bare, Bare, Bare]),
        ("INSERT INTO {t} ({c}) VALUES ({x}, '{y}'), ({z})", &[Name, Name, Bare, Quoted, Bare]),
        ("UPDATE {t} SET {a} = {x}, {b} = 2 WHERE id = {y}", &[Name, Name, Bare, Name, Bare]),
        ("SELECT a FROM t ORDER BY {x} {y} LIMIT {z} OFFSET {w}", &[Order, Order, Limit, Limit]),
        ("SELECT a FROM t ORDER BY a, {x} LIMIT 3, {y}", &[Order, Limit]),
        ("SELECT a FROM t GROUP BY {x}", &[Name]),
        ("SELECT a FROM t WHERE {x} AND ({y})", &[Fragment, Fragment]),
        ("SELECT a FROM t WHERE a = :{x} OR b = @{y} OR c = ${z}", &[Placeholder, Placeholder, Placeholder]),
        ("SELECT a FROM t -- it's {x}\n WHERE b = '{y}'", &[Fragment, Quoted]),
        ("SELECT a FROM t /* ' {x} */ WHERE b = 'it''s {y}'", &[Fragment, Quoted]),
        ("SELECT a FROM `{x}` WHERE [b{y}] = 'c'", &[Name, Name]),
        ("SET LOCAL app.user = '{x}'", &[Quoted]),
        ("SELECT a FROM (SELECT b FROM {x} ORDER BY {y}) WHERE c = {z}", &[Name, Order, Bare]),
        ("SELECT max(a) FROM t WHERE lower(b) = lower('{x}')", &[Quoted]),
    ];
    for (text, want) in cases {
        assert_eq!(slots(text, Start::Statement), *want, "{text}");
    }
    assert_eq!(slots("{a} {b}", Start::Order), [Order, Order]);
    assert_eq!(slots("name = '{a}' OR {b} > 1", Start::Condition), [Quoted, Name]);
}
