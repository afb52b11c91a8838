//! The names that people give to credentials: a provider's word and what it is, in the style of the language.

/// How a name is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Upper,
    Snake,
    Camel,
    Kebab,
}

/// What a credential is called where its rule's id does not say.
const KINDS: [&str; 6] = ["api_key", "token", "secret", "key", "access_token", "secret_key"];

/// Ends of ids that say what it is.
const SAID: [&str; 16] = [
    "client-secret", "client-id", "access-token", "refresh-token", "auth-token", "api-token", "api-key", "access-key",
    "app-key", "secret-key", "secret", "token", "key", "password", "id", "sid",
];

/// What the credential of a rule is called, in snake case: as its id says, or something that fits all.
pub(crate) fn kind(id: &str, rng: &mut fastrand::Rng) -> String {
    let said = SAID.iter().find(|said| id.ends_with(&format!("-{said}")));
    match said {
        Some(said) if rng.u8(..3) > 0 => said.replace('-', "_"),
        _ => KINDS[rng.usize(..KINDS.len())].to_owned(),
    }
}

/// A name of `word` (if there is one) and `kind`; `None` where the style has no way to write the word.
pub(crate) fn name(word: Option<&str>, kind: &str, style: Style) -> Option<String> {
    let joint = if style == Style::Kebab { "-" } else { "_" };
    let kind = kind.replace('_', joint);
    let fits = |c: char| c.is_ascii_alphanumeric() || (style != Style::Camel && joint.contains(c));
    let whole = match word {
        None => kind,
        Some(word) if !word.chars().all(fits) || word.starts_with(|c: char| c.is_ascii_digit()) => return None,
        Some(word) if is_credential(word) => word.to_owned(),
        Some(word) => format!("{}{joint}{kind}", word.trim_end_matches(joint)),
    };
    Some(match style {
        Style::Upper => whole.to_uppercase(),
        Style::Snake | Style::Kebab => whole.to_lowercase(),
        Style::Camel => camel(&whole),
    })
}

fn is_credential(word: &str) -> bool {
    ["key", "token", "secret", "password", "sid", "_id", "auth"].iter().any(|end| word.ends_with(end))
}

fn camel(snake: &str) -> String {
    let mut parts = snake.split('_');
    let mut out = parts.next().unwrap_or_default().to_lowercase();
    for part in parts.filter(|part| !part.is_empty()) {
        out.push_str(&part[..1].to_uppercase());
        out.push_str(&part[1..].to_lowercase());
    }
    out
}
