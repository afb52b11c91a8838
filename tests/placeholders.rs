//! The placeholder recogniser, line by line of `placeholders.txt`, and what holds for any value.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use std::fmt::Write as _;

use bartizan::text::placeholder::{names_itself, placeholder};
use proptest::prelude::*;

const TABLE: &str = include_str!("placeholders.txt");

/// A value with random characters in the generators' places.
fn made(text: &str, rng: &mut fastrand::Rng) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let call = rest[at + 1..].split_once('}').and_then(|(call, behind)| Some((call.split_once(':')?, behind)));
        let Some(((kind, length), behind)) = call.filter(|((_, length), _)| length.parse::<usize>().is_ok()) else {
            out.push('{');
            rest = &rest[at + 1..];
            continue;
        };
        let length: usize = length.parse().unwrap();
        match kind {
            "hex" => (0..length).for_each(|_| write!(out, "{:x}", rng.u8(..16)).unwrap()),
            "random" => (0..length).for_each(|_| out.push(rng.alphanumeric())),
            "base64" => {
                let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
                (0..length.div_ceil(3) * 4 - 1).for_each(|_| out.push(char::from(letters[rng.usize(..64)])));
                out.push('=');
            }
            other => panic!("{other} is no generator"),
        }
        rest = behind;
    }
    out + rest
}

/// The words of a key, as the check of templates cuts them.
fn words(key: &str) -> Vec<String> {
    key.split('_').map(str::to_lowercase).collect()
}

#[test]
fn every_line_of_the_table_is_right() {
    let mut rng = fastrand::Rng::with_seed(7);
    let (mut count, mut wrong) = (0, Vec::new());
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let [verdict, key, value, reason] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        count += 1;
        // A random value is as good as any: one in some thousand looks made up, and is drawn once more.
        let is = |value: &str| match key {
            "-" => placeholder(value.as_bytes(), 0).is_some(),
            key => names_itself(value, &words(key)),
        };
        let found =
            if verdict == "no" { (0..2).all(|_| is(&made(value, &mut rng))) } else { is(&made(value, &mut rng)) };
        if found != (verdict == "yes") {
            wrong.push(format!("{key} {value}: {reason}: {:?}", placeholder(value.as_bytes(), 0)));
        }
    }
    assert!(count >= 200, "{count} lines");
    assert!(wrong.is_empty(), "{} lines are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Of random values hardly any may be taken for a placeholder: each is a secret that is not found.
#[test]
fn random_values_are_no_placeholders() {
    let mut rng = fastrand::Rng::with_seed(11);
    for (generator, most) in
        [("{random:12}", 10), ("{random:20}", 6), ("{random:32}", 6), ("{hex:32}", 10), ("{base64:32}", 10)]
    {
        let taken = (0..20_000).filter(|_| placeholder(made(generator, &mut rng).as_bytes(), 0).is_some()).count();
        assert!(taken <= most, "{taken} of 20,000 {generator}");
    }
}

proptest! {
    #[test]
    fn any_value_gets_an_answer(value in proptest::collection::vec(any::<u8>(), 0..200), prefix in 0usize..210) {
        let _ = placeholder(&value, prefix);
        let text = String::from_utf8_lossy(&value);
        let _ = names_itself(&text, &["api".into(), "key".into()]);
    }

    /// Letters' case and the separators between words change nothing.
    #[test]
    fn case_and_separators_do_not_matter(word in "(change me|your api key|replace this value|insert token here)", sign in "[-_. ]", upper: bool) {
        let value = word.replace(' ', &sign);
        let value = if upper { value.to_uppercase() } else { value };
        prop_assert!(placeholder(value.as_bytes(), 0).is_some(), "{}", value);
    }

    /// Nothing that is put around a random value makes it a placeholder but what says so.
    #[test]
    fn quotes_and_prefixes_do_not_hide_a_key(seed: u64) {
        let mut rng = fastrand::Rng::with_seed(seed);
        let value = made("{random:40}", &mut rng);
        prop_assume!(placeholder(value.as_bytes(), 0).is_none());
        for around in [format!("prod-{value}"), format!("{value}="), format!("app.{value}")] {
            prop_assert!(placeholder(around.as_bytes(), 0).is_none());
        }
    }
}
