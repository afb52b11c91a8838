//! What kind of file a name stands in: how its values are written, and whether it says how something is run.

use super::literal::Bare;
use crate::check::place::is_aside;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It says how something is run: compose files, charts, manifests, settings of servers. What a pipeline runs is gone
    /// when the pipeline ends.
    Deployment,
    /// A test, an example, a document, somebody else's code.
    Aside,
    /// What interfaces say to people, in their languages: values there are shown, and none is a credential for sure.
    Interface,
    /// A template of environment variables, which a check of its own looks at.
    Template,
    /// Anything else.
    Code,
}

impl Place {
    /// Whether nothing in the file is run by those who wrote it.
    pub(super) const fn is_aside(self) -> bool {
        matches!(self, Self::Aside | Self::Interface)
    }

    /// By a path.
    pub(super) fn of(path: &[u8]) -> Self {
        let lower = path.to_ascii_lowercase();
        let name = lower.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        let has = |part: &[u8]| memchr::memmem::find(name, part).is_some();
        // `a.examples.json` shows how something is used, and nobody copies it.
        let shown = has(b".examples.");
        let template = !shown
            && [&b".example"[..], b".sample", b".template", b".dist", b".tmpl"].iter().any(|mark| has(mark))
            || name.starts_with(b"example.");
        if template
            && (has(b"env")
                || has(b".conf")
                || has(b".yml")
                || has(b".yaml")
                || has(b".json")
                || has(b".toml")
                || has(b".ini")
                || has(b".properties"))
        {
            return Self::Template;
        }
        let ends = |ends: &[&[u8]]| ends.iter().any(|end| name.ends_with(end));
        if shown || is_aside(path) || ends(&[b".md", b".rst", b".adoc", b".lock", b".min.js", b".map"]) {
            return Self::Aside;
        }
        let stem = name.split(|byte| *byte == b'.').next().unwrap_or(name);
        let told = [&b"readme"[..], b"manual", b"changelog", b"changes", b"history", b"news", b"install", b"upgrading"]
            .contains(&stem)
            || [&b"swagger"[..], b"openapi"].iter().any(|front| name.starts_with(front));
        const LANGUAGES: [&[u8]; 9] =
            [b"locale", b"locales", b"i18n", b"l10n", b"lang", b"langs", b"language", b"languages", b"translations"];
        // Data that tests go by.
        const FOLDERS: [&[u8]; 7] =
            [b"test_data", b"testing", b"snippets", b"molecule", b"documentation", b"static", b"tutorials"];
        let inside = |folders: &[&[u8]]| lower.split(|byte| *byte == b'/').any(|part| folders.contains(&part));
        // `java.lang` and its like hold programs.
        let program =
            ends(&[b".java", b".kt", b".scala", b".go", b".rs", b".c", b".cc", b".cpp", b".h", b".py", b".rb"]);
        if inside(&LANGUAGES) && !program
            || ends(&[b".po"])
            || [&b"localstrings"[..], b"messages_", b"strings."].iter().any(|front| name.starts_with(front))
        {
            return Self::Interface;
        }
        if told || memchr::memmem::find(&lower, b".dist-info/").is_some() || inside(&FOLDERS) {
            return Self::Aside;
        }
        let pipeline = [&b".github/"[..], b".circleci/", b".buildkite/", b".gitlab/"]
            .iter()
            .any(|part| memchr::memmem::find(&lower, part).is_some());
        if pipeline
            || [
                &b".gitlab-ci"[..],
                b".travis",
                b"azure-pipelines",
                b"bitbucket-pipelines",
                b".drone",
                b"appveyor",
                b".woodpecker",
            ]
            .iter()
            .any(|front| name.starts_with(front))
        {
            return Self::Code;
        }
        // Folders of what is deployed: there any settings say how something is run.
        const DEPLOYED: [&[u8]; 14] = [
            b"deploy",
            b"deployment",
            b"deployments",
            b"k8s",
            b"kubernetes",
            b"manifests",
            b"charts",
            b"helm",
            b"infra",
            b"infrastructure",
            b"terraform",
            b"ops",
            b"kustomize",
            b"overlays",
        ];
        let deployed = lower.split(|byte| *byte == b'/').any(|part| DEPLOYED.contains(&part))
            && ends(&[b".yml", b".yaml", b".json", b".properties", b".toml", b".ini", b".conf", b".cfg"]);
        let fronts = [&b"dockerfile"[..], b".env", b"appsettings", b"values", b"application."];
        let own = fronts.iter().any(|front| name.starts_with(front))
            && !ends(&[b".py", b".js", b".ts", b".go", b".java", b".rb"]);
        if deployed || own || has(b"compose") || ends(&[b".tf", b".tfvars", b".env", b".service", b".nomad"]) {
            return Self::Deployment;
        }
        Self::Code
    }
}

