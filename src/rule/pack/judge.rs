//! What a rule must say to be a rule, beyond fitting the types.

use std::sync::Arc;

use crate::rule::Pattern;
use regex_syntax::hir::{Hir, HirKind};

use super::Given;
use crate::rule::allow::Allow;
use crate::rule::carry::{self, Carried};
use crate::rule::compile::compile;
use crate::rule::def::{Checksum, Context, RuleDef};
use crate::rule::embedded;
use crate::rule::expand::{self, is_kebab};
use crate::syntax::document::{Source, View};
use crate::syntax::yaml::Step;
use crate::text::algorithm::Algorithm;

/// The most bytes of a pattern. The longest that anybody needed had 700.
const PATTERN: usize = 8 << 10;

/// The most characters of a title: it stands in one line of a report.
const TITLE: usize = 100;

/// What judging worked out, for the rule to keep.
pub(super) struct Judged {
    pub(super) carried: Carried,
    /// `None` for a rule that a check speaks for.
    pub(super) pattern: Option<Pattern>,
}

/// Judges what stands above the rules.
pub(super) fn head(view: &mut View<'_>, pack: &str, provider: Option<&str>, rules: usize) {
    if !is_kebab(pack) {
        view.at(&["pack".into()], &format!("the pack's name `{pack}` is not in kebab case"), &kebab(pack));
    }
    if provider.is_some_and(|provider| provider.trim().is_empty()) {
        view.at(&["provider".into()], "the provider is empty", "name who issues these credentials, or take it out");
    }
    if rules == 0 {
        view.at(&["rules".into()], "the pack holds no rules", "add one; docs/rule-pack.schema.json says what it holds");
    }
}

/// What to say about an id that was given before: at `first`, or by one of the rules that were there.
pub(super) fn again(id: &str, first: Option<&Given>, here: &Arc<Source>) -> (String, String) {
    match first {
        None => (
            format!("the id `{id}` is that of an embedded rule"),
            "choose another `pack:` name, such as your organisation's; `--skip` turns the embedded rule off".into(),
        ),
        Some(Given { source, span }) => {
            let at = crate::syntax::yaml::place(&source.text, span.start);
            let place = if Arc::ptr_eq(source, here) {
                format!("in line {}", at.line)
            } else {
                format!("at {}:{at}", source.name)
            };
            (
                format!("the id `{id}` was given before"),
                format!("it stands {place}; ids are unique: rename one of the two"),
            )
        }
    }
}

/// Judges one rule. `None` where its pattern is none; other problems show in the view alone.
pub(super) fn rule(view: &mut View<'_>, index: usize, pack: &str, def: &RuleDef) -> Option<Judged> {
    let mut judge = Judge { view, index };
    judge.words(def);
    judge.lists(def);
    judge.examples(def);
    if def.check.is_some() { judge.check(pack, def) } else { judge.pattern(def) }
}

struct Judge<'v, 's> {
    view: &'v mut View<'s>,
    index: usize,
}

