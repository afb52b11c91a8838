#![allow(clippy::unwrap_used, reason = "tests may fail")]

use proptest::prelude::*;

use super::*;
use crate::exit::Exit;
use crate::finding::Severity;
use crate::report::json::Json;
use crate::report::jsonl::Jsonl;
use crate::report::sample::{self, POLICY, Scan};
use crate::report::sarif::{Sarif, SarifOptions};
use crate::source::SkipReason;

fn options(detail: Detail) -> HumanOptions {
    HumanOptions { detail, ..HumanOptions::new(POLICY) }
}

fn render(scan: &Scan, rules: &RuleSet, options: HumanOptions) -> String {
    let mut out = Vec::new();
    scan.tell(Human::new(Box::new(&mut out), rules, options));
    String::from_utf8(out).unwrap()
}

/// The words alone: where a line ends depends on the width.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mixed(options: HumanOptions) -> String {
    render(&sample::mixed(), &sample::rules(), options)
}

#[test]
fn normal_at_80_columns() {
    insta::assert_snapshot!(mixed(options(Detail::Normal)));
}

#[test]
fn normal_at_40_columns() {
    insta::assert_snapshot!(mixed(HumanOptions { width: 40, ..options(Detail::Normal) }));
}

#[test]
fn normal_with_styles() {
    let styled = mixed(HumanOptions { styled: true, ..options(Detail::Normal) });
    insta::assert_snapshot!(styled.replace('\u{1b}', "ESC"));
}

#[test]
fn full() {
    insta::assert_snapshot!(mixed(options(Detail::Full)));
}

#[test]
fn brief() {
    insta::assert_snapshot!(mixed(options(Detail::Brief)));
}

#[test]
fn from_a_folder() {
    let view = PathView::from_inside(b"src/deep");
    let text = mixed(HumanOptions { view, ..options(Detail::Brief) });
    let places: Vec<&str> = text.lines().filter_map(|line| line.split_once(": ")).map(|(place, _)| place).collect();
    assert_eq!(places, ["../app.py:2:8", "../app.py:40:8", "settings.py:7:8", "../../private.key"]);
}

#[test]
fn styles_add_nothing_but_styles() {
    for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
        let styled = mixed(HumanOptions { styled: true, ..options(detail) });
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), mixed(options(detail)));
    }
}

