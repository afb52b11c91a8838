//! Values made from a rule's own pattern, and ways to spoil them.
//!
//! Examples, fixtures and tests need tokens that look real, and no file may hold one. So they are drawn from the
//! pattern when a test runs, checksum included, the same for the same seed.

use std::fmt;
use std::ops::Range;

use fastrand::Rng;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::Rule;
use super::carry;
use crate::text::checksum;

/// How many draws are made before a value is given up: the pattern, the entropy and the allow patterns of a rule may
/// all refuse one.
const DRAWS: usize = 200;

/// A repetition without much of an upper bound is drawn no longer than this beyond its least.
const MORE: u32 = 48;

/// Short bodies are placeholders or of low entropy by accident: where the pattern lets it, a body has this many
/// characters at least.
const BODY: u32 = 24;

/// A way to make a value that its rule must not report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spoiler {
    /// Everything right but the checksum.
    WrongChecksum,
    /// One character less than the least.
    Short,
    /// One character more than the most.
    Long,
    /// A character outside the alphabet in the middle of the body.
    Foreign,
    /// The body of a placeholder: one character over and over.
    Placeholder,
}

impl Spoiler {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::WrongChecksum, Self::Short, Self::Long, Self::Foreign, Self::Placeholder];

    /// The word in examples.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WrongChecksum => "wrong-checksum",
            Self::Short => "short",
            Self::Long => "long",
            Self::Foreign => "foreign",
            Self::Placeholder => "placeholder",
        }
    }

    /// The spoiler that a word names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|spoiler| spoiler.as_str() == word)
    }
}

impl fmt::Display for Spoiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value, and the part of it that the rule calls the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Generated {
    /// The whole match.
    pub text: String,
    /// The bytes of the group `secret`, or all.
    pub secret: Range<usize>,
}

impl Generated {
    /// The secret's text.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.text[self.secret.clone()]
    }
}

/// Failing tests print what they hold, and logs are no place for values either.
impl fmt::Debug for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Generated({} bytes, secret at {:?})", self.text.len(), self.secret)
    }
}

/// No value of the wanted kind could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GenerateError {
    /// The pattern, the entropy, the allow patterns or the caller refused all that were drawn.
    #[error("no value of `{rule}` could be made in {DRAWS} tries")]
    Refused {
        /// The rule's id.
        rule: String,
    },
    /// All that were spoiled still match.
    #[error("a value of `{rule}` cannot be spoiled by `{spoiler}`: {why}")]
    Unspoilable {
        /// The rule's id.
        rule: String,
        /// How it should be spoiled.
        spoiler: Spoiler,
        /// What stands against it.
        why: &'static str,
    },
}

/// Makes values of one rule.
#[derive(Debug)]
pub struct Generator<'r> {
    rule: &'r Rule,
    hir: Hir,
}

impl<'r> Generator<'r> {
    /// # Panics
    /// Where the rule's pattern does not parse: the loader refuses such rules, and a test parses all embedded ones.
    #[must_use]
    pub fn new(rule: &'r Rule) -> Self {
        let hir = carry::parse(&rule.def).unwrap_or_else(|why| panic!("rule {}: {}", rule.id, why.what));
        Self { rule, hir }
    }

    /// Whether the pattern says which part of a match is the secret.
    #[must_use]
    pub fn has_secret_group(&self) -> bool {
        self.rule.pattern().secret.is_some()
    }

    /// A value that the pattern matches whole, whose checksum holds, whose entropy suffices, and that no allow
    /// pattern matches.
    ///
    /// # Errors
    /// Where no draw gave one.
    pub fn token(&self, rng: &mut Rng) -> Result<Generated, GenerateError> {
        self.token_where(rng, &|_| true)
    }

