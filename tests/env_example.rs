//! Templates of environment variables and the real files beside them, through the binary: what is compared, what git
//! says, what is refused; and that no value of either comes out.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/run.rs"]
mod run;

use std::fs;
use std::io::Write as _;
use std::process::Command;

use run::{Done, Tree};

const FORMATS: [&str; 5] = ["human", "json", "jsonl", "sarif", "github"];

const LEAKED: &str = "env-example/leaked-value";
const EQUAL: &str = "env-example/equals-real-value";
const TRACKED: &str = "env-example/tracked-env-file";

/// Runs git in the tree, deaf to the settings of whoever runs the test.
fn git(tree: &Tree, args: &[&str]) {
    let done = Command::new("git")
        .args(args)
        .current_dir(tree.path())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" })
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn repository() -> Tree {
    let tree = Tree::new();
    git(&tree, &["init", "-q"]);
    tree
}

/// `path:line:column rule` of the pack's findings, low ones too.
fn found(tree: &Tree) -> Vec<String> {
    scan(tree).places().into_iter().filter(|place| place.contains(" env-example/")).collect()
}

fn scan(tree: &Tree) -> Done {
    tree.scan(&["--format", "json", "--min-confidence", "low", "--fail-on", "never"]).go().code(0)
}

fn notes(done: &Done) -> Vec<String> {
    let json = done.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let all = json["notes"].as_array().cloned().unwrap_or_default();
    all.iter().map(|note| format!("{}: {}", text(&note["path"]), text(&note["message"]))).collect()
}

#[test]
fn no_value_of_a_template_or_a_real_file_comes_out() {
    let mut tree = repository();
    let password = tree.secret("random:24");
    let token = tree.secret("secrets/github-pat-classic");
    let url = tree.secret("secrets/url-credentials");
    let quiet = tree.secret("random:24");
    // In the template, in the ignored real file, and in one that git tracks.
    let template = format!(
        "# how to\nDB_PASSWORD='{password}'\nexport HELPER={token} # {token}\nDATABASE_URL=postgres://app:{url}@db.acme.io/app\n\
         # OLD_PASSWORD={quiet}\nMULTI_SECRET=\"line\n{quiet}\n\"\n"
    );
    tree.raw("service/.env.example", &template);
    tree.raw("service/.env", format!("{template}ONLY_HERE={quiet}\n"));
    tree.raw(".env.production", format!("PORT=1\nAPI_KEY={quiet}\nOTHER={token}\n"));
    tree.raw(".gitignore", ".env\n.env.production\n");
    git(&tree, &["add", "-f", ".env.production", ".gitignore"]);
    let places = found(&tree);
    for place in [
        format!("service/.env.example:2:14 {EQUAL}"),
        format!("service/.env.example:3:15 {EQUAL}"),
        format!("service/.env.example:4:29 {EQUAL}"),
        format!(".env.production:2:9 {TRACKED}"),
    ] {
        assert!(places.contains(&place), "{place} is missing in {places:#?}");
    }
    for format in FORMATS {
        for more in [
            &[][..],
            &["-q"],
            &["-v"],
            &["--color", "always", "-v"],
            &["--only", "env-example"],
            &["--skip", "env-example"],
        ] {
            tree.scan(&[&["--format", format, "--min-confidence", "low"], more].concat()).go().code(1);
        }
    }
    let reports: Vec<String> = FORMATS.iter().map(|format| format!("{format}=report.{format}")).collect();
    let args: Vec<&str> = reports.iter().flat_map(|report| ["--report", report]).collect();
    assert_eq!(tree.scan(&args).go().code(1).reports.len(), FORMATS.len());
}

#[test]
fn one_value_is_one_finding_and_the_others_are_named_in_it() {
    let mut tree = repository();
    tree.file(".env.example", "CI_TOKEN={{secrets/github-pat-classic}}\n");
    let json = scan(&tree).json();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!((findings[0]["rule"].as_str(), findings[0]["severity"].as_str()), (Some(LEAKED), Some("critical")));
    assert!(findings[0]["also"].to_string().contains("secrets/github-pat-classic"), "{findings:#?}");
    assert!(findings[0].to_string().contains("ghp_…"), "the known prefix is shown: {findings:#?}");
}

#[test]
fn real_files_are_compared_up_to_the_root_and_not_beyond() {
    let mut tree = repository();
    let secret = tree.secret("random:24");
    let line = format!("SESSION_SECRET={secret}\n");
    tree.raw("apps/web/.env.sample", &line);
    tree.raw("apps/web/.env/pyvenv.cfg", "a folder of that name is none of our files\n");
    tree.raw("apps/other/.env", &line);
    tree.raw(".gitignore", ".env\n.env.*.local\n");
    assert_eq!(found(&tree), [format!("apps/web/.env.sample:1:16 {LEAKED}")], "only folders above count");
    tree.raw("apps/.env.staging.local", format!("A=1\nRENAMED='{secret}'\n"));
    assert_eq!(found(&tree), [format!("apps/web/.env.sample:1:16 {EQUAL}")]);
    let json = scan(&tree).json();
    let finding = &json["findings"][0];
    assert_eq!(finding["related"][0]["path"], "apps/.env.staging.local");
    assert_eq!(finding["related"][0]["line"], 2);
    assert!(finding["also"].to_string().contains(LEAKED));
}

#[test]
fn a_staged_template_is_compared_with_the_real_file_on_disk() {
    let mut tree = repository();
    let secret = tree.secret("random:24");
    tree.raw(".env.example", format!("PORT=1\nSESSION_SECRET={secret}\n"));
    tree.raw(".env", format!("SESSION_SECRET={secret}\n"));
    tree.raw(".gitignore", ".env\n");
    git(&tree, &["add", ".env.example"]);
    let done = tree.scan(&["--staged", "--format", "json"]).go().code(1);
    assert_eq!(done.places(), [format!(".env.example:2:16 {EQUAL}")]);
    git(&tree, &["add", "-f", ".env"]);
    let done = tree.scan(&["--staged", "--format", "json"]).go().code(1);
    assert_eq!(done.places(), [format!(".env:1:16 {TRACKED}"), format!(".env.example:2:16 {EQUAL}")]);
}

#[test]
fn what_git_says_decides_on_real_files() {
    let mut tree = Tree::new();
    tree.file(".env", "PORT=1\nAPI_KEY={{random:24}}\n");
    assert_eq!(found(&tree), [] as [String; 0], "no repository, nothing to be in");
    git(&tree, &["init", "-q"]);
    assert_eq!(found(&tree), [format!(".env:2:9 {TRACKED}")], "nothing keeps it from being added");
    tree.raw(".gitignore", "/.env\n");
    assert_eq!(found(&tree), [] as [String; 0]);
    git(&tree, &["add", "-f", ".env"]);
    assert_eq!(found(&tree), [format!(".env:2:9 {TRACKED}")], "tracked, whatever is ignored now");
    // Not part of what was asked for.
    tree.raw("src/a.py", "a = 1\n");
    let done = tree.scan(&["src", "--format", "json"]).go().code(0);
    assert_eq!(done.places(), [] as [String; 0]);
    let done = tree.scan(&[".", "--exclude", ".env", "--format", "json"]).go().code(0);
    assert_eq!(done.places(), [] as [String; 0]);
}

#[test]
fn a_damaged_index_is_said_and_nothing_else_is_lost() {
    let mut tree = repository();
    tree.file(".env.example", "API_KEY={{random:24}}\n");
    git(&tree, &["add", ".env.example"]);
    tree.raw(".git/index", b"DIRC\0\0\0\x02\xff\xff\xff\xff nothing of the kind");
    let done = scan(&tree);
    assert_eq!(done.places(), [format!(".env.example:1:9 {LEAKED}")]);
    let notes = notes(&done);
    assert!(notes.iter().any(|note| note.contains("not known which environment files git tracks")), "{notes:?}");
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_tree_alone() {
    use std::os::unix::fs::symlink;
    let mut tree = repository();
    let secret = tree.secret("random:24");
    let line = format!("SESSION_SECRET={secret}\n");
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join(".env"), &line).unwrap();
    tree.raw("app/.env.example", &line);
    symlink(outside.path().join(".env"), tree.path().join("app/.env")).unwrap();
    let done = scan(&tree);
    assert_eq!(done.places(), [format!("app/.env.example:1:16 {LEAKED}")]);
    let said = notes(&done);
    assert!(said.iter().any(|note| note.starts_with("app/.env: ") && note.contains("out of the tree")), "{said:?}");
    // Inside the tree it is read, if it leads to an environment file.
    fs::remove_file(tree.path().join("app/.env")).unwrap();
    tree.raw("shared/.env.production", &line);
    tree.raw(".gitignore", "shared\n");
    symlink("../shared/.env.production", tree.path().join("app/.env")).unwrap();
    assert_eq!(found(&tree), [format!("app/.env.example:1:16 {EQUAL}")]);
    // A link that bites its own tail, one to the template itself, and a pipe nobody writes to.
    for to in [".env", ".env.example"] {
        fs::remove_file(tree.path().join("app/.env")).unwrap();
        symlink(to, tree.path().join("app/.env")).unwrap();
        assert_eq!(found(&tree), [format!("app/.env.example:1:16 {LEAKED}")], "{to}");
    }
    fs::remove_file(tree.path().join("app/.env")).unwrap();
    assert!(Command::new("mkfifo").arg(tree.path().join("app/.env")).status().unwrap().success());
    assert_eq!(found(&tree), [format!("app/.env.example:1:16 {LEAKED}")]);
}

#[test]
fn files_that_cannot_be_compared_are_said() {
    let mut tree = repository();
    tree.file(".env.example", "API_KEY={{random:24}}\n");
    tree.raw(".gitignore", ".env\n.env.production\n");
    tree.raw(".env", b"A=1\nB=\0\x01\x02\n");
    let big = fs::File::create(tree.path().join(".env.production")).unwrap();
    big.set_len(50 << 20).unwrap();
    let done = scan(&tree);
    let said = notes(&done);
    assert!(said.iter().any(|note| note.starts_with(".env: ") && note.contains("binary")), "{said:?}");
    assert!(said.iter().any(|note| note.starts_with(".env.production: ") && note.contains("larger")), "{said:?}");
}

#[test]
fn fifty_megabytes_of_settings_are_read_in_windows() {
    let mut tree = repository();
    let secret = tree.secret("random:24");
    let filler = "SETTING_NUMBER_ONE=a plain value that says nothing # and a comment\n".repeat(1000);
    for (name, rule) in [(".env.example", LEAKED), (".env", TRACKED)] {
        let mut file = fs::File::create(tree.path().join(name)).unwrap();
        let times = (50 << 20) / filler.len();
        for _ in 0..times {
            file.write_all(filler.as_bytes()).unwrap();
        }
        writeln!(file, "LAST_SECRET={secret}").unwrap();
        drop(file);
        let place = format!("{name}:{}:13 {rule}", times * 1000 + 1);
        let places = tree.scan(&["--format", "json", "--only", "env-example"]).go().code(1).places();
        assert!(places.contains(&place), "{place} is missing in {places:?}");
        fs::remove_file(tree.path().join(name)).unwrap();
    }
}

#[test]
fn circles_towers_and_open_quotes_end() {
    let mut tree = repository();
    let tower = format!("{}x{}", "${A:-".repeat(20_000), "}".repeat(20_000));
    let secret = tree.secret("random:24");
    tree.raw(
        ".env.example",
        format!(
            "A_SECRET=${{B_SECRET}}\nB_SECRET=${{A_SECRET}}\nC_SECRET=$C_SECRET\nD_SECRET={tower}\nE_SECRET=\"changeme\n\
             F_SECRET={secret}\nG_SECRET=${{X:-{secret}}}\n"
        ),
    );
    let done = scan(&tree);
    let places: Vec<String> = done.places().into_iter().filter(|place| place.contains(LEAKED)).collect();
    assert_eq!(places.len(), 2, "{places:?}");
    assert!(places[0].starts_with(".env.example:6:10 ") && places[1].starts_with(".env.example:7:15 "), "{places:?}");
    assert!(notes(&done).iter().any(|note| note.contains("quote is not closed")));
}

#[test]
fn any_encoding_and_line_end() {
    let mut tree = repository();
    let secret = tree.secret("random:24");
    let text = format!("# Schlüssel\r\nAPI_KEY={secret}\r\n");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    tree.raw("a/.env.example", [b"\xEF\xBB\xBF", text.as_bytes()].concat());
    tree.raw("b/.env.example", [b"\xFF\xFE", &wide[..]].concat());
    tree.raw("c/.env.example", [b"# Schl\xfcssel\r\n", text.split_once('\n').unwrap().1.as_bytes()].concat());
    tree.raw("c/.env", [b"\xFF\xFE", &wide[..]].concat());
    tree.raw(".gitignore", ".env\n");
    assert_eq!(
        found(&tree),
        [
            format!("a/.env.example:2:9 {LEAKED}"),
            format!("b/.env.example:2:9 {LEAKED}"),
            format!("c/.env.example:2:9 {EQUAL}")
        ]
    );
}
