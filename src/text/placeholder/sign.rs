//! Values that are known by their signs: rows of one, and names between two.

/// Signs that nobody counts: `x`, stars, dots and the like.
const ROW: [char; 22] =
    ['x', '*', '.', '-', '_', '#', '?', '•', '…', '=', '+', ' ', '●', '∙', '·', '■', '█', '░', '×', '＊', '○', '/'];

/// Whether a value is made of `x`, stars, dots and the like alone, perhaps behind the front of a token: `sk-xxx`.
pub(super) fn is_row(lower: &str) -> bool {
    let front = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut row = lower;
    for _ in 0..3 {
        match row.split_once(['-', '_']) {
            Some((part, rest)) if front(part) && !part.bytes().all(|byte| byte == b'x') => row = rest,
            _ => break,
        }
    }
    row.chars().nth(2).is_some() && row.chars().all(|c| ROW.contains(&c))
}

/// Whether a value is a name between signs that templates and people set around names: `<token>`, `[your key]`,
/// `{key}`, `%TOKEN%`, `__TOKEN__`, `【密钥】`; or such a name stands in it in angle brackets: `Bearer <token>`.
pub(super) fn is_bracketed(text: &str) -> bool {
    // Whether numbers stand in it, too: passwords begin and end with the others (`#Acme2024#`).
    const PAIRS: [(&str, &str, bool); 15] = [
        ("<", ">", true),
        ("[", "]", true),
        ("{", "}", true),
        ("__", "__", true),
        ("«", "»", true),
        ("【", "】", true),
        ("（", "）", true),
        ("「", "」", true),
        ("《", "》", true),
        ("＜", "＞", true),
        ("[", "](", true),
        ("(", ")", false),
        ("%", "%", false),
        ("##", "##", false),
        ("#", "#", false),
    ];
    let whole = PAIRS.iter().any(|&(open, close, numbers)| {
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).unwrap_or_default();
        is_name(inside, numbers)
    });
    whole || holds_angles(text) || is_cut(text)
}

/// Whether a text is letters and what stands between words.
fn is_name(text: &str, numbers: bool) -> bool {
    text.chars().any(char::is_alphabetic)
        && text.chars().all(|c| {
            c.is_alphabetic()
                || numbers && c.is_ascii_digit()
                || matches!(c, ' ' | '_' | '-' | '.' | ':' | '/' | ',' | '\'' | '|')
        })
}

/// Whether letters in one case, as words and constants have them, stand there and what stands between words.
pub(super) fn is_plain_name(text: &str) -> bool {
    let any = |is: fn(char) -> bool| text.chars().any(is);
    text.len() >= 3
        && is_name(text, false)
        && !(any(|c| c.is_ascii_uppercase())
            && any(|c| c.is_ascii_lowercase())
            && !crate::text::score::reads_like_words(text.as_bytes()))
}

/// Whether a name in angle brackets stands in a value; three letters stand so by chance in long ones of all signs.
fn holds_angles(text: &str) -> bool {
    text.split('<')
        .skip(1)
        .take(8)
        .any(|rest| rest.split_once('>').is_some_and(|(name, _)| name.len() >= 4 && is_plain_name(name)))
}

/// Whether a value is a name of which one bracket was cut off: `<your`, `token>`.
fn is_cut(text: &str) -> bool {
    text.strip_prefix('<').is_some_and(|name| is_plain_name(name.trim_start_matches('/')))
        || text.strip_suffix('>').is_some_and(is_plain_name)
}
