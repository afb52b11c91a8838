//! From a rule as written to a rule that runs.

use std::sync::{Arc, OnceLock};

use globset::{Glob, GlobSet, GlobSetBuilder};
use regex_automata::PatternID;
use regex_automata::meta::Regex;
use regex_automata::util::syntax::Config;

use super::allow::Allow;
use super::carry::{Carried, last_line};
use super::def::{RuleDef, RuleText};
use super::embedded::embedded_text;
use crate::finding::{Confidence, ReportPath, RuleId, Severity};
use crate::text::checksum;

/// The most bytes a compiled pattern may take; one with the reach of a private key fits.
pub(super) const REGEX_SIZE: usize = 10 << 20;

/// The most bytes a lazy DFA may keep; it begins with a few and forgets what it has when this is reached.
pub(super) const CACHE_SIZE: usize = 256 << 10;

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
    pattern: OnceLock<Pattern>,
    globs: OnceLock<(GlobSet, GlobSet)>,
    allow: OnceLock<Allow>,
}

/// A rule's regular expression, compiled.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Tried anchored, at the candidate.
    pub regex: Regex,
    /// The index of the group named `secret`, if there is one.
    pub secret: Option<usize>,
}

impl Rule {
    /// Joins what was read with what was worked out.
    #[must_use]
    pub fn new(pack: &str, provider: Option<&str>, def: RuleDef, carried: Carried, provenance: Provenance) -> Self {
        Self {
            id: RuleId::new(pack, &def.id),
            provider: provider.map(Arc::from),
            severity: def.severity,
            confidence: def.confidence,
            def,
            carried,
            provenance,
            pattern: OnceLock::new(),
            globs: OnceLock::new(),
            allow: OnceLock::new(),
        }
    }

    /// The regular expression, compiled by whoever needs it first: of 900 rules a scan needs a few dozen.
    ///
    /// # Panics
    /// Where it does not compile: the pack loader refuses such rules, and a test compiles all embedded ones.
    #[must_use]
    pub fn pattern(&self) -> &Pattern {
        self.pattern.get_or_init(|| compile(&self.def).unwrap_or_else(|why| panic!("rule {}: {why}", self.id)))
    }

    /// Takes a pattern that judging the rule has compiled already.
    pub(crate) fn compiled(&self, pattern: Pattern) {
        let _ = self.pattern.set(pattern);
    }

    /// Whether one of its allow patterns matches `value` anywhere. Compiled on first use.
    ///
    /// # Panics
    /// As above.
    #[must_use]
    pub fn allows(&self, value: &[u8]) -> bool {
        !self.def.allow.is_empty()
            && self
                .allow
                .get_or_init(|| {
                    Allow::new(&self.def.allow, self.def.unicode)
                        .unwrap_or_else(|why| panic!("rule {}: {why}", self.id))
                })
                .matches(value)
    }

    /// Whether the checksum inside `value` holds; `None` for a rule without one.
    #[must_use]
    pub fn checksum_holds(&self, value: &[u8]) -> Option<bool> {
        let sum = self.def.checksum?;
        Some(checksum::verify(value, sum.algorithm, sum.skip.into(), sum.cut.into()))
    }

    /// Whether the rule looks at every file.
    #[must_use]
    pub const fn looks_everywhere(&self) -> bool {
        self.def.paths.include.is_empty() && self.def.paths.exclude.is_empty()
    }

    /// Whether the rule looks at a file, by its `paths`.
    #[must_use]
    pub fn looks_at(&self, path: &ReportPath) -> bool {
        if self.looks_everywhere() {
            return true;
        }
        let paths = &self.def.paths;
        let (include, exclude) = self.globs.get_or_init(|| (globs(&paths.include), globs(&paths.exclude)));
        let path = path.to_text();
        (paths.include.is_empty() || include.is_match(&path)) && !exclude.is_match(&path)
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

/// Compiles a rule's pattern in the dialect that rules are written in (see [`super::carry::parse`]).
///
/// # Errors
/// The compiler's own words, or that it would take too much memory.
pub(crate) fn compile(def: &RuleDef) -> Result<Pattern, String> {
    let regex = Regex::builder()
        // Nearly all tries fail, and the lazy DFA says no at a tenth of what the backtracker takes for it. Its cache
        // is bounded: one for each rule that is tried, in each thread.
        .configure(Regex::config().utf8_empty(false).nfa_size_limit(Some(REGEX_SIZE)).hybrid_cache_capacity(CACHE_SIZE))
        .syntax(Config::new().unicode(def.unicode).utf8(false).nest_limit(50))
        .build(&def.pattern)
        .map_err(|error| match error.size_limit() {
            Some(limit) => format!("compiled it takes more than {limit} bytes"),
            None => last_line(&error.to_string()).to_owned(),
        })?;
    let secret = regex.group_info().to_index(PatternID::ZERO, "secret");
    Ok(Pattern { regex, secret })
}

/// A set of globs, each matching at any depth unless it holds a slash; those that do not parse were refused when
/// the rule was judged.
fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let anywhere = if pattern.contains('/') { pattern.clone() } else { format!("**/{pattern}") };
        if let Ok(glob) = Glob::new(&anywhere) {
            set.add(glob);
        }
    }
    set.build().unwrap_or_default()
}
