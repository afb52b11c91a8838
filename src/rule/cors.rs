//! The tables of the CORS check: how each framework says which pages may read its answers. Plain data, the same in
//! `rules/cors/` and in the embedded bytes; a framework more is a file more.
//!
//! The build script includes this file by path, so it imports nothing of this crate.

use serde::{Deserialize, Serialize};

/// One file of `rules/cors/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorsTable {
    /// What kind of table it is.
    pub table: Kind,
    /// The framework, as people write it.
    pub framework: String,
    /// Texts of which a file must hold one, or the table says nothing about it. None: it speaks for every file.
    #[serde(default)]
    pub markers: Vec<String>,
    /// Packages whose import in quotes is such a text, too; what is imported as a whole may be called by any name, and
    /// is then what the first of `calls` is about.
    #[serde(default)]
    pub packages: Vec<String>,
    /// Endings of the names of files that it speaks for, such as `py`. None: all.
    #[serde(default)]
    pub endings: Vec<String>,
    /// What the framework answers where any origin may come, with credentials.
    #[serde(default)]
    pub star: Star,
    /// Names of settings that mean what they say wherever they stand in such a file.
    #[serde(default)]
    pub settings: Names,
    /// Names that are settings inside of one of the calls only.
    #[serde(default)]
    pub inside: Names,
    /// What sets CORS up.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// Names of values that mean any origin, method or header, such as `CorsConfiguration.ALL`.
    #[serde(default)]
    pub any: Vec<String>,
    /// Headers' names. Case, `-` and `_` do not count.
    #[serde(default)]
    pub headers: Names,
    /// Words with which the names of settings end in files and code that belong to no framework: `cors origins` is
    /// `CORS_ORIGINS`, `app.cors-origins` and `corsOrigins`.
    #[serde(default)]
    pub words: Names,
    /// The same, of names that need a `cors` somewhere above or before them.
    #[serde(default)]
    pub below: Names,
}

/// Tables of the CORS check begin with `table: cors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A table of the CORS check.
    Cors,
}

/// What a framework answers to an origin where all may come, and credentials may, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Star {
    /// `*`, which browsers refuse together with credentials.
    #[default]
    Sent,
    /// The origin itself, so that every page may use the visitor's session.
    Reflected,
    /// Nothing: it refuses to start.
    Refused,
}

/// Names by what they set. Names of calls are written as in `cors.Default`; of the path before the name only the last
/// part is compared.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// The origins: a text, a list, a function, or `true`.
    #[serde(default)]
    pub origins: Vec<String>,
    /// The origins, as regular expressions or patterns; what fits is given back to the browser.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Any origin, where it is `true` or called.
    #[serde(default)]
    pub any_origin: Vec<String>,
    /// The methods.
    #[serde(default)]
    pub methods: Vec<String>,
    /// Any method, where it is `true` or called.
    #[serde(default)]
    pub any_method: Vec<String>,
    /// The headers of requests.
    #[serde(default)]
    pub headers: Vec<String>,
    /// Any header, where it is `true` or called.
    #[serde(default)]
    pub any_header: Vec<String>,
    /// Whether cookies and other credentials go along.
    #[serde(default)]
    pub credentials: Vec<String>,
}

/// Something that sets CORS up, by its names.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Its names.
    pub names: Vec<String>,
    /// What it looks like.
    #[serde(default)]
    pub form: Form,
    /// Whether any origin may come where nothing is said of origins.
    #[serde(default)]
    pub open: bool,
    /// Whether origins may also be named by a setting elsewhere in the file.
    #[serde(default)]
    pub configured: bool,
    /// Whether it means any origin whatever is said.
    #[serde(default)]
    pub any_origin: bool,
    /// Whether it lets credentials in by itself.
    #[serde(default)]
    pub credentials: bool,
    /// Positions of arguments that are settings in a map.
    #[serde(default)]
    pub options: Vec<u8>,
    /// Names of arguments that are settings in a map, or hold maps of settings.
    #[serde(default)]
    pub nested: Vec<String>,
    /// Whether arguments without a name are origins.
    #[serde(default)]
    pub origins: bool,
}

/// What something that sets CORS up looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// `name(…)`.
    #[default]
    Call,
    /// `@name` or `@name(…)`.
    Mark,
    /// `name{…}`.
    Literal,
    /// `name: true` or `name: {…}`.
    Key,
    /// `name(…)`, and what is set is called behind it: `.name(…).allowedOrigins(…)`.
    Chain,
}
