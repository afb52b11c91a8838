//! Which file is in force: the nearest one from the current folder up to the repository's root, or the one that was
//! named. What is scanned has no say in it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::finding::ReportPath;
use crate::source::repository;
use crate::syntax::document::{Problems, whole};

/// The file's name.
pub const NAME: &str = ".bartizan.yaml";

/// What people write instead.
const OTHER: &str = ".bartizan.yml";

/// Where a run gets its configuration from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// From the nearest file, if there is one.
    #[default]
    Nearest,
    /// From this file.
    File(PathBuf),
    /// From none.
    Nothing,
}

impl Wanted {
    /// What `--config` and `--no-config` say.
    #[must_use]
    pub fn of(file: Option<&PathBuf>, nothing: bool) -> Self {
        match file {
            _ if nothing => Self::Nothing,
            Some(file) => Self::File(file.clone()),
            None => Self::Nearest,
        }
    }
}

/// A file that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The way to it from the current folder.
    pub(super) path: PathBuf,
    /// Its absolute real path.
    pub(super) real: PathBuf,
    /// The absolute folder in which it was found, to which the packs that it names are relative.
    pub(super) folder: PathBuf,
    /// The folder that nothing it names may lie outside of, absolute: its repository, or the folder it is in.
    pub(super) within: PathBuf,
    /// Whether it was found and not named.
    pub(super) nearest: bool,
}

impl Found {
    /// Its name for people.
    pub(super) fn name(&self) -> String {
        ReportPath::from_path(&self.path).to_terminal()
    }
}

/// Looks for the file from `here`, an absolute folder without links.
///
/// # Errors
/// Where there is a file that cannot be the configuration, or none of the name that was given.
pub(super) fn find(wanted: &Wanted, here: &Path) -> Result<Option<Found>, Problems> {
    match wanted {
        Wanted::Nothing => Ok(None),
        Wanted::File(file) => named(file).map(Some),
        Wanted::Nearest => nearest(here),
    }
}

fn nearest(here: &Path) -> Result<Option<Found>, Problems> {
    let top = repository(here).unwrap_or(here);
    for (up, folder) in here.ancestors().enumerate() {
        let way: PathBuf = std::iter::repeat_n("..", up).collect();
        if is_there(&folder.join(OTHER), &way.join(OTHER))? {
            let help = format!("rename it: the configuration is called `{NAME}`");
            return Err(refuse(&way.join(OTHER), &format!("nobody reads a file called `{OTHER}`"), &help));
        }
        let path = way.join(NAME);
        if is_there(&folder.join(NAME), &path)? {
            return checked(path, folder, top).map(Some);
        }
        if folder == top {
            break;
        }
    }
    Ok(None)
}

/// Whether something has this name; links count.
fn is_there(file: &Path, shown: &Path) -> Result<bool, Problems> {
    match fs::symlink_metadata(file) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        Err(error) => {
            let help = "make the folder readable, name the file with `--config`, or scan with `--no-config`";
            Err(refuse(shown, &format!("cannot be looked for: {error}"), help))
        }
    }
}

/// A file that lies in a repository which is scanned: whoever wrote it may be anybody.
fn checked(path: PathBuf, folder: &Path, top: &Path) -> Result<Found, Problems> {
    let real = match fs::canonicalize(folder.join(NAME)) {
        Ok(real) => real,
        Err(error) => return Err(refuse(&path, &format!("cannot be read: {error}"), "mend the link, or take it out")),
    };
    if !real.starts_with(top) {
        let help = "put the file itself there: a configuration is read from inside the repository only, unless `--config` names it";
        return Err(refuse(&path, "a link that leads out of the repository", help));
    }
    if !real.is_file() {
        return Err(refuse(&path, "no regular file", "the configuration is a YAML file"));
    }
    Ok(Found { path, real, folder: folder.to_owned(), within: top.to_owned(), nearest: true })
}

/// A file that somebody named, who is trusted to know why.
fn named(file: &Path) -> Result<Found, Problems> {
    let help = "name a configuration file, or leave `--config` out";
    let real = match fs::canonicalize(file) {
        Ok(real) => real,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(refuse(file, "there is no such file", help));
        }
        Err(error) => return Err(refuse(file, &format!("cannot be read: {error}"), help)),
    };
    if real.is_dir() {
        return Err(refuse(file, "that is a folder", &format!("name the file in it, such as `{NAME}`")));
    }
    let around = real.parent().unwrap_or(&real);
    let within = repository(around).unwrap_or(around).to_owned();
    // A link stays where it is: what it names lies beside it.
    let folder = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| around.to_owned());
    Ok(Found { path: file.to_owned(), real, folder, within, nearest: false })
}

fn refuse(file: &Path, message: &str, help: &str) -> Problems {
    let name = ReportPath::from_path(file).to_terminal();
    Problems::one(whole(&name, message, help))
}
