//! Packs that users name: YAML in, judged rules out, or everything that is wrong with them.
//!
//! Reading has two halves. `serde_yaml` fills the types and knows a place for errors of syntax and type; the
//! position-keeping reader knows where every key stands, for everything that only a judge can say. The embedded packs
//! do not come this way at start (the build script read them), but a test sends them through.

mod judge;
mod problem;
mod typed;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::def::{RuleText, is_table};
use super::{Provenance, Rule};
use crate::syntax::yaml::{self, Node, Step};

use problem::Source;
pub use problem::{PackError, Problem};

/// The largest pack file, in bytes. A thousand rules with help are about 1 MB.
const MOST: u64 = 16 << 20;

/// A table of its own in the folder of the embedded packs, no pack.
const PLACEHOLDERS: &str = "placeholders.yaml";

/// Reads packs from files and folders. Of a folder all `*.yaml` and `*.yml` are read, also in folders within (but no
/// hidden ones), in the order of their paths; a file that is named twice is read once. `taken` are rules whose ids
/// may not be given again: the embedded ones, except where those are themselves what is being read.
///
/// # Errors
/// All that is wrong with all of them.
pub fn load<P: AsRef<Path>>(paths: &[P], taken: &[Rule]) -> Result<Vec<Rule>, PackError> {
    let mut loader = Loader::new(taken);
    let mut seen = Vec::new();
    for path in paths {
        for file in loader.files(path.as_ref()) {
            let identity = fs::canonicalize(&file).unwrap_or_else(|_| file.clone());
            if !seen.contains(&identity) {
                seen.push(identity);
                loader.read(&file, file == path.as_ref());
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

    fn done(mut self) -> Result<Vec<Rule>, PackError> {
        if self.problems.is_empty() {
            return Ok(self.rules);
        }
        self.problems.sort_by(|a, b| a.key().cmp(&b.key()));
        Err(PackError { problems: self.problems })
    }

    /// A problem of a file that has no text to show.
    fn fail(&mut self, path: &Path, message: &str, help: &str) {
        let source = Arc::new(Source { name: path.display().to_string(), text: String::new() });
        self.problems.push(Problem::new(&source, None, message, help));
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
        let mut bytes = Vec::new();
        let read = fs::File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes));
        if let Err(error) = read {
            return self.fail(path, &format!("cannot be read: {error}"), "name a pack file, or a folder of packs");
        }
        if bytes.len() as u64 > MOST {
            let message = format!("larger than {} MiB, the most that a pack may have", MOST >> 20);
            return self.fail(path, &message, "split it into several packs, or name the right file");
        }
        let mut text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1;
                let message = format!("not UTF-8: byte {at}, in line {line}, begins no character");
                return self.fail(path, &message, "save the pack as UTF-8");
            }
        };
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        if is_table(&text) {
            if named {
                let help = "tables belong to checks and stand beside their packs; name a file that begins with `pack:`";
                self.fail(path, "a check's table, no pack", help);
            }
            return;
        }
        self.pack(&Arc::new(Source { name: path.display().to_string(), text }));
    }

    fn pack(&mut self, source: &Arc<Source>) {
        let tree = match tree(source) {
            Ok(tree) => tree,
            Err(problem) => return self.problems.push(*problem),
        };
        let mut view = View { source, tree: &tree, problems: &mut self.problems };
        let read = typed::pack(&mut view);
        if read.complete {
            judge::head(&mut view, &read.pack, read.provider.as_deref(), read.rules.len());
        }
        for (index, mut def) in read.rules {
            let mut view = View { source, tree: &tree, problems: &mut self.problems };
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

/// The tree of a pack: one document, a mapping, without aliases.
fn tree(source: &Arc<Source>) -> Result<Node, Box<Problem>> {
    let refuse = |span, message: &str, help: &str| Err(Box::new(Problem::new(source, span, message, help)));
    let mut documents = match yaml::documents(&source.text) {
        Ok(documents) => documents,
        Err(error) => {
            let span = error.offset..error.offset;
            return refuse(Some(span), &format!("not YAML: {}", error.message), "a pack is a YAML file");
        }
    };
    if let Some(second) = documents.get(1) {
        let help = "put the rules of all documents under one `rules:`, or split the file";
        return refuse(Some(second.span.start..second.span.start), "a second document: a pack is one document", help);
    }
    let help = "a pack begins with `pack: <name>`; docs/rule-pack.schema.json says the rest";
    let Some(tree) = documents.pop() else { return refuse(None, "the pack is empty", help) };
    if !matches!(tree.kind, yaml::Kind::Mapping(_)) {
        let empty = tree.scalar().is_some_and(str::is_empty);
        let message = if empty { "the pack is empty" } else { "a pack is a mapping" };
        return refuse(Some(tree.span), message, help);
    }
    if let Some(alias) = tree.alias() {
        let help = "write the value out: a reader of a rule should see all of it";
        return refuse(Some(alias.span.clone()), "aliases are not followed in packs", help);
    }
    Ok(tree)
}

/// A pack being judged: its text, its tree, and what is wrong so far.
struct View<'a> {
    source: &'a Arc<Source>,
    tree: &'a Node,
    problems: &'a mut Vec<Problem>,
}

impl View<'_> {
    fn problem(&mut self, span: Range<usize>, message: &str, help: &str) {
        self.problems.push(Problem::new(self.source, Some(span), message, help));
    }

    /// What to underline for a path: the value, or the key where the value is long or not there, or what comes
    /// nearest on the way.
    fn span(&self, path: &[Step<'_>]) -> Range<usize> {
        let key = match path.split_last() {
            Some((Step::Key(key), rest)) => self.tree.find(rest).and_then(|node| node.entry(key)).map(|(key, _)| key),
            _ => None,
        };
        let value = self.tree.nearest(path);
        match key {
            Some(key) if value.span.is_empty() || self.source.text[value.span.clone()].contains('\n') => {
                key.span.clone()
            }
            _ => value.span.clone(),
        }
    }

    /// A problem at a path.
    fn at(&mut self, path: &[Step<'_>], message: &str, help: &str) {
        self.problem(self.span(path), message, help);
    }
}

#[cfg(test)]
mod tests;
