//! Whether a file is worth a parse: words of SQL in a text, with a sign near them that something is put into it.

use crate::check::code::{Hit, is_minified};
use crate::syntax::code::Lang;

/// Verbs, as literals of the prefilter; what a text begins with.
const VERBS: [&str; 11] = [
    "select",
    "insert into",
    "update ",
    "delete from",
    "replace into",
    "merge into",
    "insert ignore",
    "set local ",
    "\"set ",
    "'set ",
    "`set ",
];

/// What else may be put together where no verb stands: orders, and calls that take parts of statements.
const PARTS: [&str; 9] =
    ["order by", "whereraw(", "orderbyraw(", ".order(", "havingraw(", "rawsql(", ".extra(", ".order_by(", ".literal("];

/// The literals of a language.
pub(super) fn literals(_: Lang) -> Vec<&'static str> {
    VERBS.into_iter().chain(PARTS).collect()
}

/// Whether a literal is one that a statement begins with.
pub(super) const fn begins(_: Lang, literal: usize) -> bool {
    literal < VERBS.len()
}

/// Whether one of the hits looks like a text that is put together. What is minified is the work of a program: its
/// source stands elsewhere, and bundles would be most of what is parsed.
pub(super) fn promises(lang: Lang, text: &[u8], hits: &[Hit]) -> bool {
    !is_minified(text)
        && hits.iter().any(|hit| {
            let verb = begins(lang, hit.literal);
            (!verb || (opens(text, hit.at) && has_clause(text, *hit)))
                && puts(lang, text, hit.at, if verb { 1500 } else { 160 })
        })
}

/// Whether a literal text opens before a place: only blanks and brackets between.
fn opens(text: &[u8], at: usize) -> bool {
    const FAR: usize = 120;
    let before = &text[at.saturating_sub(FAR)..at];
    let end = before.iter().rposition(|byte| !byte.is_ascii_whitespace() && *byte != b'(');
    match end.map(|end| (before[end], &before[..end])) {
        None => at < FAR,
        Some((b'"' | b'\'' | b'`', _)) => true,
        // `\n` at the start of a text, or in the one before.
        Some((b'n' | b't' | b'\\', rest)) => before.len() > rest.len() + 1 || rest.last() == Some(&b'\\'),
        // `WITH x AS (SELECT …`, `"SET …` has its quote in the literal.
        Some((b's' | b'S', rest)) => rest.last().is_some_and(|byte| byte.eq_ignore_ascii_case(&b'a')),
        _ => matches!(text.get(at), Some(b'"' | b'\'' | b'`')),
    }
}

/// Whether the clause follows that makes a verb a statement.
fn has_clause(text: &[u8], hit: Hit) -> bool {
    let behind = &text[hit.at..];
    match VERBS.get(hit.literal) {
        Some(&"select") => {
            behind.get(6).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'\\')
                && behind[..behind.len().min(3000)].windows(4).any(|window| window.eq_ignore_ascii_case(b"from"))
        }
        Some(&"update ") => updates(behind),
        Some(verb) if verb.contains("set ") => is_setting(behind),
        _ => true,
    }
}

/// `UPDATE name SET column = …`, with up to three words for the name.
fn updates(text: &[u8]) -> bool {
    let near = &text[..text.len().min(400)];
    let mut words = near.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).skip(2).take(3);
    words.any(|word| word.eq_ignore_ascii_case(b"set")) && near.contains(&b'=')
}

/// `SET name = …`, `SET LOCAL name TO …`; in prose things are set to something, too.
fn is_setting(text: &[u8]) -> bool {
    let near = text[..text.len().min(120)].to_ascii_lowercase();
    let mut words = near.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).skip(1).peekable();
    let scoped = words.next_if(|word| matches!(*word, b"local" | b"session")).is_some();
    let Some(name) = words.next() else { return false };
    let named = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let (name, rest) = name.split_at(name.iter().position(|byte| !named(byte)).unwrap_or(name.len()));
    let next = if rest.is_empty() { words.next().unwrap_or_default() } else { rest };
    !name.is_empty() && (next.starts_with(b"=") || (next == b"to" && (scoped || name.contains(&b'.'))))
}

