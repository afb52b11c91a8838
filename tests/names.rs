//! What names say of their values, line by line of `names.txt`; what holds for any name; and the table itself.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use std::collections::BTreeMap;

use bartizan::text::name::split::{MOST, Split};
use bartizan::text::name::table::{Names, Words, phrases};
use bartizan::text::name::{Alike, Name, Role, Strength, read};
use proptest::prelude::*;

const LINES: &str = include_str!("names.txt");

/// As the lines say it: `api-key sure`, `alike path`, `nothing`.
fn told(name: Name) -> String {
    let word = |value: serde_json::Value| value.as_str().unwrap().to_owned();
    match (name.role, name.alike) {
        (Some(role), None) => {
            format!(
                "{} {}",
                word(serde_json::to_value(role).unwrap()),
                word(serde_json::to_value(name.strength).unwrap())
            )
        }
        (None, Some(alike)) => format!("alike {}", word(serde_json::to_value(alike).unwrap())),
        (None, None) => "nothing".to_owned(),
        (Some(_), Some(_)) => "both".to_owned(),
    }
}

/// A name with the characters in the places of their numbers: `{200b}`.
fn spelt(name: &str) -> String {
    let mut pieces = name.split('{');
    let mut out = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let made = piece.split_once('}').and_then(|(number, rest)| {
            Some((char::from_u32(u32::from_str_radix(number, 16).ok().filter(|it| *it > 0xa0)?)?, rest))
        });
        match made {
            Some((c, rest)) => {
                out.push(c);
                out.push_str(rest);
            }
            None => {
                out.push('{');
                out.push_str(piece);
            }
        }
    }
    out
}

fn table() -> Names {
    serde_yaml::from_str(&std::fs::read_to_string("rules/names.yaml").unwrap()).unwrap()
}

#[test]
fn every_line_is_right() {
    let (mut count, mut wrong) = (0, Vec::new());
    for line in LINES.lines().filter(|line| !line.starts_with('#')) {
        let (name, expected) = line.rsplit_once(" = ").unwrap();
        let name = spelt(name);
        let found = told(read(&name));
        count += 1;
        if found != expected {
            wrong.push(format!("{name}: {expected}, read as {found}"));
        }
    }
    assert!(count >= 600, "{count} lines");
    assert!(wrong.is_empty(), "{} lines are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_phrase_stands_twice() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut put = |phrase: &str, place: &str, kind: &str| {
        let key = format!("{kind}: {}", Split::new(phrase, &mut [0; MOST]).text());
        places.entry(key).or_default().push(place.to_owned());
    };
    let table = table();
    for group in &table.roles {
        for phrase in phrases(&group.words, &group.behind) {
            put(&phrase, &format!("{:?} {:?}", group.role, group.strength), "noun");
            if group.role.is_secret() {
                put(&phrase, "secret", "secret");
            }
        }
    }
    for group in &table.otherwise {
        phrases(&group.words, &group.behind).for_each(|it| put(&it, &format!("{:?}", group.alike), "noun"));
    }
    for (kind, groups) in
        [("last", &table.last), ("first", &table.first), ("sections", &table.sections), ("anywhere", &table.anywhere)]
    {
        for group in groups {
            group.words.iter().for_each(|it| put(it, &format!("{:?}", group.alike), kind));
        }
    }
    for (kind, words) in [
        ("tails", &table.tails),
        ("empty", &table.empty),
        ("owners", &table.owners),
        ("fronts", &table.fronts),
        ("never", &table.never),
    ] {
        words.iter().for_each(|it| put(it, kind, kind));
    }
    let twice: Vec<String> =
        places.iter().filter(|(_, at)| at.len() > 1).map(|(phrase, at)| format!("{phrase} {at:?}")).collect();
    assert!(twice.is_empty(), "{} stand twice:\n{}", twice.len(), twice.join("\n"));
    // What is a noun, a last word or a front of its own needs no second place.
    let mut over = Vec::new();
    for (one, other) in [
        ("fronts", "owners"),
        ("fronts", "empty"),
        ("owners", "empty"),
        ("tails", "last"),
        ("tails", "noun"),
        ("last", "secret"),
    ] {
        for key in places.keys().filter_map(|key| key.strip_prefix(&format!("{one}: "))) {
            if places.contains_key(&format!("{other}: {key}")) {
                over.push(format!("{key}: {one} and {other}"));
            }
        }
    }
    assert!(over.is_empty(), "{} stand in two lists:\n{}", over.len(), over.join("\n"));
}

