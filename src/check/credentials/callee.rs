//! Calls: what one does whose argument a name is.

use std::ops::Range;

use super::compared::is_comparison;
use super::literal::blanks;

/// How far before a name a call's own name is looked for.
const CALL: usize = 64;

/// What a call does whose argument a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Callee {
    /// It looks the name up, and takes what stands in for it.
    Lookup,
    /// It gives a value to the name.
    Setter,
    /// None is called, or a pair made: `("password", "x")`.
    Pair,
    /// It says what stands in for the name.
    Default,
    /// Anything else.
    Other,
}

/// What the call does whose argument begins at `at`.
pub(super) fn callee(text: &[u8], at: usize) -> Callee {
    // Beside all that have `env` in their names.
    const LOOKUPS: [&[u8]; 12] = [
        b"get",
        b"getordefault",
        b"getproperty",
        b"config",
        b"conf",
        b"str",
        b"string",
        b"fetch",
        b"getattr",
        b"getstring",
        b"getvalue",
        b"getconfig",
    ];
    // Any map has these; those of settings are meant.
    const MAPS: [&[u8]; 2] = [b"get", b"fetch"];
    const SETTERS: [&[u8]; 40] = [
        b"put",
        b"set",
        b"setproperty",
        b"setattribute",
        b"addproperty",
        b"define",
        b"header",
        b"addheader",
        b"setheader",
        b"add_header",
        b"set_header",
        b"withheader",
        b"setrequestheader",
        b"append",
        b"add",
        b"param",
        b"addparam",
        b"addparameter",
        b"setparameter",
        b"parameter",
        b"queryparam",
        b"query",
        b"field",
        b"formparam",
        b"with",
        b"property",
        b"withproperty",
        b"setenv",
        b"putenv",
        b"withenv",
        b"env",
        b"set_env",
        b"insert",
        b"setstring",
        b"putstring",
        b"setvalue",
        b"setitem",
        b"setsecret",
        b"credential",
        b"bindvalue",
    ];
    const DEFAULTS: [&[u8]; 6] =
        [b"setdefault", b"default", b"set_default", b"add_argument", b"addoption", b"add_option"];
    let Some(callee) = call(text, at) else { return Callee::Other };
    let last: Vec<u8> =
        callee.rsplit(|byte| matches!(byte, b'.' | b':' | b'>')).next().unwrap_or_default().to_ascii_lowercase();
    let last = last.strip_suffix(b"!").unwrap_or(&last);
    let whole = callee.to_ascii_lowercase();
    if DEFAULTS.contains(&last) {
        Callee::Default
    } else if SETTERS.contains(&last) && (last != b"env" || callee.contains(&b'.')) {
        Callee::Setter
    } else if last == b"of" {
        // Java's `Map.of("user", "x", "password", "y")`.
        Callee::Setter
    } else if callee.is_empty() || matches!(last, b"in" | b"return" | b"values" | b"pair" | b"entry" | b"tuple") {
        Callee::Pair
    } else if names_environment(&whole)
        || LOOKUPS.contains(&last) && (is_configuration(&whole) || !MAPS.contains(&last))
    {
        Callee::Lookup
    } else {
        Callee::Other
    }
}

/// Whether what is asked holds settings, by its name.
fn is_configuration(callee: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] = [b"conf", b"cfg", b"setting", b"prop", b"option", b"secret", b"param", b"vars"];
    WORDS.iter().any(|word| memchr::memmem::find(callee, word).is_some())
}

/// Whether the call in whose parentheses `at` stands asks the environment.
pub(super) fn asks_environment(text: &[u8], at: usize) -> bool {
    call(text, at).is_some_and(|callee| names_environment(&callee.to_ascii_lowercase()))
}

/// Whether a call's name, in small letters, speaks of the environment.
fn names_environment(callee: &[u8]) -> bool {
    memchr::memmem::find(callee, b"env").is_some()
}