/// Whether something is put into the text that a place is in, or into the next ones.
fn puts(lang: Lang, text: &[u8], at: usize, far: usize) -> bool {
    let from = at.saturating_sub(40);
    let near = &text[from..text.len().min(at + far)];
    let has = |sign: &[u8]| memchr::memmem::find(near, sign).is_some();
    match lang {
        Lang::Python => {
            has(b".format")
                || has(b"+=")
                || has(b".join(")
                || has(b".replace(")
                || has(b".append(")
                || quote_then(near, b"%+")
                || then_quote(near)
                || formatted(near)
        }
        Lang::JavaScript | Lang::TypeScript | Lang::Tsx => {
            has(b"${")
                || has(b"+=")
                || quote_then(near, b"+")
                || then_quote(near)
                || has(b".concat(")
                || has(b".join(")
                || has(b".format(")
                || has(b".push(")
        }
        Lang::Go => {
            has(b"printf")
                || has(b"+=")
                || quote_then(near, b"+")
                || then_quote(near)
                || has(b"WriteString")
                || has(b".Join(")
        }
        Lang::Java => {
            quote_then(near, b"+")
                || then_quote(near)
                || has(b".append(")
                || has(b"+=")
                || has(b".format(")
                || has(b".formatted(")
                || has(b".concat(")
        }
    }
}

/// Whether a quote is followed by one of these signs, blanks aside.
fn quote_then(near: &[u8], signs: &[u8]) -> bool {
    let quote = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`');
    near.iter().enumerate().filter(|(_, byte)| quote(byte)).any(|(at, _)| {
        let next = near[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace() && **byte != b')');
        next.is_some_and(|next| signs.contains(next))
    })
}

/// Whether a quote stands behind a `+`.
fn then_quote(near: &[u8]) -> bool {
    near.iter().enumerate().filter(|(_, byte)| **byte == b'+').any(|(at, _)| {
        let next = near[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
        next.is_some_and(|next| matches!(next, b'"' | b'\'' | b'`' | b'f'))
    })
}

/// Whether there is an f-string with a hole.
fn formatted(near: &[u8]) -> bool {
    let prefix = near.windows(2).any(|two| matches!(two, [b'f' | b'F', b'"' | b'\'']))
        || near.windows(3).any(|three| matches!(three, [b'f' | b'F', b'r' | b'R', b'"' | b'\'']));
    prefix && near.contains(&b'{')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text in some language is worth a parse, its literals found as the prefilter does.
    fn worth(lang: Lang, text: &str) -> bool {
        let lower = text.to_ascii_lowercase();
        let all = literals(lang);
        let hits: Vec<Hit> = all
            .iter()
            .enumerate()
            .flat_map(|(literal, word)| lower.match_indices(word).map(move |(at, _)| Hit { literal, at }))
            .collect();
        promises(lang, text.as_bytes(), &hits)
    }

    #[test]
    fn only_texts_that_are_put_together_are_worth_a_parse() {
        for yes in [
            "x = f\"SELECT a FROM t WHERE b = '{c}'\"",
            "x = 'update t set a = %s' % b",
            "x = \"SET LOCAL app.user = '\" + u",
            "x = f'\"\"\"\n  WITH a AS (SELECT b FROM c) SELECT d FROM a WHERE e = {f}\"\"\"",
            "x = f'\\nSELECT a FROM {b}'",
            "q += ' ORDER BY ' + sort",
            "db.order_by(text(f'{sort}'))",
        ] {
            assert!(worth(Lang::Python, yes), "{yes}");
        }
        for no in [
            "# select the best from all + 'x'",
            "x = 'select a from t where b = %s'",
            "x = 'set the value to ' + y",
            "x = 'update the set of ' + y",
            "x = 'selected' + y",
            "choose(\"select\", f'{x} from')",
        ] {
            assert!(!worth(Lang::Python, no), "{no}");
        }
        assert!(worth(Lang::Go, "db.Query(\"SELECT a FROM t WHERE b = '\" + c + \"'\")"));
        assert!(!worth(Lang::Go, "db.Query(\"SELECT a FROM t WHERE b = $1\", c)"));
        assert!(worth(Lang::Java, "st.execute(\"DELETE FROM t WHERE a = \" + b);"));
        assert!(worth(Lang::TypeScript, "`select a from t where b = ${c}`"));
        let minified = "f(`select a from t where b = ${c}`);".repeat(300);
        assert!(!worth(Lang::JavaScript, &minified));
    }
}
