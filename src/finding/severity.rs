//! Severity and confidence: how bad, and how sure. Two scales, never mixed.

use serde::{Deserialize, Serialize};

/// How bad a finding is if it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a gate by default.
    Info,
    /// A weakness that needs other mistakes to matter.
    Low,
    /// A weakness that matters by itself.
    Medium,
    /// Opens something of value.
    High,
    /// Opens an account, a signing key or production data.
    Critical,
}

/// How sure a rule is that its finding is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A hint.
    Low,
    /// More likely right than wrong.
    Medium,
    /// As good as certain.
    High,
}

/// What severity and confidence have in common: names and an order that a person reads from the top.
pub trait Level: Copy + Eq + 'static {
    /// All values, worst or surest first.
    const ALL: &'static [Self];
    /// The word in files, options and reports.
    fn as_str(self) -> &'static str;
    /// The value that a word names.
    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.as_str() == word)
    }
}

impl Level for Severity {
    const ALL: &'static [Self] = &[Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];
    fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Info => "info",
        }
    }
}

impl Level for Confidence {
    const ALL: &'static [Self] = &[Self::High, Self::Medium, Self::Low];
    fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::fmt::Display for Confidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
