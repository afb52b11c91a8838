//! The same value in several places: what is joined, what is surer, what is told of two uses and of documents, and that
//! each place keeps an identity of its own.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

#[path = "support/run.rs"]
mod run;

use std::collections::BTreeSet;

use bartizan::check::Sightings;
use bartizan::engine::{Needs, Scanner};
use bartizan::finding::Finding;
use run::{Run, Tree, rules};
use serde_json::Value;

/// A password that nobody else has: words and a number.
fn password(seed: u64) -> String {
    const WORDS: [&str; 12] = [
        "harbour", "lantern", "gravel", "willow", "quarry", "copper", "meadow", "thimble", "walnut", "saddle", "ferry",
        "anvil",
    ];
    let mut rng = fastrand::Rng::with_seed(seed);
    let word = |rng: &mut fastrand::Rng| WORDS[rng.usize(..WORDS.len())];
    format!("{}-{}-{}", word(&mut rng), word(&mut rng), rng.u32(10..99))
}

/// A report of all findings of `secrets`, with the fields that are asked for.
fn scan<'t>(tree: &'t Tree, more: &[&str]) -> Run<'t> {
    tree.scan(&[&["--format", "json", "--only", "secrets", "--min-confidence", "low"], more].concat())
}

/// `path:line rule confidence -> path:line …` of each finding.
fn told(report: &Value) -> Vec<String> {
    let place = |value: &Value| format!("{}:{}", value["path"].as_str().unwrap(), value["line"]);
    let one = |finding: &Value| {
        let related: Vec<String> = finding["related"].as_array().unwrap().iter().map(place).collect();
        let rule = finding["rule"].as_str().unwrap().trim_start_matches("secrets/");
        format!("{} {rule} {} -> {}", place(finding), finding["confidence"].as_str().unwrap(), related.join(" "))
            .trim_end()
            .to_owned()
    };
    report["findings"].as_array().unwrap().iter().map(one).collect()
}

fn also(report: &Value, at: usize, rule: &str) -> bool {
    report["findings"][at]["also"].as_array().unwrap().iter().any(|id| id == rule)
}

