//! Structures that code reads in a match: every label of keys in every carrier, every scheme of addresses with passwords
//! of every shape, tokens, headers and connection strings; and what looks like them and is none.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use std::collections::HashMap;

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::{Confidence, Finding, Severity};
use bartizan::rule::generate::{Generated, Generator};
use bartizan::rule::{Rule, RuleSet, embedded};
use bartizan::text::base::base64_encode;
use fastrand::Rng;

fn rules() -> RuleSet {
    RuleSet::new(embedded())
}

fn scan(rules: &RuleSet, name: &str, text: &[u8]) -> Vec<Finding> {
    let scanner = Scanner::new(rules, None, Needs::default());
    scanner.scan_text(name, text);
    scanner.finish(None).findings
}

/// The same of many texts, each a file of its own: building the tables takes longer than a small text does.
fn scan_all(rules: &RuleSet, files: &[(String, String)]) -> Vec<Vec<Finding>> {
    let scanner = Scanner::new(rules, None, Needs::default());
    files.iter().for_each(|(name, text)| scanner.scan_text(name, text.as_bytes()));
    let mut by_file: HashMap<String, Vec<Finding>> = HashMap::new();
    for finding in scanner.finish(None).findings {
        by_file.entry(finding.path.to_text()).or_default().push(finding);
    }
    files.iter().map(|(name, _)| by_file.remove(name).unwrap_or_default()).collect()
}

fn rule<'r>(rules: &'r RuleSet, id: &str) -> &'r Rule {
    rules.rules().iter().find(|rule| rule.id.as_str() == id).unwrap_or_else(|| panic!("{id}"))
}

fn made(rules: &RuleSet, id: &str, rng: &mut Rng) -> Generated {
    Generator::new(rule(rules, id)).token(rng).unwrap()
}

const KEYS: [&str; 8] = [
    "secrets/pem-private-key",
    "secrets/pem-private-key-rsa",
    "secrets/pem-private-key-ec",
    "secrets/pem-private-key-dsa",
    "secrets/openssh-private-key",
    "secrets/pem-encrypted-private-key",
    "secrets/pgp-private-key",
    "secrets/ssh2-encrypted-private-key",
];

