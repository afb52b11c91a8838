//! What holds for every reader: on any text it ends, panics never, and hands out places that lie in the text.

use proptest::prelude::*;

use super::{Entry, Format, Problem, Quote, Step, Visit, utf8};

/// Every value as `way.to.it=value`, and how many problems there were.
pub(super) fn listed(
    read: for<'t> fn(&'t str, &mut Visit<'_, 't>) -> Vec<Problem>,
    text: &str,
) -> (Vec<String>, usize) {
    let mut all = Vec::new();
    let problems = read(text, &mut |entry| {
        check(text, entry);
        let way: Vec<String> = entry
            .path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.to_string(),
                Step::Index(index) => index.to_string(),
            })
            .collect();
        all.push(format!("{}={}", way.join("."), entry.text));
    });
    for problem in &problems {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
    }
    (all, problems.len())
}

/// That places lie in the text, and that a value without escapes is found again at its own.
fn check(text: &str, entry: &Entry<'_, '_>) {
    assert!(text.get(entry.key.clone()).is_some(), "{entry:?}");
    let written = text.get(entry.value.clone());
    assert!(written.is_some(), "{entry:?}");
    if let std::borrow::Cow::Borrowed(value) = &entry.text {
        assert_eq!(written, Some(*value), "{entry:?}");
    } else if entry.quote != Quote::Block {
        assert!(!written.unwrap_or_default().is_empty(), "{entry:?}");
    }
}

const FORMATS: [Format; 6] =
    [Format::Dotenv, Format::Json, Format::Yaml, Format::Toml, Format::Properties, Format::Ini];

fn read_by_all(text: &str) {
    for format in FORMATS {
        let mut last = 0;
        let problems = format.read(text, &mut |entry| {
            check(text, entry);
            last = entry.value.end;
        });
        assert!(last <= text.len());
        problems.iter().for_each(|problem| assert!(text.get(problem.span.clone()).is_some(), "{format:?} {problem:?}"));
    }
    super::hcl::read(text, &mut |entry| check(text, entry));
}

/// Texts of the pieces that settings are made of, put together at random.
fn settings() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = vec![
        "KEY", "a.b", "export ", "=", " = ", ": ", "\"", "'", "`", "\\", "\\n", "\\u00e4", "\\ud83d", "#", " # ", "\n",
        "\r\n", "\r", " ", "\t", "  ", "{", "}", "[", "]", ",", "[[", "]]", "\"\"\"", "'''", "|\n", ">-\n", "- ",
        "---\n", "&a ", "*a", "${A:-x}", "$(", "{{ x }}", "{% if %}", "ä", "€", "😀", "\u{feff}", "\0", "!", "!!str ",
        "//", "/*", "*/", "1.5", "true", "%", "@", "?", "<<: ",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_reader_panics_on_pieces_of_settings(text in settings()) {
        read_by_all(&text);
    }

    #[test]
    fn no_reader_panics_on_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let text = utf8(&bytes);
        prop_assert_eq!(text.len(), bytes.len());
        read_by_all(&text);
    }

    #[test]
    fn a_plain_value_is_read_by_all(value in "[A-Za-z0-9]{1,30}") {
        for (format, text) in [
            (Format::Dotenv, format!("A=1\nkey={value} # c\n")),
            (Format::Json, format!("{{\"a\": 1, \"key\": \"{value}\"}}")),
            (Format::Yaml, format!("a: 1\nkey: '{value}'\n")),
            (Format::Toml, format!("a = 1\nkey = \"{value}\"\n")),
            (Format::Properties, format!("a=1\nkey: {value}\n")),
            (Format::Ini, format!("[s]\nkey = {value}\n")),
        ] {
            let mut found = false;
            format.read(&text, &mut |entry| found |= entry.name() == "key" && entry.text == value);
            prop_assert!(found, "{:?} {}", format, text);
        }
    }
}
