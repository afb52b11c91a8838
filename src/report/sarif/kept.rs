//! The findings that fit into a SARIF file: the worst ones, in the order in which they came.

use crate::finding::{Finding, Level, Severity};

/// At most so many findings; when one more comes, the last of the least severe gives way. What is kept depends on
/// the findings and their order alone.
pub(super) struct Kept {
    /// By severity, worst first; each with its place in the report.
    by_severity: Vec<Vec<(u64, Finding)>>,
    most: usize,
    len: usize,
    seen: u64,
}

impl Kept {
    pub(super) fn new(most: usize) -> Self {
        Self { by_severity: vec![Vec::new(); Severity::ALL.len()], most, len: 0, seen: 0 }
    }

    pub(super) fn push(&mut self, finding: &Finding) {
        let rank = Severity::ALL.iter().position(|&severity| severity == finding.severity).unwrap_or(0);
        let place = self.seen;
        self.seen += 1;
        if self.len == self.most {
            let Some(least) = self.by_severity.iter().rposition(|list| !list.is_empty()) else { return };
            if least <= rank {
                return;
            }
            self.by_severity[least].pop();
            self.len -= 1;
        }
        // Source frames are for people; here they would only take memory.
        self.by_severity[rank].push((place, Finding { frame: None, ..finding.clone() }));
        self.len += 1;
    }

    /// How many there was no room for.
    pub(super) fn left_out(&self) -> u64 {
        self.seen - self.len as u64
    }

    /// What was kept, in the order in which it came.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Finding> {
        let mut all: Vec<&(u64, Finding)> = self.by_severity.iter().flatten().collect();
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, finding)| finding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_worst_are_kept_in_their_order() {
        let mut kept = Kept::new(3);
        let severities =
            [Severity::Low, Severity::High, Severity::Info, Severity::High, Severity::Critical, Severity::Low];
        for (line, severity) in (1..).zip(severities) {
            let mut finding = sample::finding("demo/token", "a", line);
            finding.severity = severity;
            kept.push(&finding);
        }
        assert_eq!(kept.left_out(), 3);
        assert_eq!(kept.iter().map(|finding| finding.region.line).collect::<Vec<_>>(), [2, 4, 5]);
    }

    #[test]
    fn among_equals_the_first_stay() {
        let mut kept = Kept::new(2);
        (1..=5).for_each(|line| kept.push(&sample::finding("demo/token", "a", line)));
        assert_eq!(kept.iter().map(|finding| finding.region.line).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(kept.left_out(), 3);
    }
}