/// A file's name, and how a key's lines are carried in it.
type Carrier = (&'static str, fn(&[&str]) -> String);

/// What carries keys.
const CARRIERS: [Carrier; 17] = [
    ("key.pem", |lines| lines.join("\n")),
    ("crlf.pem", |lines| lines.join("\r\n") + "\r\n"),
    ("a.json", |lines| format!("{{\"key\": \"{}\\n\", \"other\": \"abc\"}}", lines.join("\\n"))),
    ("crlf.json", |lines| format!("{{\"key\": \"{}\\r\\n\"}}", lines.join("\\r\\n"))),
    ("slashes.json", |lines| format!("{{\"key\": \"{}\"}}", lines.join("\\n").replace('/', "\\/"))),
    ("nested.json", |lines| format!("{{\"text\": \"{{\\\"key\\\": \\\"{}\\\"}}\"}}", lines.join("\\\\n"))),
    ("a.yaml", |lines| format!("tls:\n  key: |\n    {}\n  other: 1\n", lines.join("\n    "))),
    ("quoted.yaml", |lines| format!("key: \"{}\"\n", lines.join("\\n"))),
    (".env", |lines| format!("KEY=\"{}\"\nOTHER=1\n", lines.join("\\n"))),
    ("one.txt", |lines| format!("key {} and more", lines.join(" "))),
    ("A.java", |lines| format!("String key = \"{}\\n\";\nint a = 1;", lines.join("\\n\" +\n    \""))),
    ("a.c", |lines| format!("char key[] = \"{}\\n\";", lines.join("\\n\"\n\""))),
    ("a.php", |lines| format!("$key = '{}';", lines.join("' . \"\\n\" .\n  '").replace("\"\\n\"", "PHP_EOL"))),
    ("a.js", |lines| format!("const key = ['{}'].join('\\n');", lines.join("',\n  '"))),
    ("a.vb", |lines| format!("key = \"{}\" & vbCrLf", lines.join("\" & vbCrLf & _\n  \""))),
    ("a.py", |lines| format!("def f():\n    return \"\"\"{}\n\"\"\"\n", lines.join("\n"))),
    ("a.diff", |lines| format!("@@ -0,0 +1,3 @@\n+{}\n", lines.join("\n+"))),
];

#[test]
fn keys_of_every_label_are_found_in_every_carrier() {
    let rules = rules();
    let mut rng = Rng::with_seed(21);
    for id in KEYS {
        for round in 0..4 {
            let key = made(&rules, id, &mut rng);
            let lines: Vec<&str> = key.text.lines().collect();
            let files: Vec<(String, String)> =
                CARRIERS.iter().map(|(name, carry)| ((*name).to_owned(), carry(&lines))).collect();
            for ((name, text), findings) in files.iter().zip(scan_all(&rules, &files)) {
                let found = findings.iter().find(|finding| finding.rule.as_str() == id);
                let found = found.unwrap_or_else(|| panic!("{id} in {name}, round {round}"));
                assert_eq!(found.confidence, Confidence::High, "{id} in {name}: {}", found.message);
                // From the first letter of the body to the last: nothing of the carrier before it and behind it.
                let body = key.secret().as_bytes();
                let value = &text.as_bytes()[found.span.start as usize..found.span.end as usize];
                assert_eq!((value[0], value.last()), (body[0], body.last()), "{id} in {name}");
                assert!(value.len() >= body.iter().filter(|&&byte| byte != b'\n').count(), "{id} in {name}");
            }
        }
    }
}

#[test]
fn a_key_in_base64_is_found_whole_and_in_lines() {
    let rules = rules();
    let mut rng = Rng::with_seed(22);
    for id in &KEYS[..7] {
        let key = made(&rules, id, &mut rng);
        let text = base64_encode(format!("{}\n", key.text).as_bytes(), true);
        let pieces: Vec<&str> = (0..text.len()).step_by(76).map(|at| &text[at..text.len().min(at + 76)]).collect();
        for carried in [
            format!("data:\n  tls.key: {text}\n"),
            format!("KEY_B64={text}"),
            format!("data:\n  tls.key: |\n    {}\n  tls.crt: x\n", pieces.join("\n    ")),
            format!("{{\"key\": \"{}\"}}", pieces.join("\\n")),
        ] {
            let findings = scan(&rules, "a.yaml", carried.as_bytes());
            let found = findings
                .iter()
                .any(|f| f.rule.as_str() == "secrets/base64-pem-private-key" && f.confidence == Confidence::High);
            assert!(found, "{id}: {} findings in {} bytes", findings.len(), carried.len());
        }
        // Cut short, as in pages about it.
        assert!(scan(&rules, "a.md", format!("key: {}...", &text[..90]).as_bytes()).is_empty(), "{id}");
    }
}

#[test]
fn a_broken_key_is_said_to_be_broken_and_stays() {
    let rules = rules();
    let mut rng = Rng::with_seed(23);
    for id in KEYS {
        let key = made(&rules, id, &mut rng).text;
        let mut lines: Vec<&str> = key.lines().collect();
        // A line of another key in place of the first.
        let other: String = (0..64).map(|_| rng.alphanumeric()).collect();
        lines[1] = &other;
        let findings = scan(&rules, "a.pem", lines.join("\n").as_bytes());
        let [found] = findings.as_slice() else { panic!("{id}: {} findings", findings.len()) };
        assert_eq!(
            (found.confidence, found.message.ends_with(": its structure does not hold")),
            (Confidence::Low, true),
            "{id}"
        );
    }
}

#[test]
fn a_passphrase_is_seen_and_lowers_the_severity() {
    let rules = rules();
    let mut rng = Rng::with_seed(24);
    let key = made(&rules, "secrets/pem-private-key-rsa", &mut rng);
    let headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n";
    let text = format!("{}{headers}{}", &key.text[..key.secret.start], &key.text[key.secret.start..]);
    for text in [text.clone(), format!("k = \"{}\"", text.replace('\n', "\\n"))] {
        let findings = scan(&rules, "a.txt", text.as_bytes());
        let [found] = findings.as_slice() else { panic!("{} findings", findings.len()) };
        assert_eq!((found.severity, found.confidence), (Severity::Medium, Confidence::High));
    }
    let key = made(&rules, "secrets/putty-private-key", &mut rng);
    for (cipher, severity) in [("none", Severity::Critical), ("aes256-cbc", Severity::Medium)] {
        let text = key.text.replace("Encryption: none", &format!("Encryption: {cipher}"));
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("k: \"{}\"", text.replace('\n', "\\r\\n"))] {
            let findings = scan(&rules, "a.ppk", text.as_bytes());
            let found = findings.iter().find(|f| f.rule.as_str() == "secrets/putty-private-key");
            assert_eq!(found.unwrap_or_else(|| panic!("{cipher}")).severity, severity);
        }
    }
}

