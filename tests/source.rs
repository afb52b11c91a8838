//! Trees, streams and everything that can be wrong with them, through the library as the engine sees it.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bartizan::source::{
    AHEAD, BEHIND, Blob, Control, Encoding, Open, Origin, Skip, SkipReason, Source, SourceError, Stdin, Tally, Tree,
    TreeOptions, WHOLE, WINDOW, Worker,
};
use tempfile::TempDir;

const CAP: u64 = 256 << 20;

/// What the workers of a scan were given.
#[derive(Clone, Debug, Default)]
struct Seen {
    files: Vec<File>,
    broken: Vec<String>,
    opened: usize,
    largest: usize,
}

#[derive(Clone, Debug)]
struct File {
    path: String,
    explicit: bool,
    encoding: Encoding,
    /// The own parts of its windows, one after the other.
    text: Vec<u8>,
    windows: usize,
}

/// Puts together what it is given, and does what a test wants done in between.
struct Recorder<'a> {
    seen: Arc<Mutex<Seen>>,
    current: Option<File>,
    then: &'a (dyn Fn(&Blob<'_>) + Sync),
}

impl Worker for Recorder<'_> {
    fn take(&mut self, blob: &Blob<'_>) {
        let path = blob.origin.path.to_text();
        let file = self.current.get_or_insert_with(|| File {
            path: path.clone(),
            explicit: blob.origin.explicit,
            encoding: blob.encoding,
            text: Vec::new(),
            windows: 0,
        });
        assert_eq!(file.path, path, "the windows of a file come together");
        assert_eq!(file.text.len() as u64, blob.base + blob.own.start as u64, "own parts tile");
        assert!(blob.own.end <= blob.text.len());
        file.text.extend_from_slice(&blob.text[blob.own.clone()]);
        file.windows += 1;
        {
            let mut seen = self.seen.lock().unwrap();
            seen.largest = seen.largest.max(blob.text.len());
            if blob.last {
                seen.files.extend(self.current.take());
            }
        }
        (self.then)(blob);
    }

    fn broke_off(&mut self, origin: &Origin) {
        let file = self.current.take();
        assert!(file.is_some_and(|file| file.path == origin.path.to_text()));
        self.seen.lock().unwrap().broken.push(origin.path.to_text());
    }
}

impl Seen {
    fn paths(&self) -> Vec<&str> {
        self.files.iter().map(|file| file.path.as_str()).collect()
    }
}

/// Leaks the closure: a test's process does not live long.
fn record(
    run: impl FnOnce(&Open<'static>) -> Tally,
    then: impl Fn(&Blob<'_>) + Sync + Send + 'static,
) -> (Seen, Tally) {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let then: &'static (dyn Fn(&Blob<'_>) + Sync + Send) = Box::leak(Box::new(then));
    let shared = Arc::clone(&seen);
    let tally = run(&move || {
        shared.lock().unwrap().opened += 1;
        Box::new(Recorder { seen: Arc::clone(&shared), current: None, then })
    });
    let mut seen = seen.lock().unwrap().clone();
    seen.files.sort_by(|a, b| a.path.cmp(&b.path));
    (seen, tally)
}

fn options(targets: &[PathBuf]) -> TreeOptions {
    TreeOptions { targets: targets.to_vec(), max_file_size: CAP, ignore_files: true, threads: 1, ..Default::default() }
}

fn scan_with(
    options: &TreeOptions,
    control: &Control,
    then: impl Fn(&Blob<'_>) + Sync + Send + 'static,
) -> (Seen, Tally) {
    let tree = Tree::new(options).unwrap();
    record(|open| tree.for_each(open, control), then)
}

fn scan(options: &TreeOptions) -> (Seen, Tally) {
    scan_with(options, &Control::default(), |_| ())
}

/// A folder for a test, with `.git` in it.
fn repository() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    fs::write(dir.path().join(".git/config"), "never looked at\n").unwrap();
    dir
}

