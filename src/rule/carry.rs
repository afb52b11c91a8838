//! How a prefilter carries a rule, worked out from its pattern alone.
//!
//! Parsing 900 patterns takes about 20 ms, so the build script does it for the embedded packs and stores the
//! result; it includes this file by path, so nothing of this crate may be imported but what stands beside it.
//! Packs that users name go through the same function when they are loaded.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

use super::def::{Before, Boundary, RuleDef, Tail};
use super::prefixes::Prefixes;
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

/// The bytes of what stands before a rule's anchor.
fn checked_before(before: &Before) -> Result<ByteSet, Refusal> {
    let class = regex_syntax::ParserBuilder::new().unicode(false).utf8(false).build().parse(&before.set);
    let set = match class.as_ref().map(Hir::kind) {
        Ok(HirKind::Class(class)) => class_set(class),
        _ => {
            return Err(Refusal {
                what: format!("`before.set` is `{}`, which is no class", before.set),
                help: "write the bytes that may stand there in brackets, such as `[A-Za-z0-9]`".into(),
            });
        }
    };
    if before.least == 0 || before.least > before.most || before.most > Before::MOST {
        return Err(Refusal {
            what: format!("`before` asks for {} to {} bytes", before.least, before.most),
            help: format!("`least` is 1 or more, and `most` lies between it and {}", Before::MOST),
        });
    }
    Ok(set)
}

