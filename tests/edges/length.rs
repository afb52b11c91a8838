//! Values that go on where they should end.

use bartizan::finding::Confidence;
use fastrand::Rng;

use super::sample::{samples, scan};

const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

#[test]
fn a_token_of_a_fixed_length_that_goes_on_is_not_sure() {
    let mut rng = Rng::with_seed(11);
    let fixed =
        ["github-pat-classic", "npm-access-token", "slack-bot-token", "sendgrid", "telegram", "datadog", "heroku"];
    let samples = samples(&mut rng);
    let samples = samples.iter().filter(|s| fixed.iter().any(|id| s.rule[8..].starts_with(id)) && s.file != "a.yaml");
    for sample in samples {
        for more in [1, 2, 30, 5000, 1_000_000] {
            let long: String = (0..more).map(|_| char::from(LETTERS[rng.usize(..LETTERS.len())])).collect();
            let text = format!("{}{}{long}{}", sample.before, sample.value, sample.behind);
            let findings = scan(sample.file, text.as_bytes());
            let sure = findings.iter().find(|f| f.rule.as_str() == sample.rule && f.confidence == Confidence::High);
            assert!(sure.is_none(), "{} with {more} more is sure at {:?}", sample.rule, sure.map(|f| f.span.clone()));
        }
    }
}

#[test]
fn a_token_of_an_open_length_is_found_whole() {
    let mut rng = Rng::with_seed(12);
    for sample in
        samples(&mut rng).iter().filter(|sample| ["stripe", "jwt"].iter().any(|id| sample.rule[8..].starts_with(id)))
    {
        for more in [1, 7, 40] {
            let long: String = (0..more).map(|_| char::from(LETTERS[rng.usize(..LETTERS.len())])).collect();
            let text = format!("{}{}{long}{}", sample.before, sample.value, sample.behind);
            let expected = sample.before.len() as u64..(text.len() - sample.behind.len()) as u64;
            let findings = scan(sample.file, text.as_bytes());
            let found = findings.iter().find(|f| f.rule.as_str() == sample.rule);
            assert_eq!(found.map(|f| f.span.clone()), Some(expected), "{} with {more} more", sample.rule);
        }
    }
}
