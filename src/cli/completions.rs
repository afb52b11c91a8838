//! `bartizan completions SHELL`.

use std::io::Write;

use anyhow::Result;
use clap::CommandFactory as _;

use super::args::{Args, CompletionsArgs};
use crate::exit::Exit;

/// Writes the completion script for a shell.
///
/// # Errors
/// Where `out` cannot be written.
pub(super) fn run(args: &CompletionsArgs, out: &mut dyn Write) -> Result<Exit> {
    // The generator panics where it cannot write; a buffer can always be written.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "bartizan", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Clean)
}
