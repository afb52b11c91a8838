//! What is read of code, language by language.

#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use super::built::{Builder, Piece};
use super::*;

fn with<R>(lang: Lang, text: &str, look: impl FnOnce(&Code<'_>, &Defs<'_>) -> R) -> R {
    let code = Parsers::default().parse(lang, text.as_bytes()).unwrap();
    let defs = Defs::new(&code);
    look(&code, &defs)
}

/// The first argument of the call `run(…)`, put together: holes in braces.
fn run(lang: Lang, text: &str) -> String {
    with(lang, text, |code, defs| {
        let (node, _) = code.calls().filter(|(_, name)| *name == b"run").last().unwrap();
        let call = code.call(node).unwrap();
        let pieces = Builder::new(defs).pieces(&call.args[0].value);
        pieces.iter().map(shown).collect()
    })
}

fn shown(piece: &Piece) -> String {
    match piece {
        Piece::Text(text, _) => text.clone(),
        Piece::Hole(hole) if hole.joined => format!("{{*{}}}", hole.expr.path()),
        Piece::Hole(hole) => format!("{{{}}}", hole.expr.path()),
    }
}

#[test]
fn python_texts() {
    let cases = [
        ("run(f'a {x.y} {{b}} {z!r:>{w}}')", "a {x.y} {b} {z}"),
        ("run('a' 'b' f'{c}')", "ab{c}"),
        ("run('a %s %% %(n)s' % x)", "a {x} % {x}"),
        ("run('a %s %d' % (x, y))", "a {x} {y}"),
        ("run('a {} {n} {0}'.format(x, n=y))", "a {x} {y} {x}"),
        ("q = 'a '\nif b:\n  q += 'b %s' % c\nrun(q)", "a b {c}"),
        ("X = 'a'\ndef f(b):\n  run(X + b + '\\n')", "a{b}\n"),
        ("run(', '.join(f'{k} = ?' for k in ks))", "{k} = ?"),
        ("run('a' + ', '.join(['?'] * n))", "a?"),
        ("run('a' + ', '.join(names))", "a{*names}"),
        ("p = []\np.append('a')\np.append('b=%s' % c)\nrun(' '.join(p))", "a b={c}"),
        ("run('a {t}'.replace('{t}', t))", "a {t}"),
        ("run('a ' + ('b' if c else 'd'))", "a b"),
        ("M = {'a': 'x', 'b': 'y'}\nrun('a ' + M[k])", "a x"),
        ("M = {'a': 'x', 'b': 'y'}\nrun('a ' + M.get(k, 'z'))", "a x"),
        ("for t in ('a', 'b'):\n  run('x ' + t)", "x a"),
        ("v = f()\nv = 'a'\nrun('x ' + v)", "x a"),
        ("class A:\n  Q = 'q '\n  def f(self, b):\n    run(self.Q + b)", "q {b}"),
        ("def c(s):\n  if s == 'a':\n    return 'x'\n  return 'y'\nrun('a ' + c(s))", "a x"),
        ("run(textwrap.dedent('a %s' % b).strip())", "a {b}"),
    ];
    for (text, want) in cases {
        assert_eq!(run(Lang::Python, text), want, "{text}");
    }
}

#[test]
fn javascript_texts() {
    let cases = [
        ("run(`a ${x.y} \\` ${z}`)", "a {x.y} ` {z}"),
        ("run('a' + b?.c + \"d\")", "a{b.c}d"),
        ("let q = 'a '; if (b) { q += `b ${c}`; } run(q)", "a b {c}"),
        ("const X = 'a'; function f(b) { run(X + b) }", "a{b}"),
        ("run('a' + ids.map(i => `'${i}'`).join(','))", "a'{i}'"),
        ("run('a' + ids.map(() => '?').join(','))", "a?"),
        ("run('a '.concat(b, ' c'))", "a {b} c"),
        ("const d = up ? 'ASC' : 'DESC'; run(`a ${d}`)", "a DESC"),
        ("run(`a ${x || 'y'}`)", "a {}"),
        ("run(util.format('a %s', b))", "a {b}"),
        ("const { id } = req.params; run(`a ${id}`)", "a {id}"),
    ];
    for lang in [Lang::JavaScript, Lang::TypeScript, Lang::Tsx] {
        for (text, want) in cases {
            assert_eq!(run(lang, text), want, "{text}");
        }
    }
}

