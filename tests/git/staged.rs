//! What is staged, in every state that a repository can be in.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use bartizan::source::git::StagedOptions;

use crate::recorder::*;
use crate::repo::Repo;

/// A repository with a commit: three files, one of them in folders.
fn repo() -> Repo {
    let repo = Repo::new();
    repo.stage("a.txt", "1\n2\n3\n");
    repo.stage("b.txt", "one\ntwo\nthree\nfour\nfive\n");
    repo.stage("deep/er/c.txt", "x\ny\n");
    repo.commit();
    repo
}

const NOTHING: [&str; 0] = [];

#[test]
fn only_what_differs_is_read_and_only_added_lines_count() {
    let repo = repo();
    assert_eq!(scan(repo.top()).short(), NOTHING);
    repo.stage("a.txt", "1\ntwo\n3\n4\n");
    repo.stage("deep/er/c.txt", "y\n");
    repo.stage("new.txt", "n\n");
    repo.put("b.txt", "on disk only\n");
    repo.put("untracked.txt", "on disk only\n");
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["a.txt:2,4", "deep/er/c.txt:", "new.txt"]);
    assert_eq!((seen.tally.files, seen.tally.bytes), (3, 8 + 2 + 2 + 2));
    assert_eq!(seen.target, "staged files");
    assert_eq!(seen.root, repo.top());
    assert!(seen.complete() && seen.tally.ignored == 0);
}

#[test]
fn the_index_is_read_and_not_the_disk() {
    let repo = repo();
    repo.stage("a.txt", "staged\n");
    repo.put("a.txt", "changed again\n");
    fs::remove_file(repo.top().join("b.txt")).unwrap();
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["a.txt:1"]);
    assert_eq!(seen.files[0].text, b"staged\n");
    fs::remove_file(repo.top().join("a.txt")).unwrap();
    assert_eq!(scan(repo.top()).files[0].text, b"staged\n");
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let repo = Repo::new();
    assert_eq!(scan(repo.top()).short(), NOTHING, "not even an index");
    repo.stage("a.txt", "1\n");
    repo.stage("b/c.txt", "1\n");
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["a.txt", "b/c.txt"]);
    assert_eq!(seen.read.trees, 0);
    repo.git(&["checkout", "-q", "--orphan", "other"]);
    assert_eq!(scan(repo.top()).short(), ["a.txt", "b/c.txt"]);
}

#[test]
fn a_commit_without_files_is_no_missing_tree() {
    let repo = Repo::new();
    repo.commit();
    repo.stage("a.txt", "1\n");
    let seen = scan(repo.top());
    assert_eq!((seen.short(), seen.skipped()), (vec!["a.txt".to_owned()], Vec::new()));
}

#[test]
fn of_a_renamed_file_the_new_lines_count_and_of_a_copy_all() {
    let repo = Repo::new();
    let long: String = (0..40).map(|line| format!("line {line} of a long text\n")).collect();
    repo.stage("old.txt", &long);
    repo.stage("same.txt", format!("{long}same\n"));
    repo.stage("folder/deep/moved.txt", format!("moved\n{long}"));
    repo.stage("other.txt", "nothing like it\n");
    repo.commit();
    repo.git(&["mv", "same.txt", "pure.txt"]);
    repo.git(&["mv", "old.txt", "renamed.txt"]);
    repo.stage("renamed.txt", long.replace("line 7 ", "line seven ") + "added\n");
    repo.git(&["mv", "folder", "place"]);
    repo.stage("place/deep/moved.txt", format!("moved\n{long}and more\n"));
    repo.git(&["rm", "-q", "other.txt"]);
    repo.stage("unlike.txt", "not from anywhere\n");
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["place/deep/moved.txt:42", "renamed.txt:8,41", "unlike.txt"]);
    repo.commit();
    repo.stage("copy.txt", format!("{long}same\n"));
    assert_eq!(scan(repo.top()).short(), ["copy.txt"], "its source is still there");
}

