//! How a language writes comments and texts: all that has to be known to take its code apart into tokens.

/// What the tokens of a language look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// What begins a comment that ends with its line.
    pub line: &'static [&'static str],
    /// What begins and ends a comment that may span lines.
    pub block: Option<(&'static str, &'static str)>,
    /// What else may follow a quote: how each kind of text is written.
    pub quotes: Quotes,
    /// Whether blocks are made by indentation.
    pub indented: bool,
    /// Whether it is configuration: there a header's name stands bare, without quotes.
    pub bare: bool,
}

/// How texts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotes {
    /// What `'` begins.
    pub single: Single,
    /// Whether `` ` `` begins a text.
    pub backtick: bool,
    /// Whether three quotes begin a text that ends with three.
    pub triple: bool,
    /// Whether a text in single or double quotes may go on in the next line.
    pub lines: bool,
    /// Whether `/…/` may be a regular expression.
    pub regex: bool,
    /// Whether `r#"…"#` is a text.
    pub hashes: bool,
}

/// What `'` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Single {
    /// A text.
    Text,
    /// A character, or a lifetime.
    Character,
    /// Nothing.
    Nothing,
}

const PLAIN: Quotes =
    Quotes { single: Single::Text, backtick: false, triple: false, lines: false, regex: false, hashes: false };

const C: Dialect = Dialect {
    line: &["//"],
    block: Some(("/*", "*/")),
    quotes: Quotes { single: Single::Character, ..PLAIN },
    indented: false,
    bare: false,
};

const TRIPLED: Dialect = Dialect { quotes: Quotes { single: Single::Character, triple: true, ..PLAIN }, ..C };

const SCRIPT: Dialect = Dialect { quotes: Quotes { backtick: true, regex: true, ..PLAIN }, ..C };

const HASH: Dialect =
    Dialect { line: &["#"], block: None, quotes: Quotes { lines: true, ..PLAIN }, indented: false, bare: false };

const CONFIG: Dialect = Dialect { quotes: PLAIN, bare: true, ..HASH };

/// By the ending of a name, in lower case.
const ENDINGS: &[(&[&str], Dialect)] = &[
    (&["py", "pyw", "star", "bzl"], Dialect { quotes: Quotes { triple: true, ..PLAIN }, indented: true, ..HASH }),
    (&["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte", "astro", "gs", "json5"], SCRIPT),
    (&["json", "jsonc", "webmanifest"], Dialect { bare: true, quotes: PLAIN, ..C }),
    (&["go"], Dialect { quotes: Quotes { single: Single::Character, backtick: true, ..PLAIN }, ..C }),
    (&["java", "kt", "kts", "scala", "sc", "swift", "cs", "csx", "fs", "fsx", "dart", "cshtml", "razor"], TRIPLED),
    (&["groovy", "gradle"], Dialect { quotes: Quotes { triple: true, ..PLAIN }, ..C }),
    (&["rs"], Dialect { quotes: Quotes { single: Single::Character, hashes: true, lines: true, ..PLAIN }, ..C }),
    (&["c", "h", "cc", "cpp", "cxx", "hpp", "hh", "ino", "m", "mm", "zig", "vala", "d", "v", "proto"], C),
    (&["jsp", "jspx", "aspx", "ashx", "asp", "cfm", "cfc"], Dialect { quotes: PLAIN, bare: true, ..C }),
    (
        &["php", "php5", "phtml", "inc", "module"],
        Dialect { line: &["//", "#"], quotes: Quotes { lines: true, ..PLAIN }, ..C },
    ),
    (&["tf", "tfvars", "hcl"], Dialect { line: &["#", "//"], quotes: PLAIN, bare: true, ..C }),
    (&["rb", "rake", "ru", "gemspec", "pl", "pm", "cgi", "psgi", "ex", "exs", "r", "cr", "nim", "jl", "tcl"], HASH),
    (&["sh", "bash", "zsh", "fish", "ksh", "ps1", "psm1"], HASH),
    (&["lua", "hs", "elm", "sql"], Dialect { line: &["--"], ..HASH }),
    (&["erl", "hrl"], Dialect { line: &["%"], ..HASH }),
    (
        &["clj", "cljs", "cljc", "edn", "lisp", "scm", "rkt"],
        Dialect { line: &[";"], quotes: Quotes { single: Single::Nothing, lines: true, ..PLAIN }, ..HASH },
    ),
    (&["vb", "bas"], Dialect { line: &["'"], quotes: Quotes { single: Single::Nothing, ..PLAIN }, ..HASH }),
    (
        &[
            "conf",
            "nginx",
            "vhost",
            "htaccess",
            "cfg",
            "ini",
            "toml",
            "yaml",
            "yml",
            "properties",
            "env",
            "tpl",
            "j2",
            "jinja",
            "jinja2",
            "template",
            "tmpl",
            "erb",
            "vcl",
            "lock",
        ],
        CONFIG,
    ),
    (
        &["xml", "config", "wadl"],
        Dialect { line: &[], block: Some(("<!--", "-->")), quotes: PLAIN, bare: true, ..HASH },
    ),
];