    /// The same, drawn again until `accept` takes it, such as a judge of placeholders.
    ///
    /// # Errors
    /// Where no draw gave one.
    pub fn token_where(&self, rng: &mut Rng, accept: &dyn Fn(&Generated) -> bool) -> Result<Generated, GenerateError> {
        (0..DRAWS)
            .find_map(|_| {
                let mut draft = self.draft(rng, Length::Some, Body::Random);
                if !self.repair(&mut draft) {
                    return None;
                }
                let made = draft.done()?;
                (self.fits(&made) && accept(&made)).then_some(made)
            })
            .ok_or_else(|| GenerateError::Refused { rule: self.rule.id.to_string() })
    }

    /// A value spoiled in one way.
    ///
    /// # Errors
    /// Where the rule has nothing that could be spoiled so, or matches all the same.
    pub fn spoiled(&self, spoiler: Spoiler, rng: &mut Rng) -> Result<Generated, GenerateError> {
        let why = match spoiler {
            Spoiler::WrongChecksum if self.rule.def.checksum.is_none() => "the rule has no checksum",
            Spoiler::WrongChecksum => "it holds in all that were drawn",
            Spoiler::Placeholder => "the pattern does not match one character over and over",
            _ => "the pattern matches all that were drawn",
        };
        (0..DRAWS).find_map(|_| self.spoil(spoiler, rng)).ok_or_else(|| GenerateError::Unspoilable {
            rule: self.rule.id.to_string(),
            spoiler,
            why,
        })
    }

    fn spoil(&self, spoiler: Spoiler, rng: &mut Rng) -> Option<Generated> {
        match spoiler {
            Spoiler::WrongChecksum => {
                let made = self.draft(rng, Length::Some, Body::Random).done()?;
                (self.fits(&made) && self.rule.checksum_holds(made.secret().as_bytes()) == Some(false)).then_some(made)
            }
            Spoiler::Placeholder => {
                let made = self.draft(rng, Length::Some, Body::Placeholder).done()?;
                self.matches(&made.text).then_some(made)
            }
            Spoiler::Short => {
                let mut draft = self.draft(rng, Length::Least, Body::Random);
                let at = match draft.body() {
                    Some(run) if !run.span.is_empty() => run.span.end - 1,
                    _ => draft.secret().end.checked_sub(1)?,
                };
                draft.replace(at..at + 1, b"");
                self.broken(draft)
            }
            Spoiler::Long => {
                let mut draft = self.draft(rng, Length::Most, Body::Random);
                let (at, members) = match draft.runs.last() {
                    Some(run) => (run.span.end, members(run.class)),
                    None => (draft.secret().end, vec![b"x".to_vec()]),
                };
                let more = pick(&members, rng)?.clone();
                draft.replace(at..at, &more);
                self.broken(draft)
            }
            Spoiler::Foreign => {
                let mut draft = self.draft(rng, Length::Least, Body::Random);
                let (at, foreign) = match draft.body() {
                    Some(run) => (run.span.start + run.span.len() / 2, foreign(run.class)?),
                    None => (draft.secret().start + draft.secret().len() / 2, b'*'),
                };
                let end = (at + 1).min(draft.text.len());
                draft.replace(at..end, &[foreign]);
                self.broken(draft)
            }
        }
    }

    /// A spoiled value, if the pattern does not match it whole.
    fn broken(&self, draft: Draft<'_>) -> Option<Generated> {
        draft.done().filter(|made| !self.matches(&made.text))
    }

    fn fits(&self, made: &Generated) -> bool {
        let secret = made.secret().as_bytes();
        self.matches(&made.text)
            && self.rule.def.min_entropy.is_none_or(|least| entropy(secret) >= f64::from(least))
            && !self.rule.allows(secret)
    }

    /// Whether the pattern matches all of `text`.
    fn matches(&self, text: &str) -> bool {
        let input = Input::new(text).anchored(Anchored::Yes);
        self.rule.pattern().regex.find(input).is_some_and(|found| found.end() == text.len())
    }

    fn repair(&self, draft: &mut Draft<'_>) -> bool {
        let Some(sum) = self.rule.def.checksum else { return true };
        let secret = draft.secret();
        let mut value = draft.text[secret.clone()].to_vec();
        let repaired = checksum::repair(&mut value, sum.algorithm.into(), sum.skip.into(), sum.cut.into());
        draft.text[secret].copy_from_slice(&value);
        repaired
    }

