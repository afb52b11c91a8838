//! `bartizan explain RULE`: what people are told about a rule, and how it is found.

use std::io::{self, Write};

use anstyle::Style;
use anyhow::Result;

use super::args::ExplainArgs;
use super::{settings, table};
use crate::config::{did_you_mean, nearest};
use crate::exit::Exit;
use crate::finding::Level as _;
use crate::rule::describe::{Step, Text, steps};
use crate::rule::{Provenance, Rule};

const HEAD: Style = Style::new().bold();

/// Columns of an explanation.
const WIDTH: usize = 80;

/// No rule has this id.
#[derive(Debug, thiserror::Error)]
#[error("there is no rule `{word}`")]
pub(super) struct UnknownRule {
    word: String,
    nearest: Vec<String>,
}

impl UnknownRule {
    /// What to write instead.
    pub(super) fn help(&self) -> String {
        did_you_mean(&self.nearest).unwrap_or_else(|| "`bartizan rules` lists all rules".into())
    }
}

/// Explains one rule.
///
/// # Errors
/// Where there is no such rule, a pack is wrong, or `out` cannot be written.
pub(super) fn run(args: &ExplainArgs, out: &mut dyn Write) -> Result<Exit> {
    let rules = settings::rules(&args.rules)?;
    let Some(rule) = rules.iter().find(|rule| rule.id.as_str() == args.rule) else {
        let near = nearest(&args.rule, rules.iter().map(|rule| rule.id.as_str()));
        let nearest = near.into_iter().map(str::to_owned).collect();
        return Err(UnknownRule { word: args.rule.escape_debug().to_string(), nearest }.into());
    };
    explain(rule, out)?;
    Ok(Exit::Clean)
}

fn explain(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let text = rule.text();
    writeln!(out, "{HEAD}{}{HEAD:#}", rule.def.title)?;
    writeln!(out)?;
    line(out, "id", rule.id.as_str())?;
    line(out, "severity", rule.severity.as_str())?;
    line(out, "confidence", rule.confidence.as_str())?;
    if let Some(provider) = &rule.provider {
        line(out, "provider", provider)?;
    }
    if !rule.def.tags.is_empty() {
        line(out, "tags", &rule.def.tags.join(", "))?;
    }
    if let Provenance::File { path, .. } = &rule.provenance {
        line(out, "from", path)?;
    }
    section(out, "What it is", &[text.help.what.as_str().into()])?;
    section(out, "Why it matters", &[text.help.why.as_str().into()])?;
    section(out, "How to fix it", &[text.help.fix.as_str().into()])?;
    section(out, "How it is found", &how(rule))?;
    if !text.references.is_empty() {
        let references: Vec<_> = text.references.iter().cloned().map(Paragraph::Verbatim).collect();
        section(out, "Read on", &references)?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    let mut lines = table::wrap(value, WIDTH - 12).into_iter();
    writeln!(out, "{name:<12}{}", lines.next().unwrap_or_default())?;
    lines.try_for_each(|more| writeln!(out, "{:<12}{more}", ""))
}

fn section(out: &mut dyn Write, head: &str, paragraphs: &[Paragraph]) -> io::Result<()> {
    writeln!(out, "\n{HEAD}{head}{HEAD:#}")?;
    for paragraph in paragraphs {
        match paragraph {
            Paragraph::Text(text) => {
                table::wrap(text, WIDTH - 2).into_iter().try_for_each(|line| writeln!(out, "  {line}"))?;
            }
            Paragraph::Verbatim(text) => writeln!(out, "  {text}")?,
        }
    }
    Ok(())
}

/// What a section is made of.
enum Paragraph {
    /// Wrapped.
    Text(String),
    /// A pattern or an address: every blank counts, and a line end would be copied along.
    Verbatim(String),
}

impl From<String> for Paragraph {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Paragraph {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

/// A paragraph for each step that a match goes through.
fn how(rule: &Rule) -> Vec<Paragraph> {
    let paragraph = |step: Step| match step.text {
        Text::Words(words) => Paragraph::Text(format!("{}: {words}", step.label)),
        Text::Code(code) => Paragraph::Verbatim(format!("{}: {code}", step.label)),
    };
    steps(rule).into_iter().map(paragraph).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;
    use crate::rule::embedded;

    #[test]
    fn every_embedded_rule_is_explained_within_80_columns() {
        for rule in embedded() {
            let mut out = anstream::StripStream::new(Vec::new());
            explain(&rule, &mut out).unwrap();
            let text = String::from_utf8(out.into_inner()).unwrap();
            for part in [
                rule.id.as_str(),
                "What it is",
                "Why it matters",
                "How to fix it",
                if rule.def.check.is_some() { "Check: " } else { "Prefilter: " },
            ] {
                assert!(text.contains(part), "{part} is missing in:\n{text}");
            }
            // Patterns and addresses stand as they are.
            let verbatim = |line: &str| ["Pattern: ", "Allowed: ", "https://"].iter().any(|part| line.contains(part));
            let long = text.lines().find(|line| line.chars().count() > WIDTH && !verbatim(line));
            assert_eq!(long, None);
        }
    }

    #[test]
    fn an_unknown_rule_is_refused_with_the_nearest_ids() {
        let args = ExplainArgs { rule: "secrets/github-pat-clasic".into(), rules: Vec::new() };
        let error = run(&args, &mut Vec::new()).unwrap_err();
        let unknown = error.downcast_ref::<UnknownRule>().unwrap();
        assert_eq!(unknown.to_string(), "there is no rule `secrets/github-pat-clasic`");
        assert!(unknown.help().starts_with("did you mean `secrets/github-pat-classic`"), "{}", unknown.help());
    }
}
