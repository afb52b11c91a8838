//! Configurations that are read and configurations that are refused; each refusal is a snapshot of what its author sees.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::config::FailOn;
use crate::finding::{Confidence, Severity};
use crate::rule::embedded;

/// A repository with a few files.
fn repository() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for folder in [".git", "src", "migrations", "vendor/lib"] {
        fs::create_dir_all(dir.path().join(folder)).unwrap();
    }
    fs::write(dir.path().join("package-lock.json"), "{}").unwrap();
    dir
}

fn load(dir: &TempDir, text: impl AsRef<[u8]>) -> Result<Configuration, Problems> {
    fs::write(dir.path().join(NAME), text).unwrap();
    let here = dir.path().canonicalize().unwrap();
    Draft::load(&Wanted::Nearest, &here)?.unwrap().judge(&embedded())
}

fn read(text: impl AsRef<[u8]>) -> Result<Configuration, Problems> {
    load(&repository(), text)
}

#[test]
fn every_key_arrives() {
    let configuration = read(
        "\u{feff}# yaml-language-server: $schema=x
fail_on: high
min_confidence: low
include: ['src/**', '*.py']
exclude: ['vendor/']
max_file_size: 1MiB
ignore_files: false
inline_ignore: false
disable:
  - secrets/age-secret-key
  - {rule: CWE-798, paths: ['migrations/**'], reason: generated}
enable: [{rule: secrets/github-pat-classic, paths: [migrations/]}]
severity:
  - {rule: secrets, level: critical, paths: ['src/**']}
  - {rule: secrets/github-pat-classic, level: low}
allow:
  - {rule: secrets, path: package-lock.json, reason: \"hashes,\n  not tokens\"}
  - {fingerprint: 01234567.89abcdef.01234567.89abcdef, reason: made up}
",
    )
    .unwrap_or_else(|error| panic!("{}", error.render(false)));
    assert_eq!(configuration.name.as_deref(), Some(".bartizan.yaml"));
    assert_eq!(configuration.fail_on, Some(Said { value: FailOn::High, line: 2 }));
    assert_eq!(configuration.min_confidence, Some(Said { value: Confidence::Low, line: 3 }));
    assert_eq!(configuration.include[1], Said { value: "*.py".into(), line: 4 });
    assert_eq!(configuration.exclude[0].value, "vendor/");
    assert_eq!(configuration.max_file_size.map(|said| said.value), Some(1 << 20));
    assert_eq!(configuration.ignore_files.map(|said| said.value), Some(false));
    assert_eq!(configuration.off.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["secrets/age-secret-key"]);
    assert_eq!((configuration.overrides.off.len(), configuration.overrides.on.len()), (1, 1));
    // What holds everywhere comes first: what is said of paths is stronger.
    let severities: Vec<Severity> = configuration.overrides.severity.iter().map(|one| one.severity).collect();
    assert_eq!(severities, [Severity::Low, Severity::Critical]);
    assert_eq!(configuration.graded.len(), 1);
    assert_eq!(configuration.allow.allowed[0].reason, "hashes, not tokens");
    assert_eq!(configuration.allow.allowed[1].entry.region.line, 19);
}

#[test]
fn what_the_documentation_shows_is_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = repository();
    for folder in [".bartizan/rules", "tests/end-to-end"] {
        fs::create_dir_all(dir.path().join(folder)).unwrap();
    }
    for page in ["docs/configuration.md", "README.md"] {
        let text = fs::read_to_string(root.join(page)).unwrap();
        let blocks = text.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
        // Workflows have a name, and hooks come from repositories; `tests/clients` holds those.
        let others = ["name:", "repos:"];
        let blocks: Vec<&str> = blocks.filter(|block| !others.iter().any(|other| block.starts_with(other))).collect();
        assert!(!blocks.is_empty());
        for block in blocks {
            load(&dir, block).unwrap_or_else(|error| panic!("{page}: {}", error.render(false)));
        }
    }
}