fn put(dir: &TempDir, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

fn at(dir: &TempDir) -> TreeOptions {
    options(&[dir.path().to_owned()])
}

fn skips(tally: &Tally) -> Vec<(String, SkipReason)> {
    tally.skipped.iter().map(|skip| (skip.path.to_text(), skip.reason.clone())).collect()
}

// What is in a tree.

#[test]
fn hidden_files_are_in_and_git_is_not() {
    let dir = repository();
    put(&dir, ".env.example", "A=1\n");
    put(&dir, ".github/workflows/ci.yml", "on: push\n");
    put(&dir, "src/a.rs", "fn main() {}\n");
    put(&dir, "sub/.git", "gitdir: ../.git/modules/sub\n");
    put(&dir, "sub/b.rs", "");
    put(&dir, ".gitkeep", "");
    let (seen, tally) = scan(&at(&dir));
    assert_eq!(seen.paths(), [".env.example", ".github/workflows/ci.yml", ".gitkeep", "src/a.rs", "sub/b.rs"]);
    assert_eq!((tally.files, tally.bytes, tally.ignored), (5, 4 + 9 + 13, 0));
    assert!(tally.skipped.is_empty());
    assert!(seen.files.iter().all(|file| !file.explicit));
}

#[test]
fn ignore_files_hold_without_a_repository_too() {
    for git in [true, false] {
        let dir = if git { repository() } else { tempfile::tempdir().unwrap() };
        put(&dir, ".gitignore", "*.log\n/build/\n!keep.log\n");
        put(&dir, "a.log", "");
        put(&dir, "keep.log", "");
        put(&dir, "build/out.o", "");
        put(&dir, "build/more/out.o", "");
        put(&dir, "src/build/in.rs", "");
        put(&dir, "src/.gitignore", "!special.log\ngen.rs\n");
        put(&dir, "src/special.log", "");
        put(&dir, "src/gen.rs", "");
        put(&dir, "src/.ignore", "data\n");
        put(&dir, "src/data/x", "");
        put(&dir, ".bartizanignore", "fixtures/\n");
        put(&dir, "tests/fixtures/key", "");
        put(&dir, "tests/a.rs", "");
        let (seen, tally) = scan(&at(&dir));
        let want = [
            ".bartizanignore",
            ".gitignore",
            "keep.log",
            "src/.gitignore",
            "src/.ignore",
            "src/build/in.rs",
            "src/special.log",
            "tests/a.rs",
        ];
        assert_eq!(seen.paths(), want);
        assert_eq!(tally.ignored, 5, "a.log, build, gen.rs, data, fixtures");
        let (seen, tally) = scan(&TreeOptions { ignore_files: false, ..at(&dir) });
        assert_eq!(seen.files.len(), 14);
        assert_eq!(tally.ignored, 0);
    }
}

#[test]
fn a_result_is_a_property_of_the_tree() {
    let outer = tempfile::tempdir().unwrap();
    put(&outer, ".gitignore", "*\n");
    put(&outer, ".ignore", "*\n");
    put(&outer, ".bartizanignore", "*\n");
    put(&outer, "repo/.git/info/exclude", "*\n");
    put(&outer, "repo/a.txt", "");
    put(&outer, "plain/b.txt", "");
    let (seen, _) = scan(&options(&[outer.path().join("repo")]));
    assert_eq!(
        seen.paths(),
        ["a.txt"],
        "ignore files outside of the repository do not hold, nor does .git/info/exclude"
    );
    let (seen, _) = scan(&options(&[outer.path().join("plain")]));
    assert_eq!(seen.paths(), ["b.txt"]);
}

#[test]
fn ignore_files_between_the_root_and_a_named_folder_hold() {
    let dir = repository();
    put(&dir, ".gitignore", "*.log\n/build/\n");
    put(&dir, "app/.gitignore", "tmp/\n/web/dist/\n");
    put(&dir, "app/web/a.js", "");
    put(&dir, "app/web/a.log", "");
    put(&dir, "app/web/dist/a.js", "");
    put(&dir, "app/web/src/tmp/x", "");
    put(&dir, "app/other/b.js", "");
    put(&dir, "build/out/c.txt", "");
    put(&dir, "build/out/c.log", "");
    let (seen, tally) = scan(&options(&[dir.path().join("app/web")]));
    assert_eq!(seen.paths(), ["app/web/a.js"]);
    assert_eq!(tally.ignored, 3, "a.log, dist, tmp");
    let (seen, tally) = scan(&options(&[dir.path().join("build/out")]));
    assert_eq!(seen.paths(), ["build/out/c.log", "build/out/c.txt"], "a named folder is walked though it is ignored");
    assert_eq!(tally.ignored, 0);
    let both = [dir.path().join("app/web"), dir.path().join("build"), dir.path().to_owned()];
    let (seen, _) = scan(&options(&both));
    assert_eq!(
        seen.paths(),
        [".gitignore", "app/.gitignore", "app/other/b.js", "app/web/a.js", "build/out/c.log", "build/out/c.txt"]
    );
}

#[test]
fn globs_narrow_a_scan() {
    let dir = repository();
    for path in ["a.py", "b.rs", "docs/c.py", "docs/d.md", "vendor/e.py", "x/vendor/f.py"] {
        put(&dir, path, "text\n");
    }
    let narrowed = |include: &[&str], exclude: &[&str]| {
        let owned = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect();
        let (seen, tally) = scan(&TreeOptions { include: owned(include), exclude: owned(exclude), ..at(&dir) });
        (seen.paths().join(" "), tally.ignored)
    };
    assert_eq!(narrowed(&["*.py"], &[]), ("a.py docs/c.py vendor/e.py x/vendor/f.py".into(), 2));
    assert_eq!(narrowed(&["/docs/"], &[]), ("docs/c.py docs/d.md".into(), 4));
    assert_eq!(narrowed(&[], &["vendor"]), ("a.py b.rs docs/c.py docs/d.md".into(), 2));
    assert_eq!(narrowed(&[], &["/vendor"]), ("a.py b.rs docs/c.py docs/d.md x/vendor/f.py".into(), 1));
    assert_eq!(narrowed(&["*.py"], &["vendor/", "*.md"]), ("a.py docs/c.py".into(), 4));
}

#[test]
fn a_fault_in_what_was_asked_for_is_an_error() {
    let dir = repository();
    let missing = Tree::new(&options(&[dir.path().join("no/such")])).unwrap_err();
    assert!(matches!(&missing, SourceError::Missing { path, .. } if path.ends_with("no/such")));
    assert!(missing.to_string().ends_with("no/such`: no such file or folder"), "{missing}");
    assert_eq!(Tree::new(&options(&[])).unwrap_err(), SourceError::NoTarget);
    let glob = Tree::new(&TreeOptions { exclude: vec!["[".into()], ..at(&dir) }).unwrap_err();
    assert!(matches!(glob, SourceError::Glob { option: "--exclude", .. }));
}

#[test]
fn an_empty_folder_is_empty() {
    let dir = tempfile::tempdir().unwrap();
    let (seen, tally) = scan(&at(&dir));
    assert_eq!((seen.files.len(), seen.opened, tally.files, tally.ignored, tally.skipped.len()), (0, 0, 0, 0, 0));
}

// What is named.

#[test]
fn named_files_are_read_even_if_ignored_but_not_if_excluded() {
    let dir = repository();
    put(&dir, ".gitignore", "*.env\n");
    let ignored = put(&dir, "app/prod.env", "A=1\n");
    let excluded = put(&dir, "vendor/lib/a.py", "A=1\n");
    let skipped = put(&dir, "b.txt", "A=1\n");
    let mut asked = options(&[ignored, excluded, skipped]);
    asked.exclude = vec!["vendor/".into()];
    asked.include = vec!["*.env".into(), "*.py".into()];
    let (seen, tally) = scan(&asked);
    assert_eq!(seen.paths(), ["app/prod.env"]);
    assert!(seen.files[0].explicit);
    assert_eq!(
        skips(&tally),
        [("b.txt".into(), SkipReason::Excluded), ("vendor/lib/a.py".into(), SkipReason::Excluded)]
    );
    assert!(tally.skipped.iter().all(|skip| !skip.reason.incomplete()));
    asked.targets = vec![dir.path().join("vendor/lib")];
    assert_eq!(skips(&scan(&asked).1), [("vendor/lib".into(), SkipReason::Excluded)]);
}

#[test]
fn each_file_is_read_once_however_often_it_is_named() {
    let dir = repository();
    put(&dir, ".gitignore", "c.txt\n");
    let file = put(&dir, "a/b/c.txt", "x\n");
    put(&dir, "a/d.txt", "x\n");
    put(&dir, "e.txt", "x\n");
    let top = dir.path().to_owned();
    let named = [
        top.join("a/b/../b/c.txt"),
        file.clone(),
        file,
        top.join("a/b"),
        top.join("a"),
        top.join("./a"),
        top.clone(),
        top,
    ];
    for threads in [1, 3] {
        let (seen, tally) = scan(&TreeOptions { threads, ..options(&named) });
        assert_eq!(seen.paths(), [".gitignore", "a/b/c.txt", "a/d.txt", "e.txt"]);
        assert_eq!(tally.files, 4);
        assert_eq!(tally.ignored, 0, "what was named is not left out");
        assert_eq!(seen.files.iter().filter(|file| file.explicit).count(), 1);
    }
}

#[test]
fn paths_are_relative_to_the_repository_wherever_it_lies() {
    let shapes: Vec<Vec<String>> = ["x", "somewhere/else"]
        .iter()
        .map(|place| {
            let dir = tempfile::tempdir().unwrap();
            let place = dir.path().join(place);
            for path in ["repo/.git/HEAD", "repo/src/a.rs", "repo/src/deep/b.rs", "plain/c.txt", "plain/sub/d.txt"] {
                fs::create_dir_all(place.join(path).parent().unwrap()).unwrap();
                fs::write(place.join(path), "x").unwrap();
            }
            let shape = |targets: &[&str]| {
                let asked = options(&targets.iter().map(|target| place.join(target)).collect::<Vec<_>>());
                assert!(Tree::new(&asked).unwrap().root().unwrap().is_absolute());
                scan(&asked).0.paths().join(" ")
            };
            let shapes = vec![
                shape(&["repo"]),
                shape(&["repo/src/deep"]),
                shape(&["repo/src/a.rs"]),
                shape(&["plain"]),
                shape(&["plain/sub/d.txt"]),
                shape(&["plain/sub", "plain/c.txt"]),
                shape(&["repo", "plain"]),
            ];
            assert_eq!(
                shapes,
                [
                    "src/a.rs src/deep/b.rs",
                    "src/deep/b.rs",
                    "src/a.rs",
                    "c.txt sub/d.txt",
                    "d.txt",
                    "c.txt sub/d.txt",
                    "plain/c.txt plain/sub/d.txt repo/src/a.rs repo/src/deep/b.rs",
                ]
            );
            shapes
        })
        .collect();
    assert_eq!(shapes[0], shapes[1]);
}

// What a file can be.

#[cfg(unix)]
mod kinds {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn pipes_sockets_and_devices_are_not_opened() {
        let dir = repository();
        pipe(&dir.path().join("pipe"));
        let _listener = UnixListener::bind(dir.path().join("socket")).unwrap();
        put(&dir, "a.txt", "x");
        let want = [("pipe".to_owned(), SkipReason::Special), ("socket".to_owned(), SkipReason::Special)];
        let (seen, tally) = scan(&at(&dir));
        assert_eq!(seen.paths(), ["a.txt"]);
        assert_eq!(skips(&tally), want);
        let (seen, tally) = scan(&options(&[dir.path().join("pipe"), dir.path().join("socket")]));
        assert!(seen.files.is_empty());
        assert_eq!(skips(&tally), want);
        let (_, tally) = scan(&options(&[PathBuf::from("/dev/zero")]));
        assert_eq!(skips(&tally), [("zero".to_owned(), SkipReason::Special)]);
    }

    #[test]
    fn what_is_swapped_in_after_the_listing_neither_hangs_nor_leads_away() {
        for (swap, want) in [
            ("link", Some(SkipReason::Symlink)),
            ("socket", Some(SkipReason::Special)),
            ("folder", Some(SkipReason::Unreadable("is a directory".into()))),
            // Nobody writes to it: it is as good as an empty file.
            ("pipe", None),
        ] {
            let dir = repository();
            let files: Vec<PathBuf> = ["a", "b"].iter().map(|name| put(&dir, name, "x")).collect();
            let last = files[1].clone();
            let (seen, tally) = scan_with(&options(&files), &Control::default(), move |blob| {
                if blob.origin.path.as_bytes() == b"a" {
                    fs::remove_file(&last).unwrap();
                    match swap {
                        "link" => symlink("/etc/passwd", &last).unwrap(),
                        "socket" => drop(UnixListener::bind(&last).unwrap()),
                        "folder" => fs::create_dir(&last).unwrap(),
                        _ => pipe(&last),
                    }
                }
            });
            assert_eq!(tally.skipped.first().map(|skip| skip.reason.clone()), want, "{swap}");
            assert!(seen.files.iter().all(|file| file.path == "a" || file.text.is_empty()));
        }
    }

    #[test]
    fn links_are_counted_and_not_followed() {
        let dir = repository();
        put(&dir, "real/a.txt", "x");
        symlink("real/a.txt", dir.path().join("file")).unwrap();
        symlink("real", dir.path().join("folder")).unwrap();
        symlink("..", dir.path().join("real/loop")).unwrap();
        symlink("self", dir.path().join("self")).unwrap();
        symlink("nowhere", dir.path().join("dangling")).unwrap();
        let (seen, tally) = scan(&at(&dir));
        assert_eq!(seen.paths(), ["real/a.txt"]);
        let names: Vec<String> = skips(&tally).into_iter().map(|(name, reason)| format!("{name}: {reason}")).collect();
        assert_eq!(
            names,
            [
                "dangling: symbolic link",
                "file: symbolic link",
                "folder: symbolic link",
                "real/loop: symbolic link",
                "self: symbolic link",
            ]
        );
    }

    #[test]
    fn a_named_link_is_its_target_if_that_is_under_the_root() {
        let dir = repository();
        let outside = tempfile::tempdir().unwrap();
        put(&outside, "o.txt", "x");
        put(&dir, "real/a.txt", "x");
        let link = |name: &str, to: &Path| {
            symlink(to, dir.path().join(name)).unwrap();
            dir.path().join(name)
        };
        let file = link("file", Path::new("real/a.txt"));
        let folder = link("folder", Path::new("real"));
        let dangling = link("dangling", Path::new("nowhere"));
        let circle = link("circle", Path::new("circle"));
        let out = link("out", &outside.path().join("o.txt"));
        let beside = put(&dir, "b.txt", "x");
        let (seen, tally) =
            scan(&options(&[file.clone(), folder.clone(), dangling.clone(), circle.clone(), out.clone(), beside]));
        assert_eq!(seen.paths(), ["b.txt", "real/a.txt"], "under their real names, once");
        let names: Vec<String> = skips(&tally).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["circle", "dangling", "out"]);
        assert!(tally.skipped.iter().all(|skip| skip.reason == SkipReason::Symlink));
        assert_eq!(scan(&options(&[file])).0.paths(), ["real/a.txt"]);
        assert_eq!(scan(&options(&[folder])).0.paths(), ["real/a.txt"]);
        assert_eq!(scan(&options(&[out])).0.paths(), ["o.txt"], "named alone, it has the root of what it leads to");
        assert_eq!(skips(&scan(&options(&[dangling])).1), [("dangling".to_owned(), SkipReason::Symlink)]);
    }

    #[test]
    fn odd_names_are_names() {
        let dir = repository();
        let names: [&[u8]; 5] = [b"new\nline", b"esc\x1b[31m", b"\xff\xfe.txt", b"-", b" "];
        for name in names {
            fs::write(dir.path().join(OsStr::from_bytes(name)), "x").unwrap();
        }
        let (seen, tally) = scan(&at(&dir));
        assert_eq!(seen.paths(), [" ", "-", "\\xff\\xfe.txt", "esc\u{1b}[31m", "new\nline"]);
        assert!(tally.skipped.is_empty());
        let named: Vec<PathBuf> = names.iter().map(|name| dir.path().join(OsStr::from_bytes(name))).collect();
        assert_eq!(scan(&options(&named)).1.files, 5);
        let odd = dir.path().join(OsStr::from_bytes(b"fold\xff"));
        fs::create_dir(&odd).unwrap();
        fs::write(odd.join("a"), "x").unwrap();
        assert_eq!(scan(&options(&[odd])).0.paths(), ["fold\\xff/a"]);
    }

    /// Root may read everything, and tests often run as root: then this one runs itself again as nobody.
    #[test]
    fn what_may_not_be_read_is_named() {
        let who = Command::new("id").arg("-u").output().unwrap().stdout;
        if who.trim_ascii() == b"0" {
            // A copy, as the folder of the original may be closed to others too.
            let place = tempfile::tempdir().unwrap();
            fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
            let copy = place.path().join("source-test");
            fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
            fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
            let scratch = place.path().join("scratch");
            fs::create_dir(&scratch).unwrap();
            fs::set_permissions(&scratch, fs::Permissions::from_mode(0o777)).unwrap();
            let again = Command::new("setpriv")
                .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
                .arg(&copy)
                .args(["--exact", "kinds::what_may_not_be_read_is_named"])
                .env("TMPDIR", &scratch)
                .current_dir("/")
                .output()
                .expect("setpriv, of util-linux, is there where tests run as root");
            assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stdout));
            return;
        }
        let dir = repository();
        let file = put(&dir, "closed.txt", "x");
        put(&dir, "folder/inner/a.txt", "x");
        put(&dir, "open.txt", "x");
        let folder = dir.path().join("folder");
        fs::set_permissions(&file, fs::Permissions::from_mode(0)).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0)).unwrap();
        let denied = || SkipReason::Unreadable("permission denied".into());
        let (seen, tally) = scan(&at(&dir));
        assert_eq!(seen.paths(), ["open.txt"]);
        assert_eq!(skips(&tally), [("closed.txt".into(), denied()), ("folder".into(), denied())]);
        assert!(tally.skipped.iter().all(|skip| skip.reason.incomplete()));
        assert_eq!(skips(&scan(&options(&[file, folder.clone()])).1), skips(&tally), "named too");
        assert_eq!(skips(&scan(&options(&[folder.join("inner")])).1).len(), 1, "nor what is in it");
        // The way to a folder may be closed to listing and open to passing.
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o111)).unwrap();
        let (seen, tally) = scan(&options(&[folder.join("inner")]));
        assert_eq!(seen.paths(), ["folder/inner/a.txt"]);
        assert!(tally.skipped.is_empty());
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn a_huge_sparse_file_is_binary_after_one_look() {
        let dir = repository();
        let sparse = fs::File::create(dir.path().join("sparse")).unwrap();
        sparse.set_len(3 << 30).unwrap();
        let (seen, tally) = scan(&at(&dir));
        assert_eq!(skips(&tally), [("sparse".to_owned(), SkipReason::Binary)]);
        assert_eq!((seen.files.len(), tally.bytes), (0, 0));
        // Even under the cap it is not read any further.
        let (_, tally) = scan(&TreeOptions { max_file_size: u64::MAX, ..at(&dir) });
        assert_eq!(skips(&tally), [("sparse".to_owned(), SkipReason::Binary)]);
    }
}

