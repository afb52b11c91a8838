//! Texts with generators in them, as rules' examples and fixtures are written, and what they become.
//!
//! | written | becomes |
//! |---|---|
//! | `{{token}}` | a value of the rule: the text of its group `secret`, or the whole match where there is none |
//! | `{{match}}` | a whole match |
//! | `{{secrets/github-pat-classic}}` | a `{{token}}` of another rule |
//! | `{{token:short}}` | one spoiled; the words are those of [`Spoiler`] |
//! | `{{random:24}}` | so many letters and digits; `hex`, `bytes`, `base64` and others are those of [`Made`] |
//! | `{{{{` | `{{` |
//!
//! Anything else between braces stays as it is, since templates are full of them: `{{ token }}`, `{{user.name}}`.

use std::ops::Range;

use fastrand::Rng;

use super::Rule;
use super::generate::{GenerateError, Generated, Generator, Spoiler};
use super::made::Made;
use crate::finding::RuleId;

/// A generator as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// Which value.
    pub what: What<'a>,
    /// How it is spoiled.
    pub spoiler: Option<Spoiler>,
}

/// Which value a generator stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// `token`
    Token,
    /// `match`
    Match,
    /// The id of another rule.
    Other(&'a str),
    /// A value of no rule's pattern.
    Made(Made),
}

/// A part of a text with generators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// It stays as it is.
    Text(&'a str),
    /// A value takes its place.
    Call(Call<'a>),
}

/// A text in which values have taken the generators' places.
#[derive(Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The text.
    pub text: String,
    /// The values in it, in order.
    pub values: Vec<Value>,
}

/// What a failing test prints must not show values.
impl std::fmt::Debug for Expanded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Expanded").field("bytes", &self.text.len()).field("values", &self.values).finish()
    }
}

/// A value in an expanded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The rule of whose kind it is.
    pub rule: RuleId,
    /// The bytes that took the generator's place.
    pub range: Range<usize>,
    /// The secret's bytes among them.
    pub secret: Range<usize>,
    /// How it was spoiled; `None`: the rule must find it.
    pub spoiler: Option<Spoiler>,
}

/// A text that cannot be expanded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpandError {
    /// A word behind the colon that is none of [`Spoiler::ALL`].
    #[error("`{{{{{call}}}}}` names no way to spoil a value; there are {}", spoilers())]
    UnknownSpoiler {
        /// What stands between the braces.
        call: String,
        /// Where the braces begin; bytes.
        at: usize,
    },
    /// An id of no rule.
    #[error("`{{{{{id}}}}}` names no rule; write `{{{{{{{{` for braces that stay")]
    UnknownRule {
        /// The id.
        id: String,
    },
    /// The value could not be made.
    #[error(transparent)]
    Generate(#[from] GenerateError),
}

fn spoilers() -> String {
    Spoiler::ALL.map(|spoiler| format!("`{spoiler}`")).join(", ")
}

/// The files that an example stands for, each with its name and text: `{{file:a/.env.example}}` on a line of its own begins
/// one. What stands before the first has no name; an example without such a line is one text.
#[must_use]
pub fn files(text: &str) -> Vec<(Option<&str>, &str)> {
    let mut files = Vec::new();
    let (mut name, mut from, mut at) = (None, 0, 0);
    for line in text.split_inclusive('\n') {
        let marker = line.trim_end().strip_prefix("{{file:").and_then(|rest| rest.strip_suffix("}}"));
        if let Some(next) = marker.filter(|name| !name.is_empty()) {
            if name.is_some() || at > from {
                files.push((name, &text[from..at]));
            }
            (name, from) = (Some(next), at + line.len());
        }
        at += line.len();
    }
    files.push((name, &text[from..]));
    files
}

