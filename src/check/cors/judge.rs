//! What settings are worth together: which of them are findings, of which rule, how bad and how sure.

use std::borrow::Cow;
use std::collections::HashMap;

use super::names::{Kind, Realm, Tables, Topic};
use super::setting::Setting;
use super::text::How;
use super::value::Code;
use crate::check::Match;
use crate::finding::{Confidence, Severity};
use crate::rule::cors::Star;
use crate::rule::{Rule, RuleSet};

/// The rules of the check; those that are off are `None`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules<'r> {
    pub(super) wildcard: Option<(u32, &'r Rule)>,
    pub(super) credentials: Option<(u32, &'r Rule)>,
    pub(super) open: Option<(u32, &'r Rule)>,
    pub(super) methods: Option<(u32, &'r Rule)>,
    pub(super) headers: Option<(u32, &'r Rule)>,
}

impl<'r> Rules<'r> {
    pub(super) fn new(set: &'r RuleSet) -> Self {
        let rule = |id| set.find(id);
        Self {
            wildcard: rule("cors/wildcard-origin"),
            credentials: rule("cors/any-origin-with-credentials"),
            open: rule("cors/open-by-default"),
            methods: rule("cors/wildcard-methods"),
            headers: rule("cors/wildcard-headers"),
        }
    }

    pub(super) const fn any(&self) -> bool {
        self.wildcard.is_some()
            || self.credentials.is_some()
            || self.open.is_some()
            || self.methods.is_some()
            || self.headers.is_some()
    }
}

/// Credentials that stand further off belong to something else.
const NEAR: usize = 4000;

/// All settings of a file, and their order in it.
struct Settings<'s> {
    all: &'s [Setting],
    places: Vec<usize>,
}

impl<'s> Settings<'s> {
    /// The settings near one.
    fn near(&self, setting: &Setting) -> impl Iterator<Item = &'s Setting> {
        let (from, until) = (setting.span.start.saturating_sub(NEAR), setting.span.start + NEAR);
        let first = self.places.partition_point(|&at| self.all[at].span.start < from);
        let last = self.places.partition_point(|&at| self.all[at].span.start < until);
        let all = self.all;
        self.places[first..last].iter().map(move |&at| &all[at]).collect::<Vec<_>>().into_iter()
    }
}

/// What to judge: all settings of a file, and where it stands.
pub(super) struct Judge<'j, 't> {
    pub(super) rules: Rules<'j>,
    pub(super) tables: &'static Tables,
    pub(super) code: Option<&'j Code<'t>>,
    pub(super) text: &'t [u8],
    pub(super) aside: bool,
    /// Where the tests of the file begin that stand at its end, as they do in Rust.
    pub(super) tests: Option<usize>,
}

impl Judge<'_, '_> {
    /// Appends a match for every setting that lets any origin, method or header in.
    pub(super) fn all(&self, mut settings: Vec<Setting>, matches: &mut Vec<Match>) {
        settings.sort_by_key(|setting| (setting.realm, setting.span.start, setting.span.end));
        let mut places: Vec<usize> = (0..settings.len()).collect();
        places.sort_by_key(|&at| settings[at].span.start);
        let all = Settings { all: &settings, places };
        // The wildcard of a constant is spoken for by the setting that uses it.
        let mut stars: HashMap<(usize, Topic), Realm> = HashMap::new();
        for setting in &settings {
            let Some(any) = setting.any else { continue };
            let place = (setting.star, setting.kind.topic());
            let earlier = stars.get(&place).copied();
            if earlier.is_some_and(|realm| realm < setting.realm || setting.realm == Realm::Words || !any.via) {
                continue;
            }
            stars.insert(place, setting.realm);
            if setting.realm == Realm::Header && self.is_recorded(setting) {
                continue;
            }
            match setting.kind.topic() {
                Topic::Origin => self.origin(setting, &all, matches),
                Topic::Method => self.beside(setting, &all, self.rules.methods, matches),
                Topic::Header => self.beside(setting, &all, self.rules.headers, matches),
                Topic::Credentials => {}
            }
        }
    }

    fn origin(&self, setting: &Setting, all: &Settings<'_>, matches: &mut Vec<Match>) {
        let Some(any) = setting.any else { return };
        let credentials = all.near(setting).find(|other| other.on && self.together(setting, other));
        let mut notes = self.notes(setting);
        if setting.with_credentials || credentials.is_some() {
            let star = self.tables.star(setting.table);
            let reflects = setting.with_credentials
                || any.how.reflects()
                || setting.kind == Kind::Patterns
                || any.how == How::Said && setting.kind == Kind::Origins
                || star == Star::Reflected;
            let confidence =
                if reflects { self.confidence(setting) } else { self.confidence(setting).min(Confidence::Medium) };
            notes.push(if reflects {
                "credentials are let in, and the answer names whatever origin asks".into()
            } else if star == Star::Refused {
                "credentials are let in, too; the framework refuses both together, or did not in earlier versions".into()
            } else {
                "credentials are let in, too; browsers refuse `*` with credentials, so one of the two is not what was meant".into()
            });
            if let Some((id, rule)) = self.rules.credentials {
                let related =
                    credentials.map(|other| (other.span.clone(), Cow::Borrowed("credentials are let in here")));
                let found = self.found(id, rule, setting, rule.severity, confidence, notes);
                return matches.push(Match { related: found.related.into_iter().chain(related).collect(), ..found });
            }
            notes.pop();
        }
        let rule = if setting.open { self.rules.open } else { self.rules.wildcard };
        if let Some((id, rule)) = rule {
            matches.push(self.found(id, rule, setting, rule.severity, self.confidence(setting), notes));
        }
    }

    /// A wildcard of methods or headers: it matters where others may come, or credentials do.
    fn beside(&self, setting: &Setting, all: &Settings<'_>, rule: Option<(u32, &Rule)>, matches: &mut Vec<Match>) {
        let Some((id, rule)) = rule else { return };
        let with = |topic: Topic| {
            let says = |other: &&Setting| {
                other.kind.topic() == topic && (other.on || topic == Topic::Origin && other.any.is_some())
            };
            all.near(setting).filter(says).find(|other| self.together(setting, other) || self.together(other, setting))
        };
        let mut notes = self.notes(setting);
        let other = with(Topic::Origin).map(|other| (other, "beside any origin"));
        let other = other.or_else(|| with(Topic::Credentials).map(|other| (other, "with credentials")));
        let severity = if other.is_some() { Severity::Medium } else { rule.severity };
        notes.extend(other.map(|(_, why)| Cow::Borrowed(why)));
        matches.push(self.found(id, rule, setting, severity, self.confidence(setting), notes));
    }

    /// Whether two settings are about one thing: said of the same, or `outer` around the other.
    fn together(&self, setting: &Setting, outer: &Setting) -> bool {
        let group = &setting.group;
        let near = setting.span.start.abs_diff(outer.span.start) < NEAR;
        if !near || (setting.realm == Realm::Header) != (outer.realm == Realm::Header) {
            return false;
        }
        if group.is(&outer.group) {
            return true;
        }
        if setting.table != outer.table {
            return false;
        }
        let Some(code) = self.code else { return false };
        // `CORS(app, resources={…: {"origins": "*"}}, supports_credentials=True)`
        let tokens = &code.tokens;
        let mut scope = group.scope.and_then(|open| tokens.parent(open));
        for _ in 0..6 {
            let Some(open) = scope else { return false };
            if outer.group.scope == Some(open) {
                // A block, unlike an object, holds statements about different things.
                let before = open.wrapping_sub(1);
                let object = tokens.any(before, &[":", "=", "(", ",", "[", "=>"]) || !tokens.is(open, "{");
                return object && setting.realm == Realm::Setting || group.owner == outer.group.owner;
            }
            scope = tokens.parent(open);
        }
        false
    }

    fn confidence(&self, setting: &Setting) -> Confidence {
        let Some(any) = setting.any else { return Confidence::Low };
        if self.aside(setting)
            || self.is_packed(setting)
            || setting.local
            || self.is_for_fonts(setting)
            || self.chosen(setting)
        {
            return Confidence::Low;
        }
        let sure = match any.how {
            How::Star | How::Said | How::Function => Confidence::High,
            How::Pattern | How::Null | How::Echo => Confidence::Medium,
            How::Subdomain => Confidence::Low,
        };
        let weak =
            any.fallback || setting.realm == Realm::Words || setting.kind == Kind::Patterns && any.how == How::Star;
        if weak { sure.min(Confidence::Medium) } else { sure }
    }

    fn notes(&self, setting: &Setting) -> Vec<Cow<'static, str>> {
        let mut notes: Vec<Cow<'static, str>> = Vec::new();
        let Some(any) = setting.any else { return notes };
        let framework = &self.tables.all[setting.table].framework;
        match setting.realm {
            Realm::Setting if setting.open => {
                notes.push(format!("{framework} lets every origin in where none is named").into())
            }
            Realm::Setting => notes.push(format!("a setting of {framework}").into()),
            Realm::Header => notes.push("in a response's header".into()),
            Realm::Words => notes.push("in the application's settings".into()),
        }
        match any.how {
            How::Function => notes.push("the function says yes whatever it is asked".into()),
            How::Echo => notes.push("the request's own origin is given back".into()),
            How::Null => notes.push("`null` is the origin of every sandboxed frame".into()),
            How::Pattern => notes.push("every origin fits the pattern".into()),
            How::Subdomain => notes.push("browsers know no such wildcard".into()),
            How::Star | How::Said => {}
        }
        if any.fallback {
            notes.push("where nothing else is set".into());
        }
        if setting.local {
            notes.push("it looks as if it held for development only".into());
        } else if self.chosen(setting) {
            notes.push("only where something else says that all may come".into());
        } else if self.aside(setting) {
            notes.push("in a test, an example or a copy".into());
        }
        notes
    }

    fn found(
        &self,
        id: u32,
        rule: &Rule,
        setting: &Setting,
        severity: Severity,
        confidence: Confidence,
        notes: Vec<Cow<'static, str>>,
    ) -> Match {
        let statement: Vec<u8> =
            self.text[setting.span.clone()].iter().copied().filter(|b| !b.is_ascii_whitespace()).take(400).collect();
        let mut found = Match::of_code(id, rule, setting.span.clone(), &statement);
        found.severity = severity;
        found.confidence = confidence;
        found.notes = notes;
        if setting.any.is_some_and(|any| any.via) && !setting.span.contains(&setting.star) {
            let line =
                memchr::memchr(b'\n', &self.text[setting.star..]).map_or(self.text.len(), |at| setting.star + at);
            found.related.push((setting.star..line.min(setting.star + 80), "the wildcard stands here".into()));
        }
        found
    }

    /// Whether a header stands among those of a recorded answer.
    fn is_recorded(&self, setting: &Setting) -> bool {
        /// As far as the headers of one answer go.
        const AROUND: usize = 1200;
        const OTHERS: &[&str] = &[
            "date",
            "etag",
            "x-request-id",
            "cf-ray",
            "x-amz-cf-id",
            "set-cookie",
            "transfer-encoding",
            "x-ratelimit-limit",
            "age",
            "via",
            "x-runtime",
            "alt-svc",
            "server",
            "x-powered-by",
            "last-modified",
            "strict-transport-security",
            "report-to",
            "nel",
        ];
        let from = setting.span.start.saturating_sub(AROUND);
        let until = self.text.len().min(setting.span.end + AROUND);
        let window = self.text[from..until].to_ascii_lowercase();
        let stands = |name: &&&str| {
            memchr::memmem::find_iter(&window, name.as_bytes()).any(|at| {
                let before = at.checked_sub(1).map_or(b'\n', |at| window[at]);
                let behind = &window[at + name.len()..];
                let behind = behind.strip_prefix(b"\"").or_else(|| behind.strip_prefix(b"'")).unwrap_or(behind);
                b"\"' \n\t".contains(&before) && behind.trim_ascii_start().starts_with(b":")
            })
        };
        OTHERS.iter().filter(stands).take(3).count() == 3
    }

    /// Whether it holds only where a condition asked for it.
    fn chosen(&self, setting: &Setting) -> bool {
        self.code.is_some_and(|code| code.chosen(setting.span.start))
    }

    /// Whether it runs in tests only.
    fn aside(&self, setting: &Setting) -> bool {
        self.aside || self.tests.is_some_and(|tests| setting.span.start > tests)
    }

    /// Whether it stands in code that a tool packed: nobody wrote it there.
    fn is_packed(&self, setting: &Setting) -> bool {
        /// Longer lines nobody writes.
        const LINE: usize = 5000;
        let (start, end) = (setting.span.start, setting.span.end);
        let before = memchr::memrchr(b'\n', &self.text[start.saturating_sub(LINE)..start]);
        let behind = memchr::memchr(b'\n', &self.text[end..self.text.len().min(end + LINE)]);
        before.is_none() && start >= LINE || behind.is_none() && self.text.len() - end >= LINE
    }

    /// Whether it is said of fonts and the like, which are meant for all.
    fn is_for_fonts(&self, setting: &Setting) -> bool {
        /// A block's head stands near.
        const BEFORE: usize = 400;
        if setting.realm != Realm::Header {
            return false;
        }
        let window = &self.text[setting.span.start.saturating_sub(BEFORE)..setting.span.start];
        let last = [&b"location"[..], b"<FilesMatch", b"<IfModule", b"source", b"for ="]
            .iter()
            .filter_map(|word| memchr::memmem::rfind(window, word))
            .max();
        last.is_some_and(|at| {
            [&b"woff"[..], b"ttf", b"font", b".svg"]
                .iter()
                .any(|word| memchr::memmem::find(&window[at..], word).is_some())
        })
    }
}
