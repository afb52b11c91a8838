//! What a configuration must say to mean something, beyond fitting the types.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Serialize;

use super::configuration::{At, Configuration};
use super::def::Size;
use super::find::Found;
use super::globs::{self, Use};
use super::read::Read;
use super::{allow, is_nothing, severity, switched};
use crate::config::nearest::did_you_mean;
use crate::config::select::{like, means};
use crate::finding::{LineIndex, Region, RuleId, unsafe_on_terminal};
use crate::rule::Rule;
use crate::source::PathGlobs;
use crate::syntax::document::View;
use crate::syntax::yaml::Step;
use crate::triage::{AllowList, Entry, EntryFile, Overrides};

/// The most characters of a reason: it stands in a line of a report.
const REASON: usize = 300;

/// Judges what was read. It can be used where no problem came up.
pub(super) fn judge(
    view: &mut View<'_>,
    found: &Found,
    read: Read,
    packs: Vec<At<PathBuf>>,
    rules: &[Rule],
) -> Configuration {
    let lines = LineIndex::new(view.source.text.as_bytes());
    let mut judge = Judge { view, found, rules, lines, exclude: None };
    judge.empty_values();
    let exclude = judge.list("exclude", &read.exclude, Use::LeavesOut);
    let texts: Vec<&str> = exclude.iter().map(|said| said.value.as_str()).collect();
    judge.exclude = if texts.is_empty() { None } else { PathGlobs::new(&texts).ok() };
    let include = judge.list("include", &read.include, Use::LooksFor);
    let file = EntryFile { real: found.real.clone(), name: found.name() };
    let switched = switched::judge(&mut judge, &read.disable, &read.enable);
    let (graded, severity) = severity::judge(&mut judge, &read.severity, &switched.off);
    let allowed = allow::judge(&mut judge, &read.allow, &switched.off);
    Configuration {
        name: Some(found.name()),
        fail_on: judge.single("fail_on", read.single.fail_on),
        min_confidence: judge.single("min_confidence", read.single.min_confidence),
        max_file_size: judge.single("max_file_size", read.single.max_file_size.map(|Size(bytes)| bytes)),
        ignore_files: judge.single("ignore_files", read.single.ignore_files),
        archives: judge.single("archives", read.single.archives),
        inline_ignore: judge.single("inline_ignore", read.single.inline_ignore),
        include,
        exclude,
        packs,
        entries: vec![
            ("enable", judge.written("enable", &read.enable)),
            ("disable", judge.written("disable", &read.disable)),
            ("severity", judge.written("severity", &read.severity)),
            ("allow", judge.written("allow", &read.allow)),
        ],
        off: switched.off,
        graded,
        overrides: Overrides { file: Some(file.clone()), off: switched.in_paths, on: switched.on, severity },
        allow: AllowList { file: Some(file), allowed },
    }
}

pub(super) struct Judge<'v, 's, 'r> {
    pub(super) view: &'v mut View<'s>,
    pub(super) found: &'v Found,
    pub(super) rules: &'r [Rule],
    lines: LineIndex<'v>,
    /// What is left out of every scan.
    pub(super) exclude: Option<PathGlobs>,
}

