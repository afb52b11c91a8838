//! Values with a form of their own: sizes, durations, `FORMAT=FILE`. Read here, so that the command line and later
//! the configuration file take the same words and refuse the rest with the same sentence.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use bytesize::ByteSize;
use clap::ValueEnum as _;

use super::options::ReportTo;
use super::plan::Format;

/// A value that does not read; the text says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Not a size.
    #[error("not a size; write bytes, or a number with a unit, such as `10MB` or `1GiB`")]
    Size,
    /// A size of zero.
    #[error("a cap of 0 would look at nothing; for no cap at all write a large one, such as `1TiB`")]
    NoSize,
    /// Not a duration.
    #[error("not a duration ({0}); write a number with a unit, such as `30s` or `5m`")]
    Duration(String),
    /// A duration of zero.
    #[error("a time-out of 0 would look at nothing; for no time-out leave the option out")]
    NoDuration,
    /// No `=`.
    #[error("it names no file; write FORMAT=FILE, such as `sarif=bartizan.sarif`")]
    NoFile,
    /// A format that does not exist.
    #[error("there is no format `{word}`; the formats are {formats}")]
    Format {
        /// What was written.
        word: String,
        /// All formats.
        formats: String,
    },
    /// `FORMAT=-`.
    #[error("for standard output write `--format {0}` instead")]
    StandardOutput(String),
}

/// Reads a size: bytes, or a number with a unit (`10MB` is 10,000,000, `1MiB` is 1,048,576).
///
/// # Errors
/// Where it is none, or is zero.
pub fn size(word: &str) -> Result<u64, ValueError> {
    match word.trim().parse::<ByteSize>() {
        Ok(ByteSize(0)) => Err(ValueError::NoSize),
        Ok(ByteSize(bytes)) => Ok(bytes),
        // The crate's own words speak of SI units and floats.
        Err(_) => Err(ValueError::Size),
    }
}

/// Reads a duration such as `30s`, `5m` or `1h 30m`.
///
/// # Errors
/// Where it is none, or is zero.
pub fn duration(word: &str) -> Result<Duration, ValueError> {
    match humantime::parse_duration(word) {
        Ok(Duration::ZERO) => Err(ValueError::NoDuration),
        Ok(duration) => Ok(duration),
        Err(error) => Err(ValueError::Duration(error.to_string())),
    }
}

impl FromStr for ReportTo {
    type Err = ValueError;

    fn from_str(word: &str) -> Result<Self, ValueError> {
        let (format, file) = word.split_once('=').ok_or(ValueError::NoFile)?;
        let parsed = Format::from_str(format, false).map_err(|_| ValueError::Format {
            word: format.into(),
            formats: Format::value_variants()
                .iter()
                .filter_map(|format| format.to_possible_value())
                .map(|value| format!("`{}`", value.get_name()))
                .collect::<Vec<_>>()
                .join(", "),
        })?;
        match file {
            "" => Err(ValueError::NoFile),
            "-" => Err(ValueError::StandardOutput(format.into())),
            _ => Ok(Self { format: parsed, file: PathBuf::from(file) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_and_without_a_unit() {
        assert_eq!(size("4096"), Ok(4096));
        assert_eq!(size("10MB"), Ok(10_000_000));
        assert_eq!(size("1GiB"), Ok(1 << 30));
        assert_eq!(size("ten"), Err(ValueError::Size));
        assert_eq!(size("-5"), Err(ValueError::Size));
        assert_eq!(size("0"), Err(ValueError::NoSize));
    }

    #[test]
    fn durations_need_a_unit() {
        assert_eq!(duration("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("1m 30s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("0s"), Err(ValueError::NoDuration));
        assert!(matches!(duration("30"), Err(ValueError::Duration(_))));
    }

    #[test]
    fn a_report_is_a_format_and_a_file_that_may_hold_an_equals_sign() {
        let report = ReportTo { format: Format::Sarif, file: "out/a=b.sarif".into() };
        assert_eq!("sarif=out/a=b.sarif".parse(), Ok(report));
        assert_eq!("sarif".parse::<ReportTo>(), Err(ValueError::NoFile));
        assert_eq!("sarif=".parse::<ReportTo>(), Err(ValueError::NoFile));
        assert_eq!("json=-".parse::<ReportTo>(), Err(ValueError::StandardOutput("json".into())));
        let error = "xml=a".parse::<ReportTo>().map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("there is no format `xml`; the formats are `human`, `json`, `jsonl`, `sarif`, `github`".into())
        );
    }
}
