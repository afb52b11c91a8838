//! Every exit code through the binary, but for 4.
//!
//! 4 means a defect, and the binary has no switch that makes it panic; so a defect is brought in where the library
//! takes one: a worker that panics, under the real tree and the real guard.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use bartizan::config::{Configuration, Plan, ScanOptions};
use bartizan::engine;
use bartizan::exit::Exit;
use bartizan::finding::ReportPath;
use bartizan::report::Report as _;
use bartizan::report::human::{Detail, Human, HumanOptions, PathView};
use bartizan::rule::embedded;
use bartizan::source::{Blob, Control, Open, Origin, Source, Tally, Worker};
use run::Tree;

const CRITICAL_HIGH: &str = "t = \"{{secrets/github-pat-classic}}\"\n";
const MEDIUM_MEDIUM: &str = "password = \"{{random:24}}\"\n";
const CRITICAL_LOW: &str = "t = \"{{secrets/github-pat-classic:wrong-checksum}}\"\n";

fn tree_with(template: &str) -> Tree {
    let mut tree = Tree::new();
    tree.file("a.py", template);
    tree
}

#[test]
fn clean_is_0_and_an_empty_folder_says_so() {
    let tree = Tree::new();
    let empty = tree.scan::<&str>(&[]).go().code(0);
    assert!(empty.out().contains("0 files"), "{}", empty.out());
    tree.raw("a.txt", "nothing\n");
    assert!(tree.scan::<&str>(&[]).go().code(0).out().contains("1 file "));
}

#[test]
fn what_counts_is_1_and_the_rest_is_0() {
    let (critical, medium, low) = (tree_with(CRITICAL_HIGH), tree_with(MEDIUM_MEDIUM), tree_with(CRITICAL_LOW));
    for (args, codes) in [
        (&[][..], [1, 1, 0]),
        (&["--fail-on", "never"], [0, 0, 0]),
        (&["--fail-on", "critical"], [1, 0, 0]),
        (&["--fail-on", "high"], [1, 0, 0]),
        (&["--fail-on", "medium"], [1, 1, 0]),
        (&["--fail-on", "info", "--min-confidence", "high"], [1, 0, 0]),
        (&["--min-confidence", "low"], [1, 1, 1]),
        (&["--min-confidence", "low", "--fail-on", "critical"], [1, 0, 1]),
        (&["--min-confidence", "low", "--fail-on", "never"], [0, 0, 0]),
    ] {
        for (tree, code) in [&critical, &medium, &low].into_iter().zip(codes) {
            let done = tree.scan(&[args, &["--format", "json"]].concat()).go();
            assert_eq!(done.code, Some(code), "{args:?}: {:?}", done.places());
            assert_eq!(done.json()["exit_code"], code, "{args:?}");
            assert_eq!(done.places().len(), 1, "machine formats hold all");
        }
    }
    // People see what counts, and one line for the rest.
    let shown = low.scan::<&str>(&[]).go().code(0);
    assert!(shown.out().contains("-v shows it"), "{}", shown.out());
    assert!(low.scan(&["-v"]).go().code(0).out().contains("a.py:1:6"));
}

#[test]
fn a_missing_path_is_2_whatever_else_is_there() {
    let tree = tree_with(CRITICAL_HIGH);
    for args in [&["gone"][..], &["a.py", "gone"], &[".", "gone", "--fail-on", "never"]] {
        let done = tree.scan(args).go().code(2);
        assert!(done.err().contains("gone"), "{}", done.err());
        assert_eq!(done.out(), "");
    }
}

#[test]
fn findings_beat_what_is_incomplete() {
    let mut tree = tree_with("clean = True\n");
    tree.raw("big.txt", "long line\n".repeat(100));
    let small = &["--max-file-size", "500"];
    let done = tree.scan(small).go().code(3);
    assert!(done.out().contains("big.txt: larger than the cap (1000 of 500 bytes)"), "{}", done.out());
    tree.file("b.py", CRITICAL_HIGH);
    let both = tree.scan(small).go().code(1);
    assert!(both.out().contains("big.txt"), "what is missing is said all the same: {}", both.out());
    tree.scan(&["--max-file-size", "500", "--fail-on", "never"]).go().code(3);
}

