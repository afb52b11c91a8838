//! The SQL check on single files: shapes of each class, code that does not read, and bounds of the work. The annotated
//! cases (`tests/checks/`) tell what it finds in files as people write them.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use bartizan::engine::{Collected, Needs, Scanner};
use bartizan::finding::{Confidence, Finding};
use bartizan::rule::{RuleSet, embedded};

/// What is found in one file by the rules of this check.
fn scan(name: &str, text: &[u8]) -> Collected {
    let rules = RuleSet::new(embedded().into_iter().filter(|rule| rule.id.pack() == "sql").collect());
    let scanner = Scanner::new(&rules, None, Needs::default());
    scanner.scan_text(name, text);
    scanner.finish(None)
}

/// Rule, line and confidence of each finding.
fn found(name: &str, text: &str) -> Vec<String> {
    let shown = |finding: &Finding| {
        let short = if finding.rule.name().starts_with("order") { "order" } else { "value" };
        format!("{short} {} {}", finding.region.line, finding.confidence)
    };
    scan(name, text.as_bytes()).findings.iter().map(shown).collect()
}

/// A statement with a value in it, as a line of code of each language.
fn bad_line(name: &str, hole: &str) -> String {
    match name.rsplit('.').next().unwrap() {
        "py" => format!("cursor.execute(\"SELECT a FROM t WHERE b = '\" + {hole} + \"'\")\n"),
        "go" => format!("db.Query(\"SELECT a FROM t WHERE b = '\" + {hole} + \"'\")\n"),
        "java" => format!("statement.executeQuery(\"SELECT a FROM t WHERE b = '\" + {hole} + \"'\");\n"),
        _ => format!("db.query(\"SELECT a FROM t WHERE b = '\" + {hole} + \"'\");\n"),
    }
}

const NAMES: [&str; 6] = ["a.py", "a.js", "a.ts", "a.tsx", "a.go", "A.java"];

/// A file with that line in a function, and whatever else behind it.
fn file(name: &str, behind: &str) -> String {
    let line = bad_line(name, "x");
    match name.rsplit('.').next().unwrap() {
        "py" => format!("def f(x):\n    {line}{behind}"),
        "go" => format!("package a\nfunc f(x string) {{\n{line}}}\n{behind}"),
        "java" => format!("class A {{\nvoid f(String x) {{\n{line}}}\n{behind}\n}}\n"),
        _ => format!("function f(x) {{\n{line}}}\n{behind}"),
    }
}

