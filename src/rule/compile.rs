//! From a rule as written to a rule that runs.

use std::sync::{Arc, OnceLock};

use regex_automata::meta::Regex;

use super::carry::Carried;
use super::def::{ConfidenceDef, RuleDef, RuleText, SeverityDef};
use super::embedded::embedded_text;
use crate::finding::{Confidence, RuleId, Severity};

/// Where a rule comes from.
#[derive(Clone, Debug)]
pub enum Provenance {
    /// It is part of bartizan; the index finds its help text in the embedded bytes.
    Embedded {
        /// Position among the embedded rules.
        index: usize,
    },
    /// It was read from a file that the user named.
    File {
        /// The file.
        path: Arc<str>,
        /// Help, references and examples.
        text: Arc<RuleText>,
    },
}

/// A rule that runs: its definition, how a prefilter carries it, and its regular expression once somebody needs it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its identity.
    pub id: RuleId,
    /// The definition, without help and examples.
    pub def: RuleDef,
    /// Who issues what it finds.
    pub provider: Option<Arc<str>>,
    /// How bad a finding is.
    pub severity: Severity,
    /// How sure a match is before it is judged.
    pub confidence: Confidence,
    /// How a prefilter carries it.
    pub carried: Carried,
    /// Where it comes from.
    pub provenance: Provenance,
    pub(crate) regex: OnceLock<Regex>,
}

impl Rule {
    /// Joins what was read with what was worked out.
    #[must_use]
    pub fn new(pack: &str, provider: Option<&str>, def: RuleDef, carried: Carried, provenance: Provenance) -> Self {
        Self {
            id: RuleId::new(pack, &def.id),
            provider: provider.map(Arc::from),
            severity: def.severity.into(),
            confidence: def.confidence.into(),
            def,
            carried,
            provenance,
            regex: OnceLock::new(),
        }
    }

    /// What people are told: help, references, examples.
    #[must_use]
    pub fn text(&self) -> &RuleText {
        match &self.provenance {
            Provenance::Embedded { index } => embedded_text(*index),
            Provenance::File { text, .. } => text,
        }
    }
}

impl From<SeverityDef> for Severity {
    fn from(severity: SeverityDef) -> Self {
        match severity {
            SeverityDef::Info => Self::Info,
            SeverityDef::Low => Self::Low,
            SeverityDef::Medium => Self::Medium,
            SeverityDef::High => Self::High,
            SeverityDef::Critical => Self::Critical,
        }
    }
}

impl From<ConfidenceDef> for Confidence {
    fn from(confidence: ConfidenceDef) -> Self {
        match confidence {
            ConfidenceDef::Low => Self::Low,
            ConfidenceDef::Medium => Self::Medium,
            ConfidenceDef::High => Self::High,
        }
    }
}
