//! What stands at the end: how much was read, what was found, what was not looked at, and the exit code.

use std::io;
use std::time::Duration;

use bytesize::ByteSize;

use super::page::Page;
use super::{Detail, HumanOptions, PathView};
use crate::exit::Exit;
use crate::finding::{Level, Severity};
use crate::report::{Policy, Summary};
use crate::source::{Skip, SkipReason};

/// Files that make a scan incomplete are named up to this many; verbose output names all.
const NAMED: usize = 10;

/// Writes the summary. `held_back` findings were not printed.
pub(super) fn write(page: &mut Page<'_>, summary: &Summary, options: &HumanOptions, held_back: u64) -> io::Result<()> {
    if options.detail == Detail::Full {
        list_skipped(page, &summary.tally.skipped, &options.view)?;
    }
    page.gap()?;
    let tally = &summary.tally;
    page.statement(
        "Scanned:",
        &format!(
            "{} ({}) in {} with {}",
            count(tally.files, summary.noun),
            ByteSize::b(tally.bytes).display().si(),
            time(summary.elapsed),
            count(summary.rules as u64, "rule"),
        ),
    )?;
    if let Some(name) = &summary.configuration {
        page.statement("Configuration:", name)?;
    }
    page.statement("Findings:", &findings(summary))?;
    if held_back > 0 {
        page.statement("Not shown:", &held_back_in_words(held_back))?;
    }
    if let Some(known) = summary.known.filter(|known| *known > 0) {
        page.statement("Baseline:", &known_in_words(known))?;
    }
    if summary.suppressed > 0 {
        page.statement("Suppressed:", &count(summary.suppressed, "finding"))?;
    }
    if !tally.skipped.is_empty() {
        page.statement("Not looked at:", &not_looked_at(summary))?;
    }
    if tally.archives > 0 {
        page.statement("Archives:", &archives(summary))?;
    }
    if tally.ignored > 0 {
        let entries = if tally.ignored == 1 { "file or folder" } else { "files or folders" };
        page.statement("Ignored:", &format!("{} {entries}, by ignore files and excludes", thousands(tally.ignored)))?;
    }
    name_incomplete(page, summary, options)?;
    page.verdict(summary.exit, &format!("Exit code {}:", summary.exit.code()), &exit(summary))
}

/// What counts for the exit code besides findings, one line each.
pub(super) fn incomplete_in_lines(page: &mut Page<'_>, summary: &Summary, view: &PathView) -> io::Result<()> {
    let incomplete = incomplete(summary);
    for skip in incomplete.iter().take(NAMED) {
        page.line(&format!("{}: not looked at: {}", view.show(&skip.path), skip.reason))?;
    }
    if incomplete.len() > NAMED {
        page.line(&format!("{} not looked at", count((incomplete.len() - NAMED) as u64, "more file")))?;
    }
    Ok(())
}

pub(in crate::report) fn incomplete(summary: &Summary) -> Vec<&Skip> {
    summary.tally.skipped.iter().filter(|skip| skip.reason.incomplete()).collect()
}

/// Names the files that were not looked at and need not be; [`name_incomplete`] names the others.
fn list_skipped(page: &mut Page<'_>, skipped: &[Skip], view: &PathView) -> io::Result<()> {
    let mut left = skipped.iter().filter(|skip| !skip.reason.incomplete()).peekable();
    if left.peek().is_none() {
        return Ok(());
    }
    page.heading("Files left out")?;
    for skip in left {
        page.labelled(&format!("{}:", view.show(&skip.path)), &skip.reason.to_string())?;
    }
    Ok(())
}

fn held_back_in_words(count: u64) -> String {
    match count {
        1 => "1 finding that does not count for the exit code; -v shows it".to_owned(),
        _ => format!("{} findings that do not count for the exit code; -v shows them", thousands(count)),
    }
}

fn known_in_words(count: u64) -> String {
    match count {
        1 => "1 known finding, which does not count".to_owned(),
        _ => format!("{} known findings, which do not count", thousands(count)),
    }
}

/// `4 (2 critical, 1 medium, 1 info)`.
pub(in crate::report) fn findings(summary: &Summary) -> String {
    let by_severity = Severity::ALL.iter().zip(summary.by_severity).filter(|(_, count)| *count > 0);
    let by_severity: Vec<String> =
        by_severity.map(|(severity, count)| format!("{} {severity}", thousands(count))).collect();
    match by_severity.as_slice() {
        [] => "none".to_owned(),
        _ => format!("{} ({})", thousands(summary.total()), by_severity.join(", ")),
    }
}

