//! Files and folders as they were named, made into a source.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::globs::Globs;
use super::read::Terms;
use super::root::{repository, root_of};
use super::target::{Kind, Target};
use super::walk::{Places, Walk};
use super::words::words;
use super::{Control, Open, Skip, SkipReason, Source, Tally, crew};
use crate::finding::ReportPath;

/// What to scan of a file tree.
#[derive(Clone, Debug, Default)]
pub struct TreeOptions {
    /// Files and folders, as they were named.
    pub targets: Vec<PathBuf>,
    /// Globs relative to the root, as in ignore files; only files that one of them matches. Empty: all.
    pub include: Vec<String>,
    /// Globs relative to the root, as in ignore files; no files that one of them matches, even if named.
    pub exclude: Vec<String>,
    /// Larger files are skipped, unless they are binary; bytes.
    pub max_file_size: u64,
    /// Whether `.gitignore`, `.ignore` and `.bartizanignore` hold.
    pub ignore_files: bool,
    /// Whether archives are looked into.
    pub archives: bool,
    /// How many threads read; 0 is taken for 1.
    pub threads: usize,
}

/// Why a scan cannot begin. Each is a mistake in what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Nothing was named.
    #[error("no file or folder to scan was named")]
    NoTarget,
    /// A target does not exist.
    #[error("cannot scan `{}`: {why}", path.display())]
    Missing {
        /// As it was named.
        path: PathBuf,
        /// The operating system's reason.
        why: String,
    },
    /// What is staged was asked for outside of any repository.
    #[error("there is no git repository here, so nothing is staged")]
    NoRepository,
    /// What is staged was asked for in a repository without a work tree.
    #[error("this is a bare git repository, in which nothing is staged")]
    BareRepository,
    /// What is staged was asked for of something outside of the repository.
    #[error("`{path}` is outside of this git repository")]
    OutsideRepository {
        /// As it was named, safe to print.
        path: String,
    },
    /// What is staged was asked for of something that git does not know.
    #[error("git has nothing staged as `{path}`")]
    NothingStaged {
        /// As it was named, safe to print.
        path: String,
    },
    /// A glob of the command line or a configuration is none.
    #[error("`{option}` has a faulty glob `{glob}`: {why}")]
    Glob {
        /// The option it was given to.
        option: &'static str,
        /// The glob.
        glob: String,
        /// What is wrong with it.
        why: String,
    },
}

impl SourceError {
    /// What to do instead, where that can be said.
    #[must_use]
    pub const fn help(&self) -> Option<&'static str> {
        match self {
            Self::NoTarget | Self::Missing { .. } | Self::Glob { .. } => None,
            Self::NoRepository | Self::BareRepository => {
                Some("run it in the work tree of a git repository, or name files and folders and leave `--staged` out")
            }
            Self::OutsideRepository { .. } => Some("run it in the repository that the file belongs to"),
            Self::NothingStaged { .. } => {
                Some("check the name, stage it with `git add`, or leave `--staged` out to scan what is on disk")
            }
        }
    }
}

/// A file tree: named files, and folders with all that is in them.
#[derive(Debug)]
pub struct Tree {
    places: Arc<Places>,
    /// What was named, relative to the root.
    named: Vec<String>,
    /// What was named and is not looked at.
    skipped: Vec<Skip>,
    max_file_size: u64,
    archives: bool,
    threads: usize,
}

impl Tree {
    /// Looks up what was named. Nothing is walked or read yet.
    ///
    /// # Errors
    /// Where a target does not exist, or a glob is none.
    pub fn new(options: &TreeOptions) -> Result<Self, SourceError> {
        let globs = Globs::new(&options.include, &options.exclude)?;
        let targets = look_up(&options.targets)?;
        let own: Vec<&Path> = targets.iter().filter(|target| target.link.is_none()).map(Target::folder).collect();
        let all: Vec<&Path> = targets.iter().map(Target::folder).collect();
        // Where a link leads must not move the root of what was named beside it.
        let root = root_of(&own).or_else(|| root_of(&all)).ok_or(SourceError::NoTarget)?;
        let ignore_files = options.ignore_files;
        let mut places = Places { root, files: Vec::new(), folders: BTreeMap::new(), globs, ignore_files };
        let (mut named, mut skipped) = (Vec::new(), Vec::new());
        for target in targets {
            named.push(places.report_path(target.link.as_deref().unwrap_or(&target.path)).to_text());
            match judge(&target, &places) {
                Some(reason) => {
                    let path = places.report_path(target.link.as_deref().unwrap_or(&target.path));
                    skipped.push(Skip { path, reason });
                }
                None if target.kind == Kind::Folder => {
                    let base = repository(&target.path).unwrap_or(&target.path).to_owned();
                    places.folders.entry(base).or_default().push(target.path);
                }
                None => places.files.push(target.path),
            }
        }
        let threads = if places.folders.is_empty() { options.threads.min(places.files.len()) } else { options.threads };
        Ok(Self {
            places: Arc::new(places),
            named,
            skipped,
            max_file_size: options.max_file_size,
            archives: options.archives,
            threads,
        })
    }
}

impl Source for Tree {
    fn target(&self) -> String {
        self.named.join(" ")
    }

    fn root(&self) -> Option<&Path> {
        Some(&self.places.root)
    }

    fn walks(&self) -> bool {
        true
    }

    fn whole(&self) -> bool {
        self.places.folders.values().flatten().any(|folder| *folder == self.places.root)
    }

    fn covers(&self, file: &ReportPath) -> bool {
        let relative = file.to_path();
        let path = self.places.root.join(&relative);
        let named = self.places.files.contains(&path)
            || self.places.folders.values().flatten().any(|folder| path.starts_with(folder));
        named && !self.places.globs.leave_out_named(&relative, false)
    }

    fn for_each<'w>(&self, open: &Open<'w>, control: &Control) -> Tally {
        let terms = Terms {
            max: self.max_file_size,
            archives: self.archives,
            globs: (!self.places.globs.is_empty()).then_some(&self.places.globs),
            control,
        };
        let crew = crew::Crew { places: &self.places, terms, open };
        let mut tally = crew.read_all(Walk::new(Arc::clone(&self.places)), self.threads);
        tally.skipped.extend(self.skipped.iter().cloned());
        tally.skipped.sort_unstable();
        tally
    }
}

/// Looks up each target once, in the order of their real paths.
fn look_up(named: &[PathBuf]) -> Result<Vec<Target>, SourceError> {
    let mut known = HashSet::new();
    let mut targets = Vec::new();
    for path in named {
        let target =
            Target::look_up(path).map_err(|error| SourceError::Missing { path: path.clone(), why: words(&error) })?;
        if known.insert(target.path.clone()) {
            targets.push(target);
        }
    }
    targets.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(targets)
}

/// Why a target is not looked at, if so.
fn judge(target: &Target, places: &Places) -> Option<SkipReason> {
    let folder = target.kind == Kind::Folder;
    let Ok(relative) = target.path.strip_prefix(&places.root) else {
        return Some(SkipReason::Symlink);
    };
    let excluded = !relative.as_os_str().is_empty() && places.globs.leave_out_named(relative, folder);
    match &target.kind {
        _ if excluded => Some(SkipReason::Excluded),
        Kind::File | Kind::Folder => None,
        Kind::Special => Some(SkipReason::Special),
        Kind::Link => Some(SkipReason::Symlink),
        Kind::Unreadable(why) => Some(SkipReason::Unreadable(why.clone())),
    }
}
