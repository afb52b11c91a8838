//! The heart of the engine's tests: prefilters plus anchored verification report exactly what running every rule's
//! regular expression at every position reports. What stands encoded is a layer above both, and left out.
//!
//! Texts are made of the rules' own values (whole, spoiled, glued together), of noise, and of real files. The seed
//! changes with every run and is printed; `BARTIZAN_SEED` sets it. `BARTIZAN_MADE_BYTES` says how many bytes to make,
//! `BARTIZAN_REAL` names folders, as `PATH` does, from whose files `BARTIZAN_REAL_BYTES` are drawn (from this
//! repository's own otherwise).
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test stops where it is surprised, and prints its seed")]

#[path = "support/reference.rs"]
mod reference;

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use bartizan::check::secrets::Secrets;
use bartizan::check::{Check, Cx, Match};
use bartizan::finding::ReportPath;
use bartizan::rule::generate::Generator;
use bartizan::rule::{RuleSet, embedded};
use bartizan::source::{AHEAD, BEHIND, Blob, Encoding, Origin};
use rayon::prelude::*;
use reference::Reference;

fn seed() -> u64 {
    let seed = std::env::var("BARTIZAN_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 % 1_000_000_007);
    eprintln!("BARTIZAN_SEED={seed}");
    seed
}

/// A file that the rules for configuration files look at, and so does every other rule.
fn origin() -> Origin {
    Origin { path: ReportPath::from_bytes(b"a.env"), explicit: true, lines: None }
}

/// What the fast engine says of a text that comes whole.
fn whole(check: &Secrets<'_>, text: &[u8], cx: &mut Cx) -> Vec<Match> {
    let origin = origin();
    let mut found = Vec::new();
    let own = 0..text.len();
    check.run(&Blob { origin: &origin, text, base: 0, own, encoding: Encoding::Ascii, last: true }, cx, &mut found);
    cx.ends.clear();
    found.sort_by_key(|m| (m.span.start, m.span.end, m.rule));
    found
}

/// What the fast engine says of the same text in windows of `size` bytes.
fn windowed(check: &Secrets<'_>, text: &[u8], size: usize, cx: &mut Cx) -> Vec<Match> {
    let origin = origin();
    let mut found = Vec::new();
    for start in (0..text.len()).step_by(size) {
        let end = text.len().min(start + size);
        let (from, until) = (start.saturating_sub(BEHIND), text.len().min(end + AHEAD));
        let own = start - from..end - from;
        let blob = Blob {
            origin: &origin,
            text: &text[from..until],
            base: from as u64,
            own: own.clone(),
            encoding: Encoding::Ascii,
            last: end == text.len(),
        };
        let mut here = Vec::new();
        check.run(&blob, cx, &mut here);
        found.extend(here.into_iter().filter(|m| own.contains(&m.span.start)).map(|mut m| {
            m.span = m.span.start + from..m.span.end + from;
            m.secret = m.secret.map(|secret| secret.start + from..secret.end + from);
            m.related.iter_mut().for_each(|(place, _)| *place = place.start + from..place.end + from);
            m
        }));
    }
    cx.ends.clear();
    found.sort_by_key(|m| (m.span.start, m.span.end, m.rule));
    found
}

/// Says where two lists part, with the text around it.
fn same(rules: &RuleSet, text: &[u8], fast: &[Match], slow: &[Match], what: &str) {
    if fast == slow {
        return;
    }
    let at = fast.iter().zip(slow).position(|(a, b)| a != b).unwrap_or(fast.len().min(slow.len()));
    let show = |m: Option<&Match>| {
        m.map_or_else(
            || "nothing".into(),
            |m| {
                let (from, until) = (m.span.start.saturating_sub(40), text.len().min(m.span.end + 40));
                let around = String::from_utf8_lossy(&text[from..until]);
                format!("{} at {:?} {:?} in {around:?}", rules.rules()[m.rule as usize].id, m.span, m.confidence)
            },
        )
    };
    panic!("{what}: the engine says {}; the reference says {}", show(fast.get(at)), show(slow.get(at)));
}

/// A text of about `size` bytes in which everything that the prefilters look at happens often.
fn text(rules: &RuleSet, rng: &mut fastrand::Rng, size: usize) -> Vec<u8> {
    const GLUE: &[&str] = &[
        "\n",
        " ",
        "=",
        "\"",
        "'",
        ":",
        "/",
        "-",
        "+",
        "_",
        ".",
        "\\n",
        "\\u0022",
        "\\x22",
        "%3D",
        "%3d",
        "\\",
        "%",
        "\r\n",
        "\0",
        "://",
        "@",
        "?key=",
        "----------------",
        "////////////////",
        "token: ",
        "secret = \"",
        "password=",
        "api_key: '",
        "x",
        "\u{feff}",
        "é",
        "<",
        ">",
        "{{",
        "}}",
        ";",
        ",",
        "\t",
    ];
    const WORDS: &[&str] = &[
        "aws",
        "AWS_SECRET_ACCESS_KEY",
        "github",
        "slackToken",
        "a1",
        "if",
        "return",
        "some_identifier_name_1",
        "CamelCaseName",
        "0x1f",
        "deadbeefdeadbeef",
        "include/linux/of_device.h",
    ];
    let noise: [&[u8]; 4] = [
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        b"0123456789abcdef",
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/-_",
        b" \n\t.,;:=\"'()[]{}<>|&*!?#$%^~`\\\x00\x7f\xff\xe9",
    ];
    let mut out = Vec::with_capacity(size + 4096);
    while out.len() < size {
        match rng.u32(..20) {
            0..7 => {
                let rule = &rules.rules()[rng.usize(..rules.rules().len())];
                let made = Generator::new(rule).token(rng).unwrap().text.into_bytes();
                // Often whole, sometimes cut short, doubled or with one byte changed.
                match rng.u32(..8) {
                    0 => out.extend(&made[..rng.usize(..=made.len())]),
                    1 => out.extend(made.iter().chain(&made)),
                    2 => {
                        let mut spoiled = made;
                        let at = rng.usize(..spoiled.len());
                        spoiled[at] = rng.u8(..);
                        out.extend(spoiled);
                    }
                    _ => out.extend(made),
                }
                if let Some(tail) = &rule.def.tail {
                    out.extend(tail.then.bytes().take(rng.usize(..=tail.then.len() * 4)));
                }
                if let Some(context) = &rule.def.context
                    && rng.bool()
                {
                    out.extend(format!(" {} ", context.words[rng.usize(..context.words.len())]).bytes());
                }
            }
            7..9 => {
                let rule = &rules.rules()[rng.usize(..rules.rules().len())];
                if let Some(context) = &rule.def.context {
                    let word = &context.words[rng.usize(..context.words.len())];
                    let imported = rng.u32(..4) == 0;
                    out.extend(if imported { format!("\nimport {word};\n") } else { word.clone() }.bytes());
                }
                out.extend(b"_key = ");
            }
            9..16 => out.extend(GLUE[rng.usize(..GLUE.len())].bytes()),
            16..18 => out.extend(WORDS[rng.usize(..WORDS.len())].bytes()),
            _ => {
                let alphabet = noise[rng.usize(..noise.len())];
                out.extend((0..rng.usize(..90)).map(|_| alphabet[rng.usize(..alphabet.len())]));
            }
        }
    }
    out
}

/// Holds both engines against each other; gives how many matches there are.
fn compare(
    rules: &RuleSet,
    reference: &Reference<'_>,
    check: &Secrets<'_>,
    text: &[u8],
    what: &str,
    cx: &mut Cx,
) -> usize {
    let slow = reference.matches(text);
    same(rules, text, &whole(check, text, cx), &slow, what);
    slow.len()
}

/// How many bytes to look at.
fn bytes(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).map_or(otherwise, |bytes| bytes.parse().unwrap())
}

