//! What a file imports, and under which name.

use std::collections::HashMap;

use crate::syntax::code::lang::Lang;
use crate::syntax::code::tree::{Code, Node};

/// Local names and what they stand for: `CORS` → `flask_cors.CORS`, `cors` → `github.com/rs/cors`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imports {
    local: HashMap<String, String>,
    modules: Vec<String>,
}

impl Imports {
    /// What a local name was imported as.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.local.get(name).map(String::as_str)
    }

    /// Whether a module is imported, or one inside it: `flask` is, where `flask.json` is.
    #[must_use]
    pub fn has(&self, module: &str) -> bool {
        self.modules.iter().any(|known| {
            known.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/', '@']))
        })
    }

    /// A path of names with its first one as it was imported: `fc.CORS` → `flask_cors.CORS`.
    #[must_use]
    pub fn resolve(&self, path: &str) -> String {
        let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
        match (self.get(first), rest) {
            (None, _) => path.to_owned(),
            (Some(full), None) => full.to_owned(),
            (Some(full), Some(rest)) => format!("{full}.{rest}"),
        }
    }

    fn add(&mut self, local: &str, module: &str, name: Option<&str>) {
        let full = name.map_or_else(|| module.to_owned(), |name| format!("{module}.{name}"));
        self.local.insert(local.to_owned(), full);
        self.module(module);
    }

    fn module(&mut self, module: &str) {
        if !self.modules.iter().any(|known| known == module) {
            self.modules.push(module.to_owned());
        }
    }
}

pub(super) fn imports(code: &Code<'_>) -> Imports {
    let mut out = Imports::default();
    for node in code.walk() {
        match (code.lang(), node.kind()) {
            (Lang::Python, "import_statement") => {
                for name in node.fields("name") {
                    let path = name.field("name").unwrap_or(name).text();
                    match name.field("alias") {
                        Some(alias) => out.add(&alias.text(), &path, None),
                        None => {
                            let first = path.split('.').next().unwrap_or_default();
                            out.add(first, first, None);
                            out.module(&path);
                        }
                    }
                }
            }
            (Lang::Python, "import_from_statement") => {
                let Some(module) = node.field("module_name") else { continue };
                let module = module.text();
                out.module(&module);
                for name in node.fields("name") {
                    let path = name.field("name").unwrap_or(name).text();
                    let local = name.field("alias").map_or_else(|| path.clone(), Node::text);
                    out.add(&local, &module, Some(&path));
                }
            }
            (Lang::Go, "import_spec") => {
                let Some(path) = node.field("path").map(|path| unquoted(path)) else { continue };
                let local =
                    node.field("name").map_or_else(|| go_name(&path).to_owned(), |name| name.text().into_owned());
                out.add(&local, &path, None);
            }
            (Lang::Java, "import_declaration") => {
                let Some(path) = node.child(0).map(Node::text) else { continue };
                match path.rsplit_once('.') {
                    Some((package, name)) if node.of_kind("asterisk").is_none() => out.add(name, package, Some(name)),
                    _ => out.module(&path),
                }
            }
            (lang, "import_statement") if lang.is_ecma() => ecma(node, &mut out),
            (lang, "variable_declarator") if lang.is_ecma() => required(node, &mut out),
            _ => {}
        }
    }
    out
}

/// `import a, { b as c } from "m"`, `import * as a from "m"`, `import a = require("m")`.
fn ecma(node: Node<'_>, out: &mut Imports) {
    if let Some(clause) = node.of_kind("import_require_clause") {
        if let (Some(name), Some(source)) = (clause.child(0), clause.field("source")) {
            out.add(&name.text(), &unquoted(source), None);
        }
        return;
    }
    let Some(module) = node.field("source").map(|source| unquoted(source)) else { return };
    out.module(&module);
    for part in node.of_kind("import_clause").into_iter().flat_map(Node::children) {
        match part.kind() {
            "identifier" => out.add(&part.text(), &module, None),
            "namespace_import" => {
                if let Some(name) = part.child(0) {
                    out.add(&name.text(), &module, None);
                }
            }
            _ => {
                for one in part.children().filter(|one| one.kind() == "import_specifier") {
                    if let Some(name) = one.field("name") {
                        let local = one.field("alias").unwrap_or(name).text();
                        out.add(&local, &module, Some(&name.text()));
                    }
                }
            }
        }
    }
}

/// `const a = require("m")`, `const { b: c } = require("m")`.
fn required(node: Node<'_>, out: &mut Imports) {
    let (Some(name), Some(value)) = (node.field("name"), node.field("value")) else { return };
    // `require("m").b`, `require("m")()`.
    let mut call = value;
    while let Some(inner) = call.field("object").or_else(|| call.field("function").filter(|f| f.kind() != "identifier"))
    {
        call = inner;
    }
    if call.field("function").is_none_or(|function| function.bytes() != b"require") {
        return;
    }
    let Some(module) = call.field("arguments").and_then(|args| args.child(0)).filter(|arg| arg.kind() == "string")
    else {
        return;
    };
    let module = unquoted(module);
    match name.kind() {
        "identifier" => {
            let member = value.field("property").filter(|_| value.kind() == "member_expression");
            out.add(&name.text(), &module, member.map(Node::text).as_deref());
        }
        "object_pattern" => {
            for part in name.children() {
                let key = part.field("key").unwrap_or(part).text();
                let local = part.field("value").unwrap_or(part).text();
                out.add(&local, &module, Some(&key));
            }
        }
        _ => {}
    }
}

/// The name that a Go package has where none is given: the path's last part, but for a version.
fn go_name(path: &str) -> &str {
    let version =
        |part: &str| part.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let last = path.rsplit('/').find(|part| !version(part)).unwrap_or(path);
    last.split(".v").next().unwrap_or(last)
}

fn unquoted(node: Node<'_>) -> String {
    node.text().trim_matches(['"', '\'', '`']).to_owned()
}
