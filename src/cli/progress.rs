//! What people see on a terminal while a scan lasts; gone before the first line of the report.

use std::io::{self, IsTerminal as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{DecimalBytes, HumanCount, ProgressBar, ProgressStyle};

use crate::source::Control;

/// Scans shorter than this show nothing.
const PATIENCE: Duration = Duration::from_millis(700);

/// How often what is shown changes.
const TICK: Duration = Duration::from_millis(100);

/// Runs `work`, and beside it, where `wanted` and standard error is a terminal, a thread that shows how far it is.
pub(super) fn during<T>(wanted: bool, control: &Control, work: impl FnOnce() -> T) -> T {
    if !wanted || !io::stderr().is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (done, ended) = channel::<()>();
        scope.spawn(move || show(control, &ended));
        let result = work();
        // The thread wakes up by this, and the scope waits until it has cleared the line.
        drop(done);
        result
    })
}

fn show(control: &Control, ended: &Receiver<()>) {
    if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} [{elapsed}]") {
        bar.set_style(style);
    }
    while ended.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
        bar.set_message(if control.interrupted() {
            "stopping; once more ends at once".to_owned()
        } else {
            let (files, bytes) = control.progress();
            format!("{} files, {}", HumanCount(files), DecimalBytes(bytes))
        });
        bar.tick();
    }
    bar.finish_and_clear();
}
