//! YAML that is not YAML yet, read line by line: templates of Helm, Jinja and Ansible, and files with a mistake.
//!
//! What a line sets is told by its indentation alone. Lines of the template itself (`{{ … }}`, `{% … %}`) are passed
//! over, values that hold a template are handed out as they stand.

use std::borrow::Cow;
use std::ops::Range;

use super::DEPTH;
use crate::syntax::json;
use crate::syntax::{Entry, Quote, Step, Visit};

/// Hands what the lines of `part` set to `visit`, in order.
pub(super) fn read<'t>(text: &'t str, part: Range<usize>, visit: &mut Visit<'_, 't>) {
    let mut reader = Reader { text, visit, path: Vec::new(), places: Vec::new() };
    let mut at = part.start;
    while at < part.end {
        let next = memchr::memchr(b'\n', &text.as_bytes()[at..part.end]).map_or(part.end, |found| at + found + 1);
        let line = text[at..next].trim_end();
        let block = reader.line(at..at + line.len());
        at = match block {
            Some(indent) => reader.block(next..part.end, indent),
            None => next,
        };
    }
}

struct Reader<'r, 'v, 't> {
    text: &'t str,
    visit: &'r mut Visit<'v, 't>,
    path: Vec<Step<'t>>,
    /// For each step its column, and where its key stands.
    places: Vec<(usize, Range<usize>)>,
}

