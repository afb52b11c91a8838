//! The tables of a language, ready to be asked.

use std::collections::HashMap;

use crate::rule::sql::{Sink, SqlTable};
use crate::rule::sql_tables;
use crate::syntax::code::Lang;

/// The tables of all languages.
#[derive(Debug)]
pub(super) struct Tables(Vec<Table>);

/// What is known of a language.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) written: SqlTable,
    /// Sinks by the last part of their names; of several the first that fits.
    sinks: HashMap<String, Vec<usize>>,
}

impl Tables {
    pub(super) fn new() -> Self {
        Self(sql_tables().into_iter().map(Table::new).collect())
    }

    pub(super) fn of(&self, lang: Lang) -> Option<&Table> {
        self.0.iter().find(|table| table.written.language == lang.family())
    }
}

impl Table {
    fn new(written: SqlTable) -> Self {
        let mut sinks: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, sink) in written.sinks.iter().enumerate() {
            for call in &sink.calls {
                sinks.entry(call.clone()).or_default().push(at);
            }
        }
        Self { written, sinks }
    }

    /// The sinks that a call of this name may be.
    pub(super) fn sinks(&self, name: &str) -> impl Iterator<Item = &Sink> {
        self.sinks.get(name).into_iter().flatten().filter_map(|&at| self.written.sinks.get(at))
    }

    /// Whether a call of this name may be a sink.
    pub(super) fn knows(&self, name: &[u8]) -> bool {
        std::str::from_utf8(name).is_ok_and(|name| self.sinks.contains_key(name))
    }

    /// Whether a name is called like a database: one of its words is.
    pub(super) fn is_database(&self, path: &str) -> bool {
        path.split(['.', '(', ')', '[', ']']).filter(|part| !part.is_empty()).any(|part| {
            self.written.databases.iter().any(|word| part.eq_ignore_ascii_case(word) || has_word(part, word))
        })
    }
}

/// Whether one of the words of a name, camelCase or with underscores, is `word`, in any case; digits and an `s` behind
/// it do not count.
pub(super) fn has_word(name: &str, word: &str) -> bool {
    words(name).any(|own| {
        let own = own.trim_end_matches(|c: char| c.is_ascii_digit());
        own.eq_ignore_ascii_case(word) || own.strip_suffix('s').is_some_and(|one| one.eq_ignore_ascii_case(word))
    })
}

/// The words of a name.
pub(super) fn words(name: &str) -> impl Iterator<Item = &str> {
    let bytes = name.as_bytes();
    let mut from = 0;
    let mut out = Vec::new();
    for at in 1..=bytes.len() {
        let ends = at == bytes.len()
            || !bytes[at].is_ascii_alphanumeric()
            || !bytes[at - 1].is_ascii_alphanumeric()
            || (bytes[at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase());
        if ends {
            out.push(name.get(from..at).unwrap_or_default());
            from = at;
        }
    }
    out.into_iter().filter(|word| word.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric))
}

/// Whether a list of a table names this.
pub(super) fn listed(list: &[String], name: &str) -> bool {
    list.iter().any(|known| known == name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

    use super::*;

    #[test]
    fn every_language_has_a_table() {
        let tables = Tables::new();
        for lang in Lang::ALL {
            let table = tables.of(lang).unwrap();
            assert!(table.sinks("query").chain(table.sinks("Query")).next().is_some(), "{lang:?}");
        }
    }

    #[test]
    fn a_database_is_known_by_a_word_of_its_name() {
        let tables = Tables::new();
        let table = tables.of(Lang::JavaScript).unwrap();
        for yes in ["db", "this.pool", "userDb", "my_connection", "getClient()", "this.dataSource.manager"] {
            assert!(table.is_database(yes), "{yes}");
        }
        for no in ["child", "re", "cache", "feedback", "SELECTED", ""] {
            assert!(!table.is_database(no), "{no}");
        }
    }
}
