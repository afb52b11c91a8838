//! Real repositories, made by `git` when a test runs, through the library and the binary.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod damage;
mod gate;
mod recorder;
mod repo;
#[path = "../support/run.rs"]
mod run;
mod staged;
mod state;
mod tracked;
