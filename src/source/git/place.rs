//! Where a repository's parts are: its work tree, its own folder, the folder it shares with other work trees, its
//! index. Looked up as git does, without asking git, and without a word of its configuration but two: how objects are
//! hashed, which nothing can be read without. Nothing that stands in a repository can make us start a program.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::words::words;

/// What git tells its hooks through the environment.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `GIT_DIR`: the repository's own folder.
    pub git_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`: the work tree.
    pub work_tree: Option<PathBuf>,
    /// `GIT_INDEX_FILE`: the index that a commit is made from, which with `git commit -a` and `git commit FILE` is not
    /// the repository's own.
    pub index_file: Option<PathBuf>,
}

impl Environment {
    /// As this process was started.
    #[must_use]
    pub fn of_process() -> Self {
        // Git takes an empty name for none.
        let path = |name| std::env::var_os(name).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from);
        Self { git_dir: path("GIT_DIR"), work_tree: path("GIT_WORK_TREE"), index_file: path("GIT_INDEX_FILE") }
    }
}

/// Why git's files say nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GitError {
    /// There is no repository.
    #[error("there is no git repository here")]
    NoRepository,
    /// A repository without a work tree has no index.
    #[error("this is a bare git repository: nothing is staged in it")]
    Bare,
    /// Something cannot be read or holds what git never wrote. What and why, without absolute paths.
    #[error("{0}")]
    Damaged(String),
}

impl GitError {
    pub(super) fn unreadable(what: &str, error: &io::Error) -> Self {
        Self::Damaged(format!("{what} cannot be read: {}", words(error)))
    }
}

/// A repository with a work tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The folder that paths in the index are relative to; absolute, its links resolved.
    pub(super) work_tree: PathBuf,
    /// What belongs to this work tree alone: HEAD and the index.
    pub(super) git_dir: PathBuf,
    /// What all work trees share: objects and refs.
    pub(super) common_dir: PathBuf,
    /// The index.
    pub(super) index: PathBuf,
    /// Whether somebody named the index, so that it must be there.
    pub(super) index_named: bool,
    /// How objects are named.
    pub(super) hash: gix_hash::Kind,
}

impl Place {
    /// The repository that `from`, an absolute folder, is in.
    ///
    /// # Errors
    /// Where there is none, or none that can be read.
    pub(super) fn find(from: &Path, environment: &Environment) -> Result<Self, GitError> {
        let (git_dir, found_in) = match &environment.git_dir {
            Some(named) => {
                let named = from.join(named);
                let git_dir = if named.is_file() { behind_file(&named)? } else { named };
                if !is_git_dir(&git_dir) {
                    return Err(GitError::NoRepository);
                }
                // Git takes the current folder for the work tree then; a hook is run from its top.
                let found_in = discover(from).ok().filter(|(other, _)| same(other, &git_dir)).map(|(_, top)| top);
                (git_dir, found_in.unwrap_or_else(|| from.to_owned()))
            }
            None => discover(from)?,
        };
        let work_tree = environment.work_tree.as_ref().map_or(found_in, |named| from.join(named));
        let work_tree = work_tree.canonicalize().map_err(|error| GitError::unreadable("the work tree", &error))?;
        let common_dir = match fs::read(git_dir.join("commondir")) {
            Ok(bytes) => git_dir.join(path(bytes.trim_ascii_end())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => git_dir.clone(),
            Err(error) => return Err(GitError::unreadable("the name of the shared folder", &error)),
        };
        let hash = hash(&common_dir)?;
        let (index, index_named) = match &environment.index_file {
            // Relative to where git itself would be by then.
            Some(named) => (work_tree.join(named), true),
            None => (git_dir.join("index"), false),
        };
        Ok(Self { work_tree, git_dir, common_dir, index, index_named, hash })
    }
}

/// The repository's own folder, and the folder with `.git` in it.
fn discover(from: &Path) -> Result<(PathBuf, PathBuf), GitError> {
    for folder in from.ancestors() {
        let dot_git = folder.join(".git");
        match fs::metadata(&dot_git) {
            Ok(meta) if meta.is_file() => return Ok((behind_file(&dot_git)?, folder.to_owned())),
            // A folder of that name without a repository in it is passed over, as git does.
            Ok(_) if is_git_dir(&dot_git) => return Ok((dot_git, folder.to_owned())),
            _ => {}
        }
        if folder.file_name().is_none_or(|name| name != ".git") && is_git_dir(folder) {
            return Err(GitError::Bare);
        }
    }
    Err(GitError::NoRepository)
}

fn is_git_dir(folder: &Path) -> bool {
    folder.join("HEAD").symlink_metadata().is_ok()
        && (folder.join("objects").is_dir() && folder.join("refs").is_dir() || folder.join("commondir").is_file())
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Where a `.git` that is a file (of a submodule, of a linked work tree) leads.
fn behind_file(file: &Path) -> Result<PathBuf, GitError> {
    let bytes = fs::read(file).map_err(|error| GitError::unreadable("`.git`", &error))?;
    let named = bytes.strip_prefix(b"gitdir:").map(<[u8]>::trim_ascii).filter(|named| !named.is_empty());
    let Some(named) = named else {
        return Err(GitError::Damaged("`.git` is a file that does not say `gitdir: FOLDER`".into()));
    };
    let git_dir = file.parent().unwrap_or(file).join(path(named));
    if is_git_dir(&git_dir) {
        Ok(git_dir)
    } else {
        Err(GitError::Damaged("`.git` is a file that leads to no git repository".into()))
    }
}

/// How objects are named: the configuration says so where it is not SHA-1.
fn hash(common_dir: &Path) -> Result<gix_hash::Kind, GitError> {
    let what = "git's configuration";
    let bytes = match fs::read(common_dir.join("config")) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(gix_hash::Kind::Sha1),
        Err(error) => return Err(GitError::unreadable(what, &error)),
    };
    let config =
        gix_config::File::from_bytes_no_includes(&bytes, gix_config::file::Metadata::api(), Default::default())
            .map_err(|_| GitError::Damaged(format!("{what} cannot be read: it has a syntax error")))?;
    match config.string("extensions.objectFormat") {
        None => Ok(gix_hash::Kind::Sha1),
        Some(name) if name.eq_ignore_ascii_case(b"sha1") => Ok(gix_hash::Kind::Sha1),
        Some(name) if name.eq_ignore_ascii_case(b"sha256") => Ok(gix_hash::Kind::Sha256),
        Some(name) => {
            let name: String = name.to_string().chars().filter(char::is_ascii_graphic).take(20).collect();
            Err(GitError::Damaged(format!("the repository names its objects in a way that is not known: `{name}`")))
        }
    }
}

/// A path as git writes it.
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes));
    #[cfg(not(unix))]
    return PathBuf::from(String::from_utf8_lossy(bytes).into_owned());
}
