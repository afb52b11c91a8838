//! Which places stand in copies of one file: they say no more than one of them.

use std::collections::HashMap;

use super::place::Place;

/// What people and programs put behind the name of a file that they put aside.
const BACKUPS: [&[u8]; 8] = [b".orig", b".bak", b".backup", b".old", b".save", b".rej", b".swp", b"~"];

/// What makes two places copies of each other.
#[derive(PartialEq, Eq, Hash)]
enum Likeness<'p> {
    /// The same file, or one that was put aside beside it.
    Path(&'p [u8]),
    /// A file of the same name in a folder of the same name.
    Tail(&'p [u8]),
    /// What was made of one script: compiled, bundled, its types, its map.
    Script(&'p [u8]),
    /// Texts of the same length, with the value at the same place.
    Text(u64, u64),
}

/// How far files have to be alike to be copies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    /// The same name in a folder of the same name does.
    ByName,
    /// They have the same text.
    ByText,
}

/// For each of `places` the number of what it is a copy of, counted from 0 in their order.
pub(super) fn originals(places: &[Place<'_>], alike: Alike) -> Vec<usize> {
    let mut known: HashMap<Likeness<'_>, usize> = HashMap::new();
    let mut count = 0;
    places
        .iter()
        .map(|place| {
            let path = put_back(place.path.as_bytes());
            let tail = tail(path).filter(|_| alike == Alike::ByName).map(Likeness::Tail);
            let text = place.length.map(|length| Likeness::Text(length, place.span.start));
            let script = script(path).filter(|_| alike == Alike::ByName).map(Likeness::Script);
            let all = [Some(Likeness::Path(path)), tail, script, text];
            let of = all.iter().flatten().find_map(|likeness| known.get(likeness).copied()).unwrap_or_else(|| {
                count += 1;
                count - 1
            });
            for likeness in all.into_iter().flatten() {
                known.entry(likeness).or_insert(of);
            }
            of
        })
        .collect()
}

/// A path without what says that the file was put aside.
fn put_back(path: &[u8]) -> &[u8] {
    BACKUPS.iter().find_map(|end| path.strip_suffix(*end)).unwrap_or(path)
}

/// The name of a script, or of what is made of one, up to its first dot; none for names that every program has.
fn script(path: &[u8]) -> Option<&[u8]> {
    const COMMON: [&[u8]; 10] =
        [b"index", b"main", b"app", b"config", b"settings", b"server", b"client", b"env", b"constants", b"utils"];
    const ENDS: [&[u8]; 7] = [b".js", b".mjs", b".cjs", b".ts", b".mts", b".cts", b".map"];
    let name = path.rsplit(|byte| *byte == b'/').next()?;
    let stem = name.split(|byte| *byte == b'.').next().filter(|stem| !COMMON.contains(stem))?;
    ENDS.iter().any(|end| name.ends_with(end)).then_some(stem)
}

/// The last two parts of a path.
fn tail(path: &[u8]) -> Option<&[u8]> {
    let name = memchr::memrchr(b'/', path)?;
    let folder = memchr::memrchr(b'/', &path[..name]).map_or(0, |at| at + 1);
    Some(&path[folder..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::ReportPath;

    fn count(places: &[(&str, u64, Option<u64>)], alike: Alike) -> Vec<usize> {
        let paths: Vec<ReportPath> = places.iter().map(|(path, ..)| ReportPath::from_bytes(path.as_bytes())).collect();
        let made: Vec<Place<'_>> = places
            .iter()
            .zip(&paths)
            .map(|((_, at, length), path)| Place { length: *length, ..Place::at(path, *at..*at + 8) })
            .collect();
        originals(&made, alike)
    }

    #[test]
    fn copies_are_known_by_path_and_by_text() {
        let by_name = |places| count(places, Alike::ByName);
        assert_eq!(by_name(&[("a.py", 4, None), ("a.py.orig", 9, None), ("b.py", 4, None)]), [0, 0, 1]);
        assert_eq!(
            by_name(&[("x/lib/c.js", 4, None), ("y/z/lib/c.js", 9, None), ("lib/c.js", 7, None), ("c.js", 4, None)]),
            // What is made of one script may lie anywhere.
            [0, 0, 0, 0]
        );
        // But everybody has an `index.js`.
        assert_eq!(by_name(&[("a/x/index.js", 4, None), ("b/y/index.js", 9, None)]), [0, 1]);
        assert_eq!(by_name(&[("x/cjs/w.d.ts", 4, None), ("y/w.js", 9, None), ("w.min.js.map", 7, None)]), [0, 0, 0]);
        assert_eq!(by_name(&[("a.py", 4, Some(90)), ("b.py", 4, Some(90)), ("c.py", 5, Some(90))]), [0, 0, 1]);
        assert_eq!(count(&[("x/lib/c.js", 4, None), ("y/lib/c.js", 9, None)], Alike::ByText), [0, 1]);
    }
}
