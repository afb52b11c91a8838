//! Credentials in columns: the name stands in a table's head, and the values below it.

use std::ops::Range;

use super::literal::{Bare, literal};

/// The most rows of a table that are read.
const ROWS: usize = 100;

/// The most columns: rows are read once for each that a name stands over.
const COLUMNS: usize = 32;

/// The most bytes of a row, and of a statement's list of columns.
const ROW: usize = 4096;

/// The fields of the column in whose head, the first line, the name at `name` stands: comma, semicolon or tab between.
pub(super) fn separated(text: &[u8], name: &Range<usize>, found: &mut Vec<Range<usize>>) {
    let end = text[..text.len().min(ROW)].iter().position(|byte| *byte == b'\n').unwrap_or(0);
    if name.end > end || end == 0 {
        return;
    }
    let head = &text[..end];
    let Some(sign) =
        [b',', b'\t', b';', b'|'].into_iter().max_by_key(|sign| head.iter().filter(|byte| *byte == sign).count())
    else {
        return;
    };
    let fields = fields(text, 0, sign);
    let Some(column) = fields.iter().take(COLUMNS).position(|field| field.start <= name.start && name.end <= field.end)
    else {
        return;
    };
    // A sentence has commas, too: a head has nothing but names.
    let named = |field: &Range<usize>| {
        field.len() <= 40 && text[field.clone()].iter().filter(|byte| **byte == b' ').count() <= 2
    };
    if fields.len() < 2 || !fields.iter().all(named) {
        return;
    }
    let mut at = end + 1;
    for _ in 0..ROWS {
        if at >= text.len() {
            break;
        }
        let row = self::fields(text, at, sign);
        if let Some(field) = row.get(column).filter(|_| row.len() == fields.len()) {
            found.push(field.clone());
        }
        let rest = &text[at..];
        at += rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
    }
}

/// The fields of the line at `at`, without their quotes.
fn fields(text: &[u8], at: usize, sign: u8) -> Vec<Range<usize>> {
    let line = &text[at..text.len().min(at + ROW)];
    let line = &line[..line.iter().position(|byte| *byte == b'\n').unwrap_or(line.len())];
    let (mut all, mut start, mut quoted) = (Vec::new(), 0, false);
    for (place, &byte) in line.iter().enumerate() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == sign && !quoted {
            all.push(start..place);
            start = place + 1;
        }
    }
    all.push(start..line.len());
    let trimmed = |field: Range<usize>| {
        let (mut from, mut to) = (field.start, field.end);
        let sign = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b'*');
        while from < to && sign(line[from]) {
            from += 1;
        }
        while to > from && sign(line[to - 1]) {
            to -= 1;
        }
        at + from..at + to
    };
    all.into_iter().map(trimmed).collect()
}

/// The cells below the head in which the name at `name` stands, in a table of pipes; or beside it, where the name is a
/// row's own: `| password | x |`.
pub(super) fn piped(text: &[u8], name: &Range<usize>, found: &mut Vec<Range<usize>>) {
    let from = name.start.saturating_sub(ROW);
    let start = text[from..name.start].iter().rposition(|byte| *byte == b'\n').map_or(from, |end| from + end + 1);
    if !text[start..name.start].trim_ascii_start().starts_with(b"|") {
        return;
    }
    let head = fields(text, start, b'|');
    let Some(column) = head.iter().take(COLUMNS).position(|field| field.start <= name.start && name.end <= field.end)
    else {
        return;
    };
    // All of the cell, but for what says whose it is.
    let words = text[head[column].clone()].split(|byte| *byte == b' ').count();
    if words > 4 || head[column].len() > 48 {
        return;
    }
    let line =
        |at: usize| at + text[at..].iter().position(|byte| *byte == b'\n').map_or(text.len() - at, |end| end + 1);
    let rule = line(start);
    let is_rule = |at: usize| {
        let row = &text[at..line(at)];
        row.len() >= 3
            && row.iter().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\n' | b'\r'))
            && row.contains(&b'-')
    };
    if rule < text.len() && is_rule(rule) {
        let mut at = line(rule);
        for _ in 0..ROWS {
            if at >= text.len() || !text[at..line(at)].trim_ascii_start().starts_with(b"|") {
                break;
            }
            found.extend(fields(text, at, b'|').get(column).cloned());
            at = line(at);
        }
    } else if let Some(field) = head.get(column + 1) {
        found.push(field.clone());
    }
    found.retain(|field| !field.is_empty());
}

