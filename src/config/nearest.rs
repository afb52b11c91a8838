//! The names nearest to one that does not exist.

/// The most names that are offered.
const OFFERED: usize = 3;

/// Below this likeness a name would only confuse.
const ALIKE: f64 = 0.8;

/// The names most like `word`, best first, at most three; empty where none is near. Ids are compared part by part:
/// all ids of a pack begin alike, and that must not count as likeness.
#[must_use]
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let word = word.to_lowercase();
    let mut alike: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| (likeness(&word, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    alike.dedup_by(|a, b| a.1 == b.1);
    alike.into_iter().take(OFFERED).map(|(_, name)| name).collect()
}

/// A question that offers names: ``did you mean `a`, `b` or `c`?``. `None` where there is nothing to offer.
#[must_use]
pub fn did_you_mean<S: AsRef<str>>(names: &[S]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => None,
        [one] => Some(format!("did you mean {one}?")),
        [rest @ .., last] => Some(format!("did you mean {} or {last}?", rest.join(", "))),
    }
}

/// From 0, nothing in common, to 1, the same.
fn likeness(word: &str, name: &str) -> f64 {
    match (word.split_once('/'), name.split_once('/')) {
        (Some((word_pack, word_name)), Some((pack, name))) => {
            0.2 * strsim::jaro_winkler(word_pack, pack) + 0.8 * part_likeness(word_name, name)
        }
        // The pack was forgotten.
        (None, Some((_, name))) => part_likeness(word, name),
        (None, None) => strsim::jaro_winkler(word, name),
        // Of somebody who writes a whole id and misses, the pack is no help.
        (Some(_), None) => 0.0,
    }
}

fn part_likeness(word: &str, name: &str) -> f64 {
    // Somebody who types `github` looks for one of GitHub's; Jaro-Winkler does not see that in a long name.
    let inside = word.len() >= 3 && name.split('-').any(|piece| piece == word);
    strsim::jaro_winkler(word, name).max(if inside { 0.9 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["secrets/github-pat-classic", "secrets/aws-access-key-id", "secrets", "sql", "CWE-798"];

    #[test]
    fn finds_a_typo_and_a_forgotten_pack() {
        assert_eq!(nearest("secrets/github-pat-clasic", NAMES), ["secrets/github-pat-classic"]);
        assert_eq!(nearest("github-pat-classic", NAMES), ["secrets/github-pat-classic"]);
        assert_eq!(nearest("secret/github", NAMES), ["secrets/github-pat-classic"]);
        assert_eq!(nearest("secret", NAMES), ["secrets"]);
        assert_eq!(nearest("cwe-789", NAMES), ["CWE-798"]);
    }

    #[test]
    fn the_pack_alone_makes_no_likeness() {
        assert!(nearest("secrets/zzzz", NAMES).is_empty());
    }

    #[test]
    fn offers_in_plain_words() {
        assert_eq!(did_you_mean::<&str>(&[]), None);
        assert_eq!(did_you_mean(&["a"]).as_deref(), Some("did you mean `a`?"));
        assert_eq!(did_you_mean(&["a", "b", "c"]).as_deref(), Some("did you mean `a`, `b` or `c`?"));
    }
}
