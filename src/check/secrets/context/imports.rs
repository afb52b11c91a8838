//! What a file imports: whose library it uses says whose key stands in it, where the key's own name only says that it
//! is one.

use super::{ends, joined};
use crate::rule::Index;
use crate::rule::def::Context;
use crate::source::Blob;

/// The most bytes at the beginning of a file in which imports are looked for. The first window of a large file shows
/// them all.
const MOST: usize = 16 << 10;

/// The most lines.
const LINES: usize = 200;

/// The longest line that is one.
const LINE: usize = 400;

/// A word in an import line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Imported {
    word: usize,
    /// Whether it is part of a longer name: for words that prose uses as well.
    joined: bool,
}

/// The words in a file's import lines, looked for when they are first asked for.
#[derive(Clone, Debug, Default)]
pub struct Imports {
    words: Option<Vec<Imported>>,
}

impl Imports {
    /// A new part of a file. Of a file that comes in windows the first one is read at once, since the others do not
    /// show it.
    pub(in crate::check::secrets) fn begin(&mut self, index: &Index, blob: &Blob<'_>) {
        if blob.base == 0 {
            self.words = None;
            if !blob.last {
                self.read(index, blob.text);
            }
        }
    }

    /// Reads the imports of a text, if that is not done; gives the bytes searched.
    pub fn read(&mut self, index: &Index, text: &[u8]) -> usize {
        if self.words.is_some() {
            return 0;
        }
        let mut words = Vec::new();
        let text = &text[..text.len().min(MOST)];
        let (mut at, mut block) = (0, false);
        for line in text.split_inclusive(|&byte| byte == b'\n').take(LINES) {
            let start = at;
            at += line.len();
            if is_import(line.trim_ascii(), &mut block) {
                // In Python a function's name stands behind the library's.
                let named = line.starts_with(b"from ").then(|| memchr::memmem::find(line, b" import ")).flatten();
                let region = start..start + named.unwrap_or(line.len());
                index.words.find(text, region, &mut |word, span| {
                    if index.roles[word].is_none() && ends(text, &span, index) {
                        words.push(Imported { word, joined: joined(text, &span) });
                    }
                });
            }
        }
        self.words = Some(words);
        text.len()
    }

    /// The words that were found.
    pub(in crate::check::secrets) fn words(&self) -> impl Iterator<Item = usize> {
        self.words.iter().flatten().map(|imported| imported.word)
    }

    /// How long the longest of a rule's own words is that was found; one that prose uses as well counts as part of a
    /// longer name only.
    pub(super) fn longest(&self, index: &Index, own: &[usize], context: &Context) -> Option<usize> {
        let counts = |imported: &&Imported| {
            own.binary_search(&imported.word).is_ok()
                && (imported.joined || context.place != crate::rule::def::Place::Name)
        };
        self.words.iter().flatten().filter(counts).map(|imported| index.words.length(imported.word)).max()
    }
}

/// Whether a line brings a library in, in one of some twenty languages. `block` says whether it stands in the bracket of
/// a Go import. Sentences that begin with the same words are told by what follows.
fn is_import(line: &[u8], block: &mut bool) -> bool {
    if line.len() > LINE {
        return false;
    }
    if *block {
        *block = line != b")";
        return line.ends_with(b"\"");
    }
    let (Some(&first), Some(&last)) = (line.first(), line.last()) else { return false };
    let quoted = || line.iter().any(|byte| matches!(byte, b'"' | b'\''));
    let has = |what: &[u8]| memchr::memmem::find(line, what).is_some();
    let words = || line.split(|byte| byte.is_ascii_whitespace()).filter(|word| !word.is_empty());
    match first {
        b'i' if line == b"import (" => {
            *block = true;
            false
        }
        b'i' if line.starts_with(b"import ") => {
            let listed = || words().nth(1).is_some_and(|word| word.ends_with(b","));
            last == b';' || quoted() || words().count() == 2 || has(b" as ") || listed()
        }
        b'f' => line.starts_with(b"from ") && words().nth(2) == Some(b"import"),
        b'u' => (line.starts_with(b"use ") || line.starts_with(b"using ")) && matches!(last, b';' | b'{'),
        b'e' => line.starts_with(b"extern crate ") || line.starts_with(b"export ") && has(b" from ") && quoted(),
        b'r' | b'i' | b'g'
            if line.starts_with(b"require") || line.starts_with(b"include") || line.starts_with(b"gem ") =>
        {
            quoted()
        }
        b'#' => line.starts_with(b"#include"),
        b'@' => line.starts_with(b"@import"),
        b'}' => has(b" from ") && quoted(),
        b'c' | b'l' | b'v' => has(b"require(") || has(b"import("),
        b'<' => line.starts_with(b"<PackageReference "),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_import_are_told_from_sentences() {
        for (line, expected) in [
            ("import acme", true),
            ("import acme.client as c, os", true),
            ("from acme.rest import Client", true),
            ("import Acme from 'acme';", true),
            ("} from \"@acme/sdk\"", true),
            ("const acme = require('acme')(key)", true),
            ("let acme = await import('acme');", true),
            ("import com.acme.Client;", true),
            ("import \"github.com/acme/acme-go\"", true),
            ("use Acme\\Rest\\Client;", true),
            ("use acme::client::{", true),
            ("using Acme.Net;", true),
            ("require 'acme-ruby'", true),
            ("gem \"acme\", \"~> 1.0\"", true),
            ("#include <acme/client.h>", true),
            ("<PackageReference Include=\"Acme.Net\" Version=\"1\" />", true),
            ("import the acme keys from the page", false),
            ("use acme to send it.", false),
            ("from acme you get a key", false),
            ("requires an account of acme", false),
            ("const acme = 1;", false),
            ("# import acme", false),
        ] {
            assert_eq!(is_import(line.as_bytes(), &mut false), expected, "{line}");
        }
        let mut block = false;
        let lines = ["import (", "\t\"fmt\"", "\tacme \"github.com/acme/acme-go\"", ")", "\"text\""];
        let found = lines.map(|line| is_import(line.trim().as_bytes(), &mut block));
        assert_eq!(found, [false, true, true, false, false]);
    }
}