/// The values of the column that an `INSERT` names at `name`, in all its rows.
pub(super) fn inserted(text: &[u8], name: &Range<usize>, found: &mut Vec<Range<usize>>) {
    // Nearly all names that stand in no list of columns are left behind here.
    let closed = text[name.end..].iter().take(2).find(|byte| !matches!(byte, b'"' | b'`' | b']'));
    if !closed.is_some_and(|byte| matches!(byte, b',' | b')' | b' ' | b'\n' | b'\r')) {
        return;
    }
    let from = name.start.saturating_sub(ROW);
    let Some(open) = memchr::memrchr3(b'(', b')', b';', &text[from..name.start]) else { return };
    let open = from + open;
    if text[open] != b'(' || memchr::memchr(b'\'', &text[open..name.start]).is_some() {
        return;
    }
    let before = &text[from..open];
    let before = &before[before.len().saturating_sub(120)..];
    if !before.windows(4).any(|word| word.eq_ignore_ascii_case(b"into")) {
        return;
    }
    let column = text[open..name.start].iter().filter(|byte| **byte == b',').count();
    let end = text.len().min(name.end + ROW);
    let Some(close) = text[name.end..end].iter().position(|byte| *byte == b')') else { return };
    let behind = &text[name.end + close + 1..text.len().min(name.end + close + 40)];
    let Some(values) = memchr::memmem::find(&behind.to_ascii_lowercase(), b"values") else { return };
    let mut at = name.end + close + 1 + values + 6;
    for _ in 0..ROWS {
        let gap = text[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
        at += gap;
        if text.get(at) != Some(&b'(') {
            break;
        }
        let Some((field, next)) = tuple(text, at, column) else { break };
        found.extend(field);
        at = next;
    }
}

/// The literal at a place of the tuple that opens at `at`, and where that ends.
fn tuple(text: &[u8], at: usize, column: usize) -> Option<(Option<Range<usize>>, usize)> {
    let limit = text.len().min(at + ROW);
    let (mut place, mut seen, mut field, mut depth) = (at + 1, 0, None, 0);
    let mut fresh = true;
    while place < limit {
        match text[place] {
            b'\'' | b'"' => {
                let value = literal(text, place, Bare::Never)?;
                let end = value.end + 1;
                if seen == column && fresh && depth == 0 {
                    field = Some(value);
                }
                place = end;
                fresh = false;
                continue;
            }
            b',' if depth == 0 => {
                seen += 1;
                fresh = true;
            }
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b')' => return Some((field, place + 1)),
            byte if byte.is_ascii_whitespace() => {}
            _ => fresh = false,
        }
        place += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, with: impl Fn(&[u8], &Range<usize>, &mut Vec<Range<usize>>)) -> Vec<&str> {
        let start = text.find("password").unwrap_or_default();
        let mut found = Vec::new();
        with(text.as_bytes(), &(start..start + 8), &mut found);
        found.into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn tables() {
        assert_eq!(read("id,user,password\n1,bob,x1\n2,\"a,b\",\"x2\"\n", separated), ["x1", "x2"]);
        assert!(
            read("a sentence, and the password of a very long kind of thing, and more\nb,c,d\n", separated).is_empty()
        );
        assert_eq!(
            read("| user | password |\n|---|---|\n| bob | `x1` |\n| eve | x2 |\n\n| a | b |\n", piped),
            ["x1", "x2"]
        );
        assert_eq!(read("| password | x1 |\n| port | 1 |\n", piped), ["x1"]);
        assert_eq!(read("| Storage backup password | x1 |\n", piped), ["x1"]);
        assert!(read("| What the password is used for | x1 |\n", piped).is_empty());
        let sql =
            "INSERT INTO users (id, name, password, at)\nVALUES (1, 'bob', 'x1', now()), (2, 'o''x', 'x2', f('a', 1));";
        assert_eq!(read(sql, inserted), ["x1", "x2"]);
        assert!(read("INSERT INTO a (password) SELECT 'x'", inserted).is_empty());
        assert!(read("f(password) values ('x')", inserted).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_text_stops_it(before in "[a-z,|()'\"\n; ]{0,60}", behind in "[a-z,|()'\"\n; -]{0,120}") {
            let text = format!("{before}password{behind}");
            let name = before.len()..before.len() + 8;
            for with in [separated, piped, inserted] {
                let mut found = Vec::new();
                with(text.as_bytes(), &name, &mut found);
                for span in found {
                    proptest::prop_assert!(span.start <= span.end && span.end <= text.len());
                }
            }
        }
    }
}
