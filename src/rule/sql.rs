//! The tables of the SQL check: what runs statements in a language, and what makes a value harmless. Plain data, the
//! same in `rules/sql/` and in the embedded bytes; a language more is a file more.
//!
//! The build script includes this file by path, so it imports nothing of this crate.

use serde::{Deserialize, Serialize};

/// One file of `rules/sql/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SqlTable {
    /// What kind of table it is.
    pub table: Kind,
    /// The language, as [`crate::syntax::code::Lang::family`] calls it.
    pub language: String,
    /// What runs statements, or takes parts of them.
    pub sinks: Vec<Sink>,
    /// Words of which a receiver's name holds one where it is a database: `conn`, `cursor`.
    pub databases: Vec<String>,
    /// Calls whose text is for people: logs, messages, errors.
    pub speaking: Vec<String>,
    /// Calls that give a quoted name, or something that was made safe as a whole.
    pub quoting: Vec<String>,
    /// Calls that escape a value: better than nothing.
    pub escaping: Vec<String>,
    /// Calls and members that give a number, a date, or something else that holds no quote.
    pub numeric: Vec<String>,
    /// Types that hold no quote.
    pub numeric_types: Vec<String>,
    /// Types that hold any text. A parameter of any other type is one of the project's own, often an enumeration.
    pub text_types: Vec<String>,
    /// Names of what holds placeholders, in lower case, as parts.
    pub placeholders: Vec<String>,
    /// Members and calls that tell what the code itself is called: of models, classes, enumerations.
    pub metadata: Vec<String>,
    /// Parts of a path that say that a value comes with a request.
    pub requests: Vec<String>,
    /// Calls that hand out what a request brings.
    pub request_calls: Vec<String>,
}

/// What runs a statement, or takes a part of one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sink {
    /// The last parts of their names, in exactly this case.
    pub calls: Vec<String>,
    /// Which arguments may be the text, the first that is one: 0 is the first.
    #[serde(default = "first")]
    pub arguments: Vec<u8>,
    /// Names of the argument, or of the field of an object that stands there.
    #[serde(default)]
    pub names: Vec<String>,
    /// What it takes.
    #[serde(default)]
    pub takes: Takes,
    /// Whether the name is so common that the receiver must be called like a database.
    #[serde(default)]
    pub common: bool,
    /// Where the text must stand in one of these calls, because it is a name otherwise.
    #[serde(default)]
    pub inside: Vec<String>,
}

/// What a sink takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    /// A whole statement.
    #[default]
    Statement,
    /// A condition, or another part in which values stand.
    Condition,
    /// What a result is ordered by.
    Order,
    /// Columns.
    Columns,
}

/// Tables of the SQL check begin with `table: sql`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A table of the SQL check.
    Sql,
}

fn first() -> Vec<u8> {
    vec![0]
}
