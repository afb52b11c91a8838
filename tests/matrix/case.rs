//! One value in one place: the text, and where in it the value is expected.

use std::ops::Range;

use bartizan::rule::def::Place as Near;

use super::carrier::{CARRIERS, Carrier, PLACES, Place, Placement};
use super::name::kind;
use super::value::{Maker, Value};

/// A text to scan, and what is expected of it.
pub(crate) struct Case {
    /// The rule's position among the rules.
    pub(crate) rule: usize,
    pub(crate) carrier: Carrier,
    pub(crate) placement: Placement,
    pub(crate) word: Option<String>,
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) secret: Range<usize>,
    /// Whether the value is several lines, of which the last line's end may be part of it or not.
    pub(crate) block: bool,
    /// How it was spoiled.
    pub(crate) spoiled: &'static str,
}

/// A value in each carrier that can hold it; which place of the carrier, and which word, the seed says.
pub(crate) fn cases(id: usize, maker: &Maker<'_>, value: &Value, rng: &mut fastrand::Rng) -> Vec<Case> {
    if value.is_block() {
        return blocks(id, value);
    }
    CARRIERS.iter().filter_map(|&carrier| one(id, maker, value, carrier, rng)).collect()
}

fn one(id: usize, maker: &Maker<'_>, value: &Value, carrier: Carrier, rng: &mut fastrand::Rng) -> Option<Case> {
    if carrier == Carrier::Bare && !maker.words.is_empty() {
        return None;
    }
    // A word that prose uses as well counts in names only.
    let in_names = maker.rule.def.context.as_ref().is_some_and(|context| context.place == Near::Name);
    let allowed = |place: &&Place| {
        place.carrier == carrier
            && place.takes(&value.text)
            && (!in_names || !matches!(place.placement, Placement::Beside | Placement::Above))
            && (!maker.named || place.placement == Placement::Name && !place.file.ends_with("README.md"))
    };
    let places: Vec<&Place> = PLACES.iter().filter(allowed).collect();
    if places.is_empty() {
        return None;
    }
    (0..20).find_map(|_| {
        // The first of a carrier is the commonest.
        let place = if rng.bool() { places[0] } else { places[rng.usize(..places.len())] };
        let word = (!maker.words.is_empty()).then(|| maker.words[rng.usize(..maker.words.len())].clone());
        let word = word.or_else(|| maker.rule.provider.as_deref().filter(|_| rng.bool()).map(plain));
        let kind = own_kind(maker, rng).unwrap_or_else(|| kind(maker.rule.id.as_str(), rng));
        let (text, at) = place.fill(word.as_deref(), &kind, &value.text)?;
        let file = match maker.rule.def.paths.include.first() {
            Some(_) if !maker.rule.looks_at(&bartizan::finding::ReportPath::from_bytes(place.file.as_bytes())) => {
                return None;
            }
            _ => place.file.to_owned(),
        };
        Some(Case {
            rule: id,
            carrier,
            placement: place.placement,
            word,
            file,
            text,
            secret: at + value.secret.start..at + value.secret.end,
            block: false,
            spoiled: "",
        })
    })
}

/// One of the words for a credential with which a rule's pattern begins, where it does.
fn own_kind(maker: &Maker<'_>, rng: &mut fastrand::Rng) -> Option<String> {
    let (words, _) = maker.rule.def.pattern.strip_prefix("(?i:")?.split_once(')')?;
    let words: Vec<&str> = words.split('|').filter(|word| !word.contains('-')).collect();
    (maker.rule.def.context.is_some() && words.len() > 1).then(|| words[rng.usize(..words.len())].to_owned())
}

/// A provider's name as part of an identifier.
fn plain(name: &str) -> String {
    let word: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    word.to_lowercase()
}

/// Several lines, in the carriers that can hold them: what stands before, between the lines, and behind.
fn blocks(id: usize, value: &Value) -> Vec<Case> {
    const HOLDERS: [(Carrier, &str, &str, &str, &str); 8] = [
        (Carrier::Bare, "id.pem", "", "\n", "\n"),
        (Carrier::Yaml, "config.yaml", "tls:\n  key: |\n    ", "\n    ", "\n  port: 443\n"),
        (Carrier::Json, "config.json", "{\"key\": \"", "\\n", "\\n\", \"port\": 443}"),
        (Carrier::Python, "settings.py", "KEY = \"\"\"", "\n", "\n\"\"\"\n"),
        (Carrier::Go, "main.go", "const key = `", "\n", "`\n"),
        (Carrier::JavaScript, "main.js", "const key = `", "\n", "`;\n"),
        (Carrier::Java, "Main.java", "String key = \"", "\\n\" +\n    \"", "\\n\";\n"),
        (Carrier::Dotenv, ".env", "TLS_KEY=\"", "\\n", "\\n\"\n"),
    ];
    let laid = |(carrier, file, before, joint, behind): (Carrier, &str, &str, &str, &str)| {
        let place = |at: usize| {
            let lines = value.text[..at].matches('\n').count();
            before.len() + at + lines * joint.len() - lines
        };
        let text = format!("{before}{}{behind}", value.text.replace('\n', joint));
        Case {
            rule: id,
            carrier,
            placement: Placement::Name,
            word: None,
            file: file.to_owned(),
            text,
            secret: place(value.secret.start)..place(value.secret.end),
            block: true,
            spoiled: "",
        }
    };
    HOLDERS.into_iter().map(laid).collect()
}
