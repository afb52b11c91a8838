//! Fits the weights on one half of the labelled packages, and says how good they are on the other.
//!
//! `cargo test --lib score::fit -- --nocapture` prints the tables; with `BARTIZAN_UPDATE=1` the fitted weights are written to
//! `rules/weights.yaml` where they are better on the held-out half, keep its bounds, and none of them turned round.
//! `BARTIZAN_EXAMPLES=1` shows what is judged wrongly.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a test stops where it is surprised, and prints its tables; numbers are small"
)]

use std::cell::RefCell;
use std::fmt::Write as _;
use std::ops::Range;
use std::{env, fs};

use super::label::{Label, Made, Verdict};
use super::weights::Weights;
use super::{Feature, Score};
use crate::check::credentials::Credentials;
use crate::check::secrets::Secrets;
use crate::check::{Check, Cx};
use crate::finding::{Confidence, ReportPath};
use crate::rule::def::CheckName;
use crate::rule::{Rule, RuleSet, embedded};
use crate::source::{Blob, Encoding, Origin};

const COUNT: usize = Feature::ALL.len();
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/weights.yaml");
const SEED: u64 = 0x5eed;

type Table = [i32; COUNT];

/// What was weighed of one value.
struct Weighed {
    value: Range<usize>,
    features: Vec<Feature>,
    /// How sure it is at most, whatever the sum.
    most: Confidence,
}

thread_local! {
    /// What was weighed since somebody began to watch; nothing where nobody does.
    static WEIGHED: RefCell<Option<Vec<Weighed>>> = const { RefCell::new(None) };
}

/// Keeps what was weighed, if somebody watches. `most`: how sure it is at most, for reasons outside of the score.
pub(in crate::check::credentials) fn weighed(value: &Range<usize>, score: &Score, most: Confidence) {
    WEIGHED.with_borrow_mut(|all| {
        let most = most.min(score.most());
        all.iter_mut().for_each(|all| {
            all.push(Weighed { value: value.clone(), features: score.features.clone(), most });
        });
    });
}

/// What the check made of a label's value.
struct Case {
    verdict: Verdict,
    held_out: bool,
    /// So that each label counts once.
    share: f64,
    /// What was weighed; nothing where the value was left behind before.
    weighed: Vec<Weighed>,
    /// How sure those rules are that weigh nothing.
    besides: Option<Confidence>,
    label: String,
}

impl Case {
    fn confidence(&self, table: &Table) -> Option<Confidence> {
        let weigh = |weighed: &Weighed| {
            let confidence = Weights::embedded().confidence(sum(&weighed.features, table))?;
            Some(confidence.min(weighed.most))
        };
        self.weighed.iter().map(weigh).max().flatten().max(self.besides)
    }
}

fn sum(features: &[Feature], table: &Table) -> i32 {
    features.iter().map(|&feature| table[feature as usize]).sum()
}

/// The labels' texts, each made some times and read.
fn cases() -> Vec<Case> {
    let by_names = |rule: &Rule| rule.def.check == Some(CheckName::Credentials);
    let rules = RuleSet::new(embedded().into_iter().filter(by_names).collect());
    let check = Secrets::new(&rules).with_reader(Credentials::new(&rules));
    let mut rng = fastrand::Rng::with_seed(SEED);
    let mut all = Vec::new();
    for label in Label::all() {
        for _ in 0..label.times() {
            let made = label.make(&mut rng);
            let (weighed, besides) = read(&check, &label.path, &made);
            all.push(Case {
                verdict: label.verdict,
                held_out: label.held_out(),
                share: 1.0 / label.times() as f64,
                weighed,
                besides,
                label: format!("{}: {} ({})", label.package, made.text.trim(), label.reason),
            });
        }
    }
    all
}

fn read(check: &Secrets<'_>, path: &str, made: &Made) -> (Vec<Weighed>, Option<Confidence>) {
    let origin = Origin { path: ReportPath::from_bytes(path.as_bytes()), explicit: true, lines: None };
    let (text, own) = (made.text.as_bytes(), 0..made.text.len());
    let blob = Blob { origin: &origin, text, base: 0, own, encoding: Encoding::Ascii, last: true };
    let (mut cx, mut matches) = (Cx::default(), Vec::new());
    WEIGHED.set(Some(Vec::new()));
    check.run(&blob, &mut cx, &mut matches);
    let weighed = WEIGHED.take().unwrap();
    let meets = |span: &Range<usize>| span.start < made.value.end && made.value.start < span.end;
    let besides = matches
        .iter()
        .filter(|found| found.why.is_empty() && found.secret.as_ref().is_some_and(meets))
        .map(|found| found.confidence)
        .max();
    (weighed.into_iter().filter(|weighed| meets(&weighed.value)).collect(), besides)
}

