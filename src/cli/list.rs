//! `bartizan rules list`: every rule there is, or those that filters let through.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use super::args::{ListArgs, ListFormat};
use super::list_filter::filtered;
use super::{settings, table};
use crate::exit::Exit;
use crate::finding::{Confidence, Severity};
use crate::rule::{Rule, RuleSet};

/// A rule as the JSON list shows it.
#[derive(Serialize)]
struct Row<'r> {
    id: &'r str,
    title: &'r str,
    severity: Severity,
    confidence: Confidence,
    provider: Option<&'r str>,
    tags: &'r [String],
}

impl<'r> Row<'r> {
    fn new(rule: &'r Rule) -> Self {
        Self {
            id: rule.id.as_str(),
            title: &rule.def.title,
            severity: rule.severity,
            confidence: rule.confidence,
            provider: rule.provider.as_deref(),
            tags: &rule.def.tags,
        }
    }
}

/// Lists the rules that the filters let through, sorted by id.
///
/// # Errors
/// Where a pack is wrong, a filter names nothing, or `out` cannot be written.
pub(super) fn run(args: &ListArgs, out: &mut dyn Write) -> Result<Exit> {
    let rules = RuleSet::new(filtered(args, settings::rules(&args.rules)?)?);
    match args.format.unwrap_or(ListFormat::Human) {
        ListFormat::Human => {
            let rows: Vec<_> = rules
                .rules()
                .iter()
                .map(|rule| {
                    [
                        rule.id.as_str().to_owned(),
                        rule.severity.to_string(),
                        rule.confidence.to_string(),
                        rule.def.title.clone(),
                    ]
                })
                .collect();
            table::write(out, ["ID", "SEVERITY", "CONFIDENCE", "TITLE"], &rows, &[])?;
        }
        ListFormat::Json => {
            let rows: Vec<_> = rules.rules().iter().map(Row::new).collect();
            serde_json::to_writer_pretty(&mut *out, &rows)?;
            writeln!(out)?;
        }
    }
    Ok(Exit::Clean)
}
