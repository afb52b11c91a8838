//! TOML, by the parser of the `toml` crates, which goes on behind mistakes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source, Span};

use super::entry::problem;
use super::{Entry, Problem, Quote, Step, Visit};

/// How deep lists and inline tables may nest and still be handed out.
const DEPTH: u32 = 128;

/// Reads `text`: hands every value to `visit` in order, and gives what could not be read.
pub fn read<'t>(text: &'t str, visit: &mut Visit<'_, 't>) -> Vec<Problem> {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut errors = Errors { length: text.len(), problems: Vec::new() };
    let mut reader = Reader {
        text,
        visit,
        table: Vec::new(),
        counts: HashMap::new(),
        keys: Vec::new(),
        path: Vec::new(),
        open: Vec::new(),
        header: None,
    };
    parse_document(&tokens, &mut RecursionGuard::new(&mut reader, DEPTH), &mut errors);
    errors.problems
}

struct Errors {
    length: usize,
    problems: Vec<Problem>,
}

impl ErrorSink for Errors {
    fn report_error(&mut self, error: ParseError) {
        let span = error.unexpected().or_else(|| error.context()).map_or(0..0, range);
        let span = span.start.min(self.length)..span.end.min(self.length);
        problem(&mut self.problems, span, error.description().to_owned());
    }
}

fn range(span: Span) -> Range<usize> {
    span.start()..span.end().max(span.start())
}

/// A list or inline table that is not closed yet.
struct Open {
    /// Where its own part of the path begins.
    base: usize,
    /// The next element's number; `None` for a table.
    index: Option<usize>,
}

struct Reader<'r, 'v, 't> {
    text: &'t str,
    visit: &'r mut Visit<'v, 't>,
    /// The header in force, as a path with the places of its keys.
    table: Vec<(Step<'t>, Range<usize>)>,
    /// How often each header of a list of tables came.
    counts: HashMap<String, usize>,
    /// The keys that are being collected.
    keys: Vec<(Step<'t>, Range<usize>)>,
    /// The way to the next value behind the header, with the places of its keys.
    path: Vec<(Step<'t>, Range<usize>)>,
    open: Vec<Open>,
    /// Whether a header is being read.
    header: Option<()>,
}

impl<'t> Reader<'_, '_, 't> {
    fn raw(&self, span: Span, encoding: Option<Encoding>) -> Option<(Raw<'t>, &'t str)> {
        let written = self.text.get(range(span))?;
        Some((Raw::new_unchecked(written, encoding, span), written))
    }

    /// The path of what begins now: in a list with its number.
    fn element(&mut self, place: usize) {
        if let Some(open) = self.open.last_mut()
            && let Some(index) = &mut open.index
        {
            self.path.truncate(open.base);
            self.path.push((Step::Index(*index), place..place));
            *index += 1;
        }
    }

    fn ended(&mut self) {
        match self.open.last() {
            None => self.path.clear(),
            Some(open) if open.index.is_none() => self.path.truncate(open.base),
            Some(_) => {}
        }
    }
}

impl EventReceiver for Reader<'_, '_, '_> {
    fn std_table_open(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.keys.clear();
        self.path.clear();
        self.open.clear();
        self.header = Some(());
    }

    fn std_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.header = None;
        self.table = std::mem::take(&mut self.keys);
    }

    fn array_table_open(&mut self, span: Span, error: &mut dyn ErrorSink) {
        self.std_table_open(span, error);
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header = None;
        self.table = std::mem::take(&mut self.keys);
        let mut own = String::new();
        for (step, _) in &self.table {
            if let Step::Key(key) = step {
                own.extend([key.as_ref(), "\0"]);
            }
        }
        let count = self.counts.entry(own).or_default();
        self.table.push((Step::Index(*count), span.start()..span.start()));
        *count += 1;
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.element(span.start());
        self.open.push(Open { base: self.path.len(), index: None });
        true
    }

    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.open.pop();
        self.ended();
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.element(span.start());
        self.open.push(Open { base: self.path.len(), index: Some(0) });
        true
    }

    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.open.pop();
        self.ended();
    }

    fn simple_key(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        let Some((raw, written)) = self.raw(span, kind) else { return };
        let mut name = Cow::Borrowed("");
        raw.decode_key(&mut name, error);
        let (skip, inside) = unquoted(written, kind);
        let start = span.start() + skip;
        let key = (Step::Key(name), start..start + inside);
        if self.header.is_some() {
            self.keys.push(key);
        } else {
            self.path.push(key);
        }
    }

    fn scalar(&mut self, span: Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        self.element(span.start());
        if let Some((raw, written)) = self.raw(span, kind) {
            let (skip, inside) = unquoted(written, kind);
            let start = span.start() + skip;
            let mut text = Cow::Borrowed("");
            match kind {
                Some(_) => {
                    let _ = raw.decode_scalar(&mut text, error);
                }
                None => text = Cow::Borrowed(written),
            }
            // The decoder lends a part of what it decodes; where it is not what stands there, it is made of it.
            if matches!(&text, Cow::Borrowed(text) if *text != &self.text[start..start + inside]) {
                text = Cow::Owned(text.into_owned());
            }
            let quote = match kind {
                None => Quote::None,
                Some(Encoding::LiteralString | Encoding::MlLiteralString) => Quote::Single,
                Some(Encoding::BasicString | Encoding::MlBasicString) => Quote::Double,
            };
            let all = || self.table.iter().chain(&self.path);
            let path: Vec<Step<'_>> = all().map(|(step, _)| step.clone()).collect();
            let key = self.path.iter().rev().find(|(_, key)| !key.is_empty());
            let key = key.map_or(start..start, |(_, key)| key.clone());
            let value = start..start + inside;
            (self.visit)(&Entry { path: &path, key, value, text, quote, commented: false });
        }
        self.ended();
    }

    fn newline(&mut self, _: Span, _: &mut dyn ErrorSink) {
        // Behind a mistake the key of a value that never came is given up.
        if self.open.is_empty() {
            self.path.clear();
            if self.header.take().is_some() {
                self.table = std::mem::take(&mut self.keys);
            }
        }
    }
}

