//! A repository for a test.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with a repository in it.
pub(crate) struct Repo {
    dir: TempDir,
    /// The work tree; the folder itself but for linked work trees.
    top: PathBuf,
}

impl Repo {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self::init(&[])
    }

    /// An empty one, with more arguments for `git init`.
    pub(crate) fn init(args: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path().canonicalize().unwrap().join("repo");
        fs::create_dir(&top).unwrap();
        let repo = Self { dir, top };
        repo.git(&[&["init", "-q", "-b", "main"], args].concat());
        repo
    }

    pub(crate) fn top(&self) -> &Path {
        &self.top
    }

    /// A folder beside the repository.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(name)
    }

    /// Runs git in the work tree.
    pub(crate) fn git<A: AsRef<OsStr>>(&self, args: &[A]) -> String {
        self.git_in(&self.top, args)
    }

    /// Runs git in any folder.
    pub(crate) fn git_in<A: AsRef<OsStr>>(&self, folder: &Path, args: &[A]) -> String {
        let output = self.try_git_in(folder, args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs git, which may fail.
    pub(crate) fn try_git_in<A: AsRef<OsStr>>(&self, folder: &Path, args: &[A]) -> Output {
        command(folder, args).output().unwrap()
    }

    /// Writes a file of the work tree.
    pub(crate) fn put(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.top.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a file and stages it, whatever ignore files say.
    pub(crate) fn stage(&self, path: &str, text: impl AsRef<[u8]>) {
        self.put(path, text);
        self.git(&["add", "-f", "--", path]);
    }

    /// Commits what is staged.
    pub(crate) fn commit(&self) {
        self.git(&["commit", "-q", "--no-verify", "--allow-empty", "-m", "x"]);
    }
}

/// A call of git that knows nothing of the machine it runs on.
pub(crate) fn command<A: AsRef<OsStr>>(folder: &Path, args: &[A]) -> Command {
    let mut command = Command::new("git");
    command.args(args).current_dir(folder).stdin(Stdio::null());
    // Nothing of who runs the test, and nothing of a hook that may run it.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"GIT_")) {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("HOME", "/nonexistent");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Test").env(format!("GIT_{who}_EMAIL"), "test@example.com");
        command.env(format!("GIT_{who}_DATE"), "2024-01-01T00:00:00Z");
    }
    command.env("GIT_EDITOR", "true").env("GIT_ALLOW_PROTOCOL", "file");
    command
}
