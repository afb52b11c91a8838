//! JSON lines: one typed object a line, for programs that read while the report is written.
//!
//! `Jsonl::new(out, &rules)`. `{"type":"finding",…}`, `suppressed`, `skipped` and `note` in this order, and last one
//! `{"type":"summary",…}`: a reader that saw no summary knows that the report is not whole.

use std::io::{self, BufWriter, Write};

use super::plain::write_json;
use super::schema::{FindingEntry, Line, NoteEntry, SkippedEntry, SummaryEntry, SuppressedEntry};
use super::{Message, Report, Summary};
use crate::rule::RuleSet;

/// Writes JSON lines.
pub struct Jsonl<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    rules: &'a RuleSet,
}

impl<'a> Jsonl<'a> {
    /// A report to `out` about findings of `rules`.
    #[must_use]
    pub fn new(out: Box<dyn Write + 'a>, rules: &'a RuleSet) -> Self {
        Self { out: BufWriter::new(out), rules }
    }

    fn line(&mut self, line: &Line<'_>) -> io::Result<()> {
        write_json(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }
}

impl Report for Jsonl<'_> {
    fn message(&mut self, message: &Message<'_>) -> io::Result<()> {
        let line = match message {
            Message::Finding(finding) => Line::Finding(FindingEntry::new(finding, self.rules)),
            Message::Suppressed(suppressed) => Line::Suppressed(SuppressedEntry::new(suppressed, self.rules)),
            Message::Skipped(skip) => Line::Skipped(SkippedEntry::new(skip)),
            Message::Note(note) => Line::Note(NoteEntry::new(note)),
        };
        self.line(&line)
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.line(&Line::Summary(SummaryEntry::new(summary)))?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail")]
    use serde_json::{Value, json};

    use super::*;
    use crate::report::json::Json;
    use crate::report::sample::{self, Scan};
    use crate::report::schema::json_schema;

    fn render(scan: &Scan, rules: &RuleSet) -> Vec<Value> {
        let mut out = Vec::new();
        scan.tell(Jsonl::new(Box::new(&mut out), rules));
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with('\n'));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The document's schema with a line as its root.
    fn line_schema() -> Value {
        json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": json_schema()["$defs"], "$ref": "#/$defs/Line" })
    }

    #[test]
    fn lines_are_typed_and_the_last_is_the_summary() {
        let lines = render(&sample::mixed(), &sample::rules());
        let kinds: Vec<&str> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
        assert_eq!(kinds[..4], ["finding"; 4]);
        assert_eq!(kinds[4..], ["suppressed", "skipped", "skipped", "skipped", "note", "summary"]);
        let validator = jsonschema::validator_for(&line_schema()).unwrap();
        for line in &lines {
            let errors: Vec<String> = validator.iter_errors(line).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{errors:?}: {line}");
        }
        assert!(!validator.is_valid(&json!({ "type": "else" })));
        assert_eq!(lines[9]["schema"], "bartizan-report/1");
        assert_eq!(lines[9]["coverage"]["complete"], false);
    }

    #[test]
    fn a_line_says_what_the_document_says() {
        let (scan, rules) = (sample::mixed(), sample::rules());
        let mut out = Vec::new();
        scan.tell(Json::new(Box::new(&mut out), &rules));
        let document: Value = serde_json::from_slice(&out).unwrap();
        let mut line = render(&scan, &rules)[1].clone();
        assert_eq!(line.as_object_mut().unwrap().shift_remove("type"), Some(json!("finding")));
        assert_eq!(line, document["findings"][1]);
    }

    #[test]
    fn every_object_is_one_line() {
        let (rules, scan) = sample::hostile();
        let mut out = Vec::new();
        scan.tell(Jsonl::new(Box::new(&mut out), &rules));
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), 6);
        assert_eq!(text.chars().find(|&c| c != '\n' && crate::finding::unsafe_on_terminal(c)), None, "{text:?}");
        assert!(!sample::gives_away(&text, &sample::value(1)), "{text}");
    }
}
