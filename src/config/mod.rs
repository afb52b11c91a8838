//! What a run is told to do: one place where arguments and the configuration file merge into the plan that everything
//! behind it sees.

mod actions;
mod error;
mod file;
mod nearest;
mod options;
mod plan;
mod resolve;
mod select;
mod value;

pub use actions::Actions;
pub use error::PlanError;
pub use file::{Configuration, Draft, NAME, Said, Wanted};
pub use nearest::{did_you_mean, nearest};
pub use options::{FailOn, ReportTo, ScanOptions};
pub use plan::{Color, Format, KnownFrom, Output, Plan, Verbosity};
pub use value::{ValueError, duration, size};
