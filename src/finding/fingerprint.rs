//! The identity of a finding: stable under moves and edits around it, silent about the value.

use std::collections::HashMap;
use std::fmt;

use sha2::{Digest, Sha256};

use super::{ReportPath, RuleId};

/// A hash of rule, path, 16 bits of the value's hash and an occurrence number; 32 hexadecimal digits. No line
/// numbers, no commit ids, no dates. Of the value only 16 bits enter, so that nobody can confirm a guessed
/// password from a report, while a changed value opens a new finding (but for one case in 65,536).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Numbers findings that would otherwise be the same: the second equal value of a file is occurrence 1. One for
/// each file, fed in the order of the text.
#[derive(Default)]
pub struct Occurrences(HashMap<[u8; 32], u32>);

impl Occurrences {
    /// The identity of the next finding of `rule` in `path` with `identity` (the value of a secret, or the
    /// normalised statement of a finding in code).
    pub fn fingerprint(&mut self, rule: &RuleId, path: &ReportPath, identity: &[u8]) -> Fingerprint {
        let value = Sha256::digest(identity);
        let mut hash = Sha256::new();
        hash.update(b"bartizan/1\0");
        hash.update(rule.as_str());
        hash.update(b"\0");
        hash.update(path.as_bytes());
        hash.update(b"\0");
        hash.update(&value[..2]);
        let base: [u8; 32] = hash.clone().finalize().into();
        let occurrence = self.0.entry(base).or_default();
        hash.update(occurrence.to_be_bytes());
        *occurrence += 1;
        let mut short = [0; 16];
        short.copy_from_slice(&hash.finalize()[..16]);
        Fingerprint(short)
    }
}