#[test]
fn go_texts() {
    let cases = [
        ("run(fmt.Sprintf(\"a %s %d %%\", b, c))", "a {b} {c} %"),
        ("run(\"a\" + b + `c`)", "a{b}c"),
        ("q := \"a \"\nif b { q += \"b \" + c }\nrun(q)", "a b {c}"),
        (
            "var sb strings.Builder\nsb.WriteString(\"a \")\nsb.WriteString(b)\nfmt.Fprintf(&sb, \" c %s\", d)\nrun(sb.String())",
            "a {b} c {d}",
        ),
        ("p := []string{}\np = append(p, \"a = '\" + b + \"'\")\nrun(strings.Join(p, \" AND \"))", "a = '{b}'"),
        ("run(\"a\" + strings.Repeat(\"?,\", n))", "a?,"),
        ("col, ok := cols[k]\nrun(\"a \" + col)", "a x"),
    ];
    for (text, want) in cases {
        let text =
            format!("package m\nvar cols = map[string]string{{\"k\": \"x\"}}\nfunc f(b string) {{\n{text}\n}}\n");
        assert_eq!(run(Lang::Go, &text), want, "{text}");
    }
}

#[test]
fn java_texts() {
    let cases = [
        ("run(\"a\" + b + \"c\");", "a{b}c"),
        ("run(String.format(\"a %s\", b));", "a {b}"),
        ("run(\"a %s\".formatted(b));", "a {b}"),
        ("StringBuilder sb = new StringBuilder(\"a \"); sb.append(\"b \").append(b); run(sb.toString());", "a b {b}"),
        ("run(new StringBuilder().append(\"a \").append(b).toString());", "a {b}"),
        ("run(\"a \" + X);", "a x"),
        ("String d = switch (b) { case \"a\" -> \"x\"; default -> \"y\"; }; run(\"a \" + d);", "a x"),
        ("run(\"a \" + String.join(\", \", b));", "a {*b}"),
    ];
    for (text, want) in cases {
        let text = format!("class M {{ static final String X = \"x\"; void f(String b) {{ {text} }} }}");
        assert_eq!(run(Lang::Java, &text), want, "{text}");
    }
}

#[test]
fn calls_maps_and_annotations() {
    with(
        Lang::Go,
        "package m\nimport \"github.com/rs/cors\"\nvar c = cors.New(cors.Options{AllowedOrigins: []string{\"*\"}})",
        |code, defs| {
            assert_eq!(defs.imports().get("cors"), Some("github.com/rs/cors"));
            let (node, _) = code.calls().next().unwrap();
            let call = code.call(node).unwrap();
            let map = call.arg(0).unwrap().map().unwrap();
            assert_eq!(map.of.as_deref(), Some("cors.Options"));
            assert_eq!(map.get("AllowedOrigins").unwrap().list().unwrap()[0].text(), Some("*"));
        },
    );
    with(Lang::Java, "@CrossOrigin(origins = {\"a\", \"*\"}) @X class A { }", |code, _| {
        let calls: Vec<Call> = code.calls().map(|(node, _)| code.call(node).unwrap()).collect();
        assert_eq!(calls[0].form, CallForm::Mark);
        assert_eq!(calls[0].named("origins").unwrap().list().unwrap().len(), 2);
        assert_eq!(calls[1].name, "X");
    });
    with(
        Lang::Python,
        "from flask_cors import CORS as C, x\n@c.route('/')\n@login\ndef f(): pass\nr.headers['A'] = '*'",
        |code, defs| {
            assert_eq!(defs.imports().resolve("C"), "flask_cors.CORS");
            assert!(defs.imports().has("flask_cors") && !defs.imports().has("flask"));
            let names: Vec<_> = code.calls().map(|(_, name)| name).collect();
            assert_eq!(names, [b"route".as_slice(), b"login"]);
            let assignment = defs.assignments()[0];
            let target = code.expr(code.node(assignment.target));
            assert!(
                matches!(&target.kind, Kind::Index(of, key) if of.name() == Some("r.headers") && key.text() == Some("A"))
            );
        },
    );
    with(
        Lang::TypeScript,
        "import cors, { y as z } from 'cors';\n@Controller('a') class A { @Header('A', '*') f(x: number, q?: string) { g(x) } }",
        |code, defs| {
            assert_eq!(defs.imports().resolve("z"), "cors.y");
            let marks: Vec<Call> = code
                .calls()
                .filter_map(|(node, _)| code.call(node))
                .filter(|call| call.form == CallForm::Mark)
                .collect();
            assert_eq!(marks.iter().map(|call| call.name.as_str()).collect::<Vec<_>>(), ["Controller", "Header"]);
            let (inner, _) = code.calls().last().unwrap();
            let function = defs.function(inner).unwrap();
            assert_eq!(function.name, "f");
            let types: Vec<_> = function.parameters.iter().map(|p| p.of.as_deref().unwrap()).collect();
            assert_eq!(types, ["number", "string"]);
        },
    );
    with(Lang::TypeScript, "const r = await this.pool.query<Row>(`x`)", |code, _| {
        let (node, name) = code.calls().next().unwrap();
        assert_eq!(name, b"query");
        assert_eq!(code.call(node).unwrap().path(), "this.pool.query");
    });
    with(
        Lang::JavaScript,
        "const cors = require('cors'); app.use(cors({ origin: process.env.O || '*', ...rest }))",
        |code, defs| {
            assert_eq!(defs.imports().get("cors"), Some("cors"));
            let (node, _) = code.calls().find(|(_, name)| *name == b"cors").unwrap();
            let call = code.call(node).unwrap();
            let map = call.arg(0).unwrap().map().unwrap();
            assert!(map.is_open());
            let values = defs.values(map.get("origin").unwrap());
            assert_eq!(values[0].name(), Some("process.env.O"));
            assert_eq!(values[1].text(), Some("*"));
        },
    );
}

