//! From where paths are shown: the reader's current directory, not the repository's root.

use crate::finding::ReportPath;

/// Turns a path relative to the root into one that the reader can open from where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathView(View);

#[derive(Clone, Debug, PartialEq, Eq)]
enum View {
    /// The current directory is this folder under the root (empty: the root).
    Inside(Vec<u8>),
    /// The root is reached from the current directory by this prefix.
    Outside(Vec<u8>),
}

impl PathView {
    /// The current directory is the root: paths stay as they are.
    #[must_use]
    pub const fn root() -> Self {
        Self(View::Inside(Vec::new()))
    }

    /// The current directory is the folder `cwd` under the root, as bytes relative to the root with `/` between its
    /// parts: from `sub`, `sub/x` is shown as `x` and `y` as `../y`.
    #[must_use]
    pub fn from_inside(cwd: &[u8]) -> Self {
        Self(View::Inside(trim(cwd).to_vec()))
    }

    /// The current directory is outside the root, and `way` leads to the root: with `../other`, `x` is shown as
    /// `../other/x`. An absolute path will do as well.
    #[must_use]
    pub fn from_outside(way: &[u8]) -> Self {
        let end = way.iter().rposition(|&byte| byte != b'/').map_or(0, |last| last + 1);
        // The root of the file system is the one folder whose name ends with `/`.
        Self(View::Outside(if end == 0 { way.to_vec() } else { [&way[..end], b"/"].concat() }))
    }

    /// The path as the reader sees it, safe on a terminal.
    #[must_use]
    pub fn show(&self, path: &ReportPath) -> String {
        let bytes = path.as_bytes();
        match &self.0 {
            View::Inside(cwd) if cwd.is_empty() => path.to_terminal(),
            View::Inside(cwd) => ReportPath::from_bytes(&relative(bytes, cwd)).to_terminal(),
            View::Outside(way) => ReportPath::from_bytes(&[way.as_slice(), bytes].concat()).to_terminal(),
        }
    }
}

fn trim(mut folder: &[u8]) -> &[u8] {
    while let Some(rest) = folder.strip_suffix(b"/").or_else(|| folder.strip_prefix(b"./")) {
        folder = rest;
    }
    if folder == b"." { b"" } else { folder }
}

/// `path` as seen from `cwd`, both relative to the root.
fn relative(path: &[u8], cwd: &[u8]) -> Vec<u8> {
    let (mut path, mut cwd) = (path, cwd);
    loop {
        let (head, tail) = first(cwd);
        let (folder, rest) = first(path);
        match rest {
            Some(rest) if folder == head => path = rest,
            _ => break,
        }
        match tail {
            Some(tail) => cwd = tail,
            None => return path.to_vec(),
        }
    }
    let up = cwd.split(|&byte| byte == b'/').count();
    [b"../".repeat(up).as_slice(), path].concat()
}

/// The first part of a path, and what stands behind its `/`.
fn first(path: &[u8]) -> (&[u8], Option<&[u8]>) {
    match path.iter().position(|&byte| byte == b'/') {
        Some(at) => (&path[..at], Some(&path[at + 1..])),
        None => (path, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(view: &PathView, path: &str) -> String {
        view.show(&ReportPath::from_bytes(path.as_bytes()))
    }

    #[test]
    fn paths_are_shown_from_the_current_directory() {
        let view = PathView::from_inside(b"sub/deep/");
        for (path, expected) in [
            ("sub/deep/x", "x"),
            ("sub/deep/er/x", "er/x"),
            ("sub/x", "../x"),
            ("sub/deeper", "../deeper"),
            ("sub/deep", "../deep"),
            ("y", "../../y"),
            ("sub", "../../sub"),
            ("other/deep/x", "../../other/deep/x"),
        ] {
            assert_eq!(shown(&view, path), expected, "{path}");
        }
    }

    #[test]
    fn at_the_root_paths_stay_as_they_are() {
        for view in
            [PathView::root(), PathView::from_inside(b""), PathView::from_inside(b"."), PathView::from_inside(b"./")]
        {
            assert_eq!(shown(&view, "a/b"), "a/b");
        }
    }

    #[test]
    fn from_outside_the_way_to_the_root_comes_first() {
        assert_eq!(shown(&PathView::from_outside(b"../other"), "a"), "../other/a");
        assert_eq!(shown(&PathView::from_outside(b"/srv/x/"), "a"), "/srv/x/a");
        assert_eq!(shown(&PathView::from_outside(b"/"), "a"), "/a");
    }

    #[test]
    fn names_cannot_write_on_the_terminal() {
        for view in [PathView::root(), PathView::from_inside(b"s\x1b[31m"), PathView::from_outside(b"/\x9b")] {
            assert!(shown(&view, "a\u{1b}[31m").ends_with("a\\u{1b}[31m"));
            assert!(!shown(&view, "a\u{1b}[31m").contains(|c: char| c.is_control()));
        }
    }
}
