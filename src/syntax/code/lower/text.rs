//! Literal texts, decoded from how a language writes them.

/// Decodes backslash escapes; what is no escape stays as it stands.
pub(super) fn unescaped(raw: &[u8]) -> String {
    let raw = String::from_utf8_lossy(raw);
    if !raw.contains('\\') {
        return raw.into_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(at) = rest.next() {
        if at != '\\' {
            out.push(at);
            continue;
        }
        match rest.next() {
            None => out.push('\\'),
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            // A line that goes on.
            Some('\n') => {}
            Some('\r') => {
                let mut ahead = rest.clone();
                if ahead.next() == Some('\n') {
                    rest = ahead;
                }
            }
            Some('x') => coded(&mut rest, 2, &mut out),
            Some('u') => {
                let mut ahead = rest.clone();
                if ahead.next() == Some('{') {
                    let inner: String = ahead.by_ref().take_while(|&c| c != '}').take(8).collect();
                    rest = ahead;
                    out.push(u32::from_str_radix(&inner, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'));
                } else {
                    coded(&mut rest, 4, &mut out);
                }
            }
            Some('U') => coded(&mut rest, 8, &mut out),
            Some(c @ '0'..='7') => {
                let mut code = c.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let mut ahead = rest.clone();
                    let Some(digit) = ahead.next().and_then(|c| c.to_digit(8)) else { break };
                    code = code * 8 + digit;
                    rest = ahead;
                }
                out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
            }
            Some(c @ ('\\' | '\'' | '"' | '`' | '$' | '{' | '/' | 's')) => out.push(if c == 's' { ' ' } else { c }),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
        }
    }
    out
}

/// A character by its number in `digits` hexadecimal digits.
fn coded(rest: &mut std::str::Chars<'_>, digits: usize, out: &mut String) {
    let mut ahead = rest.clone();
    let code: String = ahead.by_ref().take(digits).take_while(char::is_ascii_hexdigit).collect();
    if code.len() == digits {
        *rest = ahead;
        out.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_what_they_stand_for() {
        assert_eq!(unescaped(br#"a\n\x41\u0042\u{43}\101\"\\\d"#), "a\nABCA\"\\\\d");
        assert_eq!(unescaped(b"two \\\nlines \\\r\nmore"), "two lines more");
        assert_eq!(unescaped(b"\\"), "\\");
        assert_eq!(unescaped(b"\\xZZ\\u12"), "ZZ12");
        assert_eq!(unescaped(b"\xff"), "\u{fffd}");
    }
}
