//! From text to tree: one parser a language, kept by the thread, with bounded work.

use std::fmt;
use std::ops::ControlFlow;

use tree_sitter::{ParseOptions, Parser};

use super::lang::Lang;
use super::tree::Code;

/// The largest text that is parsed, in bytes. Code that people write is far below; what is above is generated or
/// bundled, and costs 100 bytes of tree for each of its own.
pub const LARGEST: usize = 2 << 20;

/// The parsers of one thread, each made when its language is first met.
#[derive(Default)]
pub struct Parsers([Option<Parser>; 6]);

impl fmt::Debug for Parsers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parsers")
    }
}

/// Why there is no tree of a text. A text with errors of syntax has one: see [`Code::broken`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unparsed {
    /// The text is larger than [`LARGEST`].
    TooLarge,
    /// Parsing it takes too much work for its size: no code that anybody wrote is so ambiguous.
    TooHard,
}

impl fmt::Display for Unparsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "larger than {} MiB", LARGEST >> 20),
            Self::TooHard => f.write_str("too much work for its size"),
        }
    }
}

impl Parsers {
    /// Reads a text as code of `lang`. It may be cut, broken or no UTF-8: what does not parse is an error node, and the
    /// code before and behind it is read.
    ///
    /// # Errors
    /// Where the text is too large or takes too much work; the work is counted, not timed, so that the same text
    /// gives the same result everywhere.
    pub fn parse<'t>(&mut self, lang: Lang, text: &'t [u8]) -> Result<Code<'t>, Unparsed> {
        if text.len() > LARGEST {
            return Err(Unparsed::TooLarge);
        }
        let parser = self.0[lang.index()].get_or_insert_with(Parser::new);
        let grammar = lang.grammar();
        parser.set_language(&grammar.language).map_err(|_| Unparsed::TooHard)?;
        // The callback comes every 100 steps of the parser; ordinary code takes about one step for every two bytes.
        let mut left = 2_000 + text.len() / 20;
        let mut watch = |_: &tree_sitter::ParseState| {
            left = left.saturating_sub(1);
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let options = ParseOptions::new().progress_callback(&mut watch);
        let tree = parser.parse_with_options(&mut |at, _| text.get(at..).unwrap_or_default(), None, Some(options));
        let Some(tree) = tree else {
            parser.reset();
            return Err(Unparsed::TooHard);
        };
        Ok(Code::new(lang, text, &tree))
    }
}
