//! The table of `rules/names.yaml`, as it is written: what names say.
//!
//! The build script includes this file by path: no imports from this crate.

use serde::{Deserialize, Serialize};

/// What the value given to a name would be. From the strongest to the weakest; the last two are neighbours of secrets
/// and none themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Password,
    Passphrase,
    Pin,
    SigningKey,
    EncryptionKey,
    ApiKey,
    Token,
    PrivateKey,
    ClientSecret,
    Secret,
    Salt,
    Pepper,
    Connection,
    Credential,
    Recovery,
    User,
    Host,
}

/// What a name is that holds the words of a secret and means something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alike {
    Widget,
    About,
    Reference,
    Path,
    Public,
    Lookup,
    Text,
    Hash,
    Style,
    Message,
    Flag,
    Header,
    Variable,
    Action,
    Parser,
    Page,
}

/// How sure a name is of its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    Weak,
    Likely,
    Sure,
}

/// The table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Always `names`.
    pub table: String,
    /// Words and phrases that name a secret, where they end a name.
    pub roles: Vec<RoleWords>,
    /// What a secret's word means otherwise, by the word before it: `primary` before `key`.
    pub before: Vec<Before>,
    /// Words that end a name and make it one about a secret: `password_hint`.
    pub last: Vec<Words>,
    /// Words that begin a name: `enable_password`, `reset_password`.
    pub first: Vec<Words>,
    /// Words that stand anywhere: `INVALID_PASSWORD`.
    pub anywhere: Vec<Words>,
    /// What stands behind the thing itself and changes nothing: `SECRET_KEY_PROD`.
    pub tails: Vec<String>,
    /// What is glued in front of short words: `dbpass`, `apikey`.
    pub fronts: Vec<String>,
    /// Words that end in a secret's word by chance.
    pub never: Vec<String>,
}

/// Phrases of a role, words cut by blanks.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleWords {
    pub role: Role,
    pub strength: Strength,
    pub words: Vec<String>,
}

/// Words that turn a noun into something else.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Before {
    pub alike: Alike,
    pub noun: String,
    pub words: Vec<String>,
}

/// Words of something that only looks alike.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub alike: Alike,
    pub words: Vec<String>,
}
