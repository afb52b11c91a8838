//! `bartizan rules check [FILE…]`: the rules' own examples, run.

use std::io::Write;

use anyhow::Result;

use super::args::CheckArgs;
use super::rules_source;
use crate::engine::examples::{Failure, check_examples};
use crate::exit::Exit;
use crate::rule::{Rule, RuleSet, embedded};

/// Runs the examples of the named packs, or of the embedded ones. Exit 2 where one fails: the pack is wrong.
///
/// # Errors
/// Where a pack cannot be read or is wrong, or `out` cannot be written.
pub(super) fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<Exit> {
    let rules = if args.files.is_empty() { embedded() } else { rules_source::from_packs(&args.files, &[])? };
    let rules = RuleSet::new(rules);
    let (run, failures) = check_examples(&rules, &|_| true);
    Ok(tell(rules.rules(), run, &failures, out)?)
}

fn tell(rules: &[Rule], run: usize, failures: &[Failure], out: &mut dyn Write) -> std::io::Result<Exit> {
    for failure in failures {
        writeln!(out, "{}: {}", failure.rule, failure.what)?;
        writeln!(out, "    {}", failure.example.escape_debug())?;
    }
    writeln!(out, "{} rules, {run} examples, {} failed", rules.len(), failures.len())?;
    Ok(if failures.is_empty() { Exit::Clean } else { Exit::Usage })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::engine::examples::Wrong;
    use crate::finding::RuleId;

    #[test]
    fn failures_are_named_and_set_the_exit_code() {
        let rules = embedded();
        let failure = Failure {
            rule: RuleId::new("secrets", "one"),
            example: "a = {{token}}\n".into(),
            what: Wrong::Quiet { others: Vec::new(), low: false },
        };
        let mut out = Vec::new();
        assert_eq!(tell(&rules, 1, &[failure], &mut out).unwrap(), Exit::Usage);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("secrets/one: it must match and does not\n    a = {{token}}\\n\n"), "{text}");
        assert!(text.ends_with(", 1 failed\n"), "{text}");
        assert_eq!(tell(&rules, 0, &[], &mut Vec::new()).unwrap(), Exit::Clean);
    }
}
