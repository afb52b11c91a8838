//! How a prefilter carries a rule, worked out from its pattern alone.
//!
//! Parsing 900 patterns takes about 20 ms, so the build script does it for the embedded packs and stores the
//! result; it includes this file by path, so nothing of this crate may be imported but what stands beside it.
//! Packs that users name go through the same function when they are loaded.

mod prefix;
mod shape;
mod surround;

use regex_syntax::hir::Hir;
use serde::{Deserialize, Serialize};

use prefix::{Prefixes, check_anchors};
use shape::{behind, last_set, marked, token_run};
use surround::{checked_before, checked_tail};

use super::def::{Boundary, RuleDef};
use crate::text::token::{ByteSet, RUN, is_separator, is_token};

/// The most bytes a match may span: a private key of 16,384 bits in PEM is 12.7 KB. Windows of large files overlap
/// by as much.
pub const REACH: usize = 16 * 1024;

/// Which prefilter proposes places for a rule, and by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carrier {
    /// The run prefilter: a run of at least [`RUN`] token characters begins with one of these literals (3 bytes or
    /// more each, all token characters, exact case).
    Run(Vec<Vec<u8>>),
    /// The run prefilter: one of these literals (3 bytes or more each, the last no token character) stands directly
    /// before a run of at least [`RUN`], such as `SG.` or `session=`. The match begins with the literal's first byte.
    Behind(Vec<Vec<u8>>),
    /// The run prefilter, value first: a run (or a part of one behind `/` or an escape) of this many bytes, all of
    /// the set, is looked at, and then the context words around it, where the rule has any: a checksum or a mark
    /// inside the value says as much as they do.
    Value {
        /// Least bytes of the run's piece.
        min: u32,
        /// Most bytes of the run's piece.
        max: u32,
        /// The token characters that the value may hold.
        set: ByteSet,
    },
    /// The literal prefilter: one of these literals (3 bytes or more each) stands at the match's start; lower case,
    /// compared with a lower-cased text.
    Literal(Vec<Vec<u8>>),
    /// None: the rule has no pattern, and a check of its own finds its places.
    Check,
}

/// What the pattern alone says about a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The prefilter that carries it.
    pub carrier: Carrier,
    /// The most bytes a match may have.
    pub reach: u32,
    /// With [`Boundary::Token`]: the bytes that must not follow a match.
    pub end: ByteSet,
    /// With something before the anchor: the bytes that is made of.
    pub before: ByteSet,
    /// With a tail: the bytes it is made of.
    pub tail: ByteSet,
}

/// Why no prefilter can carry a rule, with advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub help: String,
}

/// Works out how a rule is carried.
///
/// # Errors
/// Where the pattern does not parse, can match nothing or too much, or gives no prefilter anything to go by.
pub fn carry(def: &RuleDef) -> Result<Carried, Refusal> {
    if def.check.is_some() {
        let none = ByteSet::default();
        return Ok(Carried { carrier: Carrier::Check, reach: 0, end: none, before: none, tail: none });
    }
    if def.pattern.is_empty() {
        return Err(Refusal {
            what: "the rule has no pattern".into(),
            help: "add `pattern:`; docs/rule-pack.schema.json says what it holds".into(),
        });
    }
    let hir = parse(def)?;
    let reach = match hir.properties().maximum_len() {
        Some(most) if most <= REACH => most as u32,
        Some(most) => {
            return Err(Refusal {
                what: format!("the pattern can match {most} bytes; the most is {REACH}"),
                help: "lower the upper bounds of its repetitions".into(),
            });
        }
        None => {
            return Err(Refusal {
                what: "the pattern has an unbounded repetition".into(),
                help: "give each `*`, `+` and `{n,}` an upper bound, such as `{1,200}`".into(),
            });
        }
    };
    if hir.properties().minimum_len().unwrap_or(0) == 0 {
        return Err(Refusal {
            what: "the pattern can match the empty text".into(),
            help: "let it begin with a literal, or with a value of a stated length and context words".into(),
        });
    }
    let prefixes = Prefixes::of(&hir, def.anchors.iter().map(String::len).max().unwrap_or(0));
    check_anchors(def, &prefixes)?;
    let before = match &def.before {
        None => ByteSet::default(),
        Some(before) => checked_before(before)?,
    };
    let tail = match &def.tail {
        None => ByteSet::default(),
        Some(tail) => checked_tail(tail, &hir, reach)?,
    };
    let end = match def.boundary {
        Boundary::None => ByteSet::default(),
        Boundary::Token => {
            let mut end = last_set(&hir);
            (0..=255u8).filter(|b| b.is_ascii_alphanumeric() || *b == b'_').for_each(|b| end.insert(b));
            end
        }
    };
    let carrier = choose(def, &hir, prefixes)?;
    let led = def.before.as_ref().map_or(0, |before| u32::from(before.most));
    let grown = def.tail.as_ref().map_or(0, |tail| tail.most + tail.then.len() as u32);
    let reach = led + reach + grown;
    if reach as usize > REACH {
        return Err(Refusal {
            what: format!("with what stands before its anchor a match can take {reach} bytes; the most is {REACH}"),
            help: "lower `before.most`, or the upper bounds of the pattern's repetitions".into(),
        });
    }
    Ok(Carried { carrier, reach, end, before, tail })
}

