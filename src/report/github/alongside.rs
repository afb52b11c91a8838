//! What people read and annotations, one behind the other on one output.
//!
//! The runner looks for commands in all that a step prints: `::` first in a line, and `##[` anywhere in it. What people
//! read shows names and lines of the repository under judgement, which could hold either. So it stands between
//! `stop-commands` and a word that nobody can guess, and the annotations come behind.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::Github;
use crate::report::human::{Human, HumanOptions};
use crate::report::{Message, Report, Summary};
use crate::rule::RuleSet;

/// Writes for people, then for the runner.
pub struct Alongside<'a> {
    out: Shared<'a>,
    human: Human<'a>,
    github: Github<'a>,
    token: String,
    fenced: bool,
}

impl<'a> Alongside<'a> {
    /// A report to `out` about findings of `rules`.
    #[must_use]
    pub fn new(out: Box<dyn Write + 'a>, rules: &'a RuleSet, options: HumanOptions) -> Self {
        let mut random = fastrand::Rng::new();
        Self::with_token(out, rules, options, &format!("{:032x}", random.u128(..)))
    }

    pub(super) fn with_token(out: Box<dyn Write + 'a>, rules: &'a RuleSet, options: HumanOptions, token: &str) -> Self {
        let out = Shared(Rc::new(RefCell::new(out)));
        let policy = options.policy;
        Self {
            human: Human::new(Box::new(out.clone()), rules, options),
            github: Github::beside(Box::new(out.clone()), rules, policy),
            out,
            token: token.to_owned(),
            fenced: false,
        }
    }

    /// Opens the fence before the first word.
    fn fence(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.fenced, true) {
            return Ok(());
        }
        writeln!(self.out, "::stop-commands::{}", self.token)
    }
}

impl Report for Alongside<'_> {
    fn message(&mut self, message: &Message<'_>) -> io::Result<()> {
        self.fence()?;
        self.human.message(message)?;
        self.github.message(message)
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.fence()?;
        self.human.finish(summary)?;
        writeln!(self.out, "::{}::", self.token)?;
        self.github.finish(summary)
    }
}

/// One output for several printers, each of which flushes when it is done.
#[derive(Clone)]
struct Shared<'a>(Rc<RefCell<Box<dyn Write + 'a>>>);

impl Write for Shared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}