#[test]
fn a_file_that_says_nothing_is_one() {
    for text in ["", "# nothing\n", "---\n", "{}", "disable:\nallow: []\n", "\u{feff}"] {
        let configuration = read(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert!(configuration.name.is_some() && configuration.off.is_empty() && configuration.fail_on.is_none());
    }
}

#[test]
fn enabling_takes_back_what_is_turned_off() {
    let off = |text: &str| read(text).unwrap_or_else(|error| panic!("{}", error.render(false)));
    let all = embedded().iter().filter(|rule| rule.id.pack() == "secrets").count();
    let one = off("disable: [secrets]\nenable: [secrets/github-pat-classic]\n");
    assert_eq!(one.off.len(), all - 1);
    assert!(one.overrides.off.is_empty() && one.overrides.on.is_empty());
    // It runs, is suppressed, and stands in the paths that are named.
    let one = off("disable: [secrets]\nenable: [{rule: secrets/github-pat-classic, paths: ['src/**']}]\n");
    assert_eq!(one.off.len(), all - 1);
    assert_eq!(one.overrides.off[0].scope.rules.len(), 1);
    assert!(one.overrides.off[0].entry.is_none() && one.overrides.off[0].scope.paths.is_none());
    assert_eq!(one.overrides.on.len(), 1);
}

/// Name and text of what is refused.
const REFUSED: [(&str, &str); 39] = [
    ("unknown key", "exlude: [a]\n"),
    ("unknown key that is like none", "colour: red\n"),
    (
        "unknown keys in entries",
        "disable: [{rule: secrets, pahts: [a]}]\nallow: [{rul: a, reason: b}, {fingerprnt: a, reason: b}]\n",
    ),
    (
        "all at once",
        "fail_on: hgh\nmin_confidence: 3\nexclude: vendor\ndisable: [scerets, {rule: secrets}, 7]\nnonsense: 1\n",
    ),
    ("a key twice", "exclude: [a]\nfail_on: low\nexclude: [b]\n"),
    ("a key twice in an entry", "disable:\n  - rule: secrets\n    rule: secrets\n"),
    ("no list", "disable: secrets\n"),
    ("no word", "disable: [[secrets]]\n"),
    ("no paths", "disable: [{rule: secrets, paths: src, reason: a}]\n"),
    ("a value that is none", "fail_on:\nignore_files: ~\n"),
    ("no truth value", "ignore_files: maybe\n"),
    ("no size", "max_file_size: ten\n"),
    ("a size of nothing", "max_file_size: 0\n"),
    ("unknown rule", "disable: [secrets/github-pat-clasic]\nseverity: [{rule: github-pat-classic, level: low}]\n"),
    ("unknown pack that is like none", "allow: [{rule: zzzz, path: src/, reason: a}]\n"),
    ("off in some paths without a reason", "disable:\n  - rule: secrets\n    paths: ['src/**']\n"),
    (
        "lowered in some paths without a reason",
        "severity: [{rule: secrets/github-pat-classic, level: low, paths: ['src/**']}]\n",
    ),
    ("an empty reason", "allow: [{rule: secrets, path: src/, reason: ' '}]\n"),
    ("no reason", "allow: [{rule: secrets, path: src/}]\n"),
    ("empty paths", "disable: [{rule: secrets, paths: [], reason: a}]\n"),
    (
        "both fingerprint and rule",
        "allow: [{rule: secrets, fingerprint: 01234567.89abcdef.01234567.89abcdef, reason: a}]\n",
    ),
    ("neither", "allow: [{path: src/, reason: a}]\n"),
    ("a rule without a path", "allow: [{rule: secrets, reason: a}]\n"),
    ("no fingerprint", "allow: [{fingerprint: 0123, reason: a}]\n"),
    ("no glob", "include: ['src/[a']\nexclude: ['', '/', 'a/{b']\n"),
    ("globs that match nothing", "exclude: ['./src/**', 'src//a', 'src\\app.py', '!a', '.git/', '../other/**']\n"),
    (
        "a file that is not there",
        "allow: [{rule: secrets, path: src/gone.py, reason: a}]\ndisable: [{rule: secrets, paths: [/gone.json, 'gone/**'], reason: a}]\n",
    ),
    (
        "a glob below what is excluded",
        "exclude: ['vendor/']\ninclude: ['vendor/lib/*.py']\nallow: [{rule: secrets, path: vendor/lib, reason: a}]\n",
    ),
    ("nothing to enable", "enable: [secrets/github-pat-classic, {rule: secrets, paths: ['src/**']}]\n"),
    (
        "off already",
        "disable: [secrets, {rule: secrets/github-pat-classic, paths: ['src/**'], reason: a}]\nseverity: [{rule: secrets, level: low}]\nallow: [{rule: secrets, path: 'src/**', reason: a}]\n",
    ),
    ("a reason that was pasted", "allow: [{rule: secrets, path: src/, reason: <why>}]\n"),
    ("packs that cannot be", "rules: ['', /etc/passwd, ../other, rules, {a: b}]\n"),
    ("an alias", "exclude: &a [x]\ninclude: *a\n"),
    ("no YAML", "exclude: [a\nfail_on: high\n"),
    ("no mapping", "- a\n"),
    ("two documents", "fail_on: high\n---\nfail_on: low\n"),
    ("no word as a key", "[a]: b\n3: c\n"),
    ("a tab", "exclude:\n\t- a\n"),
    ("a NUL", "exclude: [\"a\u{0}\"]\n"),
];

#[test]
fn refusals_say_what_where_and_what_instead() {
    let dir = repository();
    let mut shown = String::new();
    for (name, text) in REFUSED {
        let error = match load(&dir, text) {
            Err(error) => error,
            Ok(_) => panic!("{name} is not refused"),
        };
        writeln!(shown, "## {name}\n\n{}\n", error.render(false)).unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn what_a_build_makes_need_not_be_there() {
    let dir = repository();
    let text = "allow: [{rule: secrets, path: src/dist/app.js, reason: a}]\n";
    assert!(load(&dir, text).is_err());
    fs::write(dir.path().join("src/.gitignore"), "dist/\n").unwrap();
    assert!(load(&dir, text).is_ok());
    // A file that was named may serve many repositories.
    let dir = repository();
    fs::write(dir.path().join(NAME), text).unwrap();
    let named = Wanted::File(dir.path().join(NAME));
    assert!(Draft::load(&named, dir.path()).unwrap().unwrap().judge(&embedded()).is_ok());
}

#[test]
fn what_is_no_text_or_too_large_is_refused() {
    let refused = |bytes: &[u8]| read(bytes).map(|_| ()).unwrap_err().to_string();
    assert_eq!(
        refused(b"fail_on: high\n# \xff\n"),
        ".bartizan.yaml: not UTF-8: byte 16, in line 2, begins no character"
    );
    let large = "#".repeat((1 << 20) + 1);
    assert_eq!(refused(large.as_bytes()), ".bartizan.yaml: larger than 1 MiB, the most that a configuration may have");
    let deep = format!("disable: {}", "[".repeat(5000));
    assert!(refused(deep.as_bytes()).contains("nested deeper than 128 levels"));
    let errors = "disable: [".to_owned() + &"{a: 1}, ".repeat(20_000) + "]";
    assert!(refused(errors.as_bytes()).contains("problems more"));
}

#[test]
fn the_nearest_file_up_to_the_repository_holds() {
    let dir = tempfile::tempdir().unwrap();
    let top = dir.path().canonicalize().unwrap();
    for folder in ["repo/.git", "repo/a/b", "repo/tree/c", "plain/x"] {
        fs::create_dir_all(top.join(folder)).unwrap();
    }
    fs::write(top.join("repo/tree/.git"), "gitdir: ../.git/worktrees/tree\n").unwrap();
    fs::write(top.join(NAME), "").unwrap();
    fs::write(top.join("plain").join(NAME), "").unwrap();
    let name = |folder: &str| {
        let draft = Draft::load(&Wanted::Nearest, &top.join(folder)).unwrap_or_else(|error| panic!("{error}"));
        draft.map(|draft| draft.found.name())
    };
    assert_eq!(name("repo/a/b"), None, "what stands above the repository is nobody's");
    fs::write(top.join("repo").join(NAME), "").unwrap();
    assert_eq!(name("repo/a/b").as_deref(), Some("../../.bartizan.yaml"));
    assert_eq!(name("repo").as_deref(), Some(".bartizan.yaml"));
    fs::write(top.join("repo/a").join(NAME), "").unwrap();
    assert_eq!(name("repo/a/b").as_deref(), Some("../.bartizan.yaml"));
    assert_eq!(name("repo/tree/c"), None, "a work tree is a repository of its own");
    assert_eq!(name("plain/x"), None, "without a repository only the current folder counts");
    assert_eq!(name("plain").as_deref(), Some(".bartizan.yaml"));
    let nothing = Draft::load(&Wanted::Nothing, &top.join("plain")).unwrap();
    assert!(nothing.is_none());
}

#[test]
fn what_cannot_be_the_configuration_is_refused() {
    let dir = repository();
    let here = dir.path().canonicalize().unwrap();
    let refused = |wanted: &Wanted| Draft::load(wanted, &here).unwrap_err().to_string();
    fs::write(here.join(".bartizan.yml"), "").unwrap();
    assert_eq!(refused(&Wanted::Nearest), ".bartizan.yml: nobody reads a file called `.bartizan.yml`");
    fs::remove_file(here.join(".bartizan.yml")).unwrap();
    fs::create_dir(here.join(NAME)).unwrap();
    assert_eq!(refused(&Wanted::Nearest), ".bartizan.yaml: no regular file");
    assert!(refused(&Wanted::File(here.join(NAME))).ends_with(": that is a folder"));
    assert!(refused(&Wanted::File("no/such.yaml".into())).contains("no/such.yaml: there is no such file"));
}

#[cfg(unix)]
#[test]
fn a_repository_cannot_have_other_files_read() {
    use std::os::unix::fs::symlink;
    let (dir, other) = (repository(), tempfile::tempdir().unwrap());
    let here = dir.path().canonicalize().unwrap();
    let secret = other.path().join("secret.yaml");
    fs::write(&secret, "of: nobody's business\n").unwrap();
    symlink(&secret, here.join(NAME)).unwrap();
    let said = Draft::load(&Wanted::Nearest, &here).unwrap_err().render(false);
    assert!(said.contains("leads out of the repository") && !said.contains("business"), "{said}");
    fs::remove_file(here.join(NAME)).unwrap();
    symlink(other.path(), here.join("packs")).unwrap();
    let said = load(&dir, "rules: [packs]\n").unwrap_err().render(false);
    assert!(said.contains("`packs` lies outside of the repository"), "{said}");
    fs::remove_file(here.join("packs")).unwrap();
    fs::create_dir(here.join("packs")).unwrap();
    symlink(&secret, here.join("packs/a.yaml")).unwrap();
    fs::write(here.join(NAME), "rules: [packs]\n").unwrap();
    let draft = Draft::load(&Wanted::Nearest, &here).unwrap().unwrap();
    let (packs, within) = draft.packs();
    // Packs are named from the current folder, and this test has another.
    let path = here.join(packs.last().unwrap());
    let place = crate::rule::pack::Place { path: &path, within: Some(within) };
    let said = crate::rule::pack::load_from(&[place], &[]).unwrap_err().render(false);
    assert!(said.contains("no regular file of the repository") && !said.contains("business"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_text_makes_it_panic(pieces in prop::collection::vec(piece(), 0..24)) {
        let dir = repository();
        let text = pieces.concat();
        if let Err(problems) = load(&dir, &text) {
            prop_assert!(!problems.problems().is_empty());
            prop_assert!(!problems.render(true).is_empty() && !problems.to_string().is_empty());
        }
    }
}

/// What configurations are made of, and what they are not made of.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "fail_on: ",
        "disable: ",
        "enable: ",
        "severity: ",
        "allow: ",
        "exclude: ",
        "include: ",
        "rules: ",
        "max_file_size: ",
        "rule: ",
        "paths: ",
        "path: ",
        "reason: ",
        "level: ",
        "fingerprint: ",
        "secrets",
        "high",
        "'src/**'",
        "\n",
        "\n  ",
        "\n  - ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        ": ",
        "&a ",
        "*a",
        "|\n",
        "\"",
        "'",
        "!",
        "~",
        "\u{feff}",
        "é",
        "\t",
        "#",
        "? ",
        "---\n",
        "1e9",
        "0x",
        "\u{1b}[31m",
        "\r\n",
        "..",
        "/",
        "<<: ",
    ];
    prop_oneof![9 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}
