//! Texts as they are put together: formats, concatenation, builders, joins and the names between them, all as one list
//! of literal pieces and holes.
//!
//! What is a constant (a literal, a name that only ever is one, a choice among literals, a lookup in a table of them) is
//! a literal piece. What is left as a hole is a value that this file does not decide.

mod calls;
mod format;

use std::cell::Cell;
use std::ops::Range;

use super::defs::{Defs, HOPS, How, Reaching};
use super::expr::{Choice, Expr, Form, Kind, Part};
use super::tree::Node;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Known text, and the node's place that it comes from.
    Text(String, Range<usize>),
    /// A value that is put there.
    Hole(Hole),
}

impl Piece {
    /// The text with its place, where it is one.
    #[must_use]
    pub const fn text(&self) -> Option<(&String, &Range<usize>)> {
        if let Self::Text(text, span) = self { Some((text, span)) } else { None }
    }

    /// The hole, where it is one.
    #[must_use]
    pub const fn hole(&self) -> Option<&Hole> {
        if let Self::Hole(hole) = self { Some(hole) } else { None }
    }
}

/// A value that is put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// What is put there, as it is written where the text is put together.
    pub expr: Expr,
    /// How it is written out.
    pub form: Form,
    /// How it comes to be part of the text.
    pub made: Made,
    /// It is every element of a list, with this between them.
    pub joined: bool,
}

/// How a value comes to be part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// An f-string or a template literal.
    Interpolation,
    /// `+`, `concat`, `+=`, a builder.
    Concatenation,
    /// `%`, `.format`, `Sprintf`, `String.format`, `.replace`.
    Formatting,
    /// A `join` of several.
    Join,
}

/// Puts texts of one file together. What it does is bounded, over all of the file.
#[derive(Debug)]
pub struct Builder<'d> {
    defs: &'d Defs<'d>,
    fuel: Cell<u32>,
}

/// The most pieces that a text is followed to.
const MOST: usize = 512;

impl<'d> Builder<'d> {
    /// A builder over the definitions of a file.
    #[must_use]
    pub fn new(defs: &'d Defs<'d>) -> Self {
        let nodes = defs.code().len() as u32;
        Self { defs, fuel: Cell::new(nodes.saturating_mul(4).saturating_add(4096)) }
    }

    /// The definitions.
    #[must_use]
    pub const fn defs(&self) -> &'d Defs<'d> {
        self.defs
    }

    /// The pieces of a text that is put together in `expr`, or in what its names stand for. An expression that is no
    /// text is a single hole.
    #[must_use]
    pub fn pieces(&self, expr: &Expr) -> Vec<Piece> {
        merged(self.of(expr, HOPS, Made::Concatenation))
    }

    /// Whether an expression is known text throughout; which one, where it is one of several, does not matter.
    #[must_use]
    pub fn constant(&self, expr: &Expr) -> Option<String> {
        known(&self.of(expr, HOPS, Made::Concatenation))
    }

    fn of(&self, expr: &Expr, hops: usize, made: Made) -> Vec<Piece> {
        let left = self.fuel.get();
        self.fuel.set(left.saturating_sub(1));
        if left == 0 {
            return vec![whole(expr, made)];
        }
        let mut out = match &expr.kind {
            Kind::Text(text) => vec![Piece::Text(text.clone(), expr.span.clone())],
            Kind::Template(parts) => self.parts(parts, hops, self.interpolates(expr)),
            Kind::Sum(list) => list.iter().flat_map(|part| self.of(part, hops, Made::Concatenation)).collect(),
            Kind::Percent(text, values) => self.percent(text, values, hops),
            Kind::Call(call) => self.call(expr, call, hops).unwrap_or_else(|| vec![whole(expr, made)]),
            Kind::Name(name) => self.name(expr, name, hops, made),
            Kind::Choice(choice) => self.choice(expr, choice, hops, made),
            Kind::Index(of, _) => {
                self.lookup(of, None, hops).map_or_else(|| vec![whole(expr, made)], |text| vec![text])
            }
            Kind::Cast(of, value) if of.to_ascii_lowercase().contains("string") => self.of(value, hops, made),
            Kind::Bool(true) => vec![Piece::Text("true".into(), expr.span.clone())],
            Kind::Bool(false) => vec![Piece::Text("false".into(), expr.span.clone())],
            // A number, as long as it is written there.
            Kind::Number if self.digits(expr) => {
                vec![Piece::Text(self.node(expr).text().into_owned(), expr.span.clone())]
            }
            _ => vec![whole(expr, made)],
        };
        out.truncate(MOST);
        out
    }

