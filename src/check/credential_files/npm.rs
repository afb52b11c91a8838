//! `.npmrc` and `.yarnrc`: `key=value` lines whose keys hold colons, as `//registry.npmjs.org/:_authToken` does.

use super::kind::Kind;
use super::out::{More, Out};
use crate::syntax::lines;

pub(super) fn read(text: &str, out: &mut Out<'_, '_>) {
    for (start, line) in lines(text) {
        let body = line.trim();
        if body.starts_with(['#', ';']) {
            continue;
        }
        // Yarn's first version parts key and value with a blank, and quotes both.
        let Some(sign) = body.find('=').or_else(|| body.find([' ', '\t'])) else { continue };
        let key = body[..sign].trim().trim_matches('"');
        let name = key.rsplit(':').next().unwrap_or(key);
        let raw = &body[sign + 1..];
        let value = raw.trim();
        let unquoted = ['"', '\''].iter().find_map(|&q| value.strip_prefix(q)?.strip_suffix(q)).unwrap_or(value);
        let from = start + (line.len() - line.trim_start().len()) + sign + 1 + (raw.len() - raw.trim_start().len());
        let from = from + usize::from(unquoted.len() < value.len());
        let span = from..from + unquoted.len();
        match name {
            "_authToken" | "_authtoken" => out.plain(Kind::NpmrcAuthToken, span, unquoted, &["token"]),
            "_auth" => out.pair(Kind::NpmBasicAuth, span, unquoted),
            "_password" => out.base64(Kind::NpmBasicAuth, span, unquoted, &["password"]),
            _ => {}
        }
    }
}

/// `npmAuthIdent` of `.yarnrc.yml`: `user:password`, as it is or in base64.
pub(super) fn ident(out: &mut Out<'_, '_>, span: std::ops::Range<usize>, said: &str) {
    match said.split_once(':') {
        Some((user, password)) => {
            let more = More::noted("it is a user and a password");
            let span = span.end - password.len().min(span.len())..span.end;
            out.plain_more(Kind::NpmBasicAuth, span, password, &[user, "password"], more);
        }
        None => out.pair(Kind::NpmBasicAuth, span, said),
    }
}
