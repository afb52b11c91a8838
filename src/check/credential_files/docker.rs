//! Logins to registries as Docker, Podman and Kubernetes keep them: `auths`, and the older form without it.

use std::ops::Range;

use super::codes;
use super::kind::Kind;
use super::out::{More, Out};
use super::worth::Rating;
use crate::syntax::{Entry, Step, json};

/// `config.json` and the like: what stands below `auths`.
pub(super) fn read(text: &str, out: &mut Out<'_, '_>) {
    json::read(text, &mut |entry| {
        if below_auths(entry) {
            login(entry, out);
        }
    });
}

/// `.dockercfg`: registries stand at the top.
pub(super) fn read_old(text: &str, out: &mut Out<'_, '_>) {
    json::read(text, &mut |entry| {
        if below_auths(entry) || entry.path.len() == 2 {
            login(entry, out);
        }
    });
}

fn below_auths(entry: &Entry<'_, '_>) -> bool {
    let keys = entry.path.iter().rev().skip(1);
    keys.take(3).any(|step| matches!(step, Step::Key(key) if key == "auths"))
}

fn login(entry: &Entry<'_, '_>, out: &mut Out<'_, '_>) {
    let span = entry.value.clone();
    match entry.name() {
        "auth" => out.pair(Kind::DockerConfigAuth, span, &entry.text),
        "identitytoken" | "registrytoken" | "password" | "secret" => {
            out.plain(Kind::DockerConfigAuth, span, &entry.text, &[entry.name()]);
        }
        _ => {}
    }
}

/// Whether such a text, as a Kubernetes Secret holds it, has a login that can be used.
pub(super) fn holds_login(text: &str, out: &Out<'_, '_>) -> Option<Rating> {
    let mut best = None;
    json::read(text, &mut |entry| {
        let password = match entry.name() {
            "auth" => codes::base64_text(&entry.text)
                .and_then(|plain| plain.split_once(':').map(|(_, password)| password.to_owned())),
            "password" | "identitytoken" | "registrytoken" => Some(entry.text.to_string()),
            _ => None,
        };
        if let Some(password) = password {
            best = best.max(out.rate(&password, &["password"]));
        }
    });
    best
}

/// A whole text that is such a file, at `span`.
pub(super) fn whole(what: Kind, span: Range<usize>, text: &str, out: &mut Out<'_, '_>) {
    if let Some(rating) = holds_login(text, out) {
        out.rated(what, span, rating, More::noted("it holds a login to a registry"));
    }
}