// Encodings and sizes.

fn noise(length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(length as u64);
    (0..length).map(|_| if random.u8(..) < 4 { b'\n' } else { random.u8(b' '..=b'~') }).collect()
}

#[test]
fn encodings_are_decoded_in_small_and_large_files() {
    for length in [5, 300, 100_000, WHOLE / 2 + 1, WHOLE + WINDOW + 77] {
        let text = noise(length);
        let units =
            |bytes: fn(u16) -> [u8; 2]| text.iter().flat_map(|&byte| bytes(u16::from(byte))).collect::<Vec<u8>>();
        let dir = repository();
        put(&dir, "ascii", &text);
        put(&dir, "utf8-bom", [b"\xEF\xBB\xBF", &text[..]].concat());
        put(&dir, "utf16be", units(u16::to_be_bytes));
        put(&dir, "utf16be-bom", [b"\xFE\xFF", &units(u16::to_be_bytes)[..]].concat());
        put(&dir, "utf16le", units(u16::to_le_bytes));
        put(&dir, "utf16le-bom", [b"\xFF\xFE", &units(u16::to_le_bytes)[..]].concat());
        let (seen, tally) = scan(&TreeOptions { threads: 2, ..at(&dir) });
        let encodings: Vec<Encoding> = seen.files.iter().map(|file| file.encoding).collect();
        use Encoding::{Ascii, Utf8Bom, Utf16Be, Utf16Le};
        assert_eq!(encodings, [Ascii, Utf16Be, Utf16Be, Utf16Le, Utf16Le, Utf8Bom], "{length}");
        assert!(seen.files.iter().all(|file| file.text == text), "{length}");
        assert_eq!(tally.bytes, 6 * length as u64);
        assert!(
            seen.files.iter().all(|file| (file.windows > 1)
                == (length > WHOLE / 2 && file.encoding != Ascii && file.encoding != Utf8Bom || length > WHOLE)),
            "{length}"
        );
    }
}

