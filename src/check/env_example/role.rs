//! What a key is for, by the words of its name.

use super::words::Words;

/// A key's name and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::check) struct Key {
    /// Its words, in lower case.
    pub(in crate::check) words: Vec<String>,
    pub(in crate::check) role: Role,
    /// Whether what it opens is there to be tried out.
    pub(in crate::check) trial: bool,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum Role {
    /// A password, token, key: whoever has it can do something.
    Secret,
    /// A secret by its name that a browser gets all the same.
    Browser,
    /// Everybody may see it, or nobody is hurt by it.
    Harmless,
    /// Nothing is known of it.
    Other,
}

impl Key {
    /// Reads a name.
    pub(in crate::check) fn new(name: &str, words: &Words) -> Self {
        let own = split(name);
        let keys = &words.table.keys;
        let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
        let trial = own.iter().any(|word| is(&keys.trial, word));
        let role = role(&own, words);
        Self { words: own, role, trial }
    }
}

fn role(own: &[String], words: &Words) -> Role {
    let keys = &words.table.keys;
    let is = |list: &[String], word: &str| list.iter().any(|known| known == word);
    // What stands behind the thing itself: `SECRET_KEY_PROD`, `TOKEN_2`.
    let mut body = own;
    while let Some((last, rest)) = body.split_last()
        && !rest.is_empty()
        && (is(&keys.tails, last) || last.bytes().all(|byte| byte.is_ascii_digit()))
    {
        body = rest;
    }
    let (Some(last), Some(first)) = (body.last(), own.first()) else { return Role::Other };
    let trimmed = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let joined = own.join("_");
    let browser = own.len() > 2
        && keys
            .browser
            .iter()
            .any(|front| joined.strip_prefix(front.as_str()).is_some_and(|rest| rest.starts_with('_')));
    if !browser && own.iter().any(|word| is(&keys.public, word)) {
        return Role::Harmless;
    }
    let before = body.len().checked_sub(2).map(|at| body[at].as_str());
    let stem = |word: &str| keys.stems.iter().any(|stem| word.contains(stem.as_str()));
    let a_key = matches!(trimmed, "key" | "keys") && before.is_none_or(|word| !is(&keys.plain, word));
    let flag = own.len() > 1 && is(&keys.flags, first);
    let secret =
        !is(&keys.about, trimmed) && !flag && (a_key || is(&keys.words, trimmed) || body.iter().any(|word| stem(word)));
    if secret {
        return if browser { Role::Browser } else { Role::Secret };
    }
    if own.iter().any(|word| is(&keys.harmless, word)) { Role::Harmless } else { Role::Other }
}

/// The words of a name: cut at what is no letter or digit, and where camel case sets a capital.
pub(in crate::check) fn split(name: &str) -> Vec<String> {
    /// No name has more.
    const MOST: usize = 24;
    let mut words: Vec<String> = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        let mut word = String::new();
        let mut before = ' ';
        for c in part.chars() {
            if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            word.extend(c.to_lowercase());
            before = c;
        }
        words.push(word);
        if words.len() > MOST {
            break;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(names: &str) -> Vec<Role> {
        let words = Words::embedded();
        names.split_whitespace().map(|name| Key::new(name, &words).role).collect()
    }

    #[test]
    fn secrets() {
        let names = "DB_PASSWORD PGPASSWORD MYSQL_ROOT_PASSWORD SECRET_KEY_BASE JWT_SECRET API_KEY APIKEY OPENAI_API_KEY \
            STRIPE_SECRET_KEY AWS_SECRET_ACCESS_KEY ACCESS_TOKEN SMTP_PASS REDIS_PW apiKey clientSecret app.secret \
            NEXTAUTH_SECRET ENCRYPTION_KEY APP_KEY SALT PASSWORD_SALT DB_PASSWORD_PROD API_KEY_2 API_KEY1 \
            SIGNING_KEY PRIVATE_KEY GITHUB_PAT SESSION_SECRET TELEGRAM_BOT_TOKEN CREDENTIALS DB_PWD TOKEN_LIVE \
            WALLET_MNEMONIC CLOUDINARY_API_SECRET RAILS_MASTER_KEY VAPID_PRIVATE_KEY REFRESH_TOKEN_SECRET";
        for (name, role) in names.split_whitespace().zip(roles(names)) {
            assert_eq!(role, Role::Secret, "{name}");
        }
    }

    #[test]
    fn what_is_about_secrets_and_what_is_not() {
        let names = "PORT NODE_ENV DATABASE_URL LOG_LEVEL AWS_ACCESS_KEY_ID PUBLIC_KEY STRIPE_PUBLISHABLE_KEY TOKEN_URL \
            JWT_EXPIRES_IN TOKEN_TTL PASSWORD_FILE SECRET_NAME KEY_PATH JWT_ALGORITHM PASSWORD_MIN_LENGTH TOKEN_EXPIRY \
            VAPID_PUBLIC_KEY SUPABASE_ANON_KEY RECAPTCHA_SITE_KEY MAX_TOKENS ENABLE_TOKENS USE_PASSWORD CACHE_KEY \
            DB_USER ADMIN_EMAIL SALT_ROUNDS API_KEY_HEADER PRIMARY_KEY MAIL_ENCRYPTION REDIS_HOST COMPASS BYPASS_CACHE \
            KEYCLOAK_REALM MONKEY SECRETS_MANAGER_REGION AUTH_TOKEN_TYPE";
        for (name, role) in names.split_whitespace().zip(roles(names)) {
            assert!(matches!(role, Role::Other | Role::Harmless), "{name} {role:?}");
        }
        assert_eq!(
            roles("NEXT_PUBLIC_API_KEY VITE_SECRET_TOKEN REACT_APP_API_KEY"),
            [Role::Browser, Role::Browser, Role::Browser]
        );
    }

    #[test]
    fn what_is_there_to_be_tried_out() {
        let words = Words::embedded();
        assert!(Key::new("TEST_USER_PASSWORD", &words).trial);
        assert!(!Key::new("USER_PASSWORD", &words).trial);
    }
}
