//! Ansible: the passwords by which hosts are entered, in inventories and variables, and other secrets in files of
//! variables. What `ansible-vault` encrypted is no finding.

use std::ops::Range;

use super::out::Out;
use super::secret::Secret;
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
            out.plain(Secret::AnsibleBecomePassword, span.clone(), &text[span], &["password", name]);
        }
    }
}

/// What stands behind the name that ends at `at`.
fn value(text: &str, at: usize) -> Option<Range<usize>> {
    let line = at..memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end);
    let rest = text[line.clone()].trim_start_matches(['"', '\'']).trim_start_matches([' ', '\t']);
    let sign = rest.chars().next().filter(|c| matches!(c, '=' | ':'))?;
    let behind = rest[1..].trim_start_matches([' ', '\t']).trim_end();
    let start = line.end - (rest.len() - 1) + (rest.len() - 1 - rest[1..].trim_start_matches([' ', '\t']).len());
    if let Some(quote) = behind.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let end = behind[1..].find(quote)?;
        return Some(start + 1..start + 1 + end);
    }
    let length = match sign {
        '=' => behind.find(char::is_whitespace),
        _ => behind.find(" #").or_else(|| behind.find([',', '}']).filter(|_| text[..at].ends_with('{'))),
    };
    let length = behind[..length.unwrap_or(behind.len())].trim_end().len();
    Some(start..start + length)
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
            out.plain(Secret::AnsibleVariableSecret, entry.value.clone(), &entry.text, &[name]);
        }
    });
}
