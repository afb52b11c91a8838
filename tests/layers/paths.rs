//! Which modules of the crate's root a file names, by whatever way it climbs there.

use super::tokens::{Token, tokens};

/// Line and name of every item of the root that a file names. `file` is its path under `src/`.
pub(crate) fn root_modules(file: &str, text: &str) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let mut reader = Reader { tokens: &tokens, named: Vec::new() };
    // The inline modules that are open, each with the depth of the braces around it.
    let mut inline: Vec<usize> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].text.as_str() {
            "mod" if reader.is(at + 2, "{") => {
                depth += 1;
                inline.push(depth);
                at += 3;
                continue;
            }
            "{" => depth += 1,
            "}" => {
                if inline.last() == Some(&depth) {
                    inline.pop();
                }
                depth -= 1;
            }
            "path" if reader.is(at + 1, "=") && at >= 2 && reader.is(at - 1, "[") && reader.is(at - 2, "#") => {
                reader.named.push((tokens[at].line, "#[path]".to_owned()));
            }
            "crate" | "super" | "self" if at == 0 || !reader.is(at - 1, "::") => {
                // `pub(in crate::x)` opens an item to a module; it takes nothing from it.
                let visibility = at >= 1 && reader.is(at - 1, "in") && at >= 2 && reader.is(at - 2, "(");
                if !visibility {
                    at = reader.path(at, home(file) + inline.len());
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    reader.named
}

/// How many modules deep a file's own module is: 1 for `exit.rs` and `report/mod.rs`, 2 for `report/human.rs`.
fn home(file: &str) -> usize {
    file.trim_end_matches(".rs").split('/').filter(|part| *part != "mod").count()
}

struct Reader<'a> {
    tokens: &'a [Token],
    named: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn is(&self, at: usize, text: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.text == text)
    }

    /// Follows a path that starts at `at` inside a module `depth` deep, notes what it names in the root, and returns
    /// where to read on. Only the steps to the root matter: what stands behind the first name is that module's affair.
    fn path(&mut self, mut at: usize, mut depth: usize) -> usize {
        loop {
            match self.tokens.get(at).map(|token| token.text.as_str()) {
                Some("crate") => depth = 0,
                Some("super") => depth = depth.saturating_sub(1),
                Some("self") => {}
                Some("{") => return self.group(at, depth),
                Some(_) if depth == 0 => {
                    self.named.push((self.tokens[at].line, self.tokens[at].text.clone()));
                    return at + 1;
                }
                _ => return at + 1,
            }
            if !self.is(at + 1, "::") {
                return at + 1;
            }
            at += 2;
        }
    }

    /// The branches of `{a::b, super::c, d as e}`; `at` is the opening brace.
    fn group(&mut self, mut at: usize, depth: usize) -> usize {
        let mut braces = 0;
        let mut branch = false;
        while let Some(token) = self.tokens.get(at) {
            match token.text.as_str() {
                "{" => {
                    braces += 1;
                    branch = braces == 1;
                    at += 1;
                }
                "}" => {
                    braces -= 1;
                    at += 1;
                    if braces == 0 {
                        break;
                    }
                }
                "," => {
                    branch = braces == 1;
                    at += 1;
                }
                _ if branch => {
                    branch = false;
                    at = self.path(at, depth);
                }
                _ => at += 1,
            }
        }
        at
    }
}
