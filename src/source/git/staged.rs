//! What is staged, as a source: the versions in git's index that differ from the last commit's, and the lines that are
//! new in them.
//!
//! The work tree is not read: what will be committed is what counts. What cannot be looked at is said, and makes the
//! scan incomplete; a repository that cannot be read never passes for one in which nothing is staged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use gix_index::State;
use gix_object::bstr::ByteSlice as _;

use super::changes::{Changes, Comparison, Staged as Change, entry_kind};
use super::named::{Found, Wanted, look_up, relative};
use super::objects::{Objects, ObjectsRead, Reads, What};
use super::place::{Environment, GitError, Place, path};
use super::readers::{Job, Readers};
use super::rules::Rules;
use super::{head, index, rename};
use crate::finding::ReportPath;
use crate::source::globs::Globs;
use crate::source::{Control, Open, Skip, SkipReason, Source, SourceError, Tally};

/// What to scan of what is staged.
#[derive(Clone, Debug, Default)]
pub struct StagedOptions {
    /// The folder in which it was asked for; absolute.
    pub from: PathBuf,
    /// What git told us.
    pub environment: Environment,
    /// Files and folders, as they were named. A file is judged whole, staged or not; of a folder what is staged in it.
    /// Empty: everything that is staged.
    pub targets: Vec<PathBuf>,
    /// Globs relative to the work tree, as in ignore files; only files that one of them matches. Empty: all.
    pub include: Vec<String>,
    /// Globs relative to the work tree, as in ignore files; no files that one of them matches, even if named.
    pub exclude: Vec<String>,
    /// Larger files are skipped; bytes.
    pub max_file_size: u64,
    /// Whether `.bartizanignore` holds. `.gitignore` does not: git has taken the file all the same.
    pub ignore_files: bool,
    /// Whether archives are looked into. One that is staged is judged whole.
    pub archives: bool,
    /// How many threads read; 0 is taken for 1.
    pub threads: usize,
}

/// What is staged in a repository.
pub struct Staged {
    root: PathBuf,
    repository: Result<(Place, State), GitError>,
    wanted: Wanted,
    /// What was named, for reports.
    named: Vec<String>,
    globs: Globs,
    rules: Option<Rules>,
    max_file_size: u64,
    archives: bool,
    threads: usize,
    reads: Reads,
}

/// Memory that one object may need beside the cap on files; bytes. Trees have no cap.
const SLACK: u64 = 64 << 20;

impl Staged {
    /// Finds the repository and reads its index. One that is damaged is for the scan to report.
    ///
    /// # Errors
    /// Where there is no repository or none with an index, a target is nothing that git knows, or a glob is none.
    pub fn new(options: &StagedOptions) -> Result<Self, SourceError> {
        let globs = Globs::new(&options.include, &options.exclude)?;
        let from = options.from.canonicalize().unwrap_or_else(|_| options.from.clone());
        let repository = match Place::find(&from, &options.environment) {
            Err(GitError::NoRepository) => return Err(SourceError::NoRepository),
            Err(GitError::Bare) => return Err(SourceError::BareRepository),
            found => found.and_then(|place| index::open(&place).map(|index| (place, index))),
        };
        let root = match &repository {
            Ok((place, _)) => place.work_tree.clone(),
            Err(_) => from.clone(),
        };
        let mut staged = Self {
            rules: options.ignore_files.then(|| Rules::new(root.clone(), ".bartizanignore")),
            root,
            repository,
            wanted: Wanted::all(),
            named: Vec::new(),
            globs,
            max_file_size: options.max_file_size,
            archives: options.archives,
            threads: options.threads,
            reads: Reads::default(),
        };
        if !options.targets.is_empty() {
            staged.name(&options.targets, &from)?;
        }
        Ok(staged)
    }

    /// How much of the object database was read up to now.
    #[must_use]
    pub fn objects_read(&self) -> ObjectsRead {
        self.reads.so_far()
    }

    /// Takes what was named instead of everything.
    fn name(&mut self, targets: &[PathBuf], from: &Path) -> Result<(), SourceError> {
        let Ok((place, index)) = &self.repository else { return Ok(()) };
        let mut wanted = Wanted::default();
        for target in targets {
            let shown = || ReportPath::from_path(target).to_terminal();
            let path = relative(target, from, &place.work_tree)
                .ok_or_else(|| SourceError::OutsideRepository { path: shown() })?;
            self.named.push(if path.is_empty() { ".".into() } else { ReportPath::from_bytes(&path).to_text() });
            match look_up(index, &path) {
                Found::File => drop(wanted.files.insert(path)),
                Found::Folder if path.is_empty() => wanted.folders.push(path),
                Found::Folder => {
                    // In a folder that is not checked out it may as well be a file.
                    wanted.files.extend(index::covering(index, &path).map(|_| path.clone()));
                    wanted.folders.push([&path, &b"/"[..]].concat());
                }
                // It was there in the last commit, and its end is staged: there is nothing to look at.
                Found::Nothing if self.was_there(place, &path) => {}
                Found::Nothing => return Err(SourceError::NothingStaged { path: shown() }),
            }
        }
        self.named.sort_unstable();
        self.named.dedup();
        self.wanted = wanted;
        Ok(())
    }

