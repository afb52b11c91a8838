//! The check of credential files: files of a known kind, such as `.netrc`, a kubeconfig or a Terraform state, in which
//! a value is a credential by its key and its place, whatever it looks like.
//!
//! Files are picked by name ([`names`]), settings in JSON and YAML by a rare word in their text as well ([`marks`]).
//! Each family reads its own files and says what stands where ([`out`]); what a value is worth is judged in one place
//! ([`worth`]). A token that a provider's rule knows by its form is that rule's.

mod ansible;
mod codes;
mod docker;
mod google;
mod htpasswd;
mod inner;
mod jwk;
mod kind;
mod kubernetes;
mod marks;
mod names;
mod netrc;
mod npm;
mod out;
mod pgpass;
mod php;
mod python;
mod rails;
mod sheet;
mod sheets;
mod terraform;
mod worth;
mod xml;

use std::sync::OnceLock;

use super::env_example::words::Words;
use super::{Check, Cx, Match};
use crate::rule::def::CheckName;
use crate::rule::{Rule, RuleSet};
use crate::source::Blob;
use crate::syntax::utf8;
use kind::Kind;
use out::Out;

/// Reads a text and says what stands in it.
type Read = fn(&str, &mut Out<'_, '_>);

/// The check over one rule set.
#[derive(Debug)]
pub struct CredentialFiles<'r> {
    rules: &'r [Rule],
    /// The rules' positions by [`Kind`]; none for those that are off.
    ids: [Option<u32>; Kind::ALL.len()],
    /// The rule of keys in PEM form, on whose matches a Google key is recognised.
    pem: Option<u32>,
    /// Made when the first value is judged: few trees hold one.
    words: OnceLock<Words>,
}

impl<'r> CredentialFiles<'r> {
    /// Looks up the check's rules; those that are off are not spoken for.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        let position = |name: &str| rules.find(&format!("secrets/{name}"));
        let own = |what: Kind| {
            let (at, rule) = position(what.as_str())?;
            (rule.def.check == Some(CheckName::CredentialFiles)).then_some(at)
        };
        let pem = position("pem-private-key").map(|(at, _)| at);
        Self { rules: rules.rules(), ids: Kind::ALL.map(own), pem, words: OnceLock::new() }
    }

    /// The rule of `secret`, if it is on.
    fn rule(&self, what: Kind) -> Option<(u32, &'r Rule)> {
        let id = self.ids[what as usize]?;
        Some((id, &self.rules[id as usize]))
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(Words::embedded)
    }
}

impl Check for CredentialFiles<'_> {
    fn name(&self) -> Option<CheckName> {
        Some(CheckName::CredentialFiles)
    }

    fn wants(&self, _: &Blob<'_>) -> bool {
        self.ids.iter().any(Option::is_some)
    }

    fn run(&self, blob: &Blob<'_>, _: &mut Cx, matches: &mut Vec<Match>) {
        if !matches.is_empty() {
            google::beside_keys(self, blob, matches);
        }
        let Some(readers) = names::readers(blob.origin.path.as_bytes(), blob.text) else { return };
        // A window begins within a line, and within whatever else: it is read from the line on that is its own.
        let line = |at: usize| memchr::memrchr(b'\n', &blob.text[..at]).map_or(at, |end| end + 1);
        let from = if blob.base == 0 { 0 } else { line(blob.own.start) };
        let text = utf8(&blob.text[from..]);
        let mut out = Out::new(self, blob, &text, from, matches);
        for read in readers {
            read(&text, &mut out);
        }
    }
}