#[test]
fn errors_leave_the_rest_readable() {
    for lang in Lang::ALL {
        let text = match lang {
            Lang::Python => "run(a)\ndef f():\n  x = = 3\n  y = )\n\nrun(b)\n",
            Lang::Go => "package m\nfunc a() { run(a) }\nfunc b( { x := := 3 }\nfunc c() { run(b) }\n",
            Lang::Java => "class A { void a() { run(a); } void b( { int = = ; } void c() { run(b); } }",
            _ => "run(a);\nfunction f( { let x = = 3; }\nrun(b);\n",
        };
        with(lang, text, |code, _| {
            assert!(code.broken().is_some(), "{lang:?}");
            let args: Vec<String> = code
                .calls()
                .filter(|(_, name)| *name == b"run")
                .filter_map(|(node, _)| code.call(node)?.arg(0).map(Expr::path))
                .collect();
            assert_eq!(args, ["a", "b"], "{lang:?}");
        });
    }
}

#[test]
fn nothing_overflows_and_work_is_bounded() {
    for lang in Lang::ALL {
        for open in ["(", "[", "{", "f(", "-", "a+", "a.b(", "\"", "f'{", "`${", "if x {", "x?"] {
            let deep = open.repeat(10_000);
            let close: String = deep
                .chars()
                .rev()
                .map(|c| match c {
                    '(' => ')',
                    '[' => ']',
                    '{' => '}',
                    c => c,
                })
                .collect();
            for text in [format!("run({deep}"), format!("run({deep}1{close})")] {
                // Either it is read or it is said why not.
                if let Ok(code) = Parsers::default().parse(lang, text.as_bytes()) {
                    let defs = Defs::new(&code);
                    let builder = Builder::new(&defs);
                    // Looking at each of them from each of them is for nobody; at some, for the bounds.
                    for (node, _) in code.calls().step_by(97) {
                        if let Some(call) = code.call(node) {
                            call.args.iter().for_each(|arg| drop(builder.pieces(&arg.value)));
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn any_bytes_are_read_somehow() {
    let mut rng = fastrand::Rng::with_seed(7);
    let words: [&[u8]; 16] = [
        b"SELECT ",
        b"'",
        b"\"",
        b"(",
        b")",
        b"{",
        b"}",
        b"\n",
        b"  ",
        b"x",
        b" = ",
        b"+",
        b"\xff\xfe",
        b"f'",
        b"`${",
        b"\r\n",
    ];
    for _ in 0..300 {
        let text: Vec<u8> = (0..rng.usize(..60)).flat_map(|_| words[rng.usize(..words.len())].to_vec()).collect();
        for lang in Lang::ALL {
            let mut parsers = Parsers::default();
            let Ok(code) = parsers.parse(lang, &text) else { continue };
            let defs = Defs::new(&code);
            let builder = Builder::new(&defs);
            for node in code.walk() {
                let _ = builder.pieces(&code.expr(node));
            }
        }
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let text = vec![b'\n'; LARGEST + 1];
    assert_eq!(Parsers::default().parse(Lang::Python, &text).err(), Some(Unparsed::TooLarge));
    assert!(Parsers::default().parse(Lang::Python, &text[1..]).is_ok());
}
