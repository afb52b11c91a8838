//! Look-alikes: what no credential is, read from `quiet/*.txt`, a class at a time.
//!
//! `class` opens one. `values` lists values, a line each, which stand in the forms of the families or groups that are
//! named behind it, under names of credentials or those of the class's `names`. `form FAMILY` is a piece with name and
//! value in it, `file PATH` a whole file.

use super::family::{Family, Form, Section, sections};
use super::fill::Filler;
use super::name::Role;
use super::sample::Sample;
use super::value::{Kind, Signs, make};

/// A class of look-alikes.
pub(crate) struct Class {
    pub(crate) title: String,
    names: Vec<String>,
    roles: Vec<Role>,
    values: Vec<(Vec<String>, String)>,
    forms: Vec<Section>,
    files: Vec<Section>,
}

impl Class {
    /// All classes.
    pub(crate) fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for section in sections("quiet") {
            let lines = || section.text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned);
            if section.words[0] == "class" {
                let title = section.words[1].clone();
                let roles = section.option("roles").unwrap_or_default().split(',').filter(|role| !role.is_empty());
                let roles = roles.map(Role::named).collect();
                all.push(Self { title, names: vec![], roles, values: vec![], forms: vec![], files: vec![] });
                continue;
            }
            let class = all.last_mut().expect("a file begins with a class");
            match section.words[0].as_str() {
                "names" => class.names.extend(lines()),
                "values" => {
                    let places = section.words[1..].to_vec();
                    class.values.extend(lines().map(|line| (places.clone(), line)));
                }
                "form" => class.forms.push(section),
                "file" => class.files.push(section),
                other => panic!("no section is called `{other}`"),
            }
        }
        all
    }

    /// One file with a look-alike in it.
    pub(crate) fn sample(&self, families: &[Family], rng: &mut fastrand::Rng) -> Sample {
        // Each list has its share, whatever its length.
        let lists = [self.values.len().min(12), self.forms.len(), self.files.len()];
        let mut choice = rng.usize(..lists.iter().sum::<usize>());
        let which = lists.iter().position(|&length| {
            let here = choice < length;
            choice = if here { choice } else { choice - length };
            here
        });
        match which {
            Some(0) => {
                let (places, value) = &self.values[rng.usize(..self.values.len())];
                self.placed(families, places, value, rng)
            }
            Some(1) => {
                let piece = &self.forms[rng.usize(..self.forms.len())];
                let family = families.iter().find(|family| family.name == piece.title());
                let family = family.unwrap_or_else(|| panic!("no family is called `{}`", piece.title()));
                let frame = piece.option("frame").unwrap_or_default();
                let text = family.lay_out(frame, &piece.text, rng);
                let path = piece.option("path").unwrap_or(&family.paths[rng.usize(..family.paths.len())]).to_owned();
                let first = family.forms.iter().find(|form| form.frame == frame && form.general());
                let styles = first.map_or_else(|| vec!["snake".to_owned()], |form| form.styles.clone());
                self.write(&path, &text, &styles, None, rng)
            }
            _ => {
                let file = &self.files[rng.usize(..self.files.len())];
                self.write(file.title(), &file.text, &["snake".to_owned()], None, rng)
            }
        }
    }

    fn placed(&self, families: &[Family], places: &[String], value: &str, rng: &mut fastrand::Rng) -> Sample {
        let quoted =
            value.contains([' ', '"', '#', ',']) || value.starts_with(['{', '[', '*', '&', '%', '@', '!', '|', '<']);
        let markup = value.contains(['<', '&', '"']);
        let fits = |form: &&Form| {
            form.general()
                && (!quoted || form.signs.spaces())
                && !(markup && form.signs == Signs::Xml)
                && !(value.contains('$') && form.signs == Signs::Reading)
                && form.signs != Signs::Url
        };
        let here = |family: &&Family| places.iter().any(|place| *place == family.name || *place == family.group);
        let families: Vec<&Family> = families.iter().filter(here).collect();
        loop {
            let family = families[rng.usize(..families.len())];
            let forms: Vec<&Form> = family.forms.iter().filter(fits).collect();
            if forms.is_empty() {
                continue;
            }
            let form = forms[rng.usize(..forms.len())];
            let text = family.lay_out(&form.frame, &form.text, rng);
            let path = form.path.as_ref().unwrap_or(&family.paths[rng.usize(..family.paths.len())]).clone();
            return self.write(&path, &text, &form.styles, Some((value, form.signs)), rng);
        }
    }

    fn write(
        &self,
        path: &str,
        text: &str,
        styles: &[String],
        value: Option<(&str, Signs)>,
        rng: &mut fastrand::Rng,
    ) -> Sample {
        let roles = if self.roles.is_empty() { &Role::ALL[..] } else { &self.roles };
        let role = roles[rng.usize(..roles.len())];
        let name = role.name(rng);
        let mut filler = Filler::new(rng);
        filler.name = name;
        filler.styles = styles.to_vec();
        if !self.names.is_empty() {
            let names = &self.names[filler.rng.usize(..self.names.len())];
            filler.take_name(names);
        }
        if let Some((value, signs)) = value {
            filler.value = match value {
                // What a credential of some role looks like.
                "‹random›" => {
                    let kind = Kind::any(role, signs, filler.rng);
                    let kind = if kind.human() { Kind::Base62 } else { kind };
                    make(kind, signs, filler.rng)
                }
                "‹same›" => {
                    let style = ["snake", "kebab", "camel", "screaming"][filler.rng.usize(..4)];
                    super::name::spell(&filler.name.clone(), style, filler.rng)
                }
                value => filler.text(value),
            };
        }
        let mut out = String::new();
        filler.fill(text, &mut out);
        let (spans, others) = (std::mem::take(&mut filler.spans), std::mem::take(&mut filler.others));
        let name = match value {
            Some((value, _)) => format!("{}: {value}", self.title),
            None => format!("{}: in {path}", self.title),
        };
        Sample { path: filler.text(path), text: out, spans, others, name, role, kind: None, human: false }
    }
}
