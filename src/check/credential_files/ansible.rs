//! Ansible: the passwords by which hosts are entered, in inventories and variables, and other secrets in files of
//! variables. What `ansible-vault` encrypted is no finding.

use std::ops::Range;

use super::kind::Kind;
use super::out::Out;
use crate::check::env_example::role::{Key, Role};
use crate::syntax::yaml;

/// Variables that hold a password, behind `ansible_`.
const PASSWORDS: [&str; 14] = [
    "password",
    "pass",
    "ssh_pass",
    "ssh_password",
    "become_pass",
    "become_password",
    "sudo_pass",
    "su_pass",
    "winrm_password",
    "httpapi_pass",
    "httpapi_password",
    "network_cli_password",
    "ssh_private_key_passphrase",
    "private_key_passphrase",
];

/// Inventories and variables, in INI or YAML: both write a name, a sign and a value.
pub(super) fn inventory(text: &str, out: &mut Out<'_, '_>) {
    const FRONT: &str = "ansible_";
    for at in memchr::memmem::find_iter(text.as_bytes(), FRONT.as_bytes()) {
        let bytes = text.as_bytes();
        if at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') {
            continue;
        }
        let rest = &text[at + FRONT.len()..];
        let length = rest.bytes().take(40).take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
        let name = &rest[..length];
        if !PASSWORDS.contains(&name) {
            continue;
        }
        if let Some(span) = value(text, at + FRONT.len() + length) {
            out.plain(Kind::AnsibleBecomePassword, span.clone(), &text[span], &["password", name]);
        }
    }
}

/// What stands behind the name that ends at `at`.
fn value(text: &str, at: usize) -> Option<Range<usize>> {
    /// The longest that is looked at: an inventory may be one line.
    const MOST: usize = 1024;
    let ahead = &text.as_bytes()[at..text.len().min(at + MOST)];
    let end = at + memchr::memchr(b'\n', ahead).unwrap_or(ahead.len());
    let end = (at..=end).rev().find(|&end| text.is_char_boundary(end))?;
    let rest = text[at..end].trim_end();
    let end = at + rest.len();
    // A name in quotes is YAML or JSON.
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start_matches([' ', '\t']);
    let sign = rest.chars().next().filter(|c| matches!(c, '=' | ':'))?;
    let behind = rest[1..].trim_start_matches([' ', '\t']);
    let start = end - behind.len();
    if let Some(quote) = behind.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let close = behind[1..].find(quote)?;
        return Some(start + 1..start + 1 + close);
    }
    let length = if sign == '=' { behind.find(char::is_whitespace) } else { behind.find(" #") };
    let value = behind[..length.unwrap_or(behind.len())].trim_end();
    // In a mapping on one line.
    let value = if sign == ':' { value.trim_end_matches([',', '}']) } else { value };
    Some(start..start + value.len())
}

/// `group_vars`, `host_vars`, `vars` and `defaults` of roles.
pub(super) fn variables(text: &str, out: &mut Out<'_, '_>) {
    if text.starts_with("$ANSIBLE_VAULT") {
        return;
    }
    yaml::read(text, &mut |entry| {
        let name = entry.name();
        let own = name.strip_prefix("ansible_").is_some_and(|rest| PASSWORDS.contains(&rest));
        if !own && Key::new(name, out.words()).role == Role::Secret && !entry.text.starts_with("$ANSIBLE_VAULT") {
            out.plain(Kind::AnsibleVariableSecret, entry.value.clone(), &entry.text, &[name]);
        }
    });
}
