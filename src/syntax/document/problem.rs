//! What is wrong with a document, where, and what to write instead.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::mask;
use crate::syntax::yaml::{Place, place};

/// More problems than this are counted, not shown: one mistake can make hundreds.
const SHOWN: usize = 50;

/// The most characters of a line that are shown.
const LINE: usize = 400;

/// The most bytes of a message.
const MESSAGE: usize = 1000;

/// A file as it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// As the user named it.
    pub name: String,
    /// Without byte order mark; empty where it could not be read.
    pub text: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    source: Arc<Source>,
    /// `None`: the file as a whole.
    span: Option<Range<usize>>,
    message: String,
    help: String,
}

impl Problem {
    /// A problem of `span`, bytes of the text; `None`: of the file as a whole.
    #[must_use]
    pub fn new(source: &Arc<Source>, span: Option<Range<usize>>, message: &str, help: &str) -> Self {
        Self { source: Arc::clone(source), span, message: visible(message), help: visible(help) }
    }

    /// The file, as the user named it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.source.name
    }

    /// Where in the file; `None`: the file as a whole.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.span.as_ref().map(|span| place(&self.source.text, span.start))
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }

    /// Sorts by file and place.
    fn key(&self) -> (&str, usize) {
        (&self.source.name, self.span.as_ref().map_or(0, |span| span.start))
    }

    fn render(&self, renderer: &Renderer) -> String {
        let name = visible(&self.source.name);
        let title = Level::ERROR.primary_title(&*self.message);
        let group = match &self.span {
            None => title.element(annotate_snippets::Origin::path(&*name)),
            Some(span) => {
                let text = &self.source.text;
                let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
                let line = &text[start..];
                let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
                let from = span.start - start;
                let to = (span.end - start).clamp(from, line.len().max(from));
                let cut = line[from.min(line.len())..].char_indices().nth(LINE).map_or(line.len(), |(at, _)| from + at);
                title.element(
                    Snippet::source(&line[..cut])
                        .path(&*name)
                        .line_start(place(text, span.start).line)
                        .annotation(AnnotationKind::Primary.span(from..to.min(cut).max(from))),
                )
            }
        };
        renderer.render(&[group.element(Level::HELP.message(&*self.help))])
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.source.name))?;
        if let Some(place) = self.place() {
            write!(f, ":{place}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Control characters written out, since names and messages go to terminals; and cut, since messages quote.
fn visible(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if out.len() > MESSAGE {
            out.push('…');
            break;
        }
        if c.is_control() { out.extend(c.escape_debug()) } else { out.push(c) }
    }
    out
}

/// Everything that is wrong with the documents of one load, sorted by file and place; never empty.
///
/// `Display` gives one line a problem, `file:line:column: message`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    problems: Vec<Problem>,
}

impl Problems {
    /// All of them, in any order; at least one.
    #[must_use]
    pub fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| a.key().cmp(&b.key()));
        Self { problems }
    }

    /// A single thing that is wrong.
    #[must_use]
    pub fn one(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }

    /// `Ok` where nothing was found to be wrong.
    ///
    /// # Errors
    /// Where it is something.
    pub fn none(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self::new(problems)) }
    }

    /// With everything masked that `secrets` finds in the texts: bytes of each, on the borders of characters. A line
    /// that is shown, and a message that quotes it, may hold a value.
    #[must_use]
    pub fn masked(mut self, secrets: &dyn Fn(&str) -> Vec<Range<usize>>) -> Self {
        let mut known: Vec<(Arc<Source>, Arc<Source>, Vec<String>)> = Vec::new();
        for problem in &mut self.problems {
            let at = known.iter().position(|(source, ..)| Arc::ptr_eq(source, &problem.source));
            let at = at.unwrap_or_else(|| {
                let (masked, pieces) = mask::source(&problem.source, &secrets(&problem.source.text));
                known.push((Arc::clone(&problem.source), masked, pieces));
                known.len() - 1
            });
            let (_, masked, pieces) = &known[at];
            problem.source = Arc::clone(masked);
            mask::words(&mut problem.message, pieces);
            mask::words(&mut problem.help, pieces);
        }
        self
    }

    /// All of them.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// As a compiler shows it: the line, what is wrong under it, and help. With ANSI colours if `color` is set; no
    /// line break at the end.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let mut shown: Vec<String> =
            self.problems.iter().take(SHOWN).map(|problem| problem.render(&renderer)).collect();
        if self.problems.len() > SHOWN {
            shown.push(format!("… and {} problems more", self.problems.len() - SHOWN));
        }
        shown.join("\n\n")
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().take(SHOWN).enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        if self.problems.len() > SHOWN {
            write!(f, "\n… and {} problems more", self.problems.len() - SHOWN)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
