//! A rule's form in words, the same in `bartizan explain` and in the pages of `docs/rules/`; and where its page is.

use super::carry::{Carrier, parse};
use super::def::{Before, Boundary, Context, Place, PlaceholderPolicy};
use super::{Provenance, Rule, embedded_page};
use crate::finding::RuleId;
use crate::text::algorithm::Algorithm;
use crate::text::token::{ByteSet, RUN};

/// The most literals that are listed.
const LISTED: usize = 8;

/// One step that a match goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What kind of step, such as `Checksum`.
    pub label: &'static str,
    /// What happens in it.
    pub text: Text,
}

/// What is said about a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// A sentence without a capital at its start; what stands in backticks is code.
    Words(String),
    /// A regular expression, in which every blank counts.
    Code(String),
}

/// The steps that a match of `rule` goes through, in their order.
#[must_use]
pub fn steps(rule: &Rule) -> Vec<Step> {
    let def = &rule.def;
    let words = |label, words: String| Step { label, text: Text::Words(words) };
    let code = |label, code: &String| Step { label, text: Text::Code(code.clone()) };
    if let Some(check) = def.check {
        let mut steps =
            vec![words("Check", format!("`{}`, which reads the file as its language does.", check.as_str()))];
        steps.extend(files(rule));
        return steps;
    }
    let mut steps = vec![words("Prefilter", carried(&rule.carried.carrier) + "."), code("Pattern", &def.pattern)];
    steps.extend(length(rule).map(|length| words("Length", length)));
    if let Some(before) = &def.before {
        let Before { set, least, most } = before;
        let count = if least == most { format!("{least}") } else { format!("{least} to {most}") };
        steps.push(words("Before it", format!("{count} bytes of `{set}` belong to the match.")));
    }
    if let Some(tail) = &def.tail {
        let then = if tail.then.is_empty() { String::new() } else { format!(" and `{}` must follow", tail.then) };
        steps.push(words(
            "Tail",
            format!("it goes on for up to {} bytes of `{}`{then}.", tail.most, class(&rule.carried.tail)),
        ));
    }
    if def.boundary == Boundary::Token {
        steps.push(words("Boundary", "it must be a token of its own, not part of a longer word.".into()));
    }
    if let Some(context) = &def.context {
        let near = listed(context.words.iter().map(|word| format!("`{word}`")).collect(), usize::MAX);
        let part = match context.place {
            Place::Line => "",
            Place::Name => ", as part of a longer name",
        };
        let (within, above) = (context.within, Context::MOST);
        steps.push(words(
            "Context",
            format!(
                "within {within} bytes on the same line, or in the key, call or comment that stands above it within \
                 {above} bytes, one of {near}{part}. Without a word such as `key` or `token` on its line it is \
                 reported with low confidence."
            ),
        ));
    }
    if !def.pair.is_empty() {
        let others = listed(def.pair.iter().map(|name| format!("`{}/{name}`", rule.id.pack())).collect(), LISTED);
        steps.push(words("Pair", format!("surer beside its other half: {others}.")));
    }
    if let Some(checksum) = &def.checksum {
        steps.push(words("Checksum", format!("{}, verified offline.", checksum_words(checksum.algorithm))));
    }
    if let Some(form) = def.form {
        steps.push(words("Form", format!("{}.", form.words())));
    }
    if let Some(bits) = def.min_entropy {
        steps.push(words("Randomness", format!("at least {bits} bits of entropy a character.")));
    }
    let made_up = match def.placeholder {
        PlaceholderPolicy::Lower => "is reported with low confidence",
        PlaceholderPolicy::Drop => "is not reported",
        PlaceholderPolicy::Keep => "is reported like any other",
    };
    steps.push(words("Placeholders", format!("a value that is visibly made up {made_up}.")));
    steps.extend(def.allow.iter().map(|allow| code("Allowed", allow)));
    steps.extend(files(rule));
    steps
}

