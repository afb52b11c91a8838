//! The env-example check: templates of environment variables that hold what can be used, and real files that a
//! repository holds.
//!
//! One file at a time it judges what a template says ([`template`]) and what a real file holds ([`real`]). Whether a
//! template's value is in use, and whether git tracks a real file, is decided at the end of the run ([`beside`],
//! [`tracked`]). Real files are read to be compared with even where git ignores them; no value of them is kept beyond
//! its keyed hash, and nothing outside of the tree is read.

mod beside;
pub(super) mod credentials;
mod names;
mod real;
pub(super) mod role;
mod settings;
mod template;
mod tracked;
pub(super) mod words;
pub(super) mod worth;

use super::{Check, Claimed, Cx, Match, Whole};
use crate::finding::Finding;
use crate::rule::def::CheckName;
use crate::rule::{Rule, RuleSet};
use crate::source::Blob;
use names::{Kind, kind};
use words::Words;

/// The check over one rule set.
#[derive(Debug)]
pub struct EnvExample<'r> {
    rules: &'r [Rule],
    leaked: Option<u32>,
    equal: Option<u32>,
    tracked: Option<u32>,
    words: Words,
}

impl<'r> EnvExample<'r> {
    /// Looks up the check's rules; those that are off are not spoken for.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        let position = |id: &str| {
            let (at, rule) = rules.find(id)?;
            (rule.def.check == Some(CheckName::EnvExample)).then_some(at)
        };
        Self {
            rules: rules.rules(),
            leaked: position("env-example/leaked-value"),
            equal: position("env-example/equals-real-value"),
            tracked: position("env-example/tracked-env-file"),
            words: Words::embedded(),
        }
    }

    /// Rule `id`, if it is on and looks at the file.
    fn rule(&self, id: Option<u32>, blob: &Blob<'_>) -> Option<(u32, &'r Rule)> {
        let id = id?;
        let rule = &self.rules[id as usize];
        rule.looks_at(&blob.origin.path).then_some((id, rule))
    }
}

impl Check for EnvExample<'_> {
    fn name(&self) -> Option<CheckName> {
        Some(CheckName::EnvExample)
    }

    fn wants(&self, blob: &Blob<'_>) -> bool {
        match kind(blob.origin.path.as_bytes(), &self.words) {
            Some(Kind::Template) => self.leaked.is_some() || self.equal.is_some(),
            Some(Kind::Real { .. }) => self.tracked.is_some(),
            None => false,
        }
    }

    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>) {
        match kind(blob.origin.path.as_bytes(), &self.words) {
            Some(Kind::Template) => template::run(self, blob, cx, matches),
            Some(Kind::Real { private }) => real::run(self, blob, private, cx, matches),
            None => {}
        }
    }

    fn conclude(&self, whole: &Whole<'_>, claimed: Vec<Claimed>) -> Vec<Finding> {
        let (tracked, equal) = claimed.into_iter().partition(|claim| Some(claim.rule) == self.tracked);
        let mut findings = beside::confirm(whole, &self.words, equal);
        if let Some(id) = self.tracked {
            findings.extend(tracked::confirm(whole, &self.rules[id as usize], &self.words, tracked));
        }
        findings
    }
}
