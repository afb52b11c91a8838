//! The tables of the frameworks, ready to be asked what a name in a file sets.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::rule::cors::{Call, CorsTable, Names, Star};
use crate::rule::cors_tables;

/// What a setting sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Origins,
    /// Origins as patterns: what fits is given back.
    Patterns,
    AnyOrigin,
    Methods,
    AnyMethod,
    Headers,
    AnyHeader,
    Credentials,
}

/// What a setting is about, whatever its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Topic {
    Origin,
    Method,
    Header,
    Credentials,
}

impl Kind {
    pub(super) const fn topic(self) -> Topic {
        match self {
            Self::Origins | Self::Patterns | Self::AnyOrigin => Topic::Origin,
            Self::Methods | Self::AnyMethod => Topic::Method,
            Self::Headers | Self::AnyHeader => Topic::Header,
            Self::Credentials => Topic::Credentials,
        }
    }

    /// Whether `true` is what it takes.
    pub(super) const fn is_switch(self) -> bool {
        matches!(self, Self::AnyOrigin | Self::AnyMethod | Self::AnyHeader | Self::Credentials)
    }
}

/// Where a name says what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Realm {
    /// A framework's setting.
    Setting,
    /// A header's name.
    Header,
    /// By its words alone.
    Words,
}

/// A name that a table holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) table: usize,
    pub(super) kind: Kind,
    /// Whether it says something inside of the table's calls only.
    pub(super) inside: bool,
}

/// All tables.
pub(super) struct Tables {
    pub(super) all: Vec<CorsTable>,
    names: HashMap<Vec<u8>, Vec<Known>>,
    /// The last name of each call: table, and place in its list.
    calls: HashMap<Vec<u8>, Vec<(usize, usize)>>,
    headers: Vec<(Vec<u8>, Known)>,
    words: Vec<(Vec<String>, Known)>,
    below: Vec<(Vec<String>, Known)>,
    /// For each marker its table.
    marked: Vec<usize>,
    markers: Option<AhoCorasick>,
}

/// The embedded tables, prepared when the first file is read that may need them.
pub(super) fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::new(cors_tables()));
    &TABLES
}

/// The names of a table's part, each with what it sets.
fn each(names: &Names) -> impl Iterator<Item = (Kind, &String)> {
    let parts = [
        (Kind::Origins, &names.origins),
        (Kind::Patterns, &names.patterns),
        (Kind::AnyOrigin, &names.any_origin),
        (Kind::Methods, &names.methods),
        (Kind::AnyMethod, &names.any_method),
        (Kind::Headers, &names.headers),
        (Kind::AnyHeader, &names.any_header),
        (Kind::Credentials, &names.credentials),
    ];
    parts.into_iter().flat_map(|(kind, names)| names.iter().map(move |name| (kind, name)))
}

impl Tables {
    fn new(all: Vec<CorsTable>) -> Self {
        let mut names: HashMap<Vec<u8>, Vec<Known>> = HashMap::new();
        let mut calls: HashMap<Vec<u8>, Vec<(usize, usize)>> = HashMap::new();
        let (mut headers, mut words, mut below) = (Vec::new(), Vec::new(), Vec::new());
        let (mut markers, mut marked) = (Vec::new(), Vec::new());
        for (table, entry) in all.iter().enumerate() {
            for (part, inside) in [(&entry.settings, false), (&entry.inside, true)] {
                for (kind, name) in each(part) {
                    names.entry(name.clone().into_bytes()).or_default().push(Known { table, kind, inside });
                }
            }
            for (place, call) in entry.calls.iter().enumerate() {
                for name in &call.names {
                    calls.entry(last(name).as_bytes().to_vec()).or_default().push((table, place));
                }
            }
            let known = |kind| Known { table, kind, inside: false };
            headers.extend(each(&entry.headers).map(|(kind, name)| (plain(name.as_bytes()), known(kind))));
            let split = |text: &String| text.split(' ').map(str::to_owned).collect();
            words.extend(each(&entry.words).map(|(kind, name)| (split(name), known(kind))));
            below.extend(each(&entry.below).map(|(kind, name)| (split(name), known(kind))));
            let quoted =
                entry.packages.iter().flat_map(|name| ["'", "\""].map(|quote| format!("{quote}{name}{quote}")));
            for marker in entry.markers.iter().cloned().chain(quoted) {
                markers.push(marker);
                marked.push(table);
            }
        }
        let markers = AhoCorasick::new(&markers).ok();
        Self { all, names, calls, headers, words, below, marked, markers }
    }

    /// Which tables speak for a text: those without markers, and those of which it holds one.
    pub(super) fn active(&self, path: &[u8], text: &[u8]) -> Vec<bool> {
        let ending = path.rsplit(|byte| *byte == b'.').next().unwrap_or(path);
        let speaks = |table: &CorsTable| {
            table.endings.is_empty() || table.endings.iter().any(|known| ending.eq_ignore_ascii_case(known.as_bytes()))
        };
        let always = |table: &CorsTable| table.markers.is_empty() && table.packages.is_empty();
        let mut active: Vec<bool> = self.all.iter().map(|table| always(table) && speaks(table)).collect();
        if let Some(markers) = &self.markers {
            for found in markers.find_overlapping_iter(text) {
                let table = self.marked[found.pattern().as_usize()];
                active[table] = speaks(&self.all[table]);
            }
        }
        active
    }

