//! Every embedded rule: its examples, its pattern, its id.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use bartizan::engine::examples::check_examples;
use bartizan::engine::{Needs, Scanner};
use bartizan::rule::generate::Generator;
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

#[test]
fn what_stands_before_an_anchor_is_part_of_the_finding_and_masked() {
    let rules = RuleSet::new(embedded());
    let mut rng = fastrand::Rng::with_seed(4);
    let mut seen = 0;
    for rule in rules.rules().iter().filter(|rule| rule.def.before.is_some() && rule.def.form.is_none()) {
        let made = Generator::new(rule).token(&mut rng).unwrap();
        let scanner = Scanner::new(&rules, None, Needs { frames: true, ..Needs::default() });
        scanner.scan_text("a.txt", format!("a = \"{}\"\n", made.secret()).as_bytes());
        let findings = scanner.finish(None).findings;
        let finding = findings.iter().find(|finding| finding.rule == rule.id).unwrap();
        assert_eq!(finding.span, 5..5 + made.secret().len() as u64, "{}", rule.id);
        let text = &finding.frame.as_ref().unwrap().lines[0].text;
        assert!(text.starts_with("a = \"…("), "{}", rule.id);
        seen += 1;
    }
    assert!(seen >= 3, "{seen}");
}
