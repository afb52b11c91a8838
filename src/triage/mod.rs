//! From matches to findings: which of several rules speaks for a value; later what is suppressed and what is known.

mod dedupe;

pub use dedupe::{Located, dedupe};