#[test]
fn out_of_time_is_3_and_names_what_was_not_reached() {
    let tree = tree_with(CRITICAL_HIGH);
    let done = tree.scan(&["--timeout", "1ns"]).go().code(3);
    assert!(done.out().contains("a.py: not reached before the time-out"), "{}", done.out());
    let done = tree.scan(&["--timeout", "1ns", "--format", "json"]).go().code(3);
    assert_eq!(done.json()["coverage"]["complete"], false);
}

/// Runs the binary as somebody who may not read everything; tests often run as root, who may.
fn as_nobody(tree: &Tree, args: &[&str]) -> run::Done {
    let who = Command::new("id").arg("-u").output().unwrap().stdout;
    if who.trim_ascii() != b"0" {
        return tree.scan(args).go();
    }
    // A copy, as the folder of the original may be closed to others. Made by another process: a file that this one
    // writes cannot be run while a child that another test has just started still holds it.
    let copy = tree.path().join(".git/bartizan");
    let copied = Command::new("cp").arg(snapbox::cmd::cargo_bin!("bartizan")).arg(&copy).status().unwrap();
    assert!(copied.success());
    for path in [tree.path(), &tree.path().join(".git"), &copy] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let drop = ["--reuid=65534", "--regid=65534", "--clear-groups"].map(Into::into);
    let args = args.iter().map(Into::into);
    let all = drop.into_iter().chain([copy.into(), "scan".into()]).chain(args).collect();
    tree.run(OsStr::new("setpriv"), all).go()
}

#[test]
fn what_may_not_be_read_is_3_and_named() {
    let mut tree = tree_with("clean = True\n");
    let file = tree.raw("closed.txt", "x");
    let folder = tree.path().join("folder");
    tree.raw("folder/a.txt", "x");
    for path in [&file, &folder] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    }
    for args in [&[][..], &["-q"], &["closed.txt", "folder"]] {
        let done = as_nobody(&tree, args).code(3);
        for name in ["closed.txt", "folder"] {
            assert!(done.out().contains(name), "{args:?}: {name} is not in {}", done.out());
        }
    }
    tree.file("b.py", CRITICAL_HIGH);
    as_nobody(&tree, &[]).code(1);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_closed_pipe_is_quiet() {
    let tree = tree_with(&CRITICAL_HIGH.repeat(2000));
    for format in ["human", "json", "jsonl", "sarif", "github"] {
        let script = format!("\"$0\" scan --format {format}; echo $? >&2");
        let shell = format!("{{ {script}; }} | head -1 >.git/first");
        let binary = snapbox::cmd::cargo_bin!("bartizan").into();
        let done = tree.run(OsStr::new("sh"), vec!["-c".into(), shell.into(), binary]).go();
        assert_eq!(done.err(), "1\n", "{format}: the verdict, and nothing else");
    }
}

