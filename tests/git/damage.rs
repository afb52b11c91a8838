//! Whatever the bytes of an index are, reading it ends, without a panic, and damage is said.

use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;

use crate::recorder::*;
use crate::repo::Repo;

/// A repository, the bytes of its index, and the same with names that are shortened (version 4).
static MADE: LazyLock<(Repo, [Vec<u8>; 2])> = LazyLock::new(|| {
    let repo = Repo::new();
    for name in ["a.txt", "deep/b.txt", "deep/er/c.txt", "deep/er/d.txt", "e.txt"] {
        repo.stage(name, format!("{name}\n"));
    }
    repo.commit();
    repo.git(&["read-tree", "HEAD"]);
    repo.stage("deep/b.txt", "new\n");
    let index = repo.top().join(".git/index");
    let second = fs::read(&index).unwrap();
    repo.git(&["update-index", "--index-version", "4"]);
    let fourth = fs::read(&index).unwrap();
    fs::write(&index, &second).unwrap();
    (repo, [second, fourth])
});

fn look(bytes: &[u8], checksum: bool) -> Seen {
    let (repo, _) = &*MADE;
    let mut bytes = bytes.to_vec();
    if !checksum && bytes.len() > 32 {
        // Zeros mean that there is none: what is behind the checksum is looked at.
        let end = bytes.len() - 20;
        bytes[end..].fill(0);
    }
    let place = tempfile::NamedTempFile::new_in(repo.top().join(".git")).unwrap();
    fs::write(place.path(), bytes).unwrap();
    try_scan(&with_index(repo.top(), place.path().to_str().unwrap())).unwrap()
}

#[test]
fn the_whole_ones_are_read() {
    for bytes in &MADE.1 {
        for checksum in [false, true] {
            let seen = look(bytes, checksum);
            assert_eq!((seen.short(), seen.skipped()), (vec!["deep/b.txt:1".to_owned()], Vec::new()));
        }
    }
}

#[test]
fn one_that_breaks_off_is_damaged_wherever_it_does() {
    for bytes in &MADE.1 {
        for length in 0..bytes.len() {
            for checksum in [false, true] {
                let seen = look(&bytes[..length], checksum);
                // Cut right behind an extension and without a checksum it is whole as far as anybody can tell.
                let whole = seen.short() == ["deep/b.txt:1"];
                assert!(!seen.complete() || whole && !checksum, "{length} of {} bytes", bytes.len());
            }
        }
    }
}

#[test]
fn entries_in_another_order_are_damage() {
    let (_, [second, _]) = &*MADE;
    let text = String::from_utf8_lossy(second).into_owned();
    assert!(text.contains("a.txt"));
    let mut bytes = second.clone();
    let at = bytes.windows(5).position(|part| part == b"a.txt").unwrap();
    bytes[at] = b'z';
    let seen = look(&bytes, false);
    assert_eq!(seen.skipped(), [".: unreadable: git's index is damaged: its entries are not sorted"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn changed_bytes_never_end_it(
        fourth: bool,
        checksum in prop::bool::weighted(0.1),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = MADE.1[usize::from(fourth)].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let seen = look(&bytes, checksum);
        prop_assert!(seen.tally.skipped.iter().all(|skip| !skip.reason.to_string().contains("panicked")));
    }

    #[test]
    fn any_bytes_are_damage(bytes in prop::collection::vec(any::<u8>(), 0..200), head: bool) {
        let bytes = if head { [b"DIRC\0\0\0\x02\0\0\0\x01".to_vec(), bytes].concat() } else { bytes };
        prop_assert!(!look(&bytes, false).complete());
    }
}
