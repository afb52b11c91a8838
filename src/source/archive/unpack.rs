//! From an archive to its entries, each of which goes back to the reader that files go through, nested archives too.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::io::{BufReader, Read};

use flate2::bufread::DeflateDecoder;

use super::bounds::Bound;
use super::budget::Budget;
use super::format::Format;
use super::gunzip::Gunzip;
use super::inside::Inside;
use super::meter::Metered;
use super::name::safe;
use super::store::{BUFFER, Packed, Store};
use super::sum::Summed;
use super::tar::{self, Kind, Tar};
use super::zip::Directory;
use crate::finding::ReportPath;
use crate::source::globs::Globs;
use crate::source::read::Reader;
use crate::source::{Origin, SkipReason, Worker};

/// Where an archive is.
#[derive(Clone, Copy, Debug)]
pub(in crate::source) struct Place<'p> {
    pub(in crate::source) path: &'p ReportPath,
    /// 1 for a file on disk.
    pub(in crate::source) depth: u8,
}

/// A file on disk that is being looked into.
pub(in crate::source) struct Unpacking<'u> {
    pub(in crate::source) worker: &'u mut dyn Worker,
    pub(in crate::source) budget: &'u Budget<'u>,
    pub(in crate::source) globs: Option<&'u Globs>,
    /// Whether the file was named.
    pub(in crate::source) explicit: bool,
    pub(in crate::source) inside: Inside,
}

/// Hands all that is in an archive to the reader.
pub(in crate::source) fn unpack(
    reader: &mut Reader<'_>,
    format: Format,
    packed: Packed<'_>,
    place: Place<'_>,
    to: &mut Unpacking<'_>,
) {
    let mut entries = Entries { reader, place, to, names: HashMap::new() };
    match (format, packed) {
        (Format::Zip, Packed::Store(store)) => entries.zip(store),
        (Format::Zip, Packed::Stream(stream)) => entries.zip_held(stream),
        (Format::Tar, packed) => {
            let stream = Metered::free(packed.into_stream(), entries.to.budget);
            entries.tar(stream);
        }
        (Format::Gzip, packed) => {
            let stream = Metered::unpacking(Gunzip::new(packed.into_stream()), entries.to.budget);
            entries.gzip(stream);
        }
        (other, _) => entries.skip(SkipReason::Archive(other)),
    }
    let damaged = entries.to.budget.take_damage();
    if damaged {
        entries.damaged("it ends early, or is damaged");
    }
}

/// The entries of one archive on their way.
struct Entries<'e, 'c, 'u> {
    reader: &'e mut Reader<'c>,
    place: Place<'e>,
    to: &'e mut Unpacking<'u>,
    /// How often each name was met, by its hash: entries of one name must not pass for one.
    names: HashMap<u64, u32>,
}

