//! Packs that users name: YAML in, judged rules out, or everything that is wrong with them.
//!
//! They are read as any [`document`]; [`typed`] fills the types and [`judge`] says what a rule must say beyond them. The
//! embedded packs do not come this way at start (the build script read them), but a test sends them through.

mod judge;
mod typed;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::def::{RuleText, is_table};
use super::{Provenance, Rule};
use crate::syntax::document::{self, Genre, Source, View};
pub use crate::syntax::document::{Problem, Problems as PackError};

/// What packs are called.
const PACK: Genre = Genre {
    one: "a pack",
    this: "the pack",
    many: "packs",
    schema: "docs/rule-pack.schema.json",
    // A thousand rules with help are about 1 MB.
    most: 16 << 20,
    unreadable: "name a pack file, or a folder of packs",
    large: "split it into several packs, or name the right file",
    several: "put the rules of all documents under one `rules:`, or split the file",
};

/// A table of its own in the folder of the embedded packs, no pack.
const PLACEHOLDERS: &str = "placeholders.yaml";

/// Reads packs from files and folders. Of a folder all `*.yaml` and `*.yml` are read, also in folders within (but no
/// hidden ones), in the order of their paths; a file that is named twice is read once. `taken` are rules whose ids
/// may not be given again: the embedded ones, except where those are themselves what is being read.
///
/// # Errors
/// All that is wrong with all of them.
pub fn load<P: AsRef<Path>>(paths: &[P], taken: &[Rule]) -> Result<Vec<Rule>, PackError> {
    load_from(&paths.iter().map(|path| Place { path: path.as_ref(), within: None }).collect::<Vec<_>>(), taken)
}

/// Where packs are read from.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    /// A file, or a folder of files.
    pub path: &'p Path,
    /// A folder, absolute and without links, that they may not lead out of; `None`: whoever named them may be trusted.
    pub within: Option<&'p Path>,
}

