//! Which rules are on: `--only` and `--skip`, each a list of ids, packs and tags, and what the configuration turns off.

use std::collections::BTreeSet;

use super::error::PlanError;
use super::nearest::nearest;
use crate::finding::RuleId;
use crate::rule::{Rule, RuleSet};

/// Whether `word` is the rule's id, its pack or one of its tags (in any case: `cwe-798` is what people type).
pub(super) fn means(word: &str, rule: &Rule) -> bool {
    word == rule.id.as_str() || word == rule.id.pack() || rule.def.tags.iter().any(|tag| tag.eq_ignore_ascii_case(word))
}

/// The rules that are on: all that `only` names (all, when it is empty) but those that `skip` names or that are `off`.
/// Besides, every rule there is, where that is more.
///
/// # Errors
/// Where a word names no rule, or no rule is left.
pub(super) fn select(
    rules: Vec<Rule>,
    only: &[String],
    skip: &[String],
    off: &BTreeSet<RuleId>,
) -> Result<(RuleSet, Option<RuleSet>), PlanError> {
    known("--only", only, &rules)?;
    known("--skip", skip, &rules)?;
    let named = |words: &[String], rule: &Rule| words.iter().any(|word| means(word, rule));
    let is_on = |rule: &Rule| (only.is_empty() || named(only, rule)) && !named(skip, rule) && !off.contains(&rule.id);
    if rules.iter().all(is_on) {
        return Ok((RuleSet::new(rules), None));
    }
    // A copy of the definitions, made only when something is off: well under a millisecond for 1,000 rules.
    let on: Vec<Rule> = rules.iter().filter(|rule| is_on(rule)).cloned().collect();
    if on.is_empty() {
        return Err(PlanError::NoRules);
    }
    Ok((RuleSet::new(on), Some(RuleSet::new(rules))))
}

fn known(option: &'static str, words: &[String], rules: &[Rule]) -> Result<(), PlanError> {
    match words.iter().find(|word| !rules.iter().any(|rule| means(word, rule))) {
        None => Ok(()),
        Some(word) => Err(PlanError::UnknownRule { option, word: word.clone(), nearest: like(word, rules) }),
    }
}

/// The ids, packs and tags that a word may have been meant for.
pub(super) fn like(word: &str, rules: &[Rule]) -> Vec<String> {
    let names = rules.iter().flat_map(|rule| {
        [rule.id.as_str(), rule.id.pack()].into_iter().chain(rule.def.tags.iter().map(String::as_str))
    });
    nearest(word, names).into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::rule::Provenance;
    use crate::rule::carry::carry;
    use crate::rule::def::Pack;

    /// Three rules of two packs, with tags, that nothing in the repository's own packs can change.
    fn rules() -> Vec<Rule> {
        let rule = |id: &str, tag: &str| {
            format!(
                "  - {{id: {id}, title: T, severity: high, confidence: high, pattern: 'pre_{id}_[a-z]{{20}}', \
                 tags: [{tag}], help: {{what: w, why: w, fix: f}}, examples: {{match: []}}}}\n"
            )
        };
        let packs = [
            format!("pack: alpha\nrules:\n{}{}", rule("one", "CWE-1"), rule("two", "CWE-2")),
            format!("pack: beta\nrules:\n{}", rule("three", "CWE-2")),
        ];
        let mut rules = Vec::new();
        for (index, yaml) in packs.iter().enumerate() {
            let pack: Pack = serde_yaml::from_str(yaml).unwrap();
            for def in pack.rules {
                let carried = carry(&def).unwrap();
                rules.push(Rule::new(&pack.pack, None, def, carried, Provenance::Embedded { index }));
            }
        }
        rules
    }

    fn ids(set: &RuleSet) -> Vec<&str> {
        set.rules().iter().map(|rule| rule.id.as_str()).collect()
    }

    fn on(only: &[&str], skip: &[&str]) -> Result<Vec<String>, PlanError> {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let (on, _) = select(rules(), &words(only), &words(skip), &BTreeSet::new())?;
        Ok(ids(&on).into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn all_rules_are_on_when_nothing_is_said() {
        let (on, all) = select(rules(), &[], &[], &BTreeSet::new()).unwrap();
        assert_eq!(ids(&on), ["alpha/one", "alpha/two", "beta/three"]);
        assert!(all.is_none());
    }

    #[test]
    fn ids_packs_and_tags_select() {
        assert_eq!(on(&["alpha/two"], &[]).unwrap(), ["alpha/two"]);
        assert_eq!(on(&["alpha"], &[]).unwrap(), ["alpha/one", "alpha/two"]);
        assert_eq!(on(&["cwe-2"], &[]).unwrap(), ["alpha/two", "beta/three"]);
        assert_eq!(on(&["beta", "alpha/one"], &[]).unwrap(), ["alpha/one", "beta/three"]);
        assert_eq!(on(&[], &["CWE-2"]).unwrap(), ["alpha/one"]);
        assert_eq!(on(&["alpha"], &["alpha/one"]).unwrap(), ["alpha/two"]);
    }

    #[test]
    fn rules_that_are_off_still_mask() {
        let (on, all) = select(rules(), &["beta".into()], &[], &BTreeSet::new()).unwrap();
        assert_eq!(ids(&on), ["beta/three"]);
        assert_eq!(ids(&all.unwrap()), ["alpha/one", "alpha/two", "beta/three"]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_its_nearest() {
        let error = on(&[], &["alpha/thwo"]).unwrap_err();
        assert_eq!(error.to_string(), "`--skip alpha/thwo`: there is no rule, pack or tag of that name");
        assert_eq!(error.help(), "did you mean `alpha/two`?");
        let error = on(&["gamma-ray"], &[]).unwrap_err();
        assert!(error.help().contains("`bartizan rules` lists them"), "{}", error.help());
    }

    #[test]
    fn turning_everything_off_is_refused() {
        assert_eq!(on(&["alpha"], &["alpha"]), Err(PlanError::NoRules));
    }
}
