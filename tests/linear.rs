//! Work stays linear in the text, whatever stands in it: by counters, not by seconds.
//!
//! A text of twice the length costs at most twice the work, give or take; and there is a bound for a single byte:
//! [`TRIES`] regular expressions, each of which reads at most its rule's reach, and [`CONTEXT`] bytes searched for
//! context words.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::LazyLock;

use bartizan::check::secrets::Secrets;
use bartizan::check::{Check, Cx, Work};
use bartizan::finding::ReportPath;
use bartizan::rule::{RuleSet, embedded};
use bartizan::source::{Blob, Encoding, Origin};

/// The most regular expressions tried for 100 bytes of text: the shortest thing that proposes anything is a name of
/// three letters, which three rules look at, or a `://`, which five look at, and a value without an anchor of 16 and
/// more bytes is tried by the rules whose words stand around it.
const TRIES: u64 = 170;

/// The most bytes searched for context words for a byte of text: a value of 16 bytes looks at its line, at most 512
/// bytes on either side; the rules that it is proposed to look again.
const CONTEXT: u64 = 40;

fn work(text: &[u8]) -> Work {
    static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::new(embedded()));
    static CHECK: LazyLock<Secrets<'static>> = LazyLock::new(|| Secrets::new(&RULES));
    let origin = Origin { path: ReportPath::from_bytes(b"a.txt"), explicit: true, lines: None };
    let own = 0..text.len();
    let blob = Blob { origin: &origin, text, base: 0, own, encoding: Encoding::Ascii, last: true };
    let mut cx = Cx::default();
    CHECK.run(&blob, &mut cx, &mut Vec::new());
    cx.work
}

/// `make(n)` is a text of about `n` bytes.
fn is_linear(name: &str, make: &dyn Fn(usize) -> Vec<u8>) {
    const SIZE: usize = 300_000;
    let (one, two) = (make(SIZE), make(2 * SIZE));
    assert!(two.len() <= 2 * one.len() + 2000 && one.len() > SIZE / 2, "{name}: {} and {}", one.len(), two.len());
    let (length, one, two) = (two.len() as u64, work(&one), work(&two));
    assert_eq!(two.bytes, length, "{name}");
    for (what, once, twice) in [
        ("candidates", one.candidates, two.candidates),
        ("verifications", one.verifications, two.verifications),
        ("context bytes", one.context_bytes, two.context_bytes),
        ("matches", one.matches, two.matches),
    ] {
        assert!(twice <= once * 22 / 10 + 100, "{name}: {once} {what} become {twice}");
    }
    assert!(two.verifications * 100 <= length * TRIES, "{name}: {two:?}");
    assert!(two.context_bytes <= length * CONTEXT, "{name}: {two:?}");
    if std::env::var_os("BARTIZAN_SHOW_WORK").is_some() {
        panic!("{name}: {two:?}");
    }
}

fn repeated(piece: &str, size: usize) -> Vec<u8> {
    piece.bytes().cycle().take(size / piece.len() * piece.len()).collect()
}

/// Random characters of an alphabet.
fn random(alphabet: &str, size: usize) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(5);
    let alphabet = alphabet.as_bytes();
    (0..size).map(|_| alphabet[rng.usize(..alphabet.len())]).collect()
}

const ALPHANUMERIC: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const HEX: &str = "0123456789abcdef";

#[test]
fn one_run_of_token_characters() {
    is_linear("random", &|size| random(ALPHANUMERIC, size));
    is_linear("one letter", &|size| repeated("a", size));
    is_linear("dashes", &|size| repeated("-", size));
    is_linear("slashes", &|size| repeated("/", size));
    is_linear("escapes", &|size| repeated("\\n\\u0022%3D", size));
}

#[test]
fn one_name_over_and_over() {
    for name in ["password", "secret", "token", "api_key", "password=", "secret:\"", "token = '", "passwordpwdtoken"] {
        is_linear(name, &|size| repeated(name, size));
    }
}

