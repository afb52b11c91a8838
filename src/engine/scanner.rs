//! What all threads share while they scan: checks, the run's key, and where findings are collected.

use std::sync::{Mutex, PoisonError};

use crate::check::secrets::Secrets;
use crate::check::{Check, Costs, Cx, Work};
use crate::finding::{Finding, RunKey};
use crate::rule::{Rule, RuleSet};

/// What the reports of a run need beyond findings; none of it is made where nobody asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Needs {
    /// Masked source lines.
    pub frames: bool,
    /// GitHub's line hashes.
    pub line_hash: bool,
    /// What each rule cost.
    pub costs: bool,
}

/// The shared part of a scan.
pub struct Scanner<'r> {
    rules: &'r RuleSet,
    pub(super) checks: Vec<Box<dyn Check + 'r>>,
    pub(super) masking: Option<Secrets<'r>>,
    pub(super) needs: Needs,
    pub(super) key: RunKey,
    collected: Mutex<Collected>,
}

/// What the threads brought together.
#[derive(Debug, Default)]
pub struct Collected {
    /// In no order yet.
    pub findings: Vec<Finding>,
    /// All threads' work.
    pub work: Work,
    /// What each rule and prefilter cost, if asked.
    pub costs: Costs,
}

impl<'r> Scanner<'r> {
    /// Prepares the checks over `rules`; frames are masked with `masking` too.
    #[must_use]
    pub fn new(rules: &'r RuleSet, masking: Option<&'r RuleSet>, needs: Needs) -> Self {
        Self {
            rules,
            checks: checks(rules),
            masking: masking.map(Secrets::new),
            needs,
            key: RunKey::new(),
            collected: Mutex::default(),
        }
    }

    /// The rules, by position.
    #[must_use]
    pub fn rules(&self) -> &'r [Rule] {
        self.rules.rules()
    }

    /// Ends the scan: findings sorted, counters added up.
    #[must_use]
    pub fn finish(self) -> Collected {
        let mut collected = self.collected.into_inner().unwrap_or_else(PoisonError::into_inner);
        collected.findings.sort_by(Finding::order);
        collected
    }

    pub(super) fn found(&self, mut findings: Vec<Finding>) {
        self.collected.lock().unwrap_or_else(PoisonError::into_inner).findings.append(&mut findings);
    }

    pub(super) fn worked(&self, cx: &Cx) {
        let mut collected = self.collected.lock().unwrap_or_else(PoisonError::into_inner);
        collected.work.add(&cx.work);
        if let Some(costs) = &cx.costs {
            collected.costs.add(costs);
        }
    }
}

/// Every check there is, by name: the one place where a new one is registered.
fn checks(rules: &RuleSet) -> Vec<Box<dyn Check + '_>> {
    vec![Box::new(Secrets::new(rules))]
}
