//! A report's file: whole or not at all.
//!
//! The report grows in a temporary file beside its target and takes the target's name when it is complete. Until
//! then, whatever happens, the old report stays as it was.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// A report that is being written.
pub(super) enum ReportFile {
    /// Renamed in the end.
    Temporary {
        /// What grows.
        file: NamedTempFile,
        /// What it will be called.
        target: PathBuf,
    },
    /// A pipe or a device (`/dev/stderr`, `/dev/null`, a FIFO): written through, for to replace it would break it.
    Device(File),
}

impl ReportFile {
    /// Begins a report.
    ///
    /// # Errors
    /// Where the folder or the device cannot be written.
    pub(super) fn create(target: &Path) -> io::Result<Self> {
        let there = fs::metadata(target).ok();
        // Behind these names stands what is open already, even where that is an ordinary file.
        let opened = ["/dev/stdout", "/dev/stderr", "/dev/fd"].iter().any(|name| target.starts_with(name));
        if opened || there.as_ref().is_some_and(|there| !there.is_file()) {
            return Ok(Self::Device(File::options().write(true).open(target)?));
        }
        // A link stays a link: what it leads to is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let folder = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let mut builder = Builder::new();
        builder.prefix(".bartizan-").suffix(".tmp");
        // Without this only the owner could read the report, and the next job of a pipeline may be somebody else.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let file = builder.tempfile_in(folder)?;
        if let Some(there) = there {
            if there.permissions().readonly() {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied));
            }
            file.as_file().set_permissions(there.permissions())?;
        }
        Ok(Self::Temporary { file, target })
    }

    /// What a printer writes to.
    ///
    /// # Errors
    /// Where the operating system gives no second handle.
    pub(super) fn writer(&self) -> io::Result<File> {
        match self {
            Self::Temporary { file, .. } => file.as_file().try_clone(),
            Self::Device(file) => file.try_clone(),
        }
    }

    /// The report is complete: gives it its name. Dropped without this, a temporary file is removed.
    ///
    /// # Errors
    /// Where the disk is full after all, or the name cannot be taken.
    pub(super) fn complete(self) -> io::Result<()> {
        match self {
            Self::Temporary { file, target } => {
                // Some file systems say only now that there was no room.
                file.as_file().sync_all()?;
                file.persist(target)?;
                Ok(())
            }
            Self::Device(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use std::io::Write as _;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_old_report_stays_until_the_new_one_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("report");
        fs::write(&target, "old").unwrap();
        let report = ReportFile::create(&target).unwrap();
        report.writer().unwrap().write_all(b"new").unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        report.complete().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert_eq!(names(folder.path()), ["report"]);
    }

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("report");
        let report = ReportFile::create(&target).unwrap();
        report.writer().unwrap().write_all(b"half").unwrap();
        drop(report);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(ReportFile::create(&folder.path().join("no/report")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_permissions_are_kept() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real", &link).unwrap();
        let report = ReportFile::create(&link).unwrap();
        report.writer().unwrap().write_all(b"new").unwrap();
        report.complete().unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_stays_a_device() {
        assert!(matches!(ReportFile::create(Path::new("/dev/stderr")).unwrap(), ReportFile::Device(_)));
        let report = ReportFile::create(Path::new("/dev/null")).unwrap();
        report.writer().unwrap().write_all(b"gone").unwrap();
        report.complete().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