/// The weights in use.
fn in_use() -> Table {
    Feature::ALL.map(|feature| Weights::embedded().of(feature))
}

/// Logistic regression by gradient descent. The further a weight goes from where it begins (what is in use), the more
/// it costs: facts that few labels show stay where they are. The base stays, and so do the sums from which values are
/// told.
fn fit<'c>(cases: impl Iterator<Item = &'c Case>, begin: &Table) -> Table {
    const STEPS: usize = 3000;
    const RATE: f64 = 0.01;
    const COST: f64 = 1.0;
    let begin: Vec<f64> = begin.iter().map(|weight| f64::from(*weight) / 10.0).collect();
    let mut examples = Vec::new();
    for case in cases {
        // A sample may be told, and no surer than that: as likely as not.
        let (target, share) = match case.verdict {
            Verdict::Credential => (1.0, case.share),
            Verdict::Sample => (0.5, case.share / 2.0),
            Verdict::LookAlike => (0.0, case.share),
        };
        examples.extend(case.weighed.iter().map(|weighed| (&weighed.features, target, share)));
    }
    let mut weights = begin.clone();
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights.iter().zip(&begin).map(|(now, begin)| COST * (now - begin)).collect();
        for (features, target, share) in &examples {
            let sum: f64 = features.iter().map(|&feature| weights[feature as usize]).sum();
            let off = 1.0 / (1.0 + (-sum).exp()) - target;
            features.iter().for_each(|&feature| slope[feature as usize] += share * off);
        }
        slope[Feature::Base as usize] = 0.0;
        weights.iter_mut().zip(&slope).for_each(|(weight, slope)| *weight -= RATE * slope);
    }
    let mut table = [0; COUNT];
    table.iter_mut().zip(&weights).for_each(|(whole, weight)| *whole = (weight * 10.0).round() as i32);
    table
}

/// How many labels of each verdict were told how surely: high, medium, low, not at all.
struct Tally([[f64; 4]; 3]);

impl Tally {
    fn new<'c>(cases: impl Iterator<Item = &'c Case>, table: &Table) -> Self {
        let mut all = [[0.0; 4]; 3];
        for case in cases {
            let at = match case.confidence(table) {
                Some(Confidence::High) => 0,
                Some(Confidence::Medium) => 1,
                Some(Confidence::Low) => 2,
                None => 3,
            };
            all[case.verdict as usize][at] += case.share;
        }
        Self(all)
    }

    /// The share of a verdict's labels that are told at medium or more.
    fn told(&self, verdict: Verdict) -> f64 {
        let row = self.0[verdict as usize];
        (row[0] + row[1]) / row.iter().sum::<f64>()
    }

    /// Of what is told at medium or more, the share that is a credential; samples are neither.
    fn precision(&self) -> f64 {
        let told = |verdict| self.0[verdict as usize][0] + self.0[verdict as usize][1];
        let right: f64 = told(Verdict::Credential);
        right / (right + told(Verdict::LookAlike))
    }

    /// From 0 to 1: credentials told, the others not, each verdict as heavy as the others.
    fn quality(&self) -> f64 {
        let wrong = self.told(Verdict::Sample) + self.told(Verdict::LookAlike);
        (self.told(Verdict::Credential) + 2.0 - wrong) / 3.0
    }

    /// Whether enough credentials are told, and little else.
    fn keeps_bounds(&self) -> bool {
        self.told(Verdict::Credential) >= 0.90
            && self.told(Verdict::Sample) <= 0.25
            && self.told(Verdict::LookAlike) <= 0.03
    }

    fn print(&self, title: &str) -> String {
        let mut text = format!("{title}\n| | high | medium | low | not told |\n|---|---|---|---|---|\n");
        for verdict in Verdict::ALL {
            let [high, medium, low, none] = self.0[verdict as usize];
            writeln!(text, "| {verdict:?} | {high:.1} | {medium:.1} | {low:.1} | {none:.1} |").unwrap();
        }
        let percent = |share: f64| share * 100.0;
        let (recall, right) = (percent(self.told(Verdict::Credential)), percent(self.precision()));
        writeln!(text, "medium or more: {recall:.1} % of credentials, {right:.1} % of what is told is right").unwrap();
        text
    }
}

