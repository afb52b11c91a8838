//! Archives: what is in a zip, a tar or a gzip file, handed to a worker entry by entry as if each were a file.
//!
//! Nothing is written to disk. The readers of the formats are our own: each is a page or two long, holds no list of
//! entries and stops where a bound is reached. A library that keeps the whole directory of a zip, or reads a long name
//! of a tar to its end, before it gives anything cannot be made to do so. Only inflating is left to `flate2`.
//!
//! What an archive costs is bounded for the file on disk with all that is nested in it ([`Bound`]); each stop is told.

mod bounds;
mod budget;
mod format;
mod gunzip;
mod inside;
mod meter;
mod name;
mod store;
mod sum;
mod tar;
mod unpack;
mod zip;

pub use bounds::{Bound, DEPTH, ENTRIES, HELD, RATIO, SLACK, UNPACKED};
pub use format::Format;

pub(super) use budget::Budget;
pub(super) use format::{may_hide_a_zip, method};
pub(super) use inside::Inside;
pub(super) use store::{Packed, Store};
pub(super) use unpack::{Place, Unpacking, unpack};
pub(super) use zip::Directory;