    fn node(&self, expr: &Expr) -> Node<'d> {
        self.defs.code().node(expr.node)
    }

    fn digits(&self, expr: &Expr) -> bool {
        let bytes = self.node(expr).bytes();
        !bytes.is_empty() && bytes.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
    }

    /// Whether a template is one literal, and not a chain of `+`.
    fn interpolates(&self, expr: &Expr) -> Made {
        match self.node(expr).kind() {
            "string" | "concatenated_string" | "template_string" => Made::Interpolation,
            _ => Made::Concatenation,
        }
    }

    fn parts(&self, parts: &[Part], hops: usize, made: Made) -> Vec<Piece> {
        let piece = |part: &Part| match part {
            Part::Text(text, span) => vec![Piece::Text(text.clone(), span.clone())],
            Part::Hole(value, form) => self.hole(value, *form, hops, made),
        };
        parts.iter().flat_map(piece).collect()
    }

    /// What is put into a hole: text, where it is known or put together here.
    fn hole(&self, value: &Expr, form: Form, hops: usize, made: Made) -> Vec<Piece> {
        let inner = self.of(value, hops, made);
        if form == Form::Plain && inner.iter().any(|piece| matches!(piece, Piece::Text(..))) {
            return inner;
        }
        if known(&inner).is_some() {
            return inner;
        }
        match inner.as_slice() {
            // Every element of a list, or what a builder holds.
            [Piece::Hole(hole)] if hole.joined => inner,
            _ => vec![Piece::Hole(Hole { expr: value.clone(), form, made, joined: false })],
        }
    }

    fn name(&self, expr: &Expr, name: &str, hops: usize, made: Made) -> Vec<Piece> {
        let unknown = || vec![whole(expr, made)];
        let Some(hops) = hops.checked_sub(1) else { return unknown() };
        let Some(reaching) = self.defs.reaching(name, self.node(expr)) else { return unknown() };
        let Reaching { sets, adds, .. } = &reaching;
        let mut base: Option<Vec<Piece>> = None;
        for set in sets {
            let pieces = match (set.how, set.part, self.defs.value_of(set)) {
                (How::Set, None, Some(value)) => self.of(&value, hops, made),
                // `column, ok := allowed[key]`
                (How::Set, Some(0), Some(Expr { kind: Kind::Index(of, _), .. })) => {
                    self.lookup(&of, None, hops).map_or_else(unknown, |text| vec![text])
                }
                (How::Loop, part, Some(list)) => {
                    self.element(&list, part, hops).map_or_else(unknown, |text| vec![text])
                }
                (How::Member, _, _) => vec![Piece::Text(name.to_owned(), expr.span.clone())],
                // A declaration without a value: nothing is in it yet.
                (How::Set, None, None) if sets.len() > 1 || !adds.is_empty() => continue,
                _ => unknown(),
            };
            base = Some(match base {
                None => pieces,
                Some(before) => worse(before, pieces),
            });
        }
        let declared = base.is_none() && !sets.is_empty();
        let mut out = base.unwrap_or_else(|| if declared { Vec::new() } else { unknown() });
        // A name with no text in it is the value itself, whatever else was given before.
        if adds.is_empty() {
            if known(&out).is_none() && !out.iter().any(|piece| matches!(piece, Piece::Text(..))) && !joins(&out) {
                return unknown();
            }
            return out;
        }
        for add in adds {
            if let Some(value) = self.defs.value_of(add) {
                out.extend(self.of(&value, hops, Made::Concatenation));
            }
        }
        out
    }

    /// A choice: text where all options are, else the option that is put together here.
    fn choice(&self, expr: &Expr, choice: &Choice, hops: usize, made: Made) -> Vec<Piece> {
        let options = choice.options.iter().map(|option| self.of(option, hops, made));
        let Some(worst) = options.reduce(worse) else { return vec![whole(expr, made)] };
        if worst.iter().any(|piece| matches!(piece, Piece::Text(..))) { worst } else { vec![whole(expr, made)] }
    }

    /// An element of a list or map that holds nothing but literals, or that falls back to one.
    fn lookup(&self, of: &Expr, fallback: Option<&Expr>, hops: usize) -> Option<Piece> {
        hops.checked_sub(1)?;
        if fallback.is_some_and(|value| self.constant_in(value, hops).is_none()) {
            return None;
        }
        let mut found = None;
        for value in self.defs.values(of) {
            let text = match &value.kind {
                Kind::Map(map) => {
                    let mut texts = map.entries.iter().map(|entry| self.constant_in(&entry.value, hops - 1));
                    texts.try_fold(String::new(), |last, text| {
                        text.map(|text| if last.is_empty() { text } else { last })
                    })?
                }
                Kind::List(_) => known(&[self.element(&value, None, hops)?])?,
                // `Map.of("name", "name")`, `new Set(["a"])`, `frozenset({"a"})`.
                Kind::Call(call)
                    if !call.args.is_empty() && call.args.iter().all(|arg| self.listed(&arg.value, hops)) =>
                {
                    call.args.iter().find_map(|arg| arg.value.text()).unwrap_or_default().to_owned()
                }
                _ => return None,
            };
            found = Some(Piece::Text(text, of.span.clone()));
        }
        found
    }

    fn listed(&self, value: &Expr, hops: usize) -> bool {
        match &value.kind {
            Kind::List(list) => list.iter().all(|item| self.listed(item, hops.saturating_sub(1))),
            Kind::Map(map) => map.entries.iter().all(|entry| entry.value.is_literal()),
            Kind::Call(call) if hops > 0 => call.args.iter().all(|arg| self.listed(&arg.value, hops - 1)),
            _ => value.is_literal(),
        }
    }

    fn constant_in(&self, value: &Expr, hops: usize) -> Option<String> {
        known(&self.of(value, hops, Made::Concatenation))
    }

    /// What every element of a list is, where all are known text.
    fn element(&self, list: &Expr, part: Option<usize>, hops: usize) -> Option<Piece> {
        let hops = hops.checked_sub(1)?;
        let mut first = None;
        for value in self.defs.values(list) {
            for item in value.list()? {
                let item = match (&item.kind, part) {
                    (Kind::List(parts), Some(part)) => parts.get(part)?,
                    _ => item,
                };
                let text = self.constant_in(item, hops)?;
                first.get_or_insert(text);
            }
        }
        Some(Piece::Text(first?, list.span.clone()))
    }
}

