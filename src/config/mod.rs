//! What a run is told to do: one place where arguments (later configuration files and the environment too) merge
//! into the plan that everything behind it sees.

mod plan;

pub use plan::{Color, Format, Output, Plan, Verbosity};
