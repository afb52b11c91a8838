//! Manifests of Kubernetes: what a `kind: Secret` holds, and the users of a kubeconfig.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::inner::{Held, held, private_key};
use super::kind::Kind;
use super::out::{More, Out};
use super::worth::{Rating, is_reference};
use super::{codes, docker};
use crate::check::env_example::credentials::credentials;
use crate::check::env_example::role::{Key, Role};
use crate::syntax::{Entry, Problem, Step, Visit, json, yaml};

/// Which manifest of a document: the document itself, or an element of a list.
type Place = Option<usize>;

type Reader = for<'t> fn(&'t str, &mut Visit<'_, 't>) -> Vec<Problem>;

/// Documents of YAML, templates of such included.
pub(super) fn yaml(text: &str, out: &mut Out<'_, '_>) {
    let mut starts = vec![0];
    starts.extend(memchr::memmem::find_iter(text.as_bytes(), b"\n---").map(|at| at + 1));
    starts.push(text.len());
    for part in starts.windows(2).map(|pair| pair[0]..pair[1]) {
        if memchr::memmem::find(text[part.clone()].as_bytes(), b"Secret").is_some() {
            document(yaml::read, text, part, out);
        }
    }
}

pub(super) fn json(text: &str, out: &mut Out<'_, '_>) {
    document(json::read, text, 0..text.len(), out);
}

fn document(read: Reader, text: &str, part: Range<usize>, out: &mut Out<'_, '_>) {
    let own = &text[part.clone()];
    let mut secrets: HashSet<Place> = HashSet::new();
    let mut kinds: HashMap<Place, String> = HashMap::new();
    read(own, &mut |entry| match place(entry) {
        (place, [Step::Key(key)]) if key == "kind" && entry.text == "Secret" => {
            secrets.insert(place);
        }
        (place, [Step::Key(key)]) if key == "type" && entry.text.len() < 64 => {
            kinds.insert(place, entry.text.to_string());
        }
        _ => {}
    });
    if secrets.is_empty() {
        return;
    }
    read(own, &mut |entry| {
        let (place, [Step::Key(part_of), Step::Key(key)]) = place(entry) else { return };
        if !secrets.contains(&place) {
            return;
        }
        let span = part.start + entry.value.start..part.start + entry.value.end;
        let kind = kinds.get(&place).map_or("", String::as_str);
        match part_of.as_ref() {
            "data" => encoded(kind, key, span, &entry.text, out),
            "stringData" => value(kind, key, span, &entry.text, false, out),
            _ => {}
        }
    });
}

/// Which manifest a value belongs to, and the way to it in there.
fn place<'e, 't>(entry: &Entry<'e, 't>) -> (Place, &'e [Step<'t>]) {
    match entry.path {
        [Step::Key(items), Step::Index(index), rest @ ..] if items == "items" => (Some(*index), rest),
        rest => (None, rest),
    }
}

fn encoded(kind: &str, key: &str, span: Range<usize>, said: &str, out: &mut Out<'_, '_>) {
    if is_reference(said, &said.to_lowercase(), out.words()) {
        return;
    }
    match codes::base64(said).map(String::from_utf8) {
        Some(Ok(plain)) => value(kind, key, span, &plain, true, out),
        Some(Err(bytes)) => binary(key, span, bytes.as_bytes(), out),
        // Somebody forgot to encode it.
        None => value(kind, key, span, said, false, out),
    }
}

fn binary(key: &str, span: Range<usize>, bytes: &[u8], out: &mut Out<'_, '_>) {
    const STORES: [&str; 6] = [".jks", ".p12", ".pfx", ".keystore", ".keytab", ".p8"];
    if bytes.len() < 16 {
        return;
    }
    let lower = key.to_lowercase();
    if STORES.iter().any(|end| lower.ends_with(end)) || lower == "keytab" {
        out.rated(Kind::KubernetesSecretManifest, span, Rating::Made, More::noted("it is a store of keys"));
    } else if Key::new(key, out.words()).role == Role::Secret {
        out.rated(Kind::KubernetesSecretManifest, span, Rating::Random, More::noted("it is written in base64"));
    }
}

/// Judges what a key of a Secret is set to; `hidden`: it is written in base64.
fn value(kind: &str, key: &str, span: Range<usize>, said: &str, hidden: bool, out: &mut Out<'_, '_>) {
    let what = Kind::KubernetesSecretManifest;
    if kind.starts_with("kubernetes.io/dockerc") || matches!(key, ".dockerconfigjson" | ".dockercfg") {
        return docker::whole(what, span, said, out);
    }
    match held(key, said, out) {
        Some(Held::PrivateKey) => return out.rated(what, span, Rating::Random, More::private_key()),
        Some(Held::Setting(rating)) => {
            return out.rated(what, span, rating, More::noted("it holds a file in which a credential is set"));
        }
        Some(Held::Nothing) => return,
        None => {}
    }
    if said.is_empty() || is_reference(said, &said.get(..64).unwrap_or(said).to_lowercase(), out.words()) {
        return;
    }
    let note = hidden.then_some("it is written in base64");
    let more = More { note, ..More::default() };
    let said = said.trim_end_matches(['\n', '\r']);
    let role = Key::new(key, out.words()).role;
    if role == Role::Secret {
        out.plain_more(what, span, said, &[key], more);
    } else if !address(what, span.clone(), said, hidden, out)
        && role == Role::Other
        && !is_public(key)
        && out.rate(said, &[key]) == Some(Rating::Random)
    {
        // Nothing names it, but it stands among secrets.
        out.rated(what, span, Rating::Made, more);
    }
}

/// Whether a key is a file's name of what everybody may see.
fn is_public(key: &str) -> bool {
    [".crt", ".cer", ".cert", ".crl", ".pub", ".csr"].iter().any(|end| key.to_lowercase().ends_with(end))
}

/// A password in an address that is written in base64; one that is not is found by the rule of addresses.
fn address(what: Kind, span: Range<usize>, said: &str, hidden: bool, out: &mut Out<'_, '_>) -> bool {
    let found = credentials(said, out.words());
    let Some(first) = found.first().filter(|_| hidden) else { return !found.is_empty() };
    if let Some(rating) = out.rate(&said[first.password.clone()], &[&first.user, "password"]) {
        out.rated(what, span, rating, More::noted("it is an address with a password, in base64"));
    }
    true
}

/// The users of a kubeconfig.
pub(super) fn config(text: &str, out: &mut Out<'_, '_>) {
    let read = if text.trim_start().starts_with('{') { json::read } else { yaml::read as Reader };
    let what = Kind::KubeconfigCredentials;
    read(text, &mut |entry| {
        let span = entry.value.clone();
        let name = entry.name();
        if entry.ends_with(&["users", "user", name]) {
            match name {
                "token" | "password" => out.plain(what, span, &entry.text, &[name]),
                "client-key-data" => {
                    let key = codes::base64_text(&entry.text);
                    if key.as_deref().and_then(private_key) == Some(true) {
                        let more = More { whole: true, ..More::noted("it is a private key in base64") };
                        out.rated(what, span, Rating::Random, more);
                    }
                }
                _ => {}
            }
        } else if entry.ends_with(&["auth-provider", "config", name])
            && matches!(name, "access-token" | "refresh-token" | "id-token" | "client-secret")
        {
            out.plain(what, span, &entry.text, &[name]);
        }
    });
}
