//! What a file is by its name: a template of environment variables, a real file of them, or neither.

use super::words::Words;

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `.env.example`, `sample.env`, `env-template`: written to be read by all.
    Template,
    /// `.env`, `.env.production`, `.envrc`: what a program is run with.
    Real {
        /// Whether it belongs into no repository even where it sets no secret. `.env.test`, `docker.env` and the like
        /// are often shared on purpose.
        private: bool,
    },
}

/// What the file at `path` is by its name; the folders do not matter.
pub(super) fn kind(path: &[u8], words: &Words) -> Option<Kind> {
    let name = path.rsplit(|&byte| byte == b'/').next()?;
    // Nearly every file of a tree is sent away here.
    if name.len() < 3 || name.len() > 128 || !name.windows(3).any(|three| three.eq_ignore_ascii_case(b"env")) {
        return None;
    }
    let name = std::str::from_utf8(name).ok()?.to_lowercase();
    let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let files = &words.table.files;
    let is = |list: &[String], part: &str| list.iter().any(|word| word == part);
    let env = parts.iter().position(|part| is(&files.env, part))?;
    let last = *parts.last()?;
    let ending = name.ends_with(&format!(".{last}")) && parts.len() > 1;
    if ending && is(&files.other, last) || is(&files.sealed, last) {
        return None;
    }
    if parts.iter().any(|part| is(&files.template, part)) {
        return Some(Kind::Template);
    }
    if parts.iter().any(|part| is(&files.sealed, part)) {
        return None;
    }
    let hidden = env == 0 && name.starts_with('.');
    let ends_so = ending && last == "env";
    if !hidden && !ends_so {
        return None;
    }
    let private = hidden && parts[0] == "env" && !parts.iter().any(|part| is(&files.shared, part));
    Some(Kind::Real { private })
}

/// Whether a file lies where nobody runs it: among tests, samples of other things, or the code of others.
pub(super) fn is_aside(path: &[u8]) -> bool {
    const FOLDERS: [&str; 16] = [
        "test",
        "tests",
        "__tests__",
        "testdata",
        "fixture",
        "fixtures",
        "__fixtures__",
        "spec",
        "specs",
        "e2e",
        "mocks",
        "__mocks__",
        "node_modules",
        "vendor",
        "third_party",
        "site-packages",
    ];
    let mut folders = path.split(|&byte| byte == b'/').rev().skip(1);
    folders.any(|folder| FOLDERS.iter().any(|name| folder.eq_ignore_ascii_case(name.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(names: &[&str]) -> Vec<Option<Kind>> {
        let words = Words::embedded();
        names.iter().map(|name| kind(name.as_bytes(), &words)).collect()
    }

    #[test]
    fn every_spelling_of_a_template() {
        let names = [
            ".env.example",
            ".env.sample",
            ".env.template",
            ".env.dist",
            ".env.default",
            ".env.defaults",
            ".ENV.Example",
            "a/b/.env.example",
            "example.env",
            "env.example",
            "sample.env",
            "template.env",
            ".env.production.example",
            ".env.example.production",
            ".env.local.sample",
            ".env-example",
            ".env_sample",
            ".env-dist",
            "env-example",
            "env_example",
            "dotenv.example",
            ".envrc.example",
            ".envrc.sample",
            ".example.env",
            "prod.env.example",
            "docker.env.dist",
            ".env.security.template",
            ".env.working.example",
            "env-example-local",
            "app-env-template",
            "env.example.txt",
            "env.sh.example",
            ".env.tpl",
            ".env.tmpl",
            ".env.demo",
            ".env.ejemplo",
            ".env.example.bak",
            ".env.vault.example",
        ];
        for (name, kind) in names.iter().zip(kinds(&names)) {
            assert_eq!(kind, Some(Kind::Template), "{name}");
        }
    }

    #[test]
    fn real_files_and_those_that_are_often_shared() {
        let private =
            [".env", ".env.local.backup", ".env.production", "x/.env", ".env.prod", ".env~", ".env.keys", ".env-prod"];
        for (name, kind) in private.iter().zip(kinds(&private)) {
            let shared = name.contains("local");
            assert_eq!(kind, Some(Kind::Real { private: !shared }), "{name}");
        }
        let shared = [".env.test", ".env.ci", ".env.development", "prod.env", "config.env", ".envrc", "docker.env"];
        for (name, kind) in shared.iter().zip(kinds(&shared)) {
            assert_eq!(kind, Some(Kind::Real { private: false }), "{name}");
        }
    }

    #[test]
    fn what_is_neither() {
        let names = [
            "env",
            "environment.md",
            ".env.example.md",
            "env.ts",
            ".env.d.ts",
            "env.example.json",
            ".env.vault",
            ".env.enc",
            ".env.production.gpg",
            "development.rb",
            "venv",
            "env.production",
            "dotenv.py",
            "test_env_template.py",
            "envelope.example",
            ".env/bin/python",
            "README",
            "",
        ];
        for (name, kind) in names.iter().zip(kinds(&names)) {
            assert_eq!(kind, None, "{name}");
        }
    }
}