    /// What a name is to the tables, in their order.
    pub(super) fn names(&self, name: &[u8]) -> &[Known] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// The calls that end with this name: table, and place in its list.
    pub(super) fn calls(&self, name: &[u8]) -> &[(usize, usize)] {
        self.calls.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn call(&self, (table, place): (usize, usize)) -> &Call {
        &self.all[table].calls[place]
    }

    pub(super) fn star(&self, table: usize) -> Star {
        self.all[table].star
    }

    /// What a header's name sets, in any spelling: `Access-Control-Allow-Origin`, `ACCESS_CONTROL_ALLOW_ORIGIN`.
    pub(super) fn header(&self, name: &[u8]) -> Option<Known> {
        /// The shortest and longest of such names, with room for separators.
        const LENGTHS: std::ops::RangeInclusive<usize> = 24..=48;
        let mut name = name.trim_ascii();
        // `RESPONSE_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN`
        if name.len() > LENGTHS.start() + 6
            && let Some(at) = memchr::memmem::find(name, b"_ACCESS_CONTROL_ALLOW_")
        {
            name = &name[at + 1..];
        }
        let starts = name.get(..6).is_some_and(|head| head.eq_ignore_ascii_case(b"access"));
        let letters = name.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
        if !starts || !letters || !LENGTHS.contains(&name.len()) {
            return None;
        }
        let name = plain(name);
        self.headers.iter().find(|(header, _)| *header == name).map(|(_, known)| *known)
    }

    /// What a name sets by its words. `above` are the words of what it stands in.
    pub(super) fn words(&self, name: &[u8], above: &[String]) -> Option<Known> {
        /// Longer ones are no names.
        const MOST: usize = 160;
        if name.len() > MOST || !may_be_words(name) && above.is_empty() {
            return None;
        }
        let mut all = above.to_vec();
        split(name, &mut all);
        // `Timing-Allow-Origin` lets nobody read an answer.
        if all.iter().any(|word| word == "timing") {
            return None;
        }
        let ends = |list: &[(Vec<String>, Known)]| {
            list.iter().filter(|(words, _)| all.ends_with(words)).max_by_key(|(words, _)| words.len()).map(|(_, k)| *k)
        };
        let found = ends(&self.words);
        if found.is_some() {
            return found;
        }
        all.iter().any(|word| word.contains("cors")).then(|| ends(&self.below)).flatten()
    }
}

/// Whether a name holds a word that all these names hold.
fn may_be_words(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    [&b"origin"[..], b"cors"].iter().any(|word| memchr::memmem::find(&lower, word).is_some())
}

/// The words of a name in lower case: `CORS_ORIGINS`, `cors.allowed-origins`, `corsAllowedOrigins`, `CORSOrigins`.
pub(super) fn split(name: &[u8], words: &mut Vec<String>) {
    let mut word = String::new();
    for (at, &byte) in name.iter().enumerate() {
        let lower_before = at > 0 && name[at - 1].is_ascii_lowercase();
        let lower_behind = name.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let upper_before = at > 0 && name[at - 1].is_ascii_uppercase();
        let begins = byte.is_ascii_uppercase() && (lower_before || upper_before && lower_behind);
        if (begins || !byte.is_ascii_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if byte.is_ascii_alphanumeric() {
            word.push(char::from(byte.to_ascii_lowercase()));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
}

/// A name without what separates its words, in lower case.
fn plain(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

/// The last part of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit(['.', ':']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

    use super::*;

    #[test]
    fn names_end_with_words() {
        let kind = |name: &str| tables().words(name.as_bytes(), &[]).map(|known| known.kind);
        for name in ["CORS_ORIGINS", "cors.allowed-origins", "BACKEND_CORS_ORIGINS", "CORSOrigins", "--cors-origins"] {
            assert_eq!(kind(name), Some(Kind::Origins), "{name}");
        }
        assert_eq!(kind("nginx.ingress.kubernetes.io/cors-allow-origin"), Some(Kind::Origins));
        assert_eq!(kind("app.cors.methods"), Some(Kind::Methods));
        assert_eq!(kind("CORS_ALLOW_ALL_ORIGINS"), Some(Kind::AnyOrigin));
        for name in ["ORIGIN", "allowed_hosts", "methods", "original", "allowed_origins_count", "origins"] {
            assert_eq!(kind(name), None, "{name}");
        }
        let above = vec!["cors".to_owned()];
        assert_eq!(tables().words(b"origins", &above).map(|known| known.kind), Some(Kind::Origins));
    }

    #[test]
    fn headers_are_known_in_any_spelling() {
        for name in ["Access-Control-Allow-Origin", "ACCESS_CONTROL_ALLOW_ORIGIN", "AccessControlAllowOrigin"] {
            assert_eq!(tables().header(name.as_bytes()).map(|known| known.kind), Some(Kind::Origins), "{name}");
        }
        assert!(tables().header(b"Access-Control-Allow-Private-Network").is_none());
    }
}
