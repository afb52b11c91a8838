//! Tables of texts and their tokens.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use super::*;

fn written(name: &str, text: &str) -> Vec<String> {
    let dialect = Dialect::of_path(name.as_bytes()).unwrap();
    let tokens = Tokens::new(text.as_bytes(), &dialect);
    (0..tokens.len()).map(|at| String::from_utf8_lossy(tokens.bytes(at)).into_owned()).collect()
}

#[test]
fn languages_write_comments_and_texts_in_their_own_ways() {
    let table: &[(&str, &str, &[&str])] = &[
        (
            "a.py",
            "x = r'a' # 'b'\ny['k'] = \"\"\"c\n'd\"\"\"",
            &["x", "=", "r'a'", "y", "[", "'k'", "]", "=", "\"\"\"c\n'd\"\"\""],
        ),
        ("a.ts", "x => /['\"]/.test(`a\n${b}`) // c", &["x", "=>", "/['\"]/", ".", "test", "(", "`a\n${b}`", ")"]),
        ("a.ts", "a / b / c", &["a", "/", "b", "/", "c"]),
        (
            "a.rs",
            "f::<'a>('\\'', r#\"x\"y\"#)",
            &["f", "::", "<", "'", "a", ">", "(", "'\\''", ",", "r#\"x\"y\"#", ")"],
        ),
        ("a.go", "x := []string{`*`} /* y */", &["x", ":=", "[", "]", "string", "{", "`*`", "}"]),
        ("a.lua", "a['b'] = 'c' -- d", &["a", "[", "'b'", "]", "=", "'c'"]),
        ("a.sh", "echo \"a\nb\" ${#x} # c", &["echo", "\"a\nb\"", "$", "{", "#", "x", "}"]),
        ("a.yaml", "it's: 'x' # don't", &["it", "'", "s", ":", "'x'"]),
        (
            "nginx.conf",
            "add_header Access-Control-Allow-Origin *;",
            &["add_header", "Access-Control-Allow-Origin", "*", ";"],
        ),
        ("a.js", "broken('x\ny('z')", &["broken", "(", "'x", "y", "(", "'z'", ")"]),
    ];
    for (name, text, want) in table {
        assert_eq!(written(name, text), *want, "{name}: {text}");
    }
}

#[test]
fn brackets_know_their_mates_and_what_is_broken_stays_local() {
    let dialect = Dialect::of_path(b"a.js").unwrap();
    let tokens = Tokens::new(b"f({a: [1)}, b(2)", &dialect);
    let at = |what: &[u8]| (0..tokens.len()).find(|&at| tokens.bytes(at) == what).unwrap();
    assert_eq!(tokens.mate(at(b"(")), Some(at(b")")));
    assert_eq!(tokens.mate(at(b"[")), None);
    assert_eq!(tokens.parent(at(b"1")), Some(at(b"[")));
    assert_eq!(tokens.parent(at(b"b")), None);
    assert_eq!(tokens.content(at(b"1")), None);
}

#[test]
fn any_bytes_have_tokens_in_order() {
    let mut rng = fastrand::Rng::with_seed(3);
    let names: [&[u8]; 8] = [b"a.py", b"a.ts", b"a.rs", b"a.cs", b"a.php", b"a.yaml", b"a.clj", b"a.xml"];
    for round in 0..400 {
        let alphabet = b"\"'`/*#\\({[]}) \nrb@$a1-=:\xff<!>";
        let text: Vec<u8> = (0..rng.usize(..300)).map(|_| alphabet[rng.usize(..alphabet.len())]).collect();
        let tokens = Tokens::new(&text, &Dialect::of_path(names[round % names.len()]).unwrap());
        let mut end = 0;
        for token in &tokens.all {
            assert!(token.span().start >= end && token.span().end > token.span().start, "{token:?}");
            assert!(token.inner().start <= token.inner().end, "{token:?}");
            end = token.span().end;
        }
        assert!(end <= text.len());
    }
}
