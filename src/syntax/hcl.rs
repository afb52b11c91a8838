//! HCL as far as settings go: `name = value` in blocks and objects, line by line. Expressions are handed out as they
//! are written.

use std::borrow::Cow;
use std::ops::Range;

use super::json::decoded;
use super::{Entry, Problem, Quote, Step, Visit};

/// How deep blocks may nest and still be handed out.
const DEPTH: usize = 128;

/// Reads `text`: hands every setting to `visit` in order, behind the names and labels of the blocks that it stands in.
pub fn read<'t>(text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
    let mut reader = Reader { text, visit, path: Vec::new(), opened: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        let next = line_end(text, at);
        at = reader.line(at..next).unwrap_or(next);
    }
    Vec::new()
}

/// Where the line behind the one at `at` begins.
fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found + 1)
}

struct Reader<'r, 'v, 't> {
    text: &'t str,
    visit: &'r mut Visit<'v, 't>,
    path: Vec<Step<'t>>,
    /// How many steps each open bracket added, and whether it opened a list.
    opened: Vec<(usize, bool)>,
}

impl<'t> Reader<'_, '_, 't> {
    /// Reads a line; gives where to go on if that is not the next line.
    fn line(&mut self, line: Range<usize>) -> Option<usize> {
        let mut at = line.start;
        loop {
            let rest = &self.text[at..line.end];
            at += rest.len() - rest.trim_start_matches([' ', '\t', ',']).len();
            let rest = self.text[at..line.end].trim_end();
            match rest.as_bytes().first() {
                None | Some(b'#') => return None,
                Some(b'/') if rest.starts_with("//") => return None,
                Some(b'/') if rest.starts_with("/*") => {
                    let close = memchr::memmem::find(&self.text.as_bytes()[at..], b"*/");
                    return Some(close.map_or(self.text.len(), |close| at + close + 2));
                }
                Some(b'}' | b']' | b')') => {
                    self.close();
                    at += 1;
                    continue;
                }
                Some(sign @ (b'{' | b'[')) => {
                    self.opened.push((0, *sign == b'['));
                    at += 1;
                    continue;
                }
                Some(_) => {}
            }
            let behind = if self.in_list() { self.value(at..at, at..line.end) } else { self.setting(at..line.end) };
            match behind {
                On::At(next) if next > at && next < line.end => at = next,
                On::Line(next) => return Some(next),
                On::At(_) => return None,
            }
        }
    }

    fn in_list(&self) -> bool {
        self.opened.last().is_some_and(|(_, list)| *list)
    }

    fn close(&mut self) {
        if let Some((steps, _)) = self.opened.pop() {
            self.path.truncate(self.path.len().saturating_sub(steps));
        }
    }

    /// What a line sets from here on: a name and a value, or a block's head.
    fn setting(&mut self, rest: Range<usize>) -> On {
        let mut names: Vec<Range<usize>> = Vec::new();
        let mut at = rest.start;
        loop {
            let written = &self.text[at..rest.end];
            at += written.len() - written.trim_start_matches([' ', '\t']).len();
            let written = &self.text[at..rest.end];
            match written.as_bytes().first() {
                Some(b'=' | b':') if !names.is_empty() && !written.starts_with("==") => {
                    let Some(name) = names.pop() else { return On::At(rest.end) };
                    return self.value(name, at + 1..rest.end);
                }
                Some(b'{') => {
                    for name in &names {
                        self.path.push(Step::Key(Cow::Borrowed(&self.text[name.clone()])));
                    }
                    self.opened.push((names.len(), false));
                    return On::At(at + 1);
                }
                Some(b'"') => {
                    let Some(end) = string_end(written) else { return On::At(rest.end) };
                    names.push(at + 1..at + end);
                    at += end + 1;
                }
                Some(&byte) if is_name(byte) => {
                    let length = written.bytes().take_while(|&byte| is_name(byte)).count();
                    names.push(at..at + length);
                    at += length;
                }
                _ => return On::At(rest.end),
            }
            if names.len() > 8 {
                return On::At(rest.end);
            }
        }
    }

