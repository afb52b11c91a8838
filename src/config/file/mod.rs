//! The configuration file: found, read, judged, and then a layer of settings below the command line.
//!
//! It may come from a repository that nobody trusts, so it is read within bounds, it names nothing outside of its
//! repository, and it says nothing about where reports go. All that is wrong with it is said at once.

mod allow;
mod configuration;
mod def;
mod find;
mod globs;
mod judge;
mod read;
#[cfg(test)]
mod schema;
mod severity;
mod switched;
#[cfg(test)]
mod tests;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use configuration::{Configuration, Said};
pub use find::{NAME, Wanted};

use crate::rule::Rule;
use crate::syntax::document::{self, Genre, Problem, Problems, Source, View};
use crate::syntax::yaml::{Kind, Node, Step};
use configuration::At;
use find::{Found, find};
use read::Read;

/// What configurations are called.
static CONFIGURATION: Genre = Genre {
    one: "a configuration",
    this: "the configuration",
    many: "configurations",
    schema: "docs/config.schema.json",
    most: 1 << 20,
    unreadable: "make it readable, or scan with `--no-config`",
    large: "it holds rules' names, globs and reasons only; name the right file",
    several: "one file holds one configuration: keep one of them",
};

/// A configuration that fits the types; what it means is judged when the rules are known, its own among them.
#[derive(Debug)]
pub struct Draft {
    found: Found,
    source: Arc<Source>,
    tree: Node,
    read: Read,
    problems: Vec<Problem>,
    packs: Vec<At<PathBuf>>,
}

impl Draft {
    /// Finds and reads the file that is in force for a run that begins in `here`, an absolute folder without links.
    /// `None`: there is none.
    ///
    /// # Errors
    /// Where the file cannot be read or is no YAML, and where the rule packs that it names cannot be: without them
    /// nobody can say which rules there are.
    pub fn load(wanted: &Wanted, here: &Path) -> Result<Option<Self>, Problems> {
        match find(wanted, here)? {
            None => Ok(None),
            Some(found) => Self::read(found).map(Some),
        }
    }

    fn read(found: Found) -> Result<Self, Problems> {
        let refuse = |problem: Box<Problem>| Problems::one(*problem);
        let source = document::read(&found.real, &found.name(), &CONFIGURATION).map_err(refuse)?;
        let tree = document::tree(&source, &CONFIGURATION).map_err(refuse)?;
        let mut problems = Vec::new();
        // An empty file says nothing, and that is allowed: somebody may want to stop the search here.
        let (read, tree) = match tree {
            None => (Read::default(), Node::empty()),
            Some(tree) => {
                let mut view = View { genre: &CONFIGURATION, source: &source, tree: &tree, problems: &mut problems };
                (read::read(&mut view), tree)
            }
        };
        let mut draft = Self { found, source, tree, read, problems, packs: Vec::new() };
        let before = draft.problems.len();
        draft.find_packs();
        if draft.problems.len() > before {
            return Err(Problems::new(draft.problems));
        }
        Ok(draft)
    }

    /// The rule packs that it names, as they are reached from the current folder, and the folder they lie in, absolute.
    pub fn packs(&self) -> (impl Iterator<Item = &Path>, &Path) {
        (self.packs.iter().map(|pack| pack.value.as_path()), &self.found.within)
    }

    fn find_packs(&mut self) {
        let mut view =
            View { genre: &CONFIGURATION, source: &self.source, tree: &self.tree, problems: &mut self.problems };
        let way = self.found.path.parent().unwrap_or(Path::new(""));
        for (index, path) in &self.read.rules {
            let steps: [Step<'_>; 2] = ["rules".into(), (*index).into()];
            match pack(&self.found, path) {
                Ok(()) => {
                    let value = way.join(path);
                    let line = self.tree.find(&steps).map_or(1, |node| node.at.line);
                    self.packs.push(At { value, line });
                }
                Err((message, help)) => view.at(&steps, &message, help),
            }
        }
    }

    /// Says what it means where `rules` are all rules there are, its own included.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn judge(mut self, rules: &[Rule]) -> Result<Configuration, Problems> {
        let mut view =
            View { genre: &CONFIGURATION, source: &self.source, tree: &self.tree, problems: &mut self.problems };
        let configuration = judge::judge(&mut view, &self.found, self.read, self.packs, rules);
        Problems::none(self.problems).map(|()| configuration)
    }
}

/// Whether a rule pack can be one that a configuration names, or what is wrong with it.
fn pack(found: &Found, path: &str) -> Result<(), (String, &'static str)> {
    const OUTSIDE: &str = "a configuration names packs of its own repository only; `--rules` takes any other";
    const NAME_ONE: &str = "name a rule pack, or a folder of packs, relative to this file";
    let shown = judge::shown(path);
    if path.trim().is_empty() {
        return Err(("the path is empty".into(), NAME_ONE));
    }
    if Path::new(path).has_root() {
        return Err((format!("`{shown}` is absolute"), OUTSIDE));
    }
    match fs::canonicalize(found.folder.join(path)) {
        Ok(real) if real.starts_with(&found.within) => Ok(()),
        Ok(_) => Err((format!("`{shown}` lies outside of the repository"), OUTSIDE)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err((format!("there is no file or folder `{shown}`"), NAME_ONE))
        }
        Err(error) => Err((format!("`{shown}` cannot be read: {error}"), NAME_ONE)),
    }
}

/// Whether a key stands there without a value.
fn is_nothing(node: &Node) -> bool {
    matches!(&node.kind, Kind::Scalar(text, crate::syntax::yaml::Style::Plain) if matches!(text.as_str(), "" | "~" | "null"))
}
