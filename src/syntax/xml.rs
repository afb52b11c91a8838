//! XML as settings are written in it: elements, their attributes and texts, each with its place, by `quick-xml`.
//!
//! Entities of documents are not known and never expanded. What cannot be read is passed over up to the next tag.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::Problem;
use super::entry::problem;

/// How deep elements may nest and still be handed out.
pub const DEPTH: usize = 128;

/// How often reading is begun again behind a mistake. An opening that nothing closes is searched to the text's end, so
/// that many of them must not be.
const RESTARTS: usize = 16;

/// An element that begins, or a text that ends in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'n, 't> {
    /// The names of the elements from the outermost one to this, without prefixes.
    pub path: &'n [&'t str],
    /// The attributes of the innermost.
    pub attributes: &'n [Attribute<'t>],
    /// Its text between two tags, trimmed; `None` where the element begins.
    pub text: Option<Text<'t>>,
}

impl<'t> Node<'_, 't> {
    /// The innermost element's name.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.path.last().copied().unwrap_or_default()
    }

    /// Whether the names on the way end with `names`, in any case.
    #[must_use]
    pub fn ends_with(&self, names: &[&str]) -> bool {
        let own = self.path.len().checked_sub(names.len()).map(|from| &self.path[from..]);
        own.is_some_and(|own| own.iter().zip(names).all(|(own, name)| own.eq_ignore_ascii_case(name)))
    }

    /// The attribute of this name, in any case.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Text<'t>> {
        self.attributes.iter().find(|own| own.name.eq_ignore_ascii_case(name)).map(|own| &own.value)
    }
}

/// A name and a value inside of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'t> {
    /// The name without its prefix.
    pub name: &'t str,
    /// The value between its quotes.
    pub value: Text<'t>,
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'t> {
    /// Its bytes.
    pub span: Range<usize>,
    /// What it says, entities undone as far as they are known.
    pub said: Cow<'t, str>,
}

/// Reads `text`: hands every element and every text to `visit` in order, and gives what could not be read.
pub fn read<'t>(text: &'t str, visit: &mut dyn FnMut(&Node<'_, 't>)) -> Vec<Problem> {
    let mut walk = Walk { text, path: Vec::new(), attributes: Vec::new(), pending: None };
    let mut problems = Vec::new();
    let mut from = 0;
    for _ in 0..=RESTARTS {
        let Some(wrong) = walk.run(from, visit) else { break };
        problem(&mut problems, wrong..wrong, "no XML");
        // On behind the next opening sign.
        let Some(next) = memchr::memchr(b'<', &text.as_bytes()[wrong..]) else { break };
        let again = wrong + next;
        from = if again > from { again } else { again + 1 };
        if from > text.len() {
            break;
        }
    }
    walk.text_ends(visit);
    problems
}

struct Walk<'t> {
    text: &'t str,
    path: Vec<&'t str>,
    /// The attributes of each open element.
    attributes: Vec<Vec<Attribute<'t>>>,
    /// The text since the last tag: its bytes, and whether entities in it mean nothing.
    pending: Option<(Range<usize>, bool)>,
}