#[test]
fn a_change_of_mode_is_no_change_of_text() {
    let repo = repo();
    fs::set_permissions(repo.top().join("a.txt"), fs::Permissions::from_mode(0o755)).unwrap();
    repo.git(&["add", "a.txt"]);
    assert_eq!(scan(repo.top()).short(), NOTHING);
    // A link whose text is that of a file, and a file whose text is that of a link.
    fs::remove_file(repo.top().join("b.txt")).unwrap();
    symlink("a.txt", repo.top().join("b.txt")).unwrap();
    repo.git(&["add", "b.txt"]);
    let seen = scan(repo.top());
    assert_eq!((seen.short(), seen.skipped()), (Vec::new(), vec!["b.txt: symbolic link".to_owned()]));
    assert!(seen.complete());
    repo.commit();
    fs::remove_file(repo.top().join("b.txt")).unwrap();
    repo.stage("b.txt", "a.txt");
    assert_eq!(scan(repo.top()).short(), ["b.txt"], "all lines: it was no file");
}

#[test]
fn a_file_may_take_the_place_of_a_folder_and_the_other_way_round() {
    let repo = repo();
    repo.git(&["rm", "-q", "-r", "deep", "a.txt"]);
    repo.stage("deep", "now a file\n");
    repo.stage("a.txt/b/c", "now a folder\n");
    assert_eq!(scan(repo.top()).short(), ["a.txt/b/c", "deep"]);
}

#[test]
fn ignored_files_that_are_staged_are_scanned_but_not_what_bartizan_is_told_to_leave_out() {
    let repo = Repo::new();
    repo.stage(".gitignore", "*.env\n");
    repo.stage(".bartizanignore", "fixtures/\n*.golden\n!keep.golden\n");
    repo.commit();
    for name in ["a.env", "fixtures/b.txt", "c.golden", "keep.golden", "d.txt"] {
        repo.stage(name, "x\n");
    }
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["a.env", "d.txt", "keep.golden"]);
    assert_eq!(seen.tally.ignored, 2);
    let all = try_scan(&StagedOptions { ignore_files: false, ..options(repo.top()) }).unwrap();
    assert_eq!(all.files.len(), 5);
    let named = try_scan(&StagedOptions { targets: vec!["c.golden".into()], ..options(repo.top()) }).unwrap();
    assert_eq!(named.short(), ["!c.golden"]);
}

#[test]
fn globs_hold() {
    let repo = repo();
    for name in ["x.py", "y.js", "vendor/z.py"] {
        repo.stage(name, "x\n");
    }
    let globs = StagedOptions { include: vec!["*.py".into()], exclude: vec!["vendor/".into()], ..options(repo.top()) };
    let seen = try_scan(&globs).unwrap();
    assert_eq!((seen.short(), seen.tally.ignored), (vec!["x.py".to_owned()], 2));
    let named = try_scan(&StagedOptions { targets: vec!["vendor/z.py".into()], ..globs.clone() }).unwrap();
    assert_eq!((named.short(), named.skipped()), (Vec::new(), vec!["vendor/z.py: excluded".to_owned()]));
    assert!(named.complete());
    assert!(try_scan(&StagedOptions { exclude: vec!["[".into()], ..globs }).is_err());
}

