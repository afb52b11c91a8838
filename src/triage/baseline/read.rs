//! Reads a baseline: the form that is written by a quick reader of lines, and any other that means the same as YAML.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::Known;
use crate::finding::Fingerprint;
use crate::syntax::yaml::{Kind, Node, Place, documents};

/// The largest baseline, in bytes: more than half a million findings.
const MOST: u64 = 64 << 20;

/// Why a baseline cannot be used. Nothing of its text is repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the baseline `{file}` cannot be used{}: {message}", at.map_or_else(String::new, |at| format!(", {at}")))]
pub struct BaselineError {
    /// The file, as people call it.
    file: String,
    /// Where in it; `None`: the file as a whole.
    at: Option<Place>,
    message: String,
    help: String,
}

impl BaselineError {
    /// A baseline that was named and is not there.
    #[must_use]
    pub fn missing(file: &str) -> Self {
        Self::whole(file, "there is no such file", "`bartizan baseline create --output FILE` writes one")
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }

    fn whole(file: &str, message: &str, help: &str) -> Self {
        Self { file: file.to_owned(), at: None, message: message.to_owned(), help: help.to_owned() }
    }
}

/// The text of a baseline; `None`: there is no such file.
pub(super) fn text(path: &Path, name: &str) -> Result<Option<String>, BaselineError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes));
    match read {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let message = format!("it cannot be read: {}", error.kind());
            return Err(BaselineError::whole(
                name,
                &message,
                "make it a file that can be read, or give `--no-baseline`",
            ));
        }
        Ok(_) if bytes.len() as u64 > MOST => {
            let message = format!("it is larger than {} MiB", MOST >> 20);
            return Err(BaselineError::whole(name, &message, "a baseline is one line for each finding"));
        }
        Ok(_) => {}
    }
    decoded(bytes).map(Some).map_err(|line| BaselineError {
        at: Some(Place { line, column: 1 }),
        ..BaselineError::whole(name, "this line is not UTF-8", "save it as UTF-8")
    })
}

/// UTF-8 with or without a mark, or UTF-16, as some shells write what they are told to put into a file. Else the first
/// line that is neither.
fn decoded(bytes: Vec<u8>) -> Result<String, usize> {
    let unmarked = match bytes.get(..2) {
        Some([b'#' | b'-', 0]) => Some((encoding_rs::UTF_16LE, 0)),
        Some([0, b'#' | b'-']) => Some((encoding_rs::UTF_16BE, 0)),
        _ => None,
    };
    match encoding_rs::Encoding::for_bom(&bytes).or(unmarked) {
        Some((encoding, mark)) if encoding != encoding_rs::UTF_8 => {
            let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
            Ok(text.into_owned())
        }
        marked => {
            let mark = marked.map_or(0, |(_, mark)| mark);
            let text = String::from_utf8(bytes).map_err(|error| {
                let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                good.iter().filter(|&&byte| byte == b'\n').count() + 1
            })?;
            Ok(if mark == 0 { text } else { text[mark..].to_owned() })
        }
    }
}

/// All entries with their lines, in the order of the text.
pub(super) fn entries(text: &str, name: &str) -> Result<Vec<(Known, u64)>, BaselineError> {
    let mut entries = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match written(line) {
            Some(None) => {}
            Some(Some(known)) => entries.push((known, number)),
            // Somebody wrote it by hand, or it is broken: the whole of it is read as what it is.
            None => {
                return as_yaml(text).map_err(|(at, message, help)| BaselineError {
                    at: Some(at),
                    ..BaselineError::whole(name, &message, &help)
                });
            }
        }
    }
    Ok(entries)
}

