//! Zip archives: the directory at the end, read record by record, and where the bytes of an entry lie.
//!
//! After APPNOTE.TXT 6.3.10. What the directory does not list is not there. Sizes are believed only as far as they bound
//! what is read.

use std::io::{self, BufReader, Read};

use super::store::{BUFFER, Section, Store};

/// The record at the end, without its comment, and the longest comment; bytes.
const END: usize = 22;
const COMMENT: usize = 0xFFFF;

/// A directory's record without name, extra fields and comment; bytes.
const RECORD: usize = 46;

/// A size or place that stands in the 64-bit field instead.
const SATURATED: u32 = u32::MAX;

/// What the directory says of an entry.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) encrypted: bool,
    pub(super) method: u16,
    /// How many bytes it takes, packed.
    pub(super) packed: u64,
    /// The sum of its bytes, unpacked (CRC-32).
    pub(super) sum: u32,
    /// Where its own header is, as the directory counts.
    at: u64,
}

impl Entry {
    /// Whether it was made where `\` divides the parts of a path.
    pub(super) fn has_backslashes(&self) -> bool {
        !self.name.contains(&b'/')
    }

    pub(super) fn is_folder(&self) -> bool {
        self.name.last().is_some_and(|&last| last == b'/' || last == b'\\' && self.has_backslashes())
    }
}

/// The directory of a zip archive.
#[derive(Debug)]
pub(in crate::source) struct Directory<'p> {
    store: Store<'p>,
    records: BufReader<Section<'p>>,
    /// What stands in front of the archive; bytes.
    before: u64,
}

impl<'p> Directory<'p> {
    /// Looks for it. `None`: there is none, so this is no zip archive, or its end is missing.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(in crate::source) fn find(store: Store<'p>) -> io::Result<Option<Self>> {
        let tail_at = store.len().saturating_sub((END + COMMENT) as u64);
        let mut tail = Vec::new();
        store.section(tail_at, store.len()).read_to_end(&mut tail)?;
        for at in memchr::memmem::rfind_iter(&tail, b"PK\x05\x06") {
            let Some(end) = tail[at..].first_chunk::<END>() else { continue };
            if usize::from(u16_at(end, 20)) > tail.len() - at - END {
                continue;
            }
            let end_at = tail_at + at as u64;
            let (size, place) = (u32_at(end, 12), u32_at(end, 16));
            let (size, place, until) = if size == SATURATED || place == SATURATED {
                let Some(large) = large_end(store, end_at)? else { continue };
                large
            } else {
                (u64::from(size), u64::from(place), end_at)
            };
            // Directly in front of the end, wherever the directory is said to be: something may stand in front of the
            // archive. Or where it is said to be, with something between.
            let beside = until.checked_sub(size).map(|from| (from, from.checked_sub(place)));
            for (from, before) in beside.into_iter().chain([(place, Some(0))]) {
                let Some(before) = before else { continue };
                if size == 0 || store.array::<4>(from)?.is_some_and(|start| &start == b"PK\x01\x02") {
                    let section = store.section(from, from.saturating_add(size));
                    let records = BufReader::with_capacity(BUFFER, section);
                    return Ok(Some(Self { store, records, before }));
                }
            }
        }
        Ok(None)
    }

    /// The next entry; `None` at the end.
    ///
    /// # Errors
    /// Where the directory breaks off, or holds something else.
    pub(super) fn next(&mut self) -> io::Result<Option<Entry>> {
        let mut record = [0; RECORD];
        let filled = crate::source::window::fill(&mut self.records, &mut record)?;
        // The digital signature of a directory is its last record.
        if filled == 0 || record.starts_with(b"PK\x05\x05") {
            return Ok(None);
        }
        if filled < RECORD || !record.starts_with(b"PK\x01\x02") {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let length = |at| usize::from(u16_at(&record, at));
        let (size, packed, at) = (u32_at(&record, 24), u32_at(&record, 20), u32_at(&record, 42));
        let mut entry = Entry {
            name: vec![0; length(28)],
            encrypted: u16_at(&record, 8) & 1 != 0,
            method: u16_at(&record, 10),
            packed: packed.into(),
            sum: u32_at(&record, 16),
            at: at.into(),
        };
        self.records.read_exact(&mut entry.name)?;
        let mut extra = vec![0; length(30)];
        self.records.read_exact(&mut extra)?;
        io::copy(&mut (&mut self.records).take(length(32) as u64), &mut io::sink())?;
        let mut large = field(&extra, 1);
        for (said, place) in [(size, None), (packed, Some(&mut entry.packed)), (at, Some(&mut entry.at))] {
            if said == SATURATED
                && let Some((first, rest)) = large.split_first_chunk()
            {
                large = rest;
                if let Some(place) = place {
                    *place = u64::from_le_bytes(*first);
                }
            }
        }
        Ok(Some(entry))
    }

    /// The packed bytes of an entry; `None`: there is no entry where the directory says.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(super) fn bytes(&self, entry: &Entry) -> io::Result<Option<Section<'p>>> {
        let Some(at) = self.before.checked_add(entry.at) else { return Ok(None) };
        let Some(header) = self.store.array::<30>(at)? else { return Ok(None) };
        if !header.starts_with(b"PK\x03\x04") {
            return Ok(None);
        }
        let from = at + 30 + u64::from(u16_at(&header, 26)) + u64::from(u16_at(&header, 28));
        let until = from.saturating_add(entry.packed);
        Ok((until <= self.store.len()).then(|| self.store.section(from, until)))
    }
}

/// Size and place of the directory, and where it ends, as the 64-bit record in front of the end at `end_at` says.
fn large_end(store: Store<'_>, end_at: u64) -> io::Result<Option<(u64, u64, u64)>> {
    let Some(locator_at) = end_at.checked_sub(20) else { return Ok(None) };
    let Some(locator) = store.array::<20>(locator_at)?.filter(|bytes| bytes.starts_with(b"PK\x06\x07")) else {
        return Ok(None);
    };
    // Where it is said to be, or directly in front: what stands in front of the archive shifts it.
    for at in [Some(u64_at(&locator, 8)), locator_at.checked_sub(56)].into_iter().flatten() {
        if let Some(record) = store.array::<56>(at)?.filter(|bytes| bytes.starts_with(b"PK\x06\x06")) {
            return Ok(Some((u64_at(&record, 40), u64_at(&record, 48), at)));
        }
    }
    Ok(None)
}

/// An extra field's bytes; none where there is no such field.
fn field(mut extra: &[u8], id: u16) -> &[u8] {
    while let Some((head, rest)) = extra.split_first_chunk::<4>() {
        let length = usize::from(u16_at(head, 2));
        if u16_at(head, 0) == id {
            return &rest[..length.min(rest.len())];
        }
        extra = rest.get(length..).unwrap_or_default();
    }
    &[]
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}
