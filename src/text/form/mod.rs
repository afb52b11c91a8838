//! Structures that code reads where a pattern matched: whether they hold, what they hold, and until when.
//!
//! A pattern says where a private key begins, not whether a key follows; it finds three parts with dots between them, and
//! not who signed them. What is read here is read from the match on, over what a window of a large file shows of the text:
//! no further than [`armor::REACH`] bytes behind the match's start and 512 before it. Nothing is asked of the clock.

mod armor;
mod basic;
pub mod date;
mod der;
mod issuer;
mod jwt;
mod key;
pub mod make;
pub mod name;
mod pairs;
mod pem;
mod pgp;
mod putty;
mod query;
#[cfg(test)]
mod tests;
mod url;

use std::borrow::Cow;
use std::ops::Range;

pub use name::Form;

use super::base::base64_bytes;
use crate::finding::{Confidence, Severity};

/// What was read in a match.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Where the value is, where that is not what the pattern says. It never begins before the match.
    pub secret: Option<Range<usize>>,
    /// Whether the structure holds; `None` where it says nothing of that.
    pub holds: Option<bool>,
    /// How bad it is, where the rule cannot know.
    pub severity: Option<Severity>,
    /// The most that one can be sure of it.
    pub most: Option<Confidence>,
    /// What is to be said of it: parts of a sentence, without a value.
    pub notes: Vec<Cow<'static, str>>,
    /// What the value stands for, where that is to be judged in its place: the password in a header.
    pub plain: Option<Vec<u8>>,
}

/// Reads a match: `span` and `secret` as its pattern says. `None` where it is no finding at all.
#[must_use]
pub fn read(form: Form, text: &[u8], span: &Range<usize>, secret: &Range<usize>) -> Option<Reading> {
    match form {
        Form::Pem => pem::read(text, span.clone()),
        Form::PemInBase64 => pem::read_in_base64(text, span.clone()),
        Form::Putty => putty::read(text, span.clone()),
        Form::Jwt => jwt::read(text, span.clone()),
        Form::UrlPassword => url::password(text, span.clone(), secret),
        Form::UrlToken => url::token(text, span.clone(), secret),
        Form::Dsn => url::dsn(text, span.clone()),
        Form::Jdbc => pairs::jdbc(text, span.clone()),
        Form::ConnectionString => pairs::connection_string(text, span.clone(), secret),
        Form::ConnectionParameters => pairs::parameters(text, span.clone(), secret),
        Form::BasicAuth => basic::read(text, secret.clone()),
        Form::Sas => query::sas(text, span, secret),
        Form::SignedUrl => query::signed(text, span),
        Form::Base64Key => {
            let value = &text[secret.clone()];
            let letters = value.strip_suffix(b"==").or_else(|| value.strip_suffix(b"=")).unwrap_or(value);
            let length = base64_bytes(letters)?.len();
            matches!(length, 32 | 64).then(|| Reading {
                holds: None,
                notes: vec!["it decodes to a key's bytes".into()],
                ..Reading::default()
            })
        }
    }
}
