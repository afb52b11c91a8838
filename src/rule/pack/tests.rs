//! Packs that are read and packs that are refused; each refusal is a snapshot of what its author sees.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fmt::Write as _;

use super::*;
use crate::rule::embedded;

/// A rule that nothing is wrong with; lines of it are replaced by the tests.
const RULE: &str = "\
pack: acme
rules:
  - id: api-key
    title: Acme API key
    severity: high
    confidence: high
    pattern: 'acme_[a-z0-9]{32}'
    context:
      words: [acme]
    allow: ['^acme_test']
    paths:
      exclude: ['docs/**']
    tags: [CWE-798]
    help:
      what: A key.
      why: It opens doors.
      fix: Revoke it.
    references: [https://acme.example/keys]
    examples:
      match: ['key = {{token}}']
";

/// The pack above with one text in it replaced.
fn with(from: &str, to: &str) -> String {
    assert_eq!(RULE.matches(from).count(), 1, "{from}");
    RULE.replace(from, to)
}

fn refused(text: &str) -> PackError {
    match parse("acme.yaml", text, &embedded()) {
        Err(error) => error,
        Ok(_) => panic!("not refused:\n{text}"),
    }
}

#[test]
fn a_pack_becomes_rules() {
    let rules = parse("acme.yaml", RULE, &embedded()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(rules.len(), 1);
    let rule = &rules[0];
    assert_eq!(rule.id.as_str(), "acme/api-key");
    assert_eq!(rule.text().help.fix, "Revoke it.");
    assert!(rule.def.help.what.is_empty(), "help is kept apart");
    assert!(rule.pattern().regex.is_match(format!("acme_{}", "a1".repeat(16)).as_bytes()));
    assert!(rule.allows(b"acme_test_1") && !rule.allows(b"acme_1"));
    let marked = parse("acme.yaml", &RULE.replace('\n', "\r\n"), &[]).unwrap();
    assert_eq!(marked[0].def.pattern, rule.def.pattern);
}

#[test]
fn the_embedded_packs_pass_their_own_judge() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let rules = load(&[&folder], &[]).unwrap_or_else(|error| panic!("{}", error.render(false)));
    let mut ids: Vec<_> = rules.iter().map(|rule| rule.id.clone()).collect();
    let mut embedded: Vec<_> = embedded().iter().map(|rule| rule.id.clone()).collect();
    ids.sort();
    embedded.sort();
    assert_eq!(ids, embedded);
}

/// What each broken pack's author sees.
#[test]
fn refusals_say_what_where_and_what_instead() {
    let second = RULE.split_once("rules:\n").unwrap().1;
    let taken = RULE.replace("pack: acme", "pack: secrets").replace("id: api-key", "id: github-pat-classic");
    let cases = [
        ("unknown key", with("    severity", "    colour: red\n    severity")),
        ("misspelt key", with("    severity", "    severty")),
        ("misspelt key further in", with("words:", "word:")),
        ("unknown key at the top", with("pack: acme", "pack: acme\nversion: 1")),
        ("unknown value", with("severity: high", "severity: hihg")),
        ("missing key", with("    title: Acme API key\n", "")),
        ("wrong type", with("[CWE-798]", "CWE-798")),
        ("number too large", with("      words: [acme]", "      words: [acme]\n      within: 70000")),
        ("key given twice", with("    severity", "    title: Again\n    severity")),
        ("key given twice further in", with("      fix", "      what: Again\n      fix")),
        (
            "errors of type in two rules",
            format!("{}{}", with("high\n    confidence", "no\n    confidence"), second.replace("title", "titel")),
        ),
        (
            "errors of type and of meaning",
            format!("{}{}", with("severity", "severty"), second.replace("{32}", "+").replace("api-key", "B")),
        ),
        ("syntax", with("[acme]", "[acme")),
        ("tab", with("    title", "\ttitle")),
        ("alias", with("[acme]", "&t [acme]").replace("[CWE-798]", "*t")),
        ("two documents", format!("{RULE}---\n{RULE}")),
        ("empty", String::new()),
        ("only a comment", "# later\n".into()),
        ("a list", "- a\n- b\n".into()),
        ("no rules", "pack: acme\nrules: []\n".into()),
        (
            "names",
            with("api-key", "Api_Key")
                .replace("pack: acme", "pack: Acme Inc")
                .replace("title: Acme API key", "title: ''"),
        ),
        ("duplicate id", format!("{RULE}{second}")),
        ("embedded id", taken),
        ("pattern does not parse", with("acme_[a-z0-9]{32}", "äcme_(?:[a-z0-9]{32}")),
        ("look-around", with("acme_[a-z0-9]{32}", "(?<!x)acme_[a-z0-9]{32}")),
        ("unbounded", with("{32}", "+")),
        ("too wide", with("{32}", "{32,99999}")),
        ("empty match", with("'acme_[a-z0-9]{32}'", "'(?:acme)?'")),
        (
            "carried by nothing",
            with("'acme_[a-z0-9]{32}'", "'[a-z0-9]{32}x'").replace("    context:\n      words: [acme]\n", ""),
        ),
        ("too short without anchor", with("'acme_[a-z0-9]{32}'", "'[a-z0-9]{12}'")),
        (
            "too large to compile",
            with("'acme_[a-z0-9]{32}'", r"'acme_(?:\pL{1,60}\d?){60}'")
                .replace("severity", "unicode: true\n    severity"),
        ),
        ("anchor that nothing begins with", with("    pattern", "    anchors: [acme_, acne_]\n    pattern")),
        (
            "pattern that begins otherwise",
            with("    pattern: 'acme_", "    anchors: [acme_]\n    pattern: '(?:acme|ucme)_"),
        ),
        ("empty anchor", with("    pattern", "    anchors: ['']\n    pattern")),
        ("no class before the anchor", with("    pattern", "    before: {set: 'abc', least: 1, most: 3}\n    pattern")),
        ("before in no order", with("    pattern", "    before: {set: '[a-z]', least: 4, most: 3}\n    pattern")),
        ("unknown group", with("_[a-z0-9]{32}", "_(?P<value>[a-z0-9]{32})")),
        ("optional group", with("_[a-z0-9]{32}", "_(?:a(?P<secret>[a-z0-9]{32})|b)")),
        ("empty group", with("_[a-z0-9]{32}", "_[a-z0-9]{32}(?P<secret>[a-z]?)")),
        ("allow pattern", with("'^acme_test'", "'fine', '^acme_(test', ''")),
        ("context", with("[acme]", "[Acme, '', 'two words']\n      within: 300")),
        ("no context words", with("[acme]", "[]")),
        ("entropy", with("    tags", "    min_entropy: .nan\n    tags")),
        ("checksum without room", with("    tags", "    checksum: {algorithm: crc32-hex, skip: 30}\n    tags")),
        ("globs", with("['docs/**']", "['docs/{a', '/abs', '!x', '']")),
        ("tags", with("[CWE-798]", "[CWE-798, cwe-1, 'OWASP A1', OWASP-A07, CWE-798, a/b-c]")),
        ("help", with("      why: It opens doors.", "      why: ' '")),
        ("reference", with("https://acme.example/keys", "acme.example")),
        ("no example", with("['key = {{token}}']", "[]")),
        (
            "misspelt spoiler",
            with(
                "      match: ['key = {{token}}']",
                "      match: ['{{token}}']\n      near_miss:\n        - '{{token:shrt}}'",
            ),
        ),
        (
            "control characters",
            with("Acme API key", "\"a\\x1b[31m\\nb\"").replace("high\n    confidence", "\"\\x1b]0;\"\n    confidence"),
        ),
        ("several at once", with("[CWE-798]", "[cwe]").replace("{32}", "*").replace("[acme]", "[ACME]")),
    ];
    let mut all = String::new();
    for (name, text) in cases {
        let error = refused(&text);
        assert!(error.problems().iter().all(|problem| !problem.help().is_empty()), "{name}");
        writeln!(all, "## {name}\n\n{error}\n\n{}\n", error.render(false)).unwrap();
    }
    assert!(!all.contains('\u{1b}'));
    insta::assert_snapshot!(all);
}

#[test]
fn colours_are_there_when_asked_for() {
    assert!(refused("- a").render(true).contains('\u{1b}'));
}

#[test]
fn bombs_and_giants_are_refused_and_do_not_crash() {
    let pattern = |pattern: &str| with("acme_[a-z0-9]{32}", pattern);
    let mut aliases = String::from("pack: acme\na0: &a0 [x, x]\n");
    for level in 1..50 {
        writeln!(aliases, "a{level}: &a{level} [*a{0}, *a{0}, *a{0}, *a{0}]", level - 1).unwrap();
    }
    for (what, text) in [
        ("a pattern of 1 MB", pattern(&format!("acme_{}", "a".repeat(1 << 20)))),
        ("a nesting pattern", pattern(&format!("acme_{}a{}", "(?:".repeat(200), "){2}".repeat(200)))),
        ("deep groups", pattern(&format!("acme_{}", "(".repeat(8000)))),
        ("nested counts", pattern("acme_(?:(?:(?:(?:a{1,9}){1,9}){1,9}){1,9}){1,9}")),
        ("flow nesting", format!("pack: {}", "[".repeat(100_000))),
        ("block nesting", format!("pack:\n  {}x", "- ".repeat(100_000))),
        ("key nesting", "? ".repeat(50_000)),
        ("aliases", aliases),
        ("merge keys", with("    title", "    <<: {title: x}\n    title")),
        ("a giant where a list should be", with("[CWE-798]", &"x".repeat(1 << 20))),
        ("a NUL", with("Acme API key", "a\0b")),
        ("many problems", (0..3000).fold("pack: acme\nrules:\n".to_owned(), |text, _| text + "  - {id: A}\n")),
    ] {
        let error = refused(&text);
        assert!(error.to_string().len() < 20_000 && error.render(false).len() < 100_000, "{what}");
    }
}

#[test]
fn a_nesting_pattern_just_below_the_limit_is_read() {
    let text = with("acme_[a-z0-9]{32}", &format!("acme_{}[a-z]{{32}}{}", "(?:".repeat(40), ")".repeat(40)));
    assert!(parse("acme.yaml", &text, &[]).is_ok());
}

#[test]
fn a_pattern_with_the_reach_of_a_private_key_is_read() {
    let text = with("acme_[a-z0-9]{32}", r"-----BEGIN ACME KEY-----[A-Za-z0-9+/=\s\\]{64,16000}-----END");
    assert!(parse("acme.yaml", &text, &[]).is_ok());
}

/// What a load of these files says; `None`: an empty folder.
fn load_folder(files: &[(&str, &[u8])]) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let root = folder.path().display().to_string();
    match load(&[folder.path(), folder.path()], &embedded()) {
        Ok(rules) => Ok(rules.iter().map(|rule| rule.id.to_string()).collect()),
        Err(error) => Err(format!("{error}\n{}", error.render(false)).replace(&root, "ROOT").replace('\\', "/")),
    }
}