#[test]
fn quotes_and_structures() {
    for piece in ["\"", "'\"`", "password=\"", "password = 'a\" ", "://", "://:", "://a:b", "://a:bbbbbbbb@", ":@"] {
        is_linear(piece, &|size| repeated(piece, size));
    }
    is_linear("an open literal", &|size| [b"password = \"".to_vec(), random(ALPHANUMERIC, size)].concat());
    is_linear("an open URL", &|size| [b"postgres://a:".to_vec(), random(ALPHANUMERIC, size)].concat());
}

#[test]
fn keys_that_begin_and_never_end() {
    let body = String::from_utf8(random(&format!("{ALPHANUMERIC}+/"), 500)).unwrap();
    for piece in [
        "-----BEGIN".to_owned(),
        "-----BEGIN ".to_owned(),
        "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
        "-----BEGIN RSA PRIVATE KEY-----\n".to_owned(),
        format!("-----BEGIN RSA PRIVATE KEY-----\n{body}\n"),
        format!("-----BEGIN RSA PRIVATE KEY-----\\n{body}"),
        format!("-----BEGIN PRIVATE KEY-----\n{body}"),
        format!("-----BEGIN OPENSSH PRIVATE KEY-----{body}"),
        format!("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{body}"),
        "-----BEGIN RSA PRIVATE KEY----- -----BEGIN EC PRIVATE KEY-----".to_owned(),
    ] {
        is_linear(&piece[..piece.len().min(60)], &|size| repeated(&piece, size));
    }
    // One key, and then nothing but base64, broken into lines or not.
    let alphabet = format!("{ALPHANUMERIC}+/");
    is_linear("one key", &|size| [b"-----BEGIN RSA PRIVATE KEY-----\n".to_vec(), random(&alphabet, size)].concat());
}

#[test]
fn structures_that_begin_over_and_over() {
    for piece in [
        "eyJ.eyJ.",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.",
        "://a:b@",
        "://a:bbbbbbbbb1@h",
        "sv=2020-01-01&se=1&sig=",
        "jdbc:a:",
        "jdbc:oracle:thin:a/bbbb@",
        "password=a;server=",
        "pwd",
        "pwd=",
        "host=a user=b password=aaaaaaaa ",
        "app:secret99@tcp(",
        "Basic YWJjOmRlZmdoaWprbG1ub3A=",
        "PuTTY-User-Key-File-2: ssh-rsa\n",
        "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSUV ",
        "-----BEGIN PRIVATE KEY-----\"",
        "\"-----BEGIN PRIVATE KEY-----\\n\" +",
    ] {
        is_linear(piece, &|size| repeated(piece, size));
    }
}

#[test]
fn values_without_an_anchor() {
    is_linear("paths", &|size| repeated("a/b/c/", size));
    is_linear("longer paths", &|size| repeated("include/linux/of_device1/", size));
    let joined = |joint: &str, length: usize, size: usize| {
        let pieces = random(HEX, size);
        let pieces = pieces.chunks(length).map(|piece| String::from_utf8_lossy(piece).into_owned());
        pieces.collect::<Vec<_>>().join(joint).into_bytes()
    };
    for joint in ["-", "/", "+", " ", "=", ".", "\\n"] {
        for length in [16, 32, 40, 64] {
            is_linear(&format!("hex of {length} joined by {joint:?}"), &|size| joined(joint, length, size));
        }
    }
}

#[test]
fn context_words_beside_values() {
    let values = |word: &str, length: usize, size: usize| {
        let pieces = random(HEX, size);
        let beside = |piece: &[u8]| format!("{word} {} ", String::from_utf8_lossy(piece));
        pieces.chunks(length).map(beside).collect::<String>().into_bytes()
    };
    for word in ["datadog", "twilio", "cloudflare", "heroku", "mailgun", "aws", "newrelic", "aws datadog twilio heroku"]
    {
        for length in [32, 36, 40] {
            is_linear(&format!("{word} beside {length}"), &|size| values(word, length, size));
        }
        is_linear(word, &|size| repeated(&format!("{word} "), size));
    }
}
