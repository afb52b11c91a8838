//! Secrets in texts that are no scan's: what people wrote for bartizan, before anything of it is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Needs, Scanner};
use crate::finding::Suppressed;
use crate::rule::{RuleSet, embedded};

/// The values in a text, by all embedded rules: bytes of it, sorted, on the borders of characters.
#[must_use]
pub fn secrets_in(text: &str) -> Vec<Range<usize>> {
    let rules = RuleSet::new(embedded());
    let scanner = Scanner::new(&rules, None, Needs::default());
    scanner.scan_text("text", text.as_bytes());
    let spans = scanner.finish(None).findings.into_iter().filter(|found| found.secret.is_some());
    spans
        .map(|found| {
            let (start, end) = (found.span.start as usize, (found.span.end as usize).min(text.len()));
            let start = (0..=start).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            start..(end..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
        })
        .collect()
}

/// A text without its secrets.
#[must_use]
pub fn without_secrets(text: &str) -> String {
    let mut rest = 0;
    let mut masked = String::with_capacity(text.len());
    for secret in secrets_in(text) {
        if secret.start >= rest {
            masked.push_str(&text[rest..secret.start]);
            masked.push('…');
        }
        rest = rest.max(secret.end);
    }
    masked.push_str(&text[rest..]);
    masked
}

/// Masks what reasons quote. All different ones are looked through at once: the tables of the rules are made once.
pub(super) fn reasons(suppressed: &mut [Suppressed]) {
    let different: BTreeSet<&str> = suppressed.iter().map(|one| one.reason.as_str()).collect();
    if different.is_empty() {
        return;
    }
    // A reason is one line. Should a value go over several, their reasons are not shown.
    let different: Vec<String> = different.into_iter().map(|reason| reason.replace('\n', " ")).collect();
    let masked = without_secrets(&different.join("\n"));
    let masked: Vec<&str> = masked.split('\n').collect();
    let whole = masked.len() == different.len();
    let shown = |at: usize| if whole { masked[at].to_owned() } else { "(not shown)".to_owned() };
    let changed: BTreeMap<&str, String> =
        different.iter().enumerate().map(|(at, reason)| (reason.as_str(), shown(at))).collect();
    for one in suppressed {
        if let Some(shown) = changed.get(one.reason.replace('\n', " ").as_str()) {
            one.reason.clone_from(shown);
        }
    }
}
