//! A place where a value stands, and what the file around it is for.

use std::ops::Range;

use super::super::place::{self as file, FileKind, Style};
use crate::check::{About, Sighting};
use crate::finding::{Finding, Region, ReportPath};

/// What the file of a place is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stands {
    /// Code or settings of the tree itself.
    Own,
    /// A test, an example, somebody else's code.
    Aside,
    /// A text for people, or what programs wrote down.
    Document,
}

/// Where a value stands.
#[derive(Clone, Debug)]
pub(super) struct Place<'p> {
    pub(super) path: &'p ReportPath,
    pub(super) span: Range<u64>,
    pub(super) region: Region,
    pub(super) stands: Stands,
    /// How long its file is, if that is known.
    pub(super) length: Option<u64>,
    /// The finding there, by its position.
    pub(super) finding: Option<usize>,
    /// What was noted there, by its position.
    pub(super) sighting: Option<usize>,
    /// What is known of the name.
    pub(super) about: Option<About>,
}

impl<'p> Place<'p> {
    pub(super) fn of_finding(at: usize, finding: &'p Finding) -> Self {
        Self { finding: Some(at), region: finding.region, ..Self::at(&finding.path, finding.span.clone()) }
    }

    pub(super) fn of_sighting(at: usize, seen: &'p Sighting) -> Self {
        Self {
            sighting: Some(at),
            region: seen.region,
            length: Some(seen.length),
            about: Some(seen.about),
            ..Self::at(&seen.path, seen.span.clone())
        }
    }

    /// Of which nothing but the place is known.
    pub(super) fn at(path: &'p ReportPath, span: Range<u64>) -> Self {
        Self {
            path,
            span,
            region: Region { line: 1, column: 1, end_line: 1, end_column: 1 },
            stands: Stands::of(path.as_bytes()),
            length: None,
            finding: None,
            sighting: None,
            about: None,
        }
    }

    /// The folder of the application that its file belongs to, in a tree that holds several.
    pub(super) fn application(&self) -> Option<&'p [u8]> {
        /// Folders that hold a folder for each application.
        const HOLDERS: [&[u8]; 8] =
            [b"services", b"apps", b"applications", b"microservices", b"projects", b"stacks", b"sites", b"tenants"];
        let path = self.path.as_bytes();
        let mut from = 0;
        let mut parts = path.split(|byte| *byte == b'/').peekable();
        while let Some(part) = parts.next() {
            from += part.len() + 1;
            if HOLDERS.contains(&part) {
                // The file itself is no folder.
                let own = parts.next()?;
                parts.peek()?;
                return Some(&path[..from + own.len()]);
            }
        }
        None
    }

    /// Whether both are the same place.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.path == other.path && self.span == other.span
    }

    /// Whether its file says how something is run.
    pub(super) fn is_deployment(&self) -> bool {
        file::Place::of(self.path.as_bytes()) == file::Place::Deployment
    }
}

impl Stands {
    fn of(path: &[u8]) -> Self {
        let lower = path.to_ascii_lowercase();
        let mut folders = lower.split(|byte| *byte == b'/').rev().skip(1);
        let written =
            matches!(Style::of(path, b"").kind, FileKind::Text | FileKind::Record) || lower.ends_with(b".ipynb");
        if written || folders.any(|part| matches!(part, b"docs" | b"doc" | b"documentation")) {
            return Self::Document;
        }
        match file::Place::of(path) {
            file::Place::Aside | file::Place::Interface | file::Place::Template => Self::Aside,
            file::Place::Deployment | file::Place::Code => Self::Own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_for_something() {
        for (stands, paths) in [
            (Stands::Own, "app/settings.py .env deploy/values.yaml"),
            (Stands::Aside, "tests/test_app.py node_modules/x/index.js .env.example yarn.lock"),
            (Stands::Document, "README.md docs/setup.md docs/conf.py logs/app.log notes/a.ipynb CHANGELOG.txt"),
        ] {
            for path in paths.split_whitespace() {
                assert_eq!(Stands::of(path.as_bytes()), stands, "{path}");
            }
        }
    }

    #[test]
    fn applications_have_folders_of_their_own() {
        let of = |path: &str| {
            let path = ReportPath::from_bytes(path.as_bytes());
            Place::at(&path, 0..1).application().map(|folder| String::from_utf8_lossy(folder).into_owned())
        };
        assert_eq!(of("services/billing/.env").as_deref(), Some("services/billing"));
        assert_eq!(of("x/apps/web/config/a.yml").as_deref(), Some("x/apps/web"));
        assert_eq!(of("services/.env"), None);
        assert_eq!(of("src/a.py"), None);
    }
}
