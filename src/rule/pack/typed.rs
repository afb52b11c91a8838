//! From the text to the types, with every rule's own error of type and not only the file's first.

use std::ops::Range;

use super::View;
use crate::rule::def::{Pack, RuleDef};
use crate::syntax::yaml::Node;

/// After so many errors of type the rest of a file is not looked at.
const MOST: usize = 100;

/// A pack as far as it fits the types.
pub(super) struct Read {
    pub(super) pack: String,
    pub(super) provider: Option<String>,
    /// The rules that fit, each with its position in the file.
    pub(super) rules: Vec<(usize, RuleDef)>,
    /// Whether all of it fits.
    pub(super) complete: bool,
}

/// Fills the types; what does not fit is a problem.
pub(super) fn pack(view: &mut View<'_>) -> Read {
    let text = &view.source.text;
    let error = match serde_yaml::from_str::<Pack>(text) {
        Ok(Pack { pack, provider, rules }) => {
            return Read { pack, provider, rules: rules.into_iter().enumerate().collect(), complete: true };
        }
        Err(error) => error,
    };
    // `serde_yaml` stops at the first error. Each rule is read once more by itself, in a text that holds nothing else
    // but in which everything stands where it stood; those that fit are judged like any other.
    let nodes = view.tree.find(&["rules".into()]).map_or(&[][..], Node::elements);
    let before = view.problems.len();
    let first = offset(text, &error);
    let mut rules = Vec::new();
    let mut inside = false;
    for (index, node) in nodes.iter().enumerate() {
        inside |= node.span.contains(&first);
        // Reading a rule alone costs what stands before it, if only its line breaks: a file of nothing but errors is
        // not read to its end.
        if view.problems.len() > before + MOST {
            break;
        }
        match alone(text, node.span.clone()) {
            Ok(rule) => rules.push((index, rule)),
            Err(error) => report(view, node, &error),
        }
    }
    if !inside || view.problems.len() == before {
        report(view, view.tree, &error);
    }
    let name = view.tree.find(&["pack".into()]).and_then(Node::scalar).unwrap_or_default();
    Read { pack: name.to_owned(), provider: None, rules, complete: false }
}

fn alone(text: &str, span: Range<usize>) -> Result<RuleDef, serde_yaml::Error> {
    let before = &text[..span.start];
    let lines = before.matches('\n').count();
    let column = before[before.rfind('\n').map_or(0, |at| at + 1)..].chars().count();
    serde_yaml::from_str(&format!("{}{}{}", "\n".repeat(lines), " ".repeat(column), &text[span]))
}

/// The byte that an error points at.
fn offset(text: &str, error: &serde_yaml::Error) -> usize {
    let Some(location) = error.location() else { return 0 };
    let start = text.split_inclusive('\n').take(location.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let line = &text[start..];
    start + line.char_indices().nth(location.column().saturating_sub(1)).map_or(line.len(), |(at, _)| at)
}

fn report(view: &mut View<'_>, within: &Node, error: &serde_yaml::Error) {
    let said = error.to_string();
    // The place is shown beside the message; a path such as `rules[0].help: ` before it says the same again.
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(message, _)| message);
    let said = strip_path(said);
    let at = offset(&view.source.text, error);
    let (message, help) = explain(said);
    let span = match between(said, "duplicate field `") {
        Some(key) => twice(within, at, key),
        None => deepest(within, at, between(said, "unknown field `")),
    };
    view.problem(span.unwrap_or(at..at), &message, &help);
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
fn explain(said: &str) -> (String, String) {
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
        return (
            format!("the key `{key}` is missing"),
            format!("add `{key}:`; docs/rule-pack.schema.json says what it holds"),
        );
    }
    if let Some(key) = between(said, "duplicate field `") {
        return (format!("the key `{key}` stands here twice"), "keep one of the two".into());
    }
    (said.to_owned(), "docs/rule-pack.schema.json says what a pack holds".into())
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
