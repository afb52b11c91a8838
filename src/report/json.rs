//! The JSON report: one document, `bartizan-report/1`, written as the findings come.
//!
//! `Json::new(out, &rules)`. A finding stands on a line of its own, so that two reports can be compared by line.
//! What is known only at the end (`target`, `coverage`, `summary`, `exit_code`) stands at the end.

use std::io::{self, BufWriter, Write};

use super::plain::write_json;
use super::schema::{FindingEntry, Head, NoteEntry, SuppressedEntry, Tail};
use super::{Message, Report, Summary};
use crate::rule::RuleSet;

/// Writes the JSON report.
pub struct Json<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    rules: &'a RuleSet,
    part: Part,
}

/// The list that is open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Nothing is written yet.
    Nothing,
    /// `findings`; whether it has an element.
    Findings(bool),
    /// `suppressed`; likewise.
    Suppressed(bool),
    /// `notes`; likewise.
    Notes(bool),
}

impl<'a> Json<'a> {
    /// A report to `out` about findings of `rules`.
    #[must_use]
    pub fn new(out: Box<dyn Write + 'a>, rules: &'a RuleSet) -> Self {
        Self { out: BufWriter::new(out), rules, part: Part::Nothing }
    }

    /// Closes lists and opens the next ones until `part` is open.
    fn open(&mut self, part: Part) -> io::Result<()> {
        if self.part == Part::Nothing {
            let mut head = Vec::new();
            write_json(&mut head, &Head::new())?;
            // The head is an object; the lists continue it.
            head.pop();
            self.out.write_all(&head)?;
            self.out.write_all(b",\n\"findings\":[")?;
            self.part = Part::Findings(false);
        }
        if matches!((self.part, part), (Part::Findings(_), Part::Suppressed(_) | Part::Notes(_))) {
            self.out.write_all(b"],\n\"suppressed\":[")?;
            self.part = Part::Suppressed(false);
        }
        if matches!((self.part, part), (Part::Suppressed(_), Part::Notes(_))) {
            self.out.write_all(b"],\n\"notes\":[")?;
            self.part = Part::Notes(false);
        }
        Ok(())
    }

    fn element(&mut self, part: Part, value: &impl serde::Serialize) -> io::Result<()> {
        self.open(part)?;
        self.out.write_all(if self.part == part { b",\n" } else { b"\n" })?;
        self.part = part;
        write_json(&mut self.out, value)
    }
}

impl Report for Json<'_> {
    fn message(&mut self, message: &Message<'_>) -> io::Result<()> {
        match message {
            Message::Finding(finding) => self.element(Part::Findings(true), &FindingEntry::new(finding, self.rules)),
            Message::Suppressed(suppressed) => {
                self.element(Part::Suppressed(true), &SuppressedEntry::new(suppressed, self.rules))
            }
            // They stand in the summary's tally, together with their number.
            Message::Skipped(_) => Ok(()),
            Message::Note(note) => self.element(Part::Notes(true), &NoteEntry::new(note)),
        }
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.open(Part::Notes(false))?;
        let mut tail = Vec::new();
        write_json(&mut tail, &Tail::new(summary))?;
        self.out.write_all(b"],\n")?;
        self.out.write_all(&tail[1..])?;
        self.out.write_all(b"\n")?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail")]
    use serde_json::Value;

    use super::*;
    use crate::report::sample::{self, Scan};
    use crate::report::schema::json_schema;

    fn render(scan: &Scan, rules: &RuleSet) -> String {
        let mut out = Vec::new();
        scan.tell(Json::new(Box::new(&mut out), rules));
        String::from_utf8(out).unwrap()
    }

    fn valid(text: &str) -> Value {
        let value: Value = serde_json::from_str(text).unwrap();
        let errors: Vec<String> =
            jsonschema::validator_for(&json_schema()).unwrap().iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}: {text}");
        value
    }

    #[test]
    fn a_report_is_as_the_schema_says() {
        let text = render(&sample::mixed(), &sample::rules());
        let report = valid(&text);
        let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            ["schema", "tool", "findings", "suppressed", "notes", "target", "coverage", "summary", "exit_code"]
        );
        insta::assert_snapshot!(text.replace(env!("CARGO_PKG_VERSION"), "[version]"));
    }

    #[test]
    fn a_suppressed_finding_stands_alone_with_its_reason() {
        let report = valid(&render(&sample::mixed(), &sample::rules()));
        assert_eq!(report["findings"].as_array().unwrap().len(), 4);
        assert_eq!(report["suppressed"][0]["path"], "tests/login.py");
        assert_eq!(report["suppressed"][0]["reason"], "made up for the test");
        assert_eq!(report["summary"]["total"], 4);
    }

    #[test]
    fn empty_lists_are_there() {
        let report = valid(&render(&Scan::new(Vec::new()), &sample::rules()));
        assert_eq!(report["findings"], serde_json::json!([]));
        assert_eq!(report["suppressed"], serde_json::json!([]));
        assert_eq!(report["notes"], serde_json::json!([]));
        assert_eq!(report["coverage"]["skipped"], serde_json::json!([]));
        assert_eq!(report["exit_code"], 0);
        let only = Scan::new(Vec::new()).suppress(sample::finding("demo/token", "a", 1), "known");
        assert_eq!(valid(&render(&only, &sample::rules()))["suppressed"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn a_finding_without_value_has_no_secret() {
        let mut finding = sample::finding("demo/token", "a", 1);
        finding.secret = None;
        let report = valid(&render(&Scan::new(vec![finding]), &sample::rules()));
        assert!(report["findings"][0].get("secret").is_none());
    }

    #[test]
    fn odd_names_survive_and_do_not_act_on_the_terminal() {
        let (rules, scan) = sample::hostile();
        let text = render(&scan, &rules);
        assert_eq!(text.chars().find(|&c| c != '\n' && crate::finding::unsafe_on_terminal(c)), None, "{text:?}");
        let report = valid(&text);
        assert_eq!(report["findings"][0]["path"], "a\n\u{1b}[31m\\xff\u{9b}?#%b");
        assert_eq!(report["findings"][0]["message"], scan.findings[0].message.as_str());
    }

    #[test]
    fn no_value_is_given_away() {
        let text = render(&sample::mixed(), &sample::rules());
        for line in [2, 40, 7, 9, 3] {
            assert!(!sample::gives_away(&text, &sample::value(line)), "{text}");
        }
        assert!(text.contains("tok_…(24)"), "{text}");
    }
}