/// Whether no weight of some size turned round.
fn is_sane(begin: &Table, fitted: &Table) -> bool {
    begin.iter().zip(fitted).all(|(begin, fitted)| begin.abs() < 10 || begin.signum() * fitted.signum() >= 0)
}

fn write(table: &Table) {
    let text = fs::read_to_string(TABLE).unwrap();
    let line = |line: &str| {
        let known = |feature: &&Feature| {
            line.strip_prefix("  ")
                .and_then(|rest| rest.strip_prefix(feature.said().0))
                .is_some_and(|rest| rest.starts_with(':'))
        };
        match Feature::ALL.iter().find(known) {
            Some(feature) => format!("  {}: {}\n", feature.said().0, table[*feature as usize]),
            None => format!("{line}\n"),
        }
    };
    fs::write(TABLE, text.lines().map(line).collect::<String>()).unwrap();
}

#[test]
fn the_weights_judge_the_held_out_half() {
    let cases = cases();
    let half = |held_out: bool| cases.iter().filter(move |case| case.held_out == held_out);
    let begin = in_use();
    let fitted = fit(half(false), &begin);
    let (used, other) = (Tally::new(half(true), &begin), Tally::new(half(true), &fitted));
    println!("{}", Tally::new(half(false), &begin).print("fitted half, weights in use"));
    println!("{}", Tally::new(half(false), &fitted).print("fitted half, fitted weights"));
    println!("{}", used.print("held-out half, weights in use"));
    println!("{}", other.print("held-out half, fitted weights"));
    println!("quality on the held-out half: {:.3} in use, {:.3} fitted", used.quality(), other.quality());
    for feature in Feature::ALL {
        let (from, to) = (begin[feature as usize], fitted[feature as usize]);
        if from != to {
            println!("  {}: {from} -> {to}", feature.said().0);
        }
    }
    for case in &cases {
        let medium = case.confidence(&begin) >= Some(Confidence::Medium);
        if env::var_os("BARTIZAN_EXAMPLES").is_some() && medium != (case.verdict == Verdict::Credential) {
            let sums: Vec<i32> = case.weighed.iter().map(|weighed| sum(&weighed.features, &begin)).collect();
            println!("{:?} {:?} {sums:?} {}", case.verdict, case.confidence(&begin), case.label);
        }
    }
    let better = other.quality() > used.quality() && other.keeps_bounds() && is_sane(&begin, &fitted);
    if env::var_os("BARTIZAN_UPDATE").is_some() && better {
        write(&fitted);
    }
    assert!(used.keeps_bounds(), "{}", used.print("held-out half, weights in use"));
}

#[test]
fn the_labels_are_enough_and_in_both_halves() {
    let all = Label::all();
    let of = |verdict: Verdict, held_out: bool| {
        all.iter().filter(|label| label.verdict == verdict && label.held_out() == held_out).count()
    };
    for verdict in Verdict::ALL {
        for held_out in [false, true] {
            assert!(of(verdict, held_out) >= 30, "{verdict:?}, {held_out}: {}", of(verdict, held_out));
        }
    }
    let told = all.iter().filter(|label| label.told).count();
    assert!(all.len() >= 400 && told >= 100, "{} labels, {told} of them told", all.len());
}

#[test]
fn what_speaks_for_credentials_gains_and_what_is_not_seen_stays() {
    let case = |verdict, features: &[Feature]| Case {
        verdict,
        held_out: false,
        share: 1.0,
        weighed: vec![Weighed { value: 0..0, features: features.to_vec(), most: Confidence::High }],
        besides: None,
        label: String::new(),
    };
    let cases: Vec<Case> = (0..40)
        .map(|number| match number % 2 {
            0 => case(Verdict::Credential, &[Feature::Base, Feature::Random]),
            _ => case(Verdict::LookAlike, &[Feature::Base, Feature::Dotted]),
        })
        .collect();
    let fitted = fit(cases.iter(), &[0; COUNT]);
    assert!(fitted[Feature::Random as usize] > 5 && fitted[Feature::Dotted as usize] < -5, "{fitted:?}");
    assert_eq!((fitted[Feature::Uuid as usize], fitted[Feature::Base as usize]), (0, 0));
    assert!(is_sane(&[0; COUNT], &fitted));
    let mut begin = [0; COUNT];
    begin[Feature::Random as usize] = -20;
    assert!(!is_sane(&begin, &fitted));
}
