//! Code, read so that a check is written once for all languages.
//!
//! [`Lang`] says what language a file is in, [`Parsers`] (one a thread) makes its [`Code`]: the tree as a flat list of
//! [`Node`]s. Nobody above needs the grammars' words: a node is asked for its [`Expr`], which is the same in all
//! languages, and [`Defs`] says what names stand for.
//!
//! ```
//! use bartizan::syntax::code::{Defs, Kind, Lang, Parsers};
//!
//! let text = b"ORIGINS = ['https://a.example']\nORIGINS.append('*')\napp.use(Cors, origins=ORIGINS or None)\n";
//! let code = Parsers::default().parse(Lang::Python, text).unwrap();
//! let defs = Defs::new(&code);
//! // Every call, cheaply, with the last part of its name; a call is lowered when it is wanted.
//! let (node, _) = code.calls().find(|(_, name)| *name == b"use").unwrap();
//! let call = code.call(node).unwrap();
//! assert_eq!(call.path(), "app.use");
//! assert_eq!(call.arg(0).and_then(|arg| arg.name()), Some("Cors"));
//! // An argument by name or position; a fallback is a choice.
//! let origins = call.argument(1, &["origins", "allow_origins"]).unwrap();
//! assert!(matches!(&origins.kind, Kind::Choice(choice) if choice.fallback));
//! // What it can be: names followed, choices opened, lists with what was added to them.
//! let values = defs.values(origins);
//! let list = values[0].list().unwrap();
//! assert_eq!(list[1].text(), Some("*"));
//! ```
//!
//! - **Calls**: [`Code::calls`], [`Code::call`]; `new X()`, annotations and decorators are calls too ([`CallForm`]), with
//!   [`Arg::name`] for Python's keywords and the fields of annotations. [`Call::path`] is the whole of what is called.
//! - **Maps**: [`Kind::Map`] is a dict, an object, a Go map or a composite literal ([`Map::of`] is its type);
//!   [`Map::get`], [`Map::entry`] (with its place), [`Map::is_open`] (something unknown is spread into it).
//!   Every one of a file: `code.walk().map(|node| code.expr(node))` is dear; filter by [`Node::kind`] or by bytes first.
//! - **Texts**: [`Kind::Text`] is decoded; [`Kind::Template`] has [`Part`]s. [`built`] puts formats, builders and joins
//!   together as well.
//! - **Fallbacks**: [`Kind::Choice`]: `a || "*"`, `a ?? b`, `x or y`, ternaries. `getenv("X", "*")` is a call.
//! - **Statements**: [`Defs::assignments`] (targets are lowered by [`Code::expr`] as well: `headers["X"] = …` has a
//!   [`Kind::Index`]), [`Defs::named`], [`Defs::reaching`], [`Defs::function`] with parameters and their types,
//!   [`Defs::imports`].
//!
//! Everything is bounded: a text above [`LARGEST`] or too ambiguous has no tree ([`Unparsed`] says why), expressions
//! deeper than 64 levels are [`Kind::Other`], names are followed [`defs::HOPS`] times. Code that does not parse is read before
//! and behind the error ([`Code::broken`]).

pub mod built;
pub mod defs;
mod expr;
mod lang;
mod lower;
mod parse;
#[cfg(test)]
mod tests;
mod tree;

pub use defs::{Assignment, Binding, Defs, Function, How, Imports, Reaching};
pub use expr::{Arg, Call, CallForm, Choice, Entry, Expr, Form, Kind, Map, Part};
pub use lang::Lang;
pub use parse::{LARGEST, Parsers, Unparsed};
pub use tree::{Code, Id, Node};
