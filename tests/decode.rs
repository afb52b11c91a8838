//! What stands encoded is found, told of the place where it stands, and said to be behind what it was decoded from.
//!
//! Every encoding and every pair of them, over values that are made when the test runs. Each encoder says of every
//! byte where it stands encoded, so a place is checked to the character.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Write;
use std::ops::Range;

use bartizan::check::secrets::Secrets;
use bartizan::check::{Check, Cx, Match, Work};
use bartizan::engine::{Needs, Scanner};
use bartizan::finding::{Confidence, Finding, ReportPath};
use bartizan::rule::generate::Generator;
use bartizan::rule::{RuleSet, embedded};
use bartizan::source::{AHEAD, BEHIND, Blob, Encoding, Origin};
use bartizan::text::decode::{FOR_EACH_BYTE, IN_ANY_CASE};
use bartizan::text::score::{made_up, reads_like_words};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FOR_ADDRESSES: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A text, and where each byte of what it stands for stands in it.
#[derive(Clone)]
struct Written {
    text: Vec<u8>,
    places: Vec<Range<usize>>,
}

impl Written {
    fn plain(text: &[u8]) -> Self {
        Self { text: text.to_vec(), places: (0..text.len()).map(|at| at..at + 1).collect() }
    }

    /// Written once more, by `way`.
    fn again(&self, way: &Way) -> Self {
        let outer = (way.write)(&self.text);
        let place = |inner: &Range<usize>| outer.places[inner.start].start..outer.places[inner.end - 1].end;
        Self { places: self.places.iter().map(place).collect(), text: outer.text }
    }

    fn place(&self, plain: Range<usize>) -> Range<usize> {
        self.places[plain.start].start..self.places[plain.end - 1].end
    }
}

/// A way to write text.
struct Way {
    name: &'static str,
    chain: &'static str,
    write: fn(&[u8]) -> Written,
}

fn each(bytes: &[u8], write: impl Fn(u8) -> String) -> Written {
    let mut written = Written { text: Vec::new(), places: Vec::new() };
    for &byte in bytes {
        let from = written.text.len();
        written.text.extend(write(byte).bytes());
        written.places.push(from..written.text.len());
    }
    written
}

/// Base 64: with padding, in lines of `width` with `joint` between them.
fn base64(bytes: &[u8], alphabet: &[u8; 64], padded: bool, width: usize, joint: &str) -> Written {
    let mut digits = Vec::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0u32, |sum, at| sum << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        let count = three.len() + 1;
        digits.extend((0..count).map(|at| alphabet[(number >> (18 - 6 * at) & 63) as usize]));
    }
    let count = digits.len();
    if padded {
        digits.resize(count.next_multiple_of(4), b'=');
    }
    let at = |digit: usize| digit + digit / width * joint.len();
    let mut text = Vec::new();
    for (number, line) in digits.chunks(width).enumerate() {
        text.extend(if number > 0 { joint.bytes() } else { "".bytes() });
        text.extend(line);
    }
    let places = (0..bytes.len()).map(|byte| {
        let first = byte / 3 * 4;
        at(first)..at((first + 4).min(count) - 1) + 1
    });
    Written { text, places: places.collect() }
}

const ONE_LINE: usize = usize::MAX / 2;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Base 64 of something that is all needed to have any of it.
fn whole(bytes: &[u8], count: usize) -> Written {
    let written = base64(bytes, STANDARD, true, ONE_LINE, "");
    let place = written.place(0..bytes.len());
    Written { text: written.text, places: vec![place; count] }
}

fn two_bytes(bytes: &[u8], unit: fn(u16) -> [u8; 2]) -> Written {
    // Two bytes a character, of which each stands in its own group.
    let units = each(bytes, |_| "..".to_owned());
    let wide: Vec<u8> = bytes.iter().flat_map(|&byte| unit(u16::from(byte))).collect();
    let outer = base64(&wide, STANDARD, true, ONE_LINE, "");
    let places = units.places.iter().map(|unit| outer.places[unit.start].start..outer.places[unit.end - 1].end);
    Written { places: places.collect(), text: outer.text }
}