/// The rules that go by a pattern: what a check speaks for has none, and no reference.
fn patterned() -> RuleSet {
    RuleSet::new(embedded().into_iter().filter(|rule| rule.def.check.is_none()).collect())
}

#[test]
fn generated_texts_give_what_the_reference_gives() {
    /// The length of a text on average, in bytes.
    const SIZE: usize = 4096;
    let rules = patterned();
    let check = Secrets::new(&rules).without_decoders();
    let reference = Reference::new(&rules, &check, &origin().path);
    let seed = seed();
    let rounds = bytes("BARTIZAN_MADE_BYTES", 200_000).div_ceil(SIZE) as u64;
    let round = |cx: &mut Cx, round: u64| {
        let mut rng = fastrand::Rng::with_seed(seed.wrapping_add(round));
        let size = rng.usize(1..=2 * SIZE);
        let text = text(&rules, &mut rng, size);
        let matches = compare(&rules, &reference, &check, &text, &format!("seed {seed}, round {round}"), cx);
        (text.len(), matches)
    };
    let (done, matches) = (0..rounds).into_par_iter().map_init(Cx::default, round).reduce(|| (0, 0), sum);
    eprintln!("{done} bytes, {matches} matches");
    assert!(matches > done / 2000, "the texts hold too little: {matches} matches in {done} bytes");
}

