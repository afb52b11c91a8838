//! From the text to the types, with every entry's own error of type and not only the file's first.

use serde::de::DeserializeOwned;

use super::def::{Allow, Choice, ConfigFile, Grade};
use crate::syntax::document::{MOST, View};
use crate::syntax::yaml::Node;

/// The file as far as it fits the types. Of lists each element has its position in the file.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The single values; the lists in it are empty.
    pub(super) single: ConfigFile,
    pub(super) include: Vec<(usize, String)>,
    pub(super) exclude: Vec<(usize, String)>,
    pub(super) rules: Vec<(usize, String)>,
    pub(super) enable: Vec<(usize, Choice)>,
    pub(super) disable: Vec<(usize, Choice)>,
    pub(super) severity: Vec<(usize, Grade)>,
    pub(super) allow: Vec<(usize, Allow)>,
}

/// Fills the types; what does not fit is a problem.
pub(super) fn read(view: &mut View<'_>) -> Read {
    let mut read = Read::default();
    let error = match serde_yaml::from_str::<ConfigFile>(&view.source.text) {
        Ok(all) => {
            read.take(all);
            return read;
        }
        Err(error) => error,
    };
    // `serde_yaml` stops at the first error. Each key is read once more by itself, and of a list each element.
    let tree = view.tree;
    let before = view.problems.len();
    let mut known = Vec::new();
    for (key, value) in tree.entries() {
        if view.problems.len() > before + MOST {
            break;
        }
        let Some(name) = key.scalar() else { continue };
        if known.contains(&name) {
            view.problem(key.span.clone(), &format!("the key `{name}` stands here twice"), "keep one of the two");
            continue;
        }
        known.push(name);
        match view.alone::<ConfigFile>(key.span.start..value.span.end.max(key.span.end)) {
            Ok(one) => read.take(one),
            Err(error) => {
                let said = view.problems.len();
                match name {
                    "include" => read.include = elements(view, value),
                    "exclude" => read.exclude = elements(view, value),
                    "rules" => read.rules = elements(view, value),
                    "enable" => read.enable = elements(view, value),
                    "disable" => read.disable = elements(view, value),
                    "severity" => read.severity = elements(view, value),
                    "allow" => read.allow = elements(view, value),
                    _ => {}
                }
                if view.problems.len() == said {
                    view.misfit(tree, &error);
                }
            }
        }
    }
    if view.problems.len() == before {
        view.misfit(tree, &error);
    }
    read
}

/// The elements of a list that fit.
fn elements<T: DeserializeOwned>(view: &mut View<'_>, list: &Node) -> Vec<(usize, T)> {
    let before = view.problems.len();
    let mut fit = Vec::new();
    for (index, element) in list.elements().iter().enumerate() {
        if view.problems.len() > before + MOST {
            break;
        }
        match view.alone(element.span.clone()) {
            Ok(one) => fit.push((index, one)),
            Err(error) => view.misfit(element, &error),
        }
    }
    fit
}

impl Read {
    /// Adds what was read of some keys.
    fn take(&mut self, mut file: ConfigFile) {
        fn numbered<T>(list: &mut Vec<(usize, T)>, from: Option<Vec<T>>) {
            list.extend(from.into_iter().flatten().enumerate());
        }
        numbered(&mut self.include, file.include.take());
        numbered(&mut self.exclude, file.exclude.take());
        numbered(&mut self.rules, file.rules.take());
        numbered(&mut self.enable, file.enable.take());
        numbered(&mut self.disable, file.disable.take());
        numbered(&mut self.severity, file.severity.take());
        numbered(&mut self.allow, file.allow.take());
        let single = &mut self.single;
        single.fail_on = file.fail_on.or(single.fail_on);
        single.min_confidence = file.min_confidence.or(single.min_confidence);
        single.max_file_size = file.max_file_size.or(single.max_file_size);
        single.inline_ignore = file.inline_ignore.or(single.inline_ignore);
        single.ignore_files = file.ignore_files.or(single.ignore_files);
        single.archives = file.archives.or(single.archives);
    }
}