const WAYS: &[Way] = &[
    Way { name: "base64", chain: "base64", write: |b| base64(b, STANDARD, true, ONE_LINE, "") },
    Way { name: "base64 without padding", chain: "base64", write: |b| base64(b, STANDARD, false, ONE_LINE, "") },
    Way { name: "base64 for addresses", chain: "base64", write: |b| base64(b, FOR_ADDRESSES, false, ONE_LINE, "") },
    Way { name: "base64 in lines of 76", chain: "base64", write: |b| base64(b, STANDARD, true, 76, "\r\n") },
    Way { name: "base64 in lines of 64", chain: "base64", write: |b| base64(b, STANDARD, true, 64, "\n") },
    Way { name: "base64 in a YAML block", chain: "base64", write: |b| base64(b, STANDARD, true, 60, "\n    ") },
    Way { name: "base64 in lines of 61", chain: "base64", write: |b| base64(b, STANDARD, true, 61, "\n") },
    Way { name: "base64 in one JSON text", chain: "base64", write: |b| base64(b, STANDARD, true, 64, "\\n") },
    Way { name: "base64 in joined literals", chain: "base64", write: |b| base64(b, STANDARD, true, 64, "\" +\n  \"") },
    Way { name: "hex", chain: "hex", write: |b| each(b, |byte| format!("{byte:02x}")) },
    Way { name: "upper-case hex", chain: "hex", write: |b| each(b, |byte| format!("{byte:02X}")) },
    Way { name: "percent", chain: "percent encoding", write: |b| each(b, |byte| format!("%{byte:02X}")) },
    Way { name: "\\u", chain: "backslash escapes", write: |b| each(b, |byte| format!("\\u{byte:04x}")) },
    Way { name: "\\x", chain: "backslash escapes", write: |b| each(b, |byte| format!("\\x{byte:02x}")) },
    Way { name: "entities", chain: "HTML entities", write: |b| each(b, |byte| format!("&#x{byte:X};")) },
    Way { name: "decimal entities", chain: "HTML entities", write: |b| each(b, |byte| format!("&#{byte};")) },
    Way { name: "gzip", chain: "base64, then gzip", write: |b| whole(&packed(b), b.len()) },
    Way { name: "UTF-16LE", chain: "base64, then UTF-16", write: |b| two_bytes(b, u16::to_le_bytes) },
    Way { name: "UTF-16BE", chain: "base64, then UTF-16", write: |b| two_bytes(b, u16::to_be_bytes) },
];

/// A plain text with a secret in it, and the rule that must speak.
struct Plain {
    rule: &'static str,
    text: Vec<u8>,
    secret: Range<usize>,
}

fn plain(rule: &'static str, before: &str, secret: &str, behind: &str) -> Plain {
    let text = format!("{before}{secret}{behind}").into_bytes();
    Plain { rule, text, secret: before.len()..before.len() + secret.len() }
}

fn plains(rules: &RuleSet, rng: &mut fastrand::Rng) -> Vec<Plain> {
    // One value by chance in some hundreds reads like words, and is doubted in plain text too: another one then.
    let mut made = |id: &str| {
        let rule = rules.rules().iter().find(|rule| rule.id.as_str() == id).unwrap();
        let generator = Generator::new(rule);
        let drawn = (0..20).map(|_| generator.token(rng).unwrap().secret().to_owned());
        let likely = |body: &str| made_up(body.as_bytes()).is_some() || reads_like_words(body.as_bytes());
        let mut sure = drawn.filter(|value| !likely(value) && !likely(&value[4..]));
        sure.next().unwrap()
    };
    let aws = made("secrets/aws-access-key-id");
    let github = made("secrets/github-pat-classic");
    let url = made("secrets/url-credentials");
    let password: String = (0..24).map(|_| rng.alphanumeric()).collect();
    // A key: two lines of names and numbers around random ones.
    let mut der = vec![0x30, 0x82, 0x04, 0xBE, 0x02, 0x01, 0x00, 0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48];
    der.extend([0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00, 0x04, 0x82, 0x04, 0xA8]);
    der.resize_with(1218, || rng.u8(..));
    let body = base64(&der, STANDARD, true, 64, "\n").text;
    // The line break before the last line belongs to what the rule takes for the value.
    let body = format!("{}\n", String::from_utf8(body).unwrap());
    vec![
        plain("secrets/aws-access-key-id", "# the account\nid = ", &aws, "\nregion = north\n"),
        plain("secrets/github-pat-classic", "{\"a\": \"b\", \"at\": \"", &github, "\", \"more\": true}"),
        plain("secrets/generic-password-assignment", "name = \"app\"\npassword = \"", &password, "\"\nport = 1\n"),
        plain("secrets/url-credentials", "db: postgres://app:", &url, "@db.internal:5432/app\nmode: plain\n"),
        plain("secrets/pem-private-key", "-----BEGIN PRIVATE KEY-----\n", &body, "-----END PRIVATE KEY-----\n"),
    ]
}

