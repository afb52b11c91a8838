//! Passwords inside longer values: URLs, connection strings, driver addresses.

use std::ops::Range;

use super::words::Words;

/// A password in a value, with whom and what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Credential {
    /// The password's bytes in the value.
    pub(in crate::check) password: Range<usize>,
    /// The user's name, as it is written; empty where none is.
    pub(in crate::check) user: String,
    /// What it opens.
    pub(in crate::check) host: Host,
}

/// Where a credential is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Host {
    /// This machine, or a container beside it.
    Local,
    /// A name that is kept for examples.
    Example,
    /// Anything else.
    Other,
}

/// The passwords in `value`; none where it is no address.
pub(in crate::check) fn credentials(value: &str, words: &Words) -> Vec<Credential> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(scheme) = value[at..].find("://") {
        let from = at + scheme + 3;
        at = from;
        let rest = &value[from..];
        let end = rest.find(['/', '?', '#', ' ', '"', '\'', '\\']).unwrap_or(rest.len());
        let Some(sign) = rest[..end].rfind('@') else { continue };
        let Some(colon) = rest[..sign].find(':') else { continue };
        if colon + 1 < sign {
            found.push(Credential {
                password: from + colon + 1..from + sign,
                user: rest[..colon].to_owned(),
                host: host_of(&rest[sign + 1..end], words),
            });
        }
    }
    // The Go driver of MySQL: `user:password@tcp(host:3306)/name`.
    if found.is_empty()
        && let Some(sign) = value.find("@tcp(").or_else(|| value.find("@unix("))
        && let Some(colon) = value[..sign].find(':')
        && colon + 1 < sign
    {
        let host = value[sign..].split(['(', ')']).nth(1).unwrap_or_default();
        let host = if value[sign..].starts_with("@unix") { Host::Local } else { host_of(host, words) };
        found.push(Credential { password: colon + 1..sign, user: value[..colon].to_owned(), host });
    }
    if found.is_empty() {
        found.extend(keyed(value, words));
    }
    found
}

/// `Server=…;Uid=…;Password=…`, `host=… password=…`, `?user=…&password=…`.
fn keyed(value: &str, words: &Words) -> Option<Credential> {
    const PASSWORDS: [&str; 8] =
        ["password", "pwd", "accountkey", "sharedaccesskey", "sharedsecret", "access_token", "api_key", "apikey"];
    const USERS: [&str; 5] = ["user id", "userid", "username", "user", "uid"];
    const HOSTS: [&str; 6] = ["server", "data source", "host", "hostname", "endpoint", "addr"];
    let mut parts = Vec::new();
    let mut from = 0;
    // Keys hold blanks where semicolons part them: `User ID=sa;`.
    let signs: &[char] = if value.contains(';') { &[';'] } else { &['&', '?', ' '] };
    for part in value.split_inclusive(signs) {
        let body = part.trim_end_matches(signs);
        if let Some((key, text)) = body.split_once('=') {
            let start = from + key.len() + 1;
            parts.push((key.trim().to_lowercase(), start..start + text.len()));
        }
        from += part.len();
    }
    let of = |names: &[&str]| {
        parts.iter().find(|(key, text)| names.contains(&key.as_str()) && !text.is_empty()).map(|(_, text)| text.clone())
    };
    let password = of(&PASSWORDS)?;
    // A key alone is no connection string: the whole value would be the password's.
    if parts.len() < 2 && !value.contains("://") && !value.contains('?') {
        return None;
    }
    let host = of(&HOSTS).map(|host| &value[host]).or_else(|| value.split("://").nth(1)?.split(['/', '?']).next());
    let user = of(&USERS).map(|user| value[user].to_owned()).unwrap_or_default();
    Some(Credential { password, user, host: host.map_or(Host::Other, |host| host_of(host, words)) })
}

/// What a host is; several, with commas, are judged by the first.
fn host_of(hosts: &str, words: &Words) -> Host {
    let first = hosts.split(',').next().unwrap_or_default().trim_start_matches("tcp:");
    let host = if first.starts_with('[') { first } else { first.split(':').next().unwrap_or_default() };
    let host = host.to_lowercase();
    let hosts = &words.table.hosts;
    let ends = |endings: &[String]| endings.iter().any(|end| host.ends_with(end.as_str()));
    let local = !host.contains('.') && !host.starts_with('[')
        || hosts.local.iter().any(|start| host.starts_with(start.as_str()))
        || ends(&hosts.endings);
    match () {
        () if local => Host::Local,
        () if ends(&hosts.examples) => Host::Example,
        () => Host::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: &str) -> Vec<(String, String, Host)> {
        let all = credentials(value, &Words::embedded());
        all.into_iter().map(|one| (value[one.password].to_owned(), one.user, one.host)).collect()
    }

    #[test]
    fn passwords_stand_in_many_kinds_of_addresses() {
        for (value, password, user, host) in [
            ("postgres://app:pw12@db.acme.io:5432/x", "pw12", "app", Host::Other),
            ("postgresql+asyncpg://app:p:w@localhost/x?y=@", "p:w", "app", Host::Local),
            ("redis://:pw12@cache:6379/0", "pw12", "", Host::Local),
            ("mongodb+srv://u:password@cluster0.ab12c.mongodb.net/?retryWrites=true", "password", "u", Host::Other),
            ("amqp://u:pw@10.0.0.2,u:pw@b", "pw@10.0.0.2,u:pw", "u", Host::Local),
            ("app:pw12@tcp(db.acme.io:3306)/x", "pw12", "app", Host::Other),
            ("Server=tcp:db.acme.io,1433;User ID=sa;Password=pw12;Encrypt=True", "pw12", "sa", Host::Other),
            ("host=localhost user=app password=pw12 dbname=x", "pw12", "app", Host::Local),
            ("jdbc:mysql://db.acme.io/x?user=app&password=pw12", "pw12", "app", Host::Other),
            ("mysql://app:pw12@db.example.org/x", "pw12", "app", Host::Example),
            (
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc==;EndpointSuffix=x",
                "abc==",
                "",
                Host::Other,
            ),
        ] {
            assert_eq!(said(value), [(password.to_owned(), user.to_owned(), host)], "{value}");
        }
    }

    #[test]
    fn addresses_without_a_password_have_none() {
        for value in [
            "https://acme.io/a:b@c",
            "https://abc@o1.ingest.sentry.io/1",
            "http://localhost:8080",
            "a=b",
            "password=x",
            "redis://:@cache",
            "user@acme.io",
            "",
        ] {
            assert!(said(value).is_empty(), "{value}");
        }
    }
}
