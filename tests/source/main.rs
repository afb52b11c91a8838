//! Trees, streams and everything that can be wrong with them, through the library as the engine sees it.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[cfg(unix)]
mod kinds;
mod named;
mod recorder;
mod running;
mod stream;
mod text;
mod tree;
