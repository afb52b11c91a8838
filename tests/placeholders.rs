//! The placeholder recogniser, line by line of `placeholders.txt`, and what holds for any value.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use std::fmt::Write as _;

use bartizan::text::placeholder::{names_itself, placeholder};
use bartizan::text::score::made_up;
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
    assert!(count >= 600, "{count} lines");
    assert!(wrong.is_empty(), "{} lines are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Of random values hardly any may be taken for a placeholder: each is a secret that is not found.
///
/// The bounds are a few times what was measured, so that hardly any seed breaks them: one in 1,000 of each alphabet and
/// length, and one in 150 of all signs of a keyboard, in which brackets and sentences stand by chance, too.
#[test]
fn random_values_are_no_placeholders() {
    const DRAWN: usize = 10_000;
    const ALPHABETS: [(&str, &str, usize); 10] = [
        ("decimal", "0123456789", 1000),
        ("hex", "0123456789abcdef", 1000),
        ("HEX", "0123456789ABCDEF", 1000),
        ("base32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 1000),
        ("base36", "abcdefghijklmnopqrstuvwxyz0123456789", 1000),
        ("base58", "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 1000),
        ("base62", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 1000),
        ("base64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 1000),
        ("base64url", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 1000),
        ("printable", "", 150),
    ];
    let seed = fastrand::u64(..);
    let mut rng = fastrand::Rng::with_seed(seed);
    let printable: String = ('!'..='~').collect();
    let mut wrong = Vec::new();
    for (name, letters, least) in ALPHABETS {
        let letters = if letters.is_empty() { printable.as_bytes() } else { letters.as_bytes() };
        for length in [8, 10, 12, 16, 20, 24, 32, 40, 48, 64] {
            let mut examples = Vec::new();
            for _ in 0..DRAWN {
                let value: String = (0..length).map(|_| char::from(letters[rng.usize(..letters.len())])).collect();
                // A run of digits is made up oftener, for there are few: `text::score` answers for these.
                if let Some(why) = placeholder(value.as_bytes(), 0).filter(|_| made_up(value.as_bytes()).is_none()) {
                    examples.push(format!("{value}: {why}"));
                }
            }
            if examples.len() * least > DRAWN {
                wrong.push(format!(
                    "{} of {DRAWN}, {name} {length}: {:?}",
                    examples.len(),
                    &examples[..5.min(examples.len())]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "seed {seed}:\n{}", wrong.join("\n"));
}

/// Of the classes that are words, neither letters' case nor the sign between the words changes anything.
#[test]
fn neither_case_nor_separators_change_a_verdict() {
    const CLASSES: [&str; 7] = [
        "asks",
        "speaks to the reader",
        "names the thing",
        "says so",
        "made up",
        "usable by whoever reads it",
        "asks for nothing",
    ];
    let mut wrong = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let [verdict, key, value, reason] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let words: Vec<&str> = value.split(['-', '_', ' ', '.']).collect();
        let plain = words.iter().all(|word| !word.is_empty() && word.chars().all(char::is_alphabetic));
        if key != "-" || !CLASSES.contains(&reason) || !plain {
            continue;
        }
        for sign in ["-", "_", " ", "."] {
            let joined = words.join(sign);
            for value in [joined.to_lowercase(), joined.to_uppercase()] {
                if placeholder(value.as_bytes(), 0).is_some() != (verdict == "yes") {
                    wrong.push(value);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} spellings are judged otherwise:\n{}", wrong.len(), wrong.join("\n"));
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
