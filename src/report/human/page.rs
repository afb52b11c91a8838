//! The page that people read: paragraphs of a given width, and styles where they are wanted.

use std::io::{self, BufWriter, Write};

use annotate_snippets::{Group, Level as SnippetLevel, Renderer};
use anstream::adapter::strip_str;
use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSeparator, WordSplitter};

use crate::exit::Exit;
use crate::finding::Severity;
use crate::report::plain::plain;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Narrower than this nothing can be read; a terminal that says so does not know its width.
const NARROWEST: usize = 20;

/// Where people's text goes. Everything passes [`plain`] here; styles are the only control sequences.
pub(super) struct Page<'a> {
    out: BufWriter<Box<dyn Write + 'a>>,
    width: usize,
    styled: bool,
    begun: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(out: Box<dyn Write + 'a>, width: usize, styled: bool) -> Self {
        Self { out: BufWriter::new(out), width: width.max(NARROWEST), styled, begun: false }
    }

    /// An empty line between two parts, not before the first.
    pub(super) fn gap(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) { writeln!(self.out) } else { Ok(()) }
    }

    /// The name of a list, never wrapped.
    pub(super) fn heading(&mut self, text: &str) -> io::Result<()> {
        self.gap()?;
        let text = self.paint(BOLD, &plain(text));
        writeln!(self.out, "{text}")
    }

    /// One line as it is, never wrapped.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        self.begun = true;
        writeln!(self.out, "{}", plain(text))
    }

    /// The first line of a finding: how bad, and what.
    pub(super) fn title(&mut self, severity: Severity, title: &str) -> io::Result<()> {
        self.gap()?;
        self.paragraph_in("", &format!("{severity}:"), title, "  ", severity_style(severity), BOLD)
    }

    /// A paragraph that begins with a label and hangs under it.
    pub(super) fn labelled(&mut self, label: &str, text: &str) -> io::Result<()> {
        self.paragraph_in("  ", label, text, "    ", BOLD, Style::new())
    }

    /// A paragraph, two columns in.
    pub(super) fn paragraph(&mut self, text: &str) -> io::Result<()> {
        self.paragraph_in("  ", "", text, "  ", Style::new(), Style::new())
    }

    /// A paragraph that matters less, two columns in.
    pub(super) fn aside(&mut self, text: &str) -> io::Result<()> {
        self.paragraph_in("  ", "", text, "    ", DIM, DIM)
    }

    /// A line to be copied, two columns in, never wrapped.
    pub(super) fn offer(&mut self, label: &str, text: &str) -> io::Result<()> {
        let text = self.paint(DIM, &plain(&format!("{label} {text}")));
        writeln!(self.out, "  {text}")
    }

    /// A paragraph of the summary: from the left border, the label first.
    pub(super) fn statement(&mut self, label: &str, text: &str) -> io::Result<()> {
        self.paragraph_in("", label, text, "  ", BOLD, Style::new())
    }

    /// The last word of the summary, in the colour of the exit code.
    pub(super) fn verdict(&mut self, exit: Exit, label: &str, text: &str) -> io::Result<()> {
        self.paragraph_in("", label, text, "  ", exit_style(exit), Style::new())
    }

    /// A source frame, as `annotate-snippets` draws it, two columns in and without the empty lines at its top and
    /// bottom.
    pub(super) fn frame(&mut self, group: Group<'_>) -> io::Result<()> {
        let renderer = if self.styled { Renderer::styled() } else { Renderer::plain() };
        let drawn = renderer.hyperlink(false).term_width(self.width.saturating_sub(2)).render(&[group]);
        let mut lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
        let empty = |line: Option<&&str>| line.is_some_and(|line| strip_str(line).to_string().trim() == "|");
        if empty(lines.first()) {
            lines.remove(0);
        }
        if empty(lines.last()) {
            lines.pop();
        }
        lines.iter().try_for_each(|line| writeln!(self.out, "  {line}"))
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn paragraph_in(
        &mut self,
        first: &str,
        label: &str,
        text: &str,
        hang: &str,
        label_style: Style,
        style: Style,
    ) -> io::Result<()> {
        let text = plain(text);
        let words = std::iter::once(label).chain(text.split_whitespace()).filter(|word| !word.is_empty());
        let text = words.collect::<Vec<_>>().join(" ");
        // Paths, links and ids are left whole, hyphens and all: half of one is of no use.
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(hang)
            .word_separator(WordSeparator::AsciiSpace)
            .word_splitter(WordSplitter::NoHyphenation)
            .break_words(false);
        for (index, line) in textwrap::wrap(&text, options).iter().enumerate() {
            let line = line.trim_end();
            let bare = line.trim_start();
            let indent = &line[..line.len() - bare.len()];
            match bare.strip_prefix(label).filter(|_| index == 0 && !label.is_empty()) {
                Some(rest) => {
                    let label = self.paint(label_style, label);
                    let rest = self.paint(style, rest);
                    writeln!(self.out, "{indent}{label}{rest}")?;
                }
                None => {
                    let bare = self.paint(style, bare);
                    writeln!(self.out, "{indent}{bare}")?;
                }
            }
        }
        self.begun = true;
        Ok(())
    }

    fn paint(&self, style: Style, text: &str) -> String {
        if self.styled && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// The colour of a severity, which the mark under the source has too; the word stands beside it. Dark red is hard to
/// read on black, so that both of the worst are bright.
fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Critical | Severity::High => AnsiColor::BrightRed.on_default().bold(),
        Severity::Medium => AnsiColor::Yellow.on_default().bold(),
        Severity::Low => AnsiColor::Cyan.on_default().bold(),
        Severity::Info => AnsiColor::Green.on_default().bold(),
    }
}

/// The colour of an exit code; its number and words stand beside it.
fn exit_style(exit: Exit) -> Style {
    match exit {
        Exit::Clean => AnsiColor::Green.on_default().bold(),
        Exit::Incomplete | Exit::Interrupted => AnsiColor::Yellow.on_default().bold(),
        Exit::Findings | Exit::Usage | Exit::Internal => AnsiColor::BrightRed.on_default().bold(),
    }
}

/// The level whose colour underlines the source.
pub(super) const fn snippet_level(severity: Severity) -> SnippetLevel<'static> {
    match severity {
        Severity::Critical | Severity::High => SnippetLevel::ERROR,
        Severity::Medium => SnippetLevel::WARNING,
        Severity::Low | Severity::Info => SnippetLevel::NOTE,
    }
}
