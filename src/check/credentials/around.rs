//! What stands around a name: how far it goes, what closes behind it, and what is done with it.

use std::ops::Range;

use super::place::{FileKind, Style};

/// The most bytes of a name.
const LONGEST: usize = 96;

/// How far before and behind a name its line is looked at.
const STATEMENT: usize = 240;

/// How far before a name a call's own name is looked for.
const CALL: usize = 64;

/// The whole name of which a part stands at `at`: letters, digits, `_`, and what joins parts of names.
pub(super) fn name(text: &[u8], at: usize) -> Range<usize> {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | 0x80..);
    let start = at - text[..at].iter().rev().take(LONGEST).take_while(part).count();
    let end = at + text[at..].iter().take(LONGEST).take_while(part).count();
    // In an expansion a dash stands between the name and what stands in for it.
    let dash = if expansion(text, start) { text[start..end].iter().position(|byte| *byte == b'-') } else { None };
    let end = dash.map_or(end, |dash| start + dash);
    // A clause of SQL of two words.
    let end = if text[start..end].eq_ignore_ascii_case(b"identified")
        && text.get(end..end + 3).is_some_and(|by| by.eq_ignore_ascii_case(b" by"))
    {
        end + 3
    } else {
        end
    };
    let joins = |byte: &&u8| matches!(byte, b'-' | b'.');
    let start = start + text[start..end].iter().take_while(joins).count();
    let end = end - text[start..end].iter().rev().take_while(joins).count();
    start..end.max(start)
}

/// The name that the value at `at` may be given to: what stands before it on its line, before a sign.
pub(super) fn name_before(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at.saturating_sub(LONGEST);
    let before = &text[from..at];
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    // Before the sign nearest to the value; a type may stand between it and the name.
    let sign = before[line..].iter().rposition(|byte| matches!(byte, b'=' | b':' | b',' | b'('))? + line;
    let end = |to: usize| {
        let joins = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        before[line..to].iter().rposition(joins).map(|last| from + line + last)
    };
    let near = name(text, end(sign)?);
    let typed = before[sign] == b'='
        && !crate::text::name::read(std::str::from_utf8(&text[near.clone()]).ok()?)
            .role
            .is_some_and(crate::text::name::Role::is_secret);
    if typed && let Some(colon) = before[line..sign].iter().rposition(|byte| *byte == b':') {
        return Some(name(text, end(line + colon)?));
    }
    Some(near)
}

/// Whether the line at `at` stands in a literal of several lines, as far as the text before it shows: settings and commands
/// are written down so.
pub(super) fn in_long_literal(text: &[u8], at: usize) -> bool {
    /// How far before a line its literal is looked for, in bytes.
    const FAR: usize = 1500;
    const SIGNS: [&[u8]; 4] = [b"\"\"\"", b"'''", b"`", b"<<"];
    let from = at.saturating_sub(FAR);
    let before = &text[from..at];
    let last = |sign: &&[u8]| memchr::memmem::rfind(before, sign).map(|place| (place, sign.len()));
    let Some((place, length)) = SIGNS.iter().filter_map(last).max() else { return false };
    let head = before[..place].trim_ascii_end();
    let head = [&b"f"[..], b"r", b"R"].iter().find_map(|prefix| head.strip_suffix(*prefix)).unwrap_or(head);
    // What closes one stands behind its text or alone; what opens one stands behind a sign.
    let opens = matches!(head.trim_ascii_end().last(), Some(b'=' | b'(' | b',' | b':' | b'+' | b'[' | b'>' | b'{'))
        || head.ends_with(b"return ");
    let line = &before[place + length..];
    let line = &line[..line.iter().position(|byte| *byte == b'\n').unwrap_or(0)];
    // `<<EOF`, `<<~SQL`, `<<<'EOT'`.
    let document = line.trim_ascii_start();
    let document = document
        .iter()
        .position(|byte| !matches!(byte, b'<' | b'-' | b'~' | b'\'' | b'"'))
        .map_or(&[][..], |at| &document[at..]);
    opens
        && (length != 2 || line.len() <= 16 && document.len() >= 2 && document[..2].iter().all(u8::is_ascii_uppercase))
}