#[test]
fn encodings_binary_files_and_the_cap_are_those_of_files() {
    let repo = Repo::new();
    let utf16 = |text: &str| [b"\xFF\xFE".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    // `\u{a0a}` holds the byte of a line feed twice.
    repo.stage("wide.txt", utf16("one\n\u{a0a}two\nthree\n"));
    repo.stage("bin", "text\n");
    repo.commit();
    repo.stage("wide.txt", utf16("one\n\u{a0a}two\nnew\nthree\n"));
    repo.stage("bin", b"\0\x01\x02");
    repo.stage("bom.txt", b"\xEF\xBB\xBFx\n");
    repo.stage("large.txt", vec![b'x'; 2000]);
    let seen = try_scan(&StagedOptions { max_file_size: 1000, ..options(repo.top()) }).unwrap();
    assert_eq!(seen.short(), ["bom.txt", "wide.txt:3"]);
    assert_eq!(seen.files[0].text, b"x\n");
    assert_eq!(seen.files[1].text, "one\n\u{a0a}two\nnew\nthree\n".as_bytes());
    assert_eq!(seen.skipped(), ["bin: binary", "large.txt: larger than the cap (2000 of 1000 bytes)"]);
    assert!(!seen.complete());
}

#[test]
fn what_was_binary_and_what_is_too_large_to_compare_counts_whole() {
    let repo = Repo::new();
    let line = "a line of a large file\n";
    let large = line.repeat((9 << 20) / line.len());
    repo.stage("large.txt", &large);
    repo.stage("was.bin", b"\0\x01");
    repo.commit();
    repo.stage("large.txt", format!("{large}x\n"));
    repo.stage("was.bin", "text\n");
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["large.txt", "was.bin"]);
    assert_eq!(seen.files[0].text.len(), large.len() + 2, "in windows that tile");
}

#[test]
fn any_number_of_threads_reads_the_same() {
    let repo = repo();
    for number in 0..100 {
        repo.put(format!("many/{number:03}.txt"), format!("{number}\n"));
    }
    repo.git(&["add", "."]);
    let one = scan(repo.top());
    let four = try_scan(&StagedOptions { threads: 4, ..options(repo.top()) }).unwrap();
    assert_eq!(one.files, four.files);
    assert_eq!(one.tally.files, 100);
    assert!(one.files.is_sorted_by(|a, b| a.path < b.path));
}

#[test]
fn names_may_be_any_bytes() {
    use std::os::unix::ffi::OsStrExt as _;
    let repo = repo();
    repo.put(std::ffi::OsStr::from_bytes(b"sp ace/b\xffd\n\"x"), "x\n");
    repo.git(&["add", "."]);
    assert_eq!(scan(repo.top()).short(), ["sp ace/b\\xffd\n\"x"]);
}

#[test]
fn subtrees_that_are_the_same_are_not_read() {
    let repo = Repo::new();
    for top in 0..10 {
        for inner in 0..10 {
            repo.put(format!("d{top}/e{inner}/f.txt"), format!("{top} {inner}\n"));
        }
    }
    repo.git(&["add", "."]);
    repo.commit();
    repo.git(&["read-tree", "HEAD"]);
    let clean = scan(repo.top());
    assert_eq!((clean.read.trees, clean.read.texts), (0, 0), "the index says that it is HEAD's tree");
    repo.stage("d3/e4/f.txt", "changed\n");
    let one = scan(repo.top());
    assert_eq!(one.short(), ["d3/e4/f.txt:1"]);
    assert_eq!(one.read.trees, 3, "the way to it: the top, d3, e4");
    assert_eq!((one.read.texts, one.read.bytes), (2, 8 + 4));
    // An index without the extension: every tree is read, and the result is the same.
    let tree = repo.git(&["ls-files", "-s"]);
    fs::remove_file(repo.top().join(".git/index")).unwrap();
    fs::write(repo.beside("list"), tree).unwrap();
    let shell = format!("git update-index --index-info < '{}'", repo.beside("list").display());
    assert!(std::process::Command::new("sh").args(["-c", &shell]).current_dir(repo.top()).status().unwrap().success());
    let without = scan(repo.top());
    assert_eq!(without.short(), one.short());
    assert_eq!(without.read.trees, 1 + 10 + 100);
}

