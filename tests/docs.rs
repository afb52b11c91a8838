//! `docs/rules/`: a page for each file of rules and an index, made from the embedded packs. A page that differs or is
//! superfluous fails; `BARTIZAN_UPDATE=1 cargo test --test docs` writes all of them anew.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

#[path = "support/written.rs"]
mod written;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use bartizan::rule::describe::{Text, anchor, page, steps};
use bartizan::rule::{Rule, RuleSet, embedded};

const FOLDER: &str = "docs/rules";

/// The rules of each page, sorted by id.
fn by_page(rules: &RuleSet) -> BTreeMap<&str, Vec<&Rule>> {
    let mut pages: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules.rules() {
        pages.entry(page(rule).unwrap()).or_default().push(rule);
    }
    pages
}

/// All files of the folder with their texts.
fn made(rules: &RuleSet) -> BTreeMap<String, String> {
    let pages = by_page(rules);
    let mut files: BTreeMap<String, String> =
        pages.iter().map(|(name, rules)| (format!("{name}.md"), one_page(name, rules))).collect();
    files.insert("README.md".into(), index(rules, pages.len()));
    files
}

fn index(rules: &RuleSet, pages: usize) -> String {
    let count = rules.rules().len();
    let mut text = format!(
        "# Rules\n\n\
         <!-- Made from rules/ by tests/docs.rs; change the rules, not this page. -->\n\n\
         {count} rules on {pages} pages. `bartizan explain RULE` says the same in a terminal. *Severity* is how bad a finding is\n\
         if it is true, *confidence* how sure a match is before its checksum, its context and its look are judged.\n\n\
         | Rule | Title | Severity | Confidence |\n|---|---|---|---|\n"
    );
    for rule in rules.rules() {
        let (page, anchor) = (page(rule).unwrap(), anchor(&rule.id));
        let title = escaped(&rule.def.title).replace('|', "\\|");
        writeln!(text, "| [{}]({page}.md#{anchor}) | {title} | {} | {} |", rule.id, rule.severity, rule.confidence)
            .unwrap();
    }
    text
}

fn one_page(name: &str, rules: &[&Rule]) -> String {
    let pack = rules[0].id.as_str().split('/').next().unwrap();
    let title = rules[0].provider.as_deref().map_or_else(|| capital(&name.replace('-', " ")), str::to_owned);
    let mut text = format!(
        "# {title}\n\n<!-- Made from rules/{pack}/{name}.yaml by tests/docs.rs; change the rules, not this page. -->\n\n\
         [All rules](README.md)\n"
    );
    for rule in rules {
        write!(text, "\n{}", section(rule)).unwrap();
    }
    text
}

fn section(rule: &Rule) -> String {
    let more = rule.text();
    let mut text = format!(
        "## {}\n\n**{}** · severity {} · confidence {}\n\n{}\n\n**Why it matters.** {}\n\n**How to fix it.** {}\n\n\
         **How it is found.**\n\n",
        rule.id,
        escaped(&rule.def.title),
        rule.severity,
        rule.confidence,
        escaped(&more.help.what),
        escaped(&more.help.why),
        escaped(&more.help.fix),
    );
    for step in steps(rule) {
        let what = match step.text {
            Text::Words(words) => escaped(&words),
            Text::Code(pattern) => code(&pattern),
        };
        writeln!(text, "- {}: {what}", step.label).unwrap();
    }
    if !rule.def.tags.is_empty() {
        let tags: Vec<String> = rule.def.tags.iter().map(|tag| code(tag)).collect();
        writeln!(text, "\n**Tags.** {}", tags.join(", ")).unwrap();
    }
    if !more.references.is_empty() {
        text.push_str("\n**Read on.**\n\n");
        for reference in &more.references {
            let linked = reference.starts_with("https://") || reference.starts_with("http://");
            let reference = if linked { format!("<{reference}>") } else { escaped(reference) };
            writeln!(text, "- {reference}").unwrap();
        }
    }
    text
}

/// A text of one paragraph in which nothing but backticks means anything to Markdown.
fn escaped(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for (at, part) in words.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        for c in part.chars() {
            if at % 2 == 0 && matches!(c, '*' | '_' | '<' | '>' | '[' | ']' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// A span of code, between more backticks than stand in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

#[test]
fn pages_say_what_the_rules_say() {
    let files = made(&RuleSet::new(embedded()));
    let mut wrong: Vec<String> = files
        .iter()
        .filter(|(name, text)| !written::is(&format!("{FOLDER}/{name}"), text))
        .map(|(name, _)| format!("{FOLDER}/{name} differs"))
        .collect();
    for entry in fs::read_dir(written::path(FOLDER)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if files.contains_key(&name) {
            continue;
        }
        if written::update() {
            fs::remove_file(entry.path()).unwrap();
        } else {
            wrong.push(format!("{FOLDER}/{name} belongs to no file of rules"));
        }
    }
    assert!(
        wrong.is_empty(),
        "`BARTIZAN_UPDATE=1 cargo test --test docs` writes the pages anew:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_rule_of_the_index_has_its_heading() {
    let rules = RuleSet::new(embedded());
    let files = made(&rules);
    let links: Vec<&str> = files["README.md"].split("](").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    assert_eq!(links.len(), rules.rules().len());
    for link in links {
        let (file, heading) = link.split_once('#').unwrap();
        // As code hosts name headings: slashes fall away.
        let found = files[file]
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .filter(|title| title.replace('/', "") == heading);
        assert_eq!(found.count(), 1, "{link}");
    }
}

#[test]
fn no_page_looks_like_a_leak() {
    let output = Command::new(snapbox::cmd::cargo_bin!("bartizan"))
        .args(["scan", "--fail-on", "info", "--min-confidence", "low", "-q"])
        .arg(written::path(FOLDER))
        .env_remove("GITHUB_ACTIONS")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn markdown_is_written_as_text() {
    assert_eq!(escaped("a_b `c_d`  <e>\n*f*"), r"a\_b `c_d` \<e\> \*f\*");
    assert_eq!(code("[`']{2}"), "``[`']{2}``");
    assert_eq!(code("`"), "`` ` ``");
}
