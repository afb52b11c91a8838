//! A rule's values as they are put into places, and the words that must stand near them.

use std::ops::Range;

use bartizan::rule::Rule;
use bartizan::rule::def::{Boundary, PlaceholderPolicy};
use bartizan::rule::generate::{Generated, Generator, Spoiler};
use bartizan::text::placeholder::placeholder;
use bartizan::text::score::reads_like_words;
use regex_automata::{Anchored, Input};

/// What a place is filled with, and the part of it that is the secret.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) text: String,
    pub(crate) secret: Range<usize>,
}

impl Value {
    /// Whether it is several lines.
    pub(crate) fn is_block(&self) -> bool {
        self.text.contains('\n')
    }
}

/// Makes the values of one rule, and knows its words.
pub(crate) struct Maker<'r> {
    pub(crate) rule: &'r Rule,
    generator: Generator<'r>,
    /// Words of which one stands by the value; empty: it needs none.
    pub(crate) words: Vec<String>,
    /// Whether the word is part of the pattern, and the place brings the rest of it along.
    pub(crate) named: bool,
}

impl<'r> Maker<'r> {
    /// `None` for a rule whose pattern says more of its place than that a word stands in the name.
    pub(crate) fn new(rule: &'r Rule) -> Option<Self> {
        let named = named(&rule.def.pattern);
        let generic = rule.def.placeholder == PlaceholderPolicy::Drop && rule.def.boundary == Boundary::None;
        if generic && named.is_empty() {
            return None;
        }
        let words = rule.def.context.as_ref().map_or_else(|| named.clone(), |context| context.words.clone());
        Some(Self { rule, generator: Generator::new(rule), words, named: !named.is_empty() })
    }

    /// A value that is not visibly made up.
    pub(crate) fn value(&self, rng: &mut fastrand::Rng) -> Option<Value> {
        let bare = self.rule.def.placeholder == PlaceholderPolicy::Drop;
        let real = |made: &Generated| {
            let secret = made.secret().as_bytes();
            !bare || placeholder(secret, 0).is_none() && !reads_like_words(secret)
        };
        let made = self.generator.token_where(rng, &real).ok()?;
        if self.rule.def.tail.as_ref().is_some_and(|tail| !tail.then.is_empty()) {
            return Some(block(self.rule, &made, rng));
        }
        let mut value = self.cut(made);
        if self.rule.def.tail.is_some() && self.rule.def.form.is_none() {
            let more: String = (0..rng.usize(..400)).map(|_| BASE64[rng.usize(..64)] as char).collect();
            value.text.push_str(&more);
            value.secret.end = value.text.len();
        }
        Some(value)
    }

    /// A spoiled value, where the rule can be spoiled so.
    pub(crate) fn spoiled(&self, how: Spoiler, rng: &mut fastrand::Rng) -> Option<Value> {
        if self.rule.def.tail.is_some() && self.rule.def.form.is_none() {
            return None;
        }
        self.generator.spoiled(how, rng).ok().map(|made| self.cut(made))
    }

    /// What is put into a place: the secret where the name is part of the pattern; without what the pattern only looks
    /// at behind it; else the whole match.
    fn cut(&self, made: Generated) -> Value {
        let secret = made.secret.clone();
        if self.named {
            return Value { text: made.secret().to_owned(), secret: 0..secret.len() };
        }
        let cut = &made.text[..secret.end];
        let regex = &self.rule.pattern().regex;
        let still = secret.end < made.text.len()
            && (0..secret.end.min(130)).any(|at| {
                let input = Input::new(cut).span(at..cut.len()).anchored(Anchored::Yes);
                regex.find(input).is_some_and(|found| found.end() == cut.len())
            });
        let text = if still { cut.to_owned() } else { made.text };
        Value { text, secret }
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The words with which a pattern begins that go on with a name, an assignment and the value.
fn named(pattern: &str) -> Vec<String> {
    let Some(rest) = pattern.strip_prefix("(?i:") else { return Vec::new() };
    let Some((head, tail)) = rest.split_once(')') else { return Vec::new() };
    if !tail.contains("(?P<secret>") || !tail.contains("(?:=>|:=|[=: ])") {
        return Vec::new();
    }
    head.trim_start_matches("(?:").replace('\\', "").split('|').map(str::to_owned).collect()
}

/// A key in PEM form: the line that its pattern begins with, a body in lines of 64, and the line that ends it.
fn block(rule: &Rule, made: &Generated, rng: &mut fastrand::Rng) -> Value {
    let head = made.text.find("KEY BLOCK-----").map(|at| at + 14);
    let head = head.or_else(|| made.text.find("KEY-----").map(|at| at + 8)).unwrap_or(0);
    let head = &made.text[..head];
    let start = if head.contains("OPENSSH") { "b3BlbnNzaC1rZXktdjEA" } else { "MIIEpAIBAAKCAQEA" };
    let least = if rule.id.as_str().ends_with("-ec") { 160 } else { 600 };
    let length = (least + rng.usize(..1200)) / 4 * 4;
    let mut body: Vec<u8> = start.bytes().collect();
    body.extend((body.len()..length).map(|_| BASE64[rng.usize(..64)]));
    let lines: Vec<&str> = body.chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let blank = if head.contains("PGP") { "\n" } else { "" };
    let mut text = format!("{head}\n{blank}");
    let from = text.len();
    text.push_str(&lines.join("\n"));
    let secret = from..text.len();
    text.push('\n');
    text.push_str(&head.replace("BEGIN", "END"));
    Value { text, secret }
}
