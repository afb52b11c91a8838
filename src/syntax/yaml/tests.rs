#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use proptest::prelude::*;

use super::*;

fn one(text: &str) -> Node {
    let mut all = documents(text).unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// Every node with the text under it and its place, depth first.
fn walk(node: &Node, text: &str, out: &mut Vec<String>) {
    let what = match &node.kind {
        Kind::Mapping(_) => "mapping".to_owned(),
        Kind::Sequence(_) => "sequence".to_owned(),
        Kind::Scalar(scalar, style) => format!("{style:?} {scalar:?}"),
        Kind::Alias => "alias".to_owned(),
    };
    out.push(format!("{} {what} {:?}", node.at, &text[node.span.clone()]));
    for (key, value) in node.entries() {
        walk(key, text, out);
        walk(value, text, out);
    }
    node.elements().iter().for_each(|element| walk(element, text, out));
}

fn lines(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    documents(text).unwrap().iter().for_each(|node| walk(node, text, &mut out));
    out
}

#[test]
fn every_node_knows_its_place() {
    assert_eq!(
        lines("# Größe 日本\nname: Zoë\nlist:\n  - 'it''s'\n  - [a, {b: \"c\\n\"}]\nempty:\n"),
        [
            r#"2:1 mapping "name: Zoë\nlist:\n  - 'it''s'\n  - [a, {b: \"c\\n\"}]\nempty""#,
            r#"2:1 Plain "name" "name""#,
            r#"2:7 Plain "Zoë" "Zoë""#,
            r#"3:1 Plain "list" "list""#,
            r#"4:3 sequence "- 'it''s'\n  - [a, {b: \"c\\n\"}]""#,
            r#"4:5 Single "it's" "'it''s'""#,
            r#"5:5 sequence "[a, {b: \"c\\n\"}]""#,
            r#"5:6 Plain "a" "a""#,
            r#"5:9 mapping "{b: \"c\\n\"}""#,
            r#"5:10 Plain "b" "b""#,
            r#"5:13 Double "c\n" "\"c\\n\"""#,
            r#"6:1 Plain "empty" "empty""#,
            r#"6:6 Plain "" """#,
        ]
    );
}

#[test]
fn places_hold_with_crlf_and_wide_characters_before_them() {
    let text = "é: 'ö'\r\n# 🦀🦀\r\n日本: [ß, x]\r\n";
    assert_eq!(
        lines(text)[1..],
        [
            r#"1:1 Plain "é" "é""#,
            r#"1:4 Single "ö" "'ö'""#,
            r#"3:1 Plain "日本" "日本""#,
            r#"3:5 sequence "[ß, x]""#,
            r#"3:6 Plain "ß" "ß""#,
            r#"3:9 Plain "x" "x""#,
        ]
    );
}

#[test]
fn documents_of_one_stream_are_kept_apart() {
    let text = "ä: 1\n---\nb: 2\n...\n--- |\n  three\n";
    let all = documents(text).unwrap();
    assert_eq!(all.iter().map(|d| d.at.line).collect::<Vec<_>>(), [1, 3, 6]);
    assert_eq!(all[1].find(&["b".into()]).unwrap().at, Place { line: 3, column: 4 });
    assert_eq!(all[2].scalar(), Some("three\n"));
    assert_eq!(&text[all[2].span.clone()], "three\n", "a block scalar begins where its text does");
    assert_eq!(documents("").unwrap(), []);
    assert_eq!(documents("# nothing\n").unwrap(), []);
}

#[test]
fn paths_lead_to_values_and_as_near_as_they_can() {
    let text = "rules:\n  - id: a\n  - id: b\n    pattern: x\n";
    let node = one(text);
    let path = ["rules".into(), 1.into(), "pattern".into()];
    assert_eq!(node.find(&path).unwrap().scalar(), Some("x"));
    assert_eq!(node.find(&["rules".into(), 2.into()]), None);
    assert_eq!(node.nearest(&["rules".into(), 1.into(), "help".into()]).at, Place { line: 3, column: 5 });
    let (key, _) = node.find(&path[..2]).unwrap().entry("pattern").unwrap();
    assert_eq!(key.at, Place { line: 4, column: 5 });
}

#[test]
fn aliases_are_not_followed() {
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        bomb.push_str(&format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}]\n", level - 1));
    }
    let node = one(&bomb);
    assert_eq!(node.find(&["a59".into()]).unwrap().elements().len(), 3);
    assert_eq!(node.alias().unwrap().at, Place { line: 2, column: 10 });
    assert_eq!(one("a: 1").alias(), None);
}

