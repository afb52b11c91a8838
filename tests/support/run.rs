//! The binary as tests run it: on a tree whose secrets are made when the test runs, and with every byte that comes
//! out looked through for them.
//!
//! Two readers look. The first knows every value that was made and refuses eight characters in a row of its body (the
//! value behind the prefix that its rule makes public), as they stand and with escapes taken off. The second knows
//! none: it is bartizan's own engine. File names are shown as they are; [`Tree::name`] makes a value for one, and
//! that one is let pass.

#![allow(dead_code, reason = "every test file takes of this what it needs")]

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::Confidence;
use bartizan::rule::carry::Carrier;
use bartizan::rule::expand::{Expanded, expand};
use bartizan::rule::{Rule, RuleSet, embedded};
use tempfile::TempDir;

/// How many characters in a row give a value away.
const ENOUGH: usize = 8;

/// After this long a process hangs. No test takes a hundredth of it.
const HANGS: Duration = Duration::from_secs(300);

/// The embedded rules.
pub(crate) fn rules() -> &'static RuleSet {
    static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::new(embedded()));
    &RULES
}

/// The embedded rule with this id.
pub(crate) fn rule(id: &str) -> Option<&'static Rule> {
    rules().rules().iter().find(|rule| rule.id.as_str() == id)
}

/// A folder that is a repository of its own, and the values in it.
pub(crate) struct Tree {
    dir: TempDir,
    rng: fastrand::Rng,
    values: Values,
    names: Vec<String>,
}

impl Tree {
    /// An empty one. `BARTIZAN_SEED` makes other values.
    pub(crate) fn new() -> Self {
        let seed = std::env::var("BARTIZAN_SEED").map_or(13, |seed| seed.parse().unwrap());
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(".git")).unwrap();
        Self { dir, rng: fastrand::Rng::with_seed(seed), values: Values::default(), names: Vec::new() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Puts values in the generators' places (`{{secrets/github-pat-classic}}`) and remembers them.
    pub(crate) fn text(&mut self, template: &str) -> String {
        let Expanded { text, values } = expand(template, &rules().rules()[0], &rule, &mut self.rng).unwrap();
        for value in values {
            self.values.remember(rule(value.rule.as_str()).unwrap(), &text[value.secret]);
        }
        text
    }

    /// A value of a rule, remembered.
    pub(crate) fn secret(&mut self, id: &str) -> String {
        self.text(&format!("{{{{{id}}}}}"))
    }

    /// A value of a rule for a file's name: outputs may show it.
    pub(crate) fn name(&mut self, id: &str) -> String {
        let name = expand(&format!("{{{{{id}}}}}"), &rules().rules()[0], &rule, &mut self.rng).unwrap().text;
        self.names.push(name.clone());
        name
    }

    /// Writes a file whose text may hold generators; gives the text.
    pub(crate) fn file(&mut self, path: &str, template: &str) -> String {
        let text = self.text(template);
        self.raw(path, &text);
        text
    }

    /// Writes a file as it is.
    pub(crate) fn raw(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// `bartizan scan` in this folder.
    pub(crate) fn scan<A: AsRef<OsStr>>(&self, args: &[A]) -> Run<'_> {
        let args = std::iter::once("scan".into()).chain(args.iter().map(|arg| arg.as_ref().to_owned()));
        self.run(snapbox::cmd::cargo_bin!("bartizan").as_os_str(), args.collect())
    }

    /// Any program in this folder.
    pub(crate) fn run(&self, program: &OsStr, args: Vec<OsString>) -> Run<'_> {
        let mut command = snapbox::cmd::Command::new(program).args(&args).current_dir(self.path()).timeout(HANGS);
        let github = ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"];
        let git = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"];
        let terminal = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"];
        for name in terminal.into_iter().chain(github).chain(git) {
            command = command.env_remove(name);
        }
        Run { tree: self, command, args, cwd: self.path().to_owned() }
    }

    /// Looks through an output with both readers.
    ///
    /// # Panics
    /// Where either finds something.
    pub(crate) fn look_through(&self, what: &str, output: &[u8]) {
        for (form, bytes) in forms(output) {
            if let Some((at, id)) = self.values.shown_in(&bytes) {
                panic!("{what} shows {ENOUGH} characters of a value of {id} at byte {at}, {form}");
            }
            let mut text = bytes;
            for name in &self.names {
                text = String::from_utf8_lossy(&text).replace(name, "NAME").into_bytes();
            }
            let scanner = Scanner::new(rules(), None, Needs::default());
            scanner.scan_text("output.txt", &text);
            let findings = scanner.finish(None).findings;
            if let Some(found) = findings.iter().find(|found| found.confidence >= Confidence::Medium) {
                panic!("{what}, {form}: bartizan itself finds {} at {}", found.rule, found.region.line);
            }
        }
    }
}

/// A command that will be run and looked through.
pub(crate) struct Run<'t> {
    tree: &'t Tree,
    command: snapbox::cmd::Command,
    args: Vec<OsString>,
    cwd: PathBuf,
}

