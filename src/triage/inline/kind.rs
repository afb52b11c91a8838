//! How comments are written in which files: a table by the file's name, and what holds where the name says nothing.

use crate::finding::{ReportPath, RuleId};

/// How comments are written in one kind of file.
#[derive(Debug)]
pub(super) struct Kind {
    /// What opens a comment that goes to the end of its line.
    pub(super) line: &'static [&'static str],
    /// What opens and closes a comment that may end earlier.
    pub(super) block: &'static [(&'static str, &'static str)],
    /// What stands around strings, in which no comment opens.
    pub(super) quotes: &'static [u8],
    /// Where a `#` behind anything but a blank is an ordinary character.
    pub(super) blank_before: bool,
    /// Whether a line that begins with `*` may be the inside of a block comment.
    pub(super) starred: bool,
    /// Whether parts of the file are fenced off as examples.
    pub(super) fenced: bool,
    /// Whether a value may follow on the lines under a `key: |`.
    pub(super) block_scalars: bool,
    /// The comment to write: what opens and closes it, and what stands in front of the reason.
    write: Option<(&'static str, &'static str, &'static str)>,
}

const NONE: Kind = Kind {
    line: &[],
    block: &[],
    quotes: b"",
    blank_before: false,
    starred: false,
    fenced: false,
    block_scalars: false,
    write: None,
};

const STARRED: (&str, &str) = ("/*", "*/");
const MARKUP: (&str, &str) = ("<!--", "-->");

const HASH: Kind =
    Kind { line: &["#"], block: &[("<#", "#>")], quotes: b"\"'`", write: Some(("# ", "", " -- ")), ..NONE };
/// Where a value needs no quotes, `a#b` is one.
const SHELL: Kind = Kind { line: &["#"], blank_before: true, ..HASH };
const PROPERTIES: Kind = Kind { line: &["#", "!"], quotes: b"", ..SHELL };
const YAML: Kind = Kind { quotes: b"\"'", block_scalars: true, ..SHELL };
const SLASHES: Kind =
    Kind { line: &["//"], block: &[STARRED], quotes: b"\"'`", starred: true, write: Some(("// ", "", " -- ")), ..NONE };
