//! Which files of a tree are read: hidden ones, ignore files, globs, roots.

use bartizan::source::{Skip, SourceError, Tree, TreeOptions};

use crate::recorder::*;

#[test]
fn hidden_files_are_in_and_git_is_not() {
    let dir = repository();
    put(&dir, ".env.example", "A=1\n");
    put(&dir, ".github/workflows/ci.yml", "on: push\n");
    put(&dir, "src/a.rs", "fn main() {}\n");
    put(&dir, "sub/.git", "gitdir: ../.git/modules/sub\n");
    put(&dir, "sub/b.rs", "");
    put(&dir, ".gitkeep", "");
    let (seen, tally) = scan(&at(&dir));
    assert_eq!(seen.paths(), [".env.example", ".github/workflows/ci.yml", ".gitkeep", "src/a.rs", "sub/b.rs"]);
    assert_eq!((tally.files, tally.bytes, tally.ignored), (5, 4 + 9 + 13, 0));
    assert!(tally.skipped.is_empty());
    assert!(seen.files.iter().all(|file| !file.explicit));
}

#[test]
fn ignore_files_hold_without_a_repository_too() {
    for git in [true, false] {
        let dir = if git { repository() } else { tempfile::tempdir().unwrap() };
        put(&dir, ".gitignore", "*.log\n/build/\n!keep.log\n");
        put(&dir, "a.log", "");
        put(&dir, "keep.log", "");
        put(&dir, "build/out.o", "");
        put(&dir, "build/more/out.o", "");
        put(&dir, "src/build/in.rs", "");
        put(&dir, "src/.gitignore", "!special.log\ngen.rs\n");
        put(&dir, "src/special.log", "");
        put(&dir, "src/gen.rs", "");
        put(&dir, "src/.ignore", "data\n");
        put(&dir, "src/data/x", "");
        put(&dir, ".bartizanignore", "fixtures/\n");
        put(&dir, "tests/fixtures/key", "");
        put(&dir, "tests/a.rs", "");
        let (seen, tally) = scan(&at(&dir));
        let want = [
            ".bartizanignore",
            ".gitignore",
            "keep.log",
            "src/.gitignore",
            "src/.ignore",
            "src/build/in.rs",
            "src/special.log",
            "tests/a.rs",
        ];
        assert_eq!(seen.paths(), want);
        assert_eq!(tally.ignored, 5, "a.log, build, gen.rs, data, fixtures");
        let (seen, tally) = scan(&TreeOptions { ignore_files: false, ..at(&dir) });
        assert_eq!(seen.files.len(), 14);
        assert_eq!(tally.ignored, 0);
    }
}

#[test]
fn a_result_is_a_property_of_the_tree() {
    let outer = tempfile::tempdir().unwrap();
    put(&outer, ".gitignore", "*\n");
    put(&outer, ".ignore", "*\n");
    put(&outer, ".bartizanignore", "*\n");
    put(&outer, "repo/.git/info/exclude", "*\n");
    put(&outer, "repo/a.txt", "");
    put(&outer, "plain/b.txt", "");
    let (seen, _) = scan(&options(&[outer.path().join("repo")]));
    assert_eq!(
        seen.paths(),
        ["a.txt"],
        "ignore files outside of the repository do not hold, nor does .git/info/exclude"
    );
    let (seen, _) = scan(&options(&[outer.path().join("plain")]));
    assert_eq!(seen.paths(), ["b.txt"]);
}

#[test]
fn ignore_files_between_the_root_and_a_named_folder_hold() {
    let dir = repository();
    put(&dir, ".gitignore", "*.log\n/build/\n");
    put(&dir, "app/.gitignore", "tmp/\n/web/dist/\n");
    put(&dir, "app/web/a.js", "");
    put(&dir, "app/web/a.log", "");
    put(&dir, "app/web/dist/a.js", "");
    put(&dir, "app/web/src/tmp/x", "");
    put(&dir, "app/other/b.js", "");
    put(&dir, "build/out/c.txt", "");
    put(&dir, "build/out/c.log", "");
    let (seen, tally) = scan(&options(&[dir.path().join("app/web")]));
    assert_eq!(seen.paths(), ["app/web/a.js"]);
    assert_eq!(tally.ignored, 3, "a.log, dist, tmp");
    let (seen, tally) = scan(&options(&[dir.path().join("build/out")]));
    assert_eq!(seen.paths(), ["build/out/c.log", "build/out/c.txt"], "a named folder is walked though it is ignored");
    assert_eq!(tally.ignored, 0);
    let both = [dir.path().join("app/web"), dir.path().join("build"), dir.path().to_owned()];
    let (seen, _) = scan(&options(&both));
    assert_eq!(
        seen.paths(),
        [".gitignore", "app/.gitignore", "app/other/b.js", "app/web/a.js", "build/out/c.log", "build/out/c.txt"]
    );
}

#[test]
fn globs_narrow_a_scan() {
    let dir = repository();
    for path in ["a.py", "b.rs", "docs/c.py", "docs/d.md", "vendor/e.py", "x/vendor/f.py"] {
        put(&dir, path, "text\n");
    }
    let narrowed = |include: &[&str], exclude: &[&str]| {
        let owned = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect();
        let (seen, tally) = scan(&TreeOptions { include: owned(include), exclude: owned(exclude), ..at(&dir) });
        (seen.paths().join(" "), tally.ignored)
    };
    assert_eq!(narrowed(&["*.py"], &[]), ("a.py docs/c.py vendor/e.py x/vendor/f.py".into(), 2));
    assert_eq!(narrowed(&["/docs/"], &[]), ("docs/c.py docs/d.md".into(), 4));
    assert_eq!(narrowed(&[], &["vendor"]), ("a.py b.rs docs/c.py docs/d.md".into(), 2));
    assert_eq!(narrowed(&[], &["/vendor"]), ("a.py b.rs docs/c.py docs/d.md x/vendor/f.py".into(), 1));
    assert_eq!(narrowed(&["*.py"], &["vendor/", "*.md"]), ("a.py docs/c.py".into(), 4));
}

#[test]
fn a_fault_in_what_was_asked_for_is_an_error() {
    let dir = repository();
    let missing = Tree::new(&options(&[dir.path().join("no/such")])).unwrap_err();
    assert!(matches!(&missing, SourceError::Missing { path, .. } if path.ends_with("no/such")));
    assert!(missing.to_string().ends_with("no/such`: no such file or folder"), "{missing}");
    assert_eq!(Tree::new(&options(&[])).unwrap_err(), SourceError::NoTarget);
    let glob = Tree::new(&TreeOptions { exclude: vec!["[".into()], ..at(&dir) }).unwrap_err();
    assert!(matches!(glob, SourceError::Glob { option: "--exclude", .. }));
}

#[test]
fn an_empty_folder_is_empty() {
    let dir = tempfile::tempdir().unwrap();
    let (seen, tally) = scan(&at(&dir));
    assert_eq!((seen.files.len(), seen.opened, tally.files, tally.ignored, tally.skipped.len()), (0, 0, 0, 0, 0));
}

#[test]
fn skips_are_sorted_by_path() {
    let dir = repository();
    for name in ["z", "b", "m/a", "a"] {
        put(&dir, name, "\0");
    }
    let (_, tally) = scan(&TreeOptions { threads: 2, ..at(&dir) });
    let paths: Vec<&Skip> = tally.skipped.iter().collect();
    assert!(paths.is_sorted() && paths.len() == 4);
}
