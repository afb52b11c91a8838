//! What else than a readable regular file can stand at a path.

#[cfg(not(target_os = "macos"))]
use std::ffi::OsStr;
use std::fs;
#[cfg(not(target_os = "macos"))]
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use bartizan::source::{Control, SkipReason, TreeOptions};

use crate::recorder::*;

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

// The file system of macOS takes UTF-8 only.
#[cfg(not(target_os = "macos"))]
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
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o000)).unwrap();
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
