//! `Authorization: Basic`: a user and a password in base64 (RFC 7617).

use std::ops::Range;

use super::Reading;
use crate::text::base::base64_bytes;

/// Reads what stands behind `Basic`. `None`: it is no user with a password.
#[must_use]
pub(super) fn read(text: &[u8], secret: Range<usize>) -> Option<Reading> {
    let value = &text[secret.clone()];
    let padding = value.iter().rev().take(2).take_while(|&&byte| byte == b'=').count();
    let plain = String::from_utf8(base64_bytes(&value[..value.len() - padding])?).ok()?;
    let (user, password) = plain.split_once(':')?;
    let written = |part: &str| !part.chars().any(char::is_control);
    // Those of the examples in RFC 7617, and of OAuth's RFC 6749, which libraries repeat.
    let documented = matches!(user, "Aladdin" | "s6BhdRkqt3") || user == "test" && password.starts_with("123");
    if !written(user) || !written(password) || password.len() < 4 || documented {
        return None;
    }
    Some(Reading {
        notes: vec!["it decodes to a user and a password".into()],
        plain: Some(password.as_bytes().to_vec()),
        ..Reading::default()
    })
}
