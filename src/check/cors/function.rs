//! Functions and expressions that decide on the origin that asks: which of them say yes to all.

use std::ops::Range;

use super::names::Realm;
use super::text::bare;
use super::value::{Code, is_asking};

impl Code<'_> {
    /// The body of the function that these tokens are, if they are one.
    pub(super) fn function(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let tokens = &self.tokens;
        let mut at = range.start;
        if tokens.name(at).is_some_and(|name| matches!(name, b"async" | b"static" | b"move")) {
            at += 1;
        }
        match tokens.name(at) {
            Some(b"function" | b"func" | b"fn" | b"fun") => {
                let open = (at..range.end.min(at + 12)).find(|&at| tokens.is(at, "("))?;
                let body =
                    (tokens.after(open)..tokens.len().min(tokens.after(open) + 8)).find(|&at| tokens.is(at, "{"));
                return body.map_or(Some(tokens.after(open)..range.end), |open| Some(open + 1..tokens.close(open)));
            }
            Some(b"lambda") => {
                let colon = (at..range.end).find(|&at| tokens.is(at, ":"))?;
                return Some(colon + 1..range.end);
            }
            Some(_) if tokens.any(at + 1, &["=>", "->"]) => return Some(self.body(at + 2, range.end)),
            _ => {}
        }
        if tokens.is(at, "(") {
            let behind = tokens.after(at);
            let arrow = (behind..range.end.min(behind + 6)).find(|&at| tokens.any(at, &["=>", "->"]))?;
            return Some(self.body(arrow + 1, range.end));
        }
        if tokens.is(at, "|") {
            let bar = (at + 1..range.end.max(at + 12).min(tokens.len())).find(|&at| tokens.is(at, "|"))?;
            return Some(self.body(bar + 1, self.value(bar + 1).end));
        }
        None
    }

    fn body(&self, start: usize, end: usize) -> Range<usize> {
        if self.tokens.is(start, "{") { start + 1..self.tokens.close(start) } else { start..end }
    }

    /// Whether a function says yes to every origin.
    pub(super) fn says_yes(&self, body: &Range<usize>, realm: Realm) -> bool {
        /// What is longer decides something.
        const BODY: usize = 60;
        let tokens = &self.tokens;
        if body.len() > BODY || realm == Realm::Header {
            return false;
        }
        let decides = body.clone().any(|at| {
            tokens.any(at, &["?", "==", "===", "!=", "!==", "&&", "||", "??", "!", "[", "=~"])
                || tokens.name(at).is_some_and(|n| {
                    matches!(
                        n,
                        b"if"
                            | b"in"
                            | b"switch"
                            | b"match"
                            | b"when"
                            | b"unless"
                            | b"not"
                            | b"and"
                            | b"or"
                            | b"throw"
                            | b"raise"
                    )
                })
                || tokens.name(at).is_some_and(|n| {
                    is_asking(n) && !n.eq_ignore_ascii_case(b"log") && !n.eq_ignore_ascii_case(b"println")
                })
        });
        if decides {
            return false;
        }
        let yes = |at: usize| matches!(tokens.name(at), Some(b"true" | b"True"));
        let origin = |at: usize| {
            tokens.name(at).is_some_and(|n| {
                matches!(n.to_ascii_lowercase().as_slice(), b"origin" | b"requestorigin" | b"reqorigin")
            })
        };
        let alone = |at: usize| at + 1 == body.end || tokens.is(at + 1, ";") && at + 2 >= body.end;
        body.clone().any(|at| {
            let returned = at == body.start && alone(at) || tokens.name(at.wrapping_sub(1)) == Some(b"return");
            let called = tokens.is(at.wrapping_sub(1), ",")
                && matches!(tokens.name(at.wrapping_sub(2)), Some(b"null" | b"undefined" | b"nil" | b"err" | b"error"))
                && tokens.is(at + 1, ")");
            (yes(at) || origin(at)) && (returned || called)
        })
    }

    /// Whether a value is the origin of the request, as it came.
    pub(super) fn echoes(&self, range: &Range<usize>) -> bool {
        let tokens = &self.tokens;
        (range.start..range.end.min(range.start + 40)).any(|at| {
            let before = at.wrapping_sub(1);
            match (tokens.name(at), tokens.content(at)) {
                (Some(b"$http_origin"), _) => true,
                (Some(name), _) if name.eq_ignore_ascii_case(b"origin") => {
                    let of = tokens.any(before, &[".", "?."])
                        && tokens
                            .name(at.wrapping_sub(2))
                            .is_some_and(|n| n.eq_ignore_ascii_case(b"headers") || n.eq_ignore_ascii_case(b"header"));
                    of && !tokens.is(at + 1, "(")
                }
                (_, Some(text)) => {
                    let text = bare(text);
                    if text == b"$http_origin" || text == b"HTTP_ORIGIN" {
                        return true;
                    }
                    let getter = tokens.any(before, &["(", "["]) && text.eq_ignore_ascii_case(b"origin");
                    let of = tokens.name(at.wrapping_sub(2)).is_some_and(|n| {
                        matches!(
                            n.to_ascii_lowercase().as_slice(),
                            b"get" | b"header" | b"headers" | b"getheader" | b"get_header" | b"values"
                        )
                    });
                    getter && of
                }
                _ => false,
            }
        })
    }
}
