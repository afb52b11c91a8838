//! What a credential is for, by its name: who loses what if everybody knows its value.

use crate::check::env_example::role::{Key, Role};
use crate::check::env_example::words::Words;
use crate::text::name;

/// What a credential is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It signs, encrypts or opens what the program itself issues: sessions, tokens, cookies, its own interface. Whoever
    /// knows it can make them, and the program takes a value that everybody can read as well as any other.
    Own,
    /// It opens a data store, a mail server, an account: a password that both sides were told.
    Password,
    /// Somebody else issued it, and refuses a made-up one.
    Issued,
}

impl Purpose {
    #[cfg(test)]
    pub(super) const ALL: [Self; 3] = [Self::Own, Self::Password, Self::Issued];

    /// As the table in the documents calls it.
    #[cfg(test)]
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Own => "key of one's own",
            Self::Password => "password",
            Self::Issued => "token that somebody else issued",
        }
    }

    /// By a name; `None` for one that names no credential.
    pub(super) fn of(key: &Key) -> Option<Self> {
        /// Words that say that the program itself checks what this makes.
        const OWN: [&str; 14] = [
            "jwt",
            "session",
            "sessions",
            "cookie",
            "cookies",
            "signing",
            "sign",
            "hmac",
            "csrf",
            "nextauth",
            "encryption",
            "encrypt",
            "sso",
            "flask",
        ];
        /// Words that say who lets somebody in with it.
        const INNER: [&str; 2] = ["internal", "admin"];
        /// Last words of a key.
        const KEYS: [&str; 7] = ["secret", "key", "secretkey", "base", "salt", "pepper", "secrets"];
        /// First words of what is done with a credential.
        const DONE: [&str; 12] = [
            "update", "reset", "change", "generate", "force", "require", "store", "save", "remember", "show", "forgot",
            "pred",
        ];
        /// All of a name that says no more than that it is the application's key.
        const PLAIN: [&[&str]; 9] = [
            &["secret", "key"],
            &["secret", "key", "base"],
            &["secretkey"],
            &["app", "key"],
            &["app", "secret"],
            &["application", "secret"],
            &["auth", "secret"],
            &["secret"],
            &["token", "secret"],
        ];
        /// Words before it that change nothing.
        const BEFORE: [&str; 16] = [
            "django",
            "rails",
            "my",
            "default",
            "the",
            "server",
            "backend",
            "self",
            "this",
            "config",
            "settings",
            "process",
            "env",
            "app",
            "prod",
            "production",
        ];
        const PASSWORD: [&str; 9] =
            ["password", "passwd", "pwd", "pass", "pw", "passphrase", "passwort", "kennwort", "senha"];
        if key.role != Role::Secret {
            return None;
        }
        let words: Vec<&str> = key.words.iter().map(String::as_str).collect();
        let last = words.last()?.trim_end_matches(|c: char| c.is_ascii_digit());
        if DONE.contains(&words[0]) || words.contains(&"nopasswd") {
            return None;
        }
        if PASSWORD.iter().any(|word| last.ends_with(word)) {
            return Some(Self::Password);
        }
        let bare = words.iter().position(|word| !BEFORE.contains(word)).unwrap_or(0);
        let all_before = |from: usize| PLAIN.contains(&&words[from..]);
        let plain = (0..=bare).any(all_before);
        let issued = words.iter().any(|word| matches!(*word, "client" | "aws" | "access" | "s3" | "aes"));
        // A session's key may be the name under which something stands in it.
        let kept =
            last == "key" && words.iter().any(|word| matches!(*word, "session" | "sessions" | "cookie" | "cookies"));
        let keys = KEYS.contains(&last) && !kept && words.iter().any(|word| OWN.contains(word));
        let inner = words.iter().any(|word| INNER.contains(word)) && (KEYS.contains(&last) || last == "token");
        let own = (keys || inner && !kept) && !issued;
        Some(if plain || own { Self::Own } else { Self::Issued })
    }

    /// By what a name says in any language.
    pub(super) const fn of_role(role: name::Role) -> Self {
        match role {
            name::Role::Password | name::Role::Passphrase | name::Role::Pin | name::Role::Credential => Self::Password,
            name::Role::SigningKey | name::Role::EncryptionKey => Self::Own,
            _ => Self::Issued,
        }
    }

    /// By a name as it is written.
    pub(super) fn read(name: &str, words: &Words) -> Option<(Self, Key)> {
        let key = Key::new(name, words);
        Some((Self::of(&key)?, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_credential_is_for() {
        let words = Words::embedded();
        for (purpose, names) in [
            (
                Some(Purpose::Own),
                "SECRET_KEY JWT_SECRET SESSION_SECRET secret_key_base app.config.SECRET_KEY jwtSecret COOKIE_SECRET signingKey \
                 DJANGO_SECRET_KEY NEXTAUTH_SECRET INTERNAL_API_KEY internal_service_token ENCRYPTION_KEY APP_KEY process.env.JWT_SECRET_KEY \
                 jwt.secret AUTH_SECRET csrf_secret settings.secret_key",
            ),
            (
                Some(Purpose::Password),
                "DB_PASSWORD POSTGRES_PASSWORD adminPassword spring.datasource.password REDIS_PASS MYSQL_ROOT_PASSWORD smtp_pwd password",
            ),
            (
                Some(Purpose::Issued),
                "STRIPE_SECRET_KEY AWS_SECRET_ACCESS_KEY GITHUB_TOKEN OPENAI_API_KEY client_secret SLACK_BOT_TOKEN apiKey TWILIO_AUTH_TOKEN sessionToken csrf_token AWS_SESSION_TOKEN",
            ),
            (
                None,
                "PORT TOKEN_URL secretName PASSWORD_MIN_LENGTH publicKey JWT_EXPIRES_IN SESSION_TTL update_password NOPASSWD",
            ),
        ] {
            for name in names.split_whitespace() {
                assert_eq!(Purpose::read(name, &words).map(|(purpose, _)| purpose), purpose, "{name}");
            }
        }
    }
}
