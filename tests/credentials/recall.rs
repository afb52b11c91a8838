//! What is found of the credentials that were written, counted by carrier, role, kind of value and name.

use bartizan::finding::Confidence;

use super::family::{Family, Form};
use super::name::Role;
use super::sample::{Said, Sample};
use super::tally::{Bounds, Cell, Tally};
use super::value::Kind;

/// What every carrier, every role and all together must reach, in per cent.
const RECALL: f64 = 92.0;

/// What may be reported in the ordinary text around, in per cent of the files of a family.
const ALARMS: f64 = 2.0;

/// Digits alone are seldom told from a number: counted, and not asked for.
const UNBOUND: Role = Role::Pin;

/// Two words without a digit or a sign are seldom told from a name in code: counted by carrier, and not asked for.
const UNTOLD: Kind = Kind::TwoWords;

/// Carriers that fall short, counted and not asked for: a user and a password in a sentence of their own, cookies whose
/// names are those of sessions, comments of markup, and addresses in logs whose passwords have stars in them.
const SHORT: [&str; 5] = ["plain/slash", "http/cookie", "http/set-cookie", "html/comment", "log/url"];

/// All that was counted.
#[derive(Default)]
pub(crate) struct Recall {
    carriers: Tally,
    roles: Tally,
    /// What follows says where to look; no bound is set on it.
    kinds: Tally,
    pairs: Tally,
    names: Tally,
    pins: Tally,
    untold: Tally,
    short: Tally,
    around: Tally,
}

impl Recall {
    pub(crate) fn add(&mut self, family: &Family, form: &Form, sample: &Sample, said: &Said) {
        let least = if form.weak && sample.human { Confidence::Low } else { Confidence::Medium };
        let (hit, low) = (said.value >= Some(least), said.value.is_some());
        let more = said.rest >= Some(Confidence::Medium);
        self.around.add(&family.name, more, said.rest.is_some(), more.then(|| said.example(sample)));
        let carrier = format!("{}{}", form.title, if form.weak { " (a person's: low)" } else { "" });
        if sample.role == UNBOUND {
            self.pins.add(&carrier, hit, low, None);
            return;
        }
        if sample.kind == Some(UNTOLD) {
            self.untold.add(&carrier, hit, low, None);
            return;
        }
        if SHORT.contains(&form.title.as_str()) {
            self.short.add(&carrier, hit, low, None);
            return;
        }
        let who = if sample.human { "a person's" } else { "chance" };
        let kind = sample.kind.map_or_else(String::new, |kind| format!("{who}: {kind}"));
        let shown = || (!hit).then(|| said.example(sample));
        self.carriers.add(&carrier, hit, low, shown());
        self.roles.add(&sample.role.to_string(), hit, low, shown());
        self.pairs.add(&format!("{} {kind}", sample.role), hit, low, None);
        if form.text.contains("‹name") {
            self.names.add(&sample.name, hit, low, None);
        }
        self.kinds.add(&kind, hit, low, shown());
    }

    /// The tables: all carriers, roles and kinds; of names and of kinds by role those below the bound.
    pub(crate) fn tables(&self) -> String {
        let poor = |tally: &Tally| tally.only(|cell| cell.all >= 5 && !cell.reaches(RECALL, Bounds::Strict));
        [
            self.carriers.table("recall by carrier (and with which confidence a person's password must be reported)"),
            self.roles.table("recall by role"),
            self.kinds.table("recall by kind of value"),
            poor(&self.pairs).table("kinds of value by role, those below the bound"),
            poor(&self.names).table("names, those below the bound"),
            self.around.table("alarms in the ordinary text around, by family"),
            self.pins.table("digits alone, by carrier (not asked for)"),
            self.untold.table("two words alone, by carrier (not asked for)"),
            self.short.table("carriers that fall short (not asked for)"),
        ]
        .join("\n")
    }

    /// The cells on the wrong side of their bounds, with some of the files of each; empty when all is well.
    pub(crate) fn wrong(&self, bounds: Bounds, examples: usize) -> String {
        let missed = |cell: &Cell| cell.all - cell.hits;
        let poor = |tally: &Tally| tally.poor(|cell| cell.reaches(RECALL, bounds), missed, examples);
        let (carriers, roles) = (poor(&self.carriers), poor(&self.roles));
        let noisy = self.around.poor(|cell| cell.keeps(ALARMS, bounds), |cell| cell.hits, examples);
        let total = self.carriers.total();
        if total.reaches(RECALL, Bounds::Strict) && carriers.is_empty() && roles.is_empty() && noisy.is_empty() {
            return String::new();
        }
        let kinds = poor(&self.kinds);
        let parts = [("carriers", carriers), ("roles", roles), ("kinds (not asked for)", kinds), ("around", noisy)];
        let parts: Vec<String> = parts
            .iter()
            .map(|(title, cells)| format!("{title}: {} below\n{}", cells.len(), cells.join("\n")))
            .collect();
        format!("{:.1} % of {} are found\n\n{}", total.share(), total.all, parts.join("\n"))
    }
}
