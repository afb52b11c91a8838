//! Values that a check judged, noted so that the end of the run can tell which of them are the same.

use std::ops::Range;

use crate::finding::{Confidence, Frame, Region, ReportPath, Secret, Trace};

/// A value in the running blob, and what is known of the name it is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The value, as offsets into the blob's text.
    pub value: Range<usize>,
    /// Where the name begins, or the value if that stands first.
    pub start: usize,
    /// What is known of it.
    pub about: About,
}

/// What is known of a noted value beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Whether its name says without doubt what it is.
    pub sure: bool,
    /// Whether it is a password.
    pub password: bool,
    /// Whether it is one that people try first: that it stands elsewhere says nothing then.
    pub weak: bool,
    /// Whether it is told to whoever reads the code: it stands in a comment or a sentence.
    pub told: bool,
    /// The data store or service that the name says it opens.
    pub opens: Option<&'static str>,
    /// Where the description of the service begins that it is given to, in a file that describes several.
    pub service: Option<u32>,
    /// How sure it would be if the same value stood elsewhere; `None`: too little to be told even then.
    pub again: Option<Confidence>,
}

/// A noted value with its place. The value itself is gone by now. About 200 bytes, of which the path is shared.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// The file.
    pub path: ReportPath,
    /// The value, in bytes of the whole decoded text.
    pub span: Range<u64>,
    /// Its lines and columns.
    pub region: Region,
    /// The masked value, and its hash under the run's key.
    pub secret: Secret,
    /// The trace for the fingerprint.
    pub trace: Trace,
    /// How many bytes the whole text has: with the offset, it tells copies of a file.
    pub length: u64,
    /// What is known of it.
    pub about: About,
    /// The masked source, of what may be told.
    pub frame: Option<Box<Frame>>,
}

impl Sighting {
    /// By path and place: what the index keeps where there are too many, whichever thread was first.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.path, self.span.start, self.span.end).cmp(&(&other.path, other.span.start, other.span.end))
    }
}

/// The noted values of a run, bounded: where there are too many, those are kept that stand first by path and place,
/// which is the same for any number of threads.
#[derive(Debug, Default)]
pub struct Sightings {
    kept: Vec<Sighting>,
    /// Whether any was let go.
    full: bool,
}

impl Sightings {
    /// The most that are compared: 13 MB.
    pub const MOST: usize = 1 << 16;

    /// Takes more.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Sighting>) {
        for one in more {
            if self.kept.len() >= 2 * Self::MOST {
                self.cut();
            }
            self.kept.push(one);
        }
    }

    /// All that are kept, in order, and whether there were more.
    #[must_use]
    pub fn finish(mut self) -> (Vec<Sighting>, bool) {
        self.cut();
        (self.kept, self.full)
    }

    fn cut(&mut self) {
        self.kept.sort_by(Sighting::order);
        self.full |= self.kept.len() > Self::MOST;
        self.kept.truncate(Self::MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::RunKey;

    #[test]
    fn of_too_many_the_same_are_kept_in_any_order() {
        let key = RunKey::new();
        let region = Region { line: 1, column: 1, end_line: 1, end_column: 2 };
        let about =
            About { sure: true, password: true, weak: false, told: false, opens: None, service: None, again: None };
        let one = |at: u64| Sighting {
            path: ReportPath::from_bytes(b"a"),
            span: at..at + 1,
            region,
            secret: Secret::new(b"", 0, &key),
            trace: Trace::of(b""),
            length: 0,
            about,
            frame: None,
        };
        let all = Sightings::MOST as u64 * 3;
        let mut starts: Vec<u64> = (0..all).collect();
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..2 {
            rng.shuffle(&mut starts);
            let mut sightings = Sightings::default();
            sightings.extend(starts.iter().map(|&at| one(at)));
            let (kept, full) = sightings.finish();
            assert!(full && kept.iter().map(|one| one.span.start).eq(0..Sightings::MOST as u64));
        }
    }
}
