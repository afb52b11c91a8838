//! Ctrl-C (and SIGTERM): the first asks the scan to stop, the second ends the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};

use crate::exit::Exit;
use crate::source::Control;

/// The handler, for as long as the process lives.
pub(super) struct Interrupts {
    impatient: Arc<AtomicBool>,
}

impl Interrupts {
    /// From now on Ctrl-C reaches `control`. Where standard input is read, nothing would notice until the next
    /// line comes: there the first one ends the process.
    ///
    /// # Errors
    /// Where the operating system takes no handler.
    pub(super) fn install(control: &Arc<Control>, reads_stdin: bool) -> Result<Self> {
        let impatient = Arc::new(AtomicBool::new(reads_stdin));
        let (control, at_once) = (Arc::clone(control), Arc::clone(&impatient));
        ctrlc::set_handler(move || {
            if at_once.load(Ordering::Relaxed) || control.interrupted() {
                // What runs cannot be waited for: the person asked twice.
                std::process::exit(Exit::Interrupted.code().into());
            }
            control.interrupt();
        })
        .context("no handler for Ctrl-C could be set")?;
        Ok(Self { impatient })
    }

    /// All input is read: reports are being written, and half-written files want to be removed first.
    pub(super) fn reading_ended(&self) {
        self.impatient.store(false, Ordering::Relaxed);
    }
}