    fn draft(&self, rng: &mut Rng, length: Length, body: Body) -> Draft<'_> {
        let mut draft = Draft { text: Vec::new(), secret: None, runs: Vec::new() };
        draft.write(&self.hir, rng, length, body);
        draft
    }
}

/// How often repetitions repeat.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Length {
    Least,
    Some,
    Most,
}

/// What classes give.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    Random,
    Placeholder,
}

/// A value while it is being written.
struct Draft<'h> {
    text: Vec<u8>,
    secret: Option<Range<usize>>,
    runs: Vec<Run<'h>>,
}

/// A repeated class, where it was written.
struct Run<'h> {
    span: Range<usize>,
    class: &'h Class,
    least: u32,
}

impl<'h> Draft<'h> {
    fn write(&mut self, hir: &'h Hir, rng: &mut Rng, length: Length, body: Body) {
        match hir.kind() {
            // Whether an assertion holds is seen when the pattern is tried on the whole.
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.extend_from_slice(&literal.0),
            HirKind::Class(class) => self.write_class(class, 1, rng, body),
            HirKind::Capture(capture) => {
                let start = self.text.len();
                self.write(&capture.sub, rng, length, body);
                if capture.name.as_deref() == Some("secret") {
                    self.secret = Some(start..self.text.len());
                }
            }
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.write(part, rng, length, body)),
            HirKind::Alternation(branches) => self.write(&branches[rng.usize(..branches.len())], rng, length, body),
            HirKind::Repetition(repetition) => {
                let least = repetition.min;
                let most = repetition.max.unwrap_or(least + MORE);
                let count = match length {
                    Length::Least => least,
                    Length::Most => most,
                    Length::Some => {
                        let from = least.max(BODY.min(most));
                        // Something optional is as often there as not.
                        if most <= 2 { rng.u32(least..=most) } else { rng.u32(from..=most.min(from + MORE)) }
                    }
                };
                match uncaptured(&repetition.sub).kind() {
                    HirKind::Class(class) => {
                        let start = self.text.len();
                        self.write_class(class, count, rng, body);
                        self.runs.push(Run { span: start..self.text.len(), class, least });
                    }
                    _ => (0..count).for_each(|_| self.write(&repetition.sub, rng, length, body)),
                }
            }
        }
    }

    fn write_class(&mut self, class: &Class, count: u32, rng: &mut Rng, body: Body) {
        let members = members(class);
        // Small classes are alternatives of a literal, such as `[sr]k_`.
        let filler = (body == Body::Placeholder && members.len() > 4).then(|| {
            let known = [b"x", b"X", b"0"].into_iter().find(|c| members.iter().any(|m| m == *c));
            known.map_or_else(|| members[0].clone(), |c| c.to_vec())
        });
        for _ in 0..count {
            if let Some(member) = filler.as_ref().or_else(|| pick(&members, rng)) {
                self.text.extend_from_slice(member);
            }
        }
    }

    fn secret(&self) -> Range<usize> {
        self.secret.clone().unwrap_or(0..self.text.len())
    }

    /// The run that is most of the value: the one with the largest least length, the last of several.
    fn body(&self) -> Option<&Run<'h>> {
        let secret = self.secret();
        self.runs
            .iter()
            .filter(|run| run.span.start >= secret.start && run.span.end <= secret.end)
            .max_by_key(|run| run.least)
    }

    /// Replaces bytes; an insertion at the secret's end belongs to it.
    fn replace(&mut self, span: Range<usize>, with: &[u8]) {
        let (start, gone) = (span.start, span.len());
        self.text.splice(span, with.iter().copied());
        if let Some(secret) = &mut self.secret {
            let moved = |at: usize, inclusive: bool| {
                if at > start || (inclusive && at == start) { at + with.len() - gone } else { at }
            };
            *secret = moved(secret.start, false)..moved(secret.end, true);
        }
    }

    fn done(self) -> Option<Generated> {
        let secret = self.secret();
        String::from_utf8(self.text).ok().map(|text| Generated { text, secret })
    }
}

