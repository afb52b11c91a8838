//! One file on its way through the checks, whole or window by window: matches are located, masked and judged here.

use std::borrow::Cow;
use std::ops::Range;

use super::reasons;
use super::scanner::{Found, Scanner};
use super::sighting::{self, Placed};
use crate::check::{Check, Claimed, Cx, Hints, Match};
use crate::finding::{
    Finding, Frame, FrameLine, LineHasher, LineIndex, Mark, Note, Occurrences, Region, Related, ReportPath, Secret,
    Status, Trace,
};
use crate::rule::carry::REACH;
use crate::source::{BEHIND, Blob, Encoding, Origin, Worker};
use crate::triage::inline::{self, Comments};
use crate::triage::{Located, dedupe};

/// The worker of one thread.
pub(super) struct FileWorker<'s> {
    scanner: &'s Scanner<'s>,
    cx: Cx,
    /// Scratch of the check that only masks.
    masking: Cx,
    matches: Vec<Match>,
    file: FileState,
    /// Files that were looked at from end to end, if somebody asks.
    looked: Vec<ReportPath>,
}

/// What is known of the file whose windows are coming.
#[derive(Default)]
struct FileState {
    located: Vec<Located>,
    /// What checks said of it: place, what, and what to do.
    notes: Vec<(Region, String, String)>,
    /// Values for the end of the run.
    placed: Vec<Placed>,
    /// Bytes of the whole text, as far as it came.
    length: u64,
    /// Secrets that may reach into the next window, in bytes of the whole text.
    marks: Vec<(Range<u64>, usize)>,
    /// Up to where lines are counted, in bytes of the whole text.
    counted: u64,
    /// Whole lines up to there.
    lines: u64,
    /// Code points from the last line's start up to there.
    columns: u64,
    hasher: Option<LineHasher>,
    /// Suppressions in comments.
    comments: inline::Reader,
}

impl<'s> FileWorker<'s> {
    pub(super) fn new(scanner: &'s Scanner<'s>) -> Self {
        Self {
            scanner,
            cx: Cx::new(scanner.rules().len(), scanner.needs.costs),
            masking: Cx::default(),
            matches: Vec::new(),
            file: FileState::default(),
            looked: Vec::new(),
        }
    }

    /// Locates this window's own matches.
    fn locate(&mut self, blob: &Blob<'_>) {
        let marks = self.marks(blob);
        let counted = (self.file.counted - blob.base) as usize;
        let index = LineIndex::within(&blob.text[counted..], self.file.lines, self.file.columns);
        // In the order of the text, so that the index counts a long line's columns once and not for every match.
        self.matches.sort_by_key(|found| target(found).start);
        for found in self.matches.iter().filter(|found| blob.own.contains(&found.span.start)) {
            let shown = shown(blob.text, found);
            let region = index.region(shown.start - counted..shown.end - counted);
            let value = found.secret.clone().map(|span| &blob.text[span]);
            let asked =
                asks_for(blob, found, |at| index.line_of(at.saturating_sub(counted)) as u64 + self.file.lines + 1);
            let frame = (asked && self.scanner.needs.frames).then(|| {
                let marks = match &self.scanner.masking {
                    None => &marks,
                    Some(check) => &self.masking.all_on_line(check, blob, &shown, &marks),
                };
                frame(blob.text, &shown, region, marks)
            });
            let related = found.related.iter().map(|(span, what)| {
                (index.region(span.start.max(counted) - counted..span.end.max(counted) - counted), what.clone())
            });
            let target = target(found);
            self.file.located.push(Located {
                rule: found.rule,
                span: blob.base + target.start as u64..blob.base + target.end as u64,
                region,
                secret: value.map(|value| Secret::new(value, found.prefix, &self.scanner.key)),
                trace: found.trace.unwrap_or_else(|| Trace::of(value.unwrap_or_default())),
                severity: found.severity,
                confidence: found.confidence,
                evidence: found.evidence,
                fit: found.fit,
                asked,
                notes: found.notes.clone(),
                why: if self.scanner.needs.why { found.why.clone() } else { Vec::new() },
                related: related.collect(),
                claim: found.claim.clone(),
                frame,
            });
        }
        let own_end = blob.base + blob.own.end as u64;
        self.file.marks = marks
            .iter()
            .map(|mark| (blob.base + mark.span.start as u64..blob.base + mark.span.end as u64, mark.prefix))
            // The next window begins that far before its own part.
            .filter(|(span, _)| span.end + BEHIND as u64 > own_end)
            .collect();
    }

