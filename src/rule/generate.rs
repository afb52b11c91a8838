//! Values made from a rule's own pattern, and ways to spoil them.
//!
//! Examples, fixtures and tests need tokens that look real, and no file may hold one. So they are drawn from the
//! pattern when a test runs, checksum included, the same for the same seed.

use std::fmt;
use std::ops::Range;

use fastrand::Rng;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::Hir;

use super::draft::{Body, Draft, Length, foreign, members, pick};
use super::{Rule, carry};
use crate::text::checksum;
use crate::text::form;
use crate::text::score::entropy;

/// How many draws are made before a value is given up: the pattern, the entropy and the allow patterns of a rule may
/// all refuse one.
const DRAWS: usize = 200;

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
                let made = self.formed(done(draft)?, rng)?;
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
                let made = done(self.draft(rng, Length::Some, Body::Random))?;
                (self.fits(&made) && self.rule.checksum_holds(made.secret().as_bytes()) == Some(false)).then_some(made)
            }
            Spoiler::Placeholder => {
                let made = done(self.draft(rng, Length::Some, Body::Placeholder))?;
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
                let (at, members) = match draft.last() {
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
        done(draft).filter(|made| !self.matches(&made.text))
    }

    /// A value whose form holds, where the rule has one: with what must stand around the match for that.
    fn formed(&self, drawn: Generated, rng: &mut Rng) -> Option<Generated> {
        let Some(form) = self.rule.def.form else { return Some(drawn) };
        match form::make::make(form, &drawn.text, &drawn.secret, rng) {
            Some((text, secret)) => Some(Generated { text, secret }),
            None => Some(drawn),
        }
    }

    fn fits(&self, made: &Generated) -> bool {
        let secret = made.secret().as_bytes();
        // What a form reads may go on where the pattern ends, and begin before it.
        let formed = self.rule.def.form.is_some_and(|form| form != form::Form::Jwt || self.rule.def.tail.is_some());
        (formed || self.matches(&made.text))
            && self.rule.def.min_entropy.is_none_or(|least| entropy(secret) >= least)
            && !self.rule.allows(secret)
    }

    /// Whether the pattern matches all of `text`, behind what stands before its anchor.
    fn matches(&self, text: &str) -> bool {
        let leads = self.rule.def.before.as_ref().map_or(0..=0, |before| before.least..=before.most);
        let set = &self.rule.carried.before;
        leads.map(usize::from).take_while(|&lead| lead <= text.len()).any(|lead| {
            let (before, rest) = text.as_bytes().split_at(lead);
            let input = Input::new(rest).anchored(Anchored::Yes);
            before.iter().all(|&byte| set.contains(byte))
                && self.rule.pattern().regex.find(input).is_some_and(|found| found.end() == rest.len())
        })
    }

    fn repair(&self, draft: &mut Draft<'_>) -> bool {
        let Some(sum) = self.rule.def.checksum else { return true };
        let secret = draft.secret();
        let mut value = draft.text[secret.clone()].to_vec();
        let repaired = checksum::repair(&mut value, sum.algorithm, sum.skip.into(), sum.cut.into());
        draft.text[secret].copy_from_slice(&value);
        repaired
    }

    fn draft(&self, rng: &mut Rng, length: Length, body: Body) -> Draft<'_> {
        let mut draft = Draft::new(&self.hir, rng, length, body);
        if let Some(before) = &self.rule.def.before {
            let count = match length {
                Length::Least => before.least,
                Length::Some => rng.u16(before.least..=before.most),
                Length::Most => before.most,
            };
            let members: Vec<u8> = (b'!'..=b'~').filter(|&byte| self.rule.carried.before.contains(byte)).collect();
            let lead: Vec<u8> =
                (0..count).filter_map(|_| members.get(rng.usize(..members.len().max(1)))).copied().collect();
            draft.lead(&lead);
        }
        draft
    }
}

/// A finished value; `None` where the pattern drew bytes that are no text.
fn done(draft: Draft<'_>) -> Option<Generated> {
    let secret = draft.secret();
    String::from_utf8(draft.text).ok().map(|text| Generated { text, secret })
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
        for rule in embedded().into_iter().filter(|rule| rule.def.check.is_none()) {
            let maker = Generator::new(&rule);
            let mut rng = Rng::with_seed(13);
            for _ in 0..200 {
                let token = maker.token(&mut rng).unwrap();
                assert!(rule.def.form.is_some() || maker.matches(&token.text), "{}", rule.id);
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
        let rule = rule("login=(?P<secret>[A-Z]{16})@[a-z]{0,3}host", "");
        let (maker, mut rng) = (Generator::new(&rule), Rng::with_seed(5));
        assert!(maker.has_secret_group());
        for (spoiler, length) in [(Spoiler::Short, 15), (Spoiler::Long, 17), (Spoiler::Foreign, 16)] {
            let made = maker.spoiled(spoiler, &mut rng).unwrap();
            assert_eq!(made.secret().len(), length);
            assert!(made.text.ends_with("host") && made.secret().starts_with(|c: char| c.is_ascii_uppercase()));
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
