//! Carriers: families of files, read from `carriers/*.txt`, and the forms in which a value stands in them.
//!
//! A line that begins with `%%` opens a section, the lines below it are the section's text. `frame` is a whole file with
//! `@@` where blocks stand, `block` an ordinary piece, `form` a piece with a credential in it. What stands behind the
//! first word chooses (`frame class`, `block class`, `form field frame=class`) or sets (`names=`, `signs=`, `roles=`,
//! `path=`, and `weak`, where a person's password needs to be found with low confidence only).

use std::fs;
use std::path::Path;

use super::name::Role;
use super::value::Signs;

/// A piece of a file of data: the words of its first line and the text below.
pub(crate) struct Section {
    pub(crate) words: Vec<String>,
    pub(crate) text: String,
}

impl Section {
    /// The value of `key=value` among the words.
    pub(crate) fn option(&self, key: &str) -> Option<&str> {
        self.words.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }

    /// The second word.
    pub(crate) fn title(&self) -> &str {
        self.words.get(1).filter(|word| !word.contains('=')).map_or("", String::as_str)
    }

    fn list(&self, key: &str) -> Option<Vec<String>> {
        Some(self.option(key)?.split(',').map(str::to_owned).collect())
    }
}

/// The sections of all files of a folder beside this one, in order of their names.
pub(crate) fn sections(folder: &str) -> Vec<Section> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/credentials").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all: Vec<Section> = Vec::new();
    for file in files {
        for line in fs::read_to_string(file).unwrap().replace("\r\n", "\n").lines() {
            if let Some(words) = line.strip_prefix("%% ") {
                let words = words.split_whitespace().map(str::to_owned).collect();
                all.push(Section { words, text: String::new() });
            } else if let Some(last) = all.last_mut() {
                last.text.push_str(line);
                last.text.push('\n');
            }
        }
    }
    all
}

/// One way in which a value stands in a file of a family.
pub(crate) struct Form {
    /// `family/form`.
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) frame: String,
    pub(crate) path: Option<String>,
    pub(crate) styles: Vec<String>,
    pub(crate) signs: Signs,
    /// The roles whose values stand so, all of them when it is empty.
    pub(crate) roles: Vec<Role>,
    /// Whether a person's password may be reported with low confidence here.
    pub(crate) weak: bool,
}

impl Form {
    /// Whether any name and value can stand in it, in one piece, and what is given there would be used.
    pub(crate) fn general(&self) -> bool {
        // A constant that something is compared with opens what it guards, whatever it looks like.
        let opens = ["comparison", "equals", "strcmp", "where"].iter().any(|form| self.title.ends_with(form));
        // All that stands in a manifest of secrets is one.
        let opens = opens || self.frame == "secret";
        let whole = self.text.contains("‹name") && self.text.contains("‹value›");
        self.roles.is_empty() && !self.weak && !opens && whole
    }
}

/// Files of one kind.
pub(crate) struct Family {
    pub(crate) name: String,
    /// `code`, `config`, `shell` or `text`.
    pub(crate) group: String,
    pub(crate) paths: Vec<String>,
    frames: Vec<(String, String)>,
    blocks: Vec<(String, String)>,
    pub(crate) forms: Vec<Form>,
}

impl Family {
    /// All families.
    pub(crate) fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let (mut names, mut signs) = (Vec::new(), Signs::Quoted);
        for section in sections("carriers") {
            if section.words[0] == "family" {
                let (name, group) = (section.words[1].clone(), section.words[2].clone());
                all.push(Self { name, group, paths: vec![], frames: vec![], blocks: vec![], forms: vec![] });
                names = section.list("names").unwrap_or_else(|| vec!["snake".to_owned()]);
                signs = Signs::named(section.option("signs").unwrap_or("quoted"));
                let paths = section.text.lines().filter(|line| !line.is_empty());
                all.last_mut().unwrap().paths = paths.map(str::to_owned).collect();
                continue;
            }
            let family = all.last_mut().expect("a file begins with its family");
            let title = section.title().to_owned();
            match section.words[0].as_str() {
                "frame" => family.frames.push((title, section.text)),
                "block" => family.blocks.push((title, section.text)),
                "form" => family.forms.push(Form {
                    title: format!("{}/{title}", family.name),
                    frame: section.option("frame").unwrap_or_default().to_owned(),
                    path: section.option("path").map(str::to_owned),
                    styles: section.list("names").unwrap_or_else(|| names.clone()),
                    signs: section.option("signs").map_or(signs, Signs::named),
                    roles: section.list("roles").unwrap_or_default().iter().map(|role| Role::named(role)).collect(),
                    weak: section.words.iter().any(|word| word == "weak"),
                    text: section.text,
                }),
                other => panic!("no section is called `{other}`"),
            }
        }
        all
    }

    /// A file's template: a frame with some of its blocks, and `piece` somewhere between them.
    pub(crate) fn lay_out(&self, frame: &str, piece: &str, rng: &mut fastrand::Rng) -> String {
        let of = |list: &[(String, String)]| -> Vec<String> {
            list.iter().filter(|(id, _)| id == frame).map(|(_, text)| text.clone()).collect()
        };
        let frames = of(&self.frames);
        let file = if frames.is_empty() { "@@\n".to_owned() } else { frames[rng.usize(..frames.len())].clone() };
        let mut blocks = of(&self.blocks);
        rng.shuffle(&mut blocks);
        blocks.truncate(rng.usize(2..=5));
        blocks.insert(rng.usize(..=blocks.len()), piece.to_owned());
        let mut out = String::new();
        for line in file.lines() {
            let Some(at) = line.find("@@") else {
                out.push_str(line);
                out.push('\n');
                continue;
            };
            let indent = &line[..at];
            for line in blocks.iter().flat_map(|block| block.lines()) {
                if !line.is_empty() {
                    out.push_str(indent);
                    out.push_str(line);
                }
                out.push('\n');
            }
        }
        out
    }
}
