//! Globs of paths relative to the root, with the meaning they have in ignore files: `*.py` holds at any depth, `/docs`
//! at the root only, `docs/` for folders and all in them, `!` takes back an earlier one.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::SourceError;
use crate::finding::ReportPath;

/// A list of globs that hold for paths, in the order in which they were written: the last that holds decides.
#[derive(Clone, Debug)]
pub struct PathGlobs(Gitignore);

/// A glob that is none, or says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct GlobError {
    /// As it was written.
    pub glob: String,
    /// What is wrong with it.
    pub why: String,
}

impl PathGlobs {
    /// Reads the globs.
    ///
    /// # Errors
    /// Where one is no glob, or says nothing.
    pub fn new<S: AsRef<str>>(globs: &[S]) -> Result<Self, GlobError> {
        let refuse = |glob: &str, why: String| GlobError { glob: glob.to_owned(), why };
        let mut builder = GitignoreBuilder::new(".");
        // Git takes `[a` literally; who types it here has more likely mistyped.
        builder.allow_unclosed_class(false);
        for glob in globs {
            let glob = glob.as_ref();
            // These would be an ignore file's empty lines and comments, and quietly mean nothing.
            if matches!(glob.trim(), "" | "/" | "!" | "!/") {
                return Err(refuse(glob, "it names nothing".to_owned()));
            }
            let line = if glob.starts_with('#') { format!("\\{glob}") } else { glob.to_owned() };
            builder.add_line(None, &line).map_err(|error| refuse(glob, reason(&error)))?;
        }
        let all = || globs.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" ");
        builder.build().map(Self).map_err(|error| refuse(&all(), reason(&error)))
    }

    /// Whether they hold for a file, by its own path or by that of a folder above; for an entry of an archive also by
    /// the path of an archive that it is in.
    #[must_use]
    pub fn hold_for(&self, path: &ReportPath) -> bool {
        let holds = |bytes: &[u8]| self.hold_below(Path::new(&ReportPath::from_bytes(bytes).to_text()), false);
        self.hold_below(Path::new(&path.to_text()), false) || path.archives().any(holds)
    }

    /// The same for a path of this system.
    #[must_use]
    pub fn hold_below(&self, relative: &Path, folder: bool) -> bool {
        // An absolute path is below no root.
        !relative.has_root() && self.0.matched_path_or_any_parents(relative, folder).is_ignore()
    }

    /// Whether they hold for an entry of a folder that they do not hold for.
    fn hold_for_entry(&self, relative: &Path, folder: bool) -> bool {
        self.0.matched(relative, folder).is_ignore()
    }
}

/// What a scan is told to look at and to leave out.
#[derive(Clone, Debug)]
pub(super) struct Globs {
    include: Option<PathGlobs>,
    exclude: Option<PathGlobs>,
}

impl Globs {
    /// Reads the globs.
    ///
    /// # Errors
    /// Where one is no glob, or says nothing.
    pub(super) fn new(include: &[String], exclude: &[String]) -> Result<Self, SourceError> {
        Ok(Self { include: compile("--include", include)?, exclude: compile("--exclude", exclude)? })
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.include.is_none() && self.exclude.is_none()
    }

    /// Whether they leave out an entry of a folder that they did not leave out. Includes are for files: one may lie
    /// in any folder.
    pub(super) fn leave_out(&self, relative: &Path, folder: bool) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.hold_for_entry(relative, folder))
            || !folder && !self.includes(relative)
    }

    /// Whether they leave out something that was named, by its own path or by that of a folder above.
    pub(super) fn leave_out_named(&self, relative: &Path, folder: bool) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.hold_below(relative, folder))
            || !folder && !self.includes(relative)
    }

    /// Whether they leave out an entry of an archive that is looked into. Includes have let the archive pass, and with
    /// it all that is in it.
    pub(super) fn leave_out_entry(&self, entry: &ReportPath) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.hold_for(entry))
    }

    fn includes(&self, relative: &Path) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.hold_below(relative, false))
    }
}

fn compile(option: &'static str, globs: &[String]) -> Result<Option<PathGlobs>, SourceError> {
    if globs.is_empty() {
        return Ok(None);
    }
    let globs = PathGlobs::new(globs).map_err(|GlobError { glob, why }| SourceError::Glob { option, glob, why })?;
    Ok(Some(globs))
}

/// The error without the glob, which the message names already.
fn reason(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Glob { err, .. } => err.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    fn globs(include: &[&str], exclude: &[&str]) -> Result<Globs, SourceError> {
        let owned = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect::<Vec<_>>();
        Globs::new(&owned(include), &owned(exclude))
    }

    #[test]
    fn globs_mean_what_they_mean_in_ignore_files() {
        let globs =
            globs(&["*.py", "/tools/", "#notes"], &["vendor/", "*_test.py", "!keep_test.py", "/docs/*.py"]).unwrap();
        let out = |path: &str| globs.leave_out_named(Path::new(path), false);
        assert!(!out("a.py") && !out("x/y/a.py") && !out("tools/run.sh") && !out("#notes"));
        assert!(out("a.rs") && out("x/tools/run.sh"), "includes");
        assert!(out("vendor/a.py") && out("x/vendor/y/a.py") && out("x/a_test.py"), "excludes");
        assert!(!out("x/keep_test.py"));
        assert!(out("docs/a.py") && !out("x/docs/a.py"));
        assert!(globs.leave_out(Path::new("x/vendor"), true));
        assert!(!globs.leave_out(Path::new("src"), true), "a folder need not be included");
    }

    #[test]
    fn globs_hold_for_entries_by_any_of_their_paths() {
        let entry = ReportPath::from_bytes(b"dir/x.zip").entry(b"lib/y.jar").entry(b"conf/a.txt");
        for (glob, holds) in [
            ("*.zip", true),
            ("/dir/x.zip", true),
            ("dir/", true),
            ("*.jar", true),
            ("conf/", true),
            ("a.txt", true),
            ("**/conf/a.txt", true),
            ("/dir/x.zip!/lib/", true),
            ("/conf/a.txt", false),
            ("b.txt", false),
            ("*.tar", false),
        ] {
            assert_eq!(PathGlobs::new(&[glob]).unwrap().hold_for(&entry), holds, "{glob}");
        }
    }

    #[test]
    fn a_faulty_glob_is_named_with_its_option() {
        let error = globs(&[], &["src/[a"]).unwrap_err().to_string();
        assert!(error.contains("--exclude") && error.contains("src/[a") && error.contains("class"), "{error}");
        let error = globs(&[" "], &[]).unwrap_err().to_string();
        assert!(error.contains("--include") && error.contains("names nothing"), "{error}");
    }
}
