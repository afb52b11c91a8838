//! The command line: what was typed, one file for each subcommand, and how errors are told.
//!
//! [`run`] chooses the subcommand and gives back the exit code. `args` holds all that can be typed; `failure` turns
//! any error into words for people; `outputs`, `report_file` and `progress` say where a scan's reports go and what is
//! shown meanwhile. Nothing here looks at a file's text: that is [`crate::engine`]'s work.

mod args;
mod baseline;
mod baseline_args;
mod check;
mod completions;
mod explain;
mod failure;
mod interrupt;
mod list;
mod list_filter;
mod manual;
mod outputs;
mod profile;
mod progress;
mod report_file;
mod rules_source;
mod scan;
mod settings;
mod show;
mod step_summary;
mod table;

use std::io::{self, Write as _};

use anyhow::Result;

pub use args::Args;
pub use failure::{is_broken_pipe, write as write_failure};

use crate::config::Color;
use crate::exit::Exit;
use args::{Command, ConfigCommand, RulesCommand};
use baseline_args::BaselineCommand;

/// Does what was typed.
///
/// # Errors
/// Where something that was typed is wrong, or standard output cannot be written ([`is_broken_pipe`] tells whether
/// that is because nobody reads it).
pub fn run(args: Args) -> Result<Exit> {
    if let Some(color) = args.color {
        choice(color).write_global();
    }
    match args.command {
        Command::Scan(scan) => scan::run(*scan, args.color),
        Command::Rules(rules) => match rules.command {
            None => to_stdout(|out| list::run(&rules.list, out)),
            Some(RulesCommand::List(list)) => to_stdout(|out| list::run(&list, out)),
            Some(RulesCommand::Check(check)) => to_stdout(|out| check::run(&check, out)),
            Some(RulesCommand::Profile(profile)) => to_stdout(|out| profile::run(&profile, out)),
        },
        Command::Baseline(BaselineCommand::Create(create)) => baseline::run(*create, args.color),
        Command::Config(ConfigCommand::Show(scan)) => to_stdout(|out| show::run(*scan, out)),
        Command::Explain(explain) => to_stdout(|out| explain::run(&explain, out)),
        Command::Completions(completions) => to_stdout(|out| completions::run(&completions, out)),
        Command::Man => to_stdout(manual::run),
    }
}

/// Gives a command a buffer and writes it out at once: nothing is written where the command fails, and a reader who
/// leaves early costs one error, not one a line.
fn to_stdout(command: impl FnOnce(&mut Vec<u8>) -> Result<Exit>) -> Result<Exit> {
    let mut text = Vec::new();
    let exit = command(&mut text)?;
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    out.write_all(&text)?;
    out.flush()?;
    Ok(exit)
}

fn choice(color: Color) -> anstream::ColorChoice {
    match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
}
