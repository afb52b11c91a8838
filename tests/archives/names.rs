//! Names that lead somewhere, or nowhere.

use std::fs;

use crate::pack::{entry, member, tar, zip};
use crate::run::Tree;
use crate::{RULE, TOKEN, coverage, look, places};

#[test]
fn no_name_leads_out_and_nothing_is_written() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let hostile: [(&[u8], &str); 9] = [
        (b"../../up.py", "up.py"),
        (b"/etc/abs.py", "etc/abs.py"),
        (b"C:\\dir\\win.py", "C:/dir/win.py"),
        (b"..\\..\\back.py", "back.py"),
        (b"a\0nul.py", "a\\x00nul.py"),
        (b"\xFF\xFE.py", "\\xff\\xfe.py"),
        (b"", "(no name)"),
        (b"esc\x1b[31m.py", "esc\u{1b}[31m.py"),
        (b"in!/side.py", "in!/side.py"),
    ];
    tree.raw("a/x.zip", zip(&hostile.map(|(name, _)| entry(name, &text))));
    let before = files(&tree);
    let done = look(&tree, &[], 1);
    let mut expected = hostile.map(|(_, shown)| format!("a/x.zip!/{shown}:1:6"));
    expected.sort();
    let mut found = places(&done);
    found.sort();
    assert_eq!(found, expected);
    assert_eq!(files(&tree), before, "nothing is extracted");
    let human = tree.scan(&["--archives"]).go().code(1);
    assert!(!human.out().contains('\u{1b}') && human.out().contains("a/x.zip!/esc\\u{1b}[31m.py"), "{}", human.out());
}

fn files(tree: &Tree) -> Vec<String> {
    let all = |folder: &str| fs::read_dir(tree.path().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = all("").chain(all("a")).map(|path| path.display().to_string()).collect();
    names.sort();
    names
}

#[test]
fn long_names_are_cut_and_stay_apart() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let long = |letter: &str| format!("{}/{}{letter}{}.py", "d".repeat(200), "e/".repeat(10_000), "f/".repeat(9_000));
    tree.raw("x.zip", zip(&[entry(long("1"), &text), entry(long("2"), &text)]));
    tree.raw("x.tar", tar(&[(long("1"), &text), (long("2"), &text)]));
    // A name of many megabytes is not kept.
    let huge = member(b"././@LongLink", b'L', &vec![b'n'; 5 << 20]);
    tree.raw("y.tar", [huge, tar(&[("a.py", &text)])].concat());
    let found = places(&look(&tree, &[], 1));
    assert_eq!(found.len(), 5);
    let mut apart = found.clone();
    apart.dedup();
    assert_eq!(apart, found);
    assert!(found.iter().all(|place| place.len() < 1100), "{found:#?}");
}

#[test]
fn entries_of_one_name_are_told_apart() {
    let mut tree = Tree::new();
    let texts = [tree.text(TOKEN), tree.text(TOKEN), tree.text(TOKEN)];
    tree.raw("x.zip", zip(&texts.each_ref().map(|text| entry("a.py", text))));
    assert_eq!(places(&look(&tree, &[], 1)), ["x.zip!/#2/a.py:1:6", "x.zip!/#3/a.py:1:6", "x.zip!/a.py:1:6"]);
}

#[test]
fn globs_hold_for_archives_and_for_what_is_in_them() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let inner = zip(&[entry("deep/c.py", &text)]);
    tree.raw("lib/x.zip", zip(&[entry("src/a.py", &text), entry("src/b.txt", &text), entry("y.jar", inner)]));
    let all = ["lib/x.zip!/src/a.py:1:6", "lib/x.zip!/src/b.txt:1:6", "lib/x.zip!/y.jar!/deep/c.py:1:6"];
    for (args, left) in [
        (&["--exclude", "*.txt"][..], &[0, 2][..]),
        (&["--exclude", "*.jar"], &[0, 1]),
        (&["--exclude", "src/"], &[2]),
        (&["--exclude", "/lib/x.zip!/src/a.py"], &[1, 2]),
        (&["--exclude", "deep/", "--exclude", "a.py"], &[1]),
        (&["--include", "*.zip"], &[0, 1, 2]),
    ] {
        let done = look(&tree, args, 1);
        assert_eq!(places(&done), left.iter().map(|&at: &usize| all[at]).collect::<Vec<_>>(), "{args:?}");
        assert_eq!(coverage(&done, "files_ignored"), 3 - left.len() as u64, "{args:?}");
    }
    assert!(places(&look(&tree, &["--exclude", "lib/x.zip"], 0)).is_empty());
    // What the configuration says of paths.
    for (glob, left) in [("*.jar", 2), ("src/", 1), ("lib/x.zip", 0), ("/src*/", 3), ("/lib/x.zip!/src/a.py", 2)] {
        let said = format!("allow:\n  - {{rule: {RULE}, path: '{glob}', reason: \"made up for the test\"}}\n");
        tree.raw(".bartizan.yaml", said);
        let done = tree.scan(&["--archives", "--format", "json", "lib/x.zip"]).go();
        assert_eq!(places(&done).len(), left, "{glob}");
    }
}