/// `5 files (3 binary, 1 symbolically linked, 1 unreadable)`.
pub(in crate::report) fn not_looked_at(summary: &Summary) -> String {
    let skipped = &summary.tally.skipped;
    let mut kinds: Vec<(&'static str, u64)> = Vec::new();
    for skip in skipped {
        let kind = kind(&skip.reason);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    kinds.sort_by(|(a, m), (b, n)| n.cmp(m).then(a.cmp(b)));
    let reasons: Vec<String> = kinds.iter().map(|(kind, count)| format!("{} {kind}", thousands(*count))).collect();
    let files = count(skipped.len() as u64, "file");
    if reasons.is_empty() { files } else { format!("{files} ({})", reasons.join(", ")) }
}

/// `3 looked into; 12 entries hold no text`.
pub(in crate::report) fn archives(summary: &Summary) -> String {
    let tally = &summary.tally;
    let looked = format!("{} looked into", thousands(tally.archives));
    match tally.without_text {
        0 => looked,
        1 => format!("{looked}; 1 entry in them holds no text"),
        more => format!("{looked}; {} entries in them hold no text", thousands(more)),
    }
}

/// The reason in two words; [`SkipReason`]'s own words tell more about one file.
const fn kind(reason: &SkipReason) -> &'static str {
    match reason {
        SkipReason::Binary => "binary",
        SkipReason::Special => "not regular",
        SkipReason::Symlink => "symbolically linked",
        SkipReason::Excluded => "excluded",
        SkipReason::Submodule => "of another repository",
        SkipReason::Unmerged => "not merged yet",
        SkipReason::TooLarge { .. } => "too large",
        SkipReason::Unreadable(_) => "unreadable",
        SkipReason::Archive(format) if format.is_read() => "only read with --archives",
        SkipReason::Archive(_) | SkipReason::Method(_) => "packed in a form that is not read",
        SkipReason::Encrypted(_) => "encrypted",
        SkipReason::Bound(_) => "left at a bound",
        SkipReason::More(_) => "not listed",
        SkipReason::Vanished => "vanished",
        SkipReason::TimedOut => "not reached in time",
        SkipReason::Interrupted => "not reached before the interruption",
        SkipReason::Internal(_) => "given up after an internal error",
    }
}

/// Names the files that make the scan incomplete: the first few, all in verbose output.
fn name_incomplete(page: &mut Page<'_>, summary: &Summary, options: &HumanOptions) -> io::Result<()> {
    let incomplete = incomplete(summary);
    if incomplete.is_empty() {
        return Ok(());
    }
    let what = if incomplete.len() == 1 { "this file was" } else { "these files were" };
    page.statement("Incomplete:", &format!("{what} asked for and not looked at"))?;
    let named = if options.detail == Detail::Full { incomplete.len() } else { NAMED };
    for skip in incomplete.iter().take(named) {
        page.labelled(&format!("{}:", options.view.show(&skip.path)), &skip.reason.to_string())?;
    }
    match incomplete.len().saturating_sub(named) as u64 {
        0 => Ok(()),
        more => page.paragraph(&format!("and {} (-v shows all)", count(more, "more file"))),
    }
}

/// The exit code in words: what it means here.
pub(in crate::report) fn exit(summary: &Summary) -> String {
    let policy = policy(&summary.policy);
    match summary.exit {
        Exit::Clean if summary.tally.files == 0 => format!("nothing was wrong, but 0 {}s were scanned", summary.noun),
        Exit::Clean if summary.total() == 0 => "clean and complete".to_owned(),
        Exit::Clean => format!("complete, and no finding counts ({policy})"),
        Exit::Findings if summary.counting == 1 => format!("1 finding counts ({policy})"),
        Exit::Findings => format!("{} findings count ({policy})", thousands(summary.counting)),
        Exit::Incomplete => {
            let rest = if summary.total() == 0 { "nothing was found in the rest" } else { "no finding counts" };
            format!("the scan is incomplete; {rest}")
        }
        Exit::Interrupted => "interrupted; what was found before stands above".to_owned(),
        Exit::Usage | Exit::Internal => {
            Exit::ALL.iter().find(|(exit, _)| *exit == summary.exit).map_or("", |(_, words)| words).to_owned()
        }
    }
}

/// What counts.
fn policy(policy: &Policy) -> String {
    match policy.fail_on {
        None => "--fail-on never".to_owned(),
        Some(least) => format!("from severity {least} and confidence {} up", policy.min_confidence),
    }
}

pub(in crate::report) fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(number))
}

/// `1,234,567`.
pub(in crate::report) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `0.42s`, `2m 5s`.
fn time(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(60) {
        return format!("{:.2}s", elapsed.as_secs_f64());
    }
    humantime::format_duration(Duration::from_secs(elapsed.as_secs())).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_groups_of_three() {
        let read: Vec<String> = [0, 999, 1000, 1_234_567].into_iter().map(thousands).collect();
        assert_eq!(read, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn times_have_units() {
        assert_eq!(time(Duration::from_millis(417)), "0.42s");
        assert_eq!(time(Duration::from_millis(125_900)), "2m 5s");
    }
}