/// Like [`load`], from places of which some are confined.
///
/// # Errors
/// All that is wrong with all of them.
pub fn load_from(places: &[Place<'_>], taken: &[Rule]) -> Result<Vec<Rule>, PackError> {
    let mut loader = Loader::new(taken);
    let mut seen = Vec::new();
    for place in places {
        for file in loader.files(place.path) {
            let identity = fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
            if let Some(within) = place.within
                && !(identity.starts_with(within) && identity.is_file())
            {
                let help = "put the pack itself there, or name it with `--rules`";
                loader.fail(&file, "no regular file of the repository", help);
            } else if !seen.contains(&identity) {
                seen.push(identity);
                loader.read(&file, file == place.path);
            }
        }
    }
    loader.done()
}

/// Reads one pack from its text; `name` stands for it in errors. `taken` as for [`load`].
///
/// # Errors
/// All that is wrong with it.
pub fn parse(name: &str, text: &str, taken: &[Rule]) -> Result<Vec<Rule>, PackError> {
    let mut loader = Loader::new(taken);
    loader.pack(&Arc::new(Source { name: name.to_owned(), text: text.to_owned() }));
    loader.done()
}

struct Loader {
    rules: Vec<Rule>,
    problems: Vec<Problem>,
    /// Every id so far; `None`: it is one of `taken`.
    ids: BTreeMap<String, Option<Given>>,
}

/// Where an id was given.
struct Given {
    source: Arc<Source>,
    span: Range<usize>,
}

impl Loader {
    fn new(taken: &[Rule]) -> Self {
        let ids = taken.iter().map(|rule| (rule.id.to_string(), None)).collect();
        Self { rules: Vec::new(), problems: Vec::new(), ids }
    }

    fn done(self) -> Result<Vec<Rule>, PackError> {
        PackError::none(self.problems).map(|()| self.rules)
    }

    /// A problem of a file that has no text to show.
    fn fail(&mut self, path: &Path, message: &str, help: &str) {
        self.problems.push(document::whole(&path.display().to_string(), message, help));
    }

    /// The packs that a path names.
    fn files(&mut self, path: &Path) -> Vec<PathBuf> {
        match fs::metadata(path) {
            Err(error) => {
                self.fail(path, &format!("cannot be read: {error}"), "name a pack file, or a folder of packs");
                Vec::new()
            }
            Ok(metadata) if !metadata.is_dir() => vec![path.to_owned()],
            Ok(_) => {
                let mut files = Vec::new();
                let before = self.problems.len();
                self.walk(path, &mut files);
                if files.is_empty() && self.problems.len() == before {
                    self.fail(path, "the folder holds no packs", "packs are files that end in `.yaml` or `.yml`");
                }
                files.sort();
                files
            }
        }
    }

    fn walk(&mut self, folder: &Path, files: &mut Vec<PathBuf>) {
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => {
                return self.fail(folder, &format!("cannot be listed: {error}"), "packs are looked for in it");
            }
        };
        for entry in entries {
            let (path, name) = (entry.path(), entry.file_name());
            // Links to folders are not followed, so nothing comes round in a circle; links to files are.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if name.as_encoded_bytes().starts_with(b".") || name == PLACEHOLDERS {
                continue;
            }
            if is_folder {
                self.walk(&path, files);
            } else if path.extension().is_some_and(|e| e == "yaml" || e == "yml") && !path.is_dir() {
                files.push(path);
            }
        }
    }

    /// Reads a file; of a folder's files (not `named`) tables are passed over.
    fn read(&mut self, path: &Path, named: bool) {
        let source = match document::read(path, &path.display().to_string(), &PACK) {
            Ok(source) => source,
            Err(problem) => return self.problems.push(*problem),
        };
        if is_table(&source.text) {
            if named {
                let help = "tables belong to checks and stand beside their packs; name a file that begins with `pack:`";
                self.fail(path, "a check's table, no pack", help);
            }
            return;
        }
        self.pack(&source);
    }

    fn pack(&mut self, source: &Arc<Source>) {
        let tree = match document::tree(source, &PACK) {
            Ok(Some(tree)) => tree,
            Ok(None) => {
                let help = "a pack begins with `pack: <name>`; docs/rule-pack.schema.json says the rest";
                return self.problems.push(Problem::new(source, None, "the pack is empty", help));
            }
            Err(problem) => return self.problems.push(*problem),
        };
        let mut view = View { genre: &PACK, source, tree: &tree, problems: &mut self.problems };
        let read = typed::pack(&mut view);
        if read.complete {
            judge::head(&mut view, &read.pack, read.provider.as_deref(), read.rules.len());
        }
        for (index, mut def) in read.rules {
            let mut view = View { genre: &PACK, source, tree: &tree, problems: &mut self.problems };
            let before = view.problems.len();
            let judged = judge::rule(&mut view, index, &read.pack, &def);
            let id = format!("{}/{}", read.pack, def.id);
            let span = view.span(&["rules".into(), index.into(), "id".into()]);
            match self.ids.get(&id) {
                None => {
                    self.ids.insert(id, Some(Given { source: Arc::clone(source), span }));
                }
                Some(first) => {
                    let (message, help) = judge::again(&id, first.as_ref(), source);
                    view.problem(span, &message, &help);
                }
            }
            if let (Some(judged), true) = (judged, view.problems.len() == before) {
                let text = Arc::new(RuleText {
                    help: std::mem::take(&mut def.help),
                    references: std::mem::take(&mut def.references),
                    examples: std::mem::take(&mut def.examples),
                });
                let provenance = Provenance::File { path: source.name.as_str().into(), text };
                let rule = Rule::new(&read.pack, read.provider.as_deref(), def, judged.carried, provenance);
                // It was compiled to judge it; compiling it again would be waste.
                if let Some(pattern) = judged.pattern {
                    rule.compiled(pattern);
                }
                self.rules.push(rule);
            }
        }
    }
}

#[cfg(test)]
mod tests;
