//! Archives that are made to cost: each is left at a bound, which is said.

use bartizan::source::{ENTRIES, HELD, RATIO, SLACK};

use crate::pack::{Entry, end, entry, gzip, stored, tar, zip};
use crate::run::Tree;
use crate::{TOKEN, coverage, look, places, skipped};

#[test]
fn a_bomb_is_left_at_the_ratio() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    // Text, so that it is looked at: what is binary is left after its first bytes.
    let bomb = [text.as_bytes(), " ".repeat(64 << 20).as_bytes()].concat();
    tree.raw("bomb.gz", gzip(&bomb));
    tree.raw("bomb.zip", zip(&[entry("bomb.py", &bomb), entry("behind.py", &text)]));
    tree.raw("bomb.tgz", gzip(tar(&[("bomb.py", &bomb)])));
    let done = look(&tree, &[], 1);
    assert_eq!(places(&done), ["bomb.gz!/bomb:1:6", "bomb.tgz!/bomb.py:1:6", "bomb.zip!/bomb.py:1:6"]);
    let said = format!("not looked at beyond {RATIO} bytes unpacked for each packed, the bound");
    assert_eq!(skipped(&done), ["bomb.gz", "bomb.tgz", "bomb.zip"].map(|file| format!("{file}: {said}")));
    assert!(coverage(&done, "bytes_scanned") < 3 * (SLACK + (1 << 20)));
    assert_eq!(done.json()["coverage"]["complete"], false);
    // Nothing was found: the scan is incomplete, and says so.
    tree.raw("bomb.zip", zip(&[entry("bomb.txt", " ".repeat(64 << 20))]));
    let done = tree.scan(&["--archives", "bomb.zip"]).go().code(3);
    assert!(done.out().contains("bomb.zip: not looked at beyond"), "{}", done.out());
}

#[test]
fn nested_bombs_share_one_budget() {
    let tree = Tree::new();
    let zeros = zip(&[entry("x.txt", " ".repeat(12 << 20))]);
    let many: Vec<Entry> = (0..50).map(|number| entry(format!("{number}.zip"), &zeros)).collect();
    tree.raw("bomb.zip", zip(&many));
    let done = look(&tree, &[], 3);
    assert_eq!(skipped(&done).len(), 1, "{:?}", skipped(&done));
    assert!(coverage(&done, "bytes_scanned") < 2 * SLACK);
}

#[test]
fn entries_that_share_their_bytes_are_paid_for_each() {
    let tree = Tree::new();
    // One kernel, a thousand names (D. Fifield, "A better zip bomb", 2019).
    let one = zip(&[entry("x.txt", " ".repeat(4 << 20))]);
    let at = one.len() - 22 - (46 + 5);
    let record = &one[at..one.len() - 22];
    let all = record.repeat(1000);
    tree.raw("bomb.zip", [&one[..at], &all, &end(1000, all.len(), at)].concat());
    let done = look(&tree, &[], 3);
    assert!(skipped(&done)[0].contains("bytes unpacked for each packed"), "{:?}", skipped(&done));
    assert!(coverage(&done, "bytes_scanned") <= (1_u64 << 20).max(SLACK) + (4 << 20));
}

#[test]
fn archives_are_nested_three_levels_deep_and_no_deeper() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let mut packed = zip(&[entry("a.py", &text)]);
    for _ in 0..3 {
        packed = zip(&[stored("a.py", &text), stored("n.zip", packed)]);
    }
    tree.raw("n.zip", packed);
    let done = look(&tree, &[], 1);
    assert_eq!(places(&done), ["n.zip!/a.py:1:6", "n.zip!/n.zip!/a.py:1:6", "n.zip!/n.zip!/n.zip!/a.py:1:6"]);
    let deeper = "n.zip!/n.zip!/n.zip!/n.zip: an archive nested deeper than 3 levels, which is the bound";
    assert_eq!(skipped(&done), [deeper]);
}

#[test]
fn a_gzip_of_a_gzip_of_a_gzip_ends() {
    let tree = Tree::new();
    let mut packed = gzip("x = 1\n");
    for _ in 0..20 {
        packed = gzip(packed);
    }
    tree.raw("q.gz", packed);
    let done = look(&tree, &[], 3);
    assert_eq!(coverage(&done, "archives_scanned"), 3);
    assert_eq!(skipped(&done).len(), 1);
}

#[test]
fn entries_are_counted() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let first = zip(&[stored("a.py", &text)]);
    let at = first.len() - 22 - (46 + 4);
    let record = &first[at..first.len() - 22];
    // Folders, which cost nothing but themselves.
    let folder = [&record[..46], b"fff/"].concat();
    let all = [record.to_vec(), folder.repeat(usize::try_from(ENTRIES).unwrap())].concat();
    tree.raw("many.zip", [&first[..at], &all, &end(usize::from(u16::MAX), all.len(), at)].concat());
    let done = look(&tree, &[], 1);
    assert_eq!(places(&done), ["many.zip!/a.py:1:6"]);
    assert_eq!(skipped(&done), [format!("many.zip: not looked at beyond {ENTRIES} entries, the bound of an archive")]);
}

