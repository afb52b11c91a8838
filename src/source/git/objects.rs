//! The object database: trees, texts, and how much of it was read.

use std::sync::atomic::{AtomicU64, Ordering};

use gix_hash::ObjectId;
use gix_object::{Find as _, FindHeader as _, Kind, TreeRefIter};

use super::place::{GitError, Place};

/// What was read, by all threads. Tests bound the work by it.
#[derive(Debug, Default)]
pub(super) struct Reads {
    trees: AtomicU64,
    texts: AtomicU64,
    bytes: AtomicU64,
}

/// How much of the object database was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ObjectsRead {
    /// Trees: one for each folder that was compared.
    pub trees: u64,
    /// Versions of files.
    pub texts: u64,
    /// Bytes of those versions.
    pub bytes: u64,
}

impl Reads {
    pub(super) fn so_far(&self) -> ObjectsRead {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        ObjectsRead { trees: read(&self.trees), texts: read(&self.texts), bytes: read(&self.bytes) }
    }
}

/// Why an object is not to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// It is not in the database.
    Missing,
    /// It is there and cannot be read, or is no object of the kind that was asked for.
    Damaged,
    /// It has more bytes than were asked for.
    TooLarge(u64),
}

impl Lost {
    pub(super) fn words(&self) -> String {
        match self {
            Self::Missing => "it is missing from git's object database".into(),
            Self::Damaged => "it is damaged in git's object database".into(),
            Self::TooLarge(len) => format!("it has {len} bytes"),
        }
    }
}

/// One entry of a tree.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) name: Vec<u8>,
    pub(super) what: What,
    pub(super) id: ObjectId,
}

/// What an entry of a tree or of the index stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A file, executable or not.
    File,
    /// A symbolic link.
    Link,
    /// A commit of another repository.
    Submodule,
    /// A folder.
    Folder,
}

impl What {
    /// By git's mode.
    pub(super) const fn of_mode(mode: u32) -> Self {
        match mode & 0o170_000 {
            0o040_000 => Self::Folder,
            0o120_000 => Self::Link,
            0o160_000 => Self::Submodule,
            _ => Self::File,
        }
    }
}

/// The object database, as one thread reads it.
pub(super) struct Objects<'r> {
    database: gix_odb::Handle,
    hash: gix_hash::Kind,
    reads: &'r Reads,
}

impl<'r> Objects<'r> {
    /// Opens the database; nothing is read yet. No object may need more than `largest` bytes of memory.
    ///
    /// # Errors
    /// Where there is none.
    pub(super) fn open(place: &Place, largest: u64, reads: &'r Reads) -> Result<Self, GitError> {
        let options =
            gix_odb::store::init::Options { alloc_limit_bytes: usize::try_from(largest).ok(), ..Default::default() };
        let database = gix_odb::at_opts(place.common_dir.join("objects"), place.hash, None, options)
            .map_err(|_| GitError::Damaged("git's object database cannot be opened".into()))?;
        Ok(Self { database, hash: place.hash, reads })
    }

    /// The database for what resolves names.
    pub(super) const fn database(&self) -> &gix_odb::Handle {
        &self.database
    }

    /// The entries of a tree, in git's order. `buffer` is scratch.
    pub(super) fn tree(&self, id: &ObjectId, buffer: &mut Vec<u8>) -> Result<Vec<Node>, Lost> {
        if id.is_empty_tree() {
            // Git knows it without having it.
            return Ok(Vec::new());
        }
        self.reads.trees.fetch_add(1, Ordering::Relaxed);
        let data = self.find(id, Kind::Tree, buffer)?;
        TreeRefIter::from_bytes(data, self.hash)
            .map(|entry| {
                let entry = entry.map_err(|_| Lost::Damaged)?;
                let what = What::of_mode(entry.mode.value().into());
                Ok(Node { name: entry.filename.to_vec(), what, id: entry.oid.to_owned() })
            })
            .collect()
    }

    /// How many bytes a version of a file has.
    pub(super) fn size(&self, id: &ObjectId) -> Result<u64, Lost> {
        match self.database.try_header(id) {
            Ok(Some(header)) if header.kind == Kind::Blob => Ok(header.size),
            Ok(None) => Err(Lost::Missing),
            Ok(Some(_)) | Err(_) => Err(Lost::Damaged),
        }
    }

    /// A version of a file with no more than `most` bytes. `buffer` is where it lies.
    pub(super) fn text<'b>(&self, id: &ObjectId, most: u64, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Lost> {
        let size = self.size(id)?;
        if size > most {
            return Err(Lost::TooLarge(size));
        }
        self.reads.texts.fetch_add(1, Ordering::Relaxed);
        self.reads.bytes.fetch_add(size, Ordering::Relaxed);
        self.find(id, Kind::Blob, buffer)
    }

    fn find<'b>(&self, id: &ObjectId, kind: Kind, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], Lost> {
        match self.database.try_find(id, buffer) {
            Ok(Some(data)) if data.kind == kind => Ok(data.data),
            Ok(None) => Err(Lost::Missing),
            Ok(Some(_)) | Err(_) => Err(Lost::Damaged),
        }
    }
}