#[test]
fn other_bytes_pass_as_they_are() {
    let dir = repository();
    let latin: Vec<u8> = (1..=255u8).cycle().take(70_000).collect();
    put(&dir, "latin", &latin);
    put(&dir, "large", latin.repeat(130));
    put(&dir, "crlf", "a\r\nb\r\n");
    put(&dir, "empty", "");
    let (seen, tally) = scan(&at(&dir));
    assert_eq!(seen.paths(), ["crlf", "empty", "large", "latin"]);
    assert_eq!(seen.files[0].text, b"a\r\nb\r\n");
    assert_eq!((seen.files[1].text.len(), seen.files[1].windows), (0, 1));
    assert_eq!(seen.files[2].text, latin.repeat(130));
    assert_eq!(seen.files[3].text, latin);
    assert_eq!(tally.files, 4);
}

#[test]
fn an_early_nul_is_binary_and_a_late_one_hides_nothing() {
    let dir = repository();
    for (name, length, nul) in [
        ("early", 1000, 999),
        ("edge", 200_000, 65_535),
        ("early-large", WHOLE + 100, 65_535),
        ("late", 200_000, 65_536),
        ("late-large", WHOLE + 100, 65_536),
        ("last", 70_000, 69_999),
    ] {
        let mut text = noise(length);
        text[nul] = 0;
        put(&dir, name, text);
    }
    put(&dir, "elf", b"\x7fELF\x02\x01\x01\0\0\0");
    let (seen, tally) = scan(&at(&dir));
    assert_eq!(seen.paths(), ["last", "late", "late-large"]);
    assert_eq!(seen.files[1].text.len(), 200_000);
    let names: Vec<String> = skips(&tally).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["early", "early-large", "edge", "elf"]);
    assert!(tally.skipped.iter().all(|skip| skip.reason == SkipReason::Binary && !skip.reason.incomplete()));
}

