//! What the configuration says of rules in some paths only: off, on again, or of another severity.
//!
//! A rule that is off everywhere does not run at all; that is the plan's affair. What depends on the path is decided
//! here, when everything is found: what is off in its path counts as suppressed, with the reason, and is never gone
//! without a trace.

use super::entry::{Entry, EntryFile, Scope};
use super::{Judged, Seen};
use crate::finding::Severity;

/// All that is said, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The file it is said in; `None`: nothing is said.
    pub file: Option<EntryFile>,
    /// Where rules are off.
    pub off: Vec<Off>,
    /// Where rules are on all the same.
    pub on: Vec<On>,
    /// Where findings have another severity; the last that covers a finding decides.
    pub severity: Vec<Regraded>,
}

/// Rules that are off in some paths.
#[derive(Clone, Debug)]
pub struct Off {
    /// Which findings.
    pub scope: Scope,
    /// Why.
    pub reason: String,
    /// The entry; `None`: it is off everywhere else, so that nobody need know whether something was found.
    pub entry: Option<Entry>,
}

/// Rules that are on in some paths although they are off there.
#[derive(Clone, Debug)]
pub struct On {
    /// Which findings.
    pub scope: Scope,
    /// The entry.
    pub entry: Entry,
}

/// Findings with another severity.
#[derive(Clone, Debug)]
pub struct Regraded {
    /// Which findings.
    pub scope: Scope,
    /// How bad they are here.
    pub severity: Severity,
    /// The entry; `None` as in [`Off`].
    pub entry: Option<Entry>,
}

impl Overrides {
    /// Applies them. Of an entry that covers nothing in a whole scan there is a note.
    #[must_use]
    pub fn apply(&self, mut judged: Judged, seen: Seen<'_>) -> Judged {
        let Some(file) = &self.file else { return judged };
        let (mut off, mut on) = (vec![false; self.off.len()], vec![false; self.on.len()]);
        let mut severity = vec![false; self.severity.len()];
        for finding in &mut judged.findings {
            for (regraded, used) in self.severity.iter().zip(&mut severity) {
                if regraded.scope.covers(finding) {
                    finding.severity = regraded.severity;
                    *used = true;
                }
            }
        }
        judged.suppress(|finding| {
            let mut reason = None;
            for (entry, used) in self.off.iter().zip(&mut off) {
                if entry.scope.covers(finding) {
                    *used = true;
                    reason = reason.or(Some(&entry.reason));
                }
            }
            let reason = reason?;
            let mut kept = false;
            for (entry, used) in self.on.iter().zip(&mut on) {
                if entry.scope.covers(finding) {
                    *used = true;
                    kept = true;
                }
            }
            if kept { None } else { Some(reason.clone()) }
        });
        if seen.whole {
            let off = self.off.iter().zip(off).filter_map(|(off, used)| off.entry.as_ref().map(|entry| (entry, used)));
            let on = self.on.iter().zip(on).map(|(on, used)| (&on.entry, used));
            let severity = self.severity.iter().zip(severity);
            let severity = severity.filter_map(|(one, used)| one.entry.as_ref().map(|entry| (entry, used)));
            let unused = off.chain(on).chain(severity).filter(|(entry, used)| !used && seen.tells(entry));
            let help = "take the entry out, or mend its paths";
            judged.notes.extend(unused.map(|(entry, _)| file.unused(entry, seen.root, help)));
        }
        judged
    }
}