impl Entries<'_, '_, '_> {
    /// A zip that comes as a stream: its directory is at its end, so all of it is held.
    fn zip_held(&mut self, stream: &mut dyn Read) {
        let budget = self.to.budget;
        let most = budget.holds();
        let mut held = Vec::new();
        // A metered stream gives no error; it ends.
        let read = stream.take(most + 1).read_to_end(&mut held);
        if held.len() as u64 > most {
            self.skip(SkipReason::Bound(Bound::Held));
        } else if read.is_err() {
            budget.damage();
        } else if !budget.cut() {
            budget.holding(held.len() as u64, || self.zip(Store::Bytes(&held)));
        }
    }

    fn zip(&mut self, store: Store<'_>) {
        let budget = self.to.budget;
        let mut directory = match Directory::find(store) {
            Ok(Some(directory)) => directory,
            Ok(None) => return self.damaged("its end is missing"),
            Err(_) => return budget.damage(),
        };
        self.to.inside.archives += 1;
        let mut encrypted = 0;
        while budget.goes_on() {
            let entry = match directory.next() {
                Ok(Some(entry)) => entry,
                Ok(None) => break,
                Err(_) => {
                    self.damaged("its directory breaks off");
                    break;
                }
            };
            if !budget.enter() || entry.is_folder() {
                continue;
            }
            if entry.encrypted {
                encrypted += 1;
                continue;
            }
            let Some(path) = self.name(&safe(&entry.name, entry.has_backslashes())) else { continue };
            let Ok(Some(bytes)) = directory.bytes(&entry) else {
                let reason = SkipReason::Unreadable("its bytes are not where the archive says".into());
                self.to.inside.skip(path, reason);
                continue;
            };
            match entry.method {
                0 => self.entry(path, &mut Metered::unpacking(Summed::new(bytes, entry.sum), budget)),
                8 => {
                    let fitting = usize::try_from(entry.packed).unwrap_or(BUFFER).clamp(1, BUFFER);
                    let bytes = BufReader::with_capacity(fitting, bytes);
                    let bytes = Summed::new(DeflateDecoder::new(bytes), entry.sum);
                    self.entry(path, &mut Metered::unpacking(bytes, budget));
                }
                method => self.to.inside.skip(path, SkipReason::Method(method)),
            }
            // Of one entry; the others lie elsewhere.
            budget.take_damage();
        }
        if encrypted > 0 {
            self.skip(SkipReason::Encrypted(encrypted));
        }
    }

    fn tar(&mut self, stream: impl Read) {
        let budget = self.to.budget;
        self.to.inside.archives += 1;
        let mut tar = Tar::new(stream);
        while budget.goes_on() {
            let entry = match tar.next() {
                Ok(Some(entry)) => entry,
                Ok(None) => return,
                Err(_) => return budget.damage(),
            };
            if !budget.enter() || entry.kind == Kind::Folder {
                continue;
            }
            let Some(path) = self.name(&safe(&entry.name, false)) else { continue };
            match entry.kind {
                Kind::File => self.entry(path, &mut Metered::free(tar.bytes(), budget)),
                Kind::Other | Kind::Folder => self.to.inside.without_text += 1,
            }
        }
    }

    /// A tar, or one file, which is called like the gzip file without its ending: the name that may stand in it comes
    /// from whoever packed it, and would change the finding's identity.
    fn gzip(&mut self, mut stream: impl Read) {
        let mut head = Vec::new();
        if (&mut stream).take(512).read_to_end(&mut head).is_err() {
            return self.to.budget.damage();
        }
        let is_tar = tar::begins(&head);
        let mut stream = head.as_slice().chain(stream);
        if is_tar {
            return self.tar(stream);
        }
        self.to.inside.archives += 1;
        let name = without_gz(self.place.path.as_bytes());
        if self.to.budget.enter()
            && let Some(path) = self.name(&safe(&name, false))
        {
            self.entry(path, &mut stream);
        }
    }

    /// The entry's path in reports; `None`: an exclude leaves it out.
    fn name(&mut self, name: &[u8]) -> Option<ReportPath> {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let times = self.names.entry(hasher.finish()).or_default();
        *times += 1;
        let path = match *times {
            1 => self.place.path.entry(name),
            // In front, so that the file's own name stays.
            times => self.place.path.entry(&[format!("#{times}/").as_bytes(), name].concat()),
        };
        if self.to.globs.is_some_and(|globs| globs.leave_out_entry(&path)) {
            self.to.inside.ignored += 1;
            return None;
        }
        Some(path)
    }

    fn entry(&mut self, path: ReportPath, from: &mut dyn Read) {
        let origin = Origin { path, explicit: self.to.explicit, lines: None };
        self.reader.entry(from, &origin, self.place.depth, self.to);
    }

    fn damaged(&mut self, how: &str) {
        self.skip(SkipReason::Unreadable(format!("damaged archive: {how}")));
    }

    /// Counts the archive itself, unless it was left at a bound: that is said once, for the file on disk.
    fn skip(&mut self, reason: SkipReason) {
        if !self.to.budget.stopped() {
            self.to.inside.skip(self.place.path.clone(), reason);
        }
    }
}

/// What is in a gzip file, by the name of that: `log` for `dir/log.gz`, `x.tar` for `x.tgz`.
fn without_gz(path: &[u8]) -> Vec<u8> {
    let name = path.rsplit(|&byte| byte == b'/').next().unwrap_or(path);
    let without = |ending: &[u8]| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        (!stem.is_empty() && end.eq_ignore_ascii_case(ending)).then_some(stem)
    };
    match (without(b".gz"), without(b".tgz")) {
        (Some(stem), _) => stem.to_vec(),
        (None, Some(stem)) => [stem, b".tar"].concat(),
        (None, None) => name.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gzip_file_gives_its_name_to_what_is_in_it() {
        for (path, name) in
            [("a/log.txt.gz", "log.txt"), ("x.TGZ", "x.tar"), ("plain", "plain"), (".gz", ".gz"), ("x.zip!/b.gz", "b")]
        {
            assert_eq!(without_gz(path.as_bytes()), name.as_bytes());
        }
    }
}