impl Judge<'_, '_> {
    fn path<'p>(&self, steps: &[Step<'p>]) -> Vec<Step<'p>> {
        [&["rules".into(), self.index.into()], steps].concat()
    }

    fn at(&mut self, steps: &[Step<'_>], message: &str, help: &str) {
        self.view.at(&self.path(steps), message, help);
    }

    /// A problem at a byte of a scalar; at the whole of it where its text is not what stands in the file.
    fn inside(&mut self, steps: &[Step<'_>], at: usize, message: &str, help: &str) {
        let node = self.view.tree.find(&self.path(steps));
        match node.and_then(|node| node.offset_of(&self.view.source.text, at)) {
            Some(offset) => self.view.problem(offset..offset, message, help),
            None => self.at(steps, message, help),
        }
    }

    fn words(&mut self, def: &RuleDef) {
        if !is_kebab(&def.id) {
            self.at(&["id".into()], &format!("the id `{}` is not in kebab case", def.id), &kebab(&def.id));
        }
        if def.title.trim().is_empty() || def.title.contains('\n') || def.title.chars().count() > TITLE {
            let help = format!("say in a few words what was found, in one line of at most {TITLE} characters");
            self.at(&["title".into()], "the title is no title", &help);
        }
        for (key, text, help) in [
            ("what", &def.help.what, "say what was found, in one or two sentences"),
            ("why", &def.help.why, "say what somebody who holds it can do"),
            ("fix", &def.help.fix, "say what to do now, and how not to come here again"),
        ] {
            if text.trim().is_empty() {
                self.at(&["help".into(), key.into()], &format!("`help.{key}` is empty"), help);
            }
        }
        if let Some(least) = def.min_entropy
            && !(0.0..=8.0).contains(&least)
        {
            let help = "bits a character: 3 to 4 tell random letters from words";
            self.at(&["min_entropy".into()], "`min_entropy` lies between 0 and 8", help);
        }
    }

    fn lists(&mut self, def: &RuleDef) {
        if let Some(context) = &def.context {
            self.context(context);
        }
        for (at, pattern) in def.allow.iter().enumerate() {
            let path = ["allow".into(), at.into()];
            if pattern.is_empty() {
                self.at(&path, "an empty allow pattern allows everything", "take it out, or say what is allowed");
            } else if let Err(error) = Allow::new(&[pattern], def.unicode) {
                let help = "allow patterns use the syntax of the Rust crate regex, as `rg` does";
                let place = regex_syntax::Parser::new().parse(pattern).err().and_then(|error| error_at(&error));
                match place {
                    Some(place) => self.inside(&path, place, &error.to_string(), help),
                    None => self.at(&path, &error.to_string(), help),
                }
            }
        }
        for (key, globs) in [("include", &def.paths.include), ("exclude", &def.paths.exclude)] {
            for (at, glob) in globs.iter().enumerate() {
                if let Some((message, help)) = bad_glob(glob) {
                    self.at(&["paths".into(), key.into(), at.into()], &message, help);
                }
            }
        }
        for (at, tag) in def.tags.iter().enumerate() {
            if let Some(message) = bad_tag(tag) {
                let help = "write `CWE-798`, `OWASP-A07:2021`, or words like `checklist/secrets-in-code`";
                self.at(&["tags".into(), at.into()], &message, help);
            } else if def.tags[..at].contains(tag) {
                self.at(
                    &["tags".into(), at.into()],
                    &format!("the tag `{tag}` stands here twice"),
                    "keep one of the two",
                );
            }
        }
        for (at, reference) in def.references.iter().enumerate() {
            let address = reference.strip_prefix("https://").or_else(|| reference.strip_prefix("http://"));
            if !address.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace)) {
                let help = "write the page's whole address, `https://` included";
                self.at(&["references".into(), at.into()], "a reference is the address of a page", help);
            }
        }
    }

    fn context(&mut self, context: &Context) {
        let words = ["context".into(), "words".into()];
        if context.words.is_empty() {
            self.at(&words, "the context has no words", "name at least one, such as the provider's name");
        }
        for (at, word) in context.words.iter().enumerate() {
            if word.is_empty() || !word.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase()) {
                let message = format!("the context word `{word}` is not in lower-case ASCII");
                let help = "it is found in any case; one word without blanks, such as `aws` or `api_key`";
                self.at(&[words[0], words[1], at.into()], &message, help);
            }
        }
        if !(1..=Context::MOST).contains(&context.within) {
            let message = format!("`within` lies between 1 and {}", Context::MOST);
            let help = "bytes before and behind the match, on its line; 80 when it is left out";
            self.at(&["context".into(), "within".into()], &message, help);
        }
    }

    fn examples(&mut self, def: &RuleDef) {
        if def.examples.matching.is_empty() {
            let help = "add a text with `{{token}}` where the value stands";
            self.at(&["examples".into(), "match".into()], "no example that must match", help);
        }
        for (key, texts) in [("match", &def.examples.matching), ("near_miss", &def.examples.near_miss)] {
            for (at, text) in texts.iter().enumerate() {
                if let Some(error) = expand::files(text).iter().find_map(|(_, text)| expand::pieces(text).err()) {
                    let help = "`{{{{` stands for braces that stay";
                    self.at(&["examples".into(), key.into(), at.into()], &error.to_string(), help);
                }
            }
        }
    }

    /// A rule that a check speaks for: its words are data, what it looks for is code that knows its id.
    fn check(&mut self, pack: &str, def: &RuleDef) -> Option<Judged> {
        let id = format!("{pack}/{}", def.id);
        if !embedded().iter().any(|rule| rule.id.as_str() == id && rule.def.check == def.check) {
            let help = "checks are part of bartizan and know their own rules; write a `pattern:` instead";
            self.at(&["check".into()], &format!("no check looks for `{id}`"), help);
            return None;
        }
        let patterned = [
            ("pattern", !def.pattern.is_empty()),
            ("anchors", !def.anchors.is_empty()),
            ("before", def.before.is_some()),
            ("tail", def.tail.is_some()),
            ("context", def.context.is_some()),
            ("checksum", def.checksum.is_some()),
            ("form", def.form.is_some()),
            ("min_entropy", def.min_entropy.is_some()),
            ("allow", !def.allow.is_empty()),
        ];
        for (key, _) in patterned.iter().filter(|(_, given)| *given) {
            let message = format!("`{key}` means nothing beside `check`");
            self.at(&[(*key).into()], &message, "take it out: the check does not go by patterns");
        }
        carry::carry(def).ok().map(|carried| Judged { carried, pattern: None })
    }

    fn pattern(&mut self, def: &RuleDef) -> Option<Judged> {
        let path = ["pattern".into()];
        if def.pattern.is_empty() && self.view.tree.find(&self.path(&path)).is_none() {
            let help = "add `pattern:`; docs/rule-pack.schema.json says what it holds";
            self.at(&[], "the key `pattern` is missing", help);
            return None;
        }
        if def.pattern.len() > PATTERN {
            let message = format!("the pattern has {} bytes; the most is {PATTERN}", def.pattern.len());
            self.at(&path, &message, "make several rules of it");
            return None;
        }
        for (at, anchor) in def.anchors.iter().enumerate() {
            if anchor.is_empty() {
                let help = "take it out: anchors are worked out from the pattern";
                self.at(&["anchors".into(), at.into()], "an anchor is empty", help);
                return None;
            }
        }
        let carried = match carry::carry(def) {
            Ok(carried) => carried,
            Err(refusal) => {
                let syntax = syntax_error(def);
                let anchor =
                    def.anchors.iter().position(|anchor| refusal.what.ends_with(&format!("the anchor `{anchor}`")));
                match (syntax, anchor) {
                    (Some(at), _) => self.inside(&path, at, &refusal.what, &refusal.help),
                    (_, Some(at)) => self.at(&["anchors".into(), at.into()], &refusal.what, &refusal.help),
                    _ => self.at(&path, &refusal.what, &refusal.help),
                }
                return None;
            }
        };
        let hir = carry::parse(def).ok()?;
        self.groups(def, &hir);
        if let Some(checksum) = def.checksum {
            self.checksum(checksum, secret(&hir).unwrap_or(&hir));
        }
        match compile(def) {
            Ok(pattern) => Some(Judged { carried, pattern: Some(pattern) }),
            Err(why) => {
                let help = "lower the bounds of its repetitions, or leave `unicode` out";
                self.at(&path, &format!("the pattern does not compile: {why}"), help);
                None
            }
        }
    }

    fn groups(&mut self, def: &RuleDef, hir: &Hir) {
        let mut names = Vec::new();
        group_names(hir, &mut names);
        for name in names.iter().filter(|name| **name != "secret") {
            let at = def.pattern.find(&format!("<{name}>")).map_or(0, |at| at + 1);
            let message = format!("the group `{name}` has no meaning: only `secret` has");
            self.inside(&["pattern".into()], at, &message, "name it `secret` if it is the value, else write `(?:…)`");
        }
        let at = def.pattern.find("<secret>").map_or(0, |at| at + 1);
        match secret(hir) {
            None if names.contains(&"secret") => {
                let help = "keep it out of `|`, `?`, `*` and `{…}`, or make several rules";
                self.inside(&["pattern".into()], at, "a match can be without its group `secret`", help);
            }
            Some(group) if group.properties().minimum_len().unwrap_or(0) == 0 => {
                let help = "let it take at least one character";
                self.inside(&["pattern".into()], at, "the group `secret` can be empty", help);
            }
            _ => {}
        }
    }

    fn checksum(&mut self, checksum: Checksum, value: &Hir) {
        let width = match checksum.algorithm {
            Algorithm::Crc32Base62 | Algorithm::Crc32Base64Le => 6,
            Algorithm::Crc32Base36 => 7,
            Algorithm::Crc32Hex | Algorithm::Crc32HexLe => 8,
            // One character at least before the separator; CRC-16 and SHA-256 in letters.
            Algorithm::Bech32 => 8,
            Algorithm::Crc16Base32 => 4,
            Algorithm::Sha256dBase58 => 6,
        };
        let needed = width + usize::from(checksum.skip) + usize::from(checksum.cut);
        let least = value.properties().minimum_len().unwrap_or(0);
        if least < needed {
            let message = format!("the value can have {least} bytes, and its checksum needs {needed}");
            let help = "`skip` counts bytes at the value's start, `cut` bytes directly before the checksum";
            self.at(&["checksum".into()], &message, help);
        }
    }
}

