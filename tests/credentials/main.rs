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
mod recall;
mod sample;
mod settings;
mod tally;
mod value;
mod words;

use std::collections::BTreeSet;

use bartizan::finding::Confidence;
use bartizan::rule::{RuleSet, embedded};
use rayon::prelude::*;

use class::Class;
use family::Family;
use name::Role;
use recall::Recall;
use sample::{Said, Sample};
use settings::Settings;
use tally::Tally;

/// What no class of look-alikes may pass, in per cent.
const ALARMS: f64 = 2.0;

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

#[test]
fn credentials_are_found_in_every_carrier() {
    let settings = Settings::read(12);
    let rules = RuleSet::new(embedded());
    let mut recall = Recall::default();
    for family in Family::all() {
        for form in family.forms.iter().filter(|form| form.title.starts_with(&settings.prefix)) {
            let asked = if form.roles.is_empty() { &Role::ALL[..] } else { &form.roles };
            let mut rng = settings.rng(&form.title);
            let from = rng.usize(..asked.len());
            let make = |number: usize, rng: &mut fastrand::Rng| {
                Sample::credential(&family, form, asked[(from + number) % asked.len()], rng)
            };
            for (sample, said) in scan(&rules, settings.instances, &mut rng, make) {
                recall.add(&family, form, &sample, &said);
            }
        }
    }
    println!("{}", recall.tables());
    let wrong = recall.wrong(settings.examples);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn look_alikes_are_quiet_in_every_class() {
    let settings = Settings::read(12);
    let rules = RuleSet::new(embedded());
    let families = Family::all();
    let (mut classes, mut members) = (Tally::default(), Tally::default());
    for class in Class::all().iter().filter(|class| class.title.starts_with(&settings.prefix)) {
        let mut rng = settings.rng(&class.title);
        for (sample, said) in scan(&rules, settings.instances * 6, &mut rng, |_, rng| class.sample(&families, rng)) {
            let worst = said.value.max(said.rest);
            let hit = worst >= Some(Confidence::Medium);
            members.add(&sample.name, hit, worst.is_some(), None);
            classes.add(&class.title, hit, worst.is_some(), hit.then(|| said.example(&sample)));
        }
    }
    println!("{}", classes.table("alarms by class of look-alikes"));
    println!("{}", members.only(|cell| !cell.keeps(ALARMS)).table("members of classes, those above the bound"));
    if settings.examples > 1 {
        println!("{}", classes.poor(|cell| cell.hits == 0, |cell| cell.hits, settings.examples).join("\n"));
    }
    let poor = classes.poor(|cell| cell.keeps(ALARMS), |cell| cell.hits, settings.examples);
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

#[test]
fn the_data_is_read_whole() {
    let (families, classes) = (Family::all(), Class::all());
    let titles: BTreeSet<&str> = families.iter().flat_map(|family| &family.forms).map(|form| &*form.title).collect();
    let forms: usize = families.iter().map(|family| family.forms.len()).sum();
    assert_eq!(titles.len(), forms, "two forms have one title");
    assert!(forms >= 250 && classes.len() >= 44, "{forms} forms, {} classes", classes.len());
    assert!(words::WORDS.len() >= 150, "passwords are made of too few words");
    for family in &families {
        for place in ["tests", "test", "docs", "examples", "fixtures"] {
            assert!(
                !family.paths.iter().any(|path| path.split('/').any(|part| part == place)),
                "{} is in {place}",
                family.name
            );
        }
    }
}
