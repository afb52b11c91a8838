//! The root: the folder to which every path in a report is relative.
//!
//! A report must not change with the folder a repository was checked out into, nor with the folder somebody stood in.
//! So the root is the repository of what is scanned: its nearest ancestor with a `.git` (a folder, or the file that
//! worktrees and submodules have). Without one it is the folder that was named, or a named file's parent.
//!
//! Several targets: their repository, if all have the same one. Else the repository of their common parent, else that
//! parent itself.

use std::path::{Path, PathBuf};

/// The nearest of `folder` and its ancestors that holds a `.git`.
#[must_use]
pub fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|ancestor| ancestor.join(".git").symlink_metadata().is_ok())
}

/// The root for targets that are given as absolute folders (of a file, its parent). No folder at all: none.
pub(super) fn root_of(folders: &[&Path]) -> Option<PathBuf> {
    let (first, rest) = folders.split_first()?;
    let own = repository(first);
    if own.is_some() && rest.iter().all(|folder| repository(folder) == own) {
        return own.map(Path::to_owned);
    }
    if rest.is_empty() {
        return Some((*first).to_owned());
    }
    let common = rest.iter().fold(*first, |common, folder| shared(common, folder));
    Some(repository(common).unwrap_or(common).to_owned())
}

/// The deepest folder that both are in, or are.
fn shared<'a>(one: &'a Path, other: &Path) -> &'a Path {
    one.ancestors().find(|ancestor| other.starts_with(ancestor)).unwrap_or(one)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use std::fs;

    #[test]
    fn the_nearest_repository_is_the_root() {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path();
        for folder in ["repo/.git", "repo/a/b", "repo/sub/c", "plain/x", "plain/y"] {
            fs::create_dir_all(top.join(folder)).unwrap();
        }
        fs::write(top.join("repo/sub/.git"), "gitdir: ../.git/modules/sub\n").unwrap();
        let root = |folders: &[&str]| {
            let folders: Vec<PathBuf> = folders.iter().map(|folder| top.join(folder)).collect();
            let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
            root_of(&folders).unwrap().strip_prefix(top).unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(root(&["repo"]), "repo");
        assert_eq!(root(&["repo/a/b"]), "repo");
        assert_eq!(root(&["repo/a/b", "repo/a"]), "repo");
        assert_eq!(root(&["repo/sub/c"]), "repo/sub");
        assert_eq!(root(&["repo/sub/c", "repo/a"]), "repo", "two repositories, one around both");
        assert_eq!(root(&["plain/x"]), "plain/x");
        assert_eq!(root(&["plain/x", "plain/y"]), "plain");
        assert_eq!(root(&["plain/x", "repo/a"]), "", "nothing around both");
        assert_eq!(root_of(&[]), None);
    }
}
