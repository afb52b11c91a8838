#![allow(clippy::unwrap_used, reason = "tests may fail")]

use super::*;
use crate::report::human::{Detail, HumanOptions};
use crate::report::sample::{self, POLICY, Scan};
use crate::rule::RuleSet;
use crate::source::SkipReason;

const TOKEN: &str = "0123456789abcdef";

fn annotations(scan: &Scan, rules: &RuleSet, policy: Policy) -> String {
    let mut out = Vec::new();
    scan.tell(Github::new(Box::new(&mut out), rules, policy));
    String::from_utf8(out).unwrap()
}

fn page(scan: &Scan, rules: &RuleSet) -> String {
    let mut out = Vec::new();
    scan.tell(StepSummary::new(Box::new(&mut out), rules, POLICY));
    String::from_utf8(out).unwrap()
}

fn beside_people(scan: &Scan, rules: &RuleSet, detail: Detail) -> String {
    let mut out = Vec::new();
    let options = HumanOptions { detail, ..HumanOptions::new(POLICY) };
    scan.tell(Alongside::with_token(Box::new(&mut out), rules, options, TOKEN));
    String::from_utf8(out).unwrap()
}

/// The lines that the runner takes for commands, as `actions/runner` reads them.
fn obeyed(log: &str) -> Vec<String> {
    let mut token = None;
    let mut commands = Vec::new();
    for line in log.split(['\n', '\r']).map(str::trim_start) {
        match &token {
            Some(word) if line == format!("::{word}::") => token = None,
            Some(_) => {}
            None if line.starts_with("::") || line.contains("##[") => {
                token = line.strip_prefix("::stop-commands::").map(str::to_owned);
                commands.push(line.split([' ', ':']).find(|word| !word.is_empty()).unwrap_or_default().to_owned());
            }
            None => {}
        }
    }
    assert_eq!(token, None, "the fence is closed");
    commands
}

#[test]
fn as_annotations() {
    insta::assert_snapshot!(annotations(&sample::mixed(), &sample::rules(), POLICY));
}

#[test]
fn as_a_page() {
    insta::assert_snapshot!(page(&sample::mixed(), &sample::rules()));
}

#[test]
fn a_clean_scan() {
    let scan = Scan::new(Vec::new());
    insta::assert_snapshot!(annotations(&scan, &sample::rules(), POLICY), @"Exit code 0: clean and complete");
    insta::assert_snapshot!(page(&scan, &sample::rules()));
}

#[test]
fn people_read_the_same_and_the_annotations_follow() {
    let (scan, rules) = (sample::mixed(), sample::rules());
    for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
        let mut out = Vec::new();
        let options = HumanOptions { detail, ..HumanOptions::new(POLICY) };
        scan.tell(crate::report::human::Human::new(Box::new(&mut out), &rules, options));
        let people = String::from_utf8(out).unwrap();
        let alone = annotations(&scan, &rules, POLICY);
        let commands: String = alone.split_inclusive('\n').filter(|line| line.starts_with("::")).collect();
        let expected = format!("::stop-commands::{TOKEN}\n{people}::{TOKEN}::\n{commands}");
        assert_eq!(beside_people(&scan, &rules, detail), expected);
    }
}

#[test]
fn the_most_severe_come_first_and_ten_at_most() {
    let rules = sample::rules();
    let many = |rule: &str, count: u64| (1..=count).map(|line| sample::finding(rule, "a.py", line)).collect::<Vec<_>>();
    let mut findings = many("demo/password", 8);
    findings.extend(many("demo/token", 7));
    let scan = Scan::new(findings).skip(b"z", SkipReason::TimedOut).note(b"old.py", "a note", "do this");
    let written = annotations(&scan, &rules, POLICY);
    let commands: Vec<&str> = written.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(commands.len(), 11, "{written}");
    assert!(commands[..7].iter().all(|line| line.starts_with("::error ") && line.contains("critical")), "{written}");
    assert!(commands[7].contains("title=the scan is incomplete"), "{written}");
    assert!(commands[8..10].iter().all(|line| line.starts_with("::warning ")), "{written}");
    assert!(commands[10].starts_with("::notice title=bartizan::7 more"), "{written}");
    // Of findings that are as bad, the first by place.
    assert!(commands[0].contains("line=1,") && commands[6].contains("line=7,"), "{written}");
}

