//! The table of `rules/names.yaml`, as it is written: what names say.
//!
//! The build script includes this file by path: no imports from this crate.

use serde::{Deserialize, Serialize};

/// What the value given to a name would be. The last two are neighbours of secrets and none themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A password of an account, a data store, a key file.
    Password,
    /// A password of several words, which mostly opens a key.
    Passphrase,
    /// A short number that opens something.
    Pin,
    /// What signs sessions, tokens, cookies, requests.
    SigningKey,
    /// What encrypts and decrypts.
    EncryptionKey,
    /// What one service asks of another, as a key.
    ApiKey,
    /// The same as a token.
    Token,
    /// The secret half of a pair of keys.
    PrivateKey,
    /// The secret of an application that signs people in with OAuth.
    ClientSecret,
    /// A secret of which no more is said.
    Secret,
    /// What is hashed together with a password, and kept beside it.
    Salt,
    /// The same, kept elsewhere.
    Pepper,
    /// An address that may hold a user and a password.
    Connection,
    /// What opens something, as one text or of several parts.
    Credential,
    /// What gives an account or a wallet back to whoever has it.
    Recovery,
    /// Who signs in.
    User,
    /// Where.
    Host,
}

/// What a name is that holds the words of a secret and means something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alike {
    /// `passwordField`, `arrow_key`.
    Widget,
    /// `tokenType`, `password_length`.
    About,
    /// `secretName`, `key_id`.
    Reference,
    /// `token_url`, `key_file`.
    Path,
    /// `publicKey`.
    Public,
    /// `primaryKey`, `cache_key`.
    Lookup,
    /// `password_hint`.
    Text,
    /// `password_hash`.
    Hash,
    /// `token-color`.
    Style,
    /// `INVALID_PASSWORD`.
    Message,
    /// `has_password`.
    Flag,
    /// `api_key_header`.
    Header,
    /// `password_env_var`.
    Variable,
    /// `reset_password`.
    Action,
    /// `comma_token`.
    Parser,
    /// `next_page_token`.
    Page,
    /// `boarding_pass`.
    Other,
}

/// How sure a name is of its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// It may as well be something else: `token`, `key`.
    Weak,
    /// It mostly is: `github_token`.
    Likely,
    /// It is hardly ever anything else: `password`, `api_key`.
    Sure,
}

/// The table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Always `names`.
    pub table: String,
    /// Words and phrases that name a secret or its neighbour, where they end a name.
    pub roles: Vec<RoleWords>,
    /// Phrases that end with a secret's word and mean something else: `primary key`.
    pub otherwise: Vec<Words>,
    /// Words that end a name and make it one about a secret: `password_hint`.
    pub last: Vec<Words>,
    /// Words that begin a name, or stand directly before a secret's: `enable_password`, `user_reset_password`.
    pub first: Vec<Words>,
    /// Whole parts of a name beside a secret's: `form.errors.password`.
    pub sections: Vec<Words>,
    /// Words that stand anywhere beside a secret's: `PASSWORD_TOO_SHORT_CODE`.
    pub anywhere: Vec<Words>,
    /// What stands behind the thing itself and changes nothing: `SECRET_KEY_PROD`.
    pub tails: Vec<String>,
    /// What stands before it and tells nothing of it: `self.token`, `my_token`.
    pub empty: Vec<String>,
    /// Whose it is: `password_admin`, and glued to short words: `dbpass`. `SendGrid` does not send.
    pub owners: Vec<String>,
    /// What else is glued in front of short words: `signkey`.
    pub fronts: Vec<String>,
    /// Words that end in a secret's word by chance: `dbcompass`.
    pub never: Vec<String>,
}

/// Phrases of a role, words cut by blanks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleWords {
    /// What they name.
    pub role: Role,
    /// How sure that is where the name tells more than the phrase.
    pub strength: Strength,
    /// How sure it is where the name tells no more; `None`: the same.
    #[serde(default)]
    pub bare: Option<Strength>,
    /// The phrases.
    pub words: Vec<String>,
    /// Each phrase stands behind one of these, unless there are none.
    #[serde(default)]
    pub behind: Vec<String>,
}

/// Phrases of something that only looks alike.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What they are.
    pub alike: Alike,
    /// The phrases.
    pub words: Vec<String>,
    /// Each phrase stands behind one of these, unless there are none.
    #[serde(default)]
    pub behind: Vec<String>,
}

/// All phrases of a group: each word, behind each of what it stands behind.
pub fn phrases<'a>(words: &'a [String], behind: &'a [String]) -> impl Iterator<Item = String> + 'a {
    let alone = behind.is_empty().then_some("");
    let fronts = behind.iter().map(String::as_str).chain(alone);
    fronts.flat_map(move |front| words.iter().map(move |word| format!("{front} {word}").trim_start().to_owned()))
}
