//! `bartizan rules check [FILE…]`: the rules' own examples, run.

use std::io::Write;

use anyhow::{Result, bail};

use super::args::CheckArgs;
use super::rules_source;
use crate::exit::Exit;
use crate::rule::{Rule, RuleSet, embedded};

/// An example that does not do what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// The rule's id.
    pub(super) rule: String,
    /// The example as it is written, generators unexpanded: the expanded text looks like a secret.
    pub(super) example: String,
    /// What was expected and what came.
    pub(super) why: String,
}

/// Runs the examples of the named packs, or of the embedded ones. Exit 2 where one fails: the pack is wrong.
///
/// # Errors
/// Where a pack cannot be read or is wrong, or `out` cannot be written.
pub(super) fn run(args: &CheckArgs, out: &mut dyn Write) -> Result<Exit> {
    let rules = if args.files.is_empty() { embedded() } else { rules_source::from_packs(&args.files, &[])? };
    let rules = RuleSet::new(rules);
    let failures = examine(&rules)?;
    Ok(tell(rules.rules(), &failures, out)?)
}

// SEAM: `engine::examples` belongs here.
fn examine(_rules: &RuleSet) -> Result<Vec<Failure>> {
    bail!("this build of bartizan cannot run examples yet")
}

fn tell(rules: &[Rule], failures: &[Failure], out: &mut dyn Write) -> std::io::Result<Exit> {
    for failure in failures {
        writeln!(out, "{}: {}", failure.rule, failure.why)?;
        writeln!(out, "    {}", failure.example.escape_debug())?;
    }
    let examples: usize =
        rules.iter().map(Rule::text).map(|text| text.examples.matching.len() + text.examples.near_miss.len()).sum();
    writeln!(out, "{} rules, {examples} examples, {} failed", rules.len(), failures.len())?;
    Ok(if failures.is_empty() { Exit::Clean } else { Exit::Usage })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn failures_are_named_and_set_the_exit_code() {
        let rules = embedded();
        let failure = Failure {
            rule: "secrets/one".into(),
            example: "a = {{token}}\n".into(),
            why: "the example must match and does not".into(),
        };
        let mut out = Vec::new();
        assert_eq!(tell(&rules, &[failure], &mut out).unwrap(), Exit::Usage);
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("secrets/one: the example must match and does not\n    a = {{token}}\\n\n"), "{text}");
        assert!(text.ends_with(", 1 failed\n"), "{text}");
        assert_eq!(tell(&rules, &[], &mut Vec::new()).unwrap(), Exit::Clean);
    }
}
