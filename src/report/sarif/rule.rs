//! A rule as a SARIF reporting descriptor.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use serde_sarif::sarif::{MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor};

use super::taxonomy::{cwe, relationships};
use crate::finding::{Confidence, RuleId, Severity};
use crate::rule::Rule;
use crate::rule::describe::{anchor, page};

/// The most characters that GitHub takes of a description.
const LONGEST: usize = 1024;

/// The most characters that GitHub takes of a name.
const LONGEST_NAME: usize = 255;

/// The most tags that GitHub takes.
const MOST_TAGS: usize = 20;

/// Describes the rule `id`. Every text is set to something: GitHub takes an empty one for a missing one.
pub(super) fn descriptor(id: &RuleId, rule: Option<&Rule>) -> ReportingDescriptor {
    let Some(rule) = rule else {
        let text = message(&sentence(id.as_str()));
        return ReportingDescriptor::builder()
            .id(id.as_str())
            .short_description(text.clone())
            .full_description(text.clone())
            .help(text)
            .build();
    };
    let help = &rule.text().help;
    let mut descriptor = ReportingDescriptor::builder()
        .id(id.as_str())
        .name(name(id))
        .short_description(message(&sentence(&rule.def.title)))
        .full_description(message(&sentence(first_of([&help.what, &rule.def.title]))))
        .help(help_text(rule))
        .default_configuration(ReportingConfiguration::builder().level(json!(level(rule.severity))).build())
        .properties(properties(rule))
        .build();
    descriptor.help_uri = help_uri(rule);
    descriptor.relationships = Some(relationships(rule)).filter(|relationships| !relationships.is_empty());
    descriptor
}

/// `error`, `warning` or `note`.
pub(super) const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The score from which GitHub makes critical (above 9.0), high (7.0), medium (4.0) and low (0.1). A finding that is
/// only worth knowing has none.
const fn security_severity(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("2.0"),
        Severity::Info => None,
    }
}

const fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "recommendation",
    }
}

const fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

fn properties(rule: &Rule) -> PropertyBag {
    let mut more: BTreeMap<String, Value> = BTreeMap::new();
    more.insert("precision".into(), json!(precision(rule.confidence)));
    more.insert("problem.severity".into(), json!(problem_severity(rule.severity)));
    if let Some(score) = security_severity(rule.severity) {
        more.insert("security-severity".into(), json!(score));
    }
    PropertyBag::builder().tags(tags(&rule.def.tags)).additional_properties(more).build()
}

/// `security` first (without it GitHub ignores the score), then the weaknesses in GitHub's spelling, then the rest.
fn tags(written: &[String]) -> Vec<String> {
    let mut tags = vec!["security".to_owned()];
    let weaknesses = written.iter().filter_map(|tag| cwe(tag)).map(|number| format!("external/cwe/cwe-{number:0>3}"));
    let others = written.iter().filter(|tag| cwe(tag).is_none()).cloned();
    for tag in weaknesses.chain(others) {
        if tags.len() < MOST_TAGS && !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// `secrets/github-pat-classic` as SARIF wants names: `SecretsGithubPatClassic`.
fn name(id: &RuleId) -> String {
    let mut name = String::new();
    for word in id.as_str().split(|c: char| !c.is_alphanumeric()) {
        let mut chars = word.chars();
        name.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        name.push_str(chars.as_str());
    }
    name.chars().take(LONGEST_NAME).collect()
}

fn help_text(rule: &Rule) -> MultiformatMessageString {
    let text = rule.text();
    let parts = [("What it is", &text.help.what), ("Why it matters", &text.help.why), ("How to fix", &text.help.fix)];
    let parts = parts.iter().filter(|(_, text)| !text.trim().is_empty());
    let mut lines: Vec<String> = parts.clone().map(|(label, text)| format!("{label}: {}", text.trim())).collect();
    let mut markdown: Vec<String> = parts.map(|(label, text)| format!("**{label}.** {}", text.trim())).collect();
    if lines.is_empty() {
        lines.push(sentence(&rule.def.title));
        markdown.push(sentence(&rule.def.title));
    }
    let references: Vec<&String> = text.references.iter().filter(|uri| is_link(uri)).collect();
    if !references.is_empty() {
        lines.push(references.iter().map(|uri| format!("See {uri}")).collect::<Vec<_>>().join("\n"));
        markdown.push(references.iter().map(|uri| format!("- <{uri}>")).collect::<Vec<_>>().join("\n"));
    }
    MultiformatMessageString::builder().text(lines.join("\n\n")).markdown(markdown.join("\n\n")).build()
}

/// A page to read on: ours in the repository for a rule of ours, else the rule's first reference.
fn help_uri(rule: &Rule) -> Option<String> {
    match page(rule) {
        Some(page) => {
            Some(format!("{}/blob/HEAD/docs/rules/{page}.md#{}", env!("CARGO_PKG_REPOSITORY"), anchor(&rule.id)))
        }
        None => rule.text().references.iter().find(|uri| is_link(uri)).cloned(),
    }
}

/// A reference comes from a pack; only what is surely a URI is written where SARIF wants one.
fn is_link(uri: &str) -> bool {
    (uri.starts_with("https://") || uri.starts_with("http://"))
        && uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte))
}

fn message(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

fn first_of(texts: [&String; 2]) -> &str {
    texts.into_iter().map(|text| text.trim()).find(|text| !text.is_empty()).unwrap_or("no description")
}

/// One that ends with a full stop, and is short enough.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() >= LONGEST {
        return text.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::embedded;

    #[test]
    fn the_page_and_the_heading_of_every_rule_are_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        for rule in embedded() {
            let uri = help_uri(&rule).unwrap_or_default();
            let file = uri.strip_prefix(concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/HEAD/")).unwrap_or_default();
            let (file, heading) = file.split_once('#').unwrap_or_default();
            let page = std::fs::read_to_string(root.join(file)).unwrap_or_default();
            assert!(
                page.lines().filter_map(|line| line.strip_prefix("## ")).any(|title| title.replace('/', "") == heading),
                "{uri} leads nowhere"
            );
        }
    }

    #[test]
    fn tags_are_in_the_spelling_of_github() {
        let mut written: Vec<String> =
            ["CWE-798", "OWASP-A07:2021", "cwe-89", "CWE-x", "CWE-798"].map(String::from).into();
        assert_eq!(
            tags(&written),
            ["security", "external/cwe/cwe-798", "external/cwe/cwe-089", "OWASP-A07:2021", "CWE-x"]
        );
        written.extend((0..40).map(|number| format!("tag-{number}")));
        assert_eq!(tags(&written).len(), 20);
    }

    #[test]
    fn names_have_capitals() {
        assert_eq!(name(&RuleId::new("secrets", "github-pat-2")), "SecretsGithubPat2");
    }

    #[test]
    fn descriptions_end_and_fit() {
        assert_eq!(sentence(" A token "), "A token.");
        assert_eq!(sentence("Really?"), "Really?");
        assert_eq!(sentence(&"ü".repeat(5000)).chars().count(), 1024);
    }

    #[test]
    fn only_links_are_links() {
        assert!(is_link("https://example.com/a_b?c=%20#d"));
        for text in ["RFC 6750", "javascript:alert(1)", "https://a b", "https://a>b", "ftp://x"] {
            assert!(!is_link(text), "{text}");
        }
    }
}
