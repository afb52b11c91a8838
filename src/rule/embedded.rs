//! The packs that are part of bartizan, as the build script turned them into bytes.

use std::sync::OnceLock;

use super::carry::Carried;
use super::cors::CorsTable;
use super::def::{RuleDef, RuleText};
use super::env_words::EnvWords;
use super::sql::SqlTable;
use super::{Provenance, Rule};

static RULES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));
static ENV_WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/env_words.bin"));
static CORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cors.bin"));
static SQL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sql.bin"));
static TEXTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/texts.bin"));

/// One embedded rule: pack, provider, definition (help, references and examples left empty), and its carriage.
pub(crate) type Stored = (String, Option<String>, RuleDef, Carried);

/// All embedded rules.
///
/// # Panics
/// Never: the bytes were written by the build script of this very build, and a test decodes them.
#[must_use]
pub fn embedded() -> Vec<Rule> {
    #[expect(clippy::unwrap_used, reason = "written by this build's own build script")]
    let stored: Vec<Stored> = postcard::from_bytes(RULES).unwrap();
    stored
        .into_iter()
        .enumerate()
        .map(|(index, (pack, provider, def, carried))| {
            Rule::new(&pack, provider.as_deref(), def, carried, Provenance::Embedded { index })
        })
        .collect()
}

/// Help, references and examples of embedded rule `index`; decoded on first use.
///
/// # Panics
/// Never, as above.
#[must_use]
pub fn embedded_text(index: usize) -> &'static RuleText {
    &texts()[index].1
}

/// The name of the file that embedded rule `index` stands in, such as `github`: its page in `docs/rules/` has it too.
///
/// # Panics
/// Never, as above.
#[must_use]
pub fn embedded_page(index: usize) -> &'static str {
    &texts()[index].0
}

/// The tables of the CORS check, one a framework.
///
/// # Panics
/// Never, as above.
#[must_use]
pub fn cors_tables() -> Vec<CorsTable> {
    #[expect(clippy::unwrap_used, reason = "written by this build's own build script")]
    postcard::from_bytes(CORS).unwrap()
}

/// The tables of the SQL check, one a language.
///
/// # Panics
/// Never, as above.
#[must_use]
pub fn sql_tables() -> Vec<SqlTable> {
    #[expect(clippy::unwrap_used, reason = "written by this build's own build script")]
    postcard::from_bytes(SQL).unwrap()
}

fn texts() -> &'static [(String, RuleText)] {
    static DECODED: OnceLock<Vec<(String, RuleText)>> = OnceLock::new();
    #[expect(clippy::unwrap_used, reason = "written by this build's own build script")]
    DECODED.get_or_init(|| postcard::from_bytes(TEXTS).unwrap())
}

/// The words that the check of environment templates goes by; decoded anew, so whoever needs them keeps them.
///
/// # Panics
/// Never, as above.
#[must_use]
pub fn env_words() -> EnvWords {
    #[expect(clippy::unwrap_used, reason = "written by this build's own build script")]
    postcard::from_bytes(ENV_WORDS).unwrap()
}
