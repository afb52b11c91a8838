//! Days of the calendar, for what says itself until when it holds.
//!
//! A report is a property of the tree: the same input gives the same bytes on any day. So nothing here asks the clock.
//! What ran out before [`AS_OF`], a day that is part of the release, has expired; what runs out later counts as valid.

use std::borrow::Cow;

/// The day up to which this release knows that what ran out has expired: 2026-11-01, in seconds since 1970. Moved on with
/// releases, never with the clock.
pub const AS_OF: i64 = 1_793_491_200;

const DAY: i64 = 86_400;

/// Whether something that holds until `until` (seconds since 1970) has expired.
#[must_use]
pub const fn expired(until: i64) -> bool {
    until < AS_OF
}

/// When something runs out, or did: `expired in 2021-03`, `holds until 2031-01`.
#[must_use]
pub fn note(until: i64) -> Cow<'static, str> {
    let (year, month) = month(until);
    if !(1..=9999).contains(&year) {
        return "it practically never expires".into();
    }
    let verb = if expired(until) { "it expired in" } else { "it holds until" };
    format!("{verb} {year:04}-{month:02}").into()
}

/// Year and month of a time in seconds since 1970.
const fn month(seconds: i64) -> (i64, i64) {
    // The calendar's cycle of 400 years, counted from the first of March of the year 0.
    let days = seconds.div_euclid(DAY) + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + if month <= 2 { 1 } else { 0 }, month)
}

/// Seconds since 1970 at the start of a day.
#[must_use]
pub const fn start_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    (era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468) * DAY
}

/// The day with which a text begins, `2021-03-04` or `20210304`, in seconds since 1970 at its start.
#[must_use]
pub fn day(text: &[u8]) -> Option<i64> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0i64, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
    };
    let (year, month, day) = match text {
        [y @ .., _, _, _, _] if text.len() == 8 => (number(y)?, number(&text[4..6])?, number(&text[6..8])?),
        _ if text.len() >= 10 && text[4] == b'-' && text[7] == b'-' => {
            (number(&text[..4])?, number(&text[5..7])?, number(&text[8..10])?)
        }
        _ if text.len() > 8 => return self::day(&text[..8]),
        _ => return None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| start_of(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_go_there_and_back() {
        assert_eq!(start_of(2026, 11, 1), AS_OF);
        assert_eq!(start_of(1970, 1, 1), 0);
        for (year, month_of, last) in [(2024, 2, 29), (2023, 12, 31), (1999, 1, 31), (2100, 2, 28), (2000, 3, 1)] {
            assert_eq!(month(start_of(year, month_of, last)), (year, month_of));
            assert_eq!(month(start_of(year, month_of, 1) + 3), (year, month_of));
        }
        assert_eq!(note(start_of(2021, 3, 4)), "it expired in 2021-03");
        assert_eq!(note(start_of(2031, 1, 1)), "it holds until 2031-01");
        assert_eq!(note(i64::MAX), "it practically never expires");
        assert_eq!(note(i64::MIN), "it practically never expires");
    }

    #[test]
    fn days_are_read_in_both_forms() {
        assert_eq!(day(b"2021-03-04T00:00:00Z"), Some(start_of(2021, 3, 4)));
        assert_eq!(day(b"20210304T000000Z"), Some(start_of(2021, 3, 4)));
        for none in [&b"2021-13-04"[..], b"2021", b"", b"2021-3-4", b"abcdefgh", b"abcdefghijkl"] {
            assert_eq!(day(none), None);
        }
    }
}