#[test]
fn a_line_of_200_megabytes_takes_the_memory_of_a_window() {
    let dir = repository();
    let file = fs::File::create(dir.path().join("line")).unwrap();
    let mut file = io::BufWriter::new(file);
    for _ in 0..200 {
        file.write_all(&[b'x'; 1 << 20]).unwrap();
    }
    file.flush().unwrap();
    let bytes = Arc::new(Mutex::new((0, 0)));
    let tree = Tree::new(&at(&dir)).unwrap();
    let tally = tree.for_each(&|| Box::new(Largest(Arc::clone(&bytes))), &Control::default());
    assert_eq!((tally.files, tally.bytes), (1, 200 << 20));
    let (windows, largest) = *bytes.lock().unwrap();
    assert_eq!(windows, 200);
    assert!(largest <= BEHIND + WINDOW + AHEAD);
}

/// Notes how many blobs there were and how large the largest was.
struct Largest(Arc<Mutex<(usize, usize)>>);

impl Worker for Largest {
    fn take(&mut self, blob: &Blob<'_>) {
        let mut noted = self.0.lock().unwrap();
        *noted = (noted.0 + 1, noted.1.max(blob.text.len()));
    }

    fn broke_off(&mut self, _: &Origin) {}
}

#[test]
fn what_is_over_the_cap_is_said_with_its_size() {
    let dir = repository();
    put(&dir, "exact", noise(1000));
    put(&dir, "over", noise(1001));
    put(&dir, "large", noise(300_000));
    let (seen, tally) = scan(&TreeOptions { max_file_size: 1000, ..at(&dir) });
    assert_eq!(seen.paths(), ["exact"]);
    let over = |len| SkipReason::TooLarge { len, cap: 1000 };
    assert_eq!(skips(&tally), [("large".into(), over(300_000)), ("over".into(), over(1001))]);
    assert!(over(1001).incomplete());
}

