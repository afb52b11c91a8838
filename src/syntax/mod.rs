//! syntax

pub mod yaml;