    /// Whether the last commit has a path. Where that cannot be said it is not refused: the scan will report why.
    fn was_there(&self, place: &Place, path: &[u8]) -> bool {
        let Ok(objects) = Objects::open(place, SLACK, &self.reads) else { return true };
        let mut tree = match head::tree(place, &objects) {
            Ok(Some(tree)) => tree,
            Ok(None) => return false,
            Err(_) => return true,
        };
        let mut buffer = Vec::new();
        let mut parts = path.split(|byte| *byte == b'/').peekable();
        while let Some(part) = parts.next() {
            let Ok(nodes) = objects.tree(&tree, &mut buffer) else { return true };
            match nodes.into_iter().find(|node| node.name == part) {
                Some(_) if parts.peek().is_none() => return true,
                Some(node) if node.what == What::Folder => tree = node.id,
                _ => return false,
            }
        }
        false
    }

    /// What is staged, and where each new file comes from.
    fn changes(&self, place: &Place, index: &State) -> Result<Changes, GitError> {
        if self.wanted.folders.is_empty() {
            return Ok(Changes::default());
        }
        let objects = Objects::open(place, self.max_file_size.saturating_add(SLACK), &self.reads)?;
        let head = head::tree(place, &objects)?;
        let mut changes = Comparison::new(index, &objects).run(head);
        rename::find_sources(&mut changes, &objects);
        Ok(changes)
    }

    /// Sorts out what is to be read; what is not goes to the tally.
    fn jobs(&self, changes: Changes, index: &State, tally: &mut Tally) -> Vec<Job> {
        let mut skip = |path: &[u8], reason| {
            let path = if path.is_empty() { b".".as_slice() } else { path.trim_end_with(|c| c == '/') };
            tally.skipped.push(Skip { path: ReportPath::from_bytes(path), reason });
        };
        for (folder, lost) in changes.lost {
            skip(&folder, SkipReason::Unreadable(format!("the last commit's folder: {}", lost.words())));
        }
        let named = self.wanted.files.iter().filter_map(|path| index.entry_range(path.as_bstr()));
        let (mut found, mut unmerged) = (Vec::new(), changes.unmerged);
        for entry in named.filter_map(|range| index.entries().get(range.start)) {
            let path = entry.path(index).to_vec();
            if entry.stage_raw() == 0 {
                found.push((Change { path, what: entry_kind(entry), id: entry.id, before: None }, true));
            } else {
                unmerged.push(path);
            }
        }
        unmerged.sort_unstable();
        unmerged.dedup();
        unmerged.retain(|path| self.wanted.files.contains(path) || self.wanted.in_folder(path));
        unmerged.iter().for_each(|path| skip(path, SkipReason::Unmerged));
        let in_index = |path: &[u8]| index.entry_range(path.as_bstr()).is_some();
        for mut change in changes.staged {
            let named = self.wanted.files.contains(&change.path);
            if named && in_index(&change.path) || !named && !self.wanted.in_folder(&change.path) {
                continue;
            }
            if named {
                change.before = None;
            }
            found.push((change, named));
        }
        found.sort_unstable_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        let mut jobs = Vec::new();
        let mut ignored = 0;
        for (change, explicit) in found {
            let excluded = !self.globs.is_empty() && self.globs.leave_out_named(&path(&change.path), false);
            let left_out = || self.rules.as_ref().is_some_and(|rules| rules.leave_out(&change.path));
            match change.what {
                _ if excluded && explicit => skip(&change.path, SkipReason::Excluded),
                _ if excluded || !explicit && left_out() => ignored += 1,
                What::Link => skip(&change.path, SkipReason::Symlink),
                What::Submodule => skip(&change.path, SkipReason::Submodule),
                // Only its name is new.
                What::File if change.before == Some(change.id) => {}
                What::File | What::Folder => {
                    let path = ReportPath::from_bytes(&change.path);
                    jobs.push(Job { path, id: change.id, before: change.before, explicit });
                }
            }
        }
        tally.ignored += ignored;
        jobs
    }

    fn whole_failed(why: SkipReason) -> Tally {
        let skip = Skip { path: ReportPath::from_bytes(b"."), reason: why };
        Tally { skipped: vec![skip], ..Tally::default() }
    }
}

impl Source for Staged {
    fn target(&self) -> String {
        if self.named.is_empty() { "staged files".into() } else { format!("staged files: {}", self.named.join(" ")) }
    }

    fn root(&self) -> Option<&Path> {
        Some(&self.root)
    }

    fn noun(&self) -> &'static str {
        "staged file"
    }

    fn for_each<'w>(&self, open: &Open<'w>, control: &Control) -> Tally {
        let (place, index) = match &self.repository {
            Ok((place, index)) => (place, index),
            Err(error) => return Self::whole_failed(SkipReason::Unreadable(error.to_string())),
        };
        // What reads git's files is not ours, and the files may be anybody's.
        let changes = match catch_unwind(AssertUnwindSafe(|| self.changes(place, index))) {
            Ok(Ok(changes)) => changes,
            Ok(Err(error)) => return Self::whole_failed(SkipReason::Unreadable(error.to_string())),
            Err(_) => return Self::whole_failed(SkipReason::Internal("panicked over git's objects".into())),
        };
        let mut tally = Tally::default();
        let jobs = self.jobs(changes, index, &mut tally);
        let readers = Readers {
            place,
            largest: self.max_file_size.saturating_add(SLACK),
            max_file_size: self.max_file_size,
            archives: self.archives,
            globs: &self.globs,
            reads: &self.reads,
            open,
            control,
        };
        readers.read_all(&jobs, self.threads, &mut tally);
        tally.skipped.sort_unstable();
        tally
    }
}
