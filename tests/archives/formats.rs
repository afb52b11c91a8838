//! What is looked into, and what is not and says so.

use crate::pack::{Entry, entry, gzip, member, stored, tar, zip};
use crate::run::Tree;
use crate::{TOKEN, coverage, look, places, skipped};

#[test]
fn every_format_is_looked_into() {
    let mut tree = Tree::new();
    let text = tree.text(&format!("\n{TOKEN}"));
    for ending in ["zip", "jar", "war", "whl", "egg", "nupkg", "apk", "docx"] {
        tree.raw(format!("z.{ending}"), zip(&[entry("in/a.py", &text), stored("b.py", &text)]));
    }
    tree.raw("t.tar", tar(&[("in/a.py", &text)]));
    tree.raw("t.tar.gz", gzip(tar(&[("in/a.py", &text)])));
    tree.raw("t.tgz", gzip(tar(&[("in/a.py", &text)])));
    tree.raw("log.txt.gz", gzip(&text));
    let done = look(&tree, &[], 1);
    let mut expected = vec!["log.txt.gz!/log.txt:2:6".to_owned()];
    expected.extend(["t.tar", "t.tar.gz", "t.tgz"].map(|file| format!("{file}!/in/a.py:2:6")));
    for ending in ["apk", "docx", "egg", "jar", "nupkg", "war", "whl", "zip"] {
        expected.extend(["b.py", "in/a.py"].map(|name| format!("z.{ending}!/{name}:2:6")));
    }
    assert_eq!(places(&done), expected);
    assert!(skipped(&done).is_empty());
    assert_eq!((coverage(&done, "files_scanned"), coverage(&done, "archives_scanned")), (20, 12));
}

#[test]
fn without_the_option_they_are_counted_and_the_exit_code_is_untouched() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    tree.raw("a.zip", zip(&[entry("a.py", &text)]));
    tree.raw("app.pyz", [b"#!/usr/bin/env python3\n", &zip(&[entry("a.py", &text)])[..]].concat());
    tree.raw("b.gz", gzip(&text));
    tree.raw("c.tar", tar(&[("a.py", &text)]));
    tree.raw("d.tar.xz", [b"\xFD7zXZ\0", &[0; 90][..]].concat());
    tree.raw("e.bin", [0; 90]);
    let done = tree.scan(&["--format", "json"]).go().code(0);
    assert_eq!(
        skipped(&done),
        [
            "a.zip: zip archive (--archives looks into it)",
            "app.pyz: zip archive (--archives looks into it)",
            "b.gz: gzip archive (--archives looks into it)",
            "c.tar: tar archive (--archives looks into it)",
            "d.tar.xz: xz archive, a format that is not looked into",
            "e.bin: binary",
        ]
    );
    let human = tree.scan(&[""; 0]).go().code(0);
    let words = human.out().split_whitespace().collect::<Vec<_>>().join(" ");
    let line = "6 files (4 only read with --archives, 1 binary, 1 packed in a form that is not read)";
    assert!(words.contains(line), "{}", human.out());
    // With it what is in no format that is read stays unread.
    assert_eq!(
        skipped(&look(&tree, &[], 1)),
        ["d.tar.xz: xz archive, a format that is not looked into", "e.bin: binary"]
    );
}

#[test]
fn a_zip_behind_a_program_is_found_and_the_program_is_read() {
    let mut tree = Tree::new();
    let (inner, outer) = (tree.text(TOKEN), tree.text(TOKEN));
    let packed = zip(&[entry("a.py", &inner)]);
    tree.raw("run.jar", [outer.as_bytes(), &packed].concat());
    // Long enough for no byte of the archive to be near its beginning.
    let long = [outer.as_bytes(), "# text\n".repeat(30_000).as_bytes(), &packed].concat();
    tree.raw("run.pyz", long);
    assert_eq!(places(&look(&tree, &[], 1)), ["run.jar!/a.py:1:6", "run.pyz:1:6", "run.pyz!/a.py:1:6"]);
}

