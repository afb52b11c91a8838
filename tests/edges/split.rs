//! Values in pieces: literals that a program joins, lines that go on, blocks of YAML.

use std::ops::Range;

use bartizan::finding::{Confidence, Finding};
use fastrand::Rng;

use super::sample::{Sample, must_stand, samples, scan};

/// How pieces are written: the file, what opens a literal, what stands between two pieces, what closes the last.
type Joint = (&'static str, &'static str, &'static str, &'static str);

const JOINTS: [Joint; 17] = [
    ("A.java", "\"", "\" +\n        \"", "\";\n"),
    ("B.java", "\"", "\"\n        + \"", "\";\n"),
    ("a.go", "\"", "\" +\n\t\t\"", "\"\n"),
    ("a.js", "'", "' +\n  '", "';\n"),
    ("crlf.js", "'", "' +\r\n  '", "';\r\n"),
    ("line.js", "'", "' + '", "';\n"),
    ("a.cs", "\"", "\" +\n            \"", "\";\n"),
    ("a.py", "(\"", "\"\n    \"", "\")\n"),
    ("b.py", "\"", "\" \\\n    \"", "\"\n"),
    ("c.py", "(\"", "\" +\n    \"", "\")\n"),
    ("a.c", "\"", "\"\n\t\"", "\";\n"),
    ("a.php", "'", "' .\n    '", "';\n"),
    ("a.rb", "'", "' \\\n  '", "'\n"),
    ("a.lua", "\"", "\" ..\n  \"", "\"\n"),
    ("a.vb", "\"", "\" & _\n    \"", "\"\n"),
    ("a.sh", "\"", "\\\n", "\"\n"),
    ("a.yaml", "\"", "\\\n    ", "\"\n"),
];

/// A text with the value in pieces, each with a run of 16 characters at a joint where the value has one, and where the
/// value stands.
fn written(sample: &Sample, joint: &Joint, cuts: &[usize]) -> (String, Range<usize>) {
    let (_, open, between, close) = joint;
    let name = sample.before.trim_end_matches(['"', '\'']);
    let mut text = format!("{name}{open}");
    let from = text.len() + sample.secret.start;
    let mut last = 0;
    for &cut in cuts {
        text += &sample.value[last..cut];
        text += between;
        last = cut;
    }
    text += &sample.value[last..];
    let end = text.len() - (sample.value.len() - sample.secret.end);
    text += close;
    (text, from..end)
}

fn is_one_literal(sample: &&Sample) -> bool {
    !sample.is_block() && sample.file != ".netrc" && sample.before.ends_with(['"', '\''])
}

/// Where a value may be cut so that one of the pieces shows a run at the joint; the first, where a line goes on.
fn cuts(sample: &Sample, joint: &Joint) -> Vec<usize> {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"_-+/".contains(&byte);
    let value = sample.value.as_bytes();
    let run = |at: usize| value[..at].iter().rev().take_while(|&&byte| token(byte)).count();
    let rest = |at: usize| value[at..].iter().take_while(|&&byte| token(byte)).count();
    (1..value.len()).filter(|&at| run(at) >= 16 || !joint.2.starts_with('\\') && rest(at) >= 16).collect()
}

fn sure(found: &Finding, what: &str) {
    assert!(found.confidence >= Confidence::Medium, "{what}: {}", found.message);
}

#[test]
fn pieces_of_a_literal_are_joined() {
    let mut rng = Rng::with_seed(21);
    for sample in samples(&mut rng).iter().filter(is_one_literal) {
        for joint in &JOINTS {
            let cuts = cuts(sample, joint);
            for _ in 0..4 {
                let (text, place) = written(sample, joint, &[cuts[rng.usize(..cuts.len())]]);
                let what = format!("{} in {}", text.len(), joint.0);
                let findings = scan(joint.0, text.as_bytes());
                sure(&must_stand(sample, text.as_bytes(), &place, &findings, &what), &what);
            }
        }
    }
}

#[test]
fn many_pieces_are_joined_and_said_to_be() {
    let mut rng = Rng::with_seed(22);
    let samples = samples(&mut rng);
    let sample = samples.iter().find(|sample| sample.rule.ends_with("npm-access-token")).unwrap();
    for joint in &JOINTS[..15] {
        let (text, place) = written(sample, joint, &[2, 4, 9, 26, 28, 33]);
        let found = must_stand(sample, text.as_bytes(), &place, &scan(joint.0, text.as_bytes()), joint.0);
        assert!(found.message.contains("behind joined pieces"), "{}", found.message);
    }
}

#[test]
fn what_is_not_joined_is_not_found() {
    let samples = samples(&mut Rng::with_seed(23));
    let sample = samples.iter().find(|sample| sample.rule.ends_with("npm-access-token")).unwrap();
    // Neighbours of a list; a folded line of YAML, which is a blank for who reads it; two statements.
    for joint in ["\",\n  \"", "\"\n- \"", "\n    ", "\"\nb = \"", "\"; \"", "\" - \""] {
        let (text, _) = written(sample, &("a.yaml", "\"", joint, "\"\n"), &[20]);
        let findings = scan("a.yaml", text.as_bytes());
        let of_it = findings.iter().find(|found| found.rule.as_str() == sample.rule);
        assert!(of_it.is_none_or(|found| found.confidence == Confidence::Low), "{joint:?}: {findings:?}");
    }
}

#[test]
fn blocks_of_yaml_hold_values_on_lines_of_their_own() {
    for sample in samples(&mut Rng::with_seed(24)) {
        if sample.file == ".netrc" {
            continue;
        }
        for head in ["run: |\n", "run: >\n", "run: |-\n", "run: >-\n", "a:\n  - run: |2+\n"] {
            let indented = |text: &str| text.trim_end().replace('\n', "\n      ");
            let text = format!("{head}      {}{}{}", sample.before, indented(&sample.value), indented(sample.behind));
            let at = head.len() + 6 + sample.before.len();
            // Each line before the value's end moved it by the blanks before it.
            let moved = |at: usize| sample.value[..at].matches('\n').count() * 6;
            let place = sample.place(at);
            let place = place.start + moved(sample.secret.start)..place.end + moved(sample.secret.end);
            must_stand(&sample, text.as_bytes(), &place, &scan("a.yaml", text.as_bytes()), head);
        }
    }
}
