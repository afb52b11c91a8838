//! From matches to findings: what is merged, dropped and allowed before anything is printed.
//!
//! Several rules may match one value: the most specific speaks, the others are named in it ([`dedupe`]). What is
//! suppressed with a reason and what a baseline knows will be told apart here too; today nothing is.

mod dedupe;

pub use dedupe::{Located, absorb, dedupe};
