//! The wrapper that all tests of the binary run in can fail: what it must refuse, it refuses.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::panic::{AssertUnwindSafe, catch_unwind};

use run::Tree;

const TOKEN: &str = "secrets/github-pat-classic";

/// What the wrapper says of an output; `None`: it lets it pass.
fn refused(tree: &Tree, output: &str) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(|| tree.look_through("the output", output.as_bytes()))).err()?;
    Some(*panic.downcast::<String>().unwrap())
}

#[test]
fn eight_characters_of_a_body_are_refused_in_every_form() {
    let mut tree = Tree::new();
    let value = tree.secret(TOKEN);
    let piece = &value[20..28];
    let escaped: String = piece.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let encoded: String = piece.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let coloured = format!("{}\u{1b}[1m{}", &piece[..4], &piece[4..]);
    for (output, form) in [
        (piece.to_owned(), "as it stands"),
        (escaped.clone(), "JSON-unescaped"),
        (encoded, "percent-decoded"),
        (coloured, "with escape sequences taken out"),
        (format!("{}{}", &escaped[..24], &piece[4..].bytes().map(|b| format!("%{b:02x}")).collect::<String>()), "both"),
    ] {
        let said = refused(&tree, &format!("before {output} after")).unwrap_or_else(|| panic!("{form} passes"));
        assert!(said.contains(TOKEN) && !said.contains(piece), "{said}");
    }
}

#[test]
fn less_passes() {
    let mut tree = Tree::new();
    let value = tree.secret(TOKEN);
    assert_eq!(refused(&tree, &format!("{}…(40) and {}", &value[..4], &value[20..27])), None);
    assert_eq!(refused(&tree, ""), None);
}

#[test]
fn a_line_of_a_folded_key_is_refused() {
    let mut tree = Tree::new();
    let key = tree.secret("secrets/pem-private-key-rsa");
    assert!(refused(&tree, &format!("frame\n{}\nframe", &key[64..128])).is_some());
}

#[test]
fn a_value_that_nobody_remembers_is_found_by_the_second_reader() {
    let value = Tree::new().secret(TOKEN);
    let said = refused(&Tree::new(), &format!("token {value}")).unwrap();
    assert!(said.contains("bartizan itself finds secrets/github-pat-classic"), "{said}");
    // Not where it is a file's name.
    let mut tree = Tree::new();
    let name = tree.name(TOKEN);
    assert_eq!(refused(&tree, &format!("{name}.txt")), None);
}

#[test]
fn a_scan_is_looked_through() {
    let mut tree = Tree::new();
    let value = tree.secret(TOKEN);
    tree.raw("a.txt", &value);
    tree.scan(&["--format", "json"]).go().code(1);
    // Whatever a program prints.
    let told = catch_unwind(AssertUnwindSafe(|| tree.run("cat".as_ref(), vec!["a.txt".into()]).go()));
    assert!(told.is_err());
    // And what it writes into a report.
    let shell = vec!["-c".into(), "cp a.txt b.json".into(), "--report".into(), "json=b.json".into()];
    assert!(catch_unwind(AssertUnwindSafe(|| tree.run("sh".as_ref(), shell).go())).is_err());
}
