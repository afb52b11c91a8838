//! A template's values: what can be used as it stands is a leak, whatever the file is called.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::EnvExample;
use super::credentials::Host;
use super::names::is_aside;
use super::role::{Key, Role};
use super::settings::{Part, Place, Text, parts};
use super::worth::Worth;
use crate::check::{Claim, Cx, Evidence, Match};
use crate::finding::{Confidence, Severity};
use crate::rule::Rule;
use crate::rule::def::PlaceholderPolicy;
use crate::source::Blob;

/// The fewest bytes of a value of a key that names no secret, to be looked for in real files.
const UNNAMED: usize = 20;

/// A token's format that the secrets check found.
struct Token {
    span: Range<usize>,
    prefix: usize,
    severity: Severity,
    confidence: Confidence,
    /// Whether the format alone says what it is.
    certain: bool,
}

/// Looks at a template. `matches` holds what the secrets check found in it.
pub(super) fn run(check: &EnvExample<'_>, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>) {
    let leaked = check.rule(check.leaked, blob);
    let equal = check.rule(check.equal, blob);
    if leaked.is_none() && equal.is_none() {
        return;
    }
    let tokens = tokens(check, matches);
    let aside = is_aside(blob.origin.path.as_bytes());
    let text = Text::of(blob);
    let mut said = Vec::new();
    let names = names(&text, check);
    let problems = text.read(&mut |text, entry| {
        if entry.value.is_empty() {
            return;
        }
        let key = Key::new(entry.name(), &check.words);
        let reading = Reading { key: &key, name: entry.name(), commented: entry.commented, aside };
        let first = tokens.partition_point(|token| token.span.end <= entry.value.start);
        let own: Vec<&Token> = tokens[first..].iter().take_while(|token| token.span.start < entry.value.end).collect();
        for token in &own {
            let verdict = reading.of_token(token, leaked.map_or(Severity::High, |(_, rule)| rule.severity));
            said.push((token.span.clone(), token.prefix, verdict, reading.notes("has the form of a token")));
        }
        for part in parts(text, entry, &key, &check.words) {
            // `DB_USER=orders`, `DB_PASSWORD=orders`: set up for a laptop, as `postgres` is.
            if part.worth <= Worth::Made && names.contains(&text[part.span.clone()].to_lowercase()) {
                continue;
            }
            if own.iter().any(|token| token.span.start < part.span.end && part.span.start < token.span.end) {
                continue;
            }
            let what = match part.worth {
                Worth::Random => "looks random",
                Worth::Made => "is no placeholder",
                _ => "is a weak password",
            };
            if let Some(verdict) = reading.of_part(&part, text, leaked.map(|(_, rule)| rule)) {
                said.push((part.span, 0, verdict, reading.notes(what)));
            }
        }
    });
    let evidence = Evidence::Syntax;
    for (span, prefix, verdict, notes) in said {
        let Verdict { severity, confidence, leak, claim } = verdict;
        if let Some((id, rule)) = equal.filter(|_| claim) {
            let claim = Some(Claim { name: "value".into() });
            // That it is in use makes up for what speaks against it.
            let confidence = confidence.max(Confidence::Medium);
            let found = Match::of_value(id, rule, span.clone(), span.clone());
            matches.push(Match { claim, evidence, confidence, prefix, ..found });
        }
        if let Some((id, rule)) = leaked.filter(|_| leak) {
            let found = Match::of_value(id, rule, span.clone(), span);
            matches.push(Match { evidence, severity, confidence, notes, prefix, ..found });
        }
    }
    // Of a window it is not known whether a quote is closed in the next one.
    if blob.base == 0 && blob.last {
        let help = "close the quote: the line is read as if it ended where the line does";
        cx.notes.extend(problems.into_iter().take(1).map(|problem| {
            (problem.span, format!("not read as it may be meant: {}", problem.message), help.to_owned())
        }));
    }
}

/// The short values of keys that name no secret: users, databases, projects.
fn names(text: &Text<'_>, check: &EnvExample<'_>) -> HashSet<String> {
    const LONGEST: usize = 32;
    let mut names = HashSet::new();
    text.read(&mut |text, entry| {
        let value = &text[entry.value.clone()];
        if (3..=LONGEST).contains(&value.len())
            && matches!(Key::new(entry.name(), &check.words).role, Role::Harmless | Role::Other)
        {
            names.insert(value.to_lowercase());
        }
    });
    names
}

