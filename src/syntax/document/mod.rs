//! Documents that people write for bartizan in YAML: read within bounds, and refused with all that is wrong at once.
//!
//! Reading has two halves. `serde_yaml` fills the types and knows a place for errors of syntax and type; the
//! position-keeping reader knows where every key stands, for everything that only a judge can say. What kind of
//! document it is, a [`Genre`], says in which words.

mod mask;
mod problem;
mod typed;
mod view;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::syntax::yaml::{self, Kind, Node};

pub use problem::{Problem, Problems, Source};
pub use typed::MOST;
pub use view::View;

/// A kind of document, for those who are told what is wrong with one.
#[derive(Debug)]
pub struct Genre {
    /// With its article: `a pack`.
    pub one: &'static str,
    /// This one: `the pack`.
    pub this: &'static str,
    /// Several: `packs`.
    pub many: &'static str,
    /// Where its schema stands.
    pub schema: &'static str,
    /// The largest, in bytes.
    pub most: u64,
    /// What to do where a file cannot be read.
    pub unreadable: &'static str,
    /// What to do where one is too large.
    pub large: &'static str,
    /// What to do where a file holds several.
    pub several: &'static str,
}

/// Reads a file; `name` stands for it in errors.
///
/// # Errors
/// Where it cannot be read, is too large or no UTF-8.
pub fn read(path: &Path, name: &str, genre: &Genre) -> Result<Arc<Source>, Box<Problem>> {
    let refuse = |message: &str, help: &str| Err(Box::new(whole(name, message, help)));
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(genre.most + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        return refuse(&format!("cannot be read: {error}"), genre.unreadable);
    }
    if bytes.len() as u64 > genre.most {
        return refuse(&format!("larger than {}, the most that {} may have", size(genre.most), genre.one), genre.large);
    }
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1;
            let message = format!("not UTF-8: byte {at}, in line {line}, begins no character");
            return refuse(&message, &format!("save {} as UTF-8", genre.this));
        }
    };
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(Arc::new(Source { name: name.to_owned(), text }))
}

/// A problem of a file that has no text to show.
#[must_use]
pub fn whole(name: &str, message: &str, help: &str) -> Problem {
    Problem::new(&Arc::new(Source { name: name.to_owned(), text: String::new() }), None, message, help)
}

/// The tree of a document: a mapping, without aliases. `None`: the text says nothing.
///
/// # Errors
/// Where it is no YAML, more than one document, no mapping, or holds an alias: those are not followed, so that a reader
/// sees all that is said, and no text can say more than it holds.
pub fn tree(source: &Arc<Source>, genre: &Genre) -> Result<Option<Node>, Box<Problem>> {
    let refuse = |span, message: &str, help: &str| Err(Box::new(Problem::new(source, span, message, help)));
    let mut documents = match yaml::documents(&source.text) {
        Ok(documents) => documents,
        Err(error) => {
            let span = error.offset..error.offset;
            return refuse(
                Some(span),
                &format!("not YAML: {}", error.message),
                &format!("{} is a YAML file", genre.one),
            );
        }
    };
    if let Some(second) = documents.get(1) {
        let message = format!("a second document: {} is one document", genre.one);
        return refuse(Some(second.span.start..second.span.start), &message, genre.several);
    }
    let Some(tree) = documents.pop() else { return Ok(None) };
    if !matches!(tree.kind, Kind::Mapping(_)) {
        if tree.scalar().is_some_and(str::is_empty) {
            return Ok(None);
        }
        let help = format!("write keys with values; {} says which there are", genre.schema);
        return refuse(Some(tree.span), &format!("{} is a mapping", genre.one), &help);
    }
    if let Some(alias) = tree.alias() {
        let help = "write the value out: a reader should see all of it where it stands";
        return refuse(Some(alias.span.clone()), &format!("aliases are not followed in {}", genre.many), help);
    }
    Ok(Some(tree))
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MiB", bytes >> 20) } else { format!("{} KiB", bytes >> 10) }
}
