//! Credentials without a format, written by a generator in every carrier, and look-alikes that no credential is.
//!
//! `BARTIZAN_INSTANCES=100 cargo test --release --test credentials -- --nocapture` is the acceptance run. `BARTIZAN_SEED`
//! repeats one, `BARTIZAN_CELL=python/` narrows it down, `BARTIZAN_EXAMPLES=5` shows more of what is wrong.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a test stops where it is surprised, and prints its seed and its tables; files are small"
)]

mod class;
mod family;
mod fill;
mod name;
mod sample;
mod settings;
mod tally;
mod value;
mod words;

use bartizan::finding::Confidence;
use bartizan::rule::{RuleSet, embedded};
use rayon::prelude::*;

use class::Class;
use family::Family;
use name::Role;
use sample::{Said, Sample};
use settings::Settings;
use tally::Tally;

/// What every carrier, every role and all together must reach, in per cent.
const RECALL: f64 = 92.0;

/// What no class of look-alikes may pass, in per cent.
const ALARMS: f64 = 2.0;

/// Digits alone are seldom told from a number: counted, and not asked for.
const UNBOUND: Role = Role::Pin;

/// Writes and scans `count` files of a cell.
fn scan(
    rules: &RuleSet,
    count: usize,
    rng: &mut fastrand::Rng,
    mut make: impl FnMut(usize, &mut fastrand::Rng) -> Sample,
) -> Vec<(Sample, Said)> {
    let samples: Vec<Sample> = (0..count).map(|number| make(number, rng)).collect();
    samples
        .into_par_iter()
        .map(|sample| {
            let said = sample.scan(rules);
            (sample, said)
        })
        .collect()
}

fn example(sample: &Sample, said: &Said) -> String {
    let kind = sample.kind.map_or_else(String::new, |kind| format!(" {kind}"));
    let told = if said.told.is_empty() { " nothing" } else { &said.told };
    format!("      {} ({}{kind}), said:{told}\n{}", sample.path, sample.role, sample.excerpt())
}

#[test]
fn credentials_are_found_in_every_carrier() {
    let settings = Settings::read(12);
    let rules = RuleSet::new(embedded());
    let (mut carriers, mut roles, mut kinds, mut pins, mut around) =
        (Tally::default(), Tally::default(), Tally::default(), Tally::default(), Tally::default());
    for family in Family::all() {
        for form in family.forms.iter().filter(|form| form.title.starts_with(&settings.prefix)) {
            let asked = if form.roles.is_empty() { &Role::ALL[..] } else { &form.roles };
            let mut rng = settings.rng(&form.title);
            let from = rng.usize(..asked.len());
            let make = |number: usize, rng: &mut fastrand::Rng| {
                Sample::credential(&family, form, asked[(from + number) % asked.len()], rng)
            };
            for (sample, said) in scan(&rules, settings.instances, &mut rng, make) {
                let least = if form.weak && sample.human { Confidence::Low } else { Confidence::Medium };
                let (hit, low) = (said.value >= Some(least), said.value.is_some());
                let shown = || (!hit).then(|| example(&sample, &said));
                let more = said.rest >= Some(Confidence::Medium);
                around.add(&family.name, more, said.rest.is_some(), more.then(|| example(&sample, &said)));
                if sample.role == UNBOUND {
                    pins.add(&form.title, hit, low, None);
                    continue;
                }
                carriers.add(&form.title, hit, low, shown());
                roles.add(&sample.role.to_string(), hit, low, shown());
                let who = if sample.human { "a person's" } else { "chance" };
                kinds.add(&format!("{who}: {}", sample.kind.unwrap()), hit, low, shown());
            }
        }
    }
    println!("{}", carriers.table("recall by carrier"));
    println!("{}", roles.table("recall by role"));
    println!("{}", kinds.table("recall by kind of value"));
    println!("{}", around.table("alarms in the ordinary text around, by family"));
    println!("{}", pins.total().hits);
    let wrong = |cell: &tally::Cell| cell.all - cell.hits;
    let poor = carriers.poor(|cell| cell.reaches(RECALL), wrong, settings.examples);
    let roles = roles.poor(|cell| cell.reaches(RECALL), wrong, settings.examples);
    let kinds = kinds.poor(|cell| cell.reaches(RECALL), wrong, settings.examples);
    let noisy = around.poor(|cell| cell.keeps(ALARMS), |cell| cell.hits, settings.examples);
    let total = carriers.total();
    let told = format!(
        "{:.1} % of {} are found\n\ncarriers:\n{}\nroles:\n{}\nkinds (not asked for):\n{}\naround:\n{}",
        total.share(),
        total.all,
        poor.join("\n"),
        roles.join("\n"),
        kinds.join("\n"),
        noisy.join("\n")
    );
    assert!(total.reaches(RECALL) && poor.is_empty() && roles.is_empty() && noisy.is_empty(), "{told}");
}

#[test]
fn look_alikes_are_quiet_in_every_class() {
    let settings = Settings::read(12);
    let rules = RuleSet::new(embedded());
    let families = Family::all();
    let mut classes = Tally::default();
    for class in Class::all().iter().filter(|class| class.title.starts_with(&settings.prefix)) {
        let mut rng = settings.rng(&class.title);
        for (sample, said) in scan(&rules, settings.instances * 6, &mut rng, |_, rng| class.sample(&families, rng)) {
            let worst = said.value.max(said.rest);
            let hit = worst >= Some(Confidence::Medium);
            classes.add(&class.title, hit, worst.is_some(), hit.then(|| example(&sample, &said)));
        }
    }
    println!("{}", classes.table("alarms by class of look-alikes"));
    let poor = classes.poor(|cell| cell.keeps(ALARMS), |cell| cell.hits, settings.examples);
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}
