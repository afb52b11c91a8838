//! What a password opens, by the words of the name it is given to.

/// The word of a name, and what people call what it stands for.
const STORES: [(&str, &str); 43] = [
    ("amqp", "RabbitMQ"),
    ("arango", "ArangoDB"),
    ("arangodb", "ArangoDB"),
    ("cassandra", "Cassandra"),
    ("clickhouse", "ClickHouse"),
    ("couchdb", "CouchDB"),
    ("elastic", "Elasticsearch"),
    ("elasticsearch", "Elasticsearch"),
    ("ftp", "FTP"),
    ("gitea", "Gitea"),
    ("gitlab", "GitLab"),
    ("grafana", "Grafana"),
    ("imap", "the mail server"),
    ("influx", "InfluxDB"),
    ("influxdb", "InfluxDB"),
    ("jenkins", "Jenkins"),
    ("kafka", "Kafka"),
    ("keycloak", "Keycloak"),
    ("ldap", "LDAP"),
    ("mail", "the mail server"),
    ("mariadb", "MySQL"),
    ("memcached", "memcached"),
    ("minio", "MinIO"),
    ("mongo", "MongoDB"),
    ("mongodb", "MongoDB"),
    ("mosquitto", "MQTT"),
    ("mqtt", "MQTT"),
    ("mssql", "SQL Server"),
    ("mysql", "MySQL"),
    ("neo4j", "Neo4j"),
    ("nexus", "Nexus"),
    ("oracle", "Oracle"),
    ("pg", "PostgreSQL"),
    ("pgadmin", "pgAdmin"),
    ("postgres", "PostgreSQL"),
    ("postgresql", "PostgreSQL"),
    ("rabbitmq", "RabbitMQ"),
    ("redis", "Redis"),
    ("sftp", "FTP"),
    ("smtp", "the mail server"),
    ("sqlserver", "SQL Server"),
    ("ssh", "SSH"),
    ("vault", "Vault"),
];

/// What the words of a name say it opens; `None` where they name nothing, or several things.
pub(super) fn opens(words: &[String]) -> Option<&'static str> {
    let of = |word: &str| {
        let at = STORES.binary_search_by(|(known, _)| (*known).cmp(word)).ok()?;
        Some(STORES[at].1)
    };
    // `PGPASSWORD`, `mysqlpassword`: glued.
    let glued = |word: &str| {
        let front = ["password", "passwd", "pass"].iter().find_map(|end| word.strip_suffix(end))?;
        of(front)
    };
    let mut named = words.iter().filter_map(|word| of(word).or_else(|| glued(word)));
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::env_example::role::split;

    #[test]
    fn names_say_what_they_open() {
        assert!(STORES.is_sorted());
        for (name, what) in [
            ("POSTGRES_PASSWORD", Some("PostgreSQL")),
            ("PGPASSWORD", Some("PostgreSQL")),
            ("spring.data.redis.password", Some("Redis")),
            ("mailPassword", Some("the mail server")),
            ("DB_PASSWORD", None),
            ("password", None),
            ("REDIS_TO_POSTGRES_PASSWORD", None),
        ] {
            assert_eq!(opens(&split(name)), what, "{name}");
        }
    }
}