/// Parses a rule's pattern in the dialect that rules are written in.
///
/// # Errors
/// The parser's own words, and where in the pattern it stopped.
pub fn parse(def: &RuleDef) -> Result<Hir, Refusal> {
    // Reading a pattern takes stack by its nesting, compiling takes memory by its repetitions: both are bounded.
    regex_syntax::ParserBuilder::new()
        .unicode(def.unicode)
        .utf8(false)
        .nest_limit(50)
        .build()
        .parse(&def.pattern)
        .map_err(|error| Refusal {
            what: format!("the pattern does not parse: {}", last_line(&error.to_string())),
            help: "rules use the syntax of the Rust crate regex: no look-around, no back-references".into(),
        })
}

/// The last line of a parser's message, which holds the reason; those above it draw the pattern.
pub(crate) fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or(text).trim_start_matches("error: ")
}

fn choose(def: &RuleDef, hir: &Hir, prefixes: Prefixes) -> Result<Carrier, Refusal> {
    // The run prefilter proposes where tokens begin, and with something before the anchor none begins there.
    let token = def.boundary == Boundary::Token && def.before.is_none();
    if prefixes.exact_case && token && prefixes.shortest() >= 3 {
        if prefixes.exact.iter().all(|p| p.iter().all(|&b| is_token(b)) && !is_separator(p[0]))
            && token_run(hir).least >= RUN
        {
            return Ok(Carrier::Run(prefixes.exact));
        }
        if let Some(literals) = behind(hir, &prefixes) {
            return Ok(Carrier::Behind(literals));
        }
    }
    if prefixes.shortest() >= 3 {
        let literals: Vec<Vec<u8>> = prefixes.exact.iter().map(|p| p.to_ascii_lowercase()).collect();
        if literals.iter().all(|p| p.is_ascii()) {
            return Ok(Carrier::Literal(few(literals)));
        }
    }
    if token && (def.context.is_some() || def.checksum.is_some() || marked(hir)) {
        let run = token_run(hir);
        if run.least >= RUN {
            // What comes behind the run, such as `==`, is not part of the piece.
            return Ok(Carrier::Value { min: run.least as u32, max: run.most as u32, set: run.set });
        }
        return Err(Refusal {
            what: format!(
                "without an anchor the value must be a run of at least {RUN} characters of `[A-Za-z0-9_+/-]`; this one guarantees {}",
                run.least
            ),
            help: "let the pattern begin with a literal of 3 characters or more, or state a length of 16 or more"
                .into(),
        });
    }
    Err(Refusal {
        what: "no prefilter can carry the rule: its matches begin with no literal of 3 characters or more".into(),
        help: "let the pattern begin with its anchor (`before` says what stands before it), or add `context` words for a value of 16 characters or more".into(),
    })
}

/// Cuts literals down so that few are left: the more the searcher takes, the more places look like one. One that all begin with stands for them, and `-----begin ` for the blocks of every rule.
fn few(literals: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    /// As long as `-----begin `.
    const LONGEST: usize = 11;
    /// What all begin with must be this rare.
    const SHARED: usize = 6;
    let common = |a: &[u8], b: &[u8]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let first = &literals[0];
    let shared = literals.iter().map(|literal| common(first, literal)).min().unwrap_or(0);
    let most = if shared >= SHARED { shared.min(LONGEST) } else { LONGEST };
    let mut few: Vec<Vec<u8>> = literals.iter().map(|literal| literal[..literal.len().min(most)].to_vec()).collect();
    few.sort();
    few.dedup();
    few
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    fn carried(pattern: &str, more: &str) -> Result<Carrier, Refusal> {
        let yaml = format!(
            "{{id: x, title: T, severity: low, confidence: low, pattern: '{pattern}', {more} \
             help: {{what: w, why: w, fix: f}}, examples: {{match: [x]}}}}"
        );
        carry(&serde_yaml::from_str(&yaml).unwrap()).map(|carried| carried.carrier)
    }

    #[test]
    fn a_value_needs_context_or_a_checksum_or_a_mark_inside() {
        let value = |min, max| move |carrier: &Carrier| matches!(carrier, Carrier::Value { min: a, max: b, .. } if (*a, *b) == (min, max));
        assert!(carried("[0-9a-f]{32}", "").is_err());
        assert!(carried("[0-9a-f]{32}", "context: {words: [acme]},").is_ok_and(|c| value(32, 32)(&c)));
        assert!(carried("[5KL][a-zA-Z1-9]{50,51}", "checksum: {algorithm: sha256d-base58},").is_ok_and(|c| value(
            51, 52
        )(
            &c
        )));
        assert!(carried("[0-9a-f]{32}-us[0-9]{1,2}", "").is_ok_and(|c| value(36, 37)(&c)));
        // Two bytes are no mark, and neither is one that some matches lack.
        assert!(carried("[0-9a-f]{32}-u[0-9]{1,2}", "").is_err());
        assert!(carried("[0-9a-f]{32}(?:-us1|-[0-9])", "").is_err());
        // A mark does not make up for a run that is too short.
        assert!(carried("[a-z]{8}[.]acme[.][a-z]{20}", "").is_err());
    }
}
