//! The check's words, made ready to be asked for.

use std::collections::HashSet;

use crate::rule::{EnvWords, env_words};

/// The table and what is looked up in it often.
#[derive(Debug)]
pub(in crate::check) struct Words {
    pub(in crate::check) table: EnvWords,
    defaults: HashSet<Box<str>>,
    weak: HashSet<Box<str>>,
}

impl Words {
    /// Those that are part of bartizan.
    pub(in crate::check) fn embedded() -> Self {
        let table = env_words();
        let set = |words: &[String]| words.iter().map(|word| word.as_str().into()).collect();
        Self { defaults: set(&table.values.defaults), weak: set(&table.values.weak), table }
    }

    /// Whether a value, in lower case, is one that everybody sets up.
    pub(in crate::check) fn is_default(&self, value: &str) -> bool {
        self.defaults.contains(value)
    }

    /// Whether a word, in lower case, stands in passwords for trying things out.
    pub(in crate::check) fn is_weak(&self, word: &str) -> bool {
        self.weak.contains(word) || self.defaults.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_lower_case_and_says_nothing_twice() {
        let table = env_words();
        assert_eq!(table.table, "env-example");
        let lists = [
            &table.files.env,
            &table.files.template,
            &table.files.sealed,
            &table.files.shared,
            &table.files.other,
            &table.keys.stems,
            &table.keys.words,
            &table.keys.tails,
            &table.keys.about,
            &table.keys.plain,
            &table.keys.public,
            &table.keys.browser,
            &table.keys.flags,
            &table.keys.trial,
            &table.keys.harmless,
            &table.values.references,
            &table.values.defaults,
            &table.values.weak,
            &table.hosts.local,
            &table.hosts.endings,
            &table.hosts.examples,
        ];
        for list in lists {
            let mut seen = HashSet::new();
            for word in list {
                assert!(!word.is_empty() && *word == word.to_lowercase(), "{word}");
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
    }
}
