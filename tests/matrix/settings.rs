//! What a run is asked to do, from the environment.

use std::env::var;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where a run begins, how long it is, and which rules it is about.
pub(crate) struct Settings {
    pub(crate) seed: u64,
    /// Values of each rule.
    pub(crate) values: usize,
    prefix: String,
}

impl Settings {
    /// Reads `BARTIZAN_SEED` (else the clock's), `BARTIZAN_VALUES` (else `values`) and `BARTIZAN_RULE`, and prints the seed.
    pub(crate) fn read(values: usize) -> Self {
        let clock = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 % 1_000_000_007;
        let number = |name: &str| var(name).ok().and_then(|text| text.parse::<u64>().ok());
        let seed = number("BARTIZAN_SEED").unwrap_or_else(clock);
        let values = number("BARTIZAN_VALUES").map_or(values, |values| values as usize);
        eprintln!("BARTIZAN_SEED={seed} BARTIZAN_VALUES={values}");
        Self { seed, values, prefix: var("BARTIZAN_RULE").unwrap_or_default() }
    }

    /// Whether a rule is asked about, by its id's second part.
    pub(crate) fn wants(&self, id: &str) -> bool {
        id.split_once('/').is_some_and(|(_, name)| name.starts_with(&self.prefix))
    }
}