/// Which files a rule looks at, where that is not all.
fn files(rule: &Rule) -> impl Iterator<Item = Step> {
    let paths = &rule.def.paths;
    [("only those", &paths.include), ("not those", &paths.exclude)]
        .into_iter()
        .filter(|(_, globs)| !globs.is_empty())
        .map(|(which, globs)| {
            let globs = listed(globs.iter().map(|glob| format!("`{glob}`")).collect(), usize::MAX);
            Step { label: "Files", text: Text::Words(format!("{which} that match {globs}.")) }
        })
}

/// The page of an embedded rule in `docs/rules/`, without `.md`; none for a rule that a user brought.
#[must_use]
pub fn page(rule: &Rule) -> Option<&'static str> {
    match rule.provenance {
        Provenance::Embedded { index } => Some(embedded_page(index)),
        Provenance::File { .. } => None,
    }
}

/// The name by which the heading of a rule is linked to on its page: code hosts keep letters, digits and hyphens.
#[must_use]
pub fn anchor(id: &RuleId) -> String {
    id.as_str().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// How long what the pattern matches may be, in bytes.
fn length(rule: &Rule) -> Option<String> {
    let hir = parse(&rule.def).ok()?;
    let (least, most) = (hir.properties().minimum_len()?, hir.properties().maximum_len()?);
    Some(if least == most { format!("{least} bytes.") } else { format!("{least} to {most} bytes.") })
}

fn carried(carrier: &Carrier) -> String {
    let literals = |literals: &[Vec<u8>]| {
        listed(literals.iter().map(|literal| format!("`{}`", literal.escape_ascii())).collect(), LISTED)
    };
    match carrier {
        Carrier::Run(anchors) => {
            format!("token runs of {RUN} characters or more that begin with {}", literals(anchors))
        }
        Carrier::Behind(anchors) => {
            format!("token runs of {RUN} characters or more directly behind {}", literals(anchors))
        }
        Carrier::Value { min, max, set } => {
            let length = if min == max { format!("{min}") } else { format!("{min} to {max}") };
            format!("token runs of {length} characters of `{}`, looked at value first", class(set))
        }
        Carrier::Literal(anchors) => {
            let noun = if anchors.len() == 1 { "literal" } else { "literals" };
            format!("the {noun} {}, in any case", literals(anchors))
        }
        Carrier::Check => "none".into(),
    }
}

/// `a, b or c`, cut after `most`.
fn listed(mut words: Vec<String>, most: usize) -> String {
    let more = words.len().saturating_sub(most);
    words.truncate(most);
    if more > 0 {
        words.push(format!("{more} more"));
    }
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// A set of bytes as a character class, such as `[0-9a-f]`.
fn class(set: &ByteSet) -> String {
    let mut class = String::from("[");
    let mut from = 0u16;
    while from < 256 {
        let holds = |byte: u16| u8::try_from(byte).is_ok_and(|byte| set.contains(byte));
        if !holds(from) {
            from += 1;
            continue;
        }
        let mut until = from;
        while holds(until + 1) {
            until += 1;
        }
        let shown = |byte: u16| (byte as u8).escape_ascii().to_string();
        class.push_str(&match until - from {
            0 => shown(from),
            1 => shown(from) + &shown(until),
            _ => format!("{}-{}", shown(from), shown(until)),
        });
        from = until + 1;
    }
    class.push(']');
    class
}

const fn checksum_words(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Crc32Base62 => "CRC-32 in base 62",
        Algorithm::Crc32Base36 => "CRC-32 in base 36",
        Algorithm::Crc32Hex => "CRC-32 in hexadecimal digits",
        Algorithm::Crc32HexLe => "CRC-32, little-endian, in hexadecimal digits",
        Algorithm::Crc32Base64Le => "CRC-32, little-endian, in base64",
        Algorithm::Bech32 => "bech32 (BIP 173)",
        Algorithm::Crc16Base32 => "CRC-16 in base32",
        Algorithm::Sha256dBase58 => "double SHA-256 in base58",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_and_lists_read_well() {
        let mut set = ByteSet::default();
        b"0123456789abcdefxyZ".iter().for_each(|&byte| set.insert(byte));
        assert_eq!(class(&set), "[0-9Za-fxy]");
        assert_eq!(listed(vec!["a".into(), "b".into(), "c".into()], 2), "a, b or 1 more");
        assert_eq!(listed(vec!["a".into()], 2), "a");
    }
}
