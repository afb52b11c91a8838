//! An expression as all languages have it: what checks look at, so that each is written once.

use std::fmt;
use std::ops::Range;

use super::tree::Id;

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// The node that it was made from.
    pub node: Id,
    /// Where it stands.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A literal text, escapes decoded.
    Text(String),
    /// A text with holes: an f-string, a template literal, or a `+` of which one part is a text.
    Template(Vec<Part>),
    /// A `+` of which no part is a text as it stands.
    Sum(Vec<Expr>),
    /// Python's `text % values`.
    Percent(Box<Expr>, Box<Expr>),
    /// A number, or arithmetic, or a comparison: whatever its parts are, it is no text.
    Number,
    /// `true` or `false`.
    Bool(bool),
    /// `None`, `null`, `undefined`, `nil`.
    Null,
    /// A list, tuple, set, array or slice.
    List(Vec<Expr>),
    /// A dict, an object, a map, or a composite literal with names.
    Map(Map),
    /// A list made from another: Python's comprehensions; what every element is.
    Each(Box<Expr>),
    /// A call, a `new`, an annotation, a decorator.
    Call(Box<Call>),
    /// A name, or a path of names such as `req.query.id` or `self.table`; `?.` is `.`.
    Name(String),
    /// `x.name` where `x` is no path of names, as in `f().name`.
    Member(Box<Expr>, String),
    /// `x[key]`.
    Index(Box<Expr>, Box<Expr>),
    /// One of several: `c ? a : b`, `a || b`, `a ?? b`, `x or y`, a `switch` with values.
    Choice(Choice),
    /// A tagged template: the tag, and what stands in it.
    Tagged(String, Vec<Part>),
    /// A cast, with the type as it is written: Java's `(int) x`, Go's `x.(string)`.
    Cast(String, Box<Expr>),
    /// `*args`, `...args`, `**kwargs`.
    Spread(Box<Expr>),
    /// A function without a name; what it gives, where it is a single expression.
    Function(Option<Box<Expr>>),
    /// Anything else, broken code, and what is nested deeper than anybody writes.
    Other,
}

/// A part of a text that is put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// It stands there.
    Text(String, Range<usize>),
    /// A value is put there.
    Hole(Expr, Form),
}

/// How the value in a hole is written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    #[default]
    Plain,
    /// As a number, or not at all: `%d`, `{:.2f}`.
    Number,
    /// In quotes of the language's own: `%q`, `%r`, `{!r}`.
    Quoted,
}

/// Names and values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Its type, where one is written: Go's `cors.Config{…}`.
    pub of: Option<String>,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// A name and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The name, where it stands there, as a text or as a name; `None` where it is computed, and for what is spread.
    pub key: Option<String>,
    /// Where it stands.
    pub span: Range<usize>,
    /// The name as an expression, where there is one.
    pub name: Option<Expr>,
    /// What it is.
    pub value: Expr,
}

/// A call of a function or method, a `new`, or an annotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The last part of what is called: `execute`.
    pub name: String,
    /// What stands before it: `cursor`.
    pub receiver: Option<Expr>,
    /// Its arguments, in order.
    pub args: Vec<Arg>,
    /// What makes it.
    pub form: CallForm,
}

/// What makes a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallForm {
    /// A plain call.
    Plain,
    /// `new X(…)`.
    New,
    /// An annotation or a decorator, with or without arguments.
    Mark,
}

/// An argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arg {
    /// Its name, where one is written: Python's keywords, the fields of Java's annotations.
    pub name: Option<String>,
    /// Its value.
    pub value: Expr,
}

/// One of several values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What decides, where something is written: not in `a || b`.
    pub by: Option<Id>,
    /// Whether the last is what holds where the others are empty: `a || b`, `a ?? b`, `x or y`.
    pub fallback: bool,
    /// The values.
    pub options: Vec<Expr>,
}

impl Expr {
    /// The text, where it is a literal one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }

    /// The name or path of names, where it is one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        if let Kind::Name(name) = &self.kind { Some(name) } else { None }
    }

    /// The call, where it is one.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        if let Kind::Call(call) = &self.kind { Some(call) } else { None }
    }

    /// The elements, where it is a list.
    #[must_use]
    pub fn list(&self) -> Option<&[Self]> {
        if let Kind::List(list) = &self.kind { Some(list) } else { None }
    }

    /// The map, where it is one.
    #[must_use]
    pub fn map(&self) -> Option<&Map> {
        if let Kind::Map(map) = &self.kind { Some(map) } else { None }
    }

    /// The last name of a path of names, or of what it is a member of or calls: `execute` of `db.session().execute`.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => name.rsplit('.').next(),
            Kind::Member(_, name) => Some(name),
            Kind::Call(call) => Some(&call.name),
            Kind::Index(of, _) => of.last_name(),
            Kind::Cast(_, of) => of.last_name(),
            _ => None,
        }
    }

    /// What it is written as, with `()` for calls and `[]` for elements: `self.pool.get().cursor()`. Empty where it
    /// does not begin with a name.
    #[must_use]
    pub fn path(&self) -> String {
        match &self.kind {
            Kind::Name(name) => name.clone(),
            Kind::Member(of, name) => joined(&of.path(), name),
            Kind::Call(call) => call.path() + "()",
            Kind::Index(of, _) => of.path() + "[]",
            Kind::Cast(_, of) => of.path(),
            _ => String::new(),
        }
    }

    /// Whether it is a literal of any kind, with literals inside.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        match &self.kind {
            Kind::Text(_) | Kind::Number | Kind::Bool(_) | Kind::Null => true,
            Kind::List(list) => list.iter().all(Self::is_literal),
            Kind::Map(map) => map.entries.iter().all(|entry| entry.value.is_literal()),
            _ => false,
        }
    }
}

impl Call {
    /// The whole of what is called: `self.cursor().execute`.
    #[must_use]
    pub fn path(&self) -> String {
        joined(&self.receiver.as_ref().map(Expr::path).unwrap_or_default(), &self.name)
    }

    /// The argument with a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Expr> {
        self.args.iter().find(|arg| arg.name.as_deref() == Some(name)).map(|arg| &arg.value)
    }

    /// The argument at a position, counting only those without a name; nothing at or behind a spread one.
    #[must_use]
    pub fn arg(&self, position: usize) -> Option<&Expr> {
        let mut plain = self.args.iter().filter(|arg| arg.name.is_none()).map(|arg| &arg.value);
        let before = plain.clone().take(position + 1).any(|value| matches!(value.kind, Kind::Spread(_)));
        if before { None } else { plain.nth(position) }
    }

    /// The argument with one of these names, or else the one at `position`.
    #[must_use]
    pub fn argument(&self, position: usize, names: &[&str]) -> Option<&Expr> {
        names.iter().find_map(|name| self.named(name)).or_else(|| self.arg(position))
    }
}

impl Map {
    /// The value of a name; of several the last, which is the one that holds.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Expr> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a name; of several the last.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rfind(|entry| entry.key.as_deref() == Some(key))
    }

    /// Whether something is spread into it whose names are not known here.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.value.kind, Kind::Spread(_)))
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