/// Of Rust's and its like a `'` is no string's.
const RUST: Kind = Kind { quotes: b"\"", ..SLASHES };
/// Comments of both kinds.
const PHP: Kind = Kind { line: &["//", "#"], ..SLASHES };
const HCL: Kind = Kind { line: &["#", "//"], quotes: b"\"", write: Some(("# ", "", " -- ")), ..SLASHES };
const CSS: Kind = Kind { line: &[], write: Some(("/* ", " */", " -- ")), ..SLASHES };
const DASHES: Kind = Kind {
    line: &["--", "#"],
    block: &[STARRED, ("{-", "-}"), ("--[[", "]]")],
    quotes: b"\"'`",
    starred: true,
    write: Some(("-- ", "", " -- ")),
    ..NONE
};
const SEMICOLON: Kind = Kind { line: &[";", "#"], quotes: b"\"", write: Some(("; ", "", " -- ")), ..NONE };
const ASSEMBLY: Kind = Kind { line: &[";", "#", "//", "@"], block: &[STARRED], starred: true, ..SEMICOLON };
const PERCENT: Kind = Kind { line: &["%"], write: Some(("% ", "", " -- ")), ..NONE };
const MATLAB: Kind = Kind { line: &["%", "//", "#"], block: &[STARRED], starred: true, ..NONE };
const BASIC: Kind = Kind { line: &["'", "rem"], quotes: b"\"", write: Some(("' ", "", " -- ")), ..NONE };
const BATCH: Kind = Kind { line: &["rem", "::"], quotes: b"\"", write: Some(("REM ", "", " -- ")), ..NONE };
const VIM: Kind = Kind { line: &["\"", "#"], quotes: b"'", write: Some(("\" ", "", " -- ")), ..NONE };
const FORTRAN: Kind = Kind { line: &["!"], quotes: b"\"'", write: Some(("! ", "", " -- ")), ..NONE };
/// XML allows no `--` inside of a comment.
const XML: Kind = Kind { block: &[MARKUP], write: Some(("<!-- ", " -->", ": ")), ..NONE };
/// Markup with programs in it: which of both a line is in, its opener says.
const HTML: Kind = Kind {
    line: &["//"],
    block: &[MARKUP, STARRED, ("{#", "#}"), ("<%#", "%>"), ("<%--", "--%>"), ("{{!--", "--}}"), ("@*", "*@")],
    starred: true,
    write: Some(("<!-- ", " -->", " -- ")),
    ..NONE
};
const JINJA: Kind = Kind { line: &["#", "//", ";"], write: Some(("{# ", " #}", " -- ")), ..HTML };
const ERB: Kind = Kind { line: &["#", "//"], write: Some(("<%# ", " %>", " -- ")), ..HTML };
const HANDLEBARS: Kind = Kind { write: Some(("{{!-- ", " --}}", ": ")), ..HTML };
/// Prose. Most findings stand in its examples, where a comment would be part of the example: nothing is offered.
const MARKDOWN: Kind = Kind { block: &[MARKUP, ("{/*", "*/}")], quotes: b"`", fenced: true, ..NONE };
/// Prose whose comments nobody mistakes.
const RESTRUCTURED: Kind = Kind { line: &[".."], ..NONE };
/// The same with what some programs read as comments all the same.
const JSON: Kind = Kind { write: None, quotes: b"\"", ..SLASHES };
/// Nothing is known: whatever opens a comment in many kinds of file. Nothing is offered.
const ANY: Kind = Kind {
    line: &["#", "//", "--", ";", "%"],
    block: &[STARRED, MARKUP, ("{#", "#}"), ("<%#", "%>"), ("{-", "-}")],
    quotes: b"\"'`",
    starred: true,
    ..NONE
};
/// As [`ANY`]; its lines are written by a program, or any change makes it another file.
const WRITTEN: Kind = ANY;

/// Whole names, in lower case.
#[rustfmt::skip]
const NAMES: &[(&Kind, &[&str])] = &[
    (&WRITTEN, &["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "cargo.lock", "poetry.lock",
        "uv.lock", "pipfile.lock", "pdm.lock", "gemfile.lock", "composer.lock", "go.sum", "flake.lock", "bun.lock",
        "mix.lock", "pubspec.lock", "podfile.lock", "packages.lock.json", "gradle.lockfile"]),
    (&JSON, &[".babelrc", ".eslintrc", ".prettierrc", ".jshintrc"]),
    (&SHELL, &["dockerfile", "containerfile", "makefile", "gnumakefile", "kbuild", "kconfig", "procfile", "brewfile",
        "codeowners", "crontab", "justfile", "pkgbuild", "apkbuild", "pipfile",
        ".gitignore", ".dockerignore", ".gitattributes", ".gitmodules", ".gitconfig", ".editorconfig", ".bashrc",
        ".bash_profile", ".profile", ".zshrc", ".zshenv", ".zprofile", ".netrc", ".pgpass", ".envrc", ".flaskenv",
        ".npmrc", ".yarnrc", ".pypirc", ".curlrc", ".wgetrc", ".htaccess", ".flake8", ".pylintrc", ".condarc"]),
    (&HASH, &["gemfile", "rakefile", "vagrantfile", "fastfile", "podfile", "guardfile", "capfile", "berksfile",
        "cmakelists.txt", "requirements.txt", "constraints.txt", "meson.build", "build", "workspace", "tiltfile",
        "sconstruct", "snakefile"]),
    (&SLASHES, &["jenkinsfile", "go.mod", "go.work"]),
    (&VIM, &[".vimrc", "vimrc", "_vimrc", ".gvimrc", ".exrc"]),
];