/// What the secrets check found that has a format of its own, in order. What goes by a name alone is judged here.
fn tokens(check: &EnvExample<'_>, matches: &[Match]) -> Vec<Token> {
    let mut tokens: Vec<Token> = matches
        .iter()
        .filter(|found| found.claim.is_none() && found.confidence > Confidence::Low)
        .filter_map(|found| {
            let rule: &Rule = &check.rules[found.rule as usize];
            let formed = rule.def.check.is_none() && rule.def.placeholder != PlaceholderPolicy::Drop;
            (formed && found.evidence > Evidence::Name).then_some(Token {
                span: found.secret.clone()?,
                prefix: found.prefix,
                severity: found.severity,
                confidence: found.confidence,
                certain: found.evidence > Evidence::Context,
            })
        })
        .collect();
    tokens.sort_by_key(|token| (token.span.start, token.span.end));
    // Several rules on one value are one value: the longest speaks.
    let mut apart: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match apart.last_mut() {
            Some(last) if token.span.start < last.span.end => {
                last.severity = last.severity.max(token.severity);
                last.confidence = last.confidence.max(token.confidence);
                last.certain |= token.certain;
                if token.span.start == last.span.start {
                    last.span.end = last.span.end.max(token.span.end);
                    last.prefix = last.prefix.max(token.prefix);
                }
            }
            _ => apart.push(token),
        }
    }
    apart
}

/// What a part of a value is.
#[derive(Clone, Copy)]
struct Verdict {
    severity: Severity,
    confidence: Confidence,
    /// Whether it is a leak by itself.
    leak: bool,
    /// Whether it is worth to be looked for in real files.
    claim: bool,
}

/// A setting that is being judged.
struct Reading<'k> {
    key: &'k Key,
    name: &'k str,
    commented: bool,
    aside: bool,
}

impl Reading<'_> {
    fn of_token(&self, token: &Token, severity: Severity) -> Verdict {
        let own = if token.certain { Severity::Critical } else { severity };
        Verdict { severity: own.max(token.severity), confidence: token.confidence, leak: true, claim: true }
    }

    /// What a part is that has no token's format; `None` where it is nothing.
    fn of_part(&self, part: &Part, text: &str, leaked: Option<&Rule>) -> Option<Verdict> {
        let severity = leaked.map_or(Severity::High, |rule| rule.severity);
        if part.place == Place::Unnamed {
            let long = part.span.len() >= UNNAMED && part.worth == Worth::Random;
            let value = &text[part.span.clone()];
            let found = long && !value.contains([' ', '/', ',']);
            return found.then_some(Verdict { severity, confidence: Confidence::Medium, leak: false, claim: true });
        }
        let host = match part.place {
            Place::Address { host } => host,
            _ => Host::Other,
        };
        let near = host != Host::Other;
        let (severity, mut confidence) = match part.worth {
            Worth::Nothing => return None,
            Worth::Weak if near || self.commented => return None,
            Worth::Weak => (Severity::Low, Confidence::Low),
            Worth::Made => (severity, Confidence::Medium),
            Worth::Random => (severity, Confidence::High),
        };
        let browser = self.key.role == Role::Browser;
        if browser && part.worth < Worth::Random {
            return None;
        }
        if browser {
            confidence = Confidence::Low;
        }
        if self.commented || self.aside || self.key.trial || near {
            confidence = if confidence == Confidence::High { Confidence::Medium } else { Confidence::Low };
        }
        // What everybody types on a laptop, for a database on it.
        if near && part.worth == Worth::Made {
            let (severity, confidence) = (Severity::Low, Confidence::Low);
            return Some(Verdict { severity, confidence, leak: true, claim: host == Host::Example });
        }
        Some(Verdict { severity, confidence, leak: true, claim: part.worth > Worth::Weak && !browser })
    }

    /// What is said of it. The key is named where its words show that it is no value itself.
    fn notes(&self, what: &'static str) -> Vec<Cow<'static, str>> {
        let plain = |word: &String| word.len() <= 14 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let named = self.key.role == Role::Secret
            && self.key.words.iter().all(plain)
            && self.name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let subject = if named { format!("what `{}` is set to", self.name) } else { "it".to_owned() };
        let mut notes = vec![Cow::Owned(format!("{subject} {what}"))];
        if self.commented {
            notes.push("it stands in a comment".into());
        }
        notes
    }
}
