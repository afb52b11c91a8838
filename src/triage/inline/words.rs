//! What a comment says behind its marker: a verb, the rules it is about, and the reason.

use super::kind::WHY;

/// The most characters of a reason that are kept.
const REASON: usize = 300;

/// The most characters of a name; longer ones are no rule's.
const NAME: usize = 120;

/// Verbs of other tools, and this one's mistyped.
const OTHERS: &[&str] = &[
    "allowed", "allows", "alow", "disable", "exclude", "ignore", "ignored", "nosec", "off", "permit", "skip",
    "suppress",
];

/// What somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// `allow`.
    Allow {
        /// Rules and packs, as they were written.
        names: Vec<Box<str>>,
        /// Why; `None`: nothing that tells anybody anything.
        reason: Option<Box<str>>,
    },
    /// A verb that there is not, where everything else looks like a suppression.
    Misspelt,
}

/// Reads what stands behind `bartizan:`. `None`: it is about something else.
pub(super) fn said(text: &str) -> Option<Said> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (verb, rest) = text.split_at(end);
    let ends = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == ':') || rest.starts_with("--");
    if !ends {
        return None;
    }
    if verb != "allow" {
        let looks = rest.contains("--") || rest.split_whitespace().next().is_some_and(|word| word.contains('/'));
        let verb = verb.to_ascii_lowercase();
        return (looks && (verb == "allow" || OTHERS.contains(&verb.as_str()))).then_some(Said::Misspelt);
    }
    let (names, reason) = match (rest.find("--"), rest.find(':')) {
        (Some(dashes), Some(colon)) if colon < dashes => (&rest[..colon], Some(&rest[colon + 1..])),
        (Some(dashes), _) => (&rest[..dashes], Some(&rest[dashes + 2..])),
        (None, Some(colon)) => (&rest[..colon], Some(&rest[colon + 1..])),
        (None, None) => (rest, None),
    };
    let mut names: Vec<Box<str>> = names
        .split(',')
        .map(|name| match reason {
            Some(_) => name.trim(),
            // What follows the last name is a reason whose dashes are missing.
            None => name.split_whitespace().next().unwrap_or(""),
        })
        .filter(|name| !name.is_empty())
        .map(|name| name.chars().take(NAME).collect::<String>().into())
        .collect();
    // Documentation shows the form, with `<rule>` for a name.
    if names.iter().any(|name| name.starts_with(['<', '…', '{', '$', '`'])) {
        return None;
    }
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Some(Said::Allow { names, reason: reason.and_then(meant) })
}

/// A reason that is one: a word, and not the one that is offered in its place.
fn meant(text: &str) -> Option<Box<str>> {
    let text = text.trim_start_matches(['-', ':']).trim().trim_end_matches(['*', '-']).trim_end();
    if text == WHY || !text.contains(char::is_alphanumeric) {
        return None;
    }
    match text.char_indices().nth(REASON) {
        None => Some(text.into()),
        Some((at, _)) => Some(format!("{}…", &text[..at]).into()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    fn allow(text: &str) -> (Vec<String>, Option<String>) {
        match said(text) {
            Some(Said::Allow { names, reason }) => {
                (names.into_iter().map(Into::into).collect(), reason.map(Into::into))
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn names_and_a_reason() {
        for text in [
            " allow p/one, p/two -- it is a test",
            "allow p/one,p/two -- it is a test ",
            " allow p/one, p/two: it is a test",
            " allow p/one , p/two --it is a test *",
            " allow: p/one",
        ] {
            let (names, reason) = allow(text);
            if text.starts_with(" allow:") {
                assert!(names.is_empty());
                continue;
            }
            assert_eq!(names, ["p/one", "p/two"], "{text}");
            assert_eq!(reason.as_deref(), Some("it is a test"), "{text}");
        }
        assert_eq!(allow(" allow p -- a: b -- c").1.as_deref(), Some("a: b -- c"));
        assert_eq!(allow(" allow p, p -- r").0, ["p"]);
    }

    #[test]
    fn what_is_no_reason_is_none() {
        for text in [
            " allow p/one",
            " allow p/one --",
            " allow p/one -- <why>",
            " allow p/one -- …",
            " allow p/one because I say so",
        ] {
            assert_eq!(allow(text), (vec!["p/one".to_owned()], None), "{text}");
        }
        assert_eq!(allow(" allow -- because"), (vec![], Some("because".to_owned())));
        let long = allow(&format!(" allow p -- {}", "é".repeat(1000))).1.unwrap();
        assert_eq!(long.chars().count(), REASON + 1);
    }

    #[test]
    fn other_words_are_no_suppression() {
        for text in [
            " the scanner",
            "",
            " allow-list of hosts",
            " allowance -- x",
            " ignore the tree",
            " allow <rule> -- <reason>",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
        for text in [" ignore p/one", " Allow p/one -- x", " disable p -- x"] {
            assert_eq!(said(text), Some(Said::Misspelt), "{text}");
        }
    }
}