fn uncaptured(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() != Some("secret") => uncaptured(&capture.sub),
        _ => hir,
    }
}

fn pick<'m>(members: &'m [Vec<u8>], rng: &mut Rng) -> Option<&'m Vec<u8>> {
    (!members.is_empty()).then(|| &members[rng.usize(..members.len())])
}

/// The characters to draw from: the visible ASCII ones of the class, without punctuation where the class is wide (it
/// then only says what must not stand there); else blanks; else the first character that it has.
fn members(class: &Class) -> Vec<Vec<u8>> {
    let graphic: Vec<u8> = (b'!'..=b'~').filter(|&byte| contains(class, byte)).collect();
    let chosen: Vec<u8> = if graphic.len() > 80 {
        graphic.into_iter().filter(u8::is_ascii_alphanumeric).collect()
    } else if graphic.is_empty() {
        [b' ', b'\n', b'\t', b'\r'].into_iter().filter(|&byte| contains(class, byte)).collect()
    } else {
        graphic
    };
    if !chosen.is_empty() {
        return chosen.into_iter().map(|byte| vec![byte]).collect();
    }
    match class {
        Class::Bytes(class) => class.iter().take(1).map(|range| vec![range.start()]).collect(),
        Class::Unicode(class) => class.iter().take(1).map(|range| range.start().to_string().into_bytes()).collect(),
    }
}

/// A character that the class does not hold, and that is no letter, digit or common part of tokens if possible.
fn foreign(class: &Class) -> Option<u8> {
    b"*!~^,;#%@.:=+/-_?&$()[]{}<>|'\"`\\ \n".iter().chain(b"0189OIlbiozZ").copied().find(|&byte| !contains(class, byte))
}

fn contains(class: &Class, byte: u8) -> bool {
    match class {
        Class::Bytes(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&byte)),
        Class::Unicode(class) => class.iter().any(|range| (range.start()..=range.end()).contains(&char::from(byte))),
    }
}

