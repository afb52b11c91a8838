//! A value of each kind of rule, in the shortest text in which it counts.

use std::ops::Range;

use bartizan::engine::{Needs, Scanner};
use bartizan::finding::{Finding, LineIndex};
use bartizan::rule::expand::expand;
use bartizan::rule::generate::Generator;
use bartizan::text::base::base64_encode;
use fastrand::Rng;

use super::run::{rule, rules};

/// A text with one value in it.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) rule: &'static str,
    /// What the file is called.
    pub(crate) file: &'static str,
    /// What stands before the value: its name.
    pub(crate) before: &'static str,
    /// The value as it is written.
    pub(crate) value: String,
    /// What stands behind it.
    pub(crate) behind: &'static str,
    /// Which of its bytes a finding names.
    pub(crate) secret: Range<usize>,
}

impl Sample {
    pub(crate) fn text(&self) -> String {
        format!("{}{}{}", self.before, self.value, self.behind)
    }

    /// Where the value is named, in a text in which it begins at `at`.
    pub(crate) fn place(&self, at: usize) -> Range<usize> {
        at + self.secret.start..at + self.secret.end
    }

    /// Where in the value the place begins that is shown: of several lines, the whole block.
    pub(crate) fn shown(&self) -> usize {
        if self.is_block() { 0 } else { self.secret.start }
    }

    /// Whether it is several lines.
    pub(crate) fn is_block(&self) -> bool {
        self.value.contains('\n')
    }
}

/// How a value is written: its rule, its file, what stands around it.
type Written = (&'static str, &'static str, &'static str, &'static str);

/// Anchored, with a checksum and without, of a fixed and of an open length; named by words; with a number before the
/// anchor; read by a form; a key of many lines; a literal behind a name; an address.
const WRITTEN: [Written; 13] = [
    ("secrets/github-pat-classic", "a.txt", "", ""),
    ("secrets/npm-access-token", "a.py", "t = \"", "\"\n"),
    ("secrets/slack-bot-token", "a.js", "t('", "');\n"),
    ("secrets/sendgrid-api-key", "a.py", "t = \"", "\"\n"),
    ("secrets/stripe-secret-key-live", "a.py", "t = \"", "\"\n"),
    ("secrets/telegram-bot-token", "a.py", "telegram_token = \"", "\"\n"),
    ("secrets/datadog-api-key", "a.py", "datadog_api_key = \"", "\"\n"),
    ("secrets/heroku-api-key-legacy", "a.py", "heroku_api_key = \"", "\"\n"),
    ("secrets/aws-secret-access-key", ".env", "AWS_SECRET_ACCESS_KEY=", "\n"),
    ("secrets/generic-password-assignment", "a.py", "password = \"", "\"\n"),
    ("secrets/jwt", "a.py", "t = \"", "\"\n"),
    ("secrets/pem-private-key-rsa", "a.pem", "", "\n"),
    ("secrets/netrc-password", ".netrc", "machine repo.acme.io login deploy password ", "\n"),
];

/// One of each kind, and one that stands in base 64.
pub(crate) fn samples(rng: &mut Rng) -> Vec<Sample> {
    let one = |&(id, file, before, behind): &Written| {
        let known = rule(id).unwrap_or_else(|| panic!("{id}"));
        let (value, secret) = if known.def.check.is_some() {
            let made = expand("{{random:24}}", known, &rule, rng).unwrap().text;
            let all = 0..made.len();
            (made, all)
        } else {
            let made = Generator::new(known).token_where(rng, &|made| !made.secret().contains("//")).unwrap();
            // What a pattern only looks at behind the value is what stands there anyway, and a name before it too.
            let name = if before.starts_with("password") { made.secret.start } else { 0 };
            let end = if made.text.contains('\n') { made.text.len() } else { made.secret.end };
            (made.text[name..end].to_owned(), made.secret.start - name..made.secret.end - name)
        };
        Sample { rule: id, file, before, value, behind, secret }
    };
    let mut all: Vec<Sample> = WRITTEN.iter().map(one).collect();
    let inner = format!("t = '{}' # for the build", all[0].value);
    let value = base64_encode(inner.as_bytes(), true);
    // The groups of four that the token lies in, whose first is the second.
    let secret = 4..(5 + all[0].value.len()).div_ceil(3) * 4;
    all.push(Sample { file: "a.yaml", before: "data: ", value, behind: "\n", secret, ..all[0].clone() });
    all
}

/// What is found in a file.
pub(crate) fn scan(file: &str, text: &[u8]) -> Vec<Finding> {
    let scanner = Scanner::new(rules(), None, Needs::default());
    scanner.scan_text(file, text);
    scanner.finish(None).findings
}

/// The finding of a sample's rule at a place; of a key's block the last line's end may belong to it.
///
/// # Panics
/// Where there is none.
pub(crate) fn must_stand(
    sample: &Sample,
    text: &[u8],
    place: &Range<usize>,
    findings: &[Finding],
    what: &str,
) -> Finding {
    let slack = if sample.is_block() { 12 } else { 0 };
    let stands = |found: &&Finding| {
        let (start, end) = (found.span.start as usize, found.span.end as usize);
        found.rule.as_str() == sample.rule && start == place.start && end.abs_diff(place.end) <= slack
    };
    let all = || findings.iter().map(|f| format!("{} at {:?}", f.rule, f.span)).collect::<Vec<_>>();
    let found = findings.iter().find(stands);
    let found = found.unwrap_or_else(|| panic!("{what}: {} at {place:?} is not among {:?}", sample.rule, all()));
    // Of what goes over lines the whole match is shown, with what names it.
    if !text[place.clone()].contains(&b'\n') {
        assert_eq!(found.region, LineIndex::new(text).region(place.clone()), "{what}: {}", sample.rule);
    }
    found.clone()
}
