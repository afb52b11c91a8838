//! The names of the structures that are read inside a match; the files beside this one read them.
//!
//! The build script includes this file by path: no imports from this crate.

use serde::{Deserialize, Serialize};

/// A structure that code reads where a pattern matched: what no pattern can say, and a wrong one is told from a right one by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// A private key between `-----BEGIN` and `-----END`; the pattern is the first of these lines.
    Pem,
    /// The same in base64 once more, from its first character on.
    PemInBase64,
    /// A key file of PuTTY, from its first line on.
    Putty,
    /// A JSON web token.
    Jwt,
    /// User and password in an address, from `://` on.
    UrlPassword,
    /// A token in an address where a user stands, from `://` on.
    UrlToken,
    /// `user:password@tcp(host)/name`, as Go's drivers are addressed.
    Dsn,
    /// An address of JDBC with a password in it, from `jdbc:` on.
    Jdbc,
    /// `Server=…;User Id=…;Password=…`, from the password's key on.
    ConnectionString,
    /// `host=… user=… password=…`, or a password in an address' query; from the password's key on.
    ConnectionParameters,
    /// What stands behind `Basic` in a header.
    BasicAuth,
    /// The signature of an Azure shared access signature, from `sig=` on.
    Sas,
    /// The signature of an address that a cloud's storage signed.
    SignedUrl,
    /// A key of 32 or 64 random bytes in base64.
    Base64Key,
}

impl Form {
    /// What has to hold, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Pem => {
                "a body in base64 between the key's two lines, and in it a key of the kind that the line names"
            }
            Self::PemInBase64 => "a private key in PEM form in what the base64 stands for",
            Self::Putty => "the lines of a key file, and in them a private half",
            Self::Jwt => {
                "three parts, of which the first two are JSON objects, and a signature as long as its algorithm makes it"
            }
            Self::UrlPassword => "the user, the password and the host of an address",
            Self::UrlToken => "a token and the host of an address",
            Self::Dsn => "a user and a password before the network and the host",
            Self::Jdbc => "an address of JDBC with a password among its parameters",
            Self::ConnectionString => {
                "the keys of a server or a driver beside the password's, with semicolons between them"
            }
            Self::ConnectionParameters => {
                "the keys of a host, a user or a database beside the password's, or an address before it"
            }
            Self::BasicAuth => "base64 of a user, a colon and a password",
            Self::Sas => "a signature of 32 bytes among the parameters of a shared access signature",
            Self::SignedUrl => "a signature among the parameters of a signed address",
            Self::Base64Key => "base64 of 32 or 64 bytes",
        }
    }
}
