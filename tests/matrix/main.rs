//! The matrix: values of every rule, in every kind of place, are found where they stand, by the rule that knows them.
//!
//! `BARTIZAN_VALUES=100 cargo test --release --test matrix -- --nocapture` is the acceptance run. `BARTIZAN_SEED`
//! repeats one, `BARTIZAN_RULE=prefix` narrows it down. Rules are taken from the library. Left out, and counted, are
//! those of a check, which have no pattern, and those whose pattern says more of the place than the carriers bring.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::enum_glob_use,
    reason = "a test stops where it is surprised, and prints its seed and its tables"
)]

mod carrier;
mod case;
mod name;
mod scan;
mod score;
mod settings;
mod spoil;
mod value;

use std::collections::BTreeMap;
use std::thread;

use bartizan::finding::Confidence;
use bartizan::rule::def::CheckName;
use bartizan::rule::{RuleSet, embedded};

use case::{Case, cases};
use scan::{scan, touches};
use score::Score;
use settings::Settings;
use value::Maker;

/// What every single rule must reach, in per cent: public ids that nothing calls a credential do not count under a key
/// above them, and of a few values one may be unlucky. All together must reach 99.5.
const RULE: f64 = 80.0;

/// What every carrier must reach.
const CARRIER: f64 = 97.0;

/// So many cases share a scanner.
const BATCH: usize = 20_000;

/// Runs the rules that are asked about, spread over the machine's cores: `make` gives each rule's cases, `judge` takes
/// a batch of them.
fn spread<T: Default + Send>(
    rules: &RuleSet,
    settings: &Settings,
    make: &(dyn Fn(usize, &Maker<'_>, &mut fastrand::Rng) -> Vec<Case> + Sync),
    judge: &(dyn Fn(&[Case], &mut T) + Sync),
) -> (Vec<T>, usize) {
    let wanted: Vec<usize> =
        (0..rules.rules().len()).filter(|&id| settings.wants(rules.rules()[id].id.as_str())).collect();
    let made = |id: usize| {
        let rule = &rules.rules()[id];
        if rule.def.check.is_some() { None } else { Maker::new(rule) }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let part = |core: usize| {
        let (mut out, mut batch, mut left) = (T::default(), Vec::new(), 0);
        for &id in wanted.iter().skip(core).step_by(cores) {
            let Some(maker) = made(id) else {
                left += 1;
                continue;
            };
            // Each rule has a seed of its own, so that it can be repeated alone.
            let own =
                rules.rules()[id].id.as_str().bytes().fold(settings.seed, |hash, byte| {
                    hash.wrapping_mul(1_099_511_628_211).wrapping_add(u64::from(byte))
                });
            batch.extend(make(id, &maker, &mut fastrand::Rng::with_seed(own)));
            if batch.len() >= BATCH {
                judge(&batch, &mut out);
                batch.clear();
            }
        }
        judge(&batch, &mut out);
        (out, left)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|core| scope.spawn(move || part(core))).collect();
        let done: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let left = done.iter().map(|(_, left)| left).sum();
        (done.into_iter().map(|(out, _)| out).collect(), left)
    })
}

#[test]
fn values_are_found_where_they_stand_by_the_rule_that_knows_them() {
    let settings = Settings::read(4);
    let rules = RuleSet::new(embedded());
    let make = |id: usize, maker: &Maker<'_>, rng: &mut fastrand::Rng| {
        let value = |rng: &mut fastrand::Rng| maker.value(rng).map(|value| cases(id, maker, &value, rng));
        (0..settings.values).filter_map(|_| value(rng)).flatten().collect()
    };
    let judge = |cases: &[Case], score: &mut Score| scan(&rules, cases, |case, found| score.add(&rules, case, found));
    let (parts, left) = spread::<Score>(&rules, &settings, &make, &judge);
    let mut score = Score::default();
    parts.into_iter().for_each(|part| score.join(part));
    eprintln!("{} rules, {left} left out\n{}", score.rules.len(), score.table(&rules, 400));
    // A value that another rule knows better by chance is lost in all its carriers: one of a rule's may be so.
    let poor = |tallies: Vec<(String, score::Tally)>, least: f64| {
        let poor =
            tallies.into_iter().filter(|(_, tally)| !tally.reaches(least, tally.of_one(settings.values).clamp(3, 20)));
        poor.map(|(name, _)| name).collect::<Vec<_>>()
    };
    let carriers =
        poor(score.carriers.iter().map(|(carrier, tally)| (format!("{carrier:?}"), *tally)).collect(), CARRIER);
    let bad = poor(score.rules.iter().map(|(rule, tally)| (rule.clone(), *tally)).collect(), RULE);
    assert!(score.total.reaches(99.5, 0) && carriers.is_empty() && bad.is_empty(), "below: {carriers:?} {bad:?}");
}

#[test]
fn spoiled_values_are_never_sure() {
    let settings = Settings::read(2);
    let rules = RuleSet::new(embedded());
    let make = |id: usize, maker: &Maker<'_>, rng: &mut fastrand::Rng| {
        let mut all = Vec::new();
        for _ in 0..settings.values.min(10) {
            for (how, value) in spoil::spoiled(maker, rng) {
                let placed = cases(id, maker, &value, rng);
                all.extend(placed.into_iter().map(|case| Case { spoiled: how, ..case }));
            }
        }
        all
    };
    type Sure = (usize, BTreeMap<(String, &'static str), (usize, String)>);
    let judge = |cases: &[Case], (count, sure): &mut Sure| {
        scan(&rules, cases, |case, found| {
            *count += 1;
            let rule = &rules.rules()[case.rule];
            for finding in found.iter().filter(|f| touches(case, f) && f.confidence == Confidence::High) {
                // Another rule may be sure of a part that is whole: of the key in a string whose account is spoiled.
                let broken = matches!(case.spoiled, "short" | "long" | "foreign");
                let whole =
                    finding.span.start as usize <= case.secret.start && case.secret.end <= finding.span.end as usize;
                // What is given to a signing key is known to everybody because it is made up.
                if rules.get(&finding.rule).is_some_and(|rule| rule.def.check == Some(CheckName::Credentials)) {
                    continue;
                }
                if finding.rule == rule.id || whole && !broken {
                    let seen = sure.entry((rule.id.to_string(), case.spoiled)).or_default();
                    *seen = (seen.0 + 1, finding.rule.to_string());
                }
            }
        });
    };
    let (parts, _) = spread::<Sure>(&rules, &settings, &make, &judge);
    let cases: usize = parts.iter().map(|(count, _)| count).sum();
    let sure: BTreeMap<_, _> = parts.into_iter().flat_map(|(_, sure)| sure).collect();
    eprintln!("{cases} spoiled values, {} kinds of which a rule is sure", sure.len());
    for ((rule, how), (count, by)) in &sure {
        eprintln!("  {rule} {how}: {count} by {by}");
    }
    assert!(sure.is_empty());
}
