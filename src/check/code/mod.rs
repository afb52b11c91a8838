//! The driver of checks of code: one pass over the literals that its lenses ask for, one parse where some lens wants it.
//!
//! Parsing costs a hundred times what a pass costs, so a file is parsed only where a lens' literals stand in it *and*
//! the lens, having looked at their surroundings, says that there may be something. Lenses then share the tree and the
//! definitions.

mod lost;
mod stance;

use std::ops::Range;
use std::sync::OnceLock;

pub(crate) use stance::is_minified;
pub use stance::{Stance, stance};

use super::{Check, Cx, Match};
use crate::finding::Confidence;
use crate::rule::def::CheckName;
use crate::source::Blob;
use crate::syntax::code::{Code, Defs, Lang, Unparsed};
use crate::text::literals::Literals;

/// One check's way to look at code.
pub trait Lens: Sync {
    /// The check that it belongs to.
    fn check(&self) -> CheckName;
    /// What people call what it looks for: `SQL`.
    fn about(&self) -> &'static str;
    /// Lower-case literals of 3 bytes or more of which a file of this language must hold one, in any case.
    fn literals(&self, lang: Lang) -> Vec<&'static str>;
    /// Whether a file with these hits (literals by their position in [`Self::literals`], with their places) is worth a
    /// parse. It looks at bytes, and errs on the side of yes.
    fn shape(&self, lang: Lang, text: &[u8], hits: &[Hit]) -> bool;
    /// Looks at the code.
    fn look(&self, file: &File<'_>, matches: &mut Vec<Match>);
}

/// A literal in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which of the lens' literals.
    pub literal: usize,
    /// Where it begins.
    pub at: usize,
}

/// A file of code, as lenses see it.
#[derive(Clone, Copy, Debug)]
pub struct File<'f> {
    /// Its tree.
    pub code: &'f Code<'f>,
    /// What its names stand for.
    pub defs: &'f Defs<'f>,
    /// What its path says about it.
    pub stance: Stance,
    /// The lens' own hits.
    pub hits: &'f [Hit],
}

/// The check of code with all its lenses.
pub struct CodeCheck<'r> {
    lenses: Vec<Box<dyn Lens + 'r>>,
    /// By language, made when the first file of one is read; ids are a lens' position and a literal's.
    literals: [OnceLock<Literals>; Lang::ALL.len()],
}

/// How many literals a lens may have in a language.
const STRIDE: u32 = 1 << 10;

impl<'r> CodeCheck<'r> {
    /// The check with these lenses.
    #[must_use]
    pub fn new(lenses: Vec<Box<dyn Lens + 'r>>) -> Self {
        Self { lenses, literals: [const { OnceLock::new() }; Lang::ALL.len()] }
    }

    /// The literals of all lenses, joined.
    fn literals(&self, lang: Lang) -> Literals {
        let all = self.lenses.iter().zip(0..).flat_map(|(lens, at)| {
            let own = lens.literals(lang).into_iter().zip(at * STRIDE..);
            own.map(|(literal, id)| (literal.as_bytes().to_vec(), id)).collect::<Vec<_>>()
        });
        Literals::new(&all.collect::<Vec<_>>())
    }

    /// The lenses that want a text parsed, with their hits.
    fn wanted(&self, lang: Lang, text: &[u8], cx: &mut Cx) -> Vec<(&dyn Lens, Vec<Hit>)> {
        let mut hits: Vec<Vec<Hit>> = vec![Vec::new(); self.lenses.len()];
        let literals = &self.literals[Lang::ALL.iter().position(|&known| known == lang).unwrap_or_default()];
        literals.get_or_init(|| self.literals(lang)).scan(text, &mut cx.literals, &mut |id, at| {
            let literal = (id % STRIDE) as usize;
            if let Some(own) = hits.get_mut((id / STRIDE) as usize) {
                own.push(Hit { literal, at });
            }
        });
        let with = self.lenses.iter().map(|lens| &**lens as &dyn Lens).zip(hits);
        with.filter(|(lens, hits)| !hits.is_empty() && lens.shape(lang, text, hits)).collect()
    }
}

impl Check for CodeCheck<'_> {
    /// Lenses claim nothing, so any name of theirs serves.
    fn name(&self) -> Option<CheckName> {
        self.lenses.first().map(|lens| lens.check())
    }

    fn wants(&self, blob: &Blob<'_>) -> bool {
        !self.lenses.is_empty() && Lang::of_path(blob.origin.path.as_bytes()).is_some()
    }

    fn run(&self, blob: &Blob<'_>, cx: &mut Cx, matches: &mut Vec<Match>) {
        let path = blob.origin.path.as_bytes();
        let Some(lang) = Lang::of_path(path) else { return };
        let wanted = self.wanted(lang, blob.text, cx);
        let Some((_, first)) = wanted.first() else { return };
        let place = line(blob.text, first.first().map_or(0, |hit| hit.at));
        let about: Vec<&str> = wanted.iter().map(|(lens, _)| lens.about()).collect();
        let about = about.join(" and ");
        if blob.base > 0 || !blob.last {
            // A window of a text that is far above what is parsed.
            return unread(cx, place, &about, &Unparsed::TooLarge.to_string());
        }
        cx.work.parsed_files += 1;
        cx.work.parsed_bytes += blob.text.len() as u64;
        let mut parsers = std::mem::take(&mut cx.parsers);
        match parsers.parse(lang, blob.text) {
            Err(why) => unread(cx, place, &about, &why.to_string()),
            Ok(code) => {
                let defs = Defs::new(&code);
                let stance = stance(path, blob.text);
                let first = matches.len();
                for (lens, hits) in &wanted {
                    lens.look(&File { code: &code, defs: &defs, stance, hits }, matches);
                }
                let all = wanted.iter().flat_map(|(_, hits)| hits);
                for part in lost::parts(&code, all.map(|hit| hit.at)) {
                    cx.work.parsed_bytes += part.len() as u64;
                    let text = lost::only(blob.text, &part);
                    let Ok(code) = parsers.parse(lang, &text) else { continue };
                    let defs = Defs::new(&code);
                    let mut more = Vec::new();
                    for (lens, hits) in &wanted {
                        let hits: Vec<Hit> = hits.iter().copied().filter(|hit| part.contains(&hit.at)).collect();
                        lens.look(&File { code: &code, defs: &defs, stance, hits: &hits }, &mut more);
                    }
                    more.retain(|found| {
                        !matches[first..].iter().any(|old| old.rule == found.rule && old.span.start == found.span.start)
                    });
                    // Half of its surroundings were not read.
                    more.iter_mut().for_each(|found| found.confidence = found.confidence.min(Confidence::Medium));
                    matches.append(&mut more);
                }
            }
        }
        cx.parsers = parsers;
    }
}

/// Says that code was not read.
fn unread(cx: &mut Cx, place: Range<usize>, about: &str, why: &str) {
    let message = format!("this file was not checked for {about}, which it seems to hold: {why}");
    let help = "split it, or exclude it if it is generated; its secrets were looked for all the same".to_owned();
    cx.notes.push((place, message, help));
}

/// The line around a place, without its end.
fn line(text: &[u8], at: usize) -> Range<usize> {
    let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end);
    let end = if end > start && text[end - 1] == b'\r' { end - 1 } else { end };
    start..end.min(start + 200)
}