#[test]
fn what_is_held_in_memory_is_bounded() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    // Noise does not shrink, so that no other bound is met first.
    let mut noise = vec![0; usize::try_from(HELD).unwrap()];
    fastrand::Rng::with_seed(7).fill(&mut noise);
    let large = zip(&[stored("noise.bin", noise), stored("a.py", &text)]);
    tree.raw("out.zip", zip(&[stored("large.zip", &large), stored("a.py", &text)]));
    // A tar is read as it comes.
    tree.raw("out.tar", tar(&[("in.tar", tar(&[("large.bin", &large[..]), ("a.py", text.as_bytes())]))]));
    let done = look(&tree, &[], 1);
    let (tar_place, zip_place) = ("out.tar!/in.tar!/a.py:1:6", "out.zip!/a.py:1:6");
    assert_eq!(places(&done), [tar_place, zip_place]);
    let bound = "larger than 64.0 MiB, the bound of what is held in memory";
    assert_eq!(skipped(&done)[1..], [format!("out.zip!/large.zip: {bound}")]);
    let stdin = tree.scan(&["--archives", "--format", "json", "-"]).stdin(&large).go().code(3);
    assert_eq!(skipped(&stdin), [format!("stdin: {bound}")]);
}

#[test]
fn encrypted_entries_are_said_and_not_fatal() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let encrypted = |name: &str| Entry { encrypted: true, ..entry(name, &text) };
    tree.raw("a.zip", zip(&[encrypted("x.py"), encrypted("y.py"), entry("b.py", &text)]));
    tree.raw("b.zip", zip(&[encrypted("x.py")]));
    let done = look(&tree, &[], 1);
    assert_eq!(places(&done), ["a.zip!/b.py:1:6"]);
    assert_eq!(skipped(&done), ["a.zip: holds 2 encrypted entries", "b.zip: holds an encrypted entry"]);
    let human = tree.scan(&["--archives", "b.zip"]).go().code(0);
    assert!(human.out().contains("Not looked at: 1 file (1 encrypted)"), "{}", human.out());
}

#[test]
fn methods_that_are_not_read_are_named() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let by = |method| Entry { method: Some(method), ..entry(format!("{method}.py"), &text) };
    tree.raw("a.zip", zip(&[by(12), by(14), by(99), entry("b.py", &text)]));
    let done = look(&tree, &[], 1);
    assert_eq!(places(&done), ["a.zip!/b.py:1:6"]);
    let said = [("12", "bzip2"), ("14", "LZMA"), ("99", "an unknown one")];
    assert_eq!(
        skipped(&done),
        said.map(|(number, name)| format!("a.zip!/{number}.py: packed by a method that is not read ({name})"))
    );
}

#[test]
fn what_is_broken_is_said_and_what_came_before_is_found() {
    let mut tree = Tree::new();
    let text = tree.text(TOKEN);
    let mut noise = vec![0; 200_000];
    fastrand::Rng::with_seed(3).fill(&mut noise);
    let noise: String = noise.iter().map(|byte| format!("{byte:02x}\n")).collect();
    let two = [("a.py", text.clone()), ("b.py", format!("{text}{noise}"))];
    let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    tree.raw("gzip.gz", half(gzip(format!("{text}{noise}"))));
    tree.raw("tar.tar", half(tar(&two)));
    tree.raw("tgz.tgz", half(gzip(tar(&two))));
    // Cut where there is nothing to look at: what stood behind it is missed all the same.
    let binary = [("a.py", text.as_bytes()), ("b.bin", &[0; 4000]), ("c.py", text.as_bytes())];
    let cut = tar(&binary)[..3000].to_vec();
    tree.raw("cut.tgz", gzip(cut));
    tree.raw("zip.zip", half(zip(&two.each_ref().map(|(name, text)| entry(name, text)))));
    // A deflated entry that is none any more, and one that is where there is none.
    let mut damaged = zip(&[entry("a.py", &two[1].1), entry("b.py", &text)]);
    damaged[5000..5100].fill(0xFF);
    tree.raw("bytes.zip", damaged);
    let mut nowhere = zip(&[entry("a.py", &text), entry("b.py", &text)]);
    let at = nowhere.len() - 22 - 4 - 4;
    nowhere[at..at + 4].copy_from_slice(&7_u32.to_le_bytes());
    tree.raw("place.zip", nowhere);
    let done = look(&tree, &[], 1);
    assert_eq!(
        places(&done),
        [
            "bytes.zip!/a.py:1:6",
            "bytes.zip!/b.py:1:6",
            "cut.tgz!/a.py:1:6",
            "gzip.gz!/gzip:1:6",
            "place.zip!/a.py:1:6",
            "tar.tar!/a.py:1:6",
            "tar.tar!/b.py:1:6",
            "tgz.tgz!/a.py:1:6",
            "tgz.tgz!/b.py:1:6",
        ]
    );
    let breaks_off = "unreadable: damaged archive: this entry breaks off";
    assert_eq!(
        skipped(&done),
        [
            format!("bytes.zip!/a.py: {breaks_off}"),
            "cut.tgz: unreadable: damaged archive: it ends early, or is damaged".into(),
            format!("gzip.gz!/gzip: {breaks_off}"),
            "place.zip!/b.py: unreadable: its bytes are not where the archive says".into(),
            format!("tar.tar!/b.py: {breaks_off}"),
            format!("tgz.tgz!/b.py: {breaks_off}"),
            "zip.zip: unreadable: damaged archive: its end is missing".into(),
        ]
    );
}

#[test]
fn what_is_wrong_with_very_many_entries_is_counted() {
    let tree = Tree::new();
    let one = zip(&[stored("a.py", "x = 1\n")]);
    let at = one.len() - 22 - (46 + 4);
    let mut record = one[at..one.len() - 22].to_vec();
    record[42..46].copy_from_slice(&9_u32.to_le_bytes());
    let all = record.repeat(5000);
    tree.raw("a.zip", [&one[..at], &all, &end(5000, all.len(), at)].concat());
    let said = skipped(&look(&tree, &[], 3));
    assert_eq!(said.len(), 101);
    assert_eq!(said[0], "a.zip: 4900 more of its entries could not be looked at");
}
