//! One finding as people read it: title, place, source, meaning, repair.

use std::io;

use annotate_snippets::{AnnotationKind, Group, Snippet};

use super::page::{Page, snippet_level};
use super::{Detail, HumanOptions, PathView};
use crate::finding::{Finding, Frame, FrameLine, Status, Suppressed};
use crate::report::Policy;
use crate::rule::Rule;
use crate::triage::inline;

/// The most other places that people are shown.
const MOST_RELATED: usize = 12;

/// `path:line:column: severity: title (value; rule)`.
pub(super) fn in_one_line(
    page: &mut Page<'_>,
    finding: &Finding,
    rule: Option<&Rule>,
    view: &PathView,
) -> io::Result<()> {
    let value = finding.secret.as_ref().map(|secret| format!("{secret}; ")).unwrap_or_default();
    page.line(&format!(
        "{}: {}: {} ({value}{})",
        place(finding, view),
        finding.severity,
        title(finding, rule),
        finding.rule
    ))
}

/// Everything about a finding; what its rule means only if `explain`, and what it rests on if `evidence` is given.
pub(super) fn in_full(
    page: &mut Page<'_>,
    finding: &Finding,
    rule: Option<&Rule>,
    options: &HumanOptions,
    explain: bool,
    evidence: Option<&str>,
) -> io::Result<()> {
    page.title(finding.severity, title(finding, rule))?;
    // The place stands apart from the source: the columns of a masked line are not those of the file.
    page.line(&format!("  at {}", place(finding, &options.view)))?;
    draw(page, finding)?;
    if let Remark::Words(words) = remark(finding, rule) {
        page.paragraph(words)?;
    }
    if let Some(rule) = rule.filter(|_| explain) {
        let help = &rule.text().help;
        for (label, text) in [("What it is:", &help.what), ("Why it matters:", &help.why), ("How to fix:", &help.fix)] {
            if !text.trim().is_empty() {
                page.labelled(label, text)?;
            }
        }
    }
    if !finding.why.is_empty() {
        let sum: i32 = finding.why.iter().map(|(_, weight)| weight).sum();
        let parts: Vec<String> = finding.why.iter().map(|(reason, weight)| format!("{weight:+} {reason}")).collect();
        page.labelled("Score:", &format!("{sum}, of {}", parts.join(" · ")))?;
    }
    for related in finding.related.iter().take(MOST_RELATED) {
        let path = options.view.show(&related.path);
        let place = format!("{path}:{}:{}", related.region.line, related.region.column);
        page.labelled("See also:", &format!("{place}: {}", related.message))?;
    }
    match finding.related.len().saturating_sub(MOST_RELATED) {
        0 => {}
        1 => page.labelled("See also:", "1 more place, named in reports for machines")?,
        more => page.labelled("See also:", &format!("{more} more places, named in reports for machines"))?,
    }
    // Which rule speaks is settled; who else could have matters only to those who tune rules.
    if options.detail == Detail::Full && !finding.also.is_empty() {
        let ids: Vec<&str> = finding.also.iter().map(|id| id.as_str()).collect();
        page.labelled("Also matched by:", &ids.join(", "))?;
    }
    if let Some(why) = why_not(&options.policy, finding) {
        page.labelled("Does not count:", &why)?;
    }
    if let Some(evidence) = evidence {
        let above = if explain { "" } else { " (explained above)" };
        page.aside(&format!("Rule {}{above}, {evidence}", finding.rule))?;
    }
    if !options.policy.counts(finding) {
        return Ok(());
    }
    match Some(()).filter(|()| options.comments).and_then(|()| inline::comment(&finding.path, &finding.rule)) {
        Some(comment) => page.offer(inline::OFFER, &comment),
        None => page.offer("Allow (.bartizan.yaml):", &entry(finding)),
    }
}

/// The entry of the configuration's `allow` that allows a finding.
fn entry(finding: &Finding) -> String {
    format!("- {{fingerprint: {}, reason: <why>}}", finding.fingerprint)
}

