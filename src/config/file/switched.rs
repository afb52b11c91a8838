//! What `disable` and `enable` say together.

use std::collections::BTreeSet;

use super::def::Choice;
use super::judge::{Judge, one_line, shown};
use crate::finding::RuleId;
use crate::syntax::yaml::Step;
use crate::triage::Scope;
use crate::triage::overrides::{Off, On};

/// Which rules are off, and where.
#[derive(Default)]
pub(super) struct Switched {
    /// Off everywhere: they do not run.
    pub(super) off: BTreeSet<RuleId>,
    /// Off in some paths, or everywhere but in some.
    pub(super) in_paths: Vec<Off>,
    /// On in some paths all the same.
    pub(super) on: Vec<On>,
}

/// An entry that was read without a problem.
struct Choosing<'c> {
    key: &'static str,
    index: usize,
    choice: &'c Choice,
    scope: Scope,
}

/// Judges both lists. An entry with paths is stronger than one without, and of two alike the one that enables is: a
/// gate that errs should look.
pub(super) fn judge(
    judge: &mut Judge<'_, '_, '_>,
    disable: &[(usize, Choice)],
    enable: &[(usize, Choice)],
) -> Switched {
    let mut chosen = |key, list: &'_ [(usize, Choice)]| -> Vec<(usize, Scope)> {
        list.iter().filter_map(|(index, choice)| Some((*index, scope(judge, key, *index, choice)?))).collect()
    };
    let (off_scopes, on_scopes) = (chosen("disable", disable), chosen("enable", enable));
    let disable = choosing("disable", disable, off_scopes);
    let enable = choosing("enable", enable, on_scopes);
    let (off_at_all, off_in_paths) = (rules_of(&disable, false), rules_of(&disable, true));
    let off: BTreeSet<RuleId> = off_at_all.difference(&rules_of(&enable, false)).cloned().collect();
    let on_in_paths = rules_of(&enable, true);
    let mut switched = Switched { off: off.difference(&on_in_paths).cloned().collect(), ..Switched::default() };
    for entry in enable {
        let rules = &entry.scope.rules;
        let in_paths = entry.choice.paths();
        if rules.is_disjoint(&off_at_all) && (in_paths.is_none() || rules.is_disjoint(&off_in_paths)) {
            let message = format!("nothing turns `{}` off", shown(entry.choice.rule()));
            entry.problem(judge, &message, "take the entry out: rules are on unless `disable` names them");
        }
        if let Some(paths) = in_paths {
            let place = judge.entry(entry.key, entry.index, entry.choice.rule(), paths);
            switched.on.push(On { scope: entry.scope, entry: place });
        }
    }
    for entry in disable {
        let reason = entry.choice.reason().map(one_line);
        let Some(paths) = entry.choice.paths() else {
            // Off but in some paths: it has to run for those.
            let rules = entry.scope.rules.intersection(&off).filter(|id| on_in_paths.contains(*id));
            let rules: BTreeSet<RuleId> = rules.cloned().collect();
            if !rules.is_empty() {
                let reason = reason.unwrap_or_else(|| "turned off in the configuration".into());
                switched.in_paths.push(Off { scope: Scope { rules, paths: None }, reason, entry: None });
            }
            continue;
        };
        if entry.scope.rules.is_subset(&off) {
            let message = format!("`{}` is off everywhere", shown(entry.choice.rule()));
            entry.problem(judge, &message, "take this entry out, or the one without paths");
        }
        let place = Some(judge.entry(entry.key, entry.index, entry.choice.rule(), paths));
        switched.in_paths.push(Off { scope: entry.scope, reason: reason.unwrap_or_default(), entry: place });
    }
    switched
}

/// The rules of all entries with paths, or of all without.
fn rules_of(entries: &[Choosing<'_>], in_paths: bool) -> BTreeSet<RuleId> {
    let chosen = entries.iter().filter(|entry| entry.choice.paths().is_some() == in_paths);
    chosen.flat_map(|entry| entry.scope.rules.iter().cloned()).collect()
}

fn choosing<'c>(key: &'static str, list: &'c [(usize, Choice)], scopes: Vec<(usize, Scope)>) -> Vec<Choosing<'c>> {
    let of = |(index, scope)| {
        let (_, choice) = list.iter().find(|(at, _)| *at == index)?;
        Some(Choosing { key, index, choice, scope })
    };
    scopes.into_iter().filter_map(of).collect()
}

/// Which findings an entry is about; `None` where something is wrong with it.
fn scope(judge: &mut Judge<'_, '_, '_>, key: &'static str, index: usize, choice: &Choice) -> Option<Scope> {
    let rules = judge.select(&rule_at(key, index, choice), choice.rule());
    let paths = judge.paths(key, index, choice.paths());
    let reason = choice.reason();
    if key == "disable" && choice.paths().is_some() && reason.is_none() {
        let message = format!("`{}` is turned off in some paths without a reason", shown(choice.rule()));
        judge.view.at(&[key.into(), index.into()], &message, "add `reason:` and say why nobody need look there");
    }
    let good = reason.is_none_or(|reason| judge.reason(key, index, reason));
    Some(Scope { rules: rules?, paths: paths.ok()? }).filter(|_| good)
}

/// Where an entry names its rules.
fn rule_at(key: &'static str, index: usize, choice: &Choice) -> Vec<Step<'static>> {
    match choice {
        Choice::Word(_) => vec![key.into(), index.into()],
        Choice::Full(_) => vec![key.into(), index.into(), "rule".into()],
    }
}

impl Choosing<'_> {
    fn problem(&self, judge: &mut Judge<'_, '_, '_>, message: &str, help: &str) {
        judge.view.at(&rule_at(self.key, self.index, self.choice), message, help);
    }
}
