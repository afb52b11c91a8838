//! What stands encoded in a text: the same rules look at it once it is decoded, and what they find is told of the
//! place where it stands encoded.
//!
//! A layer above the engine: the decoded text goes through the same prefilters and rules as a text of its own, and
//! may hold encoded text again. Nothing of it outlives the search but where it stood, the names of the encodings, and
//! the trace of the value.

use std::ops::Range;

use super::Secrets;
use crate::check::{Cx, Match};
use crate::finding::Trace;
use crate::source::{Blob, Encoding};
use crate::text::decode::{Coding, Decoded, Escape, FOR_EACH_BYTE, IN_ANY_CASE, Stretch, telling};

/// How far behind a name an escape may stand that encodes what is assigned to it, in bytes.
const NEAR: usize = 48;

/// What decoding needs again and again, and its bounds.
#[derive(Debug, Default)]
pub struct Decoding {
    /// For each layer, the last stretch.
    layers: Vec<Decoded>,
    /// The encodings that were taken off, the outermost first.
    chain: Vec<Coding>,
    /// How many bytes may still be decoded of this blob.
    left: usize,
    /// Where the outermost stretch lies.
    place: Range<usize>,
    /// The first stretch that holds more than the bounds let through.
    capped: Option<Range<usize>>,
}

impl Decoding {
    pub(super) const fn begin(&mut self, length: usize) {
        self.left = length.saturating_mul(FOR_EACH_BYTE).saturating_add(IN_ANY_CASE);
    }

    /// Says, once for a blob, what was left out.
    pub(super) fn end(&mut self, notes: &mut Vec<(Range<usize>, String, String)>) {
        if let Some(place) = self.capped.take() {
            notes.push((
                place,
                "more stands encoded here than is decoded: the rest was not looked at".to_owned(),
                "decode it, and scan what it holds as a file".to_owned(),
            ));
        }
    }

    fn cap(&mut self) {
        self.capped.get_or_insert(self.place.clone());
    }
}

impl Secrets<'_> {
    /// Decodes what stands at `stretches` of a text from which `depth` layers were taken, and looks through it.
    pub(super) fn encoded(
        &self,
        blob: &Blob<'_>,
        mut stretches: Vec<(usize, Stretch)>,
        depth: usize,
        cx: &mut Cx,
        matches: &mut Vec<Match>,
    ) {
        let text = blob.text;
        crate::text::decode::dense(text, &mut |kind, at| stretches.push((at, Stretch::Escapes(kind))));
        if blob.base > 0 {
            // A window may begin within digits: wherever a group begins among the first four.
            stretches.extend((0..4).map(|skip| (0, Stretch::Rest(skip))));
        }
        stretches.sort_unstable();
        let mut ends = [0; Stretch::KINDS];
        let mut decoded = std::mem::take(cx.decoding.layers.get_mut(depth).unwrap_or(&mut Decoded::default()));
        for (at, stretch) in stretches {
            let end = &mut ends[stretch.kind()];
            if at < *end {
                continue;
            }
            let rest = matches!(stretch, Stretch::Rest(_));
            let (until, found) = decoded.read(text, at, stretch, *end, cx.decoding.left);
            let until = until.max(at + 1);
            // What leads to nothing has cost as much.
            cx.work.decoded_bytes += decoded.made() as u64;
            cx.decoding.left -= decoded.made().min(cx.decoding.left);
            if !found {
                // Where groups begin differently there may be something.
                *end = if rest { *end } else { until };
                continue;
            }
            *end = until;
            if depth == 0 {
                cx.decoding.place = at..until.min(text.len());
            }
            if decoded.capped || cx.decoding.left == 0 {
                cx.decoding.cap();
            }
            self.within(blob, &decoded, rest, depth, cx, matches);
        }
        if cx.decoding.layers.len() <= depth {
            cx.decoding.layers.resize_with(depth + 1, Decoded::default);
        }
        cx.decoding.layers[depth] = decoded;
    }

    /// Looks through a decoded text; `cut` says that its beginning is missing.
    fn within(
        &self,
        around: &Blob<'_>,
        decoded: &Decoded,
        cut: bool,
        depth: usize,
        cx: &mut Cx,
        matches: &mut Vec<Match>,
    ) {
        let blob = Blob {
            origin: around.origin,
            text: &decoded.text,
            base: u64::from(cut),
            own: 0..decoded.text.len(),
            encoding: Encoding::Ascii,
            last: true,
        };
        let (before, outer) = (matches.len(), cx.decoding.chain.len());
        cx.decoding.chain.extend_from_slice(&decoded.chain);
        // A text of its own: where matches of the one around it ended says nothing here.
        let ends = std::mem::take(&mut cx.ends);
        let seen = cx.seen.len();
        self.layer(&blob, depth + 1, cx, matches);
        cx.ends = ends;
        // A value that stands encoded is compared with others where it is found, and not where it is but seen.
        cx.seen.truncate(seen);
        let chain = std::mem::take(&mut cx.decoding.chain);
        let mut found = matches.split_off(before);
        found.retain_mut(|found| {
            if found.trace.is_none() {
                told(found, &decoded.text, &chain);
            }
            let length = found.span.len();
            found.span = decoded.original(&found.span);
            found.secret = found.secret.take().map(|secret| decoded.original(&secret));
            found.hidden.iter_mut().for_each(|hidden| *hidden = decoded.original(hidden));
            found.related.iter_mut().for_each(|(related, _)| *related = decoded.original(related));
            // What no escape or joint touches stands in the text as it is, and is found there.
            !decoded.partly() || found.span.len() != length
        });
        matches.append(&mut found);
        cx.decoding.chain = chain;
        cx.decoding.chain.truncate(outer);
    }
}

/// Says of a match in decoded text what it was decoded from, and what its identity goes by: the value itself, so that
/// it is the same finding however its lines are broken.
fn told(found: &mut Match, text: &[u8], chain: &[Coding]) {
    let value = found.secret.clone().unwrap_or_else(|| found.span.clone());
    found.trace = Some(Trace::of(&text[value]));
    // The public prefix stands encoded too.
    found.prefix = 0;
    let names: Vec<String> = chain.iter().map(ToString::to_string).collect();
    found.notes.push(format!("behind {}", names.join(", then ")).into());
}

/// The escape that stands closely behind a name or a structure at `at`, if any.
pub(super) fn escape_behind(text: &[u8], at: usize) -> Option<(usize, Escape)> {
    let near = &text[at..text.len().min(at + NEAR)];
    memchr::memchr3_iter(b'%', b'\\', b'&', near).find_map(|sign| Some((at + sign, telling(text, at + sign)?)))
}