    /// Every stretch of the window that no frame may show, sorted, not overlapping.
    fn marks(&self, blob: &Blob<'_>) -> Vec<Mark> {
        let earlier = self.file.marks.iter().filter_map(|(span, prefix)| {
            let start = span.start.saturating_sub(blob.base) as usize;
            let end = span.end.checked_sub(blob.base)? as usize;
            (end > 0 && start < blob.text.len())
                .then(|| Mark { span: start..end.min(blob.text.len()), prefix: *prefix })
        });
        let here =
            self.matches.iter().filter_map(|found| Some(Mark { span: found.secret.clone()?, prefix: found.prefix }));
        let hidden =
            self.matches.iter().flat_map(|found| &found.hidden).map(|span| Mark { span: span.clone(), prefix: 0 });
        Mark::merged(earlier.chain(here).chain(hidden).collect())
    }

    /// Whether GitHub's line hashes are wanted: not of UTF-16, of which GitHub hashes the raw bytes.
    fn hashes(&self, blob: &Blob<'_>) -> bool {
        self.scanner.needs.line_hash && matches!(blob.encoding, Encoding::Ascii | Encoding::Utf8Bom)
    }

    /// Counts lines on to the end of the window's own part.
    fn count(&mut self, blob: &Blob<'_>) {
        let from = (self.file.counted - blob.base) as usize;
        let mut until = blob.own.end;
        // Not into the middle of a character: up to three bytes of one may stand at the end.
        while until > from && until < blob.text.len() && blob.text[until] & 0xC0 == 0x80 && blob.own.end - until < 3 {
            until -= 1;
        }
        let stretch = &blob.text[from..until];
        match memchr::memrchr(b'\n', stretch) {
            None => self.file.columns += crate::finding::code_points(stretch),
            Some(last) => {
                self.file.lines += memchr::memchr_iter(b'\n', stretch).count() as u64;
                self.file.columns = crate::finding::code_points(&stretch[last + 1..]);
            }
        }
        self.file.counted = blob.base + until as u64;
    }

