//! Credentials among keys and values: the strings by which programs are told where a database is.

use std::ops::Range;

use super::Reading;

/// How far a string is followed before the password's key, and behind it. A window of a large file shows 512 bytes before
/// its own part.
const BEFORE: usize = 400;
const BEHIND: usize = 600;

/// The string that a key stands in: from a quote, a line's start or a tag on to the next of these.
fn around(text: &[u8], key: usize, value: usize) -> Range<usize> {
    let edge = |byte: &u8| matches!(byte, b'\n' | b'\r' | b'"' | b'`' | b'<' | b'>');
    let start = key - text[..key].iter().rev().take(BEFORE).take_while(|byte| !edge(byte)).count();
    let end = value + text[value..].iter().take(BEHIND).take_while(|byte| !edge(byte)).count();
    start..end
}

/// The keys of `key=value` pairs between separators, lower case, without blanks and underscores.
fn keys(text: &[u8], separators: &[u8]) -> Vec<Vec<u8>> {
    text.split(|byte| separators.contains(byte))
        .filter_map(|pair| {
            let equals = memchr::memchr(b'=', pair)?;
            let key = pair[..equals].rsplit(|byte| matches!(byte, b'\'' | b'(' | b'?')).next()?;
            let key = key.iter().filter(|byte| !matches!(byte, b' ' | b'_' | b'\t' | b'\\'));
            Some(key.map(u8::to_ascii_lowercase).collect())
        })
        .collect()
}

fn any(keys: &[Vec<u8>], names: &[&str]) -> usize {
    keys.iter().filter(|key| names.iter().any(|name| name.as_bytes() == key.as_slice())).count()
}

/// Where a value that begins at `at` ends: behind its quote or brace, else at a separator.
fn value(text: &[u8], at: usize, end: usize, separators: &[u8]) -> Range<usize> {
    let rest = &text[at..end];
    let close = match rest.first() {
        Some(b'{') => Some(b'}'),
        Some(&quote @ (b'\'' | b'"')) => Some(quote),
        _ => None,
    };
    match close.and_then(|close| memchr::memchr(close, &rest[1..])) {
        Some(length) => at + 1..at + 1 + length,
        None => {
            let stop = |byte: &u8| separators.contains(byte) || matches!(byte, b'\'' | b'\\');
            at..at + rest.iter().take_while(|byte| !stop(byte)).count()
        }
    }
}

/// ADO.NET, ODBC and OLE DB: `Server=…;User Id=…;Password=…`. `span` is the password's key, `secret` where its value begins.
#[must_use]
pub(super) fn connection_string(text: &[u8], span: Range<usize>, secret: &Range<usize>) -> Option<Reading> {
    const SERVER: &[&str] = &[
        "server",
        "datasource",
        "host",
        "hostname",
        "addr",
        "address",
        "networkaddress",
        "dsn",
        "driver",
        "provider",
        "database",
        "initialcatalog",
        "dbq",
        "attachdbfilename",
        "endpoint",
        "dbname",
        "port",
        "servername",
    ];
    const USER: &[&str] = &["userid", "uid", "user", "username", "login", "userid"];
    let whole = around(text, span.start, secret.start);
    if memchr::memmem::find(&text[whole.start..span.start], b"://").is_some() {
        return None;
    }
    let secret = value(text, secret.start, whole.end, b";");
    let mut all = keys(&text[whole.start..span.start], b";");
    all.extend(keys(&text[secret.end.min(whole.end)..whole.end], b";"));
    let (servers, users) = (any(&all, SERVER), any(&all, USER));
    let holds = servers >= 1 && users >= 1 || servers >= 2;
    (holds && secret.len() >= 4).then(|| Reading {
        secret: Some(secret),
        notes: vec!["it stands in a connection string".into()],
        ..Reading::default()
    })
}

/// libpq's `host=… user=… password=…`, and a password in the query of an address.
#[must_use]
pub(super) fn parameters(text: &[u8], span: Range<usize>, secret: &Range<usize>) -> Option<Reading> {
    const NEAR: &[&str] = &[
        "host",
        "hostaddr",
        "user",
        "dbname",
        "database",
        "port",
        "sslmode",
        "uid",
        "server",
        "username",
        "connecttimeout",
    ];
    let whole = around(text, span.start, secret.start);
    let before = &text[whole.start..span.start];
    let separator = before.last().copied();
    if memchr::memmem::find(before, b"jdbc:").is_some() {
        return None;
    }
    let address = memchr::memmem::rfind(before, b"://");
    if let (Some(address), Some(b'?' | b'&' | b';')) = (address, separator) {
        // One address, without a blank up to the password.
        if before[address..].iter().any(u8::is_ascii_whitespace) {
            return None;
        }
        let secret = value(text, secret.start, whole.end, b"&;# ");
        return (secret.len() >= 4).then(|| Reading {
            secret: Some(secret),
            notes: vec!["it stands in the query of an address".into()],
            ..Reading::default()
        });
    }
    if separator.is_some_and(|byte| !matches!(byte, b' ' | b'\'' | b'\t')) {
        return None;
    }
    let secret = value(text, secret.start, whole.end, b" \t");
    let mut all = keys(before, b" \t");
    all.extend(keys(&text[secret.end.min(whole.end)..whole.end], b" \t"));
    (any(&all, NEAR) >= 2 && secret.len() >= 4).then(|| Reading {
        secret: Some(secret),
        notes: vec!["it stands among the parameters of a connection".into()],
        ..Reading::default()
    })
}

/// An address of JDBC, from `jdbc:` on: a password among its parameters, or behind the user of Oracle's thin driver.
#[must_use]
pub(super) fn jdbc(text: &[u8], span: Range<usize>) -> Option<Reading> {
    let whole = span.start..around(text, span.start, span.start).end;
    let address = &text[whole.clone()];
    let blank = address.iter().position(u8::is_ascii_whitespace).unwrap_or(address.len());
    let address = &address[..blank];
    let place = |from: usize, length: usize| span.start + from..span.start + from + length;
    let secret = if let Some(thin) =
        address.strip_prefix(b"jdbc:oracle:thin:").or_else(|| address.strip_prefix(b"jdbc:oracle:oci:"))
    {
        let at = memchr::memrchr(b'@', thin)?;
        let slash = memchr::memchr(b'/', &thin[..at])?;
        if slash == 0 {
            return None;
        }
        place(address.len() - thin.len() + slash + 1, at - slash - 1)
    } else {
        let lower = address.to_ascii_lowercase();
        let key = [&b"password="[..], b"pwd=", b"passwd="].iter().find_map(|key| {
            memchr::memmem::find_iter(&lower, key)
                .find(|&at| at > 0 && matches!(lower[at - 1], b'?' | b'&' | b';' | b':'))
                .map(|at| at + key.len())
        })?;
        let stop = |byte: &u8| matches!(byte, b'&' | b';' | b'\'' | b'\\' | b')' | b',');
        place(key, address[key..].iter().take_while(|byte| !stop(byte)).count())
    };
    (secret.len() >= 4).then(|| Reading {
        secret: Some(secret),
        notes: vec!["it opens a database".into()],
        ..Reading::default()
    })
}
