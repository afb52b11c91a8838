//! References: values that say where the real one comes from, in the signs of a template, a shell or a language.
//!
//! A password of all signs holds `${` or `<` by chance, so an opening sign alone says nothing: a name stands behind it
//! and, but for a value that was cut off, the closing sign behind that.

use super::sign::is_plain_name;
use super::table::Compiled;
use super::word::each_word;

/// Signs of two characters at both ends: anything may stand between them.
const DOUBLE: [(&str, &str); 8] =
    [("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("[[", "]]"), ("<<", ">>"), ("@@", "@@"), ("<?", "?>"), ("[%", "%]")];

/// Signs of which the closing one is a single character, so that a name must stand behind the opening one.
const SINGLE: [(&str, char); 9] = [
    ("${", '}'),
    ("$(", ')'),
    ("#{", '}'),
    ("%{", '}'),
    ("@{", '}'),
    ("%(", ')'),
    ("$[", ']'),
    ("\\(", ')'),
    ("#[", ']'),
];

/// No more opening signs of a kind are looked at: values have few, and time is linear so.
const MOST: usize = 8;

/// Whether a value says where the real one comes from.
pub(super) fn is_reference(table: &Compiled, text: &str) -> bool {
    // Letters, digits and base 64 hold none of them.
    if !text.contains(['$', '{', '<', '%', '[', '#', '@', '}', '>', '\\', ':']) {
        return false;
    }
    is_variable(table, text)
        || is_format(text)
        || DOUBLE.iter().any(|&(open, close)| {
            text.split_once(open)
                .is_some_and(|(_, rest)| rest.split_once(close).is_some_and(|(name, _)| !name.is_empty()))
        })
        || SINGLE.iter().any(|&(open, close)| holds_hole(text, open, close))
        || is_cut(text)
        || is_field(text)
}

/// Whether an opening sign, a name and a closing sign stand in a value; behind the name may stand what to do with it.
fn holds_hole(text: &str, open: &str, close: char) -> bool {
    let last = text.rfind(close).unwrap_or(0);
    text.match_indices(open).take(MOST).any(|(at, _)| {
        let inside = text[at + open.len()..].trim_start_matches([' ', '$', '{', '.', '!', '"', '\'', '@']);
        let name = inside.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        let length = inside.len() - name.len();
        let begin = text.len() - inside.len();
        let named = length >= 3 || length >= 1 && begin == at + open.len() && name.starts_with(close) && at == 0;
        let goes_on = [close, ':', '-', '?', '|', ' ', '.', '(', '[', '/', '=', '+', '"', '\''];
        named
            && inside.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.starts_with(goes_on)
            && last >= begin + length
    })
}

/// Whether a value is a variable's name with its sign: `$DB_PASSWORD`, `%DB_PASSWORD%`, `@DB_PASSWORD@`,
/// `$env:TOKEN`, `$password`, `:password`.
fn is_variable(table: &Compiled, text: &str) -> bool {
    let constant = |name: &str| {
        name.len() >= 2
            && name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    if text.strip_prefix("$$").or_else(|| text.strip_prefix('$')).is_some_and(constant) {
        return true;
    }
    if text.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')).is_some_and(constant) {
        return true;
    }
    if text
        .strip_prefix('@')
        .and_then(|rest| rest.strip_suffix('@'))
        .is_some_and(|name| constant(name) || is_plain_name(name) && names_thing(table, name))
    {
        return true;
    }
    let environment = ["$env:", "$Env:", "$ENV:", "$::"].iter().find_map(|front| text.strip_prefix(front));
    if environment.is_some_and(|name| name.len() >= 2 && is_identifier(name)) {
        return true;
    }
    if ["$_ENV[", "$_SERVER[", "$_GET[", "$_POST["].iter().any(|front| text.starts_with(front)) {
        return true;
    }
    // A password begins with such a sign, too (`$unshine`): only a name that ends in the thing is a variable's.
    text.strip_prefix(['$', ':', '@']).is_some_and(|name| is_identifier(name) && names_thing(table, name))
}

fn is_identifier(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether the last word of a name is one that names the thing: `db_password`, `authToken`.
fn names_thing(table: &Compiled, name: &str) -> bool {
    let mut thing = false;
    each_word(name, |word| {
        thing = table.words.contains(word);
        true
    });
    thing
}

/// Whether a value begins with a place of a format string: `%s`, `%1$s`, `{0}`, `{}`.
fn is_format(text: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    ["%s", "%v", "%q", "%d", "%x", "%@", "%1$s", "%2$s", "{}", "{0}", "{1}"]
        .iter()
        .any(|place| text.strip_prefix(place).is_some_and(ends))
}

/// Whether a value is a template's hole of which an end was cut off, as where a blank ends a value: `{{`, `token }}`.
fn is_cut(text: &str) -> bool {
    let rest = |rest: &str| {
        let rest = rest.trim_matches([' ', '-', '=', '.', '$', '#']);
        rest.is_empty() || is_plain_name(rest)
    };
    let opens = ["{{", "{%", "<%", "${", "$(", "#{", "%(", "@@", "[["];
    let closes = ["}}", "%}", "%>", "@@", "]]", ")s"];
    opens.iter().filter_map(|open| text.strip_prefix(open)).any(rest)
        || closes.iter().filter_map(|close| text.strip_suffix(close)).any(rest)
}

/// Whether a value is a field of something: `$this->password`, `config->token`.
fn is_field(text: &str) -> bool {
    text.match_indices("->").take(MOST).any(|(at, _)| {
        let before = text[..at].trim_end_matches([')', ']', '(']);
        let owner = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(before, |sign| &before[sign..]);
        let behind = &text[at + 2..];
        let field = &behind[..behind.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(behind.len())];
        let owned = owner.starts_with('$') && owner.len() >= 2 || is_plain_name(owner);
        owned && is_plain_name(field)
    })
}
