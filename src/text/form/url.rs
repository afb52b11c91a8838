//! Addresses with credentials in them: of what, and so how much they open.

use std::ops::Range;

use super::Reading;
use crate::finding::Severity;

/// Schemes, what people call what they address, and how bad it is to give away its password.
const SCHEMES: [(&str, &str, Severity); 42] = [
    ("postgres", "it opens PostgreSQL", Severity::Critical),
    ("postgresql", "it opens PostgreSQL", Severity::Critical),
    ("postgis", "it opens PostgreSQL", Severity::Critical),
    ("cockroachdb", "it opens CockroachDB", Severity::Critical),
    ("mysql", "it opens MySQL", Severity::Critical),
    ("mysql2", "it opens MySQL", Severity::Critical),
    ("mysqlx", "it opens MySQL", Severity::Critical),
    ("mariadb", "it opens MariaDB", Severity::Critical),
    ("mongodb", "it opens MongoDB", Severity::Critical),
    ("mssql", "it opens SQL Server", Severity::Critical),
    ("sqlserver", "it opens SQL Server", Severity::Critical),
    ("oracle", "it opens Oracle Database", Severity::Critical),
    ("clickhouse", "it opens ClickHouse", Severity::Critical),
    ("snowflake", "it opens Snowflake", Severity::Critical),
    ("redshift", "it opens Amazon Redshift", Severity::Critical),
    ("couchdb", "it opens CouchDB", Severity::Critical),
    ("couchbase", "it opens Couchbase", Severity::Critical),
    ("neo4j", "it opens Neo4j", Severity::Critical),
    ("bolt", "it opens Neo4j", Severity::Critical),
    ("redis", "it opens Redis", Severity::High),
    ("rediss", "it opens Redis", Severity::High),
    ("amqp", "it opens a message broker", Severity::High),
    ("amqps", "it opens a message broker", Severity::High),
    ("mqtt", "it opens a message broker", Severity::High),
    ("mqtts", "it opens a message broker", Severity::High),
    ("nats", "it opens a message broker", Severity::High),
    ("kafka", "it opens Kafka", Severity::High),
    ("elasticsearch", "it opens Elasticsearch", Severity::High),
    ("ldap", "it opens a directory", Severity::High),
    ("ldaps", "it opens a directory", Severity::High),
    ("smtp", "it sends mail", Severity::High),
    ("smtps", "it sends mail", Severity::High),
    ("imap", "it opens a mailbox", Severity::High),
    ("imaps", "it opens a mailbox", Severity::High),
    ("ftp", "it opens a file server", Severity::High),
    ("ftps", "it opens a file server", Severity::High),
    ("sftp", "it opens a file server", Severity::High),
    ("ssh", "it opens a machine", Severity::High),
    ("rtsp", "it opens a camera", Severity::Medium),
    ("socks5", "it opens a proxy", Severity::Medium),
    ("http", "it opens a web service", Severity::High),
    ("https", "it opens a web service", Severity::High),
];

/// The longest scheme that is looked for, driver included: `postgresql+psycopg2`.
const SCHEME: usize = 32;

/// The scheme before the `://` at `at`, without a driver behind a `+` or a version of the protocol before it.
fn scheme(text: &[u8], at: usize) -> &[u8] {
    let before = &text[at.saturating_sub(SCHEME)..at];
    let length = before
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
        .count();
    &before[before.len() - length..]
}

fn known(scheme: &[u8]) -> Option<&'static (&'static str, &'static str, Severity)> {
    let find = |part: &[u8]| SCHEMES.iter().find(|(name, ..)| name.as_bytes().eq_ignore_ascii_case(part));
    let mut parts = scheme.split(|&byte| byte == b'+');
    // `mongodb+srv`, `postgresql+asyncpg`; but `git+https`, `svn+ssh`.
    parts.next().and_then(find).or_else(|| parts.next_back().and_then(find))
}

/// Reads user and password behind the `://` at `span.start`.
#[must_use]
pub(super) fn password(text: &[u8], span: Range<usize>, secret: &Range<usize>) -> Option<Reading> {
    let scheme = scheme(text, span.start);
    // Names of images and of code, with a version and a digest behind them.
    if [&b"docker"[..], b"oci", b"purl", b"npm", b"data"].contains(&scheme) {
        return None;
    }
    // The token stands where the user does.
    if is_filler(&text[secret.clone()]) {
        return None;
    }
    let known = known(scheme);
    Some(Reading {
        severity: known.map(|(.., severity)| *severity),
        notes: known.iter().map(|(_, note, _)| (*note).into()).collect(),
        ..Reading::default()
    })
}

/// Whether a password only says that there is none, because a token stands before it.
fn is_filler(password: &[u8]) -> bool {
    [&b"x-oauth-basic"[..], b"x", b"X"].contains(&password)
}

/// Reads a token behind the `://` at `span.start`, where a user stands.
#[must_use]
pub(super) fn token(text: &[u8], span: Range<usize>, secret: &Range<usize>) -> Option<Reading> {
    let scheme = scheme(text, span.start);
    if !(scheme.eq_ignore_ascii_case(b"https") || scheme.eq_ignore_ascii_case(b"http") || scheme.ends_with(b"+https")) {
        return None;
    }
    let value = &text[secret.clone()];
    let has = |test: fn(&u8) -> bool| value.iter().any(test);
    let host = text[secret.end..].iter().skip_while(|&&byte| byte != b'@').skip(1);
    let host: Vec<u8> =
        host.take(120).take_while(|byte| !matches!(byte, b'/' | b'"' | b'\'' | b' ')).copied().collect();
    // Sentry's addresses hold a key that is public by design, in this place.
    let public = host.windows(6).any(|part| part == b"sentry") || host.ends_with(b"bugsnag.com");
    let random = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    (random && !public).then(|| Reading { notes: vec!["it stands where a user does".into()], ..Reading::default() })
}

/// Reads `user:password@tcp(`, from the user on.
#[must_use]
pub(super) fn dsn(text: &[u8], span: Range<usize>) -> Option<Reading> {
    let value = &text[span.clone()];
    let at = memchr::memrchr(b'@', value)?;
    let colon = memchr::memchr(b':', &value[..at])?;
    // Behind `://` it is an address, which another rule reads.
    let user = &value[..colon];
    let secret = span.start + colon + 1..span.start + at;
    if user.is_empty() || secret.len() < 4 || value[colon..].starts_with(b"://") || user.ends_with(b"//") {
        return None;
    }
    Some(Reading { secret: Some(secret), notes: vec!["it opens a database".into()], ..Reading::default() })
}
