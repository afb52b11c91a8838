//! What `allow` says.

use std::collections::BTreeSet;

use super::def;
use super::judge::{Judge, one_line, shown};
use crate::finding::{Fingerprint, RuleId};
use crate::source::PathGlobs;
use crate::triage::allow::{Allowed, What};
use crate::triage::{Entry, Scope};

const KEY: &str = "allow";

/// Judges the list.
pub(super) fn judge(
    judge: &mut Judge<'_, '_, '_>,
    entries: &[(usize, def::Allow)],
    off: &BTreeSet<RuleId>,
) -> Vec<Allowed> {
    let mut allowed = Vec::new();
    for (index, allow) in entries {
        let good = judge.reason(KEY, *index, &allow.reason);
        let paths = paths(judge, *index, allow.path.as_deref());
        let what = match (&allow.fingerprint, &allow.rule) {
            (Some(text), None) => one(judge, *index, text, paths),
            (None, Some(word)) => all(judge, *index, word, paths, off),
            (Some(_), Some(_)) => {
                let help = "keep `fingerprint` to allow one finding, or `rule` and `path` to allow a rule's in a file";
                judge.view.at(&[KEY.into(), (*index).into()], "both `fingerprint` and `rule` stand here", help);
                None
            }
            (None, None) => {
                let help = "add `fingerprint:` from a report, or `rule:` and `path:`";
                judge.view.at(&[KEY.into(), (*index).into()], "the entry does not say what it allows", help);
                None
            }
        };
        if let (Some(what), true) = (what, good) {
            let entry = match (&allow.rule, &allow.path) {
                (Some(word), Some(path)) => judge.entry(KEY, *index, word, std::slice::from_ref(path)),
                _ => {
                    let named = shown(allow.fingerprint.as_deref().unwrap_or_default());
                    Entry { what: format!("the `allow` entry for `{named}`"), region: judge.region(KEY, *index) }
                }
            };
            allowed.push(Allowed { what, reason: one_line(&allow.reason), entry });
        }
    }
    allowed
}

/// The globs of `path`, if there are any; `Err` where they are wrong.
fn paths(judge: &mut Judge<'_, '_, '_>, index: usize, path: Option<&str>) -> Result<Option<PathGlobs>, ()> {
    let Some(path) = path else { return Ok(None) };
    if !judge.glob(&[KEY.into(), index.into(), "path".into()], path) {
        return Err(());
    }
    PathGlobs::new(&[path]).map(Some).map_err(|_| ())
}

fn one(judge: &mut Judge<'_, '_, '_>, index: usize, text: &str, paths: Result<Option<PathGlobs>, ()>) -> Option<What> {
    let Some(fingerprint) = Fingerprint::parse(text) else {
        let steps = [KEY.into(), index.into(), "fingerprint".into()];
        let help = "copy it from a report: 32 hexadecimal digits in four groups with dots between them";
        judge.view.at(&steps, &format!("`{}` is no fingerprint", shown(text)), help);
        return None;
    };
    Some(What::One { fingerprint, paths: paths.ok()? })
}

fn all(
    judge: &mut Judge<'_, '_, '_>,
    index: usize,
    word: &str,
    paths: Result<Option<PathGlobs>, ()>,
    off: &BTreeSet<RuleId>,
) -> Option<What> {
    let rules = judge.select(&[KEY.into(), index.into(), "rule".into()], word);
    if let Some(rules) = &rules {
        judge.runs(KEY, index, word, rules, off);
    }
    if matches!(paths, Ok(None)) {
        let message = format!("without a `path` this would turn `{}` off", shown(word));
        judge.view.at(&[KEY.into(), index.into()], &message, "add `path:`, or name the rule under `disable`");
        return None;
    }
    Some(What::All(Scope { rules: rules?, paths: paths.ok()? }))
}
