//! The rules that are on, and where to find each by its id.

use super::Rule;
use crate::finding::RuleId;

/// Rules sorted by id.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

impl RuleSet {
    /// Takes rules in any order; ids are unique (the pack loader refuses duplicates).
    #[must_use]
    pub fn new(mut rules: Vec<Rule>) -> Self {
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        Self { rules }
    }

    /// All of them, sorted by id.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id.
    #[must_use]
    pub fn get(&self, id: &RuleId) -> Option<&Rule> {
        self.find(id.as_str()).map(|(_, rule)| rule)
    }

    /// The rule with this id, and its position, by which matches name it.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(u32, &Rule)> {
        let at = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        Some((at as u32, &self.rules[at]))
    }
}
