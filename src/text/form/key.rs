//! What a private key turned out to be, whatever it is written in, and what is said of it.

use std::borrow::Cow;
use std::ops::Range;

use super::Reading;
use crate::finding::Severity;

/// What a body turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A key that anybody can use who has it.
    Open,
    /// A key behind a passphrase.
    Locked,
    /// Nothing that the first line promised.
    Broken,
}

/// What is said of a key.
pub(super) fn reading(kind: Kind, secret: Range<usize>) -> Reading {
    let (severity, note): (_, Cow<'static, str>) = match kind {
        Kind::Open => (None, "its structure holds".into()),
        Kind::Locked => (Some(Severity::Medium), "it is protected by a passphrase".into()),
        Kind::Broken => (None, "its structure does not hold".into()),
    };
    Reading {
        secret: Some(secret),
        holds: Some(kind != Kind::Broken),
        severity,
        notes: vec![note],
        ..Reading::default()
    }
}