#[test]
fn every_class_of_python() {
    let cases = [
        // Formats that a driver fills are no formats.
        ("cur.execute('SELECT a FROM t WHERE b = %s', (x,))", &[][..]),
        ("cur.execute('SELECT a FROM t WHERE b = %(b)s' % {'b': x})", &["value 2 medium"]),
        ("cur.execute('SELECT a FROM t WHERE b = {}'.format(x))", &["value 2 medium"]),
        ("cur.execute('SELECT a FROM t WHERE b = :b'.replace(':b', x))", &["value 2 medium"]),
        ("cur.execute(''.join(['SELECT a FROM t WHERE b = \\'', x, '\\'']))", &["value 2 high"]),
        ("cur.execute(f'SELECT a FROM t WHERE b = {x:d}')", &[]),
        ("cur.execute(f'SELECT a FROM t WHERE b IN ({\",\".join(placeholders)})', x)", &[]),
        ("cur.execute(f'SELECT a FROM t WHERE b IN ({\",\".join(x)})')", &["value 2 medium"]),
        ("cur.execute(f'SELECT {connection.ops.quote_name(x)} FROM t')", &[]),
        ("cur.execute(f\"SELECT a FROM {Model._meta.db_table} WHERE b = '{Model._meta.label}'\")", &[]),
        ("cur.execute(f\"SELECT a FROM t WHERE b = '{conn.escape_string(x)}'\")", &["value 2 low"]),
        ("cur.execute(f\"SELECT a FROM t WHERE b = '{sanitize(x)}'\")", &["value 2 low"]),
        ("cur.execute(f\"SELECT a FROM t WHERE b = '{x if x in ALLOWED else 'c'}'\")", &[]),
        ("assert x in ('a', 'b')\n    cur.execute(f\"SELECT a FROM t WHERE b = '{x}'\")", &[]),
        ("x = 'fixed'\n    cur.execute(f\"SELECT a FROM t WHERE b = '{x}'\")", &[]),
        ("y = x\n    z = y\n    cur.execute(f\"SELECT a FROM t WHERE b = '{z}'\")", &["value 4 high"]),
        ("cur.execute(x)", &[]),
        ("cur.execute(f'SAVEPOINT {x}')", &[]),
        (
            "cur.execute(f\"SELECT a FROM b\" + x)
    cur.execute(f\"CREATE USER u PASSWORD '{x}'\")",
            &["value 2 low", "value 3 low"],
        ),
        ("cur.execute(f\"SET SESSION app.user = '{x}'\")", &["value 2 high"]),
        ("cur.execute(f'SET LOCAL statement_timeout = {x}')", &["value 2 low"]),
        ("cur.execute(f'SELECT a FROM t LIMIT {x}')", &["value 2 low"]),
        ("cur.execute(f'SELECT a FROM t ORDER BY {x}')", &["order 2 medium"]),
        ("cur.execute(f'SELECT a FROM t ORDER BY {COLUMNS[x]}')", &[]),
        ("Model.objects.extra(where=[f\"a = '{x}'\"])", &["value 2 high"]),
        ("df.query(f'a == \"{x}\" and b == 1')", &[]),
        ("raise ValueError(f\"cannot SELECT a FROM t WHERE b = '{x}'\")", &[]),
        ("raise ValueError(f\"SELECT a FROM t WHERE b = '{x}'\")", &[]),
        ("run_query(f\"SELECT a FROM t WHERE b = '{x}'\")", &["value 2 medium"]),
        ("return f\"SELECT a FROM t WHERE b = '{x}'\"", &["value 2 low"]),
    ];
    for (line, want) in cases {
        assert_eq!(found("a.py", &format!("def f(cur, x):\n    {line}\n")), want, "{line}");
    }
}

#[test]
fn types_tell_what_a_parameter_can_be() {
    for (of, want) in [("str", "high"), ("int", ""), ("list[int]", ""), ("Literal['a', 'b']", ""), ("Kind", "")] {
        let text = format!("def f(cur, x: {of}):\n    cur.execute(f'SELECT a FROM t WHERE b = {{x}}')\n");
        let want: Vec<String> = if want.is_empty() { Vec::new() } else { vec![format!("value 2 {want}")] };
        assert_eq!(found("a.py", &text), want, "{of}");
    }
    for (of, want) in [("string", true), ("number", false), ("'a' | 'b'", false), ("boolean", false)] {
        let text = format!("function f(x: {of}) {{\n db.query(`SELECT a FROM t WHERE b = ${{x}}`);\n}}\n");
        assert_eq!(!found("a.ts", &text).is_empty(), want, "{of}");
    }
    for (of, want) in [("String", true), ("int", false), ("Long", false), ("UUID", false)] {
        let text =
            format!("class A {{ void f({of} x) {{\n st.executeQuery(\"SELECT a FROM t WHERE b = \" + x);\n}} }}\n");
        assert_eq!(!found("A.java", &text).is_empty(), want, "{of}");
    }
}

#[test]
fn what_is_broken_is_read_before_and_behind() {
    for name in NAMES {
        let broken = match name.rsplit('.').next().unwrap() {
            "py" => "def g():\n    y = = 3\n    z = )\n\n",
            "go" => "func g() { y := := 3 }\n",
            "java" => "void g() { int = = ; }\n",
            _ => "function g() { let y = = 3; }\n",
        };
        let second = file(name, "").replace("package a\n", "").replace("class A {\n", "").replace("\n\n}\n", "\n");
        let found = found(name, &file(name, &format!("{broken}{second}")));
        assert_eq!(found.len(), 2, "{name}: {found:?}");
        assert!(found.iter().all(|found| found.ends_with("medium")), "{name}: {found:?}");
    }
}

#[test]
fn brackets_bytes_and_line_ends_do_no_harm() {
    for name in NAMES {
        // On lines of their own: a text of few, long lines is taken for minified.
        for open in ["(\n", "[\n", "{\n", "f(\n"] {
            let collected = scan(name, file(name, &open.repeat(10_000)).as_bytes());
            // It is read, or it is said that it was not.
            assert!(!collected.findings.is_empty() || !collected.notes.is_empty(), "{name} {open}");
        }
        let plain = found(name, &file(name, ""));
        assert_eq!(plain.len(), 1, "{name}");
        assert_eq!(found(name, &file(name, "").replace('\n', "\r\n")), plain, "{name}");
        let latin = file(name, "").replace("SELECT a", "SELECT \u{1}a").into_bytes();
        let latin: Vec<u8> = latin.into_iter().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect();
        assert_eq!(scan(name, &latin).findings.len(), 1, "{name}");
    }
}

#[test]
fn what_is_too_large_is_said_with_its_place() {
    let text = file("a.py", &"x = 1\n".repeat(5_000_000 / 6));
    let collected = scan("a.py", text.as_bytes());
    assert!(collected.findings.is_empty());
    assert_eq!(collected.notes.len(), 1);
    let note = &collected.notes[0];
    assert_eq!(note.region.unwrap().line, 2);
    assert!(note.message.contains("not checked for SQL") && note.message.contains("2 MiB"), "{}", note.message);
}

#[test]
fn a_file_is_parsed_once_and_only_where_something_may_be() {
    let parsed = |text: &str| {
        let work = scan("a.py", text.as_bytes()).work;
        (work.parsed_files, work.parsed_bytes)
    };
    assert_eq!(parsed("# select what you like from the list\nx = 'a' + y\n"), (0, 0));
    assert_eq!(parsed("cur.execute('SELECT a FROM t WHERE b = ?', (x,))\n"), (0, 0));
    let text = file("a.py", &bad_line("a.py", "y"));
    assert_eq!(parsed(&text), (1, text.len() as u64));
    assert_eq!(scan("a.txt", text.as_bytes()).work.parsed_files, 0);
}

#[test]
fn a_finding_keeps_its_identity_and_says_no_text() {
    let print = |text: &str| scan("a.py", text.as_bytes()).findings[0].fingerprint;
    let one = "def f(cur, x):\n    cur.execute(f\"SELECT a FROM t WHERE b = 'secretive' AND c = '{x}'\")\n";
    let moved = format!(
        "\n\n# moved\n{}",
        one.replace("SELECT a FROM", "SELECT a\n      FROM").replace("f\"", "f\"\"\"").replace("\")", "\"\"\")")
    );
    assert_eq!(print(one), print(&moved));
    assert_ne!(print(one), print(&one.replace("SELECT a", "SELECT b")));
    let finding = scan("a.py", one.as_bytes()).findings.remove(0);
    assert!(!finding.message.contains("secretive"));
    assert!(finding.message.contains("`x`") && finding.message.contains("`cur.execute`"), "{}", finding.message);
}

#[test]
fn tests_and_migrations_say_less() {
    for (name, want) in
        [("src/a.py", Confidence::High), ("tests/a.py", Confidence::Low), ("db/migrations/a.py", Confidence::Low)]
    {
        assert_eq!(scan(name, file("a.py", "").as_bytes()).findings[0].confidence, want, "{name}");
    }
}
