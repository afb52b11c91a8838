//! What happens while a scan runs: files vanish and grow, somebody interrupts, a worker fails.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bartizan::source::{BEHIND, Control, SkipReason, TreeOptions, WHOLE, WINDOW};

use crate::recorder::*;

#[test]
fn a_file_that_vanishes_is_named() {
    let dir = repository();
    let files: Vec<PathBuf> = ["a", "b"].iter().map(|name| put(&dir, name, "x")).collect();
    let last = files[1].clone();
    let (seen, tally) = scan_with(&options(&files), &Control::default(), move |_| {
        let _ = fs::remove_file(&last);
    });
    assert_eq!(seen.paths(), ["a"]);
    assert_eq!(skips(&tally), [("b".into(), SkipReason::Vanished)]);
    assert!(SkipReason::Vanished.incomplete());
}

#[test]
fn a_file_that_grows_is_read_to_the_cap() {
    let cap = (WHOLE + 4 * WINDOW) as u64;
    for (limit, complete) in [(cap * 2, true), (cap, false)] {
        let dir = repository();
        let text = noise(WHOLE + WINDOW);
        let path = put(&dir, "a.log", &text);
        let (seen, tally) =
            scan_with(&TreeOptions { max_file_size: limit, ..at(&dir) }, &Control::default(), move |blob| {
                if blob.base == 0 {
                    let mut file = fs::File::options().append(true).open(&path).unwrap();
                    file.write_all(&[b'x'; 4 * WINDOW]).unwrap();
                }
            });
        if complete {
            assert_eq!(seen.files[0].text.len(), WHOLE + 5 * WINDOW);
            assert!(tally.skipped.is_empty());
        } else {
            assert_eq!((seen.files.len(), tally.files), (0, 0));
            assert_eq!(seen.broken, ["a.log"]);
            assert!(matches!(tally.skipped[0].reason, SkipReason::TooLarge { len, cap } if len > cap && cap == limit));
        }
    }
}

#[test]
fn an_interrupted_scan_names_what_it_did_not_reach() {
    for threads in [1, 4] {
        let dir = repository();
        for number in 0..100 {
            put(&dir, &format!("{number:03}"), "x");
        }
        let control: &'static Control = Box::leak(Box::default());
        let (seen, tally) = scan_with(&TreeOptions { threads, ..at(&dir) }, control, |_| control.interrupt());
        assert!((1..=threads).contains(&seen.files.len()));
        assert_eq!(seen.files.len() + tally.skipped.len(), 100);
        assert!(tally.skipped.iter().all(|skip| skip.reason == SkipReason::Interrupted));
    }
}

#[test]
fn a_scan_that_is_out_of_time_does_not_walk_on() {
    let dir = repository();
    for number in 0..1500 {
        put(&dir, &format!("{number:04}"), "x");
    }
    put(&dir, ".gitignore", "*.o\n");
    put(&dir, "a.o", "x");
    let control = Control::new(Instant::now().checked_sub(Duration::from_secs(1)));
    let (seen, tally) = scan_with(&at(&dir), &control, |_| ());
    assert_eq!(tally.ignored, 0, "a number that is not known is not made up");
    assert_eq!((seen.files.len(), seen.opened), (0, 0));
    assert_eq!(tally.skipped.len(), 1001, "a thousand by name, and the root for the rest");
    assert_eq!(skips(&tally)[0], (".".to_owned(), SkipReason::TimedOut));
    assert!(tally.skipped.iter().all(|skip| skip.reason.incomplete()));
}

#[test]
fn an_interruption_breaks_off_a_large_file() {
    let dir = repository();
    put(&dir, "large", noise(WHOLE + WINDOW));
    let control: &'static Control = Box::leak(Box::default());
    let (seen, tally) = scan_with(&at(&dir), control, |_| control.interrupt());
    assert_eq!((seen.files.len(), seen.broken.len()), (0, 1));
    assert_eq!(skips(&tally), [("large".into(), SkipReason::Interrupted)]);
    assert_eq!(tally.bytes, (BEHIND + WINDOW) as u64, "what was looked at counts");
}

#[test]
fn a_defect_costs_one_file_and_quotes_nothing() {
    let dir = repository();
    for name in ["a", "b", "c", "d"] {
        put(&dir, name, name.repeat(40));
    }
    let (seen, tally) = scan_with(&at(&dir), &Control::default(), |blob| match blob.origin.path.as_bytes() {
        b"b" => panic!("a constant message"),
        b"c" => panic!("a message with {}", String::from_utf8_lossy(blob.text)),
        _ => {}
    });
    // The recorder notes a file before it panics.
    assert_eq!(seen.paths(), ["a", "b", "c", "d"]);
    assert_eq!(tally.files, 2);
    let said: Vec<String> = tally.skipped.iter().map(|skip| format!("{}: {}", skip.path, skip.reason)).collect();
    assert_eq!(said, ["b: internal error: panicked: a constant message", "c: internal error: panicked"]);
    assert!((2..=3).contains(&seen.opened), "a worker that panicked is replaced");
}

#[test]
fn each_thread_opens_one_worker_and_progress_is_told() {
    let dir = repository();
    for number in 0..500 {
        put(&dir, &format!("{}/{number}", number % 7), "x".repeat(number));
    }
    let one = scan(&at(&dir));
    for threads in [0, 2, 5] {
        let control = Control::default();
        let (seen, tally) = scan_with(&TreeOptions { threads, ..at(&dir) }, &control, |_| ());
        assert_eq!(seen.paths(), one.0.paths());
        assert!((1..=threads.max(1)).contains(&seen.opened));
        assert_eq!((tally.files, tally.bytes), (500, 500 * 499 / 2));
        assert_eq!(control.progress(), (500, 500 * 499 / 2));
    }
}