// What happens while a scan runs.

#[test]
fn a_file_that_vanishes_is_named() {
    let dir = repository();
    let files: Vec<PathBuf> = ["a", "b"].iter().map(|name| put(&dir, name, "x")).collect();
    let last = files[1].clone();
    let (seen, tally) = scan_with(&options(&files), &Control::default(), move |_| {
        let _ = fs::remove_file(&last);
    });
    assert_eq!(seen.paths(), ["a"]);
    assert_eq!(skips(&tally), [("b".into(), SkipReason::Vanished)]);
    assert!(SkipReason::Vanished.incomplete());
}

#[test]
fn a_file_that_grows_is_read_to_the_cap() {
    let cap = (WHOLE + 4 * WINDOW) as u64;
    for (limit, complete) in [(cap * 2, true), (cap, false)] {
        let dir = repository();
        let text = noise(WHOLE + WINDOW);
        let path = put(&dir, "a.log", &text);
        let (seen, tally) =
            scan_with(&TreeOptions { max_file_size: limit, ..at(&dir) }, &Control::default(), move |blob| {
                if blob.base == 0 {
                    let mut file = fs::File::options().append(true).open(&path).unwrap();
                    file.write_all(&[b'x'; 4 * WINDOW]).unwrap();
                }
            });
        if complete {
            assert_eq!(seen.files[0].text.len(), WHOLE + 5 * WINDOW);
            assert!(tally.skipped.is_empty());
        } else {
            assert_eq!((seen.files.len(), tally.files), (0, 0));
            assert_eq!(seen.broken, ["a.log"]);
            assert!(matches!(tally.skipped[0].reason, SkipReason::TooLarge { len, cap } if len > cap && cap == limit));
        }
    }
}

