//! `bartizan explain RULE`: what people are told about a rule, and how it is found.

use std::io::{self, Write};

use anstyle::Style;
use anyhow::Result;

use super::args::ExplainArgs;
use super::{rules_source, table};
use crate::config::{did_you_mean, nearest};
use crate::exit::Exit;
use crate::finding::Level as _;
use crate::rule::carry::Carrier;
use crate::rule::def::{Algorithm, Boundary, PlaceholderPolicy};
use crate::rule::{Provenance, Rule};
use crate::text::token::{ByteSet, RUN};

const HEAD: Style = Style::new().bold();

/// Columns of an explanation.
const WIDTH: usize = 80;

/// The most literals that are listed.
const LISTED: usize = 8;

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
    let rules = rules_source::with_embedded(&args.rules)?;
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

/// One sentence for each step that a match goes through.
fn how(rule: &Rule) -> Vec<Paragraph> {
    let def = &rule.def;
    let mut steps = vec![
        format!("Prefilter: {}.", carried(&rule.carried.carrier)).into(),
        Paragraph::Verbatim(format!("Pattern: {}", def.pattern)),
    ];
    if def.boundary == Boundary::Token {
        steps.push("Boundary: it must be a token of its own, not part of a longer word.".into());
    }
    if let Some(context) = &def.context {
        let words = listed(context.words.iter().map(|word| format!("`{word}`")).collect(), usize::MAX);
        steps.push(format!("Context: within {} bytes on the same line one of {words}.", context.within).into());
    }
    if let Some(checksum) = &def.checksum {
        steps.push(format!("Checksum: {}, verified offline.", checksum_words(checksum.algorithm)).into());
    }
    if let Some(bits) = def.min_entropy {
        steps.push(format!("Randomness: at least {bits} bits of entropy a character.").into());
    }
    let made_up = match def.placeholder {
        PlaceholderPolicy::Lower => "is reported with low confidence",
        PlaceholderPolicy::Drop => "is not reported",
        PlaceholderPolicy::Keep => "is reported like any other",
    };
    steps.push(format!("Placeholders: a value that is visibly made up {made_up}.").into());
    for allow in &def.allow {
        steps.push(Paragraph::Verbatim(format!("Allowed: what matches {allow}")));
    }
    for (words, globs) in [("only those", &def.paths.include), ("not those", &def.paths.exclude)] {
        if !globs.is_empty() {
            steps.push(format!("Files: {words} that match {}.", listed(globs.clone(), usize::MAX)).into());
        }
    }
    steps
}

fn carried(carrier: &Carrier) -> String {
    let literals = |literals: &[Vec<u8>]| {
        listed(literals.iter().map(|literal| format!("`{}`", literal.escape_ascii())).collect(), LISTED)
    };
    match carrier {
        Carrier::Run(anchors) => {
            format!("token runs of {RUN} characters or more that begin with {}", literals(anchors))
        }
        Carrier::Behind(anchors) => {
            format!("token runs of {RUN} characters or more directly behind {}", literals(anchors))
        }
        Carrier::Value { min, max, set } => {
            let length = if min == max { format!("{min}") } else { format!("{min} to {max}") };
            format!("token runs of {length} characters of {} (value first; the context decides)", class(set))
        }
        Carrier::Literal(anchors) => format!("the literals {}, in any case", literals(anchors)),
    }
}

/// `a, b or c`, cut after `most`.
fn listed(mut words: Vec<String>, most: usize) -> String {
    let more = words.len().saturating_sub(most);
    words.truncate(most);
    if more > 0 {
        words.push(format!("{more} more"));
    }
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// A set of bytes as a character class, such as `[0-9a-f]`.
fn class(set: &ByteSet) -> String {
    let mut class = String::from("[");
    let mut from = 0u16;
    while from < 256 {
        let holds = |byte: u16| u8::try_from(byte).is_ok_and(|byte| set.contains(byte));
        if !holds(from) {
            from += 1;
            continue;
        }
        let mut until = from;
        while holds(until + 1) {
            until += 1;
        }
        let shown = |byte: u16| (byte as u8).escape_ascii().to_string();
        class.push_str(&match until - from {
            0 => shown(from),
            1 => shown(from) + &shown(until),
            _ => format!("{}-{}", shown(from), shown(until)),
        });
        from = until + 1;
    }
    class.push(']');
    class
}

const fn checksum_words(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Crc32Base62 => "CRC-32 in base 62",
        Algorithm::Crc32Base36 => "CRC-32 in base 36",
        Algorithm::Crc32Hex => "CRC-32 in hexadecimal digits",
        Algorithm::Crc32HexLe => "CRC-32, little-endian, in hexadecimal digits",
        Algorithm::Crc32Base64Le => "CRC-32, little-endian, in base64",
        Algorithm::Bech32 => "bech32 (BIP 173)",
        Algorithm::Crc16Base32 => "CRC-16 in base32",
        Algorithm::Sha256dBase58 => "double SHA-256 in base58",
    }
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
            for part in [rule.id.as_str(), "What it is", "Why it matters", "How to fix it", "Prefilter: "] {
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

    #[test]
    fn sets_and_lists_read_well() {
        let mut set = ByteSet::default();
        b"0123456789abcdefxyZ".iter().for_each(|&byte| set.insert(byte));
        assert_eq!(class(&set), "[0-9Za-fxy]");
        assert_eq!(listed(vec!["a".into(), "b".into(), "c".into()], 2), "a, b or 1 more");
        assert_eq!(listed(vec!["a".into()], 2), "a");
    }
}
