//! What credentials are called: a grammar by role, in five languages and eight spellings.

use std::fmt;

/// What a credential is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    Password,
    Passphrase,
    Pin,
    SigningKey,
    EncryptionKey,
    ApiKey,
    Token,
    PrivateKey,
    ClientSecret,
    Salt,
    Connection,
    WebhookSecret,
    Credential,
}

impl Role {
    pub(crate) const ALL: [Self; 13] = [
        Self::Password,
        Self::Passphrase,
        Self::Pin,
        Self::SigningKey,
        Self::EncryptionKey,
        Self::ApiKey,
        Self::Token,
        Self::PrivateKey,
        Self::ClientSecret,
        Self::Salt,
        Self::Connection,
        Self::WebhookSecret,
        Self::Credential,
    ];

    /// The role of this name in a carrier's file.
    pub(crate) fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|role| role.to_string() == name);
        found.unwrap_or_else(|| panic!("no role is called `{name}`"))
    }

    /// What may stand in front, and the names themselves: words divided by spaces.
    fn grammar(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Password => (
                &[
                    "admin", "root", "user", "smtp", "mail", "ldap", "ftp", "service", "keystore", "proxy", "login",
                    "sudo",
                ],
                &["password", "password", "password", "passwd", "pwd"],
            ),
            Self::Passphrase => (&["key", "ssh", "gpg", "backup", "wallet", "cert"], &["passphrase", "pass phrase"]),
            Self::Pin => (&["user", "card", "door", "admin", "sim"], &["pin", "pin code"]),
            Self::SigningKey => (
                &["", "app", "jwt", "session", "cookie", "webhook", "url"],
                &[
                    "jwt secret",
                    "signing key",
                    "session secret",
                    "secret key",
                    "cookie secret",
                    "hmac key",
                    "jwt signing key",
                    "secret key base",
                    "signing secret",
                ],
            ),
            Self::EncryptionKey => (
                &["", "data", "field", "backup", "storage", "db"],
                &["encryption key", "aes key", "master key", "crypto key", "cipher key", "encrypt key"],
            ),
            Self::ApiKey => (
                &["internal", "partner", "maps", "weather", "billing", "mailer", "sms", "geo", "vendor"],
                &["api key", "api key", "apikey", "api secret", "access key", "subscription key"],
            ),
            Self::Token => (
                &["", "deploy", "bot", "ci", "registry", "service", "admin", "webapp", "upload"],
                &["auth token", "access token", "api token", "bearer token", "token", "refresh token"],
            ),
            Self::PrivateKey => {
                (&["", "wallet", "signer", "push", "vapid", "account"], &["private key", "privkey", "priv key"])
            }
            Self::ClientSecret => (
                &["", "oauth", "oidc", "azure", "keycloak", "sso", "github"],
                &["client secret", "client secret", "app secret", "consumer secret", "oauth secret"],
            ),
            Self::Salt => (&["password", "hash", "auth", "app", "secret"], &["salt", "pepper", "salt", "hash salt"]),
            Self::Connection => (
                &[
                    "db",
                    "database",
                    "postgres",
                    "mysql",
                    "redis",
                    "mongo",
                    "rabbitmq",
                    "pg",
                    "mssql",
                    "datasource",
                    "amqp",
                ],
                &["password", "password", "pass", "pwd", "passwd"],
            ),
            Self::WebhookSecret => (
                &["", "github", "stripe", "gitlab", "payment", "slack"],
                &["webhook secret", "webhook token", "hook secret"],
            ),
            Self::Credential => (
                &["service", "account", "login", "admin", "app", "shared"],
                &["secret", "credential", "credentials", "creds", "auth secret"],
            ),
        }
    }

    /// Names in German, Spanish, French and Portuguese.
    fn foreign(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["passwort", "kennwort", "contrasena", "contraseña", "mot de passe", "senha", "mdp"],
            Self::Connection => {
                &["db passwort", "datenbank passwort", "db contrasena", "mdp base", "senha banco", "senha db"]
            }
            Self::Passphrase => &["passsatz", "frase de paso", "phrase secrete", "frase secreta"],
            Self::SigningKey => &["geheimer schluessel", "clave secreta", "cle secrete", "chave secreta"],
            Self::EncryptionKey => {
                &["verschluesselungs schluessel", "clave de cifrado", "cle de chiffrement", "chave de criptografia"]
            }
            Self::ApiKey => &["api schluessel", "clave api", "cle api", "chave api"],
            Self::Token => &["zugriffs token", "token de acceso", "jeton acces", "token de acesso"],
            Self::PrivateKey => &["privater schluessel", "clave privada", "cle privee", "chave privada"],
            Self::ClientSecret => &["client geheimnis", "secreto cliente", "secret du client", "segredo cliente"],
            Self::Credential => &["geheimnis", "secreto", "app geheimnis", "segredo"],
            Self::Pin | Self::Salt | Self::WebhookSecret => &[],
        }
    }

    /// A name, as words: plain, with something in front, or in another language.
    pub(crate) fn name(self, rng: &mut fastrand::Rng) -> Vec<String> {
        let (fronts, heads) = self.grammar();
        let foreign = self.foreign();
        if !foreign.is_empty() && rng.u8(..8) == 0 {
            return split(foreign[rng.usize(..foreign.len())]);
        }
        let head = heads[rng.usize(..heads.len())];
        // These say nothing on their own, or are the shell's own.
        let bare = matches!(head, "pass" | "pwd" | "pin" | "salt" | "pepper" | "auth secret");
        let front = match rng.u8(..6) {
            0 | 1 if !bare => "",
            2 => super::words::THINGS[rng.usize(..super::words::THINGS.len())],
            _ => fronts[rng.usize(..fronts.len())],
        };
        let mut words = split(front);
        let head = split(head);
        if words.first() == head.first() {
            words.clear();
        }
        words.extend(head);
        words
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password => "password",
            Self::Passphrase => "passphrase",
            Self::Pin => "pin",
            Self::SigningKey => "signing-key",
            Self::EncryptionKey => "encryption-key",
            Self::ApiKey => "api-key",
            Self::Token => "token",
            Self::PrivateKey => "private-key",
            Self::ClientSecret => "client-secret",
            Self::Salt => "salt",
            Self::Connection => "connection",
            Self::WebhookSecret => "webhook-secret",
            Self::Credential => "credential",
        })
    }
}

/// Words divided by spaces.
pub(crate) fn split(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

/// A word with its first letter as a capital.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The words of a name as `style` writes them.
pub(crate) fn spell(words: &[String], style: &str, rng: &mut fastrand::Rng) -> String {
    let pascal = |words: &[String]| words.iter().map(|word| capital(word)).collect::<String>();
    let camel = |words: &[String]| words[0].clone() + &pascal(&words[1..]);
    match style {
        "snake" => words.join("_"),
        "kebab" => words.join("-"),
        "screaming" => words.join("_").to_uppercase(),
        "pascal" => pascal(words),
        "camel" => camel(words),
        "flat" => words.concat(),
        "prose" => capital(&words.join(" ")),
        // A path of settings, whose last part may be several words.
        "dotted" => {
            let at = words.len().saturating_sub(1 + usize::from(words.len() > 1 && rng.bool()));
            let (front, last) = words.split_at(at);
            let last = match rng.u8(..3) {
                0 => last.join("-"),
                1 => camel(last),
                _ => last.join("."),
            };
            front.iter().map(|word| format!("{word}.")).collect::<String>() + &last
        }
        other => panic!("no spelling is called `{other}`"),
    }
}
