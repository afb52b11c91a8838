//! The command line through the binary: cases as data in `tests/cmd`, and what data cannot say here.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::process::{Command, Output, Stdio};

use bartizan::exit::Exit;

fn bartizan(args: &[&str]) -> Command {
    let mut command = Command::new(snapbox::cmd::cargo_bin!("bartizan"));
    command.args(args).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn succeeds(args: &[&str]) -> Output {
    let output = bartizan(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    output
}

#[test]
fn commands_say_what_they_should() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}

#[test]
fn every_shell_gets_a_script_that_knows_the_options() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = succeeds(&["completions", shell]);
        let script = text(&output.stdout);
        for word in ["bartizan", "max-file-size", "completions", "profile"] {
            assert!(script.contains(word), "{shell}: {word} is missing");
        }
    }
}

#[test]
fn the_manual_page_has_the_exit_codes() {
    let output = succeeds(&["man"]);
    let page = text(&output.stdout);
    assert!(page.contains(".TH bartizan 1"), "{page}");
    for (_, sentence) in Exit::ALL {
        assert!(page.contains(&sentence.replace('-', "\\-")), "{sentence}");
    }
}

#[test]
fn rules_as_json_are_an_array_sorted_by_id() {
    let output = succeeds(&["rules", "list", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let ids: Vec<_> = rules.as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert!(!ids.is_empty());
    assert!(ids.is_sorted(), "{ids:?}");
    assert_eq!(output.stdout, succeeds(&["rules", "--format", "json"]).stdout);
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let explain = ["explain", "secrets/github-pat-classic"];
    assert!(!succeeds(&explain).stdout.contains(&0x1b));
    let always = ["--color", "always", explain[0], explain[1]];
    assert!(succeeds(&always).stdout.contains(&0x1b));
    // What was typed is stronger than the environment.
    let output = bartizan(&always).env("NO_COLOR", "1").output().unwrap();
    assert!(output.stdout.contains(&0x1b));
    let output = bartizan(&["explain", "no/such", "--color", "always"]).output().unwrap();
    assert!(output.stderr.contains(&0x1b));
    let output = bartizan(&["explain", "no/such", "--color", "never"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn a_closed_pipe_is_quiet_success() {
    for args in [&["rules"][..], &["explain", "secrets/github-pat-classic"], &["man"], &["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = bartizan(args).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(text(&output.stderr), "", "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = bartizan(&["rules"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("error: "), "{}", text(&output.stderr));
}

#[test]
fn a_name_cannot_write_on_the_terminal() {
    let output = bartizan(&["scan", "a\u{1b}[31mb"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(!output.stderr.contains(&0x1b), "{:?}", text(&output.stderr));
}
