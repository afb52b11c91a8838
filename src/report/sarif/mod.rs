//! SARIF 2.1.0, as GitHub code scanning reads it: one run, relative paths, no source text, no suppressed findings.
//!
//! `Sarif::new(out, &rules, SarifOptions { all_rules })`. Everything inside the run is a type of `serde-sarif`; only
//! the two outermost objects are our own, so that results are made while they are written and never stand in memory
//! all at once.
//!
//! Left out on purpose: snippets (they would show source), `automationDetails` (it would win over the category that
//! the user gives to the upload action), `workingDirectory` and base URIs (absolute paths), and suppressed findings
//! (GitHub opens alerts for them all the same).

mod kept;
mod notification;
mod result;
mod rule;
mod taxonomy;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use serde::{Serialize, Serializer};
use serde_sarif::sarif;

use self::kept::Kept;
use super::plain::write_json;
use super::{Message, Report, Summary};
use crate::finding::{Note, RuleId};
use crate::rule::RuleSet;

/// The most results of a run that GitHub accepts; it keeps the worst 5,000 of them. 25,000 results are about 12 MB,
/// less than 1 MB compressed, where GitHub takes 10 MB.
const MOST_RESULTS: usize = 25_000;

/// The most rules of a run that GitHub accepts.
const MOST_RULES: usize = 25_000;

/// Choices about the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SarifOptions {
    /// Lists all rules that are on, not only those with a result.
    pub all_rules: bool,
}

/// Writes SARIF. Findings are kept until the end, because a result names its rule by an index into those in use.
pub struct Sarif<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    rules: &'a RuleSet,
    options: SarifOptions,
    kept: Kept,
    notes: Vec<Note>,
}

impl<'a> Sarif<'a> {
    /// A report to `out` about findings of `rules`.
    #[must_use]
    pub fn new(out: Box<dyn Write + 'a>, rules: &'a RuleSet, options: SarifOptions) -> Self {
        Self { out: BufWriter::new(out), rules, options, kept: Kept::new(MOST_RESULTS), notes: Vec::new() }
    }
}

impl Report for Sarif<'_> {
    fn message(&mut self, message: &Message<'_>) -> io::Result<()> {
        match message {
            Message::Finding(finding) => self.kept.push(finding),
            // GitHub does not honour suppressions: what is not to be an alert must not be in the file. Skipped files
            // come with the summary.
            Message::Suppressed(_) | Message::Skipped(_) => {}
            Message::Note(note) => self.notes.push((*note).clone()),
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        let mut used: Vec<RuleId> = self.kept.iter().map(|finding| finding.rule.clone()).collect();
        if self.options.all_rules {
            used.extend(self.rules.rules().iter().map(|rule| rule.id.clone()));
        }
        used.sort();
        used.dedup();
        let rules_left_out = used.len().saturating_sub(MOST_RULES);
        used.truncate(MOST_RULES);
        let descriptors: Vec<_> = used.iter().map(|id| rule::descriptor(id, self.rules.get(id))).collect();
        let taxonomy = taxonomy::of(used.iter().filter_map(|id| self.rules.get(id)));
        let invocation = notification::invocation(summary, &self.notes, self.kept.left_out(), rules_left_out);
        let log = Log {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [Run {
                tool: tool(descriptors, taxonomy.is_some()),
                invocations: [invocation],
                taxonomies: taxonomy.into_iter().collect(),
                column_kind: "unicodeCodePoints",
                results: Results {
                    kept: &self.kept,
                    rules: self.rules,
                    baseline: summary.known.is_some(),
                    indices: used.iter().enumerate().map(|(index, id)| (id, index as i64)).collect(),
                },
            }],
        };
        write_json(&mut self.out, &log)?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

fn tool(rules: Vec<sarif::ReportingDescriptor>, cwe: bool) -> sarif::Tool {
    let mut driver = sarif::ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .information_uri(env!("CARGO_PKG_REPOSITORY"))
        .rules(rules)
        .notifications(notification::descriptors())
        .build();
    if cwe {
        driver.supported_taxonomies = Some(vec![taxonomy::reference()]);
    }
    sarif::Tool::builder().driver(driver).build()
}

/// The file.
#[derive(Serialize)]
struct Log<'k> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'k>; 1],
}

/// The one run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'k> {
    tool: sarif::Tool,
    invocations: [sarif::Invocation; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    taxonomies: Vec<sarif::ToolComponent>,
    column_kind: &'static str,
    results: Results<'k>,
}

/// Results, each made when it is written.
struct Results<'k> {
    kept: &'k Kept,
    rules: &'k RuleSet,
    baseline: bool,
    indices: BTreeMap<&'k RuleId, i64>,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.kept.iter().map(|finding| {
            result::of(finding, self.rules.get(&finding.rule), self.indices.get(&finding.rule).copied(), self.baseline)
        }))
    }
}

#[cfg(test)]
mod tests;
