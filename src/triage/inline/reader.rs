//! Finds a file's suppressions while the file is read, whole or window by window.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::comment::{AFTER, Line, class, comment, opens_block_scalar};
use super::kind::Kind;
use super::words::said;
use super::{Allow, MARKER, Said};
use crate::finding::{LineIndex, ReportPath};
use crate::source::{AHEAD, BEHIND, Blob};

// A window must let every comment be read that begins in it.
const _: () = assert!(BEHIND >= super::comment::BEFORE + MARKER.len() && AHEAD >= AFTER + MARKER.len());

/// As much of a line as is enough to know what it is.
const ENOUGH: usize = 512;

static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MARKER));

/// Whether any suppression may begin in a blob. Costs what a search for one rare string does.
#[must_use]
pub fn has_marker(blob: &Blob<'_>) -> bool {
    FINDER.find(searched(blob)).is_some()
}

/// The part of a blob in which a marker that begins in its own part lies.
fn searched<'b>(blob: &Blob<'b>) -> &'b [u8] {
    let end = blob.text.len().min(blob.own.end + MARKER.len() - 1);
    &blob.text[blob.own.start..end]
}

/// A blob, its lines, and what must not be shown of it.
pub struct View<'v, 'b> {
    /// The text.
    pub blob: &'v Blob<'b>,
    /// Lines of the text from `counted` on.
    pub index: &'v LineIndex<'b>,
    /// Where the index begins, as an offset into the text.
    pub counted: usize,
    /// Gives a stretch of the text with every secret masked: known ones, and what it holds of the values that lie in
    /// the second stretch, the lines that the comment speaks for.
    pub masked: &'v mut dyn FnMut(Range<usize>, Range<usize>) -> String,
}

impl View<'_, '_> {
    fn line(&self, at: usize) -> u64 {
        let at = at.saturating_sub(self.counted);
        self.index.region(at..at).line
    }
}

/// What is known of the suppressions of the file whose windows are coming.
#[derive(Debug, Default)]
pub struct Reader {
    allows: Vec<Allow>,
    /// The line that is waited for.
    awaited: Option<Awaited>,
    /// The last lines that were looked through for code: many comments may follow each other.
    looked: Option<Looked>,
    fence: Fence,
}

/// The text went on behind the window.
#[derive(Clone, Copy, Debug)]
struct Awaited {
    /// The first of the suppressions that wait.
    first: usize,
    /// Where the next line begins, as an offset in the whole text.
    next: u64,
}

/// Lines in which code was looked for, and what came of it.
#[derive(Clone, Copy, Debug)]
struct Looked {
    from: u64,
    stop: u64,
    outcome: Outcome,
}

/// The line of code behind a comment.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    /// The last line to speak for, and where it ends, as an offset in the whole text.
    Code { line: u64, end: u64 },
    /// An empty line or the text's end came first.
    Nothing,
    /// The text goes on.
    Await,
}

