//! What GitHub Actions gets: annotations and a page where a step says that it is one, and nothing where somebody asked
//! for another format.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::fs;

use run::{Done, Run, Tree};

const LEAK: &str = "import os\nTOKEN = \"{{secrets/github-pat-classic}}\"\n";

/// A scan as a step of a job runs it.
fn step<'t>(tree: &'t Tree, args: &[&str]) -> Run<'t> {
    tree.scan(args).env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", "page.md")
}

/// The page, looked through for values, and gone for the next step.
fn page(tree: &Tree) -> String {
    let file = tree.path().join("page.md");
    let page = fs::read(&file).unwrap();
    tree.look_through("the page", &page);
    fs::remove_file(file).unwrap();
    String::from_utf8(page).unwrap()
}

/// The fence around what people read, and what stands before, in and behind it.
fn fenced(done: &Done) -> (&str, &str) {
    let (first, rest) = done.out().split_once('\n').unwrap();
    let token = first.strip_prefix("::stop-commands::").unwrap();
    assert!(token.len() >= 32 && token.chars().all(|c| c.is_ascii_hexdigit()), "{token}");
    rest.split_once(&format!("\n::{token}::\n")).unwrap()
}

#[test]
fn annotations_and_a_page_go_with_what_people_read() {
    let mut tree = Tree::new();
    tree.file("src/app.py", LEAK);
    let done = step(&tree, &[]).go().code(1);
    let (people, commands) = fenced(&done);
    assert!(people.starts_with("critical: GitHub classic personal access token\n  at src/app.py:2:10\n"), "{people}");
    let expected = "::error file=src/app.py,line=2,endLine=2,col=10,endColumn=50,title=critical%3A GitHub classic personal \
                    access token::";
    assert!(commands.starts_with(expected) && commands.lines().count() == 1, "{commands}");
    let page = page(&tree);
    assert!(page.starts_with("## bartizan: 1 finding counts"), "{page}");
    assert!(
        page.contains("| critical | <code>src/app.py:2:10</code> | GitHub classic personal access token |"),
        "{page}"
    );
    // The next step has another fence.
    assert_ne!(done.out().lines().next(), step(&tree, &[]).go().out().lines().next());
}

#[test]
fn a_clean_scan_has_a_page_and_no_annotation() {
    let tree = Tree::new();
    tree.raw("readme.md", "# Nothing\n");
    let done = step(&tree, &["-q"]).go().code(0);
    assert_eq!(done.out().lines().count(), 2, "nothing but the fence: {}", done.out());
    assert!(page(&tree).starts_with("## bartizan: clean and complete\n"));
}

#[test]
fn who_asks_for_a_format_gets_nothing_else() {
    let mut tree = Tree::new();
    tree.file("src/app.py", LEAK);
    for format in ["human", "json", "jsonl", "sarif"] {
        let plain = tree.scan(&["--format", format]).go().code(1);
        let there = step(&tree, &["--format", format]).go().code(1);
        if format != "human" {
            assert_eq!(there.out(), plain.out());
        }
        assert!(!there.out().contains("::"), "{}", there.out());
        assert!(!tree.path().join("page.md").exists(), "{format}");
    }
    // Its own format, without a runner and with one.
    let alone = tree.scan(&["--format", "github"]).go().code(1);
    assert!(alone.out().starts_with("::error file=src/app.py,") && alone.out().lines().count() == 2, "{}", alone.out());
    assert!(!tree.path().join("page.md").exists());
    assert_eq!(step(&tree, &["--format", "github"]).go().code(1).out(), alone.out());
    page(&tree);
    let file = tree.scan(&["--report", "github=annotations.txt"]).go().code(1);
    assert_eq!(file.reports[0].1, alone.stdout);
    assert!(!file.out().contains("::error"), "{}", file.out());
    // Neither a false runner nor an empty name is one.
    let done = tree.scan(&["."; 0]).env("GITHUB_ACTIONS", "1").env("GITHUB_STEP_SUMMARY", "page.md").go().code(1);
    assert!(!done.out().contains("::error"), "{}", done.out());
    step(&tree, &[]).env("GITHUB_STEP_SUMMARY", "").go().code(1);
    assert!(!tree.path().join("page.md").exists());
}

#[test]
fn what_was_not_looked_at_is_annotated() {
    let tree = Tree::new();
    tree.raw("large.txt", "x".repeat(2_000));
    let done = step(&tree, &["--max-file-size", "1kB"]).go().code(3);
    let (_, commands) = fenced(&done);
    assert!(
        commands.starts_with("::warning file=large.txt,title=the scan is incomplete::1 file asked for"),
        "{commands}"
    );
    assert!(page(&tree).contains("### Asked for and not looked at\n\n- <code>large.txt</code>: "));
}

#[cfg(unix)]
#[test]
fn a_hostile_repository_commands_nothing() {
    let mut tree = Tree::new();
    for name in ["::add-mask::x", "##[add-mask]x", "a\n::error::b", "c,d:e%0A::f", "|`<img src=x>"] {
        tree.file(name, LEAK);
    }
    let names =
        "\n::set-output name=a::b\n  ##[stop-commands]x\nTOKEN = \"{{secrets/github-pat-classic}}\" # ##[add-mask]e\n";
    tree.file("text.py", names);
    for loudness in [&["-q"][..], &[], &["-v"]] {
        let done = step(&tree, loudness).go().code(1);
        let (_, commands) = fenced(&done);
        assert_eq!(commands.lines().count(), 6, "{commands}");
        // A line that is one command is no other.
        assert!(commands.lines().all(|line| line.starts_with("::error file=")), "{commands}");
        let page = page(&tree);
        assert!(!page.contains("<img") && !page.contains('`') && page.matches("\n| critical |").count() == 6, "{page}");
    }
}

#[test]
fn a_page_that_cannot_be_written_is_said_and_changes_nothing() {
    let tree = Tree::new();
    tree.raw("readme.md", "# Nothing\n");
    let done = step(&tree, &[]).env("GITHUB_STEP_SUMMARY", "no/such/page.md").go().code(0);
    assert!(
        done.err().starts_with("warning: the summary of the step, `no/such/page.md`, cannot be written\n"),
        "{}",
        done.err()
    );
    tree.raw("page.md", vec![b' '; 1 << 20]);
    let done = step(&tree, &["--exclude", "page.md"]).go().code(0);
    assert!(done.err().contains("has no room left"), "{}", done.err());
    // Nothing was scanned, nothing is said about it.
    step(&tree, &["no/such"]).go().code(2);
}
