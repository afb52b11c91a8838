//! Holds suppressions against what was found: which findings they hide, and which of them say or do nothing.

use std::collections::{BTreeMap, HashMap};

use super::{Allow, Said};
use crate::finding::{Finding, Note, ReportPath, RuleId};
use crate::rule::RuleSet;
use crate::source::Origin;
use crate::triage::Judged;

/// For so many different names that no rule has, a nearest one is looked for.
const OFFERS: usize = 100;

/// The suppressions of one file.
#[derive(Clone, Debug)]
pub struct Comments {
    /// The file, and which of its lines are asked about.
    pub origin: Origin,
    /// In the order of the text.
    pub allows: Vec<Allow>,
    /// Whether all of the file was looked at: only then is one that hides nothing unused.
    pub whole: bool,
}

/// What rules and packs are called, and which are on.
pub struct Names<'n> {
    /// Every name, and whether all that it stands for is on.
    on: BTreeMap<&'n str, bool>,
    /// A question that offers the names nearest to a wrong one.
    offer: &'n dyn Fn(&str, &mut dyn Iterator<Item = &str>) -> Option<String>,
}

impl<'n> Names<'n> {
    /// The names of `on`, the rules of this run, and of `all`, where there are more. `offer` makes a question of the
    /// names nearest to one that nothing has.
    #[must_use]
    pub fn new(
        on: &'n RuleSet,
        all: Option<&'n RuleSet>,
        offer: &'n dyn Fn(&str, &mut dyn Iterator<Item = &str>) -> Option<String>,
    ) -> Self {
        let mut names = BTreeMap::new();
        for rule in all.unwrap_or(on).rules() {
            let is_on = all.is_none() || on.get(&rule.id).is_some();
            names.insert(rule.id.as_str(), is_on);
            *names.entry(rule.id.pack()).or_insert(true) &= is_on;
        }
        Self { on: names, offer }
    }
}

/// Moves what the comments allow to the suppressed findings, and says which comments do nothing.
pub fn apply(judged: &mut Judged, files: &[Comments], names: &Names<'_>) {
    if files.is_empty() {
        return;
    }
    let places: HashMap<&ReportPath, usize> =
        files.iter().enumerate().map(|(at, file)| (&file.origin.path, at)).collect();
    let mut pages: Vec<Page<'_>> = files.iter().map(|file| Page::new(file, names)).collect();
    judged.suppress(|finding| {
        let page = &mut pages[*places.get(&finding.path)?];
        page.allowed(finding)
    });
    let mut offers = HashMap::new();
    for (file, page) in files.iter().zip(&pages) {
        let asked = |allow: &&Allow| file.origin.asks_for(allow.region.line, allow.region.line);
        for allow in file.allows.iter().filter(asked) {
            let faults = fault(allow, names, &mut offers).into_iter();
            judged.notes.extend(faults.map(|(message, help)| note(file, allow, message, help)));
        }
        // Where only some lines are asked about, what stands on the others was not found to be told.
        if file.whole && file.origin.lines.is_none() {
            judged.notes.extend(page.unused(names).map(|(allow, message, help)| note(file, allow, message, help)));
        }
    }
}

/// The suppressions of a file by the lines they speak for.
struct Page<'c> {
    entries: Vec<Entry<'c>>,
    groups: Vec<Group<'c>>,
    /// Behind code: the group of each line.
    own: HashMap<u64, usize>,
    /// On lines of their own: groups by the last line they speak for. Comments that follow each other are one.
    next: Vec<usize>,
}

/// One name in a suppression that says why.
struct Entry<'c> {
    allow: &'c Allow,
    name: &'c str,
    reason: &'c str,
    group: usize,
    used: bool,
}

/// Suppressions that end on the same line.
struct Group<'c> {
    to: u64,
    /// The first entry of each name.
    names: HashMap<&'c str, usize>,
    /// A rule that speaks here all the same.
    speaks: Option<RuleId>,
}

impl<'c> Page<'c> {
    fn new(file: &'c Comments, names: &Names<'_>) -> Self {
        let mut page = Self { entries: Vec::new(), groups: Vec::new(), own: HashMap::new(), next: Vec::new() };
        for allow in &file.allows {
            let Said::Allow { names: said, reason: Some(reason) } = &allow.said else { continue };
            let group = page.group(allow);
            for name in said.iter().filter(|name| names.on.contains_key(&***name)) {
                page.groups[group].names.entry(name).or_insert(page.entries.len());
                page.entries.push(Entry { allow, name, reason, group, used: false });
            }
        }
        page
    }