#[test]
fn what_is_public_or_no_key_is_quiet() {
    let rules = rules();
    let mut rng = Rng::with_seed(25);
    let body = made(&rules, "secrets/pem-private-key-rsa", &mut rng).secret().to_owned();
    for label in [
        "CERTIFICATE",
        "PUBLIC KEY",
        "RSA PUBLIC KEY",
        "CERTIFICATE REQUEST",
        "PGP MESSAGE",
        "PGP PUBLIC KEY BLOCK",
        "AGE ENCRYPTED FILE",
        "X509 CRL",
    ] {
        let text = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
        assert!(scan(&rules, "a.pem", text.as_bytes()).is_empty(), "{label}");
        assert!(
            scan(&rules, "a.yaml", format!("crt: {}\n", base64_encode(text.as_bytes(), true)).as_bytes()).is_empty(),
            "{label}"
        );
    }
}

#[test]
fn ciphertext_and_hashes_are_quiet() {
    let rules = rules();
    let mut rng = Rng::with_seed(26);
    let mut random = |count: usize| (0..count).map(|_| rng.alphanumeric()).collect::<String>();
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let lines = [
        format!("password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  {}\n  {}\n", hex(&random(40)), hex(&random(40))),
        format!("db_password: ENC[AES256_GCM,data:{},iv:{}=,tag:{}==,type:str]\n", random(24), random(43), random(22)),
        format!("spec:\n  encryptedData:\n    password: Ag{}==\n", random(600)),
        format!("password: $2b$12${}\n", random(53)),
        format!("password = \"$argon2id$v=19$m=65536,t=3,p=4${}${}\"\n", random(22), random(43)),
        format!("password: pbkdf2_sha256$260000${}${}=\n", random(22), random(43)),
        format!("password: $6$rounds=5000${}${}\n", random(16), random(86)),
        format!("password: '{{SSHA}}{}=='\n", random(38)),
        format!("secret: U2FsdGVkX1{}=\n", random(60)),
        format!("-----BEGIN AGE ENCRYPTED FILE-----\n{}\n-----END AGE ENCRYPTED FILE-----\n", random(64)),
    ];
    for line in lines {
        let loud: Vec<Finding> = scan(&rules, "a.yaml", line.as_bytes());
        let loud: Vec<&str> = loud
            .iter()
            .filter(|f| f.confidence > Confidence::Low && f.severity > Severity::Low)
            .map(|f| f.rule.as_str())
            .collect();
        assert!(loud.is_empty(), "{}: {loud:?}", &line[..20]);
    }
}