    /// Judges what was located and hands it over; `whole` says whether all of the file came.
    fn finish(&mut self, origin: &Origin, whole: bool) {
        self.cx.ends.clear();
        let file = std::mem::take(&mut self.file);
        let mut found = Found::default();
        let allows = file.comments.finish();
        if !allows.is_empty() {
            found.comments.push(Comments { origin: origin.clone(), allows, whole });
        }
        if whole && self.scanner.needs.files && origin.lines.is_none() {
            self.looked.push(origin.path.clone());
        }
        found.notes.extend(file.notes.into_iter().map(|(region, message, help)| Note {
            path: Some(origin.path.clone()),
            region: Some(region),
            message,
            help,
        }));
        found.sightings.extend(file.placed.into_iter().map(|placed| placed.kept(&origin.path, file.length)));
        if file.located.is_empty() {
            if !found.notes.is_empty() || !found.comments.is_empty() || !found.sightings.is_empty() {
                self.scanner.found(found);
            }
            return;
        }
        let hashes = file.hasher.map(|hasher| hasher.finish(file.located.iter().map(|located| located.region.line)));
        let mut occurrences = Occurrences::default();
        let rules = self.scanner.rules();
        let (claimed, located) = file.located.into_iter().partition(|located| located.claim.is_some());
        let mut finding = |located: Located, also: Vec<u32>| {
            let rule = &rules[located.rule as usize];
            // What is not reported has its number too: a finding is the same one whatever else is asked about.
            let fingerprint = occurrences.fingerprint(&rule.id, &origin.path, located.trace);
            let related = located.related.into_iter().map(|(region, what)| Related {
                path: origin.path.clone(),
                region,
                message: what.into_owned(),
            });
            located.asked.then(|| Finding {
                rule: rule.id.clone(),
                severity: located.severity,
                confidence: located.confidence,
                path: origin.path.clone(),
                span: located.span,
                region: located.region,
                message: message(&rule.def.title, located.secret.as_ref(), &located.notes),
                fingerprint,
                secret: located.secret,
                status: Status::New,
                why: located.why,
                also: also.iter().map(|&id| rules[id as usize].id.clone()).collect(),
                related: related.collect(),
                frame: located.frame,
                line_hash: hashes.as_ref().and_then(|hashes| hashes.get(located.region.line)),
            })
        };
        found.findings = dedupe(located).into_iter().filter_map(|(located, also)| finding(located, also)).collect();
        let claimed: Vec<Located> = claimed;
        found.claimed.extend(claimed.into_iter().filter_map(|mut located| {
            let claim = located.claim.take()?;
            Some(Claimed { rule: located.rule, finding: finding(located, Vec::new())?, claim })
        }));
        self.scanner.found(found);
    }

    /// Takes what checks had to say of this blob.
    fn take_notes(&mut self, blob: &Blob<'_>) {
        if self.cx.notes.is_empty() {
            return;
        }
        let counted = (self.file.counted - blob.base) as usize;
        let index = LineIndex::within(&blob.text[counted..], self.file.lines, self.file.columns);
        for (span, message, help) in self.cx.notes.drain(..).filter(|(span, ..)| span.start >= counted) {
            self.file.notes.push((
                index.region(span.start - counted..span.end.max(span.start) - counted),
                message,
                help,
            ));
        }
    }
}

impl FileWorker<'_> {
    /// Takes the values of this blob that the end of the run compares.
    fn take_seen(&mut self, blob: &Blob<'_>) {
        self.file.length = blob.base + blob.text.len() as u64;
        if self.cx.seen.is_empty() {
            return;
        }
        let mut seen = std::mem::take(&mut self.cx.seen);
        let counted = (self.file.counted - blob.base) as usize;
        let index = LineIndex::within(&blob.text[counted..], self.file.lines, self.file.columns);
        let mut placed = std::mem::take(&mut self.file.placed);
        let frames = self.scanner.needs.frames;
        let marks = if frames { sighting::marks(self.marks(blob), &seen) } else { Vec::new() };
        let (masking, masking_cx) = (&self.scanner.masking, &mut self.masking);
        let mut drawn = |shown: &Range<usize>, region: Region| {
            frames.then(|| match masking {
                None => frame(blob.text, shown, region, &marks),
                Some(check) => {
                    let marks = masking_cx.all_on_line(check, blob, shown, &marks);
                    frame(blob.text, shown, region, &marks)
                }
            })
        };
        let lines = (&index, counted, self.file.lines);
        sighting::place(blob, &mut seen, &self.matches, lines, &self.scanner.key, &mut drawn, &mut placed);
        self.file.placed = placed;
        self.cx.seen = seen;
    }

    /// Takes what comments of this blob allow. In nearly all blobs that is one search for one rare string.
    fn take_comments(&mut self, blob: &Blob<'_>, hints: Option<Hints>) {
        let path = &blob.origin.path;
        let mut comments = std::mem::take(&mut self.file.comments);
        let may_hold = hints.is_none_or(|hints| hints.suppression);
        if comments.waits() || may_hold && inline::has_marker(blob) {
            let marks = self.marks(blob);
            self.matches.sort_by_key(|found| found.span.start);
            let (matches, masking, masking_cx) = (&self.matches, &self.scanner.masking, &mut self.masking);
            let counted = (self.file.counted - blob.base) as usize;
            let index = LineIndex::within(&blob.text[counted..], self.file.lines, self.file.columns);
            let mut masked = |said: Range<usize>, covered: Range<usize>| match masking {
                None => reasons::masked(blob.text, said, &covered, &marks, matches),
                Some(check) => {
                    let part = reasons::looked_through(blob.text, &covered);
                    let mut all = masking_cx.all_in(check, blob, part.clone());
                    let first = matches.partition_point(|found| found.span.start < part.start);
                    let behind = matches.partition_point(|found| found.span.start < part.end).max(first);
                    all.extend_from_slice(&matches[first..behind]);
                    all.sort_by_key(|found| found.span.start);
                    let secrets = all.iter().filter_map(|found| Some((found.secret.clone()?, found.prefix)));
                    let marks = Mark::merged(secrets.map(|(span, prefix)| Mark { span, prefix }).collect());
                    reasons::masked(blob.text, said, &covered, &marks, &all)
                }
            };
            comments.read(path, &mut inline::View { blob, index: &index, counted, masked: &mut masked });
        }
        if !blob.last || blob.base > 0 {
            comments.pass(path, blob);
        }
        self.file.comments = comments;
    }
}