impl Reader {
    /// Whether the next blob has to be read although nothing begins in it.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.awaited.is_some()
    }

    /// Takes a blob of the file; those in which no marker begins need not come, unless [`Self::waits`].
    pub fn read(&mut self, path: &ReportPath, view: &mut View<'_, '_>) {
        let kind = Kind::of(path);
        self.go_on(kind, view);
        let own = view.blob.own.start;
        for at in FINDER.find_iter(searched(view.blob)) {
            self.marker(kind, view, own + at..own + at + MARKER.len());
        }
    }

    /// Keeps up with fences in a file that comes in windows; has to see every one of them.
    pub fn pass(&mut self, path: &ReportPath, blob: &Blob<'_>) {
        if Kind::of(path).fenced {
            self.fence.advance(blob.text, blob.base, blob.base + blob.own.end as u64);
        }
    }

    /// All suppressions of the file, in the order of the text. What still waits has nothing to speak for.
    #[must_use]
    pub fn finish(self) -> Vec<Allow> {
        self.allows
    }

    fn marker(&mut self, kind: &'static Kind, view: &mut View<'_, '_>, marker: Range<usize>) {
        let (text, base) = (view.blob.text, view.blob.base);
        let Some(found) = comment(kind, text, marker.clone()) else { return };
        if kind.fenced {
            self.fence.advance(text, base, base + marker.start as u64);
            if self.fence.open.is_some() {
                return;
            }
        }
        let own = view.line(marker.start);
        let ahead = &text[found.said.end..];
        let next = memchr::memchr(b'\n', ahead).map_or(text.len(), |at| found.said.end + at + 1);
        let outcome = if found.alone {
            self.code(kind, view, base + next as u64)
        } else {
            let header = opens_block_scalar(kind, &text[found.before.clone()]);
            Outcome::Code { line: own + u64::from(header), end: base + self.end(view, next, header) as u64 }
        };
        let until = match outcome {
            Outcome::Code { end, .. } => (end.saturating_sub(base) as usize).clamp(found.said.end, text.len()),
            Outcome::Nothing => next,
            Outcome::Await => text.len(),
        };
        let words = (view.masked)(found.said.clone(), found.line..until);
        let Some(mut said) = said(&words) else { return };
        let (from, to) = match outcome {
            Outcome::Code { line, .. } => (if found.alone && own > 1 { own + 1 } else { own }, line),
            Outcome::Nothing | Outcome::Await => (own + 1, 0),
        };
        if matches!(outcome, Outcome::Await) {
            // What stands on the line is not known, so it could be in the reason.
            if let Said::Allow { reason: Some(reason), .. } = &mut said {
                *reason = "(not shown)".into();
            }
            let first = self.allows.len();
            self.awaited.get_or_insert(Awaited { first, next: self.looked.map_or(0, |looked| looked.stop) });
        }
        let shown = marker.start..found.said.start + text[found.said].trim_ascii_end().len();
        let region =
            view.index.region(shown.start.saturating_sub(view.counted)..shown.end.saturating_sub(view.counted));
        self.allows.push(Allow { region, from, to, own: !found.alone, said });
    }

    /// The end of the line that begins at `next`, or of the one before it.
    fn end(&self, view: &View<'_, '_>, next: usize, following: bool) -> usize {
        let text = view.blob.text;
        if !following || next >= text.len() {
            return next;
        }
        memchr::memchr(b'\n', &text[next..]).map_or(text.len(), |at| next + at)
    }

    /// Looks for the next line of code from the line on that begins at `from` of the whole text.
    fn code(&mut self, kind: &Kind, view: &View<'_, '_>, from: u64) -> Outcome {
        if let Some(looked) = self.looked
            && (looked.from..=looked.stop).contains(&from)
        {
            return looked.outcome;
        }
        let (text, base) = (view.blob.text, view.blob.base);
        let mut at = from.saturating_sub(base) as usize;
        let outcome = loop {
            let rest = text.get(at..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest);
            let line = &rest[..end.unwrap_or(rest.len()).min(ENOUGH)];
            if end.is_none() && line.len() < ENOUGH && !view.blob.last {
                break Outcome::Await;
            }
            match class(kind, line) {
                Line::Blank => break Outcome::Nothing,
                Line::Code => {
                    // A comment may stand behind the header.
                    let bare = memchr::memmem::find(line, b" #").map_or(line, |comment| &line[..comment]);
                    let header = opens_block_scalar(kind, bare);
                    let next = end.map_or(text.len(), |end| at + end + 1);
                    let end = self.end(view, next, header);
                    break Outcome::Code { line: view.line(at) + u64::from(header), end: base + end as u64 };
                }
                Line::Comment => match end {
                    Some(end) => at += end + 1,
                    None => break Outcome::Nothing,
                },
            }
        };
        self.looked = Some(Looked { from, stop: base + at as u64, outcome });
        outcome
    }

    /// Looks on for the line that suppressions of an earlier window wait for.
    fn go_on(&mut self, kind: &Kind, view: &View<'_, '_>) {
        let Some(awaited) = self.awaited.take() else { return };
        self.looked = None;
        match self.code(kind, view, awaited.next) {
            Outcome::Nothing => {}
            Outcome::Code { line, .. } => {
                let waiting =
                    self.allows[awaited.first..].iter_mut().filter(|allow| !allow.own && allow.to < allow.from);
                waiting.for_each(|allow| allow.to = line);
            }
            Outcome::Await => {
                let next = self.looked.map_or(awaited.next, |looked| looked.stop);
                self.awaited = Some(Awaited { next, ..awaited });
            }
        }
    }
}

