//! Values whose structure holds, for rules' own examples and for tests: no file may hold one, so they are made when needed.

use std::ops::Range;

use fastrand::Rng;

use super::Form;
use super::date::AS_OF;
use crate::text::base::{base64_bytes, base64_encode};

/// A text in which a form holds, and where in it the value stands.
pub type Made = (String, Range<usize>);

/// Makes a text for a match of `form`: `drawn` is a match that was drawn from the rule's pattern, and `secret` its value.
/// `None` where the form asks for no more than the pattern does.
#[must_use]
pub fn make(form: Form, drawn: &str, secret: &Range<usize>, rng: &mut Rng) -> Option<Made> {
    let behind = |before: &str, value: String, after: &str| {
        let range = before.len()..before.len() + value.len();
        Some((format!("{before}{value}{after}"), range))
    };
    match form {
        Form::Pem => pem(drawn, rng),
        Form::PemInBase64 => {
            let label = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"][rng.usize(..4)];
            let (inner, _) = pem(&format!("-----BEGIN {label}-----"), rng)?;
            behind("", base64_encode(format!("{inner}\n").as_bytes(), true), "")
        }
        Form::Putty => {
            let private = [string(&bytes(rng, 28)), string(&bytes(rng, 44)), string(&bytes(rng, 44))].concat();
            let (public, private) =
                (lines(&base64_encode(&bytes(rng, 51), true), 64), lines(&base64_encode(&private, true), 64));
            let head = format!(
                "{drawn}\nEncryption: none\nComment: key\nPublic-Lines: {}\n{public}\nPrivate-Lines: {}\n",
                public.lines().count(),
                private.lines().count()
            );
            behind(&head, private, &format!("\nPrivate-MAC: {}\n", hex(&bytes(rng, 20))))
        }
        Form::Jwt => behind("", jwt(drawn, rng), ""),
        Form::UrlPassword | Form::Base64Key => None,
        Form::UrlToken => {
            // A letter and a digit, which a random one nearly always has.
            behind("https://", format!("a1{}", word(rng, 38)), "@git.acme.example/app.git")
        }
        Form::Dsn => behind("app:", word(rng, 20), "@tcp("),
        Form::Jdbc => {
            let kind = ["postgresql", "mysql", "mariadb"][rng.usize(..3)];
            behind(&format!("jdbc:{kind}://db.acme.example:5432/app?user=app&password="), word(rng, 20), "&ssl=true")
        }
        Form::ConnectionString => {
            let key = drawn.split('=').next()?.trim();
            behind(
                &format!("Server=tcp:db.acme.example,1433;Database=app;User ID=app;{key}="),
                word(rng, 20),
                ";Encrypt=True",
            )
        }
        Form::ConnectionParameters => {
            let key = drawn.split('=').next()?.trim().to_ascii_lowercase();
            behind(&format!("host=db.acme.example port=5432 user=app {key}="), word(rng, 20), " dbname=app")
        }
        Form::BasicAuth => {
            let value = base64_encode(format!("{}:{}", word(rng, 8), word(rng, 20)).as_bytes(), true);
            behind(&drawn[..secret.start], value, "")
        }
        Form::Sas => {
            let value =
                base64_encode(&bytes(rng, 32), true).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
            behind("sv=2022-11-02&ss=b&srt=sco&sp=rl&se=2031-01-01T00%3A00%3A00Z&spr=https&sig=", value, "")
        }
        Form::SignedUrl => {
            let name = drawn[..secret.start].trim_end_matches("Signature=");
            behind(
                &format!("{name}Date=20310101T000000Z&{name}Expires=600&{}", &drawn[..secret.start]),
                drawn[secret.clone()].to_owned(),
                "",
            )
        }
    }
}