impl Scanner<'_> {
    /// A worker for one more thread.
    #[must_use]
    pub fn worker(&self) -> Box<dyn Worker + Send + '_> {
        Box::new(FileWorker::new(self))
    }

    /// Scans one text by itself, as a file of that name.
    pub fn scan_text(&self, name: &str, text: &[u8]) {
        let origin = Origin { path: ReportPath::from_bytes(name.as_bytes()), explicit: true, lines: None };
        let own = 0..text.len();
        let blob = Blob { origin: &origin, text, base: 0, own, encoding: Encoding::Ascii, last: true };
        self.worker().take(&blob);
    }
}

impl Worker for FileWorker<'_> {
    fn take(&mut self, blob: &Blob<'_>) {
        if self.hashes(blob) && (!blob.last || blob.base > 0) {
            // A window: whether anything will be found is not known yet, so the hash runs along.
            let hasher = self.file.hasher.get_or_insert_with(|| hasher(blob));
            hasher.push(&blob.text[blob.own.clone()]);
        }
        self.matches.clear();
        self.cx.hints = None;
        for check in self.scanner.checks.iter().filter(|check| check.wants(blob)) {
            check.run(blob, &mut self.cx, &mut self.matches);
        }
        // What is looked at once more below is a part of the blob.
        let hints = self.cx.hints.take();
        if self.matches.iter().any(|found| blob.own.contains(&found.span.start)) {
            if self.hashes(blob) && self.file.hasher.is_none() {
                let mut whole = hasher(blob);
                whole.push(blob.text);
                self.file.hasher = Some(whole);
            }
            self.locate(blob);
        }
        self.take_notes(blob);
        self.take_seen(blob);
        if self.scanner.needs.comments {
            self.take_comments(blob, hints);
        }
        if blob.last {
            self.finish(blob.origin, true);
        } else {
            self.count(blob);
        }
    }

    fn broke_off(&mut self, origin: &Origin) {
        self.finish(origin, false);
    }
}

impl Drop for FileWorker<'_> {
    fn drop(&mut self) {
        self.scanner.worked(&self.cx, std::mem::take(&mut self.looked));
    }
}

