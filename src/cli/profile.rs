//! `bartizan rules profile PATH`: what each rule and each prefilter costs.

use std::io::Write;
use std::time::Duration;

use anyhow::Result;

use super::args::ProfileArgs;
use super::{rules_source, table};
use crate::config::{Configuration, Plan, ScanOptions};
use crate::exit::Exit;
use crate::source::Control;
use crate::{check, engine};

/// What one rule or one prefilter did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    /// The rule's id or the prefilter's name.
    pub(super) name: String,
    /// Places proposed.
    pub(super) candidates: u64,
    /// Regular expressions tried there.
    pub(super) verifications: u64,
    /// Matches.
    pub(super) matches: u64,
    /// Time spent.
    pub(super) time: Duration,
}

/// Scans once, measuring, and prints what it cost.
///
/// # Errors
/// Where the path does not exist, a pack is wrong, or `out` cannot be written.
pub(super) fn run(args: &ProfileArgs, out: &mut dyn Write) -> Result<Exit> {
    // One thread: with several the times of a rule would hold the others' waiting.
    let options = ScanOptions { paths: vec![args.path.clone()], jobs: Some(1), ..ScanOptions::default() };
    let mut plan = Plan::resolve(options, Configuration::default(), rules_source::with_embedded(&args.rules)?)?;
    plan.costs = true;
    let scan = engine::scan(&plan, engine::source(&plan)?.as_ref(), &Control::default());
    let named = |name: &str, cost: &check::Cost| Cost {
        name: name.to_owned(),
        candidates: cost.candidates,
        verifications: cost.verifications,
        matches: cost.matches,
        time: cost.time,
    };
    let prefilters = vec![named("runs", &scan.costs.runs), named("literals", &scan.costs.literals)];
    let rules = plan.rules.rules().iter().zip(&scan.costs.rules).map(|(rule, cost)| named(rule.id.as_str(), cost));
    tell(prefilters, rules.collect(), out)?;
    writeln!(out, "{}", parsed(&scan.work, scan.summary.tally.bytes))?;
    Ok(Exit::Clean)
}

/// Two tables, the dearest first; rules that did nothing are counted in one line.
fn tell(mut prefilters: Vec<Cost>, mut rules: Vec<Cost>, out: &mut dyn Write) -> std::io::Result<()> {
    let dearest_first = |a: &Cost, b: &Cost| b.time.cmp(&a.time).then_with(|| a.name.cmp(&b.name));
    prefilters.sort_by(dearest_first);
    rules.sort_by(dearest_first);
    let before = rules.len();
    rules.retain(|cost| cost.candidates > 0);
    let idle = before - rules.len();
    for (head, costs) in [("PREFILTER", prefilters), ("RULE", rules)] {
        let rows: Vec<_> = costs.into_iter().map(row).collect();
        table::write(out, [head, "CANDIDATES", "VERIFICATIONS", "MATCHES", "TIME"], &rows, &[1, 2, 3, 4])?;
        writeln!(out)?;
    }
    writeln!(out, "{idle} rules had no candidate")
}

/// How much of what was read was parsed as code: parsing is what costs, so it is said.
fn parsed(work: &check::Work, read: u64) -> String {
    let share = if read == 0 { 0.0 } else { work.parsed_bytes as f64 * 100.0 / read as f64 };
    format!("{} files of code were parsed: {} of {read} bytes ({share:.2} %)", work.parsed_files, work.parsed_bytes)
}

fn row(cost: Cost) -> [String; 5] {
    let milliseconds = cost.time.as_secs_f64() * 1e3;
    [
        cost.name,
        cost.candidates.to_string(),
        cost.verifications.to_string(),
        cost.matches.to_string(),
        format!("{milliseconds:.3} ms"),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn cost(name: &str, candidates: u64, micros: u64) -> Cost {
        Cost { name: name.into(), candidates, verifications: 2, matches: 1, time: Duration::from_micros(micros) }
    }

    #[test]
    fn the_share_that_was_parsed_is_said() {
        let work = check::Work { parsed_files: 2, parsed_bytes: 25, ..check::Work::default() };
        assert_eq!(parsed(&work, 1000), "2 files of code were parsed: 25 of 1000 bytes (2.50 %)");
        assert_eq!(parsed(&check::Work::default(), 0), "0 files of code were parsed: 0 of 0 bytes (0.00 %)");
    }

    #[test]
    fn the_dearest_stand_first_and_idle_rules_are_counted() {
        let mut out = anstream::StripStream::new(Vec::new());
        tell(vec![cost("runs", 7, 10)], vec![cost("a", 3, 5), cost("idle", 0, 0), cost("b", 4, 1500)], &mut out)
            .unwrap();
        let text = String::from_utf8(out.into_inner()).unwrap();
        let places: Vec<_> =
            ["runs", "\nb ", "\na ", "1 rules had no candidate"].map(|part| text.find(part).unwrap()).into();
        assert!(places.is_sorted(), "{text}");
        assert!(text.contains("1.500 ms"), "{text}");
        assert!(!text.contains("idle"), "{text}");
    }
}
