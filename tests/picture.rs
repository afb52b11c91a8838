//! `docs/picture.svg`, which the README shows, is what the binary prints: on a small tree whose values are made here,
//! always the same. `BARTIZAN_UPDATE=1 cargo test --test picture` draws it anew.
#![allow(clippy::unwrap_used, reason = "a test stops where it is surprised")]

#[path = "support/written.rs"]
mod written;

use std::fs;
use std::process::{Command, Stdio};

use anstyle_svg::Term;
use bartizan::rule::generate::Generator;
use bartizan::rule::{RuleSet, embedded};

const SEED: u64 = 7;

/// The background and the letters of the picture; colours of their own come from the palette.
const NIGHT: anstyle::Color = anstyle::Color::Rgb(anstyle::RgbColor(13, 17, 23));
const CHALK: anstyle::Color = anstyle::Color::Rgb(anstyle::RgbColor(230, 237, 243));

/// 80 columns of letters of 14 pixels, and a margin.
const WIDTH: usize = 690;

/// What somebody typed, and what they saw.
struct Shown {
    typed: &'static str,
    text: String,
    /// The values that must not be seen.
    values: Vec<String>,
}

fn shown() -> Shown {
    let rules = RuleSet::new(embedded());
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut values = Vec::new();
    let mut value = |id: &str| {
        let rule = rules.rules().iter().find(|rule| rule.id.as_str() == id).unwrap();
        let value = Generator::new(rule).token(&mut random).unwrap().secret().to_owned();
        values.push(value.clone());
        value
    };
    let token = value("secrets/github-pat-classic");
    let other = value("secrets/github-pat-classic");
    let password = {
        let mut random = fastrand::Rng::with_seed(SEED);
        std::iter::repeat_with(|| random.alphanumeric()).take(14).collect::<String>()
    };
    let tree = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = tree.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".env", format!("PORT=8080\nGITHUB_TOKEN={token}\n").as_bytes());
    write("ci/release.sh", format!("#!/bin/sh\nexport GH_TOKEN={other}\n").as_bytes());
    write("src/db.py", format!("import psycopg\n\nURL = \"postgres://app:{password}@db/app\"\n").as_bytes());
    write("src/app.py", b"from db import URL\n");
    write("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0");
    values.push(password);

    let typed = "bartizan scan .";
    let mut args = typed.split(' ');
    args.next();
    let output = Command::new(snapbox::cmd::cargo_bin!("bartizan"))
        .args(args)
        .args(["--color", "always"])
        .env_remove("GITHUB_ACTIONS")
        .current_dir(tree.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    Shown { typed, text: timeless(&String::from_utf8(output.stdout).unwrap()), values }
}

/// The text with the one time in it set to what a warm run takes.
fn timeless(text: &str) -> String {
    let (before, rest) = text.split_once(") in ").unwrap();
    let (time, rest) = rest.split_once("s with ").unwrap();
    assert!(time.parse::<f64>().is_ok(), "{time} is no time");
    format!("{before}) in 0.01s with {rest}")
}

#[test]
fn the_picture_is_what_is_printed() {
    let Shown { typed, text, values } = shown();
    let palette = anstyle_svg::WIN10_CONSOLE;
    let term = Term::new().palette(palette).bg_color(NIGHT).fg_color(CHALK).min_width_px(WIDTH);
    let picture = term.render_svg(&format!("\u{1b}[1m$ {typed}\u{1b}[0m\n\n{text}"));
    for value in values {
        let body = value.trim_start_matches("ghp_");
        let given_away = (0..body.len() - 5).find(|&at| picture.contains(&body[at..at + 6]));
        assert_eq!(given_away, None, "six characters of a value in a row stand in the picture");
    }
    assert!(
        written::is("docs/picture.svg", &picture),
        "docs/picture.svg is not what the binary prints: `BARTIZAN_UPDATE=1 cargo test --test picture` draws it anew"
    );
}