impl Judge<'_, '_, '_> {
    /// A key with nothing behind it says nothing; of a list that is what it looks like, of a value it is a mistake.
    fn empty_values(&mut self) {
        for (key, value) in self.view.tree.entries() {
            if let Some(
                name @ ("fail_on" | "min_confidence" | "max_file_size" | "ignore_files" | "archives" | "inline_ignore"),
            ) = key.scalar()
                && is_nothing(value)
            {
                let help = "give it one, or take the key out";
                self.view.problem(key.span.clone(), &format!("`{name}` has no value"), help);
            }
        }
    }

    fn line(&self, steps: &[Step<'_>]) -> usize {
        self.view.tree.find(steps).map_or(1, |node| node.at.line)
    }

    fn single<T>(&self, key: &'static str, value: Option<T>) -> Option<At<T>> {
        Some(At { value: value?, line: self.line(&[key.into()]) })
    }

    fn list(&mut self, key: &'static str, globs: &[(usize, String)], purpose: Use) -> Vec<At<String>> {
        let mut good = Vec::new();
        for (index, glob) in globs {
            let steps = [key.into(), (*index).into()];
            if globs::read(self.view, &steps, glob, purpose, self.found, self.exclude.as_ref()) {
                good.push(At { value: glob.clone(), line: self.line(&steps) });
            }
        }
        good
    }

    fn written<T: Serialize>(&self, key: &'static str, entries: &[(usize, T)]) -> Vec<At<String>> {
        let one = |(index, entry): &(usize, T)| {
            let value = serde_json::to_string(entry).unwrap_or_default();
            At { value: shown(&value), line: self.line(&[key.into(), (*index).into()]) }
        };
        entries.iter().map(one).collect()
    }

    /// The rules that a word means; one that means none is a problem.
    pub(super) fn select(&mut self, steps: &[Step<'_>], word: &str) -> Option<BTreeSet<RuleId>> {
        let meant: BTreeSet<RuleId> =
            self.rules.iter().filter(|rule| means(word, rule)).map(|rule| rule.id.clone()).collect();
        if meant.is_empty() {
            let help = did_you_mean(&like(word, self.rules)).unwrap_or_else(|| {
                "a rule is named like `secrets/github-pat-classic`, a pack like `secrets`, a tag like `CWE-798`; `bartizan rules` lists them".into()
            });
            self.view.at(steps, &format!("there is no rule, pack or tag `{}`", shown(word)), &help);
            return None;
        }
        Some(meant)
    }

    /// The globs of an entry; `Err` where one is wrong.
    pub(super) fn paths(
        &mut self,
        key: &'static str,
        index: usize,
        paths: Option<&[String]>,
    ) -> Result<Option<PathGlobs>, ()> {
        let Some(paths) = paths else { return Ok(None) };
        let steps = [key.into(), index.into(), "paths".into()];
        if paths.is_empty() {
            self.view.at(&steps, "`paths` is empty: the entry holds for no file", "name some, or take `paths` out");
            return Err(());
        }
        let mut good = true;
        for (at, glob) in paths.iter().enumerate() {
            let steps = [&steps[..], &[at.into()]].concat();
            good &= self.glob(&steps, glob);
        }
        if good { PathGlobs::new(paths).map(Some).map_err(|_| ()) } else { Err(()) }
    }

    /// Whether a glob that looks for files is one that can find some.
    pub(super) fn glob(&mut self, steps: &[Step<'_>], glob: &str) -> bool {
        globs::read(self.view, steps, glob, Use::LooksFor, self.found, self.exclude.as_ref())
    }

    /// Whether a reason is one.
    pub(super) fn reason(&mut self, key: &'static str, index: usize, reason: &str) -> bool {
        let steps = [key.into(), index.into(), "reason".into()];
        if reason.trim().is_empty() {
            self.view.at(&steps, "the reason is empty", "say in a few words why this is right");
        } else if reason.trim() == "<why>" {
            self.view.at(&steps, "the reason still has to be written", "say in a few words why this is right");
        } else if reason.chars().count() > REASON {
            let help = format!("say it in at most {REASON} characters: it stands in reports");
            self.view.at(&steps, "the reason is too long", &help);
        } else {
            return true;
        }
        false
    }

    /// An entry about rules that never run is of no use.
    pub(super) fn runs(
        &mut self,
        key: &'static str,
        index: usize,
        word: &str,
        rules: &BTreeSet<RuleId>,
        off: &BTreeSet<RuleId>,
    ) {
        if rules.is_subset(off) {
            let message = format!("`{}` is off everywhere", shown(word));
            let help = "take this entry out, or the one under `disable`";
            self.view.at(&[key.into(), index.into(), "rule".into()], &message, help);
        }
    }

    /// What notes say of an entry about rules.
    pub(super) fn entry(&self, key: &'static str, index: usize, word: &str, paths: &[String]) -> Entry {
        let paths: Vec<String> = paths.iter().map(|glob| format!("`{}`", shown(glob))).collect();
        let what = format!("the `{key}` entry for `{}` in {}", shown(word), paths.join(", "));
        Entry { what, region: self.region(key, index) }
    }

    /// Where an entry stands.
    pub(super) fn region(&self, key: &'static str, index: usize) -> Region {
        let span = self.view.tree.find(&[key.into(), index.into()]).map_or(0..0, |node| node.span.clone());
        self.lines.region(span)
    }
}

/// A reason in one line, without what could write on a terminal.
pub(super) fn one_line(reason: &str) -> String {
    shown(&reason.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text of the file without what could write on a terminal.
pub(super) fn shown(text: &str) -> String {
    let escaped = |c: char| if unsafe_on_terminal(c) { c.escape_unicode().to_string() } else { c.to_string() };
    text.chars().map(escaped).collect()
}