/// By the end of the name, in lower case.
#[rustfmt::skip]
const ENDINGS: &[(&Kind, &[&str])] = &[
    (&HASH, &["py", "pyi", "pyw", "pyx", "pxd", "rb", "rake", "gemspec", "ru", "pl", "pm", "t", "r", "jl", "ex", "exs",
        "cr", "coffee", "tcl", "mk", "mak", "cmake", "toml", "ps1", "psm1", "psd1", "awk", "sed", "gn", "gni",
        "bzl", "bazel", "star", "graphql", "gql", "nim", "nims", "po", "pot", "rego", "feature", "gd", "raku", "smk"]),
    (&SHELL, &["sh", "bash", "zsh", "ksh", "fish", "csh", "env", "conf", "cnf", "config", "dockerfile", "service",
        "socket", "timer", "mount", "desktop", "netrc", "gitignore", "editorconfig", "list"]),
    (&PROPERTIES, &["properties"]),
    (&YAML, &["yaml", "yml", "eyaml"]),
    (&RUST, &["rs"]),
    (&SLASHES, &["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "java", "kt", "kts", "scala", "sc", "sbt", "go",
        "c", "h", "cc", "cpp", "cxx", "c++", "hh", "hpp", "hxx", "ino", "cu", "cs", "csx", "swift", "mm", "dart",
        "groovy", "gradle", "proto", "thrift", "scss", "sass", "less", "styl", "jsonc", "json5", "code-workspace",
        "sol", "zig", "d", "fs", "fsx", "fsi", "glsl", "hlsl", "wgsl", "frag", "vert", "sv", "svh", "vh", "jsonnet",
        "libsonnet", "cue", "prisma", "bicep", "dts", "dtsi", "as", "hx", "pony", "vala", "qml", "gleam"]),
    (&PHP, &["php", "phtml", "php5", "php7"]),
    (&HCL, &["tf", "tfvars", "hcl", "nomad", "nix"]),
    (&CSS, &["css"]),
    (&DASHES, &["sql", "psql", "pgsql", "mysql", "plsql", "ddl", "dml", "cql", "hql", "lua", "hs", "lhs", "elm", "purs",
        "adb", "ads", "ada", "vhd", "vhdl", "applescript", "dhall", "idr", "agda"]),
    (&SEMICOLON, &["ini", "cfg", "reg", "inf", "el", "lisp", "lsp", "cl", "clj", "cljs", "cljc", "edn", "scm", "ss",
        "rkt", "ahk", "nsi", "nsh", "iss", "fnl", "scd"]),
    (&ASSEMBLY, &["s", "asm", "nasm", "inc"]),
    (&PERCENT, &["tex", "sty", "ltx", "dtx", "bib", "erl", "hrl", "pro", "ps", "eps"]),
    (&MATLAB, &["m", "cls", "mat"]),
    (&BASIC, &["vb", "vbs", "bas", "frm", "vba", "vbproj.user"]),
    (&BATCH, &["bat", "cmd", "btm"]),
    (&VIM, &["vim", "vimrc"]),
    (&FORTRAN, &["f90", "f95", "f03", "f08", "for", "ftn"]),
    (&XML, &["xml", "svg", "xsl", "xslt", "xsd", "wsdl", "plist", "csproj", "fsproj", "vbproj", "vcxproj", "props",
        "targets", "nuspec", "resx", "xaml", "axaml", "kml", "gpx", "rss", "atom", "iml", "pom", "storyboard", "xib",
        "fxml", "jrxml", "xhtml", "xlf", "xliff"]),
    (&HTML, &["html", "htm", "vue", "svelte", "astro", "cshtml", "razor", "jsp", "jspx", "aspx", "ascx", "ejs",
        "heex", "eex", "ftl", "liquid"]),
    (&JINJA, &["j2", "jinja", "jinja2", "njk", "twig"]),
    (&ERB, &["erb"]),
    (&HANDLEBARS, &["hbs", "handlebars", "mustache"]),
    (&MARKDOWN, &["md", "markdown", "mdx", "mkd", "mdown", "qmd", "rmd"]),
    (&RESTRUCTURED, &["rst", "rest"]),
    (&JSON, &["json", "ipynb", "geojson", "jsonl", "ndjson", "webmanifest", "map", "har", "avsc", "tfstate"]),
    (&NONE, &["csv", "tsv", "pem", "key", "crt", "cer", "csr", "asc", "gpg", "pub", "ppk", "log", "diff", "patch"]),
    (&WRITTEN, &["lock"]),
];

