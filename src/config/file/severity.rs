//! What `severity` says.

use std::collections::BTreeSet;

use super::def::Grade;
use super::judge::{Judge, shown};
use crate::finding::{RuleId, Severity};
use crate::triage::Scope;
use crate::triage::overrides::Regraded;

/// Judges the list: what holds everywhere, for what is said of rules themselves; and all of it, for findings, in the
/// order in which the last that covers one decides. Entries with paths are stronger than those without.
pub(super) fn judge(
    judge: &mut Judge<'_, '_, '_>,
    grades: &[(usize, Grade)],
    off: &BTreeSet<RuleId>,
) -> (Vec<(BTreeSet<RuleId>, Severity)>, Vec<Regraded>) {
    const KEY: &str = "severity";
    let (mut everywhere, mut in_paths) = (Vec::new(), Vec::new());
    for (index, grade) in grades {
        let here = [KEY.into(), (*index).into()];
        let rules = judge.select(&[here[0], here[1], "rule".into()], &grade.rule);
        let paths = judge.paths(KEY, *index, grade.paths.as_deref());
        let good = grade.reason.as_deref().is_none_or(|reason| judge.reason(KEY, *index, reason));
        let (Some(rules), Ok(paths), true) = (rules, paths, good) else { continue };
        let worst = judge.rules.iter().filter(|rule| rules.contains(&rule.id)).map(|rule| rule.severity).max();
        if let Some(worst) = worst.filter(|worst| *worst > grade.level)
            && paths.is_some()
            && grade.reason.is_none()
        {
            let (rule, level) = (shown(&grade.rule), grade.level);
            let message = format!("`{rule}` is lowered from {worst} to {level} in some paths without a reason");
            judge.view.at(&here, &message, "add `reason:` and say why it matters less there");
        }
        judge.runs(KEY, *index, &grade.rule, &rules, off);
        let (scope, severity) = (Scope { rules, paths }, grade.level);
        match &grade.paths {
            Some(paths) => {
                let entry = Some(judge.entry(KEY, *index, &grade.rule, paths));
                in_paths.push(Regraded { scope, severity, entry });
            }
            None => everywhere.push(Regraded { scope, severity, entry: None }),
        }
    }
    let graded = everywhere.iter().map(|one| (one.scope.rules.clone(), one.severity)).collect();
    everywhere.append(&mut in_paths);
    (graded, everywhere)
}
