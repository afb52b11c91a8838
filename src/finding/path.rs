//! A file's name as reports show it: relative, with `/`, whatever bytes it is made of.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A path relative to the root of what is scanned, as raw bytes with `/` between its parts. Equal and ordered by
/// bytes, so two names that only look alike stay two files.
///
/// An entry of an archive is named by the archive's path, `!/` and its own name: `dir/x.zip!/inner/name`, and in an
/// archive in it `dir/x.zip!/lib/y.jar!/name`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportPath {
    bytes: Arc<[u8]>,
    /// Of an entry of an archive: how long the path of the file on disk is. 0: it is a file on disk itself.
    archive: usize,
}

/// What stands between an archive's path and an entry's name.
const INSIDE: &[u8] = b"!/";

impl ReportPath {
    /// Takes raw bytes that are already relative and separated by `/`.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self { bytes: bytes.into(), archive: 0 }
    }

    /// The entry `name` of the archive at this path, which may be an entry itself.
    #[must_use]
    pub fn entry(&self, name: &[u8]) -> Self {
        let archive = if self.archive == 0 { self.bytes.len() } else { self.archive };
        Self { bytes: [&self.bytes, INSIDE, name].concat().into(), archive }
    }

    /// Of an entry of an archive: the file on disk that it is in, and its name there.
    #[must_use]
    pub fn in_archive(&self) -> Option<(Self, Self)> {
        if self.archive == 0 {
            return None;
        }
        let (file, name) = self.bytes.split_at_checked(self.archive)?;
        Some((Self::from_bytes(file), Self::from_bytes(name.strip_prefix(INSIDE)?)))
    }

    /// The file on disk: itself, or the archive that it is in.
    #[must_use]
    pub fn on_disk(&self) -> Self {
        self.in_archive().map_or_else(|| self.clone(), |(file, _)| file)
    }

    /// The archives that it is in, the outermost first: `x.zip`, `x.zip!/lib/y.jar`.
    pub fn archives(&self) -> impl Iterator<Item = &[u8]> {
        let from = if self.archive == 0 { self.bytes.len() } else { self.archive };
        let ends = memchr::memmem::find_iter(&self.bytes[from..], INSIDE);
        ends.map(move |at| &self.bytes[..from + at])
    }

    /// Takes a relative path of this system.
    #[must_use]
    pub fn from_path(path: &Path) -> Self {
        let bytes = path.as_os_str().as_encoded_bytes();
        if std::path::MAIN_SEPARATOR == '/' {
            return Self::from_bytes(bytes);
        }
        let bytes = bytes.iter().map(|&b| if b == std::path::MAIN_SEPARATOR as u8 { b'/' } else { b }).collect();
        Self { bytes, archive: 0 }
    }

    /// As a relative path of this system.
    #[must_use]
    pub fn to_path(&self) -> PathBuf {
        #[cfg(unix)]
        return PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(&self.bytes));
        #[cfg(not(unix))]
        return PathBuf::from(self.to_text().replace('/', std::path::MAIN_SEPARATOR_STR));
    }

    /// The raw bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// For JSON and other machine formats: the name itself; bytes that are not UTF-8 stand as `\xNN`.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.render(|_| false)
    }

    /// For a terminal: like [`Self::to_text`], and everything that could move the cursor, change a colour or turn
    /// the reading direction is escaped too, so that a file name cannot write on the screen.
    #[must_use]
    pub fn to_terminal(&self) -> String {
        self.render(unsafe_on_terminal)
    }

    /// For SARIF and other places of URIs: percent-encoded byte by byte (RFC 3986: unreserved characters, `/` and
    /// the sub-delimiters that a path may hold stay).
    #[must_use]
    pub fn to_uri(&self) -> String {
        let mut uri = String::with_capacity(self.bytes.len());
        for &byte in self.bytes.iter() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b'@' | b'+' | b',' => {
                    uri.push(char::from(byte));
                }
                _ => {
                    let _ = write!(uri, "%{byte:02X}");
                }
            }
        }
        uri
    }

    fn render(&self, escape: impl Fn(char) -> bool) -> String {
        let mut text = String::with_capacity(self.bytes.len());
        for chunk in self.bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                if escape(c) {
                    let _ = write!(text, "{}", c.escape_unicode());
                } else {
                    text.push(c);
                }
            }
            for byte in chunk.invalid() {
                let _ = write!(text, "\\x{byte:02x}");
            }
        }
        text
    }
}

/// Control characters, and the Unicode marks that reorder or hide text (UAX #9, and the zero-width ones).
#[must_use]
pub(crate) fn unsafe_on_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

impl fmt::Display for ReportPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_terminal())
    }
}

impl fmt::Debug for ReportPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_terminal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_write_on_the_terminal() {
        let path = ReportPath::from_bytes(b"a\n\x1b[31m\xffb");
        assert_eq!(path.to_string(), "a\\u{a}\\u{1b}[31m\\xffb");
        assert_eq!(path.to_uri(), "a%0A%1B%5B31m%FFb");
        assert_eq!(path.to_text(), "a\n\u{1b}[31m\\xffb");
    }

    #[test]
    fn an_entry_knows_the_file_it_is_in() {
        let file = ReportPath::from_bytes(b"odd!/x.zip");
        assert_eq!((file.in_archive(), file.archives().count()), (None, 0));
        let jar = file.entry(b"lib/y.jar");
        let entry = jar.entry(b"a/b.txt");
        assert_eq!(entry.to_text(), "odd!/x.zip!/lib/y.jar!/a/b.txt");
        assert_eq!(entry.in_archive(), Some((file.clone(), ReportPath::from_bytes(b"lib/y.jar!/a/b.txt"))));
        assert_eq!((file.on_disk(), entry.on_disk()), (file.clone(), file.clone()));
        assert!(entry.archives().eq([file.as_bytes(), jar.as_bytes()]));
    }
}