/// How many bytes of quotes stand before what is written, and how many lie between them.
fn unquoted(written: &str, kind: Option<Encoding>) -> (usize, usize) {
    let quotes = match kind {
        None => return (0, written.len()),
        Some(Encoding::LiteralString | Encoding::BasicString) => 1,
        Some(Encoding::MlLiteralString | Encoding::MlBasicString) => 3,
    };
    let quotes = quotes.min(written.len());
    let sign = if matches!(kind, Some(Encoding::LiteralString | Encoding::MlLiteralString)) { "'" } else { "\"" };
    let closed = written.len() >= 2 * quotes && written.ends_with(&sign.repeat(quotes));
    (quotes, written.len() - quotes - if closed { quotes } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::tests::listed;

    #[test]
    fn tables_lists_and_every_kind_of_string() {
        let text = concat!(
            "top = 1\n[a.\"b c\"]\nx = \"y\\u00e4\" # c\nd.e = 'l'\nlist = [\"p\", {q = true, r.s = [2]}, 'z']\n",
            "[[t]]\nn = 1\n[[t]]\nn = 2979-05-27\nm = \"\"\"\nl1\nl2\"\"\"\nend = '''x'''\n"
        );
        let want = [
            "top=1",
            "a.b c.x=yä",
            "a.b c.d.e=l",
            "a.b c.list.0=p",
            "a.b c.list.1.q=true",
            "a.b c.list.1.r.s.0=2",
            "a.b c.list.2=z",
            "t.0.n=1",
            "t.1.n=2979-05-27",
            "t.1.m=l1\nl2",
            "t.1.end=x",
        ];
        assert_eq!(listed(read, text), (want.map(String::from).to_vec(), 0));
    }

    #[test]
    fn reading_goes_on_behind_a_mistake() {
        let (all, problems) = listed(read, "a = 1\nb = = 2\nc\n[d\ne = \"open\nf = 3\n");
        assert!(problems > 0);
        assert!(all.contains(&"a=1".to_owned()) && all.iter().any(|entry| entry.ends_with("f=3")), "{all:?}");
    }

    #[test]
    fn ten_thousand_brackets_are_passed_over_and_said() {
        let text = format!("a = {}1{}\nb = 2\n", "[".repeat(10_000), "]".repeat(10_000));
        let (all, problems) = listed(read, &text);
        assert_eq!(all, ["b=2"]);
        assert!(problems > 0);
    }
}
