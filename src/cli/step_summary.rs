//! The page about a step, added to the file that GitHub's runner names.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use super::outputs::tell;
use crate::config::Plan;
use crate::engine::Outcome;
use crate::exit::Exit;
use crate::finding::ReportPath;
use crate::report::github::{MOST_BYTES, StepSummary};
use crate::source::Control;

/// GitHub drops all pages of a step that have more than this together.
const ROOM: u64 = 1 << 20;

/// Adds the page about a scan that ended with `exit`. Nobody asked for it in so many words, so that one that cannot be
/// written is said and changes no exit code.
///
/// # Errors
/// Where the file cannot be written, or has no room left.
pub(super) fn append(page: &Path, outcome: &Outcome, exit: Exit, plan: &Plan, control: &Control) -> Result<()> {
    let cannot = || format!("the summary of the step, `{}`, cannot be written", ReportPath::from_path(page));
    let mut text = Vec::new();
    let mut summary = outcome.summary.clone();
    summary.exit = exit;
    tell(&mut StepSummary::new(Box::new(&mut text), &plan.rules, plan.policy), outcome, &summary, control)?;
    let mut file = OpenOptions::new().append(true).create(true).open(page).with_context(cannot)?;
    let there = file.metadata().with_context(cannot)?.len();
    if there + MOST_BYTES > ROOM {
        bail!("the summary of the step has no room left for this scan: it holds {there} bytes already");
    }
    file.write_all(&text).with_context(cannot)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::fs;

    use super::*;
    use crate::config::{Configuration, ScanOptions};
    use crate::engine;
    use crate::rule::embedded;

    #[test]
    fn pages_are_added_until_there_is_no_room() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join("page.md");
        let options = ScanOptions { paths: vec![folder.path().to_owned()], ..ScanOptions::default() };
        let plan = Plan::resolve(options, Configuration::default(), embedded()).unwrap();
        let control = Control::default();
        let source = engine::source(&plan).unwrap();
        let outcome = engine::scan(&plan, source.as_ref(), &control);
        let append = |path: &Path, exit| append(path, &outcome, exit, &plan, &control);

        append(&page, Exit::Clean).unwrap();
        append(&page, Exit::Usage).unwrap();
        let text = fs::read_to_string(&page).unwrap();
        assert_eq!(text.matches("## bartizan: ").count(), 2, "{text}");
        assert!(text.contains("**Exit code:** 0") && text.contains("**Exit code:** 2"), "{text}");

        fs::write(&page, vec![b'x'; 1 << 20]).unwrap();
        assert!(append(&page, Exit::Clean).unwrap_err().to_string().contains("no room left"));
        assert_eq!(fs::metadata(&page).unwrap().len(), 1 << 20);
        let error = append(&folder.path().join("no/page.md"), Exit::Clean).unwrap_err();
        assert!(error.to_string().contains("cannot be written"), "{error}");
    }
}
