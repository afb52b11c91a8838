//! How much each fact weighs: the table of `rules/weights.yaml`, read when the first value is judged.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::feature::Feature;
use crate::finding::Confidence;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Always `weights`.
    #[serde(rename = "table")]
    _table: String,
    /// From which sum on a value is told, by confidence.
    from: BTreeMap<String, i32>,
    /// In tenths of a unit of the logarithm of the odds.
    weights: BTreeMap<String, i32>,
}

/// The weights, and the sums from which values are told.
#[derive(Debug)]
pub(super) struct Weights {
    of: [i32; Feature::ALL.len()],
    from: [(Confidence, i32); 3],
}

impl Weights {
    /// The table that is built in.
    pub(super) fn embedded() -> &'static Self {
        static EMBEDDED: LazyLock<Weights> = LazyLock::new(|| {
            #[expect(clippy::unwrap_used, reason = "a file of this crate's own; a test reads it")]
            let table: Table =
                serde_yaml::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/weights.yaml"))).unwrap();
            let from = |name: &str| table.from.get(name).copied().unwrap_or(i32::MAX);
            Weights {
                of: Feature::ALL.map(|feature| table.weights.get(feature.said().0).copied().unwrap_or(0)),
                from: [
                    (Confidence::High, from("high")),
                    (Confidence::Medium, from("medium")),
                    (Confidence::Low, from("low")),
                ],
            }
        });
        &EMBEDDED
    }

    pub(super) const fn of(&self, feature: Feature) -> i32 {
        self.of[feature as usize]
    }

    /// How sure a sum is; `None`: too little to tell.
    pub(super) fn confidence(&self, sum: i32) -> Option<Confidence> {
        self.from.iter().find(|(_, from)| sum >= *from).map(|(confidence, _)| *confidence)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

    use super::*;

    #[test]
    fn every_fact_has_a_weight_and_every_weight_a_fact() {
        let table: Table =
            serde_yaml::from_str(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/weights.yaml"))).unwrap();
        let mut known: Vec<&str> = Feature::ALL.map(|feature| feature.said().0).to_vec();
        known.sort_unstable();
        assert_eq!(table.weights.keys().map(String::as_str).collect::<Vec<_>>(), known);
        assert_eq!(table.from.keys().map(String::as_str).collect::<Vec<_>>(), ["high", "low", "medium"]);
        assert!(table.from["low"] < table.from["medium"] && table.from["medium"] < table.from["high"]);
    }
}