#[test]
fn every_entry_is_reached() {
    let table = table();
    let mut dead = Vec::new();
    let mut ask = |name: String, is: &dyn Fn(Name) -> bool| {
        let found = read(&name);
        if !is(found) {
            dead.push(format!("{name}: {}", told(found)));
        }
    };
    for group in &table.roles {
        for phrase in phrases(&group.words, &group.behind) {
            let at_least = group.bare.unwrap_or(group.strength);
            ask(phrase.replace(' ', "_"), &|found| found.role == Some(group.role) && found.strength == at_least);
            ask(format!("acme_{}", phrase.replace(' ', "_")), &|found| {
                found.role == Some(group.role) && found.strength == group.strength
            });
        }
    }
    for group in &table.otherwise {
        for phrase in phrases(&group.words, &group.behind) {
            ask(phrase.replace(' ', "_"), &|found| found.alike == Some(group.alike));
        }
    }
    let mut all = |groups: &[Words], make: &dyn Fn(&str) -> String| {
        for group in groups {
            for word in &group.words {
                ask(make(&word.replace(' ', "_")), &|found| found.alike == Some(group.alike));
            }
        }
    };
    all(&table.last, &|word| format!("db_password_{word}"));
    all(&table.first, &|word| format!("{word}_password"));
    all(&table.first, &|word| format!("acme_{word}_password"));
    all(&table.sections, &|word| format!("acme.{word}.password"));
    all(&table.anywhere, &|word| format!("acme_{word}_acme_password"));
    let sure = |found: Name| found.role == Some(Role::Password) && found.strength == Strength::Sure;
    let likely = |found: Name| found.role == Some(Role::Password) && found.strength >= Strength::Likely;
    for word in &table.tails {
        ask(format!("db_password_{}", word.replace(' ', "_")), &sure);
    }
    for word in &table.empty {
        ask(format!("{word}.token"), &|found| found.strength == Strength::Weak && found.role == Some(Role::Token));
    }
    for word in &table.owners {
        ask(format!("password_{}", word.replace(' ', "_")), &likely);
    }
    for word in table.owners.iter().chain(&table.fronts) {
        ask(format!("{}pwd", Split::new(word, &mut [0; MOST]).text()), &|found| found.role == Some(Role::Password));
    }
    for word in &table.never {
        ask(word.clone(), &|found| found == read("acme"));
        // With one letter more it is glued, and read as a secret's: the entry is needed.
        let last = word.char_indices().rev().map(|(at, _)| &word[at..]).find(|end| read(end).role.is_some());
        ask(last.unwrap_or_default().to_owned(), &|found| found.role.is_some());
    }
    assert!(dead.is_empty(), "{} entries are not reached:\n{}", dead.len(), dead.join("\n"));
}

/// A name of these words in all spellings.
fn spellings(words: &[&str]) -> Vec<String> {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    };
    let pascal: String = words.iter().map(|word| capital(word)).collect();
    let camel = format!("{}{}", words[0], words[1..].iter().map(|word| capital(word)).collect::<String>());
    let snake = words.join("_");
    vec![
        camel,
        pascal,
        words.join("-"),
        words.join(" "),
        snake.to_uppercase(),
        words.iter().map(|word| capital(word)).collect::<Vec<_>>().join("-"),
        format!("--{}", words.join("-")),
        format!("${}", snake.to_uppercase()),
        format!("${{{}}}", snake.to_uppercase()),
        format!("{snake}:"),
        format!("\"{snake}\""),
        format!("@{snake}"),
        format!(":{snake}"),
        format!("config[\"{snake}\"]"),
        format!("self.{snake}"),
        format!("this->{snake}"),
        format!("this.settings.{snake}"),
        format!("_{snake}"),
        format!("__{snake}__"),
        snake.replace('_', "_\u{200b}"),
    ]
}

#[test]
fn all_spellings_of_a_name_read_the_same() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in LINES.lines().filter(|line| !line.starts_with('#')) {
        let (name, _) = line.rsplit_once(" = ").unwrap();
        let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let words: Vec<&str> = name.split('_').collect();
        // A word of one letter is not told from the next in capitals.
        if !plain || words.iter().any(|word| word.len() < 2) {
            continue;
        }
        count += 1;
        let expected = told(read(name));
        for spelling in spellings(&words) {
            // What a name of one word is part of may say more.
            let found = told(read(&spelling));
            if found != expected {
                wrong.push(format!("{name}: {expected}; {spelling}: {found}"));
            }
        }
    }
    assert!(count >= 300, "{count} names");
    assert!(wrong.is_empty(), "{} spellings differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn of_a_long_name_the_end_counts() {
    let long = format!("{}_db_password", "acme_".repeat(100_000));
    assert_eq!(told(read(&long)), "password sure");
    assert_eq!(told(read(&format!("password_{}", "acme_".repeat(100_000)))), "nothing");
    assert_eq!(told(read(&"密码".repeat(100_000))), "password sure");
    assert_eq!(told(read(&format!("{}password", "x".repeat(1 << 20)))), "password sure");
    assert_eq!(told(read("")), "nothing");
}

#[test]
fn every_reason_is_a_part_of_a_sentence() {
    for group in [table().otherwise, table().last, table().first, table().sections, table().anywhere].concat() {
        let reason = group.alike.reason();
        assert!(reason.starts_with("its name ") && !reason.ends_with('.'), "{reason}");
    }
    assert_eq!(Alike::Other, read("csrf_token").alike.unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_name_is_read(name in "\\PC*", tail in "(_|-|\\.|[A-Z]|[a-z]|[0-9]|\u{200b}|ß|İ|密|́){0,120}") {
        for name in [name.clone(), tail.clone(), format!("{name}{tail}"), format!("{tail}password{name}")] {
            let found = read(&name);
            prop_assert!(found.role.is_none() || found.alike.is_none());
            prop_assert!(found.role.is_some() || found.strength == Strength::Weak);
            prop_assert_eq!(found, read(&name));
        }
    }

    #[test]
    fn only_the_last_bytes_are_looked_at(front in "[a-z_]{0,200}", name in "[a-zA-Z_.]{95}") {
        let cut = format!(".{name}");
        prop_assert_eq!(cut.len(), MOST);
        prop_assert_eq!(read(&format!("{front}{cut}")), read(&cut));
    }
}