/// A name of a text for people with the words behind it that belong to it: `frase de paso:`, `pass phrase:`.
pub(super) fn name_in_words(text: &[u8], name: Range<usize>, style: Style) -> Range<usize> {
    if style.kind != FileKind::Text || text.get(name.end) != Some(&b' ') {
        return name;
    }
    let mut end = name.end;
    for _ in 0..3 {
        let Some(rest) = text[end..].strip_prefix(b" ") else { break };
        let word = rest.iter().take(24).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if word == 0 {
            break;
        }
        end += 1 + word;
        if matches!(text.get(end), Some(b':' | b'*' | b'`'))
            || [&b" = "[..], b" |"].iter().any(|sign| text[end..].starts_with(sign))
        {
            let said = std::str::from_utf8(&text[name.start..end]).ok().map(crate::text::name::read);
            let whole =
                said.is_some_and(|it| it.alike.is_none() && it.role.is_some_and(crate::text::name::Role::is_secret));
            return if whole { name.start..end } else { name };
        }
    }
    name
}

/// Where the words begin that stand before the name at `at` with single blanks between: three at most.
pub(super) fn words_before(text: &[u8], at: usize) -> usize {
    let mut start = at;
    for _ in 0..3 {
        let Some(before) = text[..start].strip_suffix(b" ") else { break };
        let word = before.iter().rev().take(24).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if word == 0 {
            break;
        }
        start = before.len() - word;
    }
    start
}

/// Whether the literal that the name at `name` stands in ends at `at`, behind its sign: `"Password:"`.
pub(super) fn ends_literal(text: &[u8], name: &Range<usize>, at: usize) -> bool {
    let quote = text[..name.start].last().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    quote.is_some() && text.get(at) == quote
}

/// What closes behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Closed {
    /// Behind it.
    pub(super) end: usize,
    /// A quote: the name is a literal.
    pub(super) quoted: bool,
    /// A parenthesis: it is the last argument of a call.
    pub(super) called: bool,
}

/// Steps over quotes, brackets and parentheses that close at `at`.
pub(super) fn closed(text: &[u8], at: usize) -> Closed {
    let mut closed = Closed { end: at, quoted: false, called: false };
    for byte in text[at.min(text.len())..].iter().take(5) {
        match byte {
            b'"' | b'\'' | b'`' => {
                // A second quote opens something else.
                if closed.quoted {
                    break;
                }
                closed.quoted = true;
            }
            b']' => {}
            // Perl's `$ENV{'K'}`.
            b'}' if closed.quoted => {}
            b')' => closed.called = true,
            b'\\' if !closed.quoted => {}
            _ => break,
        }
        closed.end += 1;
    }
    closed
}

/// What follows `at` on its line.
pub(super) fn rest_of_line(text: &[u8], at: usize) -> &[u8] {
    let rest = &text[at..text.len().min(at + STATEMENT)];
    &rest[..rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())]
}

/// Whether the line of `at` is a comment, by how it begins: what it says is not run.
pub(super) fn in_comment(text: &[u8], at: usize) -> bool {
    const SIGNS: [&[u8]; 10] = [b"//", b"*", b"/*", b"#", b"--", b"<!--", b";", b"%", b">>>", b"..."];
    let from = at.saturating_sub(STATEMENT);
    let start = text[from..at].iter().rposition(|byte| *byte == b'\n').map_or(from, |end| from + end + 1);
    let line = text[start..at].trim_ascii_start();
    // Inside a literal that the line begins with stands text for people, unless the name is all of it.
    let told = matches!(line, [quote @ (b'"' | b'\''), rest @ ..] if !rest.is_empty() && !rest.contains(quote));
    told || SIGNS.iter().any(|sign| line.starts_with(sign))
        && !line.starts_with(b"#define")
        && !line.starts_with(b"--set")
}

