//! Rare words by which JSON and YAML are known to hold credentials, whatever the file is called: one pass over the
//! text for all of them.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{Read, docker, google, jwk, kubernetes};

/// A word, and who reads a text in which it stands.
type Mark = (&'static str, Read);

const JSON: [Mark; 6] = [
    ("\"service_account\"", google::read),
    ("\"authorized_user\"", google::read),
    ("\"kty\"", jwk::read),
    ("\"auths\"", docker::read),
    ("\"Secret\"", kubernetes::json),
    ("\"client-key-data\"", kubernetes::config),
];

const YAML: [Mark; 5] = [
    ("Secret", kubernetes::yaml),
    ("client-key-data:", kubernetes::config),
    ("current-context:", kubernetes::config),
    ("\"auths\"", docker::read),
    ("ansible_", super::ansible::inventory),
];

static JSON_MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(JSON.map(|mark| mark.0)).ok());
static YAML_MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(YAML.map(|mark| mark.0)).ok());

/// Adds who reads this JSON.
pub(super) fn json(text: &[u8], readers: &mut Vec<Read>) {
    marked(JSON_MARKS.as_ref(), &JSON, text, readers);
}

/// Adds who reads this YAML.
pub(super) fn yaml(text: &[u8], readers: &mut Vec<Read>) {
    marked(YAML_MARKS.as_ref(), &YAML, text, readers);
}

fn marked(marks: Option<&AhoCorasick>, table: &[Mark], text: &[u8], readers: &mut Vec<Read>) {
    let Some(marks) = marks else { return };
    let mut seen = 0u32;
    for found in marks.find_iter(text) {
        let mark = found.pattern().as_usize();
        if seen & 1 << mark == 0 {
            seen |= 1 << mark;
            let read = table[mark].1;
            if !readers.iter().any(|own| std::ptr::fn_addr_eq(*own, read)) {
                readers.push(read);
            }
            if seen.count_ones() as usize == table.len() {
                return;
            }
        }
    }
}
