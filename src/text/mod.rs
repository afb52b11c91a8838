//! text

mod base;
pub mod checksum;