#[test]
fn an_interrupted_scan_names_what_it_did_not_reach() {
    for threads in [1, 4] {
        let dir = repository();
        for number in 0..100 {
            put(&dir, &format!("{number:03}"), "x");
        }
        let control: &'static Control = Box::leak(Box::default());
        let (seen, tally) = scan_with(&TreeOptions { threads, ..at(&dir) }, control, |_| control.interrupt());
        assert!((1..=threads).contains(&seen.files.len()));
        assert_eq!(seen.files.len() + tally.skipped.len(), 100);
        assert!(tally.skipped.iter().all(|skip| skip.reason == SkipReason::Interrupted));
    }
}

#[test]
fn a_scan_that_is_out_of_time_does_not_walk_on() {
    let dir = repository();
    for number in 0..1500 {
        put(&dir, &format!("{number:04}"), "x");
    }
    let control = Control::new(Instant::now().checked_sub(Duration::from_secs(1)));
    let (seen, tally) = scan_with(&at(&dir), &control, |_| ());
    assert_eq!((seen.files.len(), seen.opened), (0, 0));
    assert_eq!(tally.skipped.len(), 1001, "a thousand by name, and the root for the rest");
    assert_eq!(skips(&tally)[0], (".".to_owned(), SkipReason::TimedOut));
    assert!(tally.skipped.iter().all(|skip| skip.reason.incomplete()));
}

#[test]
fn an_interruption_breaks_off_a_large_file() {
    let dir = repository();
    put(&dir, "large", noise(WHOLE + WINDOW));
    let control: &'static Control = Box::leak(Box::default());
    let (seen, tally) = scan_with(&at(&dir), control, |_| control.interrupt());
    assert_eq!((seen.files.len(), seen.broken.len()), (0, 1));
    assert_eq!(skips(&tally), [("large".into(), SkipReason::Interrupted)]);
    assert_eq!(tally.bytes, (BEHIND + WINDOW) as u64, "what was looked at counts");
}