/// The bytes of a rule's tail.
fn checked_tail(tail: &Tail, hir: &Hir, reach: u32) -> Result<ByteSet, Refusal> {
    let set = last_set(hir);
    let whole = reach as usize + tail.most as usize + tail.then.len();
    if whole > REACH {
        return Err(Refusal {
            what: format!("with its tail a match can take {whole} bytes; the most is {REACH}"),
            help: "lower `tail.most`".into(),
        });
    }
    if set == ByteSet::default() {
        return Err(Refusal {
            what: "the tail does not know what it is made of".into(),
            help: "let the pattern end with a repeated class, such as `[A-Za-z0-9+/]{80}`".into(),
        });
    }
    match tail.then.bytes().next() {
        Some(first) if set.contains(first) => Err(Refusal {
            what: "`tail.then` begins with a byte that the tail itself may hold, so it would never be reached".into(),
            help: "begin it with something else, such as `-----END`".into(),
        }),
        _ => Ok(set),
    }
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

fn check_anchors(def: &RuleDef, prefixes: &Prefixes) -> Result<(), Refusal> {
    if def.anchors.is_empty() {
        return Ok(());
    }
    let same = |prefix: &[u8], anchor: &str| {
        prefix.len() >= anchor.len()
            && if prefixes.exact_case {
                prefix.starts_with(anchor.as_bytes())
            } else {
                prefix[..anchor.len()].eq_ignore_ascii_case(anchor.as_bytes())
            }
    };
    for prefix in &prefixes.exact {
        if !def.anchors.iter().any(|anchor| same(prefix, anchor)) {
            return Err(Refusal {
                what: format!(
                    "the pattern can begin with `{}`, which begins with none of the anchors",
                    prefix.escape_ascii()
                ),
                help: "add the missing anchor, or leave `anchors` out: they are worked out from the pattern".into(),
            });
        }
    }
    for anchor in &def.anchors {
        if !prefixes.exact.iter().any(|prefix| same(prefix, anchor)) {
            return Err(Refusal {
                what: format!("no match can begin with the anchor `{anchor}`"),
                help: "take it out, or let the pattern begin with it".into(),
            });
        }
    }
    Ok(())
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
            return Ok(Carrier::Literal(literals));
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

/// Whether every match holds a literal of 3 bytes or more somewhere inside, as `-us` in a key that names its data
/// centre: with a stated length that is rare enough to go without context words.
fn marked(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.len() >= 3,
        HirKind::Capture(capture) => marked(&capture.sub),
        HirKind::Repetition(repetition) => repetition.min > 0 && marked(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().any(marked),
        HirKind::Alternation(branches) => branches.iter().all(marked),
        _ => false,
    }
}

/// How many token characters every match begins with, and the most it can.
#[derive(Clone, Copy)]
struct Run {
    least: usize,
    most: usize,
    set: ByteSet,
    /// Whether the whole part is made of token characters, so that what follows continues the run.
    whole: bool,
}

fn token_run(hir: &Hir) -> Run {
    const NOTHING: Run = Run { least: 0, most: 0, set: ByteSet([0; 4]), whole: true };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => NOTHING,
        HirKind::Literal(literal) => {
            let length = literal.0.iter().take_while(|&&b| is_token(b)).count();
            let mut set = ByteSet::default();
            literal.0[..length].iter().for_each(|&b| set.insert(b));
            Run { least: length, most: length, set, whole: length == literal.0.len() }
        }
        HirKind::Class(class) => {
            let set = class_set(class);
            if set.is_subset(&ByteSet::token()) {
                Run { least: 1, most: 1, set, whole: true }
            } else {
                Run { least: 0, most: 1, set: set.intersection(ByteSet::token()), whole: false }
            }
        }
        HirKind::Capture(capture) => token_run(&capture.sub),
        HirKind::Repetition(repetition) => {
            let one = token_run(&repetition.sub);
            let max = repetition.max.map_or(REACH, |max| max as usize);
            if one.whole {
                Run {
                    least: one.least * repetition.min as usize,
                    most: (one.most * max).min(REACH),
                    set: one.set,
                    whole: true,
                }
            } else {
                Run { least: if repetition.min == 0 { 0 } else { one.least }, most: (one.most * max).min(REACH), ..one }
            }
        }
        HirKind::Concat(parts) => {
            let mut run = NOTHING;
            for part in parts {
                let next = token_run(part);
                run.least += if run.whole { next.least } else { 0 };
                run.most += next.most;
                run.set = run.set.union(next.set);
                run.whole &= next.whole;
                if !run.whole {
                    break;
                }
            }
            run
        }
        HirKind::Alternation(branches) => branches
            .iter()
            .map(token_run)
            .reduce(|a, b| Run {
                least: a.least.min(b.least),
                most: a.most.max(b.most),
                set: a.set.union(b.set),
                whole: a.whole && b.whole,
            })
            .unwrap_or(NOTHING),
    }
}

fn class_set(class: &Class) -> ByteSet {
    let mut set = ByteSet::default();
    match class {
        Class::Bytes(class) => class.iter().for_each(|r| (r.start()..=r.end()).for_each(|b| set.insert(b))),
        Class::Unicode(class) => {
            for range in class.iter() {
                if range.end() as u32 > 127 {
                    // Any byte of a longer character; never a subset of the token characters.
                    (128..=255).for_each(|b| set.insert(b));
                }
                (range.start() as u32..=(range.end() as u32).min(127)).for_each(|b| set.insert(b as u8));
            }
        }
    }
    set
}

/// For a pattern that is a literal whose last byte is no token character, then a run: the literals up to the run.
fn behind(hir: &Hir, prefixes: &Prefixes) -> Option<Vec<Vec<u8>>> {
    let cut = |p: &Vec<u8>| p.iter().rposition(|&b| !is_token(b)).map(|at| at + 1);
    let length = cut(prefixes.exact.first()?)?;
    if length < 3 || prefixes.exact.iter().any(|p| cut(p) != Some(length)) {
        return None;
    }
    let rest = drop_literal(hir, length)?;
    (token_run(&rest).least >= RUN).then(|| {
        let mut literals: Vec<Vec<u8>> = prefixes.exact.iter().map(|p| p[..length].to_vec()).collect();
        literals.dedup();
        literals
    })
}

/// The pattern without its first `length` bytes, where those are literal on the way down.
fn drop_literal(hir: &Hir, length: usize) -> Option<Hir> {
    if length == 0 {
        return Some(hir.clone());
    }
    match hir.kind() {
        HirKind::Literal(literal) => (literal.0.len() >= length).then(|| Hir::literal(literal.0[length..].to_vec())),
        HirKind::Capture(capture) => drop_literal(&capture.sub, length),
        HirKind::Class(_) => (length == 1).then(Hir::empty),
        HirKind::Concat(parts) => {
            let mut left = length;
            for (at, part) in parts.iter().enumerate() {
                let size = part.properties().minimum_len()?;
                if part.properties().maximum_len()? != size || size > left {
                    let first = drop_literal(part, left)?;
                    return Some(Hir::concat(std::iter::once(first).chain(parts[at + 1..].iter().cloned()).collect()));
                }
                left -= size;
                if left == 0 {
                    return Some(Hir::concat(parts[at + 1..].to_vec()));
                }
            }
            None
        }
        HirKind::Alternation(branches) => {
            Some(Hir::alternation(branches.iter().map(|b| drop_literal(b, length)).collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// The bytes with which a match can end, where its last part could take more of them.
fn last_set(hir: &Hir) -> ByteSet {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => ByteSet::default(),
        HirKind::Class(class) => class_set(class),
        HirKind::Capture(capture) => last_set(&capture.sub),
        HirKind::Repetition(repetition) => last_set(&repetition.sub),
        HirKind::Concat(parts) => {
            let mut set = ByteSet::default();
            for part in parts.iter().rev() {
                set = set.union(last_set(part));
                if part.properties().minimum_len() != Some(0) {
                    break;
                }
            }
            set
        }
        HirKind::Alternation(branches) => {
            branches.iter().fold(ByteSet::default(), |set, branch| set.union(last_set(branch)))
        }
    }
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
        // Before a literal anchor anything may stand, before a value nothing.
        let before = |least: u16| format!("before: {{set: '[a-z]', least: {least}, most: 8}},");
        assert!(
            carried("[.]acme[.][a-z]{20}", &before(8)).is_ok_and(|c| c == Carrier::Literal(vec![b".acme.".to_vec()]))
        );
        assert!(carried("acme_[a-z0-9]{32}", &before(1)).is_ok_and(|c| matches!(c, Carrier::Literal(_))));
        assert!(carried("[0-9a-f]{32}", &format!("context: {{words: [acme]}}, {}", before(1))).is_err());
        assert!(carried("acme_[a-z0-9]{32}", &before(9)).is_err());
        // A mark does not make up for a run that is too short.
        assert!(carried("[a-z]{8}[.]acme[.][a-z]{20}", "").is_err());
    }
}
