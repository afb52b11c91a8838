//! Values that everybody knows: examples of documentations, keys of emulators and public test keys.
//!
//! They are no secrets, and yet no file of this repository may hold one, or every scan of it would find it. So the
//! table (`rules/known-values.yaml`) has the first 64 bits of a keyed hash of each.

use std::collections::HashMap;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::table::KnownValues;

/// Set before each value that is hashed, so that nobody's list of hashes of common values matches.
pub const KEY: &[u8] = b"bartizan known value\0";

static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/known.bin"));

/// What a value is known as, if everybody knows it.
#[must_use]
pub fn known_value(value: &[u8]) -> Option<&'static str> {
    static COMPILED: OnceLock<HashMap<String, String>> = OnceLock::new();
    let known = COMPILED.get_or_init(|| {
        #[expect(clippy::unwrap_used, reason = "written by this build's own build script; a test reads it")]
        let table: KnownValues = postcard::from_bytes(TABLE).unwrap();
        table.values.into_iter().map(|known| (known.hash, known.is)).collect()
    });
    known.get(&hash(value)).map(String::as_str)
}

/// The hash by which the table knows a value.
#[must_use]
pub fn hash(value: &[u8]) -> String {
    let digest = Sha256::new().chain_update(KEY).chain_update(value).finalize();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_documented_example_is_known_and_its_neighbour_is_not() {
        // The account number of AWS's documentation, put together here.
        let account: String = (1..=9).chain(0..=2).map(|digit: u32| digit.to_string()).collect();
        assert!(known_value(account.as_bytes()).is_some());
        assert_eq!(known_value(&account.as_bytes()[1..]), None);
    }
}
