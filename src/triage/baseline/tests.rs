#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::finding::{Occurrences, RuleId, Trace};

fn known(value: &str, path: &str) -> Known {
    let rule = RuleId::new("secrets", "some-token");
    let path = ReportPath::from_bytes(path.as_bytes());
    let fingerprint = Occurrences::default().fingerprint(&rule, &path, Trace::of(value.as_bytes()));
    Known { fingerprint, rule: rule.as_str().into(), path: path.to_text().into() }
}

fn read(text: &str) -> Result<Vec<Known>, String> {
    let baseline = Baseline::parse(text, "b", None).map_err(|error| format!("{error}; {}", error.help()))?;
    Ok(baseline.entries.into_iter().map(|(known, _)| known).collect())
}

#[test]
fn what_is_written_is_read() {
    let odd = [
        "a b",
        "ä",
        "\u{1b}[31m",
        "\u{202e}x",
        "it's \"one\"",
        "a: b",
        "# x",
        "-",
        "a,b",
        "{a}",
        "\\xff",
        "😀",
        "a\nb",
    ];
    let plain = ["src/app.py", ".env", "_x/@y/a+b-c.1"];
    let mut all: Vec<Known> = odd.iter().chain(&plain).map(|path| known("v", path)).collect();
    let text = render(all.iter().cloned());
    assert!(text.lines().skip(2).is_sorted(), "{text}");
    assert_eq!(text.chars().find(|&c| c != '\n' && crate::finding::unsafe_on_terminal(c)), None);
    all.sort();
    assert_eq!(read(&text).unwrap(), all);
    // The reader of lines alone knows none but the plain ones, and says the same of them as the other.
    let some = render(plain.iter().map(|path| known("v", path)));
    assert_eq!(read(&some).unwrap(), read(&format!("{some}\n - {{}}").replace("\n - {}", "  # by hand\n")).unwrap());
    assert_eq!(read(&render([])).unwrap(), []);
    assert_eq!(read("").unwrap(), []);
    assert_eq!(read(&text.replace('\n', "\r\n")).unwrap(), all);
}

#[test]
fn other_forms_of_yaml_mean_the_same() {
    let one = known("v", "a.py");
    let print = one.fingerprint;
    for text in [
        format!("- fingerprint: {print}\n  rule: secrets/some-token\n  path: a.py\n"),
        format!(
            "[{{path: 'a.py', rule: \"secrets/some-token\", fingerprint: {}}}]",
            print.to_string().replace('.', "")
        ),
        format!("---\n- {{fingerprint: {print}, rule: secrets/some-token, path: a.py}}\n...\n"),
    ] {
        assert_eq!(read(&text).unwrap(), std::slice::from_ref(&one), "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_not_repeated() {
    let print = known("v", "a").fingerprint;
    let good = format!("- {{fingerprint: {print}, rule: p/r, path: a}}\n");
    for (text, said) in [
        ("- {fingerprint: hunter2, rule: p/r, path: a}", "1:17: this is no fingerprint"),
        ("# c\n- {hunter2: x}", "2:4: an entry has no such key"),
        ("- hunter2", "1:3: this is no entry"),
        ("hunter2: 1", "1:1: a baseline is a list"),
        ("- {fingerprint: [hunter2]}", "1:17: `fingerprint` is a text"),
        ("- {hunter2", "this is no YAML"),
        (&format!("- {{fingerprint: {print}, rule: p/r}}"), "1:3: the key `path` is missing"),
        (&format!("- {{fingerprint: {print}, rule: hunter2, path: a}}"), "this is no rule's id"),
        (&format!("- {{fingerprint: {print}, fingerprint: {print}}}"), "`fingerprint` stands here twice"),
        (&format!("{good}<<<<<<< hunter2\n{good}=======\n>>>>>>> x\n"), "2:1: a merge left a conflict here"),
        (&format!("{good}---\n{good}"), "a second document begins here"),
        ("- *hunter2", "this is no"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.contains(said), "{text}: {error}");
        assert!(!error.contains("hunter2"), "{text}: {error}");
    }
}

#[test]
fn files_of_other_shells_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("b.yaml");
    let all = [known("v", "ä/a.py")];
    let text = render(all.iter().cloned());
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        [b"\xFF\xFE", &little[..]].concat(),
        [b"\xFE\xFF", &big[..]].concat(),
        little,
        big,
    ] {
        std::fs::write(&file, bytes).unwrap();
        let read = Baseline::load(&file, "b", None).unwrap().unwrap();
        assert_eq!(read.entries[0].0, all[0]);
    }
    std::fs::write(&file, b"# x\n# \xff\n").unwrap();
    let error = Baseline::load(&file, "b", None).unwrap_err();
    assert!(error.to_string().contains("2:1: this line is not UTF-8"), "{error}");
    assert!(Baseline::load(&folder.path().join("no"), "b", None).unwrap().is_none());
    assert!(Baseline::load(folder.path(), "b", None).unwrap_err().to_string().contains("cannot be read"));
}

#[test]
fn a_line_that_stands_twice_counts_once() {
    let text = render([known("v", "a"), known("w", "b")]);
    let both = format!("{text}{text}");
    let baseline = Baseline::parse(&both, "b", None).unwrap();
    assert_eq!((baseline.len(), baseline.repeated.len()), (2, 2));
}

#[test]
fn a_hundred_thousand_lines_are_read_one_by_one() {
    let text = render((0..100_000).map(|number| known(&number.to_string(), &format!("d/{number}.py"))));
    let baseline = Baseline::parse(&text, "b", None).unwrap();
    assert_eq!(baseline.len(), 100_000);
}