/// A line as it is written: an entry, or nothing. `None`: it is another one.
fn written(line: &str) -> Option<Option<Known>> {
    let line = line.trim_end();
    if line.is_empty() || line.starts_with('#') {
        return Some(None);
    }
    let rest = line.strip_prefix("- {fingerprint: ")?.strip_suffix('}')?;
    let (fingerprint, rest) = rest.split_once(", rule: ")?;
    let (rule, path) = rest.split_once(", path: ")?;
    let path = match path.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').filter(|inner| !inner.contains(['"', '\\']))?,
        None => Some(path).filter(|path| super::write::is_plain(path))?,
    };
    let known = Known { fingerprint: Fingerprint::parse(fingerprint)?, rule: rule.into(), path: path.into() };
    is_rule(rule).then_some(Some(known))
}

/// What is wrong, where, and what to write instead.
type Wrong = (Place, String, String);

fn as_yaml(text: &str) -> Result<Vec<(Known, u64)>, Wrong> {
    let wrong = |at: Place, message: &str, help: &str| Err((at, message.to_owned(), help.to_owned()));
    let conflict = text.lines().position(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>"));
    if let Some(at) = conflict {
        let help =
            "keep the lines of both sides; with `.bartizan/baseline.yaml merge=union` in `.gitattributes` git does so";
        return wrong(Place { line: at + 1, column: 1 }, "a merge left a conflict here", help);
    }
    let form = "an entry is `- {fingerprint: …, rule: …, path: …}`";
    let documents = match documents(text) {
        Ok(documents) => documents,
        Err(error) => return wrong(error.at, "this is no YAML", form),
    };
    let list = match documents.as_slice() {
        [] => return Ok(Vec::new()),
        [list] => list,
        [_, second, ..] => return wrong(second.at, "a second document begins here", "a baseline is one list"),
    };
    match &list.kind {
        Kind::Sequence(nodes) => nodes.iter().map(|node| Ok((entry(node)?, node.at.line as u64))).collect(),
        Kind::Scalar(text, _) if text.is_empty() => Ok(Vec::new()),
        _ => wrong(list.at, "a baseline is a list", form),
    }
}

fn entry(node: &Node) -> Result<Known, Wrong> {
    let wrong = |at: Place, message: &str, help: &str| Err((at, message.to_owned(), help.to_owned()));
    let form = "an entry is `- {fingerprint: …, rule: …, path: …}`";
    if !matches!(node.kind, Kind::Mapping(_)) {
        return wrong(node.at, "this is no entry", form);
    }
    let mut fields: [Option<&str>; 3] = [None; 3];
    const KEYS: [&str; 3] = ["fingerprint", "rule", "path"];
    for (key, value) in node.entries() {
        let Some(field) = KEYS.iter().position(|known| key.scalar() == Some(known)) else {
            return wrong(key.at, "an entry has no such key", form);
        };
        let Some(text) = value.scalar().filter(|text| !text.is_empty()) else {
            return wrong(value.at, &format!("`{}` is a text", KEYS[field]), form);
        };
        if fields[field].replace(text).is_some() {
            return wrong(key.at, &format!("`{}` stands here twice", KEYS[field]), "keep one of the two");
        }
        match field {
            0 if Fingerprint::parse(text).is_none() => {
                let help = "32 hexadecimal digits in four groups, as `bartizan scan --format json` gives them";
                return wrong(value.at, "this is no fingerprint", help);
            }
            1 if !is_rule(text) => return wrong(value.at, "this is no rule's id", "an id is `pack/name`"),
            _ => {}
        }
    }
    match fields {
        [Some(fingerprint), Some(rule), Some(path)] => match Fingerprint::parse(fingerprint) {
            Some(fingerprint) => Ok(Known { fingerprint, rule: rule.into(), path: path.into() }),
            None => wrong(node.at, "this is no fingerprint", form),
        },
        _ => {
            let missing = KEYS.iter().zip(fields).find(|(_, field)| field.is_none()).map_or("", |(key, _)| key);
            wrong(node.at, &format!("the key `{missing}` is missing"), form)
        }
    }
}

/// Whether a text can be a rule's id.
fn is_rule(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.split_once('/').is_some_and(|(pack, name)| part(pack) && part(name))
}