/// Takes a text apart.
///
/// # Errors
/// Where a generator is spoiled in an unknown way.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, ExpandError> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = memchr::memmem::find(&text.as_bytes()[at..], b"{{") {
        let braces = at + found;
        if text[braces..].starts_with("{{{{") {
            pieces.push(Piece::Text(&text[from..braces + 2]));
            at = braces + 4;
            from = at;
        } else if let Some((call, length)) = call(&text[braces..], braces)? {
            pieces.push(Piece::Text(&text[from..braces]));
            pieces.push(Piece::Call(call));
            at = braces + length;
            from = at;
        } else {
            at = braces + 1;
        }
    }
    pieces.push(Piece::Text(&text[from..]));
    pieces.retain(|piece| *piece != Piece::Text(""));
    Ok(pieces)
}

/// The generator with which `text` begins, and its length; `at` is where that is.
fn call(text: &str, at: usize) -> Result<Option<(Call<'_>, usize)>, ExpandError> {
    /// The longest thing between braces that can be a generator.
    const MOST: usize = 200;
    let inner = &text.as_bytes()[2..];
    let Some(length) = inner.iter().take(MOST).position(|&b| !(b.is_ascii_alphanumeric() || b"-_/:".contains(&b)))
    else {
        return Ok(None);
    };
    let inner = &text[2..2 + length];
    if !text[2 + length..].starts_with("}}") {
        return Ok(None);
    }
    let (name, spoiler) = inner.split_once(':').map_or((inner, None), |(name, word)| (name, Some(word)));
    let what = match name {
        "token" => What::Token,
        "match" => What::Match,
        id if is_id(id) => What::Other(id),
        name => match spoiler.and_then(|length| Made::parse(name, length)) {
            Some(made) => return Ok(Some((Call { what: What::Made(made), spoiler: None }, length + 4))),
            None => return Ok(None),
        },
    };
    let spoiler = match spoiler {
        None => None,
        Some(word) => {
            Some(Spoiler::parse(word).ok_or_else(|| ExpandError::UnknownSpoiler { call: inner.to_owned(), at })?)
        }
    };
    Ok(Some((Call { what, spoiler }, length + 4)))
}

fn is_id(text: &str) -> bool {
    text.split_once('/').is_some_and(|(pack, name)| is_kebab(pack) && is_kebab(name))
}

