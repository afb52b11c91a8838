//! What an entry is called in reports: its own name, made harmless.

/// A longer name is cut in its middle; bytes. Four times what file systems take for a part of a path.
const MOST: usize = 1024;

/// A relative path made of an entry's name: without drive, root, `.` and `..`, so that it leads nowhere outside; with
/// `\x00` for a NUL; never empty, and not longer than some.
///
/// `backslashes` says whether those divide parts, as in archives that were made on Windows against the format.
pub(super) fn safe(name: &[u8], backslashes: bool) -> Vec<u8> {
    let divides = |byte: &u8| *byte == b'/' || backslashes && *byte == b'\\';
    let mut safe = Vec::with_capacity(name.len().min(MOST));
    for part in name.split(divides) {
        if matches!(part, b"" | b"." | b"..") {
            continue;
        }
        if !safe.is_empty() {
            safe.push(b'/');
        }
        for &byte in part {
            match byte {
                0 => safe.extend_from_slice(b"\\x00"),
                byte => safe.push(byte),
            }
        }
    }
    if safe.is_empty() {
        safe.extend_from_slice(b"(no name)");
    }
    if safe.len() > MOST { shortened(&safe) } else { safe }
}

/// The name's beginning and end, and between them a sum of the whole, so that two long names stay two.
fn shortened(name: &[u8]) -> Vec<u8> {
    let side = MOST / 2 - 8;
    let sum = format!("~{:08x}~", crc32fast::hash(name));
    [&name[..side], sum.as_bytes(), &name[name.len() - side..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_archive() {
        for (name, expected) in [
            (&b"a/b.txt"[..], &b"a/b.txt"[..]),
            (b"../../etc/passwd", b"etc/passwd"),
            (b"/etc/passwd", b"etc/passwd"),
            (b"a/../../b", b"a/b"),
            (b"./a//b/.", b"a/b"),
            (b"", b"(no name)"),
            (b"..", b"(no name)"),
            (b"a\0b", b"a\\x00b"),
            (b"\xFF/\xFE", b"\xFF/\xFE"),
            (b"..\\a", b"..\\a"),
        ] {
            assert_eq!(safe(name, false), expected);
        }
        assert_eq!(safe(b"..\\a\\..\\b", true), b"a/b");
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = |middle: &str| format!("{}{middle}{}.py", "a/".repeat(40_000), "b".repeat(40_000)).into_bytes();
        let (one, other) = (safe(&long("x"), false), safe(&long("y"), false));
        assert!(one.len() <= MOST && one.ends_with(b"b.py") && one != other);
    }
}
