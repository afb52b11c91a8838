//! Every embedded rule: its examples, its pattern, its id.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use bartizan::engine::examples::check_examples;
use bartizan::rule::{RuleSet, embedded};

#[test]
fn every_example_does_what_it_says() {
    let rules = RuleSet::new(embedded());
    let (run, failures) = check_examples(&rules, &|_| true);
    let list: Vec<String> = failures.iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{} of {run} examples fail:\n{}", list.len(), list.join("\n"));
    assert!(run > rules.rules().len() * 2, "{run} examples are too few");
}

#[test]
fn every_pattern_compiles_and_every_rule_has_help_and_examples() {
    for rule in embedded() {
        let text = rule.text();
        let _ = rule.pattern();
        assert!(!text.help.what.is_empty() && !text.help.why.is_empty() && !text.help.fix.is_empty(), "{}", rule.id);
        assert!(!text.examples.matching.is_empty() && !text.examples.near_miss.is_empty(), "{}", rule.id);
    }
}

/// Ids never change once released: a renamed or lost one shows up in review as a line of this list.
#[test]
fn the_ids_are_these() {
    let rules = RuleSet::new(embedded());
    let ids: Vec<&str> = rules.rules().iter().map(|rule| rule.id.as_str()).collect();
    let mut distinct = ids.clone();
    distinct.dedup();
    assert_eq!(ids.len(), distinct.len(), "an id stands twice");
    insta::assert_snapshot!(ids.join("\n"));
}
