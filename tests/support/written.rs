//! Files of `docs/` that tests make: held against what was made, or written anew where `BARTIZAN_UPDATE` is 1.

use std::fs;
use std::path::{Path, PathBuf};

/// Whether files are to be written anew.
pub(crate) fn update() -> bool {
    std::env::var_os("BARTIZAN_UPDATE").is_some_and(|value| value == "1")
}

/// The file in this checkout.
pub(crate) fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(file)
}

/// Whether `file` is what was made, after writing it where that is wanted. Line ends do not count.
pub(crate) fn is(file: &str, made: &str) -> bool {
    let path = path(file);
    let read = || fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if update() && read() != made {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, made).unwrap();
    }
    read() == made
}