fn whole(expr: &Expr, made: Made) -> Piece {
    Piece::Hole(Hole { expr: expr.clone(), form: Form::Plain, made, joined: false })
}

fn joins(pieces: &[Piece]) -> bool {
    matches!(pieces, [Piece::Hole(hole)] if hole.joined)
}

/// The text, where there is no hole in it.
fn known(pieces: &[Piece]) -> Option<String> {
    let text = |piece: &Piece| if let Piece::Text(text, _) = piece { Some(text.clone()) } else { None };
    if pieces.is_empty() { None } else { pieces.iter().map(text).collect() }
}

/// Of two texts the one that says more: with a hole rather than without, with text rather than a bare value, the longer.
fn worse(a: Vec<Piece>, b: Vec<Piece>) -> Vec<Piece> {
    let rank = |pieces: &[Piece]| {
        let hole = pieces.iter().any(|piece| matches!(piece, Piece::Hole(_)));
        let text: usize =
            pieces.iter().map(|piece| if let Piece::Text(text, _) = piece { text.len() } else { 0 }).sum();
        (hole, text)
    };
    if rank(&b) > rank(&a) { b } else { a }
}

/// Joins neighbouring texts of one place.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Text(before, span)), Piece::Text(text, more)) if span.end <= more.start => {
                before.push_str(&text);
                span.end = more.end;
            }
            (_, piece) => out.push(piece),
        }
    }
    out
}
