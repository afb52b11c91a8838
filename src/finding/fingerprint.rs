//! The identity of a finding: stable under moves and edits around it, silent about the value.

use std::collections::HashMap;
use std::fmt;

use sha2::{Digest, Sha256};

use super::{ReportPath, RuleId};

/// A hash of rule, path, 16 bits of the value's hash and an occurrence number; 32 hexadecimal digits in four groups.
/// No line numbers, no commit ids, no dates. Of the value only 16 bits enter, so that nobody can confirm a guessed
/// password from a report, while a changed value opens a new finding (but for one case in 65,536).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// Reads what reports show: 32 lower-case hexadecimal digits, in four groups with dots between them or in one
    /// piece. `None`: it is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let groups: Vec<&str> = text.split('.').collect();
        let grouped = groups.len() == 4 && groups.iter().all(|group| group.len() == 8);
        let digits = if grouped { groups.concat() } else { text.to_owned() };
        if digits.len() != 32 || !digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let number = u128::from_str_radix(&digits, 16).ok()?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // In one piece it is what the API keys of many providers look like, and a report names those providers beside
        // it: whoever keeps a report in a repository would have it found there, by us and by others.
        for (at, byte) in self.0.iter().enumerate() {
            let dot = if at % 4 == 0 && at > 0 { "." } else { "" };
            write!(f, "{dot}{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The part of a value that enters a fingerprint: 16 bits of its SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Trace([u8; 2]);

impl Trace {
    /// The trace of a value (for secrets) or of a normalised statement (for code).
    #[must_use]
    pub fn of(identity: &[u8]) -> Self {
        let hash = Sha256::digest(identity);
        Self([hash[0], hash[1]])
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trace(…)")
    }
}

/// Numbers findings that would otherwise be the same: the second equal value of a file is occurrence 1. One for
/// each file, fed in the order of the text.
#[derive(Default)]
pub struct Occurrences(HashMap<[u8; 32], u32>);

impl Occurrences {
    /// The identity of the next finding of `rule` in `path` whose value left `trace`.
    pub fn fingerprint(&mut self, rule: &RuleId, path: &ReportPath, trace: Trace) -> Fingerprint {
        let mut hash = Sha256::new();
        hash.update(b"bartizan/1\0");
        hash.update(rule.as_str());
        hash.update(b"\0");
        hash.update(path.as_bytes());
        hash.update(b"\0");
        hash.update(trace.0);
        let base: [u8; 32] = hash.clone().finalize().into();
        let occurrence = self.0.entry(base).or_default();
        hash.update(occurrence.to_be_bytes());
        *occurrence += 1;
        let mut short = [0; 16];
        short.copy_from_slice(&hash.finalize()[..16]);
        Fingerprint(short)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(occurrences: &mut Occurrences, path: &str, value: &str) -> Fingerprint {
        let rule = RuleId::new("secrets", "some-token");
        occurrences.fingerprint(&rule, &ReportPath::from_bytes(path.as_bytes()), Trace::of(value.as_bytes()))
    }

    #[test]
    fn what_is_shown_is_read_again() {
        let shown = print(&mut Occurrences::default(), "a", "x");
        let text = shown.to_string();
        assert_eq!(text.len(), 35);
        assert_eq!(Fingerprint::parse(&text), Some(shown));
        assert_eq!(Fingerprint::parse(&text.replace('.', "")), Some(shown));
        let wrong = [&text[1..], &text.to_uppercase().replace('0', "A"), "", "+", &format!("{text}0"), &"é".repeat(16)];
        for wrong in wrong {
            assert_eq!(Fingerprint::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Fingerprint::parse(&format!("0.{}", text.replace('.', ""))), None);
    }

    #[test]
    fn equal_values_of_a_file_are_numbered_and_moves_do_not_matter() {
        let mut first = Occurrences::default();
        let prints = [print(&mut first, "a", "x"), print(&mut first, "a", "x"), print(&mut first, "a", "y")];
        let mut moved = Occurrences::default();
        assert_eq!(print(&mut moved, "a", "y"), prints[2]);
        assert_eq!(print(&mut moved, "a", "x"), prints[0]);
        assert_ne!(prints[0], prints[1]);
        assert_ne!(print(&mut Occurrences::default(), "b", "x"), prints[0]);
    }
}
