//! A value of a settings file with the keys that lead to it: the one shape that all readers hand out.

use std::borrow::Cow;
use std::ops::Range;

/// One value, and where it stands. Spans are bytes of the text that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'e, 't> {
    /// The way to it from the outermost key.
    pub path: &'e [Step<'t>],
    /// The innermost key on that way as it is written, without quotes; empty where there is none.
    pub key: Range<usize>,
    /// The value as it is written, without quotes; empty, where it would stand, if there is none.
    pub value: Range<usize>,
    /// The value as its reader would see it: escapes undone, lines folded, variables left as they are.
    pub text: Cow<'t, str>,
    /// How it is quoted.
    pub quote: Quote,
    /// Whether it stands in a comment, as a setting that is turned off. Only dotenv files have such.
    pub commented: bool,
}

impl Entry<'_, '_> {
    /// The innermost key's name; empty where there is none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path
            .iter()
            .rev()
            .find_map(|step| match step {
                Step::Key(key) => Some(key.as_ref()),
                Step::Index(_) => None,
            })
            .unwrap_or_default()
    }

    /// Whether the keys on the way end with `keys`, list elements passed over, in any case.
    #[must_use]
    pub fn ends_with(&self, keys: &[&str]) -> bool {
        let mut own = self.path.iter().rev().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_ref()),
            Step::Index(_) => None,
        });
        keys.iter().rev().all(|key| own.next().is_some_and(|own: &str| own.eq_ignore_ascii_case(key)))
    }
}

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step<'t> {
    /// The value of this key.
    Key(Cow<'t, str>),
    /// The element of a list with this number, from 0.
    Index(usize),
}

/// How a value is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Not at all: a word, a number, a truth value, whatever its reader takes it for.
    None,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `` `…` ``
    Backtick,
    /// A block of lines: `|` or `>` in YAML.
    Block,
}

/// What could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes it is about.
    pub span: Range<usize>,
    /// What is wrong, without anything of the text.
    pub message: Cow<'static, str>,
}

/// How many problems of a text are kept; more tell nobody more.
const PROBLEMS: usize = 16;

/// Adds a problem, if there are not too many.
pub(super) fn problem(problems: &mut Vec<Problem>, span: Range<usize>, message: impl Into<Cow<'static, str>>) {
    if problems.len() < PROBLEMS {
        problems.push(Problem { span, message: message.into() });
    }
}

/// Takes the entries of a text in order.
pub type Visit<'v, 't> = dyn FnMut(&Entry<'_, 't>) + 'v;