fn scan(rules: &RuleSet, text: &[u8]) -> Vec<Finding> {
    let scanner = Scanner::new(rules, None, Needs::default());
    scanner.scan_text("a.txt", text);
    scanner.finish(None).findings
}

fn seed() -> u64 {
    let given = std::env::var("BARTIZAN_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| fastrand::u64(..1_000_000))
}

/// Whether the finding that must be there is, where it must be.
fn missed(rules: &RuleSet, plain: &Plain, ways: &[&Way]) -> Option<String> {
    const BEFORE: &str = "config:\n  value: \"";
    let mut written = Written::plain(&plain.text);
    ways.iter().rev().for_each(|way| written = written.again(way));
    let text = [BEFORE.as_bytes(), &written.text, b"\"\nother: 1\n"].concat();
    let place = written.place(plain.secret.clone());
    let place = (BEFORE.len() + place.start) as u64..(BEFORE.len() + place.end) as u64;
    let chain = ways.iter().map(|way| way.chain).collect::<Vec<_>>().join(", then ");
    let findings = scan(rules, &text);
    // A key in base 64 has a rule of its own.
    let block = |rule: &str| plain.rule.ends_with("pem-private-key") && rule == "secrets/base64-pem-private-key";
    let found = findings.iter().find(|found| found.rule.as_str() == plain.rule);
    if found.is_none() && findings.iter().any(|found| block(found.rule.as_str())) {
        return None;
    }
    let names: Vec<&str> = ways.iter().map(|way| way.name).collect();
    let wrong = match found {
        None => format!("not found among {:?}", findings.iter().map(|f| f.rule.as_str()).collect::<Vec<_>>()),
        Some(found) if found.confidence < Confidence::Medium => "of low confidence".to_owned(),
        Some(found) if !same(plain, &found.span, &place) => format!("at {:?} and not {place:?}", found.span),
        Some(found) if !found.message.contains(&format!("behind {chain}")) => found.message.clone(),
        Some(_) if findings.len() > 1 => format!("one of {} findings: {findings:?}", findings.len()),
        Some(_) => return None,
    };
    Some(format!("{} in {names:?}: {wrong}", plain.rule))
}

/// Whether a finding is where it should be. A key's block may end with its last line or behind that.
fn same(plain: &Plain, found: &std::ops::Range<u64>, place: &std::ops::Range<u64>) -> bool {
    let slack = if plain.rule.ends_with("pem-private-key") { 12 } else { 0 };
    found.start == place.start && found.end <= place.end && place.end - found.end <= slack
}

fn none_missed(seed: u64, missed: &[String]) {
    assert!(missed.is_empty(), "BARTIZAN_SEED={seed}, {} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn every_encoding_is_seen_through() {
    let rules = RuleSet::new(embedded());
    let seed = seed();
    let plains = plains(&rules, &mut fastrand::Rng::with_seed(seed));
    let all = plains.iter().flat_map(|plain| WAYS.iter().filter_map(|way| missed(&rules, plain, &[way])));
    none_missed(seed, &all.collect::<Vec<_>>());
}

#[test]
fn every_pair_of_encodings_is_seen_through() {
    let rules = RuleSet::new(embedded());
    let seed = seed();
    let plains = plains(&rules, &mut fastrand::Rng::with_seed(seed));
    let pairs = WAYS.iter().flat_map(|outer| WAYS.iter().map(move |inner| [outer, inner]));
    // A key encoded twice is longer than what is decoded as one.
    let all =
        pairs.flat_map(|pair| plains[..4].iter().filter_map(|plain| missed(&rules, plain, &pair)).collect::<Vec<_>>());
    none_missed(seed, &all.collect::<Vec<_>>());
}

#[test]
fn three_encodings_are_seen_through_and_four_are_not() {
    let rules = RuleSet::new(embedded());
    let seed = seed();
    let mut rng = fastrand::Rng::with_seed(seed);
    let plains = plains(&rules, &mut rng);
    let mut all = Vec::new();
    for _ in 0..40 {
        let ways: Vec<&Way> = (0..3).map(|_| &WAYS[rng.usize(..WAYS.len())]).collect();
        all.extend(missed(&rules, &plains[rng.usize(..4)], &ways));
    }
    none_missed(seed, &all);
    let four = [&WAYS[0], &WAYS[9], &WAYS[0], &WAYS[9]];
    assert!(missed(&rules, &plains[1], &four).is_some_and(|why| why.contains("not found")));
}

fn blob<'b>(origin: &'b Origin, text: &'b [u8], base: u64, own: Range<usize>, last: bool) -> Blob<'b> {
    Blob { origin, text, base, own, encoding: Encoding::Ascii, last }
}

fn origin() -> Origin {
    Origin { path: ReportPath::from_bytes(b"a.txt"), explicit: true, lines: None }
}

fn matches(check: &Secrets<'_>, text: &[u8]) -> (Vec<Match>, Cx) {
    let (origin, mut cx, mut found) = (origin(), Cx::default(), Vec::new());
    check.run(&blob(&origin, text, 0, 0..text.len(), true), &mut cx, &mut found);
    (found, cx)
}

#[test]
fn what_windows_cut_is_found_once() {
    let rules = RuleSet::new(embedded());
    let check = Secrets::new(&rules);
    let seed = seed();
    let mut rng = fastrand::Rng::with_seed(seed);
    let github = plains(&rules, &mut rng).swap_remove(1);
    // One run that is longer than a window, with secrets all over it.
    let line = [&github.text[..], b"\nname: value, more: text\n"].concat();
    for way in [&WAYS[0], &WAYS[9], &WAYS[11], &WAYS[12]] {
        let mut text = b"value: ".to_vec();
        text.extend((way.write)(&line.repeat(2000)).text);
        let place = |found: &Match| (found.secret.clone().unwrap(), found.rule);
        let mut expected: Vec<_> = matches(&check, &text).0.iter().map(place).collect();
        expected.sort_unstable_by_key(|(span, rule)| (span.start, *rule));
        // As much as one file may have decoded is more than this, but escapes are decoded piece by piece.
        assert!(expected.len() >= 1990, "BARTIZAN_SEED={seed}, {}: {}", way.name, expected.len());
        let (size, origin, mut cx) = (rng.usize(20_000..60_000), origin(), Cx::default());
        let mut found = Vec::new();
        for start in (0..text.len()).step_by(size) {
            let end = text.len().min(start + size);
            let (from, until) = (start.saturating_sub(BEHIND), text.len().min(end + AHEAD));
            let own = start - from..end - from;
            let mut here = Vec::new();
            let window = blob(&origin, &text[from..until], from as u64, own.clone(), end == text.len());
            check.run(&window, &mut cx, &mut here);
            let own = here.iter().filter(|found| own.contains(&found.span.start)).map(place);
            found.extend(own.map(|(span, rule)| (span.start + from..span.end + from, rule)));
        }
        found.sort_unstable_by_key(|(span, rule)| (span.start, *rule));
        let lost = expected.iter().filter(|one| !found.contains(one)).count();
        assert!(lost <= expected.len() / 100, "BARTIZAN_SEED={seed}, {}: {lost} of {} lost", way.name, expected.len());
        found.dedup();
        assert!(found.len() <= expected.len() + expected.len() / 100, "{}: {}", way.name, found.len());
    }
}

#[test]
fn what_only_looks_encoded_is_quiet() {
    let rules = RuleSet::new(embedded());
    let check = Secrets::new(&rules);
    let seed = seed();
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut bytes = |count: usize| std::iter::repeat_with(|| rng.u8(..)).take(count).collect::<Vec<u8>>();
    let one_line = |bytes: &[u8]| String::from_utf8(base64(bytes, STANDARD, true, ONE_LINE, "").text).unwrap();
    let image = [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &bytes(4000)].concat();
    let mut quiet = vec![
        format!("url(data:image/png;base64,{})", one_line(&image)),
        one_line(&bytes(100_000)),
        String::from_utf8(base64(&bytes(100_000), STANDARD, true, 76, "\n").text).unwrap(),
        String::from_utf8(each(&bytes(50_000), |byte| format!("{byte:02x}")).text).unwrap(),
        String::from_utf8(each(&bytes(5000), |byte| format!("\\x{byte:02x}")).text).unwrap(),
        String::from_utf8(each(&bytes(5000), |byte| format!("%{byte:02X}")).text).unwrap(),
        one_line(&packed(&bytes(5000))),
    ];
    quiet.extend((0..200).map(|_| format!("\"integrity\": \"sha512-{}\"", one_line(&bytes(64)))));
    for text in quiet {
        let (found, _) = matches(&check, text.as_bytes());
        let told = found.iter().filter(|found| found.notes.iter().any(|note| note.contains("behind "))).count();
        assert_eq!(told, 0, "BARTIZAN_SEED={seed}: {}", &text[..60]);
    }
}

#[test]
fn a_value_is_the_same_finding_however_it_is_broken_into_lines() {
    let rules = RuleSet::new(embedded());
    let plain = plains(&rules, &mut fastrand::Rng::with_seed(seed())).swap_remove(1);
    let of = |way: &Way| {
        let findings = scan(&rules, &(way.write)(&plain.text).text);
        findings.iter().find(|found| found.rule.as_str() == plain.rule).unwrap().fingerprint
    };
    assert_eq!(of(&WAYS[0]), of(&WAYS[4]));
    assert_eq!(of(&WAYS[0]), of(&WAYS[9]));
}

#[test]
fn one_escape_in_the_middle_does_not_hide_a_value() {
    let rules = RuleSet::new(embedded());
    let mut rng = fastrand::Rng::with_seed(seed());
    let rule = rules.rules().iter().find(|rule| rule.id.as_str() == "secrets/github-pat-classic").unwrap();
    for (escaped, name) in [("%5F", "percent"), ("\\u005f", "backslash"), ("&#95;", "entity")] {
        let token = Generator::new(rule).token(&mut rng).unwrap().text;
        let text = format!("at = \"{}\"\n", token.replacen('_', escaped, 1));
        let found = scan(&rules, text.as_bytes());
        let at = found.iter().find(|found| found.rule == rule.id).map(|found| found.span.clone());
        let end = 6 + token.len() + escaped.len() - 1;
        assert_eq!(at, Some(6..end as u64), "{name}");
    }
}

/// What a text costs; every decoder stays within its bound.
fn bounded(check: &Secrets<'_>, name: &str, text: &[u8]) -> Work {
    let (_, cx) = matches(check, text);
    let most = (text.len() * FOR_EACH_BYTE + IN_ANY_CASE) as u64;
    // The last stretch may be a group longer than what was left.
    assert!(cx.work.decoded_bytes <= most + most / 4, "{name}: {:?} for {}", cx.work, text.len());
    cx.work
}

#[test]
fn decoding_is_linear() {
    let rules = RuleSet::new(embedded());
    let check = Secrets::new(&rules);
    let in_base64 = |bytes: &[u8], width: usize| base64(bytes, STANDARD, true, width, "\n").text;
    let words = |size: usize| b"some words = of a text\n".iter().copied().cycle().take(size).collect::<Vec<u8>>();
    type Make<'m> = Box<dyn Fn(usize) -> Vec<u8> + 'm>;
    let bomb = packed(&vec![b'a'; 2 << 20]);
    let binary_bomb = packed(&vec![0; 2 << 20]);
    let repeated = |piece: &'static [u8]| -> Make<'_> {
        Box::new(move |size| piece.iter().copied().cycle().take(size / piece.len() * piece.len()).collect())
    };
    let bombs = |bomb: &[u8], size: usize| {
        let one = [in_base64(bomb, ONE_LINE), b"\n\n".to_vec()].concat();
        one.iter().copied().cycle().take(size / one.len() * one.len()).collect::<Vec<u8>>()
    };
    let cases: Vec<(&str, Make<'_>)> = vec![
        ("base64", Box::new(|size| in_base64(&words(size * 3 / 4), ONE_LINE))),
        ("base64 in lines", Box::new(|size| in_base64(&words(size * 3 / 4), 76))),
        ("base64 twice", Box::new(|size| in_base64(&in_base64(&words(size * 9 / 16), ONE_LINE), ONE_LINE))),
        (
            "lines of base64 that stand alone",
            Box::new(|size| {
                let one = [in_base64(b"some words = of a text, of 42 bytes, more.", ONE_LINE), b"\n".to_vec()].concat();
                one.iter().copied().cycle().take(size).collect()
            }),
        ),
        ("bombs", Box::new(|size| bombs(&bomb, size))),
        ("bombs of zeros", Box::new(|size| bombs(&binary_bomb, size))),
        ("percent", repeated(b"%41")),
        ("percent that is percent", repeated(b"%25")),
        ("backslash", repeated(b"\\u0041")),
        ("backslashes", repeated(b"\\\\")),
        ("entities", repeated(b"&#65;")),
        ("entities of entities", repeated(b"&#38;")),
        ("signs", repeated(b"%")),
        ("some escapes", repeated(b"abcdefghijklmnop0123%2Fword ")),
        ("one base64 run of As", repeated(b"A")),
        ("one hex run", repeated(b"41")),
    ];
    for (name, make) in cases {
        let (one, two) = (make(500_000), make(1_000_000));
        let (once, twice) = (bounded(&check, name, &one), bounded(&check, name, &two));
        let (once, twice) = (once.decoded_bytes, twice.decoded_bytes);
        assert!(twice <= once * 23 / 10 + IN_ANY_CASE as u64, "{name}: {once} become {twice}");
    }
    let (_, cx) = matches(&check, &bombs(&bomb, 500_000));
    assert_eq!(cx.notes.len(), 1, "that something was left out is said, once");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_it_panic(
        parts in proptest::collection::vec((0usize..9, proptest::collection::vec(any::<u8>(), 0..80)), 0..12),
        base in 0u64..2,
    ) {
        let rules = RuleSet::new(Vec::new());
        let check = Secrets::new(&rules);
        let mut text = Vec::new();
        for (kind, bytes) in parts {
            match kind {
                0 => text.extend(bytes),
                1 => text.extend(base64(&bytes, STANDARD, true, 44, "\n  ").text),
                2 => text.extend(base64(&packed(&bytes), STANDARD, true, ONE_LINE, "").text),
                3 => text.extend(each(&bytes, |byte| format!("\\u{{{byte:x}}}\\ud83d\\u{byte:04x}")).text),
                4 => text.extend(each(&bytes, |byte| format!("&#{byte};%{byte:X}")).text),
                5 => text.extend(b"0x"),
                6 => text.extend(base64(&[&[0xFF, 0xFE][..], &bytes].concat(), STANDARD, false, ONE_LINE, "").text),
                7 => text.extend(each(&bytes, |byte| format!("{:02x}", byte & 0x7F)).text),
                _ => text.extend(base64(&bytes.iter().map(|b| b & 0x3F | 0x20).collect::<Vec<_>>(), STANDARD, true, 41, "\\n").text),
            }
        }
        let (origin, mut cx) = (origin(), Cx::default());
        check.run(&blob(&origin, &text, base, 0..text.len(), true), &mut cx, &mut Vec::new());
    }
}
