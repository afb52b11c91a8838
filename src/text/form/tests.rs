#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use fastrand::Rng;

use super::*;
use crate::text::base::base64_encode;

/// A key with its first line at the start of the text.
fn key(label: &str, seed: u64) -> (String, Range<usize>) {
    make::make(Form::Pem, &format!("-----BEGIN {label}-----"), &(0..0), &mut Rng::with_seed(seed)).unwrap()
}

fn read_pem(text: &str) -> Option<Reading> {
    let start = text.find("-----BEGIN").unwrap();
    let end = start + 11 + text[start + 11..].find("-----").unwrap() + 5;
    read(Form::Pem, text.as_bytes(), &(start..end), &(start..end))
}

const LABELS: [&str; 9] = [
    "PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "DSA PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "PGP PRIVATE KEY BLOCK",
    "ANY PRIVATE KEY",
    "ED25519 PRIVATE KEY",
];

#[test]
fn keys_of_every_label_hold() {
    for label in LABELS {
        let (text, secret) = key(label, 1);
        let read = read_pem(&text).unwrap_or_else(|| panic!("{label}"));
        assert_eq!((read.holds, read.secret), (Some(true), Some(secret)), "{label}");
        assert_eq!(read.severity, (label.starts_with("ENCRYPTED")).then_some(Severity::Medium), "{label}");
    }
}

#[test]
fn a_key_with_a_byte_changed_or_a_line_lost_does_not_hold() {
    for label in LABELS {
        let (text, secret) = key(label, 2);
        let mut lines: Vec<&str> = text.lines().collect();
        lines.remove(1);
        let read = read_pem(&lines.join("\n"));
        assert!(read.is_none_or(|read| read.holds == Some(false)), "{label}");
        let short = format!("{}{}", &text[..secret.start + 20], &text[secret.end..]);
        assert_eq!(read_pem(&short), None, "{label}");
    }
}

#[test]
fn what_is_no_body_is_no_key() {
    for body in [
        "...",
        "MIIB",
        "<your key>",
        "${KEY}",
        "your private key goes here, with all of its lines, in this place",
        "{{ key }}",
        "",
    ] {
        assert_eq!(
            read_pem(&format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----")),
            None,
            "{body}"
        );
    }
    let (text, secret) = key("PRIVATE KEY", 3);
    assert_eq!(read_pem(&text[..secret.end]), None, "no last line");
}

#[test]
fn no_bytes_make_a_reader_stop() {
    let mut rng = Rng::with_seed(9);
    let forms = [
        Form::Pem,
        Form::PemInBase64,
        Form::Putty,
        Form::Jwt,
        Form::UrlPassword,
        Form::UrlToken,
        Form::Dsn,
        Form::Jdbc,
        Form::ConnectionString,
        Form::ConnectionParameters,
        Form::BasicAuth,
        Form::Sas,
        Form::SignedUrl,
        Form::Base64Key,
    ];
    let pieces: [&[u8]; 24] = [
        b"-----BEGIN ",
        b"PRIVATE KEY-----",
        b"-----END",
        b"\\n",
        b"\n",
        b"\"",
        b"=",
        b"eyJ",
        b".",
        b"://",
        b":",
        b"@",
        b"%2",
        b"&#",
        b"Private-Lines: 9",
        b"password=",
        b"sig=",
        b"se=",
        b"sv=20",
        b"{",
        b"jdbc:",
        b"\xff",
        b"+ ",
        b"<br",
    ];
    for _ in 0..3000 {
        let mut text = Vec::new();
        for _ in 0..rng.usize(..40) {
            match rng.u8(..3) {
                0 => text.extend((0..rng.usize(..20)).map(|_| rng.u8(..))),
                1 => text.extend((0..rng.usize(..60)).map(|_| rng.alphanumeric() as u8)),
                _ => text.extend(pieces[rng.usize(..pieces.len())]),
            }
        }
        let start = rng.usize(..=text.len());
        let end = rng.usize(start..=text.len());
        let secret = rng.usize(start..=end)..end;
        for form in forms {
            if let Some(read) = read(form, &text, &(start..end), &secret) {
                let secret = read.secret.unwrap_or(secret.clone());
                assert!(secret.start >= start && secret.end <= text.len() && secret.start <= secret.end, "{form:?}");
            }
        }
    }
}

fn jwt(header: &str, claims: &str, signature: usize) -> Option<Reading> {
    let part = |text: &[u8]| base64_encode(text, false);
    let text = format!("{}.{}.{}", part(header.as_bytes()), part(claims.as_bytes()), part(&vec![7; signature]));
    read(Form::Jwt, text.as_bytes(), &(0..text.len()), &(0..text.len()))
}

#[test]
fn tokens_are_judged_by_what_they_say() {
    let hs = r#"{"alg":"HS256","typ":"JWT"}"#;
    let plain = jwt(hs, r#"{"sub":"a"}"#, 32).unwrap();
    assert_eq!((plain.holds, plain.severity, plain.most), (Some(true), None, None));
    assert_eq!(plain.notes, ["it is signed with HS256", "it does not expire"]);
    let old = jwt(hs, r#"{"sub":"a","exp":1614816000}"#, 32).unwrap();
    assert_eq!((old.severity, old.most), (Some(Severity::Low), Some(Confidence::Low)));
    assert!(old.notes.contains(&"it expired in 2021-03".into()));
    let anon = jwt(hs, r#"{"iss":"supabase","role":"anon","exp":1983812996}"#, 32).unwrap();
    assert_eq!(anon.severity, Some(Severity::Info));
    let service = jwt(hs, r#"{"iss":"supabase","role":"service_role","exp":1983812996}"#, 32).unwrap();
    assert_eq!((service.severity, service.most), (Some(Severity::Critical), None));
    let sample = jwt(hs, r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#, 32).unwrap();
    assert_eq!((sample.severity, sample.most), (Some(Severity::Info), Some(Confidence::Low)));
    let words = jwt(hs, r#"{"some":"payload"}"#, 32).unwrap();
    assert_eq!((words.holds, words.most), (Some(true), Some(Confidence::Low)));
    let acme = jwt(hs, r#"{"sub":"b@b.com","company":"ACME"}"#, 32).unwrap();
    assert_eq!((acme.severity, acme.most), (None, Some(Confidence::Low)));
    let nats = jwt(r#"{"typ":"JWT","alg":"ed25519-nkey"}"#, r#"{"iss":"OA","nats":{"type":"user"}}"#, 64).unwrap();
    assert_eq!(nats.severity, Some(Severity::Info));
    assert_eq!(jwt(hs, r#"{"userId":7}"#, 32).unwrap().most, None);
    let none = jwt(r#"{"alg":"none"}"#, r#"{"sub":"a"}"#, 0).unwrap();
    assert_eq!(none.severity, Some(Severity::Info));
    assert_eq!(jwt(hs, r#"{"sub":"a"}"#, 0), None, "cut short");
    assert_eq!(jwt(hs, r#"{"sub":"a"}"#, 20).unwrap().holds, Some(false));
    assert_eq!(jwt(hs, r#"{"sub":"a""#, 32).unwrap().holds, Some(false));
    assert_eq!(jwt(r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#, r#"{"sub":"a"}"#, 32), None, "encrypted");
}