/// A signed token, with a header, claims and a signature as long as those of `drawn`, where that has three parts.
fn jwt(drawn: &str, rng: &mut Rng) -> String {
    const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
    let parts: Vec<&str> = drawn.split('.').collect();
    let (head, body, signature) = match parts.as_slice() {
        &[head, body, signature] if body.len() >= 60 && signature.len() >= 25 => (head, body.len(), signature.len()),
        _ => ("", 0, 0),
    };
    let fixed =
        base64_bytes(head.as_bytes()).and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    let (header, size) = match fixed {
        Some(header) if header.is_object() => (head.to_owned(), 32),
        _ => {
            let (name, size) = match signature * 3 / 4 {
                256 => ("RS256", 256),
                64 => ("HS512", 64),
                _ => ("HS256", 32),
            };
            let header = if head.is_empty() {
                HEADER.to_owned()
            } else {
                padded(&format!(r#"{{"alg":"{name}","kid":""#), head.len(), rng)
            };
            (base64_encode(header.as_bytes(), false), size)
        }
    };
    let claims = format!(r#"{{"exp":{},"sub":""#, AS_OF + 400_000_000);
    format!(
        "{header}.{}.{}",
        base64_encode(padded(&claims, body, rng).as_bytes(), false),
        base64_encode(&bytes(rng, size), false)
    )
}

/// JSON that begins so, and goes on with a string as long as it takes for so many letters of base64; at least 12.
fn padded(start: &str, letters: usize, rng: &mut Rng) -> String {
    let more = (letters * 3 / 4).saturating_sub(start.len() + 2).max(12);
    format!("{start}{}\"}}", word(rng, more))
}

/// The key that a first line announces, with its last line.
fn pem(first: &str, rng: &mut Rng) -> Option<Made> {
    let label = first.trim_start_matches(['-', ' ']).strip_prefix("BEGIN ")?.trim_end_matches(['-', ' ']);
    let body = base64_encode(&key(label, rng), true);
    let head = format!("{first}\n");
    let body = lines(&body, 64);
    let range = head.len()..head.len() + body.len();
    Some((format!("{head}{body}\n{}", first.replacen("BEGIN", "END", 1)), range))
}

/// The bytes of a key, of the kind that a label names.
fn key(label: &str, rng: &mut Rng) -> Vec<u8> {
    let number =
        |length: usize, rng: &mut Rng| der(0x02, &[&[rng.u8(1..0x80)], bytes(rng, length - 1).as_slice()].concat());
    let version = |number: u8| der(0x02, &[number]);
    let algorithm = der(0x30, &der(0x06, &[0x2b, 0x65, 0x70]));
    match label {
        "OPENSSH PRIVATE KEY" => [
            b"openssh-key-v1\0".to_vec(),
            string(b"none"),
            string(b"none"),
            string(b""),
            vec![0, 0, 0, 1],
            string(&bytes(rng, 51)),
            string(&bytes(rng, 136)),
        ]
        .concat(),
        "PGP PRIVATE KEY BLOCK" => {
            let numbers = [number_of_pgp(rng, 256), vec![0, 17, 1, 0, 1]].concat();
            let body = [vec![4], bytes(rng, 4), vec![1], numbers, vec![0], bytes(rng, 640)].concat();
            [vec![0x95], (body.len() as u16).to_be_bytes().to_vec(), body].concat()
        }
        "SSH2 ENCRYPTED PRIVATE KEY" => {
            let inner = [string(b"if-modn{sign{rsa-pkcs1-sha1}}"), string(b"none"), string(&bytes(rng, 300))].concat();
            [&[0x3f, 0x6f, 0xf9, 0xeb], ((inner.len() + 8) as u32).to_be_bytes().as_slice(), &inner].concat()
        }
        "ENCRYPTED PRIVATE KEY" => der(0x30, &[algorithm, der(0x04, &bytes(rng, 96))].concat()),
        "EC PRIVATE KEY" | "ECDSA PRIVATE KEY" => {
            der(0x30, &[version(1), der(0x04, &bytes(rng, 32)), der(0xa1, &der(0x03, &bytes(rng, 66)))].concat())
        }
        "RSA PRIVATE KEY" => {
            let long: Vec<u8> = (0..2).flat_map(|_| number(128, rng)).collect();
            let short: Vec<u8> = (0..5).flat_map(|_| number(64, rng)).collect();
            der(0x30, &[version(0), long, der(0x02, &[1, 0, 1]), short].concat())
        }
        "DSA PRIVATE KEY" => {
            let numbers: Vec<u8> = [128, 20, 128, 128, 20].into_iter().flat_map(|length| number(length, rng)).collect();
            der(0x30, &[version(0), numbers].concat())
        }
        _ => der(0x30, &[version(0), algorithm, der(0x04, &der(0x04, &bytes(rng, 32)))].concat()),
    }
}

fn number_of_pgp(rng: &mut Rng, length: usize) -> Vec<u8> {
    [&((length * 8) as u16).to_be_bytes(), bytes(rng, length).as_slice()].concat()
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let head = match length {
        0..=127 => vec![tag, length as u8],
        128..=255 => vec![tag, 0x81, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [head.as_slice(), content].concat()
}

fn string(content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32).to_be_bytes(), content].concat()
}

fn bytes(rng: &mut Rng, count: usize) -> Vec<u8> {
    (0..count).map(|_| rng.u8(..)).collect()
}

fn word(rng: &mut Rng, count: usize) -> String {
    (0..count).map(|_| rng.alphanumeric()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn lines(text: &str, width: usize) -> String {
    let pieces: Vec<&str> = (0..text.len()).step_by(width).map(|at| &text[at..text.len().min(at + width)]).collect();
    pieces.join("\n")
}
