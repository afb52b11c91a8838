//! Guards: code that refuses to run with the value that everybody knows.

use std::ops::Range;

/// How far around a comparison what refuses is looked for.
const NEAR: usize = 240;

/// How far from a value its guard is looked for; bytes to either side.
const FAR: usize = 16 * 1024;

/// How many places a value is looked for at.
const PLACES: usize = 16;

/// Whether `text` compares the literal at `value` with something elsewhere, and refuses to go on where they are equal.
pub(super) fn guarded(text: &[u8], value: &Range<usize>) -> bool {
    let literal = &text[value.clone()];
    if literal.len() < 3 {
        return false;
    }
    let from = value.start.saturating_sub(FAR);
    let text = &text[from..text.len().min(value.end + FAR)];
    memchr::memmem::find_iter(text, literal).take(PLACES).filter(|at| from + at != value.start).any(|at| {
        let line = text[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let rest = &text[at..text.len().min(at + NEAR)];
        is_compared(&text[line..at], rest) && refuses(rest)
    })
}

/// Whether a literal is compared, by what stands before it on its line and behind it.
fn is_compared(before: &[u8], behind: &[u8]) -> bool {
    const SIGNS: [&[u8]; 10] =
        [b"==", b"!=", b" in ", b" in(", b"equals(", b"includes(", b"contains(", b".eq(", b"if ", b"case "];
    let line = &behind[..behind.iter().position(|byte| *byte == b'\n').unwrap_or(behind.len())];
    SIGNS.iter().any(|sign| memchr::memmem::find(before, sign).is_some()) || memchr::memmem::find(line, b"==").is_some()
}

/// Whether what follows stops the program.
fn refuses(behind: &[u8]) -> bool {
    const STOPS: [&[u8]; 14] = [
        b"raise",
        b"throw",
        b"panic",
        b"fatal",
        b"exit(",
        b"exit 1",
        b"abort",
        b"bail!",
        b"fail(",
        b"return err",
        b"errors.new",
        b"die(",
        b"improperlyconfigured",
        b"sys.exit",
    ];
    let lower = behind.to_ascii_lowercase();
    STOPS.iter().any(|stop| memchr::memmem::find(&lower, stop).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_compares_and_stops() {
        for (text, expected) in [
            ("K = get('K', 'dev-key')\nif K == 'dev-key' and not DEBUG:\n    raise ValueError('set K')\n", true),
            ("const k = env.K || 'dev-key'\nif (k === 'dev-key') { throw new Error('set K') }\n", true),
            ("k := or(env, \"dev-key\")\nif k == \"dev-key\" {\n\tlog.Fatal(\"set K\")\n}\n", true),
            ("K = get('K', 'dev-key')\nprint('dev-key')\nraise X\n", false),
            ("K = get('K', 'dev-key')\nif K == 'dev-key':\n    print('careful')\n", false),
            ("K = get('K', 'dev-key')\n", false),
        ] {
            let at = memchr::memmem::find(text.as_bytes(), b"dev-key").unwrap_or_default();
            assert_eq!(guarded(text.as_bytes(), &(at..at + 7)), expected, "{text}");
        }
    }
}