/// By the whole name, in lower case.
const NAMES: &[(&[&str], Dialect)] = &[
    (
        &[
            "_headers",
            ".htaccess",
            "htaccess",
            "httpd.conf",
            "caddyfile",
            "nginx.conf",
            "haproxy.cfg",
            "dockerfile",
            "containerfile",
            "procfile",
        ],
        CONFIG,
    ),
    (&["rakefile", "gemfile", "config.ru", "makefile"], HASH),
    (&["jenkinsfile"], Dialect { quotes: Quotes { triple: true, ..PLAIN }, ..C }),
];

impl Dialect {
    /// The dialect of a file, by its name. `None` for prose, pages and recorded data, and for what is not known.
    #[must_use]
    pub fn of_path(path: &[u8]) -> Option<Self> {
        let name = path.rsplit(|&byte| byte == b'/').next()?.to_ascii_lowercase();
        // Declarations of types say nothing of values.
        if name.ends_with(b".d.ts") || name.ends_with(b".pyi") {
            return None;
        }
        let named = |known: &&(&[&str], Self)| known.0.iter().any(|known| known.as_bytes() == name);
        if let Some((_, dialect)) = NAMES.iter().find(named) {
            return Some(*dialect);
        }
        // `.env`, `.env.production` and `nginx.conf.template` are known by what stands before the last dot, too.
        let mut endings = name.rsplit(|&byte| byte == b'.').take_while(|ending| ending.len() < name.len());
        let last = endings.next()?;
        let of = |ending: &[u8]| {
            ENDINGS.iter().find(|(known, _)| known.iter().any(|known| known.as_bytes() == ending)).map(|(_, d)| *d)
        };
        let generic =
            [&b"template"[..], b"tpl", b"tmpl", b"j2", b"jinja", b"jinja2", b"erb", b"dist", b"example", b"sample"];
        if generic.contains(&last)
            && let Some(inner) = endings.next().and_then(of)
        {
            return Some(inner);
        }
        of(last).or_else(|| (name.starts_with(b".env") || name.ends_with(b"_headers")).then_some(CONFIG))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name() {
        let of = |path: &str| Dialect::of_path(path.as_bytes());
        assert_eq!(of("a/App.TSX"), Some(SCRIPT));
        assert_eq!(of("public/_headers"), Some(CONFIG));
        assert_eq!(of(".env.production"), Some(CONFIG));
        assert_eq!(of("etc/nginx.conf.template"), Some(CONFIG));
        assert!(of("a/app.py.j2").is_some_and(|dialect| dialect.indented));
        for prose in ["README.md", "a.rst", "page.html", "LICENSE", "notes.txt", "x.snap", ""] {
            assert_eq!(of(prose), None, "{prose}");
        }
    }
}