impl Run<'_> {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command = self.command.env(name, value);
        self
    }

    pub(crate) fn cwd(mut self, folder: &Path) -> Self {
        self.command = self.command.current_dir(folder);
        self.cwd = folder.to_owned();
        self
    }

    pub(crate) fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.command = self.command.stdin(bytes.as_ref().to_vec());
        self
    }

    /// Runs to the end and looks through all that came out: both streams, and the files that `--report` names.
    pub(crate) fn go(self) -> Done {
        let output = self.command.output().unwrap();
        let mut reports = Vec::new();
        for (option, value) in self.args.iter().zip(self.args.iter().skip(1)) {
            if option == "--report"
                && let Some((_, file)) = value.to_str().and_then(|value| value.split_once('='))
                && let path = self.cwd.join(file)
                && path.is_file()
            {
                reports.push((file.to_owned(), fs::read(path).unwrap()));
            }
        }
        self.tree.look_through("standard output", &output.stdout);
        self.tree.look_through("standard error", &output.stderr);
        for (file, bytes) in &reports {
            self.tree.look_through(file, bytes);
        }
        Done { code: output.status.code(), stdout: output.stdout, stderr: output.stderr, reports }
    }
}

/// What came out.
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    /// Name and bytes of every report file that is there.
    pub(crate) reports: Vec<(String, Vec<u8>)>,
}

impl Done {
    /// # Panics
    /// Where the exit code is another one.
    pub(crate) fn code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out(), self.err());
        self
    }

    pub(crate) fn out(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    pub(crate) fn err(&self) -> &str {
        std::str::from_utf8(&self.stderr).unwrap()
    }

    /// Standard output as one JSON document.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stdout).unwrap()
    }

    /// `path:line:column rule` of every finding of a JSON report on standard output.
    pub(crate) fn places(&self) -> Vec<String> {
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let findings = self.json()["findings"].as_array().unwrap().clone();
        findings
            .iter()
            .map(|f| format!("{}:{}:{} {}", text(&f["path"]), f["line"], f["column"], text(&f["rule"])))
            .collect()
    }
}

/// Every eight characters in a row of every value, and whose they are.
#[derive(Default)]
struct Values {
    pieces: HashMap<u64, &'static str>,
    /// Which first bytes any piece has: most bytes of an output begin none.
    heads: HashMap<u16, ()>,
}

impl Values {
    fn remember(&mut self, rule: &'static Rule, value: &str) {
        let body = &value.as_bytes()[known_prefix(rule, value.as_bytes())..];
        assert!(body.len() >= ENOUGH, "a body of {} characters cannot be told from chance", body.len());
        for piece in body.windows(ENOUGH) {
            self.pieces.insert(u64::from_le_bytes(piece.try_into().unwrap()), rule.id.as_str());
            self.heads.insert(u16::from_le_bytes([piece[0], piece[1]]), ());
        }
    }

    fn shown_in(&self, output: &[u8]) -> Option<(usize, &'static str)> {
        let mut heads = vec![false; 1 << 16];
        self.heads.keys().for_each(|&head| heads[usize::from(head)] = true);
        output.windows(ENOUGH).enumerate().find_map(|(at, piece)| {
            let begins = heads[usize::from(u16::from_le_bytes([piece[0], piece[1]]))];
            let key = || u64::from_le_bytes(piece.try_into().unwrap());
            begins.then(|| self.pieces.get(&key())).flatten().map(|id| (at, *id))
        })
    }
}

/// How many bytes at the start of a value are the same in every value of its rule, and so public.
fn known_prefix(rule: &Rule, value: &[u8]) -> usize {
    let (Carrier::Run(all) | Carrier::Behind(all) | Carrier::Literal(all)) = &rule.carried.carrier else { return 0 };
    let begins = |literal: &&Vec<u8>| value.get(..literal.len()).is_some_and(|head| head.eq_ignore_ascii_case(literal));
    all.iter().filter(begins).map(Vec::len).max().unwrap_or(0)
}

/// An output as it stands, and as its readers will see it.
fn forms(output: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let unescaped = unescape(output);
    let mut forms = vec![("as it stands", output.to_vec())];
    let more = [
        ("with escape sequences taken out", strip(output)),
        ("percent-decoded", percent_decode(output)),
        ("percent-decoded and JSON-unescaped", percent_decode(&unescaped)),
        ("JSON-unescaped", unescaped),
    ];
    forms.extend(more.into_iter().filter(|(_, bytes)| bytes != output));
    forms
}

/// Takes JSON's escapes off, wherever they stand.
fn unescape(output: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(output.len());
    let mut rest = output;
    while let [first, tail @ ..] = rest {
        rest = tail;
        let [escaped, tail @ ..] = tail else {
            out.push(*first);
            continue;
        };
        if *first != b'\\' {
            out.push(*first);
            continue;
        }
        rest = tail;
        match escaped {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'u' => {
                let hex = rest.get(..4).and_then(|hex| std::str::from_utf8(hex).ok());
                match hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
                    Some(code) => {
                        rest = &rest[4..];
                        out.extend(char::from_u32(code).unwrap_or('?').to_string().bytes());
                    }
                    None => out.push(b'u'),
                }
            }
            other => out.push(*other),
        }
    }
    out
}

fn percent_decode(output: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(output.len());
    let mut at = 0;
    while at < output.len() {
        let hex = output.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| output[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(output[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    out
}

/// Takes out what a terminal would obey and not show.
fn strip(output: &[u8]) -> Vec<u8> {
    anstream::adapter::strip_bytes(output).into_vec()
}
