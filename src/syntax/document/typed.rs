//! From the text to the types: serde's errors, each where it belongs and in words for people who write YAML.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::DeserializeOwned;

use super::View;
use crate::syntax::yaml::Node;

/// After so many errors of type the rest of a file is not looked at: reading a part alone costs what stands before it,
/// if only its line breaks.
pub const MOST: usize = 100;

impl View<'_> {
    /// Reads a part of the text by itself, in a text that holds nothing else but in which it stands where it stood.
    ///
    /// # Errors
    /// Where it does not fit the type; [`Self::misfit`] makes a problem of it.
    pub fn alone<T: DeserializeOwned>(&self, span: Range<usize>) -> Result<T, serde_yaml::Error> {
        let text = &self.source.text;
        let before = &text[..span.start];
        let lines = before.matches('\n').count();
        let column = before[before.rfind('\n').map_or(0, |at| at + 1)..].chars().count();
        serde_yaml::from_str(&format!("{}{}{}", "\n".repeat(lines), " ".repeat(column), &text[span]))
    }

    /// The byte that an error points at.
    #[must_use]
    pub fn offset(&self, error: &serde_yaml::Error) -> usize {
        let text = &self.source.text;
        let Some(location) = error.location() else { return 0 };
        let start = text.split_inclusive('\n').take(location.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let line = &text[start..];
        start + line.char_indices().nth(location.column().saturating_sub(1)).map_or(line.len(), |(at, _)| at)
    }

    /// Makes a problem of an error of type that lies somewhere in `within`.
    pub fn misfit(&mut self, within: &Node, error: &serde_yaml::Error) {
        let said = error.to_string();
        // The place is shown beside the message; a path such as `rules[0].help: ` before it says the same again.
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message);
        let said = strip_path(said);
        let at = self.offset(error);
        let (message, help) = explain(said, self.genre.schema, self.genre.one);
        let span = match between(said, "duplicate field `") {
            Some(key) => twice(within, at, key),
            None => deepest(within, at, between(said, "unknown field `")),
        };
        self.problem(span.unwrap_or(at..at), &message, &help);
    }
}

/// `rules[0].help: missing field` without what stands before the colon.
fn strip_path(said: &str) -> &str {
    match said.split_once(": ") {
        Some((path, rest)) if !path.contains(' ') && !path.contains('`') => rest,
        _ => said,
    }
}

/// The word in backticks behind the start of a message.
fn between<'s>(said: &'s str, start: &str) -> Option<&'s str> {
    said.strip_prefix(start).and_then(|rest| rest.split_once('`')).map(|(word, _)| word)
}

/// The words in backticks behind the first.
fn expected(said: &str) -> Vec<&str> {
    said.split_once("expected ").map_or_else(Vec::new, |(_, list)| list.split('`').skip(1).step_by(2).collect())
}

/// What serde says, in words for people who write YAML.
fn explain(said: &str, schema: &str, one: &str) -> (String, String) {
    let one_of = expected(said);
    let nearest = |word: &str| {
        let best = one_of.iter().map(|known| (strsim::damerau_levenshtein(word, known), *known)).min()?;
        (best.0 <= word.chars().count().max(3) / 2).then(|| format!("did you mean `{}`?", best.1))
    };
    let all = || format!("there are {}", one_of.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "));
    if let Some(key) = between(said, "unknown field `") {
        return (format!("unknown key `{key}`"), nearest(key).unwrap_or_else(all));
    }
    if let Some(word) = between(said, "unknown variant `") {
        return (format!("unknown value `{word}`"), nearest(word).unwrap_or_else(all));
    }
    if let Some(key) = between(said, "missing field `") {
        return (format!("the key `{key}` is missing"), format!("add `{key}:`; {schema} says what it holds"));
    }
    if let Some(key) = between(said, "duplicate field `") {
        return (format!("the key `{key}` stands here twice"), "keep one of the two".into());
    }
    let message = said.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "));
    let message = message.map_or_else(
        || said.to_owned(),
        |(found, expected)| format!("{} belongs here, not {}", in_yaml(expected), in_yaml(found)),
    );
    let lonely =
        said.strip_prefix("invalid type: string \"").and_then(|rest| rest.strip_suffix("\", expected a sequence"));
    let help = lonely.map(|text| format!("put it in brackets: `[{text}]`"));
    (message, help.unwrap_or_else(|| format!("{schema} says what {one} holds")))
}

/// What serde calls a type, as people who write YAML call it.
fn in_yaml(kind: &str) -> Cow<'_, str> {
    let quoted = |start: &str| kind.strip_prefix(start).and_then(|rest| rest.strip_suffix(['"', '`']));
    match kind {
        "a sequence" | "sequence" => "a list".into(),
        "a map" | "map" => "a mapping".into(),
        "unit value" => "nothing".into(),
        "a string" => "a text".into(),
        "a boolean" => "`true` or `false`".into(),
        _ if kind.starts_with("struct ") => "a mapping".into(),
        _ => match (quoted("string \""), quoted("integer `").or_else(|| quoted("floating point `"))) {
            (Some(text), _) => format!("the text `{text}`").into(),
            (_, Some(number)) => format!("the number {number}").into(),
            _ => kind.into(),
        },
    }
}

/// What to underline: an unknown key where it stands, else the innermost thing that begins at `at`.
fn deepest(node: &Node, at: usize, key: Option<&str>) -> Option<Range<usize>> {
    for (name, value) in node.entries() {
        if key.is_some() && name.scalar() == key && (name.span.contains(&at) || node.span.start == at) {
            return Some(name.span.clone());
        }
        if let Some(found) = deepest(name, at, key).or_else(|| deepest(value, at, key)) {
            return Some(found);
        }
    }
    if let Some(found) = node.elements().iter().find_map(|element| deepest(element, at, key)) {
        return Some(found);
    }
    let scalar = node.scalar().is_some() && (node.span.contains(&at) || node.span.start == at);
    scalar.then(|| node.span.clone())
}

/// The second of two equal keys in the mapping that begins at `at`.
fn twice(node: &Node, at: usize, key: &str) -> Option<Range<usize>> {
    let mut keys = node.entries().iter().map(|(name, _)| name).filter(|name| name.scalar() == Some(key));
    if node.span.start == at
        && let Some(second) = keys.nth(1)
    {
        return Some(second.span.clone());
    }
    let values = node.entries().iter().map(|(_, value)| value);
    values.chain(node.elements()).find_map(|value| twice(value, at, key))
}
