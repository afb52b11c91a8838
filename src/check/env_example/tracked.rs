//! Whether a real environment file is in the repository: git's index tracks it, or nothing keeps it from being added.

use std::collections::BTreeMap;
use std::ops::Range;

use super::names::{Kind, is_aside, kind};
use super::real::{Holds, LARGEST, Shows, shows};
use super::settings::Text;
use super::words::Words;
use crate::check::{Claimed, Whole};
use crate::finding::{Confidence, Finding, LineIndex, Note, Occurrences, ReportPath, Secret, Status, Trace};
use crate::rule::Rule;
use crate::source::git::{Standing, Tracked};
use crate::source::{SkipReason, peek};

/// The findings: of the files that were scanned those that `claimed` names and git does not ignore, and of the ignored
/// ones those that git tracks all the same.
pub(super) fn confirm(whole: &Whole<'_>, rule: &Rule, words: &Words, claimed: Vec<Claimed>) -> Vec<Finding> {
    let walked = whole.source.filter(|source| source.walks());
    let Some(root) = whole.root.filter(|_| walked.is_some() || !claimed.is_empty()) else { return Vec::new() };
    let git = match Tracked::open(root) {
        Ok(Some(git)) => git,
        Ok(None) => return Vec::new(),
        Err(error) => {
            whole.notes.borrow_mut().push(Note {
                path: None,
                region: None,
                message: format!("not known which environment files git tracks: {error}"),
                help: "mend the repository (`git status` says more) and scan again".into(),
            });
            return Vec::new();
        }
    };
    // The worst of each file.
    let mut worst: BTreeMap<ReportPath, (Holds, Finding)> = BTreeMap::new();
    for Claimed { finding, claim, .. } in claimed {
        let holds = Holds::of(&claim);
        if worst.get(&finding.path).is_none_or(|(other, _)| *other < holds) {
            worst.insert(finding.path.clone(), (holds, finding));
        }
    }
    let mut findings = Vec::new();
    let mut scanned = Vec::new();
    for (path, (holds, mut finding)) in worst {
        scanned.push(path.clone());
        if judge(&mut finding, git.standing(&path.on_disk()), holds) {
            findings.push(finding);
        }
    }
    let Some(source) = walked else { return findings };
    for path in git.paths() {
        let Some(Kind::Real { private }) = kind(path.as_bytes(), words) else { continue };
        if scanned.binary_search(&path).is_ok() || !source.covers(&path) || !rule.looks_at(&path) {
            continue;
        }
        match peek(&root.join(path.to_path()), LARGEST) {
            Ok(bytes) => {
                let Some(shown) = shows(&Text::whole(&bytes), private, words).pop() else { continue };
                let mut finding = made(whole, rule, &path, &bytes, &shown);
                if judge(&mut finding, Standing::Tracked, shown.holds) {
                    findings.push(finding);
                }
            }
            // Deleted, or swapped for a link: git will tell.
            Err(SkipReason::Vanished | SkipReason::Symlink | SkipReason::Special) => {}
            Err(why) => whole.notes.borrow_mut().push(Note {
                path: Some(path),
                region: None,
                message: format!("git tracks this environment file, and what it holds is not known: {why}"),
                help: "take it out of the index with `git rm --cached` unless it holds nothing private".into(),
            }),
        }
    }
    findings
}

/// Completes a finding by how git sees its file; `false` where it is none.
fn judge(finding: &mut Finding, standing: Standing, holds: Holds) -> bool {
    let how = match standing {
        Standing::Tracked => "git tracks it",
        // Settings that nobody has added yet may stay where they are.
        Standing::Open if holds == Holds::Secrets => {
            finding.confidence = finding.confidence.min(Confidence::Medium);
            "no ignore file of the repository keeps git from adding it"
        }
        Standing::Open | Standing::Ignored | Standing::Elsewhere => return false,
    };
    if is_aside(finding.path.as_bytes()) {
        finding.confidence = Confidence::Low;
    }
    finding.message = format!("{}: {how}, and {}", finding.message, holds.note());
    true
}

/// A finding in a file that the scan did not look at.
fn made(whole: &Whole<'_>, rule: &Rule, path: &ReportPath, bytes: &[u8], shown: &Shows) -> Finding {
    let (severity, confidence) = shown.holds.judged(rule);
    let value = (shown.holds == Holds::Secrets).then(|| &bytes[shown.value.clone()]);
    let trace = Trace::of(value.unwrap_or(shown.holds.statement().as_bytes()));
    let secret = value.map(|value| Secret::new(value, 0, whole.key));
    // Of several lines the first alone is shown, as everywhere.
    let lines =
        |span: &Range<usize>| memchr::memchr(b'\n', &bytes[span.clone()]).map_or(span.end, |at| span.start + at);
    let place = if value.is_some() { shown.value.start..lines(&shown.value) } else { shown.key.clone() };
    let title = &rule.def.title;
    Finding {
        rule: rule.id.clone(),
        severity,
        confidence,
        path: path.clone(),
        span: place.start as u64..place.end as u64,
        region: LineIndex::new(bytes).region(place),
        message: secret.as_ref().map_or_else(|| title.clone(), |secret| format!("{title} {secret}")),
        secret,
        fingerprint: Occurrences::default().fingerprint(&rule.id, path, trace),
        status: Status::New,
        why: Vec::new(),
        also: Vec::new(),
        related: Vec::new(),
        frame: None,
        line_hash: None,
    }
}