#[test]
fn a_report_that_cannot_be_written_is_2_and_the_old_one_stays() {
    let tree = tree_with(CRITICAL_HIGH);
    let old = tree.raw("out/old.json", "old");
    fs::set_permissions(&old, fs::Permissions::from_mode(0o444)).unwrap();
    let done = tree.scan(&["--report", "json=out/old.json", "--exclude", "out"]).go().code(2);
    assert!(done.err().contains("out/old.json"), "{}", done.err());
    assert!(done.out().contains("Exit code 2"), "{}", done.out());
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    assert_eq!(fs::read_dir(tree.path().join("out")).unwrap().count(), 1);
    tree.scan(&["--report", "json=no/folder.json"]).go().code(2);
    tree.scan(&["--report", "json=out"]).go().code(2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_2_and_the_old_report_stays() {
    let tree = tree_with(CRITICAL_HIGH);
    let old = tree.raw("out/old.json", "old");
    let binary = || snapbox::cmd::cargo_bin!("bartizan").into();
    // No room for a single byte in a file. The signal that comes with it would end any process.
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" scan --exclude out --report json=out/old.json";
    let done = tree.run(OsStr::new("sh"), vec!["-c".into(), script.into(), binary()]).go().code(2);
    assert!(done.err().contains("the report `out/old.json` cannot be written"), "{}", done.err());
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    assert_eq!(fs::read_dir(tree.path().join("out")).unwrap().count(), 1);
    for format in ["human", "json", "jsonl", "sarif", "github"] {
        let script = format!("exec \"$0\" scan --format {format} >/dev/full");
        let done = tree.run(OsStr::new("sh"), vec!["-c".into(), script.into(), binary()]).go().code(2);
        assert!(done.err().contains("standard output"), "{}", done.err());
    }
}

/// Sends Ctrl-C and gives the exit code.
fn interrupted(mut child: Child) -> Option<i32> {
    assert!(Command::new("kill").arg("-INT").arg(child.id().to_string()).status().unwrap().success());
    child.wait().unwrap().code()
}

fn spawn(folder: &Path, args: &[&str]) -> Child {
    Command::new(snapbox::cmd::cargo_bin!("bartizan"))
        .args(["scan", "--report", "json=.git/old", "--report", "sarif=.git/new"])
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn no_report_was_touched(tree: &Tree) {
    assert_eq!(fs::read_to_string(tree.path().join(".git/old")).unwrap(), "old");
    let names = fs::read_dir(tree.path().join(".git")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["old"]);
}

#[test]
fn interrupted_while_reading_standard_input_is_130() {
    let tree = Tree::new();
    tree.raw(".git/old", "old");
    let mut child = spawn(tree.path(), &["-"]);
    // More than a pipe holds: when this is written the scan has begun, and it waits for more.
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&b"password\n".repeat(100_000)).unwrap();
    assert_eq!(interrupted(child), Some(130));
    no_report_was_touched(&tree);
}

#[cfg(target_os = "linux")]
#[test]
fn interrupted_in_a_large_tree_is_130() {
    let tree = Tree::new();
    tree.raw(".git/old", "old");
    // One file under many names, so that the scan lasts far longer than it takes to send a signal.
    let big = tree.raw("0.txt", "password = secret and token and api_key\n".repeat(1_000_000));
    for number in 1..100 {
        fs::hard_link(&big, tree.path().join(format!("{number}.txt"))).unwrap();
    }
    let child = spawn(tree.path(), &["--jobs", "1"]);
    let status = format!("/proc/{}/status", child.id());
    // Bit 1 is SIGINT's: from then on there is a handler, and the scan begins.
    let caught = || {
        let status = fs::read_to_string(&status).unwrap();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
        u64::from_str_radix(mask.trim(), 16).unwrap() & 2 != 0
    };
    while !caught() {
        std::thread::yield_now();
    }
    assert_eq!(interrupted(child), Some(130));
    no_report_was_touched(&tree);
}

/// Everything that its tree finds, but for a defect that one file brings out.
struct Defective(Box<dyn Source>);

struct Fragile<'w>(Box<dyn Worker + Send + 'w>);

impl Worker for Fragile<'_> {
    fn take(&mut self, blob: &Blob<'_>) {
        assert!(blob.origin.path.as_bytes() != b"broken.txt", "a defect");
        self.0.take(blob);
    }

    fn broke_off(&mut self, origin: &Origin) {
        self.0.broke_off(origin);
    }
}

impl Source for Defective {
    fn target(&self) -> String {
        self.0.target()
    }

    fn root(&self) -> Option<&Path> {
        self.0.root()
    }

    fn for_each<'w>(&self, open: &Open<'w>, control: &Control) -> Tally {
        self.0.for_each(&|| Box::new(Fragile(open())), control)
    }
}

#[test]
fn a_defect_is_4_and_beats_findings() {
    let mut tree = tree_with(CRITICAL_HIGH);
    tree.file("broken.txt", CRITICAL_HIGH);
    tree.file("z.py", CRITICAL_HIGH);
    let options = ScanOptions { paths: vec![tree.path().to_owned()], ..ScanOptions::default() };
    let plan = Plan::resolve(options, Configuration::default(), embedded()).unwrap();
    let source = Defective(engine::source(&plan).unwrap());
    let outcome = engine::scan(&plan, &source, &Control::default());
    assert_eq!(outcome.summary.exit, Exit::Internal);
    assert_eq!(outcome.findings.len(), 2, "the scan goes on");
    assert_eq!(outcome.summary.tally.skipped[0].path, ReportPath::from_bytes(b"broken.txt"));
    let mut told = Vec::new();
    let options = HumanOptions {
        detail: Detail::Normal,
        width: 80,
        styled: false,
        policy: plan.policy,
        view: PathView::root(),
        comments: true,
    };
    Human::new(Box::new(&mut told), &plan.rules, options).finish(&outcome.summary).unwrap();
    let told = String::from_utf8(told).unwrap();
    assert!(told.contains("Exit code 4") && told.contains("broken.txt"), "{told}");
    // Only Ctrl-C is worse.
    let control = Control::default();
    control.interrupt();
    assert_eq!(engine::scan(&plan, &source, &control).summary.exit, Exit::Interrupted);
}