/// Lower-case words and numbers joined by single hyphens, as in `github-pat-classic`.
#[must_use]
pub fn is_kebab(text: &str) -> bool {
    text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// Puts values in the generators' places: of `rule` itself, and of other rules as far as `lookup` knows them.
///
/// # Errors
/// Where a generator is misspelt, names no rule, or no value can be made.
pub fn expand<'r>(
    text: &str,
    rule: &'r Rule,
    lookup: &dyn Fn(&str) -> Option<&'r Rule>,
    rng: &mut Rng,
) -> Result<Expanded, ExpandError> {
    let mut expanded = Expanded { text: String::with_capacity(text.len()), values: Vec::new() };
    for piece in pieces(text)? {
        let call = match piece {
            Piece::Text(text) => {
                expanded.text.push_str(text);
                continue;
            }
            Piece::Call(call) => call,
        };
        let rule = match call.what {
            What::Token | What::Match | What::Made(_) => rule,
            What::Other(id) => lookup(id).ok_or_else(|| ExpandError::UnknownRule { id: id.to_owned() })?,
        };
        let made = match (call.what, call.spoiler) {
            (What::Made(made), _) => {
                let text = made.make(rng);
                Generated { secret: 0..text.len(), text }
            }
            (_, Some(spoiler)) => Generator::new(rule).spoiled(spoiler, rng)?,
            (_, None) => Generator::new(rule).token(rng)?,
        };
        let start = expanded.text.len();
        let secret = if call.what == What::Match {
            expanded.text.push_str(&made.text);
            start + made.secret.start..start + made.secret.end
        } else {
            expanded.text.push_str(made.secret());
            start..expanded.text.len()
        };
        let range = start..expanded.text.len();
        expanded.values.push(Value { rule: rule.id.clone(), range, secret, spoiler: call.spoiler });
    }
    Ok(expanded)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;
    use crate::rule::pack;

    fn rules() -> Vec<Rule> {
        let yaml = "pack: made\nrules:\n\
            - {id: plain, title: T, severity: low, confidence: low, pattern: 'abc_[a-z]{20}', \
               help: &h {what: w, why: w, fix: f}, examples: {match: ['{{token}}']}}\n\
            - {id: grouped, title: T, severity: low, confidence: low, pattern: 'key=(?P<secret>[a-z]{20})', \
               help: {what: w, why: w, fix: f}, examples: {match: ['{{match}}']}}\n"
            .replace("&h ", "");
        pack::parse("made.yaml", &yaml, &[]).unwrap_or_else(|error| panic!("{error}"))
    }

    fn expanded(text: &str) -> Result<Expanded, ExpandError> {
        let rules = rules();
        let lookup = |id: &str| rules.iter().find(|rule| rule.id.as_str() == id);
        expand(text, &rules[1], &lookup, &mut Rng::with_seed(1))
    }

    #[test]
    fn tokens_are_the_secret_and_matches_are_whole() {
        let made = expanded("a={{token}}, b={{match}}, c={{made/plain}}, d={{made/plain:short}}").unwrap();
        let texts: Vec<&str> = made.values.iter().map(|value| &made.text[value.range.clone()]).collect();
        let secrets: Vec<usize> = made.values.iter().map(|value| value.secret.len()).collect();
        assert_eq!(texts.iter().map(|text| text.len()).collect::<Vec<_>>(), [20, 24, 24, 23]);
        assert_eq!(secrets, [20, 20, 24, 23]);
        assert!(texts[1].starts_with("key=") && texts[2].starts_with("abc_"));
        assert_eq!(made.values[3].spoiler, Some(Spoiler::Short));
        assert_eq!(made.values[3].rule.as_str(), "made/plain");
        assert!(made.text.starts_with("a=") && made.text.contains(", b=key="));
    }

    #[test]
    fn other_braces_stay() {
        for text in [
            "{{ token }}",
            "{{user.name}}",
            "{{}}",
            "{{",
            "{{token",
            "{{token}",
            "${{ secrets.X }}",
            "{{tokens}}",
            "{{a/B}}",
            "ä{{ö}}",
        ] {
            assert_eq!(expanded(text).unwrap().text, text);
        }
        assert_eq!(expanded("{{{{token}} {{{{").unwrap().text, "{{token}} {{");
        let triple = expanded("{{{token}}}").unwrap();
        assert_eq!((triple.text.len(), triple.values[0].range.clone()), (22, 1..21));
    }

    #[test]
    fn values_without_a_rule_are_made() {
        let made = expanded("a={{random:24}} b={{hex:32}} c={{random:x}} d={{random}}").unwrap();
        assert_eq!(made.values.iter().map(|value| value.secret.len()).collect::<Vec<_>>(), [24, 32]);
        assert!(made.text.ends_with(" c={{random:x}} d={{random}}"));
    }

    #[test]
    fn an_example_may_stand_for_several_files() {
        assert_eq!(files("a\nb"), [(None, "a\nb")]);
        let two = "{{file:.env.example}}\nA=1\n{{file:x/.env}}\nA={{token}}\n";
        assert_eq!(files(two), [(Some(".env.example"), "A=1\n"), (Some("x/.env"), "A={{token}}\n")]);
        assert_eq!(files("a\n{{file:b}}\nc"), [(None, "a\n"), (Some("b"), "c")]);
    }

    #[test]
    fn what_is_misspelt_is_said() {
        assert_eq!(
            expanded("x {{token:shrt}}").unwrap_err().to_string(),
            "`{{token:shrt}}` names no way to spoil a value; there are `wrong-checksum`, `short`, `long`, `foreign`, \
             `placeholder`"
        );
        assert_eq!(
            expanded("{{made/other}}").unwrap_err().to_string(),
            "`{{made/other}}` names no rule; write `{{{{` for braces that stay"
        );
        assert!(matches!(expanded("{{token:wrong-checksum}}"), Err(ExpandError::Generate(_))));
    }
}