#[test]
fn passwords_of_every_shape_are_found_in_addresses_of_every_scheme() {
    const QUIET: [&str; 8] = [
        "user:password@localhost",
        "app:${DB_PASSWORD}@db",
        "app:{{ password }}@db",
        "app:<password>@db",
        "app:%s@db",
        "app:@db",
        "db:5432",
        "app:$PASSWORD@db",
    ];
    let rules = rules();
    let mut rng = Rng::with_seed(27);
    let (mut loud, mut spans, mut hushed) = (Vec::new(), Vec::new(), Vec::new());
    let schemes = [
        "postgres",
        "postgresql",
        "postgresql+asyncpg",
        "postgresql+psycopg2",
        "mysql",
        "mysql+pymysql",
        "mariadb",
        "mongodb",
        "mongodb+srv",
        "redis",
        "rediss",
        "amqp",
        "amqps",
        "http",
        "https",
        "ftp",
        "sftp",
        "ssh",
        "ldap",
        "ldaps",
        "smtp",
        "smtps",
        "imap",
        "mssql",
        "sqlserver",
        "oracle",
        "clickhouse",
        "cockroachdb",
        "nats",
        "kafka",
        "elasticsearch",
        "git+https",
        "socks5",
        "rtsp",
        "HTTPS",
    ];
    for scheme in schemes {
        for shape in 0..6 {
            let mut random = |count: usize| (0..count).map(|_| rng.alphanumeric()).collect::<String>();
            let password = match shape {
                0 => format!("{}4{}", random(7), random(7)),
                1 => format!("{}%40{}%2F{}", random(6), random(5), random(5)),
                2 => format!("{}!{}${}", random(6), random(5), random(5)),
                3 => format!("{}4@{}", random(7), random(8)),
                4 => format!("{}-{}_{}.~", random(6), random(6), random(6)),
                _ => format!("{}7{}", random(30), random(30)),
            };
            for (user, host) in
                [("app", "db.acme.example:5432/app"), ("", "10.1.2.3"), ("a.b-c", "[2001:db8::1]:99/x?y=z")]
            {
                let text = format!("url = \"{scheme}://{user}:{password}@{host}\"\n");
                let start = text.find(&password).unwrap() as u64;
                loud.push((format!("{}.py", loud.len()), text));
                spans.push((scheme, shape, start..start + password.len() as u64));
            }
        }
        for quiet in QUIET {
            hushed.push((format!("{}.py", hushed.len()), format!("url = \"{scheme}://{quiet}/app\"\n")));
        }
    }
    for (findings, (scheme, shape, span)) in scan_all(&rules, &loud).iter().zip(spans) {
        let found = findings.iter().find(|f| f.rule.as_str() == "secrets/url-credentials");
        let found = found.unwrap_or_else(|| panic!("{scheme} {shape}"));
        assert_eq!(found.span, span, "{scheme} {shape}");
        assert!(found.message.contains(": it "), "{scheme} is not known");
    }
    for (findings, (_, text)) in scan_all(&rules, &hushed).iter().zip(&hushed) {
        assert!(findings.is_empty(), "{text}");
    }
}

#[test]
fn both_halves_of_a_basic_header_are_hidden() {
    let rules = rules();
    let mut rng = Rng::with_seed(28);
    let header = made(&rules, "secrets/http-basic-header", &mut rng);
    let text = format!("headers = {{\"Authorization\": \"{}\"}}\n", header.text);
    let findings = scan(&rules, "a.py", text.as_bytes());
    let found = findings.iter().find(|f| f.rule.as_str() == "secrets/http-basic-header").unwrap();
    let start = text.find(header.secret()).unwrap() as u64;
    assert_eq!(found.span, start..start + header.secret.len() as u64);
    for quiet in ["user:password", "admin:changeme", "app:${PASSWORD}", "no colon in it", ":", "user:"] {
        let text = format!("Authorization: Basic {}\n", base64_encode(quiet.as_bytes(), true));
        assert!(scan(&rules, "a.py", text.as_bytes()).is_empty(), "{quiet}");
    }
}

#[test]
fn a_report_does_not_depend_on_the_day() {
    let rules = rules();
    let part = |text: &str| base64_encode(text.as_bytes(), false);
    for (until, severity, confidence, note) in [
        (1_300_000_000_i64, Severity::Low, Confidence::Low, "it expired in 2011-03"),
        (9_000_000_000, Severity::Medium, Confidence::High, "it holds until 2255-03"),
    ] {
        let token = format!(
            "{}.{}.{}",
            part(r#"{"alg":"HS256","typ":"JWT"}"#),
            part(&format!("{{\"sub\":\"u1\",\"exp\":{until}}}")),
            base64_encode(
                &[9; 16].repeat(2).iter().zip(0u8..).map(|(a, b)| a ^ b.wrapping_mul(37)).collect::<Vec<u8>>(),
                false
            )
        );
        let findings = scan(&rules, "a.txt", format!("t = \"{token}\"").as_bytes());
        let found = findings.iter().find(|f| f.rule.as_str() == "secrets/jwt").unwrap();
        assert_eq!((found.severity, found.confidence), (severity, confidence));
        assert!(found.message.contains(note), "{}", found.message);
    }
}