impl<'t> Walk<'t> {
    /// Reads from `from` on; gives the place of a mistake.
    fn run(&mut self, from: usize, visit: &mut dyn FnMut(&Node<'_, 't>)) -> Option<usize> {
        let text = self.text;
        // The reader would pass over a mark of byte order without counting it.
        let marked = text.get(from..)?.starts_with('\u{feff}');
        let from = if marked { from + '\u{feff}'.len_utf8() } else { from };
        let mut reader = Reader::from_str(text.get(from..)?);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            let before = from + reader.buffer_position() as usize;
            let event = reader.read_event();
            let span = before..(from + reader.buffer_position() as usize).min(text.len());
            match event {
                Ok(Event::Start(tag)) => self.start(&tag, span, visit),
                Ok(Event::Empty(tag)) => {
                    self.start(&tag, span, visit);
                    self.end(visit);
                }
                Ok(Event::End(_)) => self.end(visit),
                Ok(Event::Text(_) | Event::GeneralRef(_)) => self.more(span, false),
                Ok(Event::CData(_)) => {
                    const FRAME: (usize, usize) = ("<![CDATA[".len(), "]]>".len());
                    let inside = (span.start + FRAME.0).min(span.end)..span.end.saturating_sub(FRAME.1);
                    self.more(inside.start..inside.end.max(inside.start), true);
                }
                Ok(Event::Eof) => return None,
                Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
                Err(_) => {
                    self.text_ends(visit);
                    return Some(span.end.max(before));
                }
            }
        }
    }

    fn more(&mut self, span: Range<usize>, bare: bool) {
        match &mut self.pending {
            // A section begins anew: what stands around it is layout.
            Some((pending, _)) if bare && self.text[pending.clone()].trim().is_empty() => {
                self.pending = Some((span, true));
            }
            Some((_, true)) => {}
            Some((pending, _)) => pending.end = span.end,
            None => self.pending = Some((span, bare)),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, span: Range<usize>, visit: &mut dyn FnMut(&Node<'_, 't>)) {
        self.text_ends(visit);
        let (attributes, name) = self.tag(tag, span);
        self.path.push(name);
        self.attributes.push(attributes);
        self.hand(None, visit);
    }

    fn end(&mut self, visit: &mut dyn FnMut(&Node<'_, 't>)) {
        self.text_ends(visit);
        self.path.pop();
        self.attributes.pop();
    }

    fn text_ends(&mut self, visit: &mut dyn FnMut(&Node<'_, 't>)) {
        let Some((span, bare)) = self.pending.take() else { return };
        let Some(written) = self.text.get(span.clone()) else { return };
        let start = span.start + (written.len() - written.trim_start().len());
        let written = written.trim();
        if !written.is_empty() && !self.path.is_empty() {
            let said = if bare { Cow::Borrowed(written) } else { unescaped(written) };
            self.hand(Some(Text { span: start..start + written.len(), said }), visit);
        }
    }

    fn hand(&self, text: Option<Text<'t>>, visit: &mut dyn FnMut(&Node<'_, 't>)) {
        if self.path.len() <= DEPTH {
            let attributes = self.attributes.last().map(Vec::as_slice).unwrap_or_default();
            visit(&Node { path: &self.path, attributes, text });
        }
    }

    /// The attributes of the tag at `span`, and its name. The event knows the parts but not where they stand: each
    /// is looked for behind the one before.
    fn tag(&self, tag: &BytesStart<'_>, span: Range<usize>) -> (Vec<Attribute<'t>>, &'t str) {
        let whole = self.text.get(span.clone()).unwrap_or_default();
        let length = tag.name().as_ref().len();
        let name = whole.get(1..1 + length).unwrap_or_default();
        let mut attributes = Vec::new();
        let mut at = 1 + length;
        for own in tag.attributes().with_checks(false).map_while(Result::ok) {
            let find = |part: &[u8], from: usize| {
                memchr::memmem::find(whole.as_bytes().get(from..)?, part).map(|found| from + found)
            };
            let Some(key) = find(own.key.as_ref().as_bytes(), at) else { break };
            let behind = key + own.key.as_ref().len();
            let value = behind + lead(&whole.as_bytes()[behind..]);
            let end = value + own.value.len();
            let (Some(name), Some(written)) = (whole.get(key..behind), whole.get(value..end)) else { break };
            let place = span.start + value..span.start + end;
            attributes.push(Attribute { name: local(name), value: Text { span: place, said: unescaped(written) } });
            at = end;
        }
        (attributes, local(name))
    }
}

/// How many bytes stand between an attribute's name and its value: blanks, the sign, the quote.
fn lead(behind: &[u8]) -> usize {
    let blanks = |from: usize| behind[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let mut at = blanks(0);
    if behind.get(at) == Some(&b'=') {
        at += 1;
        at += blanks(at);
        at += usize::from(matches!(behind.get(at), Some(b'"' | b'\'')));
    }
    at
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A text with its entities undone; as it stands where one is not known.
fn unescaped(written: &str) -> Cow<'_, str> {
    unescape(written).unwrap_or(Cow::Borrowed(written))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn listed(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        read(text, &mut |node| {
            let path = node.path.join("/");
            match &node.text {
                Some(own) => all.push(format!("{path}={}|{}", own.said, &text[own.span.clone()])),
                None => all.extend(
                    node.attributes
                        .iter()
                        .map(|own| format!("{path}@{}={}|{}", own.name, own.value.said, &text[own.value.span.clone()])),
                ),
            }
        });
        all
    }

    #[test]
    fn elements_attributes_and_texts_with_their_places() {
        let text = "<?xml version='1.0'?>\n<!DOCTYPE x>\n<a:set xmlns='u'>\r\n <!-- <no/> --><add key=\"k\" a:v='p&amp;q'/>\n\
            <pw kind=''> s&lt;3&#65; </pw><raw><![CDATA[a&b<c]]></raw>\n</a:set>";
        let want = [
            "set@xmlns=u|u",
            "set/add@key=k|k",
            "set/add@v=p&q|p&amp;q",
            "set/pw@kind=|",
            "set/pw=s<3A|s&lt;3&#65;",
            "set/raw=a&b<c|a&b<c",
        ];
        assert_eq!(listed(text), want);
    }

    #[test]
    fn mistakes_cost_themselves_alone() {
        assert_eq!(
            listed("<a><b>x</c></a><d>y & z &nosuch; w</d>"),
            ["a/b=x", "a/d=y & z &nosuch; w"].map(|one| {
                let said = one.split_once('=').map_or("", |(_, said)| said);
                format!("{one}|{said}").replace("a/d", "d")
            })
        );
        assert!(listed("<a><b>x</b><!-- never closed <c>y</c>").contains(&"a/b=x|x".to_owned()));
        assert!(listed(&"<a>".repeat(100_000)).is_empty());
        assert!(read(&"<!-- ".repeat(10_000), &mut |_| {}).len() <= RESTARTS + 1);
        let bomb = "<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><l>&b;</l>";
        assert_eq!(listed(bomb), ["l=&b;|&b;"]);
    }

    proptest! {
        #[test]
        fn no_text_is_refused(text in "([<>/&;!\\[\\]\"'= a-cé-]|<a|</a>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|b=\"){0,60}") {
            read(&text, &mut |node| {
                node.attributes.iter().for_each(|own| assert!(text.get(own.value.span.clone()).is_some()));
                if let Some(own) = &node.text {
                    assert!(text.get(own.span.clone()).is_some());
                }
            });
        }
    }
}
