//! Keys of Ruby on Rails: the file that is one, and `secret_key_base` where it is set.

use std::ops::Range;

use super::kind::Kind;
use super::out::{More, Out};
use super::worth::Rating;
use crate::finding::Confidence;
use crate::syntax::{Step, yaml};

/// `config/master.key`, `config/credentials/production.key`: nothing but the key.
pub(super) fn master_key(text: &str, out: &mut Out<'_, '_>) {
    hexadecimal(Kind::RailsMasterKey, &[32, 64], text, out);
}

/// Jenkins' `secrets/master.key`.
pub(super) fn jenkins_key(text: &str, out: &mut Out<'_, '_>) {
    hexadecimal(Kind::JenkinsMasterKey, &[256], text, out);
}

fn hexadecimal(what: Kind, lengths: &[usize], text: &str, out: &mut Out<'_, '_>) {
    let body = text.trim();
    let made_up = crate::text::score::made_up(body.get(..body.len().min(64)).unwrap_or_default().as_bytes());
    if lengths.contains(&body.len()) && body.bytes().all(|byte| byte.is_ascii_hexdigit()) && made_up.is_none() {
        let start = text.len() - text.trim_start().len();
        out.rated(what, start..start + body.len(), Rating::Random, More { whole: true, ..More::default() });
    }
}

/// `config/secrets.yml`.
pub(super) fn secrets(text: &str, out: &mut Out<'_, '_>) {
    yaml::read(text, &mut |entry| {
        if !matches!(entry.name(), "secret_key_base" | "secret_token") {
            return;
        }
        let place = entry.path.first();
        let trial = matches!(place, Some(Step::Key(key)) if matches!(key.as_ref(), "development" | "test"));
        base(entry.value.clone(), &entry.text, trial, out);
    });
}

/// `config/initializers/secret_token.rb`.
pub(super) fn initializer(text: &str, out: &mut Out<'_, '_>) {
    for name in ["secret_key_base", "secret_token"] {
        for at in memchr::memmem::find_iter(text.as_bytes(), name.as_bytes()) {
            let rest = &text[at + name.len()..];
            let Some(behind) = rest.trim_start_matches([' ', '\t']).strip_prefix('=') else { continue };
            let behind = behind.trim_start_matches([' ', '\t']);
            let Some(sign) = behind.chars().next().filter(|c| matches!(c, '\'' | '"')) else { continue };
            let inside = &behind[1..];
            let Some(end) = inside.find([sign, '\n']) else { continue };
            let start = text.len() - inside.len();
            base(start..start + end, &inside[..end], false, out);
        }
    }
}

fn base(at: Range<usize>, said: &str, trial: bool, out: &mut Out<'_, '_>) {
    let note = trial.then_some("it is set for development or tests alone");
    let most = trial.then_some(Confidence::Low);
    out.plain_more(Kind::RailsSecretKeyBase, at, said, &["secret_key_base"], More { note, most, ..More::default() });
}