#[test]
fn folders_are_read_in_order_and_ids_are_unique_across_them() {
    let other = RULE.replace("api-key", "other-key");
    let marked = format!("\u{feff}{}", RULE.replace("api-key", "marked-key"));
    let ids = load_folder(&[
        ("b.yml", RULE.as_bytes()),
        ("a.yaml", other.as_bytes()),
        ("deeper/c.yaml", marked.as_bytes()),
        (".hidden/d.yaml", RULE.as_bytes()),
        ("placeholders.yaml", b"words: []"),
        ("notes.txt", b"no pack"),
    ]);
    assert_eq!(ids.unwrap(), ["acme/other-key", "acme/api-key", "acme/marked-key"]);
    let error = load_folder(&[("a.yaml", RULE.as_bytes()), ("b.yaml", RULE.as_bytes())]).unwrap_err();
    assert!(error.starts_with("ROOT/b.yaml:3:9: the id `acme/api-key` was given before\n"), "{error}");
    assert!(error.contains("help: it stands at ROOT/a.yaml:3:9; ids are unique"), "{error}");
}

#[test]
fn all_files_are_judged_before_anything_is_said() {
    let bad = RULE.replace("[CWE-798]", "[cwe]");
    let error = load_folder(&[("a.yaml", bad.as_bytes()), ("b.yaml", b""), ("c.yaml", b"\xff\xfep\0")]).unwrap_err();
    let lines: Vec<&str> = error.lines().take(3).collect();
    assert_eq!(
        lines,
        [
            "ROOT/a.yaml:13:12: `cwe` is not the shape of a tag",
            "ROOT/b.yaml: the pack is empty",
            "ROOT/c.yaml: not UTF-8: byte 0, in line 1, begins no character",
        ]
    );
}

#[test]
fn what_is_no_pack_is_said() {
    let error = load_folder(&[("notes.txt", b"no pack")]).unwrap_err();
    assert!(error.starts_with("ROOT: the folder holds no packs\n"), "{error}");
    let error = load(&["no/such/pack.yaml"], &[]).unwrap_err();
    assert!(error.to_string().starts_with("no/such/pack.yaml: cannot be read: "), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.yaml");
    fs::File::create(&path).unwrap().set_len(PACK.most + 1).unwrap();
    let error = load(&[&path], &[]).unwrap_err();
    assert!(error.to_string().ends_with("larger than 16 MiB, the most that a pack may have"), "{error}");
    assert_eq!((error.problems()[0].place(), error.problems()[0].file()), (None, &*path.display().to_string()));
}
