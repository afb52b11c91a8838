//! Values of all kinds where a scanner is likely to lose them: at the edges of files and windows, in odd encodings, in
//! pieces, far too long, and among megabytes of what only begins like them.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

#[path = "../support/run.rs"]
mod run;

mod flood;
mod imports;
mod length;
mod place;
mod sample;
mod split;