#[test]
fn archives_in_archives() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let third = zip(&[entry("c.py", &text)]);
    let second = tar(&[("b.py", text.as_bytes()), ("c.zip", &third)]);
    tree.raw("a.zip", zip(&[entry("a.py", &text), entry("lib/b.tgz", gzip(second)), stored("s.zip", &third)]));
    assert_eq!(
        places(&look(&tree, &[], 1)),
        [
            "a.zip!/a.py:1:6",
            "a.zip!/lib/b.tgz!/b.py:1:6",
            "a.zip!/lib/b.tgz!/c.zip!/c.py:1:6",
            "a.zip!/s.zip!/c.py:1:6",
        ]
    );
}

#[test]
fn the_forms_that_numbers_and_names_take() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    tree.raw("large.zip", zip(&[entry("first", "x"), Entry { large: true, ..entry("a.py", &text) }]));
    let long = format!("{}a.py", "long/".repeat(50));
    tree.raw("gnu.tar", tar(&[(&long, &text)]));
    let said = format!("path={long}\n");
    let pax = format!("{} {said}", said.len() + 4);
    let mut members = member(b"x", b'x', pax.as_bytes());
    members.extend(member(b"short.py", b'0', text.as_bytes()));
    // Ends without its two blocks of zeros.
    tree.raw("pax.tar", &members);
    // Padded, and followed by something.
    tree.raw("padded.tar", [&members[..], &[0; 10_240], b"whatever"].concat());
    tree.raw("two.gz", [gzip(&text), gzip(""), gzip(&text), vec![0; 512]].concat());
    let done = look(&tree, &[], 1);
    assert_eq!(
        places(&done),
        [
            format!("gnu.tar!/{long}:1:6"),
            "large.zip!/a.py:1:6".into(),
            format!("padded.tar!/{long}:1:6"),
            format!("pax.tar!/{long}:1:6"),
            "two.gz!/two:1:6".into(),
            "two.gz!/two:2:6".into(),
        ]
    );
    assert!(skipped(&done).is_empty(), "{:?}", skipped(&done));
}

#[test]
fn entries_are_read_as_files_are() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let wide: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    // Larger than a window, with something to find at both ends.
    let large = format!("{text}{}{text}", "lorem ipsum\n".repeat(900_000));
    let links = [member(b"link", b'2', b""), member(b"device", b'3', b"")].concat();
    tree.raw(
        "a.zip",
        zip(&[entry("wide.py", wide), entry("large.py", &large), entry("b.bin", [0; 64]), entry("f/", "")]),
    );
    tree.raw("b.tar", [links, tar(&[("ok.py", &text)])].concat());
    let done = look(&tree, &[], 1);
    assert_eq!(
        places(&done),
        ["a.zip!/large.py:1:6", "a.zip!/large.py:900002:6", "a.zip!/wide.py:1:6", "b.tar!/ok.py:1:6"]
    );
    assert_eq!((coverage(&done, "entries_without_text"), coverage(&done, "files_skipped")), (3, 0));
    // The cap on files holds for entries.
    let done = look(&tree, &["--max-file-size", "1MiB"], 1);
    assert_eq!(skipped(&done).len(), 1);
    assert!(skipped(&done)[0].starts_with("a.zip!/large.py: larger than the cap ("), "{:?}", skipped(&done));
}

#[test]
fn standard_input_may_be_one() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    for (name, bytes, place) in [
        ("x.zip", zip(&[entry("a.py", &text)]), "x.zip!/a.py:1:6"),
        ("x.tgz", gzip(tar(&[("a.py", &text)])), "x.tgz!/a.py:1:6"),
        ("x.gz", gzip(&text), "x.gz!/x:1:6"),
    ] {
        let args = ["--archives", "--format", "json", "--stdin-name", name, "-"];
        assert_eq!(places(&tree.scan(&args).stdin(&bytes).go().code(1)), [place]);
        let without = tree.scan(&args[1..]).stdin(&bytes).go().code(0);
        assert!(skipped(&without)[0].ends_with("archive (--archives looks into it)"));
    }
}