impl<'t> Reader<'_, '_, 't> {
    /// Reads a line; gives its indentation if a block of lines follows as its value.
    fn line(&mut self, line: Range<usize>) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = line.start + bytes[line.clone()].iter().take_while(|&&byte| byte == b' ').count();
        let indent = at - line.start;
        let rest = &self.text[at..line.end];
        if rest.is_empty() || rest.starts_with(['#', '%']) || rest.starts_with("---") {
            return None;
        }
        if rest.starts_with("{{") || rest.starts_with("{%") {
            return None;
        }
        while self.text[at..line.end].starts_with("- ") || &self.text[at..line.end] == "-" {
            self.element(at - line.start, at);
            let behind = (at + 1).min(line.end);
            at = behind + bytes[behind..line.end].iter().take_while(|&&byte| byte == b' ').count();
        }
        let value = match key(self.text, at..line.end) {
            Some((key, behind)) => {
                let column = at - line.start;
                while self.places.last().is_some_and(|(own, _)| *own >= column) {
                    self.pop();
                }
                self.path.push(Step::Key(Cow::Borrowed(&self.text[key.clone()])));
                self.places.push((column, key));
                behind
            }
            None if matches!(self.path.last(), Some(Step::Index(_))) && at > line.start + indent => at,
            None => return None,
        };
        self.value(value..line.end).then_some(indent)
    }

    /// An element of a list begins in `column`.
    fn element(&mut self, column: usize, at: usize) {
        let mut index = 0;
        while let Some((own, _)) = self.places.last() {
            let same = *own == column;
            match self.path.last() {
                Some(Step::Index(last)) if same => index = last + 1,
                _ if *own <= column => break,
                _ => {}
            }
            self.pop();
            if same {
                break;
            }
        }
        self.path.push(Step::Index(index));
        self.places.push((column, at..at));
    }

    fn pop(&mut self) {
        self.path.pop();
        self.places.pop();
    }

    /// Hands out the value that begins somewhere in `rest`; gives whether a block of lines follows instead.
    fn value(&mut self, rest: Range<usize>) -> bool {
        let raw = &self.text[rest.clone()];
        let mut start = rest.start + (raw.len() - raw.trim_start().len());
        // A tag or an anchor in front.
        while self.text[start..rest.end].starts_with(['!', '&'])
            && let Some(blank) = self.text[start..rest.end].find(' ')
        {
            let behind = &self.text[start + blank..rest.end];
            start += blank + (behind.len() - behind.trim_start().len());
        }
        let written = &self.text[start..rest.end];
        let template = written.starts_with("{{") || written.starts_with("{%");
        match written.as_bytes().first() {
            None | Some(b'#') => return false,
            Some(b'|' | b'>') if written.len() <= 3 || written[1..].starts_with([' ', '+', '-']) => return true,
            Some(b'*') if written.len() > 1 && written[1..].bytes().all(|byte| byte.is_ascii_alphanumeric()) => {}
            Some(b'[' | b'{') if !template => self.flow(start..rest.end),
            Some(&sign @ (b'"' | b'\'')) => {
                let inside = &written[1..];
                let close = closing(inside, sign).unwrap_or(inside.len());
                let value = &inside[..close];
                let (text, quote) = match sign {
                    b'"' => (json::decoded(value), Quote::Double),
                    _ if value.contains("''") => (Cow::Owned(value.replace("''", "'")), Quote::Single),
                    _ => (Cow::Borrowed(value), Quote::Single),
                };
                self.hand(start + 1..start + 1 + close, text, quote);
            }
            Some(_) => {
                let end = written.find(" #").unwrap_or(written.len());
                let value = written[..end].trim_end();
                self.hand(start..start + value.len(), Cow::Borrowed(value), Quote::None);
            }
        }
        false
    }

    fn hand(&mut self, value: Range<usize>, text: Cow<'t, str>, quote: Quote) {
        if self.path.len() <= DEPTH {
            let key = self.places.iter().rev().map(|(_, key)| key).find(|key| !key.is_empty());
            let key = key.cloned().unwrap_or(value.start..value.start);
            (self.visit)(&Entry { path: &self.path, key, value, text, quote, commented: false });
        }
    }

    /// A list or mapping on one line: near enough to JSON.
    fn flow(&mut self, span: Range<usize>) {
        let (from, own) = (span.start, self.places.iter().rev().map(|(_, key)| key).find(|key| !key.is_empty()));
        let own = own.cloned().unwrap_or(from..from);
        let mut path = self.path.clone();
        let depth = path.len();
        json::read(&self.text[span], &mut |entry| {
            path.truncate(depth);
            path.extend(entry.path.iter().cloned());
            let key = if entry.key.is_empty() { own.clone() } else { from + entry.key.start..from + entry.key.end };
            let value = from + entry.value.start..from + entry.value.end;
            (self.visit)(&Entry { path: &path, key, value, ..entry.clone() });
        });
    }

    /// Hands out the lines that are indented deeper than `indent` as one value; gives where the next line begins.
    fn block(&mut self, lines: Range<usize>, indent: usize) -> usize {
        let (mut at, mut end, mut text) = (lines.start, lines.start, String::new());
        let mut margin = None;
        while at < lines.end {
            let bytes = &self.text.as_bytes()[at..lines.end];
            let next = memchr::memchr(b'\n', bytes).map_or(lines.end, |found| at + found + 1);
            let line = self.text[at..next].trim_end();
            let own = line.len() - line.trim_start_matches(' ').len();
            if !line.is_empty() {
                if own <= indent {
                    break;
                }
                let margin = *margin.get_or_insert(own);
                text.push_str(&line[margin.min(own)..]);
                end = at + line.len();
            }
            text.push('\n');
            at = next;
        }
        let start = lines.start + margin.unwrap_or(0);
        if end > start {
            self.hand(start..end, Cow::Owned(text.trim_end().to_owned()), Quote::Block);
        }
        at
    }
}

/// A key at the beginning of a line, without quotes, and what stands behind its colon.
fn key(text: &str, line: Range<usize>) -> Option<(Range<usize>, usize)> {
    let written = &text[line.clone()];
    let first = *written.as_bytes().first()?;
    let (key, colon) = if matches!(first, b'"' | b'\'') {
        let close = 1 + closing(&written[1..], first)?;
        (1..close, close + 1)
    } else if matches!(first, b'[' | b'{' | b'*' | b'&' | b'|' | b'>' | b'!') {
        return None;
    } else {
        let colon = memchr::memchr_iter(b':', written.as_bytes())
            .find(|&at| matches!(written.as_bytes().get(at + 1), None | Some(b' ' | b'\t')))?;
        (0..written[..colon].trim_end().len(), colon)
    };
    let behind = written.get(colon..)?.strip_prefix(':')?;
    (behind.is_empty() || behind.starts_with([' ', '\t'])).then(|| {
        let key = line.start + key.start..line.start + key.end;
        (key, line.end - behind.len())
    })
}

/// The quote that closes a scalar.
fn closing(inside: &str, sign: u8) -> Option<usize> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if sign == b'"' => at += 2,
            byte if byte == sign && sign == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            byte if byte == sign => return Some(at),
            _ => at += 1,
        }
    }
    None
}
