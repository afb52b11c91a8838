//! Which lines of a text are new in it.

use std::ops::Range;
use std::sync::Arc;

use gix_imara_diff::{Algorithm, Diff, InternedInput, sources::byte_lines};

/// The lines of `after` that `before` does not have, as ranges that count from 1.
pub(super) fn added(before: &[u8], after: &[u8]) -> Arc<[Range<u64>]> {
    let input = InternedInput::new(byte_lines(before), byte_lines(after));
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    // Of several equal lines it marks the one that people would.
    diff.postprocess_lines(&input);
    let lines = diff.hunks().map(|hunk| u64::from(hunk.after.start) + 1..u64::from(hunk.after.end) + 1);
    lines.filter(|lines| !lines.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ranges(before: &str, after: &str) -> Vec<(u64, u64)> {
        added(before.as_bytes(), after.as_bytes()).iter().map(|lines| (lines.start, lines.end)).collect()
    }

    #[test]
    fn lines_count_from_one_and_what_only_went_is_not_there() {
        assert_eq!(ranges("a\nb\nc\n", "a\nx\ny\nc\nd"), [(2, 4), (5, 6)]);
        assert_eq!(ranges("a\nb\nc\n", "a\nc\n"), []);
        assert_eq!(ranges("", "a\nb"), [(1, 3)]);
        assert_eq!(ranges("a", ""), []);
        assert_eq!(ranges("a\nb", "a\nb\n"), [(2, 3)], "a line's end belongs to it");
        assert_eq!(ranges("a\r\nb\r\n", "a\r\nb\r\n"), []);
    }

    proptest! {
        #[test]
        fn what_is_not_new_was_there_in_this_order(before in "[ab\n]{0,60}", after in "[abc\n]{0,60}") {
            let new = added(before.as_bytes(), after.as_bytes());
            let mut old = before.split_inclusive('\n');
            for (at, line) in after.split_inclusive('\n').enumerate() {
                let number = at as u64 + 1;
                if !new.iter().any(|lines| lines.contains(&number)) {
                    prop_assert!(old.any(|other| other == line), "line {} is no old one", number);
                }
            }
        }
    }
}
