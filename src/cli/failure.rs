//! How the command line says that something is wrong: `error:`, the causes, what to write instead.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::explain::UnknownRule;
use super::list_filter::NoSuch;
use crate::config::PlanError;
use crate::engine::secrets_in;
use crate::source::SourceError;
use crate::syntax::document::Problems;
use crate::triage::baseline::BaselineError;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HELP: Style = AnsiColor::Green.on_default().bold();

/// Writes an error for people. What somebody typed or named a file stands in it escaped already.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(error: &anyhow::Error, out: &mut dyn Write) -> io::Result<()> {
    if let Some(problems) = error.downcast_ref::<Problems>() {
        return writeln!(out, "{}", problems.clone().masked(&secrets_in).render(true));
    }
    writeln!(out, "{ERROR}error:{ERROR:#} {error}")?;
    for cause in error.chain().skip(1) {
        writeln!(out, "  cause: {cause}")?;
    }
    for help in error.chain().filter_map(help) {
        writeln!(out, "{HELP}help:{HELP:#} {help}")?;
    }
    Ok(())
}

/// Writes what went wrong and changes nothing.
///
/// # Errors
/// Where `out` cannot be written.
pub(super) fn warn(error: &anyhow::Error, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{WARNING}warning:{WARNING:#} {error}")?;
    error.chain().skip(1).try_for_each(|cause| writeln!(out, "  cause: {cause}"))
}

/// The advice that an error brings along.
fn help(cause: &(dyn std::error::Error + 'static)) -> Option<String> {
    cause
        .downcast_ref::<PlanError>()
        .map(PlanError::help)
        .or_else(|| cause.downcast_ref::<UnknownRule>().map(UnknownRule::help))
        .or_else(|| cause.downcast_ref::<NoSuch>().map(NoSuch::help))
        .or_else(|| cause.downcast_ref::<SourceError>().and_then(SourceError::help).map(String::from))
        .or_else(|| cause.downcast_ref::<BaselineError>().map(|error| error.help().to_owned()))
}

/// Whether somebody closed the pipe that we write to (`| head -1`): their wish, not our failure.
#[must_use]
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use anyhow::Context as _;

    use super::*;

    fn written(error: &anyhow::Error) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write(error, &mut out).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn causes_and_help_follow_the_error() {
        let cause = io::Error::other("disk full");
        let error = anyhow::Error::new(cause).context("the report `a` cannot be written");
        assert_eq!(written(&error), "error: the report `a` cannot be written\n  cause: disk full\n");
        let error = anyhow::Error::new(PlanError::StdinWithPaths);
        assert_eq!(
            written(&error),
            "error: standard input (`-`) cannot be scanned together with paths\n\
             help: run bartizan twice, once with `-` alone\n"
        );
    }

    #[test]
    fn a_broken_pipe_is_seen_behind_its_context() {
        let pipe: Result<(), _> = Err(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(is_broken_pipe(&pipe.context("outer").unwrap_err()));
        assert!(!is_broken_pipe(&anyhow::Error::new(io::Error::other("disk full"))));
    }
}
