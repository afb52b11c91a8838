//! One written file, and what stands where in it.

use std::ops::Range;

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::{Confidence, Finding};
use bartizan::rule::RuleSet;

use super::family::{Family, Form};
use super::fill::Filler;
use super::name::Role;
use super::value::{Kind, make};

/// A file with a credential or a look-alike in it.
pub(crate) struct Sample {
    pub(crate) path: String,
    pub(crate) text: String,
    /// Where the value stands, in one piece or several.
    pub(crate) spans: Vec<Range<usize>>,
    pub(crate) others: Vec<Range<usize>>,
    /// The words of the name that it is given to; of a look-alike, which one of its class it is.
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) kind: Option<Kind>,
    pub(crate) human: bool,
}

/// What a scan says of a file.
#[derive(Default)]
pub(crate) struct Said {
    /// The surest word on the value.
    pub(crate) value: Option<Confidence>,
    /// The surest word on something else.
    pub(crate) rest: Option<Confidence>,
    /// All of it, for whoever reads why.
    pub(crate) told: String,
}

impl Said {
    /// A file and what was said of it, for whoever reads why.
    pub(crate) fn example(&self, sample: &Sample) -> String {
        let kind = sample.kind.map_or_else(String::new, |kind| format!(" {kind}"));
        let told = if self.told.is_empty() { " nothing" } else { &self.told };
        format!("      {} ({}{kind}), said:{told}\n{}", sample.path, sample.role, sample.excerpt())
    }
}

impl Sample {
    /// A file of `family` with a value of `role` in `form`.
    pub(crate) fn credential(family: &Family, form: &Form, role: Role, rng: &mut fastrand::Rng) -> Self {
        let kind = Kind::any(role, form.signs, rng);
        let value = make(kind, form.signs, rng);
        let text = family.lay_out(&form.frame, &form.text, rng);
        let path = form.path.as_ref().unwrap_or(&family.paths[rng.usize(..family.paths.len())]).clone();
        let name = role.name(rng);
        let mut filler = Filler::new(rng);
        filler.name = name;
        filler.styles.clone_from(&form.styles);
        filler.value = value;
        let mut out = String::new();
        filler.fill(&text, &mut out);
        assert!(!filler.spans.is_empty(), "{} writes no value", form.title);
        let (spans, others) = (std::mem::take(&mut filler.spans), std::mem::take(&mut filler.others));
        let name = filler.name.join(" ");
        Self { path: filler.text(&path), text: out, spans, others, name, role, kind: Some(kind), human: kind.human() }
    }

    /// What the library says of it, alone.
    pub(crate) fn scan(&self, rules: &RuleSet) -> Said {
        let scanner = Scanner::new(rules, None, Needs::default());
        scanner.scan_text(&self.path, self.text.as_bytes());
        let mut said = Said::default();
        for found in scanner.finish(None).findings {
            if touched(&self.others, &found) {
                continue;
            }
            let at = if touched(&self.spans, &found) { &mut said.value } else { &mut said.rest };
            *at = (*at).max(Some(found.confidence));
            said.told += &format!(" [line {}: {} {}]", found.region.line, found.rule, found.confidence);
        }
        said
    }

    /// The lines around the value.
    pub(crate) fn excerpt(&self) -> String {
        let at = self.spans.first().map_or(0, |span| self.text[..span.start].matches('\n').count());
        let lines =
            self.text.lines().enumerate().skip(at.saturating_sub(2)).take(if self.spans.is_empty() { 12 } else { 5 });
        lines
            .map(|(number, line)| {
                let line: String = line.chars().take(160).collect();
                format!("        {:>3} {line}\n", number + 1)
            })
            .collect()
    }
}

fn touched(spans: &[Range<usize>], found: &Finding) -> bool {
    let (start, end) = (found.span.start as usize, found.span.end as usize);
    spans.iter().any(|span| start < span.end && span.start < end)
}