impl Cx {
    /// `marks`, and what `check` finds on the line of `shown`: a rule that is off must not show what it would hide.
    fn all_on_line(&mut self, check: &dyn Check, blob: &Blob<'_>, shown: &Range<usize>, marks: &[Mark]) -> Vec<Mark> {
        /// Far more than a frame shows on either side.
        const SIDE: usize = 1024;
        let line = crate::text::words::around(blob.text, shown, SIDE);
        let more = self.all_in(check, blob, line.clone());
        let more = more.into_iter().filter_map(|found| Some(Mark { span: found.secret?, prefix: found.prefix }));
        // Of the others those on the line: a file may hold 100,000, and this is done for each of them.
        let first = marks.partition_point(|mark| mark.span.end <= line.start);
        let behind = marks.partition_point(|mark| mark.span.start < line.end).max(first);
        Mark::merged(marks[first..behind].iter().cloned().chain(more).collect())
    }

    /// What `check` finds in a part of the text, wherever it is its own.
    fn all_in(&mut self, check: &dyn Check, blob: &Blob<'_>, part: Range<usize>) -> Vec<Match> {
        let text = &blob.text[part.clone()];
        let mut found = Vec::new();
        check.run(&Blob { text, base: 0, own: 0..text.len(), last: true, ..blob.clone() }, self, &mut found);
        self.ends.clear();
        for found in &mut found {
            found.span = part.start + found.span.start..part.start + found.span.end;
            found.secret = found.secret.take().map(|span| part.start + span.start..part.start + span.end);
        }
        found
    }
}

fn hasher(blob: &Blob<'_>) -> LineHasher {
    let mut hasher = LineHasher::new();
    if blob.encoding == Encoding::Utf8Bom && blob.base == 0 {
        // GitHub hashes the file with its mark.
        hasher.push("\u{feff}".as_bytes());
    }
    hasher
}

/// What a match is about: its value, or the code.
fn target(found: &Match) -> Range<usize> {
    found.secret.clone().unwrap_or_else(|| found.span.clone())
}

/// What is underlined: the value; of a value of several lines the match's first line, since code hosts attach a
/// finding to a change only if every line of its region is part of it.
fn shown(text: &[u8], found: &Match) -> Range<usize> {
    let target = target(found);
    if memchr::memchr(b'\n', &text[target.clone()]).is_none() {
        return target;
    }
    let start = found.span.start;
    let mut end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |at| start + at);
    if end > start && text[end - 1] == b'\r' {
        end -= 1;
    }
    start..end
}

/// Whether a match, or a place that belongs to it, stands on a line that is asked about. All its lines count, not only
/// those that are shown.
fn asks_for(blob: &Blob<'_>, found: &Match, line: impl Fn(usize) -> u64) -> bool {
    blob.origin.lines.is_none() || {
        let mut spans =
            std::iter::once(&found.span).chain(found.secret.as_ref()).chain(found.related.iter().map(|(span, _)| span));
        spans.any(|span| blob.origin.asks_for(line(span.start), line(span.end.saturating_sub(1).max(span.start))))
    }
}

/// The masked line of what is shown, or as much of a long one as any frame can need.
fn frame(text: &[u8], shown: &Range<usize>, region: Region, marks: &[Mark]) -> Frame {
    /// More than a frame shows on either side, and more than a secret that is cut there reaches on. Without a bound
    /// a line with 100,000 secrets would be searched 100,000 times from end to end.
    const SIDE: usize = 2 * REACH;
    let from = shown.start.saturating_sub(SIDE);
    let until = text.len().min(shown.end + SIDE);
    let start = memchr::memrchr(b'\n', &text[from..shown.start]).map_or(from, |at| from + at + 1);
    let mut end = memchr::memchr(b'\n', &text[shown.start..until]).map_or(until, |at| shown.start + at);
    if end > start && text[end - 1] == b'\r' {
        end -= 1;
    }
    Frame { lines: vec![FrameLine::new(text, start..end, region.line, marks, shown)] }
}

fn message(title: &str, secret: Option<&Secret>, notes: &[Cow<'_, str>]) -> String {
    let mut message = secret.map_or_else(|| title.to_owned(), |secret| format!("{title} {secret}"));
    for (at, note) in notes.iter().enumerate() {
        message.extend([if at == 0 { ": " } else { "; " }, note]);
    }
    message
}
