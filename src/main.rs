//! Parse, run, exit code. No logic stands here: everything that can be tested is in the library.

use std::panic;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use bartizan::cli::{self, Args};
use bartizan::exit::Exit;
use clap::Parser as _;

fn main() -> ExitCode {
    panic::set_hook(Box::new(tell_defect));
    panic::catch_unwind(run).unwrap_or(Exit::Internal).into()
}

fn run() -> Exit {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version go to standard output; whoever closed it does not want them.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Clean };
        }
    };
    match cli::run(args) {
        Ok(exit) => exit,
        Err(error) if cli::is_broken_pipe(&error) => Exit::Clean,
        Err(error) => {
            // Without standard error the number is all that can be said.
            let _ = cli::write_failure(&error, &mut anstream::stderr().lock());
            Exit::Usage
        }
    }
}

/// Says once that bartizan is at fault, where, and what to do. The panic's own words stay out: they could quote the
/// text that was being scanned.
fn tell_defect(panic: &panic::PanicHookInfo<'_>) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if TOLD.swap(true, Ordering::Relaxed) {
        return;
    }
    let place = panic.location().map_or_else(String::new, |at| {
        // Of a dependency's absolute path only what names it.
        let parts: Vec<_> = Path::new(at.file()).iter().map(|part| part.to_string_lossy()).collect();
        format!(" at {}:{}", parts[parts.len().saturating_sub(4)..].join("/"), at.line())
    });
    let error = anyhow::anyhow!(
        "internal error{place}, in bartizan {}; this is a defect, please report it: {}/issues",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY")
    );
    let _ = cli::write_failure(&error, &mut anstream::stderr().lock());
}
