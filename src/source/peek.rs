//! One file beside what is scanned, read whole to be compared with: a check's whole-run step needs now and then what
//! the walk left out.

use std::io::Read as _;
use std::path::Path;

use super::SkipReason;
use super::decode::{Decoder, Verdict};
use super::read::{open, refused, unreadable};

/// The decoded text of the regular file at `path`, of `most` bytes at most. A link is not followed.
///
/// # Errors
/// Why it cannot be read: what a scan would have skipped it for.
pub fn peek(path: &Path, most: u64) -> Result<Vec<u8>, SkipReason> {
    let file = open(path).map_err(|error| refused(&error))?;
    let meta = file.metadata().map_err(|error| unreadable(&error))?;
    if !meta.is_file() {
        return Err(SkipReason::Special);
    }
    let mut raw = Vec::new();
    (&file).take(most + 1).read_to_end(&mut raw).map_err(|error| unreadable(&error))?;
    if raw.len() as u64 > most {
        return Err(SkipReason::TooLarge { len: meta.len().max(most + 1), cap: most });
    }
    let mut text = Vec::new();
    match Decoder::new().decode(&raw, |decoded, _| text.extend_from_slice(decoded)) {
        Ok(Verdict::Text(_)) => Ok(text),
        Ok(Verdict::Binary) => Err(SkipReason::Binary),
        Err(error) => Err(unreadable(&error)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use std::fs;

    #[test]
    fn texts_are_decoded_and_all_else_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("marked"), b"\xEF\xBB\xBFA=1\n").unwrap();
        fs::write(at("wide"), b"\xFF\xFEA\0=\x001\0").unwrap();
        fs::write(at("binary"), b"A=\0\x01\x02").unwrap();
        fs::create_dir(at("folder")).unwrap();
        assert_eq!(peek(&at("marked"), 100).unwrap(), b"A=1\n");
        assert_eq!(peek(&at("wide"), 100).unwrap(), b"A=1");
        assert_eq!(peek(&at("marked"), 3), Err(SkipReason::TooLarge { len: 7, cap: 3 }));
        assert_eq!(peek(&at("binary"), 100), Err(SkipReason::Binary));
        assert_eq!(peek(&at("folder"), 100), Err(SkipReason::Special));
        assert_eq!(peek(&at("none"), 100), Err(SkipReason::Vanished));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("marked", at("link")).unwrap();
            assert_eq!(peek(&at("link"), 100), Err(SkipReason::Symlink));
        }
    }
}
