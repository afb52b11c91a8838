//! What a rule is for: its values are found where people put them.
//!
//! Every embedded rule's own values, in the five places where credentials stand most often. A rule that looks at
//! certain files only is shown one of those; a rule whose value is lines of text is left to its examples.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test stops where it is surprised, and prints its seed")]

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::Confidence;
use bartizan::rule::generate::Generator;
use bartizan::rule::{RuleSet, embedded};

/// Values of each rule in each place.
const VALUES: usize = 40;

/// The places, with `N` for the name and `V` for the value.
const PLACES: [&str; 5] = [
    "export N=V\n",
    "{\"N\": \"V\", \"other\": 1}\n",
    "client = connect(host, N='V')\n",
    "curl 'https://api.acme.example/v1/items?N=V&page=2'\n",
    "service:\n  N: V\n  port: 80\n",
];

/// Those in which the value ends where the line does.
const LINES: [&str; 2] = [PLACES[0], PLACES[4]];

#[test]
fn values_are_found_where_people_put_them() {
    let rules = RuleSet::new(embedded());
    let seed = std::env::var("BARTIZAN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(5);
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut poor = Vec::new();
    let scanner = Scanner::new(&rules, None, Needs::default());
    for rule in rules.rules() {
        // Rules whose names, structure or surroundings are part of the pattern bring them along.
        let maker = Generator::new(rule);
        // What has no format is judged by more than its value, and measured in every carrier (`tests/credentials`).
        if rule.id.as_str().starts_with("secrets/generic-") {
            continue;
        }
        if rule.carried.reach > 1024 || rule.def.tail.is_some() || rule.def.check.is_some() || rule.def.form.is_some() {
            continue;
        }
        let name =
            rule.def.context.as_ref().map_or("value".to_owned(), |context| format!("{}_api_key", context.words[0]));
        let file = rule.def.paths.include.first().map_or_else(|| "a.txt".into(), |glob| glob.replace('*', "a"));
        // A file's own syntax, such as a value that ends where the line does, is not that of the other places.
        let places = if rule.def.paths.include.is_empty() { &PLACES[..] } else { &LINES[..] };
        let mut found = 0;
        for place in places {
            found += (0..VALUES)
                .filter(|_| {
                    let made = maker.token(&mut rng).unwrap();
                    let text = place.replace('N', &name).replace('V', &made.text);
                    scanner.scan_text(&file, text.as_bytes());
                    let findings = scanner.finish(None).findings;
                    findings.iter().any(|finding| {
                        (finding.rule == rule.id || finding.also.contains(&rule.id))
                            && finding.confidence >= Confidence::Medium
                    })
                })
                .count();
        }
        // One value in a hundred may look made up by accident, short ones oftener, and a few more in so small a sample.
        let all = VALUES * places.len();
        if found * 100 < all * 97 {
            poor.push(format!("{}: {found} of {all}", rule.id));
        }
    }
    assert!(poor.is_empty(), "BARTIZAN_SEED={seed}\n{}", poor.join("\n"));
}
