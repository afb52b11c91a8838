//! A Rust file as the few tokens that paths are made of; comments, strings and characters fall away.

/// One token and the line it stands on, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// Splits a file. Words and `::` are tokens; every other visible character is one of its own.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut cursor = Cursor { rest: text, line: 1 };
    let mut tokens = Vec::new();
    while let Some(first) = cursor.rest.chars().next() {
        let line = cursor.line;
        if cursor.rest.starts_with("//") {
            let end = cursor.rest.find('\n').unwrap_or(cursor.rest.len());
            cursor.take(end);
        } else if cursor.rest.starts_with("/*") {
            cursor.block_comment();
        } else if let Some(length) = raw_string(cursor.rest) {
            cursor.take(length);
        } else if first == '"' {
            cursor.string();
        } else if first == '\'' {
            cursor.quote();
        } else if first.is_alphanumeric() || first == '_' {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let end = cursor.rest.find(|c| !is_word(c)).unwrap_or(cursor.rest.len());
            let text = cursor.take(end).to_owned();
            // `b"…"` and `c"…"` are strings with a letter in front.
            if cursor.rest.starts_with('"') && matches!(text.as_str(), "b" | "c") {
                cursor.string();
            } else {
                tokens.push(Token { text, line });
            }
        } else if cursor.rest.starts_with("::") {
            tokens.push(Token { text: cursor.take(2).to_owned(), line });
        } else {
            let text = cursor.take(first.len_utf8()).to_owned();
            if !first.is_whitespace() {
                tokens.push(Token { text, line });
            }
        }
    }
    tokens
}

struct Cursor<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            if self.rest.starts_with("/*") {
                depth += 1;
                self.take(2);
            } else if self.rest.starts_with("*/") {
                depth -= 1;
                self.take(2);
            } else if let Some(c) = self.rest.chars().next() {
                self.take(c.len_utf8());
            } else {
                return;
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.take(1);
        while let Some(c) = self.rest.chars().next() {
            let escaped = c == '\\';
            self.take(c.len_utf8());
            if escaped {
                let skipped = self.rest.chars().next().map_or(0, char::len_utf8);
                self.take(skipped);
            } else if c == '"' {
                return;
            }
        }
    }

    /// A character (`'x'`, `'\n'`, `'\u{e9}'`) is skipped whole; of a lifetime only the quote is.
    fn quote(&mut self) {
        let inside = &self.rest[1..];
        let mut chars = inside.char_indices();
        let end = match chars.next() {
            // The escaped character itself may be a quote: look for the end behind it.
            Some((_, '\\')) => inside.get(2..).and_then(|tail| tail.find('\'')).map(|at| at + 2),
            Some(_) => chars.next().filter(|(_, second)| *second == '\'').map(|(at, _)| at),
            None => None,
        };
        self.take(end.map_or(1, |at| at + 2));
    }
}

/// The length of the raw string that `rest` begins with, such as `r"…"` or `br##"…"##`.
fn raw_string(rest: &str) -> Option<usize> {
    let hashes_at = ["r", "br", "cr"].iter().find_map(|prefix| rest.starts_with(prefix).then_some(prefix.len()))?;
    let hashes = rest[hashes_at..].bytes().take_while(|byte| *byte == b'#').count();
    let body = rest[hashes_at + hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body.find(&close)?;
    Some(rest.len() - body.len() + end + close.len())
}
