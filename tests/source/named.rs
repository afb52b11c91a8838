//! What is named on the command line.

use std::fs;

use bartizan::source::{SkipReason, Source as _, Tree, TreeOptions};

use crate::recorder::*;

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