/// How sure the finding is and why. The severity stands in the title; the value, where it can be drawn, in the source.
pub(super) fn evidence(finding: &Finding, rule: Option<&Rule>) -> String {
    let mut evidence = format!("confidence {}", finding.confidence);
    if let Remark::Notes(notes) = remark(finding, rule) {
        evidence.push_str(&format!(": {notes}"));
    }
    match &finding.secret {
        Some(secret) if !drawn(finding) => format!("value {secret}, {evidence}"),
        _ => evidence,
    }
}

/// What a finding's message says that does not stand in its title and its source.
enum Remark<'f> {
    Nothing,
    /// What raised or lowered the confidence.
    Notes(&'f str),
    /// A message of its own.
    Words(&'f str),
}

fn remark<'f>(finding: &'f Finding, rule: Option<&Rule>) -> Remark<'f> {
    let value = finding.secret.as_ref().map(|secret| format!(" {secret}")).unwrap_or_default();
    let rest = finding.message.strip_prefix(title(finding, rule));
    match rest.map(|rest| rest.strip_prefix(&value).unwrap_or(rest).trim_end_matches('.')) {
        Some("") => Remark::Nothing,
        Some(rest) => rest.strip_prefix(": ").map_or(Remark::Words(&finding.message), Remark::Notes),
        None => Remark::Words(&finding.message),
    }
}

/// A suppressed finding and the reason that was given.
pub(super) fn suppressed(
    page: &mut Page<'_>,
    suppressed: &Suppressed,
    rule: Option<&Rule>,
    view: &PathView,
) -> io::Result<()> {
    let finding = &suppressed.finding;
    let what =
        format!("{}: {} ({}). Reason: {}", finding.severity, title(finding, rule), finding.rule, suppressed.reason);
    page.labelled(&format!("{}:", place(finding, view)), &what)
}

fn title<'f>(finding: &'f Finding, rule: Option<&'f Rule>) -> &'f str {
    rule.map_or(finding.rule.as_str(), |rule| &rule.def.title)
}

fn place(finding: &Finding, view: &PathView) -> String {
    format!("{}:{}:{}", view.show(&finding.path), finding.region.line, finding.region.column)
}

/// Why a finding does not count for the exit code, if it does not.
fn why_not(policy: &Policy, finding: &Finding) -> Option<String> {
    if policy.counts(finding) {
        return None;
    }
    if finding.status == Status::Baseline {
        return Some("the baseline knows it".to_owned());
    }
    let mut reasons = Vec::new();
    match policy.fail_on {
        None => reasons.push("no severity counts".to_owned()),
        Some(least) if finding.severity < least => {
            reasons.push(format!("severity {} is below {least}", finding.severity));
        }
        Some(_) => {}
    }
    if finding.confidence < policy.min_confidence {
        reasons.push(format!("confidence {} is below {}", finding.confidence, policy.min_confidence));
    }
    Some(reasons.join(" and "))
}

/// Whether there is any source to draw.
fn drawn(finding: &Finding) -> bool {
    finding.frame.as_ref().is_some_and(|frame| !frame.lines.is_empty())
}

/// The masked source around it, if there is any.
fn draw(page: &mut Page<'_>, finding: &Finding) -> io::Result<()> {
    let Some(frame) = finding.frame.as_ref().filter(|_| drawn(finding)) else { return Ok(()) };
    let mut group = Group::with_level(snippet_level(finding.severity));
    for lines in consecutive(frame) {
        let mut source = String::new();
        let mut marks = Vec::new();
        for line in lines {
            if let Some(mark) = &line.mark {
                marks.push(source.len() + mark.start..source.len() + mark.end);
            }
            source.push_str(&line.text);
            source.push('\n');
        }
        let first = number(lines.first().map_or(1, |line| line.number));
        let marks = marks.into_iter().map(|mark| AnnotationKind::Primary.span(mark));
        group = group.element(Snippet::source(source).line_start(first).fold(false).annotations(marks));
    }
    page.frame(group)
}

/// A frame's lines in stretches without a gap.
fn consecutive(frame: &Frame) -> impl Iterator<Item = &[FrameLine]> {
    frame.lines.chunk_by(|line, next| line.number + 1 == next.number)
}

fn number(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}
