//! What all threads share while they scan: checks, the run's key, and where findings are collected.

use std::cell::RefCell;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::sighting;
use crate::check::code::{CodeCheck, Lens};
use crate::check::cors::Cors;
use crate::check::credential_files::CredentialFiles;
use crate::check::credentials::Credentials;
use crate::check::env_example::EnvExample;
use crate::check::secrets::Secrets;
use crate::check::sql::Sql;
use crate::check::{Check, Claimed, Costs, Cx, Sighting, Sightings, Whole, Work};
use crate::finding::{Finding, Note, ReportPath, RunKey};
use crate::rule::{Rule, RuleSet};
use crate::source::Source;
use crate::triage::absorb;
use crate::triage::inline::Comments;

/// What the reports of a run need beyond findings; none of it is made where nobody asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Needs {
    /// Masked source lines.
    pub frames: bool,
    /// GitHub's line hashes.
    pub line_hash: bool,
    /// Suppressions in comments.
    pub comments: bool,
    /// Which files were looked at.
    pub files: bool,
    /// What was weighed for each finding.
    pub why: bool,
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

/// What a file gave.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) findings: Vec<Finding>,
    pub(super) claimed: Vec<Claimed>,
    pub(super) sightings: Vec<Sighting>,
    pub(super) notes: Vec<Note>,
    pub(super) comments: Vec<Comments>,
}

/// What the threads brought together.
#[derive(Debug, Default)]
pub struct Collected {
    /// In no order yet.
    pub findings: Vec<Finding>,
    /// What checks have still to decide on, in no order yet.
    pub claimed: Vec<Claimed>,
    /// Values that the end of the run compares.
    pub sightings: Sightings,
    /// In no order yet.
    pub notes: Vec<Note>,
    /// Suppressions of each file that has any, in no order yet.
    pub comments: Vec<Comments>,
    /// Files that were looked at from end to end, if asked, in no order.
    pub looked: Vec<ReportPath>,
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
            masking: masking.map(values),
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

    /// Ends the scan of `source`: claims decided, findings and notes sorted, counters added up. The next scan
    /// begins with nothing.
    #[must_use]
    pub fn finish_source(&self, source: &dyn Source) -> Collected {
        self.conclude(source.root(), Some(source))
    }

    /// Likewise of texts that were handed over one by one and stand in files below `root`, if anywhere.
    #[must_use]
    pub fn finish(&self, root: Option<&Path>) -> Collected {
        self.conclude(root, None)
    }

    fn conclude(&self, root: Option<&Path>, source: Option<&dyn Source>) -> Collected {
        let mut collected = std::mem::take(&mut *self.collected.lock().unwrap_or_else(PoisonError::into_inner));
        let notes = RefCell::default();
        let whole = Whole { root, key: &self.key, source, notes: &notes };
        let mut claimed = std::mem::take(&mut collected.claimed);
        claimed.sort_by(|a, b| a.finding.order(&b.finding));
        for check in &self.checks {
            let check_of = |claim: &Claimed| self.rules.rules()[claim.rule as usize].def.check;
            let (own, others) = claimed.into_iter().partition(|claim| check_of(claim) == check.name());
            claimed = others;
            let confirmed = check.conclude(&whole, own);
            collected.findings = absorb(std::mem::take(&mut collected.findings), confirmed);
        }
        collected.findings.sort_by(Finding::order);
        let (sightings, full) = std::mem::take(&mut collected.sightings).finish();
        if full {
            notes.borrow_mut().push(sighting::too_many(&sightings));
        }
        for check in &self.checks {
            let findings = std::mem::take(&mut collected.findings);
            collected.findings = check.compare(&whole, findings, &sightings);
        }
        collected.notes.append(&mut notes.into_inner());
        collected.findings.sort_by(Finding::order);
        collected.notes.sort_by(Note::order);
        collected.comments.sort_by(|a, b| a.origin.path.cmp(&b.origin.path));
        collected
    }

    pub(super) fn found(&self, mut found: Found) {
        let mut collected = self.collected.lock().unwrap_or_else(PoisonError::into_inner);
        collected.findings.append(&mut found.findings);
        collected.claimed.append(&mut found.claimed);
        collected.sightings.extend(found.sightings);
        collected.notes.append(&mut found.notes);
        collected.comments.append(&mut found.comments);
    }

    pub(super) fn worked(&self, cx: &Cx, mut looked: Vec<ReportPath>) {
        let mut collected = self.collected.lock().unwrap_or_else(PoisonError::into_inner);
        collected.looked.append(&mut looked);
        collected.work.add(&cx.work);
        if let Some(costs) = &cx.costs {
            collected.costs.add(costs);
        }
    }
}

/// What finds values, by their format and by their names.
fn values(rules: &RuleSet) -> Secrets<'_> {
    Secrets::new(rules).with_reader(Credentials::new(rules))
}

/// Every check there is, by name: the one place where a new one is registered.
fn checks(rules: &RuleSet) -> Vec<Box<dyn Check + '_>> {
    // The lenses of code; those whose rules are all off are left out.
    let lenses = [Sql::new(rules).map(|sql| Box::new(sql) as Box<dyn Lens>)].into_iter().flatten().collect();
    // Secrets first: the others may look at what it found in the same text.
    vec![
        Box::new(values(rules)),
        Box::new(CredentialFiles::new(rules)),
        Box::new(EnvExample::new(rules)),
        Box::new(Cors::new(rules)),
        Box::new(CodeCheck::new(lenses)),
    ]
}
