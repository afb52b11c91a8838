//! On any text the prefilters lose nothing: the engine reports what the slow reference of the tests reports.
#![no_main]

#[path = "../../tests/support/reference.rs"]
mod reference;

use std::sync::LazyLock;

use bartizan::check::secrets::Secrets;
use bartizan::check::{Check, Cx};
use bartizan::finding::ReportPath;
use bartizan::rule::{RuleSet, embedded};
use bartizan::source::{Blob, Encoding, Origin};
use libfuzzer_sys::fuzz_target;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::new(embedded()));
static CHECK: LazyLock<Secrets<'static>> = LazyLock::new(|| Secrets::new(&RULES));

fuzz_target!(|text: &[u8]| {
    let origin = Origin { path: ReportPath::from_bytes(b"fuzz.env"), explicit: true, lines: None };
    let own = 0..text.len();
    let blob = Blob { origin: &origin, text, base: 0, own, encoding: Encoding::Ascii, last: true };
    let mut found = Vec::new();
    CHECK.run(&blob, &mut Cx::default(), &mut found);
    found.sort_by_key(|m| (m.span.start, m.span.end, m.rule));
    assert_eq!(found, reference::matches(&RULES, &CHECK, &origin.path, text));
});