const fn sum(one: (usize, usize), other: (usize, usize)) -> (usize, usize) {
    (one.0 + other.0, one.1 + other.1)
}

#[test]
fn windows_give_what_the_whole_gives() {
    let rules = patterned();
    let check = Secrets::new(&rules).without_decoders();
    let seed = seed();
    let mut cx = Cx::default();
    for round in 0..12 {
        let mut rng = fastrand::Rng::with_seed(seed.wrapping_add(round));
        let text = text(&rules, &mut rng, 60_000);
        let expected = whole(&check, &text, &mut cx);
        for size in [997, 4096, 20_011, rng.usize(600..30_000)] {
            let windows = windowed(&check, &text, size, &mut cx);
            same(&rules, &text, &windows, &expected, &format!("seed {seed}, round {round}, windows of {size}"));
        }
    }
}

/// Files of the folders, spread over them by the seed, of which all together hold `limit` bytes; of each its first
/// bytes.
fn draw(roots: &[PathBuf], limit: usize, seed: u64) -> Vec<(PathBuf, Vec<u8>)> {
    /// So that no single file is most of it.
    const EACH: u64 = 1 << 18;
    let mut files: Vec<PathBuf> = roots.iter().flat_map(ignore::Walk::new).flatten().map(|e| e.into_path()).collect();
    files.sort();
    fastrand::Rng::with_seed(seed).shuffle(&mut files);
    let mut drawn = 0;
    let read = |path: PathBuf| {
        let mut text = Vec::new();
        File::open(&path).ok().filter(|_| path.is_file())?.take(EACH).read_to_end(&mut text).ok()?;
        // What holds a zero byte is binary, and no scan looks at it.
        (!text.contains(&0)).then_some((path, text))
    };
    let enough = |(_, text): &(PathBuf, Vec<u8>)| {
        let more = drawn < limit;
        drawn += text.len();
        more
    };
    files.into_iter().filter_map(read).take_while(enough).collect()
}

#[test]
fn real_files_give_what_the_reference_gives() {
    let rules = patterned();
    let check = Secrets::new(&rules).without_decoders();
    let reference = Reference::new(&rules, &check, &origin().path);
    let own = || ["src", "rules", "docs", "tests"].map(|d| Path::new(env!("CARGO_MANIFEST_DIR")).join(d)).to_vec();
    let roots = std::env::var_os("BARTIZAN_REAL").map_or_else(own, |given| std::env::split_paths(&given).collect());
    let files = draw(&roots, bytes("BARTIZAN_REAL_BYTES", 600_000), seed());
    let file = |cx: &mut Cx, (path, text): &(PathBuf, Vec<u8>)| {
        (text.len(), compare(&rules, &reference, &check, text, &path.display().to_string(), cx))
    };
    let (done, matches) = files.par_iter().map_init(Cx::default, file).reduce(|| (0, 0), sum);
    eprintln!("{done} bytes of {} real files, {matches} matches", files.len());
    assert!(done > 10_000);
}
