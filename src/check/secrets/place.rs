//! Where a match begins and ends: what may stand around it, and what it takes in before its anchor and behind its
//! pattern.

use std::ops::Range;

use crate::rule::Rule;
use crate::rule::carry::Carrier;
use crate::rule::def::Boundary;
use crate::text::token::{begins_token, begins_value, piece_end};
use crate::text::varied::{Look, Variety, is_written};

/// Where a match of `rule` whose pattern begins at `at` begins itself; `None` where it may not.
pub(super) fn first(rule: &Rule, text: &[u8], at: usize) -> Option<usize> {
    let Some(before) = &rule.def.before else { return begins(rule, text, at).then_some(at) };
    let set = &rule.carried.before;
    let run = text[..at].iter().rev().take(before.most.into()).take_while(|&&byte| set.contains(byte)).count();
    let whole = |at: usize| at == 0 || !set.contains(text[at - 1]);
    (usize::from(before.least)..=run).rev().map(|back| at - back).find(|&start| match rule.def.boundary {
        Boundary::None => whole(start),
        Boundary::Token => begins(rule, text, start),
    })
}

/// A match with what stands before its anchor.
pub(super) fn led(first: usize, span: Range<usize>, secret: Range<usize>) -> (Range<usize>, Range<usize>) {
    let secret_start = if secret.start == span.start { first } else { secret.start };
    (first..span.end, secret_start..secret.end)
}

/// Whether what stands before `at` lets a match of `rule` begin there.
fn begins(rule: &Rule, text: &[u8], at: usize) -> bool {
    match (&rule.carried.carrier, rule.def.boundary) {
        (_, Boundary::None) => true,
        (Carrier::Value { .. }, Boundary::Token) => begins_value(text, at),
        (_, Boundary::Token) => begins_token(text, at),
    }
}

/// Whether what stands behind a match lets it end there.
pub(super) fn ends(rule: &Rule, text: &[u8], start: usize, end: usize) -> bool {
    let next = text.get(end).copied();
    match (&rule.carried.carrier, rule.def.boundary) {
        (_, Boundary::None) => true,
        (Carrier::Value { set, min, max }, Boundary::Token) => {
            let slash = set.contains(b'/');
            let piece = piece_end(text, start, slash);
            (*min as usize..=*max as usize).contains(&(piece - start))
                && text[start..piece].iter().all(|&byte| set.contains(byte))
                && Look::of(&text[start..piece]).fits(Variety::of(set))
                && !is_written(&text[start..piece])
                && end >= piece
                && next.is_none_or(|byte| !rule.carried.end.contains(byte) || (byte == b'/' && !slash))
        }
        (_, Boundary::Token) => next.is_none_or(|byte| !rule.carried.end.contains(byte)),
    }
}

/// A match with its tail, if its rule has one; `None` where what must follow the tail does not.
pub(super) fn grown(
    rule: &Rule,
    text: &[u8],
    span: Range<usize>,
    secret: Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    let Some(tail) = &rule.def.tail else { return Some((span, secret)) };
    let rest = &text[span.end..text.len().min(span.end + tail.most as usize)];
    let more = rest.iter().position(|&byte| !rule.carried.tail.contains(byte)).unwrap_or(rest.len());
    let end = span.end + more;
    text[end..].starts_with(tail.then.as_bytes()).then(|| {
        let secret_end = if secret.end == span.end { end } else { secret.end };
        (span.start..end, secret.start..secret_end)
    })
}