#[test]
fn a_value_in_two_files_is_one_finding_and_surer() {
    let tree = Tree::new();
    let value = password(1);
    tree.raw("app/settings.py", format!("password = \"{value}\"\n"));
    let alone = scan(&tree, &[]).go().json();
    assert_eq!(told(&alone), ["app/settings.py:1 generic-password-assignment medium ->"]);
    tree.raw("worker/main.py", format!("import queue\npassword = \"{value}\"\n"));
    let both = scan(&tree, &[]).go().json();
    assert_eq!(told(&both), ["app/settings.py:1 generic-password-assignment high -> worker/main.py:2"]);
    assert!(also(&both, 0, "secrets/repeated-value"));
    assert_eq!(both["findings"][0]["fingerprint"], alone["findings"][0]["fingerprint"]);
    let message = both["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("the same value stands in `worker/main.py` line 2"), "{message}");
    assert_eq!(scan(&tree, &["--skip", "secrets/repeated-value"]).go().json()["findings"].as_array().unwrap().len(), 2);
}

#[test]
fn tests_by_themselves_stay_apart_and_code_speaks_for_its_tests() {
    let tree = Tree::new();
    let value = password(2);
    tree.raw("tests/test_a.py", format!("password = \"{value}\"\n"));
    tree.raw("tests/test_b.py", format!("import b\npassword = \"{value}\"\n"));
    let apart = scan(&tree, &[]).go().json();
    assert_eq!(apart["findings"].as_array().unwrap().len(), 2);
    assert!(!also(&apart, 0, "secrets/repeated-value"));
    tree.raw("web/login.py", format!("import web\n\npassword = \"{value}\"\n"));
    let told = told(&scan(&tree, &[]).go().json());
    let one = "web/login.py:3 generic-password-assignment medium -> tests/test_a.py:1 tests/test_b.py:2";
    assert_eq!(told, [one]);
}

#[test]
fn copies_of_a_file_count_once() {
    let tree = Tree::new();
    let value = password(3);
    let text = format!("password = \"{value}\"\n");
    tree.raw("app/settings.py", &text);
    tree.raw("app/settings.py.orig", format!("# before\n{text}"));
    tree.raw("legacy/app/settings.py", format!("import old\n{text}"));
    tree.raw("other/copied.py", &text);
    let report = scan(&tree, &[]).go().json();
    assert!((0..told(&report).len()).all(|at| !also(&report, at, "secrets/repeated-value")), "{:?}", told(&report));
}

#[test]
fn what_everybody_tries_is_the_same_everywhere() {
    let tree = Tree::new();
    tree.raw("docker-compose.yml", "services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: postgres\n");
    tree.raw("deploy/values.yaml", "redis:\n  redisPassword: postgres\n");
    let report = scan(&tree, &[]).go().json();
    for at in 0..report["findings"].as_array().unwrap().len() {
        assert!(!also(&report, at, "secrets/repeated-value") && !also(&report, at, "secrets/reused-credential"));
    }
}

#[test]
fn a_password_for_two_things_is_told() {
    let stores = |other: &str| {
        let tree = Tree::new();
        let value = password(4);
        tree.raw("app/.env", format!("POSTGRES_PASSWORD={value}\nX=1\n{other}_PASSWORD={value}\n"));
        scan(&tree, &[]).go().json()
    };
    let report = stores("REDIS");
    assert_eq!(told(&report).len(), 1, "{:?}", told(&report));
    assert!(told(&report)[0].starts_with("app/.env:1 ") && told(&report)[0].ends_with("-> app/.env:3"));
    assert!(also(&report, 0, "secrets/reused-credential"));
    let message = report["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("it opens PostgreSQL and Redis"), "{message}");
    // The program calls its store by another name.
    let report = stores("DB");
    assert!((0..told(&report).len()).all(|at| !also(&report, at, "secrets/reused-credential")));

    let tree = Tree::new();
    let value = password(5);
    tree.raw("services/billing/.env", format!("DB_PASSWORD={value}\n"));
    tree.raw("services/reports/.env", format!("DB_HOST=reports.internal\nDB_PASSWORD={value}\n"));
    let report = scan(&tree, &[]).go().json();
    assert_eq!(told(&report).len(), 1);
    assert!(also(&report, 0, "secrets/reused-credential"));

    let tree = Tree::new();
    let service = |name: &str, image: &str| {
        format!("  {name}:\n    image: {image}\n    environment:\n      POSTGRES_PASSWORD: {value}\n")
    };
    tree.raw("docker-compose.yml", format!("services:\n{}{}", service("a", "postgres:16"), service("b", "acme/web")));
    let report = scan(&tree, &[]).go().json();
    assert!((0..told(&report).len()).all(|at| !also(&report, at, "secrets/reused-credential")));
    tree.raw(
        "docker-compose.yml",
        format!("services:\n{}{}", service("a", "postgres:16"), service("b", "postgres:15")),
    );
    let report = scan(&tree, &[]).go().json();
    assert_eq!(told(&report).len(), 1, "{:?}", told(&report));
    assert!(also(&report, 0, "secrets/reused-credential"));
}

#[test]
fn a_document_that_still_holds_it_is_named() {
    let mut tree = Tree::new();
    let value = password(6);
    tree.raw("app/settings.py", format!("password = \"{value}\"\n"));
    let alone = told(&scan(&tree, &[]).go().json());
    tree.raw("docs/setup.md", format!("# Setup\n\nLog in with\n\n    password: {value}\n"));
    let token = tree.secret("secrets/github-pat-classic");
    tree.raw("app/client.py", format!("TOKEN = \"{token}\"\n"));
    tree.raw("README.md", format!("Call it with {token}.\n"));
    let report = scan(&tree, &[]).go().json();
    let told = told(&report);
    // No surer: what a document says is often an example.
    assert!(told.contains(&format!("{} docs/setup.md:5", alone[0])), "{told:?}");
    assert!(told.iter().any(|one| one == "app/client.py:1 github-pat-classic high -> README.md:1"), "{told:?}");
    // A token of a known format is told in each place.
    assert!(told.iter().any(|one| one.starts_with("README.md:1 github-pat-classic")), "{told:?}");
    assert!(!told.iter().any(|one| one.starts_with("docs/setup.md")), "{told:?}");
    let text = report.to_string();
    assert!(text.contains("the same value stands in `docs/setup.md` line 5"), "{text}");
}

#[test]
fn what_may_stay_is_settled_place_by_place() {
    let tree = Tree::new();
    let value = password(7);
    let line = format!("password = \"{value}\"\n");
    tree.raw("a/one.py", &line);
    tree.raw("b/two.py", format!("import two\n{line}"));
    // All places become known, though one finding was shown.
    tree.run(snapbox::cmd::cargo_bin!("bartizan").as_os_str(), ["baseline", "create"].map(Into::into).into())
        .go()
        .code(0);
    let lines = std::fs::read_to_string(tree.path().join(".bartizan/baseline.yaml")).unwrap();
    assert_eq!(lines.matches("generic-password-assignment").count(), 2, "{lines}");
    scan(&tree, &[]).go().code(0);
    // A third place is new, and speaks for the known ones.
    tree.raw("c/three.py", format!("import three\n\n{line}"));
    let report = scan(&tree, &[]).go().code(1).json();
    assert_eq!(told(&report), ["c/three.py:3 generic-password-assignment high -> a/one.py:1 b/two.py:2"]);
    // A comment at one place hides that one.
    std::fs::remove_file(tree.path().join(".bartizan/baseline.yaml")).unwrap();
    let allow = "# bartizan: allow secrets -- a try of the reader\n";
    tree.raw("a/one.py", format!("{allow}{line}"));
    let report = scan(&tree, &[]).go().code(1).json();
    assert_eq!(told(&report).len(), 1);
    assert!(told(&report)[0].starts_with("b/two.py:2 "), "{:?}", told(&report));
    assert_eq!(report["suppressed"].as_array().map(Vec::len), Some(1), "{}", report["suppressed"]);
}

#[test]
fn threads_change_nothing_and_no_format_shows_a_value() {
    let mut tree = Tree::new();
    let values: Vec<String> = (0..8).map(|_| tree.secret("random:24")).collect();
    let mut rng = fastrand::Rng::with_seed(8);
    for number in 0..40 {
        let names = ["password", "db_password", "redis_password", "POSTGRES_PASSWORD", "api_token"];
        let mut text = "import os\n".repeat(rng.usize(..4));
        for _ in 0..rng.usize(1..5) {
            text += &format!("{} = \"{}\"\n", names[rng.usize(..names.len())], values[rng.usize(..values.len())]);
        }
        let folder = ["app", "tests", "docs", "services/a", "services/b"][rng.usize(..5)];
        tree.raw(format!("{folder}/f{number}.py"), text);
    }
    let one = scan(&tree, &["--jobs", "1"]).go().json()["findings"].clone();
    for _ in 0..3 {
        assert_eq!(scan(&tree, &["--jobs", "4"]).go().json()["findings"], one);
    }
    for format in ["human", "jsonl", "sarif", "github"] {
        tree.scan(&["--format", format, "-v", "--min-confidence", "low"]).go();
    }
}

#[test]
fn a_text_by_itself_is_compared_with_itself() {
    let tree = Tree::new();
    let value = password(9);
    let text = format!("MYSQL_PASSWORD={value}\nREDIS_PASSWORD={value}\n");
    let report = scan(&tree, &["-", "--stdin-name", "app.env"]).stdin(text).go().json();
    assert_eq!(told(&report).len(), 1, "{:?}", told(&report));
    assert!(also(&report, 0, "secrets/reused-credential"));
}

/// Of random trees the index tells no more than there are values.
#[test]
fn the_index_tells_a_value_once() {
    let mut rng = fastrand::Rng::with_seed(10);
    for _ in 0..40 {
        let values: Vec<String> = (0..rng.u64(1..5)).map(|_| password(rng.u64(..))).collect();
        let distinct: BTreeSet<&String> = values.iter().collect();
        let tree = Tree::new();
        for number in 0..rng.usize(2..12) {
            let names = ["password", "db.password", "redisPassword", "MYSQL_PASSWORD", "auth_token", "secret", "pw"];
            let folder = ["app", "tests", "docs", "lib", "services/a", "services/b"][rng.usize(..6)];
            let name = ["a.py", "b.json", "c.env", "d.yml", "e.md", "a.py.orig"][rng.usize(..6)];
            let mut text = "# note\n".repeat(rng.usize(..4));
            for _ in 0..rng.usize(1..4) {
                text += &format!("{}: \"{}\"\n", names[rng.usize(..names.len())], values[rng.usize(..values.len())]);
            }
            tree.raw(format!("{folder}/{number}/{name}"), text);
        }
        let report = scan(&tree, &[]).go().json();
        let spoken = report["findings"].as_array().unwrap().iter().filter(|finding| {
            let own = [&finding["rule"]].into_iter().chain(finding["also"].as_array().unwrap());
            own.into_iter().any(|id| id == "secrets/repeated-value" || id == "secrets/reused-credential")
        });
        assert!(spoken.count() <= distinct.len(), "{:?}", told(&report));
    }
}

/// More values than are compared: which are is a matter of their paths.
#[test]
fn what_is_compared_is_bounded_and_said() {
    let scanner = Scanner::new(rules(), None, Needs::default());
    let mut rng = fastrand::Rng::with_seed(11);
    let line = |rng: &mut fastrand::Rng| {
        let value: String = (0..20).map(|_| rng.alphanumeric()).collect();
        format!("password = \"{value}\"\n")
    };
    for number in 0..=Sightings::MOST / 1000 {
        let text: String = (0..1000).map(|_| line(&mut rng)).collect();
        scanner.scan_text(&format!("f{number:03}.py"), text.as_bytes());
    }
    let collected = scanner.finish(None);
    assert!(collected.notes.iter().any(|note| note.message.contains("are not compared")), "{:?}", collected.notes);
    let joined = |found: &Finding| found.also.iter().any(|id| id.as_str() == "secrets/repeated-value");
    assert!(!collected.findings.iter().any(joined));
}
