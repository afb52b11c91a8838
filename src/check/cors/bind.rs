//! What the names of a file stand for.

use std::collections::HashMap;
use std::ops::Range;

use super::value::{Code, is_asking};

/// For each name, where it gets a value (its token), and the value's tokens.
pub(super) type Bindings<'t> = HashMap<&'t [u8], Vec<(usize, Range<usize>)>>;

/// The most places where a name gets a value that are asked whether they can be seen.
const ASKED: usize = 256;

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
        let indent = |at: usize| tokens.indent(tokens.all[at].span().start);
        let mut values = Vec::new();
        let member = self.path_start(at) != at;
        let seen = |place: usize| member || self.is_visible(place, at);
        for (place, range) in
            all.iter().rev().filter(|(place, range)| *place < at && !range.contains(&at) && seen(*place)).take(VALUES)
        {
            values.push(range.clone());
            let certain =
                self.encloses(tokens.parent(*place), at) && (!self.dialect.indented || indent(*place) <= indent(at));
            if certain && !tokens.any(place + 1, &[".", "+="]) {
                return values;
            }
        }
        // Written further down: a constant, or the member of an object.
        values.extend(
            all.iter()
                .take(ASKED)
                .filter(|(place, _)| *place > at && seen(*place))
                .map(|(_, range)| range.clone())
                .take(VALUES - values.len().min(VALUES)),
        );
        values
    }

    /// Whether the bracket `open`, or the file, is around token `at`.
    fn encloses(&self, open: Option<usize>, at: usize) -> bool {
        /// Code is nested no deeper.
        const LEVELS: usize = 200;
        let mut inner = at;
        for _ in 0..LEVELS {
            let parent = self.tokens.parent(inner);
            if parent == open {
                return true;
            }
            let Some(parent) = parent else { return false };
            inner = parent;
        }
        false
    }

    /// Whether what is given a value at `place` has it at `at`: no other function's own.
    fn is_visible(&self, place: usize, at: usize) -> bool {
        /// Conditions are nested no deeper.
        const LEVELS: usize = 6;
        let tokens = &self.tokens;
        if self.dialect.indented {
            let top = tokens.indent(tokens.all[place].span().start) == 0;
            return top || self.section(place) == self.section(at);
        }
        let mut open = tokens.parent(place);
        for _ in 0..LEVELS {
            if self.encloses(open, at) {
                return true;
            }
            let Some(block) = open.filter(|&block| tokens.is(block, "{") && self.is_conditional(block)) else {
                return false;
            };
            open = tokens.parent(block);
        }
        false
    }

    /// Whether a block is one of a condition or a loop: its line begins with such a word.
    fn is_conditional(&self, block: usize) -> bool {
        /// No condition has more tokens.
        const MOST: usize = 60;
        let head = (block.saturating_sub(MOST)..=block).rev().find(|&at| self.tokens.first(at));
        let word = |at: usize| {
            matches!(
                self.tokens.name(at),
                Some(
                    b"if"
                        | b"else"
                        | b"elif"
                        | b"elseif"
                        | b"for"
                        | b"foreach"
                        | b"while"
                        | b"switch"
                        | b"try"
                        | b"catch"
                        | b"finally"
                )
            )
        };
        head.is_some_and(|head| word(head) || self.tokens.is(head, "}") && word(head + 1))
    }

    fn bindings(&self) -> &Bindings<'t> {
        self.bindings.get_or_init(|| {
            let mut all: Bindings<'t> = HashMap::new();
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
