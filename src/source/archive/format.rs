//! What tells archives: the bytes they begin with.
//!
//! Names say little: jar, war, whl, egg, nupkg, apk and the documents of office programs are all zip archives. Only of a
//! zip with a program in front of it, which begins with that program, the name is asked.

use std::fmt;

use super::tar;
use crate::finding::ReportPath;

/// A format of archives or packed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Zip, and all that is made of it.
    Zip,
    /// Tar.
    Tar,
    /// A gzip file, whether a tar is in it or any other file.
    Gzip,
    /// Bzip2.
    Bzip2,
    /// Xz.
    Xz,
    /// Zstandard.
    Zstd,
    /// 7-Zip.
    SevenZip,
    /// RAR.
    Rar,
    /// A Debian package.
    Deb,
    /// Cpio.
    Cpio,
}

/// Names that zip archives with a program in front of them have.
const LAUNCHED: [&[u8]; 8] = [b"zip", b"jar", b"war", b"pyz", b"pyzw", b"pex", b"xpi", b"crx"];

impl Format {
    /// The format of what begins with `head`; a tar needs 512 bytes of it.
    pub(in crate::source) fn of(head: &[u8]) -> Option<Self> {
        const MAGIC: [(&[u8], Format); 13] = [
            (b"PK\x03\x04", Format::Zip),
            // Empty, and with the mark of one that was split and joined again.
            (b"PK\x05\x06", Format::Zip),
            (b"PK\x07\x08PK\x03\x04", Format::Zip),
            (b"\x1F\x8B\x08", Format::Gzip),
            (b"BZh", Format::Bzip2),
            (b"\xFD7zXZ\0", Format::Xz),
            (b"\x28\xB5\x2F\xFD", Format::Zstd),
            (b"7z\xBC\xAF\x27\x1C", Format::SevenZip),
            (b"Rar!\x1A\x07", Format::Rar),
            (b"!<arch>\ndebian-binary", Format::Deb),
            (b"070701", Format::Cpio),
            (b"070702", Format::Cpio),
            (b"\xC7\x71", Format::Cpio),
        ];
        let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, format)| *format);
        known.or_else(|| tar::begins(head).then_some(Self::Tar))
    }

    /// Whether `--archives` looks into it.
    #[must_use]
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Zip | Self::Tar | Self::Gzip)
    }
}

/// Whether a file may be a zip archive although it begins with something else.
pub(in crate::source) fn may_hide_a_zip(path: &ReportPath) -> bool {
    let name = path.as_bytes();
    let ending = name.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    ending.len() < name.len() && LAUNCHED.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// The name of a zip entry's method, from the format's own table (APPNOTE.TXT, 4.4.5).
pub(in crate::source) const fn method(number: u16) -> &'static str {
    match number {
        1..=6 => "a method of before 1993",
        9 => "Deflate64",
        12 => "bzip2",
        14 => "LZMA",
        93 => "Zstandard",
        95 => "xz",
        98 => "PPMd",
        _ => "an unknown one",
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zip => "zip",
            Self::Tar => "tar",
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
            Self::SevenZip => "7z",
            Self::Rar => "rar",
            Self::Deb => "deb",
            Self::Cpio => "cpio",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_how_they_begin() {
        assert_eq!(Format::of(b"PK\x03\x04\x14\0"), Some(Format::Zip));
        assert_eq!(Format::of(b"\x1F\x8B\x08\0"), Some(Format::Gzip));
        assert_eq!(Format::of(b"\xFD7zXZ\0\0"), Some(Format::Xz));
        for head in [&b""[..], b"P", b"PK", b"PK\x01\x02", b"text", &[0; 512], &[b' '; 512]] {
            assert_eq!(Format::of(head), None, "{head:?}");
        }
    }

    #[test]
    fn only_some_names_are_looked_at_twice() {
        let may = |name: &str| may_hide_a_zip(&ReportPath::from_bytes(name.as_bytes()));
        assert!(may("lib/app.jar") && may("a.PYZ"));
        assert!(!may("jar") && !may("lib.jar/x") && !may("a.rs"));
    }
}