#[test]
fn indexes_of_every_form_are_read() {
    for form in [
        &["update-index", "--index-version", "4"][..],
        &["update-index", "--split-index"],
        &["update-index", "--untracked-cache"],
        &["update-index", "--skip-worktree", "b.txt"],
        &["update-index", "--assume-unchanged", "b.txt"],
        &["-c", "index.threads=2", "-c", "index.recordEndOfIndexEntries=true", "update-index", "--force-write-index"],
        &["-c", "index.skipHash=true", "update-index", "--force-write-index"],
    ] {
        let repo = repo();
        let before = repo.git(&["ls-files", "-s"]);
        repo.git(form);
        assert_eq!(scan(repo.top()).short(), NOTHING, "{form:?}");
        repo.stage("a.txt", "1\n2\n3\n4\n");
        repo.stage("deep/er/d.txt", "x\n");
        let seen = scan(repo.top());
        assert_eq!(seen.short(), ["a.txt:4", "deep/er/d.txt"], "{form:?}");
        assert!(seen.complete(), "{form:?}: {:?}", seen.skipped());
        assert_ne!(repo.git(&["ls-files", "-s"]), before);
    }
}

#[test]
fn folders_that_are_not_checked_out_are_compared_as_trees() {
    let repo = repo();
    repo.stage("far/away/f.txt", "1\n");
    repo.stage("far/g.txt", "1\n");
    repo.stage("here/h.txt", "1\n");
    repo.commit();
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.stage("far/away/f.txt", "1\n2\n");
    repo.commit();
    repo.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "here"]);
    assert!(repo.git(&["ls-files", "--sparse"]).contains("far/\n"), "the index is sparse");
    assert_eq!(scan(repo.top()).short(), NOTHING);
    repo.stage("here/h.txt", "1\n2\n");
    assert_eq!(scan(repo.top()).short(), ["here/h.txt:2"]);
    // The index stays on the last commit, HEAD goes back one.
    repo.git(&["reset", "-q", "--soft", first.trim()]);
    let seen = scan(repo.top());
    assert_eq!(seen.short(), ["far/away/f.txt:2", "here/h.txt:2"]);
    let named = try_scan(&StagedOptions { targets: vec!["far/away/f.txt".into()], ..options(repo.top()) }).unwrap();
    assert_eq!(named.short(), ["!far/away/f.txt"]);
    let folder = try_scan(&StagedOptions { targets: vec!["far".into()], ..options(repo.top()) }).unwrap();
    assert_eq!(folder.short(), ["far/away/f.txt:2"]);
    // Before the first commit every one of its files is new.
    repo.git(&["update-ref", "-d", "HEAD"]);
    assert_eq!(scan(repo.top()).files.len(), 6);
}

#[test]
fn what_is_only_promised_is_not_staged() {
    let repo = repo();
    repo.put("promised.txt", "later\n");
    repo.git(&["add", "-N", "promised.txt"]);
    let seen = scan(repo.top());
    assert_eq!((seen.short(), seen.skipped()), (Vec::new(), Vec::new()));
}

#[test]
fn sha256_repositories_are_read() {
    let repo = Repo::init(&["--object-format=sha256"]);
    repo.stage("a.txt", "1\n");
    repo.stage("b/c.txt", "1\n");
    repo.commit();
    repo.stage("a.txt", "1\n2\n");
    let seen = scan(repo.top());
    assert_eq!((seen.short(), seen.skipped()), (vec!["a.txt:2".to_owned()], Vec::new()));
}

#[test]
fn packed_objects_are_read_as_loose_ones() {
    let repo = repo();
    repo.stage("a.txt", "1\n2\n3\n4\n");
    repo.git(&["gc", "-q", "--prune=now"]);
    assert_eq!(scan(repo.top()).short(), ["a.txt:4"]);
    let clone = repo.beside("shared");
    repo.git(&["clone", "-q", "--shared", repo.top().to_str().unwrap(), clone.to_str().unwrap()]);
    fs::write(clone.join("b.txt"), "one\n").unwrap();
    repo.git_in(&clone, &["add", "b.txt"]);
    let seen = scan(&clone);
    assert_eq!((seen.short(), seen.skipped()), (vec!["b.txt:".to_owned()], Vec::new()));
}
