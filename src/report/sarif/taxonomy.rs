//! The weaknesses (CWE) that rules name, as a SARIF taxonomy. GitHub reads tags instead; other readers look here.

use std::collections::BTreeSet;

use serde_sarif::sarif::{
    MultiformatMessageString, ReportingDescriptor, ReportingDescriptorReference, ReportingDescriptorRelationship,
    ToolComponent, ToolComponentReference,
};

use crate::rule::Rule;

const NAME: &str = "CWE";

/// The taxonomy of what these rules name; `None` if they name nothing.
pub(super) fn of<'r>(rules: impl Iterator<Item = &'r Rule>) -> Option<ToolComponent> {
    let numbers: BTreeSet<u32> = rules.flat_map(numbers).collect();
    if numbers.is_empty() {
        return None;
    }
    let taxa: Vec<ReportingDescriptor> = numbers
        .into_iter()
        .map(|number| {
            ReportingDescriptor::builder()
                .id(format!("{NAME}-{number}"))
                .help_uri(format!("https://cwe.mitre.org/data/definitions/{number}.html"))
                .build()
        })
        .collect();
    Some(
        ToolComponent::builder()
            .name(NAME)
            .organization("MITRE")
            .short_description(
                MultiformatMessageString::builder().text("The MITRE Common Weakness Enumeration.").build(),
            )
            .information_uri("https://cwe.mitre.org/")
            .taxa(taxa)
            .build(),
    )
}

/// The driver's word that it uses the taxonomy.
pub(super) fn reference() -> ToolComponentReference {
    ToolComponentReference::builder().name(NAME).index(0).build()
}

/// How a rule relates to the weaknesses that it names.
pub(super) fn relationships(rule: &Rule) -> Vec<ReportingDescriptorRelationship> {
    let unique: BTreeSet<u32> = numbers(rule).collect();
    unique
        .into_iter()
        .map(|number| {
            let target = ReportingDescriptorReference::builder()
                .id(format!("{NAME}-{number}"))
                .tool_component(reference())
                .build();
            // What a rule finds is an instance of the weakness: the taxon is the larger set.
            ReportingDescriptorRelationship::builder().target(target).kinds(vec!["superset".to_owned()]).build()
        })
        .collect()
}

fn numbers(rule: &Rule) -> impl Iterator<Item = u32> {
    rule.def.tags.iter().filter_map(|tag| cwe(tag)).filter_map(|number| number.parse().ok())
}

/// The number in `CWE-798`.
pub(super) fn cwe(tag: &str) -> Option<&str> {
    let (kind, number) = tag.split_once('-')?;
    (kind.eq_ignore_ascii_case("cwe") && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
        .then_some(number)
}