/// Whether what is compared with a literal is only a value's type: `typeof token === "string"`.
pub(super) fn asks_type(text: &[u8], at: usize) -> bool {
    let before = text[at.saturating_sub(16)..at].trim_ascii_end();
    let before = before.strip_suffix(b"(").unwrap_or(before);
    [&b"typeof"[..], b"type", b"gettype"].iter().any(|word| before.ends_with(word))
}

/// Whether the name at `at` is expanded: `${` stands before it.
pub(super) fn expansion(text: &[u8], at: usize) -> bool {
    text[..at].ends_with(b"${")
}

/// A literal that a template puts before the name: `{{ default "x" .Values.password }}`.
pub(super) fn piped_before(text: &[u8], at: usize) -> Option<Range<usize>> {
    let from = at.saturating_sub(CALL);
    // The name may begin with a dot, which is not part of it.
    let before = text[from..at].trim_ascii_end();
    let before = before.strip_suffix(b".").or_else(|| before.strip_suffix(b"$.")).unwrap_or(before).trim_ascii_end();
    let quote = *before.last().filter(|byte| matches!(byte, b'"' | b'`'))?;
    let end = before.len() - 1;
    let open = before[..end].iter().rposition(|byte| *byte == quote)?;
    before[..open].trim_ascii_end().ends_with(b"default").then_some(from + open + 1..from + end)
}

/// Whether a macro of this name is defined at `at`: `#define K`.
pub(super) fn is_defined(text: &[u8], at: usize) -> bool {
    text[at.saturating_sub(12)..at].trim_ascii_end().ends_with(b"define")
}

/// Whether a name is a clause of SQL that a literal follows: `PASSWORD 'x'`, `IDENTIFIED BY 'x'`.
pub(super) fn is_clause(name: &[u8], style: Style) -> bool {
    let clause = style.kind == FileKind::Sql || name.starts_with(b"IDENTIFIED");
    clause && name.eq_ignore_ascii_case(b"identified by")
        || name == b"PASSWORD"
        || name.len() > 12 && name[name.len() - 12..].eq_ignore_ascii_case(b"securestring")
        || style.kind == FileKind::Sql && name.eq_ignore_ascii_case(b"password")
}

/// Whether nothing stands before `at` on its line.
pub(super) fn begins_line(text: &[u8], at: usize) -> bool {
    let before = text[..at].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    at == before || text[at - before - 1] == b'\n'
}

/// Whether nothing but signs of lists and comments, and `export`, stands before `at` on its line.
pub(super) fn begins_entry(text: &[u8], at: usize) -> bool {
    let before = text[..at].strip_suffix(b"export ").unwrap_or(&text[..at]);
    let sign = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'-' | b'<' | b'!' | b'#' | b'*');
    let start = before.len() - before.iter().rev().take(40).take_while(sign).count();
    start == 0 || text[start - 1] == b'\n'
}

/// Whether the line is an entry of an environment, by how such are written everywhere: a name in capitals, and its value
/// directly behind the sign at `at`.
pub(super) fn is_variable(text: &[u8], name: &Range<usize>, at: usize) -> bool {
    at == name.end
        && text.get(at) == Some(&b'=')
        && text.get(at + 1).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'=')
        && text[name.clone()].iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
        && begins_entry(text, name.start)
}

/// Whether an image's `ENV` gives the name at `at` a value, without a sign.
pub(super) fn is_image(text: &[u8], at: usize) -> bool {
    text[..at].ends_with(b"ENV ") && begins_line(text, at - 4)
}

/// Whether what stands before `at` makes sessions, cookies or tokens, which it then signs.
pub(super) fn in_session(text: &[u8], at: usize) -> bool {
    const CALLS: [&[u8]; 5] = [b"session(", b"cookiesession", b"jwt", b"csrf(", b"cookieparser("];
    let before = text[at.saturating_sub(STATEMENT)..at].to_ascii_lowercase();
    CALLS.iter().any(|call| memchr::memmem::find(&before, call).is_some())
}

/// Whether a comment of markup begins before `at` on its line.
pub(super) fn in_note(text: &[u8], at: usize) -> bool {
    let before = &text[at.saturating_sub(48)..at];
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    memchr::memmem::find(&before[line..], b"<!-- ").is_some()
}