impl Kind {
    /// The kind of a file, by its name.
    pub(super) fn of(path: &ReportPath) -> &'static Self {
        let bytes = path.as_bytes();
        let name = bytes.rsplit(|&byte| byte == b'/').next().unwrap_or(bytes);
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        let listed = |table: &'static [(&'static Self, &[&str])], word: &str| {
            table.iter().find(|(_, words)| words.contains(&word)).map(|(kind, _)| *kind)
        };
        // `.env`, `.env.production`, `example.env`, `Dockerfile.dev`: what such a name ends with says nothing.
        let env = name == ".env" || name.starts_with(".env.") || name.starts_with("env.");
        let docker = ["dockerfile.", "containerfile."].iter().any(|start| name.starts_with(start));
        if env || docker {
            return &SHELL;
        }
        if name.starts_with("requirements") && name.ends_with(".txt") {
            return &HASH;
        }
        listed(NAMES, &name)
            .or_else(|| name.rsplit_once('.').and_then(|(_, ending)| listed(ENDINGS, ending)))
            .unwrap_or(&ANY)
    }
}

/// What stands for a reason in a comment that is offered; it is none.
pub(super) const WHY: &str = "<why>";

/// The comment that allows a finding of `rule` in such a file, to be completed and put on the line above. `None`:
/// no comment can stand there, or nobody knows how one is written.
#[must_use]
pub fn comment(path: &ReportPath, rule: &RuleId) -> Option<String> {
    let (open, close, reason) = Kind::of(path).write?;
    Some(format!("{open}bartizan: allow {rule}{reason}{WHY}{close}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(path: &str) -> Option<String> {
        comment(&ReportPath::from_bytes(path.as_bytes()), &RuleId::new("p", "r"))
    }

    #[test]
    fn the_comment_is_that_of_the_file() {
        for (path, comment) in [
            ("a.py", "# bartizan: allow p/r -- <why>"),
            ("x/.env.example", "# bartizan: allow p/r -- <why>"),
            ("example.env", "# bartizan: allow p/r -- <why>"),
            ("Dockerfile", "# bartizan: allow p/r -- <why>"),
            ("Dockerfile.dev", "# bartizan: allow p/r -- <why>"),
            ("requirements-dev.txt", "# bartizan: allow p/r -- <why>"),
            ("A.TS", "// bartizan: allow p/r -- <why>"),
            ("a.css", "/* bartizan: allow p/r -- <why> */"),
            ("a.sql", "-- bartizan: allow p/r -- <why>"),
            ("a.ini", "; bartizan: allow p/r -- <why>"),
            ("a.tex", "% bartizan: allow p/r -- <why>"),
            ("a.vb", "' bartizan: allow p/r -- <why>"),
            ("a.bat", "REM bartizan: allow p/r -- <why>"),
            ("a.vim", "\" bartizan: allow p/r -- <why>"),
            ("a.html", "<!-- bartizan: allow p/r -- <why> -->"),
            ("pom.xml", "<!-- bartizan: allow p/r: <why> -->"),
            ("a.yaml.j2", "{# bartizan: allow p/r -- <why> #}"),
            ("a.html.erb", "<%# bartizan: allow p/r -- <why> %>"),
        ] {
            assert_eq!(offered(path).as_deref(), Some(comment), "{path}");
        }
    }

    #[test]
    fn where_no_comment_can_stand_none_is_offered() {
        for path in
            ["a.json", "yarn.lock", "Cargo.lock", "pnpm-lock.yaml", "a.ipynb", "a.pem", "a.md", "a.xyz", "LICENSE", ""]
        {
            assert_eq!(offered(path), None, "{path}");
        }
    }

    #[test]
    fn nothing_is_listed_twice() {
        for table in [NAMES, ENDINGS] {
            let mut all: Vec<&str> = table.iter().flat_map(|(_, words)| words.iter().copied()).collect();
            assert!(all.iter().all(|word| *word == word.to_ascii_lowercase()));
            let before = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), before);
        }
    }
}
