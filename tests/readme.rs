//! The README says what is so: its table of exit codes, its links, and the address of the repository, which stands in
//! `Cargo.toml` and, word for word, in what readers copy. What it tells to type and to write, `tests/clients` runs.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::Path;

use bartizan::exit::Exit;

const PAGES: [&str; 11] = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/action.md",
    "docs/architecture.md",
    "docs/configuration.md",
    "docs/hooks.md",
    "docs/performance.md",
    "docs/suppressing.md",
    "docs/credentials.md",
];

fn read(page: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap()
}

#[test]
fn exit_codes_stand_in_one_table() {
    let table: String = Exit::ALL.iter().map(|(exit, what)| format!("| {} | {what} |\n", exit.code())).collect();
    assert!(read("README.md").contains(&table), "the README's table of exit codes has to hold exactly\n{table}");
}

#[test]
fn links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut dead = Vec::new();
    for page in PAGES {
        let folder = root.join(page).parent().unwrap().to_owned();
        for link in read(page).split("](").skip(1).map(|rest| rest.split(')').next().unwrap().to_owned()) {
            let (file, heading) = link.split_once('#').unwrap_or((&link, ""));
            if file.contains("://") {
                continue;
            }
            let target = if file.is_empty() { root.join(page) } else { folder.join(file) };
            if !target.exists() || (!heading.is_empty() && !headings(&target).contains(&heading.to_owned())) {
                dead.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(dead.is_empty(), "dead links:\n{}", dead.join("\n"));
}

/// The names by which the headings of a page are linked to.
fn headings(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let titles = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    titles
        .map(|title| {
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
            kept.collect::<String>().to_lowercase().replace(' ', "-")
        })
        .collect()
}

#[test]
fn the_address_stands_once_and_in_what_is_copied() {
    let manifest = read("Cargo.toml");
    let address = manifest.lines().find_map(|line| line.strip_prefix("repository = \"")).unwrap().trim_end_matches('"');
    let address = address.trim_start_matches("https://");
    assert_eq!(manifest.matches(address).count(), 1, "once in Cargo.toml");
    let (_, name) = address.split_once('/').unwrap();
    let mut copied = 0;
    for page in PAGES {
        // Every second part stands between fences.
        for (part, text) in read(page).split("```").enumerate() {
            if part % 2 == 0 {
                assert!(
                    !text.contains(address),
                    "{page} names the repository's address; it stands in Cargo.toml alone"
                );
                continue;
            }
            for line in text.lines().filter(|line| line.contains("/bartizan")) {
                let repo =
                    line.trim_start().strip_prefix("- repo: ").is_some_and(|at| at == format!("https://{address}"));
                let uses =
                    line.trim_start().strip_prefix("- uses: ").is_some_and(|at| at.starts_with(&format!("{name}@")));
                assert!(repo || uses, "{page} has another address: {line}");
                copied += 1;
            }
        }
    }
    assert!(copied >= 6, "only {copied} blocks to copy");
}
