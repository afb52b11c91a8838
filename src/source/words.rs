//! Why something could not be read, in words that are the same on every machine: the operating system's own are
//! translated into the user's language, and a report must not depend on that.

use std::io;

/// The reason in a few lower-case English words.
pub(super) fn words(error: &io::Error) -> String {
    if let Some(known) = error.raw_os_error().and_then(by_number) {
        return known.to_owned();
    }
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::Other | io::ErrorKind::InvalidData => "input/output error".to_owned(),
        // The standard library's words for a kind are English and fixed.
        kind => kind.to_string(),
    }
}

/// Errors that have no kind of their own in the standard library yet.
#[cfg(unix)]
fn by_number(number: i32) -> Option<&'static str> {
    match number {
        libc::EIO => Some("input/output error"),
        libc::ELOOP => Some("too many levels of symbolic links"),
        libc::EMFILE | libc::ENFILE => Some("too many open files"),
        libc::ENAMETOOLONG => Some("file name too long"),
        libc::ENODEV | libc::ENXIO => Some("no such device"),
        libc::EPERM => Some("operation not permitted"),
        libc::ESTALE => Some("stale file handle"),
        libc::EOVERFLOW => Some("file too large"),
        _ => None,
    }
}

#[cfg(not(unix))]
fn by_number(_number: i32) -> Option<&'static str> {
    None
}

/// Whether an open was refused because a symbolic link stands there.
pub(super) fn is_link(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(libc::ELOOP);
    #[cfg(not(unix))]
    return {
        let _ = error;
        false
    };
}

/// Whether an open was refused because a pipe, socket or device stands there.
pub(super) fn is_special(error: &io::Error) -> bool {
    #[cfg(unix)]
    // Linux and macOS differ about sockets.
    return matches!(error.raw_os_error(), Some(libc::ENXIO | libc::ENODEV | libc::EOPNOTSUPP));
    #[cfg(not(unix))]
    return {
        let _ = error;
        false
    };
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    #[test]
    fn the_words_are_not_the_operating_systems() {
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(words(&denied), "permission denied");
        #[cfg(unix)]
        {
            assert_eq!(words(&io::Error::from_raw_os_error(libc::EIO)), "input/output error");
            assert_eq!(words(&io::Error::from_raw_os_error(libc::EACCES)), "permission denied");
            assert_eq!(words(&io::Error::from_raw_os_error(libc::EISDIR)), "is a directory");
            assert!(is_link(&io::Error::from_raw_os_error(libc::ELOOP)));
        }
    }
}
