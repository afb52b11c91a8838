//! Noted values on their way from a blob to the end of the run: each gets its place, and loses itself.

use std::ops::Range;

use crate::check::{Match, Seen, Sighting, Sightings};
use crate::finding::{Frame, LineIndex, Mark, Note, Region, RunKey, Secret, Trace};
use crate::source::Blob;

/// A noted value of the running file.
pub(super) struct Placed {
    span: Range<u64>,
    region: Region,
    secret: Secret,
    trace: Trace,
    seen: Seen,
    frame: Option<Box<Frame>>,
}

/// The most that are noted in one file. What holds more is data, and each is judged by itself all the same.
const MOST: usize = 1024;

/// Places the values that `seen` notes in the blob's own part. `index` begins at `counted`; `drawn` makes the source
/// of what may be told.
pub(super) fn place(
    blob: &Blob<'_>,
    seen: &mut Vec<Seen>,
    matches: &[Match],
    (index, counted, lines): (&LineIndex<'_>, usize, u64),
    key: &RunKey,
    drawn: &mut dyn FnMut(&Range<usize>, Region) -> Option<Frame>,
    placed: &mut Vec<Placed>,
) {
    // What a finding shows is not drawn twice.
    let mut shown: Vec<usize> = matches.iter().filter_map(|found| Some(found.secret.as_ref()?.start)).collect();
    shown.sort_unstable();
    seen.sort_by_key(|seen| (seen.value.start, seen.value.end));
    for seen in seen.drain(..).filter(|seen| blob.own.contains(&seen.start)) {
        let span = seen.value.clone();
        if placed.len() >= MOST || span.start < counted || span.is_empty() {
            continue;
        }
        let line = |at: usize| index.line_of(at.saturating_sub(counted)) as u64 + lines + 1;
        if blob.origin.lines.is_some() && !blob.origin.asks_for(line(seen.start), line(span.end - 1)) {
            continue;
        }
        let region = index.region(span.start - counted..span.end - counted);
        let value = &blob.text[span.clone()];
        // A value that goes over several lines has no line of its own to show.
        let told =
            seen.about.again.is_some() && shown.binary_search(&span.start).is_err() && region.line == region.end_line;
        placed.push(Placed {
            span: blob.base + span.start as u64..blob.base + span.end as u64,
            region,
            secret: Secret::new(value, 0, key),
            trace: Trace::of(value),
            frame: told.then(|| drawn(&span, region)).flatten().map(Box::new),
            seen,
        });
    }
}

/// What no source may show: `marks`, and the noted values themselves.
pub(super) fn marks(marks: Vec<Mark>, seen: &[Seen]) -> Vec<Mark> {
    let noted = seen.iter().map(|seen| Mark { span: seen.value.clone(), prefix: 0 });
    Mark::merged(marks.into_iter().chain(noted).collect())
}

impl Placed {
    /// As it is kept for the end of the run, of a text of `length` bytes.
    pub(super) fn kept(self, path: &crate::finding::ReportPath, length: u64) -> Sighting {
        Sighting {
            path: path.clone(),
            span: self.span,
            region: self.region,
            secret: self.secret,
            trace: self.trace,
            length,
            about: self.seen.about,
            frame: self.frame,
        }
    }
}

/// What people are told where more was noted than is compared.
pub(super) fn too_many(kept: &[Sighting]) -> Note {
    let last = kept.last().map(|last| format!(" behind `{}`", last.path)).unwrap_or_default();
    Note {
        path: None,
        region: None,
        message: format!(
            "more than {} values stand at names of credentials: those{last} are not compared with each other",
            Sightings::MOST
        ),
        help: "scan parts of the tree, or leave out folders of data with `--exclude`".into(),
    }
}
