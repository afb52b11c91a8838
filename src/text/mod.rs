//! What can be said about text alone: prefilters, verification, scoring. Knows no rule, only literals and ids.

pub mod algorithm;
pub mod base;
pub mod checksum;
pub mod decode;
pub mod fold;
pub mod form;
mod fours;
mod keyed;
pub mod known;
mod lanes;
pub mod literals;
pub mod name;
mod packed;
pub mod placeholder;
pub mod runs;
pub mod score;
pub mod table;
pub mod token;
pub mod varied;
pub mod words;
