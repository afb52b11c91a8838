//! Globs of a configuration: those that can never match are errors, with what to write instead.
//!
//! Whether a glob matches a file is known after the scan; what is decided here does not need one. A path without any
//! wildcard names one file or folder, and in a configuration that belongs to the repository it must be there: an entry
//! that outlives its file would one day allow what nobody looked at.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;

use super::find::Found;
use crate::source::PathGlobs;
use crate::syntax::document::View;
use crate::syntax::yaml::Step;

/// What a glob is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It leaves files out: that there are none (yet) is no mistake.
    LeavesOut,
    /// It looks for files: one that finds none says something that is not so.
    LooksFor,
}

/// Reads one glob; what is wrong with it is a problem at `steps`.
pub(super) fn read(
    view: &mut View<'_>,
    steps: &[Step<'_>],
    glob: &str,
    purpose: Use,
    found: &Found,
    exclude: Option<&PathGlobs>,
) -> bool {
    let wrong = form(glob, &found.within)
        .or_else(|| PathGlobs::new(&[glob]).err().map(|error| (format!("`{glob}` is no glob: {error}"), READ)))
        .or_else(|| if purpose == Use::LooksFor { dead(glob, found, exclude) } else { None });
    match wrong {
        None => true,
        Some((message, help)) => {
            view.at(steps, &message, help);
            false
        }
    }
}

const READ: &str = "write it as in `.gitignore`, such as `*.py` or `src/**/*.json`";

/// What can be told from the glob alone.
fn form(glob: &str, within: &Path) -> Option<(String, &'static str)> {
    let parts = || glob.split('/');
    let absolute = within.to_str().is_some_and(|root| root != "/" && glob.starts_with(root));
    let escapes_letter = glob.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && pair[1].is_ascii_alphanumeric());
    Some(if glob.trim().is_empty() || glob.chars().all(|c| c == '/') {
        ("the glob names nothing".into(), READ)
    } else if glob.starts_with('!') {
        (
            format!("`{glob}`: a glob cannot be turned round with `!` here"),
            "use `include` and `exclude`, or name other paths",
        )
    } else if parts().any(|part| part == "..") {
        (
            format!("`{glob}` leads out of the repository"),
            "globs are relative to the root of the repository, and stay in it",
        )
    } else if absolute {
        (format!("`{glob}` is absolute"), "write it relative to the root of the repository")
    } else if parts().any(|part| part == ".") {
        (format!("`{glob}` matches nothing: no path holds `.`"), "leave the `./` out")
    } else if escapes_letter {
        (format!("`{glob}` matches nothing: `\\` takes the meaning from what follows it"), "part folders by `/`")
    } else if glob.trim_start_matches('/').trim_end_matches('/').contains("//") || glob.starts_with("//") {
        (format!("`{glob}` matches nothing: no path holds `//`"), "write a single `/`")
    } else if parts().any(|part| part == ".git") {
        (format!("`{glob}` matches nothing: `.git` is never looked at"), "take it out")
    } else {
        return None;
    })
}

/// What can be told from the tree and from `exclude`.
fn dead(glob: &str, found: &Found, exclude: Option<&PathGlobs>) -> Option<(String, &'static str)> {
    // Of an entry of an archive the archive is what can be looked for.
    let archive = glob.split_once("!/").map(|(archive, _)| Path::new(archive.trim_start_matches('/')));
    if archive.is_some_and(|archive| found.within.join(archive).is_file()) {
        return None;
    }
    // A glob without a slash but at its end holds in any folder.
    let anchored = glob.trim_end_matches('/').contains('/');
    if !anchored {
        return None;
    }
    let parts: Vec<&str> = glob.trim_matches('/').split('/').collect();
    let wild = |part: &&str| part.contains(['*', '?', '[', '{', '\\']);
    let fixed: PathBuf = parts.iter().take_while(|part| !wild(part)).collect();
    let literal = !parts.iter().any(wild);
    if fixed.as_os_str().is_empty() {
        return None;
    }
    if exclude.is_some_and(|globs| globs.hold_below(&fixed, true) || literal && globs.hold_below(&fixed, false)) {
        return Some((format!("`{glob}` matches nothing: `exclude` leaves it out"), "take it out, or mend `exclude`"));
    }
    // A file that was named may be meant for any repository.
    if literal && found.nearest && is_missing(&found.within.join(&fixed)) && !is_generated(&found.within, &fixed) {
        let help = "take it out, or write the path from the root of the repository";
        return Some((format!("there is no file or folder `{}`", fixed.display()), help));
    }
    None
}

fn is_missing(path: &Path) -> bool {
    let kind = fs::symlink_metadata(path).err().map(|error| error.kind());
    matches!(kind, Some(ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// Whether a file that is not there may come: one that git ignores is made by a build.
fn is_generated(root: &Path, relative: &Path) -> bool {
    relative.ancestors().skip(1).any(|folder| {
        let (globs, _) = Gitignore::new(root.join(folder).join(".gitignore"));
        let below = relative.strip_prefix(folder).unwrap_or(relative);
        globs.matched_path_or_any_parents(below, false).is_ignore()
            || globs.matched_path_or_any_parents(below, true).is_ignore()
    })
}
