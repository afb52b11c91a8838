//! How likely a value is a credential: three kinds of evidence (its name, itself, its place) in one sum, of which each
//! part keeps its reason.

mod feature;
#[cfg(test)]
pub(super) mod fit;
#[cfg(test)]
mod label;
mod value;
mod weights;

pub(super) use feature::Feature;
pub(super) use value::{features, is_field};

use crate::finding::Confidence;
use weights::Weights;

/// A sum of weights and what it is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Score {
    features: Vec<Feature>,
}

impl Score {
    pub(super) fn new() -> Self {
        Self { features: vec![Feature::Base] }
    }

    pub(super) fn add(&mut self, feature: Feature) {
        self.features.push(feature);
    }

    pub(super) fn add_if(&mut self, holds: bool, feature: Feature) {
        if holds {
            self.add(feature);
        }
    }

    pub(super) fn extend(&mut self, features: impl IntoIterator<Item = Feature>) {
        self.features.extend(features);
    }

    /// In tenths of a unit of the logarithm of the odds.
    pub(super) fn sum(&self) -> i32 {
        let weights = Weights::embedded();
        self.features.iter().map(|&feature| weights.of(feature)).sum()
    }

    /// How sure it is; `None`: it says too little to be told.
    pub(super) fn confidence(&self) -> Option<Confidence> {
        Weights::embedded().confidence(self.sum()).map(|confidence| confidence.min(self.most()))
    }

    /// How sure it is at most, whatever the sum.
    fn most(&self) -> Confidence {
        // A name and a value alone are never beyond doubt.
        const PLACE: [Feature; 5] =
            [Feature::NearUser, Feature::NearHost, Feature::Deployed, Feature::Taken, Feature::Again];
        let placed = self.features.iter().any(|feature| PLACE.contains(feature));
        if placed { Confidence::High } else { Confidence::Medium }
    }

    /// Whether a fact is a part of it.
    pub(super) fn holds(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    /// How sure it would be if the same value stood elsewhere.
    pub(super) fn confidence_again(&self) -> Option<Confidence> {
        let weights = Weights::embedded();
        weights.confidence(self.sum() + weights.of(Feature::Again))
    }

    /// Each fact with its weight, the heaviest first.
    pub(super) fn reasons(&self) -> Vec<(Feature, i32)> {
        let weights = Weights::embedded();
        let mut reasons: Vec<_> = self.features.iter().map(|&feature| (feature, weights.of(feature))).collect();
        reasons.sort_by_key(|(feature, weight)| (-weight.abs(), *feature));
        reasons
    }
}
