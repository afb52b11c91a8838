//! One written file, and what stands where in it.

use std::ops::Range;

use bartizan::finding::{Confidence, Finding};

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
    /// The first line of which something is said that counts, from 0, for whoever reads why.
    line: Option<usize>,
    /// All of it, for whoever reads why.
    pub(crate) told: String,
}

impl Said {
    /// A file and what was said of it, for whoever reads why.
    pub(crate) fn example(&self, sample: &Sample) -> String {
        let kind = sample.kind.map_or_else(String::new, |kind| format!(" {kind}"));
        let told = if self.told.is_empty() { " nothing" } else { &self.told };
        format!("      {} ({}{kind}), said:{told}\n{}", sample.path, sample.role, sample.excerpt(self.line))
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

    /// What its findings say of the value, and of the rest.
    pub(crate) fn hear(&self, findings: &[Finding]) -> Said {
        let mut said = Said::default();
        for found in findings {
            if touched(&self.others, found) {
                continue;
            }
            let at = if touched(&self.spans, found) { &mut said.value } else { &mut said.rest };
            *at = (*at).max(Some(found.confidence));
            if found.confidence >= Confidence::Medium {
                said.line.get_or_insert(found.region.line as usize - 1);
            }
            said.told += &format!(" [line {}: {} {}]", found.region.line, found.rule, found.confidence);
        }
        said
    }

    /// The lines around the value, or around what was said where there is none.
    fn excerpt(&self, said: Option<usize>) -> String {
        let value = self.spans.first().map(|span| self.text[..span.start].matches('\n').count());
        let at = value.or(said).unwrap_or(0);
        let lines = self.text.lines().enumerate().skip(at.saturating_sub(2)).take(5);
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