/// The name of the call in whose parentheses `at` stands, on the same line or the one before.
fn call(text: &[u8], at: usize) -> Option<&[u8]> {
    let from = at.saturating_sub(CALL);
    let before = &text[from..at];
    // Another argument may stand before it: `getattr(settings, "K", "x")`.
    let mut depth = 0;
    let open = before.iter().rposition(|byte| match byte {
        b')' => {
            depth += 1;
            false
        }
        b'(' if depth > 0 => {
            depth -= 1;
            false
        }
        byte => matches!(byte, b'(' | b'[' | b';' | b'{' | b'}'),
    })?;
    if before[open] != b'(' {
        return None;
    }
    let head = before[..open].trim_ascii_end();
    // Types stand between: `GetValue<string>(`.
    let head = match head.last() {
        Some(b'>') => &head[..head.iter().rposition(|byte| *byte == b'<')?],
        _ => head,
    };
    let part = |byte: &&u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'!' | b'>' | b'-' | b'$' | b'(' | b')')
    };
    let length = head.iter().rev().take_while(part).count();
    Some(&head[head.len() - length..])
}

/// Whether a name, dots and all, is that of the environment, or of a call that asks it.
pub(super) fn is_environment(name: &[u8]) -> bool {
    const WORDS: [&[u8]; 16] = [
        b"env",
        b"environ",
        b"getenv",
        b"get_env",
        b"_env",
        b"getenvironmentvariable",
        b"lookupenv",
        b"getenvor",
        b"getenvordefault",
        b"getenvdefault",
        b"env_or",
        b"envor",
        b"envordefault",
        b"env_default",
        b"envvar",
        b"env_var",
    ];
    let lower = name.to_ascii_lowercase();
    lower.split(|byte| matches!(byte, b'.' | b':')).any(|part| WORDS.contains(&part))
}

/// Whether the call that closes before `at` fetches: what stands in braces behind it stands in for what is not there.
pub(super) fn is_fetched(text: &[u8], at: usize) -> bool {
    let before = text[at.saturating_sub(CALL)..at].trim_ascii_end();
    before.ends_with(b")") && memchr::memmem::rfind(before, b"fetch").is_some()
}

/// The name that a setter of this name sets: all of `db.password.set`, but of `client.password` the method alone.
pub(super) fn set_name(text: &[u8], name: &Range<usize>) -> Range<usize> {
    const PLAIN: [&[u8]; 6] = [b"set", b"put", b"assign", b"update", b"value", b"default"];
    let last = text[name.clone()].rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    if PLAIN.contains(&last) { name.clone() } else { name.end - last.len()..name.end }
}

/// Whether the call of this name sets what it names: `setPassword(`, `.password(`, `withApiKey(`.
pub(super) fn is_setter(text: &[u8], name: Range<usize>) -> bool {
    let last = text[name.clone()].rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let first = name.end - last.len();
    let lower = last.to_ascii_lowercase();
    let sets = lower.starts_with(b"set") || lower.starts_with(b"with");
    sets && last.len() > 4 || text[..first].ends_with(b".") && lower.len() <= 32
}

/// Whether the call that ends behind the literal at `value` is compared with another one.
pub(super) fn is_asked(text: &[u8], value: &Range<usize>) -> bool {
    let Some(rest) = text.get(value.end + 1..).and_then(|rest| rest.strip_prefix(b")")) else { return false };
    let rest = &rest[blanks(rest)..];
    is_comparison(rest) && matches!(rest[2..].trim_ascii_start().first(), Some(b'"' | b'\''))
}

/// Whether a name and the literal behind it are all that stands in their parentheses; where more does, it is a list of
/// names: `("password", "token")` may be either, `("user", "password", "token")` is none.
pub(super) fn is_pair(text: &[u8], name: usize, value: &Range<usize>) -> bool {
    let before = text[name.saturating_sub(120)..name].trim_ascii_end();
    let before = before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"'")).unwrap_or(before);
    let behind = text.get(value.end + 1..).unwrap_or_default().trim_ascii_start();
    let behind = behind.strip_prefix(b",").unwrap_or(behind).trim_ascii_start();
    // What became of the word `password`, as tests of hashes have it.
    let plain = [&b"password\""[..], b"password'"].iter().any(|word| text[name..].starts_with(word));
    let hash = plain && value.len() >= 16 && text[value.clone()].iter().all(u8::is_ascii_hexdigit);
    before.trim_ascii_end().ends_with(b"(") && behind.starts_with(b")") && !hash
}
