//! Formats: where in a text the values go.

use crate::syntax::code::expr::Form;

/// A piece of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Text as it is.
    Text(String),
    /// The next value in order.
    Next(Form),
    /// The value at a position.
    At(usize, Form),
    /// The value of a name.
    Named(String, Form),
}

/// `%s`, `%d`, `%-5s`, `%1$s`, `%(name)s`, `%%`.
pub(super) fn percent(text: &str) -> Vec<Slot> {
    let mut out = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        literal.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix('%') {
            literal.push('%');
            rest = behind;
            continue;
        }
        let mut name = None;
        let mut spec = rest;
        if let Some((inner, behind)) = spec.strip_prefix('(').and_then(|spec| spec.split_once(')')) {
            name = Some(inner.to_owned());
            spec = behind;
        }
        let flags =
            spec.len() - spec.trim_start_matches(|c: char| c.is_ascii_digit() || "#+- .,*$<[]".contains(c)).len();
        let position = spec[..flags].split_once('$').and_then(|(digits, _)| digits.parse::<usize>().ok());
        let Some(letter) = spec[flags..].chars().next().filter(char::is_ascii_alphabetic) else {
            literal.push('%');
            continue;
        };
        let form = match letter {
            'd' | 'i' | 'f' | 'x' | 'X' | 'e' | 'g' | 'u' | 'o' | 'b' | 'F' | 't' => Form::Number,
            'q' | 'r' | 'L' | 'I' => Form::Quoted,
            'n' if name.is_none() => {
                literal.push('\n');
                rest = &spec[flags + 1..];
                continue;
            }
            _ => Form::Plain,
        };
        if !literal.is_empty() {
            out.push(Slot::Text(std::mem::take(&mut literal)));
        }
        out.push(match (name, position) {
            (Some(name), _) => Slot::Named(name, form),
            (None, Some(position)) => Slot::At(position.saturating_sub(1), form),
            (None, None) => Slot::Next(form),
        });
        rest = &spec[flags + letter.len_utf8()..];
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        out.push(Slot::Text(literal));
    }
    out
}

/// `{}`, `{0}`, `{name}`, `{name.attr!r:>10}`, `{{`.
pub(super) fn braces(text: &str) -> Vec<Slot> {
    let mut out = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        literal.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix(brace) {
            literal.push_str(brace);
            rest = behind;
            continue;
        }
        let Some((inner, behind)) = rest.split_once('}').filter(|_| brace == "{") else {
            literal.push_str(brace);
            continue;
        };
        rest = behind;
        if !literal.is_empty() {
            out.push(Slot::Text(std::mem::take(&mut literal)));
        }
        let (field, spec) = inner.split_once(':').unwrap_or((inner, ""));
        let (field, quoted) = field.split_once('!').map_or((field, false), |(field, how)| (field, how == "r"));
        let form = match spec.chars().last() {
            _ if quoted => Form::Quoted,
            Some('d' | 'f' | 'x' | 'g' | 'e' | 'n' | 'b') => Form::Number,
            _ => Form::Plain,
        };
        let name = field.split(['.', '[']).next().unwrap_or_default();
        out.push(match name.parse::<usize>() {
            _ if name.is_empty() => Slot::Next(form),
            Ok(position) => Slot::At(position, form),
            Err(_) => Slot::Named(name.to_owned(), form),
        });
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        out.push(Slot::Text(literal));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_and_braces_are_slots() {
        assert_eq!(
            percent("a = '%s' AND b = %5d %% %(n)s %2$s%"),
            [
                Slot::Text("a = '".into()),
                Slot::Next(Form::Plain),
                Slot::Text("' AND b = ".into()),
                Slot::Next(Form::Number),
                Slot::Text(" % ".into()),
                Slot::Named("n".into(), Form::Plain),
                Slot::Text(" ".into()),
                Slot::At(1, Form::Plain),
                Slot::Text("%".into()),
            ]
        );
        assert_eq!(
            braces("{{x}} {} {1:d} {name.id!r} {"),
            [
                Slot::Text("{x} ".into()),
                Slot::Next(Form::Plain),
                Slot::Text(" ".into()),
                Slot::At(1, Form::Number),
                Slot::Text(" ".into()),
                Slot::Named("name".into(), Form::Quoted),
                Slot::Text(" {".into()),
            ]
        );
        assert_eq!(percent("100%"), [Slot::Text("100%".into())]);
    }
}
