//! Words that say what a value is, whoever issued it.

/// What a word in a value's name says of the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// That it is a credential.
    Credential,
    /// That it is made to be seen: a hash, an object's id.
    Other,
}

/// Words for credentials.
pub(super) const CREDENTIAL: &[&str] = &[
    "access",
    "accesskey",
    "accesstoken",
    "api",
    "apikey",
    "apitoken",
    "auth",
    "authentication",
    "authkey",
    "authorization",
    "authtoken",
    "bearer",
    "cert",
    "clave",
    "clientsecret",
    "cookie",
    "cred",
    "credential",
    "credentials",
    "hmac",
    "jwt",
    "key",
    "license",
    "login",
    "oauth",
    "pass",
    "passphrase",
    "passwd",
    "password",
    "pat",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "session",
    "signature",
    "signing",
    "token",
    "webhook",
];

/// Words for what is made to be seen.
pub(super) const OTHER: &[&str] = &[
    "blake2",
    "blake3",
    "checksum",
    "commit",
    "crc32",
    "digest",
    "etag",
    "fingerprint",
    "gitsha",
    "hash",
    "hashes",
    "integrity",
    "md5",
    "revision",
    "sha",
    "sha1",
    "sha256",
    "sha384",
    "sha512",
    "shasum",
    "thumbprint",
];