/// What the words of a name would be in kebab case.
fn kebab(name: &str) -> String {
    let mut words = String::new();
    let mut before = '-';
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
                words.push('-');
            }
            words.push(c.to_ascii_lowercase());
        } else if !words.ends_with('-') {
            words.push('-');
        }
        before = c;
    }
    let words = words.trim_matches('-');
    if words.is_empty() {
        "lower-case words joined by hyphens, such as `my-token`".into()
    } else {
        format!("write `{words}`")
    }
}

fn bad_glob(glob: &str) -> Option<(String, &'static str)> {
    let relative = "globs are relative to the root and written with `/`, such as `src/**/*.py`";
    if glob.is_empty() {
        return Some(("a glob is empty".into(), relative));
    }
    if glob.starts_with('/') {
        return Some((format!("the glob `{glob}` begins with `/`"), relative));
    }
    if glob.starts_with('!') {
        return Some((
            format!("the glob `{glob}` begins with `!`"),
            "what a rule does not look at stands in `exclude`",
        ));
    }
    let error = globset::GlobBuilder::new(glob).literal_separator(true).build().err()?;
    Some((format!("the glob `{glob}` does not compile: {}", error.kind()), relative))
}

fn bad_tag(tag: &str) -> Option<String> {
    let shaped = tag.len() <= 64
        && tag.starts_with(|c: char| c.is_ascii_alphanumeric())
        && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./:".contains(&b));
    let lower = tag.to_ascii_lowercase();
    let right = if lower.starts_with("cwe") {
        tag.strip_prefix("CWE-").is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    } else if lower.starts_with("owasp") {
        tag.strip_prefix("OWASP-")
            .and_then(|rest| rest.split_once(':'))
            .is_some_and(|(item, year)| !item.is_empty() && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
    } else {
        shaped
    };
    (!shaped || !right).then(|| format!("`{tag}` is not the shape of a tag"))
}

/// Where in the pattern its syntax breaks.
fn syntax_error(def: &RuleDef) -> Option<usize> {
    let error =
        regex_syntax::ParserBuilder::new().unicode(def.unicode).utf8(false).nest_limit(50).build().parse(&def.pattern);
    error.err().and_then(|error| error_at(&error))
}

fn error_at(error: &regex_syntax::Error) -> Option<usize> {
    match error {
        regex_syntax::Error::Parse(error) => Some(error.span().start.offset),
        regex_syntax::Error::Translate(error) => Some(error.span().start.offset),
        _ => None,
    }
}

fn group_names<'h>(hir: &'h Hir, names: &mut Vec<&'h str>) {
    match hir.kind() {
        HirKind::Capture(capture) => {
            names.extend(capture.name.as_deref());
            group_names(&capture.sub, names);
        }
        HirKind::Repetition(repetition) => group_names(&repetition.sub, names),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().for_each(|part| group_names(part, names)),
        _ => {}
    }
}

/// The group `secret`, if every match has it.
fn secret(hir: &Hir) -> Option<&Hir> {
    match hir.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() == Some("secret") => Some(&capture.sub),
        HirKind::Capture(capture) => secret(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => secret(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().find_map(secret),
        _ => None,
    }
}
