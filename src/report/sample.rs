//! Hand-made rules and findings for the printers' tests. The values are made when a test runs; no file holds one.

#![allow(clippy::unwrap_used, reason = "tests may fail")]

use std::sync::Arc;
use std::time::Duration;

use super::{Message, Policy, Report, Summary};
use crate::exit::Exit;
use crate::finding::{
    Confidence, Finding, Frame, FrameLine, Level, LineHasher, LineIndex, Mark, Note, Occurrences, Region, ReportPath,
    RuleId, RunKey, Secret, Severity, Status, Suppressed, Trace,
};
use crate::rule::carry::carry;
use crate::rule::def::{Pack, RuleText};
use crate::rule::{Provenance, Rule, RuleSet};
use crate::source::{Skip, SkipReason, Tally};

const PACK: &str = r#"
pack: demo
provider: Demo
rules:
  - id: token
    title: Demo access token
    severity: critical
    confidence: high
    pattern: 'tok_[A-Za-z0-9]{20}'
    tags: [CWE-798, 'OWASP-A07:2021', checklist/no-hardcoded-secrets]
    help:
      what: An access token of a Demo account.
      why: Whoever holds it acts as that user, often on every repository that the user can reach.
      fix: Revoke it in the account's settings; read the new one from the environment or from a secret store.
    references: [https://example.com/docs/tokens]
    examples: {match: []}
  - id: password
    title: Password in code
    severity: medium
    confidence: medium
    pattern: 'password = "[^"]{4,40}"'
    boundary: none
    tags: [CWE-259, CWE-798]
    help: {what: A password that stands in the code., why: Everybody who can read the code can use it., fix: Read it from the environment.}
    examples: {match: []}
  - id: note
    title: Something worth knowing
    severity: info
    confidence: low
    pattern: 'note = "[^"]{4,40}"'
    boundary: none
    help: {what: A note., why: It may matter., fix: Read it.}
    examples: {match: []}
"#;

/// `demo/token` (critical, high), `demo/password` (medium, medium), `demo/note` (info, low).
pub(super) fn rules() -> RuleSet {
    rules_of(PACK)
}

/// The rules of a pack.
pub(super) fn rules_of(yaml: &str) -> RuleSet {
    let pack: Pack = serde_yaml::from_str(yaml).unwrap();
    let rules = pack.rules.into_iter().map(|mut def| {
        let carried = carry(&def).unwrap();
        let text = Arc::new(RuleText {
            help: std::mem::take(&mut def.help),
            references: std::mem::take(&mut def.references),
            examples: std::mem::take(&mut def.examples),
        });
        let provenance = Provenance::File { path: "demo.yaml".into(), text };
        Rule::new(&pack.pack, pack.provider.as_deref(), def, carried, provenance)
    });
    RuleSet::new(rules.collect())
}

/// The value that [`finding`] finds in a line: four characters of a public prefix, then twenty of body.
pub(super) fn value(line: u64) -> String {
    let mut random = fastrand::Rng::with_seed(line);
    let body: String = std::iter::repeat_with(|| random.alphanumeric()).take(20).collect();
    ["tok_", &body].concat()
}

/// A finding of one of [`rules`] in a made-up file.
pub(super) fn finding(rule: &str, path: &str, line: u64) -> Finding {
    let text = format!("{}{} = \"{}\" # why\n\nnext = 1\n", "# filler\n".repeat(line as usize - 1), "key", value(line));
    let start = text.find("tok_").unwrap();
    finding_in(rule, path.as_bytes(), text.as_bytes(), start..start + 24, 4)
}

/// A finding whose value is `span` of `text`.
pub(super) fn finding_in(rule: &str, path: &[u8], text: &[u8], span: std::ops::Range<usize>, prefix: usize) -> Finding {
    let (pack, name) = rule.split_once('/').unwrap();
    let id = RuleId::new(pack, name);
    let rules = rules();
    let known = rules.get(&id);
    let path = ReportPath::from_bytes(path);
    let index = LineIndex::new(text);
    let region = index.region(span.clone());
    let at = index.line_of(span.start);
    let marks = [Mark { span: span.clone(), prefix }];
    let shown = at.saturating_sub(1)..(at + 2).min(index.lines());
    let lines = shown.map(|line| FrameLine::new(text, index.span_of(line), line as u64 + 1, &marks, &span));
    let mut hasher = LineHasher::new();
    hasher.push(text);
    Finding {
        severity: known.map_or(Severity::High, |rule| rule.severity),
        confidence: known.map_or(Confidence::High, |rule| rule.confidence),
        fingerprint: Occurrences::default().fingerprint(&id, &path, Trace::of(&text[span.clone()])),
        rule: id,
        path,
        span: span.start as u64..span.end as u64,
        region,
        message: "A value is assigned to `key`.".into(),
        secret: Some(Secret::new(&text[span.clone()], prefix, &RunKey::new())),
        status: Status::New,
        why: Vec::new(),
        also: Vec::new(),
        related: Vec::new(),
        frame: Some(Frame { lines: lines.collect() }),
        line_hash: hasher.finish([region.line]).get(region.line),
    }
}

/// The default policy.
pub(super) const POLICY: Policy = Policy { fail_on: Some(Severity::Medium), min_confidence: Confidence::Medium };

/// All that a printer is told about one scan.
pub(super) struct Scan {
    pub(super) findings: Vec<Finding>,
    pub(super) suppressed: Vec<Suppressed>,
    pub(super) notes: Vec<Note>,
    pub(super) summary: Summary,
}

impl Scan {
    pub(super) fn new(findings: Vec<Finding>) -> Self {
        let by_severity = std::array::from_fn(|rank| {
            findings.iter().filter(|finding| finding.severity == Severity::ALL[rank]).count() as u64
        });
        let counting = findings.iter().filter(|finding| POLICY.counts(finding)).count() as u64;
        let summary = Summary {
            target: ".".into(),
            noun: "file",
            by_severity,
            counting,
            suppressed: 0,
            known: None,
            tally: Tally { files: 1234, bytes: 56_789_012, ignored: 3, ..Tally::default() },
            elapsed: Duration::from_millis(417),
            policy: POLICY,
            configuration: None,
            rules: 3,
            exit: if counting > 0 { Exit::Findings } else { Exit::Clean },
        };
        Self { findings, suppressed: Vec::new(), notes: Vec::new(), summary }
    }

    pub(super) fn suppress(mut self, finding: Finding, reason: &str) -> Self {
        self.suppressed.push(Suppressed { finding, reason: reason.into() });
        self.summary.suppressed += 1;
        self
    }

    pub(super) fn note(mut self, path: &[u8], message: &str, help: &str) -> Self {
        let region = Region { line: 3, column: 5, end_line: 3, end_column: 9 };
        let path = Some(ReportPath::from_bytes(path));
        self.notes.push(Note { path, region: Some(region), message: message.into(), help: help.into() });
        self
    }

    pub(super) fn skip(mut self, path: &[u8], reason: SkipReason) -> Self {
        if reason.incomplete() && self.summary.exit == Exit::Clean {
            self.summary.exit = Exit::Incomplete;
        }
        self.summary.tally.skipped.push(Skip { path: ReportPath::from_bytes(path), reason });
        self
    }

    /// Tells a printer everything in the order that it may rely on.
    pub(super) fn tell(&self, mut report: impl Report) {
        for finding in &self.findings {
            report.message(&Message::Finding(finding)).unwrap();
        }
        for suppressed in &self.suppressed {
            report.message(&Message::Suppressed(suppressed)).unwrap();
        }
        for skip in &self.summary.tally.skipped {
            report.message(&Message::Skipped(skip)).unwrap();
        }
        for note in &self.notes {
            report.message(&Message::Note(note)).unwrap();
        }
        report.finish(&self.summary).unwrap();
    }
}

/// Two findings that count, one that does not, one suppressed, three skipped files, one of which matters, and a note.
pub(super) fn mixed() -> Scan {
    let mut second = finding("demo/token", "src/app.py", 40);
    second.also = vec![RuleId::new("demo", "password")];
    second.related = vec![crate::finding::Related {
        path: ReportPath::from_bytes(b"src/client.py"),
        region: second.region,
        message: "the id that belongs to it".into(),
    }];
    Scan::new(vec![
        finding("demo/token", "src/app.py", 2),
        second,
        finding("demo/password", "src/deep/settings.py", 7),
        finding("demo/note", "src/deep/settings.py", 9),
    ])
    .suppress(finding("demo/password", "tests/login.py", 3), "made up for the test")
    .skip(b"img/logo.png", SkipReason::Binary)
    .skip(b"private.key", SkipReason::Unreadable("permission denied".into()))
    .skip(b"z", SkipReason::Symlink)
    .note(b"src/old.py", "this suppression hides nothing", "take it out")
}

/// Whatever reaches a printer from outside tries to write on the terminal.
pub(super) fn hostile() -> (RuleSet, Scan) {
    let evil = "x\u{1b}[31m\u{9b}2J\u{202e}y\u{7f}\r\nz\u{8}";
    // Written with escapes, as YAML wants them.
    let mut quoted = Vec::new();
    super::plain::write_json(&mut quoted, &evil).unwrap();
    let quoted = String::from_utf8(quoted).unwrap();
    let rules = rules_of(&format!(
        "pack: demo\nrules:\n  - id: token\n    title: {quoted}\n    severity: high\n    confidence: high\n    \
         pattern: 'tok_[A-Za-z0-9]{{20}}'\n    tags: [{quoted}]\n    help: {{what: {quoted}, why: {quoted}, fix: {quoted}}}\n    \
         references: [{quoted}]\n    examples: {{match: []}}\n"
    ));
    let path = b"a\n\x1b[31m\xff\xc2\x9b?#%b";
    let text = format!("k\u{1b}[31m = \"{}\"\u{9b}\u{202e} {}", value(1), "x".repeat(500));
    let start = text.find("tok_").unwrap();
    let mut finding = finding_in("demo/token", path, text.as_bytes(), start..start + 24, 4);
    finding.message = evil.into();
    finding.related = vec![crate::finding::Related {
        path: ReportPath::from_bytes(path),
        region: finding.region,
        message: format!("{evil}](1) [x](2)"),
    }];
    let scan = Scan::new(vec![finding.clone()])
        .suppress(finding, evil)
        .skip(path, SkipReason::Unreadable(evil.into()))
        .skip(path, SkipReason::Internal(evil.into()))
        .note(path, evil, evil);
    (rules, scan)
}

/// A value given away is 8 of its characters in a row; this finds them.
pub(super) fn gives_away(output: &str, value: &str) -> bool {
    let body = value.strip_prefix("tok_").unwrap_or(value);
    (0..=body.len().saturating_sub(8)).any(|at| output.contains(&body[at..at + 8]))
}
