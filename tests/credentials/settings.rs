//! What a run is asked to do, from the environment.

use std::env::var;
use std::time::{SystemTime, UNIX_EPOCH};

use super::tally::Bounds;

/// Where a run begins and how long it is.
pub(crate) struct Settings {
    pub(crate) seed: u64,
    /// Files of each carrier.
    pub(crate) instances: usize,
    /// Of each cell that is short of its bound, so many examples are shown.
    pub(crate) examples: usize,
    /// Cells that begin so are run, all when it is empty.
    pub(crate) prefix: String,
}

impl Settings {
    /// Reads `BARTIZAN_SEED` (else the clock's), `BARTIZAN_INSTANCES` (else `instances`), `BARTIZAN_EXAMPLES` and
    /// `BARTIZAN_CELL`, and prints the seed.
    pub(crate) fn read(instances: usize) -> Self {
        let number = |name: &str| var(name).ok().and_then(|it| it.parse::<u64>().ok());
        let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let seed = number("BARTIZAN_SEED").unwrap_or_else(clock);
        println!("BARTIZAN_SEED={seed}");
        let count = |name: &str, other| number(name).map_or(other, |it| usize::try_from(it).unwrap_or(other).max(1));
        Self {
            seed,
            instances: count("BARTIZAN_INSTANCES", instances),
            examples: count("BARTIZAN_EXAMPLES", 1),
            prefix: var("BARTIZAN_CELL").unwrap_or_default(),
        }
    }

    /// From 50 files a carrier on, a run is held to its bounds strictly.
    pub(crate) fn bounds(&self) -> Bounds {
        if self.instances >= 50 { Bounds::Strict } else { Bounds::Loose }
    }

    /// The random numbers of one cell: they follow from the seed and the cell's name, so that it can be run alone.
    pub(crate) fn rng(&self, cell: &str) -> fastrand::Rng {
        let mix = |hash: u64, byte: u8| hash.wrapping_mul(1_099_511_628_211).wrapping_add(u64::from(byte));
        fastrand::Rng::with_seed(cell.bytes().fold(self.seed, mix))
    }
}