    fn group(&mut self, allow: &Allow) -> usize {
        let new = self.groups.len();
        let known = if allow.own {
            *self.own.entry(allow.from).or_insert(new)
        } else {
            match self.next.last() {
                Some(&last) if self.groups[last].to == allow.to => last,
                _ => {
                    self.next.push(new);
                    new
                }
            }
        };
        if known == new {
            self.groups.push(Group { to: allow.to, names: HashMap::new(), speaks: None });
        }
        known
    }

    /// The groups that may speak for a line.
    fn around(&self, line: u64) -> impl Iterator<Item = usize> + use<> {
        let next = self.next.partition_point(|group| self.groups[*group].to < line);
        let above = line.checked_sub(1).and_then(|above| self.own.get(&above).copied());
        [self.own.get(&line).copied(), above, self.next.get(next).copied()].into_iter().flatten()
    }

    /// The reason for which a finding is allowed.
    fn allowed(&mut self, finding: &Finding) -> Option<String> {
        let line = finding.region.line;
        for group in self.around(line) {
            for name in [finding.rule.as_str(), finding.rule.pack()] {
                let Some(&at) = self.groups[group].names.get(name) else { continue };
                let entry = &mut self.entries[at];
                if (entry.allow.from..=entry.allow.to).contains(&line) {
                    entry.used = true;
                    return Some(entry.reason.to_owned());
                }
            }
        }
        for group in self.around(line) {
            self.groups[group].speaks.get_or_insert_with(|| finding.rule.clone());
        }
        None
    }

    /// What hides nothing although its rules are on.
    fn unused(&self, names: &Names<'_>) -> impl Iterator<Item = (&'c Allow, String, String)> {
        let idle = |entry: &&Entry<'_>| !entry.used && names.on.get(entry.name) == Some(&true);
        self.entries.iter().filter(idle).map(|entry| {
            let help = match &self.groups[entry.group].speaks {
                _ if entry.allow.to < entry.allow.from => {
                    "put it on the line that it is about, or on the one above with no empty line between".to_owned()
                }
                Some(rule) => format!("here `{rule}` speaks: name that rule, or take this out"),
                None => "take it out, or put it on the line that it is about or on the one above".to_owned(),
            };
            (entry.allow, format!("this suppression of `{}` hides nothing", entry.name), help)
        })
    }
}

/// What is wrong with the words of a suppression, and what to write instead.
fn fault(allow: &Allow, names: &Names<'_>, offers: &mut HashMap<String, Option<String>>) -> Vec<(String, String)> {
    let form = || "write `bartizan: allow <rule or pack> -- <reason>`".to_owned();
    let (said, reason) = match &allow.said {
        Said::Misspelt => return vec![("this looks like a suppression and is none".to_owned(), form())],
        Said::Allow { names, reason } => (names, reason),
    };
    if said.is_empty() {
        return vec![("this suppression names no rule, so it hides nothing".to_owned(), form())];
    }
    let mut faults = Vec::new();
    for name in said.iter().filter(|name| !names.on.contains_key(&***name)) {
        let help = nearest(name, names, offers);
        let what = if presentable(name) { format!(" `{name}`") } else { " of this name".to_owned() };
        faults.push((
            format!("this suppression hides nothing: there is no rule or pack{what}"),
            help.unwrap_or_else(|| "`bartizan rules` lists all rules".to_owned()),
        ));
    }
    if reason.is_none() {
        let known = said.iter().find(|name| names.on.contains_key(&***name));
        let name = known.map_or("<rule or pack>", |name| &**name);
        faults.push((
            "this suppression gives no reason, so it hides nothing".to_owned(),
            format!("write `bartizan: allow {name} -- <reason>`"),
        ));
    }
    faults
}

fn nearest(name: &str, names: &Names<'_>, offers: &mut HashMap<String, Option<String>>) -> Option<String> {
    if let Some(known) = offers.get(name) {
        return known.clone();
    }
    if offers.len() >= OFFERS {
        return None;
    }
    let offer = (names.offer)(name, &mut names.on.keys().copied());
    offers.insert(name.to_owned(), offer.clone());
    offer
}

/// Whether a name may be repeated: it looks like a rule's, and nothing that could be a value does.
fn presentable(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    name.len() <= 80 && name.split('/').count() <= 2 && name.split('/').all(part)
}

fn note(file: &Comments, allow: &Allow, message: String, help: String) -> Note {
    Note { path: Some(file.origin.path.clone()), region: Some(allow.region), message, help }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_rule_is_repeated() {
        for name in ["secrets", "secrets/generic-password", "a/b"] {
            assert!(presentable(name), "{name}");
        }
        for name in ["", "a/b/c", "a1", "A", "ghp_x", "/", "…(40)"] {
            assert!(!presentable(name), "{name}");
        }
    }
}