#[test]
fn a_defect_costs_one_file_and_quotes_nothing() {
    let dir = repository();
    for name in ["a", "b", "c", "d"] {
        put(&dir, name, name.repeat(40));
    }
    let (seen, tally) = scan_with(&at(&dir), &Control::default(), |blob| match blob.origin.path.as_bytes() {
        b"b" => panic!("a constant message"),
        b"c" => panic!("a message with {}", String::from_utf8_lossy(blob.text)),
        _ => {}
    });
    // The recorder notes a file before it panics.
    assert_eq!(seen.paths(), ["a", "b", "c", "d"]);
    assert_eq!(tally.files, 2);
    let said: Vec<String> = tally.skipped.iter().map(|skip| format!("{}: {}", skip.path, skip.reason)).collect();
    assert_eq!(said, ["b: internal error: panicked: a constant message", "c: internal error: panicked"]);
    assert!((2..=3).contains(&seen.opened), "a worker that panicked is replaced");
}

#[test]
fn each_thread_opens_one_worker_and_progress_is_told() {
    let dir = repository();
    for number in 0..500 {
        put(&dir, &format!("{}/{number}", number % 7), "x".repeat(number));
    }
    let one = scan(&at(&dir));
    for threads in [0, 2, 5] {
        let control = Control::default();
        let (seen, tally) = scan_with(&TreeOptions { threads, ..at(&dir) }, &control, |_| ());
        assert_eq!(seen.paths(), one.0.paths());
        assert!((1..=threads.max(1)).contains(&seen.opened));
        assert_eq!((tally.files, tally.bytes), (500, 500 * 499 / 2));
        assert_eq!(control.progress(), (500, 500 * 499 / 2));
    }
}

// Streams.

fn stream(name: &str, cap: u64, from: impl Read) -> (Seen, Tally) {
    let stdin = Stdin::new(Path::new(name), cap);
    record(|open| stdin.read_from(from, open, &Control::default()), |_| ())
}

/// Gives a few bytes at a time, and then an end or an error.
struct Pipe {
    text: Vec<u8>,
    at: usize,
    broken: bool,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.broken && self.at == self.text.len() {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe));
        }
        let most = buffer.len().min(65_536).min(self.text.len() - self.at);
        buffer[..most].copy_from_slice(&self.text[self.at..][..most]);
        self.at += most;
        Ok(most)
    }
}

#[test]
fn a_stream_is_read_like_a_file() {
    for length in [0, 1, 70_000, 131_071, 131_072, 131_073, WHOLE - 1, WHOLE, WHOLE + 1, WHOLE + 3 * WINDOW] {
        let text = noise(length);
        let (seen, tally) = stream("a/b.txt", CAP, Pipe { text: text.clone(), at: 0, broken: false });
        assert_eq!(seen.paths(), ["a/b.txt"]);
        assert!(seen.files[0].explicit && seen.files[0].text == text, "{length}");
        assert_eq!(seen.files[0].windows > 1, length > WHOLE, "{length}");
        assert_eq!((tally.files, tally.bytes), (1, length as u64));
    }
    let (_, tally) = stream("/etc/x", CAP, &b"\x01\0b"[..]);
    assert_eq!(skips(&tally), [("etc/x".into(), SkipReason::Binary)]);
    let wide: Vec<u8> = "k = 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(stream("w", CAP, &wide[..]).0.files[0].text, b"k = 1\n");
}

#[test]
fn a_stream_over_the_cap_or_broken_is_said() {
    let (seen, tally) = stream("s", 100, &noise(101)[..]);
    assert!(seen.files.is_empty());
    assert_eq!(skips(&tally), [("s".into(), SkipReason::TooLarge { len: 101, cap: 100 })]);
    let cap = (WHOLE + 2 * WINDOW) as u64;
    let (seen, tally) = stream("s", cap, io::repeat(b'x'));
    assert_eq!(seen.broken, ["s"]);
    assert!(matches!(tally.skipped[0].reason, SkipReason::TooLarge { .. }));
    for length in [10, WHOLE + 3 * WINDOW] {
        let (seen, tally) = stream("s", CAP, Pipe { text: noise(length), at: 0, broken: true });
        assert!(seen.files.is_empty());
        assert_eq!(seen.broken.len(), usize::from(length > WHOLE));
        assert_eq!(skips(&tally), [("s".into(), SkipReason::Unreadable("broken pipe".into()))]);
        assert_eq!(tally.files, 0);
    }
}

#[test]
fn skips_are_sorted_by_path() {
    let dir = repository();
    for name in ["z", "b", "m/a", "a"] {
        put(&dir, name, "\0");
    }
    let (_, tally) = scan(&TreeOptions { threads: 2, ..at(&dir) });
    let paths: Vec<&Skip> = tally.skipped.iter().collect();
    assert!(paths.is_sorted() && paths.len() == 4);
}
