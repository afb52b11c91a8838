//! Scans many files in rounds: of each cell one a round, so that no two with the same look-alike share a scanner.

use std::collections::BTreeMap;

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::{Finding, ReportPath};
use bartizan::rule::RuleSet;
use bartizan::source::{Blob, Encoding, Origin};
use rayon::prelude::*;

use super::sample::{Said, Sample};

/// Every file of every cell with what is said of it.
pub(crate) fn scan(rules: &RuleSet, cells: &[Vec<Sample>]) -> Vec<Vec<Said>> {
    let rounds = cells.iter().map(Vec::len).max().unwrap_or(0);
    let said: Vec<Vec<Option<Said>>> = (0..rounds)
        .into_par_iter()
        .map(|number| {
            let samples: Vec<Option<&Sample>> = cells.iter().map(|cell| cell.get(number)).collect();
            round(rules, &samples)
        })
        .collect();
    let mut out: Vec<Vec<Said>> = cells.iter().map(|_| Vec::new()).collect();
    for round in said {
        for (cell, said) in out.iter_mut().zip(round) {
            cell.extend(said);
        }
    }
    out
}

/// Scans one file of each cell, in a folder of its own.
fn round(rules: &RuleSet, samples: &[Option<&Sample>]) -> Vec<Option<Said>> {
    let scanner = Scanner::new(rules, None, Needs::default());
    let mut worker = scanner.worker();
    for (number, sample) in samples.iter().enumerate() {
        let Some(sample) = sample else { continue };
        let name = format!("part-{number}/{}", sample.path);
        let origin = Origin { path: ReportPath::from_bytes(name.as_bytes()), explicit: true, lines: None };
        let text = sample.text.as_bytes();
        let own = 0..text.len();
        worker.take(&Blob { origin: &origin, text, base: 0, own, encoding: Encoding::Ascii, last: true });
    }
    drop(worker);
    let mut found: BTreeMap<usize, Vec<Finding>> = BTreeMap::new();
    for finding in scanner.finish(None).findings {
        let path = finding.path.to_text();
        let number = path["part-".len()..].split('/').next().and_then(|number| number.parse().ok());
        found.entry(number.unwrap()).or_default().push(finding);
    }
    let said = |(number, sample): (usize, &Option<&Sample>)| {
        sample.map(|sample| sample.hear(found.get(&number).map_or(&[], Vec::as_slice)))
    };
    samples.iter().enumerate().map(said).collect()
}