#[test]
fn what_does_not_count_is_not_annotated_unless_nothing_ever_counts() {
    let (scan, rules) = (sample::mixed(), sample::rules());
    assert!(!annotations(&scan, &rules, POLICY).contains("demo/note"));
    let report_only = Policy { fail_on: None, min_confidence: crate::finding::Confidence::Low };
    let written = annotations(&scan, &rules, report_only);
    assert_eq!(written.lines().filter(|line| line.contains("Rule demo/")).count(), 4, "{written}");
    assert!(written.contains("::notice file=src/deep/settings.py,"), "{written}");
}

#[test]
fn a_finding_without_a_value_is_like_any_other() {
    let rules = sample::rules();
    let mut finding = sample::finding("demo/password", "a.py", 2);
    (finding.secret, finding.frame) = (None, None);
    let scan = Scan::new(vec![finding]);
    assert!(annotations(&scan, &rules, POLICY).starts_with("::warning file=a.py,line=2,"));
    assert!(page(&scan, &rules).contains("a.py:2:"));
}

/// Names, messages and rules that try to be a command, a table, a tag or a link.
fn commanding() -> (RuleSet, Scan) {
    let evil = "x\n::set-output name=a::b\r\n::error::c %0A ##[add-mask]d | e | `f` <script>g</script> <!-- \
                [h](https://i.example) ![j](k) www.example.com @l &lt; \\| # m";
    let path = b"a\n::add-mask::b,c%0A|`<b>&#124;\\|##[stop-commands]x";
    let mut finding = sample::finding("demo/token", "placeholder", 3);
    finding.path = crate::finding::ReportPath::from_bytes(path);
    finding.message = evil.into();
    let scan = Scan::new(vec![finding.clone()])
        .suppress(finding, evil)
        .skip(path, SkipReason::Unreadable(evil.into()))
        .note(path, evil, evil);
    (sample::rules(), scan)
}

#[test]
fn nothing_from_outside_is_obeyed() {
    for (rules, scan) in [commanding(), {
        let (rules, scan) = sample::hostile();
        (rules, scan)
    }] {
        let alone = annotations(&scan, &rules, POLICY);
        assert_eq!(obeyed(&alone), ["error", "warning", "notice"], "{alone}");
        for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
            let log = beside_people(&scan, &rules, detail);
            assert_eq!(obeyed(&log), ["stop-commands", "error", "warning", "notice"], "{log}");
        }
        for written in [alone, page(&scan, &rules)] {
            assert!(!written.contains(|c: char| c != '\n' && crate::finding::unsafe_on_terminal(c)), "{written:?}");
            assert!(
                !sample::gives_away(&written, &sample::value(1)) && !sample::gives_away(&written, &sample::value(3))
            );
        }
    }
}

#[test]
fn nothing_from_outside_is_markup() {
    let (rules, scan) = commanding();
    let page = page(&scan, &rules);
    insta::assert_snapshot!(page);
    for line in page.lines() {
        let bare = line.replace("<code>", "").replace("</code>", "").replace("**", "");
        for mark in ['<', '>', '`', '[', ']', '*', '_', '!', '@', '\\', '{'] {
            assert!(!bare.contains(mark), "{mark} in {line}");
        }
        assert!(!bare.contains("www.") && !bare.contains("://"), "{line}");
        if line.starts_with('|') {
            assert_eq!(line.matches('|').count(), 5, "{line}");
        }
    }
}

#[test]
fn a_page_is_never_dropped_for_its_length() {
    let rules = sample::rules();
    let long = "\u{1b}~".repeat(3_000);
    let mut finding = sample::finding("demo/token", &long, 3);
    finding.message.clone_from(&long);
    let mut scan = Scan::new(vec![finding; 500]);
    for _ in 0..500 {
        scan = scan.skip(long.as_bytes(), SkipReason::Unreadable(long.clone())).note(long.as_bytes(), &long, &long);
    }
    let page = page(&scan, &rules);
    assert!(page.len() as u64 <= MOST_BYTES, "{}", page.len());
    for left in ["and 460 findings more", "and 480 files more", "and 480 notes more"] {
        assert!(page.contains(left), "{left} is missing");
    }
    assert_eq!(annotations(&scan, &rules, POLICY).lines().count(), 12);
}