#[test]
fn no_paragraph_is_wider_than_the_terminal() {
    for width in [40, 60, 80, 120] {
        let text = mixed(HumanOptions { width, ..options(Detail::Full) });
        // What is to be copied stays in one piece.
        for line in text.lines().filter(|line| !line.starts_with("  Allow (")) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn long_lines_are_cut_to_the_terminal_and_keep_the_mark() {
    for filler in ["x", "x ", "密", "é"] {
        let before = filler.repeat(400);
        let text = format!("{before}{}{before}", sample::value(1));
        let at = before.len();
        let finding = sample::finding_in("demo/token", b"a", text.as_bytes(), at..at + 24, 4);
        let scan = Scan::new(vec![finding]);
        for width in [40, 80] {
            let text = render(&scan, &sample::rules(), HumanOptions { width, ..options(Detail::Normal) });
            assert!(text.contains("tok_…(24)") && text.contains("^^^"), "{text}");
            for line in text.lines().filter(|line| !line.starts_with("  Allow (")) {
                assert!(textwrap::core::display_width(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn a_hundred_findings_explain_their_rule_once() {
    let findings: Vec<Finding> = (2..102).map(|line| sample::finding("demo/token", "src/app.py", line)).collect();
    let text = render(&Scan::new(findings), &sample::rules(), options(Detail::Normal));
    assert_eq!(text.matches("Why it matters:").count(), 1);
    assert_eq!(text.matches("  at src/app.py:").count(), 100);
    assert_eq!(text.matches("Rule demo/token").count(), 1, "what is sure of one is said once for those behind it");
    let lines = text.lines().count();
    assert!(lines < 100 * 9 + 20, "{lines} lines");
}

#[test]
fn a_message_is_told_as_far_as_it_says_more_than_the_title() {
    let told = |message: &str| {
        let mut finding = sample::finding("demo/token", "a.py", 2);
        finding.message = message.into();
        let text = words(&render(&Scan::new(vec![finding]), &sample::rules(), options(Detail::Normal)));
        text.split_once("Scanned:").unwrap().0.to_owned()
    };
    assert_eq!(told("Demo access token tok_…(24)").matches("Demo access token").count(), 1);
    let noted = told("Demo access token tok_…(24): its checksum holds");
    assert_eq!(noted.matches("Demo access token").count(), 1, "{noted}");
    assert!(noted.contains("Rule demo/token, confidence high: its checksum holds Allow"), "{noted}");
    assert!(told("Demo access tokens lie about").contains(" Demo access tokens lie about What it is:"));
}

#[test]
fn what_a_rule_rests_on_is_told_again_when_it_changes() {
    let sure = sample::finding("demo/token", "a.py", 2);
    let mut doubtful = sample::finding("demo/token", "a.py", 4);
    doubtful.confidence = crate::finding::Confidence::Medium;
    let other = sample::finding("demo/password", "a.py", 6);
    let findings = vec![sure.clone(), sure.clone(), doubtful, other, sure];
    let text = render(&Scan::new(findings), &sample::rules(), options(Detail::Normal));
    let rules: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  Rule ")).collect();
    assert_eq!(
        rules,
        [
            "demo/token, confidence high",
            "demo/token (explained above), confidence medium",
            "demo/password, confidence medium",
            "demo/token (explained above), confidence high",
        ]
    );
}

#[test]
fn an_empty_folder_says_so() {
    let mut scan = Scan::new(Vec::new());
    scan.summary.tally = Default::default();
    let text = render(&scan, &sample::rules(), options(Detail::Normal));
    assert!(text.starts_with("Scanned: 0 files (0 B) in "), "{text}");
    assert!(text.ends_with("Exit code 0: nothing was wrong, but 0 files were scanned\n"), "{text}");
    assert_eq!(render(&scan, &sample::rules(), options(Detail::Brief)), "");
}

#[test]
fn the_exit_code_is_told_in_words() {
    let rules = sample::rules();
    let last = |scan: &Scan| {
        let text = render(scan, &rules, options(Detail::Normal));
        let at = text.rfind("Exit code").unwrap();
        words(&text[at..])
    };
    let clean = Scan::new(Vec::new());
    assert_eq!(last(&clean), "Exit code 0: clean and complete");
    let incomplete = Scan::new(Vec::new()).skip(b"a", SkipReason::TimedOut).skip(b"b", SkipReason::Vanished);
    assert_eq!(last(&incomplete), "Exit code 3: the scan is incomplete; nothing was found in the rest");
    let mut interrupted = Scan::new(Vec::new());
    interrupted.summary.exit = Exit::Interrupted;
    assert_eq!(last(&interrupted), "Exit code 130: interrupted; what was found before stands above");
    let note = Scan::new(vec![sample::finding("demo/note", "a", 1)]);
    let text = render(&note, &rules, options(Detail::Normal));
    assert!(text.contains("\nNot shown: 1 finding that does not count for the exit code; -v shows it\n"), "{text}");
    let mut never = Scan::new(vec![sample::finding("demo/token", "a", 1)]);
    never.summary.policy.fail_on = None;
    never.summary.exit = Exit::Clean;
    never.summary.counting = 0;
    let text = render(&never, &rules, HumanOptions::new(never.summary.policy));
    assert!(words(&text).ends_with("Exit code 0: complete, and no finding counts (--fail-on never)"), "{text}");
}

#[test]
fn at_most_ten_incomplete_files_are_named() {
    let mut scan = Scan::new(Vec::new());
    for number in 0..25 {
        scan = scan.skip(format!("f{number:02}").as_bytes(), SkipReason::TooLarge { len: 2_000, cap: 1_000 });
    }
    let rules = sample::rules();
    let normal = render(&scan, &rules, options(Detail::Normal));
    assert_eq!(normal.matches("larger than the cap").count(), 10);
    assert!(normal.contains("and 15 more files (-v shows all)"), "{normal}");
    assert!(normal.contains("Not looked at: 25 files (25 too large)"), "{normal}");
    let full = render(&scan, &rules, options(Detail::Full));
    assert!((0..25).all(|number| full.matches(&format!("f{number:02}:")).count() == 1), "{full}");
    assert_eq!(render(&scan, &rules, options(Detail::Brief)).lines().count(), 11);
}

#[test]
fn a_finding_says_why_it_does_not_count() {
    let mut known = sample::finding("demo/token", "a", 1);
    known.status = crate::finding::Status::Baseline;
    let mut doubtful = sample::finding("demo/note", "b", 1);
    doubtful.severity = Severity::Low;
    let text = words(&render(&Scan::new(vec![known, doubtful]), &sample::rules(), options(Detail::Full)));
    assert!(text.contains("Does not count: the baseline knows it"), "{text}");
    assert!(text.contains("Does not count: severity low is below medium and confidence low is below medium"), "{text}");
}

#[test]
fn a_finding_without_frame_or_rule_is_still_told() {
    let mut finding = sample::finding("other/rule", "a.txt", 3);
    finding.frame = None;
    finding.secret = None;
    let text = render(&Scan::new(vec![finding]), &sample::rules(), options(Detail::Normal));
    assert!(text.contains("high: other/rule"), "{text}");
    assert!(text.contains("  at a.txt:3:8"), "{text}");
}

#[test]
fn nothing_from_outside_acts_on_the_terminal() {
    let (rules, scan) = sample::hostile();
    for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
        for styled in [false, true] {
            for width in [0, 40, 80, 10_000] {
                let text = render(&scan, &rules, HumanOptions { styled, width, ..options(detail) });
                let text = if styled { anstream::adapter::strip_str(&text).to_string() } else { text };
                let bad = text.chars().find(|&c| c != '\n' && crate::finding::unsafe_on_terminal(c));
                assert_eq!(bad, None, "{text:?}");
                assert!(!text.contains("[31m") || !text.contains('\u{1b}'), "{text:?}");
            }
        }
    }
}

#[test]
fn lines_far_apart_keep_their_numbers() {
    let mut finding = sample::finding("demo/token", "a", 30);
    let other = sample::finding("demo/token", "a", 4).frame.unwrap().lines;
    let frame = finding.frame.as_mut().unwrap();
    frame.lines.splice(0..0, other.into_iter().take(1));
    let text = render(&Scan::new(vec![finding]), &sample::rules(), options(Detail::Normal));
    for number in ["3 |", "29 |", "30 |", "31 |"] {
        assert!(text.lines().any(|line| line.trim_start().starts_with(number)), "{number}: {text}");
    }
}

proptest! {
    #[test]
    fn no_value_is_given_away(
        before in "[a-z =\"'\t]{0,200}",
        value in "[A-Z0-9]{9,60}",
        after in "[a-z \"'\n]{0,200}",
        prefix in 0_usize..4,
        width in 0_usize..130,
        styled: bool,
    ) {
        let text = format!("{before}{value}{after}");
        let finding = sample::finding_in("demo/token", b"a", text.as_bytes(), before.len()..before.len() + value.len(), prefix);
        let scan = Scan::new(vec![finding.clone()]).suppress(finding, "allowed");
        for detail in [Detail::Brief, Detail::Normal, Detail::Full] {
            let text = render(&scan, &sample::rules(), HumanOptions { width, styled, ..options(detail) });
            prop_assert!(!sample::gives_away(&text, &value), "{}", text);
        }
        let rules = sample::rules();
        let mut out = Vec::new();
        scan.tell(Json::new(Box::new(&mut out), &rules));
        scan.tell(Jsonl::new(Box::new(&mut out), &rules));
        scan.tell(Sarif::new(Box::new(&mut out), &rules, SarifOptions { all_rules: true }));
        let text = String::from_utf8(out).unwrap();
        prop_assert!(!sample::gives_away(&text, &value), "{}", text);
    }
}
