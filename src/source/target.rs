//! What somebody named on the command line, looked up once: where it really is, and what stands there.
//!
//! Names are compared as real paths (every link in the folders above resolved), so that `a`, `./a` and `link/../a`
//! are one target. A symbolic link that is itself named is resolved too: its file or folder is scanned under its real
//! name. It counts as skipped where it leads to nothing, to no file or folder, or out of the root of the other targets.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

use super::words::words;

/// One thing that was named.
#[derive(Debug)]
pub(super) struct Target {
    /// Its absolute real path; for what could not be resolved, its own absolute path.
    pub(super) path: PathBuf,
    /// For a symbolic link that was resolved: its own absolute path.
    pub(super) link: Option<PathBuf>,
    /// What stands there.
    pub(super) kind: Kind,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A pipe, socket or device.
    Special,
    /// A symbolic link that leads nowhere.
    Link,
    /// Nobody may look, and why.
    Unreadable(String),
}

impl Target {
    /// Looks a name up.
    ///
    /// # Errors
    /// Where nothing has that name.
    pub(super) fn look_up(named: &Path) -> io::Result<Self> {
        match Self::resolve(named) {
            Ok(target) => Ok(target),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Err(error),
            Err(error) => {
                Ok(Self { path: std::path::absolute(named)?, link: None, kind: Kind::Unreadable(words(&error)) })
            }
        }
    }

    fn resolve(named: &Path) -> io::Result<Self> {
        let meta = named.symlink_metadata()?;
        // A folder's real path; anything else is found through its folder, so that a link stays a link.
        let place = if meta.is_dir() { named.canonicalize()? } else { real_place(named)? };
        if !meta.is_symlink() {
            return Ok(Self { path: place, link: None, kind: Kind::of(&meta) });
        }
        let resolved = named.canonicalize().and_then(|real| Ok((real.metadata()?, real)));
        Ok(match resolved {
            Ok((meta, real)) if Kind::of(&meta) != Kind::Special => {
                Self { path: real, link: Some(place), kind: Kind::of(&meta) }
            }
            Ok(_) => Self { path: place, link: None, kind: Kind::Special },
            Err(_) => Self { path: place, link: None, kind: Kind::Link },
        })
    }

    /// The folder that its root is looked for from: itself, or the folder it is in.
    pub(super) fn folder(&self) -> &Path {
        match self.kind {
            Kind::Folder => &self.path,
            _ => self.path.parent().unwrap_or(&self.path),
        }
    }
}

impl Kind {
    fn of(meta: &Metadata) -> Self {
        if meta.is_dir() {
            Self::Folder
        } else if meta.is_file() {
            Self::File
        } else {
            Self::Special
        }
    }
}

/// The path with every link resolved but a last one.
fn real_place(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    match (absolute.parent(), absolute.file_name()) {
        (Some(folder), Some(name)) => Ok(folder.canonicalize()?.join(name)),
        // `..` or the file system's root: a folder, and so no link.
        _ => absolute.canonicalize(),
    }
}
