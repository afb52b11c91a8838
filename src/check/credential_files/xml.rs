//! Credentials in XML: Maven's and NuGet's settings, FileZilla's sites, Tomcat's users, Jenkins' credentials.

use super::kind::Kind;
use super::out::{More, Out};
use super::worth::Rating;
use super::{codes, inner};
use crate::finding::Confidence;
use crate::syntax::xml;
use crate::text::score::made_up;

/// Maven's `settings.xml` and `settings-security.xml`.
pub(super) fn maven(text: &str, out: &mut Out<'_, '_>) {
    xml::read(text, &mut |node| {
        let Some(own) = &node.text else { return };
        let span = own.span.clone();
        let password = ["password", "passphrase"].contains(&node.name());
        if password && (node.ends_with(&["server", node.name()]) || node.ends_with(&["proxy", node.name()])) {
            if !in_braces(&own.said) {
                out.plain(Kind::MavenServerPassword, span, &own.said, &["password"]);
            }
        } else if node.ends_with(&["settingsSecurity", "master"]) && made_up(own.said.as_bytes()).is_none() {
            // The key that it is encrypted with is the same everywhere.
            if in_braces(&own.said) && own.said.len() >= 30 {
                let note = Some("the key that encrypts it is part of Maven");
                let more = More { note, most: Some(Confidence::Medium), ..More::default() };
                out.rated(Kind::MavenMasterPassword, span, Rating::Random, more);
            }
        }
    });
}

/// Whether a password is encrypted, as Maven and Jenkins write it; a remark may stand around it.
fn in_braces(said: &str) -> bool {
    said.find('{').is_some_and(|open| {
        said[open..].find('}').is_some_and(|close| {
            let inside = &said[open + 1..open + close];
            inside.len() >= 16 && codes::base64(inside).is_some()
        })
    })
}

/// `NuGet.Config`: `<add key="ClearTextPassword" value="…" />`.
pub(super) fn nuget(text: &str, out: &mut Out<'_, '_>) {
    xml::read(text, &mut |node| {
        if node.text.is_none()
            && node.name().eq_ignore_ascii_case("add")
            && node.attribute("key").is_some_and(|key| key.said.eq_ignore_ascii_case("ClearTextPassword"))
            && let Some(value) = node.attribute("value")
        {
            out.plain(Kind::NugetConfigPassword, value.span.clone(), &value.said, &["password"]);
        }
    });
}

/// `sitemanager.xml`, `recentservers.xml`, `filezilla.xml`.
pub(super) fn filezilla(text: &str, out: &mut Out<'_, '_>) {
    xml::read(text, &mut |node| {
        let Some(own) = node.text.as_ref().filter(|_| node.name() == "Pass") else { return };
        let span = own.span.clone();
        match node.attribute("encoding").map(|encoding| encoding.said.as_ref()) {
            Some("base64") => out.base64(Kind::FilezillaPassword, span, &own.said, &["password"]),
            // With a master password, it is encrypted.
            Some("crypt") => {}
            _ => out.plain(Kind::FilezillaPassword, span, &own.said, &["password"]),
        }
    });
}

/// `tomcat-users.xml`.
pub(super) fn tomcat(text: &str, out: &mut Out<'_, '_>) {
    xml::read(text, &mut |node| {
        if node.text.is_none()
            && node.name() == "user"
            && let Some(password) = node.attribute("password")
        {
            let user = node.attribute("username").or_else(|| node.attribute("name"));
            let user = user.map_or("", |user| user.said.as_ref());
            let hexadecimal = password.said.bytes().all(|byte| byte.is_ascii_hexdigit());
            let digest = hexadecimal && matches!(password.said.len(), 32 | 40 | 64 | 96 | 128);
            if !digest {
                out.plain(Kind::TomcatUsersPassword, password.span.clone(), &password.said, &[user, "password"]);
            }
        }
    });
}

/// Jenkins' `credentials.xml`, and what it keeps of the like in jobs and plug-ins.
pub(super) fn jenkins(text: &str, out: &mut Out<'_, '_>) {
    const NAMES: [&str; 14] = [
        "password",
        "passphrase",
        "secret",
        "secretBytes",
        "secretKey",
        "apiToken",
        "apiKey",
        "token",
        "accessToken",
        "clientSecret",
        "privateKey",
        "privateKeyPassword",
        "bindPassword",
        "managerPasswordSecret",
    ];
    xml::read(text, &mut |node| {
        let Some(own) = node.text.as_ref().filter(|_| NAMES.contains(&node.name())) else { return };
        let (span, said) = (own.span.clone(), own.said.as_ref());
        if in_braces(said) || is_block(said) {
            return;
        }
        match inner::private_key(said) {
            Some(true) => {
                let note = Some("it is a private key");
                out.rated(Kind::JenkinsCredential, span, Rating::Random, More { note, whole: true, ..More::default() });
            }
            Some(false) => {}
            None => out.plain(Kind::JenkinsCredential, span, said, &[node.name()]),
        }
    });
}

/// Whether a text is what older versions encrypted: whole blocks of bytes that are no text, in base 64.
fn is_block(said: &str) -> bool {
    said.ends_with('=')
        && codes::base64(said)
            .is_some_and(|bytes| bytes.len().is_multiple_of(16) && std::str::from_utf8(&bytes).is_err())
}
