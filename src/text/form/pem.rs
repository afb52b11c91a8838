//! Private keys in PEM form (RFC 7468) and what looks like it: OpenSSH's, OpenPGP's and ssh.com's.

use std::ops::Range;

use super::armor::{Body, Walk};
use super::key::{Kind, reading};
use super::{Reading, der, pgp};
use crate::text::base::base64_bytes;

/// The fewest letters of a body: the shortest key there is, one of Curve25519, has 64.
const LEAST: usize = 60;

/// The fewest letters in one stretch: keys are broken into lines of 64 or more, and words are shorter.
const STRETCH: usize = 24;

/// Reads the key whose first line is `span`. `None`: a line without a body, or with something else than a key behind it.
#[must_use]
pub(super) fn read(text: &[u8], span: Range<usize>) -> Option<Reading> {
    let label = label(&text[span.clone()])?;
    let mut walk = Walk::new(text, span.start, span.end);
    let mut locked = false;
    walk.headers(&mut |name, value| locked |= name == b"Proc-Type" && value.ends_with(b"ENCRYPTED"));
    let body = walk.body();
    if !body.ended || body.letters.len() < LEAST || body.longest < STRETCH {
        return None;
    }
    let kind = if locked { Kind::Locked } else { kind(label, &body) };
    Some(reading(kind, body.span))
}

/// The label of a first line: what stands between `BEGIN` and the dashes.
fn label(line: &[u8]) -> Option<&[u8]> {
    let begin = memchr::memmem::find(line, b"BEGIN ")? + b"BEGIN ".len();
    let end = line[begin..].iter().position(|&byte| byte == b'-')?;
    Some(line[begin..begin + end].trim_ascii_end())
}

fn kind(label: &[u8], body: &Body) -> Kind {
    let Some(bytes) = base64_bytes(&body.letters) else { return Kind::Broken };
    let found = match label {
        b"OPENSSH PRIVATE KEY" => openssh(&bytes),
        b"PGP PRIVATE KEY BLOCK" => pgp::kind(&bytes),
        b"SSH2 ENCRYPTED PRIVATE KEY" => ssh2(&bytes),
        b"ENCRYPTED PRIVATE KEY" => {
            let parts = der::sequence(&bytes);
            let tags = parts.map(|parts| parts.iter().map(|part| part.tag).collect::<Vec<_>>());
            tags.filter(|tags| *tags == [der::SEQUENCE, der::OCTETS]).map(|_| Kind::Locked)
        }
        _ => plain(&bytes).then_some(Kind::Open),
    };
    // A passphrase is what this label says, whether what it locks reads or not.
    found.unwrap_or(Kind::Broken)
}

/// Whether bytes are a key of PKCS#8, PKCS#1, SEC 1 or of OpenSSL's DSA: a version, and then an algorithm and the key,
/// numbers, or a string of bytes. Which of them the label says does not matter: people rename files.
fn plain(bytes: &[u8]) -> bool {
    let Some(parts) = der::sequence(bytes) else { return false };
    let [version, first, rest @ ..] = parts.as_slice() else { return false };
    if version.tag == der::OBJECT {
        // TPM 2.0: the kind of key, and then its halves.
        return rest.iter().any(|part| part.tag == der::OCTETS);
    }
    version.tag == der::INTEGER
        && version.content.len() == 1
        && match first.tag {
            der::SEQUENCE => {
                der::element(first.content).is_some_and(|(part, _)| part.tag == der::OBJECT)
                    && rest.first().is_some_and(|key| key.tag == der::OCTETS && !key.content.is_empty())
            }
            der::INTEGER => rest.len() >= 3 && rest.iter().all(|part| matches!(part.tag, der::INTEGER | der::SEQUENCE)),
            der::OCTETS => first.content.len() >= 16,
            _ => false,
        }
}

/// OpenSSH's own form: a mark, the cipher, how its key is made, and then the halves.
fn openssh(bytes: &[u8]) -> Option<Kind> {
    let rest = bytes.strip_prefix(b"openssh-key-v1\0")?;
    let (cipher, rest) = der::string(rest)?;
    let (_, rest) = der::string(rest)?;
    let (_, rest) = der::string(rest)?;
    let (_, rest) = rest.split_first_chunk::<4>()?;
    let (public, rest) = der::string(rest)?;
    let (private, _) = der::string(rest)?;
    let holds = !public.is_empty() && private.len() >= 32;
    holds.then_some(if cipher == b"none" { Kind::Open } else { Kind::Locked })
}

/// ssh.com's form: a mark, the length, the kind of key, the cipher.
fn ssh2(bytes: &[u8]) -> Option<Kind> {
    let rest = bytes.strip_prefix(&[0x3f, 0x6f, 0xf9, 0xeb])?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (kind, rest) = der::string(rest)?;
    let (cipher, rest) = der::string(rest)?;
    let holds = u32::from_be_bytes(*length) as usize == bytes.len() && !kind.is_empty() && !rest.is_empty();
    holds.then_some(if cipher == b"none" { Kind::Open } else { Kind::Locked })
}

/// Reads base64 that begins with the first line of a key, and may be broken into lines.
#[must_use]
pub(super) fn read_in_base64(text: &[u8], span: Range<usize>) -> Option<Reading> {
    let padded = |end: usize| end + text[end..].iter().take(2).take_while(|&&byte| byte == b'=').count();
    let whole = |letters: &[u8]| {
        let bytes = base64_bytes(letters)?;
        // Certificates may stand before it.
        memchr::memmem::find_iter(&bytes, b"-----BEGIN ").find_map(|begin| {
            let dashes = bytes[begin + 11..].iter().take(40).position(|&byte| byte == b'-')? + begin + 11;
            let more = bytes[dashes..].iter().take(5).take_while(|&&byte| byte == b'-').count();
            let line = begin..dashes + more;
            memchr::memmem::find(&bytes[line.clone()], b"PRIVATE KEY")?;
            read(&bytes, line)
        })
    };
    let (reading, end) = match whole(&text[span.clone()]) {
        Some(reading) => (reading, padded(span.end)),
        None => {
            let (letters, end) = broken_into_lines(text, span.start);
            if letters.len() <= span.len() {
                return None;
            }
            (whole(&letters)?, padded(end))
        }
    };
    Some(Reading { secret: Some(span.start..end), ..reading })
}

/// The letters of base64 from `start` on, over line breaks and the blanks behind them; and where they end.
fn broken_into_lines(text: &[u8], start: usize) -> (Vec<u8>, usize) {
    let until = text.len().min(start + super::armor::REACH);
    let (mut letters, mut at, mut end) = (Vec::new(), start, start);
    while at < until {
        match text[at] {
            letter @ (b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'-' | b'_') => {
                letters.push(letter);
                end = at + 1;
            }
            b'\n' | b'\r' | b' ' | b'\t' => {}
            b'\\' if matches!(text.get(at + 1), Some(b'n' | b'r' | b'\n')) => at += 1,
            _ => break,
        }
        at += 1;
    }
    (letters, end)
}
