//! What the names of a file stand for.

use std::collections::HashMap;
use std::ops::Range;

use super::value::{Code, is_asking};

/// The most values of one name that are looked at.
const VALUES: usize = 16;

impl<'t> Code<'t> {
    /// A name that may stand for a value: no call, no key, nothing that is asked about itself.
    pub(super) fn resolvable(&self, at: usize, range: &Range<usize>) -> Option<&'t [u8]> {
        let tokens = &self.tokens;
        // One letter is whatever its function makes of it.
        let name = tokens.name(at).filter(|name| name.len() > 1)?;
        let next = at + 1;
        if tokens.any(next, &["(", "=", "=>", "::"]) || tokens.is(next, ":") && !tokens.is(at.wrapping_sub(1), "?") {
            return None;
        }
        // Of a path its last name; of a path that ends in a call what the call is made on.
        if tokens.any(next, &[".", "?."]) && tokens.name(at + 2).is_some() {
            let called = tokens.is(at + 3, "(");
            if !called
                || tokens.name(at + 2).is_some_and(is_asking)
                    && tokens.name(at + 2) != Some(b"split")
                    && tokens.name(at + 2) != Some(b"filter")
            {
                return None;
            }
        }
        let start = self.path_start(at);
        if start < range.start
            || tokens
                .name(start)
                .is_some_and(|first| matches!(first, b"req" | b"request" | b"process" | b"env" | b"os"))
                && start != at
        {
            return None;
        }
        (!self.asked(at, range)).then_some(name)
    }

    /// The values that a name may have at token `at`: the nearest before it, back to one that holds in any case.
    pub(super) fn values_of(&self, name: &[u8], at: usize) -> Vec<Range<usize>> {
        let tokens = &self.tokens;
        let Some(all) = self.bindings().get(name) else { return Vec::new() };
        let around = |open: Option<usize>| {
            let mut inner = at;
            loop {
                let parent = tokens.parent(inner);
                if parent == open {
                    return true;
                }
                let Some(parent) = parent else { return false };
                inner = parent;
            }
        };
        let indent = |at: usize| tokens.indent(tokens.all[at].span().start);
        let mut values = Vec::new();
        for (place, range) in all.iter().rev().filter(|(place, range)| *place < at && !range.contains(&at)).take(VALUES)
        {
            values.push(range.clone());
            let certain = around(tokens.parent(*place)) && (!self.dialect.indented || indent(*place) <= indent(at));
            if certain && !tokens.any(place + 1, &[".", "+="]) {
                return values;
            }
        }
        // Written further down: a constant, or the member of an object.
        values.extend(
            all.iter()
                .filter(|(place, _)| *place > at)
                .map(|(_, range)| range.clone())
                .take(VALUES - values.len().min(VALUES)),
        );
        values
    }

    fn bindings(&self) -> &HashMap<&'t [u8], Vec<(usize, Range<usize>)>> {
        self.bindings.get_or_init(|| {
            let mut all: HashMap<&'t [u8], Vec<(usize, Range<usize>)>> = HashMap::new();
            for at in 0..self.tokens.len() {
                let Some(name) = self.tokens.name(at) else { continue };
                if let Some(start) = self.binds(at) {
                    all.entry(name).or_default().push((at, self.value(start)));
                }
            }
            all
        })
    }

    /// Where the value begins that the name at `at` gets, if it gets one.
    fn binds(&self, at: usize) -> Option<usize> {
        let tokens = &self.tokens;
        let next = at + 1;
        if tokens.any(next, &["=", ":=", "+=", "||=", "??="]) {
            return Some(at + 2);
        }
        if tokens.is(next, ":") && !tokens.is(at.wrapping_sub(1), "?") {
            // A statement of an indented language ends there, as `if "*" in origins:` does.
            let key = !self.dialect.indented || tokens.parent(at).is_some_and(|open| tokens.is(open, "{"));
            return self.typed(next).or_else(|| key.then_some(at + 2));
        }
        // `origins.append("*")`, `origins.push('*')`
        if tokens.is(next, ".") && tokens.is(at + 3, "(") {
            let adds = tokens
                .name(at + 2)
                .is_some_and(|name| matches!(name, b"append" | b"push" | b"add" | b"extend" | b"insert"));
            return adds.then_some(at + 4);
        }
        // `#define ORIGIN "*"`, `set $origin "*";`
        let set = tokens.name(at.wrapping_sub(1)) == Some(b"set") && tokens.bytes(at).starts_with(b"$");
        (set || tokens.name(at.wrapping_sub(1)) == Some(b"define") && tokens.content(next).is_some()).then_some(next)
    }

    /// Where the value begins behind `: type =`; `colon` is the colon. `None` where there is no such thing.
    pub(super) fn typed(&self, colon: usize) -> Option<usize> {
        /// No type has more tokens.
        const TYPE: usize = 40;
        let tokens = &self.tokens;
        let mut at = colon + 1;
        while at < colon + TYPE && at < tokens.len() {
            if tokens.is(at, "=") {
                return (at > colon + 1).then_some(at + 1);
            }
            let part = tokens.name(at).is_some()
                || tokens.any(at, &[".", "<", ">", "|", "?", "&", "[", "::", ","])
                || tokens.is(at, "'");
            // A comma stands in a type between angle brackets only; a line ends a type.
            if !part || tokens.first(at) || tokens.is(at, ",") && !(colon + 1..at).any(|at| tokens.is(at, "<")) {
                return None;
            }
            at = tokens.after(at);
        }
        None
    }
}
