//! The exit codes, in one table.

use std::process::ExitCode;

/// What the process says when it ends. The numbers never change once released; zero never means "I could not look".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Clean and complete.
    Clean,
    /// Something was not looked at, and nothing worse was found.
    Incomplete,
    /// The policy is violated.
    Findings,
    /// Wrong usage, configuration or rule pack: nothing was scanned, or nothing could be written.
    Usage,
    /// A defect of bartizan itself.
    Internal,
    /// Somebody pressed Ctrl-C.
    Interrupted,
}

impl Exit {
    /// All codes with the sentence that explains each, as the README's table and `--help` print them.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Clean, "clean and complete"),
        (Self::Findings, "the policy is violated: at least one finding counts"),
        (Self::Usage, "usage, configuration or rule-pack error"),
        (Self::Incomplete, "the scan is incomplete and nothing worse was found"),
        (Self::Internal, "internal error"),
        (Self::Interrupted, "interrupted"),
    ];

    /// The number the operating system sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
            Self::Internal => 4,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