#[test]
fn nesting_bombs_are_refused_and_what_is_just_below_is_read() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")] {
        let deep = |levels: usize| format!("{}{}", open.repeat(levels), close.repeat(levels));
        assert!(documents(&deep(100)).is_ok(), "{open}");
        assert!(documents(&deep(DEPTH + 1)).is_err(), "{open}");
        assert!(documents(&deep(100_000)).is_err(), "{open}");
    }
    let error = documents(&"[".repeat(1000)).unwrap_err();
    assert_eq!(error.message, "nested deeper than 128 levels");
}

#[test]
fn errors_have_a_place() {
    let error = documents("ä: ö\nb: [1, 2\nc: 3\n").unwrap_err();
    assert_eq!(error.at.line, 3, "{error}");
    assert_eq!(documents("a\0b").unwrap_err().at, Place { line: 1, column: 2 });
}

#[test]
fn a_byte_of_a_scalar_is_found_in_the_text() {
    let text = "a: 'x''yz'\nb: \"xyz\"\nc: xyz\nd: \"\\x41z\"\ne: |\n  xyz\n";
    let node = one(text);
    let at = |key: &str, at| node.find(&[key.into()]).unwrap().offset_of(text, at).map(|o| &text[o..o + 1]);
    assert_eq!([at("a", 2), at("a", 3)], [Some("y"), Some("z")]);
    assert_eq!([at("b", 2), at("c", 2)], [Some("z"), Some("z")]);
    assert_eq!([at("d", 1), at("e", 1), at("c", 9)], [None, None, None]);
}

proptest! {
    /// No text crashes the reader, spans lie on characters, and children lie in their parents.
    #[test]
    fn any_text_is_read_or_refused(text in "(?s)[-a: \\n\\r\\t\\[\\]{}'\"|>&*#?!,ä🦀%\u{feff}]{0,60}") {
        fn inside(node: &Node, text: &str) {
            assert!(text.get(node.span.clone()).is_some(), "{node:?}");
            assert_eq!(place(&text.replace("\r\n", " \n").replace('\r', "\n"), node.span.start), node.at);
            let parts = node.entries().iter().flat_map(|(k, v)| [k, v]).chain(node.elements());
            for part in parts {
                assert!(node.span.start <= part.span.start && part.span.end <= node.span.end, "{node:?}");
                inside(part, text);
            }
        }
        if let Ok(all) = documents(&text) {
            all.iter().for_each(|node| inside(node, &text));
        }
    }
}

#[test]
fn values_come_with_their_keys() {
    let text = "a:\n  - b: 'it''s'\n    c: [x, \"y\\t\"]\n  - &z plain\nd: *z\ne: |\n  l1\n  l2\nf:\n";
    let want = ["a.0.b=it's", "a.0.c.0=x", "a.0.c.1=y\t", "a.1=plain", "e=l1\nl2\n", "f="].map(String::from);
    assert_eq!(crate::syntax::tests::listed(read, text), (want.to_vec(), 0));
}

#[test]
fn templates_are_read_line_by_line() {
    let text = concat!(
        "kind: Secret\ndata:\n  a: b\n---\n{{- if .Values.x }}\nenv:\n  {{- range .Values.env }}\n",
        "  - name: CORS # c\n    value: {{ .Values.cors | quote }}\n  - name: 'X'\n    value: \"*\"\n  {{- end }}\n",
        "list: [\"*\", b]\nkey: |-\n  one: 1\n   two\nlast: *\n- {{ x }}\n",
    );
    let want = [
        "kind=Secret",
        "data.a=b",
        "env.0.name=CORS",
        "env.0.value={{ .Values.cors | quote }}",
        "env.1.name=X",
        "env.1.value=*",
        "list.0=*",
        "list.1=b",
        "key=one: 1\n two",
        "last=*",
        "last.0={{ x }}",
    ]
    .map(String::from);
    assert_eq!(crate::syntax::tests::listed(read, text), (want.to_vec(), 1));
}

#[test]
fn bombs_of_aliases_stay_what_they_are() {
    let mut text = "a0: &a0 [x, x]\n".to_owned();
    for n in 1..200 {
        let last = n - 1;
        text.push_str(&format!("a{n}: &a{n} [*a{last}, *a{last}, *a{last}, *a{last}]\n"));
    }
    assert_eq!(crate::syntax::tests::listed(read, &text).0.len(), 2);
}