/// Where a fenced example of Markdown is open.
#[derive(Debug, Default)]
struct Fence {
    /// Its character and how many of them.
    open: Option<(u8, usize)>,
    /// Lines before this offset of the whole text were looked at.
    at: u64,
}

impl Fence {
    /// Looks at the lines that begin before `until`.
    fn advance(&mut self, text: &[u8], base: u64, until: u64) {
        while self.at < until {
            let Some(rest) = text.get(self.at.saturating_sub(base) as usize..) else { return };
            let end = memchr::memchr(b'\n', rest);
            self.line(&rest[..end.unwrap_or(rest.len()).min(ENOUGH)]);
            self.at += end.map_or(rest.len(), |end| end + 1) as u64;
            if end.is_none() {
                return;
            }
        }
    }

    fn line(&mut self, line: &[u8]) {
        let line = line.trim_ascii();
        let Some(&first) = line.first().filter(|first| matches!(first, b'`' | b'~')) else { return };
        let run = line.iter().take_while(|byte| **byte == first).count();
        match self.open {
            None if run >= 3 => self.open = Some((first, run)),
            Some((open, least)) if open == first && run >= least && run == line.len() => self.open = None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Encoding, Origin};

    /// Reads a text in pieces that end at `cuts`, each with all that follows it in view.
    fn read(name: &str, text: &[u8], cuts: &[usize]) -> Vec<Allow> {
        let origin = Origin { path: ReportPath::from_bytes(name.as_bytes()), explicit: true, lines: None };
        let mut reader = Reader::default();
        let mut start = 0;
        for &end in cuts.iter().chain([&text.len()]) {
            let (end, last) = (end.max(start), end == text.len());
            let blob = Blob { origin: &origin, text, base: 0, own: start..end, encoding: Encoding::Ascii, last };
            let index = LineIndex::new(text);
            let mut masked = |said: Range<usize>, _| String::from_utf8_lossy(&text[said]).into_owned();
            if reader.waits() || has_marker(&blob) {
                reader.read(&origin.path, &mut View { blob: &blob, index: &index, counted: 0, masked: &mut masked });
            }
            reader.pass(&origin.path, &blob);
            start = end;
        }
        reader.finish()
    }

    proptest! {
        #[test]
        fn any_text_is_read_alike_in_pieces(
            words in proptest::collection::vec(0_usize..28, 0..80),
            name in 0_usize..8,
            cuts in proptest::collection::vec(0_usize..400, 0..4),
        ) {
            const WORDS: [&str; 28] = [
                "bartizan:", " allow ", "p/r", " -- ", "why", "# ", "//", "/*", "*/", "<!--", "-->", "\n", "\n", "\r\n",
                "\"", "'", "`", "```", "\\", "REM ", "key: |", ",", "é", "{", "}", " ", "code", "<",
            ];
            const NAMES: [&str; 8] = ["a.py", "a.ts", "a.yaml", "a.md", "a.bat", "a.vim", "a.html", "unknown"];
            let text: String = words.iter().map(|&word| WORDS[word]).collect();
            let whole = read(NAMES[name], text.as_bytes(), &[]);
            for allow in &whole {
                prop_assert!(allow.to == 0 || allow.from <= allow.to, "{:?}", allow);
            }
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.sort_unstable();
            prop_assert_eq!(read(NAMES[name], text.as_bytes(), &cuts), whole, "{:?}", text);
        }
    }
}