/// Shannon entropy in bits a byte.
fn entropy(value: &[u8]) -> f64 {
    let mut counts = [0u32; 256];
    value.iter().for_each(|&byte| counts[usize::from(byte)] += 1);
    let all = value.len() as f64;
    counts.iter().filter(|&&count| count > 0).map(|&count| f64::from(count) / all).map(|p| -p * p.log2()).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;
    use crate::rule::{embedded, pack};

    /// A rule of this pattern, with more YAML lines if wanted.
    fn rule(pattern: &str, more: &str) -> Rule {
        let yaml = format!(
            "pack: made\nrules:\n- id: up\n  title: T\n  severity: low\n  confidence: low\n  pattern: '{}'\n{more}\n  \
             help: {{what: w, why: w, fix: f}}\n  examples: {{match: ['{{{{token}}}}']}}\n",
            pattern.replace('\'', "''")
        );
        pack::parse("made.yaml", &yaml, &[]).unwrap_or_else(|error| panic!("{error}")).remove(0)
    }

    #[test]
    fn every_embedded_rule_makes_values_that_it_matches_and_spoils_them() {
        for rule in embedded() {
            let maker = Generator::new(&rule);
            let mut rng = Rng::with_seed(13);
            for _ in 0..200 {
                let token = maker.token(&mut rng).unwrap();
                assert!(maker.matches(&token.text), "{}", rule.id);
                assert_ne!(rule.checksum_holds(token.secret().as_bytes()), Some(false), "{}", rule.id);
            }
            for spoiler in [Spoiler::Short, Spoiler::Long, Spoiler::Foreign] {
                for _ in 0..50 {
                    match maker.spoiled(spoiler, &mut rng) {
                        Ok(spoiled) => assert!(!maker.matches(&spoiled.text), "{} {spoiler}", rule.id),
                        // A pattern that brings its own surroundings may have nothing to be spoiled.
                        Err(error) => assert_eq!(rule.def.boundary, crate::rule::def::Boundary::None, "{error}"),
                    }
                }
            }
            if rule.def.checksum.is_some() {
                let wrong = maker.spoiled(Spoiler::WrongChecksum, &mut rng).unwrap();
                assert!(maker.matches(&wrong.text));
                assert_eq!(rule.checksum_holds(wrong.secret().as_bytes()), Some(false), "{}", rule.id);
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_values() {
        let rule = rule("abc_[a-z0-9]{20,30}", "");
        let maker = Generator::new(&rule);
        let draw = |seed| maker.token(&mut Rng::with_seed(seed)).unwrap().text;
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn spoilers_do_what_their_names_say() {
        let rule = rule("abc_[a-z0-9]{20,30}", "");
        let (maker, mut rng) = (Generator::new(&rule), Rng::with_seed(3));
        let mut spoil = |spoiler| maker.spoiled(spoiler, &mut rng).unwrap().text;
        assert_eq!(spoil(Spoiler::Short).len(), 4 + 19);
        assert_eq!(spoil(Spoiler::Long).len(), 4 + 31);
        let foreign = spoil(Spoiler::Foreign);
        assert_eq!((foreign.len(), foreign.find('*')), (4 + 20, Some(14)));
        assert!(spoil(Spoiler::Placeholder)[4..].bytes().all(|b| b == b'x'));
        let error = maker.spoiled(Spoiler::WrongChecksum, &mut rng).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a value of `made/up` cannot be spoiled by `wrong-checksum`: the rule has no checksum"
        );
    }

    #[test]
    fn the_secret_group_is_followed_through_spoiling() {
        let rule = rule("login=(?P<secret>[A-Z]{16})@host", "");
        let (maker, mut rng) = (Generator::new(&rule), Rng::with_seed(5));
        assert!(maker.has_secret_group());
        for (spoiler, length) in [(Spoiler::Short, 15), (Spoiler::Long, 17), (Spoiler::Foreign, 16)] {
            let made = maker.spoiled(spoiler, &mut rng).unwrap();
            assert_eq!(made.secret().len(), length);
            assert!(made.text.ends_with("@host") && made.secret().starts_with(|c: char| c.is_ascii_uppercase()));
        }
        assert_eq!(maker.token(&mut rng).unwrap().secret, 6..22);
    }

    #[test]
    fn classes_that_only_exclude_give_ordinary_characters() {
        let rule = rule(r#"password=(?P<secret>[^\s"'@]{8,60})"#, "");
        let (maker, mut rng) = (Generator::new(&rule), Rng::with_seed(8));
        for _ in 0..50 {
            let made = maker.token(&mut rng).unwrap();
            assert!(made.secret().bytes().all(|b| b.is_ascii_alphanumeric()));
            assert!(made.secret().len() >= 24);
        }
        assert!(maker.spoiled(Spoiler::Foreign, &mut rng).is_ok());
    }

    #[test]
    fn alternations_options_and_unicode_are_drawn_from() {
        let rule = rule("(?:one|two|three)_(?:eu-)?[äöü]{16}", "  unicode: true");
        let (maker, mut rng) = (Generator::new(&rule), Rng::with_seed(21));
        let all: Vec<String> = (0..60).map(|_| maker.token(&mut rng).unwrap().text).collect();
        for part in ["one_", "two_", "three_", "_eu-"] {
            assert!(all.iter().any(|text| text.contains(part)), "{part}");
        }
        assert!(all.iter().any(|text| !text.contains("_eu-")));
    }

    #[test]
    fn what_the_rule_itself_would_drop_is_not_drawn() {
        let rule = rule("abc_[0-9a-f]{16}", "  min_entropy: 3.3\n  allow: ['f']");
        let (maker, mut rng) = (Generator::new(&rule), Rng::with_seed(34));
        for _ in 0..50 {
            let made = maker.token(&mut rng).unwrap();
            assert!(entropy(made.text.as_bytes()) >= 3.3 && !made.text.contains('f'));
        }
        let refused = maker.token_where(&mut rng, &|_| false).unwrap_err();
        assert_eq!(refused.to_string(), "no value of `made/up` could be made in 200 tries");
    }
}
