use crate::syntax::Quote;

fn read(text: &str) -> Vec<(String, String, Quote)> {
    let mut all = Vec::new();
    super::read(text, &mut |entry| {
        assert_eq!(&text[entry.key.clone()], entry.name());
        let mark = if entry.commented { "#" } else { "" };
        all.push((format!("{mark}{}", entry.name()), entry.text.clone().into_owned(), entry.quote));
    });
    all
}

fn plain(text: &str) -> Vec<(String, String)> {
    read(text).into_iter().map(|(key, value, _)| (key, value)).collect()
}

fn one(text: &str) -> (String, String, Quote) {
    let all = read(text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all.into_iter().next().unwrap_or_else(|| unreachable!())
}

#[test]
fn settings_in_every_spelling() {
    for text in [
        "KEY=a b",
        "KEY = a b",
        "export KEY=a b",
        "  export\tKEY =\ta b  ",
        "KEY: a b",
        "KEY=a b # comment",
        "KEY=a b\t# comment\r\n",
        "set KEY=a b",
    ] {
        assert_eq!(one(text), ("KEY".into(), "a b".into(), Quote::None), "{text}");
    }
    for (text, quote) in [
        ("KEY='a b'", Quote::Single),
        ("KEY=\"a b\" # 'x'", Quote::Double),
        ("KEY=`a b`", Quote::Backtick),
        ("KEY: \"a b\"\r\n", Quote::Double),
        ("export KEY=\"a b\"; export", Quote::Double),
    ] {
        assert_eq!(one(text), ("KEY".into(), "a b".into(), quote), "{text}");
    }
}

#[test]
fn values_that_are_not_there() {
    for text in ["KEY", "KEY=", "KEY= # what it is", "KEY=# what it is", "KEY=\"\"", "export KEY", "KEY:", "KEY # x"] {
        assert_eq!(one(text).1, "", "{text}");
    }
}

#[test]
fn hashes_quotes_and_signs_inside() {
    assert_eq!(one("K=p#ss=w:rd").1, "p#ss=w:rd");
    assert_eq!(one("K=#fff").1, "#fff");
    assert_eq!(one("K='p # \"x\"'").1, "p # \"x\"");
    assert_eq!(one("K=it's").1, "it's");
    assert_eq!(one("K=\"a\"b'c'").1, "\"a\"b'c'");
    assert_eq!(one("K='C:\\'").1, "C:\\");
    assert_eq!(one("K='it\\'s'").1, "it's");
}

#[test]
fn escapes_are_undone_in_double_quotes() {
    assert_eq!(one(r#"K="a\n\"b\" \$c \\ \u00e4 \x""#).1, "a\n\"b\" $c \\ ä \\x");
    assert_eq!(one(r"K='a\n'").1, "a\\n");
    assert_eq!(one(r"K=a\n").1, "a\\n");
}

#[test]
fn quoted_values_over_several_lines() {
    let text = "A=\"-----BEGIN KEY-----\nMIIE=\nQ==\n-----END KEY-----\"\nB='x\r\ny'\r\nC=1";
    assert_eq!(
        plain(text),
        [
            ("A".into(), "-----BEGIN KEY-----\nMIIE=\nQ==\n-----END KEY-----".into()),
            ("B".into(), "x\r\ny".into()),
            ("C".into(), "1".into())
        ]
    );
}

#[test]
fn a_quote_that_nothing_closes_costs_one_line_and_is_said() {
    let text = "A=\"abc\nB=\"d\"\nC='e\nD=f\n";
    let mut problems = Vec::new();
    problems.extend(super::read(text, &mut |_| {}));
    assert_eq!(plain(text).iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), ["abc", "d", "e", "f"]);
    assert_eq!(problems.iter().map(|problem| problem.span.clone()).collect::<Vec<_>>(), [2..3, 15..16]);
}

#[test]
fn settings_in_comments_are_marked_and_prose_is_none() {
    let text = "# KEY=value\n#OTHER_KEY = \"v\"\n# use KEY=value here\n# Note: this\n# a=b\n## X1=2\n";
    assert_eq!(
        plain(text),
        [("#KEY".into(), "value".into()), ("#OTHER_KEY".into(), "v".into()), ("#X1".into(), "2".into())]
    );
}

#[test]
fn what_is_no_setting_is_passed_over() {
    assert_eq!(plain("hello world\n- a: b\nhttp://x\n[section]\n=x\n\n?\nA=1"), [("A".into(), "1".into())]);
}

#[test]
fn keys_repeat_and_hold_dots_and_dashes() {
    assert_eq!(plain("a.b-c=1\na.b-c=2"), [("a.b-c".into(), "1".into()), ("a.b-c".into(), "2".into())]);
}

#[test]
fn many_open_quotes_do_not_take_long() {
    let text = "a=\"\\\"\n".repeat(100_000);
    let mut count = 0;
    super::read(&text, &mut |_| count += 1);
    assert_eq!(count, 100_000);
}
