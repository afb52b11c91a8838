//! Counts by cell, as a table and as a list of what is short of its bound.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What became of the files of one cell.
#[derive(Clone, Default)]
pub(crate) struct Cell {
    pub(crate) all: usize,
    /// Found as the cell asks, or reported with medium confidence or more where nothing should be.
    pub(crate) hits: usize,
    /// Reported at all.
    pub(crate) low: usize,
    pub(crate) examples: Vec<String>,
}

impl Cell {
    pub(crate) fn share(&self) -> f64 {
        self.hits as f64 * 100.0 / self.all.max(1) as f64
    }

    /// Found often enough.
    pub(crate) fn reaches(&self, percent: f64, bounds: Bounds) -> bool {
        let missed = self.all - self.hits;
        // Some carriers are still some points short: what a short run can tell of them is that they broke.
        let broken = 2 * missed > self.all + 1;
        missed <= bounds.allowed(self.all, 100.0 - percent) || matches!(bounds, Bounds::Loose) && !broken
    }

    /// Reported seldom enough.
    pub(crate) fn keeps(&self, percent: f64, bounds: Bounds) -> bool {
        self.hits <= bounds.allowed(self.all, percent)
    }
}

/// How strictly cells are held to their bounds.
#[derive(Clone, Copy)]
pub(crate) enum Bounds {
    /// To the letter, but for one unlucky file: for runs that are long enough to tell.
    Strict,
    /// Alarms by three standard deviations, recall of a cell by half: a short run must fail for what is broken, and not
    /// for its seed.
    Loose,
}

impl Bounds {
    /// How many of `all` may be wrong where `percent` may be.
    fn allowed(self, all: usize, percent: f64) -> usize {
        let share = percent / 100.0;
        let mean = all as f64 * share;
        let more = if matches!(self, Self::Strict) { 0.0 } else { 3.0 * (mean * (1.0 - share)).sqrt() };
        ((mean + more) as usize).max(1)
    }
}

/// Cells by name.
#[derive(Default)]
pub(crate) struct Tally(pub(crate) BTreeMap<String, Cell>);

impl Tally {
    /// Counts one file; `example` is asked for when the file is on the wrong side.
    pub(crate) fn add(&mut self, cell: &str, hit: bool, low: bool, example: Option<String>) {
        let cell = self.0.entry(cell.to_owned()).or_default();
        cell.all += 1;
        cell.hits += usize::from(hit);
        cell.low += usize::from(low);
        cell.examples.extend(example);
    }

    /// The cells of which `wanted` holds.
    pub(crate) fn only(&self, wanted: impl Fn(&Cell) -> bool) -> Self {
        let cells = self.0.iter().filter(|(_, cell)| wanted(cell));
        Self(cells.map(|(name, cell)| (name.clone(), cell.clone())).collect())
    }

    pub(crate) fn total(&self) -> Cell {
        let mut total = Cell::default();
        for cell in self.0.values() {
            total.all += cell.all;
            total.hits += cell.hits;
            total.low += cell.low;
        }
        total
    }

    /// A line a cell: share, hits, all, and how many were reported with low confidence or more.
    pub(crate) fn table(&self, title: &str) -> String {
        let mut out = format!("{title}\n");
        let line = |out: &mut String, name: &str, cell: &Cell| {
            let _ = writeln!(
                out,
                "  {name:<44} {:>6.1} %  {:>5} of {:<5} any {:>5}",
                cell.share(),
                cell.hits,
                cell.all,
                cell.low
            );
        };
        self.0.iter().for_each(|(name, cell)| line(&mut out, name, cell));
        line(&mut out, "all", &self.total());
        out
    }

    /// Cells that are not `good`, by how many files are wrong, with examples of them.
    pub(crate) fn poor(
        &self,
        good: impl Fn(&Cell) -> bool,
        wrong: impl Fn(&Cell) -> usize,
        examples: usize,
    ) -> Vec<String> {
        let mut poor: Vec<_> = self.0.iter().filter(|(_, cell)| !good(cell)).collect();
        poor.sort_by_key(|(_, cell)| std::cmp::Reverse(wrong(cell)));
        poor.into_iter()
            .map(|(name, cell)| {
                let shown: String = cell.examples.iter().take(examples).map(|text| format!("{text}\n")).collect();
                format!("{name}: {} of {} wrong\n{shown}", wrong(cell), cell.all)
            })
            .collect()
    }
}
