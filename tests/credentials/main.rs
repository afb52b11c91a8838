//! Credentials without a format, written by a generator in every carrier, and look-alikes that no credential is.
//!
//! `BARTIZAN_INSTANCES=200 cargo test --release --test credentials -- --nocapture` is the acceptance run. `BARTIZAN_SEED`
//! repeats one, `BARTIZAN_CELL=python/` narrows it down, `BARTIZAN_EXAMPLES=5` shows more of what is wrong. A run
//! with fewer than 50 instances allows for the chance in it.
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
mod scan;
mod settings;
mod tally;
mod value;
mod words;

use std::collections::BTreeSet;

use bartizan::finding::Confidence;
use bartizan::rule::{RuleSet, embedded};

use class::Class;
use family::{Family, Form};
use name::Role;
use recall::Recall;
use sample::Sample;
use scan::scan;
use settings::Settings;
use tally::{Bounds, Tally};

/// What no class of look-alikes may pass, in per cent.
const ALARMS: f64 = 2.0;

#[test]
fn credentials_are_found_in_every_carrier() {
    let settings = Settings::read(24);
    let rules = RuleSet::new(embedded());
    let families = Family::all();
    let forms: Vec<_> =
        families.iter().flat_map(|family| family.forms.iter().map(move |form| (family, form))).collect();
    let forms: Vec<_> = forms.into_iter().filter(|(_, form)| form.title.starts_with(&settings.prefix)).collect();
    let write = |(family, form): &(&Family, &Form)| -> Vec<Sample> {
        let asked = if form.roles.is_empty() { &Role::ALL[..] } else { &form.roles };
        let mut rng = settings.rng(&form.title);
        let from = rng.usize(..asked.len());
        let role = |number: usize| asked[(from + number) % asked.len()];
        (0..settings.instances).map(|number| Sample::credential(family, form, role(number), &mut rng)).collect()
    };
    let cells: Vec<Vec<Sample>> = forms.iter().map(write).collect();
    let mut recall = Recall::default();
    for (((family, form), samples), said) in forms.iter().zip(&cells).zip(scan(&rules, &cells)) {
        samples.iter().zip(&said).for_each(|(sample, said)| recall.add(family, form, sample, said));
    }
    println!("{}", recall.tables());
    let wrong = recall.wrong(settings.bounds(), settings.examples);
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn look_alikes_are_quiet_in_every_class() {
    let settings = Settings::read(24);
    let rules = RuleSet::new(embedded());
    let families = Family::all();
    let (mut classes, mut members) = (Tally::default(), Tally::default());
    let mut all = Class::all();
    all.retain(|class| class.title.starts_with(&settings.prefix));
    let write = |class: &Class| -> Vec<Sample> {
        let mut rng = settings.rng(&class.title);
        (0..settings.instances * 6).map(|_| class.sample(&families, &mut rng)).collect()
    };
    let cells: Vec<Vec<Sample>> = all.iter().map(write).collect();
    for ((class, samples), said) in all.iter().zip(&cells).zip(scan(&rules, &cells)) {
        for (sample, said) in samples.iter().zip(&said) {
            let worst = said.value.max(said.rest);
            let hit = worst >= Some(Confidence::Medium);
            members.add(&sample.name, hit, worst.is_some(), None);
            classes.add(&class.title, hit, worst.is_some(), hit.then(|| said.example(sample)));
        }
    }
    println!("{}", classes.table("alarms by class of look-alikes"));
    println!(
        "{}",
        members.only(|cell| !cell.keeps(ALARMS, Bounds::Strict)).table("members of classes, those above the bound")
    );
    if settings.examples > 1 {
        println!("{}", classes.poor(|cell| cell.hits == 0, |cell| cell.hits, settings.examples).join("\n"));
    }
    let poor = classes.poor(|cell| cell.keeps(ALARMS, settings.bounds()), |cell| cell.hits, settings.examples);
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
