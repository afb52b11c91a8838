#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::rule::RuleSet;
use crate::rule::pack;

/// What the words around the value of 32 digits in `text` say to a rule that asks for `words`.
fn said(text: &str, words: &str, place: &str) -> Option<Near> {
    let yaml = format!(
        "pack: test\nrules:\n  - id: one\n    title: One\n    severity: high\n    confidence: medium\n    \
         pattern: '[0-9a-f]{{32}}'\n    context: {{words: [{words}], place: {place}}}\n    \
         help: {{what: A., why: B., fix: C.}}\n    examples: {{match: ['acme_key={{{{token}}}}']}}\n"
    );
    let rules = RuleSet::new(pack::parse("test.yaml", &yaml, &[]).unwrap());
    let index = Index::new(rules.rules());
    let value = "0f".repeat(16);
    let text = text.replace('V', &value);
    let start = text.find(&value).unwrap();
    near(&index, 0, &rules.rules()[0], text.as_bytes(), &(start..start + 32), &Imports::default()).0
}

#[test]
fn the_nearest_word_counts() {
    let nearness = |text: &str| said(text, "acme", "line").and_then(|near| near.word).map(|(nearness, _)| nearness);
    for (text, expected) in [
        ("ACME_KEY=V", Some(Nearness::Name)),
        ("acmeKey: 'V'", Some(Nearness::Name)),
        ("new AcmeClient({ key: 'V' })", Some(Nearness::Holder)),
        ("acme:\n  key: V", Some(Nearness::Holder)),
        ("# for acme\nkey = V", Some(Nearness::Holder)),
        ("key = V # for acme", Some(Nearness::Line)),
        ("ACME_ID=1\nKEY=V", None),
        ("lacme = V", None),
    ] {
        assert_eq!(nearness(text), expected, "{text}");
    }
}

#[test]
fn a_word_of_prose_counts_in_a_name_only() {
    for (text, expected) in [
        ("LINE_TOKEN=V", true),
        ("lineToken: V", true),
        ("line:\n  token: V", true),
        ("https://api.line.example/?key=V", true),
        ("the token on this line: V", false),
        ("token = V # one line", false),
        ("linear_token = V", false),
    ] {
        assert_eq!(said(text, "line", "name").is_some(), expected, "{text}");
    }
}

#[test]
fn a_name_says_what_the_value_is() {
    let near = |text: &str| said(text, "acme", "line").unwrap();
    assert!(near("acme_token = V").credential);
    assert!(!near("acme_id = V").credential);
    assert!(near("acme_sha256 = V").other);
    assert!(near("acme_commit: V").other);
    assert!(near("acme = {'r': 'V', 's': 'V'}").other);
    assert!(!near("acme_key = V").other);
    assert!(!near("acme_users: 'V'").other);
}
