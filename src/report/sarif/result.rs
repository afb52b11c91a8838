//! A finding as a SARIF result.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactLocation, Location, Message, PhysicalLocation, PropertyBag, Region, Result, ResultLevel,
};

use crate::finding::{self, Finding, ReportPath, Severity, Status};
use crate::rule::Rule;

/// GitHub keeps 100 locations of a result.
const MOST_RELATED: usize = 100;

/// The result of one finding; `index` is its rule's place among the rules of the run. With a `baseline` it says too
/// whether that knows it.
pub(super) fn of(finding: &Finding, rule: Option<&Rule>, index: Option<i64>, baseline: bool) -> Result {
    let mut result = Result::builder()
        .rule_id(finding.rule.as_str())
        .level(level(finding.severity))
        .message(Message::builder().text(text(finding, rule)).build())
        .locations(vec![Location::builder().physical_location(place(&finding.path, &finding.region)).build()])
        .partial_fingerprints(fingerprints(finding))
        .properties(properties(finding))
        .build();
    result.rule_index = index;
    result.baseline_state = baseline.then(|| {
        json!(match finding.status {
            Status::New => "new",
            Status::Baseline => "unchanged",
        })
    });
    if !finding.related.is_empty() {
        result.related_locations = Some(finding.related.iter().take(MOST_RELATED).zip(1..).map(related).collect());
    }
    result
}

const fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Critical | Severity::High => ResultLevel::Error,
        Severity::Medium => ResultLevel::Warning,
        Severity::Low | Severity::Info => ResultLevel::Note,
    }
}

/// Where in an archive: the entry's name and the place in it.
fn place_in_archive(finding: &Finding) -> Option<String> {
    let (_, entry) = finding.path.in_archive()?;
    let finding::Region { line, column, .. } = finding.region;
    Some(format!("In the entry {}, line {line}, column {column}.", no_link(&entry.to_terminal())))
}

/// The sentence about this place, then the masked value, then a link to each related place: GitHub shows a related
/// place only where the message links to it.
fn text(finding: &Finding, rule: Option<&Rule>) -> String {
    let said = if finding.message.trim().is_empty() {
        rule.map_or(finding.rule.as_str(), |rule| &rule.def.title)
    } else {
        finding.message.as_str()
    };
    let mut text = super::rule::sentence(&no_link(said));
    if let Some(place) = place_in_archive(finding) {
        text.push_str(&format!(" {place}"));
    }
    if let Some(secret) = &finding.secret {
        text.push_str(&format!(" Value: {}.", no_link(secret.masked())));
    }
    for (related, id) in finding.related.iter().take(MOST_RELATED).zip(1..) {
        let label: String =
            related.message.chars().map(|c| if matches!(c, '[' | ']' | '\\') { ' ' } else { c }).collect();
        text.push_str(&format!(" See [{}]({id}).", label.trim().trim_end_matches('.')));
    }
    text
}

/// Keeps text that looks like one of SARIF's embedded links from becoming one.
fn no_link(text: &str) -> String {
    text.replace("](", "] (")
}

/// A place in a file of the repository. Of an entry of an archive that is the archive's first line: there is no other
/// file that a viewer could open, and GitHub takes no result without a line. The message says the rest.
fn place(path: &ReportPath, region: &finding::Region) -> PhysicalLocation {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let region = match path.in_archive() {
        Some(_) => Region::builder().start_line(1).build(),
        None => Region::builder()
            .start_line(number(region.line))
            .start_column(number(region.column))
            .end_line(number(region.end_line))
            .end_column(number(region.end_column))
            .build(),
    };
    PhysicalLocation::builder()
        .artifact_location(ArtifactLocation::builder().uri(path.on_disk().to_uri()).build())
        .region(region)
        .build()
}

fn related((related, id): (&finding::Related, i64)) -> Location {
    Location::builder()
        .id(id)
        .physical_location(place(&related.path, &related.region))
        .message(Message::builder().text(super::rule::sentence(&no_link(&related.message))).build())
        .build()
}

/// GitHub's own, by which it knows an alert again, and ours for everybody else.
fn fingerprints(finding: &Finding) -> BTreeMap<String, String> {
    let mut fingerprints = BTreeMap::new();
    fingerprints.insert("bartizanFingerprint/v1".to_owned(), finding.fingerprint.to_string());
    // Findings of one archive share a line.
    let own = finding.path.in_archive().map(|_| finding.fingerprint.to_string());
    if let Some(hash) = own.as_ref().or(finding.line_hash.as_ref()) {
        fingerprints.insert("primaryLocationLineHash".to_owned(), hash.clone());
    }
    fingerprints
}

fn properties(finding: &Finding) -> PropertyBag {
    let mut more: BTreeMap<String, Value> = BTreeMap::new();
    more.insert("confidence".into(), json!(finding.confidence.to_string()));
    more.insert("severity".into(), json!(finding.severity.to_string()));
    if let Some((_, entry)) = finding.path.in_archive() {
        let finding::Region { line, column, .. } = finding.region;
        more.insert("entry".into(), json!({"path": entry.to_text(), "line": line, "column": column}));
    }
    if !finding.also.is_empty() {
        more.insert("also".into(), finding.also.iter().map(|rule| rule.as_str()).collect());
    }
    PropertyBag::builder().additional_properties(more).build()
}
