//! The floors hold: an import points down, never up and never sideways; and no file outgrows its noun.
//!
//! The order stands in `docs/architecture.md`, section 1. What is checked is every path that names a module of the
//! crate's root, wherever it stands: in `use`, in an expression, in a test module; written with `crate::` or climbed
//! to with `super::`. Comments and strings are not looked at.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod layers {
    pub(crate) mod paths;
    pub(crate) mod tokens;
}

use std::fs;
use std::path::{Path, PathBuf};

use layers::paths::root_modules;

/// From the ground. Modules that stand on one floor know nothing of each other.
const FLOORS: [&[&str]; 9] = [
    &["finding", "exit"],
    &["text", "syntax", "source"],
    &["rule"],
    &["check"],
    &["triage"],
    &["report"],
    &["config"],
    &["engine"],
    &["cli"],
];

/// The roots of the two crates: they name every module because they are the list of them.
const ROOTS: [&str; 2] = ["lib.rs", "main.rs"];

/// What a file under `src/` may have at most. Past it there is a second noun, which deserves a file of its own.
const MOST_LINES: usize = 450;

/// Files that may be longer, up to a number of their own, each with the reason.
const LONGER: [(&str, usize, &str); 0] = [];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// The top module that a file belongs to: `report/human.rs` and `report.rs` are both `report`.
fn top_module(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Says what is wrong with one file; `file` is its path under `src/`, with `/`.
fn judge(file: &str, text: &str) -> Vec<String> {
    let own = top_module(file);
    let Some(own_floor) = floor(own) else {
        return vec![format!("src/{file}:1: module `{own}` has no floor; give it one in tests/layers.rs")];
    };
    let mut wrong = Vec::new();
    for (line, named) in root_modules(file, text) {
        let problem = if named == own {
            continue;
        } else if let Some(other_floor) = floor(&named) {
            match other_floor.cmp(&own_floor) {
                std::cmp::Ordering::Less => continue,
                std::cmp::Ordering::Equal => "sideways: modules of one floor know nothing of each other",
                std::cmp::Ordering::Greater => "up: an import points down",
            }
        } else {
            "to what is no module of a floor: name the module where the item lives"
        };
        wrong.push(format!("src/{file}:{line}: `{own}` points to `{named}`, {problem}"));
    }
    wrong
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    find(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn imports_point_down() {
    let sources = sources();
    assert!(sources.len() > 10, "found only {} files under src/", sources.len());
    let wrong: Vec<_> = sources
        .iter()
        .filter(|(file, _)| !ROOTS.contains(&file.as_str()))
        .flat_map(|(file, text)| judge(file, text))
        .collect();
    assert!(
        wrong.is_empty(),
        "the floors from the ground are {FLOORS:?}; these imports break them:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn main_is_parse_run_exit() {
    let lines = include_str!("../src/main.rs").lines().count();
    assert!(lines < 100, "src/main.rs has {lines} lines; what can be tested belongs into the library");
}

#[test]
fn files_hold_one_noun() {
    let sources = sources();
    let most = |file: &str| LONGER.iter().find(|(long, ..)| *long == file).map_or(MOST_LINES, |(_, most, _)| *most);
    let long: Vec<_> = sources
        .iter()
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|(file, lines)| *lines > most(file))
        .map(|(file, lines)| format!("src/{file}: {lines} lines, at most {}", most(file)))
        .collect();
    assert!(long.is_empty(), "give the second noun a file of its own:\n{}", long.join("\n"));
    for (file, _, reason) in LONGER {
        let lines = sources.iter().find(|(name, _)| name == file).map(|(_, text)| text.lines().count());
        assert!(
            lines.is_some_and(|lines| lines > MOST_LINES),
            "src/{file} needs no exception any more ({reason}): take it out of LONGER"
        );
    }
}

#[test]
fn the_checker_sees_what_points_up_and_sideways() {
    let text = r##"
        //! Comments name anything: crate::cli::Args, `crate::engine`.
        use crate::{finding::{Finding, RuleId}, engine::scan};
        use super::super::config::Plan;
        use self::super::super::syntax;
        /* crate::cli::nested /* crate::cli::deeper */ crate::cli::still */
        const TEXT: &str = "crate::cli::in_a_string";
        const RAW: &str = r#"crate::cli::"in_a_raw_string""#;
        const QUOTE: char = '"'; fn f<'a>(_: &'a crate::source::Blob) {}
        fn g() -> crate::report::Message { $crate::helper!() }
        #[cfg(test)]
        mod tests {
            use super::*;
            use super::super::super::check;
            use crate::exit::Exit;
        }
        pub(in crate::text) fn h() {}
        use crate::*;
        use super::super::{exit, cli as shell};
    "##;
    let wrong = judge("text/verify.rs", text);
    let short: Vec<_> = wrong
        .iter()
        .map(|problem| {
            let (place, rest) = problem.split_once(": ").unwrap();
            (place, rest.split('`').nth(3).unwrap(), rest.contains(", sideways:"), rest.contains(", up:"))
        })
        .collect();
    assert_eq!(
        short,
        [
            ("src/text/verify.rs:3", "engine", false, true),
            ("src/text/verify.rs:4", "config", false, true),
            ("src/text/verify.rs:5", "syntax", true, false),
            ("src/text/verify.rs:9", "source", true, false),
            ("src/text/verify.rs:10", "report", false, true),
            ("src/text/verify.rs:10", "helper", false, false),
            ("src/text/verify.rs:14", "check", false, true),
            ("src/text/verify.rs:18", "*", false, false),
            ("src/text/verify.rs:19", "cli", false, true),
        ]
    );
}

#[test]
fn the_checker_knows_where_a_file_stands() {
    // `super` is the root in `engine/mod.rs` and in `exit.rs`, and `engine` in `engine/worker.rs`.
    assert_eq!(judge("engine/mod.rs", "use super::cli::Args;").len(), 1);
    assert_eq!(judge("engine/worker.rs", "use super::cli::Args;"), Vec::<String>::new());
    assert_eq!(judge("exit.rs", "use super::text;").len(), 1);
    assert_eq!(judge("cli/mod.rs", "use crate::engine::scan; use super::exit;"), Vec::<String>::new());
    assert_eq!(judge("surprise/mod.rs", "").len(), 1, "a module without a floor is named");
    assert_eq!(judge("text/mod.rs", "#[path = \"../cli/mod.rs\"] mod cli;").len(), 1, "a file by path goes around");
}
