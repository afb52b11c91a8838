//! bartizan: a gate in front of production.
//!
//! *A source yields blobs; two prefilters propose candidates; each candidate is verified anchored at its hit; findings
//! are located, judged and printed; the worst verdict is the exit code.* Nothing flows back. `docs/architecture.md`
//! tells the design and the measurements behind it; modules below import only from the floors under them.

pub mod exit;
pub mod finding;

pub mod source;
pub mod syntax;
pub mod text;

pub mod rule;

pub mod check;

pub mod triage;

pub mod report;

pub mod config;

pub mod engine;

pub mod cli;