/// How a file writes what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A program, or a format with quotes around its values.
    Code,
    /// Settings whose values need no quotes.
    Settings,
    /// Commands of a shell.
    Shell,
    /// Statements for a database.
    Sql,
    /// Text for people.
    Text,
    /// What programs write down, and what was sent or changed.
    Record,
    /// Rows of fields.
    Table,
}

/// How values are written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) kind: FileKind,
    /// How a value without quotes ends.
    pub(super) bare: Bare,
    /// Whether a blank alone may stand between a name and its value.
    pub(super) spaced: bool,
}

impl Style {
    /// By a path and the text's first line: programs without an ending say there what runs them.
    pub(super) fn of(path: &[u8], text: &[u8]) -> Self {
        let lower = path.to_ascii_lowercase();
        let name = lower.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
        // What was put aside is written as before.
        let name = [&b".orig"[..], b".bak", b".backup", b".old", b".save", b"~", b".j2", b".tpl", b".erb", b".swp"]
            .iter()
            .find_map(|end| name.strip_suffix(*end))
            .unwrap_or(name);
        let ends = |ends: &[&[u8]]| ends.iter().any(|end| name.ends_with(end));
        let of = |kind, bare, spaced| Self { kind, bare, spaced };
        if !name.contains(&b'.') && is_run_by_shell(text) {
            of(FileKind::Shell, Bare::Word, false)
        } else if name.starts_with(b".env") || ends(&[b".env"]) {
            of(FileKind::Settings, Bare::Entry, false)
        } else if ends(&[b".yml", b".yaml", b".properties", b".ini"]) {
            of(FileKind::Settings, Bare::Line, false)
        } else if ends(&[b".conf", b".cfg", b".cnf", b"rc"]) {
            of(FileKind::Settings, Bare::Line, true)
        } else if name.starts_with(b"dockerfile")
            || ends(&[
                b".sh",
                b".bash",
                b".zsh",
                b".ksh",
                b".service",
                b"makefile",
                b".mk",
                b".dockerfile",
                b".bat",
                b".cmd",
                b".fish",
            ])
        {
            of(FileKind::Shell, Bare::Word, false)
        } else if ends(&[b".sql"]) {
            of(FileKind::Sql, Bare::Never, false)
        } else if ends(&[b".csv", b".tsv"]) {
            of(FileKind::Table, Bare::Never, false)
        } else if ends(&[b".md", b".markdown", b".rst", b".adoc", b".txt", b".eml"]) {
            of(FileKind::Text, Bare::Word, false)
        } else if ends(&[b".log", b".out", b".diff", b".patch", b".http", b".rest"]) {
            of(FileKind::Record, Bare::Word, false)
        } else {
            of(FileKind::Code, Bare::Never, false)
        }
    }
}

/// Whether a text begins with the line by which a shell is called: `#!/bin/sh`, `#!/usr/bin/env bash`.
fn is_run_by_shell(text: &[u8]) -> bool {
    let line =
        text.iter().take(80).position(|byte| *byte == b'\n').map_or(&text[..0], |end| text[..end].trim_ascii_end());
    line.starts_with(b"#!")
        && line
            .split(|byte| matches!(byte, b'/' | b' '))
            .any(|word| matches!(word, b"sh" | b"bash" | b"dash" | b"ksh" | b"zsh" | b"ash"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_for_something() {
        for (place, paths) in [
            (
                Place::Deployment,
                "docker-compose.yml deploy/values.yaml Dockerfile main.tf .env config/application.properties",
            ),
            (Place::Aside, "tests/test_app.py README.md docs/setup.md examples/app.js src/app.test.ts"),
            (Place::Template, ".env.example config.sample.yml .env.dist settings.example.toml"),
            (Place::Interface, "config/locales/de.yml LocalStrings_ja.properties app/de.po ui/lang/en.js"),
            (Place::Code, "src/org/apache/lang/Auth.java"),
            (Place::Aside, "docs/openapi.yaml CHANGELOG.txt apis/iam.examples.json"),
            (Place::Code, ".github/workflows/build.yml .gitlab-ci.yml app/settings.py src/index.ts main.go example.py"),
        ] {
            for path in paths.split_whitespace() {
                assert_eq!(Place::of(path.as_bytes()), place, "{path}");
            }
        }
    }

    #[test]
    fn programs_without_an_ending_say_what_runs_them() {
        for (path, text, kind) in [
            ("bin/run", "#!/bin/sh\nA=1\n", FileKind::Shell),
            ("run", "#!/usr/bin/env bash\n", FileKind::Shell),
            ("run", "#!/usr/bin/python3\n", FileKind::Code),
            ("run.py", "#!/bin/sh\n", FileKind::Code),
            ("run", "A=1\n", FileKind::Code),
        ] {
            assert_eq!(Style::of(path.as_bytes(), text.as_bytes()).kind, kind, "{path} {text}");
        }
    }
}