    /// The value that begins in `rest`.
    fn value(&mut self, name: Range<usize>, rest: Range<usize>) -> On {
        let written = &self.text[rest.clone()];
        let at = rest.start + (written.len() - written.trim_start().len());
        let written = self.text[at..rest.end].trim_end();
        match written.as_bytes().first() {
            Some(b'"') => match string_end(written) {
                Some(end) => {
                    self.hand(name, at + 1..at + end, Quote::Double);
                    On::At(at + end + 1)
                }
                None => On::At(rest.end),
            },
            Some(sign @ (b'{' | b'[')) => {
                self.path.push(Step::Key(Cow::Borrowed(&self.text[name])));
                self.opened.push((1, *sign == b'['));
                On::At(at + 1)
            }
            Some(b'<') if written.starts_with("<<") => {
                let word = written[2..].trim_start_matches('-').trim();
                On::Line(self.heredoc(name, word, rest.end))
            }
            Some(_) => {
                let end = written.find([',', '}', ']', '#']).unwrap_or(written.len());
                let value = written[..end].trim_end();
                self.hand(name, at..at + value.len(), Quote::None);
                On::At(at + end)
            }
            None => On::At(rest.end),
        }
    }

    /// A text up to a line that is `word`; gives where the line behind it begins.
    fn heredoc(&mut self, name: Range<usize>, word: &str, from: usize) -> usize {
        let mut at = from;
        while at < self.text.len() {
            let next = line_end(self.text, at);
            if self.text[at..next].trim() == word {
                let end = self.text[from..at].trim_end().len() + from;
                self.hand(name, from..end, Quote::Block);
                return next;
            }
            at = next;
        }
        at
    }

    fn hand(&mut self, name: Range<usize>, value: Range<usize>, quote: Quote) {
        if self.path.len() >= DEPTH {
            return;
        }
        // An element of a list has no name of its own.
        let own = if name.is_empty() { Step::Index(0) } else { Step::Key(Cow::Borrowed(&self.text[name.clone()])) };
        self.path.push(own);
        let written = &self.text[value.clone()];
        let text = if quote == Quote::Double { decoded(written) } else { Cow::Borrowed(written) };
        (self.visit)(&Entry { path: &self.path, key: name, value, text, quote, commented: false });
        self.path.pop();
    }
}

/// Where to read on.
enum On {
    /// In the same line.
    At(usize),
    /// At the beginning of a later line.
    Line(usize),
}

/// Where the string at the beginning of `written` has its closing quote. What is interpolated may hold quotes, too.
fn string_end(written: &str) -> Option<usize> {
    let bytes = written.as_bytes();
    let (mut at, mut depth) = (1, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'$' | b'%' if bytes.get(at + 1) == Some(&b'{') => {
                depth += 1;
                at += 1;
            }
            b'}' => depth = depth.saturating_sub(1),
            b'"' if depth == 0 => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tests::listed;

    #[test]
    fn blocks_objects_lists_and_texts_of_lines() {
        let text = "# c\na = \"x # y\" // c\ncredentials \"app.terraform.io\" {\n  token = \"t\"\n}\nb=[\"1\", \"2\"]\n\
            m = { k = \"v\", \"q r\" : \"w\" }\nn = {\n  o = \"p${var.x[\"i\"]}\"\n}\nh = <<-EOT\n  l1\n  l2\nEOT\nz = var.y\n/* a = \"no\"\n */\n";
        let want = [
            "a=x # y",
            "credentials.app.terraform.io.token=t",
            "b.0=1",
            "b.0=2",
            "m.k=v",
            "m.q r=w",
            "n.o=p${var.x[\"i\"]}",
            "h=  l1\n  l2",
            "z=var.y",
        ]
        .map(String::from);
        assert_eq!(listed(read, text), (want.to_vec(), 0));
    }

    #[test]
    fn what_is_left_open_costs_its_own_lines() {
        assert_eq!(listed(read, "a = \"x\nb = \"y\"\n}}}\nc = \"z\"\n"), (vec!["b=y".into(), "c=z".into()], 0));
        assert_eq!(listed(read, &"a {\n".repeat(50_000)).0.len(), 0);
        assert_eq!(listed(read, &"a = <<E\n".repeat(50_000)).0.len(), 0);
    }
}
